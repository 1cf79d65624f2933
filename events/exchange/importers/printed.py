"""The lines of a closing list: "1. ^ Novak, Ana (1999). …", "^ a b Novak 1999, p. 30", "[1] …"."""

import re
from dataclasses import replace

from events.exchange.importers import copies
from events.exchange.importers.lines import REFERENCE, Part, apart, part_of

BACK = r"(?:[a-zа-ш]{1,2}|\d{1,3}(?:[.,]\d{1,2})?)"
PRINTED = re.compile(
    r"(?:\[\s*(?P<number>\d{1,4})\s*\]|(?P<number2>\d{1,4})\.?\s*[\^↑]|[\^↑](?P<label>[a-z])?(?=\s|$)"
    r"|(?P<label2>[a-z])\.\s*[\^↑]|\[\s*(?P<label3>[a-z]|(?:nb|note|n)\s*\d+)\s*\](?=\s))\s*",
    re.IGNORECASE,
)
COUNTED = re.compile(r"(?P<number>\d{1,4})[.)]\s+")
BACKLINK = re.compile(rf"({BACK})(?:,| et| и| und)?\s+")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def reference(line, counted=False):
    """The `Part` of a line of a closing list, or None. `counted`: "1. Novak" is one, too."""
    found = PRINTED.match(line.words) or (counted and COUNTED.match(line.words))
    if not found or found.end() == len(line.words):
        return None
    named = found.groupdict()
    label = next(
        (named[n] for n in ("number", "number2", "label", "label2", "label3") if named.get(n)), ""
    )
    start = line.start + found.end()
    if "^" in found[0] or "↑" in found[0]:
        start = line.start + _after_backlinks(line.words, found.end())
    return Part(REFERENCE, start, line.end, line.end, label=" ".join(label.split()))


def _after_backlinks(words, at):
    """Where a printed line begins behind "a b c" or "1 2 3", the ways back to its uses."""
    tokens, cursor = [], at
    while found := BACKLINK.match(words, cursor):
        tokens.append((found[1], found.end()))
        cursor = found.end()
    count = 0
    for index, (token, _) in enumerate(tokens):
        if token not in (
            letter(index),
            letter(index, "абвгдежз"),
            str(index + 1),
        ) and not re.fullmatch(rf"\d+[.,]{index}", token):
            break
        count += 1
    return tokens[count - 1][1] if count > 1 else at


def letter(index, letters=LETTERS):
    first, second = divmod(index, len(letters))
    return (letters[first - 1] if first else "") + letters[second] if first <= len(letters) else "?"


def end_matter(lines, what):
    """The parts of lines under a heading that ends an article."""
    told = {"references": "printed references", "works": "list of works", "links": "list of links"}[
        what
    ]
    counted = what == "references"
    parts = []
    for line in lines:
        if copies.end_of(line.words):
            parts.append(part_of("closing heading", line))
            continue
        part = apart(line) or (what == "references" and reference(line, counted))
        if not part and parts and parts[-1].what == REFERENCE and not line.gap:
            # A printed reference may go on, on the next line.
            parts[-1] = replace(parts[-1], end=line.end, whole=line.end)
            continue
        parts.append(part or part_of(told, line))
    return parts
