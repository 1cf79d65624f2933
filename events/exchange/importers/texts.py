"""The layout of any text that is no copied page: a paragraph stands between blank lines, however many
lines it is wrapped over; headings are marked, underlined or numbered."""

import re
from dataclasses import replace

from events.exchange.importers import copies
from events.exchange.importers.lines import (
    ENDED,
    HEADING,
    ILLUSTRATION,
    ITEM,
    NUMBER,
    NUMBERED,
    PARAGRAPH,
    QUOTATION,
    TEXT,
    Part,
    apart,
    chunks_of,
    marked_heading,
    part_of,
)
from events.exchange.importers.printed import end_matter, letter, reference

UNDERLINE = re.compile(r"(?:={3,}|-{3,})$")
BULLET = re.compile(r"(?:[*•·‣▪◦]+\s*|[–—-]\s+)(?=\S)")
COUNTED = re.compile(r"\(?(\d{1,3}|[a-z])[.)]\s+(?=\S)")
QUOTED = re.compile(r">\s?(?=\S)")
WRAPPED = 120  # A file with a longer line has a paragraph a line.


def parts_of_text(lines, captions):
    """The `Part`s of these lines, without the title; with `captions`, a closing block of single lines
    is of illustrations."""
    chunks, parts, ending = list(chunks_of(lines)), [], ""
    numbered = _numbered_headings(chunks)
    per_line = any(len(line.words) > WRAPPED for line in lines) and not _is_wrapped(chunks)
    closing = _closing_list(chunks)
    shown = closing - 1 if captions and _are_captions(chunks[:closing]) else -1
    for index, chunk in enumerate(chunks):
        headed, chunk = _heading_of(chunk, numbered, has_text=any(p.what in TEXT for p in parts))
        if headed:
            words = _words_of(headed, lines)
            ending = copies.end_of(words)
            parts.append(replace(headed, what="closing heading") if ending else headed)
        if not chunk:
            continue
        if ending or index >= closing:
            parts += end_matter(chunk, ending or "references")
        elif index == shown:
            parts += [part_of(ILLUSTRATION, line) for line in chunk]
        else:
            parts += _body(chunk, per_line)
    return parts


def _are_captions(chunks):
    """A closing block of single lines, in a text whose other paragraphs are not wrapped."""
    *others, last = chunks or [[]]
    plain = not items_of(last) and not any(map(apart, last)) and not _heading_of(last, (), True)[0]
    wrapped = any(len(chunk) > 1 and not items_of(chunk) for chunk in others)
    return bool(others) and plain and not wrapped and len(last) >= 2


def _words_of(part, lines):
    for line in lines:
        if line.start <= part.start and part.end <= line.end:
            return line.words[part.start - line.start : part.end - line.start]
    return ""


def _heading_of(chunk, numbered, has_text):
    """(the heading that a chunk begins with or None, the rest of the chunk)."""
    first, *rest = chunk
    if marked := marked_heading(first):
        return marked, rest
    if rest and UNDERLINE.match(rest[0].words) and len(first.words) <= 200:
        level = 2 if rest[0].words[0] == "=" else 3
        return Part(HEADING, first.start, first.end, rest[0].end, level), rest[1:]
    if first.start in numbered and not rest:
        found = NUMBER.match(first.words)
        level = found["number"].count(".") + 2
        return Part(HEADING, first.start + found.start("title"), first.end, first.end, level), []
    ends = has_text and len(first.words) < 60 and copies.end_of(first.words)
    if ends and (not rest or reference(rest[0], counted=True)):
        return part_of(HEADING, first, level=2), rest
    return None, chunk


def _numbered_headings(chunks):
    """Starts of lines like "1. The money" that stand alone and count on from 1."""
    found, expected = [], "1"
    for chunk in chunks:
        match = NUMBER.match(chunk[0].words) if len(chunk) == 1 else None
        if not match or len(match["title"]) > 80 or ENDED.search(match["title"]):
            continue
        number = match["number"]
        if number in _following(expected, found):
            found.append((number, chunk[0].start))
    starts = {start for _, start in found}
    return starts if len(starts) > 1 else frozenset()


def _following(first, found):
    """The numbers that may come next: 1, then 1.1 or 2, then 1.1.1, 1.2 or 2."""
    if not found:
        return {first}
    last = [int(n) for n in found[-1][0].split(".")]
    may = {".".join(map(str, [*last, 1]))}
    for depth in range(len(last)):
        may.add(".".join(map(str, [*last[:depth], last[depth] + 1])))
    return may


def _is_wrapped(chunks):
    """Whether paragraphs run over several lines: most of their lines end within a sentence."""
    inner = [line for chunk in chunks if len(chunk) > 1 for line in chunk[:-1]]
    open_ended = sum(not ENDED.search(line.words) for line in inner)
    return bool(inner) and open_ended > len(inner) / 2


def _closing_list(chunks):
    """The index of the chunk from which on the text is a list of printed references."""
    at, labels, most = len(chunks), [], 0
    for index in range(len(chunks) - 1, 0, -1):
        found = [part.label for line in chunks[index] if (part := reference(line))]
        if not reference(chunks[index][0]) or len(found) < len(chunks[index]) / 2:
            break
        at, labels = index, [*found, *labels]
        most = len(found)
    if not labels:
        return len(chunks)
    lines = [line for chunk in chunks[at:] for line in chunk]
    marked = any(sign in line.words[:8] for line in lines for sign in "^↑")
    counts_on = labels == [str(n) for n in range(1, len(labels) + 1)]
    is_list = marked or (counts_on and (most > 1 or len(labels) > 2))
    return at if is_list else len(chunks)


def _body(chunk, per_line):
    """The parts of a chunk of the text."""
    if all(QUOTED.match(line.words) for line in chunk):
        return _joined(QUOTATION, chunk, QUOTED)
    items = items_of(chunk)
    if not items and all(line.indent >= 4 for line in chunk):
        return [Part(QUOTATION, chunk[0].start, chunk[-1].end, chunk[-1].end)]
    parts, run = [], []
    for line in chunk:
        if part := apart(line):
            parts += _run(run, per_line)
            run = []
            parts.append(part)
        elif line.start in items:
            parts += _run(run, per_line)
            run = []
            what, skip = items[line.start]
            parts.append(Part(what, line.start + skip, line.end, line.end))
        elif parts and not run and parts[-1].what in (ITEM, NUMBERED) and line.indent:
            parts[-1] = replace(parts[-1], end=line.end, whole=line.end)
        else:
            run.append(line)
    return parts + _run(run, per_line)


def items_of(chunk):
    """{start of a line: (item or numbered, how long its bullet is)} of the items of a chunk."""
    found = {}
    bullets = [(line, BULLET.match(line.words)) for line in chunk]
    dashes = sum(bool(m) and m[0][0] in "–—-" for _, m in bullets)
    for line, match in bullets:
        if match and (match[0][0] not in "–—-" or dashes > 1):
            found[line.start] = (ITEM, match.end())
    counted = [(line, COUNTED.match(line.words)) for line in chunk]
    counts = [m[1] for _, m in counted if m]
    in_order = [str(n) for n in range(1, len(counts) + 1)], [letter(n) for n in range(len(counts))]
    if len(counts) > 1 and counts in in_order:
        found.update((line.start, (NUMBERED, m.end())) for line, m in counted if m)
    return found


def _run(lines, per_line):
    if not lines:
        return []
    if per_line:
        return [part_of(PARAGRAPH, line) for line in lines]
    return [Part(PARAGRAPH, lines[0].start, lines[-1].end, lines[-1].end)]


def _joined(what, chunk, marker):
    """A quotation whose lines are all marked: a part a line."""
    return [
        Part(what, line.start + marker.match(line.words).end(), line.end, line.end)
        for line in chunk
    ]
