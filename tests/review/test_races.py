"""Real threads, real connections: what happens when two people act at once."""

from functools import partial
from itertools import pairwise
from threading import Barrier, Event, Thread

import pytest
from django.db import connection

from review import log, texts, traces
from review.exceptions import Clashes, IllegalMove, Refused, Stale
from review.models import Act, Change, Publication
from review.services import amending, decisions, proposals, redacting, undoing
from tests.builders import approve, change, editor, moderator, operator
from tests.review.test_redacting import dump
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20
TEXT = "The quick brown fox jumps over the lazy dog"


def together(*functions):
    """Run all at once; what each returned, or the refusal that it was told."""
    barrier, results = Barrier(len(functions)), [None] * len(functions)

    def run(place, function):
        barrier.wait()
        try:
            results[place] = function()
        except Refused as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def note(op):
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text=TEXT)
    decisions.publish([proposals.create(shelf), proposals.create(made)], by=op, summary="x")
    return Note.objects.get()


def test_two_moderators_approving_one_act_one_is_told(note):
    by, one, two = editor(), moderator("one"), moderator("two")
    for n in range(ROUNDS):
        act = change(note, by, mood=f"mood {n}")
        results = together(lambda a=act: approve(a, one), lambda a=act: approve(a, two))
        told = [r for r in results if isinstance(r, Refused)]
        assert len(told) == 1
        assert isinstance(told[0], IllegalMove)
        assert Note.history.filter(mood=f"mood {n}").count() == 1


def test_approve_against_a_publication_of_the_same_words_is_told_with_three_texts(note, op):
    by, judge = editor(), moderator()
    for n in range(ROUNDS):
        live = Note.objects.get()
        act = change(live, by, text=f"Proposed {n}")
        edit = proposals.update(Note, note.pk, text=f"Published {n}")
        results = together(
            lambda a=act: approve(a, judge),
            lambda e=edit: decisions.publish([e], by=op, summary="x"),
        )
        told = [r for r in results if isinstance(r, Refused)]
        # Published second, it is based on what was approved: then both stand.
        assert len(told) <= 1
        if told:
            clash = told[0].clashes[0]
            assert {clash.before, clash.live, clash.proposed} == {
                live.text,
                f"Published {n}",
                f"Proposed {n}",
            }
            if Act.objects.get(pk=act.pk).state == Act.State.PENDING:
                proposals.withdraw(act, by=by)
        assert Note.objects.get().text == Note.history.order_by("publication").last().text


def test_words_apart_approved_at_once_are_both_kept(note, op):
    one, two, judges = editor("one"), editor("two"), [moderator("m1"), moderator("m2")]
    for _ in range(ROUNDS):
        first = change(note, one, text=TEXT.replace("quick", "slow"))
        second = change(note, two, text=TEXT.replace("lazy", "sleepy"))
        results = together(
            lambda a=first: approve(a, judges[0]), lambda a=second: approve(a, judges[1])
        )
        assert not [r for r in results if isinstance(r, Refused)], results
        assert Note.objects.get().text == "The slow brown fox jumps over the sleepy dog"
        decisions.publish([proposals.update(Note, note.pk, text=TEXT)], by=op, summary="back")


def test_send_against_withdraw_one_wins(note):
    by = editor()
    for n in range(ROUNDS):
        act = proposals.propose([proposals.update(Note, note.pk, mood=f"{n}")], by=by)
        together(
            lambda a=act: proposals.send([a], by=by, summary="x"),
            lambda a=act: proposals.withdraw(a, by=by),
        )
        act.refresh_from_db()
        assert act.state in (Act.State.PENDING, Act.State.WITHDRAWN)
        if act.state == Act.State.PENDING:
            proposals.withdraw(act, by=by)


def test_amend_against_approve_one_of_them_wins(note):
    by, judges = editor(), [moderator("m1"), moderator("m2")]
    for n in range(ROUNDS):
        act = change(note, by, mood=f"sent {n}")
        values = {act.changes.get().pk: {"mood": f"amended {n}"}}
        results = together(
            partial(approve, act, judges[0]),
            partial(amending.amend, act, by=judges[1], values=values, reason="x"),
        )
        assert sorted(isinstance(r, IllegalMove) for r in results) == [False, True], results
        won = "amended" if isinstance(results[0], IllegalMove) else "sent"
        assert Note.objects.get().mood == f"{won} {n}"


def test_two_tabs_of_one_author_one_is_told(note):
    by = editor()
    for n in range(ROUNDS):
        token = proposals.token(note.subject.head_id, None)
        results = together(
            *(
                partial(
                    proposals.propose,
                    [proposals.update(Note, note.pk, seen=token, mood=f"{n} {m}")],
                    by=by,
                )
                for m in ("a", "b")
            )
        )
        assert sorted(isinstance(r, Stale) for r in results) == [False, True]
        proposals.withdraw(next(r for r in results if isinstance(r, Act)), by=by)


def test_removal_against_a_new_child_never_breaks_a_key(op):
    by, judges = editor(), [moderator("m1"), moderator("m2")]
    other = editor("other")
    for n in range(ROUNDS):
        shelf = Shelf.new(name=f"Shelf {n}")
        decisions.publish([proposals.create(shelf)], by=op, summary="x")
        acts = []
        for person, edit in (
            (by, proposals.remove(Shelf, shelf.pk)),
            (other, proposals.create(Note.new(shelf_id=shelf.pk, text="child"))),
        ):
            acts.append(proposals.propose([edit], by=person))
            proposals.send(acts[-1:], by=person, summary="x")
        results = together(
            *(lambda a=a, j=j: approve(a, j) for a, j in zip(acts, judges, strict=True))
        )
        assert [isinstance(r, Clashes) for r in results].count(True) == 1, results
        for act in acts:
            act.refresh_from_db()
            if act.state == Act.State.PENDING:
                proposals.withdraw(act, by=act.changeset.author)


def test_publications_are_gapless_and_chained_after_a_crowd(op, note):
    judges = [moderator(f"m{n}") for n in range(4)]
    authors = [editor(f"e{n}") for n in range(4)]
    shelf = Shelf.objects.get()

    def work(author, judge):
        for n in range(8):
            new = Note.new(shelf_id=shelf.pk, text=f"{author} {n}")
            act = proposals.propose([proposals.create(new)], by=author)
            proposals.send([act], by=author, summary="x")
            approve(act, judge)

    results = together(*(lambda a=a, j=j: work(a, j) for a, j in zip(authors, judges, strict=True)))
    assert results == [None] * 4
    steps = list(Publication.objects.order_by("number"))
    assert [s.number for s in steps] == list(range(1, 34))
    assert all(b.previous == a.digest and b.at > a.at for a, b in pairwise(steps))


def test_redaction_against_an_approval_leaves_the_words_nowhere(op, note):
    by, judge = editor(), moderator()
    for n in range(ROUNDS):
        name = f"Quagga{n:02}"
        edit = proposals.update(Note, note.pk, text=f"{name} did it.")
        act = proposals.propose([edit], by=by, title="Say who did it")
        proposals.send([act], by=by, summary=f"It was {name}")
        results = together(
            partial(approve, act, judge),
            partial(redacting.redact, name, by=op, reason="A private name"),
        )
        assert not isinstance(results[1], Refused), results
        assert name.lower() not in dump().lower()
        assert list(log.breaks()) == []
        act.refresh_from_db()
        if act.state == Act.State.PENDING:
            proposals.withdraw(act, by=by)


def test_redaction_against_work_on_what_it_blanks_leaves_the_words_nowhere(op, note):
    """Whoever reads the words before they go has written them before, or does not write them."""
    by, other, judge = editor(), editor("other"), moderator()
    for n in range(ROUNDS):
        name = f"Quagga{n:02}"
        edit = proposals.update(Note, note.pk, text=f"{name} did it.")
        decision = decisions.publish([edit], by=op, summary="x")
        act = change(Note.objects.get(), by, mood=f"mood {n}")
        proposals.comment(act, by=judge, text=f"Was it {name}?")
        draft = proposals.propose([proposals.update(Note, note.pk, text=f"{n}?")], by=other)
        results = together(
            partial(redacting.redact, name, by=op, reason="A private name"),
            partial(approve, act, judge),
            partial(proposals.send, [draft], by=other, summary="x"),
            partial(undoing.undo, decision, by=judge, reason="Wrong"),
        )
        assert not isinstance(results[0], Refused), results
        assert name.lower() not in dump().lower()
        assert list(log.breaks()) == []
        for act in Act.objects.filter(state__in=["draft", "pending"]):
            proposals.withdraw(act, by=act.changeset.author)


def test_words_that_come_in_during_a_redaction_wait_for_it(op, note, monkeypatch):
    by, judge = editor(), moderator()
    act = change(note, by, text="Quagga did it.")
    searched, began = traces.find, Event()

    def slow(words):
        found = searched(words)
        began.set()
        assert not said.wait(0.3), "a comment came in between the search and the commit"
        return found

    said = Event()

    def comment():
        began.wait()
        proposals.comment(act, by=judge, text="Was it she?")
        said.set()

    monkeypatch.setattr(traces, "find", slow)
    together(partial(redacting.redact, "Quagga", by=op, reason="Private"), comment)
    assert said.is_set()


def test_every_table_that_words_are_put_into_is_behind_the_gate():
    put = [*texts.plain(), Change]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%gate'")
        behind = {table for (table,) in cursor.fetchall()}
    assert {model._meta.db_table for model in put} <= behind
