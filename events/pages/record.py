"""What the record of a work says, field by field."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from events.pages import catalogue
from events.pages.moments import slugs_of
from review import spoken
from sources import csl, edtf, identifiers, languages
from sources.models import Source
from sources.reading import richtext


def facts(source, people):
    """[(label, [values])] of all that a work's record holds, but for its title and identifiers."""
    told = []
    for role, label in csl.ROLES.items():
        names = [catalogue.told(person) for person in people if person.role == role]
        if names:
            label = SEVERAL.get(role, label) if len(names) > 1 else label
            told.append((label, names))
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
    told = [(spoken.said(label), values) for label, values in told]
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
        for label, works in ((_("Edition or translation of"), near), (_("Its editions"), own))
        if works
    ]


# Where a column's own name is for who fills it in.
LABELS = {
    "container_title": N_("in"),
    "page": N_("pages"),
    "archive_location": N_("shelf mark"),
    # As Django makes it of the column.
    **{"title": N_("title"), "type": N_("type"), "abstract": N_("abstract"), "note": N_("note")},
    **{"accessed": N_("accessed"), "language": N_("language")},
}
# Of several people.
SEVERAL = {
    "author": N_("authors"),
    "editor": N_("editors"),
    "translator": N_("translators"),
    "collection-editor": N_("series editors"),
    "compiler": N_("compilers"),
    "composer": N_("composers"),
    "contributor": N_("contributors"),
    "curator": N_("curators"),
    "chair": N_("chairs"),
    "director": N_("directors"),
    "editorial-director": N_("managing editors"),
    "executive-producer": N_("executive producers"),
    "guest": N_("guests"),
    "host": N_("hosts"),
    "illustrator": N_("illustrators"),
    "interviewer": N_("interviewers"),
    "narrator": N_("narrators"),
    "organizer": N_("organizers"),
    "original-author": N_("original authors"),
    "performer": N_("performers"),
    "producer": N_("producers"),
    "recipient": N_("recipients"),
    "script-writer": N_("script writers"),
}
# Told elsewhere on the page.
NOT_FACTS = {"title", "abstract", "url", *identifiers.SCHEMES}


def _language(code):
    name = languages.CALLED.get(code.split("-")[0])
    return f"{spoken.said(name)} ({code})" if name else code


def identifiers_of(source):
    """[(label, as it is printed, its address or "")] of those that a source has."""
    told = [
        (spoken.said(scheme.label), identifiers.shown(name, one), identifiers.address(name, one))
        for name, scheme in identifiers.SCHEMES.items()
        if (value := getattr(source, name))
        for one in (value.split() if scheme.inside else [value])
    ]
    return told + ([(_("Web address"), source.url, source.url)] if source.url else [])
