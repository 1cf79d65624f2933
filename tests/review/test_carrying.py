"""Open work goes on when the form of the records changes."""

import io

import pytest
from django.core.management import CommandError, call_command

from review.deciding import decisions
from review.exceptions import Clashes, NotAllowed
from review.models import Act
from review.proposing import carrying, drafts, proposals
from review.proving import log
from tests.builders import approve, editor, moderator, operator, reject, return_
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def note(op):
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text="Words.", mood="calm")
    edits = [drafts.create(o) for o in (shelf, made)]
    decisions.publish(edits, by=op, summary="begun")
    return Note.objects.get()


@pytest.fixture(autouse=True)
def _log_fits():
    yield
    assert list(log.breaks()) == []


def old_form(note, by):
    """A draft that was written when `mood` was called `humour`, and notes had a colour."""
    act = drafts.propose([drafts.update(Note, note.pk, mood="odd")], by=by)
    change = act.changes.get()
    change.before = {"humour": "calm", "colour": ""}
    change.after = {"humour": "odd", "colour": "red"}
    change.save()
    return act


def sent(act, by):
    changeset = proposals.send([act], by=by, summary="as it was")
    act.refresh_from_db()
    return changeset.acts.get()


def carry(*more):
    out = io.StringIO()
    rename = ["--rename", "humour=mood", "--drop", "colour", "--by", "operator"]
    call_command("carry_changes", "toy.note", *rename, *more, stdout=out)
    return out.getvalue()


def test_act_in_an_old_form_is_told_and_the_others_are_decided(note):
    by, judge = editor(), moderator()
    act = sent(old_form(note, by), by)
    with pytest.raises(Clashes, match="a note has no colour, humour") as told:
        approve(act, judge)
    assert told.value.clashes[0].what == "schema"
    reject(act, judge)
    assert Note.objects.get().mood == "calm"


def test_pending_act_goes_on_as_a_copy_and_is_approved(note, op):
    by, judge = editor(), moderator()
    act = sent(old_form(note, by), by)
    assert "1 act carried on" in carry()
    act.refresh_from_db()
    copy = act.revisions.get()
    assert (act.state, copy.state) == (Act.State.SUPERSEDED, Act.State.PENDING)
    assert (copy.changeset, copy.amended_by) == (act.changeset, op)
    assert act.changes.get().after == {"humour": "odd", "colour": "red"}
    assert "“humour” is called “mood” now" in copy.comments.get().text
    drafts.propose([drafts.update(Note, note.pk, mood="wild")], by=by)
    assert copy.revisions.get().changes.get().after == {"mood": "wild"}
    proposals.withdraw(copy.revisions.get(), by=by)
    approve(copy, judge)
    assert Note.objects.get().mood == "odd"
    assert Note.history.latest().history_user == by


def test_draft_and_returned_act_go_on_with_their_author(note, op):
    by, judge = editor(), moderator()
    draft = old_form(note, by)
    carry()
    assert draft.changes.get().after == {"mood": "odd"}
    other = editor("other")
    act = sent(old_form(note, other), other)
    return_(act, judge)
    carry()
    act.refresh_from_db()
    going_on = act.revisions.get()
    assert (act.state, going_on.state) == (Act.State.RETURNED, Act.State.DRAFT)
    assert going_on.changes.get().after == {"mood": "odd"}
    proposals.send([going_on], by=other, summary="again")
    going_on.refresh_from_db()
    approve(going_on, judge)
    assert Note.objects.get().mood == "odd"


def test_what_is_in_todays_form_already_is_left_alone(note, op):
    by = editor()
    act = drafts.propose([drafts.update(Note, note.pk, mood="odd")], by=by)
    proposals.send([act], by=by, summary="x")
    assert "0 acts" in carry()
    act.refresh_from_db()
    assert act.state == Act.State.PENDING


def test_only_operators_carry_and_the_command_tells_what_is_odd(note):
    with pytest.raises(NotAllowed):
        carrying.carry("toy.note", dict, by=editor(), note="x")
    for words, said in (
        (["toy.nothing", "--drop", "x", "--by", "operator"], "There is no kind"),
        (["toy.note", "--by", "operator"], "--rename or to --drop"),
        (["toy.note", "--rename", "a=b", "--by", "operator"], "a field that is there"),
        (["toy.note", "--drop", "x", "--by", "nobody"], "no account"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command("carry_changes", *words)


def test_carried_act_keeps_its_place_in_the_queue(op, note):
    by = editor()
    act = sent(old_form(note, by), by)
    carry()
    copy = act.revisions.get()
    assert (copy.state, copy.sent_at) == (Act.State.PENDING, act.sent_at)
