"""Amend and approve: both people are credited, and what was sent stays as it was sent."""

import pytest

from review.deciding import amending, decisions
from review.exceptions import Clashes, IllegalMove, NotAllowed, Refused
from review.models import Act, Change, OpenChange
from review.proposing import drafts, proposals
from review.proving import log
from review.weighing import rebasing
from tests.builders import approve, change, editor, moderator, operator
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db
TEXT = "The quick brown fox jumps over the lazy dog"


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


def amend(act, by, **values):
    return amending.amend(act, by=by, values={act.changes.get().pk: values}, reason="a slip")


def test_amended_act_goes_live_and_credits_both(note):
    author, judge = editor(), moderator()
    act = change(note, author, text=TEXT.replace("quick", "slwo"))
    decision = amend(act, judge, text=TEXT.replace("quick", "slow"))
    assert Note.objects.get().text == TEXT.replace("quick", "slow")
    act.refresh_from_db()
    done = decision.verdicts.get().act
    assert (act.state, done.state) == (Act.State.SUPERSEDED, Act.State.APPROVED)
    assert (done.revises, done.amended_by, done.changeset) == (act, judge, act.changeset)
    assert Note.history.latest().history_user == author
    assert act.changes.get().after["text"] == TEXT.replace("quick", "slwo")
    assert not OpenChange.objects.exists()
    assert not decision.is_direct


def test_amending_is_offered_on_what_is_live_now(note):
    act = change(note, editor(), text=TEXT.replace("quick", "slow"))
    approve(change(note, editor("two"), text=TEXT.replace("lazy", "lively")), moderator())
    ((part,), _) = rebasing.parts(act)
    merged = TEXT.replace("quick", "slow").replace("lazy", "lively")
    assert part.values == {"text": merged}
    amend(act, moderator("m2"), text=f"{merged}.")
    assert Note.objects.get().text == f"{merged}."


def test_amending_keeps_what_depends_on_the_act(note):
    author, judge = editor(), moderator()
    shelf = Shelf.new(name="Shlef")
    parent = drafts.propose([drafts.create(shelf)], by=author)
    child = drafts.propose([drafts.create(Note.new(shelf_id=shelf.pk, text="child"))], by=author)
    proposals.send([parent, child], by=author, summary="new")
    parent.refresh_from_db()
    child.refresh_from_db()
    amend(parent, judge, name="New shelf")
    approve(child, judge)
    assert Note.objects.get(text="child").shelf.name == "New shelf"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Nothing was amended"),
        ({"text": TEXT}, "Nothing would be left"),
        ({"shelf_id": "x"}, "Nothing was amended"),
    ],
)
def test_amending_that_amends_nothing_is_refused(note, values, said):
    act = change(note, editor(), text="Other words")
    with pytest.raises(Refused, match=said):
        amend(act, moderator(), **values)
    act.refresh_from_db()
    assert act.state == Act.State.PENDING


def test_amending_to_what_is_not_valid_changes_nothing(note):
    act = change(note, editor(), text="Other words")
    with pytest.raises(Clashes, match="not for notes"):
        amend(act, moderator(), text="forbidden words")
    act.refresh_from_db()
    assert act.state == Act.State.PENDING
    assert Change.objects.filter(act=act).count() == 1
    assert OpenChange.objects.count() == 1
    assert Act.objects.filter(revises=act).count() == 0


def test_amending_by_its_author_an_editor_or_twice_is_refused(note):
    judge, other = moderator(), moderator("other")
    act = change(note, judge, text="Other words")
    with pytest.raises(NotAllowed, match="your own act"):
        amend(act, judge, text="Yet others")
    with pytest.raises(NotAllowed, match="Only moderators"):
        amend(act, editor(), text="Yet others")
    amend(act, other, text="Yet others")
    with pytest.raises(IllegalMove):
        amend(act, other, text="Once more")


def test_amending_while_the_author_revises_is_refused(note):
    author = editor()
    act = change(note, author, text="Other words")
    drafts.propose([drafts.update(Note, note.pk, text="Better words")], by=author)
    with pytest.raises(Refused, match="revising it just now"):
        amend(act, moderator(), text="Yet others")
    assert Note.objects.get().text == TEXT


def test_amend_page_has_the_words_and_approves_them(client, note):
    judge = moderator()
    act = change(note, editor(), text="Other wrods", mood="odd")
    client.force_login(judge)
    address = f"/admin/review/acts/{act.pk}/amend/"
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert address in page
    answer = client.get(address)
    assert "Other wrods</textarea>" in answer.content.decode()
    key = act.changes.get().pk
    form = {
        f"{key}-text": "Other words",
        f"{key}-mood": "odd",
        "reason": "",
        "seen": answer.context["form"]["seen"].value(),
    }
    assert "This field is required" in client.post(address, form).content.decode()
    form["reason"] = "a slip"
    answer = client.post(address, form, follow=True)
    assert "amended and approved" in answer.content.decode()
    assert "act as it was sent" in answer.content.decode()
    sent, done = (shown.changes[0].fields[0].diff for shown in answer.context["acts"])
    assert ("wrods" in sent, "wrods" in done) == (True, False)
    assert not any(shown.needs for shown in answer.context["acts"])
    assert Note.objects.get().text == "Other words"
    page = client.get(address, follow=True).content.decode()
    assert "is replaced by a revision: there is nothing to amend." in page
