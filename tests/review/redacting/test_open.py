"""What is open goes on without the redacted words."""

import pytest

from review.deciding import amending, decisions, redacting, undoing
from review.exceptions import Clashes, NothingProposed, Refused
from review.models import (
    Notice,
    Publication,
)
from review.proposing import drafts, proposals
from review.proving import log
from tests.builders import approve, change, editor, reject
from tests.review.redacting.steps import WORDS, dump
from tests.toy.models import Note

pytestmark = pytest.mark.django_db(transaction=True)


def test_draft_keeps_what_is_not_the_words_and_can_be_edited_sent_and_approved(op, judge, note):
    by = editor()
    edit = drafts.update(Note, note.pk, text="About Quagga.", mood="odd")
    draft = drafts.propose([edit], by=by)
    redacting.redact("Quagga", by=op, reason="A private name")
    change = draft.changes.get()
    assert (change.after, change.seal) == ({"text": "[redacted]", "mood": "odd"}, {})
    told = Notice.objects.get(to=by).comment
    assert told.act == draft
    assert "redacted (A private name)" in told.text
    drafts.propose([drafts.update(Note, note.pk, text="Of somebody.")], by=by)
    proposals.send([draft], by=by, summary="better")
    approve(draft, judge)
    assert (Note.objects.get().text, Note.objects.get().mood) == ("Of somebody.", "odd")
    assert list(log.breaks()) == []


def test_draft_of_which_nothing_is_left_is_not_sent(op, note):
    by = editor()
    decisions.publish([drafts.update(Note, note.pk, text="Quagga!")], by=op, summary="x")
    draft = drafts.propose([drafts.update(Note, note.pk, text="Quagga?")], by=by)
    redacting.redact("Quagga", by=op, reason="A private name")
    with pytest.raises(NothingProposed, match="proposes nothing any more"):
        proposals.send([draft], by=by, summary="x")


def test_draft_that_was_withdrawn_is_emptied_too(op, note):
    by = editor()
    draft = drafts.propose([drafts.update(Note, note.pk, text="About Quagga.")], by=by)
    proposals.withdraw(draft, by=by)
    redacting.redact("Quagga", by=op, reason="A private name")
    assert "quagga" not in dump().lower()
    assert list(log.breaks()) == []


def test_pending_act_that_was_emptied_is_not_approved_as_nothing(client, op, judge, note):
    by = editor()
    decisions.publish([drafts.update(Note, note.pk, text="Quagga did it.")], by=op, summary="x")
    act = change(note, by, text="Somebody did it.")
    redacting.redact("Quagga", by=op, reason="A private name")
    published = Publication.objects.count()
    with pytest.raises(Clashes, match="Ask its author to propose it again"):
        approve(act, judge)
    assert Publication.objects.count() == published
    assert "propose it again" in Notice.objects.get(to=by).comment.text
    client.force_login(judge)
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert "Ask its author to propose it again" in page
    with pytest.raises(Refused, match="without those words"):
        drafts.revise(act, by=by)
    again = change(Note.objects.get(), by, text="Somebody did it.")
    approve(again, judge)
    assert Note.objects.get().text == "Somebody did it."
    reject(act, judge, "It was proposed again")
    with pytest.raises(Refused, match="nothing to open again"):
        undoing.undo(act.verdict.decision, by=judge, reason="x")
    assert list(log.breaks()) == []


def test_new_object_that_was_emptied_is_not_published_empty(client, op, judge, note):
    by = editor()
    new = Note.new(shelf_id=note.shelf_id, text="About Quagga.")
    act = drafts.propose([drafts.create(new)], by=by)
    proposals.send([act], by=by, summary="x")
    redacting.redact("Quagga", by=op, reason="A private name")
    with pytest.raises(Clashes, match="was redacted"):
        approve(act, judge)
    client.force_login(judge)
    assert client.get(f"/admin/review/acts/{act.pk}/amend/").status_code == 200
    with pytest.raises(Refused):
        amending.amend(act, by=judge, values={}, reason="x")


def test_undo_of_a_redaction_is_refused_with_a_sentence(client, op, judge, spread):
    decision = redacting.redact(WORDS, by=op, reason="A private name")
    with pytest.raises(Refused, match="What was redacted is gone"):
        undoing.undo(decision, by=judge, reason="x")
    client.force_login(judge)
    address = f"/admin/review/decisions/{decision.pk}/undo/"
    page = client.get(address).content.decode()
    assert "What was redacted is gone" in page
    assert "Propose to undo them" not in page
    said = client.post(address, {"reason": "x"}).content.decode()
    assert "What was redacted is gone" in said
