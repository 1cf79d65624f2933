"""Styles: found, refused, and made to say one position."""

import pytest

from sources import apps
from sources.formatting import citeproc, notes, styles
from sources.formatting.notes import FIRST, LATER, Cite
from tests.sources.notes.table import item

BALKANS = item(
    "book | author: Glenny, Misha | title: The Balkans | publisher: Granta | issued: 2012 | language: en"
)


def test_style_is_found_by_its_name_or_its_parents_or_as_a_file(tmp_path):
    own = tmp_path / "own.csl"
    own.write_bytes(styles.find("apa").read_bytes())
    assert citeproc.render([BALKANS], "apa") == ["Glenny, M. (2012). <i>The Balkans</i>. Granta."]
    assert citeproc.render([BALKANS], str(own)) == citeproc.render([BALKANS], "apa")
    assert citeproc.render([BALKANS], "modern-language-association") == [
        "Glenny, Misha. <i>The Balkans</i>. Granta, 2012."
    ]
    # A journal's that hangs on another style.
    assert styles.find("nature-communications").stem == "nature"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no-such-style", "There is no citation style “no-such-style”"),
        ("/nowhere/own.csl", "There is no file /nowhere/own.csl"),
        ("apa", "cites in the text"),
        ("oscola", "points from a note to the number of another"),
    ],
)
def test_style_that_notes_cant_be_written_in_is_refused_before_anything_starts(
    settings, name, said
):
    settings.ATTESTED_STYLE = name
    (error,) = apps._style_fits()
    assert said in error.msg


def test_file_that_is_no_style_is_refused(tmp_path, settings):
    own = tmp_path / "own.csl"
    for text, said in (("no xml", "is no XML"), ('<style class="note"/>', "says no notes")):
        own.write_text(text)
        settings.ATTESTED_STYLE = str(own)
        (error,) = apps._style_fits()
        assert said in error.msg


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        # The one says “ibid.” where the last note is of the same work: here each stands alone.
        (
            "chicago-notes-bibliography-subsequent-ibid-17th-edition",
            "Misha Glenny, <i>The Balkans</i> (Granta, 2012), 3.",
            "Glenny, <i>The Balkans</i>, 3.",
        ),
        (
            "chicago-shortened-notes-bibliography",
            "Glenny, <i>The Balkans</i>, 3.",
            "Glenny, <i>The Balkans</i>, 3.",
        ),
    ],
)
def test_other_styles_know_first_and_later_notes_too(settings, name, full, short):
    settings.ATTESTED_STYLE = name
    cites = [Cite(BALKANS, "page", "3", position) for position in (FIRST, LATER)]
    assert notes.render([*cites, *cites]) == [full, short, full, short]


CHOICES = [
    # (a choice, what is left of it at the first use, and later)
    (
        '<if position="first"><text value="A"/></if><else><text value="B"/></else>',
        '<text value="A"/>',
        '<text value="B"/>',
    ),
    (
        '<if match="none" position="ibid subsequent"><text value="A"/></if>'
        '<else-if match="any" position="ibid" type="book"><text value="B"/></else-if>'
        '<else><text value="C"/></else>',
        '<text value="A"/>',
        '<choose><if type="book" match="any"><text value="B"/></if>'
        '<else><text value="C"/></else></choose>',
    ),
    (
        '<if type="map"><text value="M"/></if>'
        '<else-if position="first" type="book"><text value="A"/></else-if>'
        '<else-if match="any" position="subsequent near-note"><text value="B"/></else-if>',
        '<choose><if type="map"><text value="M"/></if>'
        '<else-if type="book" match="all"><text value="A"/></else-if></choose>',
        '<choose><if type="map"><text value="M"/></if><else><text value="B"/></else></choose>',
    ),
    (
        '<if match="any" position="ibid ibid-with-locator"><text value="I"/></if>',
        "",
        "",
    ),
    (
        '<if type="book"><choose><if position="first"><text value="A"/></if></choose></if>',
        '<choose><if type="book"><text value="A"/></if></choose>',
        '<choose><if type="book"/></choose>',
    ),
]


@pytest.mark.parametrize(("choice", "first", "later"), CHOICES)
def test_what_a_style_asks_of_positions_is_decided(tmp_path, choice, first, later):
    own = tmp_path / "own.csl"
    head = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note"><layout>'
    own.write_text(f"{head}<choose>{choice}</choose></layout></style>")
    for position, left in ((FIRST, first), (LATER, later)):
        made = styles.variant(str(own), position).read_text()
        made = made.replace("ns0:", "").replace(" />", "/>").partition("<layout")[2]
        assert made in (f">{left}</layout></style>", f"/></style>{left}")
