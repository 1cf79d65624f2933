"""Undoing the days of one account."""

from datetime import UTC, datetime, timedelta

import pytest

from review.deciding import decisions, undoing
from review.exceptions import NothingProposed
from review.models import Publication
from review.proposing import drafts, proposals
from review.weighing import reversal
from tests.builders import approve, change, editor, operator
from tests.review.undoing.steps import TEXT, live, undone
from tests.toy.models import Note

pytestmark = pytest.mark.django_db


def undo_days(user, by, judge):
    """Undo all that an account published till now, and approve it; the act."""
    start, end = datetime.now(UTC) - timedelta(9), datetime.now(UTC)
    act = undoing.undo_account(user, start=start, end=end, by=by, reason="Wrong").acts.get()
    approve(act, judge)
    return act


def test_undo_of_all_the_work_of_an_account_between_two_times(note, judge, other):
    vandal, good = editor("vandal"), editor("good")
    before = datetime.now(UTC)
    approve(change(note, vandal, text=TEXT.replace("quick", "slow")), judge)
    approve(change(note, vandal, text=TEXT.replace("quick", "dead"), mood="bad"), judge)
    approve(change(note, good, first=2), judge)
    after = datetime.now(UTC)
    approve(change(note, vandal, last=8), judge)
    changeset = undoing.undo_account(
        vandal, start=before, end=after, by=judge, reason="Nothing of it is so"
    )
    approve(changeset.acts.get(), other)
    left = Note.objects.get()
    assert (left.text, left.mood, left.first, left.last) == (TEXT, "", 2, 8)
    with pytest.raises(NothingProposed):
        undoing.undo_account(
            vandal, start=before - timedelta(9), end=before, by=judge, reason="none"
        )


def test_undo_of_an_account_keeps_what_another_published_in_between(note, judge, other):
    vandal, good = editor("vandal"), editor("good")
    approve(change(note, vandal, text=TEXT.replace("The", "Every"), mood="bad"), judge)
    approve(change(Note.objects.get(), good, text=f"{Note.objects.get().text} twice"), judge)
    between = Publication.objects.latest("number").number
    approve(change(Note.objects.get(), vandal, text=live()[0].replace("fox", "dog")), judge)
    found = reversal.of_account(vandal, datetime.now(UTC) - timedelta(9), datetime.now(UTC))
    assert found.later == [between]
    undo_days(vandal, judge, other)
    assert live() == (f"{TEXT} twice", "")


def test_undo_of_an_account_goes_back_to_anothers_words_and_no_further(note, judge, other):
    vandal, good = editor("vandal"), editor("good")
    approve(change(note, vandal, text=TEXT.replace("quick", "slow"), mood="bad"), judge)
    approve(change(Note.objects.get(), good, text=TEXT.replace("quick", "swift")), judge)
    approve(change(Note.objects.get(), vandal, text=TEXT.replace("quick", "dead")), judge)
    act = undo_days(vandal, judge, other)
    assert live() == (TEXT.replace("quick", "swift"), "")
    assert "somebody changed the same words since" in act.comments.get().text


def test_undo_of_an_account_leaves_what_others_took_over(note, judge, other):
    vandal, good = editor("vandal"), editor("good")
    new = Note.new(shelf_id=note.shelf_id, text="Made by it")
    act = drafts.propose([drafts.create(new)], by=vandal)
    proposals.send([act], by=vandal, summary="x")
    approve(act, judge)
    made = Note.objects.get(pk=new.pk)
    approve(change(made, good, text="Made by it, and put right"), judge)
    approve(change(Note.objects.get(pk=new.pk), vandal, mood="bad"), judge)
    act = undo_days(vandal, judge, other)
    made.refresh_from_db()
    assert (made.text, made.mood) == ("Made by it, and put right", "")
    assert "can’t be removed by itself" in act.comments.get().text


def test_undo_of_an_account_passes_over_what_others_undid_or_removed(note, judge, other):
    vandal = editor("vandal")
    new = Note.new(shelf_id=note.shelf_id, text="Another")
    decisions.publish([drafts.create(new)], by=operator("second"), summary="x")
    one = approve(change(note, vandal, mood="bad"), judge)
    approve(change(Note.objects.get(pk=new.pk), vandal, mood="bad"), judge)
    approve(change(Note.objects.get(pk=note.pk), vandal, first=7), judge)
    undone(one, judge, other)
    gone = drafts.propose([drafts.remove(Note, new.pk)], by=editor("good"))
    proposals.send([gone], by=gone.changeset.author, summary="x")
    approve(gone, judge)
    act = undo_days(vandal, judge, other)
    assert act.changes.get().subject_id == note.pk
    left = Note.objects.get()
    assert (left.mood, left.first) == ("", 1)


def test_undo_of_an_account_keeps_what_was_decided_together(note, judge, other):
    one = change(note, editor("one"), text=TEXT.replace("quick", "slow"))
    two = change(note, editor("two"), text=TEXT.replace("lazy", "lively"))
    decisions.decide([decisions.Ruling(a.pk, "approve") for a in (one, two)], by=judge)
    # The row of both names the second; the words of the first go all the same.
    undo_days(one.changeset.author, judge, other)
    assert live()[0] == TEXT.replace("lazy", "lively")


def test_undo_of_an_account_leaves_out_what_another_undo_waits_to_reverse(
    client, note, judge, other
):
    vandal = editor("vandal")
    one = change(note, vandal, mood="bad")
    done = approve(one, judge)
    approve(change(Note.objects.get(), vandal, first=7), judge)
    waits = undoing.undo(done, by=other, reason="Bad")[0]

    client.force_login(judge)
    days = {"start": "2020-01-01", "end": f"{datetime.now(UTC):%Y-%m-%d}"}
    page = client.get(f"/admin/review/accounts/{vandal.pk}/undo/", days).content.decode()
    assert "and is left out here" in page
    assert f">changeset {waits.pk}</a>" in page
    assert "Propose to undo all of it" in page

    act = undo_days(vandal, judge, other)
    assert [set(c.after) for c in act.changes.all()] == [{"first"}]
    left = Note.objects.get()
    assert (left.mood, left.first) == ("bad", 1)
    told = f"Changeset {waits.pk}, which waits for a verdict, undoes 1 act already."
    assert told in act.comments.get().text
    approve(waits.acts.get(), judge)
    assert Note.objects.get().mood == ""


def test_account_whose_every_act_is_being_undone_has_nothing_to_undo(note, judge, other):
    vandal = editor("vandal")
    waits = undoing.undo(approve(change(note, vandal, mood="bad"), judge), by=other, reason="Bad")[
        0
    ]
    with pytest.raises(NothingProposed, match=f"Changeset {waits.pk}, which waits"):
        undo_days(vandal, judge, other)


def test_title_says_from_which_day_to_which(note, judge):
    vandal = editor("vandal")
    approve(change(note, vandal, mood="bad"), judge)
    days = {"start": datetime(2020, 5, 1, tzinfo=UTC), "end": datetime(2099, 5, 4, tzinfo=UTC)}
    act = undoing.undo_account(vandal, **days, by=judge, reason="Wrong").acts.get()
    # The end is the midnight after the last day.
    assert act.title == f"Undo the work of account {vandal.pk}, 1 May 2020 to 3 May 2099"
