"""A file's own printed references and notes, joined to the marks that stand for them."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from events.exchange.importers.lines import REFERENCE

NUMBERS = re.compile(r"\[\s*(\d{1,3})\s*\]")
LETTERS = re.compile(r"\[([a-z])\]")
NAMED = re.compile(
    r"\[\s*(nb|note|n|lower-alpha|anm\.|прим\.|нап\.)\s*(\d{1,3})\s*\]", re.IGNORECASE
)


@dataclass(frozen=True)
class References:
    """{label, as in the mark: the printed line} of works, and of notes. `lines` is how many printed
    lines there are."""

    works: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    lines: int = 0


def label_of(printed):
    """A note's label as a key: "Note 3" and "note  3" are one."""
    return " ".join(printed.split()).casefold()


def read_references(text, parts):
    """The `References` of a file's parts.

    A list without labels of its own counts its lines; whether it is of works ("[9]") or of notes
    ("[a]", "[note 3]") is told by how many of either the text has.
    """
    lists = _lists(parts)
    if not lists:
        return References()
    starts = {part.start for own in lists for part in own}
    body = _without(text, parts, starts)
    numbers = [int(n) for n in NUMBERS.findall(body)]
    letters = sorted(set(LETTERS.findall(body)))
    named = defaultdict(set)
    for kind, number in NAMED.findall(body):
        named[kind.casefold()].add(int(number))
    works, notes = {}, {}
    silent = []
    for own in lists:
        labelled = [part for part in own if part.label]
        for part in labelled:
            kept = works if part.label.isdigit() else notes
            kept.setdefault(label_of(part.label), _printed(text, part))
        if len(labelled) < len(own):
            silent.append([part for part in own if not part.label])
    most = max((n for n in numbers if str(n) not in works), default=0)
    _join_silent(text, silent, most, letters, named, works, notes)
    return References(works, notes, sum(map(len, lists)))


def _join_silent(text, lists, numbers, letters, named, works, notes):
    """Join lists whose lines have no labels: the one nearest in length to what is numbered is of
    works, others are of the notes that they are as many as."""
    lists = list(lists)
    if numbers and lists:
        nearest = min(lists, key=lambda own: (abs(len(own) - numbers), -len(own)))
        lists.remove(nearest)
        for number, part in enumerate(nearest, 1):
            works.setdefault(str(number), _printed(text, part))
    waiting = [(kind, [f"{kind} {n}" for n in sorted(own)]) for kind, own in named.items()]
    if letters and not any(len(label) == 1 for label in notes):
        waiting.append(("", letters))
    for _, labels in waiting:
        fitting = next((own for own in lists if len(own) == len(labels)), None)
        if fitting:
            lists.remove(fitting)
            notes.update(zip(labels, (_printed(text, part) for part in fitting), strict=True))


def _lists(parts):
    """Runs of printed references: under one heading, whatever stands between them."""
    lists, own = [], []
    for part in parts:
        if part.what == REFERENCE:
            own.append(part)
        elif own and part.what in ("heading", "closing heading"):
            lists.append(own)
            own = []
    return [*lists, own] if own else lists


def _printed(text, part):
    return " ".join(text[part.start : part.end].split())


def _without(text, parts, starts):
    kept, at = [], 0
    for part in parts:
        if part.start in starts:
            kept.append(text[at : part.start])
            at = part.end
    return "".join([*kept, text[at:]])
