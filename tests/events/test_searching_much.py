"""The search among many: what comes first, page by page, within bounds, at a fixed cost."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Event
from events.pages.search import asking, finding, views
from tests import builders, searching
from tests.events.test_search import find, main_of, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


def test_spellings_of_all_kinds_find_each_other(op):
    missed = searching.missed(searching.published(op))
    pairs = searching.pairs()
    assert sum(map(len, pairs.values())) > 200
    assert not {kind: own for kind, own in missed.items() if kind in ("script", "accents")}
    for kind, own in pairs.items():
        assert len(missed[kind]) <= len(own) // 20, missed[kind]


def test_very_words_come_before_those_with_their_stems_and_near_ones_before_far(client, op):
    builders.article(
        op,
        [
            "Treaties of the king and of Serbia were many, as was said of old.",
            "A treaty with Serbia was signed.",
            "A treaty was signed in the end, after long talks, by envoys of Serbia.",
        ],
    )
    found = sentences(find(client, "treaty serbia"))
    assert [words.split()[:3] for words in found] == [
        ["A", "treaty", "with"],
        ["A", "treaty", "was"],
        ["Treaties", "of", "the"],
    ]


def test_pages_lose_nothing_and_say_when_there_is_no_more(client, op, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 3)
    builders.article(op, [f"War {n}." for n in range(8)])
    found, query = [], "?q=war"
    while query:
        page = client.get(f"/search/{query}").content.decode()
        found.append(sentences(page))
        link = re.search(r'<a href="([^"]+)" rel="next"', page)
        query = link and html.unescape(link[1])
    assert [len(own) for own in found] == [3, 3, 2]
    assert len({words for own in found for words in own}) == 8
    assert client.get("/search/?q=war&after=nowhere").status_code == 404
    anchor = Event.objects.get().subject.anchor
    assert client.get(f"/search/?q=war&after={anchor}").status_code == 404


def test_names_are_paged_alone(client, op, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 2)
    monkeypatch.setattr(views, "NAMES_FIRST", 1)
    for n in range(3):
        builders.article(op, ["Nothing."], f"War {n}")
    page = find(client, "war")
    assert "All 3 titles, headings, works and captions" in main_of(page)
    named = find(client, "war", **{"in": "named"})
    assert named.count('href="/articles/war') == 2
    link = html.unescape(re.search(r'<a href="([^"]+)" rel="next"', named)[1])
    assert client.get(f"/search/{link}").content.decode().count('href="/articles/war') == 1


def test_more_than_is_ranked_is_said(client, op, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 3)
    builders.article(op, [f"War {n}." for n in range(5)])
    page = find(client, "war")
    said = main_of(page)
    assert "More than 3 statements found" in said
    assert "another word, a period or an article finds the others" in said
    assert len(sentences(page)) == 3
    assert "Statements 3" not in said


def test_a_word_of_more_forms_than_are_looked_for_finds_by_the_most_used(op, monkeypatch):
    monkeypatch.setattr(asking, "FORMS", 2)
    builders.article(op, ["War war.", "Wars.", "Wars.", "Warring."])
    (term,) = asking.asked("war").terms
    assert term.forms == ["war", "wars"]


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(path).status_code == 200
    return len(sent)


def test_search_costs_the_same_among_few_statements_and_many(client, op):
    found = []
    for size in (40, 400):
        builders.article(op, [f"The war {n} of Karađorđe." for n in range(size)], f"War {size}")
        paths = ("?q=war", "?q=war&in=named", "?q=war&state=bare", "?q=wra", "?q=karadorde+war+the")
        costs = [queries_of(client, f"/search/{path}") for path in paths]
        found.append(
            [
                *costs,
                queries_of(client, "/search/suggest/?q=war"),
                queries_of(client, "/search/suggest/?q=kara"),
            ]
        )
    assert found[0] == found[1] == COST


COST = [17, 13, 15, 8, 16, 13, 8]


def test_a_topic_is_named_first_and_its_other_names_are_looked_for_too(client, op):
    builders.article(op, ["The rising of Black George began.", "It rained."], "A rising")
    builders.topic(op, names=[("Карађорђе", "sr-Cyrl"), ("Black George", "en")])
    page = client.get("/search/?q=karadorde").content.decode()
    assert re.search(r'In the index: <a href="/topics/[^"]+"><bdi>Karađorđe', page)
    assert "Black" in page
    assert "It rained" not in page
