"""An author puts an act right on one page; who collided compares the three texts, and settles it."""

import pytest

from review.deciding import amending, decisions
from review.exceptions import Clashes, Moved, NotAllowed, Refused
from review.models import Act
from review.proposing import drafts, proposals, revising
from review.proving import log
from review.weighing import rebasing
from tests.builders import approve, change, editor, moderator, operator, return_
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db
TEXT = "The quick brown fox jumps over the lazy dog"
THEIRS = TEXT.replace("quick", "slow")
MINE = TEXT.replace("quick", "swift")
BOTH = TEXT.replace("quick", "slow or swift")


@pytest.fixture
def note():
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text=TEXT)
    edits = [drafts.create(o) for o in (shelf, made)]
    decisions.publish(edits, by=operator(), summary="begun")
    return Note.objects.get()


@pytest.fixture(autouse=True)
def _log_fits():
    yield
    assert list(log.breaks()) == []


@pytest.fixture
def judge():
    return moderator()


@pytest.fixture
def author():
    return editor("author")


@pytest.fixture
def collided(note, judge, author):
    """An act whose words somebody else has changed since, and published."""
    act = change(note, author, text=MINE, mood="calm")
    approve(change(note, editor("other"), text=THEIRS), judge)
    return act


def page_of(client, user, act, verb):
    client.force_login(user)
    answer = client.get(f"/admin/review/acts/{act.pk}/{verb}/")
    form = answer.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    return answer.content.decode(), data


def post(client, act, verb, data, **more):
    return client.post(f"/admin/review/acts/{act.pk}/{verb}/", data | more, follow=True)


def test_author_settles_a_collision_on_one_page_and_sends_it(client, author, judge, collided):
    page, data = page_of(client, author, collided, "revise")
    for words in ("Before", "slow</ins>", "swift</ins>", f"{MINE}</textarea>"):
        assert words in page
    key = collided.changes.get().pk
    answer = post(client, collided, "revise", data | {f"{key}-text": BOTH}, send="1")
    assert "Sent for review" in answer.content.decode()
    collided.refresh_from_db()
    sent = collided.revisions.get()
    assert (collided.state, sent.state) == (Act.State.SUPERSEDED, Act.State.PENDING)
    assert sent.changes.get().before["text"] == THEIRS
    approve(sent, judge)
    assert (Note.objects.get().text, Note.objects.get().mood) == (BOTH, "calm")
    assert collided.changes.get().after["text"] == MINE


def test_collision_left_as_it_is_stays_one(author, judge, collided):
    draft = drafts.revise(collided, by=author)
    proposals.send([draft], by=author, summary="again")
    draft.refresh_from_db()
    with pytest.raises(Clashes):
        approve(draft, judge)


def test_moderator_settles_a_collision_and_approves(client, judge, collided):
    page, data = page_of(client, judge, collided, "amend")
    assert "slow</ins>" in page
    key = collided.changes.get().pk
    form = data | {f"{key}-text": BOTH, "reason": "both are said"}
    answer = post(client, collided, "amend", form)
    assert "amended and approved" in answer.content.decode()
    assert (Note.objects.get().text, Note.objects.get().mood) == (BOTH, "calm")
    done = collided.revisions.get()
    assert (done.state, done.amended_by) == (Act.State.APPROVED, judge)


def test_live_words_may_be_kept_and_the_rest_published(judge, collided):
    values = {collided.changes.get().pk: {"text": THEIRS}}
    amending.amend(collided, by=judge, values=values, reason="theirs is right")
    assert (Note.objects.get().text, Note.objects.get().mood) == (THEIRS, "calm")


def test_amending_something_else_does_not_hide_the_collision(judge, collided):
    with pytest.raises(Clashes, match="two people changed the same"):
        amending.amend(
            collided, by=judge, values={collided.changes.get().pk: {"mood": "odd"}}, reason="x"
        )
    assert Note.objects.get().text == THEIRS


@pytest.mark.parametrize(("chosen", "left"), [("proposed", 0), ("live", 1)])
def test_removal_of_what_was_changed_is_meant_or_given_up(
    client, note, judge, author, chosen, left
):
    act = drafts.propose(
        [drafts.remove(Note, note.pk), drafts.update(Shelf, note.shelf_id, name="Bare")],
        by=author,
    )
    proposals.send([act], by=author, summary="empty it")
    approve(change(note, editor("other"), text=THEIRS), judge)
    act.refresh_from_db()
    with pytest.raises(Clashes):
        approve(act, judge)
    _, data = page_of(client, judge, act, "amend")
    removal = act.changes.get(op="delete").pk
    form = data | {f"{removal}-removal": chosen, "reason": "looked at"}
    post(client, act, "amend", form)
    assert Note.objects.count() == left
    assert Shelf.objects.get().name == "Bare" or chosen == "proposed"


def test_what_is_gone_is_left_out_and_its_words_are_shown(client, note, judge, author):
    act = drafts.propose(
        [
            drafts.update(Note, note.pk, text=MINE),
            drafts.update(Shelf, note.shelf_id, name="Named"),
        ],
        by=author,
    )
    proposals.send([act], by=author, summary="both")
    decisions.publish([drafts.remove(Note, note.pk)], by=operator("op2"), summary="not needed")
    act.refresh_from_db()
    page, data = page_of(client, author, act, "revise")
    assert "it was removed after this was proposed" in page
    assert MINE in page
    post(client, act, "revise", data, send="1")
    approve(act.revisions.get(), judge)
    assert Shelf.objects.get().name == "Named"


def test_page_opened_before_something_was_published_is_told_and_keeps_the_words(
    client, note, author, judge
):
    act = change(note, author, text=MINE)
    _, data = page_of(client, author, act, "revise")
    approve(change(note, editor("other"), text=THEIRS), judge)
    client.force_login(author)
    key = act.changes.get().pk
    answer = post(client, act, "revise", data | {f"{key}-text": "What I typed"}, send="1")
    page = answer.content.decode()
    assert "nothing has been decided yet" in page
    assert "What I typed</textarea>" in page
    assert "slow</ins>" in page
    assert not act.revisions.filter(state=Act.State.PENDING).exists()
    again = {name: answer.context["form"][name].value() or "" for name in data}
    post(client, act, "revise", again, send="1")
    approve(act.revisions.get(), judge)
    assert Note.objects.get().text == "What I typed"


def test_service_tells_too_when_something_moved(collided, author, judge):
    values = {collided.changes.get().pk: {"text": BOTH}}
    with pytest.raises(Moved):
        revising.put_right(collided, by=author, values=values, seen="of another time")
    with pytest.raises(Moved):
        amending.amend(collided, by=judge, values=values, reason="x", seen="of another time")
    assert not collided.revisions.exists()


def test_collision_that_became_another_since_it_was_looked_at_is_told(
    note, collided, author, judge
):
    (part,), seen = rebasing.parts(collided)
    values = {part.change.pk: {"text": BOTH}}
    approve(change(note, editor("third"), text=TEXT.replace("quick", "lazy")), judge)
    with pytest.raises(Moved):
        revising.put_right(collided, by=author, values=values, seen=seen)
    _, seen = rebasing.parts(collided)
    revising.put_right(collided, by=author, values=values, seen=seen)


def test_returned_act_is_revised_with_its_reason_in_sight(client, note, author, judge):
    act = change(note, author, text=MINE)
    return_(act, judge, "Which fox?")
    page, data = page_of(client, author, act, "revise")
    assert "returned it: “Which fox?”" in page
    key = act.changes.get().pk
    answer = post(client, act, "revise", data | {f"{key}-text": BOTH}, keep="1")
    assert "Kept as a draft" in answer.content.decode()
    draft = act.revisions.get()
    assert (draft.state, draft.changes.get().after) == (Act.State.DRAFT, {"text": BOTH})
    page, _ = page_of(client, author, act, "revise")
    assert f"{BOTH}</textarea>" in page


def test_nothing_left_is_refused(collided, author):
    values = {collided.changes.get().pk: None}
    with pytest.raises(Refused, match="withdraw it instead"):
        revising.put_right(collided, by=author, values=values)
    assert not collided.revisions.exists()


def test_acts_of_others_and_decided_ones_are_not_revised(client, note, author, judge):
    act = change(note, author, text=MINE)
    client.force_login(judge)
    assert client.get(f"/admin/review/acts/{act.pk}/revise/").status_code == 404
    with pytest.raises(NotAllowed):
        revising.put_right(act, by=judge, values={})
    approve(act, judge)
    client.force_login(author)
    page = client.get(f"/admin/review/acts/{act.pk}/revise/", follow=True).content.decode()
    assert "is approved: there is nothing to revise." in page


def test_author_is_told_where_a_draft_lies_over_newer_words(client, author, collided, note):
    client.force_login(author)
    said = f'/admin/review/acts/{collided.pk}/revise/">Compare'
    assert said in client.get("/admin/review/mine/").content.decode()
    assert (
        "Settle it in a revision"
        in client.get(f"/admin/review/changesets/{collided.changeset_id}/").content.decode()
    )
    fresh = change(note, editor("late"), mood="wild")
    client.force_login(fresh.changeset.author)
    assert "Compare" not in client.get("/admin/review/mine/").content.decode()


def test_parts_of_a_form_that_has_changed_are_left_out(collided, author, judge):
    part = rebasing.parts(collided)[0][0]
    part.change.after["colour"] = "red"
    part.change.before["colour"] = ""
    (copy,) = rebasing.rested([part], {part.change.pk: {"text": BOTH}})
    assert set(copy.after) == {"text", "mood"}
