"""Public lists that grow with the archive come a page at a time, and lose nothing between pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Dating, Statement
from events.pages import views
from review.deciding import decisions
from review.models import Publication
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


def pages_of(client, path, wanted):
    """What a pattern finds on each page, from one to the next by its link."""
    shown, query = [], ""
    while True:
        page = client.get(path + query).content.decode()
        shown.append(re.findall(wanted, page))
        link = re.search(r'<a href="([^"]+)" rel="next"', page)
        if not link:
            return shown
        query = link[1].replace("&amp;", "&")


def test_home_lists_articles_a_page_at_a_time_now_and_then(client, op, monkeypatch):
    monkeypatch.setattr(views, "ARTICLES_PER_PAGE", 2)
    for title in ("Beta", "Alpha", "Gamma", "Alpha ", "Delta"):
        builders.article(op, title=title)
    pages = pages_of(client, "/", r'class="article-name" href="[^"]+">([^<]+)<')
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [title.strip() for page in pages for title in page] == [
        "Alpha",
        "Alpha",
        "Beta",
        "Delta",
        "Gamma",
    ]
    now = Publication.objects.latest("number").at
    then = pages_of(
        client, f"/at/{now:%Y-%m-%dT%H:%M:%S.%fZ}/", r'class="article-name" href="[^"]+">([^<]+)<'
    )
    assert then == pages
    past = client.get("/at/2999-01-01/").content.decode()
    assert past.count("2 statements") == 2


@pytest.mark.parametrize("query", ["?after=nowhere", "?after=", "?after=%00", "?after=a b"])
def test_home_after_what_is_not_there_is_no_error(client, op, query):
    builders.article(op)
    assert client.get(f"/{query}").status_code in (200, 400, 404)


def dated(op, *edtf):
    """An article whose statements, an event each, are dated so."""
    for number, date in enumerate(edtf):
        made = builders.article(op, [f"Number {number} happened."], title=f"Of {date} {number}")
        statement = Statement.objects.get(event__article=made)
        dating = Dating.new(statement_id=statement.pk, words="x", edtf=date)
        decisions.publish([drafts.create(dating)], by=op, summary="dated")


EVENT = r'href="[^"]*/events/\w+/">(Number \d+) happened'


def test_timeline_comes_a_page_at_a_time_in_order_of_time(client, op, monkeypatch):
    monkeypatch.setattr(views, "EVENTS_PER_PAGE", 2)
    dated(op, "1912", "1389-06-15", "1804/..", "-0043", "1804")
    pages = pages_of(client, "/timeline/", EVENT)
    assert [len(page) for page in pages] == [2, 2, 1]
    told = [title for page in pages for title in page]
    assert told[:2] == ["Number 3", "Number 1"]
    assert set(told[2:4]) == {"Number 2", "Number 4"}
    assert told[4:] == ["Number 0"]
    first = client.get("/timeline/").content.decode()
    assert "5 dated events" in first
    assert '<a href="?from=1800">1800–1899</a> <span class="quiet">2</span>' in first


def test_timeline_begins_where_it_is_asked_to(client, op):
    dated(op, "1912", "1389-06-15", "1804")
    assert re.findall(EVENT, client.get("/timeline/?from=1800").content.decode()) == [
        "Number 2",
        "Number 0",
    ]
    assert "Nothing is dated so late." in client.get("/timeline/?from=2000").content.decode()
    assert client.get("/timeline/?from=soon").status_code == 200
    assert client.get("/timeline/?after=nothing").status_code == 404


def test_line_of_a_large_act_costs_what_a_line_costs(client, op):
    """Nothing of its thousands of changes is read to tell it."""
    builders.imported(op, ("Large\n\n" + "It happened.[citation needed]\n\n" * 300).encode())
    for path in ("/", "/changes/"):
        with CaptureQueriesContext(connection) as asked:
            assert "Import “Large”" in client.get(path).content.decode()
        told = [query["sql"] for query in asked]
        assert not [sql for sql in told if "historical" in sql or 'review_change"' in sql]
