"""Notes and entries as the manuals have them, in the house style and two others."""

import re
from pathlib import Path

import pytest

from sources import csl
from sources.formatting import citeproc, notes, styles
from tests.sources.notes import table

ROWS = [row for name in ("types", "nasty") for row in table.rows(name)]

# What none of the three styles prints of a work.
NOT_PRINTED = {
    *("ISBN", "ISSN", "PMCID", "PMID", "abstract", "call-number", "jurisdiction", "keyword"),
    "source",
}


@pytest.fixture(scope="module")
def said():
    """What each row's work is rendered as: for each style, all at once."""
    found = {}
    for style, name in table.STYLES.items():
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(styles, "house", lambda name=name: name)
            cited = [row for row in ROWS if row.style == style and row.form != "entry"]
            made = notes.render([row.cite for row in cited])
            found.update(zip(map(str, cited), made, strict=True))
            listed = [row for row in ROWS if row.style == style and row.form == "entry"]
            made = notes.entries([row.item for row in listed])
            found.update(zip(map(str, listed), made, strict=True))
    for style, name in table.LISTS.items():
        listed = [row for row in ROWS if row.style == style]
        made = citeproc.render([row.item for row in listed], name)
        found.update(zip(map(str, listed), made, strict=True))
    return found


@pytest.mark.parametrize("name", dict.fromkeys(row.name for row in ROWS))
def test_work_is_cited_as_the_manual_says(said, name):
    wanted = {str(row): row.wanted for row in ROWS if row.name == name}
    assert {row: said[row] for row in wanted} == wanted


def test_every_type_has_its_notes_in_every_style():
    """Full and short, with a locator and without one."""
    has = {(row.item["type"], row.style, row.form, bool(row.locator)) for row in ROWS}
    for kind in csl.TYPES:
        for style in table.STYLES:
            for form in ("full", "short"):
                assert {(kind, style, form, located) for located in (True, False)} <= has
    assert len({row.name for row in table.rows("nasty")}) >= 40


def test_every_nasty_work_says_which_rule_it_is_for():
    text = Path(table.__file__).with_name("nasty.txt").read_text()
    for block in re.split(r"^=== ", text, flags=re.MULTILINE)[1:]:
        assert block.splitlines()[1].startswith("# Rule: "), block


def test_lists_of_readers_are_golden_too():
    """All types in both; of letters and the like APA's style lists none."""
    for style in table.LISTS:
        assert len({row.item["type"] for row in ROWS if row.style == style}) >= len(csl.TYPES) - 1
        assert sum(row.style == style for row in ROWS) >= 100


def test_every_role_is_printed_by_a_style(said):
    printed = {
        role
        for row in ROWS
        for role in csl.ROLES.keys() & row.item.keys()
        if all(csl.name_told(person).split(",")[0] in said[str(row)] for person in row.item[role])
    }
    assert printed == csl.ROLES.keys()


def test_every_column_that_a_style_prints_has_a_golden_note():
    has = {variable for row in ROWS for variable in row.item}
    assert {*csl.VARIABLES.values(), *csl.DATES.values()} - has == NOT_PRINTED
