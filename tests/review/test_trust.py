"""Trust, earned apart for each kind of work: off, only noted, or on; and looked at afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from review.deciding import amending, decisions, trust, undoing
from review.exceptions import NotAllowed, Refused
from review.models import Act, Decision, Tally, TrustNote
from review.proposing import drafts, proposals
from review.proving import log
from review.weighing import restricting
from tests.builders import approve, change, editor, moderator, operator, reject, return_
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def note():
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text="Some words")
    edits = [drafts.create(shelf), drafts.create(made)]
    decisions.publish(edits, by=operator(), summary="begun")
    return Note.objects.get()


@pytest.fixture
def judge():
    return moderator()


@pytest.fixture
def author():
    return editor()


@pytest.fixture(autouse=True)
def _on(settings):
    settings.ATTESTED_TRUST = "on"
    settings.ATTESTED_TRUST_AFTER = {"other": 2}
    settings.ATTESTED_TRUST_SAMPLE = 0


def send(note, by, **values):
    act = drafts.propose([drafts.update(Note, note.pk, **values)], by=by)
    trust.send([act], by=by, summary="better")
    act.refresh_from_db()
    return act


def earn(note, author, judge):
    for n in range(2):
        act = send(note, author, first=n)
        assert act.state == Act.State.PENDING
        approve(act, judge)


def test_what_had_to_be_amended_earns_no_trust(note, author, judge):
    approve(send(note, author, first=1), judge)
    act = send(note, author, mood="od")
    amending.amend(act, by=judge, values={act.changes.get().pk: {"mood": "odd"}}, reason="Spelling")
    tally = Tally.objects.get()
    assert (tally.approved, tally.in_a_row) == (2, 1)
    assert send(note, author, first=7).state == Act.State.PENDING


def test_rejection_decided_with_an_approval_begins_the_row_anew(note, author, judge):
    act = change(note, author, first=1)
    other = drafts.propose([drafts.create(Shelf.new(name="New"))], by=author)
    proposals.send([other], by=author, summary="x")
    rulings = [(act.pk, "approve", ""), (other.pk, "reject", "No")]
    decisions.decide([decisions.Ruling(*ruling) for ruling in rulings], by=judge)
    assert Tally.objects.get().in_a_row == 0


def test_after_enough_approvals_in_a_row_work_of_that_kind_is_published(note, author, judge):
    earn(note, author, judge)
    act = send(note, author, mood="odd")
    assert act.state == Act.State.APPROVED
    assert Note.objects.get().mood == "odd"
    decision = act.verdict.decision
    assert decision.is_direct
    assert decision.reason == "Published at once: 2 other approved in a row."
    assert list(log.breaks()) == []
    # It is no approval by somebody else, so it counts for nothing.
    assert Tally.objects.get(user=author).approved == 2


def test_other_work_waits(note, author, judge):
    earn(note, author, judge)
    act = drafts.propose([drafts.remove(Note, note.pk)], by=author, type="delete")
    trust.send([act], by=author, summary="x")
    act.refresh_from_db()
    assert act.state == Act.State.PENDING


def test_rejection_begins_anew_and_a_return_does_not(note, author, judge):
    earn(note, author, judge)
    proposed = drafts.propose([drafts.update(Note, note.pk, mood="a")], by=author)
    proposals.send([proposed], by=author, summary="x")
    return_(proposed, judge)
    assert trust.earned(author) == {"other": 2}
    reject(change(note, author, last=4), judge)
    assert trust.earned(author) == {}
    assert send(note, author, last=9).state == Act.State.PENDING


def test_undo_of_approved_work_begins_anew(note, author, judge):
    earn(note, author, judge)
    decision = Decision.objects.filter(is_direct=False).latest("pk")
    changeset = undoing.undo(decision, by=judge, reason="wrong")[0]
    approve(changeset.acts.get(), moderator("other"))
    assert trust.earned(author) == {}


def test_undo_of_an_accounts_days_begins_anew(note, author, judge):
    earn(note, author, judge)
    days = {"start": timezone.now() - timedelta(1), "end": timezone.now()}
    changeset = undoing.undo_account(author, **days, by=judge, reason="wrong")
    assert trust.earned(author) == {"other": 2}
    approve(changeset.acts.get(), moderator("other"))
    assert trust.earned(author) == {}


def test_undo_of_some_acts_leaves_the_others_authors_their_row(note, author, judge):
    earn(note, author, judge)
    guilty, innocent = change(note, editor("guilty"), last=9), change(note, author, mood="odd")
    rulings = [decisions.Ruling(a.pk, "approve") for a in (guilty, innocent)]
    decision = decisions.decide(rulings, by=judge)
    changeset = undoing.undo(decision, by=judge, reason="wrong", acts={guilty.pk})[0]
    approve(changeset.acts.get(), moderator("other"))
    assert Tally.objects.get(user=guilty.changeset.author).in_a_row == 0
    assert trust.earned(author) == {"other": 3}


@pytest.mark.parametrize("mode", ["off", "log"])
def test_off_and_log_publish_nothing(note, author, judge, settings, mode, client):
    earn(note, author, judge)
    settings.ATTESTED_TRUST = mode
    assert send(note, author, mood="odd").state == Act.State.PENDING
    assert Note.objects.get().mood == ""
    assert TrustNote.objects.count() == (1 if mode == "log" else 0)
    client.force_login(judge)
    page = client.get("/admin/review/queue/").content.decode()
    assert ("What trust would have published" in page) == (mode == "log")


def test_protected_and_colliding_work_waits(note, author, judge):
    earn(note, author, judge)
    held = restricting.restrict("second", by=judge, reason="x", subject=note.pk)
    assert send(note, author, mood="odd").state == Act.State.PENDING
    restricting.lift(held, by=judge)
    draft = drafts.propose([drafts.update(Note, note.pk, closed="a")], by=author)
    approve(change(Note.objects.get(), editor("two"), text="Theirs"), judge)
    other = drafts.propose([drafts.update(Note, note.pk, text="Mine")], by=editor("three"))
    assert other.state == draft.state == Act.State.DRAFT


def test_collision_waits_for_a_moderator(note, author, judge):
    earn(note, author, judge)
    draft = drafts.propose([drafts.update(Note, note.pk, text="Mine")], by=author)
    approve(change(Note.objects.get(), editor("two"), text="Theirs"), judge)
    trust.send([draft], by=author, summary="x")
    draft.refresh_from_db()
    assert draft.state == Act.State.PENDING
    assert Note.objects.get().text == "Theirs"


def test_drawn_share_is_looked_at_afterwards(client, note, author, judge, settings):
    earn(note, author, judge)
    settings.ATTESTED_TRUST_SAMPLE = 1
    act = send(note, author, mood="odd")
    client.force_login(judge)
    page = client.get("/admin/review/queue/").content.decode()
    assert "Published on trust, to look at afterwards" in page
    settings.ATTESTED_TRUST = "off"
    assert "looked at" not in client.get("/admin/review/queue/").content.decode()
    page = client.get("/admin/review/queue/", {"trust": "all"}).content.decode()
    assert "Published on trust, to look at afterwards" in page
    noted = TrustNote.objects.get(act=act)
    with pytest.raises(NotAllowed):
        trust.checked(noted, by=author)
    author.groups.add(*judge.groups.all())
    own = type(author).objects.get(pk=author.pk)
    with pytest.raises(Refused, match="your own"):
        trust.checked(noted, by=own)
    page = client.post(f"/admin/review/trust/{noted.pk}/checked/", follow=True).content.decode()
    assert "somebody looked at it" in page
    assert "to look at afterwards" not in page


def test_author_is_told_that_it_was_published(client, note, author, judge):
    earn(note, author, judge)
    act = drafts.propose([drafts.update(Note, note.pk, mood="odd")], by=author)
    client.force_login(author)
    page = client.post("/admin/review/send/", {"act": act.pk, "summary": "x"}, follow=True)
    assert "published at once: you are trusted" in page.content.decode()
