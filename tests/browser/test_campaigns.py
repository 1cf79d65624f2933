"""A campaign in a real browser: opened from a filter, read by anyone, worked off."""

import re

import pytest

from events.desk import resolving
from events.models import CitationRequest, Statement
from review.deciding import decisions
from review.proposing import drafts, proposals
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "In May the bridge over the Drina was built, by order of the vizier, out of white stone. "
PAGE = "/campaigns/bridges-of-the-drina/"
OPEN = "/admin/events/citationrequest/campaigns/open/"


@pytest.fixture
def people():
    """An editor and a moderator, and twelve open requests."""
    op = builders.operator()
    article = builders.article(
        op, [f"{LONG * (n % 3 + 1)}So it was {n}." for n in range(12)], "Мост"
    )
    statements = Statement.objects.filter(event__article=article).order_by("position")[1:]
    edits = [drafts.create(CitationRequest.new(about_id=s.pk, kind="when")) for s in statements]
    decisions.publish(edits, by=op, summary="asked")
    return builders.editor("ana"), builders.moderator("moderator")


def resolved(people):
    """Four of the requests are resolved, by two people."""
    ana, judge = people
    other = builders.moderator("very-long-name-of-a-moderator-who-reads")
    first, second, third, fourth = CitationRequest.objects.order_by("pk")[:4]
    for request in (first, second):
        act = builders.answer(request, ana, title=f"Book {request.pk}")
        builders.approve(act, judge)
    for request, edits, by, judged in (
        (third, resolving.reword(third, text="It was built in May."), ana, judge),
        (fourth, resolving.decline(fourth, reason="irrelevant"), judge, other),
    ):
        act = drafts.propose(edits, by=by, type="resolve")
        proposals.send([act], by=by, summary=f"done {request.pk}")
        builders.approve(act, judged)


def test_a_campaign_is_opened_from_a_filter_read_by_anyone_and_worked_off(people, browse):
    judge = browse("moderator")
    judge.goto("/admin/events/citationrequest/worklist/?q=bridge")
    judge.click("text=Make a campaign of this filter")
    judge.fill("#id_name", "Bridges of the Drina")
    judge.fill("#id_about", "Every bridge deserves a source.")
    judge.click("text=Open the campaign")
    assert "It is open, with 12 requests." in judge.inner_text(".messagelist")
    resolved(people)
    anyone = browse(java_script_enabled=False)
    anyone.goto("/changes/")
    anyone.click("text=Campaigns")
    anyone.click("text=Bridges of the Drina")
    assert "4 of 12 resolved: 2 cited" in anyone.inner_text(".campaign-told")
    assert anyone.locator(".who tbody tr").count() == 2
    assert anyone.locator(".campaign-items > li").count() == 8
    anyone.click("text=Take the next")
    assert anyone.url.split("?")[0].endswith("/admin/login/")
    editor = browse("ana")
    editor.goto(PAGE)
    editor.click("text=Take the next")
    assert re.search(r"/resolve/\?campaign=\d+$", editor.url)
    assert "So it was 4." in editor.inner_text(".lit")
    editor.click("text=Back to the list")
    assert "8 open requests" in editor.inner_text(".counts")


def test_pages_of_campaigns_fit_their_screen_and_pass_axe(people, browse):
    campaign = builders.campaign(people[1], "Bridges of the Drina", q="bridge")
    resolved(people)
    desk = "/admin/events/citationrequest/campaigns/"
    desk_pages = (desk, f"{OPEN}?kind=when", OPEN, f"{desk}{campaign.pk}/")
    for page, paths in (
        (browse(), (PAGE, "/campaigns/", "/campaigns/?state=running")),
        (browse("moderator"), desk_pages),
    ):
        for path in paths:
            page.goto(path)
            assert faults(page, widths=(360, 1440)) == []
