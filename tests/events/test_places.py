"""Where events stand in time is kept as their dates are published, moved, chosen and undone."""

import pytest

from events import places
from events.models import Dating, Event, EventPlace, Statement
from review.deciding import decisions, undoing
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def statements(op):
    builders.article(op)
    return list(Statement.objects.order_by("position"))


def publish(op, *edits):
    return decisions.publish(list(edits), by=op, summary="dated")


def dated(op, statement, edtf, **more):
    dating = Dating.new(statement_id=statement.pk, words="x", edtf=edtf, **more)
    publish(op, drafts.create(dating))
    return dating


def stands():
    """[(first day, last day)] as the timeline has them; what is kept is what verify_log finds."""
    assert list(places.badly_placed(lambda *told: None)) == []
    return list(EventPlace.objects.order_by("day").values_list("lower", "upper"))


def test_an_event_stands_where_its_dates_are_from_the_first_to_the_last(op, statements):
    assert stands() == []
    dated(op, statements[0], "1812-05")
    assert stands() == [(18120501, 18120531)]
    dated(op, statements[1], "1804/..")
    assert stands() == [(18040101, None)]


def test_a_chosen_date_is_the_place_and_without_it_all_are(op, statements):
    dated(op, statements[0], "1804")
    chosen = dated(op, statements[0], "1812", is_chosen=True)
    assert stands() == [(18120101, 18121231)]
    publish(op, drafts.update(Dating, chosen.pk, is_chosen=False))
    assert stands() == [(18040101, 18121231)]
    publish(op, drafts.remove(Dating, chosen.pk))
    assert stands() == [(18040101, 18041231)]


def test_a_statement_takes_its_date_along_to_another_event(op, statements):
    dated(op, statements[0], "1804")
    other = Event.new(article_id=statements[0].event.article_id, position="9")
    publish(op, drafts.create(other))
    publish(op, drafts.update(Statement, statements[0].pk, event_id=other.pk))
    assert stands() == [(18040101, 18041231)]
    assert EventPlace.objects.get().event_id == other.pk


def test_what_is_removed_stands_nowhere_and_stands_again_when_that_is_undone(op, statements):
    dating = dated(op, statements[0], "1804")
    gone = publish(op, drafts.remove(Dating, dating.pk))
    assert stands() == []
    (undone,) = undoing.undo(gone, by=builders.moderator(), reason="not so")
    builders.approve(undone.acts.get(), builders.moderator("second"))
    assert stands() == [(18040101, 18041231)]


def test_a_bent_place_is_named(op, statements):
    dated(op, statements[0], "1804")
    EventPlace.objects.update(day=15000101)
    (sentence,) = places.badly_placed(lambda *told: None)
    assert "the timeline has it elsewhere than its dates say" in sentence
