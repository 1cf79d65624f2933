"""Words that nobody approved stay off every public page, wherever they were typed."""

import pytest
from django.test import Client

from events.desk import statements, verifying
from events.models import Event, Statement
from review.deciding import amending
from review.exceptions import Restricted
from review.models import Change
from review.proposing import drafts, proposals, revising
from review.weighing import restricting
from sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db
PAGES = ("/", "/changes/", "/articles/an-article/")


@pytest.fixture
def event():
    builders.article(builders.operator())
    return Event.objects.get()


def public():
    pages = [Client().get(path).content.decode() for path in PAGES]
    for anchor in Statement.objects.values_list("subject__anchor", flat=True):
        pages.append(Client().get(f"/statements/{anchor}/").content.decode())
    return "\n".join(pages)


def added(event, by, text):
    new = Statement.new(event_id=event.pk, position="9", text=text)
    return new, drafts.propose([drafts.create(new)], by=by)


def sent(act, by):
    proposals.send([act], by=by, summary="it is so")
    act.refresh_from_db()
    return act


def test_words_that_a_moderator_amended_are_not_in_a_title(event):
    by = builders.editor()
    _, draft = added(event, by, "Smith was a CRIMINAL.")
    act = sent(draft, by)
    values = {act.changes.get().pk: {"text": "Smith was a merchant."}}
    amending.amend(act, by=builders.moderator(), values=values, reason="he was not")
    assert "Smith was a merchant" in public()
    assert "CRIMINAL" not in public()


def test_words_that_their_author_took_back_are_not_in_a_title(event):
    by = builders.editor()
    new, _ = added(event, by, "Smith was a CRIMINAL.")
    edit = drafts.Edit("create", *_of(new), {"text": "Smith was a merchant."})
    act = sent(drafts.propose([edit], by=by), by)
    builders.approve(act, builders.moderator())
    assert "Add statement: “Smith was a merchant.”" in public()
    assert "CRIMINAL" not in public()


def test_words_that_were_taken_out_of_a_draft_are_not_in_a_title(event):
    by = builders.editor()
    rude, _ = added(event, by, "Smith was a CRIMINAL.")
    fine = Statement.new(event_id=event.pk, position="91", text="He sold salt.")
    drafts.propose([drafts.create(fine), drafts.update(Statement, rude.pk, lead=" ")], by=by)
    draft = drafts.propose([drafts.remove(Statement, rude.pk)], by=by)
    builders.approve(sent(draft, by), builders.moderator())
    assert "Add statement: “He sold salt.”" in public()
    assert "CRIMINAL" not in public()


def test_words_that_a_revision_leaves_out_are_not_in_a_title(event):
    by = builders.editor()
    rude, _ = added(event, by, "Smith was a CRIMINAL.")
    fine = Statement.new(event_id=event.pk, position="91", text="He sold salt.")
    edits = [drafts.create(fine), drafts.update(Statement, rude.pk, lead=" ")]
    act = sent(drafts.propose(edits, by=by), by)
    values = {act.changes.get(subject=rude.pk).pk: None}
    draft = revising.put_right(act, by=by, values=values)
    builders.approve(sent(draft, by), builders.moderator())
    assert "Add statement: “He sold salt.”" in public()
    assert "CRIMINAL" not in public()


def test_words_of_a_title_that_is_cut_are_amended_too(event):
    by = builders.editor()
    source = Source.new(type="book", title="CRIMINAL " + "long " * 80, language="en")
    act = sent(drafts.propose([drafts.create(source)], by=by), by)
    values = {act.changes.get().pk: {"title": "A fine book"}}
    amending.amend(act, by=builders.moderator(), values=values, reason="he was not")
    assert "Add source: A fine book" in public()
    assert "CRIMINAL" not in public()


def test_title_that_a_service_gave_is_kept(event):
    by = builders.editor()
    first, last = Statement.objects.order_by("position")
    act = sent(statements.merge(last, by=by), by)
    values = {act.changes.get(subject=first.pk).pk: {"text": "Amended words."}}
    amending.amend(act, by=builders.moderator(), values=values, reason="better")
    assert "Merge “Another followed.” into “One thing happened.”" in public()


def _of(instance):
    edit = drafts.create(instance)
    return edit.kind, edit.id


def test_title_of_a_change_has_the_words_that_were_live(event):
    by, statement = builders.editor(), Statement.objects.order_by("position").first()
    act = builders.change(statement, by, text="Proposed words.")
    assert act.title == "Change statement: “One thing happened.”"
    values = {Change.objects.get(act=act).pk: {"text": "Amended words."}}
    amending.amend(act, by=builders.moderator(), values=values, reason="better")
    assert "Amended words" in public()
    assert "Proposed words" not in public()


def test_what_a_verifier_wrote_is_for_the_desk_alone(event):
    op = builders.operator("second")
    statement = Statement.objects.order_by("position").first()
    citation = builders.published_citation(op, statement)
    by = builders.editor()
    seen = verifying.digest_now(citation)
    verifying.verify(citation, by=by, read="A scan, by a RUDE man", seen=seen)
    assert "Checked by Editor on" in public()
    assert "RUDE" not in public()


def test_a_blocked_account_does_not_verify(event):
    op, judge, by = builders.operator("second"), builders.moderator(), builders.editor()
    statement = Statement.objects.order_by("position").first()
    citation = builders.published_citation(op, statement)
    restricting.restrict("block", by=judge, reason="Away", account=by)
    seen = verifying.digest_now(citation)
    with pytest.raises(Restricted, match="Away"):
        verifying.verify(citation, by=by, read="The book", seen=seen)
