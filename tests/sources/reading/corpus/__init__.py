"""What people paste, of our own composing, and what is to be read of it.

Each .txt file holds cases of one shape: a line “=== name” (“=== !name” where it is malformed), the
pasted text, and for each work in it a line “--- shape” and what is read, one variable a line:

    --- bibtex 2 likely                 shape, line, and how sure if not “sure”
    author: Goltz, Colmar +von der; = Institute of Maps
    locator: page 30
    ~ keywords: left over               what was told, having no place
    ! Line 2, “key”: the sentence       why it was refused

The cases of second.txt were written down with what is wanted before any reader saw them: of 41 it
read 38 whole at first, two in part, and one better than wanted.

A name is “Family, Given”, then +non-dropping particle, -dropping particle and ^suffix; an
institution has = before it. `\\xNN` and `\\uNNNN` in a text are the characters of those numbers.
"""

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    kind: str
    name: str
    malformed: bool
    typed: str
    wanted: tuple

    @property
    def text(self):
        return re.sub(
            r"\\x[0-9a-f]{2}|\\u[0-9a-f]{4}", lambda sign: chr(int(sign[0][2:], 16)), self.typed
        )

    def __str__(self):
        return f"{self.kind}: {self.name}"


def cases():
    for path in sorted(FOLDER.glob("*.txt")):
        for block in re.split(r"^=== ", path.read_text(), flags=re.MULTILINE)[1:]:
            head, _, body = block.partition("\n")
            text, *works = re.split(r"^--- ", body, flags=re.MULTILINE)
            wanted = tuple(tuple(work.strip("\n").split("\n")) for work in works)
            yield Case(path.stem, head.lstrip("!"), head.startswith("!"), text.strip("\n"), wanted)


def told(reading):
    """A Reading as the files have it."""
    sure = "" if reading.sure == "sure" else f" {reading.sure}"
    lines = [f"{reading.shape} {reading.line}{sure}"]
    if reading.refused:
        return (*lines, f"! {reading.refused}")
    lines += [f"key: {reading.key}"] if reading.key else []
    for variable, value in reading.fields.items():
        lines.append(f"{variable}: {_named(value) if isinstance(value, list) else value}")
    if reading.locator:
        lines.append(f"locator: {' '.join(reading.locator).strip()}")
    return (*lines, *(f"~ {name}: {' '.join(words.split())}" for name, words in reading.untold))


MARKS = (("non-dropping-particle", "+"), ("dropping-particle", "-"), ("suffix", "^"))


def _named(people):
    return "; ".join(
        f"= {one['literal']}"
        if "literal" in one
        else ", ".join(filter(None, [one["family"], one.get("given")]))
        + "".join(f" {mark}{one[part]}" for part, mark in MARKS if part in one)
        for one in people
    )


def outcome(case, readings):
    """“whole”, “part” or “not”: what of a case was read as it is to be."""
    got = [told(reading) for reading in readings]
    if _sorted(got) == _sorted(case.wanted):
        return "whole"
    right = {line for work in got for line in work[1:]} & {
        line for work in case.wanted for line in work[1:]
    }
    return "part" if right else "not"


def _sorted(works):
    """The order of variables says nothing."""
    return [(work[0], *sorted(work[1:])) for work in works]
