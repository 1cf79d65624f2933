"""What each publication altered on an article is counted as it was, and found out where it is bent."""

import pytest

from events.alterations import keeping
from events.alterations.counting import is_cosmetic
from events.desk import resolving, statements
from events.models import (
    Alteration,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Section,
    Statement,
)
from review.deciding import decisions
from review.models import Publication
from review.proposing import drafts, proposals
from review.proving import log
from sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def article(op):
    return builders.article(op)


def first():
    return Statement.objects.order_by("position").first()


def publish(by, *edits, **more):
    decisions.publish(list(edits), by=by, summary="changed", **more)
    return last()


def last():
    """What the last publication altered, {title of an article: counts}."""
    number = Publication.objects.latest("number").number
    found = Alteration.objects.filter(publication=number).select_related("article__article")
    return {a.article.article.title: a.counts for a in found if hasattr(a.article, "article")}


def test_a_new_article_is_counted_with_all_that_it_brings(op, article):
    assert last() == {"An article": {"begun": 1, "added": 2, "asked": 1}}


def test_words_that_say_the_same_are_told_apart_from_those_that_do_not(op, article):
    statement = first()
    assert publish(op, drafts.update(Statement, statement.pk, text="One thing, happened!")) == {
        "An article": {"reworded": 1}
    }
    assert publish(op, drafts.update(Statement, statement.pk, text="“One” thing happened!")) == {
        "An article": {"retouched": 1}
    }


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("In 1806 it began.", "In 1806, it began", True),
        ("the Porte – in Niš", "The Porte—in Niš", True),
        ("“Yes”, he said", "'Yes,' he said.", True),
        ("1.500 men", "15.00 men", False),
        ("1.5 men", "1,5 men", False),
        ("10 men", "10% men", False),
        ("He won.", "He won?", False),
        ("Niš", "Nis", False),
        ("1806", "1808", False),
        ("a now", "a not", False),
    ],
)
def test_cosmetic_is_what_alters_no_word_number_or_sign_that_speaks(old, new, same):
    assert is_cosmetic(old, new) is same


def test_citing_swapping_and_letting_go_of_works(op, article):
    citation = builders.published_citation(op, first())
    assert last() == {"An article": {"cited": 1}}
    second, author = builders.book(title="Another book")
    more = Citation.new(statement_id=first().pk, source_id=second.pk, position="7")
    assert publish(op, *map(drafts.create, (second, author, more))) == {
        "An article": {"cited_more": 1}
    }
    edit = drafts.update(Citation, citation.pk, source_id=second.pk)
    assert publish(op, edit) == {"An article": {"swapped": 1}}
    edit = drafts.update(Citation, citation.pk, label="page", locator="9")
    assert publish(op, edit) == {"An article": {"places": 1}}
    edit = drafts.update(Citation, citation.pk, direction="contradicts")
    assert publish(op, edit) == {"An article": {"places": 1, "contradicted": 1}}
    assert publish(op, drafts.remove(Citation, citation.pk)) == {"An article": {"cited_less": 1}}
    assert publish(op, drafts.remove(Citation, more.pk)) == {"An article": {"uncited": 1}}


def test_record_of_a_work_counts_on_each_article_that_cites_it(op, article):
    citation = builders.published_citation(op, first())
    builders.article(op, title="Another article")
    assert publish(op, drafts.update(Source, citation.source_id, publisher="Penguin")) == {
        "An article": {"works": 1}
    }


def test_dates_requests_sections_and_moves(op, article):
    dating = Dating.new(statement_id=first().pk, words="One", edtf="1806")
    assert publish(op, drafts.create(dating)) == {"An article": {"dated": 1}}
    assert publish(op, drafts.update(Dating, dating.pk, edtf="1807")) == {
        "An article": {"redated": 1}
    }
    assert publish(op, drafts.update(Dating, dating.pk, is_confirmed=True)) == {
        "An article": {"confirmed": 1}
    }
    request = CitationRequest.objects.get()
    declined = resolving.decline(request, reason="common-knowledge")
    assert publish(op, *declined) == {"An article": {"declined": 1}}
    section = Section.new(article_id=article.pk, position="5", title="Part")
    event = Event.objects.get()
    edits = [drafts.create(section), drafts.update(Event, event.pk, section_id=section.pk)]
    assert publish(op, *edits) == {"An article": {"sections_added": 1, "paragraphs_moved": 1}}
    assert publish(op, drafts.update(Statement, first().pk, position="9")) == {
        "An article": {"moved": 1}
    }


def test_splits_and_merges_are_no_rewording(op, article):
    by, judge = builders.editor(), builders.moderator()
    builders.published_citation(op, first())
    act = statements.split(first(), at=len("One thing"), by=by)
    proposals.send([act], by=by, summary="two")
    builders.approve(act, judge)
    assert last() == {"An article": {"split": 1}}
    _, two, _ = Statement.objects.order_by("position")
    act = statements.merge(two, by=by)
    proposals.send([act], by=by, summary="one")
    builders.approve(act, judge)
    assert last() == {"An article": {"merged": 1}}


def test_what_goes_to_another_article_is_told_on_both(op, article):
    other = builders.article(op, title="Another article")
    event = Event.objects.get(article=article)
    assert publish(op, drafts.update(Event, event.pk, article_id=other.pk, position="9")) == {
        "An article": {"paragraphs_left": 1},
        "Another article": {"paragraphs_came": 1},
    }


def test_all_of_it_is_counted_again_from_the_history(op, article):
    citation = builders.published_citation(op, first())
    publish(op, drafts.update(Source, citation.source_id, publisher="Penguin"))
    publish(op, drafts.update(Statement, first().pk, text="Other words."))
    other = builders.article(op, title="Another article")
    event = Event.objects.get(article=article)
    publish(op, drafts.update(Event, event.pk, article_id=other.pk, position="9"))
    publish(op, *resolving.remove_statement(first()))
    assert list(log.breaks()) == []
    kept = list(Alteration.objects.order_by("pk").values_list("article", "publication", "counts"))
    assert len(kept) >= 6
    Alteration.objects.filter(counts__has_key="works").delete()
    Alteration.objects.filter(counts__has_key="reworded").update(counts={"moved": 7})
    assert len([said for said in log.breaks() if "is told otherwise" in said]) == 2
    keeping.make_all()
    made = Alteration.objects.order_by("publication", "article")
    assert sorted(map(str, made.values_list("article", "publication", "counts"))) == sorted(
        map(str, kept)
    )
    assert list(log.breaks()) == []
