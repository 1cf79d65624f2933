"""Which shape a pasted text has, and what of it is none."""

import re

from sources import identifiers
from sources.reading import (
    addresses,
    bibentries,
    bibtex,
    coins,
    csljson,
    endnote,
    numbers,
    printed,
    ris,
    wikitext,
)
from sources.reading.entries import CHARACTERS, MOST, Reading, Readings, Unreadable, refusal

LONGEST_LINE = 10_000
# What is no entry is read word by word: of 2 MB in two minutes.
PRINTED = 2_000_000
# What the model calls the parts of a printed reference, where CSL has another name.
LABELS = {
    "date": "issued",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "journal": "container-title",
    "location": "publisher-place",
    "pages": "page",
    "url": "URL",
}
# The first of these that begins in a text reads it, and gives back what it leaves.
READERS = {
    "bibtex": (bibentries.START, bibtex.read),
    "ris": (ris.START, ris.read),
    "endnote-xml": (endnote.XML, endnote.read_xml),
    "endnote": (endnote.TAGGED, endnote.read_tagged),
    "csl-json": (csljson.START, csljson.read),
    "coins": (coins.START, coins.read),
    "wikitext": (wikitext.START, wikitext.read),
}


def read(text):
    """The works of a pasted text in order, each refused or read, as [Reading].

    Shape “text” is a line that no reader here knows: its fields are the identifiers in it. Raises
    Unreadable where there is too much of it.
    """
    if len(text) > CHARACTERS:
        raise Unreadable(
            f"This text has {len(text):,} characters, and at most {CHARACTERS:,} are read at once: "
            "give it in parts."
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    readings = _read(text.lstrip("\ufeff"), 1, frozenset(READERS), Budget())
    return sorted(readings, key=lambda reading: reading.line)


class Budget:
    """How much of a text may still be read as printed lines."""

    left = PRINTED

    def spend(self, characters):
        self.left -= characters
        if self.left < 0:
            raise Unreadable(
                f"This text has more than {PRINTED:,} characters that stand in no entry: give printed "
                "references in parts, and leave other words out."
            )


def _read(text, line, shapes, budget):
    if not text.strip():
        return []
    starts = {name: READERS[name][0].search(text) for name in shapes}
    starts = {name: found.start() for name, found in starts.items() if found}
    if not starts:
        budget.spend(len(text))
        return _lines(text, line)
    name = min(starts, key=starts.get)
    found, rest = READERS[name][1](text, line)
    readings = Readings(found)
    for at, words in rest:
        readings.extend(_read(words, at, shapes - {name}, budget))
    return readings


def _lines(text, line):
    readings = Readings()
    for words, number in printed.references(text):
        if re.search(r"\w", words):
            readings.append(_line(words, line + number - 1))
    return readings


def _line(words, line):
    """One identifier or address, or a line of other words."""
    if len(words) > LONGEST_LINE:
        return refusal(
            "text", line, f"nothing is recognised in more than {LONGEST_LINE:,} characters."
        )
    if found := numbers.lone(words):
        return _identified(*found, words, line)
    address = addresses.ADDRESS.fullmatch(words.strip(" <>\t.,;"))
    if address:
        return addresses.read(address[0], line)
    found = printed.read_line(words)
    if found.sure and "title" in found.fields:
        return _printed(found, line)
    fields, source, untold = {}, {}, [("text", words.strip())]
    for name, value, typed in numbers.in_words(words):
        variable = numbers.SCHEMES[name].variable
        if fields.setdefault(variable, value) == value:
            source.setdefault(variable, typed)
        else:
            untold.append((variable, value))
    if address := addresses.ADDRESS.search(words):
        inside = addresses.read(address[0], line)
        for variable, value in inside.fields.items():
            if variable != "type" and variable not in fields:
                fields[variable], source[variable] = value, address[0]
    if not fields:
        return refusal("text", line, "nothing was recognised in it.")
    return Reading("text", fields, line, "", source, "likely", untold=tuple(untold))


def _printed(found, line):
    """A printed reference, from its labelled parts."""
    fields = dict(found.fields)
    locator = (fields.pop("label", "page"), fields.pop("locator", ""))
    untold = [("others", role) for role in fields.pop("others", ())]
    told = {LABELS.get(part.label, part.label): part.text for part in found.parts}
    source = {name: told.get(name, found.text.strip()) for name in fields if name != "type"}
    sure = "sure" if found.sure >= printed.SURE else "likely"
    return Reading(
        *("printed", fields, line, "", source, sure),
        locator=locator if locator[1] else (),
        untold=tuple(untold),
    )


def _identified(name, values, wrong, words, line):
    if not values:
        return refusal(name, line, wrong[0])
    scheme = numbers.SCHEMES[name]
    fields = {"type": scheme.implied} if scheme.implied else {}
    several = identifiers.SCHEMES[name].inside
    fields[scheme.variable] = " ".join(values[:MOST]) if several else values[0]
    untold = [(scheme.variable, value) for value in values[MOST if several else 1 :]]
    untold += [(scheme.variable, sentence) for sentence in wrong]
    return Reading(
        *(name, fields, line, "", {scheme.variable: words.strip()}),
        sure="sure"
        if name != "handle" or re.match(r"\s*(?:hdl|handle|https?)", words, re.IGNORECASE)
        else "likely",
        untold=tuple(untold),
    )
