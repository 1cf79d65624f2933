"""Whoever PostgreSQL ends in a deadlock tries again, and what they asked for is done."""

import time
from dataclasses import dataclass
from functools import partial
from threading import Thread
from types import SimpleNamespace

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import connection, transaction

from events.desk import verifying
from events.models import Statement, Verification
from review import deadlocks
from review.deciding import undoing
from review.models import Act, Comment, Decision, Undone, User
from review.proposing import drafts, people, proposals
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
LOCK = "SELECT 1 FROM {} WHERE id = %s FOR UPDATE"


@dataclass
class Step:
    """What somebody does, the row that it takes first and the one it comes to later, and whether
    it was done."""

    do: callable
    first: object
    later: object
    is_done: callable


def in_state(act, state):
    return Act.objects.filter(pk=act.pk, state=state).exists()


def withdraw():
    by = builders.editor()
    act = builders.change(Statement.objects.first(), by, text="Other words.")
    return Step(
        partial(proposals.withdraw, act, by=by), by, act, lambda: in_state(act, "withdrawn")
    )


def revise():
    by = builders.editor()
    act = builders.change(Statement.objects.first(), by, text="Other words.")
    return Step(partial(drafts.revise, act, by=by), by, act, lambda: act.revisions.count() == 1)


def send():
    by, statement = builders.editor(), Statement.objects.first()
    act = drafts.propose([drafts.update(Statement, statement.pk, text="Other words.")], by=by)
    do = partial(proposals.send, [act], by=by, summary="better")
    return Step(do, by, act, lambda: in_state(act, "pending"))


def comment():
    by, judge = builders.editor(), builders.moderator()
    act = builders.change(Statement.objects.first(), by, text="Other words.")
    do = partial(proposals.comment, act, by=judge, text="Why?")
    return Step(do, act, by, lambda: Comment.objects.count() == 1)


def decide():
    statement = Statement.objects.first()
    act = builders.change(statement, builders.editor(), text="Other words.")
    do = partial(builders.approve, act, builders.moderator())
    return Step(do, act, statement, lambda: in_state(act, "approved"))


def undo():
    judge = builders.moderator()
    act = builders.change(Statement.objects.first(), builders.editor(), text="Other words.")
    do = partial(undoing.undo, builders.approve(act, judge), by=judge, reason="Not so")
    return Step(do, act, judge, lambda: Undone.objects.count() == 1)


def undo_account():
    by, judge = builders.editor(), builders.moderator()
    act = builders.change(Statement.objects.first(), by, text="Other words.")
    at = builders.approve(act, judge).at
    days = {"start": at.replace(hour=0), "end": at.replace(year=at.year + 1)}
    do = partial(undoing.undo_account, by, **days, by=judge, reason="Not so")
    return Step(do, act, judge, lambda: Undone.objects.count() == 1)


def verify():
    statement, reader = Statement.objects.first(), builders.editor("reader")
    citation = builders.published_citation(User.objects.get(username="operator"), statement)
    seen = verifying.digest_now(citation)
    do = partial(verifying.verify, citation, by=reader, read="The book", seen=seen)
    return Step(do, statement, reader, lambda: Verification.objects.count() == 1)


def rename():
    op, by = User.objects.get(username="operator"), builders.editor()
    LogEntry.objects.log_actions(op.pk, [by], CHANGE, single_object=True)
    do = partial(people.rename, by, by=op, public_name="Another")
    done = User.objects.filter(public_name="Another")
    return Step(do, by, LogEntry.objects.get(), done.exists)


@pytest.fixture
def tries(monkeypatch):
    """How often somebody waited to try again."""
    waited = []
    clock = SimpleNamespace(sleep=lambda seconds: (waited.append(seconds), time.sleep(seconds)))
    monkeypatch.setattr(deadlocks, "time", clock)
    return waited


def lock(cursor, row):
    cursor.execute(LOCK.format(row._meta.db_table), [row.pk])


def against(step):
    """Do it while somebody else has what it comes to later, and then asks for what it took first;
    the server is told to end `step`, not them: it looks once for a deadlock, so long after `step`
    began to wait that they wait too by then. What it raised, or None."""
    raised, pid = [], []

    def run():
        with connection.cursor() as cursor:
            cursor.execute("SET deadlock_timeout = '500ms'; SELECT pg_backend_pid()")
            cursor.nextset()
            pid.extend(cursor.fetchone())
        try:
            step.do()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL deadlock_timeout = '30s'")
        lock(cursor, step.later)
        thread.start()
        while thread.is_alive():
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pid = ANY(%s)", [pid])
            if cursor.fetchone():
                lock(cursor, step.first)
                break
    thread.join()
    return raised[0] if raised else None


@pytest.mark.parametrize(
    "made", [withdraw, revise, send, comment, decide, undo, undo_account, verify, rename]
)
def test_step_that_a_deadlock_ended_is_tried_again(made, tries):
    builders.article(builders.operator())
    step = made()
    decided = Decision.objects.count()
    assert against(step) is None
    assert tries, "there was no deadlock"
    assert step.is_done()
    assert Decision.objects.count() == decided + (made is decide)
