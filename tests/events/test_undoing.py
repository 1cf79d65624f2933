"""Undo of what editors do: requests open again, anchors lead back, an import goes whole."""

import pytest

from events.desk import statements
from events.models import (
    Article,
    ArticleStanding,
    Citation,
    CitationRequest,
    Statement,
    StatementStanding,
)
from review.deciding import undoing
from review.models import Decision, Subject
from review.proposing import drafts, proposals
from review.proving import log
from sources.models import Contributor, Source
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def judges():
    return builders.moderator("one"), builders.moderator("two")


@pytest.fixture(autouse=True)
def _log_fits():
    yield
    assert list(log.breaks()) == []


def undone(decision, judges):
    changeset = undoing.undo(decision, by=judges[0], reason="It was wrong")[0]
    return builders.approve(changeset.acts.get(), judges[1])


def counts():
    standing = ArticleStanding.objects.get()
    return (standing.statements, standing.cited, standing.requested)


def test_undo_of_a_citation_opens_its_request_again(op, judges, client):
    builders.article(op)
    page = client.get("/articles/an-article/").content
    act = builders.answer(CitationRequest.objects.get(), builders.editor())
    decision = builders.approve(act, judges[0])
    assert counts() == (2, 1, 0)
    undone(decision, judges)
    assert counts() == (2, 0, 1)
    assert CitationRequest.objects.get().resolution == ""
    assert not Source.objects.exists()
    again = client.get("/articles/an-article/").content
    assert again.count(b"[citation needed]") == page.count(b"[citation needed]") == 1
    undone(Decision.objects.latest("pk"), judges)
    assert counts() == (2, 1, 0)


def test_undo_leaves_a_source_that_is_cited_elsewhere_with_its_names(op, judges):
    builders.article(op)
    act = builders.answer(CitationRequest.objects.get(), builders.editor())
    decision = builders.approve(act, judges[0])
    other = Statement.objects.order_by("position").last()
    citation = Citation.new(statement_id=other.pk, source_id=Source.objects.get().pk, position="5")
    from review.deciding import decisions

    decisions.publish([drafts.create(citation)], by=op, summary="cited again")
    undone(decision, judges)
    assert Citation.objects.get().pk == citation.pk
    assert Contributor.objects.get().family == "Glenny"


def test_undo_of_a_merge_gives_the_statement_its_anchor_back(op, judges, client):
    builders.article(op)
    last = Statement.objects.order_by("position").last()
    anchor = Subject.objects.get(pk=last.pk).anchor
    act = statements.merge(last, by=builders.editor())
    proposals.send([act], by=act.changeset.author, summary="one thing")
    act.refresh_from_db()
    decision = builders.approve(act, judges[0])
    assert Subject.objects.get(pk=last.pk).merged_into
    undone(decision, judges)
    assert Subject.objects.get(pk=last.pk).merged_into is None
    assert client.get(f"/statements/{anchor}/").status_code == 200
    texts = Statement.objects.order_by("position").values_list("text", flat=True)
    assert list(texts) == ["One thing happened.", "Another followed."]


def test_undo_of_an_import_removes_all_of_it_and_can_be_undone(op, judges, client):
    builders.imported(op)
    before = counts()
    page = client.get("/articles/russia-serbia-relations/").content.decode()
    undone(Decision.objects.get(), judges)
    assert not Article.objects.exists()
    assert not StatementStanding.objects.exists()
    assert client.get("/articles/russia-serbia-relations/").status_code == 410
    undone(Decision.objects.latest("pk"), judges)
    assert counts() == before
    again = client.get("/articles/russia-serbia-relations/").content.decode()
    assert again.count('class="words"') == page.count('class="words"') == 31
