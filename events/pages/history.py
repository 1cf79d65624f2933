"""How a statement came to read so: its published versions, newest first."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from events.kinds import clip
from events.models import Citation, CitationRequest, Dating, Statement, Verification
from review.models import Publication, Subject
from review.models.changeset import LARGE
from review.weighing.diff import diff_html
from sources import csl, edtf
from sources.models import Source


@dataclass
class Version:
    """What one publication did to a statement. `text` is None once it was removed."""

    publication: object
    act: object
    text: str | None
    before: str | None = None
    notes: list[str] = field(default_factory=list)
    has_new_words: bool = False

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

    @property
    def diff(self):
        if not self.has_new_words or self.before is None or self.text is None:
            return ""
        return diff_html(self.before, self.text, folded=True)


def approvers(act, decision):
    """In words: who approved an act."""
    endorsed = [str(e.by) for e in act.endorsements.all() if e.by_id != decision.by_id]
    return " and ".join([*endorsed, str(decision.by)])


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


def statement_versions(key, until=None, instant=None):
    """The `Version`s of a statement with everything that hangs on it, up to a publication's number
    and, for verifications, an instant."""
    versions = {}
    for record in _records(Statement, until, subject_id=key):
        version = _version(versions, record)
        version.has_new_words = True
        version.text = None if record.history_type == "-" else record.text
    _follow_text(versions)
    sources = {}
    citations = _records(Citation, until, statement_id=key)
    if citations:
        titles = Source.history.filter(subject__in={c.source_id for c in citations})
        sources = dict(titles.order_by("publication").values_list("subject_id", "title"))
    for record in citations:
        verb = {"+": "Cited", "~": "Citation changed:", "-": "No longer cited:"}[
            record.history_type
        ]
        where = csl.place(record.label, record.locator)
        work = clip(sources.get(record.source_id, "a source"), 90)
        note = f"{verb} {work}{f', {where}' if where else ''}"
        _version(versions, record).notes.append(note)
    for record in _records(CitationRequest, until, about_id=key):
        _version(versions, record).notes.append(_request_note(record))
    for record in _records(Dating, until, statement_id=key):
        verb = {"+": "Dated", "~": "Dating changed:", "-": "No longer dated"}[record.history_type]
        beside = edtf.beside(record.edtf, record.calendar)
        read = f"{edtf.display(record.edtf, record.calendar)}{f' ({beside})' if beside else ''}"
        _version(versions, record).notes.append(f"{verb} “{record.words}” as {read}")
    _note_checks(versions, citations, instant)
    _follow_text(versions)
    prefetch_related_objects([v.act for v in versions.values()], "endorsements__by")
    return [versions[number] for number in sorted(versions, reverse=True)]


def _note_checks(versions, citations, instant):
    """Note each verification of a citation on the version that was compared."""
    checks = Verification.objects.filter(citation__in={c.subject_id for c in citations})
    if instant is not None:
        checks = checks.filter(at__lte=instant)
    for check in checks.select_related("by").order_by("at"):
        compared = [number for number in versions if number <= check.publication_id]
        if compared:
            # In what it was read is for the desk: nobody reviewed those words.
            words = f"Checked by {check.by} on {check.at:%-d %B %Y}"
            versions[max(compared)].notes.append(words)


def _records(model, until, **wanted):
    found = model.history.filter(**wanted).select_related(
        "publication__decision__by", "act__changeset__author"
    )
    if until is not None:
        found = found.filter(publication__lte=until)
    return list(found.order_by("publication", "history_id"))


def _version(versions, record):
    number = record.publication_id
    if number not in versions:
        versions[number] = Version(record.publication, record.act, None)
    return versions[number]


def _follow_text(versions):
    """Give each version the words that stood before it, and its own where it left them alone."""
    text = None
    for number in sorted(versions):
        version = versions[number]
        version.before = text
        if not version.has_new_words:
            version.text = text
        text = version.text


def _request_note(record):
    words = dict(CitationRequest.Kind.choices)[record.kind]
    if record.history_type == "-":
        return f"Request taken back: {words}"
    if not record.resolution:
        return f"Requested: {words}{f' ({record.reason})' if record.reason else ''}"
    if record.declined_for:
        why = dict(CitationRequest.DeclineReason.choices)[record.declined_for]
        return f"Request declined: {words}, {why}"
    return f"Request settled: {words}, {record.resolution}"
