"""Choosing an object in a stock form: any is found by its words, and no list shows them all."""

import re
from html import unescape

import pytest

from events.models import Citation, Event, Statement
from review.deciding import decisions
from review.desk.admin.forms import TargetSelect
from review.models import Change, OpenChange
from review.proposing import drafts
from sources.models import Source
from tests import builders
from tests.test_admin import address, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(for_all):
    """An article of thirty statements and two dozen works, one of which is cited."""
    with for_all():
        op = builders.operator()
        builders.article(op, [f"Statement {n} of many." for n in range(30)])
        first = Statement.objects.order_by("position").first()
        builders.published_citation(op, first, title="A rare title")
        more = [Source.new(type="book", title=f"Common {n}") for n in range(25)]
        decisions.publish([drafts.create(one) for one in more], by=op, summary="more")


@pytest.fixture
def statement(begun):
    return Statement.objects.order_by("position").first()


@pytest.fixture
def by(client):
    person = builders.editor()
    client.force_login(person)
    return person


def options(page, name):
    found = re.search(rf'<select name="{name}".*?</select>', page, re.DOTALL)[0]
    return re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)', found)


def test_of_many_the_latest_are_offered(client, by, statement):
    page = client.get("/admin/events/citation/add/").content.decode()
    assert len(options(page, "source")) == TargetSelect.latest
    assert "A rare title" not in page


def test_any_other_is_found_by_its_words_and_chosen(client, by, statement):
    path = "/admin/events/citation/add/"
    data = {"statement": statement.pk, "direction": "supports", "source-find": "rare"}
    page = unescape(client.post(path, data).content.decode())
    assert "Choose one of those that were found." in page
    assert not OpenChange.objects.exists()
    (key,) = [key for key, words in options(page, "source") if words == "A rare title"]
    data |= {"source": key, "source-found": "rare"}
    assert client.post(path, data).status_code == 302
    made = Change.objects.get(act__state="draft")
    assert made.after["source_id"] == key


def test_work_that_one_is_an_edition_of_is_found_in_any_script(client, by, statement):
    older = Source.new(type="book", title="Срби у средњем веку", issued="1995")
    later = [Source.new(type="book", title=f"Later {n}") for n in range(TargetSelect.latest)]
    made = [drafts.create(one) for one in (older, *later)]
    decisions.publish(made, by=builders.operator("another"), summary="more")
    path = "/admin/sources/source/add/"
    page = client.get(path).content.decode()
    assert len(options(page, "edition_of")) == TargetSelect.latest
    assert str(older.pk) not in page
    data = form_of(client, path) | {"title": "The Serbs", "edition_of-find": "Srbi u srednj"}
    page = unescape(client.post(path, data).content.decode())
    assert (str(older.pk), "Срби у средњем веку") in options(page, "edition_of")
    data |= {"edition_of": str(older.pk), "edition_of-found": "Srbi u srednj"}
    assert client.post(path, data).status_code == 302
    made = Change.objects.get(act__state="draft", subject__kind="sources.source")
    assert made.after["edition_of_id"] == str(older.pk)


def test_words_that_find_nothing_are_told_and_kept(client, by, statement):
    data = {"statement": statement.pk, "direction": "supports", "source-find": "nowhere"}
    page = unescape(client.post("/admin/events/citation/add/", data).content.decode())
    assert "Nothing was found with “nowhere”: try other words." in page
    assert 'name="source-find" value="nowhere"' in page


def test_other_words_than_were_looked_for_are_looked_for_first(client, by, statement):
    citation = Citation.objects.first()
    data = form_of(client, address(citation))
    data |= {"source-find": "rare", "source-found": "common"}
    page = unescape(client.post(address(citation), data).content.decode())
    assert "Choose one of those that were found." in page
    assert not OpenChange.objects.exists()


def test_statement_is_found_for_a_request(client, by, statement):
    data = {"kind": "when", "about-find": "statement 3 of"}
    path = "/admin/events/citationrequest/add/"
    page = unescape(client.post(path, data).content.decode())
    found = options(page, "about")
    key = next(key for key, words in found if "Statement 3 of many" in words)
    data |= {"about": key, "about-found": data["about-find"]}
    assert client.post(path, data).status_code == 302


def test_endless_words_are_within_bounds(client, by, statement):
    data = {"event-find": "x " * 5000, "text": "New."}
    answer = client.post("/admin/events/statement/add/", data)
    assert answer.status_code == 200
    assert not Event.objects.filter(heading="x").exists()
