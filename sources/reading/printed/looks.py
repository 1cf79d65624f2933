"""The words of a line and what each looks like.

A word is what stands between white space, with its punctuation: labels change nowhere else.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from sources.reading.printed.words import lists_of

OPENING, CLOSING = "“„«‘‹\"'`", "”“»’›\"'"
# With these a stretch begins, though nothing ended the one before; “/” is GOST's.
OPENS = {*'([“„«‘‹<"/'}
INITIALS = re.compile(r"(?:[^\W\d_]\.[-‐–]?)+,?|[^\W\d_]{1,2}\.?,?")
ABBREVIATION = re.compile(r"(?:vol|no|nr|ed|eds|pp?|vols|proc|conf|int|st|univ|tech|rep|bd|dr|jr|"
                          r"trans|symp|dept|inc|co|ltd|suppl|т|вып|стр|с|изд|ред|ур|прев|књ|бр)\.",
                          re.IGNORECASE)  # fmt: skip
KINDS = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in [
        ("year", r"\(?(?:1[0-9]|20)\d\d[a-z]?\)?"),
        ("years", r"\(?(?:1[0-9]|20)\d\d[-–/](?:\d\d)?\d\d\)?"),
        ("url", r"<?(?:https?:|ftp:|www\.).*"),
        ("doi", r"(?:doi:?)?10\.\d{4,}/.*|doi"),
        ("isbn", r"isbn.*|97[89][-\d]{10,}"),
        ("volume(issue)", r"\d+\(\d+[-–/]?\d*\)"),
        ("volume:pages", r"\d+(?:\(\d+\))?:\w?\d+(?:[-–—]+\w?\d+)?"),
        ("range", r"[a-z]?\d+[-–—‐]+[a-z]?\d+"),
        ("ordinal", r"\d+(?:st|nd|rd|th|-е|-ое|-й)"),
        ("number", r"\d{1,2}"),
        ("long number", r"\d+"),
        ("roman", r"(?=[ivxlc])(?:x{0,4}l?x{0,3})(?:ix|iv|v?i{0,3})"),
        ("page number", r"(?:p|pp|s)\.?\d+.*"),
        ("mixed", r".*\d.*"),
    ]
]


class Word(NamedTuple):
    """A word of a line: where it stands, what it is without punctuation, and what kind."""

    text: str
    start: int
    end: int
    low: str
    shape: str
    before: str
    after: str
    kind: str
    lists: list


@lru_cache(maxsize=20_000)
def _looked_at(text):
    """(in small letters without punctuation, shape, punctuation before, after, kind)."""
    bare = text.strip("()[]{}<>.,;:!?*†-–—/\\|«»„“”‘’‹›\"'`&§ ")
    place = text.find(bare) if bare else len(text)
    before, after = text[:place], text[place + len(bare) :] if bare else ""
    low = bare.lower()
    kind = next((kind for kind, pattern in KINDS if low and pattern.fullmatch(low)), "")
    if not kind:
        if not bare:
            kind = "sign"
        elif INITIALS.fullmatch(bare + after[:1]) and bare[0].isupper():
            kind = "initials"
        elif bare.isupper():
            kind = "capitals"
        elif bare.islower():
            kind = "small"
        elif bare[0].isupper() and bare[1:].islower():
            kind = "Capital"
        else:
            kind = "Mixed"
    shape = re.sub(r"(.)\1+", r"\1", "".join(map(_shape, text)))[:12]
    return low, shape, before, after, kind


def _shape(sign):
    if sign.isupper():
        return "X"
    if sign.isalpha():
        return "x"
    return "9" if sign.isdigit() else sign


def words(text):
    """The Words of a text."""
    found = list(re.finditer(r"\S+", text))
    looked = [_looked_at(word[0]) for word in found]
    lists = lists_of([low for low, *_ in looked])
    return [
        Word(word[0], word.start(), word.end(), *seen, names)
        for word, seen, names in zip(found, looked, lists, strict=True)
    ]


def ends_of(word):
    """What kind of stop a word ends with: "" within a stretch, "," or "." between two."""
    if not word.after and word.low:
        return ""
    if any(sign in CLOSING for sign in word.after):
        return "”"
    if word.after[-1:] == "." and (
        word.kind == "initials" or ABBREVIATION.fullmatch(word.text.lstrip("(["))
    ):
        return ""
    for sign in ")];:.,?!—–-":
        if sign in word.after:
            return sign
    return ""


def gap_before(line, place):
    """What parts a word from the one before it: "" for nothing, which is seldom a new part."""
    if not 0 < place < len(line):
        return "|"
    word = line[place]
    opened = next((sign for sign in word.before if sign in OPENS), "")
    return ends_of(line[place - 1]) + opened
