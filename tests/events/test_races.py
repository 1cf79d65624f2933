"""Real threads: verifying while somebody decides."""

from functools import partial
from types import SimpleNamespace

import pytest

from events.desk import verifying
from events.models import Citation, Statement, Verification
from review import deadlocks
from review.exceptions import Refused
from review.models import Decision
from review.proposing import people, proposals
from sources.desk import merging
from sources.models import MergedWork, Source
from tests import builders
from tests.review.test_races import ROUNDS, together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def statements(op):
    builders.article(op, statements=[f"Statement number {n}." for n in range(3)])
    return list(Statement.objects.order_by("position"))


@pytest.fixture
def no_deadlock(monkeypatch):
    """Nobody may have to try again."""

    def fail(seconds):
        raise AssertionError("there was a deadlock")

    monkeypatch.setattr(deadlocks, "time", SimpleNamespace(sleep=fail))


def merge_of(gone, kept, author):
    act = merging.merge(gone, kept, by=author)
    proposals.send([act], by=author, summary="One book")
    act.refresh_from_db()
    return act


@pytest.mark.parametrize("way", ["elsewhere", "round", "shared"])
def test_two_merges_of_one_work_at_once_one_goes_through_and_the_other_is_told(
    op, statements, no_deadlock, way
):
    """Into two others; each into the other; and both with a third."""
    authors = builders.editor("one"), builders.editor("two")
    judges = builders.moderator("first"), builders.moderator("second")
    for n in range(ROUNDS // 4):
        works = [
            builders.published_citation(op, statement, title=f"Book {n} {place}").source
            for place, statement in enumerate(statements)
        ]
        one, two, three = works
        asked = {
            "elsewhere": [([one], two), ([one], three)],
            "round": [([one], two), ([two], one)],
            "shared": [([one, three], two), ([three], one)],
        }[way]
        acts = [merge_of(*each, author) for each, author in zip(asked, authors, strict=True)]
        before = MergedWork.objects.count()
        results = together(
            *(
                partial(builders.approve, act, judge)
                for act, judge in zip(acts, judges, strict=True)
            )
        )
        went = [isinstance(result, Decision) for result in results]
        assert sorted(went) == [False, True]
        refused = results[went.index(False)]
        assert isinstance(refused, Refused)
        assert "was removed" in str(refused) or "was merged into" in str(refused)
        gone, kept = asked[went.index(True)]
        assert not Source.objects.filter(pk__in=[work.pk for work in gone]).exists()
        assert MergedWork.objects.count() == before + len(gone)
        cited = Citation.objects.filter(source__in=works).values_list("source", flat=True)
        assert list(cited).count(kept.pk) == 1 + len(gone)
        assert len(cited) == len(works)


def seen_of(citation):
    return verifying.digest_now(Citation.objects.get(pk=citation.pk))


def test_verify_against_a_decision_on_the_same_article_both_stand(op, statements, no_deadlock):
    """What the decision rewords is verified as well, so that both work on pages and queue."""
    author, judge = builders.editor(), builders.moderator()
    checked = builders.published_citation(op, statements[2], title="Checked")
    for n in range(ROUNDS):
        reader = builders.editor(f"reader{n}")
        seen = seen_of(checked)
        verifying.verify(checked, by=reader, read="The book", seen=seen)
        citation = builders.published_citation(op, statements[0], title=f"Book {n}")
        act = builders.change(statements[2], author, text=f"Statement changed {n}.")
        verify = partial(
            verifying.verify,
            citation,
            by=reader,
            read="The book",
            seen=seen_of(citation),
        )
        results = together(verify, partial(builders.approve, act, judge))
        assert [type(result) for result in results] == [Verification, Decision]


def test_rename_against_verifying_and_a_decision_all_stand(op, statements, no_deadlock):
    author, judge = builders.editor(), builders.moderator()
    for n in range(ROUNDS):
        reader = builders.editor(f"reader{n}")
        citation = builders.published_citation(op, statements[0], title=f"Book {n}")
        act = builders.change(statements[1], author, text=f"Statement changed {n}.")
        verify = partial(
            verifying.verify,
            citation,
            by=reader,
            read="The book",
            seen=seen_of(citation),
        )
        rename = partial(people.rename, author, by=op, public_name=f"Name {n}")
        results = together(verify, rename, partial(builders.approve, act, judge))
        assert [type(result) for result in results] == [Verification, type(None), Decision]
