from datetime import UTC, datetime, time, timedelta

from django import forms
from django.db import models

from review import kinds
from review.models import Restriction


class AmendForm(forms.Form):
    """The words and choices of an act's changes, each field as its model has it.

    `parts` are (change, {attname: value}) as `amending.as_it_would_be` gives them.
    """

    reason = forms.CharField(
        label="Why you amended it",
        max_length=500,
        help_text="Its author and readers of its history see it.",
    )

    def __init__(self, data=None, *, parts):
        super().__init__(data)
        self.parts, self.sections = parts, []
        for change, values in parts:
            kind, names = kinds.get(change.subject.kind), []
            for name, value in values.items():
                column = kind.fields[name]
                https = {"assume_scheme": "https"} if isinstance(column, models.URLField) else {}
                field = column.formfield(**https)
                if field is None:
                    continue
                field.initial = column.to_python(value)
                self.fields[f"{change.pk}-{name}"] = field
                names.append(f"{change.pk}-{name}")
            if names:
                title = kind.title(kind.load(change.subject_id, {**change.before, **change.after}))
                self.sections.append((kind.noun, title, names))
        self.order_fields([*(n for _, _, names in self.sections for n in names), "reason"])

    def shown(self):
        """[(noun, title, fields with a value, empty ones)] of each change that can be amended."""
        made = []
        for noun, title, names in self.sections:
            fields = [self[name] for name in names]
            filled = [f for f in fields if f.initial not in (None, "") or f.errors]
            made.append((noun, title, filled, [f for f in fields if f not in filled]))
        return made

    def values(self):
        """{change key: {attname: dumped value}}."""
        return {
            change.pk: {
                name: kinds.dump(self.cleaned_data[f"{change.pk}-{name}"])
                for name in values
                if f"{change.pk}-{name}" in self.cleaned_data
            }
            for change, values in self.parts
        }


class RedactForm(forms.Form):
    words = forms.CharField(
        label="Words that must go",
        max_length=1000,
        help_text="As they stand in the text. Every field that holds them is blanked as a whole.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.CharField(
        max_length=500, required=False, label="Why", help_text="Public, without the words."
    )


class RestrictForm(forms.Form):
    """Protects a subject or, with `account`, blocks one."""

    what = forms.ChoiceField(label="What holds", choices=Restriction.What.choices)
    reason = forms.CharField(
        max_length=500, label="Why", help_text="Whoever is restricted reads it."
    )
    until = forms.DateField(
        required=False,
        label="Until, included",
        help_text="Empty: until somebody lifts it.",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, data=None, *, account=None):
        super().__init__(data)
        is_block = Restriction.What.BLOCK.value
        choices = [c for c in Restriction.What.choices if (c[0] == is_block) == bool(account)]
        self.fields["what"].choices = choices

    def end(self):
        """The instant, in UTC, after the last day; None for no end."""
        day = self.cleaned_data["until"]
        return day and datetime.combine(day + timedelta(days=1), time.min, UTC)


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
