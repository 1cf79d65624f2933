"""Forms for sources; what can be refused is refused here, with the field it is about."""

from django import forms
from django.db import models

from review import characters
from review.desk.admin.forms import ReviewedForm
from review.positions import spread
from sources import csl, identifiers
from sources.desk import columns
from sources.models import Contributor, Source
from sources.reading.names import typed


def same_paper(values):
    """{field: sentence} of the live source that has an identifier which only one may have."""
    unique = [
        rule.fields[0]
        for rule in Source._meta.constraints
        if isinstance(rule, models.UniqueConstraint) and values.get(rule.fields[0])
    ]
    if not unique:
        return {}
    same = models.Q(*((name, values[name]) for name in unique), _connector=models.Q.OR)
    return {
        name: f"“{source}” has this {Source._meta.get_field(name).verbose_name} already."
        for source in Source.objects.filter(same)
        for name in unique
        if getattr(source, name) == values[name]
    }


class ByType:
    """What the forms of a work share: which fields the chosen type shows first; an address that
    says nothing but a DOI is taken for that DOI, where none or the same is given."""

    def full_clean(self):
        doi = identifiers.doi_at(self.data.get("url", "").strip()) if self.is_bound else ""
        if doi and self.data.get("doi", "").strip() in ("", doi):
            self.data = {**self.data.dict(), "url": "", "doi": doi}
        super().full_clean()

    @property
    def work(self):
        """(fields that are shown first, fields under “more”)."""
        names = [name for name in self.fields if name in COLUMNS and name != "type"]
        filled = [name for name in names if self[name].value() or self[name].errors]
        first = columns.shown(self["type"].value(), filled)
        rest = [name for name in names if name not in first]
        return [self[n] for n in first if n in names], [self[name] for name in rest]


class SourceForm(ByType, ReviewedForm):
    """The stock form; of a new source it asks whether it is there already."""

    def clean(self):
        data = super().clean()
        if self.instance._state.adding:
            for name, sentence in same_paper(data).items():
                self.add_error(name, sentence)
        return data


COLUMNS = {f.name for f in Source._meta.concrete_fields if f.editable and not f.is_relation}
# Each column, as the source's own page has it.
AllColumns = type(
    "AllColumns",
    (forms.Form,),
    {
        f.name: f.formfield(required=False)
        for f in Source._meta.concrete_fields
        if f.name in COLUMNS and f.name != "type"
    },
)


class SourceFields(ByType, AllColumns):
    """A new source in one form, its names a line each; it can be filled by what is pasted."""

    paste = forms.CharField(
        label="Paste anything",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="A DOI, ISBN or web address, BibTeX, RIS, EndNote, a wiki’s template, or a "
        "reference as it is printed. It is read into the fields below; nothing is saved by that.",
    )
    type = forms.ChoiceField(
        choices=csl.types,
        initial="book",
        required=False,
        widget=forms.Select(attrs={"data-columns": columns.BY_TYPE}),
    )
    names = forms.CharField(
        label="Names",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="One a line, or with ; between: Family, Given. An institution as it is called, or "
        "after =. Another role than author in brackets: Novak, Ana [editor].",
    )

    def clean(self):
        data = super().clean()
        self.add_faults(Source.unfit(data))
        return data

    def add_faults(self, found):
        for name, sentence in found.items():
            self.add_error(name, sentence)

    def clean_type(self):
        return self.cleaned_data["type"] or "book"

    def clean_names(self):
        lines = self.cleaned_data["names"].splitlines()
        for sentence in filter(None, map(characters.fault, filter(str.strip, lines))):
            raise forms.ValidationError(sentence)
        for line in lines:
            if line.strip().startswith(","):
                raise forms.ValidationError(f"“{line}” has no family name before the comma.")
        made = [person for line in lines for person in typed(line)]
        for position, person in zip(spread(len(made)), made, strict=True):
            if person["role"] not in csl.ROLES:
                known = ", ".join(csl.ROLES)
                raise forms.ValidationError(f"“{person['role']}” is no role; known are {known}.")
            parts = {column: person.pop(part, "") for column, part in csl.NAME_PARTS.items()}
            person |= {"position": position, **parts}
            for sentence in too_long(Contributor, person) + [*Contributor.unfit(person).values()]:
                raise forms.ValidationError(sentence)
        return made

    def source(self):
        """(the new source, its contributors)."""
        source = Source.new(**{k: v for k, v in self.cleaned_data.items() if k in COLUMNS})
        people = [Contributor.new(source_id=source.pk, **p) for p in self.cleaned_data["names"]]
        return source, people


def too_long(model, values):
    """Sentences on what is longer than its column."""
    found = []
    for name, value in values.items():
        longest = model._meta.get_field(name).max_length
        if longest and len(value) > longest:
            found.append(f"“{value[:60]}…” has {len(value):,} characters; {longest} are kept.")
    return found
