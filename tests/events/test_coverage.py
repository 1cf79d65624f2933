"""Where the gaps of an article are: each statement in one column, by section and by period."""

import re

import pytest

from events.models import Citation, Dating, Statement
from events.pages.coverage import by_period
from events.pages.reading import article_page
from review.deciding import decisions
from review.past import live
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db


def test_each_statement_counts_once_as_the_most_that_can_be_said(client):
    op = builders.operator()
    article = builders.article(op, ["One.", "Two.", "Three.", "Four."])
    first, second, *_ = Statement.objects.order_by("position")
    builders.published_citation(op, first)
    against = builders.published_citation(op, second, title="Another")
    edits = [
        drafts.update(Citation, against.pk, direction="contradicts"),
        drafts.create(Dating.new(statement_id=first.pk, words="1812", edtf="1812")),
    ]
    decisions.publish(edits, by=op, summary="more")
    told = [
        (share.title, {name: number for name, number, _ in share.parts})
        for share in by_period(article_page(article.pk, live))
    ]
    # All four are one event, which is dated.
    assert told == [("19th century", {"cited": 1, "contested": 1, "bare": 2})]
    page = client.get("/articles/an-article/coverage/").content.decode()
    assert "4 statements" in page
    assert len(re.findall(r'aria-label="Gap \d of All of it"', page)) == 2
