"""What the rows of one publication come to on each article, as {name: how many}.

The sentences that tell the names stand in `telling.py`. A row has `id`, `before`, `after` (dumped
values, None where it was not there) and `act_id`, as those of an outcome.
"""

import re
from collections import Counter, defaultdict
from typing import NamedTuple

from events.models import Citation, CitationRequest
from review.models import Act

Resolution = CitationRequest.Resolution
CONTRADICTS = Citation.Direction.CONTRADICTS

# Signs that say nothing by themselves: edits of these alone, of space and of capitals are cosmetic.
SOFT = r"[\s.,;:…·'’‘‚‛\"“”„«»‹›()\[\]‐‑‒–—―-]"
TOKEN = re.compile(rf"\d+(?:[^\w\s]+\d+)+|\w+|(?!{SOFT}).")
PLACE = ("label", "locator", "quotation", "direction")


class Home(NamedTuple):
    """Where a statement stands before and after, and whether it was and is cited; None: nowhere."""

    before: str | None = None
    after: str | None = None
    was_cited: bool = False
    is_cited: bool = False


def is_cosmetic(old, new):
    """Whether two texts say the same words: only space, punctuation or capitals differ."""
    return TOKEN.findall(old.casefold()) == TOKEN.findall(new.casefold())


def counted(by_kind, homes, types, cites=()):
    """{article: {name: number}} of a publication's rows, {label: rows}.

    `homes` are the `Home`s of the statements touched, `types` the types of the acts, `cites` are
    (article, source) of what now cites the sources that were touched.
    """
    tally = _Tally(homes, types)
    pairs = [row.after or row.before for row in by_kind.get("sources.mergedwork", ())]
    tally.merged = {(v["work_id"], v["source_id"]) for v in pairs}
    tally.merged |= {(kept, merged) for merged, kept in tally.merged}
    for label, count in COUNTING.items():
        count(tally, by_kind.get(label, ()))
    changed = works_changed(by_kind)
    for article, source in cites:
        if source in changed:
            tally.add(article, "works")
    found = {article: dict(+counts) for article, counts in tally.found.items()}
    return {article: counts for article, counts in found.items() if counts}


class _Tally:
    """What is counted so far; `new` are the statements that were made, `merged` the pairs of works
    of which one took the other in."""

    def __init__(self, homes, types):
        self.homes, self.types = homes, types
        self.found = defaultdict(Counter)
        self.new, self.merged = set(), set()

    def add(self, article, name, number=1):
        if article:
            self.found[article][name] += number

    def home(self, key):
        return self.homes.get(key) or Home()

    def type(self, row):
        return self.types.get(row.act_id, Act.Type.EDIT)

    # What stands on an article.

    def articles(self, rows):
        for row in rows:
            if row.before is None:
                self.add(row.id, "begun")
            elif row.after is None:
                self.add(row.id, "ended")
            elif _differ(row, "title"):
                self.add(row.id, "renamed")

    def sections(self, rows):
        for row in rows:
            named = "retitled" if row.before and row.after and _differ(row, "title") else ""
            self._part(row, "sections", named)

    def pictures(self, rows):
        for row in rows:
            said = ("caption", "image", "alternative", "credit", "licence")
            named = "pictures_changed" if row.before and row.after and _differ(row, *said) else ""
            self._part(row, "pictures", named)

    def _part(self, row, noun, changed):
        """A section or picture: `changed` names what was done to it where it stays."""
        article = (row.after or row.before)["article_id"]
        if row.before is None:
            self.add(article, f"{noun}_added")
        elif row.after is None:
            self.add(article, f"{noun}_removed")
        elif changed:
            self.add(article, changed)
        elif _differ(row, "position", "level"):
            self.add(article, f"{noun}_moved")

    def section_requests(self, rows):
        for row in rows:
            was, now = (bool(v and not v["ended"]) for v in (row.before, row.after))
            if was != now:
                article = (row.after or row.before)["article_id"]
                self.add(article, "asked" if now else "settled")

    def events(self, rows):
        for row in rows:
            if not (row.before and row.after):
                continue
            old, new = row.before["article_id"], row.after["article_id"]
            if old != new:
                self.add(old, "paragraphs_left")
                self.add(new, "paragraphs_came")
            elif _differ(row, "position", "section_id"):
                self.add(new, "paragraphs_moved")
            elif _differ(row, "heading", "form"):
                self.add(new, "headed")

    # What hangs on a statement.

    def statements(self, rows):
        for row in rows:
            home, type = self.home(row.id), self.type(row)
            if row.before is None:
                self.new.add(row.id)
                self.add(home.after, "split" if type == Act.Type.SPLIT else "added")
                if type != Act.Type.SPLIT and home.is_cited:
                    self.add(home.after, "added_cited")
            elif row.after is None:
                self.add(home.before, "merged" if type == Act.Type.MERGE else "removed")
            else:
                self._kept(row, home, type)

    def _kept(self, row, home, type):
        if home.before != home.after:
            self.add(home.before, "statements_left")
            self.add(home.after, "statements_came")
        elif _differ(row, "event_id", "position"):
            self.add(home.after, "moved")
        if type in (Act.Type.SPLIT, Act.Type.MERGE):
            return
        if _differ(row, "text"):
            same = is_cosmetic(row.before["text"], row.after["text"])
            self.add(home.after, "retouched" if same else "reworded")
        elif _differ(row, "as_of"):
            self.add(home.after, "as_of")
        elif _differ(row, "lead", "trail"):
            self.add(home.after, "retouched")

    def citations(self, rows):
        by_statement = defaultdict(list)
        for row in rows:
            by_statement[(row.after or row.before)["statement_id"]].append(row)
        for key, own in by_statement.items():
            home = self.home(key)
            if home.after is None or key in self.new:
                continue
            self._citations_of(home, own)

    def _citations_of(self, home, own):
        recut = all(self.type(row) in (Act.Type.SPLIT, Act.Type.MERGE) for row in own)
        if recut:
            return
        made = [row for row in own if row.before is None]
        gone = [row for row in own if row.after is None]
        kept = [row for row in own if row.before and row.after]
        other = [row for row in kept if _differ(row, "source_id")]
        taken_in = [row for row in other if self._is_merge(row)]
        pairs = min(len(made), len(gone))
        self.add(home.after, "works", len(taken_in))
        self.add(home.after, "swapped", pairs + len(other) - len(taken_in))
        self.add(home.after, "places", sum(_differ(r, *PLACE) for r in kept if r not in other))
        against = [r for r in (*made, *kept) if r.after["direction"] == CONTRADICTS]
        against = [r for r in against if not r.before or r.before["direction"] != CONTRADICTS]
        self.add(home.after, "contradicted", len(against))
        if not home.was_cited and home.is_cited:
            self.add(home.after, "cited")
        elif home.was_cited and not home.is_cited:
            self.add(home.after, "uncited")
        else:
            self.add(home.after, "cited_more", len(made) - pairs)
            self.add(home.after, "cited_less", len(gone) - pairs)

    def _is_merge(self, row):
        return (row.before["source_id"], row.after["source_id"]) in self.merged

    def datings(self, rows):
        for row in rows:
            home = self.home((row.after or row.before)["statement_id"])
            if home.after is None:
                continue
            if row.before is None:
                self.add(home.after, "dated")
            elif row.after is None:
                self.add(home.after, "undated")
            elif _differ(row, "words", "edtf", "calendar"):
                self.add(home.after, "redated")
            elif _differ(row, "is_chosen", "is_confirmed"):
                self.add(home.after, "confirmed")

    def requests(self, rows):
        for row in rows:
            was, now = (bool(v and not v["resolution"]) for v in (row.before, row.after))
            home = self.home((row.after or row.before)["about_id"])
            article = home.after or home.before
            if now and not was:
                self.add(article, "asked")
            elif was and not now:
                ended = row.after["resolution"] if row.after else ""
                self.add(article, "declined" if ended == Resolution.DECLINED else "settled")


COUNTING = {
    "events.article": _Tally.articles,
    "events.section": _Tally.sections,
    "events.illustration": _Tally.pictures,
    "events.sectionrequest": _Tally.section_requests,
    "events.event": _Tally.events,
    "events.statement": _Tally.statements,
    "events.citation": _Tally.citations,
    "events.dating": _Tally.datings,
    "events.citationrequest": _Tally.requests,
}


def works_changed(by_kind):
    """Keys of the sources whose record, or names, differ and that are not new."""
    works = by_kind.get("sources.source", ())
    names = by_kind.get("sources.contributor", ())
    changed = {row.id for row in works if row.before and row.after}
    changed |= {
        values["source_id"] for row in names for values in (row.before, row.after) if values
    }
    return changed - {row.id for row in works if not (row.before and row.after)}


def _differ(row, *names):
    return any(row.before[name] != row.after[name] for name in names)
