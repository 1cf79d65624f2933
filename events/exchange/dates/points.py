"""Points and stretches of time, as EDTF, and what stands before and after them."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sources import edtf


@dataclass(frozen=True)
class Point:
    """A date of one unit: day, month, season, year, decade, century, or span. `year` is
    astronomical (0 is 1 BC), of a decade or century its first."""

    text: str
    unit: str
    year: int
    month: int = 0
    day: int = 0
    calendar: str = ""


def year_text(year):
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def of_year(year):
    return Point(year_text(year), "year", year)


def of_month(year, month):
    return Point(f"{year_text(year)}-{month:02}", "month", year, month)


def of_day(year, month, day):
    """The day, or None where the month has none such."""
    if not 1 <= day <= monthrange(year % 400 + 400, month)[1]:
        return None
    return Point(f"{year_text(year)}-{month:02}-{day:02}", "day", year, month, day)


def of_season(year, season):
    return Point(f"{year_text(year)}-{season}", "season", year)


def of_decade(first):
    return Point(f"{first // 10:03}X", "decade", first)


def of_century(number, is_before_era):
    """The nth century, or the nth before the common era."""
    if is_before_era:
        return Point(f"-{number - 1:02}XX", "century", -100 * number + 1)
    return Point(f"{number - 1:02}XX", "century", 100 * (number - 1))


def of_decade_before_era(last):
    """The 440s BC (`last` is 440): 449 to 440."""
    return Point(f"{year_text(-last - 8)}/{year_text(1 - last)}", "span", -last - 8)


def around(year):
    """The turn of a century: ten years either side of where it begins."""
    return Point(f"{year_text(year - 10)}/{year_text(year + 9)}", "span", year - 10)


def years_of_century(point):
    return replace(point, text=f"{year_text(point.year)}/{year_text(point.year + 99)}", unit="span")


def part_of(parts, point):
    """Its early, late, first half …, by the project's table, from the first of two parts to the
    last; None where there is none."""
    try:
        start, end = (edtf.span(part, point.text).split("/") for part in parts)
    except edtf.NotEdtf:
        return None
    return replace(point, text=f"{start[0]}/{end[1]}", unit="span")


def to(first, last):
    """EDTF from the one to the other."""
    return f"{first_of(first)}/{last_of(last)}"


def last_of(point):
    return point.text.split("/")[-1]


def first_of(point):
    """The EDTF of where it begins."""
    return point.text.split("/")[0]


def until(point):
    return f"../{point.text.split('/')[-1]}"


def since(point):
    return f"{first_of(point)}/.."


def before(point):
    """All that was before it, in its own unit where that has one."""
    match point.unit:
        case "day":
            day = date(point.year, point.month, point.day) if point.year > 0 else None
            return f"../{day - timedelta(1)}" if day else until(point)
        case "month":
            year, month = (point.year, point.month - 1) if point.month > 1 else (point.year - 1, 12)
            return f"../{year_text(year)}-{month:02}"
        case "year" | "decade" | "century":
            return f"../{year_text(point.year - 1)}"
    return f"../{first_of(point)}"


def after(point):
    match point.unit:
        case "day":
            day = date(point.year, point.month, point.day) if point.year > 0 else None
            return f"{day + timedelta(1)}/.." if day else since(point)
        case "month":
            year, month = (point.year, point.month + 1) if point.month < 12 else (point.year + 1, 1)
            return f"{year_text(year)}-{month:02}/.."
        case "year":
            return f"{year_text(point.year + 1)}/.."
        case "decade":
            return f"{year_text(point.year + 10)}/.."
        case "century":
            return f"{year_text(point.year + 100)}/.."
    return f"{point.text.split('/')[-1]}/.."


def order(point):
    """What sorts points by where they begin."""
    return (point.year, point.month, point.day)
