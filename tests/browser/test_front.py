"""The desk's front page in a browser: it fits, axe finds nothing, keys and scripts add."""

import pytest

from events.models import CitationRequest, Statement
from review.models import Act
from review.proposing import drafts
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    op = builders.operator("olga")
    builders.imported(op)
    edita, mara = builders.editor("edita"), builders.moderator("mara")
    requests = list(CitationRequest.objects.order_by("pk")[:3])
    builders.return_(builders.answer(requests[0], edita, title="One"), mara)
    builders.approve(builders.answer(requests[1], edita, title="Two"), mara)
    builders.answer(requests[2], edita, title="Three")
    text = Statement.objects.order_by("-pk").first()
    drafts.propose(
        [drafts.update(Statement, text.pk, text="Better words.")], by=edita, title="Better words"
    )
    return op, edita, mara


def test_front_page_fits_its_screen_and_passes_axe(people, browse):
    for person in people:
        page = browse(person.username)
        for path in ("/admin/", "/admin/records/"):
            page.goto(path)
            page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
            assert faults(page, context="#content") == [], person


def test_moderator_decides_the_oldest_by_a_key(people, browse):
    page = browse("mara")
    page.goto("/admin/")
    page.keyboard.press("n")
    page.wait_for_url("**/review/changesets/*/")
    assert "Three" in page.inner_text("#content")


def test_drafts_are_sent_without_scripts_and_a_column_leads_to_its_requests(people, browse):
    page = browse(java_script_enabled=False)
    page.goto("/admin/")
    page.fill("#id_username", "edita")
    page.fill("#id_password", "secret")
    page.click("[type=submit]")
    page.fill("#front-summary", "It reads better")
    page.click("text=Send the chosen drafts")
    assert "Sent for review" in page.inner_text(".messagelist")
    assert not Act.objects.filter(state=Act.State.DRAFT).exists()
    page.goto("/admin/")
    page.click(".chart-spots a >> nth=0")
    assert "tagged=" in page.url
    assert "Worklist" in page.inner_text("h1")
