"""The days of a year in the calendars that dates are printed in, and their Gregorian days.

A day is a number here: year * 10000 + month * 100 + day, of an astronomical year (0 is 1 BC).
"""

from calendar import isleap
from functools import lru_cache

from convertdate import julian

JULIAN, MARCH = "julian", "julian-march"
# As they are named; beside a date in the Gregorian, "", none is.
NAMES = {
    "": "Gregorian",
    JULIAN: "Julian",
    MARCH: "Julian, the year beginning on 25 March",
}
NEW_YEAR = (3, 25)
MONTHS, DAYS = range(1, 13), range(1, 32)
LENGTHS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Years that PostgreSQL's integers hold as day numbers.
FARTHEST = 214_747


def is_long(year, calendar):
    """Whether the February that is printed with this year has 29 days."""
    match calendar:
        case "":
            return isleap(year)
        case "julian":
            return year % 4 == 0
    # The February of a year that began in March is that of the next one to us.
    return (year + 1) % 4 == 0


@lru_cache(maxsize=4096)
def ends(month, day, is_long, begins_in_march):
    """The first and the last (years on, month, day) that the digits may mean, X any; or None."""
    found = [
        (int(begins_in_march and (m, d) < NEW_YEAR), m, d)
        for m in fitting(month, MONTHS)
        for d in fitting(day, DAYS)
        if d <= LENGTHS[m] and (is_long or (m, d) != (2, 29))
    ]
    return (min(found), max(found)) if found else None


def fitting(digits, numbers):
    """Those of the numbers that two digits, X any, may mean."""
    return [
        n for n in numbers if all(x in ("X", y) for x, y in zip(digits, f"{n:02}", strict=True))
    ]


def number(year, month, day):
    return year * 10000 + month * 100 + day


def parts(number):
    """(year, month, day) of a number."""
    year, rest = divmod(number, 10000)
    return year, *divmod(rest, 100)


def gregorian(of, calendar):
    """The Gregorian number of a day in a Julian calendar whose years begin in January; None, an
    open end, stays."""
    if of is None or not calendar:
        return of
    return number(*julian.to_gregorian(*parts(of)))
