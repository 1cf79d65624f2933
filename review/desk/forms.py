from datetime import UTC, date, datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from review import kinds
from review.models import Change, Restriction
from review.weighing.diff import diff_html


class PartsForm(forms.Form):
    """The words and choices of an act's changes, each field as its model has it; where two people
    changed the same, the three texts stand beside the field. `parts` are `rebasing.Part`s.
    """

    LIVE, PROPOSED = "live", "proposed"

    reason = forms.CharField(label="Why", max_length=500)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, parts, seen, reason, help_text, initial=""):
        super().__init__(data)
        self.parts, self.sections, self.asked = parts, [], {}
        self.fields["seen"].initial = seen
        field = self.fields["reason"]
        field.label, field.help_text, field.initial = reason, help_text, initial
        for part in parts:
            names = [] if part.is_gone else self._add_fields(part)
            self.sections.append((part, names))
        self.order_fields([*(n for _, names in self.sections for n in names), "reason"])

    def _add_fields(self, part):
        names = []
        for name, value in part.values.items():
            column = part.kind.fields[name]
            https = {"assume_scheme": "https"} if isinstance(column, models.URLField) else {}
            field = column.formfield(**https)
            if field is not None:
                field.initial = column.to_python(value)
                names.append(self._add(part, name, field))
                names += self._ask(part, name, names[-1])
        if part.change.op == Change.Op.DELETE and part.colliding:
            choices = ((self.PROPOSED, "remove it all the same"), (self.LIVE, "leave it as it is"))
            names.append(self._add(part, "removal", _choice("It was changed meanwhile", choices)))
        elif not part.is_gone:
            choices = ((self.PROPOSED, "as proposed"), (self.LIVE, "as it is live now"))
            for name in set(part.colliding) - set(part.values):
                label = str(part.kind.fields[name].verbose_name)
                names.append(self._add(part, name, _choice(label, choices)))
        return names

    def _add(self, part, name, field):
        key = f"{part.change.pk}-{name}"
        self.fields[key] = field
        return key

    def _ask(self, part, name, key):
        """The key of a box that keeps typed words as words, where they may be meant otherwise."""
        before = part.values[name] or ""
        why = kinds.typed(part.kind, name, before, self.data.get(key, "")) if self.is_bound else ""
        if not why:
            return []
        kept = f"{key}-as-words"
        self.fields[kept] = forms.BooleanField(label="Keep it as words", required=False)
        self.asked[kept] = why
        return [kept]

    def clean(self):
        data = super().clean()
        for key, why in self.asked.items():
            if not data.get(key):
                self.add_error(key, why)
        return data

    def shown(self):
        """[(part, title, fields that are filled or collide, empty ones)] of each change."""
        made = []
        for part, names in self.sections:
            before = part.live if part.change.op != Change.Op.CREATE else None
            title = part.kind.title(
                part.kind.load(part.change.subject_id, {**(before or {}), **part.after})
            )
            colliding = part.colliding
            fields = []
            for key in names:
                field = self[key]
                name = key.partition("-")[2]
                field.clash = colliding.get(name)
                if before and name in part.kind.prose:
                    field.diff = diff_html(before.get(name), part.after.get(name), folded=True)
                fields.append(field)
            filled = [f for f in fields if f.clash or f.initial not in (None, "") or f.errors]
            made.append((part, title, filled, [f for f in fields if f not in filled]))
        return made

    def values(self):
        """{change key: {attname: dumped value}, or None for what is left out}."""
        return {part.change.pk: self._values_of(part, names) for part, names in self.sections}

    def _values_of(self, part, names):
        if part.is_gone:
            return None
        given = {
            key.partition("-")[2]: self.cleaned_data[key] for key in names if key not in self.asked
        }
        removal = given.pop("removal", None)
        if removal is not None:
            return {} if removal == self.PROPOSED else None
        for name, clash in part.colliding.items():
            if name not in part.values and name in given:
                given[name] = clash.live if given[name] == self.LIVE else clash.proposed
        return {name: kinds.dump(value) for name, value in given.items()}


def _choice(label, choices):
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def choose_day(label, **more):
    """A day that an instant can be made of, with room after it."""
    return forms.DateField(
        label=label,
        # As the field of a browser wants it, in every language.
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        validators=[
            MinValueValidator(date(1000, 1, 1), "Choose a day after the year 1000."),
            MaxValueValidator(date(2999, 12, 31), "Choose a day before the year 3000."),
        ],
        **more,
    )


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
    until = choose_day(
        "Until, included", required=False, help_text="Empty: until somebody lifts it."
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

    start = choose_day("From")
    end = choose_day("To, included")

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
