"""Reading an article from plain text, so that the same bytes can be given back.

What each line is, `texts` and `pages` tell: headings, paragraphs, items of lists, quotations, printed
references, captions, and what a copied page brings along. `[citation needed]`, `[9]` and the like
are marks (`marks`); other brackets are prose, and told. The reading is loss-free: each piece of
words keeps, as `trail`, the marks put on it and the punctuation that closes it after them
("1806[9]."), and as `lead` everything else that stands before it (white space, paragraph breaks,
bullets, marks at a paragraph's head, and what is kept apart).
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from itertools import chain
from urllib.parse import unquote

from events.exchange.dates import ReadDate, read_dates
from events.exchange.importers.language import language_of
from events.exchange.importers.lines import (
    EQUALS,
    HASHES,
    HEADING,
    ILLUSTRATION,
    REFERENCE,
    TEXT,
    apart,
    lines_of,
    trimmed,
)
from events.exchange.importers.marks import Mark, brackets_at, marks_at
from events.exchange.importers.pages import is_copy, parts_of_page
from events.exchange.importers.references import References, label_of, read_references
from events.exchange.importers.texts import UNDERLINE, parts_of_text
from events.reasons import BETWEEN, PLACED
from review import characters, progress

BLANK_LINES = re.compile(r"(?:\r\n|\r|\n)[ \t\u00a0]*(?:(?:\r\n|\r|\n)[ \t\u00a0]*)+")
LINE_END = re.compile(r"\r\n|\r|\n")
WORD = re.compile(r"\w")
CLOSING = re.compile(r"[.,;:!?…)\]»”’\"']+(?=[\s\[]|\Z)")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
ADDRESS = re.compile(r"[?&]title=([^&\"\s]+)")


class Unreadable(ValueError):
    """The file can't be imported; the sentence says why and where."""


@dataclass(frozen=True)
class Piece:
    """Words of the file, and all that stands before them and closes them."""

    lead: str
    text: str
    trail: str = ""
    marks: tuple[Mark, ...] = ()
    dates: tuple[ReadDate, ...] = ()


@dataclass(frozen=True)
class ReadEvent:
    """A paragraph, or what `form` names; `section` counts the headings before it, 0 for none."""

    statements: tuple[Piece, ...]
    form: str = ""
    section: int = 0


@dataclass(frozen=True)
class ReadSection:
    heading: Piece
    level: int


@dataclass(frozen=True)
class Ask:
    """A request that is of no statement: by a maintenance box, or of words kept apart. `section`
    counts as an event's; 0 is the article."""

    section: int
    mark: Mark


@dataclass(frozen=True)
class Told:
    """What was not taken for words of the article, or not understood: its lines, from 1."""

    line: int
    last: int
    what: str
    words: str


@dataclass(frozen=True)
class ReadArticle:
    """`title` is None where the file has no title line; `name` is the title as it can be kept,
    and `left_out` what it lost by that, in words; `language` is a tag, or ""."""

    title: Piece | None
    events: tuple[ReadEvent, ...]
    sections: tuple[ReadSection, ...]
    captions: tuple[Piece, ...]
    asks: tuple[Ask, ...]
    references: References
    told: tuple[Told, ...]
    tail: str
    placing: str
    said: str
    name: str
    language: str
    left_out: tuple[str, ...]
    pieces: tuple[Piece, ...] = field(repr=False, default=())

    @property
    def statements(self):
        return [statement for event in self.events for statement in event.statements]


def rebuild(pieces, tail):
    """The bytes of the file that these (lead, text, trail) and the tail were read from."""
    return ("".join(map("".join, pieces)) + tail).encode()


def read_article(
    data, *, title="", hint="", language="", marks="auto", captions="auto", limit=None
):
    """Read a file's bytes; `marks` is auto, leading or trailing, `captions` auto or none.

    `title` is the article's; without it the file's title line is, or for a copied page its
    address, or `hint`. `language` is the tag of its own; without it its words tell. Raises Unreadable. `limit` is in bytes.
    """
    text = _decoded(data, limit)
    lines = lines_of(text)
    if not any(_has_words(text, line.start, line.end) for line in lines):
        raise Unreadable("The file holds no words: nothing was imported.")
    copied = is_copy(lines)
    known = title or (_name_of(text, hint) if copied else "")
    span, name, before, lines = _title(text, lines, known)
    name, left_out = characters.fit(name)
    parts = parts_of_page(lines) if copied else parts_of_text(lines, captions == "auto")
    reader = _Reader(text, [*filter(None, map(apart, before)), *parts])
    placing, said = reader.placing(marks)
    if span:
        reader.pieces.append(Piece(text[: span[0]], text[slice(*span)]))
        reader.at = span[1]
    for part in progress.each("Reading", reader.parts):
        reader.read(part, placing)
    if not reader.events:
        raise Unreadable("There is no paragraph with words in it: nothing was imported.")
    words = (s.text for event in reader.events for s in event.statements)
    return ReadArticle(
        title=reader.pieces[0] if span else None,
        events=tuple(reader.events),
        sections=tuple(reader.sections),
        captions=tuple(reader.captions),
        asks=tuple(reader.asks),
        references=reader.references,
        told=reader.told(),
        tail=text[reader.at :],
        placing=placing,
        said=said,
        name=name,
        language=language or language_of("\n".join(words)),
        left_out=tuple(left_out),
        pieces=tuple(reader.pieces),
    )


def _decoded(data, limit):
    if limit is not None and len(data) > limit:
        raise Unreadable(
            f"The file has {len(data):,} bytes, and the limit is {limit:,}: nothing was imported."
        )
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"The file is not UTF-8: byte {data[error.start]:#04x} at offset {error.start:,} "
            "can't be read. Save it as UTF-8 and import it again."
        ) from error
    if found := CONTROL.search(text):
        line = len(LINE_END.findall(text[: found.start()])) + 1
        raise Unreadable(
            f"Line {line} holds the control character U+{ord(found[0]):04X}: this is no plain text."
        )
    return text


def _has_words(text, start, end):
    """Whether a span has a letter or a digit that can be seen: a filler is a letter, too."""
    return any(not characters.is_unseen(found[0]) for found in WORD.finditer(text, start, end))


# The title.


def name_of_file(stem):
    """A title from the name of a file: "crimean-war" is "Crimean war"."""
    words = " ".join(re.sub(r"[-_]+", " ", stem).split())
    return words[:1].upper() + words[1:]


def _name_of(text, hint):
    """The title of a copied page, by the address at its foot, or as it is called."""
    found = ADDRESS.search(text)
    return unquote(found[1]).replace("_", " ") if found else hint


def _title(text, lines, known):
    """(the span of the title line or None, the title, the lines before it, those after it).

    Raises Unreadable where none is known and the first line can't be one.
    """
    if len(known) > 500:
        raise Unreadable("The title is too long (500 characters at most).")
    index = next((n for n, line in enumerate(lines) if apart(line) is None), None)
    span, after = (None, []) if index is None else _title_line(lines, index)
    words = text[slice(*span)] if span else ""
    if known and words.casefold() != known.casefold():
        return None, known, [], lines
    if not span or not _has_words(text, *span) or marks_at(text, *span):
        raise Unreadable(
            "The first line must be the article's title, in words and without marks, or the title "
            "be given: nothing was imported."
        )
    if len(words) > 500:
        raise Unreadable("The first line is too long for a title (500 characters at most).")
    if not after:
        raise Unreadable("There is a title line but no paragraph after it: nothing was imported.")
    return span, words, lines[:index], after


def _title_line(lines, index):
    """(the span of the words of a line, without what marks them as a heading; the lines after)."""
    line, after = lines[index], lines[index + 1 :]
    marked = EQUALS.match(line.words) or HASHES.match(line.words)
    span = marked.span("title") if marked else (0, len(line.words))
    if after and not after[0].gap and UNDERLINE.match(after[0].words):
        after = after[1:]
    if after:
        # Whatever follows the title begins anew.
        after = [replace(after[0], gap=max(after[0].gap, 1)), *after[1:]]
    return (line.start + span[0], line.start + span[1]), after


# Its parts.


class _Reader:
    """Makes pieces of the parts of a text, one after the other; `at` is how far it has come."""

    def __init__(self, text, parts):
        self.text, self.parts, self.at = text, parts, 0
        self.references = read_references(text, parts)
        self.notes = frozenset(self.references.notes)
        self.pieces, self.events, self.sections = [], [], []
        self.captions, self.asks, self.found = [], [], []
        self.line_ends = [found.end() for found in LINE_END.finditer(text)]
        self.marks = {}

    def marks_at(self, start, end):
        if (start, end) not in self.marks:
            self.marks[start, end] = marks_at(self.text, start, end, self.notes)
        return self.marks[start, end]

    def placing(self, asked):
        """("leading" or "trailing", a sentence of why)."""
        heads = after = 0
        for part in self.parts:
            if part.what not in TEXT:
                continue
            at = part.start
            for start, end, marks in self.marks_at(part.start, part.end):
                if _has_words(self.text, at, start):
                    after += len(marks)
                elif start == part.start:
                    heads += len(marks)
                at = end
        if asked != "auto":
            return asked, f"Marks were read as {asked}, as asked."
        if heads > after:
            return "leading", (
                f"{_counted(heads, 'mark')} at the head of a paragraph, {after} after words: read as "
                "cut off from their words, and given to the first statement of each paragraph."
            )
        if heads + after == 0:
            return "trailing", "There are no marks."
        return "trailing", (
            f"{_counted(after, 'mark')} after words, {heads} at the head of a paragraph: "
            "read as covering the words before them."
        )

    def read(self, part, placing):
        if part.what in TEXT:
            self._event(part, placing)
        elif part.what == HEADING:
            self._section(part)
        elif part.what == ILLUSTRATION:
            self.captions.append(self._piece(part.start, part.end))
        else:
            self._apart(part)

    def _piece(self, start, end, whole=None):
        """The words of a span, with all before that no piece has yet, and the rest of its line."""
        whole = end if whole is None else whole
        piece = Piece(self.text[self.at : start], self.text[start:end], self.text[end:whole])
        self.at = whole
        self.pieces.append(piece)
        return piece

    def _section(self, part):
        end, marks = part.end, self.marks_at(part.start, part.end)
        if marks and _has_words(self.text, part.start, marks[0][0]):
            _, end = trimmed(self.text, part.start, marks[0][0])
        self.sections.append(ReadSection(self._piece(part.start, end, part.whole), part.level))
        for mark in chain.from_iterable(found for *_, found in marks):
            self._ask(mark, "of the heading")

    def _event(self, part, placing):
        pieces, stray = self._statements(part, placing)
        if pieces:
            self.pieces += pieces
            self.events.append(ReadEvent(tuple(pieces), part.what, len(self.sections)))
        elif stray and self.events and self.pieces[-1] is self.events[-1].statements[-1]:
            # Marks that stand alone belong to the words before them.
            event, last = self.events[-1], self.pieces[-1]
            last = replace(
                last,
                marks=(*last.marks, *stray),
                trail=last.trail + self.text[self.at : part.whole],
            )
            self.at, self.pieces[-1] = part.whole, last
            self.events[-1] = replace(event, statements=(*event.statements[:-1], last))
        elif stray:
            self.asks += [Ask(len(self.sections), mark) for mark in stray]

    def _statements(self, part, placing):
        """The statements of a paragraph, and marks without words."""
        cuts = [*self.marks_at(part.start, part.end), (part.end, part.end, ())]
        pieces, waiting, cursor = [], [], part.start
        for start, end, marks in cuts:
            span = trimmed(self.text, cursor, start)
            marks = tuple(self._joined(mark, start) for mark in marks)
            if _has_words(self.text, *span):
                words = self.text[slice(*span)]
                heads = tuple(_head(mark, placing) for mark in waiting)
                dates = tuple(read_dates(words))
                pieces.append(Piece(self.text[self.at : span[0]], words, marks=heads, dates=dates))
                self.at, waiting = span[1], []
                self._brackets(*span)
            cursor = end
            asked = tuple(mark for mark in marks if not mark.is_note)
            if end > start and pieces:
                closing = CLOSING.match(self.text, end)
                cursor = closing.end() if closing else end
                last = pieces[-1]
                trail = last.trail + self.text[self.at : cursor]
                pieces[-1] = replace(last, marks=(*last.marks, *asked), trail=trail)
                self.at = cursor
            else:
                waiting += asked
        return pieces, waiting

    def _joined(self, mark, at):
        """A mark with its printed line; a note is told."""
        if mark.is_note:
            printed = self.references.notes.get(label_of(mark.number), "")
            self._tell(at, at, f"note {mark.written}", printed or "its words are not in the file")
            return mark
        if mark.number:
            return replace(mark, printed=self.references.works.get(mark.number, ""))
        return mark

    def _apart(self, part):
        if part.box:
            kind, tagged_on, is_of_section = part.box
            if kind:
                section = len(self.sections) if is_of_section else 0
                reason = " ".join(self.text[part.start : part.end].split(". ")[0].split())
                self.asks.append(Ask(section, Mark(kind, reason=reason, tagged_on=tagged_on)))
        where = "printed reference" if part.what == REFERENCE else part.what
        for *_, marks in self.marks_at(part.start, part.end):
            for mark in marks:
                self._ask(mark, f"in a {where}: “{self._words(part.start, part.end)}”")
        self._tell(part.start, part.end, part.what, self._words(part.start, part.end))

    def _ask(self, mark, where):
        if mark.kind and not mark.number:
            reason = f"{mark.reason}; {where}" if mark.reason else where
            self.asks.append(Ask(len(self.sections), replace(mark, reason=reason)))

    def _brackets(self, start, end):
        for bracket in brackets_at(self.text, start, end, self.notes):
            self._tell(bracket.start, bracket.end, "bracket", bracket.words)

    def _words(self, start, end):
        words = " ".join(self.text[start:end].split())
        return words if len(words) <= 100 else words[:99] + "…"

    def _tell(self, start, end, what, words):
        line = bisect_right(self.line_ends, start) + 1
        last = bisect_right(self.line_ends, max(end - 1, start)) + 1
        self.found.append((len(self.pieces), Told(line, last, what, words)))

    def told(self):
        """What was told, with runs of one thing, which no words of the article part, together."""
        runs, place = [], None
        for at, told in self.found:
            is_more = place == (at, told.what) and told.what not in ("bracket", "maintenance box")
            if is_more:
                runs[-1] = replace(runs[-1], last=told.last)
            else:
                runs.append(told)
            place = (at, told.what)
        return tuple(runs)


def _counted(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _head(mark, placing):
    """A mark before any words: where marks follow their words, it can only be misplaced too."""
    if placing != "leading":
        return mark
    reason = f"{mark.reason}{BETWEEN}{PLACED}" if mark.reason else PLACED
    return replace(mark, reason=reason)
