"""A request on some words of a statement: one act cuts it around them, and all else stays in its place."""

import re

import pytest

from events.desk import resolving
from events.models import CitationRequest, Dating, Statement
from review.deciding import decisions, undoing
from review.models import Act, Decision
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db
TEXT = "In 1806 the town fell, its 300 houses burnt, and the court fled north."


@pytest.fixture
def by(client):
    found = builders.editor()
    client.force_login(found)
    return found


@pytest.fixture
def statement():
    """Cited, dated, and followed by another."""
    op = builders.operator()
    builders.article(op, ["Asked.", TEXT, "It stayed away."], "The siege")
    found = Statement.objects.get(text=TEXT)
    builders.published_citation(op, found)
    dating = Dating.new(statement_id=found.pk, words="1806", edtf="1806")
    decisions.publish([drafts.create(dating)], by=op, summary="dated")
    return found


def ask(client, statement, only, **more):
    data = {"kind": "dubious", "reason": "Who counted?", "only": only, "summary": "x", "send": "1"}
    return client.post(f"/admin/events/statement/{statement.pk}/ask/", data | more)


def page_of(client):
    """The paragraph as readers have it, a mark as [#]."""
    page = client.get("/articles/the-siege/").content.decode()
    (found,) = re.findall(r"<p[^>]*>(?:(?!</p>).)*In 1806.*?</p>", page, re.DOTALL)
    found = re.sub(r'<sup class="ref.*?</sup>', "[1]", found, flags=re.DOTALL)
    found = re.sub(r'<sup class="request.*?</sup>', "[?]", found, flags=re.DOTALL)
    found = re.sub(r'<span class="note.*?</span>|<a class="when.*?</a>', "", found, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", found).split())


def approve(by):
    act = Act.objects.get(changeset__author=by, state="pending")
    builders.approve(act, builders.moderator())
    return act


def asked():
    (found,) = CitationRequest.objects.filter(kind="dubious")
    return Statement.objects.get(pk=found.about_id).text


@pytest.mark.parametrize(
    ("only", "part", "page"),
    [
        (
            "its 300 houses",
            "its 300 houses",
            "In 1806 the town fell, its 300 houses[?] burnt, and the court fled north.[1]",
        ),
        (  # A piece of a word, and words broken over lines.
            "300\nhouse",
            "300 houses",
            "In 1806 the town fell, its 300 houses[?] burnt, and the court fled north.[1]",
        ),
        (
            "In 1806",
            "In 1806",
            "In 1806[?] the town fell, its 300 houses burnt, and the court fled north.[1]",
        ),
        (
            "fled north",
            "fled north.",
            "In 1806 the town fell, its 300 houses burnt, and the court[1] fled north.[?]",
        ),
        (TEXT, TEXT, f"{TEXT}[1][?]"),
    ],
)
def test_request_on_words_is_on_those_alone_and_the_rest_stays(
    client, by, statement, only, part, page
):
    assert ask(client, statement, only).status_code == 302
    act = approve(by)
    assert asked() == part
    assert page_of(client) == f"Asked.[?] {page} It stayed away."
    assert act.type == ("edit" if part == TEXT else "split")
    (dating,) = Dating.objects.all()
    assert "1806" in dating.statement.text


def test_page_reads_as_before_when_it_is_undone(client, by, statement):
    before = page_of(client)
    ask(client, statement, "its 300 houses")
    approve(by)
    assert page_of(client) != before
    (sent,) = undoing.undo(
        Decision.objects.latest("pk"), by=builders.moderator("second"), reason="Not so"
    )
    builders.approve(sent.acts.get(), builders.moderator("third"))
    assert page_of(client) == before


@pytest.mark.parametrize(
    ("only", "said"),
    [
        ("its 400 houses", "These words are not in the statement: copy them as they stand."),
        ("the", "These words stand there more than once: add a word before or after."),
    ],
)
def test_words_that_cant_be_placed_are_told_and_kept(client, by, statement, only, said):
    answer = ask(client, statement, only)
    assert said in answer.content.decode()
    assert answer.context["form"]["only"].value() == only
    assert not Act.objects.filter(changeset__author=by).exists()


def test_words_that_stand_twice_are_those_that_were_marked(client, by, statement):
    place = TEXT.rindex("the")
    assert ask(client, statement, "the", near=place).status_code == 302
    approve(by)
    (request,) = CitationRequest.objects.filter(kind="dubious")
    before = Statement.objects.filter(position__lt=request.about.statement.position)
    assert (
        before.order_by("position").last().text
        == "In 1806 the town fell, its 300 houses burnt, and"
    )


@pytest.mark.parametrize("near", ["x", "9" * 5000, "-1", "٣"])
def test_place_that_is_none_is_passed_over(client, by, statement, near):
    assert ask(client, statement, "its 300 houses", near=near).status_code == 302


def test_draft_of_other_words_is_not_cut(client, by, statement):
    drafts.propose([drafts.update(Statement, statement.pk, text="Other words.")], by=by)
    assert (
        "You have a draft on this statement" in ask(client, statement, "its 300").content.decode()
    )


def test_public_page_of_a_statement_leads_to_the_form(client, by, statement):
    address = f"/statements/{statement.subject.anchor}/"
    form = f"/admin/events/statement/{statement.pk}/ask/"
    assert f'href="{form}"' in client.get(address).content.decode()
    assert client.get(form).status_code == 200
    past = client.get(f"/at/2999-01-01T00:00:00Z{address}")
    assert past.status_code != 200 or form not in past.content.decode()
    decisions.publish(resolving.remove_statement(statement), by=builders.operator("o"), summary="x")
    assert form not in client.get(address).content.decode()
