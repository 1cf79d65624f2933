"""A lead is taken up by an act or closed, and its private link tells its fate."""

import pytest

from events.desk import leads
from events.models import Citation, Lead, Statement
from review.deciding import amending, undoing
from review.exceptions import Refused
from review.models import Act, Decision
from review.proposing import drafts, proposals
from tests import builders
from tests.events.leads.steps import LIST, TEXT, link_in, resolve, sent, told
from tests.test_admin import form_of
from tests.test_once import twice

pytestmark = pytest.mark.django_db


def test_open_request_is_resolved_from_a_lead_whose_link_follows_the_act(
    statement, request_open, client, by
):
    link = link_in(sent(statement))
    lead = Lead.objects.get()
    listed = client.get(LIST).content.decode()
    address = f"/admin/events/citationrequest/{request_open.pk}/resolve/?lead={lead.pk}"
    assert f'href="{address}"' in listed
    page = client.get(address)
    assert page.context["form"]["paste"].value() == TEXT
    resolve(client, request_open, lead)
    lead.refresh_from_db()
    act = Act.objects.get(changeset__author=by)
    assert (lead.fate, lead.act, lead.by) == ("taken", act, by)
    waits = "An editor has proposed a citation from it; it waits for review."
    assert waits in told(link)
    builders.approve(act, builders.moderator())
    page = told(link)
    assert "Published on" in page
    assert f"/statements/{statement.subject.anchor}/" in page
    assert Citation.objects.filter(statement=statement).exists()


def test_draft_return_and_rejection_are_told(statement, request_open, client, by):
    link, judge = link_in(sent(statement)), builders.moderator()
    lead = Lead.objects.get()
    resolve(client, request_open, lead, send="", draft="1", summary="x")
    assert "still at work on it" in told(link)
    act = Act.objects.get(changeset__author=by)
    proposals.send([act], by=by, summary="Found")
    builders.return_(Act.objects.get(pk=act.pk), judge)
    assert "a moderator has asked for something more" in told(link)
    revised = drafts.revise(Act.objects.get(pk=act.pk), by=by)
    proposals.send([revised], by=by, summary="With its page")
    assert "it waits for review" in told(link)
    builders.reject(Act.objects.get(pk=revised.pk), judge)
    assert "a moderator turned that down" in told(link)
    assert link.split("/")[2] not in client.get(f"{LIST}?fate=taken").content.decode()


def test_withdrawn_act_is_told_and_the_lead_can_be_opened_again(
    statement, request_open, client, by
):
    link = link_in(sent(statement))
    lead = Lead.objects.get()
    resolve(client, request_open, lead)
    proposals.withdraw(Act.objects.get(changeset__author=by), by=by)
    assert "took back what came of it" in told(link)
    assert TEXT in client.get(f"{LIST}?fate=nothing").content.decode()
    client.post(f"{LIST}{lead.pk}/", {"reopen": "1"})
    assert "It waits for an editor" in told(link)
    assert TEXT in client.get(LIST).content.decode()
    with pytest.raises(Refused, match="open already"):
        leads.reopen(lead, by=by)


def test_amended_and_undone_work_is_told(statement, request_open, client, by):
    link, judge = link_in(sent(statement)), builders.moderator()
    resolve(client, request_open, Lead.objects.get())
    act = Act.objects.get(changeset__author=by)
    title = act.changes.get(subject__kind="sources.source")
    values = {title.pk: {**title.after, "title": "The Balkans, again"}}
    amending.amend(act, by=judge, values=values)
    assert "Published on" in told(link)
    other = builders.moderator("other")
    decision = Decision.objects.latest("pk")
    (undo,) = undoing.undo(decision, by=other, reason="It does not say so")
    builders.approve(undo.acts.get(), builders.moderator("third"))
    assert "taken back since" in told(link)


def test_statement_without_a_request_is_cited_by_the_stock_form(statement, op, client, by):
    other = Statement.objects.order_by("position").last()
    source = builders.published_citation(op, statement).source_id
    lead = builders.lead(other)
    path = f"/admin/events/citation/add/?statement={other.pk}&lead={lead.pk}"
    assert path.replace("&", "&amp;") in client.get(LIST).content.decode()
    data = {"statement": other.pk, "source": source, "direction": "supports", "_save": "1"}
    client.post(path, data)
    lead.refresh_from_db()
    assert lead.act.changes.get().subject.kind == "events.citation"
    assert lead.act.state == "draft"


def test_statement_is_asked_about_or_reworded_from_a_lead(statement, client, by):
    wrong = builders.lead(statement, what="wrong")
    path = f"/admin/events/statement/{statement.pk}/ask/?lead={wrong.pk}"
    form = client.get(path).context["form"]
    assert form["kind"].value() == "dubious"
    assert form["reason"].value() in (None, "")
    data = {"kind": "dubious", "summary": form["summary"].value(), "send": "1"}
    client.post(path, data)
    wrong.refresh_from_db()
    assert wrong.act.state == "pending"
    other = Statement.objects.order_by("position").last()
    reworded = builders.lead(other, what="wrong")
    path = f"/admin/events/statement/{other.pk}/change/?lead={reworded.pk}"
    client.post(path, form_of(client, path) | {"text": "Another thing followed."})
    reworded.refresh_from_db()
    assert reworded.act.changes.get().after == {"text": "Another thing followed."}


def test_lead_of_another_statement_takes_no_part(statement, request_open, client, by):
    other = builders.lead(Statement.objects.order_by("position").last())
    answer = resolve(client, request_open, other)
    assert answer.status_code == 200
    assert Act.objects.filter(changeset__author=by).exists()
    assert Lead.objects.get().is_open
    for odd in ("x", "9" * 30, "-1"):
        path = f"/admin/events/citationrequest/{request_open.pk}/resolve/?lead={odd}"
        assert client.get(path).status_code == 200


def test_lead_that_somebody_closed_meanwhile_stays_so_and_the_work_is_kept(statement, by):
    lead, other = builders.lead(statement), builders.editor("other")
    act = builders.change(statement, by, text="Other words.")
    leads.decline(lead, by=other, reason="holds")
    assert not leads.take(lead, by=by, act=act)
    lead.refresh_from_db()
    assert (lead.fate, lead.by) == ("declined", other)
    with pytest.raises(Refused, match="closed this lead meanwhile"):
        leads.decline(lead, by=by, reason="unclear")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": "no-source"}, "Declined: it names no source that can be looked up."),
        (
            {"reason": "holds", "note": "See the second edition."},
            "Declined: we looked, and the statement holds. See the second edition.",
        ),
        ({"reason": "other", "note": "The archive is shut."}, "Declined: The archive is shut."),
        ({"reason": "duplicate"}, "Somebody had said the same before"),
    ],
)
def test_editor_closes_a_lead_and_its_link_says_why(statement, client, by, data, sentence):
    link = link_in(sent(statement))
    lead = Lead.objects.get()
    answer = client.post(f"{LIST}{lead.pk}/", {**data, "close": "1"}, follow=True)
    assert "The reader’s private link says so" in answer.content.decode()
    assert sentence in told(link)
    lead.refresh_from_db()
    assert (lead.by, lead.act) == (by, None)


def test_closing_sent_twice_is_done_once(statement, client, by):
    lead = builders.lead(statement)
    twice(client, f"{LIST}{lead.pk}/", {"reason": "unclear", "close": "1"})
    lead.refresh_from_db()
    assert lead.reason == "unclear"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": ""}, "This field is required"),
        ({"reason": "other", "note": ""}, "Say what the other reason is"),
        ({"reason": "holds", "note": "x\u202e"}, "U+202E"),
        ({"reason": "holds", "note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_closing_without_a_reason_is_told_and_changes_nothing(
    statement, client, by, data, sentence
):
    lead = builders.lead(statement)
    page = client.post(f"{LIST}{lead.pk}/", {"note": "Kept", "close": "1"} | data)
    assert sentence in page.content.decode()
    assert Lead.objects.get().is_open
