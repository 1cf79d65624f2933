"""Real threads, real connections: what happens when two people act at once."""

from functools import partial
from itertools import pairwise
from threading import Barrier, Thread

import pytest
from django.db import connection

from review.exceptions import Clashes, IllegalMove, Refused, Stale
from review.models import Act, Publication
from review.services import amending, decisions, proposals
from tests.builders import approve, change, editor, moderator, operator
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
