"""Protection and blocking: what holds, for what, until when, and where it is shown."""

import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from review.deciding import amending, decisions, undoing
from review.exceptions import Moved, NotAllowed, Refused, Restricted
from review.models import Act, Endorsement, Restriction
from review.proposing import drafts, proposals
from review.proving import log
from review.weighing import restricting
from tests.builders import approve, change, editor, moderator, operator, reject
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def note(op):
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text="Some words")
    edits = [drafts.create(shelf), drafts.create(made)]
    decisions.publish(edits, by=op, summary="begun")
    return Note.objects.get()


@pytest.fixture
def judge():
    return moderator()


def closed(subject, by, **more):
    return restricting.restrict("closed", by=by, reason="An edit war", subject=subject, **more)


def test_what_waits_for_a_second_moderator_as_amended_takes_its_authors_next_words(note, judge):
    by = editor()
    restricting.restrict("second", by=judge, reason="An edit war", subject=note.pk)
    act = change(note, by, mood="odd")
    values = {act.changes.get().pk: {"mood": "glad"}}
    assert amending.amend(act, by=judge, values=values, reason="rather") is None
    amended = act.revisions.get()
    assert amended.state == Act.State.PENDING
    draft = drafts.propose([drafts.update(Note, note.pk, first=3)], by=by)
    assert draft.revises == amended
    assert draft.changes.get().after == {"mood": "glad", "first": 3}


@pytest.mark.parametrize("on", ["note", "shelf"])
def test_closed_subject_and_its_parts_take_no_proposals(note, judge, on):
    by = editor()
    sent_before = change(note, by, mood="odd")
    draft = drafts.propose([drafts.update(Note, note.pk, first=1)], by=editor("other"))
    held = closed(note.pk if on == "note" else note.shelf_id, judge)
    with pytest.raises(Restricted, match="An edit war"):
        drafts.propose([drafts.update(Note, note.pk, last=1)], by=editor("third"))
    with pytest.raises(Restricted):
        proposals.send([draft], by=draft.changeset.author, summary="x")
    assert Act.objects.get(pk=draft.pk).state == Act.State.DRAFT
    if on == "shelf":
        new = Note.new(shelf_id=note.shelf_id, text="New")
        with pytest.raises(Restricted):
            drafts.propose([drafts.create(new)], by=by)
    # What was sent before is still decided on; once lifted, all is as it was.
    approve(sent_before, judge)
    restricting.lift(held, by=judge)
    proposals.send([draft], by=draft.changeset.author, summary="x")


def test_what_is_protected_or_closed_can_not_be_moved_out(note, judge, op):
    other = Shelf.new(name="Other")
    decisions.publish([drafts.create(other)], by=op, summary="another")
    sent_before = change(note, editor(), shelf_id=str(other.pk))
    restricting.restrict("second", by=judge, reason="Disputed", subject=note.shelf_id)
    assert approve(sent_before, judge) is None
    assert Note.objects.get().shelf_id == note.shelf_id
    proposals.withdraw(sent_before, by=sent_before.changeset.author)
    closed(note.shelf_id, judge)
    with pytest.raises(Restricted, match="An edit war"):
        change(note, editor("second"), shelf_id=str(other.pk))


def test_direct_publication_minds_what_is_closed_and_who_is_blocked(note, judge, op):
    held = closed(note.pk, judge)
    edit = drafts.update(Note, note.pk, mood="odd")
    with pytest.raises(Restricted):
        decisions.publish([edit], by=op, summary="x")
    restricting.lift(held, by=judge)
    restricting.restrict("block", by=judge, reason="Away", account=op)
    with pytest.raises(Restricted, match="Away"):
        decisions.publish([edit], by=op, summary="x")
    assert Note.objects.get().mood == ""


def test_first_approval_of_what_moved_since_is_not_noted(note, judge):
    act = change(note, editor(), mood="odd")
    restricting.restrict("second", by=judge, reason="Disputed", subject=note.pk)
    with pytest.raises(Moved):
        approve(act, judge, expect={act.pk: "another"})
    assert not Endorsement.objects.exists()


def test_restriction_ends_by_itself(note, judge, monkeypatch):
    until = timezone.now() + timedelta(days=1)
    closed(note.pk, judge, until=until)
    monkeypatch.setattr(timezone, "now", lambda: until)
    drafts.propose([drafts.update(Note, note.pk, last=1)], by=editor())


def test_another_shelf_is_not_touched(note, judge, op):
    other = Shelf.new(name="Other")
    made = Note.new(shelf_id=other.pk, text="x")
    decisions.publish([drafts.create(o) for o in (other, made)], by=op, summary="x")
    closed(note.shelf_id, judge)
    drafts.propose([drafts.update(Note, made.pk, last=1)], by=editor())


def test_protected_needs_two_moderators(note, judge):
    restricting.restrict("second", by=judge, reason="Much read", subject=note.shelf_id)
    act = change(note, editor(), mood="odd")
    assert approve(act, judge) is None
    act.refresh_from_db()
    assert act.state == Act.State.PENDING
    assert Note.objects.get().mood == ""
    assert approve(act, judge) is None  # The same moderator twice is one.
    assert Endorsement.objects.count() == 1
    decision = approve(act, moderator("second"))
    assert decision.publication
    assert Note.objects.get().mood == "odd"
    assert list(log.breaks()) == []


def test_first_approval_of_a_former_moderator_counts_no_more(note, judge):
    restricting.restrict("second", by=judge, reason="Much read", subject=note.pk)
    act = change(note, editor(), mood="odd")
    approve(act, judge)
    judge.groups.clear()
    assert approve(act, moderator("second")) is None
    assert Note.objects.get().mood == ""
    approve(act, moderator("third"))
    assert Note.objects.get().mood == "odd"


def test_one_moderator_may_refuse_what_is_protected(note, judge):
    restricting.restrict("second", by=judge, reason="Much read", subject=note.pk)
    assert reject(change(note, editor(), mood="odd"), judge).pk


def test_only_what_is_protected_waits_for_the_second(note, judge, op):
    other = Note.new(shelf_id=note.shelf_id, text="Other")
    decisions.publish([drafts.create(other)], by=op, summary="x")
    restricting.restrict("second", by=judge, reason="Much read", subject=note.pk)
    by = editor()
    one, two = change(note, by, mood="odd"), change(Note.objects.get(pk=other.pk), by, mood="odd")
    decision = decisions.decide([decisions.Ruling(a.pk, "approve") for a in (one, two)], by=judge)
    assert [v.act for v in decision.verdicts.all()] == [two]


def test_nobody_publishes_directly_on_what_is_protected(note, judge, op):
    restricting.restrict("second", by=judge, reason="Much read", subject=note.pk)
    with pytest.raises(NotAllowed, match="two moderators"):
        decisions.publish([drafts.update(Note, note.pk, mood="x")], by=op, summary="x")
    assert Note.objects.get().mood == ""


def test_amending_what_is_protected_is_the_first_of_two(note, judge):
    restricting.restrict("second", by=judge, reason="Much read", subject=note.pk)
    act = change(note, editor(), text="Other words")
    done = amending.amend(
        act, by=judge, values={act.changes.get().pk: {"text": "Best"}}, reason="x"
    )
    assert done is None
    copy = Act.objects.get(state="pending")
    with pytest.raises(DatabaseError), transaction.atomic():
        Endorsement.objects.all().delete()
    approve(copy, moderator("second"))
    assert Note.objects.get().text == "Best"


def test_blocked_account_proposes_nothing_until_the_end(note, judge, monkeypatch):
    by = editor()
    act = change(note, by, mood="odd")
    until = timezone.now() + timedelta(days=2)
    restricting.restrict("block", by=judge, reason="Copied texts", account=by, until=until)
    for step in (
        lambda: drafts.propose([drafts.update(Note, note.pk, last=1)], by=by),
        lambda: proposals.comment(act, by=by, text="Why?"),
        lambda: proposals.send([act], by=by, summary="x"),
    ):
        with pytest.raises(Restricted, match="Copied texts"):
            step()
    drafts.propose([drafts.update(Note, note.pk, last=1)], by=editor("other"))
    monkeypatch.setattr(timezone, "now", lambda: until)
    proposals.comment(act, by=by, text="Why?")


def test_blocked_moderator_writes_nothing_into_anothers_work(note, judge):
    act = change(note, editor(), mood="odd")
    refused = reject(change(note, editor("other"), first=2), judge)
    restricting.restrict("block", by=moderator("second"), reason="An edit war", account=judge)
    values = {act.changes.get().pk: {"mood": "mine"}}
    with pytest.raises(Restricted, match="An edit war"):
        amending.amend(act, by=judge, values=values, reason="x")
    with pytest.raises(Restricted, match="An edit war"):
        undoing.undo(refused, by=judge, reason="x")
    act.refresh_from_db()
    assert act.state == Act.State.PENDING
    assert not act.revisions.exists()


def test_who_may_restrict(note, judge, op):
    by = editor()
    for person in (by, op):
        with pytest.raises(NotAllowed):
            closed(note.pk, person)
    with pytest.raises(NotAllowed):
        restricting.restrict("block", by=by, reason="x", account=judge)
    restricting.restrict("block", by=op, reason="x", account=by)
    with pytest.raises(Refused, match="yourself"):
        restricting.restrict("block", by=judge, reason="x", account=judge)
    with pytest.raises(Refused, match="Say why"):
        closed(note.pk, judge) and restricting.restrict(
            "closed", by=judge, reason=" ", subject=note.pk
        )
    with pytest.raises(Refused, match="in the past"):
        closed(note.pk, judge, until=timezone.now() - timedelta(days=1))


# Pages


def test_pages_restrict_show_and_lift(client, note, judge):
    by = editor()
    client.force_login(judge)
    assert "Nothing is protected" in client.get("/admin/review/restrictions/").content.decode()
    add = f"/admin/review/restrictions/add/?anchor={note.subject.anchor}"
    assert "blocked" not in client.get(add).context["form"].fields["what"].choices.__str__()
    told = client.post(add, {"what": "closed", "reason": ""}).content.decode()
    assert "This field is required" in told
    told = client.post(add, {"what": "closed", "reason": "x", "until": "2001-01-01"})
    assert "in the past" in told.content.decode()
    page = client.post(add, {"what": "closed", "reason": "An edit war"}, follow=True)
    assert "An edit war" in page.content.decode()
    client.post(
        f"/admin/review/restrictions/add/?account={by.pk}",
        {"what": "block", "reason": "Copied texts", "until": "2999-01-01"},
    )
    page = client.get(f"/admin/review/contributors/{by.pk}/").content.decode()
    assert "Copied texts" in page
    held = Restriction.objects.get(what="closed")
    page = client.post(f"/admin/review/restrictions/{held.pk}/lift/", follow=True)
    assert "lifted by Moderator" in page.content.decode()
    told = client.post(f"/admin/review/restrictions/{held.pk}/lift/", follow=True)
    assert "lifted it already" in told.content.decode()
    assert client.get("/admin/review/restrictions/add/?anchor=none").status_code == 404


def test_review_page_says_that_a_second_is_needed(client, note, judge):
    restricting.restrict("second", by=judge, reason="Much read", subject=note.pk)
    act = change(note, editor(), mood="odd")
    client.force_login(judge)
    address = f"/admin/review/changesets/{act.changeset_id}/"
    seen = client.get(address).context["acts"][0].fingerprint
    form = {f"verdict-{act.pk}": "approve", f"fingerprint-{act.pk}": seen}
    page = client.post(f"{address}decide/", form, follow=True).content.decode()
    assert "Noted as the first of two approvals" in page
    assert "You approved it first" in page


@pytest.fixture
def protected(note, judge):
    restricting.restrict("second", by=judge, reason="Disputed", subject=note.pk)
    return change(note, editor(), mood="odd")


def page_of(client, act, person):
    client.force_login(person)
    return client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()


def test_protection_is_told_to_each_as_it_concerns_them(client, protected, judge):
    for person in (protected.changeset.author, editor("other"), operator("other-op")):
        page = page_of(client, protected, person)
        assert "It is protected: it needs two moderators." in page
        assert "your approval" not in page
    assert "your approval is the first of two" in page_of(client, protected, judge)


def test_first_approver_can_not_tick_it_again(client, protected, judge):
    approve(protected, judge)
    page = page_of(client, protected, judge)
    assert "You approved it; another moderator’s approval publishes it." in page
    assert 'value="approve" disabled' in page
    page = page_of(client, protected, moderator("second"))
    assert "Moderator approved it first" in page
    assert 'value="approve" disabled' not in page


def test_first_approval_of_what_was_revised_is_told_no_more(client, note, protected, judge):
    approve(protected, judge)
    author = protected.changeset.author
    draft = drafts.propose([drafts.update(Note, note.pk, mood="odder")], by=author)
    proposals.send([draft], by=author, summary="better")
    assert "approved it first" not in page_of(client, protected, judge)


def test_protected_and_free_approved_together_are_both_told(client, note, protected, judge):
    author = protected.changeset.author
    draft = drafts.propose([drafts.update(Note, note.pk, mood="odder")], by=author)
    free = drafts.propose([drafts.create(Shelf.new(name="Free"))], by=author)
    changeset = proposals.send([draft, free], by=author, summary="two")
    client.force_login(judge)
    address = f"/admin/review/changesets/{changeset.pk}/"
    form = {"all": "approve"}
    for shown in client.get(address).context["acts"]:
        form[f"fingerprint-{shown.act.pk}"] = shown.fingerprint
        form[f"verdict-{shown.act.pk}"] = "approve"
    page = client.post(address + "decide/", form, follow=True).content.decode()
    assert "1 approved" in page
    assert f"Noted as the first of two approvals: “{draft}”" in page
    again = client.post(address + "decide/", form, follow=True).content.decode()
    assert "You have said so already" in again
    assert "Noted as the first of two approvals" in again


def test_second_of_its_sort_waits_until_the_first_is_lifted_or_over(note, judge):
    by = editor()
    held = restricting.restrict("block", by=judge, reason="Copied texts", account=by)
    with pytest.raises(Refused, match="It is blocked already, until it is lifted: Copied texts"):
        restricting.restrict("block", by=judge, reason="Again", account=by)
    restricting.lift(held, by=judge)
    restricting.restrict("block", by=judge, reason="Again", account=by)
    closed(note.pk, judge, until=timezone.now() + timedelta(seconds=1))
    with pytest.raises(Refused, match="It is protected already, until"):
        closed(note.pk, judge)
    restricting.restrict("second", by=judge, reason="Disputed", subject=note.pk)
    time.sleep(1.1)  # The database looks at a clock of its own.
    closed(note.pk, judge)
    assert restricting.holding().filter(subject=note.pk).count() == 2


def test_page_says_that_it_holds_already_and_keeps_the_reason(client, note, judge):
    client.force_login(judge)
    closed(note.pk, judge)
    path = f"/admin/review/restrictions/add/?anchor={note.subject.anchor}"
    page = client.post(path, {"what": "closed", "reason": "Mine"}).content.decode()
    assert "It is protected already" in page
    assert "Mine" in page


def test_first_approval_stays_told_once_it_is_published(client, protected, judge):
    approve(protected, judge)
    approve(protected, moderator("second"))
    assert "Moderator approved it first" in page_of(client, protected, judge)
