"""Marks in brackets: inline tags by their printed words (marks.toml), numbers and notes."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from events.models import CitationRequest
from events.models.event import PAGES
from events.reasons import WAS

OWN = Path(__file__).with_name("marks.toml")
BRACKET = re.compile(rf"\[([^\[\]]{{1,300}})\](?P<pages>{PAGES})?")
ANY = re.compile(r"\[[^\[\]]*\]")
NUMBERS = re.compile(r"\d{1,4}(?:\s*[,;–—-]\s*\d{1,4})*")
STEP = re.compile(r"(?P<first>\d+)(?:\s*[–—-]\s*(?P<last>\d+))?")
NOTE = re.compile(
    r"(?:note|nb|n|lower-alpha|lower-roman|upper-alpha|group|anm\.?|прим\.?|нап\.?|nap\.?|комм\.?)\s*\d{1,3}",
    re.IGNORECASE,
)
# What may stand between a tag's words and a month or a reason.
BREAK = re.compile(r"\s*[,:;(|–—-]\s*|\s+(?:since|from|as of|seit|depuis|od|од|с)\s+|\s+")
# What may follow a tag's words where no month does. One word alone may be prose: "[update, he said]".
AFTER = re.compile(r"\s*[,:;(|?-]|\s*\d+ (?:дн|ден)|\s*(?:19|20)\d\d\b")
AFTER_A_WORD = re.compile(r"\s*[:-]")
WORD = re.compile(r"[\w.'-]*\w")
SINCE = re.compile(
    r"\W*\b(?:since|from|as of|seit|depuis|од|od|с|date|on|in)\b[ =:]*$", re.IGNORECASE
)
# One kind of dash, and of quotation mark.
SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’‘ʼ´`", "'"))
# No reason: it names what one may do about the tag.
INVITES = frozenset(["discuss", "обсудить", "diskutieren", "discuter", "see talk page", "talk"])
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "jan feb mar apr - jun jul aug sep oct nov dec",
        "- - - - - - - - sept - - -",
        "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
        "januar februar mart april maj jun jul avgust septembar oktobar novembar decembar",
        "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "januar februar märz april mai juni juli august september oktober november dezember",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    )
    for number, name in enumerate(names.split(), 1)
    if name != "-"
}
MONTH = re.compile(
    rf"\b(?:\d{{1,2}}\.?\s+)?(?P<month>{'|'.join(MONTHS)})\.?,?\s+(?P<year>(?:19|20)\d\d)\b|\b(?P<iso>20\d\d-(?:0[1-9]|1[0-2]))\b"
)
# The longest list of numbers that one mark may stand for: "[1–40]" is something else.
MOST = 20


@dataclass(frozen=True)
class Mark:
    """A request in the making, or a note (`is_note`, which has no kind).

    `number` is that of a bare "[9]" or a note's label, as text; `written` is as printed, with the
    `pages` after it; `tagged_on` an EDTF month; `printed` the line of the file's own list.
    """

    kind: str = ""
    reason: str = ""
    number: str = ""
    written: str = ""
    tagged_on: str = ""
    pages: str = ""
    printed: str = ""
    is_note: bool = False


@dataclass(frozen=True)
class Bracket:
    """A bracket that is no known mark."""

    start: int
    end: int
    words: str


def read_table(path):
    """{printed words, normalised: kind} of a file like marks.toml.

    Raises ImproperlyConfigured with a sentence where it can't be read or names an unknown kind.
    """
    try:
        languages = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{path} is no table of marks: {error}.") from error
    table = {}
    for language, kinds in languages.items():
        for kind, printed in kinds.items() if isinstance(kinds, dict) else [(language, kinds)]:
            if kind not in CitationRequest.Kind.values:
                raise ImproperlyConfigured(
                    f"{path} names the kind “{kind}”, which is none of "
                    f"{', '.join(CitationRequest.Kind.values)}."
                )
            if not isinstance(printed, list) or not all(isinstance(w, str) for w in printed):
                raise ImproperlyConfigured(f"{path}: “{kind}” is to be a list of words.")
            table |= {_plain(words): kind for words in printed}
    return table


@cache
def table_of(extra):
    """The project's own table, with what an operator's file adds."""
    return read_table(OWN) | (read_table(extra) if extra else {})


def marks_at(text, start=0, end=None, notes=frozenset()):
    """[(start, end, marks)] of each bracket in a span that is known; the pages after it belong to
    it. `notes` are the labels of the file's own notes: "[a]" is one only then."""
    found = []
    for match in BRACKET.finditer(text, start, len(text) if end is None else end):
        pages = _pages(match["pages"])
        if marks := _marks(match[1], match[0], pages, notes):
            found.append((*match.span(), marks))
    return found


def brackets_at(text, start=0, end=None, notes=frozenset()):
    """The `Bracket`s of a span that are no marks."""
    end = len(text) if end is None else end
    if text.find("[", start, end) < 0:
        return []
    known = {at for at, *_ in marks_at(text, start, end, notes)}
    return [
        Bracket(*m.span(), m[0]) for m in ANY.finditer(text, start, end) if m.start() not in known
    ]


def _marks(words, written, pages, notes):
    words = words.strip()
    if NUMBERS.fullmatch(words):
        return tuple(
            Mark(
                "full-citation-needed",
                WAS.format(number=number),
                number,
                written,
                pages=pages,
            )
            for number in _numbers(words)
        )
    label = " ".join(words.split()).casefold()
    if NOTE.fullmatch(words) or label in notes:
        return (Mark(number=" ".join(words.split()), written=written, pages=pages, is_note=True),)
    tag = _tag(words, settings.ATTESTED_MARKS)
    if tag is None:
        return ()
    kind, reason, tagged_on = tag
    return (Mark(kind, reason, written=written, tagged_on=tagged_on, pages=pages),)


def _numbers(words):
    """The numbers of "9, 10" or "11–13"; none where it is a year or the like."""
    found = []
    for step in STEP.finditer(words):
        first, last = int(step["first"]), int(step["last"] or step["first"])
        if not 0 < first <= last <= 999 or last - first > MOST:
            return []
        found += map(str, range(first, last + 1))
    return found


@lru_cache(maxsize=1000)
def _tag(words, extra):
    """(kind, reason, month) of a tag's words, or None; `extra` as for `table_of`."""
    table = table_of(extra)
    spelled = _spelled(words)
    plain = _plain(words)
    if len(spelled) != len(plain):  # Of some letters the small ones are two.
        spelled = plain
    for length in _lengths(plain):
        said = plain[:length].rstrip()
        # Any tag may be asked ("tone?"), but without its question "[who]" is a word.
        kind = table.get(said) or table.get(said.removesuffix("?"))
        if kind is None:
            continue
        rest, more = plain[length:], spelled[length:]
        month = MONTH.search(rest)
        tagged_on = ""
        if month:
            tagged_on = month["iso"] or f"{month['year']}-{MONTHS[month['month']]:02}"
            more = SINCE.sub("", more[: month.start()]) + more[month.end() :]
        more = more.strip(" ,:;()-–—.|")
        if not re.search(r"\w", more) or more.casefold() in INVITES:
            more = ""
        follows = AFTER_A_WORD if WORD.fullmatch(said) else AFTER
        if more and not month and not follows.match(rest):
            return None  # "why the king": a bracket that only begins like a tag
        own = dict(CitationRequest.Kind.choices)[kind]
        return kind, ": ".join(filter(None, ["" if said == own else said, more])), tagged_on
    return None


def _lengths(plain):
    """How much of the words may be the tag's own: all, then up to each break, the longest first."""
    return [len(plain), *sorted({m.start() for m in BREAK.finditer(plain)}, reverse=True)]


def _spelled(words):
    """Words with single spaces and letters of one width, none before a question mark."""
    words = " ".join(unicodedata.normalize("NFKC", words).split())
    return re.sub(r"\s+\?", "?", words)


def _plain(words):
    """Words as they are compared: small letters, one kind of dash and of quotation mark."""
    return _spelled(words).lower().translate(SIGNS)


def _pages(printed):
    """The pages after a mark: ":45–46" or "(p45)" without what sets them apart."""
    return printed.strip(": \u00a0\u2009\u200a()") if printed else ""
