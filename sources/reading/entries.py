"""What a reader makes of one entry: its fields, the words each was read from, and the rest."""

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from sources import csl, identifiers, languages
from sources.reading import dates, extras, names, numbers, richtext

# At once: more is refused with a sentence, before anything is read.
CHARACTERS, ENTRIES = 20_000_000, 10_000
# Of one value; more is no title, and no column holds it.
LONGEST, LONGEST_TEXT = 1_000, 20_000
# Of the ISBNs, or ISSNs, of one work.
MOST = 6
TEXTS = {"abstract", "annote", "license", "note", "keyword", "references", "URL"}

# The variables of CSL 1.0.2 and the identifiers that it has no name for.
# One person may be both.
BOTH = "editor-translator"
ROLES = {*csl.ROLES, BOTH}
DATES = {"accessed", "available-date", "event-date", "issued", "original-date", "submitted"}
IDENTIFIERS = {scheme.variable: name for name, scheme in numbers.SCHEMES.items()}
WORDS = {
    *("abstract", "annote", "archive", "archive_collection", "archive_location", "archive-place"),
    *("authority", "call-number", "chapter-number", "collection-number", "collection-title"),
    *("container-title", "container-title-short", "dimensions", "division", "edition"),
    *("event-place", "event-title", "genre", "issue", "jurisdiction", "keyword", "language"),
    *("license", "medium", "note", "number", "number-of-pages", "number-of-volumes"),
    *("original-publisher", "original-publisher-place", "original-title", "page", "page-first"),
    *("part-number", "part-title", "printing-number", "publisher", "publisher-place"),
    *("references", "reviewed-genre", "reviewed-title", "scale", "section", "source", "status"),
    *("supplement-number", "title", "title-short", "URL", "version", "volume", "volume-title"),
}
# Those that are taken out of a note.
EXTRA = {
    extras.folded(name): name
    for name in {*DATES, *IDENTIFIERS, *ROLES, *WORDS, "type"} - {"annote", "keyword", "note"}
}


class Unreadable(ValueError):
    """The text can't be read at all; the sentence says why."""


@dataclass(frozen=True)
class Reading:
    """One entry as it was read; refused, it has no fields but a sentence that says why.

    `fields` has CSL's variables, names as lists of their parts, dates as EDTF. `source` has the
    words of each as they were typed, `untold` the (name, words) of what has no place in it.
    `locator` is a (label, place) in the work, where the words are a citation of it.
    """

    shape: str
    fields: dict = field(default_factory=dict)
    line: int = 1
    key: str = ""
    source: dict = field(default_factory=dict)
    sure: str = "sure"
    locator: tuple = ()
    untold: tuple = ()
    refused: str = ""


def named(line, key=""):
    """“Line 3, “glenny”: ”, with which a sentence on an entry begins."""
    key = richtext.cut(" ".join(key.split()), 60)
    return f"Line {line}, “{key}”: " if key else f"Line {line}: "


def refusal(shape, line, why, key=""):
    return Reading(
        shape, line=line, key=key, refused=named(line, key) + re.sub(r"\s*\n\s*", " ", why)
    )


class Readings(list):
    """The readings of a text: one more than the limit is Unreadable."""

    def append(self, reading):
        if len(self) >= ENTRIES:
            raise Unreadable(
                f"This text has more than {ENTRIES:,} entries, which are as many as are read at "
                "once: give it in parts."
            )
        super().append(reading)

    def extend(self, readings):
        for reading in readings:
            self.append(reading)


class Lines:
    """The line on which a place in a text stands, without counting all before it each time."""

    def __init__(self, text, first):
        self.first = first
        self.ends = [found.start() for found in re.finditer("\n", text)]

    def at(self, place):
        return self.first + bisect_left(self.ends, place)


class Draft:
    """An entry while it is read. What is put twice, or can't be read, is told as it stands."""

    def __init__(self, shape, line=1, key="", sure="sure"):
        self.shape, self.line, self.sure = shape, line, sure
        self.key = richtext.clean(richtext.cut(key, LONGEST))
        self.fields, self.source, self.untold, self.extras = {}, {}, [], []
        self.locator, self.refused = (), ""

    def tell(self, name, words):
        if words := str(words).strip():
            self.untold.append((name, richtext.cut(words, LONGEST_TEXT)))

    def refuse(self, why):
        self.refused = self.refused or why

    def put(self, variable, words, value=None, name=""):
        """A text, cleaned; `value` is what was made of the words where that is another."""
        value = str(words) if value is None else value
        if variable == "note":
            found, value = extras.split(value, EXTRA)
            self.extras += found
        self.tell(name or variable, richtext.fault(value))
        value = richtext.clean(value)
        if not value:
            return
        if variable == "URL" and identifiers.RESOLVER.match(value):
            self.identifier("DOI", value, name)
            return
        longest = LONGEST_TEXT if variable in TEXTS else LONGEST
        if len(value) > longest:
            self.refuse(f"its {variable} has {len(value):,} characters, and {longest:,} are kept.")
        elif variable not in self.fields:
            self._keep(variable, value, words)
        elif richtext.folded(self.fields[variable]) != richtext.folded(value):
            self.tell(name or variable, words)

    def names(self, role, words, people):
        """Adds to the names of a role: those that are read already."""
        if role == BOTH:
            for one in ("editor", "translator"):
                self.names(one, words, people)
            return
        split = [names.without_others(person) for person in people]
        people = [person for person, _ in split if person]
        for _, others in split:
            self.tell(f"{role}s", others)
        for person in people:
            if any(len(part) > LONGEST for part in person.values()):
                self.refuse(f"one name of its {role} has more than {LONGEST:,} characters.")
                return
        if people:
            self.fields[role] = self.fields.get(role, []) + people
            told = [self.source.get(role), richtext.cut(words.strip(), LONGEST_TEXT)]
            self.source[role] = "; ".join(filter(None, told))

    def date(self, variable, words, edtf="", name=""):
        """A date that is EDTF already, or is read from its words."""
        edtf = edtf or dates.edtf(words) or dates.from_words(words)
        if edtf and self.fields.get(variable, edtf) == edtf:
            self._keep(variable, edtf, words)
        else:
            self.tell(name or variable, words)

    def identifier(self, variable, words, name=""):
        """One or several in the words; what is none is told with the sentence on why."""
        words = richtext.unescaped(str(words)).strip()
        if not words:
            return
        found, wrong = numbers.several(IDENTIFIERS[variable], words)
        other = {"ISBN": "ISSN", "ISSN": "ISBN"}.get(variable)
        if other and not found and (swapped := numbers.several(IDENTIFIERS[other], words)[0]):
            # The one is often typed into the field of the other.
            found, wrong, variable = swapped, [], other
        for value in found:
            scheme = IDENTIFIERS[variable]
            kept = identifiers.each(scheme, self.fields.get(variable, ""))
            if not kept or value in kept:
                self.fields.setdefault(variable, value)
                self.source.setdefault(variable, words)
            elif identifiers.SCHEMES[scheme].inside and len(kept) < MOST:
                self.fields[variable] = " ".join([*kept, value])
            else:
                self.tell(name or variable, value)
        for sentence in wrong:
            self.tell(name or variable, sentence)

    def variable(self, name, words, told=""):
        """Whatever kind of variable it is, but for names."""
        if name in IDENTIFIERS:
            self.identifier(name, words, told)
        elif name in DATES:
            self.date(name, words, name=told)
        elif name == "language":
            try:
                self.put(name, words, languages.tag(str(words)), told)
            except ValueError:
                self.tell(told or name, words)
        elif name == "edition":
            self.put(name, words, ORDINAL.sub(r"\1", str(words).strip()), told)
        elif name in ("page", "issue"):
            self.put(name, words, (pages if name == "page" else ranges)(str(words)), told)
        else:
            self.put(name, words, name=told)

    def cited(self, label, words):
        """The place in the work that the words cite."""
        words = pages(richtext.clean(words))
        if not words:
            return
        if self.locator:
            self.tell(label, words)
        else:
            self.locator = (label, words)

    def _keep(self, variable, value, words):
        self.fields[variable] = value
        self.source[variable] = richtext.cut(str(words).strip(), LONGEST_TEXT)

    def _extra(self, variable, words):
        """What a note says; what the entry has itself stays as it is."""
        if variable == "type" and words in csl.TYPES:
            self._keep("type", words, words)
        elif variable == "type" or (variable in ROLES and variable in self.fields):
            self.tell("note", f"{variable}: {words}")
        elif variable in ROLES:
            self.names(variable, words, extras.people(words))
        elif variable in DATES and (edtf := dates.edtf(words)):
            # Where a date is more than the field could hold, as Zotero's can't a span of years.
            self._keep(variable, edtf, words)
        else:
            self.variable(variable, words)

    def reading(self):
        for variable, words in self.extras:
            self._extra(variable, words)
        if not self.refused and not set(self.fields) - {"type", "language"}:
            self.refuse("nothing in it says which work it is.")
        if self.refused:
            return refusal(self.shape, self.line, self.refused, self.key)
        return Reading(
            *(self.shape, self.fields, self.line, self.key, self.source, self.sure),
            *(self.locator, tuple(self.untold)),
        )


ORDINAL = re.compile(r"^([0-9]+)(?:st|nd|rd|th|\.|-е|-[её] изд\.?|e|re)$")


def pages(words):
    """A range of pages as CSL writes it: “12-34”."""
    return ranges(words).strip(" .")


def ranges(words):
    return re.sub(r"(?<=\w)\s*(?:-{1,3}|[–—‒−‐‑])\s*(?=[\w\[])", "-", words)
