"""Anything that is pasted is read into the fields of a new source, and nothing is saved by that."""

import re
from html import unescape

import pytest

from events.models import CitationRequest, Statement
from review.deciding import decisions
from review.models import Act, Change
from review.proposing import drafts
from sources import csl
from sources.desk.forms import SourceFields
from sources.models import Contributor, Source
from sources.reading import names
from tests import builders

pytestmark = pytest.mark.django_db
PRINTED = "Novak, Ana. “The Old Bridge.” Journal of Mills 3, no. 2 (1999): 45–67."
BIBTEX = """@book{glenny, author = {Glenny, Misha and {Ministry of Roads, Bridge Section}},
  title = {The Balkans}, publisher = {Granta}, year = 2012, isbn = {0-14-044913-2},
  abstract = {What happened.}, pages = {30}}"""


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def request_item(op):
    builders.article(op)
    return CitationRequest.objects.get()


@pytest.fixture
def by(client):
    person = builders.editor()
    client.force_login(person)
    return person


def paste(client, request, text, **fields):
    path = f"/admin/events/citationrequest/{request.pk}/resolve/"
    return client.post(path, {"way": "cite", "paste": text, "read": "1", **fields})


def shown(answer):
    """{field: what stands in it} of the form of an answer."""
    form = answer.context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value()}


def words(answer):
    return " ".join(unescape(re.sub(r"<[^>]*>", "", answer.content.decode())).split())


@pytest.mark.parametrize(
    ("text", "shape", "wanted"),
    [
        (
            PRINTED,
            "a printed reference",
            {
                "type": "article-journal",
                "names": "Novak, Ana",
                "title": "The Old Bridge",
                "container_title": "Journal of Mills",
                "volume": "3",
                "issue": "2",
                "page": "45–67",
                "issued": "1999",
            },
        ),
        (
            "Ћирковић С., Срби у средњем веку, Београд 1995, стр. 112",
            "a printed reference",
            {
                "type": "book",
                "names": "Ћирковић, С.",
                "title": "Срби у средњем веку",
                "publisher_place": "Београд",
                "issued": "1995",
                "label": "page",
                "locator": "112",
            },
        ),
        (
            BIBTEX,
            "BibTeX",
            {
                "type": "book",
                "names": "Glenny, Misha\nMinistry of Roads, Bridge Section",
                "title": "The Balkans",
                "publisher": "Granta",
                "issued": "2012",
                "isbn": "9780140449136",
            },
        ),
        ("https://doi.org/10.1000/AbC", "a DOI", {"doi": "10.1000/abc"}),
        ("978-0-14-044913-6", "an ISBN", {"type": "book", "isbn": "9780140449136"}),
        (
            "{{cite book |last=Novak |first=Ana |title=Mills |date=May 1999 |page=4}}",
            "a wiki’s template",
            {
                "type": "book",
                "names": "Novak, Ana",
                "title": "Mills",
                "issued": "1999-05",
                "label": "page",
                "locator": "4",
            },
        ),
        (
            "TY  - BOOK\nAU  - Petrov, Ivan\nA2  - Novak, Ana\nTI  - Mills\nPY  - 1999\nER  - ",
            "RIS",
            {
                "type": "book",
                "names": "Petrov, Ivan\nNovak, Ana [editor]",
                "title": "Mills",
                "issued": "1999",
            },
        ),
    ],
)
def test_what_is_pasted_stands_in_the_fields(client, by, request_item, text, shape, wanted):
    answer = paste(client, request_item, text)
    assert f"Read as {shape}" in words(answer)
    got = shown(answer)
    assert {name: got.get(name) for name in wanted} == wanted
    assert not Act.objects.filter(changeset__author=by).exists()
    assert Source.objects.count() == 0


def test_what_was_read_can_be_sent_as_it_stands(client, by, request_item):
    fields = shown(paste(client, request_item, BIBTEX))
    path = f"/admin/events/citationrequest/{request_item.pk}/resolve/"
    client.post(path, {**fields, "way": "cite", "summary": "found", "send": "1"})
    made = {c.subject.kind: c.after for c in Change.objects.filter(act__changeset__author=by)}
    assert made["sources.source"]["isbn"] == "9780140449136"
    literals = Change.objects.filter(
        act__changeset__author=by, after__literal="Ministry of Roads, Bridge Section"
    )
    assert literals.count() == 1


def test_another_paste_leaves_nothing_of_the_work_before(client, by, request_item):
    fields = shown(paste(client, request_item, BIBTEX, summary="why"))
    got = shown(
        paste(client, request_item, PRINTED, **{k: v for k, v in fields.items() if k != "paste"})
    )
    assert (got["title"], got["names"], got["summary"]) == ("The Old Bridge", "Novak, Ana", "why")
    assert not {"publisher", "isbn"} & got.keys()


def test_number_alone_leaves_what_is_typed(client, by, request_item):
    got = shown(paste(client, request_item, "10.1000/182", title="Typed", names="Novak, Ana"))
    assert (got["title"], got["names"], got["doi"]) == ("Typed", "Novak, Ana", "10.1000/182")


def test_what_has_no_field_is_told(client, by, request_item):
    text = BIBTEX.replace("abstract", "annotation")
    assert "No field for annote: What happened." in words(paste(client, request_item, text))


def test_printed_reference_of_the_request_waits_to_be_read(client, by, op):
    builders.imported(op, f"The bridge\n\nIt fell.[1]\n\nReferences\n\n[1] {PRINTED}\n".encode())
    request = CitationRequest.objects.get()
    answer = client.get(f"/admin/events/citationrequest/{request.pk}/resolve/")
    assert answer.context["form"]["paste"].value() == PRINTED
    assert shown(paste(client, request, PRINTED, locator="46"))["locator"] == "46"


def test_unsure_reading_says_so(client, by, request_item):
    answer = paste(client, request_item, "Petrov I., On borders, https://news.example/borders")
    assert "not surely: compare it" in words(answer)
    assert "not surely" not in words(paste(client, request_item, BIBTEX))


OTHER = "@book{other, title = {Another}, author = {A, B}, year = 1999}\n"


def test_several_works_are_listed_and_each_can_be_taken(client, by, request_item):
    two = f"{BIBTEX}\n{OTHER}@book{{broken, title = {{"
    answer = paste(client, request_item, two, summary="why", locator="3")
    assert shown(answer)["title"] == "The Balkans"
    assert "It holds 2 works: this is number 1." in words(answer)
    assert "broken" in words(answer)
    assert "A, Another, 1999 Take this one" in words(answer)
    assert words(answer).count("Take this one") == 1
    answer = paste(client, request_item, two, summary="why", locator="3", read="2")
    got = shown(answer)
    assert (got["title"], got["issued"], got["summary"], got["locator"]) == (
        *("Another", "1999", "why"),
        "3",
    )
    assert not {"publisher", "isbn"} & got.keys()
    assert "this is number 2." in words(answer)
    assert "The Balkans, 2012 Take this one" in words(answer)
    assert not Act.objects.filter(changeset__author=by).exists()


def test_several_works_are_listed_on_the_page_of_a_new_source_too(client, by):
    two, path = f"{BIBTEX}\n{OTHER}", "/admin/sources/source/add/"
    answer = client.post(path, {"paste": two, "_read": "1"})
    assert 'name="title" value="The Balkans"' in answer.content.decode()
    assert 'name="_read" value="2"' in answer.content.decode()
    answer = client.post(path, {"paste": two, "_read": "2"})
    assert 'name="title" value="Another"' in answer.content.decode()
    assert "this is number 2." in words(answer)


def test_place_goes_with_the_work_that_it_was_read_with(client, by, request_item):
    two = "Ћирковић С., Срби у средњем веку, Београд 1995, стр. 112\n" + OTHER
    answer = paste(client, request_item, two)
    assert shown(answer)["locator"] == "112"
    read = {"locator": "112", "place_read": "112", "read": "2"}
    assert 'name="place_read" value="112"' in answer.content.decode()
    assert "locator" not in shown(paste(client, request_item, two, **read))
    typed = read | {"locator": "7"}
    assert shown(paste(client, request_item, two, **typed))["locator"] == "7"


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "9" * 50])
def test_number_of_no_work_takes_the_first(client, by, request_item, number):
    answer = paste(client, request_item, f"{BIBTEX}\n{OTHER}", read=number)
    assert shown(answer)["title"] == "The Balkans"


def test_of_many_works_the_first_are_listed_and_the_import_is_named(client, by, request_item):
    many = "".join(OTHER.replace("other", f"k{n}") for n in range(60))
    answer = paste(client, request_item, many)
    assert "It holds 60 works: this is number 1." in words(answer)
    assert "These are the first 50. All of them at once: Import works." in words(answer)
    assert words(answer).count("Take this one") == 49


def test_one_work_has_no_list(client, by, request_item):
    assert "this is number" not in words(paste(client, request_item, OTHER))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There is nothing to read in it."),
        ("He went home.", "nothing was recognised in it."),
        ("978-0-14-044913-7", "its last digit does not fit"),
        ("@book{a, title = {Mills}", "Line 1"),
    ],
)
def test_what_cant_be_read_is_one_sentence_and_stays_in_its_field(
    client, by, request_item, text, said
):
    answer = paste(client, request_item, text, title="Typed before")
    (message,) = answer.context["messages"]
    assert said in str(message)
    assert shown(answer)["title"] == "Typed before"
    assert shown(answer).get("paste", "") == text


@pytest.mark.parametrize(
    ("kept", "text"),
    [
        ({"isbn": "9780140449136", "title": "Other words"}, BIBTEX),
        ({"title": "the balkans", "issued": "2012"}, BIBTEX),
        ({"title": "The Balkans", "issued": ""}, BIBTEX),
        ({"doi": "10.1000/abc"}, "doi:10.1000/AbC"),
    ],
)
def test_work_that_is_here_is_offered_first(client, by, op, request_item, kept, text):
    statement = Statement.objects.order_by("position")[1]
    there = builders.published_citation(op, statement, **kept).source
    answer = paste(client, request_item, text)
    assert "It looks like one that is here" in words(answer)
    assert f'name="source" value="{there.pk}"' in answer.content.decode()


def test_another_edition_is_no_likeness(client, by, op, request_item):
    statement = Statement.objects.order_by("position")[1]
    builders.published_citation(op, statement, title="The Balkans", issued="1999")
    assert "It looks like" not in words(paste(client, request_item, BIBTEX))


@pytest.mark.parametrize(
    ("person", "role", "line"),
    [
        (
            {"family": "Goltz", "given": "Colmar", "non-dropping-particle": "von der"},
            "author",
            "von der Goltz, Colmar",
        ),
        ({"family": "King", "given": "Martin", "suffix": "Jr."}, "author", "King, Martin, Jr."),
        ({"family": "Plato"}, "author", "Plato,"),
        ({"literal": "Ministry of Roads"}, "editor", "Ministry of Roads [editor]"),
        ({"literal": "Roads, Bridge Section"}, "author", "Roads, Bridge Section"),
    ],
)
def test_names_stand_as_the_form_takes_them(person, role, line):
    assert names.written(person, role) == line
    form = SourceFields({"title": "T", "names": line})
    assert form.is_valid(), form.errors
    (_, (made,)) = form.source()
    assert (csl.name(vars(made)), made.role) == (person, role)


@pytest.mark.parametrize("words", ["ćirković", "Cirkovic", "Ћирковић", "srbi veku", "Срби у сред"])
def test_finder_of_the_desk_finds_a_work_in_any_script(client, by, op, words):
    source = Source.new(type="book", title="Срби у средњем веку", issued="1995")
    person = Contributor.new(source_id=source.pk, position="5", family="Ћирковић", given="Сима")
    decisions.publish([drafts.create(source), drafts.create(person)], by=op, summary="a book")
    found = client.get("/admin/events/citationrequest/sources/", {"q": words}).json()["sources"]
    assert [one["id"] for one in found] == [str(source.pk)]
