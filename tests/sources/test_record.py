"""What a work is described by: its columns, its names, and the forms that show those of its type."""

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from review.deciding import decisions
from review.exceptions import Clashes
from review.models import Act, Change
from review.proposing import drafts
from sources import csl, identifiers, languages
from sources.desk import columns
from sources.desk.forms import COLUMNS, SourceFields
from sources.formatting import notes
from sources.formatting.renderings import item_of
from sources.models import Contributor, Source
from sources.writing.fields import fields_of
from tests import builders

ADD = "/admin/sources/source/add/"
PRINTED = "Novak, Ana. “The Old Bridge.” Journal of Mills 3, no. 2 (1999): 45–67."


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by():
    return builders.editor()


@pytest.fixture
def at_desk(client, by):
    client.force_login(by)
    return client


def test_every_type_says_which_columns_it_has():
    assert columns.COLUMNS.keys() == csl.TYPES.keys()
    assert set().union(*columns.COLUMNS.values()) <= COLUMNS


def test_every_column_is_a_variable_and_stands_in_the_form():
    held = csl.VARIABLES.keys() | csl.DATES.keys() | identifiers.SCHEMES.keys() | {"note", "type"}
    assert held == COLUMNS
    assert SourceFields.base_fields.keys() >= COLUMNS


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *[("sr-Cyrl", "sr-Cyrl"), ("SR_cyrl", "sr-Cyrl"), ("Serbian", "sr"), ("русский", "ru")],
        *[("en-us", "en-US"), ("sr-ekavsk", "sr-ekavsk"), ("x-old", "x-old"), ("", "")],
    ],
)
def test_language_is_its_tag(typed, kept):
    assert languages.tag(typed) == kept
    assert Source._meta.get_field("language").formfield().clean(typed) == kept


@pytest.mark.parametrize("typed", ["klingon!", "of the hills", "e", "1812"])
def test_what_is_no_language_is_told(typed):
    with pytest.raises(ValidationError, match="is no language: enter a tag"):
        Source._meta.get_field("language").formfield().clean(typed)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("not an address", "is no web address"),
        ("javascript:alert(1)", "is no web address"),
        ("javascript://x.org/%0aalert(1)", "is no web address"),
        ("https://doi.org/10.1000/AbC", "address of a DOI: enter 10.1000/abc as the DOI"),
    ],
)
def test_address_that_is_none_or_a_doi_is_told(typed, why):
    with pytest.raises(ValidationError, match=why):
        Source._meta.get_field("url").formfield().clean(typed)


@pytest.mark.parametrize("doi", ["", "10.1000/abc"])
def test_address_of_a_doi_is_taken_for_the_doi(doi):
    typed = QueryDict(mutable=True)
    typed.update({"title": "T", "doi": doi, "url": "https://doi.org/10.1000/AbC"})
    form = SourceFields(typed)
    assert form.is_valid(), form.errors
    source, _ = form.source()
    assert (source.doi, source.url) == ("10.1000/abc", "")


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("isbn", "978-0-14-044913-6 (pbk.), 0–8044–2957–X (hbk.)", "9780140449136 9780804429573"),
        ("isbn", "ISBN 978-0-14-044913-6 (pbk.)", "9780140449136"),
        ("isbn", "9780140449136 978-0-14-044913-6", "9780140449136"),
        ("issn", "0378-5955; eISSN 2049-3630", "0378-5955 2049-3630"),
        ("pmcid", "https://pmc.ncbi.nlm.nih.gov/articles/PMC3531190/", "PMC3531190"),
        ("lccn", "78-890351", "78890351"),
        ("lccn", "https://lccn.loc.gov/n78890351", "n78890351"),
        ("wikidata", "https://www.wikidata.org/wiki/q2263#sitelinks", "Q2263"),
        ("cobiss", "COBISS.SR-ID = 512345678", "COBISS.SR-ID 512345678"),
        ("jstor", "https://www.jstor.org/stable/2709643?seq=1", "2709643"),
        ("doi", "10.1000%2F182", "10.1000/182"),
    ],
)
def test_identifier_is_kept_in_one_form(name, typed, kept):
    assert Source._meta.get_field(name).formfield().clean(typed) == kept
    assert identifiers.normal(name, kept) == kept


@pytest.mark.parametrize(
    "typed", ["9780140449136 9780140449137", "9780140449136 or so 9780804429573"]
)
def test_of_several_isbns_each_has_to_be_right(typed):
    with pytest.raises(ValidationError, match="is no ISBN"):
        Source._meta.get_field("isbn").formfield().clean(typed)


@pytest.mark.django_db
def test_work_is_found_by_each_of_its_isbns(op):
    source, _ = builders.book(isbn="9780140449136 9780804429573")
    decisions.publish([drafts.create(source)], by=op, summary="a book")
    for typed in ("978-0-14-044913-6", "0-8044-2957-X"):
        assert Source.objects.filter(identifiers.matching(typed)).get() == source


NAMES = [
    (
        {"family": "Goltz", "given": "Colmar", "dropping_particle": "von der"},
        "Goltz, Colmar von der",
    ),
    ({"family": "Gogh", "given": "Vincent", "non_dropping_particle": "van"}, "van Gogh, Vincent"),
    ({"family": "King", "given": "Martin", "suffix": "Jr."}, "King, Martin, Jr."),
    ({"family": "Plato"}, "Plato"),
    ({"literal": "Ministry of Roads"}, "Ministry of Roads"),
]


@pytest.mark.parametrize(("parts", "told"), NAMES)
def test_name_is_told_in_one_line(parts, told):
    assert str(Contributor.new(**parts)) == told


def test_name_in_another_script_is_printed_where_the_operator_says_so(settings):
    source = Source.new(type="book", title="Срби", issued="1995", language="sr")
    person = Contributor.new(
        position="5", family="Ćirković", given="Sima", original="Ћирковић, Сима"
    )
    body = Contributor.new(position="7", role="editor", literal="Academy", original="Академија")
    item = item_of(source, [person, body])
    assert notes.render([notes.Cite(item)])[0].startswith("Sima Ćirković")
    entered = notes.key(notes.Cite(item))
    settings.ATTESTED_NAMES = "original"
    assert notes.render([notes.Cite(item)])[0].startswith("Сима Ћирковић")
    assert notes.key(notes.Cite(item)) != entered
    assert "original" not in str(csl.identity(item))
    assert fields_of(source, [person])["author"] == [{"family": "Ćirković", "given": "Sima"}]


def test_setting_that_says_no_script_stops_the_start(settings):
    from sources.apps import _style_fits

    settings.ATTESTED_NAMES = "both"
    assert [error.id for error in _style_fits()] == ["sources.E002"]


@pytest.mark.parametrize("type", csl.TYPES)
def test_form_shows_the_columns_of_its_type_and_what_is_filled(type):
    form = SourceFields(initial={"type": type, "scale": "1:5000"})
    first, more = ([field.name for field in fields] for fields in form.work)
    assert first[0] == "title"
    assert set(columns.COLUMNS[type]) | {"scale", "issued", "accessed"} <= set(first)
    assert not set(first) & set(more)
    assert {*first, *more, "type"} == COLUMNS


def rows(people):
    """What a browser sends of the names of a new source."""
    sent = {f"contributors-{n}": "0" for n in ("INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    sent["contributors-TOTAL_FORMS"] = str(len(people))
    for number, person in enumerate(people):
        sent |= {f"contributors-{number}-{name}": value for name, value in person.items()}
    return sent


@pytest.mark.django_db
def test_paste_on_the_page_of_a_new_source_fills_it_and_keeps_nothing(at_desk):
    page = at_desk.post(ADD, {"_read": "1", "paste": PRINTED, "type": "book", **rows([])})
    form, names = page.context["adminform"].form, page.context["inline_admin_formsets"][0].formset
    assert (form["type"].value(), form["title"].value()) == ("article-journal", "The Old Bridge")
    assert form["container_title"].value() == "Journal of Mills"
    assert [(f["family"].value(), f["given"].value()) for f in names] == [("Novak", "Ana")]
    assert "Read as a printed reference" in page.content.decode()
    shown = dict(page.context["adminform"].fieldsets)[None]["fields"]
    assert {"issue", "issn"} <= set(shown)
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_what_was_read_can_be_kept_as_it_stands(at_desk, by):
    page = at_desk.post(ADD, {"_read": "1", "paste": PRINTED, **rows([])})
    form, names = page.context["adminform"].form, page.context["inline_admin_formsets"][0].formset
    typed = {name: form[name].value() or "" for name in form.fields}
    people = [{name: each[name].value() or "" for name in each.fields} for each in names]
    assert at_desk.post(ADD, {**typed, **rows(people)}).status_code == 302
    made = {c.subject.kind: c.after for c in Change.objects.filter(act__changeset__author=by)}
    assert made["sources.source"]["title"] == "The Old Bridge"
    assert made["sources.contributor"]["family"] == "Novak"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "He went home.", "978-0-14-044913-7"])
def test_paste_that_says_nothing_leaves_what_is_typed(at_desk, text):
    typed = {"type": "map", "title": "Hills", **rows([{"role": "author", "family": "Novak"}])}
    page = at_desk.post(ADD, {"_read": "1", "paste": text, **typed})
    form, names = page.context["adminform"].form, page.context["inline_admin_formsets"][0].formset
    assert (form["type"].value(), form["title"].value()) == ("map", "Hills")
    assert [each["family"].value() for each in names] == ["Novak"]
    assert len(page.context["messages"]) == 1


@pytest.mark.django_db
def test_paste_names_the_work_that_is_here(at_desk, op):
    source, author = builders.book(isbn="9780140449136")
    decisions.publish([drafts.create(source), drafts.create(author)], by=op, summary="a book")
    page = at_desk.post(ADD, {"_read": "1", "paste": "ISBN 978-0-14-044913-6", **rows([])})
    assert "It looks like one that is here" in page.content.decode()
    assert f"/admin/sources/source/{source.pk}/change/" in page.content.decode()


@pytest.mark.django_db
def test_edition_points_at_the_work_and_never_at_another_edition(op):
    works = [Source.new(type="book", title=title) for title in ("First", "Second", "Third")]
    first, second, third = works
    second.edition_of_id = first.pk
    decisions.publish([drafts.create(work) for work in works], by=op, summary="works")
    assert list(first.editions.all()) == [second]

    def point(*pairs):
        edits = [drafts.update(Source, one.pk, edition_of_id=at.pk) for one, at in pairs]
        decisions.publish(edits, by=op, summary="an edition")

    with pytest.raises(Clashes, match="is an edition itself: name the first one"):
        point((third, second))
    with pytest.raises(Clashes, match="others are editions of it"):
        point((first, third))
    with pytest.raises(Clashes, match="is an edition itself"):
        point((third, first), (first, third))
    point((third, first))
    with pytest.raises(Clashes, match="a source still points at it"):
        decisions.publish([drafts.remove(Source, first.pk)], by=op, summary="gone")
    assert Source.objects.get(pk=third.pk).edition_of == first


@pytest.mark.django_db
def test_work_is_found_by_a_number_that_has_a_space(op):
    source, _ = builders.book(cobiss="COBISS.SR-ID 512345678")
    decisions.publish([drafts.create(source)], by=op, summary="a book")
    assert Source.objects.filter(identifiers.matching("cobiss.sr-id 512345678")).get() == source
    assert identifiers.address("cobiss", source.cobiss).endswith("/cobiss/sr/sr/bib/512345678")
