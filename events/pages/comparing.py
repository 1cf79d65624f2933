"""What differs between two versions of an article, statement by statement, in the order of the page.

Both are read from history rows alone, in a fixed number of queries; of what did not change between
them only the keys are read.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from events.alterations import telling
from events.alterations.counting import is_cosmetic
from events.kinds import clip
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Section,
    Statement,
)
from review import past, spoken
from review.models import Act, Subject
from review.weighing.diff import diff_html
from sources import csl, edtf
from sources.models import Source

# So many differences are shown on one page.
SHOWN = 200
KIND_WORDS = dict(CitationRequest.Kind.choices)


@dataclass
class Difference:
    """Of one statement, or of those that were one: `what` is added, removed, reworded, retouched,
    split, merged, moved or noted; `parts` are the texts that it became, or was made of; `notes` what
    hangs on it, each (what kind of note, words)."""

    what: str
    anchor: str
    label: str
    text: str = ""
    diff: SafeString | str = ""
    parts: list[str] = field(default_factory=list)
    moved: bool = False
    is_cosmetic: bool = False
    notes: list[tuple] = field(default_factory=list)
    section: str = ""
    is_live: bool = True


@dataclass
class Comparison:
    """`frame` are (what, diff) of title, sections and pictures; `touched_up` are differences of no
    word; `following` is the anchor after which the next page goes on."""

    older: object
    newer: object
    frame: list[tuple]
    differences: list[Difference]
    touched_up: list[Difference]
    claims: str
    following: str = ""

    @property
    def is_same(self):
        return not (self.frame or self.differences or self.touched_up)


class Side:
    """One version: {key: history id} of what is on the page, and where each thing stands."""

    def __init__(self, article, step):
        self.rows = past.as_of(step.number if step else 0)
        self.article = self.rows(Article).filter(subject_id=article).first()
        self.sections = self._frame(Section, article, "position", "title")
        self.pictures = self._frame(Illustration, article, "position", "caption")
        place = {key: n for n, key in enumerate(self.sections)}
        events = self.rows(Event).filter(article_id=article)
        events = list(events.values_list("subject_id", "section_id", "position"))
        events.sort(key=lambda event: (place.get(event[1], -1), event[2]))
        self.events = {key: (section, position) for key, section, position in events}
        order = {key: n for n, key in enumerate(self.events)}
        found = self.rows(Statement).filter(event_id__in=list(self.events))
        found = list(found.values_list("subject_id", "history_id", "event_id", "position"))
        found.sort(key=lambda row: (order[row[2]], row[3]))
        self.statements = {key: version for key, version, *_ in found}
        self.places = {key: tuple(place) for key, _, *place in found}
        self.citations = self._hanging(Citation, "statement_id")
        self.datings = self._hanging(Dating, "statement_id")
        self.requests = self._hanging(CitationRequest, "about_id", resolution="")

    def _frame(self, model, article, *names):
        rows = self.rows(model).filter(article_id=article).order_by("position")
        return {key: words for key, _, words in rows.values_list("subject_id", *names)}

    def _hanging(self, model, on, **wanted):
        """{key: (history id, statement)}."""
        rows = self.rows(model).filter(**{f"{on}__in": list(self.statements)}, **wanted)
        return {key: tuple(rest) for key, *rest in rows.values_list("subject_id", "history_id", on)}


def compare(article, older, newer, after=""):
    """The `Comparison` of an article after two publications (None: before the first), or None where
    nothing that differs has the anchor `after`."""
    return _Comparing(article, older, newer).made(after)


class _Comparing:
    def __init__(self, article, older, newer):
        self.steps = older, newer
        self.old, self.new = Side(article, older), Side(article, newer)
        self.cut = _recut(self.old.statements, self.new.statements, older, newer)
        self.families = self._families()
        self.changed = self._changed()
        self._load()

    def _families(self):
        """{statement: the one that it was split off or that took it in, or itself}."""
        found = {}
        for key in (*self.new.statements, *self.old.statements):
            head, seen = key, set()
            while head in self.cut and head not in seen:
                seen.add(head)
                head = self.cut[head]
            found[key] = head
        return found

    def _changed(self):
        """Heads of families in which something differs, in the order of the page."""
        touched = _differing(self.old.statements, self.new.statements)
        for name in ("citations", "datings", "requests"):
            own = getattr(self.old, name), getattr(self.new, name)
            for key in _differing(*own):
                touched |= {side[key][1] for side in own if key in side}
        for key in self.old.places.keys() & self.new.places.keys():
            events = (side.events[side.places[key][0]] for side in (self.old, self.new))
            if len(set(events)) > 1:
                touched.add(key)
        wanted = {self.families[key] for key in touched if key in self.families}
        return [head for head in self._in_order() if head in wanted]

    def _in_order(self):
        """Heads of all families by the newer version; what is gone after what stood before it."""
        behind, before = defaultdict(list), None
        for key in self.old.statements:
            if key in self.new.statements:
                before = key
            else:
                behind[before].append(key)
        order = list(behind[None])
        for key in self.new.statements:
            order += [key, *behind[key]]
        return list(dict.fromkeys(self.families[key] for key in order))

    def _load(self):
        heads = set(self.changed)
        self.members = defaultdict(list)
        for key in dict.fromkeys((*self.new.statements, *self.old.statements)):
            if self.families[key] in heads:
                self.members[self.families[key]].append(key)
        named = {key for own in self.members.values() for key in own}
        versions = [
            side.statements[key]
            for side in (self.old, self.new)
            for key in named
            if key in side.statements
        ]
        rows = Statement.history.filter(history_id__in=versions)
        self.texts = {row.history_id: row for row in rows}
        self.anchors = dict(Subject.objects.filter(pk__in=named).values_list("pk", "anchor"))
        self.pairs = {
            "citations": self._paired(Citation, "citations"),
            "datings": self._paired(Dating, "datings"),
            "requests": self._paired(CitationRequest, "requests"),
        }
        self.cited = [
            {self.families[statement] for _, statement in side.citations.values()}
            for side in (self.old, self.new)
        ]
        of_citations = self.pairs["citations"].values()
        cited = {row.source_id for own in of_citations for pair in own for row in pair if row}
        titles = Source.history.filter(subject__in=cited)
        if self.steps[1]:
            titles = titles.filter(publication__lte=self.steps[1].number)
        titles = titles.order_by("publication").values_list("subject_id", "title")
        self.titles = {key: clip(title, 90) for key, title in titles}

    def _paired(self, model, name):
        """{head: [(row before or None, row after or None)]} of what hangs on statements and differs."""
        sides = getattr(self.old, name), getattr(self.new, name)
        keys = [
            k for k in dict.fromkeys((*sides[0], *sides[1])) if sides[0].get(k) != sides[1].get(k)
        ]
        versions = [side[key][0] for key in keys for side in sides if key in side]
        rows = {row.history_id: row for row in model.history.filter(history_id__in=versions)}
        found = defaultdict(list)
        for key in keys:
            pair = tuple(rows[side[key][0]] if key in side else None for side in sides)
            for head in {self.families[side[key][1]] for side in sides if key in side}:
                found[head].append(pair)
        return found

    def made(self, after):
        differences = [self._difference(head) for head in self.changed]
        differences = [one for one in differences if one.what]
        touched_up = [one for one in differences if one.what == "retouched"]
        rest = [one for one in differences if one.what != "retouched"]
        claims = telling.sentence(self._counts(rest, touched_up))
        start = 0
        if after:
            places = {one.anchor: n for n, one in enumerate(rest)}
            if after not in places:
                return None
            start = places[after] + 1
        shown = rest[start : start + SHOWN]
        following = shown[-1].anchor if start + SHOWN < len(rest) else ""
        return Comparison(
            *self.steps,
            [] if after else self._framed(),
            shown,
            [] if after else touched_up[:SHOWN],
            claims,
            following,
        )

    def _texts_of(self, side, members):
        held = [self.texts[side.statements[key]] for key in members if key in side.statements]
        order = {version: n for n, version in enumerate(side.statements.values())}
        return sorted(held, key=lambda row: order[row.history_id]) if len(held) > 1 else held

    def _difference(self, head):
        members = self.members[head]
        old, new = (self._texts_of(side, members) for side in (self.old, self.new))
        was, now = (" ".join(row.text for row in rows) for rows in (old, new))
        notes = self._notes(head, old, new)
        anchor = self.anchors[
            head if any(r.subject_id == head for r in new) or not new else new[0].subject_id
        ]
        made = Difference("", anchor, "", notes=notes, is_live=bool(new))
        made.section = self._section(members)
        made.moved = bool(old and new) and self._is_moved(members)
        if not old:
            made.what, made.label, made.text = "added", _("Added"), now
        elif not new:
            made.what, made.label, made.text = "removed", _("Removed"), was
        elif len(new) > len(old):
            made.what = "split"
            made.label = _("Split into {number}").format(number=len(new))
            made.parts = [row.text for row in new]
        elif len(old) > len(new):
            made.what = "merged"
            made.label = _("Made one of {number}").format(number=len(old))
            made.parts, made.text = [row.text for row in old], now
        elif was != now:
            made.is_cosmetic = is_cosmetic(was, now)
            is_all = made.is_cosmetic and not notes and not made.moved
            made.what = "retouched" if is_all else "reworded"
            made.label = _("Touched up") if made.is_cosmetic else _("Reworded")
        elif made.moved:
            made.what, made.label, made.text = "moved", _("Moved"), now
        elif notes:
            made.what, made.label, made.text = "noted", _("Same words"), now
        if old and new and was.split() != now.split():
            made.diff = diff_html(was, now, folded=True)
        return made

    def _is_moved(self, members):
        for key in members:
            old, new = self.old.places.get(key), self.new.places.get(key)
            if old and new:
                events = self.old.events[old[0]], self.new.events[new[0]]
                if old != new or events[0] != events[1]:
                    return True
        return False

    def _section(self, members):
        for side in (self.new, self.old):
            for key in members:
                if key in side.places:
                    section, _ = side.events[side.places[key][0]]
                    return side.sections.get(section, "")
        return ""

    def _counts(self, rest, touched_up):
        """By the names of `telling`, as far as a comparison knows them."""
        names = {"added", "removed", "reworded", "split", "merged"}
        counts = Counter(d.what for d in rest if d.what in names and not d.is_cosmetic)
        counts["moved"] = sum(
            one.moved and one.what in ("moved", "noted", "reworded") for one in rest
        )
        counts["retouched"] = len(touched_up) + sum(one.is_cosmetic for one in rest)
        counts.update(name for one in rest for name, _ in one.notes if one.what != "added")
        return counts

    def _notes(self, head, old, new):
        """(name of what is counted, words) of citations, dates and requests that differ."""
        if not new:
            return []
        notes = [*self._cited(head), *self._dated(head), *self._asked(head)]
        for row, before in zip(new, old, strict=False):
            if len(old) == len(new) and row.as_of != before.as_of:
                said = _("True as of no more")
                if row.as_of:
                    said = _("True as of {when}").format(when=edtf.display(row.as_of))
                notes.append(("as_of", said))
        return notes

    def _cited(self, head):
        pairs = self.pairs["citations"][head]
        gone = [old for old, new in pairs if new is None]
        made = [new for old, new in pairs if old is None]
        was, now = (head in cited for cited in self.cited)
        for old, new in zip(gone, made, strict=False):
            yield "swapped", self._swapped(old, new)
        swaps = min(len(gone), len(made))
        for index, new in enumerate(made[swaps:]):
            name = "cited" if not was and index == 0 else "cited_more"
            if new.direction == Citation.Direction.CONTRADICTS:
                yield "contradicted", _("Cited against it: {work}").format(work=self._told(new))
            else:
                yield name, _("Cited: {work}").format(work=self._told(new))
        for old in gone[swaps:]:
            told = _("No longer cited: {work}").format(work=self._told(old))
            yield "cited_less" if now else "uncited", told
        for old, new in pairs:
            if old is None or new is None:
                continue
            if old.source_id != new.source_id:
                yield "swapped", self._swapped(old, new)
            elif (old.label, old.locator) != (new.label, new.locator):
                where = csl.place_told(old.label, old.locator) or _("the whole work")
                told = _("Place changed: {work} (was {where})")
                yield "places", told.format(work=self._told(new), where=where)
            elif old.quotation != new.quotation or old.direction != new.direction:
                against = new.direction == Citation.Direction.CONTRADICTS
                told = _("Quotation or direction changed: {work}")
                if against and old.direction != new.direction:
                    told = _("Quotation or direction changed: {work}, now against it")
                yield "places", told.format(work=self._told(new))

    def _swapped(self, old, new):
        told = _("Work swapped: {old} → {new}")
        return told.format(old=self._told(old), new=self._told(new))

    def _told(self, row):
        where = csl.place_told(row.label, row.locator)
        title = self.titles.get(row.source_id) or _("a source")
        return f"{title}, {where}" if where else title

    def _dated(self, head):
        for old, new in self.pairs["datings"][head]:
            if old is None:
                yield "dated", _("Dated: {date}").format(date=_read(new))
            elif new is None:
                yield "undated", _("No longer dated: {date}").format(date=_read(old))
            elif _read(old) != _read(new):
                told = _("Date changed: {old} → {new}")
                yield "redated", told.format(old=_read(old), new=_read(new))
            elif (old.is_confirmed, old.is_chosen) != (new.is_confirmed, new.is_chosen):
                yield "confirmed", _("Date confirmed or chosen: {date}").format(date=_read(new))

    def _asked(self, head):
        for old, new in self.pairs["requests"][head]:
            if old is None:
                kind = spoken.said(KIND_WORDS[new.kind])
                kind = f"{kind} ({new.reason})" if new.reason else kind
                yield "asked", _("Requested: {kind}").format(kind=kind)
            elif new is None:
                kind = spoken.said(KIND_WORDS[old.kind])
                yield "settled", _("Request no longer open: {kind}").format(kind=kind)

    def _framed(self):
        """(what, diff) of the title, sections and pictures that differ."""
        titles = [side.article.title if side.article else "" for side in (self.old, self.new)]
        found = [(_("Title"), diff_html(*titles))] if titles[0] != titles[1] else []
        for noun, old, new in (
            (_("Section"), self.old.sections, self.new.sections),
            (_("Picture"), self.old.pictures, self.new.pictures),
        ):
            for key in dict.fromkeys((*old, *new)):
                was, now = old.get(key, ""), new.get(key, "")
                if was != now:
                    found.append((noun, diff_html(was, now, folded=True)))
        return found[:SHOWN]


def _read(row):
    told = _("“{words}” as {date}")
    return told.format(words=row.words, date=edtf.display(row.edtf, row.calendar))


def _differing(old, new):
    """Keys whose value differs, or that only one has."""
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def _recut(old, new, older, newer):
    """{statement: the one that it was split off, or that took it in} between two publications."""
    keys = _differing(old, new)
    acts = Statement.history.filter(
        subject__in=keys,
        publication__gt=older.number if older else 0,
        publication__lte=newer.number if newer else 0,
        act__type__in=[Act.Type.SPLIT, Act.Type.MERGE],
    )
    by_act = defaultdict(list)
    columns = ("act", "act__type", "subject_id", "history_type")
    for act, type, key, op in acts.order_by("publication").values_list(*columns):
        by_act[act, type].append((key, op))
    found = {}
    for (_act, type), own in by_act.items():
        heads = [key for key, op in own if op == "~"]
        sign, there = ("+", new) if type == Act.Type.SPLIT else ("-", old)
        if len(heads) == 1:
            found |= {key: heads[0] for key, op in own if op == sign and key in there}
    return found
