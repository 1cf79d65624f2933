"""The whole journey, in a real browser: from a citation request to a footnote."""

import re

import pytest

from events.models import Article, CitationRequest, Statement
from review.models import Act, Subject
from review.proposing import drafts, proposals
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)
ARTICLE = "/articles/russia-serbia-relations/"
NOTE = "Misha Glenny, The Balkans: Nationalism, War and the Great Powers (Granta, 2012), 30."


@pytest.fixture
def people():
    builders.imported(builders.operator())
    return builders.editor("edita"), builders.moderator("mara")


def answer(page):
    """The editor takes the first request, and answers it with a new book and a page."""
    page.goto("/admin/")
    page.click(".desk-nav >> text=Worklist")
    page.click(".item:has(.mark:text('citation needed')) .item-link >> nth=0")
    assert "Serbia and Russia lie far apart" in page.inner_text(".lit")
    page.click("text=or enter a new one")
    page.fill("#id_title", "The Balkans: Nationalism, War and the Great Powers")
    page.fill("#id_names", "Glenny, Misha")
    page.fill("#id_publisher", "Granta")
    page.fill("#id_publisher_place", "London")
    page.fill("#id_issued", "2012")
    page.fill("#id_locator", "30")
    page.fill("#id_summary", "Glenny says it in his first chapter")
    page.locator("#footnote >> text=Glenny").wait_for()
    assert NOTE in page.inner_text("#footnote")
    page.click("text=Send for review")
    assert "Sent for review" in page.inner_text(".messagelist")


def review(page, verdict, reason=""):
    """The moderator opens the oldest proposal, reads it, and decides."""
    page.goto("/admin/review/queue/")
    page.click(".queue-title")
    page.wait_for_url("**/changesets/**")
    assert "Glenny says it in his first chapter" in page.inner_text(".why")
    changes = page.inner_text(".review-grid")
    assert "As readers will see it" in changes
    assert "1 citation request settled" in changes
    page.keyboard.press({"approve": "a", "reject": "x"}[verdict])
    if reason:
        page.keyboard.type(reason)
    button = page.locator("button[name=decide]")
    assert button.inner_text() == f"{verdict.capitalize()} 1"
    button.click()


def test_journey_from_request_to_footnote(people, browse):
    reader = browse()
    reader.goto(ARTICLE)
    marks = reader.locator(".request").count()
    assert reader.locator(".ref").count() == 0

    answer(browse("edita"))
    reader.reload()
    assert reader.locator(".request").count() == marks

    moderator = browse("mara")
    review(moderator, "approve")
    assert "Published as publication 2" in moderator.inner_text(".messagelist")

    reader.reload()
    assert reader.locator(".request").count() == marks - 1
    assert reader.locator(".ref").count() == 1
    assert NOTE in reader.inner_text(".statement.is-cited .note")
    assert reader.inner_text("#note-1").endswith("page 30")
    assert "1 cited" in reader.inner_text(".article-header")

    reader.hover(".statement.is-cited .words")
    reader.click(".statement.is-cited .handle")
    history = reader.inner_text("main")
    assert "Edita · approved by Mara" in history
    assert "Cited The Balkans" in history


def test_journey_with_a_reject_never_changes_the_readers_page(people, browse, client):
    before = client.get(ARTICLE).content
    answer(browse("edita"))
    assert client.get(ARTICLE).content == before
    moderator = browse("mara")
    review(moderator, "reject", "The page does not say so")
    assert "1 rejected" in moderator.inner_text(".messagelist")
    assert client.get(ARTICLE).content == before
    editor = browse("edita")
    editor.goto("/admin/review/mine/")
    assert "The page does not say so" in editor.inner_text("main, #content")


def test_article_reads_without_scripts_and_by_keyboard(people, browse):
    page = browse(java_script_enabled=False)
    page.goto(ARTICLE)
    assert page.locator(".event").count() == 30
    # What many marks say of themselves is said once, and a mark leads to who can answer it.
    assert page.inner_text("main").count("placed by the importer") == 1
    mark = page.locator(".request a").first
    mark.focus()
    mark.press("Enter")
    page.wait_for_url("**/lead/")
    assert page.inner_text("h1") == "What do you know of this statement?"


def test_pages_fit_their_screen_and_pass_axe(people, browse):
    page = browse()
    anchor = Subject.objects.get(pk=Statement.objects.first().pk).anchor
    paths = ["/", ARTICLE, f"{ARTICLE}coverage/", "/timeline/", "/timeline/?from=1900"]
    for path in (*paths, "/sources/", "/changes/", f"/statements/{anchor}/"):
        page.goto(path)
        assert faults(page) == []


def test_resolve_and_review_pages_pass_axe(people, browse):
    request = CitationRequest.objects.order_by("pk").first()
    act = builders.answer(request, builders.editor("emil"))
    page = browse("mara")
    for path in (
        f"/admin/events/citationrequest/{request.pk}/resolve/",
        f"/admin/review/changesets/{act.changeset_id}/",
        "/admin/review/queue/",
        "/admin/review/mine/",
    ):
        page.goto(path)
        assert faults(page, widths=(1440,), context="#content") == []


def test_moderator_is_told_when_somebody_else_decided(people, browse):
    act = builders.answer(CitationRequest.objects.order_by("pk").first(), people[0])
    page = browse("mara")
    page.goto(f"/admin/review/changesets/{act.changeset_id}/")
    builders.approve(act, builders.moderator("milan"))
    page.keyboard.press("a")
    page.click("button[name=decide]")
    assert re.search("someone may have decided", page.inner_text(".messagelist"))


def test_review_page_is_worked_by_keys(people, browse):
    edita, _ = people
    acts = [
        drafts.propose([drafts.create(Article.new(title=title))], by=edita)
        for title in ("First one", "Second one")
    ]
    changeset = proposals.send(acts, by=edita, summary="two articles")
    page = browse("mara", viewport={"width": 1280, "height": 800})
    page.goto(f"/admin/review/changesets/{changeset.pk}/")
    decide = page.locator("[name=decide]")
    assert decide.is_disabled()
    assert page.locator("text=The page as readers will have it").is_disabled()
    assert page.locator(".keys").is_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.type("It is there already.")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.press("a")
    assert decide.inner_text() == "Approve 1, reject 1"
    assert page.locator("[name=all]").inner_text() == "Approve the rest: 1 act, reject 1"
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 approved, 1 rejected")
    states = Act.objects.filter(changeset=changeset).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["approved", "rejected"]


def test_consequences_stand_before_the_acts_on_a_small_screen(people, browse):
    edita, _ = people
    act = drafts.propose([drafts.create(Article.new(title="One"))], by=edita)
    changeset = proposals.send([act], by=edita, summary="an article")
    page = browse("mara", viewport={"width": 768, "height": 900})
    page.goto(f"/admin/review/changesets/{changeset.pk}/")
    where = [page.locator(name).bounding_box() for name in (".review-side", ".review-acts")]
    assert where[0]["y"] < where[1]["y"]
    page.set_viewport_size({"width": 1440, "height": 900})
    side, acts = (page.locator(name).bounding_box() for name in (".review-side", ".review-acts"))
    assert side["x"] > acts["x"] + acts["width"] - 1


def test_links_of_a_form_lie_over_nothing(people, browse):
    page = browse("edita", viewport={"width": 1440, "height": 900})
    page.goto(f"/admin/events/statement/{Statement.objects.first().pk}/change/")
    links = page.locator(".object-tools").bounding_box()
    words = page.locator("text=Saving keeps a draft").bounding_box()
    assert links["height"] > 0
    assert links["y"] + links["height"] <= words["y"]
