"""Reading dates in English prose. A reading that is not sure is not made."""

import re
from contextlib import suppress
from dataclasses import dataclass

from events import edtf

MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        1,
    )
}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
YEAR_PART = {"early": "02~", "mid": "06~", "late": "11~"}
YEAR_EDGE = {"start": "01~", "beginning": "01~", "end": "12~"}
MONTH_PART = {"early": "05~", "mid": "15~", "late": "25~"}
DECADE_PART = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
CENTURY_PART = {"early": (0, 33), "mid": (34, 66), "late": (67, 99)}

MONTH = "|".join(MONTHS)
SEASON = "|".join(SEASONS)
PART = r"(?P<part>early|mid|late)[\s-]+"
DASH = r"\s*[–—-]\s*"
# Neither a part of a longer number, an amount or a name, nor followed by one.
YEAR = r"(?<![\d$€£.,/-])(?P<year>1\d{3}|20\d{2})(?![\d%])(?!-[A-Za-z]|[.,]\d)"
YEAR2 = r"(?P<year2>1\d{3}|20\d{2})(?!\d)"
DAY = r"(?<!\d)(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
# What may come before a year for it to be one: "in 1903", "(1944)".
CUE = r"(?<![\w-])(?:in|by|until|till|from|during|of|year|to|and|or)\s+"
# "in 2000 villages" is a number of villages: words like these may follow a year nevertheless.
NOT_COUNTED = frozenset(
    [
        "was",
        "is",
        "has",
        "as",
        "its",
        "his",
        "this",
        "thus",
        "us",
        "does",
        "besides",
        "always",
        "across",
        "towards",
        "perhaps",
    ]
)
COUNTED = frozenset(["men", "women", "people", "children", "troops", "cattle", "sheep"])


@dataclass(frozen=True)
class ReadDate:
    """`words` stand at `text[start:end]`, and read as `edtf`."""

    start: int
    end: int
    words: str
    edtf: str


def _month(found, name="month"):
    return MONTHS[found[name].capitalize()]


def _day(found, name="day"):
    return f"{found['year']}-{_month(found):02}-{int(found[name]):02}"


def _days(found):
    return f"{_day(found)}/{_day(found, 'day2')}"


def _months(found):
    year = found["year"]
    return f"{year}-{_month(found):02}/{year}-{_month(found, 'month2'):02}"


def _month_part(found):
    return f"{found['year']}-{_month(found):02}-{MONTH_PART[found['part'].lower()]}"


def _decade(found):
    decade, part = found["decade"], found["part"]
    if part:
        first, last = DECADE_PART[part.lower()]
        return f"{decade}{first}/{decade}{last}"
    return f"{decade}X"


def _century(found):
    hundreds, part = int(found["century"]) - 1, found["part"]
    if part:
        first, last = CENTURY_PART[part.lower()]
        return f"{hundreds:02}{first:02}/{hundreds:02}{last:02}"
    return f"{hundreds:02}XX"


def _years(found):
    first, second = found["year"], found["year2"]
    if len(second) == 2:
        second = first[:2] + second
    return f"{first}/{second}"


# Tried in this order; what an earlier one has read, a later one leaves.
FORMS = [
    (rf"{DAY}{DASH}(?P<day2>[0-3]?\d)\s+(?P<month>{MONTH})\s+{YEAR}", _days),
    (rf"{DAY}\s+(?:of\s+)?(?P<month>{MONTH}),?\s+{YEAR}", _day),
    (rf"(?P<month>{MONTH})\s+{DAY},?\s+{YEAR}", _day),
    (rf"{PART}(?P<month>{MONTH})\s+{YEAR}", _month_part),
    (rf"(?P<month>{MONTH}){DASH}(?P<month2>{MONTH})\s+{YEAR}", _months),
    (
        rf"(?<![\w\d])(?P<month>{MONTH})(?:\s+of)?\s+{YEAR}",
        lambda f: f"{f['year']}-{_month(f):02}",
    ),
    (
        rf"(?P<season>{SEASON})(?:\s+of)?\s+{YEAR}",
        lambda f: f"{f['year']}-{SEASONS[f['season'].lower()]}",
    ),
    (rf"(?:{PART})?(?<!\d)(?P<decade>1\d\d|20\d)0s\b", _decade),
    (rf"(?:{PART})?(?<!\d)(?P<century>\d\d?)(?:st|nd|rd|th)[\s-]+century\b", _century),
    (rf"{PART}{YEAR}", lambda f: f"{f['year']}-{YEAR_PART[f['part'].lower()]}"),
    (
        rf"(?:the\s+)?(?P<edge>start|beginning|end)\s+of\s+{YEAR}",
        lambda f: f"{f['year']}-{YEAR_EDGE[f['edge'].lower()]}",
    ),
    (rf"(?:between\s+{YEAR}\s+and|from\s+{YEAR.replace('year', 'yearb')}\s+to)\s+{YEAR2}", None),
    (rf"{YEAR}[–—]{YEAR2}", _years),
    (rf"{YEAR}[–—](?P<year2>\d\d)(?!\d)", _years),
    (
        rf"(?:(?<!\w)c\.|(?<!\w)ca\.|\b(?:circa|around|about))\s*{YEAR}",
        lambda f: f"{f['year']}~",
    ),
    (rf"(?<=\(){YEAR}(?=\))", lambda f: f["year"]),
    (rf"\bsince\s+{YEAR}", lambda f: f["year"]),
    (rf"{CUE}(?P<own>{YEAR})", lambda f: f["year"]),
]


def _between(found):
    return f"{found['year'] or found['yearb']}/{found['year2']}"


FORMS = [(re.compile(form, re.IGNORECASE), read or _between) for form, read in FORMS]
SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)
ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)


def read_dates(text):
    """The `ReadDate`s of a text, in order; none overlaps another."""
    taken, found = [], []
    for form, read in FORMS:
        for match in form.finditer(text):
            own = "own" in form.groupindex
            start, end = match.span("own") if own else match.span()
            if any(start < b and a < end for a, b in taken) or _counted(text, end):
                continue
            date, since = read(match), SINCE.search(text, 0, start)
            if since or match[0].lower().startswith("since"):
                start = since.start() if since else start
                date += "/.."
            elif "decade" in form.groupindex or "century" in form.groupindex:
                the = ARTICLE.search(text, 0, start)
                start = the.start() if the else start
            # What is no date, or open at an end that it has, no other form may read in part.
            taken.append((start, end))
            with suppress(edtf.NotEdtf):
                found.append(ReadDate(start, end, text[start:end], edtf.parse(date).text))
    return sorted(found, key=lambda date: date.start)


def _counted(text, end):
    """Whether the words after a number make it an amount: "2000 men", "1500 villages"."""
    following = re.match(r"\s+([^\W\d_]+)", text[end:])
    if not following or text[end - 1] in "sSyY)":
        return False
    word = following[1].lower()
    return word in COUNTED or (
        word.endswith("s") and not word.endswith("ss") and word not in NOT_COUNTED
    )
