"""What the imported text prints of an answer is where the editor begins."""

import pytest
from django.test import Client

from events.desk import autosave
from events.desk.forms import place_of
from events.models import CitationRequest
from tests import builders

pytestmark = pytest.mark.django_db
FILE = "T\n\nIt began.[1]:45–46 It ended.[2]\n\nReferences\n\n[1] Novak, A. (1999). The bridge.\n"


def answer_of(number, typed=None):
    builders.imported(data=FILE.encode())
    request = CitationRequest.objects.get(reason__startswith=f"was [{number}]")
    client, by = Client(), builders.editor()
    client.force_login(by)
    if typed:
        autosave.keep(request.pk, typed, by=by)
    return client.get(f"/admin/events/citationrequest/{request.pk}/resolve/")


def page_of(number):
    return answer_of(number).content.decode()


def test_printed_line_and_its_pages_stand_on_the_page_of_the_answer():
    page = page_of("1")
    assert "Novak, A. (1999). The bridge.</q>, at <b>45–46</b>" in page
    assert 'name="locator" value="45–46"' in page
    assert '<option value="page" selected>' in page


def test_printed_line_is_read_into_the_fields_as_the_page_opens():
    answer = answer_of("1")
    form = answer.context["form"]
    read = {name: form[name].value() for name in ("title", "names", "issued", "locator")}
    assert read == {
        "title": "The bridge", "names": "Novak, A.", "issued": "1999", "locator": "45–46",
    }  # fmt: skip
    page = answer.content.decode()
    assert "It is read into the fields: look it over" in page
    assert "Read as a printed reference" in page


def test_what_was_typed_is_not_read_over():
    answer = answer_of("1", typed={"title": "Another", "summary": "why"})
    form = answer.context["form"]
    assert (form["title"].value(), form["names"].value()) == ("Another", None)
    assert "Read as" not in answer.content.decode()


def test_request_without_a_printed_line_says_nothing_of_it():
    assert "The imported text" not in page_of("2")


@pytest.mark.parametrize(
    ("pages", "label", "locator"),
    [
        ("45–46", "page", "45–46"), ("p45", "page", "45"), ("pp. 45–46", "page", "45–46"),
        ("ch 1", "chapter", "1"), ("vol. 2", "volume", "2"), ("fol. 2r", "folio", "2r"),
        ("§ 3", "section", "3"), ("xii–xiv", "page", "xii–xiv"),
    ],
)  # fmt: skip
def test_pages_are_a_place_in_the_work(pages, label, locator):
    assert place_of(pages) == {"label": label, "locator": locator}


@pytest.mark.parametrize("pages", ["", "Preface"])
def test_what_is_no_place_begins_nothing(pages):
    assert place_of(pages) == {}
