"""Reading one line: what stands before it left out, identifiers found, parts labelled, fields made."""

import itertools
import re
from typing import NamedTuple

from review import characters
from sources import identifiers
from sources.identifiers import BadIdentifier
from sources.reading.printed import model
from sources.reading.printed.fields import fields_of

# Longer lines are no reference: the longest of the corpus has 700 characters.
LONGEST = 2_000
# From here on a line is read right in 95 of 100 cases: `python -m tests.references measure`.
SURE = 0.9

# “1. ^ ”, “^ a b ”, “[12] ”, “↑ ”: what an article's list of notes prints before a reference.
_LEAD = re.compile(
    r"\s*(?:(?:\d{1,4}\.\s*)?[\^↑]\s*(?:(?:[a-zа-я]{1,2}|\d+[.,]\d+)\s+(?=\S))*|\[\d{1,4}\]\s*|\(\d{1,3}\)\s+|"
    r"\d{1,4}\.\s+(?=[^\W\d_]))+"
)
_URL = re.compile(r"(?:https?|ftp)://[^\s<>]+|(?<![\w@])www\.[^\s<>]+", re.IGNORECASE)
_PATTERNS = {
    "doi": re.compile(
        r"(?:doi\s*:?\s*)?(?:https?://(?:www\.|dx\.)?doi\.org/)?10\.\d{4,9}/[^\s<>]+", re.IGNORECASE
    ),
    "isbn": re.compile(
        r"(?:e?ISBN(?:-?1[03])?\s*:?\s*|(?=97[89]))\d[\d‐-―\s-]{8,16}[\dX]\b", re.IGNORECASE
    ),
    "issn": re.compile(r"(?:[ep]-?)?ISSN(?:-L)?\s*:?\s*\d{4}[-‐–]?\d{3}[\dX]\b", re.IGNORECASE),
}
_CIRCA = re.compile(r"[(\[]?(?:ca?|cca|circa|око|oko|ок|около)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+")
_IN = re.compile(r"(?:in|у|u|в):|//", re.IGNORECASE)
# What stands before an editor's name, and seldom behind it.
_BY = re.compile(r"ed\.|edited|hrsg\.|ur\.|prir\.|ур\.|прир\.|уредио|уредила|uredio|uredila|ред\.")
_LED = {"date", "journal", "container-title", "editor"}
_CLOSES = {")": "(", "]": "[", "}": "{"}


class Part(NamedTuple):
    """A run of words with one label; `start` and `end` count characters of the line that was given,
    `sure` is the least of its words' probabilities (0 to 1)."""

    label: str
    text: str
    start: int
    end: int
    sure: float


class Printed(NamedTuple):
    """A line as it was read: `fields` are CSL variables, `sure` is the probability (0 to 1) that all
    labels are right, 0 where there is no reference in it: a text that is empty, too long, prose."""

    text: str
    parts: tuple
    fields: dict
    sure: float


def read_line(text):
    """The Printed of a reference as someone copied it. Needs no database and no network."""
    if len(text) > LONGEST or not characters.has_visible(text):
        return Printed(text, (), {}, 0.0)
    line = _seen(text)
    lead = _LEAD.match(line)
    if lead:
        line = " " * lead.end() + line[lead.end() :]
    labelled, sure = model.kept().labels(line)
    spans, fields = _identified(line)
    labelled = _without_container(_without_title(_relabelled(labelled, spans)))
    parts = tuple(_parts(text, labelled))
    if all(part.label in ("doi", "isbn", "issn", "url") for part in parts):
        sure = 1.0
    fields = fields_of([(part.label, part.text) for part in parts], fields)
    return Printed(text, parts, fields, sure if _is_reference(fields) else 0.0)


def _is_reference(fields):
    """Whether there is a title or an identifier, and something of where it was published."""
    if fields.keys() & {"DOI", "ISBN", "ISSN", "URL", "archive_location"}:
        return True
    return bool(
        fields.keys() & {"title", "container-title"}
        and fields.keys() & {"issued", "publisher", "publisher-place", "volume", "page", "archive"}
    )


def _seen(text):
    """The text, as long, with blanks for the signs that nobody sees."""
    if text.isprintable():
        return text
    return "".join(" " if characters.is_unseen(sign) else sign for sign in text)


def _identified(line):
    """([(label, start, end)], {variable: value}) of what a pattern finds, before any model."""
    spans, fields = [], {}
    for label, pattern in _PATTERNS.items():
        for found in pattern.finditer(line):
            value = _trimmed(found[0])
            try:
                fields.setdefault(label.upper(), identifiers.normal(label, value))
            except BadIdentifier:
                continue
            spans.append((label, found.start(), found.start() + len(value)))
    for found in _URL.finditer(line):
        if not any(start <= found.start() < end for _, start, end in spans):
            value = _trimmed(found[0])
            fields.setdefault("URL", value)
            spans.append(("url", found.start(), found.start() + len(value)))
    return spans, fields


def _trimmed(value):
    """Without the punctuation of the line around it: a bracket that it opened itself is its own."""
    while value and (
        value[-1] in ".,;:'\"”“»>"
        or value.count(value[-1]) > value.count(_CLOSES.get(value[-1], value[-1]))
    ):
        value = value[:-1]
    return value


def _relabelled(labelled, spans):
    """The words with the labels of the identifiers that they are of; “c.” is of the date after it,
    “in:” and “//” of the container."""
    made = []
    for one in labelled:
        span = next((s for s in spans if s[1] < one.word.end and one.word.start < s[2]), None)
        if span:
            begins = one.word.start <= span[1] < one.word.end
            one = one._replace(label=span[0], begins=begins, sure=1.0)
        made.append(one)
    for place, (one, following) in enumerate(itertools.pairwise(made)):
        goes_on = _CIRCA if following.label == "date" else _IN
        if following.begins and following.label in _LED and goes_on.fullmatch(one.word.text):
            made[place] = one._replace(label=following.label, begins=True)
            made[place + 1] = following._replace(begins=False)
    return made


def _without_title(labelled):
    """The words, with a title of its own between the two times that GOST names the author: “Иванов,
    И. И. Мосты Дуная / И. И. Иванов”, which is all read as names where the title looks like some."""
    for slash, one in enumerate(labelled):
        if one.word.text != "/" or one.label != "author" or one.begins:
            continue
        first = max((n for n in range(slash) if labelled[n].begins), default=0)
        title = first + 1
        while _INITIALS.fullmatch(labelled[title].word.text):
            title += 1
        if first + 1 < title < slash:
            between = [one._replace(label="title", begins=False) for one in labelled[title:slash]]
            labelled = [*labelled[:title], *between, *labelled[slash:]]
            for place in (title, slash):
                labelled[place] = labelled[place]._replace(begins=True)
            break
    return labelled


def _without_container(labelled):
    """The words, with what stands between “u:” and “, ur. Ana Petrović” for the container, where all
    of it is read as an editor's: nobody is named there who has initials, or with whom “and” stands."""
    for first, one in enumerate(labelled):
        if one.label != "editor" or not one.begins or not _IN.fullmatch(one.word.text):
            continue
        for place in range(first + 2, len(labelled) - 1):
            if labelled[place].label != "editor" or labelled[place].begins:
                break
            between = labelled[first + 1 : place]
            if any(w.word.kind == "initials" or "and" in w.word.lists for w in between):
                break
            if _BY.fullmatch(labelled[place].word.text) and between[-1].word.after == ",":
                made = [w._replace(label="container-title") for w in labelled[first:place]]
                rest = [labelled[place]._replace(begins=True), *labelled[place + 1 :]]
                return [*labelled[:first], *made, *rest]
    return labelled


def _parts(text, labelled):
    group = []
    for one in [*labelled, None]:
        if group and (one is None or one.begins or one.label != group[-1].label):
            start, end = group[0].word.start, group[-1].word.end
            seen = characters.visible(text[start:end])
            yield Part(group[0].label, seen, start, end, min(g.sure for g in group))
            group = []
        group.append(one)
