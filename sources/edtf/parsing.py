"""EDTF, as the Library of Congress specifies it (ISO 8601-2, levels 0 to 2), into small trees.

https://www.loc.gov/standards/datetime/. Each reads in time linear in its length.
What the specification leaves open is decided here: winter is December to February of the next
year, the seasons of codes 21–24 are those of the north, a date's time does not narrow its
bounds, an approximate date has the bounds of the plain one.
"""

import re
from calendar import month_name
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from sources.edtf import calendars
from sources.edtf.calendars import JULIAN, MARCH, ends, is_long

# A code's first and last month; from 13 on, those of the next year.
GROUPS = {
    **{21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14)},
    **{25: (3, 5), 26: (6, 8), 27: (9, 11), 28: (12, 14)},
    **{29: (9, 11), 30: (12, 14), 31: (3, 5), 32: (6, 8)},
    **{33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)},
    **{37: (1, 4), 38: (5, 8), 39: (9, 12)},
    **{40: (1, 6), 41: (7, 12)},
}
LONGEST = 300

MARK = "[?~%]?"
DATE = re.compile(
    rf"({MARK})(?P<year>-?[0-9X]{{4}})({MARK})"
    rf"(?:-({MARK})(?P<month>[0-9X]{{2}})({MARK})(?:-({MARK})(?P<day>[0-9X]{{2}})({MARK}))?)?"
)
TIME = re.compile(
    r"(?P<date>-?[0-9]{4}-[0-9]{2}-[0-9]{2})T(?P<time>(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])"
    r"(?P<zone>Z|[+-](?:[01][0-9]|2[0-3])(?::[0-5][0-9])?)?"
)
YEAR = re.compile(
    rf"(?P<before>{MARK})(?:Y(?P<long>-?[0-9]{{1,18}})(?:E(?P<power>[0-9]|1[0-8]))?|(?P<short>-?[0-9]{{4}})(?=S))"
    rf"(?:S(?P<kept>[1-9][0-9]?))?(?P<after>{MARK})"
)


class NotEdtf(ValueError):
    """The text is no EDTF date; the sentence gives examples, or says what is wrong."""


@dataclass(frozen=True)
class Edtf:
    """A date. `lower` and `upper` are year * 10000 + month * 100 + day, None where open or
    unknown; years are astronomical (0 is 1 BC)."""

    text: str
    lower: int | None
    upper: int | None


@dataclass(frozen=True)
class Date:
    """A date as its digits, X where unspecified, and a mark (?, ~, % or none) for each part."""

    year: str
    month: str
    day: str
    marks: tuple
    lower: int
    upper: int
    time: str = ""
    zone: str = ""


@dataclass(frozen=True)
class Year:
    """A year beyond four digits, or estimated: some year from `first` to `last`, about `value`."""

    value: int
    first: int
    last: int
    mark: str
    lower: int
    upper: int


@dataclass(frozen=True)
class End:
    """An end of an interval or a set that has no date: open (`..`) or unknown."""

    is_open: bool
    lower: None = None
    upper: None = None


OPEN, UNKNOWN = End(is_open=True), End(is_open=False)


@dataclass(frozen=True)
class Interval:
    start: Date | Year | End
    end: Date | Year | End

    @property
    def lower(self):
        return self.start.lower

    @property
    def upper(self):
        return self.end.upper


@dataclass(frozen=True)
class Set:
    """All of the dates, or one of them."""

    is_all: bool
    members: tuple

    @property
    def lower(self):
        lowers = [member.lower for member in self.members]
        return None if None in lowers else min(lowers)

    @property
    def upper(self):
        uppers = [member.upper for member in self.members]
        return None if None in uppers else max(uppers)


def parse(text):
    """An `Edtf`, or NotEdtf with a sentence."""
    text = text.strip()
    found = tree(text)
    return Edtf(text, found.lower, found.upper)


def bounds(text, calendar=""):
    """(lower, upper) as Gregorian days that a database can hold, of a date printed in a calendar:
    "" (Gregorian), "julian", or "julian-march", whose years begin on 25 March."""
    found = tree(text.strip(), calendar)
    for day in (found.lower, found.upper):
        if day is not None and abs(day) > calendars.FARTHEST * 10000:
            raise NotEdtf(
                f"“{text}” is too far away to be put in order: "
                f"years go from {calendars.FARTHEST:,} BC to {calendars.FARTHEST:,}."
            )
    return calendars.gregorian(found.lower, calendar), calendars.gregorian(found.upper, calendar)


@lru_cache(maxsize=4096)
def tree(text, calendar=""):
    """The `Date`, `Year`, `Interval` or `Set` of a text; its bounds are of its calendar, with
    years from January."""
    if len(text) > LONGEST:
        raise NotEdtf("This is too long for a date.")
    if text[:1] in ("[", "{"):
        return _set(text, calendar)
    if "/" in text:
        return _interval(text, calendar)
    if found := TIME.fullmatch(text):
        return _date(DATE.fullmatch(found["date"]), calendar, found["time"], found["zone"] or "")
    return _single(text, calendar)


def _not(text):
    return NotEdtf(
        f"“{text}” is not a date in EDTF: write 1812, 1812-05, 1940-06-24, 1812~ (circa), "
        "195X (the 1950s), 1922-21 (spring) or 1923/1924."
    )


def _set(text, calendar):
    is_all = text[0] == "{"
    if text[-1] != ("}" if is_all else "]") or len(text) < 3:
        raise _not(text)
    members = text[1:-1].split(",")
    last = len(members) - 1
    return Set(
        is_all,
        tuple(
            _member(text, member, calendar, at == 0, at == last)
            for at, member in enumerate(members)
        ),
    )


def _member(text, member, calendar, is_first, is_last):
    start, dots, end = member.partition("..")
    if not dots:
        return _single(member, calendar)
    if not (start or end) or (not start and not is_first) or (not end and not is_last):
        raise _not(text)
    return _in_order(
        text,
        _single(start, calendar) if start else OPEN,
        _single(end, calendar) if end else OPEN,
    )


def _interval(text, calendar):
    start, _, end = text.partition("/")
    if start in ("", "..") and end in ("", ".."):
        raise NotEdtf(f"“{text}” says nothing: an interval needs a beginning or an end.")
    ends = {"..": OPEN, "": UNKNOWN}
    read = [ends[half] if half in ends else _single(half, calendar) for half in (start, end)]
    return _in_order(text, *read)


def _in_order(text, start, end):
    if start.lower is not None and end.upper is not None and start.lower > end.upper:
        raise NotEdtf(f"“{text}” ends before it begins: turn it round.")
    return Interval(start, end)


def _single(text, calendar):
    if found := DATE.fullmatch(text):
        return _date(found, calendar)
    if found := YEAR.fullmatch(text):
        return _year(found)
    raise _not(text)


def _year(found):
    digits = found["long"] or found["short"]
    value = int(digits) * 10 ** int(found["power"] or 0)
    if found["long"] and not found["power"] and abs(value) < 10_000:
        raise NotEdtf(f"“{found[0]}”: write a year of four digits without the Y.")
    # The digits that are not significant may be any.
    loose = max(0, len(str(abs(value))) - int(found["kept"])) if found["kept"] else 0
    near = abs(value) // 10**loose * 10**loose
    far = near + 10**loose - 1
    first, last = (near, far) if value >= 0 else (-far, -near)
    lower, upper = calendars.number(first, 1, 1), calendars.number(last, 12, 31)
    return Year(value, first, last, _joined(found["before"], found["after"]), lower, upper)


def _date(found, calendar, time="", zone=""):
    year, month, day = found["year"], found["month"] or "", found["day"] or ""
    if year == "-0000":
        raise NotEdtf("There is no year -0000: 1 BC is 0000.")
    marks = _marks(found)
    if month.isdigit() and int(month) in GROUPS:
        if day:
            raise NotEdtf(f"“{found[0]}”: a season or a part of a year has no days.")
        lower, upper = _group_ends(year, int(month), calendar)
    else:
        lower, upper = _ends(found[0], year, month or "XX", day or "XX", calendar)
    return Date(year, month, day, marks, lower, upper, time, zone)


def _marks(found):
    """A mark at the right of a part is of it and of all before it; one at its left, of it alone."""
    before_year, after_year, before_month, after_month, before_day, after_day = (
        found[n] or "" for n in (1, 3, 4, 6, 7, 9)
    )
    year = _joined(before_year, after_year, after_month, after_day)
    month = _joined(before_month, after_month, after_day)
    day = _joined(before_day, after_day)
    return (year, *([month] if found["month"] else []), *([day] if found["day"] else []))


def _joined(*marks):
    kinds = set("".join(marks).replace("%", "?~"))
    return "%" if len(kinds) == 2 else "".join(kinds)


def years(digits, latest_first=False):
    """The years that four digits, X any, may mean, in order."""
    is_negative = digits[0] == "-"
    any_digit = "9876543210" if is_negative != latest_first else "0123456789"
    for combined in product(*(any_digit if d == "X" else d for d in digits.lstrip("-"))):
        year = int("".join(combined))
        yield -year if is_negative else year


def _ends(text, year, month, day, calendar):
    march = calendar == MARCH
    if not ends(month, day, True, march):
        raise _no_day(text, month, day)

    def end(latest):
        for at in years(year, latest_first=latest):
            if found := ends(month, day, is_long(at, calendar), march):
                on, *rest = found[latest]
                return calendars.number(at + on, *rest)
        return None

    lower = end(False)
    if lower is not None:
        return lower, end(True)
    if not calendar and any(is_long(at, JULIAN) for at in years(year)):
        hint = " In the Julian calendar there was: is that the date's calendar?"
    else:
        hint = ""
    raise NotEdtf(f"“{text}”: in that year February has no day 29.{hint}")


def _no_day(text, month, day):
    if not calendars.fitting(month, calendars.MONTHS):
        return NotEdtf(f"“{text}”: there is no month {month}.")
    if not calendars.fitting(day, calendars.DAYS):
        return NotEdtf(f"“{text}”: there is no day {day}.")
    return NotEdtf(f"“{text}”: {_named(month)} has no day {day}.")


def _named(month):
    return month_name[int(month)] if month.isdigit() else f"month {month}"


def _group_ends(year, code, calendar):
    first, last = GROUPS[code]
    low, high = next(years(year)), next(years(year, latest_first=True))
    on, month = divmod(last - 1, 12)
    high, month = high + on, month + 1
    february = is_long(high, JULIAN if calendar else "")
    length = 28 if month == 2 and not february else calendars.LENGTHS[month]
    return calendars.number(low, first, 1), calendars.number(high, month, length)
