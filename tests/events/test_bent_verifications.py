"""Verifications stand in the log: one that was bent, gone or slipped in is named."""

import pytest

from events.desk import verifying
from events.models import Statement
from review.proving import log
from tests import builders
from tests.review.test_chain import bend

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def verification(for_all):
    with for_all():
        op, by = builders.operator(), builders.editor()
        builders.article(op)
        statement = Statement.objects.order_by("position").first()
        citation = builders.published_citation(op, statement)
        seen = verifying.digest_now(citation)
        made = verifying.verify(citation, by=by, read="The book", seen=seen)
        assert list(log.breaks()) == []
    return made


BENT = {
    "who verified": (
        "UPDATE events_verification SET by_id = (SELECT min(id) FROM review_user)",
        "what stands there",
    ),
    "what was read": ("UPDATE events_verification SET read = 'Lie'", "what stands there"),
    "when": ("UPDATE events_verification SET at = '2001-01-01'", "what stands there"),
    "gone": ("DELETE FROM events_verification", "it is gone"),
    "slipped in": (
        "INSERT INTO events_verification (id, citation_id, digest, read, publication_id, by_id, at) "
        "SELECT 999, citation_id, repeat('0', 64), read, publication_id, by_id, at "
        "FROM events_verification",
        "Verification 999: it was never entered",
    ),
}


@pytest.mark.parametrize("what", BENT)
def test_verification_that_was_bent_is_named(verification, what):
    statement, said = BENT[what]
    bend(statement)
    assert any("Verification" in sentence and said in sentence for sentence in log.breaks()), list(
        log.breaks()
    )


def test_verification_that_was_never_entered_is_named(verification):
    bend("DELETE FROM review_entry WHERE label = 'events.verification'")
    assert list(log.breaks()) == [
        f"Verification {verification.pk}: it was never entered into the log."
    ]
