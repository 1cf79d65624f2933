"""Splitting and merging beside one's own open work on the same statements."""

import pytest

from events.desk import resolving, statements
from events.models import Citation, Dating, Statement
from review.exceptions import Refused
from review.models import Act, Change, Subject
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db
DRAFT = "You have a draft on this statement: send it or discard it first."


@pytest.fixture
def pair():
    builders.article(builders.operator())
    return Statement.objects.order_by("position")


@pytest.fixture
def by():
    return builders.editor()


def reworded(statement, by, text="One PRECIOUS thing happened."):
    return drafts.propose([drafts.update(Statement, statement.pk, text=text)], by=by)


def removed(statement, by):
    return drafts.propose(resolving.remove_statement(statement), by=by, type=Act.Type.DELETE)


@pytest.mark.parametrize(
    "propose",
    [
        lambda pair, by: statements.merge(pair[1], by=by),
        lambda pair, by: statements.split(pair[0], at=3, by=by),
        lambda pair, by: removed(pair[0], by),
    ],
    ids=["merge", "split", "removal"],
)
def test_what_one_typed_is_not_written_over(pair, by, propose):
    draft = reworded(pair[0], by)
    with pytest.raises(Refused, match=DRAFT):
        propose(pair, by)
    assert Change.objects.get(act__changeset__author=by).after["text"].startswith("One PRECIOUS")
    proposals.send([draft], by=by, summary="because")
    with pytest.raises(Refused, match="waits for review in changeset"):
        propose(pair, by)
    draft.refresh_from_db()
    assert draft.state == Act.State.PENDING
    assert not Act.objects.filter(revises=draft).exists()


def test_a_merge_after_the_draft_was_discarded_has_its_effects(pair, by):
    first, last = pair
    proposals.withdraw(reworded(first, by), by=by)
    act = statements.merge(last, by=by)
    proposals.send([act], by=by, summary="one sentence")
    builders.approve(act, builders.moderator())
    assert act.type == Act.Type.MERGE
    assert Subject.objects.get(pk=last.pk).merged_into_id == first.pk


def test_split_twice_is_refused_and_makes_no_third_part(pair, by):
    act = statements.split(pair[0], at=3, by=by)
    with pytest.raises(Refused, match=DRAFT):
        statements.split(pair[0], at=3, by=by)
    assert act.changes.filter(op="create").count() == 1


def test_what_was_returned_does_not_stand_in_the_way(pair, by):
    act = reworded(pair[0], by)
    proposals.send([act], by=by, summary="because")
    builders.return_(act, builders.moderator())
    merge = statements.merge(pair[1], by=by)
    assert (merge.type, merge.revises) == (Act.Type.MERGE, None)


def test_a_removal_takes_ones_own_new_parts_back_and_is_an_act_of_its_own(pair, by):
    dating = Dating.new(statement_id=pair[0].pk, words="One", edtf="1806")
    later = Dating.new(statement_id=pair[1].pk, words="Another", edtf="1807")
    draft = drafts.propose([drafts.create(dating), drafts.create(later)], by=by)
    edits = [drafts.remove(Dating, dating.pk), *resolving.remove_statement(pair[0])]
    act = drafts.propose(edits, by=by, type=Act.Type.DELETE)
    assert (act.type, act.changes.filter(op="delete").count()) == (Act.Type.DELETE, 1)
    assert [c.subject_id for c in draft.changes.all()] == [later.pk]


def test_a_new_citation_that_is_still_a_draft_can_be_removed(pair, by):
    source, author = builders.book()
    citation = Citation.new(statement_id=pair[0].pk, source_id=source.pk, position="5")
    edits = [drafts.create(o) for o in (source, author, citation)]
    act = drafts.propose(edits, by=by)
    remove = drafts.remove(Citation, citation.pk)
    assert drafts.propose([remove], by=by, type=Act.Type.DELETE) == act
    assert not act.changes.filter(subject=citation.pk).exists()
