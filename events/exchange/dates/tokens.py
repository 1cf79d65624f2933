"""The words, numbers and signs of a text, with what each may be in a date."""

import re
from dataclasses import dataclass

from events.exchange.dates.words import BEFORE_ERA, OF_ERA, OTHER_ERA, WORDS

NONE = {}
SUFFIXES = ("suffix", "suffix2", "suffix3", "suffix4")
# Old suffixes of numbers: 5th, 1890s, 1890er, 1er, XIXe, 1850-е, 1890-ih.
SUFFIX = r"(?:(?i:st|nd|rd|th|['’]?s)|er|ère|e|ème|ᵉ|ten|-?(?:ih|tih|te|их)|-?(?:е|х|ые|ых|их|те|й|го|му|м))"


def _spaced(pattern):
    """With spaces that a verbose expression keeps, and that may be no-break ones."""
    return pattern.replace(" ", r"[ \u00a0]")


TOKEN = re.compile(
    rf"""
      # Most are words, and no letter of these begins an era or a Roman number.
      (?P<plain>(?![ABCEHISVXadhnpvднп])[^\W\d_]++(?![\d_])(?:['’][^\W\d_]+)?)
    | (?P<iso>(?<![\w.-])\d{{4}}-\d\d-\d\d(?![\w-]))
    | (?P<dotted>(?<![\w.])\d{{1,2}}\.\s?\d{{1,2}}\.\s?\d{{4}}(?![\d]|\.\d))
    | (?P<amount>[$€£¥]\s?\d[\d.,]*|\d{{1,3}}(?:[,\u00a0\u202f]\d{{3}})+(?!\d)|\d+[.,]\d[\d.,]*
        |\d+\s?[%°′″‰×]|\d+/\d+/\d+|\d+:\d+)
    | (?P<number>(?<![\w.,$€£-])\d+(?P<suffix>{SUFFIX})?(?!\w|[’']\w)
        |(?<=\d[/–—-])\d+(?P<suffix2>{SUFFIX})?(?!\w)
        |(?<=[^\W\d_][/–—-])\d{{1,4}}(?P<suffix4>{SUFFIX})?(?!\w))
    | (?P<junk>[^\W\d]*+\d\w*)
    | (?P<bc>(?:{_spaced(BEFORE_ERA)})(?!\w))
    | (?P<ad>(?:{_spaced(OF_ERA)})(?!\w))
    | (?P<other>(?:{_spaced(OTHER_ERA)})(?!\w))
    | (?P<roman>[IVX]+(?P<suffix3>er|e|ᵉ|ème)?(?!\w))
    | (?P<word>[^\W\d_]+(?:['’][^\W\d_]+)?)
    | (?P<dash>[–—‑-])
    | (?P<sign>[^\w\s])
    """,
    re.VERBOSE,
)


@dataclass(slots=True)
class Token:
    kind: str
    text: str
    start: int
    end: int
    roles: dict
    suffix: str = ""
    is_spaced: bool = False  # Whether white space stands before it.
    is_new_line: bool = False

    @property
    def number(self):
        return int(self.text[: len(self.text) - len(self.suffix)])


END = Token("end", "", -1, -1, NONE)


def tokens_of(text):
    found, last = [], 0
    is_curly, has_lines = "’" in text, "\n" in text
    for match in TOKEN.finditer(text):
        kind, said, roles, suffix = match.lastgroup, match[0], NONE, ""
        if kind in ("plain", "word"):
            kind, roles = "word", WORDS.get(said.replace("’", "'") if is_curly else said, NONE)
        elif kind in ("number", "roman"):
            suffix = next(filter(None, map(match.group, SUFFIXES)), "").lower()
        start, end = match.span()
        is_spaced = start > last
        is_new_line = has_lines and "\n" in text[last:start]
        found.append(Token(kind, said, start, end, roles, suffix, is_spaced, is_new_line))
        last = end
    return found
