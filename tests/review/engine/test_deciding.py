"""Deciding: what is approved is live, with history, number and digest."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from review import batch, past
from review.deciding import decisions
from review.exceptions import (
    Clashes,
    IllegalMove,
    Moved,
    NotAllowed,
    Refused,
)
from review.models import Act, Change, Changeset, OpenChange, Publication, Subject
from review.proposing import drafts, proposals
from review.proving import log
from tests.builders import approve, change, editor, moderator, operator, outlived, reject, return_
from tests.review.engine.steps import TEXT, propose, sent
from tests.toy.kinds import LostKind
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


class Counter:
    last = 0

    def __init__(self):
        Counter.last = 0

    def __call__(self, execute, sql, params, many, context):
        Counter.last += 1
        return execute(sql, params, many, context)


def test_approve_publishes_with_history_number_and_digest(note):
    by, judge = editor(), moderator()
    before = Publication.objects.last()
    decision = approve(change(note, by, text="Other"), judge)
    assert Note.objects.get().text == "Other"
    record = Note.history.first()
    assert (record.publication_id, record.history_user, record.history_change_reason) == (
        before.number + 1,
        by,
        "better",
    )
    assert record.history_date == decision.publication.at > before.at
    assert decision.publication.previous == before.digest
    assert Subject.objects.get(pk=note.pk).head_id == before.number + 1


def test_decision_without_a_reason_has_none(note):
    decision = approve(change(note, editor(), mood="glad"), moderator())
    assert decision.reason == decision.verdicts.get().reason == ""


def test_decision_is_refused_within_what_could_still_be_undone(op, note):
    edit = drafts.update(Note, note.pk, mood="glad")
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        decisions.publish([edit], by=op, summary="x")
    assert Note.objects.get().mood == ""


def test_approve_of_ones_own_act_is_refused(note):
    judge = moderator()
    act = change(note, judge, mood="glad")
    with pytest.raises(NotAllowed, match="own act"):
        approve(act, judge)


def test_approve_by_a_superuser_without_the_grant_is_refused(note):
    act = change(note, editor(), mood="glad")
    other = editor("root")
    other.is_superuser = True
    other.save()
    with pytest.raises(NotAllowed):
        approve(act, other)


def test_verdict_on_an_act_that_never_was_is_refused(note):
    act = change(note, editor(), mood="glad")
    with pytest.raises(Refused, match="does not exist"):
        decisions.decide([decisions.Ruling(act.pk + 1, "approve")], by=moderator())


def test_approve_twice_is_told(note):
    act = change(note, editor(), mood="glad")
    approve(act, moderator())
    with pytest.raises(IllegalMove):
        approve(act, moderator("second"))


@pytest.mark.parametrize("decide", [reject, return_])
def test_refusal_needs_a_reason_and_publishes_nothing(note, decide):
    judge = moderator()
    act = change(note, editor(), mood="glad")
    with pytest.raises(Refused, match="Say why"):
        decide(act, judge, reason="")
    number = past.last_number()
    decide(act, judge)
    assert past.last_number() == number
    assert Note.objects.get().mood == ""


def test_returned_act_is_revised_and_keeps_its_words(note):
    by = editor()
    act = change(note, by, mood="glad")
    return_(act, moderator())
    draft = drafts.revise(act, by=by)
    assert draft.revises == act
    assert draft.changes.get().after == {"mood": "glad"}


def test_good_act_is_approved_alone_and_the_bad_one_leaves_no_trace(note):
    judge = moderator()
    bad = change(note, editor("one"), text="Nonsense")
    good = change(note, editor("two"), mood="glad")
    approve(good, judge)
    reject(bad, judge)
    live = Note.objects.get()
    assert (live.mood, live.text) == ("glad", TEXT)
    assert not Note.history.filter(text="Nonsense").exists()


def test_parallel_proposals_on_different_words_are_both_kept(note):
    judge = moderator()
    one = change(note, editor("one"), text=TEXT.replace("quick", "slow"))
    two = change(note, editor("two"), text=TEXT.replace("lazy", "sleepy"))
    approve(one, judge)
    approve(two, judge)
    assert Note.objects.get().text == "The slow brown fox jumps over the sleepy dog"


def test_parallel_proposals_on_the_same_words_are_told_with_three_texts(note):
    judge = moderator()
    one = change(note, editor("one"), text=TEXT.replace("quick", "slow"))
    two = change(note, editor("two"), text=TEXT.replace("quick", "fast"))
    approve(one, judge)
    with pytest.raises(Clashes) as caught:
        approve(two, judge)
    clash = caught.value.clashes[0]
    assert [text.split()[1] for text in (clash.before, clash.live, clash.proposed)] == [
        "quick",
        "slow",
        "fast",
    ]
    two.refresh_from_db()
    assert two.state == Act.State.PENDING


def test_settled_field_keeps_its_first_value_and_collides_with_nothing(note):
    judge = moderator()
    one = change(note, editor("one"), closed="cited")
    two = change(note, editor("two"), closed="declined", mood="glad")
    approve(one, judge)
    approve(two, judge)
    assert (Note.objects.get().closed, Note.objects.get().mood) == ("cited", "glad")


def test_child_of_an_unpublished_parent_is_refused_and_names_the_act(op):
    by, judge = editor(), moderator()
    shelf = Shelf.new(name="New")
    first = propose(by, drafts.create(shelf))
    Changeset.objects.get(author=by)
    proposals.send([first], by=by, summary="shelf")
    second = sent(by, drafts.create(Note.new(shelf_id=shelf.pk, text="On it")))
    with pytest.raises(Clashes) as caught:
        approve(second, judge)
    assert caught.value.clashes[0].needs == str(shelf.pk)
    assert f"it needs “{first}”" in str(caught.value)
    rulings = [decisions.Ruling(a.pk, "approve") for a in (second, first)]
    decisions.decide(rulings, by=judge)
    assert Note.objects.get().shelf_id == shelf.pk


def test_removal_of_what_is_pointed_at_is_refused(op, shelf, note):
    act = sent(editor(), drafts.remove(Shelf, shelf.pk), type="delete")
    with pytest.raises(Clashes, match="still points at it"):
        approve(act, moderator())
    act = sent(
        editor("two"),
        drafts.remove(Note, note.pk),
        drafts.remove(Shelf, shelf.pk),
        type="delete",
    )
    approve(act, moderator("other"))
    assert not Shelf.objects.exists()


def test_change_of_a_removed_object_is_told(op, note):
    act = change(note, editor(), mood="glad")
    decisions.publish([drafts.remove(Note, note.pk)], by=op, summary="gone")
    with pytest.raises(Clashes, match=r"removed by Operator on .+ after this was proposed"):
        approve(act, moderator())


def test_changes_of_removed_objects_of_two_kinds_are_each_told(op, shelf, note):
    edits = [
        drafts.update(Shelf, shelf.pk, name="Other"),
        drafts.update(Note, note.pk, mood="glad"),
    ]
    act = sent(editor(), *edits)
    removals = [drafts.remove(Note, note.pk), drafts.remove(Shelf, shelf.pk)]
    decision = decisions.publish(removals, by=op, summary="gone")
    with pytest.raises(Clashes) as caught:
        approve(act, moderator())
    number, day = decision.publication.number, f"{decision.at:%-d %B %Y}"
    assert sorted(clash.sentence for clash in caught.value.clashes) == [
        f"{noun}: it was removed by Operator on {day} (publication {number}), after this was proposed."
        for noun in ("Note", "Shelf")
    ]


def test_what_was_changed_meanwhile_as_proposed_can_be_pointed_at_all_the_same(op, note):
    other = Shelf.new(name="Second shelf")
    decisions.publish([drafts.create(other)], by=op, summary="x")
    one = sent(editor("one"), drafts.update(Shelf, other.pk, name="Renamed"))
    two = sent(
        editor("two"),
        drafts.update(Shelf, other.pk, name="Renamed"),
        drafts.update(Note, note.pk, shelf_id=other.pk),
    )
    approve(one, moderator())
    approve(two, moderator("second"))
    assert Note.objects.get().shelf_id == other.pk


def test_two_valid_changes_invalid_together_are_told(note):
    judge = moderator()
    one = change(note, editor("one"), first=8)
    two = change(note, editor("two"), last=3)
    approve(one, judge)
    with pytest.raises(Clashes, match="A note ends before it begins"):
        approve(two, judge)
    assert Note.objects.get().last == 9


def test_clean_is_asked_before_anything_is_written(note):
    act = change(note, editor(), text="a forbidden word")
    with pytest.raises(Clashes, match="not for notes"):
        approve(act, moderator())


def test_field_that_is_gone_is_told_and_nothing_is_half_applied(shelf):
    by, judge = editor(), moderator()
    edits = [drafts.create(Note.new(shelf_id=shelf.pk, text=f"Note {n}")) for n in range(2)]
    edits[1] = replace(edits[1], values=edits[1].values | {"colour": "red"})
    act = sent(by, *edits)
    with pytest.raises(Clashes, match="a note has no colour") as caught:
        approve(act, judge)
    assert [clash.what for clash in caught.value.clashes] == ["schema"]
    assert not Note.objects.exists()
    return_(act, judge)


@pytest.mark.parametrize("end", [reject, return_])
def test_kind_that_is_gone_is_told_and_others_are_still_decided(shelf, end):
    by, other, judge = editor(), editor("other"), moderator()
    lost = outlived(drafts.create(Note.new(shelf_id=shelf.pk, text="Lost")), LostKind(), by)
    mine = sent(by, drafts.create(Note.new(shelf_id=shelf.pk, text="Mine")))
    good = sent(other, drafts.create(Note.new(shelf_id=shelf.pk, text="Good")))
    with pytest.raises(Clashes, match=r"no objects of kind toy\.lost any more") as caught:
        decisions.decide([decisions.Ruling(a.pk, "approve") for a in (lost, good)], by=judge)
    assert [clash.what for clash in caught.value.clashes] == ["schema"]
    assert not Note.objects.exists()
    proposals.withdraw(mine, by=by)
    approve(good, judge)
    assert Note.objects.get().text == "Good"
    end(lost, judge)


def test_kind_that_is_gone_can_be_withdrawn(shelf):
    by = editor()
    lost = outlived(drafts.create(Note.new(shelf_id=shelf.pk, text="Lost")), LostKind(), by)
    proposals.withdraw(lost, by=by)
    assert lost.changes.count() == 1
    assert not OpenChange.objects.exists()


def test_same_name_twice_is_told_and_a_swap_works(op, shelf):
    other = Shelf.new(name="Second shelf")
    decisions.publish([drafts.create(other)], by=op, summary="x")
    act = change(shelf, editor(), name="Second shelf")
    with pytest.raises(Clashes, match="another one has the same name"):
        approve(act, moderator())
    swap = [
        drafts.update(Shelf, shelf.pk, name="Second shelf"),
        drafts.update(Shelf, other.pk, name="First shelf"),
    ]
    decisions.publish(swap, by=op, summary="swapped")
    assert Shelf.objects.get(pk=other.pk).name == "First shelf"


def test_outcome_that_moved_since_it_was_looked_at_is_told(op, note):
    act = change(note, editor(), text=TEXT.replace("quick", "slow"))
    seen = {act.pk: decisions.plan([act]).fingerprint(act.pk)}
    decisions.publish(
        [drafts.update(Note, note.pk, text=TEXT.replace("lazy", "sleepy"))], by=op, summary="x"
    )
    with pytest.raises(Moved):
        approve(act, moderator(), expect=seen)
    seen = {act.pk: decisions.plan([act]).fingerprint(act.pk)}
    approve(act, moderator("second"), expect=seen)


def test_plan_writes_nothing(note, django_assert_max_num_queries):
    act = change(note, editor(), text="Other")
    with django_assert_max_num_queries(8) as asked:
        decisions.plan([act])
    assert not [q for q in asked if not q["sql"].startswith("SELECT") or " FOR " in q["sql"]]


def test_publish_without_the_grant_is_refused(note):
    with pytest.raises(NotAllowed):
        decisions.publish([drafts.update(Note, note.pk, mood="x")], by=moderator(), summary="x")


def test_what_is_published_at_once_without_a_title_has_none(op, note):
    decision = decisions.publish([drafts.update(Note, note.pk, mood="glad")], by=op, summary="x")
    assert decision.verdicts.get().act.title == ""


def test_what_is_published_at_once_says_of_which_sort_it_is_and_why(op, note):
    decision = decisions.publish(
        [drafts.update(Note, note.pk, mood="glad")],
        by=op,
        summary="As the source has it",
        type=Act.Type.MOVE,
        title="Up " * 200,
    )
    act = decision.verdicts.get().act
    assert (act.type, act.changeset.summary) == (Act.Type.MOVE, "As the source has it")
    assert act.title == "Up " * 100


def test_publish_leaves_the_own_open_draft_alone(op, note):
    draft = propose(op, drafts.update(Note, note.pk, mood="glad"))
    decisions.publish([drafts.update(Note, note.pk, text="Other")], by=op, summary="x")
    draft.refresh_from_db()
    assert draft.state == Act.State.DRAFT
    assert Change.objects.get(act=draft).after == {"mood": "glad"}


@pytest.mark.parametrize("size", [10, 1000])
def test_approve_costs_the_same_queries_however_many_changes(op, shelf, size):
    edits = [drafts.create(Note.new(shelf_id=shelf.pk, text=f"Note {n}")) for n in range(size)]
    act = sent(editor(), *edits)
    judge = moderator()
    with connection.execute_wrapper(Counter()) as _:
        approve(act, judge)
    assert Counter.last == 11


# Few rows are written with the statements around them, many by a COPY of their own.
FEW_AND_MANY = pytest.mark.parametrize("many", [batch.MANY, 1], ids=["few", "many"])


@FEW_AND_MANY
def test_rows_are_written_to_the_letter(op, shelf, many, monkeypatch):
    monkeypatch.setattr(batch, "MANY", many)
    texts = ["\\N", "a\tb\\t", "two\nlines\r\n", "“žš” \\.", "'quoted' {\"a\": 1}", "100 %s %%"]
    made = [Note.new(shelf_id=shelf.pk, text=text, last=n) for n, text in enumerate(texts)]
    decisions.publish([drafts.create(note) for note in made], by=op, summary="as “typed”\t%s")
    rows = [(note.pk, note.text, None, note.last, "") for note in made]
    names = ("text", "first", "last", "mood")
    assert list(Note.objects.order_by("pk").values_list("pk", *names)) == rows
    history = Note.history.order_by("subject")
    assert list(history.values_list("subject", *names)) == rows
    assert {(row.history_user, row.history_type, row.act.state) for row in history} == {
        (op, "+", Act.State.APPROVED)
    }
    assert not list(log.breaks())


@FEW_AND_MANY
def test_what_the_database_refuses_of_a_row_is_said(op, shelf, many, monkeypatch):
    monkeypatch.setattr(batch, "MANY", many)
    note = Note.new(shelf_id=shelf.pk, text="Backwards", first=9, last=1)
    with pytest.raises(Clashes, match="A note ends before it begins"):
        decisions.publish([drafts.create(note)], by=op, summary="x")
    assert not Note.objects.exists()


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(days=1)])
def test_publication_comes_after_the_last_though_the_clock_does_not(monkeypatch, behind):
    op = operator("early")
    first = decisions.publish([drafts.create(Shelf.new(name="One"))], by=op, summary="one")
    at = first.publication.at
    monkeypatch.setattr(decisions.timezone, "now", lambda: at - behind)
    second = decisions.publish([drafts.create(Shelf.new(name="Two"))], by=op, summary="two")
    assert second.publication.at == at + timedelta(microseconds=1)
    assert second.at == second.publication.at


def test_what_only_the_database_refuses_is_told_in_the_words_of_its_rule():
    op = operator("early")
    shelf = Shelf.new(name="One")
    note = Note.new(shelf_id=shelf.pk, text="Words", first=3, last=2)
    with pytest.raises(Clashes) as caught:
        decisions.publish([drafts.create(shelf), drafts.create(note)], by=op, summary="one")
    assert [(c.what, c.sentence) for c in caught.value.clashes] == [
        ("constraint", "A note ends before it begins.")
    ]
    assert not Shelf.objects.exists()
