"""Fields that are settled once: the first answer keeps all of them, whatever comes later."""

import pytest

from events.models import CitationRequest
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db


DECLINED = {"resolution": "declined", "declined_for": "lead", "resolution_note": "It sums up."}
OTHERWISE = {"resolution": "declined", "declined_for": "other", "resolution_note": "Another."}
CITED = {"resolution": "cited"}
LEFT = {"declined_for": "", "resolution_note": ""}


@pytest.mark.parametrize(
    ("first", "later"),
    [(DECLINED, [CITED, OTHERWISE]), (CITED | LEFT, [DECLINED, OTHERWISE])],
    ids=["declined first", "cited first"],
)
def test_second_answer_leaves_every_field_of_the_first(first, later):
    builders.article(builders.operator())
    request, judge = CitationRequest.objects.get(), builders.moderator()
    acts = []
    for n, values in enumerate([first, *later]):
        by = builders.editor(f"editor{n}")
        act = drafts.propose([drafts.update(CitationRequest, request.pk, **values)], by=by)
        proposals.send([act], by=by, summary="so")
        acts.append(act)
    for act in acts:
        builders.approve(act, judge)
        request.refresh_from_db()
        assert {name: getattr(request, name) for name in first} == first
