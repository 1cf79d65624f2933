"""Dates of works: EDTF in every form, and what a citation style is given of them."""

import re

import pytest
from django.core.exceptions import ValidationError

from events.models import CitationRequest
from review.desk.forms import PartsForm
from review.models import Act, Change, Redaction
from review.proposing import drafts
from review.weighing import rebasing
from sources import csl, edtf
from sources.models import Source
from tests import builders
from tests.sources.test_identifiers import saved

DATES = ("issued", "original_date", "accessed")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1998", {"date-parts": [[1998]]}),
        ("1998-03", {"date-parts": [[1998, 3]]}),
        ("1998-03-07", {"date-parts": [[1998, 3, 7]]}),
        ("1985-04-12T23:20:30Z", {"date-parts": [[1985, 4, 12]]}),
        ("0012", {"date-parts": [[12]]}),
        # CSL has no year 0.
        ("0000", {"date-parts": [[-1]]}),
        ("-0043", {"date-parts": [[-44]]}),
        ("-0043-03-15", {"date-parts": [[-44, 3, 15]]}),
        ("-0043/0014", {"date-parts": [[-44], [14]]}),
        ("Y-12000", {"date-parts": [[-12001]]}),
        ("Y170002", {"date-parts": [[170002]]}),
        ("1998~", {"date-parts": [[1998]], "circa": True}),
        ("1998?", {"date-parts": [[1998]], "circa": True}),
        ("1998%", {"date-parts": [[1998]], "circa": True}),
        ("1812-05~", {"date-parts": [[1812, 5]], "circa": True}),
        ("1812-?05", {"date-parts": [[1812, 5]], "circa": True}),
        ("1923/1924", {"date-parts": [[1923], [1924]]}),
        ("1812-03/1812-05-02", {"date-parts": [[1812, 3], [1812, 5, 2]]}),
        ("1806~/1812", {"date-parts": [[1806], [1812]], "circa": True}),
        ("1806/1812?", {"date-parts": [[1806], [1812]], "circa": True}),
        ("1812-21", {"date-parts": [[1812]], "season": 1}),
        ("1812-24~", {"date-parts": [[1812]], "season": 4, "circa": True}),
        ("1812-31", {"date-parts": [[1812]], "season": 3}),
        # What it has no parts for is said in words.
        ("195X", {"literal": "1950s"}),
        ("18XX", {"literal": "19th century"}),
        ("1812-05-XX", {"literal": "a day in May 1812"}),
        ("1812-33", {"literal": "the first quarter of 1812"}),
        ("1812-21/1813-22", {"literal": "spring 1812 – summer 1813"}),
        ("[1667,1668]", {"literal": "1667 or 1668"}),
        ("../1812", {"literal": "until 1812"}),
        ("1812/..", {"literal": "1812–"}),
        ("1812-05/..", {"literal": "May 1812–"}),
        ("1812~/..", {"literal": "1812–", "circa": True}),
        ("1812/", {"literal": "from 1812, end unknown"}),
        # No date, as it is.
        ("13/5/1812", {"literal": "13/5/1812"}),
        ("s. a.", {"literal": "s. a."}),
    ],
)
def test_edtf_is_a_date_of_csl(text, date):
    assert edtf.csl_date(text) == date
    fields = {"type": "book", "title": "T", "issued": text, "original_date": text, "accessed": text}
    made = csl.item(fields, [])
    assert [made[name] for name in ("issued", "original-date", "accessed")] == [date] * 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1812-05-01/1812-06", "1812-05-01/1812-06"),
        ("-0043~", "circa 44 BC"),
        ("0012", "0012"),
        ("1812-21", "spring 1812"),
        ("195X", "1950s"),
    ],
)
def test_date_of_a_work_is_told_in_a_line(text, told):
    assert csl.date_told(edtf.csl_date(text)) == told


# In each form


@pytest.fixture
def by(client):
    person = builders.editor()
    client.force_login(person)
    return person


WRONG = [
    ("yesterday", "“yesterday” is not a date in EDTF: write 1812, 1812-05,"),
    ("1985-02-29", "in that year February has no day 29"),
    ("May 1812", "“May 1812” is not a date in EDTF. Did you mean 1812-05? Tick the box"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "said"), WRONG)
@pytest.mark.parametrize("name", DATES)
def test_stock_form_refuses_what_is_no_date_and_keeps_nothing(client, by, name, text, said):
    page = saved(client, **{name: text}).content.decode()
    assert said in page
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_what_was_meant_is_taken_by_a_tick(client, by):
    page = saved(client, issued="May 1812").content.decode()
    assert "Yes, 1812-05: May 1812" in re.sub(r"<[^>]*>", "", page)
    assert saved(client, **{"issued": "May 1812", "issued-as": "1812-05"}).status_code == 302
    assert Change.objects.get().after["issued"] == "1812-05"


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "said"), WRONG)
def test_resolving_refuses_what_is_no_date_and_keeps_nothing(client, by, text, said):
    builders.article(builders.operator())
    path = f"/admin/events/citationrequest/{CitationRequest.objects.get().pk}/resolve/"
    given = {"way": "cite", "title": "A book", "summary": "because", "send": "1", "issued": text}
    assert said in client.post(path, given).content.decode()
    assert not Act.objects.filter(changeset__author=by).exists()


@pytest.mark.django_db
def test_amending_and_revising_refuse_what_is_no_date(by):
    source, _ = builders.book()
    parts, seen = rebasing.parts(drafts.propose([drafts.create(source)], by=by))
    form = PartsForm({}, parts=parts, seen=seen, reason="Why", help_text="")
    field = form.fields[f"{parts[0].change.pk}-issued"]
    assert field.clean("1812~") == "1812~"
    with pytest.raises(ValidationError, match="Did you mean 1812-05"):
        field.clean("May 1812")


def test_model_holds_edtf_alone():
    for name in DATES:
        with pytest.raises(ValidationError, match="is not a date in EDTF"):
            Source(title="A book", **{name: "yesterday"}).clean_fields(exclude=["subject"])
        for good in ("1812~", Redaction.MARK):
            Source(title="A book", **{name: good}).clean_fields(exclude=["subject"])
