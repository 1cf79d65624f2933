"""Why an act stands out in the queue: each reason holds where it should, and nowhere else."""

import pytest
from django.db import connection

from review.apps import check_reasons
from review.deciding import decisions, undoing
from review.desk.queue import queue
from review.models import Act
from review.proposing import drafts, proposals
from review.weighing import flagging, reasons, restricting
from tests import builders
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db
QUEUE = "/admin/review/queue/"


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def note(op):
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text="Some words.")
    decisions.publish([drafts.create(o) for o in (shelf, made)], by=op, summary="begun")
    return Note.objects.get()


@pytest.fixture
def known(note):
    """An editor with an approved act, so that little of theirs stands out."""
    by = builders.editor("known")
    builders.approve(builders.change(note, by, mood="fine"), builders.moderator())
    return by


def why(act):
    """The names of the reasons that hold for a pending act, as the queue and its filters say."""
    page, _ = queue()
    found = next(a for a in page if a.pk == act.pk)
    held = [r for r in reasons.every() if r.name in found.held]
    assert found.reasons == [r.say(found) for r in held]
    for reason in reasons.every():
        listed = act.pk in [a.pk for a in queue(reason=reason)[0]]
        assert listed is (reason in held)
    return [reason.name for reason in held]


def backdate(act, when):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Act.objects.filter(pk=act.pk).update(sent_at=when)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_usual_act_has_no_reason(note, known):
    assert why(builders.change(note, known, text="Other words.")) == []


def test_first_proposal(note):
    by = builders.editor()
    act = builders.change(note, by, mood="odd")
    assert why(act) == ["first"]
    builders.reject(act, builders.moderator())
    assert why(builders.change(note, by, mood="even")) == ["first"]


def test_waiting_long_says_how_long(note, known):
    act = builders.change(note, known, mood="odd")
    backdate(act, act.sent_at - reasons.WAITING_LONG * 1.3)
    assert why(act) == ["waiting"]
    assert queue()[0][0].reasons == ["waiting 1\xa0week"]


def test_revision(note, known):
    act = builders.change(note, known, mood="odd")
    builders.return_(act, builders.moderator("m2"))
    draft = drafts.revise(act, by=known)
    proposals.send([draft], by=known, summary="better")
    assert why(draft) == ["revision"]


def test_revision_of_what_never_came_back_is_none(note, known):
    builders.change(note, known, mood="odd")
    assert why(builders.change(note, known, mood="even")) == []


def test_second_moderator_is_needed(note, known):
    restricting.restrict("second", by=builders.moderator("m3"), reason="Disputed", subject=note.pk)
    act = builders.change(note, known, mood="odd")
    assert why(act) == []
    assert builders.approve(act, builders.moderator("m2")) is None
    assert why(act) == ["second"]


def test_overtaken_by_what_was_published_since(note, known):
    act = builders.change(note, known, mood="odd")
    other = builders.change(note, builders.editor("other"), text="Other words.")
    builders.approve(other, builders.moderator("m2"))
    assert why(act) == ["overtaken"]


def test_undo_is_no_first_proposal(note, known):
    decision = builders.approve(
        builders.change(note, known, mood="odd"), judge := builders.moderator("m2")
    )
    changeset = undoing.undo(decision, by=judge, reason="wrong")[0]
    assert why(changeset.acts.get()) == ["undo"]


def test_somebody_else_at_the_same(note, known):
    act = builders.change(note, known, mood="odd")
    other = builders.editor("other")
    drafts.propose([drafts.update(Note, note.pk, text="Draft.")], by=other)
    assert why(act) == []
    builders.change(note, other, text="Sent.")
    assert why(act) == ["others"]


def test_somebody_else_at_the_same_is_said_until_theirs_is_decided(note, known):
    act = builders.change(note, known, mood="odd")
    others = builders.change(note, builders.editor("other"), text="Sent.")
    assert why(act) == ["others"]
    builders.reject(others, builders.moderator("m2"))
    assert why(act) == []


def test_large(note, known):
    made = [Note.new(shelf_id=note.shelf_id, text=f"{n}") for n in range(reasons.LARGE + 1)]
    act = drafts.propose([drafts.create(n) for n in made], by=known)
    proposals.send([act], by=known, summary="many")
    assert why(act) == ["large"]


def test_reason_of_a_kind(note, known):
    edits = [drafts.remove(Note, note.pk), drafts.remove(Shelf, note.shelf_id)]
    act = drafts.propose(edits, by=known)
    proposals.send([act], by=known, summary="none")
    assert why(act) == ["shelf-gone"]


def test_queue_page_says_and_filters_by_reasons(client, note, known):
    builders.change(note, known, mood="odd", summary="the usual")
    builders.change(note, builders.editor("new"), first=3, summary="the first")
    client.force_login(builders.moderator("m2"))
    page = client.get(QUEUE).content.decode()
    assert page.count("first proposal by this editor</span>") == 0
    assert "first proposal by this editor, somebody else proposes" in page
    page = client.get(QUEUE, {"because": "first"}).content.decode()
    assert "the first" in page
    assert "the usual" not in page
    page = client.get(QUEUE, {"because": "large"}).content.decode()
    assert "Nothing waits for review of this kind" in page
    assert "the usual" in client.get(QUEUE, {"because": "nonsense"}).content.decode()


def test_reason_on_trial_is_not_said_and_shows_what_it_would_say(client, note, settings):
    settings.ATTESTED_REASONS_LOG_ONLY = frozenset({"first"})
    act = builders.change(note, builders.editor("new"), mood="odd", summary="the first")
    assert queue()[0][0].reasons == []
    client.force_login(builders.moderator("m2"))
    page = client.get(QUEUE).content.decode()
    assert '<option value="first"' not in page
    assert "Reasons on trial" in page
    assert "1 act, waiting now" in page
    page = client.get(QUEUE, {"because": "first"}).content.decode()
    assert f"/changesets/{act.changeset_id}/" in page
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert "Look closely" not in page


def test_setting_that_names_no_reason_is_an_error(settings):
    settings.ATTESTED_REASONS_LOG_ONLY = frozenset({"frist", "first"})
    (error,) = check_reasons(None)
    assert "frist, which is no reason" in error.msg
    settings.ATTESTED_REASONS_LOG_ONLY = frozenset({"first"})
    assert check_reasons(None) == []


def test_all_that_is_sent_at_once_stands_out(note, monkeypatch):
    monkeypatch.setattr(flagging, "AT_ONCE", 2)
    by = builders.editor()
    kept = [drafts.propose([drafts.create(Shelf.new(name=f"S{n}"))], by=by) for n in range(5)]
    for act in proposals.send(kept, by=by, summary="Many").acts.all():
        assert why(act) == ["first"]


def test_act_on_what_many_want_to_change_stands_out(note, monkeypatch):
    judge = builders.moderator()
    monkeypatch.setattr(flagging, "AT_ONCE", 2)
    for n in range(3):
        builders.change(note, builders.editor(f"e{n}"), mood=f"m{n}")
    last = builders.change(note, builders.editor("last"), mood="odd")
    assert why(last) == ["first", "others"]
    (again,) = undoing.undo(builders.reject(last, judge), by=judge, reason="It is good")
    assert why(again.acts.get()) == ["first", "revision", "others"]
