"""The lines of a text, and the parts that they come to."""

import re
from dataclasses import dataclass

from events.exchange.importers import copies
from review import characters

# Parts that hold words of the article; all others are kept apart.
HEADING, PARAGRAPH, ITEM, NUMBERED, QUOTATION = "heading", "", "item", "numbered", "quotation"
REFERENCE, ILLUSTRATION = "reference", "illustration"
TEXT = frozenset([PARAGRAPH, ITEM, NUMBERED, QUOTATION])

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
EDIT = rf"(?:\s*\[\s*(?:{copies.EDIT})\s*(?:[|\u00a6]\s*(?:{copies.EDIT})\s*)?\])"
EDITED = re.compile(rf"(.*?\S){EDIT}$", re.IGNORECASE)
EQUALS = re.compile(rf"(={{2,6}})\s*(?P<title>[^=\s](?:.*?[^=\s])?)\s*\1{EDIT}?$", re.IGNORECASE)
HASHES = re.compile(r"(#{1,6})\s+(?P<title>.*?\S)\s*#*$")
NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)\.?\s+(?P<title>\S.*)$")
# The end of a sentence, with the marks and quotation marks after it.
ENDED = re.compile(r"[.!?…:;][\"”“’')»]*(?:\[[^\[\]]*\](?::\s?[\d–—-]+)?|\s)*[\"”’')»]*\Z")


@dataclass(frozen=True)
class Line:
    """A line with something to see: its span, trimmed, and how many blank lines stand before it."""

    start: int
    end: int
    gap: int
    words: str
    indent: int = 0


@dataclass(frozen=True)
class Part:
    """A stretch of the file. `what` is one of the above, or what is kept apart, in words.

    `start` and `end` bound its words; `whole` is where its last line ends, and `level` is a
    heading's, from 2. `label` is that of a printed reference, as printed, or "".
    """

    what: str
    start: int
    end: int
    whole: int
    level: int = 0
    label: str = ""
    box: tuple | None = None


def lines_of(text):
    """The lines of a text that have something to see."""
    found, gap = [], 0
    for match in LINE.finditer(text):
        start, end = trimmed(text, *match.span())
        if characters.has_visible(text[start:end]):
            indent = len(text[match.start() : start].expandtabs(4))
            found.append(Line(start, end, gap, text[start:end], indent))
            gap = 0
        elif match[0]:
            gap += 1
    return found


def trimmed(text, start, end):
    """The span without white space (and a byte order mark) at its ends."""
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def part_of(what, line, **more):
    return Part(what, line.start, line.end, line.end, **more)


def chunks_of(lines):
    """Lists of lines between blank lines."""
    chunk = []
    for line in lines:
        if chunk and line.gap:
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def marked_heading(line):
    """The `Part` of a heading that is marked as one, or None."""
    if found := EQUALS.match(line.words):
        level = len(found[1])
    elif found := HASHES.match(line.words):
        level = max(len(found[1]), 2)
    else:
        return None
    start = line.start + found.start("title")
    return Part(HEADING, start, line.start + found.end("title"), line.end, level)


def apart(line):
    """The `Part` of a line that any text may have brought along, or None."""
    if copies.HATNOTE.match(line.words):
        return part_of("hatnote", line)
    if (box := copies.box_of(line.words)) is not None:
        return part_of("maintenance box", line, box=box)
    if copies.FOOT.match(line.words):
        return part_of("foot of the page", line)
    return None
