"""Reading dates in prose, in five languages. A reading that is not sure is not made."""

import re
from contextlib import suppress
from dataclasses import dataclass

from events.exchange.dates.grammar import Grammar
from events.exchange.dates.numbers import NoDate
from events.exchange.dates.tokens import tokens_of
from sources import edtf

MAY_HOLD = re.compile(r"\d|[IVX]{1,5}(?!\w)|centur|век|vek|siècle|Jahrhundert|столет|stolet")
# Kinds of tokens that count, and roles of words that a date may begin with; it has a number soon.
COUNTED = frozenset(["number", "iso", "dotted", "roman", "ad"])
BEGINNINGS = frozenset(
    ["month", "season", "the", "weekday", "from", "between", "since", "before", "after", "until"]
    + ["by", "circa", "perhaps", "part", "which", "ordinal", "tens", "turn", "year", "no", "phrase"]
)
FARTHEST = 12


@dataclass(frozen=True)
class ReadDate:
    """`words` stand at `text[start:end]`, and read as `edtf`, a date as it is printed in its
    `calendar` (one of `sources.edtf.CALENDARS`)."""

    start: int
    end: int
    words: str
    edtf: str
    calendar: str = ""


def read_dates(text):
    """The dates in a text, in order; none of them touches another."""
    if not MAY_HOLD.search(text):
        return []
    tokens = tokens_of(text)
    grammar, found, index = Grammar(tokens), [], 0
    counted = _next_counted(tokens)
    while index < len(tokens):
        if counted[index] - index > FARTHEST or not _may_begin(tokens[index]):
            index += 1
            continue
        try:
            read = grammar.expression(index)
        except NoDate as none:
            index = max(none.index, index + 1)
            continue
        if not read:
            index += 1
            continue
        written, calendar, first, index = read
        if date := _read(text, tokens[first].start, tokens[index - 1].end, written, calendar):
            found.append(date)
    return found


def _next_counted(tokens):
    """The index of the next number in figures or words, for each token."""
    found, following = [], len(tokens) + FARTHEST
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.kind in COUNTED or "ordinal" in token.roles:
            following = index
        found.append(following)
    return found[::-1]


def _may_begin(token):
    return token.kind in COUNTED or not BEGINNINGS.isdisjoint(token.roles)


def _read(text, start, end, written, calendar):
    with suppress(edtf.NotEdtf):
        edtf.bounds(written, calendar)
        return ReadDate(start, end, text[start:end], edtf.parse(written).text, calendar)
    return None
