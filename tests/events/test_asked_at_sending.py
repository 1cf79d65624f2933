"""New words without a citation are asked about once, when they are sent; and nothing is blocked."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.desk import statements
from events.models import Citation, CitationRequest, Event, Statement
from review.deciding import decisions
from review.models import Act, Changeset, Comment
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db
NEW, PLAIN = "The garrison held 250 men.", "Letters took weeks."
ASKS = "Before it is sent"


@pytest.fixture
def by(client):
    found = builders.editor()
    client.force_login(found)
    return found


@pytest.fixture
def statement():
    builders.article(builders.operator(), ["Asked.", "It was so."])
    return Statement.objects.get(text="It was so.")


def reword(statement, by, text=NEW):
    return drafts.propose([drafts.update(Statement, statement.pk, text=text)], by=by)


def send(client, *acts, **more):
    data = {"act": [act.pk for act in acts], "summary": "Known better"}
    return client.post(reverse("review:send"), data | more)


def is_asked(answer):
    return answer.status_code == 200 and ASKS in answer.content.decode()


def test_new_words_are_asked_about_once(client, by, statement):
    act = reword(statement, by)
    answer = send(client, act)
    assert is_asked(answer)
    page = answer.content.decode()
    assert 'The garrison held <mark class="due">250</mark> men.' in page
    assert "It gives numbers: “250”" in page
    assert f"/admin/events/citation/add/?statement={statement.pk}" in page
    act.refresh_from_db()
    assert act.state == "draft"
    # The same form again, with no answer.
    answer = send(client, act, asked="1")
    assert answer.status_code == 302
    act.refresh_from_db()
    assert act.state == "pending"
    assert not Comment.objects.exists()


def test_page_that_asks_carries_the_summary_and_the_chosen_drafts(client, by, statement):
    act = reword(statement, by)
    page = send(client, act).content.decode()
    assert f'name="act" value="{act.pk}"' in page
    assert 'name="summary" value="Known better"' in page
    assert 'name="asked" value="1"' in page


def test_none_needed_is_told_to_the_moderator(client, by, statement):
    act = reword(statement, by)
    given = {f"answer-{statement.pk}": "common-knowledge"}
    address = send(client, act, asked="1", **given).url
    said = "Common knowledge, so no citation is needed for these words."
    assert Comment.objects.get(act=act, by=by).text == said
    client.force_login(builders.moderator())
    assert said in client.get(address).content.decode()


def test_request_goes_along_with_new_words(client, by, statement):
    event = Event.objects.get()
    new = Statement.new(event_id=event.pk, position="9", text=NEW)
    act = drafts.propose([drafts.create(new)], by=by)
    assert is_asked(send(client, act))
    send(client, act, asked="1", **{f"answer-{new.pk}": "ask"})
    sent = Changeset.objects.exclude(sent_at=None).latest("pk")
    acts = list(sent.acts.order_by("pk"))
    assert len(acts) == 2
    judge = builders.moderator()
    decisions.decide([decisions.Ruling(a.pk, "approve") for a in acts], by=judge)
    request = CitationRequest.objects.get(about=new.pk)
    assert (request.kind, request.reason) == ("citation-needed", "It gives numbers: “250”")


@pytest.mark.parametrize("value", ["nothing", "irrelevant", ""])
def test_answer_that_was_not_offered_says_nothing(client, by, statement, value):
    act = reword(statement, by)
    assert send(client, act, asked="1", **{f"answer-{statement.pk}": value}).status_code == 302
    assert not Comment.objects.exists()
    assert Act.objects.filter(changeset__author=by).count() == 1


def cited(statement):
    source, author = builders.book()
    citation = Citation.new(statement_id=statement.pk, source_id=source.pk, position="5")
    return [drafts.create(o) for o in (source, author, citation)]


def test_nothing_is_asked_where_nothing_is_due(client, by, statement):
    assert send(client, reword(statement, by, PLAIN)).status_code == 302


@pytest.mark.parametrize("what", ["a live citation", "a live request", "a citation", "a request"])
def test_words_with_a_citation_or_a_request_are_not_asked_about(client, by, statement, what):
    more = (
        cited(statement)
        if "citation" in what
        else [drafts.create(CitationRequest.new(about_id=statement.pk))]
    )
    if "live" in what:
        decisions.publish(more, by=builders.operator("other"), summary="x")
        acts = [reword(statement, by)]
    else:
        acts = [reword(statement, by), drafts.propose(more, by=by)]
    assert send(client, *acts).status_code == 302


def test_citation_that_goes_by_the_same_acts_covers_nothing(client, by, statement):
    citation = builders.published_citation(builders.operator("other"), statement)
    removal = drafts.propose([drafts.remove(Citation, citation.pk)], by=by, type="delete")
    assert is_asked(send(client, reword(statement, by), removal))


def test_words_that_stood_there_before_are_not_asked_about(client, by, statement):
    builders.approve(builders.change(statement, by, text=NEW), builders.moderator())
    assert send(client, reword(statement, by, NEW.replace("The", "A"))).status_code == 302
    assert is_asked(send(client, reword(statement, by, NEW.replace("250", "300"))))


def test_split_and_removal_bring_no_new_words(client, by, statement):
    builders.approve(builders.change(statement, by, text=f"{PLAIN} {NEW}"), builders.moderator())
    statement.refresh_from_db()
    act = statements.split(statement, at=len(PLAIN), by=by)
    assert send(client, act).status_code == 302


def test_rewording_that_settles_a_request_is_asked_about(client, by):
    builders.article(builders.operator())
    request = CitationRequest.objects.get()
    path = f"/admin/events/citationrequest/{request.pk}/resolve/"
    data = {"way": "reword", "text": NEW, "summary": "Known better", "send": "1"}
    assert is_asked(client.post(path, data))
    act = Act.objects.get(changeset__author=by)
    assert act.state == "draft"
    assert send(client, act, asked="1").status_code == 302


def test_rewording_into_what_needs_none_goes_at_once(client, by):
    builders.article(builders.operator())
    path = f"/admin/events/citationrequest/{CitationRequest.objects.get().pk}/resolve/"
    data = {"way": "reword", "text": PLAIN, "summary": "Known better", "send": "1"}
    assert client.post(path, data).status_code == 302


def test_summary_that_is_missing_is_told_first(client, by, statement):
    answer = send(client, reword(statement, by), summary=" ")
    assert answer.status_code == 409
    assert ASKS not in answer.content.decode()


def test_what_one_may_not_send_is_not_asked_about(client, by, statement):
    act = reword(statement, builders.editor("another"))
    assert not is_asked(send(client, act))


def test_questions_cost_the_same_for_one_statement_and_forty(client, by):
    op, found = builders.operator(), []
    for size in (1, 40):
        builders.article(op, [f"Of {size}, {n}." for n in range(size)], f"Of {size}")
        live = Statement.objects.filter(event__article__title=f"Of {size}")
        decisions.publish(
            [
                drafts.update(
                    CitationRequest, r.pk, resolution="declined", declined_for="irrelevant"
                )
                for r in CitationRequest.objects.filter(resolution="")
            ],
            by=op,
            summary="x",
        )
        edits = [drafts.update(Statement, s.pk, text=f"It held {s.position}0 men.") for s in live]
        act = drafts.propose(edits, by=by)
        with CaptureQueriesContext(connection) as asked:
            assert is_asked(send(client, act))
        found.append(len(asked))
        client.post(reverse("review:withdraw", args=[act.pk]))
    assert found[0] == found[1]
