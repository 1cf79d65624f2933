from datetime import UTC, datetime, time, timedelta

from django import forms


class PeriodForm(forms.Form):
    """Two days, both included, in UTC."""

    start = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}))
    end = forms.DateField(label="To, included", widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self):
        data = super().clean()
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", "The last day is before the first.")
        return data

    def instants(self):
        """[start, end) as instants."""
        day = self.cleaned_data
        return (
            datetime.combine(day["start"], time.min, UTC),
            datetime.combine(day["end"] + timedelta(days=1), time.min, UTC),
        )
