"""What each answer to a citation request proposes."""

import pytest

from events.desk import resolving
from events.models import Citation, CitationRequest, Dating, Event, Statement
from review.deciding import decisions
from review.exceptions import Refused
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def request_(op):
    builders.article(op, ["One thing happened."])
    return CitationRequest.objects.get()


def approved(edits, n=1):
    act = drafts.propose(edits, by=builders.editor(f"editor{n}"))
    proposals.send([act], by=act.changeset.author, summary="so")
    return builders.approve(act, builders.moderator(f"moderator{n}"))


def test_removal_takes_everything_that_hangs_on_a_statement_along(op, request_):
    statement = Statement.objects.get()
    for number in range(2):
        builders.published_citation(op, statement, title=f"Book {number}")
    dating = Dating.new(statement_id=statement.pk, words="thing", edtf="1812")
    decisions.publish([drafts.create(dating)], by=op, summary="dated")
    approved(resolving.remove(request_))
    for model in (Statement, Citation, Dating, Event):
        assert not model.objects.exists(), model
    request_.refresh_from_db()
    assert request_.resolution == "removed"


def test_removal_of_one_of_two_leaves_their_event(op):
    builders.article(op)
    approved(resolving.remove(CitationRequest.objects.get()))
    assert Event.objects.count() == 1
    assert Statement.objects.get().text == "Another followed."


def test_declined_request_keeps_its_reason_and_note(request_):
    approved(resolving.decline(request_, reason="other", note="It is told below"))
    request_.refresh_from_db()
    assert (request_.resolution, request_.declined_for) == ("declined", "other")
    assert request_.resolution_note == "It is told below"


def test_declined_without_a_note_has_none(request_):
    approved(resolving.decline(request_, reason="common-knowledge"))
    request_.refresh_from_db()
    assert request_.resolution_note == ""


def test_rewording_settles_the_request_and_those_named_with_it(op, request_):
    other = CitationRequest.new(about_id=request_.about_id, kind="page-needed")
    decisions.publish([drafts.create(other)], by=op, summary="asked")
    other = CitationRequest.objects.get(pk=other.pk)
    approved(resolving.reword(request_, text=" Something happened. ", also=[other]))
    assert Statement.objects.get().text == "Something happened."
    assert set(CitationRequest.objects.values_list("resolution", flat=True)) == {"reworded"}


def test_rewording_to_the_same_words_is_one_sentence(request_):
    with pytest.raises(Refused, match="The words are as they were"):
        resolving.reword(request_, text=" One thing happened. ")


def test_answer_to_a_request_whose_statement_is_gone_is_one_sentence(op, request_):
    approved(resolving.remove(request_))
    for answer in (resolving.remove, lambda r: resolving.reword(r, text="Other words")):
        with pytest.raises(Refused, match="The statement was removed meanwhile"):
            answer(request_)


def test_second_citation_stands_after_the_first(op, request_):
    approved(resolving.cite(request_, new_source=builders.book()[0], label="page", locator="1"))
    first = Citation.objects.get()
    source = builders.book(title="Another")[0]
    for _ in range(12):  # Two places at the head would be in this order by chance.
        edits = resolving.cite(request_, new_source=source, label="page", locator="2")
        (proposed,) = [edit.values for edit in edits if edit.kind.model is Citation]
        assert proposed["position"] > first.position
    approved(edits, n=2)
    second = Citation.objects.exclude(pk=first.pk).get()
    assert second.position > first.position
    assert (second.source.title, second.locator) == ("Another", "2")
    request_.refresh_from_db()
    assert request_.resolution == "cited"
