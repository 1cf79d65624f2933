"""The whole life of a statement: its published versions, newest first, with everything that hung on
it; those of the statement that it was split off from, and of those that were merged into it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from events.kinds import clip
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Mention,
    Statement,
    Topic,
    Verification,
)
from events.pages.history import Published, records
from review import spoken
from review.weighing.diff import diff_html
from sources import csl, edtf
from sources.models import Source

# How a request ended, in words.
ENDED = {
    "cited": lambda: pgettext("a request", "cited"),
    "reworded": lambda: pgettext("a request", "reworded"),
    "removed": lambda: pgettext("a request", "removed"),
    "duplicate": lambda: pgettext("a request", "duplicate"),
    "declined": lambda: pgettext("a request", "declined"),
}
# How many statements it is followed back into.
LINES = 20

# The statement itself, then what it came of, each up to a publication: what it was split off from
# until before the split, what was merged into it up to the merge.
LINE = """
WITH RECURSIVE line AS (
    SELECT %(key)s::uuid AS id, NULL::uuid AS into_id, %(until)s::bigint AS until, ''::text AS how,
        0 AS depth
    UNION
    SELECT other.id, line.id,
        CASE act.type WHEN 'split' THEN own.publication_id - 1 ELSE own.publication_id END,
        act.type::text, line.depth + 1
    FROM line
    JOIN events_historicalstatement own
        ON own.id = line.id AND (line.until IS NULL OR own.publication_id <= line.until)
    JOIN review_act act ON act.id = own.act_id AND act.type IN ('split', 'merge')
    JOIN events_historicalstatement other ON other.act_id = own.act_id AND other.id <> own.id
    WHERE line.depth < 10 AND (
        (act.type = 'split' AND own.history_type = '+' AND other.history_type = '~')
        OR (act.type = 'merge' AND own.history_type = '~' AND other.history_type = '-')
    )
)
SELECT * FROM (
    SELECT DISTINCT ON (line.id) line.id, into_id, until, how, depth, subject.anchor
    FROM line JOIN review_subject subject ON subject.id = line.id
    ORDER BY line.id, line.depth
) AS once ORDER BY depth, id LIMIT %(most)s
"""


@dataclass(frozen=True)
class Line:
    """A statement in the life of one: itself, or what it came of: `how` is split or merge, `into` the
    key of the next on the way to it, `until` the last publication that counts, or None."""

    key: object
    into: object
    until: int | None
    how: str
    depth: int
    anchor: str


@dataclass
class Version(Published):
    """What a publication made of a statement of the life. `text` is None once it was removed."""

    publication: object
    act: object
    text: str | None
    line: Line = None
    before: str | None = None
    notes: list[str] = field(default_factory=list)
    has_new_words: bool = False

    @property
    def name(self):
        """By which an address names it."""
        return f"{self.publication.number}{f'-{self.line.anchor}' if self.line.how else ''}"

    @property
    def diff(self):
        if not self.has_new_words or self.before is None or self.text is None:
            return ""
        return diff_html(self.before, self.text, folded=True)


def lines_of(key, until=None):
    """The `Line`s of a statement up to a publication's number, itself first."""
    with connection.cursor() as cursor:
        cursor.execute(LINE, {"key": key, "until": until, "most": LINES})
        return [Line(*row) for row in cursor.fetchall()]


def life(lines, instant=None):
    """The `Version`s of all lines, the newest first, its own before what it came of; verifications
    after an instant don't count."""
    return _Life(lines).versions(instant)


class _Life:
    def __init__(self, lines):
        self.lines = {line.key: line for line in lines}
        self.found = {line.key: {} for line in lines}

    def versions(self, instant):
        self._words()
        citations = self._citations()
        self._requests()
        self._datings()
        self._mentions()
        for own in self.found.values():
            _follow_text(own)
        self._checks(citations, instant)
        made = [version for own in self.found.values() for version in own.values()]
        prefetch_related_objects([version.act for version in made], "endorsements__by")
        made.sort(key=lambda v: (-v.publication.number, v.line.depth, v.line.anchor))
        return made

    def _records(self, model, on):
        """Its rows on all lines, each line's no further than it goes."""
        for record in records(model, None, **{f"{on}__in": list(self.lines)}):
            until = self.lines[getattr(record, on)].until
            if until is None or record.publication_id <= until:
                yield getattr(record, on), record

    def _version(self, key, record):
        own, number = self.found[key], record.publication_id
        if number not in own:
            own[number] = Version(record.publication, record.act, None, self.lines[key])
        return own[number]

    def _words(self):
        before, events = {}, defaultdict(set)
        moves = []
        for key, record in self._records(Statement, "subject_id"):
            version, old = self._version(key, record), before.get(key)
            is_gone = record.history_type == "-"
            version.text = None if is_gone else record.text
            version.has_new_words = is_gone or old is None or old.text != record.text
            version.notes += [] if is_gone else _dated_notes(record, old)
            if old and not is_gone:
                if old.event_id != record.event_id:
                    version.notes.append(_("Moved to another paragraph"))
                elif old.position != record.position:
                    version.notes.append(_("Moved within its paragraph"))
            events[record.event_id].add(key)
            moves.append((record.publication_id, key, None if is_gone else record.event_id))
            before[key] = None if is_gone else record
        self._paragraphs(events, moves)

    def _paragraphs(self, events, moves):
        """Note where the paragraph moved in which a statement stood then."""
        rows = records(Event, None, subject_id__in=list(events))
        names = Article.history.filter(subject__in={row.article_id for row in rows})
        names = dict(names.order_by("publication").values_list("subject_id", "title"))
        before = {}
        for row in rows:
            old = before.get(row.subject_id)
            before[row.subject_id] = row
            if row.history_type != "~" or old is None:
                continue
            if old.article_id != row.article_id:
                said = _("Its paragraph went to the article “{title}”")
                said = said.format(title=names[row.article_id])
            elif old.section_id != row.section_id:
                said = _("Its paragraph moved to another section")
            elif old.position != row.position:
                said = _("Its paragraph moved within the article")
            else:
                continue
            for key in events[row.subject_id]:
                until = self.lines[key].until
                stood = [event for n, k, event in moves if k == key and n <= row.publication_id]
                if stood[-1:] == [row.subject_id] and (
                    until is None or row.publication_id <= until
                ):
                    self._version(key, row).notes.append(said)

    def _citations(self):
        """Note them; {key of a citation: key of its statement}."""
        found = list(self._records(Citation, "statement_id"))
        titles = Source.history.filter(subject__in={record.source_id for _, record in found})
        titles = dict(titles.order_by("publication").values_list("subject_id", "title"))
        told = {
            "+": _("Cited {work}"),
            "~": _("Citation changed: {work}"),
            "-": _("No longer cited: {work}"),
        }
        for key, record in found:
            where = csl.place_told(record.label, record.locator)
            work = clip(titles.get(record.source_id) or _("a source"), 90)
            work = f"{work}, {where}" if where else work
            self._version(key, record).notes.append(told[record.history_type].format(work=work))
        return {record.subject_id: key for key, record in found}

    def _requests(self):
        for key, record in self._records(CitationRequest, "about_id"):
            self._version(key, record).notes.append(_request_note(record))

    def _datings(self):
        told = {
            "+": _("Dated “{words}” as {date}"),
            "~": _("Dating changed: “{words}” as {date}"),
            "-": _("No longer dated “{words}” as {date}"),
        }
        for key, record in self._records(Dating, "statement_id"):
            beside = edtf.beside(record.edtf, record.calendar)
            read = f"{edtf.display(record.edtf, record.calendar)}{f' ({beside})' if beside else ''}"
            note = told[record.history_type].format(words=record.words, date=read)
            self._version(key, record).notes.append(note)

    def _mentions(self):
        told = {
            "+": _("Names {topic}, as “{words}”"),
            "~": _("Mention changed: names {topic}, as “{words}”"),
            "-": _("No longer names {topic}, as “{words}”"),
        }
        found = list(self._records(Mention, "statement_id"))
        named = Topic.history.filter(subject__in={record.topic_id for _, record in found})
        named = (
            dict(named.order_by("publication").values_list("subject_id", "name")) if found else {}
        )
        for key, record in found:
            topic = clip(named.get(record.topic_id) or _("a topic"), 90)
            note = told[record.history_type].format(topic=topic, words=record.words)
            self._version(key, record).notes.append(note)

    def _checks(self, citations, instant):
        """Note each verification of a citation on the version that was compared."""
        checks = Verification.objects.filter(citation__in=citations)
        if instant is not None:
            checks = checks.filter(at__lte=instant)
        for check in checks.select_related("by").order_by("at"):
            own = self.found[citations[check.citation_id]]
            compared = [number for number in own if number <= check.publication_id]
            if compared:
                # In what it was read is for the desk: nobody reviewed those words.
                words = _("Checked by {person} on {day}")
                words = words.format(person=check.by, day=edtf.day(check.at))
                own[max(compared)].notes.append(words)


def _dated_notes(record, before):
    """What is new of when a statement holds."""
    told = (
        ("as_of", _("True as of {when}"), _("No longer: true as of {when}")),
        (
            "look_again_on",
            _("To be looked at again from {when}"),
            _("No longer: to be looked at again from {when}"),
        ),
    )
    for name, holds, ended in told:
        was, now = getattr(before, name, ""), getattr(record, name)
        if was != now:
            yield (holds if now else ended).format(when=edtf.display(now or was))


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
    kind = spoken.said(dict(CitationRequest.Kind.choices)[record.kind])
    if record.history_type == "-":
        return _("Request taken back: {kind}").format(kind=kind)
    if not record.resolution:
        kind = f"{kind} ({record.reason})" if record.reason else kind
        return _("Requested: {kind}").format(kind=kind)
    if record.declined_for:
        why = spoken.said(dict(CitationRequest.DeclineReason.choices)[record.declined_for])
        return _("Request declined: {kind}, {why}").format(kind=kind, why=why)
    how = ENDED[record.resolution]()
    return _("Request settled: {kind}, {how}").format(kind=kind, how=how)
