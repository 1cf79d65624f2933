"""An act that points at what is not live is told what became of it, by whom, when, what to do."""

import pytest

from events.models import Citation, Event, Statement
from review.deciding import decisions
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    made = builders.operator()
    builders.article(made)
    return made


def second():
    return Statement.objects.get(text__startswith="Another")


def sent(by, *edits):
    act = drafts.propose(list(edits), by=by)
    proposals.send([act], by=by, summary="so")
    act.refresh_from_db()
    return act


def citing(by, statement):
    source, author = builders.book()
    citation = Citation.new(
        statement_id=statement.pk, source_id=source.pk, position="5", label="page", locator="7"
    )
    return sent(by, *(drafts.create(o) for o in (source, author, citation)))


def sentences(*acts):
    return [clash.sentence for clash in decisions.plan(acts).clashes]


def test_what_another_decision_removed_is_told_with_who_when_and_what_to_do(op):
    by, judge = builders.editor(), builders.moderator()
    act = citing(by, second())
    removal = builders.approve(
        sent(builders.editor("other"), drafts.remove(Statement, second().pk)), judge
    )
    (told,) = sentences(act)
    number = removal.publication.number
    assert f"was removed by Moderator on {removal.at:%-d %B %Y} (publication {number})" in told
    assert "propose it for another one, or ask for the removal to be undone" in told
    assert "needs" not in told


def test_change_of_what_another_decision_removed_says_who_removed_it(op):
    act = builders.change(second(), builders.editor(), text="Other words.")
    builders.approve(
        sent(builders.editor("other"), drafts.remove(Statement, second().pk)), builders.moderator()
    )
    (told,) = sentences(act)
    assert told.startswith("Statement: it was removed by Moderator on ")
    assert told.endswith("after this was proposed.")


def test_what_an_act_beside_it_removes_is_told_as_that(op):
    by = builders.editor()
    removal = drafts.propose([drafts.remove(Statement, second().pk)], by=by)
    citing_it = drafts.propose([drafts.create(o) for o in _citation(second())], by=by)
    proposals.send([removal, citing_it], by=by, summary="both")
    told = sentences(removal, citing_it)
    assert any("would be removed by “Remove statement" in sentence for sentence in told)


def _citation(statement):
    source, author = builders.book()
    yield source
    yield author
    yield Citation.new(
        statement_id=statement.pk, source_id=source.pk, position="5", label="page", locator="7"
    )


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (lambda act, by: None, "is not published yet: it needs “Add event"),
        (lambda act, by: builders.reject(act, builders.moderator()), "which makes it, is rejected"),
        (
            lambda act, by: builders.return_(act, builders.moderator()),
            "which makes it, is returned",
        ),
        (
            lambda act, by: (
                builders.return_(act, builders.moderator()),
                drafts.revise(act, by=by),
            ),
            "is not published yet: it is still a draft.",
        ),
    ],
    ids=["pending", "rejected", "returned", "revised"],
)
def test_what_was_never_published_is_told_by_what_became_of_it(op, end, told):
    by, event = builders.editor(), Event.new(article_id=second().event.article_id, position="9")
    maker = drafts.propose([drafts.create(event)], by=by)
    child = Statement.new(event_id=event.pk, position="5", text="A third thing.")
    act = drafts.propose([drafts.create(child)], by=by)
    proposals.send([maker, act], by=by, summary="both")
    maker.refresh_from_db()
    end(maker, by)
    (sentence,) = sentences(act)
    assert told in sentence


def test_each_of_two_things_that_were_removed_is_told(op):
    """Of two kinds, beside a removal of something else, which is not mixed up with them."""
    by, judge = builders.editor(), builders.moderator()
    source, author = builders.book()
    decisions.publish([drafts.create(o) for o in (source, author)], by=op, summary="a book")
    citation = Citation.new(
        statement_id=second().pk, source_id=source.pk, position="5", label="page", locator="7"
    )
    act = sent(by, drafts.create(citation))
    remover = builders.editor("remover")
    people = [drafts.remove(type(author), author.pk), drafts.remove(type(source), source.pk)]
    for edits in ([drafts.remove(Statement, second().pk)], people):
        builders.approve(sent(remover, *edits), judge)
    told = sentences(act)
    assert len(told) == 2
    assert all("was removed by Moderator on" in sentence for sentence in told)
    assert {sentence.partition(":")[2].split()[1] for sentence in told} == {"statement", "source"}


def test_what_was_thrown_away_is_told_as_that(op):
    by, event = builders.editor(), Event.new(article_id=second().event.article_id, position="9")
    maker = drafts.propose([drafts.create(event)], by=by)
    child = Statement.new(event_id=event.pk, position="5", text="A third thing.")
    act = drafts.propose([drafts.create(child)], by=by)
    proposals.withdraw(act, by=by)
    proposals.withdraw(maker, by=by)
    (told,) = sentences(act)
    assert told.endswith("is not published: its draft was thrown away.")
