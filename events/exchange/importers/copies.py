"""What copied pages bring along, known by how it is printed (copies.toml)."""

import re
import tomllib
from calendar import month_name
from functools import cache
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_name("copies.toml").read_text(encoding="utf-8"))
MONTHS = {name: number for number, name in enumerate(month_name) if name}
MONTH = re.compile(rf"\(({'|'.join(MONTHS)}) (\d{{4}})\)")
SECTION = re.compile(
    r"(?i)(?:this|the) (?:article's )?(?:section|list)\b|dieser abschnitt|cette section"
)


def _any(patterns):
    return re.compile("|".join(patterns), re.IGNORECASE)


def _names(names):
    return frozenset(name.casefold() for name in names)


HATNOTE = _any(WORDS["hatnotes"])
FOOT = _any(WORDS["feet"])
EDIT = "|".join(re.escape(words) for words in WORDS["edit"])
CONTENTS = _names(WORDS["contents"])
ENDS = {what: _names(names) for what, names in WORDS["ends"].items()}
THIS = (
    "(?:This|The) (?:article|section|subsection|list|biography|page|table|timeline|paragraph)"
    r"\b.{0,50}?"
)
BOXES = [
    (re.compile(printed.replace("@", THIS), re.IGNORECASE), kind)
    for printed, kind in WORDS["boxes"].items()
]


@cache
def end_of(heading):
    """What stands under a heading that ends an article: references, works, links; else ""."""
    name = heading.strip(" :").casefold()
    return next((what for what, names in ENDS.items() if name in names), "")


def box_of(line):
    """(the kind of request or "", the month as EDTF or "", whether it is of a section); None if
    the line is no maintenance box."""
    for printed, kind in BOXES:
        if printed.match(line):
            month = MONTH.search(line)
            tagged_on = f"{month[2]}-{MONTHS[month[1]]:02}" if month else ""
            return kind, tagged_on, bool(SECTION.match(line))
    return None
