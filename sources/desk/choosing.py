"""What is kept of works that become one: of each field that they have otherwise, whose value."""

from django import forms

from review import characters, kinds
from review.weighing.titles import titles_of
from sources import identifiers
from sources.desk import merging
from sources.models import Source


def said(name, value):
    """A value of a source as people read it."""
    kind = kinds.of(Source)
    words = kind.show(name, value, titles_of({value}) if value and name in kind.keys else {})
    return identifiers.shown(name, words) if name in identifiers.SCHEMES else words


def names(source):
    return "; ".join(
        f"{person}{'' if person.role == 'author' else f' [{person.get_role_display()}]'}"
        for person in source.contributors.all()
    )


class MergeForm(forms.Form):
    """Of each field that works have otherwise, whose value is kept; and why they are one."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    summary = forms.CharField(
        label="Summary",
        max_length=500,
        help_text="Why these are one work, in a few words. Moderators and readers see it.",
    )

    def __init__(self, *args, gone, kept, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.now = merging.seen(gone, kept)
        self.gone = {str(work.pk): work for work in gone}
        self.choices = []
        kind = kinds.of(Source)
        others, told = {}, [merging.names_of(kept)]
        for work in gone:
            if (held := merging.names_of(work)) and held not in told:
                told.append(held)
                others[work] = names(work)
        if others:
            self._ask("names", "names", names(kept), others)
        for found in merging.differences(kept, gone):
            words = {work: said(found.name, value) for work, value in found.gone.items()}
            is_more = found.all and (found.kept or len(words) > 1)
            self._ask(
                found.name,
                kind.fields[found.name].verbose_name,
                said(found.name, found.kept),
                words,
                said(found.name, found.all) if is_more else "",
            )

    def _ask(self, name, label, kept, gone, together=""):
        """Ask whose words are kept: the one's, another's, or what all make together."""
        choices = [("kept", kept or "leave it empty")]
        choices += [(str(work.pk), words) for work, words in gone.items()]
        choices += [("all", together)] if together else []
        self.fields[f"of-{name}"] = forms.ChoiceField(
            label=label[:1].upper() + label[1:],
            choices=choices,
            initial="all" if together else "kept" if kept else choices[1][0],
            widget=forms.RadioSelect,
        )
        is_number = name in identifiers.SCHEMES and not together and bool(kept or len(gone) > 1)
        self.choices.append((name, f"of-{name}", is_number))

    @property
    def asked(self):
        """[(field, [(radio, whose it is)], whether it holds one number, so that others are given
        up)]."""
        is_one = len(self.gone) == 1
        whose = {"kept": "the one that stays", "all": "both" if is_one else "all of them"}
        for number, key in enumerate(self.gone, 1):
            whose[key] = "the one that goes" if is_one else f"number {number} of those that go"
        return [
            (self[field], [(radio, whose[radio.data["value"]]) for radio in self[field]], is_number)
            for _, field, is_number in self.choices
        ]

    def chosen(self):
        """What `merging.merge` is told of the fields."""
        data = {name: self.cleaned_data[field] for name, field, _ in self.choices}
        values = {name: self.gone[key] for name, key in data.items() if key in self.gone}
        joined = {name for name, key in data.items() if key == "all"}
        return {"names": values.pop("names", None), "values": values, "joined": joined}

    def clean(self):
        data = super().clean()
        if sentence := characters.fault(data.get("summary", "")):
            self.add_error("summary", sentence)
        if data.get("seen") != self.now:
            self.data = self.data | {"seen": self.now}
            self.add_error(
                None,
                "One of these works has changed since you opened this page: look at what is kept "
                "of each once more, and send it again.",
            )
        return data
