"""What the record of a work says, field by field."""

from events.pages import catalogue
from events.pages.moments import slugs_of
from sources import csl, edtf, identifiers, languages
from sources.models import Source
from sources.reading import richtext


def facts(source, people):
    """[(label, [values])] of all that a work's record holds, but for its title and identifiers."""
    told = []
    for role, label in csl.ROLES.items():
        names = [catalogue.told(person) for person in people if person.role == role]
        told += [(label + "s" * (len(names) > 1 and " of " not in label), names)] if names else []
    for column in (*csl.DATES, *csl.VARIABLES, "note"):
        value = getattr(source, column)
        if not value or column in NOT_FACTS:
            continue
        if column in csl.DATES:
            value = edtf.display(value)
        elif column == "language":
            value = _language(value)
        if column == "page":
            value = value.replace("-", "–")
        label = LABELS.get(column) or str(source._meta.get_field(column).verbose_name)
        told.append((label, [richtext.plain(value)]))
    return [(label[:1].upper() + label[1:], values) for label, values in told]


def related(source, rows):
    """[(what it is to this one, [(title, slug)])]: the work of which it is an edition, and its own."""
    near = (
        list(rows(Source).filter(subject_id=source.edition_of_id)) if source.edition_of_id else []
    )
    own = list(rows(Source).filter(edition_of_id=source.subject_id).order_by("issued", "title"))
    slugs = slugs_of([work.subject_id for work in [*near, *own]])
    return [
        (label, [(richtext.plain(work.title), slugs.get(work.subject_id, "")) for work in works])
        for label, works in (("Edition or translation of", near), ("Its editions", own))
        if works
    ]


# Where a column's own name is for who fills it in.
LABELS = {"container_title": "in", "page": "pages", "archive_location": "shelf mark"}
# Told elsewhere on the page.
NOT_FACTS = {"title", "abstract", "url", *identifiers.SCHEMES}


def _language(code):
    names = languages.NAMES.get(code.split("-")[0])
    return f"{names.split()[0].capitalize()} ({code})" if names else code


def identifiers_of(source):
    """[(label, as it is printed, its address or "")] of those that a source has."""
    told = [
        (scheme.label, identifiers.shown(name, one), identifiers.address(name, one))
        for name, scheme in identifiers.SCHEMES.items()
        if (value := getattr(source, name))
        for one in (value.split() if scheme.inside else [value])
    ]
    return told + ([("Web address", source.url, source.url)] if source.url else [])
