"""Golden notes, as *.txt beside this has them: works, how three styles cite each in notes, and how five
list them. Chicago's and MHRA's notes have no ibid.: what comes again is short.

    === a name
    # Rule: of nasty ones, what of the manuals they are there for
    type | variable: value | role: Family, Given; =Institution
    label and locator
    style: the full note{, 30}.
    style short: what a later note of the same page says{, 30}.
    style entry: the entry in a list of works
    # what the manual would have, where the style has another rule

In braces stands what there is with the locator, and after a stroke what there is without: each
row is two notes. A name is “Family, Given, Suffix”; particles stand in brackets, “(van) Gogh,
Vincent” where they go with the family name and “Ranke, Leopold (von)” where short notes leave them
out; behind a stroke stands the name in another script.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from sources import csl
from sources.formatting.notes import Cite
from sources.formatting.styles import FIRST, LATER

STYLES = {
    "chicago": "chicago-notes-bibliography",
    "17th": "chicago-notes-bibliography-17th-edition",
    "mhra": "mhra-notes",
}
# Readers may have lists in these: they cite in no notes.
LISTS = {"apa": "apa", "mla": "modern-language-association"}
COLUMNS = {variable: column for column, variable in (csl.VARIABLES | csl.DATES).items()}
CHOICE = re.compile(r"\{([^{}|]*)(?:\|([^{}]*))?\}")


@dataclass(frozen=True)
class Row:
    """One line of a table: the note of a work in a style with its locator, or without, or the
    entry."""

    name: str
    style: str
    form: str
    item: dict
    label: str
    locator: str
    wanted: str

    def __str__(self):
        where = "" if self.form == "entry" else ", located" if self.locator else ", whole"
        return f"{self.name}: {self.style} {self.form}{where}"

    @property
    def cite(self):
        position = LATER if self.form == "short" else FIRST
        return Cite(self.item, self.label, self.locator, position)


def rows(name):
    """The rows of tests/sources/notes/NAME.txt."""
    text = Path(__file__).with_name(f"{name}.txt").read_text()
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        name, work, where, *wanted = lines
        label, _, locator = where.partition(" ")
        for line in wanted:
            style, _, note = line.partition(": ")
            style, _, form = style.partition(" ")
            common = (name, style, form or "full", item(work))
            if form == "entry":
                yield Row(*common, "", "", note)
            else:
                yield Row(*common, label, locator, CHOICE.sub(r"\1", note))
                yield Row(*common, "", "", CHOICE.sub(lambda c: c[2] or "", note))


def item(line):
    """The CSL item of a work in one line, made of our columns as any is."""
    kind, *parts = line.split(" | ")
    fields, people = {"type": kind}, []
    for part in parts:
        variable, _, value = part.partition(": ")
        if variable in csl.ROLES:
            people += [person(variable, name) for name in value.split("; ")]
        else:
            fields[COLUMNS[variable]] = value
    return csl.item(fields, people)


PARTICLE = re.compile(r"^\((.+?)\) | \(([^)]+)\)$")


def person(role, name):
    blank = dict.fromkeys((*csl.NAME_PARTS, "literal", "original"), "") | {"role": role}
    name, _, original = name.partition(" / ")
    blank |= {"original": original}
    if name.startswith("="):
        return blank | {"literal": name[1:]}
    family, given, suffix = (*name.split(", "), "", "")[:3]
    before, behind = PARTICLE.search(family), PARTICLE.search(given)
    return blank | {
        "family": PARTICLE.sub("", family),
        "given": PARTICLE.sub("", given),
        "suffix": suffix,
        "non_dropping_particle": before[1] if before else "",
        "dropping_particle": behind[2] if behind else "",
    }
