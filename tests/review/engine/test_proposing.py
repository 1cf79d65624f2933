"""Drafting, sending and withdrawing move no live row."""

import pytest

from review.deciding import decisions
from review.exceptions import (
    Clashes,
    IllegalMove,
    NotAllowed,
    NothingProposed,
    Refused,
    SentAlready,
    Stale,
)
from review.models import Act, Change, Changeset, Flag, OpenChange, Subject
from review.proposing import drafts, proposals
from tests.builders import approve, change, editor, moderator, return_
from tests.review.engine.steps import TEXT, propose, sent
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


def test_propose_moves_no_live_row(note):
    propose(editor(), drafts.update(Note, note.pk, text="Other"))
    assert Note.objects.get().text == TEXT


def test_propose_again_goes_into_the_own_open_change(note):
    by = editor()
    first = propose(by, drafts.update(Note, note.pk, mood="glad"))
    second = propose(by, drafts.update(Note, note.pk, text="Other"))
    assert first == second
    assert Change.objects.get(act=first).after == {"mood": "glad", "text": "Other"}


def test_propose_back_to_the_live_value_ends_the_draft(note):
    by = editor()
    act = propose(by, drafts.update(Note, note.pk, mood="glad"))
    propose(by, drafts.update(Note, note.pk, mood=""))
    act.refresh_from_db()
    assert act.state == Act.State.WITHDRAWN
    assert not OpenChange.objects.exists()


def test_propose_without_a_difference_is_refused(note):
    with pytest.raises(NothingProposed):
        propose(editor(), drafts.update(Note, note.pk, text=TEXT))


def test_propose_by_a_reader_is_refused(note):
    from tests.builders import user

    with pytest.raises(NotAllowed):
        propose(user("reader"), drafts.update(Note, note.pk, text="Other"))


def test_propose_from_a_stale_form_is_refused(op, note):
    seen = drafts.token(Subject.objects.get(pk=note.pk).head_id, None)
    decisions.publish([drafts.update(Note, note.pk, mood="glad")], by=op, summary="x")
    with pytest.raises(Stale):
        propose(editor(), drafts.update(Note, note.pk, seen=seen, text="Other"))


@pytest.mark.parametrize("is_sent", [False, True])
def test_propose_on_what_was_removed_meanwhile_is_refused_and_keeps_the_draft(op, note, is_sent):
    by = editor()
    act = (sent if is_sent else propose)(by, drafts.update(Note, note.pk, text="Mine"))
    decisions.publish([drafts.remove(Note, note.pk)], by=op, summary="gone")
    for edit in (drafts.remove(Note, note.pk), drafts.update(Note, note.pk, mood="odd")):
        with pytest.raises(Stale, match="The note has changed"):
            propose(by, edit)
    assert OpenChange.objects.get().change.act == act
    assert act.changes.get().after == {"text": "Mine"}


def test_propose_after_sending_drafts_a_revision_that_replaces_it_when_sent(note):
    by = editor()
    act = change(note, by, mood="glad")
    draft = propose(by, drafts.update(Note, note.pk, text="Other"))
    assert draft.revises == act
    act.refresh_from_db()
    assert act.state == Act.State.PENDING
    proposals.send([draft], by=by, summary="better")
    act.refresh_from_db()
    assert act.state == Act.State.SUPERSEDED
    assert Change.objects.get(act=draft).after == {"mood": "glad", "text": "Other"}


def test_propose_what_was_sent_as_it_is_is_told(note):
    by = editor()
    act = change(note, by, mood="glad")
    with pytest.raises(SentAlready, match="You have sent this already: it waits for review"):
        propose(by, drafts.update(Note, note.pk, mood="glad"))
    return_(act, moderator())
    with pytest.raises(SentAlready, match="revise it before you send it again"):
        propose(by, drafts.update(Note, note.pk, mood="glad"))
    assert list(Act.objects.filter(changeset__author=by)) == [act]


def test_send_without_a_summary_is_refused(note):
    by = editor()
    act = propose(by, drafts.update(Note, note.pk, mood="glad"))
    with pytest.raises(Refused, match="summary is empty"):
        proposals.send([act], by=by, summary="  ")
    assert not Changeset.objects.filter(author=by, sent_at__isnull=False).exists()


def test_what_is_sent_says_why(note):
    act = sent(editor(), drafts.update(Note, note.pk, mood="glad"))
    assert act.changeset.summary == "because"


def test_send_leaving_behind_what_it_needs_is_refused(op):
    by = editor()
    shelf = Shelf.new(name="New")
    propose(by, drafts.create(shelf))
    act = propose(by, drafts.create(Note.new(shelf_id=shelf.pk, text="On it")))
    with pytest.raises(Refused, match="send them together"):
        proposals.send([act], by=by, summary="because")


def test_send_needs_no_draft_that_revises_what_was_published_meanwhile(op):
    by, judge = editor(), moderator()
    shelf = Shelf.new(name="Shelf")
    act = sent(by, drafts.create(shelf))
    drafts.revise(act, by=by)
    approve(act, judge)
    approve(sent(by, drafts.create(Note.new(shelf_id=shelf.pk, text="x"))), judge)
    assert Note.objects.get().shelf_id == shelf.pk


def test_send_of_a_revision_after_the_approval_is_refused_and_keeps_the_draft(note):
    by = editor()
    act = sent(by, drafts.update(Note, note.pk, mood="sad"))
    draft = propose(by, drafts.update(Note, note.pk, mood="glad"))
    approve(act, moderator())
    with pytest.raises(Refused, match="was approved before you sent its revision"):
        proposals.send([draft], by=by, summary="better")
    draft.refresh_from_db()
    assert draft.state == Act.State.DRAFT
    assert draft.changes.get().after == {"mood": "glad"}
    proposals.withdraw(draft, by=by)
    approve(sent(by, drafts.update(Note, note.pk, mood="glad")), moderator("other"))
    assert Note.objects.get().mood == "glad"


def test_withdraw_of_a_pending_act_leaves_nothing_open(note):
    by = editor()
    act = change(note, by, mood="glad")
    proposals.withdraw(act, by=by)
    with pytest.raises(IllegalMove):
        approve(act, moderator())
    assert not OpenChange.objects.exists()


def test_withdraw_of_what_other_open_work_builds_on_is_refused(op):
    by, shelf = editor(), Shelf.new(name="New shelf")
    note, other = (Note.new(shelf_id=shelf.pk, text=text) for text in ("One", "Other"))
    maker = sent(by, drafts.create(shelf), drafts.create(note), title="A shelf")
    builder = propose(by, drafts.create(other), title="A note")
    with pytest.raises(Refused, match="“A note” builds on what this creates"):
        proposals.withdraw(maker, by=by)
    maker.refresh_from_db()
    assert maker.state == Act.State.PENDING
    proposals.withdraw(builder, by=by)
    assert proposals.withdraw(maker, by=by).state == Act.State.WITHDRAWN


def test_send_asks_for_no_draft_of_somebody_else(op):
    shelf = Shelf.new(name="New shelf")
    propose(editor(), drafts.create(shelf), title="A shelf")
    act = sent(editor("another"), drafts.create(Note.new(shelf_id=shelf.pk, text="One")))
    assert act.state == Act.State.PENDING
    with pytest.raises(Clashes, match="still a draft"):
        approve(act, moderator())


def test_act_that_waits_no_more_stands_out_for_nothing(note):
    by = editor()
    act = change(note, by, mood="glad")
    assert Flag.objects.filter(act=act).exists()
    draft = drafts.revise(act, by=by)
    proposals.send([draft], by=by, summary="again")
    assert set(Flag.objects.values_list("act", flat=True)) == {draft.pk}
    proposals.withdraw(draft, by=by)
    assert not Flag.objects.filter(act=draft).exists()


def test_withdraw_of_a_revision_leaves_a_newer_draft_its_subject(op, shelf, note):
    by = editor()
    other = Note.new(shelf_id=shelf.pk, text="Second")
    decisions.publish([drafts.create(other)], by=op, summary="another")
    act = sent(
        by,
        drafts.update(Note, note.pk, mood="glad"),
        drafts.update(Note, other.pk, mood="sad"),
    )
    revision = drafts.revise(act, by=by)
    propose(by, drafts.update(Note, other.pk, mood=""))  # Taken out of the revision.
    newer = propose(by, drafts.update(Note, other.pk, mood="odd"))
    proposals.withdraw(revision, by=by)
    held = {open.subject_id: open.change.act for open in OpenChange.objects.filter(author=by)}
    assert held == {note.pk: act, other.pk: newer}
    assert propose(by, drafts.update(Note, other.pk, text="Mine")) == newer
    assert drafts.revise(act, by=by) != newer
    assert propose(by, drafts.update(Note, other.pk, text="Mine again")) == newer


def test_withdraw_by_somebody_else_is_refused(note):
    act = change(note, editor(), mood="glad")
    with pytest.raises(NotAllowed):
        proposals.withdraw(act, by=moderator())
