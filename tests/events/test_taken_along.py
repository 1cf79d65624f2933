"""A work goes from its public page into a reference manager, and is the same there."""

import pytest

from review.deciding import decisions
from review.proposing import drafts
from sources.models import Contributor, Source
from sources.reading import read
from sources.writing.fields import fields_of
from tests import builders

pytestmark = pytest.mark.django_db
FORMS = {"bib": "bibtex", "ris": "ris", "json": "csl-json"}


@pytest.fixture
def work():
    source, author = builders.book(
        issued="2012-05",
        volume="2",
        isbn="9780140449136",
        doi="10.1000/182",
        publisher_place="London",
    )
    people = [
        author,
        Contributor.new(source_id=source.pk, position="6", literal="Ministry of Roads"),
        Contributor.new(
            source_id=source.pk, position="7", role="editor", family="Ћирковић", given="Сима"
        ),
    ]
    op = builders.operator()
    decisions.publish([drafts.create(o) for o in (source, *people)], by=op, summary="a book")
    return Source.objects.get()


@pytest.mark.parametrize("form", FORMS)
def test_file_is_read_back_as_the_work(client, work, form):
    answer = client.get(f"/sources/the-balkans/work.{form}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="the-balkans.{form}"'
    (found,) = read(answer.content.decode())
    wanted = fields_of(work, work.contributors.order_by("position"))
    assert (found.shape, found.fields) == (FORMS[form], wanted)
    assert wanted["author"] == [
        {"family": "Glenny", "given": "Misha"},
        {"literal": "Ministry of Roads"},
    ]


def test_page_of_the_work_leads_to_its_files(client, work):
    page = client.get("/sources/the-balkans/").content.decode()
    for form in FORMS:
        assert f'href="/sources/the-balkans/work.{form}"' in page


def test_button_of_a_reference_manager_finds_the_work_on_its_page(client, work):
    page = client.get("/sources/the-balkans/").content.decode()
    found = next(one for one in read(page[page.index("<main") :]) if one.shape == "coins")
    wanted = fields_of(work, work.contributors.order_by("position"))
    del wanted["editor"]
    assert {**found.fields, "author": wanted["author"]} == wanted


def test_file_is_of_what_was_published(client, work):
    builders.change(work, builders.editor(), title="Unreviewed words")
    for form in FORMS:
        assert b"Unreviewed" not in client.get(f"/sources/the-balkans/work.{form}").content
    then = client.get("/at/2000-01-01/sources/the-balkans/work.bib")
    assert then.status_code == 404


@pytest.mark.parametrize("address", ["the-balkans/work.doc", "nothing/work.bib"])
def test_what_is_not_there_is_not_found(client, work, address):
    assert client.get(f"/sources/{address}").status_code == 404


def test_file_costs_four_queries_of_its_own_and_then_one(client, work, django_assert_num_queries):
    with django_assert_num_queries(3 + 4):
        client.get("/sources/the-balkans/work.bib")
    with django_assert_num_queries(1):
        answer = client.get("/sources/the-balkans/work.bib")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="the-balkans.bib"'
