"""The front page: what was attested lately, what is wanted, and articles found by title and period."""

import pytest

from events.models import Citation, CitationRequest, Dating, Statement
from review.deciding import decisions
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def article(op):
    return builders.article(op)


def page(client, query=""):
    return client.get(f"/{query}").content.decode()


def part(page, name):
    """What stands under a heading, up to the end of its section."""
    return page[page.index(f'id="{name}"') :].split("</section>")[0]


def test_the_newest_that_was_attested_stands_with_its_work_until_it_goes(client, op, article):
    assert 'id="newest"' not in page(client)
    one, two = Statement.objects.order_by("position")
    first = builders.published_citation(op, one)
    builders.published_citation(op, two, title="The Mountains")
    told = part(page(client), "newest")
    assert told.index("Another followed.") < told.index("One thing happened.")
    assert "Glenny, Misha. <i>The Balkans</i>. Granta, 2012." in told
    assert "Page 7." in told
    decisions.publish([drafts.remove(Citation, first.pk)], by=op, summary="not there")
    assert "One thing happened." not in part(page(client), "newest")


def test_what_is_wanted_is_told_by_kind_and_leads_to_who_can_say(client, op, article):
    told = part(page(client), "wanted")
    assert "1 × citation needed" in told
    statement = CitationRequest.objects.get().about
    assert f'href="/statements/{statement.anchor}/lead/"' in told


def test_articles_are_found_by_words_of_the_title_and_by_period(client, op, article):
    builders.article(op, ["So it was."], title="The Treaty of 1812")
    statement = Statement.objects.get(text="So it was.")
    dating = Dating.new(statement_id=statement.pk, words="1812", edtf="1812")
    decisions.publish([drafts.create(dating)], by=op, summary="dated")
    for query, found in {
        "?q=treaty of": {"The Treaty of 1812"},
        "?q=article": {"An article"},
        "?period=1900": set(),
        "?period=1800": {"The Treaty of 1812"},
        "?period=1800&q=article": set(),
        "?period=nonsense": {"An article", "The Treaty of 1812"},
    }.items():
        told = part(page(client, query), "articles")
        titles = {name for name in ("An article", "The Treaty of 1812") if f"<bdi>{name}<" in told}
        assert titles == found, query
    assert "No article is called so" in page(client, "?q=nothing")
    assert "newest" not in page(client, "?q=nothing")


def test_an_unreviewed_answer_is_not_on_the_front_page(client, op, article):
    before = page(client)
    builders.answer(CitationRequest.objects.get(), builders.editor(), title="Zweifelhaftes Werk")
    assert page(client) == before


def test_an_act_without_a_title_is_a_link_with_words(client, op, article):
    builders.published_citation(op, Statement.objects.order_by("position").first())
    told = part(page(client), "latest")
    assert 'class="act-title"' in told
    assert '"></a>' not in told
