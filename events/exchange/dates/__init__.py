"""Reading dates in prose, in five languages. A reading that is not sure is not made."""

import re
from contextlib import suppress
from dataclasses import dataclass

from events import edtf
from events.exchange.dates.grammar import Grammar
from events.exchange.dates.numbers import NoDate
from events.exchange.dates.tokens import tokens_of

MAY_HOLD = re.compile(r"\d|[IVX]{1,5}(?!\w)|centur|век|vek|siècle|Jahrhundert|столет|stolet")
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
OLD = r"(?:O\.?\s?S\.?|Old Style|Julian)"
# "25 October [O.S. 12 October] 1806", "5 December (23 November O.S.) 1806", "… 1917 (O.S. 25 October)".
PAIRS = re.compile(
    rf"(?P<day>\d{{1,2}}) (?P<month>{MONTH})(?:"
    rf",? (?P<year>\d{{4}}) ?[\[(](?:{OLD},? \d{{1,2}}(?: (?:{MONTH}))?|\d{{1,2}} (?:{MONTH}) {OLD})(?: \d{{4}})?[\])]"
    rf"| ?[\[(](?:{OLD},? \d{{1,2}}(?: (?:{MONTH}))?|\d{{1,2}} (?:{MONTH}),? {OLD})[\])],? (?P<year2>\d{{4}}))"
)
NAMES = MONTH.split("|")


@dataclass(frozen=True)
class ReadDate:
    """`words` stand at `text[start:end]`, and read as `edtf`, a date as it is printed in its
    `calendar` (one of `events.edtf.CALENDARS`)."""

    start: int
    end: int
    words: str
    edtf: str
    calendar: str = ""


def read_dates(text):
    """The dates in a text, in order; none of them touches another."""
    if not MAY_HOLD.search(text):
        return []
    found = [
        _read(
            text,
            *pair.span(),
            f"{pair['year'] or pair['year2']}-{_month(pair):02}-{int(pair['day']):02}",
            "",
        )
        for pair in PAIRS.finditer(text)
    ]
    found = [date for date in found if date]
    taken = [(date.start, date.end) for date in found]
    tokens = tokens_of(text)
    grammar, index = Grammar(tokens), 0
    while index < len(tokens):
        try:
            read = _may_begin(tokens[index]) and grammar.expression(index)
        except NoDate as none:
            index = none.index
            continue
        if not read:
            index += 1
            continue
        written, calendar, first, index = read
        start, end = tokens[first].start, tokens[index - 1].end
        if any(a < end and start < b for a, b in taken):
            continue
        if date := _read(text, start, end, written, calendar):
            found.append(date)
    return sorted(found, key=lambda date: date.start)


def _may_begin(token):
    return (
        token.kind in ("number", "iso", "dotted", "roman", "ad")
        or token.roles
        or token.text == "turn"
    )


def _month(pair):
    return NAMES.index(pair["month"]) + 1


def _read(text, start, end, written, calendar):
    with suppress(edtf.NotEdtf):
        edtf.bounds(written, calendar)
        return ReadDate(start, end, text[start:end], edtf.parse(written).text, calendar)
    return None
