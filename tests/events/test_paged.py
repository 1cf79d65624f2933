"""Public lists that grow with the archive come a page at a time, and lose nothing between pages."""

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Dating, Statement
from events.pages import home, views
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
    monkeypatch.setattr(home, "ARTICLES_PER_PAGE", 2)
    for title in ("Beta", "Alpha", "Gamma", "Alpha ", "Delta"):
        builders.article(op, title=title)
    pages = pages_of(client, "/", r'class="article-name" href="[^"]+"><bdi>([^<]+)<')
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
        client,
        f"/at/{now:%Y-%m-%dT%H:%M:%S.%fZ}/",
        r'class="article-name" href="[^"]+"><bdi>([^<]+)<',
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


EVENT = r'href="[^"]*/events/\w+/"><bdi>(Number \d+) happened'


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
    century = r'href="/timeline/\?from=1800&amp;span=100">.*?<span>19th century</span> <span class="quiet">2<'
    assert re.search(century, first)


def test_timeline_is_looked_into_century_by_decade_by_year(client, op):
    dated(op, "1912", "1389-06-15", "1804", "1809/..", "-0043")
    ways = {
        "": ["Number 4", "Number 1", "Number 2", "Number 3", "Number 0"],
        "?from=1800": ["Number 2", "Number 3"],
        "?from=1804&span=1": ["Number 2"],
        "?from=1800&span=10": ["Number 2", "Number 3"],
        "?from=-100&span=100": ["Number 4"],
        "?from=1900&span=100&article=of-1912-0": ["Number 0"],
        "?from=1800&span=100&article=of-1912-0": [],
        "?from=soon&span=7": ["Number 4", "Number 1", "Number 2", "Number 3", "Number 0"],
    }
    for now in ("", "/at/2999-01-01"):
        for query, found in ways.items():
            page = client.get(f"{now}/timeline/{query}").content.decode()
            assert re.findall(EVENT, page) == found, (now, query)
    assert (
        "Nothing that is dated begins here." in client.get("/timeline/?from=2000").content.decode()
    )
    assert client.get("/timeline/?after=nothing").status_code == 404
    assert client.get("/timeline/?article=nothing").status_code == 404


def test_drawing_of_the_timeline_says_what_kind_of_date_each_is(client, op):
    dated(op, "1804", "1812~", "1815?", "1820/..")
    page = client.get("/timeline/?from=1800").content.decode()
    kinds = re.findall(r'class="band ([^"]*)"', page)
    assert kinds == ["", "approximate", "uncertain", "open"]
    file = client.get("/timeline.svg?from=1800")
    assert file.headers["Content-Type"] == "image/svg+xml"
    drawn = ElementTree.fromstring(file.content)
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "1810" in words
    assert "Number 3 happened." in words


def test_line_of_a_large_act_costs_what_a_line_costs(client, op):
    """Nothing of its thousands of changes is read to tell it."""
    builders.imported(op, ("Large\n\n" + "It happened.[citation needed]\n\n" * 300).encode())
    for path in ("/", "/changes/"):
        with CaptureQueriesContext(connection) as asked:
            assert "Import “Large”" in client.get(path).content.decode()
        told = [query["sql"] for query in asked]
        read = [sql for sql in told if "historical" in sql or 'review_change"' in sql]
        # The front page looks at the latest citations, so many at most.
        assert not [sql for sql in read if "LIMIT" not in sql]
