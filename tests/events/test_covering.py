"""Where a merged statement leads, and who checked a citation, is made anew from what is kept."""

import pytest

from events.desk import statements, verifying
from events.models import CitationStanding, Statement
from review.deciding import redacting
from review.models import Subject
from review.proposing import proposals
from review.proving import log
from tests import builders
from tests.review.test_chain import bend

pytestmark = pytest.mark.django_db


MERGED = "UPDATE review_subject SET merged_into_id = "


@pytest.mark.parametrize(
    "statement",
    [
        f"{MERGED}NULL",
        f"{MERGED}id WHERE merged_into_id IS NOT NULL",
        f"{MERGED}(SELECT id FROM events_article) WHERE kind = 'events.event'",
    ],
)
def test_where_a_merged_statement_leads_is_made_anew(statement):
    op, by, judge = builders.operator(), builders.editor(), builders.moderator()
    builders.article(op, ("One.", "Two.", "Three."))
    for _ in range(2):
        act = statements.merge(Statement.objects.order_by("position").last(), by=by)
        proposals.send([act], by=by, summary="one thing")
        builders.approve(act, judge)
    assert list(log.breaks()) == []
    assert Subject.objects.exclude(merged_into=None).count() == 2
    bend(statement)
    assert any("it leads elsewhere" in sentence for sentence in log.breaks())


def test_who_checked_a_citation_is_made_anew_from_the_verifications():
    op, by = builders.operator(), builders.editor()
    builders.article(op)
    citation = builders.published_citation(op, Statement.objects.first())
    seen = verifying.digest_now(citation)
    verifying.verify(citation, by=by, read="The book", seen=seen)
    assert list(log.breaks()) == []
    for statement in (
        "UPDATE events_citationstanding SET people = 2",
        "UPDATE events_citationstanding SET people = 1, last_at = now()",
        "DELETE FROM events_citationstanding",
    ):
        bend(statement)
        assert list(log.breaks()) == [
            f"Citation {citation.pk}: who checked it is not what its verifications tell."
        ]


def test_redacted_words_are_not_said_to_be_checked():
    op, by = builders.operator(), builders.editor()
    builders.article(op, ("Zebra Quagga did it.",))
    citation = builders.published_citation(op, Statement.objects.get())
    seen = verifying.digest_now(citation)
    verifying.verify(citation, by=by, read="The book", seen=seen)
    assert CitationStanding.objects.get().people == 1
    redacting.redact("Zebra Quagga", by=op, reason="A private name")
    assert CitationStanding.objects.get().people == 0
    assert list(log.breaks()) == []
