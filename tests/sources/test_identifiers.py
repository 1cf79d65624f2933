"""Identifiers of works: any spelling goes in, one form is stored, in every form alike."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from events.models import CitationRequest
from review.deciding import decisions
from review.desk.forms import PartsForm
from review.exceptions import Clashes
from review.models import Act, Change, Redaction
from review.proposing import drafts
from review.weighing import rebasing
from sources import identifiers
from sources.desk.forms import SourceFields
from sources.identifiers import BadIdentifier, normal
from sources.models import Source
from tests import builders

SICI = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"

SPELLINGS = [
    ("isbn", "9780140449136", "9780140449136"),
    ("isbn", "978-0-14-044913-6", "9780140449136"),
    ("isbn", "978 0 14 044913 6", "9780140449136"),
    ("isbn", "978–0–14–044913–6", "9780140449136"),
    ("isbn", "ISBN 978-0-14-044913-6", "9780140449136"),
    ("isbn", "ISBN-13: 978-0-14-044913-6", "9780140449136"),
    ("isbn", "ISBN-13 \u200f : \u200e 978-0140449136", "9780140449136"),
    ("isbn", "ISBN 0-14-044913-2", "9780140449136"),
    ("isbn", "ISBN10 0140449132", "9780140449136"),
    ("isbn", "ISBN-10: 1-84115-007-X", "9781841150079"),
    ("isbn", "isbn 184115007x", "9781841150079"),
    ("isbn", "1 84115 007 X", "9781841150079"),
    ("isbn", "14-044913-2", "9780140449136"),
    ("isbn", "urn:isbn:9780140449136", "9780140449136"),
    ("isbn", "https://openlibrary.org/isbn/9780140449136", "9780140449136"),
    ("isbn", "979-10-90636-07-1", "9791090636071"),
    ("isbn", "978-65-87773-12-4", "9786587773124"),
    ("doi", "10.1000/AbC", "10.1000/abc"),
    ("doi", "doi:10.1000/AbC", "10.1000/abc"),
    ("doi", "DOI: 10.1000/AbC", "10.1000/abc"),
    ("doi", "info:doi/10.1000/AbC", "10.1000/abc"),
    ("doi", "https://doi.org/10.1000/AbC", "10.1000/abc"),
    ("doi", "doi: https://doi.org/10.1000/AbC", "10.1000/abc"),
    ("doi", "http://dx.doi.org/10.1000/AbC?from=x#top", "10.1000/abc"),
    ("doi", "www.doi.org/10.1000/AbC", "10.1000/abc"),
    ("doi", "10.1000/182.", "10.1000/182"),
    ("doi", "10.1000.10/ABC(1)", "10.1000.10/abc(1)"),
    ("doi", SICI.upper(), SICI),
    (
        "doi",
        "https://doi.org/10.1002/(SICI)1097-0258(19980815/30)17:15/16%3C1661::AID-SIM968%3E3.0.CO;2-2",
        SICI,
    ),
    ("issn", "0378-5955", "0378-5955"),
    ("issn", "03785955", "0378-5955"),
    ("issn", "2434-561x", "2434-561X"),
    ("issn", "ISSN 2434-561X", "2434-561X"),
    ("issn", "e-ISSN: 2434-561X", "2434-561X"),
    ("issn", "https://portal.issn.org/resource/ISSN/0378-5955", "0378-5955"),
    ("pmid", "17284678", "17284678"),
    ("pmid", "PMID: 17284678", "17284678"),
    ("pmid", "https://pubmed.ncbi.nlm.nih.gov/17284678/", "17284678"),
    ("pmid", "https://www.ncbi.nlm.nih.gov/pubmed/17284678?dopt=Abstract", "17284678"),
    ("arxiv", "hep-th/9901001", "hep-th/9901001"),
    ("arxiv", "arXiv:HEP-TH/9901001v2", "hep-th/9901001v2"),
    ("arxiv", "math.GT/0309136", "math/0309136"),
    ("arxiv", "2101.00001v2", "2101.00001v2"),
    ("arxiv", "0704.0001", "0704.0001"),
    ("arxiv", "arXiv:2101.00001 [math.CO]", "2101.00001"),
    ("arxiv", "https://arxiv.org/abs/2101.00001v2", "2101.00001v2"),
    ("arxiv", "https://arxiv.org/pdf/2101.00001.pdf", "2101.00001"),
    ("arxiv", "https://doi.org/10.48550/arXiv.2101.00001", "2101.00001"),
    ("oclc", "12345678", "12345678"),
    ("oclc", "ocm00012345", "12345"),
    ("oclc", "ocn123456789", "123456789"),
    ("oclc", "on1234567890", "1234567890"),
    ("oclc", "(OCoLC)12345678", "12345678"),
    ("oclc", "(OCoLC)ocm12345678", "12345678"),
    ("oclc", "OCLC no. 12345678", "12345678"),
    ("oclc", "https://www.worldcat.org/title/the-balkans/oclc/12345678", "12345678"),
    ("oclc", "https://search.worldcat.org/title/12345678?oclcNum=1", "12345678"),
    ("handle", "2027/mdp.39015027794331", "2027/mdp.39015027794331"),
    ("handle", "hdl:2027/mdp.39015027794331", "2027/mdp.39015027794331"),
    ("handle", "https://hdl.handle.net/20.500.12345/AbC", "20.500.12345/AbC"),
    ("handle", "http://hdl.loc.gov/LOC.pnp/cph.3a12345", "loc.pnp/cph.3a12345"),
]

DIGIT = "its last digit does not fit the others."
REFUSALS = [
    ("isbn", "978-0-14-044913-1", DIGIT),
    ("isbn", "0-14-044913-1", DIGIT),
    ("isbn", "12345", "it needs 10 digits, or 13 that begin with 978 or 979."),
    ("isbn", "A book", "it needs 10 digits, or 13 that begin with 978 or 979."),
    ("isbn", "4006381333931", "it needs 10 digits, or 13 that begin with 978 or 979."),
    ("isbn", "٩٧٨٠١٤٠٤٤٩١٣٦", "it needs 10 digits, or 13 that begin with 978 or 979."),
    ("isbn", "979-0-060-11561-5", "979-0 begins the number of printed music, an ISMN."),
    ("doi", "11.1000/182", "one reads 10.1000/182."),
    ("doi", "10.1000/", "one reads 10.1000/182."),
    ("doi", "10.1000/a b", "one reads 10.1000/182."),
    ("doi", "https://example.org/10.1000/182", "one reads 10.1000/182."),
    ("issn", "0378-5954", DIGIT),
    ("issn", "0378", "it has eight digits, as 0378-5955, of which the last may be an X."),
    ("pmid", "PMC17284678", "it is a number of at most eight digits, as 17284678."),
    ("pmid", "0", "it is a number of at most eight digits, as 17284678."),
    ("arxiv", "2113.00001", "one reads 2101.00001 or hep-th/9901001."),
    ("arxiv", "2101.0001", "it has five digits after the dot, and had four before 2015."),
    ("arxiv", "1312.12345", "it has five digits after the dot, and had four before 2015."),
    ("arxiv", "hep-th/99010012", "one reads 2101.00001 or hep-th/9901001."),
    ("oclc", "ocm12x", "one reads 12345678, ocm12345678 or (OCoLC)12345678."),
    ("handle", "10.1000/182", "it is a DOI, so enter it as one."),
    ("handle", "https://www.jstor.org/stable/1", "one reads 2027/mdp.39015027794331."),
]


@pytest.mark.parametrize(("name", "text", "stored"), SPELLINGS)
def test_spelling_is_brought_to_the_form_that_is_stored(name, text, stored):
    assert normal(name, text) == stored
    assert normal(name, f"  {text}\n") == stored


@pytest.mark.parametrize(("name", "text", "why"), REFUSALS)
def test_what_is_no_such_identifier_is_refused_with_one_sentence(name, text, why):
    with pytest.raises(BadIdentifier) as refused:
        normal(name, text)
    assert str(refused.value) == f"{text} is no {identifiers.SCHEMES[name].label}: {why}"


@pytest.mark.parametrize("name", identifiers.SCHEMES)
def test_nothing_stays_nothing(name):
    assert normal(name, " \u200e ") == ""


@pytest.mark.parametrize("name", identifiers.SCHEMES)
@given(text=st.one_of(st.text(), *(st.just(t).map(str.swapcase) for _, t, _ in SPELLINGS)))
def test_what_is_stored_stays_as_it_is_and_fits_a_text_column(name, text):
    try:
        stored = normal(name, text)
    except BadIdentifier:
        return
    assert normal(name, stored) == stored
    assert not set(stored) & {"\0", " ", "\n"}


def test_refusal_of_a_long_text_is_short():
    with pytest.raises(BadIdentifier) as refused:
        normal("doi", "x" * 100_000)
    assert len(str(refused.value)) < 200


def test_character_that_no_text_can_have_does_not_come_in_by_an_address():
    assert normal("doi", "https://doi.org/10.1000/%00182") == "10.1000/182"


@pytest.mark.parametrize(
    ("name", "stored", "page"),
    [
        (
            *("isbn", "9780140449136"),
            "https://en.wikipedia.org/wiki/Special:BookSources/9780140449136",
        ),
        ("doi", "10.1000/182", "https://doi.org/10.1000/182"),
        ("doi", "10.1000/a#b?c%d", "https://doi.org/10.1000/a%23b%3Fc%25d"),
        ("issn", "2434-561X", "https://portal.issn.org/resource/ISSN/2434-561X"),
        ("pmid", "17284678", "https://pubmed.ncbi.nlm.nih.gov/17284678/"),
        ("arxiv", "hep-th/9901001v2", "https://arxiv.org/abs/hep-th/9901001v2"),
        ("oclc", "12345678", "https://search.worldcat.org/title/12345678"),
        ("handle", "2027/mdp.1", "https://hdl.handle.net/2027/mdp.1"),
    ],
)
def test_address_leads_to_its_page_and_is_read_back(name, stored, page):
    assert identifiers.address(name, stored) == page
    assert not page or normal(name, page) == stored


# Through the forms


def stock_form(client):
    return client.get("/admin/sources/source/add/").context["adminform"].form


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by(client):
    person = builders.editor()
    client.force_login(person)
    return person


def saved(client, path="/admin/sources/source/add/", **data):
    inlines = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    management = {f"contributors-{name}": "0" for name in inlines}
    return client.post(path, {"type": "book", "title": "A book", **management, **data})


@pytest.mark.django_db
def test_every_form_of_a_source_reads_every_spelling_alike(client, by):
    stock, desk = stock_form(client), SourceFields()
    assert set(identifiers.SCHEMES) <= set(stock.fields)
    for form in (stock, desk):
        for name, text, stored in SPELLINGS:
            assert form.fields[name].clean(text) == stored, (form, text)
        for name, text, why in REFUSALS:
            with pytest.raises(ValidationError) as refused:
                form.fields[name].clean(text)
            assert refused.value.messages[0].endswith(f": {why}"), (form, text)
        with pytest.raises(ValidationError, match="at most 300 characters"):
            form.fields["doi"].clean("10.1000/" + "x" * 300)


@pytest.mark.django_db
def test_stock_form_stores_normal_forms(client, by):
    typed = {name: text for name, text, _ in SPELLINGS}
    assert saved(client, **typed).status_code == 302
    after = Change.objects.get(act__changeset__author=by).after
    wanted = {name: stored for name, _, stored in SPELLINGS}
    assert {name: after[name] for name in wanted} == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("name", identifiers.SCHEMES)
def test_stock_form_refuses_with_the_sentence_and_keeps_nothing(client, by, name):
    answer = saved(client, **{name: "What is this?"})
    assert answer.status_code == 200
    assert f"What is this? is no {identifiers.SCHEMES[name].label}: " in answer.content.decode()
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_stock_form_with_another_spelling_of_the_same_keeps_nothing(client, op, by):
    source, _ = builders.book(doi="10.1000/182")
    decisions.publish([drafts.create(source)], by=op, summary="a book")
    path = f"/admin/sources/source/{source.pk}/change/"
    form = client.get(path).context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields}
    saved(client, path, **typed | {"doi": "https://doi.org/10.1000/182"})
    assert not Act.objects.filter(changeset__author=by).exists()


def resolve(client, **data):
    path = f"/admin/events/citationrequest/{CitationRequest.objects.get().pk}/resolve/"
    return client.post(
        path, {"way": "cite", "title": "A book", "summary": "because", "send": "1", **data}
    )


@pytest.mark.django_db
def test_resolve_stores_normal_forms(client, op, by):
    builders.article(op)
    resolve(client, **{name: text for name, text, _ in SPELLINGS})
    after = Change.objects.get(act__changeset__author=by, subject__kind="sources.source").after
    wanted = {name: stored for name, _, stored in SPELLINGS}
    assert {name: after[name] for name in wanted} == wanted


@pytest.mark.django_db
@pytest.mark.parametrize("name", identifiers.SCHEMES)
def test_resolve_refuses_with_the_sentence_and_keeps_nothing(client, op, by, name):
    builders.article(op)
    answer = resolve(client, **{name: "What is this?"})
    assert f"What is this? is no {identifiers.SCHEMES[name].label}: " in answer.content.decode()
    assert not Act.objects.filter(changeset__author=by).exists()


@pytest.mark.django_db
def test_amending_and_revising_read_spellings_too(by):
    source, _ = builders.book(doi="10.1000/182")
    act = drafts.propose([drafts.create(source)], by=by)
    parts, seen = rebasing.parts(act)
    form = PartsForm({}, parts=parts, seen=seen, reason="Why", help_text="")
    key = f"{parts[0].change.pk}-doi"
    assert form.fields[key].clean("https://doi.org/10.1000/XYZ") == "10.1000/xyz"
    with pytest.raises(ValidationError, match="is no DOI"):
        form.fields[key].clean("XYZ")


# Beneath the forms


@pytest.mark.parametrize(
    ("value", "said"),
    [("978-0-14-044913-6", "is written 9780140449136."), ("12345", "is no ISBN: it needs")],
)
def test_model_holds_the_normal_form_alone(value, said):
    with pytest.raises(ValidationError, match=said):
        Source(title="A book", isbn=value).clean_fields(exclude=["subject"])
    Source(title="A book", isbn="9780140449136").clean_fields(exclude=["subject"])


def test_what_a_redaction_left_stands_in_no_other_changes_way():
    Source(title="A book", doi=Redaction.MARK).clean_fields(exclude=["subject"])


@pytest.mark.django_db
def test_what_comes_past_the_forms_is_not_published_in_another_spelling(op):
    source, _ = builders.book(issn="03785955")
    with pytest.raises(Clashes, match="03785955 is written 0378-5955"):
        decisions.publish([drafts.create(source)], by=op, summary="a book")
    assert not Source.objects.exists()


# Duplicates


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "stored", "typed"),
    [
        ("doi", "10.1000/abc", "https://doi.org/10.1000/ABC"),
        ("pmid", "17284678", "PMID: 17284678"),
        ("arxiv", "2101.00001", "https://arxiv.org/pdf/2101.00001.pdf"),
    ],
)
def test_same_paper_in_another_spelling_is_told(client, op, by, name, stored, typed):
    builders.article(op)
    source, _ = builders.book(**{name: stored})
    decisions.publish([drafts.create(source)], by=op, summary="a book")
    label = identifiers.SCHEMES[name].label
    for answer in (saved(client, **{name: typed}), resolve(client, **{name: typed})):
        assert f"“The Balkans” has this {label} already." in answer.content.decode()
    assert not Act.objects.filter(changeset__author=by).exists()
    again, _ = builders.book(**{name: stored})
    with pytest.raises(Clashes, match=f"another one has the same {label}"):
        decisions.publish([drafts.create(again)], by=op, summary="the same")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["ISBN 0-14-044913-2", "https://doi.org/10.1000/ABC", "(OCoLC)ocm00012345", "Balkans"],
)
def test_source_is_found_by_an_identifier_in_any_spelling(client, op, by, text):
    source, _ = builders.book(isbn="9780140449136", doi="10.1000/abc", oclc="12345")
    other, _ = builders.book(title="Another")
    decisions.publish([drafts.create(o) for o in (source, other)], by=op, summary="two books")
    found = client.get("/admin/events/citationrequest/sources/", {"q": text}).json()["sources"]
    assert [row["id"] for row in found] == [str(source.pk)]
    rows = client.get("/admin/sources/source/", {"q": text}).context["cl"].result_list
    assert [row.pk for row in rows] == [source.pk]


@pytest.mark.django_db
def test_own_proposed_source_is_found_by_its_identifier(client, by):
    source, _ = builders.book(handle="2027/mdp.1")
    drafts.propose([drafts.create(source)], by=by)
    query = {"q": "https://hdl.handle.net/2027/mdp.1"}
    found = client.get("/admin/events/citationrequest/sources/", query).json()["sources"]
    assert [row["id"] for row in found] == [str(source.pk)]


# Readers


@pytest.mark.django_db
def test_page_of_a_source_links_its_identifiers(client, op):
    source, _ = builders.book(isbn="9780140449136", doi=SICI, arxiv="2101.00001")
    decisions.publish([drafts.create(source)], by=op, summary="a book")
    page = client.get("/sources/the-balkans/").content.decode()
    assert ">978-0-14-044913-6</a>" in page
    assert "17:15/16%3C1661::aid-sim968%3E3.0.co;2-2" in page
    assert '<a href="https://arxiv.org/abs/2101.00001" rel="nofollow">2101.00001</a>' in page
    assert "OCLC" not in page
