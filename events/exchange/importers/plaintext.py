"""Reading an article from plain text, so that the same bytes can be given back.

A file is a title line, paragraphs between blank lines, and perhaps a closing block of
single lines, the captions. `[citation needed]`, `[9]` and the like are marks; other brackets
are prose. The reading is loss-free: each piece of words keeps, as `trail`, the marks put on
it and the punctuation that closes it after them ("1806[9]."), and as `lead` everything else
that stands before it (white space, paragraph breaks, marks at a paragraph's head).
"""

import re
from dataclasses import dataclass, field, replace

from events.exchange.dates import ReadDate, read_dates
from review import characters

PLACED = "placed by the importer: the mark may belong to words that are not in the file"
KINDS = {
    "citation needed": "citation-needed",
    "better source needed": "better-source-needed",
    "failed verification": "failed-verification",
    "dubious": "dubious",
    "dubious - discuss": "dubious",
    "when?": "when",
    "by whom?": "by-whom",
    "page needed": "page-needed",
    "clarification needed": "clarification-needed",
    "full citation needed": "full-citation-needed",
    "quotation needed": "quotation-needed",
    "verification needed": "verification-needed",
    "dead link": "dead-link",
}
BRACKET = re.compile(r"\[\s*(?:(?P<number>\d{1,3})|(?P<words>[^\[\]\d\r\n]{1,40}?))\s*\]")
BLANK_LINES = re.compile(r"(?:\r\n|\r|\n)[ \t\u00a0]*(?:(?:\r\n|\r|\n)[ \t\u00a0]*)+")
LINE_END = re.compile(r"\r\n|\r|\n")
WORD = re.compile(r"\w")
CLOSING = re.compile(r"[.,;:!?…)\]»”’\"']+(?=[\s\[]|\Z)")


class Unreadable(Exception):
    """The file can't be imported; the sentence says why and where."""


@dataclass(frozen=True)
class Mark:
    """A request in the making. `number` is that of a bare "[9]", as text, else empty."""

    kind: str
    reason: str = ""
    number: str = ""
    written: str = ""


@dataclass(frozen=True)
class Piece:
    """Words of the file, and all that stands before them and closes them."""

    lead: str
    text: str
    trail: str = ""
    marks: tuple[Mark, ...] = ()
    dates: tuple[ReadDate, ...] = ()


@dataclass(frozen=True)
class ReadArticle:
    """`name` is the title as it can be kept, and `left_out` what it lost by that, in words."""

    title: Piece
    events: tuple[tuple[Piece, ...], ...]
    captions: tuple[Piece, ...]
    tail: str
    placing: str
    said: str
    name: str
    left_out: tuple[str, ...]
    pieces: tuple[Piece, ...] = field(repr=False, default=())


def rebuild(pieces, tail):
    """The bytes of the file that these (lead, text, trail) and the tail were read from."""
    return ("".join(map("".join, pieces)) + tail).encode()


def read_article(data, *, marks="auto", captions="auto", limit=None):
    """Read a file's bytes; `marks` is auto, leading or trailing, `captions` auto or none.

    Raises Unreadable. `limit` is in bytes.
    """
    text = _decoded(data, limit)
    blocks = _blocks(text)
    if not blocks:
        raise Unreadable("The file holds no words: nothing was imported.")
    title, blocks = _title(text, blocks)
    if not blocks:
        raise Unreadable("There is a title line but no paragraph after it: nothing was imported.")
    caption_lines = []
    if captions == "auto" and _are_captions(text, blocks):
        caption_lines = _lines(text, *blocks.pop())
    placing, said = _placing(text, blocks, marks)
    at, events = title[1], []
    for block in blocks:
        pieces, at, stray = _paragraph(text, block, at, placing)
        if pieces:
            events.append(tuple(pieces))
        elif events and stray:
            *before, last = events[-1]
            events[-1] = (*before, replace(last, marks=(*last.marks, *stray)))
    if not events:
        raise Unreadable("There is no paragraph with words in it: nothing was imported.")
    shown = []
    for start, end in caption_lines:
        shown.append(Piece(text[at:start], text[start:end]))
        at = end
    head = Piece(text[: title[0]], text[slice(*title)])
    pieces = (head, *(p for event in events for p in event), *shown)
    name, left_out = characters.fit(head.text)
    return ReadArticle(
        head,
        tuple(events),
        tuple(shown),
        text[at:],
        placing,
        said,
        name,
        tuple(left_out),
        pieces,
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
    for index, sign in enumerate(text):
        if (sign < " " and sign not in "\t\r\n") or "\x7f" <= sign <= "\x9f":
            line = len(LINE_END.findall(text[:index])) + 1
            raise Unreadable(
                f"Line {line} holds the control character U+{ord(sign):04X}: this is no plain text."
            )
    return text


def _trimmed(text, start, end):
    """The span without white space (and a byte order mark) at its ends."""
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _has_words(text, start, end):
    """Whether a span has a letter or a digit that can be seen: a filler is a letter, too."""
    return any(not characters.is_unseen(found[0]) for found in WORD.finditer(text, start, end))


def _blocks(text):
    """Spans of what stands between blank lines."""
    edges = [0, *(n for gap in BLANK_LINES.finditer(text) for n in gap.span()), len(text)]
    spans = (_trimmed(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return [span for span in spans if characters.has_visible(text[slice(*span)])]


def _lines(text, start, end):
    edges = [start, *(n for gap in LINE_END.finditer(text, start, end) for n in gap.span()), end]
    spans = (_trimmed(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return [span for span in spans if characters.has_visible(text[slice(*span)])]


def _title(text, blocks):
    first, *rest = _lines(text, *blocks[0])
    if not _has_words(text, *first) or _marks_at(text, *first):
        raise Unreadable(
            "The first line must be the article's title, in words and without marks: "
            "nothing was imported."
        )
    if first[1] - first[0] > 500:
        raise Unreadable("The first line is too long for a title (500 characters at most).")
    if rest:
        blocks = [(rest[0][0], blocks[0][1]), *blocks[1:]]
    else:
        blocks = blocks[1:]
    return first, blocks


def _are_captions(text, blocks):
    """A closing block of single lines, in a text whose other paragraphs are not wrapped."""
    *others, last = blocks
    wrapped = any(len(_lines(text, *block)) > 1 for block in others)
    return bool(others) and not wrapped and len(_lines(text, *last)) >= 2


def _marks_at(text, start, end):
    """(start, end, Mark) of each mark in a span."""
    found = []
    for match in BRACKET.finditer(text, start, end):
        if match["number"]:
            mark = Mark(
                "full-citation-needed",
                f"was [{match['number']}] in the import",
                match["number"],
                match[0],
            )
        else:
            words = re.sub(r"[–—‑]", "-", " ".join(match["words"].split()).casefold())
            words = re.sub(r"\s*-\s*", " - ", words)
            if words not in KINDS:
                continue
            mark = Mark(KINDS[words], written=match[0])
        found.append((*match.span(), mark))
    return found


def _placing(text, blocks, asked):
    """("leading" or "trailing", a sentence of why)."""
    heads = after = 0
    for start, end in blocks:
        at = start
        for mark_start, mark_end, _ in _marks_at(text, start, end):
            if _has_words(text, at, mark_start):
                after += 1
            elif mark_start == start:
                heads += 1
            at = mark_end
    if asked != "auto":
        return asked, f"Marks were read as {asked}, as asked."
    if heads > after:
        return "leading", (
            f"{_counted(heads, 'mark')} at the head of a paragraph, {after} after words: "
            "read as cut off from their words, and given to the first statement of each paragraph."
        )
    if heads + after == 0:
        return "trailing", "There are no marks."
    return "trailing", (
        f"{_counted(after, 'mark')} after words, {heads} at the head of a paragraph: "
        "read as covering the words before them."
    )


def _counted(number, noun):
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _paragraph(text, block, at, placing):
    """The statements of a paragraph, where the last one's words end, and marks without words."""
    start, end = block
    cuts = [*_marks_at(text, start, end), (end, end, None)]
    pieces, waiting, cursor = [], [], start
    for mark_start, mark_end, mark in cuts:
        span = _trimmed(text, cursor, mark_start)
        if _has_words(text, *span):
            marks = tuple(_head(m, placing) for m in waiting)
            words = text[slice(*span)]
            dates = tuple(read_dates(words))
            pieces.append(Piece(text[at : span[0]], words, marks=marks, dates=dates))
            at, waiting = span[1], []
        cursor = mark_end
        if mark and pieces:
            last = pieces[-1]
            closing = CLOSING.match(text, mark_end)
            cursor = closing.end() if closing else mark_end
            trail = last.trail + text[at:cursor]
            pieces[-1] = replace(last, marks=(*last.marks, mark), trail=trail)
            at = cursor
        elif mark:
            waiting.append(mark)
    return pieces, at, waiting


def _head(mark, placing):
    """A mark before any words: where marks follow their words, it can only be misplaced too."""
    if placing != "leading":
        return mark
    reason = f"{mark.reason}; {PLACED}" if mark.reason else PLACED
    return replace(mark, reason=reason)
