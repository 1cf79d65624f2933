"""What public pages show, as their templates take it: read from rows by reading.py."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby

from events.kinds import clip
from events.pages import pictures
from sources.writing import known

# From so many marks that say the same of themselves on, it is said once.
USUAL = 3


@dataclass
class Mark:
    """An open request as a reader meets it."""

    words: str
    reason: str
    since: str
    key: str

    @property
    def facts(self):
        """What it says of itself, one by one."""
        return [self.since, *filter(None, self.reason.split("; "))]


@dataclass
class Use:
    """One citation: a statement uses a work, as its use `letter`, at a locator. Those that say the
    same of the same place share letter and note; `place` names where each stands."""

    letter: str
    place: str
    html: str  # The note: full at the first use of a work, short after that.
    where: str  # In the work: “page 30”.
    quotation: str
    contradicts: bool
    note: "Note"
    # How many people verified it as it now reads, and the last time.
    people: int = 0
    checked_at: datetime | None = None
    places: list[str] = field(default_factory=list)

    @property
    def name(self):
        return f"{self.note.number}{self.letter if len(self.note.uses) > 1 else ''}"


@dataclass
class Note:
    """A footnote: one number a work, its uses lettered, `uses` the first of each letter."""

    number: int
    source: str
    slug: str
    entry: str  # The work as it stands in a list of works, as HTML.
    work: known.Work
    uses: list[Use] = field(default_factory=list)
    said: dict = field(default_factory=dict)


@dataclass
class ShownStatement:
    key: str
    anchor: str
    text: str
    # What stands between the statement before and this one.
    gap: str
    # The punctuation that stands after its marks.
    closing: str
    uses: list[Use]
    marks: list[Mark]
    # In words: when it is known to hold, where its own words don't say so.
    as_of: str = ""

    @property
    def standing(self):
        if self.marks:
            return "requested"
        return "cited" if self.uses else "bare"


@dataclass(frozen=True)
class ShownDate:
    """A date as it is printed, and beside it which calendar it names and its Gregorian days."""

    words: str
    beside: str = ""

    def __str__(self):
        return f"{self.words} ({self.beside})" if self.beside else self.words


@dataclass(frozen=True)
class When:
    """An event's place in time: one date, two, or the first and the last of more."""

    dates: tuple = ()
    joint: str = ""

    def __bool__(self):
        return bool(self.dates)

    def __str__(self):
        return self.joint.join(map(str, self.dates))


@dataclass
class ShownEvent:
    key: str
    anchor: str
    heading: str
    form: str
    statements: list[ShownStatement]
    dates: list["ShownDate"]
    placed: tuple
    when: "When"

    @property
    def title(self):
        return self.heading or clip(self.statements[0].text if self.statements else "", 60)


@dataclass
class Part:
    """A section, or the events before the first one (no title). `level` is its heading's on the
    page, from 2; `marks` are open requests on the whole of it, or on the article."""

    title: str
    events: list[ShownEvent]
    level: int = 2
    anchor: str = ""
    marks: list[Mark] = field(default_factory=list)

    @property
    def runs(self):
        """[(form, events)]: neighbours of one form together, as the items of a list are."""
        return [(form, list(run)) for form, run in groupby(self.events, key=lambda e: e.form)]


@dataclass
class Page:
    parts: list[Part]
    notes: list[Note]
    illustrations: list[pictures.ShownPicture]
    # False while a work has no stored rendering: such a page is not kept.
    is_complete: bool
    # Of a long article that is read in parts: which this is, and with which section each begins.
    number: int = 1
    others: list[str] = field(default_factory=list)

    @property
    def events(self):
        return [event for part in self.parts for event in part.events]

    @property
    def statements(self):
        return [statement for event in self.events for statement in event.statements]

    @cached_property
    def usual(self):
        """{what so many marks say of themselves that it is said once: how many}, the most first."""
        told = Counter(fact for s in self.statements for mark in s.marks for fact in mark.facts)
        return {fact: number for fact, number in told.most_common() if number >= USUAL}

    @property
    def counts(self):
        return Counts.of(self.statements)


@dataclass
class Counts:
    """Named, never one inferred from another by a reader."""

    statements: int
    cited: int
    requested: int
    both: int

    @classmethod
    def of(cls, statements):
        """Of `ShownStatement`s."""
        return cls(
            len(statements),
            sum(bool(s.uses) for s in statements),
            sum(bool(s.marks) for s in statements),
            sum(bool(s.uses and s.marks) for s in statements),
        )

    @property
    def covered(self):
        """Cited, requested or both."""
        return self.cited + self.requested - self.both

    @property
    def bare(self):
        return self.statements - self.covered
