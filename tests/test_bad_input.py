"""What nobody means to send: a clear sentence each, and nothing changed."""

import pytest
from django.test import Client

from events.models import CitationRequest, Statement
from review.deciding import decisions
from review.models import Act, Comment, Decision, User
from review.proposing import drafts
from sources.formatting import citeproc
from tests import builders

pytestmark = pytest.mark.django_db
FAR = "9" * 5000


@pytest.fixture(scope="module")
def begun(for_all):
    with for_all():
        builders.article(builders.operator())
        builders.moderator()
        statement = Statement.objects.order_by("position").first()
        builders.change(statement, builders.editor(), text="Other words.")


@pytest.fixture
def world(begun):
    """(a moderator's browser, an act that waits, its author)."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="moderator"))
    return client, Act.objects.get(state="pending"), User.objects.get(username="editor")


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("changesets/{changeset}/decide/", {"verdict-{act}": "reject", "reason-{act}": "N\0"}),
        ("changesets/{changeset}/decide/", {"verdict-{act}": "approve", "reason": "N\0"}),
        ("acts/{act}/comment/", {"text": "N\0"}),
        ("decisions/{decision}/undo/", {"reason": "N\0"}),
        ("send/", {"summary": "N\0"}),
        ("restrictions/add/?anchor=%00", {}),
    ],
)
def test_character_that_no_text_can_have_is_refused_in_a_sentence(world, path, data):
    client, act, _ = world
    parts = {
        "act": act.pk,
        "changeset": act.changeset_id,
        "decision": Decision.objects.first().pk,
    }
    form = {name.format(**parts): value for name, value in data.items()}
    answer = client.post(f"/admin/review/{path.format(**parts)}", form)
    assert answer.status_code == 400
    assert "U+0000" in answer.content.decode()
    assert Act.objects.get(pk=act.pk).state == "pending"
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/articles/%00/",
        "/sources/%00/",
        "/sources/?after=%00",
        "/articles/an-article/compare/?from=%00",
        "/weeks/%00/",
        "/topics/?q=%00",
        "/topics/%00/",
        "/at/%00/",
        "/admin/review/queue/?type=%00",
        "/admin/events/citationrequest/sources/?q=%00",
        "/admin/events/citationrequest/?q=%00",
    ],
)
def test_addresses_with_such_a_character_are_refused(world, path):
    assert world[0].get(path).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        f"/admin/review/queue/?after={FAR}",
        f"/admin/review/inbox/?before={FAR}",
        f"/admin/review/restrictions/?before={FAR}",
        f"/changes/?before={FAR}",
        f"/articles/an-article/history/?before={FAR}",
        f"/admin/events/citationrequest/?period={FAR}",
        f"/admin/review/changesets/{{changeset}}/?after={FAR}&beyond={FAR}",
    ],
)
def test_a_number_that_no_key_has_is_passed_over(world, path):
    client, act, _ = world
    assert client.get(path.format(changeset=act.changeset_id), follow=True).status_code == 200


def test_an_act_of_such_a_number_is_not_sent(world):
    client, _, _ = world
    page = client.post("/admin/review/send/", {"act": FAR, "summary": "x"}, follow=True)
    assert "choose at least one draft" in page.content.decode()


def test_a_day_too_far_is_told(world):
    client, _, by = world
    form = {"start": "2026-01-01", "end": "9999-12-31", "reason": "x"}
    page = client.post(f"/admin/review/accounts/{by.pk}/undo/", form).content.decode()
    assert "Choose a day before the year 3000." in page
    form = {"what": "block", "reason": "x", "until": "9999-12-31"}
    page = client.post(f"/admin/review/restrictions/add/?account={by.pk}", form).content.decode()
    assert "Choose a day before the year 3000." in page


def test_a_statement_of_a_megabyte_is_proposed_read_and_published(world):
    client, act, by = world
    statement = Statement.objects.order_by("position").last()
    long = "word " * 200_000 + "end."
    act = builders.change(statement, by, text=long)
    answer = client.get(f"/admin/review/changesets/{act.changeset_id}/")
    assert answer.status_code == 200
    builders.approve(act, builders.moderator("second"), expect={})
    assert Statement.objects.get(pk=statement.pk).text == long
    assert client.get("/articles/an-article/").status_code == 200


def test_more_than_can_be_read_at_once_is_told(world):
    client, act, _ = world
    answer = client.post(f"/admin/review/acts/{act.pk}/comment/", {"text": "x" * 6_000_000})
    assert answer.status_code == 400
    assert "larger than 5 MB" in answer.content.decode()


def test_a_search_place_too_long_is_told(world):
    client, _, by = world
    client.force_login(by)
    request = CitationRequest.objects.get()
    address = f"/admin/events/citationrequest/{request.pk}/attempt/"
    page = client.post(address, {"where": "x" * 400}, follow=True).content.decode()
    assert "at most 300 characters" in page


def test_work_that_cant_be_formatted_is_told_at_sending_and_never_undoes_a_decision(
    world, monkeypatch
):
    client, _, by = world
    request = CitationRequest.objects.get()
    answer = builders.answer(request, by)
    monkeypatch.setattr(citeproc, "_pandoc", lambda: "/no/such/pandoc")
    source, author = builders.book(title="A work that nobody has seen")
    edits = [drafts.create(source), drafts.create(author)]
    draft = drafts.propose(edits, by=by)
    client.force_login(by)
    page = client.post(
        "/admin/review/send/", {"act": draft.pk, "summary": "x"}, follow=True
    ).content.decode()
    assert "which formats footnotes, did not start" in page
    draft.refresh_from_db()
    assert draft.state == "draft"
    builders.approve(answer, builders.moderator("second"))
    answer.refresh_from_db()
    assert answer.state == "approved"
    op = builders.operator("op2")
    decisions.publish(edits, by=op, summary="at once, without pandoc")
    assert client.get("/sources/a-work-that-nobody-has-seen/").status_code == 200
