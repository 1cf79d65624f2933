"""Where each reference begins in lines that were copied from a page which breaks them.

A blank line, a number or a hanging indent parts references. Where there is none of these, a line goes
on with the one before if that ends openly, or if only both together are a reference.
"""

import re
from functools import lru_cache, reduce

from review import characters
from sources.reading import numbers
from sources.reading.printed.lines import LONGEST, read_line

# “12. ”, “[12] ”, “(12) ” before a reference.
_NUMBER = re.compile(r"\s*(?:\[(\d{1,4})\]|\((\d{1,3})\)|(\d{1,3})[.)])\s+(?=\S)")
_BULLET = re.compile(r"\s*[•·▪◦*]\s+(?=\S)")
_INDENT = re.compile(r"[^\S\n]+(?=\S)")
# A line that ends so has not come to its end.
_OPEN = re.compile(
    r"(?:[,:;&/(\[–—-]|(?<!\w)(?:and|und|et|и|и|of|the|in|von|de|у|u|в|from|vol\.|no\.|nr\.|pp?\.|eds?\.|"
    r"стр\.|бр\.|књ\.|т\.|№|[A-ZА-ЯЁЉЊЏЂЈЋ]\.))\s*$"
)
# A line that begins so is no beginning: a small letter, a year, a page.
_GOES_ON = re.compile(r"\s*(?:[),.;:&]|\(?(?:1\d|20)\d\d\b|\d+[-–]\d|(?:pp?|стр|с|С)\.\s?\d)")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐\u00ad]\s*$")
MOST_LINES = 12  # of one reference, where nothing but its words tells that they are of one
_ADDRESS = re.compile(r"\s*<?(?:https?://|www\.)\S+\s*", re.IGNORECASE)


@lru_cache(maxsize=256)
def read(words):
    return read_line(words)


def references(text):
    """[(the words of a reference, on one line, and the number of its first line)] in order; lines
    that together are no reference stay as they are."""
    made = []
    for block in _blocks(text):
        for lines in _parted(block):
            words = reduce(joined, [line for _, line in lines])
            if len(lines) == 1 or not _is_reference(words):
                made += [(line, number) for number, line in lines]
            else:
                made.append((words, lines[0][0]))
    return made


def _is_reference(words):
    """Whether it is one, with more than an identifier."""
    found = read(words)
    return found.sure > 0 and bool(found.fields.keys() & {"title", "container-title"})


def _blocks(text):
    """Runs of lines between blank ones, as lists of (number, line)."""
    block = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if characters.has_visible(line):
            block.append((number, line))
        elif block:
            yield block
            block = []


def _parted(block):
    """The lines of each reference of a block."""
    lines = [line for _, line in block]
    begins = _numbered(lines) or _bulleted(lines) or _indented(lines) or _by_words(lines)
    made = []
    for one, is_first in zip(block, begins, strict=True):
        if is_first:
            made.append([one])
        else:
            made[-1].append(one)
    return made


def joined(words, line):
    """Two lines as one; a word that was broken at a hyphen is whole again."""
    line = line.strip()
    if _HYPHEN.search(words) and line[:1].islower():
        return _HYPHEN.sub("", words) + line
    space = "" if re.search(r"\d[-–]$|[^\W\d_][-‐]$|/$", words) else " "
    return f"{words.strip()}{space}{line}"


def _numbered(lines):
    """Which lines begin a reference, where they count: 1, 2, 3; else None."""
    begins, last = [], None
    for line in lines:
        found = _NUMBER.match(line)
        number = int(next(filter(None, found.groups()))) if found else None
        is_next = number is not None and (last is None or number == last + 1)
        if not begins and not is_next:
            return None
        begins.append(is_next)
        last = number if is_next else last
    return begins


def _bulleted(lines):
    begins = [bool(_BULLET.match(line)) for line in lines]
    return begins if begins[0] else None


def _indented(lines):
    """With a hanging indent the lines at the margin begin, else those that are indented."""
    indented = [bool(_INDENT.match(line)) for line in lines]
    if len(set(indented)) == 1:
        return None
    return [one == indented[0] for one in indented]


def _by_words(lines):
    """For lines that all begin at the margin."""
    begins, words, count = [], "", 0
    for line in lines:
        goes_on = 0 < count < MOST_LINES and _goes_on(words, line)
        begins.append(not goes_on)
        words, count = (joined(words, line), count + 1) if goes_on else (line, 1)
    return begins


def _goes_on(words, line):
    """Whether a line is of the reference that began with these words."""
    if len(words) + len(line) > LONGEST:
        return False
    if _OPEN.search(words):
        return True
    if _ADDRESS.fullmatch(line) or (numbers.lone(line) and not _GOES_ON.match(line)):
        return False
    if _GOES_ON.match(line) or line.lstrip()[:1].islower():
        return True
    alone = _is_reference(words)
    if not _is_reference(line):
        return not alone
    apart = read(line).sure * (read(words).sure if alone else 1)
    return read(joined(words, line)).sure > apart
