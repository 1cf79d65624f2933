"""Works in the house style, by the real pandoc."""

import json

import pytest

from sources import csl
from sources.formatting import citeproc, notes, renderings
from sources.models import Rendering, Source
from tests import builders


def item(type="book", people=(), **fields):
    blank = {"literal": "", "family": "", "given": "", "role": "author"}
    return csl.item({"type": type, **fields}, [blank | person for person in people])


def one(*args, **fields):
    return citeproc.render([item(*args, **fields)])[0]


GLENNY = {"family": "Glenny", "given": "Misha"}


@pytest.mark.parametrize(
    ("work", "html"),
    [
        (
            item(
                people=[GLENNY],
                title="The Balkans",
                publisher="Granta",
                publisher_place="London",
                issued="2012",
                language="en",
            ),
            "Glenny, Misha. <i>The Balkans</i>. Granta, 2012.",
        ),
        (
            item(
                people=[{"family": "Ћирковић", "given": "Сима"}],
                title="Срби међу европским народима",
                publisher="Equilibrium",
                issued="2004",
            ),
            "Ћирковић, Сима. <i>Срби међу европским народима</i>. Equilibrium, 2004.",
        ),
        (
            item(people=[{"literal": "Institute of History"}], title="Sources", issued="1953~"),
            "Institute of History. <i>Sources</i>. [1953?].",
        ),
    ],
)
def test_book_is_rendered_in_the_house_style(work, html):
    assert citeproc.render([work])[0].startswith(html)


def test_article_of_a_journal_has_its_place_and_a_link():
    html = one(
        "article-journal",
        [GLENNY],
        title="On borders",
        container_title="Past & Present",
        volume="12",
        issue="3",
        page="30-45",
        issued="1999-05",
        doi="10.1000/182",
    )
    assert "<i>Past &amp; Present</i>" in html
    assert "12" in html
    assert "30–45" in html
    assert '<a href="https://doi.org/10.1000/182" rel="nofollow">' in html


def test_every_type_can_be_rendered_in_one_call():
    works = [item(kind, [GLENNY], title=f"Work of {kind}", issued="1999") for kind in csl.TYPES]
    made = notes.entries(works)
    for kind, html in zip(csl.TYPES, made, strict=True):
        assert f"Work of {kind}" in html, kind
        # Laws and cases have no authors.
        assert "Glenny" in html or kind in ("bill", "legal_case", "legislation", "regulation"), kind


def test_work_that_holds_markup_is_shown_as_words():
    html = one(title="<script>alert(1)</script> & *stars* $x$ @key", issued="1999")
    assert "<script" not in html
    assert "&amp;" in html
    assert "@key" in html


def test_text_that_reads_like_an_instruction_to_pandoc_reaches_no_file():
    html = one(title="![](/etc/passwd) {{< include /etc/passwd >}}", issued="1999")
    assert "root:" not in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("label", "locator", "text"),
    [
        ("page", " 30–34 ", "page 30–34"),
        ("sub-verbo", "Belgrade", "entry Belgrade"),
        ("page", "", ""),
        ("", "the map", "the map"),
        ("unheard-of", "3", "3"),
    ],
)
def test_place_in_a_work_is_told_as_it_was_entered(label, locator, text):
    assert csl.place(label, locator) == text


def test_labels_are_those_of_csl():
    assert len(csl.LABELS) == 29


def test_rendering_key_is_of_the_content():
    first, same, other = (item(title=t) for t in ("T", "T", "U"))
    assert (
        citeproc.rendering_key(first)
        == citeproc.rendering_key(same)
        != citeproc.rendering_key(other)
    )


@pytest.mark.django_db
def test_renderings_are_made_once_and_kept():
    works = [item(title=f"Work {n}") for n in range(3)]
    renderings.make_for(works)
    before = set(Rendering.objects.values_list("key", flat=True))
    renderings.make_for(works)
    assert set(Rendering.objects.values_list("key", flat=True)) == before
    assert len(renderings.html_for(works)) == 3


@pytest.mark.django_db
def test_source_keeps_every_variable_that_csl_is_given(client):
    op = builders.operator()
    source, author = builders.book(isbn="9780140449136", volume="2", edition="3")
    author.original = "Миша Глени"
    from review.deciding import decisions
    from review.proposing import drafts

    decisions.publish([drafts.create(o) for o in (source, author)], by=op, summary="a book")
    kept = renderings.item_of(Source.objects.get(), Source.objects.get().contributors.all())
    assert json.loads(citeproc.canonical(kept))["ISBN"] == "9780140449136"
    page = client.get("/sources/the-balkans/").content.decode()
    assert "Glenny, Misha. <i>The Balkans</i>" in page


def test_which_work_it_is_is_told_in_one_line_as_it_was_typed():
    fields = {
        "type": "article-journal",
        "title": "On maps",
        "container_title": "Annals",
        "volume": "3",
        "issued": "1812-05-01/1812-06",
        "publisher": "Granta",
        "url": "https://a.example/b",
    }
    people = [
        {"role": "author", "family": "Glenny", "given": "Misha", "literal": ""},
        {"role": "author", "family": "", "given": "", "literal": "A. Council"},
        {"role": "editor", "family": "Plato", "given": "", "literal": ""},
    ]
    item = csl.item(fields, people)
    assert csl.identity_told(item) == (
        f"type: {csl.TYPES['article-journal']}, title: On maps, container title: Annals, volume: 3, "
        "issued: 1812-05-01/1812-06, author: Glenny, Misha; A. Council, editor: Plato"
    )
    loose = csl.item(fields | {"type": "unheard-of", "issued": "195X"}, [])
    assert csl.identity_told(loose).startswith("type: unheard-of, title: On maps")
    assert csl.identity_told(loose).endswith("issued: 1950s")
