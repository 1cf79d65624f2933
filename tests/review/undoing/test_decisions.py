"""Undoing decisions: a new act gives back what was, and nobody else's words go along."""

import pytest

from review.deciding import decisions, undoing
from review.exceptions import Clashes, NotAllowed, NothingProposed, Refused
from review.models import Act, Decision, Flag, OpenChange
from review.proposing import drafts, proposals
from review.weighing import reversal
from tests.builders import approve, change, editor, reject, return_
from tests.review.undoing.steps import TEXT, amended, undone
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


def dump():
    return list(Note.objects.order_by("pk").values())


def revised(act, author, judge):
    draft = drafts.revise(act, by=author)
    proposals.send([draft], by=author, summary="again")
    return approve(draft, judge)


def rejected_and_opened_again(act, author, judge):
    changeset = undoing.undo(reject(act, judge), by=judge, reason="I was wrong")[0]
    return approve(changeset.acts.get(), judge)


def test_undo_waits_for_a_verdict_and_gives_back_what_was(note, judge, other):
    before = dump()
    decision = approve(change(note, editor(), text="Other words", mood="odd"), judge)
    changeset = undoing.undo(decision, by=judge, reason="It was wrong")[0]
    assert Note.objects.get().text == "Other words"
    act = changeset.acts.get()
    assert (act.state, act.type, act.undoes) == (Act.State.PENDING, Act.Type.UNDO, decision)
    assert (changeset.summary, changeset.sent_at) == ("It was wrong", act.sent_at)
    done = approve(act, other)
    assert dump() == before
    assert done.undoes == decision


@pytest.mark.parametrize("go_round", [amended, revised, rejected_and_opened_again])
def test_undo_that_went_round_still_names_what_it_undoes(note, judge, other, go_round):
    decision = approve(change(note, editor(), text="Other words", mood="odd"), judge)
    act = undoing.undo(decision, by=judge, reason="It was wrong")[0].acts.get()
    done = go_round(act, judge, other)
    assert done.undoes == decision
    assert Note.objects.get().text == TEXT


def test_undo_that_was_approved_is_told_to_who_proposed_it_and_to_whose_work_is_gone(
    note, judge, other
):
    author = editor()
    done = undone(approve(change(note, author, text="Other words"), judge), judge, other)
    assert set(done.notices.values_list("to", flat=True)) == {author.pk, judge.pk}


def test_undo_that_comes_too_late_to_change_anything_tells_nobody_that_it_did(
    op, note, judge, other
):
    author = editor()
    decision = approve(change(note, author, text="Other words"), judge)
    act = undoing.undo(decision, by=judge, reason="It was wrong")[0].acts.get()
    decisions.publish([drafts.update(Note, note.pk, text=TEXT)], by=op, summary="back")
    late = approve(act, other)
    assert set(late.notices.values_list("to", flat=True)) == {judge.pk}


def test_undo_of_an_undo_gives_back_what_was_undone(note, judge, other):
    decision = approve(change(note, editor(), text="Other words"), judge)
    after = dump()
    undone(undone(decision, judge, other), judge, other)
    assert dump() == after


def test_undo_of_a_removal_brings_the_object_back_under_its_key(op, note, judge, other):
    before = dump()
    decision = decisions.publish([drafts.remove(Note, note.pk)], by=op, summary="x")
    undone(decision, judge, other)
    assert dump() == before


def test_undo_of_the_first_publication_removes_all(op, note, judge, other):
    undone(Decision.objects.get(), judge, other)
    assert not Note.objects.exists()
    assert not Shelf.objects.exists()


def test_undo_after_a_merge_takes_out_one_persons_words_only(note, judge, other):
    one = change(note, editor("one"), text=TEXT.replace("quick", "slow"))
    two = change(note, editor("two"), text=TEXT.replace("lazy", "lively"))
    approve(one, judge)
    decision = approve(two, judge)
    undone(decision, judge, other)
    assert Note.objects.get().text == TEXT.replace("quick", "slow")


def test_undo_keeps_later_work_on_other_words_and_fields(note, judge, other):
    decision = approve(change(note, editor(), text=TEXT.replace("quick", "slow")), judge)
    later = approve(
        change(note, editor("two"), text=TEXT.replace("quick", "slow") + " twice", mood="odd"),
        judge,
    )
    assert reversal.of_decision(decision).later == [later.publication.number]
    undone(decision, judge, other)
    left = Note.objects.get()
    assert (left.text, left.mood) == (TEXT + " twice", "odd")


def test_undo_of_words_that_were_changed_again_collides(note, judge, other):
    decision = approve(change(note, editor(), text=TEXT.replace("quick", "slow")), judge)
    approve(change(note, editor("two"), text=TEXT.replace("quick", "swift")), judge)
    with pytest.raises(Clashes) as refused:
        undone(decision, judge, other)
    clash = refused.value.clashes[0]
    assert "swift" in clash.live
    assert Note.objects.get().text == TEXT.replace("quick", "swift")


def test_undo_leaves_what_later_work_points_at(op, judge, other):
    shelf = Shelf.new(name="Shelf")
    first = Note.new(shelf_id=shelf.pk, text="First")
    decision = decisions.publish([drafts.create(o) for o in (shelf, first)], by=op, summary="begun")
    second = Note.new(shelf_id=shelf.pk, text="Second")
    decisions.publish([drafts.create(second)], by=op, summary="more")
    found = reversal.of_decision(decision)
    assert [(kind.noun, key) for kind, key in found.stays] == [("shelf", shelf.pk)]
    undone(decision, judge, other)
    assert [n.text for n in Note.objects.all()] == ["Second"]


def test_undo_of_some_acts_leaves_the_others(note, judge, other):
    one = change(note, editor("one"), text="Other words")
    two = change(note, editor("two"), mood="odd")
    rulings = [decisions.Ruling(a.pk, "approve") for a in (one, two)]
    decision = decisions.decide(rulings, by=judge)
    undone(decision, judge, other, acts={two.pk})
    left = Note.objects.get()
    assert (left.text, left.mood) == ("Other words", "")


def test_undo_of_one_of_two_acts_on_one_text_keeps_the_others_words(note, judge):
    one = change(note, editor("one"), text=TEXT.replace("quick", "slow"))
    two = change(note, editor("two"), text=TEXT.replace("lazy", "lively"))
    rulings = [decisions.Ruling(a.pk, "approve") for a in (one, two)]
    decision = decisions.decide(rulings, by=judge)
    undoing.undo(decision, by=judge, reason="x", acts={one.pk})
    change_of_undo = Act.objects.get(type="undo").changes.get()
    assert change_of_undo.after == {"text": TEXT.replace("lazy", "lively")}


def test_undo_of_a_rejection_opens_a_copy_credited_to_its_author(note, judge, other):
    author = editor()
    act = change(note, author, text="Other words")
    decision = reject(act, judge)
    changeset = undoing.undo(decision, by=judge, reason="I was wrong")[0]
    copy = changeset.acts.get()
    assert (changeset.author, copy.state, copy.revises) == (author, Act.State.PENDING, act)
    assert copy.comments.get().text == "Opened again: I was wrong"
    act.refresh_from_db()
    assert act.state == Act.State.REJECTED
    approve(copy, other)
    assert Note.objects.get().text == "Other words"
    with pytest.raises(Refused, match="opened again already"):
        undoing.undo(decision, by=judge, reason="again")


def test_act_that_is_opened_again_is_what_it_was(note, judge):
    author = editor()
    act = drafts.propose(
        [drafts.update(Note, note.pk, mood="odd")], by=author, type=Act.Type.RESOLVE, title="Mine"
    )
    proposals.send([act], by=author, summary="I think so")
    copy = undoing.undo(reject(act, judge), by=judge, reason="wrong")[0].acts.get()
    assert (copy.type, copy.title, copy.size) == (Act.Type.RESOLVE, "Mine", 1)
    assert copy.changeset.summary == "I think so"
    held = OpenChange.objects.get(author=author)
    assert held.change.act == copy
    proposals.withdraw(copy, by=author)
    again = undoing.undo(act.verdict.decision, by=judge, reason="once more")[0].acts.get()
    assert again.state == Act.State.PENDING


def test_act_opened_again_while_its_author_is_at_work_there_leaves_that_alone(note, judge):
    author, rival = editor(), editor("rival")
    act = change(note, author, mood="odd")
    decision = reject(act, judge)
    draft = drafts.propose([drafts.update(Note, note.pk, first=3)], by=author)
    beside = change(note, rival, mood="calm")
    copy = undoing.undo(decision, by=judge, reason="wrong")[0].acts.get()
    assert OpenChange.objects.get(author=author).change.act == draft
    told = {f.act_id for f in Flag.objects.filter(act__in=[copy, beside])}
    assert told == {copy.pk, beside.pk}


def test_act_opened_again_beside_others_open_work_is_its_authors_open_work(note, judge):
    author = editor()
    act = change(note, author, mood="odd")
    decision = reject(act, judge)
    change(note, editor("rival"), mood="calm")
    copy = undoing.undo(decision, by=judge, reason="wrong")[0].acts.get()
    assert OpenChange.objects.get(author=author).change.act == copy


def test_undo_of_a_rejection_whose_author_revises_it_says_so(note, judge, other):
    act = change(note, other, mood="odd")
    drafts.revise(act, by=other)
    decision = reject(act, judge)
    with pytest.raises(Refused, match="is revising it: it comes back when they send that"):
        undoing.undo(decision, by=judge, reason="It is good")
    assert not Act.objects.filter(state="pending").exists()


def test_undo_of_what_was_undone_already_is_refused(note, judge, other):
    decision = approve(change(note, editor(), text="Other words"), judge)
    undone(decision, judge, other)
    with pytest.raises(NothingProposed, match="Nothing of it stands"):
        undoing.undo(decision, by=judge, reason="again")


@pytest.mark.parametrize("reason", ["", "  "])
def test_undo_needs_a_reason(note, judge, reason):
    with pytest.raises(Refused, match="Say why"):
        undoing.undo(Decision.objects.get(), by=judge, reason=reason)


def test_undo_of_a_return_and_by_an_editor_is_refused(note, judge):
    by = editor()
    decision = return_(change(note, by, mood="odd"), judge)
    with pytest.raises(Refused, match="its author's to revise"):
        undoing.undo(decision, by=judge, reason="x")
    with pytest.raises(NotAllowed):
        undoing.undo(Decision.objects.first(), by=by, reason="x")


def test_undo_goes_round_the_moderators_own_open_work(note, judge, other):
    decision = approve(change(note, editor(), mood="odd"), other)
    own = drafts.propose([drafts.update(Note, note.pk, text="My draft")], by=judge)
    undone(decision, judge, other)
    own.refresh_from_db()
    assert own.state == Act.State.DRAFT
    assert own.changes.get().after == {"text": "My draft"}
