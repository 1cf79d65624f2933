"""The desk's lists go on where they ended, in any order, and lose nothing between pages."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.http import QueryDict
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Article, CitationRequest
from review.desk.admin import lists
from review.models import User
from tests import builders

pytestmark = pytest.mark.django_db
WORKLIST = "/admin/events/citationrequest/"
EACH = pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda m: m._meta.label)


@pytest.fixture(autouse=True)
def short(monkeypatch):
    for registered in admin.site._registry.values():
        monkeypatch.setattr(type(registered), "list_per_page", 2)


@pytest.fixture
def op(client):
    found = builders.operator()
    client.force_login(found)
    return found


def pages_of(client, address):
    """Keys of the rows on each page, from one to the next by its link."""
    shown, query = [], ""
    path, _, first = address.partition("?")
    query = f"?{first}" if first else ""
    while True:
        answer = client.get(path + query)
        assert answer.status_code == 200, query
        shown.append([row.pk for row in answer.context["cl"].result_list])
        link = re.search(r'<a href="([^"]+)" rel="next">Next page', answer.content.decode())
        if not link:
            return shown
        query = link[1].replace("&amp;", "&")
        assert len(shown) < 60


def requested(op):
    """Requests of three kinds, some with a month and some without."""
    text = "Asked\n\n" + "\n\n".join(
        f"Thing {n} happened.[{mark}]"
        for n, mark in enumerate(["citation needed", "3", "citation needed", "4"] * 2)
    )
    builders.imported(op, text.encode())
    return CitationRequest.objects.filter(resolution="")


@pytest.mark.parametrize("order", ["", "o=1", "o=-1", "o=4", "o=-4", "o=1.-4", "o=-1.4"])
def test_worklist_in_any_order_shows_each_request_once(client, op, order):
    wanted = set(requested(op).values_list("pk", flat=True))
    pages = pages_of(client, f"{WORKLIST}?{order}")
    told = [key for page in pages for key in page]
    assert len(told) == len(wanted) == len(set(told)) == 8
    assert set(told) == wanted
    assert [len(page) for page in pages] == [2, 2, 2, 2]


@EACH
def test_each_list_by_each_column_shows_what_one_page_would(client, op, model, monkeypatch):
    builders.editor()
    builders.moderator()
    builders.answer(requested(op).first(), User.objects.get(username="editor"))
    registered = admin.site._registry[model]
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for name in ("editor", "moderator"):
        if client.get(address).status_code == 403:
            client.force_login(User.objects.get(username=name))
    for column in range(1, len(registered.list_display) + 1):
        for sign in ("", "-"):
            query = f"{address}?o={sign}{column}"
            pages = pages_of(client, query)
            with monkeypatch.context() as long:
                long.setattr(type(registered), "list_per_page", 100)
                whole = pages_of(client, query)
            assert [key for page in pages for key in page] == whole[0], query
            assert len(whole) == 1


def test_null_stands_where_the_database_puts_it(client, op):
    """Columns that may be empty, up and down."""
    for number, day in enumerate([None, "2026-01-01", None, "2025-01-01", "2026-01-01"]):
        user = builders.user(f"user{number}")
        user.last_login = day and f"{day}T00:00:00Z"
        user.save()
    registered = admin.site._registry[User]
    request = RequestFactory().get("/")
    request.user = op
    for order in ("last_login", "-last_login"):
        whole = list(User.objects.order_by(order, "pk"))
        for number, user in enumerate(whole):
            request.GET = QueryDict(f"after={user.pk}")
            shown = _listed(registered, request, (order, "pk"))
            assert shown == whole[number + 1 : number + 3], (order, number)


def _listed(registered, request, ordering):
    made = registered.get_changelist_instance(request)
    made.queryset = User.objects.order_by(*ordering)
    made.get_ordering = lambda request, queryset: list(ordering)
    made.get_results(request)
    return made.result_list


def test_list_goes_on_after_a_request_that_was_settled_meanwhile(client, op):
    found = list(requested(op).order_by("pk"))
    first = client.get(WORKLIST).content.decode()
    following = re.search(r'<a href="([^"]+)" rel="next"', first)[1]
    builders.approve(builders.answer(found[1], builders.editor()), builders.moderator())
    answer = client.get(WORKLIST + following)
    assert [row.pk for row in answer.context["cl"].result_list] == [f.pk for f in found[2:4]]


def test_nothing_is_counted_beyond_a_bound(client, op, monkeypatch):
    requested(op)
    assert "8 citation requests" in client.get(WORKLIST).content.decode()
    monkeypatch.setattr(lists, "COUNTED", 5)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(WORKLIST).content.decode()
    assert "More than 5 citation requests" in page
    counts = [q["sql"] for q in asked if "COUNT(" in q["sql"] and "citationrequest" in q["sql"]]
    assert counts
    assert all("LIMIT 6" in sql for sql in counts)


def test_filter_stays_from_page_to_page_and_back(client, op):
    requested(op)
    pages = pages_of(client, f"{WORKLIST}?kind__exact=citation-needed")
    assert [len(page) for page in pages] == [2, 2]
    answer = client.get(f"{WORKLIST}?kind__exact=citation-needed&after={pages[0][-1]}")
    assert '<a href="?kind__exact=citation-needed">First page</a>' in answer.content.decode()


def test_article_is_found_by_words_of_its_title_among_many(client, op):
    for number in range(25):
        builders.article(op, title=f"War number {number}")
    builders.article(op, title="The peace of Karlowitz")
    page = client.get(WORKLIST).content.decode()
    assert "Karlowitz" in page  # by title it comes before the wars
    assert "War number 9" not in page
    assert "and more: search by words of the title" in page

    page = client.get(f"{WORKLIST}?of=number+9&kind__exact=citation-needed").content.decode()
    assert "War number 9" in page
    assert "Karlowitz" not in page
    assert '<input type="hidden" name="kind__exact" value="citation-needed">' in page
    article = Article.objects.get(title="War number 9")
    answer = client.get(f"{WORKLIST}?article={article.pk}")
    assert answer.context["cl"].result_count == 1
    assert re.search(
        r'class="selected"><a href="[^"]+"><bdi>War number 9<', answer.content.decode()
    )

    page = client.get(f"{WORKLIST}?of=nowhere").content.decode()
    assert "No article’s title has all these words." in page
    assert "0 citation requests" in page
