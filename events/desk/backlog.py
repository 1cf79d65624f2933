"""The backlog over time, from tallies alone: by the month in which requests were tagged, and by the
month in which they were opened and resolved."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from events.models import LedgerDay, RequestTally
from sources import edtf

# What became of requests, in the order of the stack: what is open stands on the ground.
ENDS = {
    "open": "still open",
    "cited": "cited",
    "reworded": "reworded",
    "removed": "removed",
    "duplicate": "duplicate",
    "declined": "declined",
}
# So many columns are told apart on a screen; older months are added up to years.
MOST = 36
UNDATED, OTHER = "undated", "otherwise dated"


@dataclass
class Group:
    """A column: one month, one year, all that has no date. `tags` has the sums of each date in it as
    it was tagged, {EDTF: Counter}."""

    year: int | None
    month: int
    words: str
    tags: dict = field(default_factory=lambda: defaultdict(Counter))

    @property
    def sums(self):
        return sum(self.tags.values(), Counter())

    @property
    def is_whole(self):
        """Whether months were added up to a year."""
        return self.year is not None and not self.month and any(tag[4:] for tag in self.tags)

    @property
    def name(self):
        return self.words.replace(" ", "-").lower()

    def is_apart(self, previous):
        """Whether no time goes on from the column before: that was a whole year, or this is none."""
        is_finer = self.year is not None and not previous.month and bool(self.month)
        return (self.year is None and previous.year is not None) or (
            is_finer and self.year != previous.year
        )

    @property
    def tagged(self):
        """What the worklist calls it: the one date that its requests were tagged with, or ""."""
        (only, *others) = self.tags
        return "" if others else only or UNDATED


def tagged():
    """([`Group`] in the order of time, the sums of all) of the whole site: one query."""
    names = (*ENDS, "reopened")
    rows = RequestTally.objects.filter(article=None).order_by("tagged_on").values("tagged_on")
    found = {}
    for row in rows.annotate(**{f"all_{name}": Sum(name) for name in names}):
        sums = Counter({name: row[f"all_{name}"] for name in names})
        if any(sums.values()):
            found[row["tagged_on"]] = sums
    return _grouped(found), sum(found.values(), Counter())


def _grouped(found):
    """The sums of {EDTF: sums} by month, and by year what is older than there is room for."""
    places = {text: _place(text) for text in found}
    dated = sorted({place for place in places.values() if place})
    room = MOST - len((OTHER, UNDATED))
    by_year, years = set(), sorted({year for year, _ in dated})
    columns = len(dated)
    for year in years:
        if columns <= room:
            break
        by_year.add(year)
        columns -= sum(of == year for of, _ in dated) - 1
    earlier = years[: max(0, len(years) - room + 1)] if columns > room else []
    groups = {}
    for text in sorted(found, key=lambda text: (places[text] or (10**6, text == ""), text)):
        key = _column(places[text], text, by_year, earlier)
        groups.setdefault(key, Group(*key)).tags[text] = found[text]
    return list(groups.values())


def _column(place, text, by_year, earlier):
    """(year, month, words) of the column that a date belongs in; month 0 is a whole year."""
    if place is None:
        return None, 0, OTHER if text else UNDATED
    year, month = place
    if year in earlier:
        return earlier[0], 0, f"{_said(earlier[0])} to {_said(earlier[-1])}"
    if year in by_year:
        return year, 0, _said(year)
    if not month:
        return year, 0, f"{_said(year)}, no month"
    return year, month, edtf.display(f"{year:04}-{month:02}")


def _said(year):
    return edtf.display(f"{year:04}") if 0 <= year <= 9999 else str(year)


def _place(text):
    """(year, month), (year, 0) of what names no month, or None."""
    try:
        lower, upper = edtf.bounds(text) if text else (None, None)
    except edtf.NotEdtf:
        return None
    if lower is None or upper is None or lower // 10000 != upper // 10000:
        return None
    is_month = lower // 100 == upper // 100
    return lower // 10000, lower // 100 % 100 if is_month else 0


@dataclass(frozen=True)
class Month:
    """What the ledger of one month adds up to."""

    first: date
    opened: int = 0
    reopened: int = 0
    resolved: int = 0
    taken_back: int = 0

    @property
    def more(self):
        return self.opened + self.reopened


STEPS = ("opened", "reopened", "resolved", "taken_back")


def by_month(months=12):
    """A `Month` for each of the last months, the present one last: one query."""
    today = timezone.now().date()
    firsts = [_back(today, n) for n in reversed(range(months))]
    days = LedgerDay.objects.filter(day__gte=firsts[0]).annotate(month=TruncMonth("day"))
    sums = days.order_by().values("month").annotate(**{f"all_{n}": Sum(n) for n in STEPS})
    found = {row["month"]: {name: row[f"all_{name}"] for name in STEPS} for row in sums}
    return [Month(first, **found.get(first, {})) for first in firsts]


def _back(day, months):
    """The first of the month so many months before a day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def in_days(start, before):
    """{step: (how many since one day, how many since another up to it)} of requests: one query."""
    sums = {name: [0, 0] for name in STEPS}
    for day in LedgerDay.objects.filter(day__gte=before):
        for name in STEPS:
            sums[name][day.day < start] += getattr(day, name)
    return sums
