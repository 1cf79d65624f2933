"""The desk's front page in a browser: it fits, axe finds nothing, keys and scripts add."""

import pytest

from events.models import CitationRequest, Statement
from review.models import Act
from review.proposing import drafts
from tests import builders

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["edita", "mara", "olga"])
def test_front_page_fits_its_screen_and_passes_axe(people, browse, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = browse(name, color_scheme=scheme)
    for width in (360, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("/admin/", "/admin/records/"):
            page.goto(path)
            for folded in page.query_selector_all("details"):
                folded.evaluate("it => it.open = true")
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, f"{path} is {overflow} px too wide at {width}"
            found = Axe().run(page, context="#content")
            assert found.violations_count == 0, f"{path}: {found.generate_report()}"


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
