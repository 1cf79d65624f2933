"""The pages of undoing tell what it would do, and propose it."""

from datetime import UTC, datetime

import pytest

from review import kinds
from review.deciding import decisions, redacting, undoing
from review.exceptions import NothingProposed
from review.models import Act
from review.proposing import drafts, proposals
from tests.builders import approve, change, editor, reject, return_
from tests.review.undoing.steps import TEXT
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


def undo_page(client, decision, **data):
    address = f"/admin/review/decisions/{decision.pk}/undo/"
    answer = client.post(address, data) if data else client.get(address)
    return answer.content.decode()


def test_undo_page_tells_what_it_would_do_and_proposes_it(client, note, judge):
    author = editor()
    decision = approve(change(note, author, text=TEXT.replace("quick", "slow")), judge)
    approve(change(note, author, mood="odd"), judge)
    client.force_login(judge)
    address = f"/admin/review/decisions/{decision.pk}/undo/"
    page = client.get(address).content.decode()
    assert "1 note set back" in page
    assert "Published since, on the same objects" in page
    assert "hears of it now, and again once it is approved" in page
    act = decision.verdicts.get().act_id
    told = client.post(address, {"act": act, "reason": " "}).content.decode()
    assert "Say why" in told
    told = client.post(address, {"reason": "x"}).content.decode()
    assert "Choose at least one act" in told
    page = client.post(address, {"act": act, "reason": "Wrong"}, follow=True).content.decode()
    assert "Sent for review as changeset" in page
    assert f"undoes decision {decision.pk}" in page
    assert "another moderator decides on it" in page


def test_account_page_tells_and_proposes(client, note, judge):
    author = editor()
    approve(change(note, author, mood="odd"), judge)
    client.force_login(judge)
    address = f"/admin/review/accounts/{author.pk}/undo/"
    assert client.get(address).status_code == 200
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    period = {"start": today, "end": today}
    page = client.get(address, period).content.decode()
    assert "1 note set back" in page
    assert Act.objects.filter(type="edit", state="approved").latest("pk").title in page
    assert (
        "before the first"
        in client.get(address, {"start": today, "end": "2001-01-01"}).content.decode()
    )
    page = client.post(address, period | {"reason": "Wrong"}, follow=True).content.decode()
    act = Act.objects.get(type="undo")
    assert act.title == f"Undo the work of account {author.pk}, {datetime.now(UTC):%-d %B %Y}"
    assert "What it undoes: " in page
    assert f"{act.undone.get().act.title}</a> by {author}" in page
    told = client.get(address, period).content.decode()
    assert f"changeset {act.changeset_id}</a>." in told
    assert "Propose to undo" not in told


def test_undo_page_ticks_what_was_published_and_not_what_was_refused(client, note, judge):
    author = editor()
    acts = [change(note, author, mood="odd"), change(note, editor("other"), text="Other words.")]
    rulings = [
        decisions.Ruling(acts[0].pk, "approve"),
        decisions.Ruling(acts[1].pk, "reject", "Not so"),
    ]
    decision = decisions.decide(rulings, by=judge)
    client.force_login(judge)
    page = undo_page(client, decision)
    assert f'value="{acts[0].pk}" checked' in page
    assert f'value="{acts[1].pk}" checked' not in page
    decision = reject(change(note, author, mood="even"), judge)
    assert " checked" in undo_page(client, decision)


def test_page_lists_later_work_with_links_before_the_button(client, op, judge):
    shelf = Shelf.new(name="Shelf")
    first = Note.new(shelf_id=shelf.pk, text=TEXT)
    edits = [drafts.create(o) for o in (shelf, first)]
    decision = decisions.publish(edits, by=op, summary="begun")
    second = Note.new(shelf_id=shelf.pk, text="Second")
    resting = drafts.propose([drafts.create(second)], by=editor())
    proposals.send([resting], by=resting.changeset.author, summary="x")
    since = change(Note.objects.get(), editor("good"), text=f"{TEXT} twice")
    for act in (resting, since):
        act.refresh_from_db()
        approve(act, judge)
    client.force_login(judge)
    page = undo_page(client, decision)
    rests, later, button = (
        page.index(words)
        for words in ("Later work rests on it", "Published since", "Propose to undo")
    )
    assert rests < later < button
    assert "The shelf “Shelf” stays: on it rests" in page
    for act in (resting, since):
        assert f"/admin/review/changesets/{act.changeset_id}/#act-{act.pk}" in page[:button]
    assert "What would collide" in page
    assert "its text was changed after its removal was proposed" in page
    author, today = decision.verdicts.get().act.changeset.author, f"{datetime.now(UTC):%Y-%m-%d}"
    period = {"start": today, "end": today}
    same = client.get(f"/admin/review/accounts/{author.pk}/undo/", period).content.decode()
    assert "The shelf “Shelf” stays: on it rests" in same
    assert f"/admin/review/changesets/{since.changeset_id}/#act-{since.pk}" in same


def test_page_of_a_decision_that_only_returned_says_that_there_is_nothing(client, note, judge):
    decision = return_(change(note, editor(), mood="odd"), judge)
    client.force_login(judge)
    page = undo_page(client, decision)
    assert "There is nothing to undo" in page
    assert "its author’s to revise" in page
    assert "Propose to undo" not in page


def test_page_links_to_the_undo_that_waits_or_was_approved(client, note, judge, other):
    decision = approve(change(note, editor(), mood="odd"), judge)
    act = undoing.undo(decision, by=judge, reason="x")[0].acts.get()
    client.force_login(other)
    link = f'<a href="/admin/review/changesets/{act.changeset_id}/">'
    page = undo_page(client, decision)
    assert f"{link}changeset {act.changeset_id}</a> undoes it, and waits for a verdict" in page
    assert "Propose to undo" not in page
    page = undo_page(client, decision, act=decision.verdicts.get().act_id, reason="x")
    assert f"Changeset {act.changeset_id} undoes this already" in page
    approve(act, other)
    page = undo_page(client, decision)
    assert f"undone by {link}changeset {act.changeset_id}</a>" in page
    assert "There is nothing more to undo" in page


def test_page_links_to_the_copy_that_was_opened_again(client, note, judge):
    decision = reject(change(note, editor(), mood="odd"), judge)
    client.force_login(judge)
    assert "Propose to undo" in undo_page(client, decision)
    made = undoing.undo(decision, by=judge, reason="x")[0]
    page = undo_page(client, decision)
    assert f"changeset {made.pk}</a>" in page
    assert "Propose to undo" not in page


def test_page_shows_what_undoing_some_acts_would_do(client, note, judge):
    other = Note.new(shelf_id=note.shelf_id, text="Other")
    made = drafts.propose([drafts.create(other)], by=editor("one"))
    proposals.send([made], by=made.changeset.author, summary="x")
    two = change(note, editor("two"), mood="odd")
    rulings = [decisions.Ruling(a.pk, "approve") for a in (made, two)]
    decision = decisions.decide(rulings, by=judge)
    client.force_login(judge)
    page = undo_page(client, decision)
    assert "1 note removed" in page
    assert "1 note set back" in page
    page = undo_page(client, decision, act=two.pk, show="1", reason="So far")
    assert "1 note removed" not in page
    assert "1 note set back" in page
    assert "So far</textarea>" in page
    assert not Act.objects.filter(type="undo").exists()


def test_page_tells_of_words_that_were_redacted(client, op, note, judge):
    for words in ("QUAGGA did it.", "Somebody did it."):
        edit = drafts.update(Note, note.pk, text=words)
        decision = decisions.publish([edit], by=op, summary="x")
    redacting.redact("QUAGGA", by=op, reason="A private name")
    client.force_login(judge)
    page = undo_page(client, decision)
    assert "its text: what stood there before was redacted" in page
    assert "There is nothing to undo" in page
    page = undo_page(client, decision, act=decision.verdicts.get().act_id, reason="x")
    assert page.count("what stood there before was redacted") == 2  # In the refusal too.


def test_page_and_refusal_tell_of_a_former_kind(client, note, judge, monkeypatch):
    decision = approve(change(note, editor(), mood="odd"), judge)
    client.force_login(judge)
    with monkeypatch.context() as patched:
        patched.delitem(kinds._kinds, "toy.note")
        assert "there are no objects of its kind any more" in undo_page(client, decision)
        with pytest.raises(NothingProposed, match="there are no objects of its kind any more"):
            undoing.undo(decision, by=judge, reason="x")
