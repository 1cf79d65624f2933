"""Columns are those of the ORM's rows, whatever gives them, but that keys are text."""

import pytest
from django.db import connection

from events.models import Event, Statement
from review import past
from review.columns import columns
from review.deciding import decisions
from review.models import Subject
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db
NAMES = ("subject_id", "event_id", "text")


@pytest.fixture
def article():
    return builders.article(builders.operator(), [f"Number {n}." for n in range(5)])


def told(rows):
    return [(str(r.subject_id), str(r.event_id), r.text) for r in rows]


def test_columns_are_those_of_the_rows_live_past_and_to_be(article):
    event = Event.objects.get()
    first = Statement.objects.order_by("position").first()
    act = drafts.propose(
        [drafts.update(Statement, first.pk, text="Changed.")], by=builders.editor()
    )
    given = (past.live, past.as_of(past.last_number()), past.planned(decisions.plan([act])))
    for rows in given:
        wanted = told(rows(Statement).filter(event_id=event.pk).order_by("position"))
        for value in (event.pk, str(event.pk), [event.pk], {str(event.pk)}):
            found = columns(rows(Statement), NAMES, ("position",), event_id=value)
            assert list(map(tuple, found)) == wanted
    assert wanted[0][2] == "Changed."


def test_columns_of_no_keys_are_none_and_each_condition_holds(article):
    assert columns(past.live(Statement), NAMES, event_id=[]) == []
    event = Event.objects.get().pk
    found = columns(past.live(Statement), NAMES, event_id=[event], text="Number 3.")
    assert [row.text for row in found] == ["Number 3."]
    anchors = dict(columns(Subject.objects.all(), ("id", "anchor"), id=[event]))
    assert anchors == {str(event): Subject.objects.get(pk=event).anchor}


def test_rows_of_a_filtered_queryset_stay_filtered(article):
    only = past.live(Statement).filter(text="Number 3.")
    found = columns(only, NAMES, event_id=Event.objects.get().pk)
    assert [row.text for row in found] == ["Number 3."]


def test_words_are_values_and_never_part_of_the_statement(article):
    assert columns(past.live(Statement), NAMES, text="x' OR 'a'='a") == []
    assert connection.connection.info.transaction_status.name == "INTRANS"
