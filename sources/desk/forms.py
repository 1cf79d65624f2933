"""Forms for sources; what can be refused is refused here, with the field it is about."""

from django import forms
from django.db import models

from review.desk.admin.forms import ReviewedForm
from review.positions import spread
from sources import csl
from sources.models import Contributor, Source


def first_choice(words):
    return [("", words)]


def _as_stored(name, **words):
    """The field that the source's own page has."""
    return Source._meta.get_field(name).formfield(**words)


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


class SourceForm(ReviewedForm):
    """The stock form; of a new source it asks whether it is there already."""

    def clean(self):
        data = super().clean()
        if self.instance._state.adding:
            for name, sentence in same_paper(data).items():
                self.add_error(name, sentence)
        return data


class SourceFields(forms.Form):
    """The variables that most works need; the source's own page in the desk has all of them."""

    paste = forms.CharField(
        label="Paste anything",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text="A DOI, ISBN or web address, BibTeX, RIS, EndNote, a wiki’s template, or a "
        "reference as it is printed. It is read into the fields below; nothing is saved by that.",
    )
    type = forms.ChoiceField(choices=csl.types, initial="book", required=False)
    title = forms.CharField(max_length=1000, required=False)
    names = forms.CharField(
        label="Authors",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One a line: Family, Given. A line without a comma is an institution, or one that "
        "begins with =. Other roles in brackets: Novak, Ana [editor].",
    )
    container_title = forms.CharField(
        label="In (journal, book, site)", max_length=1000, required=False
    )
    volume = forms.CharField(max_length=100, required=False)
    issue = forms.CharField(max_length=100, required=False)
    page = forms.CharField(label="Pages of the whole article", max_length=100, required=False)
    publisher = forms.CharField(max_length=500, required=False)
    publisher_place = forms.CharField(label="Place", max_length=300, required=False)
    issued = _as_stored("issued", label="Date", help_text="A year, or 1998-03, or 1998~.")
    isbn, doi, issn, pmid, arxiv, oclc, handle = map(
        _as_stored, ("isbn", "doi", "issn", "pmid", "arxiv", "oclc", "handle")
    )
    url = forms.URLField(
        label="Web address", max_length=2000, required=False, assume_scheme="https"
    )
    language = forms.CharField(max_length=35, required=False, help_text="As en, sr-Cyrl, ru.")
    archive = forms.CharField(max_length=500, required=False)
    archive_location = forms.CharField(label="Shelf mark", max_length=500, required=False)

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
        made = []
        lines = [line.strip() for line in self.cleaned_data["names"].splitlines()]
        lines = [line for line in lines if line]
        for position, line in zip(spread(len(lines)), lines, strict=True):
            role = "author"
            if line.endswith("]") and "[" in line:
                line, _, role = line[:-1].rpartition("[")
                role, line = role.strip().lower(), line.strip()
            if role not in csl.ROLES:
                known = ", ".join(csl.ROLES)
                raise forms.ValidationError(f"“{role}” is no role; known are {known}.")
            if line.startswith("="):
                family, comma, given, line = "", "", "", line[1:].strip()
            else:
                family, comma, given = (part.strip() for part in line.partition(","))
            if comma and not family:
                raise forms.ValidationError(f"“{line}” has no family name before the comma.")
            made.append(
                {"role": role, "position": position}
                | ({"family": family, "given": given} if comma else {"literal": line})
            )
            for sentence in Contributor.unfit(made[-1]).values():
                raise forms.ValidationError(sentence)
        return made

    def source(self):
        """(the new source, its contributors)."""
        values = {k: v for k, v in self.cleaned_data.items() if k in _COLUMNS}
        source = Source.new(**values)
        people = [Contributor.new(source_id=source.pk, **p) for p in self.cleaned_data["names"]]
        return source, people


_COLUMNS = {field.name for field in Source._meta.concrete_fields}
