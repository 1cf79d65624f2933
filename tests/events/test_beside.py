"""Acts of one changeset that can't be approved together: each can be, and the other rejected."""

import re

import pytest

from events.models import CitationRequest, Statement
from review.deciding import decisions
from review.exceptions import Clashes
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def beside():
    """(changeset, an act that removes a statement, one that asks for a citation on it)."""
    builders.article(builders.operator())
    by, statement = builders.editor(), Statement.objects.get(text__startswith="Another")
    removal = drafts.propose([drafts.remove(Statement, statement.pk)], by=by)
    asking = CitationRequest.new(about_id=statement.pk)
    request = drafts.propose([drafts.create(asking)], by=by)
    return proposals.send([removal, request], by=by, summary="both"), removal, request


def test_request_and_removal_of_its_statement_are_told_as_rivals(client, beside):
    changeset, removal, request = beside
    client.force_login(builders.moderator())
    page = client.get(f"/admin/review/changesets/{changeset.pk}/")
    assert [one.rivals for one in page.context["acts"]] == [[request], [removal]]
    assert not re.search(r'value="approve"[^>]*disabled', page.content.decode())


@pytest.mark.parametrize("chosen", [0, 1])
def test_either_of_two_rivals_is_approved_and_the_other_rejected(beside, chosen):
    _, *acts = beside
    judge, plan = builders.moderator(), decisions.plan(beside[1:])
    with pytest.raises(Clashes):
        decisions.decide([decisions.Ruling(act.pk, "approve") for act in acts], by=judge)
    rulings = [
        decisions.Ruling(acts[chosen].pk, "approve"),
        decisions.Ruling(acts[1 - chosen].pk, "reject", "The other one"),
    ]
    seen = {act.pk: plan.fingerprint(act.pk) for act in acts}
    decisions.decide(rulings, by=judge, expect=seen)
    removed = not Statement.objects.filter(text__startswith="Another").exists()
    assert removed == (chosen == 0)
    assert CitationRequest.objects.filter(resolution="").count() == 1 + chosen


def test_request_that_stands_on_a_removed_statement_is_nobodys_rival(beside):
    _, removal, request = beside
    builders.approve(request, builders.moderator())
    (clash,) = decisions.plan([removal]).clashes
    assert "still open on it" in clash.sentence
    assert not clash.rivals


def test_request_that_is_opened_again_beside_a_removal_leaves_either_to_be_approved(client):
    op, by = builders.operator(), builders.editor()
    builders.article(op)
    request = CitationRequest.objects.get()
    statement = Statement.objects.get(pk=request.about_id)
    declined = drafts.update(CitationRequest, request.pk, resolution="duplicate")
    decisions.publish([declined], by=op, summary="declined")
    removal = drafts.propose([drafts.remove(Statement, statement.pk)], by=by)
    again = drafts.propose([drafts.update(CitationRequest, request.pk, resolution="")], by=by)
    changeset = proposals.send([removal, again], by=by, summary="both")
    client.force_login(builders.moderator())
    page = client.get(f"/admin/review/changesets/{changeset.pk}/")
    assert [one.rivals for one in page.context["acts"]] == [[again], [removal]]
    assert not re.search(r'value="approve"[^>]*disabled', page.content.decode())
