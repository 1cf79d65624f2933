"""An article's own time, to find one's way by: its sections as they stand, and its years in order."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import ngettext

from events.pages.shown import Counts
from events.periods import every
from sources import edtf


@dataclass
class Stop:
    """A section: what of it and of those within it is cited, requested and bare."""

    title: str
    anchor: str
    level: int
    counts: Counts


@dataclass
class Year:
    """What an article tells of a year: where that first stands, and how much in it is asked for."""

    words: str
    anchor: str
    events: int = 0
    requests: int = 0

    @property
    def weight(self):
        """How thick the requests are: none, few, some or many."""
        return min(3, (self.requests + 1) // 2)

    @property
    def told(self):
        """In words, for who can't see how thick they are."""
        if not self.requests:
            return ""
        told = ngettext("{year}: {number} request", "{year}: {number} requests", self.requests)
        return told.format(year=self.words, number=self.requests)


@dataclass
class Rail:
    stops: list = field(default_factory=list)
    periods: list = field(default_factory=list)  # [(its words, [Year])], the earliest first.

    @property
    def span(self):
        """(the first year in words, the last), or nothing."""
        years = [year for _, own in self.periods for year in own]
        return (years[0].words, years[-1].words) if years else ()


def rail(page):
    """The `Rail` of a `Page`."""
    stops = [Stop(p.title, p.anchor, p.level, counts) for p, counts in _with_counts(page.parts)]
    return Rail(stops, _periods(page.events))


def _with_counts(parts):
    """The parts that have a title, with the counts of all that stands under it."""
    for at, part in enumerate(parts):
        if part.title:
            within = [part]
            for other in parts[at + 1 :]:
                if other.level <= part.level:
                    break
                within.append(other)
            yield part, Counts.of([s for p in within for e in p.events for s in e.statements])


def period_of(event):
    """The `Period` that an event begins in, or, without a beginning, ends in; None undated."""
    day = _day(event)
    return None if day is None else _period(day)


def _day(event):
    lower, upper = event.placed
    return upper if lower is None else lower


def _period(day, among=None):
    periods = among or every()
    return next((period for period in periods if day < period.upper), periods[-1])


def _periods(events):
    years = {}
    for event in events:
        day = _day(event)
        if day is None:
            continue
        year = years.setdefault(day // 10000, Year(edtf.year(day // 10000), event.anchor))
        year.events += 1
        year.requests += sum(len(statement.marks) for statement in event.statements)
    periods, found = every(), defaultdict(list)
    for number in sorted(years):
        found[_period(number * 10000, periods).words].append(years[number])
    return list(found.items())
