"""How a source came to read so, its published versions, newest first; publications as they are told."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.translation import pgettext

from events.models import Citation, CitationRequest, Dating, Mention, Statement
from events.pages.moments import slugs_of
from review import kinds, spoken
from review.models import Publication, Subject
from review.models.changeset import LARGE
from review.weighing.diff import diff_html
from sources import csl
from sources.models import Contributor, MergedWork, Source
from sources.reading import richtext

People = Contributor.history.model


class Published:
    """What one publication did to an object, by an act."""

    @property
    def author(self):
        return self.act.changeset.author

    @property
    def decided_by(self):
        """Who approved it: where it was protected, the first moderator before the second."""
        return approvers(self.act, self.publication.decision)

    @property
    def reason(self):
        return self.act.changeset.summary


@dataclass
class Revision(Published):
    """A source's, with its names: `told` are (what, the diff of it), `into` (the title, the address's
    part) of the work that it was merged into."""

    publication: object
    act: object
    title: str = ""
    language: str = ""
    is_first: bool = False
    is_gone: bool = False
    told: list[tuple] = field(default_factory=list)
    into: tuple[str, str] | None = None


def approvers(act, decision):
    """In words: who approved an act."""
    endorsed = [str(e.by) for e in act.endorsements.all() if e.by_id != decision.by_id]
    return spoken.listed([*endorsed, decision.by])


def publications():
    """Publications with all that `events/_publication.html` tells of them."""
    return Publication.objects.select_related(
        "decision__by", "decision__redaction"
    ).prefetch_related(
        "decision__verdicts__act__changeset__author",
        "decision__verdicts__act__endorsements__by",
    )


def tell(found):
    """A page of `publications()`, where each published act has `approvers`, and `anchor`: of the one
    statement whose history it stands in, if it is one."""
    statements = _statements_of(found)
    for publication in found:
        for verdict in publication.decision.verdicts.all():
            verdict.act.approvers = approvers(verdict.act, publication.decision)
            verdict.act.anchor = statements.get(verdict.act_id)
    return found


def _statements_of(found):
    """{act: anchor} of the acts in publications that touched one statement and no other."""
    small = [
        publication.number
        for publication in found
        if all(v.act.size <= LARGE for v in publication.decision.verdicts.all())
    ]
    places = (
        (Statement, "subject"),
        (Citation, "statement"),
        (Dating, "statement"),
        (Mention, "statement"),
        (CitationRequest, "about"),
    )
    touched = [
        model.history.filter(publication__in=small).values_list("act", f"{name}_id")
        for model, name in places
    ]
    keys = defaultdict(set)
    for act, key in touched[0].union(*touched[1:]):
        keys[act].add(key)
    single = {act: found.pop() for act, found in keys.items() if len(found) == 1}
    anchors = Subject.objects.filter(pk__in=single.values(), kind="events.statement")
    anchors = dict(anchors.values_list("pk", "anchor"))
    return {act: anchors[key] for act, key in single.items() if key in anchors}


def source_revisions(key, until=None):
    """The `Revision`s of a source and of the names on it, up to a publication's number."""
    found, last = {}, {}
    works, people = (
        records(Source, until, subject_id=key),
        records(Contributor, until, source_id=key),
    )
    rows, names = works + people, _titles_of({w.edition_of_id for w in works} - {None})
    # Of one publication the work comes before its names.
    rows.sort(key=lambda record: (record.publication_id, isinstance(record, People)))
    for record in rows:
        number = record.publication_id
        revision = found.setdefault(number, Revision(record.publication, record.act))
        before = last.get(record.subject_id)
        last[record.subject_id] = record
        if isinstance(record, People):
            revision.told += _told_of_name(record, before)
            continue
        revision.title, revision.is_gone = record.title, record.history_type == "-"
        revision.language = record.language
        revision.is_first = record.history_type == "+"
        if record.history_type == "~" and before is not None:
            revision.told += _told_of_fields(record, before, names)
    title = language = ""
    for number in sorted(found):
        title = found[number].title = found[number].title or title
        language = found[number].language = found[number].language or language
        if found[number].is_first or found[number].is_gone:
            # All of its names come, or go, along with it.
            found[number].told = []
    _told_of_merging(key, [r for r in found.values() if r.is_gone])
    prefetch_related_objects([r.act for r in found.values()], "endorsements__by")
    return [found[number] for number in sorted(found, reverse=True)]


def _told_of_merging(key, gone):
    """Where a source went in each of these revisions, if it was merged: what that work was called."""
    if not gone:
        return
    merged = MergedWork.history.filter(work_id=key, history_type="+")
    into = dict(merged.values_list("publication_id", "source_id"))
    called = defaultdict(list)
    for row in Source.history.filter(subject__in=into.values()).order_by("publication"):
        called[row.subject_id].append(row)
    slugs = slugs_of(into.values())
    for revision in gone:
        number = revision.publication.number
        if kept := into.get(number):
            *_, then = (row for row in called[kept] if row.publication_id <= number)
            revision.into = richtext.plain(then.title), slugs[kept]


def _titles_of(keys):
    """{key of a source: how it was called last}."""
    found = Source.history.filter(subject__in=keys).order_by("publication") if keys else ()
    return {row.subject_id: row.title for row in found}


def _told_of_fields(record, before, names):
    """[(the field's name, the diff of what it says)] of those that differ; `names` are of the works
    that it points at."""
    kind = kinds.of(Source)
    told = []
    for name, column in kind.fields.items():
        was, now = (kind.show(name, getattr(row, name), names) for row in (before, record))
        if column.choices:
            was, now = map(spoken.said, (was, now))
        if was != now:
            told.append((spoken.said(str(column.verbose_name)), diff_html(was, now, folded=True)))
    return told


def _told_of_name(record, before):
    """The same of a name on a source."""
    was, now = ("" if row is None else _name(row) for row in (before, record))
    if record.history_type == "-":
        now = ""
    return [(pgettext("of a person", "name"), diff_html(was, now))] if was != now else []


def _name(row):
    name = csl.name(vars(row))
    words = csl.name_told(name) + (f" ({name['original']})" if "original" in name else "")
    role = spoken.said(csl.ROLES.get(row.role, row.role))
    return words if row.role == "author" else f"{words}, {role}"


def records(model, until, **wanted):
    found = model.history.filter(**wanted).select_related(
        "publication__decision__by", "act__changeset__author"
    )
    if until is not None:
        found = found.filter(publication__lte=until)
    return list(found.order_by("publication", "history_id"))
