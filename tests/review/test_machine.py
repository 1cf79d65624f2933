"""Whatever people do, in any order, against the model of tests/review/reference.py.

The model says of each step what must come of it: what is live then, or why it is refused. After
every step the live rows, and the history replayed, are those of the model, no act stands where it
should not, and nothing that was sent has changed. At the end the past reads as it was, the log
fits, and the flags of the queue are what their reasons say.
"""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.models import Act
from review.weighing import reasons
from tests.builders import editor, moderator, operator
from tests.lengths import by_profile
from tests.review.people_at_work import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return (
        [editor("one"), editor("two")],
        [moderator("m1"), moderator("m2"), moderator("m3")],
        operator(),
    )


@settings(
    max_examples=by_profile(desk=8, long=120),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_people_do_live_is_what_was_published_and_the_log_fits(people, data):
    begun = transaction.savepoint()
    try:
        desk = Desk(data, people)
        for _ in range(data.draw(st.integers(5, 30), label="steps")):
            desk.step()
        desk.the_past_reads_as_it_was_and_the_log_fits()
        flags_are_what_their_reasons_say()
    finally:
        transaction.savepoint_rollback(begun)


def flags_are_what_their_reasons_say():
    pending = Act.objects.filter(state=Act.State.PENDING).values_list("pk", flat=True)
    for key, held, flagged, _, _ in reasons.asked(list(pending), reasons.kept()):
        assert flagged == held, Act.objects.get(pk=key)
