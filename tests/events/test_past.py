"""As of a time, also while a large decision is being made: only what was really published."""

import re
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection
from django.utils import timezone

from events.models import Statement
from review import kinds
from review.deciding import decisions
from review.models import Publication
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/articles/an-article/"
ROWS = 500


def words(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return re.findall(r'class="words"[^>]*>([^<]*)<', answer.content.decode())


def at(moment):
    return f"/at/{moment:%Y-%m-%dT%H:%M:%S.%f}Z{ADDRESS}"


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def halted():
    """(reached, go on): a decision stops in its middle, rows written, until it may go on."""
    reached, proceed = Signal(), Signal()

    def wait(outcome):
        reached.set()
        assert proceed.wait(30)
        return ()

    held = (frozenset(["events.statement"]), wait)
    kinds._effects.append(held)
    yield reached, proceed
    proceed.set()
    kinds._effects.remove(held)


def reword_all(op):
    edits = [
        drafts.update(Statement, s.pk, text=s.text.replace("first", "second"))
        for s in Statement.objects.all()
    ]
    try:
        decisions.publish(edits, by=op, summary="all reworded")
    finally:
        connection.close()


def test_in_the_middle_of_a_decision_over_500_rows_each_page_is_one_that_was_published(
    client, op, halted
):
    reached, proceed = halted
    proceed.set()
    builders.article(op, [f"Words {n} at first." for n in range(ROWS)])
    old = [f"Words {n} at first." for n in range(ROWS)]
    new = [f"Words {n} at second." for n in range(ROWS)]
    assert words(client, ADDRESS) == old

    reached.clear()
    proceed.clear()
    decision = Thread(target=reword_all, args=[op])
    decision.start()
    assert reached.wait(30)
    middle = timezone.now()
    assert words(client, ADDRESS) == old
    assert words(client, at(middle)) == old
    proceed.set()
    decision.join()

    assert words(client, ADDRESS) == new
    first, second = Publication.objects.order_by("number")
    assert words(client, at(first.at)) == old
    assert words(client, at(second.at)) == new
    assert words(client, at(second.at - timezone.timedelta(microseconds=1))) == old
    assert words(client, at(middle)) in (old, new)


def test_pages_asked_for_all_through_decisions_are_never_mixed(client, op):
    builders.article(op, [f"Words {n} of 0." for n in range(ROWS)])
    faults, done = [], Signal()

    def decide():
        try:
            for number in range(1, 5):
                edits = [
                    drafts.update(Statement, s.pk, text=re.sub(r"of \d+", f"of {number}", s.text))
                    for s in Statement.objects.all()
                ]
                decisions.publish(edits, by=op, summary="again")
        except Exception as error:  # shown by the assertion below, in the test's own thread
            faults.append(error)
        finally:
            done.set()
            connection.close()

    decisions_made = Thread(target=decide)
    decisions_made.start()
    seen = []
    while not done.is_set():
        for path in (ADDRESS, at(timezone.now())):
            shown = {w.rpartition(" ")[2] for w in words(client, path)}
            assert len(shown) == 1, shown
            seen += shown
    decisions_made.join()
    assert not faults
    assert len(set(seen)) > 1
    assert {w.rpartition(" ")[2] for w in words(client, ADDRESS)} == {"4."}
