"""Labels and locators, and what tells works of one name apart."""

import pytest

from sources import csl
from sources.formatting import notes
from sources.formatting.notes import LATER, Cite
from tests.sources.notes.table import item

BALKANS = item(
    "book | author: Glenny, Misha | title: The Balkans | publisher: Granta | issued: 2012 | language: en"
)


@pytest.mark.parametrize("label", csl.LABELS)
def test_every_label_is_said_before_its_locator(label):
    (note,) = notes.render([Cite(BALKANS, label, "12", LATER)])
    where = note.removeprefix("Glenny, <i>The Balkans</i>, ").removesuffix(".")
    assert where.endswith("12")
    assert "{" not in where
    assert label == "page" or where != "12"


@pytest.mark.parametrize(
    ("label", "locator", "where"),
    [
        ("page", "30-34", "30–34"),
        ("page", " 30,  41 ", "30, 41"),
        ("page", "A-7", "A\u20117"),
        ("folio", "12r–13v", "fols. 12r–13v"),
        ("chapter", "3–4", "chaps. 3–4"),
        ("", "the plate at the end", "the plate at the end"),
        ("page", "3 {of} 4", "3 (of) 4"),
        ("page", "3 & <b>4</b> *5* @x", "3 &amp; &lt;b&gt;4&lt;/b&gt; *5* @x"),
    ],
)
def test_locator_is_said_as_the_styles_locale_has_it(label, locator, where):
    (note,) = notes.render([Cite(BALKANS, label, locator, LATER)])
    assert note == f"Glenny, <i>The Balkans</i>, {where}."


def test_what_stands_beside_a_work_tells_it_apart():
    first = BALKANS
    later = BALKANS | {"publisher": "Penguin", "issued": {"date-parts": [[2020]]}}
    other = BALKANS | {"title": "McMafia"}
    cites = [
        Cite(first, "page", "3", LATER),
        Cite(first, "page", "3", LATER, (later,)),
        Cite(later, "page", "3", LATER, (first,)),
        Cite(first, "page", "3", LATER, (other,)),
    ]
    assert notes.render(cites) == [
        "Glenny, <i>The Balkans</i>, 3.",
        "Glenny, <i>The Balkans</i> (Granta, 2012), 3.",
        "Glenny, <i>The Balkans</i> (Penguin, 2020), 3.",
        "Glenny, <i>The Balkans</i>, 3.",
    ]
    assert notes.render(cites[::-1]) == notes.render(cites)[::-1]
    assert len(set(map(notes.key, cites))) == 4


def test_works_beside_one_another_are_those_of_one_name():
    works = {
        "a": BALKANS,
        "b": item("book | editor: GLENNY, M. | title: McMafia"),
        "c": item("book | author: =Glenny Society | title: The Balkans"),
        "d": item("book | title: Annals"),
        "e": item("book | title: Annals | issued: 1900"),
    }
    beside = notes.beside(works)
    assert beside["a"] == (works["b"],)
    assert beside["b"] == (works["a"],)
    assert beside["c"] == ()
    assert beside["d"] == (works["e"],)
