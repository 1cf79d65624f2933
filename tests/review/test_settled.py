"""Fields that are settled once: the first answer keeps all of them, whatever comes later."""

import pytest

from events.models import CitationRequest
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db


def test_second_answer_leaves_every_field_of_the_first():
    builders.article(builders.operator())
    request, judge = CitationRequest.objects.get(), builders.moderator()
    given = (
        {"resolution": "declined", "declined_for": "lead", "resolution_note": "It sums up."},
        {"resolution": "cited"},
        {"resolution": "declined", "declined_for": "other", "resolution_note": "Another."},
    )
    acts = []
    for n, values in enumerate(given):
        by = builders.editor(f"editor{n}")
        act = drafts.propose([drafts.update(CitationRequest, request.pk, **values)], by=by)
        proposals.send([act], by=by, summary="so")
        acts.append(act)
    for act in acts:
        builders.approve(act, judge)
        request.refresh_from_db()
        kept = {name: getattr(request, name) for name in given[0]}
        assert kept == given[0]
