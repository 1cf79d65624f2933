"""The page of an article as its writer has it: blocks of the text, and what of it is theirs.

A long article is shown in parts of some `AT_ONCE` statements, cut at headings where that can be: a
part is addressed by any section or event in it. What a part costs does not grow with the article,
but for one light row an event.
"""

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from django.template.loader import get_template

from events.desk import autosave
from events.desk.laid import MODELS, Laid, is_gone
from events.models import CitationRequest, Illustration, SectionRequest, Statement
from events.pages import reading
from events.pages.shown import Counts
from review import kinds
from review.models import Act, Change, Slug
from review.weighing.ancestry import chains

AT_ONCE = 300
# What an own change comes to, in words: {(kind, operation): words}.
WORDS = {
    ("article", "create"): "new article",
    ("article", "update"): "new title",
    ("section", "create"): "new section",
    ("section", "delete"): "heading removed",
    ("event", "create"): "new paragraph",
    ("event", "delete"): "paragraph removed",
    ("statement", "create"): "new",
    ("statement", "delete"): "removed",
    ("citation", "create"): "cited",
    ("citation", "update"): "citation changed",
    ("citation", "delete"): "citation removed",
    ("dating", "create"): "dated",
    ("dating", "update"): "date changed",
    ("dating", "delete"): "date removed",
    ("mention", "create"): "named",
    ("mention", "update"): "mention changed",
    ("mention", "delete"): "mention removed",
    ("citationrequest", "create"): "request made",
    ("illustration", "create"): "new illustration",
    ("illustration", "update"): "illustration changed",
    ("illustration", "delete"): "illustration removed",
}
# Changes of these say nothing by themselves.
BESIDE = {"sources.source", "sources.contributor"}


@dataclass
class Own:
    """One change of the writer's: what it comes to, and on what it is shown."""

    words: str
    change: Change
    on: str  # The key of the statement, event, section, illustration or article that it is about.

    @property
    def act(self):
        return self.change.act

    @property
    def is_removal(self):
        return self.change.op == Change.Op.DELETE

    @property
    def is_draft(self):
        return self.act.state == Act.State.DRAFT

    @property
    def state_words(self):
        return {"pending": "waits for review", "returned": "came back to you"}.get(
            self.act.state, ""
        )


@dataclass
class Block:
    """A heading, or a paragraph, of the page."""

    kind: str
    key: str
    row: object
    shown: object = None  # The ShownEvent of a paragraph.
    level: int = 2
    marks: list = field(default_factory=list)
    own: list = field(default_factory=list)
    is_struck: bool = False
    is_last: bool = False  # Of its section.
    html: str = ""
    digest: str = ""


@dataclass
class Entry:
    """An act in the list of what one changed."""

    act: Act
    owns: list
    on: str
    is_chosen: bool = True

    @property
    def is_removal(self):
        return all(own.is_removal for own in self.owns)

    @property
    def said(self):
        """What it is on: the verb that a title begins with is said already."""
        return re.sub(r"^(Add|Change|Remove) [^“:]+: ", "", self.act.title)

    @property
    def words(self):
        words = list(dict.fromkeys(own.words for own in self.owns))
        if "new paragraph" in words and "new" in words:
            words.remove("new")
        return ", ".join(words) or self.act.type


class Sheet:
    def __init__(self, article, overlay, at=""):
        self.article, self.overlay = article, overlay
        self.laid = Laid(article.pk, overlay, struck=True)
        self.at = str(at)

    @cached_property
    def slug(self):
        found = Slug.objects.filter(subject=self.article.pk, is_current=True)
        return found.values_list("slug", flat=True).first()

    # What is theirs.

    @cached_property
    def owns(self):
        """Own changes that belong to this article, in the order in which they were made."""
        found = [
            change for model in MODELS for change in self.overlay.changes(kinds.of(model)).values()
        ]
        ways = chains(
            (str(c.subject_id), kinds.get(c.subject.kind), {**c.before, **c.after}) for c in found
        )
        key = str(self.article.pk)
        own = [
            (change, way)
            for change in sorted(found, key=lambda change: change.pk)
            if key in (way := ways[str(change.subject_id)])
        ]
        said = {(c.act_id, c.op, str(c.subject_id)) for c, _ in own}
        return [
            Own(
                "" if _is_said(change, way, said) else _words(change),
                change,
                _shown_on(change, way),
            )
            for change, way in own
        ]

    @cached_property
    def by_place(self):
        places = defaultdict(list)
        for own in self.owns:
            if own.words:
                places[own.on].append(own)
        return places

    @cached_property
    def entries(self):
        """Its acts: drafts first, then what waits or came back."""
        acts = {}
        for own in self.owns:
            acts.setdefault(own.act.pk, (own.act, []))[1].append(own)
        made = [
            Entry(act, [own for own in owns if own.words], owns[0].on)
            for act, owns in acts.values()
        ]
        return sorted(made, key=lambda entry: (entry.act.state != "draft", entry.act.pk))

    @property
    def drafts(self):
        return [entry for entry in self.entries if entry.act.state == Act.State.DRAFT]

    @property
    def others(self):
        return [entry for entry in self.entries if entry.act.state != Act.State.DRAFT]

    @cached_property
    def begun(self):
        """Its statements in whose panels something was begun that is not done."""
        keys = autosave.begun(by=self.overlay.user)
        if not keys:
            return []
        here = {event.pk for event in self.laid.events}
        found = self.laid.rows(Statement).filter(subject_id__in=keys).order_by("subject_id")
        return [row for row in found if row.event_id in here]

    # What it shows.

    @cached_property
    def outline(self):
        """[(section or None, its events)] in the order of the page."""
        own = defaultdict(list)
        for event in self.laid.events:
            own[event.section_id].append(event)
        return [(None, own[None]), *((s, own[s.pk]) for s in self.laid.sections)]

    @cached_property
    def parts(self):
        """[keys of the sections and events of a part]."""
        counts = self.laid.counted()
        total = sum(counts.values())
        if total <= AT_ONCE:
            return [[str(row.pk) for s, events in self.outline for row in _both(s, events)]]
        parts, size = [[]], 0
        for section, events in self.outline:
            own = sum(counts.get(event.pk, 1) for event in events)
            if parts[-1] and size + own > AT_ONCE and size > AT_ONCE / 3:
                parts.append([])
                size = 0
            for row in _both(section, events):
                more = counts.get(row.pk, 1) if row is not section else 0
                if size + more > AT_ONCE and parts[-1]:
                    parts.append([])
                    size = 0
                parts[-1].append(str(row.pk))
                size += more
        return parts

    @cached_property
    def number(self):
        """Of the part that is shown, from 0."""
        return next((n for n, keys in enumerate(self.parts) if self.at in keys), 0)

    @property
    def before(self):
        return self.parts[self.number - 1][0] if self.number else ""

    @property
    def after(self):
        return self.parts[self.number + 1][0] if self.number + 1 < len(self.parts) else ""

    @property
    def here(self):
        """The key by which this part is addressed; "" where the whole article is shown."""
        return self.parts[self.number][0] if len(self.parts) > 1 else ""

    @cached_property
    def contents(self):
        """[(section, level, is it shown here)]."""
        shown = set(self.parts[self.number])
        levels = reading.levels_of(self.laid.sections)
        return [
            (section, level, str(section.pk) in shown)
            for section, level in zip(self.laid.sections, levels, strict=True)
            if not is_gone(section)
        ]

    @cached_property
    def _text(self):
        """({event: ShownEvent} of this part, its notes)."""
        shown = set(self.parts[self.number])
        events = [event for event in self.laid.events if str(event.pk) in shown]
        made, notes, _, _ = reading.shown_events(events, self.laid.rows)
        return {event.key: event for event in made}, notes

    @property
    def notes(self):
        return self._text[1]

    @cached_property
    def counts(self):
        statements = [s for event in self._text[0].values() for s in event.statements]
        statements = [s for s in statements if not getattr(s, "is_struck", False)]
        return Counts.of(statements)

    @cached_property
    def blocks(self):
        shown, _ = self._text
        here = set(self.parts[self.number])
        marks = defaultdict(list)
        asked = self.laid.rows(SectionRequest).filter(article_id=self.article.pk, ended="")
        for request in asked.order_by("subject_id"):
            marks[request.section_id].append(request)
        levels = dict(
            zip(
                (s.pk for s in self.laid.sections),
                reading.levels_of(self.laid.sections),
                strict=True,
            )
        )
        self.marks = marks[None]
        made = []
        for section, events in self.outline:
            if section and str(section.pk) in here:
                block = self._block("section", section)
                block.level, block.marks = levels[section.pk], marks[section.pk]
                block.is_last = not events
                made.append(block)
            for event in events:
                if str(event.pk) in here:
                    block = self._block("event", event)
                    block.shown = self._marked(shown[block.key])
                    block.is_last = event is events[-1]
                    made.append(block)
        return made

    def _block(self, kind, row):
        key = str(row.pk)
        own = list(self.by_place.get(key, ()))
        return Block(kind, key, row, own=own, is_struck=is_gone(row))

    def _marked(self, event):
        """A paragraph whose statements know what of them is the writer's."""
        changes = self.overlay.changes(kinds.get("events.statement"))
        for statement in event.statements:
            statement.own = self.by_place.get(statement.key, [])
            statement.is_mine = bool(statement.own)
            change = changes.get(statement.key)
            statement.is_struck = bool(change) and change.op == Change.Op.DELETE
        if len(event.statements) == 1 and self.by_place.get(event.key):
            # A paragraph that is new says so of its only statement.
            (alone,) = event.statements
            news = {own.act.pk for own in self.by_place[event.key]}
            alone.own = [o for o in alone.own if o.words != "new" or o.act.pk not in news]
            alone.is_mine = True
        return event

    @cached_property
    def illustrations(self):
        found = self.laid.rows(Illustration).filter(article_id=self.article.pk)
        found = list(found.order_by("position"))
        for one in found:
            one.own = self.by_place.get(str(one.pk), [])
        return found

    def rendered(self, **context):
        """The blocks with their HTML, and a digest of it by which a page that has it is known."""
        templates = {k: get_template(f"events/_desk_{k}.html") for k in ("section", "event")}
        for block in self.blocks:
            block.html = templates[block.kind].render({"block": block, **context})
            block.digest = hashlib.sha256(block.html.encode()).hexdigest()[:12]
        return self.blocks


def _both(section, events):
    return [*([section] if section else ()), *events]


def _words(change):
    """What a change comes to; "" where another of its act says it."""
    kind, after, act = change.subject.kind.partition(".")[2], change.after, change.act
    if change.subject.kind in BESIDE:
        return ""
    if act.type in (Act.Type.SPLIT, Act.Type.MERGE) and change.op == Change.Op.UPDATE:
        joined = act.type == Act.Type.MERGE
        return ("merged" if joined else "split") if kind == "statement" else ""
    if act.type == Act.Type.MERGE and change.op == Change.Op.DELETE:
        return ""
    if kind == "citationrequest" and change.op == Change.Op.UPDATE:
        ended = after.get("resolution")
        return f"request {CitationRequest.Resolution(ended).label}" if ended else ""
    if (kind, change.op) in WORDS:
        return WORDS[kind, change.op]
    if kind == "statement":
        return "reworded" if "text" in after else "moved"
    if kind in ("event", "section"):
        return "moved" if set(after) <= {"position", "section_id"} else "changed"
    return f"{kind} {change.op_words}"


def _is_said(change, way, said):
    """Whether it goes by the same act with what it hangs on, which says it."""
    ends = change.op == Change.Op.DELETE or "resolution" in change.after
    above = ((change.act_id, "delete", key) for key in way[1:-1])
    return ends and any(key in said for key in above)


HANGING = {"events.citation", "events.dating", "events.citationrequest", "events.mention"}


def _shown_on(change, way):
    """The first thing on the way up from a change that the page shows."""
    return way[1] if change.subject.kind in HANGING and len(way) > 1 else way[0]
