"""Why acts on articles stand out in the queue."""

import pytest

from events.models import Citation, Statement
from events.services import resolving
from review import desk
from review.services import decisions, proposals
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def cited():
    """(a published citation, an editor whose proposals are known)."""
    op, by = builders.operator(), builders.editor()
    builders.article(op)
    first, last = Statement.objects.order_by("position")
    builders.approve(builders.change(last, by, text="Another came."), builders.moderator())
    return builders.published_citation(op, first), by


def why(by, *edits):
    act = proposals.propose(list(edits), by=by)
    proposals.send([act], by=by, summary="because")
    return desk.queue()[0][0].reasons


def test_words_of_a_cited_statement(cited):
    citation, by = cited
    edit = proposals.update(Statement, citation.statement_id, text="Other words.")
    assert why(by, edit) == ["changes the words of a cited statement"]


def test_words_of_another_statement(cited):
    citation, by = cited
    other = Statement.objects.exclude(pk=citation.statement_id).get()
    assert why(by, proposals.update(Statement, other.pk, text="Other words.")) == []


def test_footnote_gone(cited):
    citation, by = cited
    assert why(by, proposals.remove(Citation, citation.pk)) == ["removes a footnote"]


def test_statement_gone(cited):
    citation, by = cited
    edits = resolving.remove_statement(citation.statement)
    assert why(by, *edits) == ["removes a statement", "removes a footnote"]


def test_source_against_a_statement(cited):
    citation, by = cited
    made = Citation.new(
        statement_id=citation.statement_id,
        source_id=citation.source_id,
        position="6",
        direction="contradicts",
    )
    assert why(by, proposals.create(made)) == ["cites a source against a statement"]
    assert decisions.plan(by.changesets.latest("pk").acts.all()).clashes == []
