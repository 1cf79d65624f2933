"""The layout of a copied page: one with "[edit]" behind its headings, or a list of contents. It has a
paragraph a line, and its captions and tables stand between several blank lines."""

import re
from dataclasses import replace

from events.exchange.importers import copies
from events.exchange.importers.lines import (
    EDITED,
    ENDED,
    HEADING,
    ITEM,
    NUMBER,
    PARAGRAPH,
    QUOTATION,
    REFERENCE,
    TEXT,
    Part,
    apart,
    marked_heading,
    part_of,
)
from events.exchange.importers.printed import end_matter, reference
from events.exchange.importers.texts import items_of

LETTER = re.compile(r"[a-z]\.?\Z")
LETTERED = re.compile(r"[a-z] (?=[A-ZÀ-Ž\"“])")
LEADS_ON = re.compile(r"[:,][\"”’)]?(?:\[[^\[\]]*\])*\Z")
# How long, in letters, a line of prose is at least, and a caption at most.
PROSE, CAPTION = 100, 250


def is_copy(lines):
    """Whether the text is a copied page."""
    return any(
        (EDITED.match(line.words) and not marked_heading(line))
        or (line.words.casefold() in copies.CONTENTS and _contents(lines, index)[1])
        for index, line in enumerate(lines)
    )


def parts_of_page(lines):
    """The `Part`s of these lines, without the title."""
    return _Page(lines).parts()


def _contents(lines, index):
    """(the index after a list of contents, {its headings, in order: their level})."""
    at, headings = index + 1, {}
    while at < len(lines) and (found := NUMBER.match(lines[at].words)):
        headings.setdefault(found["title"].casefold(), found["number"].count(".") + 2)
        at += 1
    return at, headings


class _Page:
    """The parts of a copied page, line by line."""

    def __init__(self, lines):
        self.lines, self.found = lines, []
        self.headings, self.ending, self.in_navigation = {}, "", False
        self.has_text, self.headed = False, False
        self.places, self.last = {}, 0  # of the headings, and how far we are in them
        self.said, self.label = (
            "",
            "",
        )  # the words of the paragraph before; of the note that follows

    def parts(self):
        index, chunk = 0, []
        while index < len(self.lines):
            line = self.lines[index]
            if line.words.casefold() in copies.CONTENTS and not self.headings:
                after, headings = _contents(self.lines, index)
                if headings:
                    self._chunk(chunk, line.gap)
                    chunk, self.headings = [], headings
                    self.places = {title: place for place, title in enumerate(headings)}
                    self.found += [
                        part_of("list of contents", each) for each in self.lines[index:after]
                    ]
                    index = after
                    continue
            heading = self._heading(line)
            if chunk and (line.gap or heading):
                self._chunk(chunk, line.gap)
                chunk = []
            if heading:
                self._begin(heading, line)
            else:
                chunk.append(line)
            index += 1
        self._chunk(chunk, 9)
        return self.found

    def _heading(self, line):
        if marked := marked_heading(line):
            return marked
        edited = EDITED.match(line.words)
        words = edited[1] if edited else line.words
        place = self.places.get(words.casefold(), -1)
        if not edited and not (self.last <= place < self.last + 3):
            return None
        if place >= 0:
            self.last = place + 1
        level = self.headings.get(words.casefold(), 2)
        return Part(HEADING, line.start, line.start + len(words), line.end, level)

    def _begin(self, heading, line):
        words = line.words[: heading.end - heading.start]
        end = copies.end_of(words)
        if (end and heading.level == 2) or self.ending:
            self.ending = end or self.ending
            heading = replace(heading, what="closing heading")
        self.found.append(heading)
        self.in_navigation, self.headed = False, True

    def _chunk(self, chunk, gap_after):
        """The parts of lines between blank lines, of which `gap_after` follow."""
        if not chunk:
            return
        if self.ending:
            self._closing(chunk)
            return
        gap = chunk[0].gap
        kept = []
        for line in chunk:
            if part := apart(line) or self._note(line):
                self._lines(kept, gap, gap_after)
                kept = []
                self.found.append(part)
            else:
                kept.append(line)
        self._lines(kept, gap, gap_after)

    def _note(self, line):
        """A note under a table: "^ …", "a …", or "a." with the note on the next line."""
        label, self.label = self.label, ""
        if line.words[0] in "^↑":
            note = reference(line)
            return note and replace(note, label=note.label or label[:1])
        if self.has_text:
            return None
        if label.endswith("."):
            return part_of(REFERENCE, line, label=label[0])
        if LETTER.match(line.words):
            self.label = line.words
            return part_of("label of a note", line)
        if LETTERED.match(line.words):
            return Part(REFERENCE, line.start + 2, line.end, line.end, label=line.words[0])
        return None

    def _closing(self, chunk):
        if self.in_navigation or [line.words.casefold() for line in chunk] == ["v", "t", "e"]:
            self.in_navigation = True
            self.found += [apart(line) or part_of("navigation", line) for line in chunk]
            return
        self.found += end_matter(chunk, self.ending)

    def _lines(self, lines, gap, gap_after):
        if not lines:
            return
        words = [line.words for line in lines]
        if [w.casefold() for w in words] == ["v", "t", "e"]:
            self.in_navigation = True
        if not self.has_text and not (self.headed or any(map(_is_prose, words))):
            self._add("table", lines)
        elif self.in_navigation and not any(map(_is_prose, words)):
            self._add("navigation", lines)
        elif (
            len(lines) >= 3
            and words[0] in ("“", '"', "„", "«")
            and words[-1] in ("”", '"', "“", "»")
        ):
            self.found.append(part_of("quotation mark", lines[0]))
            self._add(QUOTATION, lines[1:-1])
            self.found.append(part_of("quotation mark", lines[-1]))
        elif not self.has_text and not self.headed:
            self._prose(lines)
        elif gap == 1 and self._leads_on():
            self._list(lines) if len(lines) > 1 else self._add(QUOTATION, lines)
        elif gap >= 3 and gap_after >= 2 and self._is_caption(words, gap_after):
            self._add("caption", lines)
        elif any(map(_is_prose, words)) or (len(lines) == 1 and gap == 0):
            self._prose(lines)
        elif len(lines) > 1 and (gap <= 1 or self._are_items(words)):
            self._list(lines)
        else:
            self._add("caption" if len(lines) == 1 and gap > 1 else "table", lines)

    def _is_caption(self, words, gap_after):
        """Whether lines that stand alone are a picture's: two blank lines part it from the text."""
        short = len(words) <= 2 and len(" ".join(words)) <= CAPTION
        return short and (gap_after == 2 or not any(map(_is_prose, words)))

    def _prose(self, lines):
        """Paragraphs; before the first of them, what is none is of the table beside it."""
        for line in lines:
            if self.has_text or self.headed or _is_prose(line.words):
                self._add(PARAGRAPH, [line])
            else:
                self._add("table", [line])

    def _list(self, lines):
        """Items, without what they are counted or marked by."""
        marked = items_of(lines)
        for line in lines:
            what, skip = marked.get(line.start, (ITEM, 0))
            self._add(what, [line])
            self.found[-1] = replace(self.found[-1], start=line.start + skip)

    def _add(self, what, lines):
        self.found += [part_of(what, line) for line in lines]
        if what in TEXT:
            self.has_text, self.in_navigation = True, False
            self.said = lines[-1].words if lines else self.said

    def _leads_on(self):
        """Whether a list or a quotation follows: the paragraph before ends with a colon."""
        is_next = self.found and self.found[-1].what == PARAGRAPH
        return bool(is_next and LEADS_ON.search(self.said))

    def _are_items(self, words):
        longs = sum(map(len, words)) / len(words)
        before = self.found[-1].what if self.found else ""
        return len(words) > 2 and longs >= 25 and before in ("caption", HEADING)


def _is_prose(words):
    return len(words) >= PROSE and bool(ENDED.search(words))
