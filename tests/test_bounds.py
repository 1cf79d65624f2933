"""Searches are bounded in words, letters and time, and say so; no parameter of a list is an error."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import CitationRequest
from review import bounds
from tests import builders

pytestmark = pytest.mark.django_db
FINDER = "/admin/events/citationrequest/sources/"
BAD = (
    "abc",
    "-1",
    "9" * 50,
    "%",
    "\N{PILE OF POO}",
    "018f0000-0000-7000-8000-000000000000",
    "x" * 5000,
)
NAMES = (
    "after",
    "of",
    "q",
    "o",
    "p",
    "e",
    "all",
    "is_facets",
    "pk",
    "id__in",
    "nothing",
    "about__nothing",
)


@pytest.fixture
def client():
    builders.article(builders.operator())
    made = Client(raise_request_exception=False)
    made.force_login(builders.editor())
    return made


def test_finder_asks_for_a_few_words_however_many_are_typed_and_says_so(client):
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert client.get(FINDER, {"q": "a b"}).json() == {"sources": []}
    with CaptureQueriesContext(connection) as many:
        answer = client.get(FINDER, {"q": " ".join(["abcdef"] * 400)}).json()
    assert "Only this was searched for" in answer["said"]
    assert len(many) == len(few)
    assert max(len(query["sql"]) for query in many) < 20_000


@pytest.mark.parametrize("model", [m for m, a in admin.site._registry.items() if a.search_fields])
def test_list_searches_for_a_few_words_and_says_so(client, model):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    answer = client.get(address, {"q": " ".join(["abcdef"] * 400)})
    for other in (builders.operator("another"), builders.moderator()):
        if answer.status_code in (302, 403):
            client.force_login(other)
            answer = client.get(address, {"q": " ".join(["abcdef"] * 400)})
    assert answer.status_code == 200
    assert "Only this was searched for" in answer.content.decode()


def test_what_takes_too_long_is_told_and_leaves_no_limit_behind():
    with pytest.raises(bounds.TooLong, match="took too long"), bounds.in_time(0.05):
        connection.cursor().execute("SELECT pg_sleep(5)")
    with bounds.in_time(0.05):
        pass
    connection.cursor().execute("SELECT pg_sleep(0.1)")


def test_list_that_takes_too_long_says_so(client, monkeypatch):
    registered = admin.site._registry[CitationRequest]

    def slow(request, queryset, search_term):
        return queryset.extra(where=["pg_sleep(5) IS NOT NULL"]) if search_term else queryset, False

    client.force_login(builders.operator("another"))
    monkeypatch.setattr(bounds, "SECONDS", 0.05)
    monkeypatch.setattr(registered, "get_search_results", slow)
    answer = client.get("/admin/events/citationrequest/?q=a", follow=True)
    assert answer.status_code == 200
    assert "The search took too long" in answer.content.decode()


def parameters(registered):
    found = set(NAMES)
    for one in registered.list_filter:
        name = getattr(one, "parameter_name", None)
        found |= {name} if name else {str(one), f"{one}__exact", f"{one}__in", f"{one}__isnull"}
    return sorted(found)


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda m: m._meta.label)
def test_no_parameter_of_a_list_is_an_error(client, model):
    client.force_login(builders.operator("another"))
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for name in parameters(admin.site._registry[model]):
        for value in BAD:
            assert client.get(address, {name: value}).status_code < 500, (name, value[:40])
        assert client.get(address, {name: ["abc", "1"]}).status_code < 500, name
