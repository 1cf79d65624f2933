"""Dates as EDTF (ISO 8601-2), with integer bounds.

How vague words are read, everywhere in this project:

    early, mid, late + year        1806-02~  1806-06~  1806-11~     (the start of 1806-01~, the end of 1806-12~)
    early, mid, late + month       1806-05-05~  1806-05-15~  1806-05-25~
    early, mid, late + decade      1990/1993  1994/1996  1997/1999
    early, mid, late + century     1700/1733  1734/1766  1767/1799
    spring, summer, autumn, winter 1922-21  1922-22  1922-23  1922-24
    circa, about, around           1812~
    since                          1806/..
    a decade, a century            195X  18XX

Dates without a year, and relative ones, have no reading.
"""

import calendar
import re
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

VAGUE = {"01": "the start of", "02": "early", "06": "mid", "11": "late", "12": "the end of"}
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}


class NotEdtf(ValueError):
    """The text is no EDTF date; the sentence gives examples."""


@dataclass(frozen=True)
class Edtf:
    """A date. `lower` and `upper` are year * 10000 + month * 100 + day, None where open;
    years are astronomical (0 is 1 BC)."""

    text: str
    lower: int | None
    upper: int | None


@lru_cache(maxsize=4096)
def parse(text):
    """An `Edtf`, or NotEdtf with a sentence."""
    text = text.strip()
    try:
        # The parser costs milliseconds, and grows with nonsense: dates are short.
        if len(text) > 60:
            raise ValueError
        read = parse_edtf(text)
        lower, upper = _bound(read.lower_strict()), _bound(read.upper_strict())
    except (EDTFParseException, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise NotEdtf(
            f"“{text}” is not a date in EDTF: write 1812, 1812-05, 1940-06-24, 1812~ (circa), "
            "195X (the 1950s), 1922-21 (spring) or 1923/1924."
        ) from error
    if text.startswith("/") or text.endswith("/"):
        # An unknown end bounds nothing; the parser would guess ten years.
        lower = None if text.startswith("/") else lower
        upper = None if text.endswith("/") else upper
    if lower is not None and upper is not None and lower > upper:
        raise NotEdtf(f"“{text}” ends before it begins: turn it round.")
    return Edtf(text, lower, upper)


def _bound(moment):
    if moment in (inf, -inf, None):
        return None
    return moment[0] * 10000 + moment[1] * 100 + moment[2]


def display(text):
    """An EDTF date in English words; what has no simple words is given as it is."""
    if "/" in text and not text.startswith(("[", "{")):
        return _interval(*text.split("/", 1))
    return _single(text)


def _interval(start, end):
    match start, end:
        case _, ".." | "":
            return f"since {_single(start)}"
        case ".." | "", _:
            return f"until {_single(end)}"
    return f"{_single(start)}–{_single(end)}"


def _single(text):
    date, vague = (text[:-1], text[-1]) if text[-1:] in ("~", "?", "%") else (text, "")
    words = _plain(date)
    if vague == "~" and (found := re.fullmatch(r"(\d{4})-(\d{2})", date)) and found[2] in VAGUE:
        return f"{VAGUE[found[2]]} {int(found[1])}"
    match vague:
        case "~":
            return f"circa {words}"
        case "?":
            return f"{words} (uncertain)"
        case "%":
            return f"circa {words} (uncertain)"
    return words


def _plain(date):
    if found := re.fullmatch(r"(\d{3})X", date):
        return f"{found[1]}0s"
    if found := re.fullmatch(r"(\d{2})XX", date):
        return f"{_ordinal(int(found[1]) + 1)} century"
    if not (found := re.fullmatch(r"(-?\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", date)):
        return date
    year, month, day = found.groups()
    shown = f"{1 - int(year)} BC" if int(year) <= 0 else str(int(year))
    if month in SEASONS:
        return f"{SEASONS[month]} {shown}"
    if month and not 1 <= int(month) <= 12:
        return date
    named = calendar.month_name[int(month)] if month else ""
    return " ".join(filter(None, [day and str(int(day)), named, shown]))


def _ordinal(number):
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
