"""A form that is sent twice is done once, and the person is told."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from events.models import Campaign, CitationRequest, Statement
from review.models import Act, Change, Comment, Notice, Restriction, SpentForm
from review.weighing import restricting
from sources.models import Source
from tests import builders
from tests.review.test_races import together
from tests.test_admin import add_inline, form_of

pytestmark = pytest.mark.django_db
SAID = "You have sent this already."
CITE = {"way": "cite", "summary": "because", "send": "1", "title": "A book"}


@pytest.fixture
def statement():
    builders.article(builders.operator())
    return Statement.objects.order_by("position").first()


@pytest.fixture
def by(client):
    person = builders.editor()
    client.force_login(person)
    return person


@pytest.fixture
def judge(client):
    person = builders.moderator()
    client.force_login(person)
    return person


def key_on(client, path, action=""):
    """The key of the form on a page, or of that one which is sent to `action`."""
    page = client.get(path).content.decode()
    return re.search(f'{re.escape(action)}.*?name="once" value="([^"]+)"', page, re.DOTALL)[1]


def twice(client, path, data, action=""):
    """Send the form of a page two times; where each led, and what was said at the second."""
    data = {**data, "once": key_on(client, path, action), "csrfmiddlewaretoken": "one"}
    first = client.post(action or path, data)
    assert (first.status_code, SpentForm.objects.count()) == (302, 1)
    client.get(first.url)
    # A token of another length or time is the same form.
    data["csrfmiddlewaretoken"] = "another"
    second = client.post(action or path, data, follow=True)
    assert second.redirect_chain[0][0] == first.url
    assert SAID in second.content.decode()
    return second


def resolve_path():
    return f"/admin/events/citationrequest/{CitationRequest.objects.get().pk}/resolve/"


def statement_path(statement, view):
    return f"/admin/events/statement/{statement.pk}/{view}/"


@pytest.mark.parametrize("button", ["send", "draft"])
def test_answer_sent_twice_cites_one_source(client, statement, by, button):
    data = {**CITE, "send": "", button: "1"}
    if button == "draft":
        del data["send"]
    twice(client, resolve_path(), data)
    act = Act.objects.get(changeset__author=by)
    created = act.changes.filter(op="create").values_list("subject__kind", flat=True)
    assert sorted(created) == ["events.citation", "sources.source"]


def test_campaign_opened_twice_is_one(client, statement, judge):
    path = "/admin/events/citationrequest/campaigns/open/?kind=citation-needed"
    today = str(timezone.now().date())
    words = {"name": "Bridges", "about": "All of them."}
    twice(client, path, {**words, "begins_on": today, "ends_on": today})
    assert Campaign.objects.count() == 1


def test_split_sent_twice_makes_one_second_half(client, statement, by):
    data = {"first": "One thing"}
    twice(client, statement_path(statement, "split"), data)
    halves = Change.objects.filter(op="create", subject__kind="events.statement")
    assert halves.filter(act__state="draft").count() == 1


def test_steps_of_the_articles_page_are_taken_once(client, statement, by):
    path = f"/admin/events/article/{statement.event.article_id}/desk/"
    data = {"do": "cite", "key": statement.pk, "title": "A book", "direction": "supports"}
    twice(client, path, data)
    assert Change.objects.filter(op="create", subject__kind="sources.source").count() == 1


def test_new_article_is_begun_once(client, by):
    twice(client, "/admin/events/article/new/", {"title": "A new article"})
    assert Change.objects.filter(op="create", subject__kind="events.article").count() == 1


def test_merge_sent_twice_is_one_draft(client, statement, by):
    second = Statement.objects.exclude(pk=statement.pk).get()
    twice(client, statement_path(second, "merge"), {})
    assert Act.objects.filter(changeset__author=by).count() == 1


def test_new_source_sent_twice_is_proposed_once(client, by):
    data = {"type": "book", "title": "A book", "contributors-TOTAL_FORMS": "0"}
    data["contributors-INITIAL_FORMS"] = "0"
    twice(client, "/admin/sources/source/add/", data)
    assert Change.objects.filter(op="create", subject__kind="sources.source").count() == 1


def test_new_citation_beside_a_statement_is_proposed_once(client, statement, by):
    builders.published_citation(builders.operator("another"), statement)
    data = form_of(client, statement_path(statement, "change"))
    source = str(Source.objects.get().pk)
    add_inline(data, "citations", source=source, locator="9", label="page", direction="supports")
    twice(client, statement_path(statement, "change"), data)
    assert Change.objects.filter(op="create", act__state="draft").count() == 1


def test_comment_sent_twice_stands_once(client, statement, judge):
    act = builders.change(statement, builders.editor(), text="Other words.")
    page = f"/admin/review/changesets/{act.changeset_id}/"
    action = f"/admin/review/acts/{act.pk}/comment/"
    twice(client, page, {"text": "Which?"}, action)
    assert Comment.objects.count() == 1
    # The same words, said anew, are another comment.
    client.post(action, {"text": "Which?", "once": key_on(client, page, action)})
    assert Comment.objects.count() == 2


def test_comment_that_was_refused_is_not_spent(client, statement, judge):
    act = builders.change(statement, builders.editor(), text="Other words.")
    page = f"/admin/review/changesets/{act.changeset_id}/"
    action = f"/admin/review/acts/{act.pk}/comment/"
    data = {"text": "Which?", "once": key_on(client, page, action)}
    held = restricting.restrict("block", by=builders.moderator("b"), reason="x", account=judge)
    client.post(action, data)
    restricting.lift(held, by=builders.moderator("c"))
    client.post(action, data)
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("found", ["yes", "no"])
def test_verifying_sent_twice_is_noted_once(client, statement, by, found):
    citation = builders.published_citation(builders.operator("another"), statement)
    path = f"/admin/events/citation/{citation.pk}/verify/"
    seen = client.get(path).context["form"]["seen"].value()
    twice(client, path, {"found": found, "read": "The book itself", "seen": seen})
    proposed = Change.objects.filter(op="create", subject__kind="events.citationrequest")
    assert proposed.filter(act__state="draft").count() == (found == "no")


def test_block_sent_twice_holds_once_and_one_lifting_ends_it(client, judge):
    by = builders.editor()
    path = f"/admin/review/restrictions/add/?account={by.pk}"
    twice(client, path, {"what": "block", "reason": "Copied texts"})
    held = Restriction.objects.get()
    assert Notice.objects.filter(to=by).count() == 1
    client.post(f"/admin/review/restrictions/{held.pk}/lift/")
    restricting.check_account(by)


def test_form_that_came_back_keeps_its_key_and_is_sent_once_corrected(client, statement, by):
    path = resolve_path()
    data = {**CITE, "summary": "", "once": key_on(client, path)}
    page = client.post(path, data).content.decode()
    assert f'name="once" value="{data["once"]}"' in page
    assert not SpentForm.objects.exists()
    assert client.post(path, {**data, "summary": "because"}).status_code == 302
    assert Act.objects.filter(changeset__author=by).count() == 1


def test_what_was_typed_anew_after_going_back_is_not_lost(client, statement, by):
    path = resolve_path()
    data = {**CITE, "once": key_on(client, path)}
    client.post(path, data)
    answer = client.post(path, {**data, "title": "Another book"}, follow=True)
    assert SAID not in answer.content.decode()
    titles = Change.objects.filter(subject__kind="sources.source").values_list("after", flat=True)
    assert "Another book" in [after["title"] for after in titles]


@pytest.mark.parametrize("key", [None, "", "none", "9" * 5000])
def test_form_without_a_key_is_done(client, statement, by, key):
    data = CITE if key is None else {**CITE, "once": key}
    assert client.post(resolve_path(), data).status_code == 302
    assert Act.objects.filter(changeset__author=by).count() == 1


def test_failure_spends_nothing(client, statement, by, monkeypatch):
    path = resolve_path()
    data = {**CITE, "once": key_on(client, path)}
    with monkeypatch.context() as patch:
        patch.setattr("review.proposing.drafts.propose", None)
        with pytest.raises(TypeError):
            client.post(path, data)
    assert client.post(path, data).status_code == 302
    assert Act.objects.filter(changeset__author=by).count() == 1


def test_old_keys_of_a_person_are_forgotten(client, statement, by):
    twice(client, resolve_path(), CITE)
    SpentForm.objects.update(at=timezone.now() - timedelta(days=2))
    client.post(resolve_path(), {**CITE, "once": key_on(client, resolve_path())})
    assert SpentForm.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_one_answers(statement):
    by, path = builders.editor(), resolve_path()
    clients = Client(), Client()
    for client in clients:
        client.force_login(by)
    data = {**CITE, "once": key_on(clients[0], path)}
    answers = together(*(lambda c=c: c.post(path, data) for c in clients))
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert Act.objects.get(changeset__author=by).state == Act.State.PENDING
    said = [client.get("/admin/review/mine/").content.decode().count(SAID) for client in clients]
    assert sorted(said) == [0, 1]


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_once_both_hear_why_it_is_refused(statement):
    """The browser shows the second answer alone: it has to be the refusal, with what was typed."""
    by, path = builders.editor(), resolve_path()
    restricting.restrict("closed", by=builders.moderator(), reason="A war", subject=statement.pk)
    clients = Client(), Client()
    for client in clients:
        client.force_login(by)
    data = {**CITE, "once": key_on(clients[0], path)}
    answers = together(*(lambda c=c: c.post(path, data) for c in clients))
    for answer in answers:
        assert "A war" in answer.content.decode()
        assert "A book" in answer.content.decode()


@pytest.mark.usefixtures("statement", "by")
def test_search_that_found_nothing_is_noted_once(client):
    request = CitationRequest.objects.get()
    page = f"/admin/events/citationrequest/{request.pk}/resolve/"
    action = f"/admin/events/citationrequest/{request.pk}/attempt/"
    twice(client, page, {"where": "The national library"}, action)
    assert request.subject.attempts.count() == 1


def test_forms_of_a_day_ago_are_forgotten_by_who_sends_again(client, statement, by):
    other, now = builders.editor("other"), timezone.now()
    made = {}
    for who, hours in ((by, 25), (by, 23), (other, 25)):
        made[who.pk, hours] = SpentForm.objects.create(
            key=uuid4(), by=who, at=now - timedelta(hours=hours), led_to="/"
        ).pk
    path = f"/admin/events/statement/{statement.pk}/change/"
    data = form_of(client, path) | {"text": "Other words.", "once": str(uuid4())}
    assert client.post(path, data).status_code == 302
    left = set(SpentForm.objects.values_list("pk", flat=True))
    assert made[by.pk, 25] not in left
    assert {made[by.pk, 23], made[other.pk, 25]} < left
