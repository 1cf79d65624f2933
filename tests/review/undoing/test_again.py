"""Undoing some acts, the redacted, and what was undone already."""

from datetime import UTC, datetime, timedelta

import pytest

from review.deciding import amending, decisions, redacting, undoing
from review.exceptions import NothingProposed, UndoWaits
from review.models import Act
from review.proposing import drafts, proposals
from tests.builders import approve, change, editor, reject, return_
from tests.review.undoing.steps import TEXT, live, undone
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


def test_undo_of_some_acts_leaves_what_another_of_them_rests_on(note, judge, other):
    by = editor()
    shelf = Shelf.new(name="Upper")
    aside = Note.new(shelf_id=note.shelf_id, text="Aside")
    made = drafts.propose([drafts.create(shelf), drafts.create(aside)], by=by)
    onto = drafts.propose([drafts.create(Note.new(shelf_id=shelf.pk, text="On it"))], by=by)
    proposals.send([made, onto], by=by, summary="x")
    rulings = [decisions.Ruling(a.pk, "approve") for a in (made, onto)]
    decision = decisions.decide(rulings, by=judge)
    undone(decision, judge, other, acts={made.pk})
    assert Shelf.objects.filter(name="Upper").exists()
    assert not Note.objects.filter(text="Aside").exists()
    act = Act.objects.get(type="undo")
    assert "“Upper” stays: a note that is not undone rests on it" in act.comments.get().text
    with pytest.raises(NothingProposed, match="stays: a note that is not undone rests on it"):
        undoing.undo(decision, by=judge, reason="again", acts={made.pk})


@pytest.mark.parametrize("words", ["Somebody did it.", None])
def test_undo_never_publishes_the_mark_of_a_redaction(op, note, judge, other, words):
    decisions.publish([drafts.update(Note, note.pk, text="QUAGGA did it.")], by=op, summary="x")
    edit = (
        drafts.update(Note, note.pk, text=words, mood="odd")
        if words
        else drafts.remove(Note, note.pk)
    )
    decision = decisions.publish([edit], by=op, summary="x")
    redacting.redact("QUAGGA", by=op, reason="A private name")
    if words:
        act = undoing.undo(decision, by=judge, reason="x")[0].acts.get()
        approve(act, other)
        assert live() == (words, "")
        assert "its text: what stood there before was redacted" in act.comments.get().text
    else:
        with pytest.raises(NothingProposed, match="what stood there before was redacted"):
            undoing.undo(decision, by=judge, reason="x")


def test_undo_of_what_was_redacted_gives_back_the_good_words_before(op, note, judge, other):
    decision = decisions.publish(
        [drafts.update(Note, note.pk, text="QUAGGA did it.")], by=op, summary="x"
    )
    redacting.redact("QUAGGA", by=op, reason="A private name")
    undone(decision, judge, other)
    assert live()[0] == TEXT


def test_what_needs_a_redacted_object_does_not_come_back_without_it(op, note, judge, other):
    shelf = Shelf.new(name="Shelf of QUAGGA")
    made = Note.new(shelf_id=shelf.pk, text="On it")
    decisions.publish([drafts.create(o) for o in (shelf, made)], by=op, summary="x")
    gone = [drafts.remove(Note, made.pk), drafts.remove(Shelf, shelf.pk)]
    gone.append(drafts.update(Note, note.pk, mood="odd"))
    decision = decisions.publish(gone, by=op, summary="x")
    redacting.redact("QUAGGA", by=op, reason="A private name")
    undone(decision, judge, other)
    assert live() == (TEXT, "")
    assert not Note.objects.filter(pk=made.pk).exists()


def test_second_undo_is_refused_while_the_first_waits_and_after_it(note, judge, other):
    decision = approve(change(note, editor(), text="Other words"), judge)
    first = undoing.undo(decision, by=judge, reason="x")[0]
    with pytest.raises(UndoWaits, match=f"Changeset {first.pk} undoes this already") as refused:
        undoing.undo(decision, by=other, reason="x")
    assert refused.value.changeset == first.pk
    author, now = decision.verdicts.get().act.changeset.author, datetime.now(UTC)
    days = {"start": now - timedelta(9), "end": now}
    with pytest.raises(NothingProposed, match=f"Changeset {first.pk}, which waits for a verdict"):
        undoing.undo_account(author, **days, by=other, reason="x")
    reject(first.acts.get(), other)
    second = undoing.undo(decision, by=other, reason="x")[0]
    approve(second.acts.get(), judge)
    with pytest.raises(NothingProposed, match="Nothing of it stands any more"):
        undoing.undo(decision, by=judge, reason="x")


def test_undo_of_another_act_of_the_same_decision_goes_beside_it(note, judge, other):
    one = change(note, editor("one"), text="Other words")
    two = change(note, editor("two"), mood="odd")
    rulings = [decisions.Ruling(a.pk, "approve") for a in (one, two)]
    decision = decisions.decide(rulings, by=judge)
    first = undoing.undo(decision, by=judge, reason="x", acts={one.pk})[0].acts.get()
    second = undoing.undo(decision, by=judge, reason="x", acts={two.pk})[0].acts.get()
    assert [u.act for u in first.undone.all()] == [one]
    assert [u.act for u in second.undone.all()] == [two]
    approve(first, other)
    approve(second, other)
    assert live() == (TEXT, "")


def test_undo_that_is_revised_or_amended_still_says_what_it_undoes(note, judge, other):
    decision = approve(change(note, editor(), mood="odd"), judge)
    act = undoing.undo(decision, by=judge, reason="x")[0].acts.get()
    return_(act, other)
    draft = drafts.revise(Act.objects.get(pk=act.pk), by=judge)
    folded = drafts.update(Note, note.pk, first=2)
    assert drafts.propose([folded], by=judge, title="Number it") == draft
    draft.refresh_from_db()
    proposals.send([draft], by=judge, summary="Once more")
    sent = Act.objects.get(state=Act.State.PENDING)
    assert (sent.title, sent.undoes) == (act.title, decision)
    values = {sent.changes.get().pk: {"mood": "calm"}}
    done = amending.amend(sent, by=other, values=values, reason="x")
    assert done.undoes == decision
    amended = done.verdicts.get().act
    assert (amended.type, amended.undoes, amended.title) == ("undo", decision, act.title)
    assert amended.undone.get().act == decision.verdicts.get().act


def test_rejected_undo_that_is_opened_again_still_says_what_it_undoes(note, judge, other):
    decision = approve(change(note, editor(), mood="odd"), judge)
    act = undoing.undo(decision, by=judge, reason="x")[0].acts.get()
    again = undoing.undo(reject(act, other), by=other, reason="I was wrong")[0].acts.get()
    assert (again.undoes, again.undone.get().act) == (decision, decision.verdicts.get().act)
