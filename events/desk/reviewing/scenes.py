"""Acts as the page reads: each sentence that changes, in its neighbours, with its marks and footnotes.

One scene for each event that an act touches. What the act adds stands as an insertion and what it
takes away as a deletion, where readers will find it, or found it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from events.desk.reviewing.stage import HANGING, SAYING, Stage, parts, statements_of, was, will
from events.models.event import closing_of, gap_of
from events.pages.reading import KIND_WORDS, mark_of
from review.kinds import Scene
from review.weighing.diff import diff_html, told
from sources import edtf

# So many sentences beside a changed one are read with it; the others are folded.
NEAR = 2


@dataclass
class Ref:
    """A footnote's number in the text. `ink` is kept, new, changed or gone."""

    number: int
    ink: str


@dataclass
class Mark:
    words: str
    ink: str


@dataclass
class Said:
    """A statement as it stands in a scene. `ink` is quiet, kept (its words stay), changed, new, gone,
    moved, or from, where a moved one stood."""

    key: str
    ink: str
    html: str
    gap: str = ""
    closing: str = ""
    refs: list[Ref] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass
class Noted:
    """A footnote below the text; `former` is how it reads now, where that differs."""

    number: int
    ink: str
    html: str
    former: str
    quotation: str
    contradicts: bool
    words: str


@dataclass
class Told:
    """What becomes of a request, a dating or a mention, in words: `verb` it, and what it is and was."""

    verb: str
    ink: str
    what: str
    details: list
    former: str = ""


def scenes(outcome):
    """The `Scene`s of an outcome's acts, those of one act in the order of the page."""
    rows = [row for row in outcome.rows if row.kind.label in {SAYING, "events.event", *HANGING}]
    if not rows:
        return []
    stage, made = Stage(outcome), []
    by_act = defaultdict(list)
    for row in outcome.rows:
        by_act[row.act_id].append(row)
    for act, own in by_act.items():
        views = sorted(_views(stage, own), key=lambda view: view.place)
        seen = set()
        for view in views:
            html = render_to_string("events/_scene.html", view.context(seen))
            made.append(Scene(act, html, tuple(view.folds(seen))))
    return made


def _views(stage, rows):
    """The `View`s of one act: of each event that it touches."""
    events = defaultdict(list)
    for row in rows:
        for event in _events_of(stage, row):
            events[event].append(row)
    return [View(stage, event, own, rows) for event, own in events.items()]


def _events_of(stage, row):
    """Keys of the events on whose text a row shows; where it will be comes last."""
    if row.kind.label == "events.event":
        # What changes an event itself, as its heading, is told by its card.
        return [row.id] if row.before is None or row.after is None else []
    if row.kind.label == SAYING:
        return dict.fromkeys(v["event_id"] for v in (row.before, row.after) if v)
    found = {}
    for key in statements_of(row):
        event = stage.event_of.get(key)
        if event is None and key in stage.proposed:
            values = stage.proposed[key].after or stage.proposed[key].before
            event = values["event_id"]
        if event:
            found[event] = True
    return found


class View:
    """One act's changes of one event. `rows` are those on it, `act_rows` all of the act."""

    def __init__(self, stage, event, rows, act_rows):
        self.stage, self.event, self.rows, self.act_rows = stage, event, rows, act_rows
        self.of = {label: [r for r in rows if r.kind.label == label] for label in HANGING}
        self.words = {r.id: r for r in rows if r.kind.label == SAYING}
        self.whole = next((r for r in rows if r.kind.label == "events.event"), None)
        self.hung = {key for row in rows for key in statements_of(row)}
        self.numbers, self.noted = {}, {}
        self._read()

    def _read(self):
        """{key: the statement now, or None} and {key: as it will be} of this event."""
        self.before = dict(self.stage.live.get(self.event, {}))
        self.after = dict(self.before)
        # What another act makes is there for what hangs on it.
        others = (self.stage.proposed.get(key) for key in self.hung)
        for row in [*(r for r in others if r and r.before is None), *self.words.values()]:
            now, then = was(row), will(row)
            self.after.pop(row.id, None)
            if now and str(now.event_id) == self.event:
                self.before[row.id] = now
            if then and str(then.event_id) == self.event:
                self.after[row.id] = then
        both = self.before | self.after
        self.order = sorted(both, key=lambda key: (both[key].position, key))
        self.text = both

    @property
    def place(self):
        """By what the scenes of an act are in order."""
        event = self.stage.events.get(self.event)
        return (self._title, event.position if event else self._made["position"], self.event)

    @property
    def _made(self):
        row = self.stage.made.get(self.event)
        return row.after if row else {"position": "", "article_id": "", "heading": ""}

    @property
    def _title(self):
        event = self.stage.events.get(self.event)
        title = event.article.title if event else self.stage.titles.get(self._made["article_id"])
        return title or "Not published yet"

    def context(self, seen):
        """What the template shows. `seen` are the works that a scene of this act told already."""
        event, stage = self.stage.events.get(self.event), self.stage
        section = event.section.title if event and event.section else ""
        section = section or stage.titles.get(self._made.get("section_id"), "")
        parted = self._parted()
        columns = parted and [
            ("Before", [self._said(key, "before") for key in parted if key in self.before]),
            ("After", [self._said(key, "after") for key in parted if key in self.after]),
        ]
        runs = [] if parted else self._runs()
        noted = sorted(self.noted.values(), key=lambda one: one.number)
        return {
            "title": self._title,
            "section": section,
            "address": self._address(event),
            "heading": event.heading if event else self._made["heading"],
            "whole": self.whole and ("goes" if self.whole.after is None else "new"),
            "columns": columns,
            "runs": runs,
            "notes": [one for one in noted if one.ink != "kept"],
            "kept": [one for one in noted if one.ink == "kept"],
            "told": [*self._moves(), *self._requests(), *self._datings(), *self._mentions()],
            "works": self._works(seen),
        }

    def _address(self, event):
        if event is None:
            return ""
        anchor = next((self.stage.anchors.get(k) for k in self.order if k in self.hung), None)
        anchor = anchor or self.stage.anchors.get(self.event, "")
        return f"{reverse('events:article', args=[self.stage.slugs[event.article_id]])}#{anchor}"

    def _parted(self):
        """The statements of a split, or of a merge, in order; None where it is neither, or more."""
        for row in self.words.values():
            now, then = was(row), will(row)
            for other in self.words.values() if now and then else ():
                if not self.hung <= {row.id, other.id}:
                    continue
                if (other.before is None and parts(now.text, then.text, will(other).text)) or (
                    other.after is None and parts(then.text, now.text, was(other).text)
                ):
                    return [key for key in self.order if key in (row.id, other.id)]
        return None

    def _runs(self):
        """[(whether it is read, sentences)]: what is far from all that changes is folded."""
        said = self._in_order()
        lit = [n for n, one in enumerate(said) if one.ink != "quiet"]
        near = [not lit or any(abs(n - at) <= NEAR for at in lit) for n in range(len(said))]
        runs = groupby(zip(near, said, strict=True), key=lambda pair: pair[0])
        runs = [(is_near, [one for _, one in run]) for is_near, run in runs]
        # One sentence takes no more room than the words that would stand for it.
        return [(is_near or len(run) == 1, run) for is_near, run in runs]

    def _in_order(self):
        """All sentences of the event where they will be, and what moves where it was too."""
        places = [(self.text[key].position, key, False) for key in self.order]
        for key in self.hung & self.before.keys() & self.after.keys():
            if self.before[key].position != self.after[key].position:
                places.append((self.before[key].position, key, True))
        said = [
            Said(key, "from", self._short(key), " ") if is_from else self._said(key)
            for _, key, is_from in sorted(places)
        ]
        for before, one in pairwise(said):
            if one.ink != "from":
                one.gap = gap_of(self.text[before.key].trail, self.text[one.key].lead)
        return said

    def _said(self, key, side="both"):
        now, then = self.before.get(key), self.after.get(key)
        if side == "before":
            then = now
        elif side == "after":
            now = then
        shown = then or now
        return Said(
            key,
            self._ink(key, now, then),
            self._html(key, now, then),
            closing=closing_of(shown.text, shown.trail),
            refs=self._refs(key, side) if key in self.hung else [],
            marks=self._marks(key, side),
        )

    def _ink(self, key, now, then):
        if key not in self.hung:
            return "quiet"
        if self.whole:
            return "kept"
        if now is None or then is None:
            is_elsewhere = self.words.get(key) and self.words[key].before and self.words[key].after
            return "moved" if is_elsewhere else "new" if now is None else "gone"
        if now.text != then.text:
            return "changed"
        return "moved" if now.position != then.position else "kept"

    def _html(self, key, now, then):
        if self.whole and self.whole.after is not None:
            return told(then.text)
        if now is None or then is None or now.text != then.text:
            return diff_html(now and now.text, then and then.text)
        lit = [*self._hanging("events.dating", key), *self._hanging("events.mention", key)]
        return _lit(then.text, [one.words for one in lit])

    def _hanging(self, label, key):
        """What of a kind an act changes on the statement `key`, as it will be and as it is."""
        for row in self.of[label]:
            for one in (will(row), was(row)):
                if one and str(one.statement_id) == key:
                    yield one

    def _refs(self, key, side):
        """The footnotes of a statement, each noted once for the scene."""
        changed = {row.id: row for row in self.of["events.citation"]}
        found = [(c, c, str(c.pk)) for c in self.stage.citations[key] if str(c.pk) not in changed]
        found += [(was(row), will(row), row.id) for row in changed.values()]
        refs = []
        for now, then, id in sorted(found, key=lambda one: ((one[1] or one[0]).position, one[2])):
            ink = _ink_at(key, now, then, "statement_id")
            if (
                ink is None
                or (side == "before" and ink == "new")
                or (side == "after" and ink == "gone")
            ):
                continue
            number = self.numbers.setdefault(id, len(self.numbers) + 1)
            self.noted.setdefault(id, self._noted(number, now, then, id in changed))
            refs.append(Ref(number, ink if side == "both" else "kept"))
        return refs

    def _noted(self, number, now, then, is_changed):
        shown = then or now
        html = self.stage.note(shown)
        former = self.stage.note(now) if now and then and now is not then else ""
        if now and then:
            words = "changed"
            if now.statement_id != then.statement_id:
                words = "now on other words"
            elif now.direction != then.direction:
                words = f"now {then.direction}"
        else:
            words = "new" if then else "removed"
        ink = ("changed" if now and then else "new" if then else "gone") if is_changed else "kept"
        quotation = told(shown.quotation)
        if now and then and now.quotation != then.quotation:
            quotation = diff_html(now.quotation, then.quotation)
        return Noted(
            number,
            ink,
            html,
            former if former != html else "",
            quotation,
            shown.direction == "contradicts",
            words,
        )

    def _marks(self, key, side):
        changed = {row.id: row for row in self.of["events.citationrequest"]}
        found = [(r, r) for r in self.stage.marks[key] if str(r.pk) not in changed]
        found += [(_open(was(row)), _open(will(row))) for row in changed.values()]
        marks = []
        for now, then in found:
            ink = _ink_at(key, now, then, "about_id")
            if (
                ink is None
                or (side == "before" and ink == "new")
                or (side == "after" and ink == "gone")
            ):
                continue
            if now and then and now.kind != then.kind and side == "both":
                marks.append(Mark(KIND_WORDS[now.kind], "gone"))
                ink = "new"
            shown = now if side == "before" or not then else then
            marks.append(Mark(KIND_WORDS[shown.kind], ink if side == "both" else "kept"))
        return marks

    def _moves(self):
        """Where sentences that change their place stood, and where they will stand."""
        for key in self.order:
            row = self.words.get(key)
            if not (row and row.before and row.after):
                continue
            if not {"position", "event_id"} & set(row.touched):
                continue
            stood, stands = self._after(key, self.before), self._after(key, self.after)
            yield Told("Moved", "changed", self._short(key), [stands], stood)

    def _after(self, key, texts):
        """Where a sentence stands in one of the two orders, in words."""
        if key not in texts:
            return "in another paragraph"
        order = sorted(texts, key=lambda k: (texts[k].position, k))
        at = order.index(key)
        return f"right after {self._short(order[at - 1])}" if at else "first in its paragraph"

    def _short(self, key):
        words = self.text[key].text.split()
        return told(f"“{' '.join(words[:8])}{'…' * (len(words) > 8)}”")

    def _requests(self):
        for row in self.of["events.citationrequest"]:
            now, then = was(row), will(row)
            yield _told_request(now, then)

    def _datings(self):
        for row in self.of["events.dating"]:
            now, then = was(row), will(row)
            verb, ink = (
                ("Date read", "new")
                if now is None
                else ("Date removed", "gone")
                if then is None
                else ("Date changed", "changed")
            )
            details = _read_as(then or now)
            former = ", ".join(_read_as(now)) if now and then else ""
            former = former if former != ", ".join(details) else ""
            words = (then or now).words
            text = self.after.get(str(then.statement_id)) if then else None
            if text and words not in text.text:
                details.append("these words are not in the sentence")
            if now and then and now.words != then.words:
                yield Told(verb, ink, diff_html(now.words, then.words), details, former)
            else:
                yield Told(verb, ink, told(f"“{words}”"), details, former)

    def _mentions(self):
        for row in self.of["events.mention"]:
            now, then = was(row), will(row)
            topic, former = (
                self.stage.topics.get(str(one.topic_id), "a topic that is not there") if one else ""
                for one in (then or now, now)
            )
            if now is None:
                verb, ink = "Named here", "new"
            elif then is None:
                verb, ink = "No longer named", "gone"
            else:
                verb, ink = "Mention changed", "changed"
            what = told(f"“{(then or now).words}”")
            if now and then and now.words != then.words:
                what = diff_html(now.words, then.words)
            yield Told(verb, ink, what, [told(topic)], former if former != topic else "")

    def _works(self, seen):
        """The works that are cited here anew, those apart that this act told before."""
        keys = dict.fromkeys(
            row.after["source_id"]
            for row in self.of["events.citation"]
            if row.after and "source_id" in row.touched
        )
        found = [self.stage.works[key] for key in keys if key in self.stage.works]
        return [work for work in found if work.key not in seen]

    def folds(self, seen):
        """(words, keys): the work with its names, then all else that hangs on this text."""
        cited = {r.after["source_id"] for r in self.of["events.citation"] if r.after} - seen
        seen |= cited
        works = [
            row.id
            for row in self.act_rows
            if (row.kind.label == "sources.source" and row.id in cited)
            or (
                row.kind.label == "sources.contributor"
                and (row.after or row.before)["source_id"] in cited
            )
        ]
        if works:
            yield "The work, field by field", tuple(works)
        own = [row for row in self.rows if list(_events_of(self.stage, row))[-1] == self.event]
        if own:
            yield _counted(own), tuple(row.id for row in own)


def _counted(rows):
    """What is folded, in words: its nouns by number."""
    nouns = Counter(row.kind.noun for row in rows)
    told = [f"{n} {noun}s" if n > 1 else f"the {noun}" for noun, n in nouns.items()]
    words = " and ".join(filter(None, [", ".join(told[:-1]), told[-1]]))
    return f"{words[:1].upper()}{words[1:]}, field by field"


def _open(request):
    return request if request and not request.resolution else None


def _ink_at(key, now, then, name):
    """What becomes of a footnote or a mark at the statement `key`; None where it is not on it."""
    was_here = now is not None and str(getattr(now, name)) == key
    will_be = then is not None and str(getattr(then, name)) == key
    if was_here and will_be:
        return "kept" if now is then else "changed"
    return "gone" if was_here else "new" if will_be else None


def _lit(text, words):
    """The text, with the first of these words that it has marked."""
    for each in words:
        before, found, after = text.partition(each)
        if each and found:
            return format_html(
                '{}<mark class="dated">{}</mark>{}', told(before), told(found), told(after)
            )
    return told(text)


def _told_request(now, then):
    shown = then or now
    mark = mark_of(shown)
    details = [mark.since]
    if now and then and now.reason != then.reason:
        details.append(diff_html(now.reason, then.reason))
    elif shown.reason:
        details.append(told(f"“{shown.reason}”"))
    if then and then.resolution_note:
        details.append(told(f"note: “{then.resolution_note}”"))
    verb, ink = _end_of(now, then)
    former = KIND_WORDS[now.kind] if now and then and now.kind != then.kind else ""
    return Told(verb, ink, mark.words, details, former)


def _end_of(now, then):
    """(verb, ink) of what becomes of a request."""
    if then is None:
        return "Request taken away", "gone"
    if now is None and not then.resolution:
        return "Asked for", "new"
    if then.resolution and (now is None or not now.resolution):
        if then.declined_for:
            return f"Declined ({then.get_declined_for_display()})", "gone"
        return f"Settled as {then.get_resolution_display()}", "gone"
    if now.resolution and not then.resolution:
        return "Opened again", "new"
    if now.about_id != then.about_id:
        return "Now asked of other words", "changed"
    return "Request changed", "changed"


def _read_as(dating):
    """An EDTF date in words, as it is written, and what a person said of it."""
    words = edtf.display(dating.edtf, dating.calendar)
    found = [f"{words} (EDTF {dating.edtf})"]
    found.append(edtf.beside(dating.edtf, dating.calendar))
    found.append("confirmed by a person" if dating.is_confirmed else "not confirmed yet")
    found.append("places the event on the timeline" if dating.is_chosen else "")
    return [one for one in found if one]
