"""The rules: what in a statement's words, and in its place, tells that a citation is due or is not."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from events.due import words as lists

# {reason: the sentence}, the chief one first: where several hold, the first is what one is told.
REASONS = {
    "quotation": "It quotes somebody’s words",
    "private-life": "It tells of somebody’s private life",
    "superlative": "It says that something is the first, the only one or the greatest",
    "statistics": "It gives numbers",
    "scientific": "It tells what was studied or measured",
    "contested": "People dispute such things",
    "opinion": "It says what somebody claims or thinks",
    "historical": "It tells what happened, when, and to whom",
    "other": "It says why something happened",
}
# {why none may be needed: the sentence}.
NONE_NEEDED = {
    "fragment": "It is no full sentence",
    "transition": "It only leads on to what follows",
    "plot": "It retells a work, which speaks for itself",
    "definition": "It explains a word",
    "common-knowledge": "Everybody knows it",
    "lead": "It stands in the lead, which sums up what is cited below",
    "cited-nearby": "The next citation in this paragraph may cover it",
}
# What is due in spite of it. A quotation and what people dispute want a source wherever they stand.
IN_SPITE = {
    "fragment": set(),
    "transition": {"quotation"},
    "plot": {"quotation"},
    "definition": {"quotation", "statistics", "private-life"},
    "common-knowledge": {"quotation", "statistics", "contested", "opinion", "private-life"},
    "lead": {"quotation", "contested"},
    "cited-nearby": {"quotation"},
}

QUOTES = re.compile(r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|\"([^\"]+)\"|‘([^‘’]{12,})’")
YEAR = r"(?:1[0-9]\d\d|20[0-4]\d|[5-9]\d\d)"
MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|januar\\w*|februar\\w*|mart\\w?|april\\w*|maja?|juna?|jul\\w?|avgust\\w*|septemb\\w+|oktob\\w+|novemb\\w+|decemb\\w+"
    "|јануар\\w*|фебруар\\w*|март\\w?|април\\w*|маја?|јуна?|јул\\w?|август\\w*|септемб\\w+|октоб\\w+|новемб\\w+|децемб\\w+"
    "|январ\\w|феврал\\w|апрел\\w|мая|июн\\w|июл\\w|сентябр\\w|октябр\\w|ноябр\\w|декабр\\w"
)
CENTURY = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?|[ivx]+|\w+(?:th|rst|ond|ird))[\s-]+centur(?:y|ies)\b"
    r"|(?:\d{1,2}|[ivx]+)\.?\s+(?:veka?u?|vijeka?u?|века?у?|веке|вијек\w?)\b|"
)
# With the letters that months begin with looked at before their names.
DATE = (
    rf"\b(?:(?=[\djfmasondјфмасондия])(?:\d{{{{1,2}}}}\.?\s+)?\b(?:{MONTHS})\b"
    rf"(?:\s+\d{{{{1,2}}}}\b(?!\s*%))?(?:,?\s+{YEAR}\b)?|{{}}"
    rf"{YEAR}s?\b(?:\s*[–—/-]\s*\d{{{{2,4}}}}\b)?"
    rf"|\d{{{{1,4}}}}\s*(?:bc|ad|bce|ce|п\. н\. э|pre nove ere)\b)"
)
DATES = re.compile(DATE.format(CENTURY), re.IGNORECASE)
DATES_BUT_CENTURIES = re.compile(DATE.format(""), re.IGNORECASE)
# What every century and every other date has, to spare the search of all texts without one.
CENTURIES = re.compile(r"centur|ve[ck]|vije[ck]|век|виjек", re.IGNORECASE)
DIGIT = re.compile(r"\d")
NUMBER = re.compile(
    r"[$€£₽]\s?\d[\d.,]*|(?<![\w.])\d{1,3}(?:[.,\u00a0 ]\d{3})+(?!\w)|(?<![\w.])\d+(?:[.,]\d+)?(?:\s?%)?(?![\w])"
)
# "was a merchant": what somebody was, and nothing that happened.
WHAT_IT_WAS = re.compile(
    r"(?:was|were) (?:an?|the) (?!\w+ed\b)|(?:bi[olae]+|би[олае]+|был[аои]?)\b", re.IGNORECASE
)
SHORT = 12  # Words of the longest heading.
LONG = 10  # Words of a sentence that tells something particular.
ENDS = re.compile(r"[.!?…][\"”»“’)\]]*\s*$")
OPENS = re.compile(r"[.!?:“„«‘\"—]")
PAST = {
    "en": re.compile(r"\w{2,}[^e\W]ed\b|\w+ied\b"),
    "sr": re.compile(r"\w{2,}(?:ao|eo|io|uo|la|lo|li|le|ао|ео|ио|уо|ла|ло|ли|ле)\b"),
    "ru": re.compile(r"\w{2,}(?:л|ла|ло|ли|лся|лась|лось|лись)\b"),
}
# Words of one form with a past tense that are none.
NO_PAST = {
    "indeed",
    "hundred",
    "sacred",
    "red",
    "need",
    "seed",
    "united",
    "selo",
    "село",
    "posle",
    "после",
    "malo",
    "cela",
    "bela",
    "ali",
    "али",
    "ili",
    "или",
    "если",
    "только",
    "ко",
}


@dataclass(frozen=True)
class Place:
    """What the reader can't see in the words."""

    is_lead: bool = False
    is_cited_nearby: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a citation may be due, with the words (start, end) that it rests on."""

    name: str
    spans: tuple

    @property
    def sentence(self):
        return REASONS[self.name]


@dataclass(frozen=True)
class Exemption:
    """Why none may be needed all the same."""

    name: str

    @property
    def sentence(self):
        return NONE_NEEDED[self.name]


@dataclass(frozen=True)
class Reading:
    """`reasons` in the order of `REASONS`; `due` are those that hold in spite of the `exemptions`."""

    reasons: tuple = ()
    exemptions: tuple = ()

    @property
    def due(self):
        return tuple(
            r for r in self.reasons if all(r.name in IN_SPITE[e.name] for e in self.exemptions)
        )

    @property
    def is_due(self):
        return bool(self.due)

    @property
    def chief(self):
        return next(iter(self.due), None)


class _Text:
    """A text, with its words, dates, names and what the lists have of it."""

    def __init__(self, text):
        self.text = text
        self.words = lists.words_of(text)
        self.language = lists.language_of(text, self.words)
        self.hits = lists.hits(self.words, self.language)
        self.dates = _dates(text)

    def spans(self, name):
        return [(hit.start, hit.end) for hit in self.hits.get(name, ())]

    def names(self):
        """Words with a great letter that begin no sentence, quotation or month."""
        return [
            (w.start, w.end)
            for before, w in pairwise(self.words)
            if w.is_capital
            and len(w.plain) > 1
            and not OPENS.search(self.text, before.end, w.start)
            and not self.is_in_date(w.start)
        ]

    @cached_property
    def past(self):
        told = PAST[self.language]
        found = [
            (w.start, w.end)
            for n, w in enumerate(self.words)
            if told.fullmatch(w.plain) and w.plain not in NO_PAST and not (w.is_capital and n)
        ]
        return found + self.spans("past")

    def is_in_date(self, place):
        return any(start <= place < end for start, end in self.dates)


def read(text, place=Place()):
    """The `Reading` of a statement's words."""
    if not text.strip():
        return Reading()
    found = _Text(text)
    spans = {name: RULES[name](found) for name in REASONS}
    reasons = tuple(Reason(name, tuple(_apart(s))) for name, s in spans.items() if s)
    return Reading(reasons, tuple(Exemption(name) for name in _exempt(found, place)))


def is_due(text, place=Place()):
    """As `read(text, place).is_due`, in less time."""
    if not text.strip():
        return False
    found = _Text(text)
    exempt = list(_exempt(found, place))
    # What happened is told most often.
    return any(
        RULES[name](found)
        for name in ("historical", *REASONS)
        if all(name in IN_SPITE[why] for why in exempt)
    )


def _dates(text):
    if CENTURIES.search(text):
        dates = DATES
    elif DIGIT.search(text):
        dates = DATES_BUT_CENTURIES
    else:
        return []
    return [found.span() for found in dates.finditer(text)]


def _quoted(found):
    """A run of quoted words, or fewer that somebody is said to have used; a name in quotes is none."""
    is_said = bool(found.hits.get("saying"))
    return [match.span() for match in QUOTES.finditer(found.text) if _is_speech(match, is_said)]


def _is_speech(match, is_said):
    quoted = next(filter(None, match.groups())).split()
    is_name = all(word[0].isupper() for word in quoted if len(word) > 3)
    return len(quoted) >= 6 or (not is_name and (is_said or len(quoted) >= 3))


def _numbers(found):
    """Counts, shares and sums; not the numbers of dates, nor small ones of anything."""
    spans = []
    counted = {hit.first for hit in found.hits.get("counted", ())}
    for match in NUMBER.finditer(found.text):
        value = re.sub(r"\D", "", match[0])
        after = next((n for n, w in enumerate(found.words) if w.start >= match.end()), None)
        is_count = after is not None and {after, after + 1} & counted
        if found.is_in_date(match.start()) and not (
            is_count and match[0].isdigit() and after in counted
        ):
            continue
        if is_count or len(value) > 2 or not match[0].isdigit():
            spans.append(match.span())
    for hit in found.hits.get("numbers", ()):
        if {hit.last + 1, hit.last + 2} & counted:
            spans.append((hit.start, hit.end))
    return spans + found.spans("statistics")


def _superlatives(found):
    """A word with a great letter is part of a name: "the First Uprising"."""
    no = found.spans("not-superlative") + found.names()
    return [
        (start, end)
        for start, end in found.spans("superlative")
        if not any(a < end and start < b for a, b in no)
    ]


def _happened(found):
    """A date, or a past tense with a name, or by itself where so much is told that it can be checked."""
    if found.dates:
        return found.dates
    past = found.past
    if not past or all(WHAT_IT_WAS.match(found.text, start) for start, _ in past):
        return []
    return found.names() or (past if len(found.words) >= LONG else [])


def _listed(name):
    return lambda found: found.spans(name)


RULES = {
    "quotation": _quoted,
    "private-life": _listed("private-life"),
    "superlative": _superlatives,
    "statistics": _numbers,
    "scientific": _listed("scientific"),
    "contested": _listed("contested"),
    "opinion": _listed("opinion"),
    "historical": _happened,
    "other": _listed("because"),
}


def _exempt(found, place):
    """Names of what may spare the citation, in the order of `NONE_NEEDED`."""
    if _is_fragment(found):
        yield "fragment"
    if found.hits.get("transition"):
        yield "transition"
    if found.hits.get("plot"):
        yield "plot"
    if found.hits.get("definition") and not found.past:
        yield "definition"
    if found.hits.get("common-knowledge"):
        yield "common-knowledge"
    if place.is_lead:
        yield "lead"
    if place.is_cited_nearby:
        yield "cited-nearby"


def _is_fragment(found):
    """A heading, a caption, a line that leads elsewhere."""
    if len(found.words) < 3:
        return True
    if len(found.words) >= SHORT:
        return False
    is_headed = any(hit.first == 0 for hit in found.hits.get("fragment", ()))
    return is_headed or (not ENDS.search(found.text) and not found.past)


def _apart(spans):
    """The spans in order, those of words that follow each other joined."""
    joined = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined
