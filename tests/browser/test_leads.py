"""A reader's lead, in real browsers: sent on a phone without an account, made a citation at the desk,
approved, and told of by the private link."""

import pytest

from events.models import CitationRequest, Lead, Statement
from events.pages import leads
from review.models import Act
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
TEXT = "Glenny, Misha. The Balkans. London: Granta, 2012. p. 30"
LIST = "/admin/events/citationrequest/leads/"


@pytest.fixture
def world():
    op = builders.operator()
    builders.article(op, ["One thing happened in 1812.", "Another followed."])
    builders.editor("edita"), builders.moderator("mara")
    return Statement.objects.order_by("position").first()


@pytest.fixture
def quick(monkeypatch):
    """Readers of these tests type faster than people: they wait for the clock less long."""
    monkeypatch.setattr(leads, "FASTEST", 0.5)


def send(page, statement, text=TEXT):
    """A reader finds the mark in the article, and says what they know; returns their own link."""
    page.goto("/articles/an-article/")
    page.click(".request a >> nth=0")
    assert statement.text in page.inner_text("mark")
    page.check("text=I have a source for it")
    page.fill("#id_text", text)
    page.wait_for_timeout((leads.FASTEST + 0.2) * 1000)
    page.click("text=Send it to the editors")
    assert "Thank you" in page.inner_text("h1")
    return page.get_attribute(".own-link a", "href")


@pytest.mark.parametrize("scripts", [True, False])
def test_lead_of_a_reader_on_a_phone_becomes_a_footnote(world, browse, quick, scripts):
    reader = browse(java_script_enabled=scripts, **PHONE)
    link = send(reader, world)

    def told():
        reader.goto(link)
        return reader.inner_text(".fate")

    assert "It waits for an editor" in told()

    editor = browse("edita")
    editor.goto("/admin/")
    assert "1 open" in editor.inner_text(".desk-nav")
    editor.click(".desk-nav >> text=Leads")
    editor.click("text=Cite it")
    assert TEXT in editor.inner_text(".reader-says")
    assert editor.input_value("#id_paste") == TEXT
    editor.click("text=Read it into the fields")
    editor.locator("#id_title[value='The Balkans']").wait_for()
    assert editor.input_value("#id_locator") == "30"
    editor.fill("#id_summary", "A reader knew it")
    editor.click("text=Send for review")
    assert "Sent for review" in editor.inner_text(".messagelist")
    assert "proposed a citation from it; it waits for review" in told()
    assert " open" not in editor.inner_text(".desk-nav")

    moderator = browse("mara")
    moderator.goto("/admin/review/queue/")
    moderator.click(".queue-title")
    moderator.wait_for_url("**/changesets/**")
    moderator.keyboard.press("a")
    moderator.click("button[name=decide]")
    moderator.wait_for_selector("text=Published as publication")
    assert "Published on" in told()
    reader.click(".fate a")
    assert world.text in reader.inner_text("main")
    reader.goto("/articles/an-article/")
    assert "Glenny" in reader.inner_text("#note-1")


def test_too_quick_a_lead_keeps_its_text_and_is_sent_again(world, browse):
    page = browse(**PHONE)
    page.goto(f"/statements/{world.subject.anchor}/lead/")
    page.fill("#id_text", TEXT)
    page.click("text=Send it to the editors")
    assert "faster than anybody types" in page.inner_text("[role=alert]")
    assert page.input_value("#id_text") == TEXT
    page.wait_for_timeout((leads.FASTEST + 0.2) * 1000)
    page.click("text=Send it to the editors")
    assert "Thank you" in page.inner_text("h1")
    assert Lead.objects.get().text == TEXT


def test_form_is_filled_and_sent_by_keyboard_past_the_trap(world, browse, quick):
    page = browse()
    page.goto(f"/statements/{world.subject.anchor}/lead/?what=wrong")
    page.focus("input[name=what]:checked")
    assert page.evaluate("document.activeElement.value") == "wrong"
    page.keyboard.press("Tab")
    page.keyboard.type("It was 1813.")
    page.wait_for_timeout((leads.FASTEST + 0.2) * 1000)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Thank you")
    assert Lead.objects.get().text == "It was 1813."


def test_editor_declines_and_the_reader_is_told_why(world, browse):
    lead = builders.lead(world, token="known")
    editor = browse("edita")
    editor.goto(LIST)
    editor.click("text=Decline")
    editor.select_option("#id_reason", "other")
    editor.click("button[name=close]")
    assert "Say what the other reason is" in editor.inner_text(".errorlist")
    editor.fill("#id_note", "The archive is shut.")
    editor.click("button[name=close]")
    assert "Closed" in editor.inner_text(".messagelist")
    lead.refresh_from_db()
    reader = browse()
    reader.goto("/leads/known/")
    assert reader.inner_text(".fate") == "Declined: The archive is shut."


def test_pages_of_leads_fit_their_screen_and_pass_axe(world, browse):
    long = f"https://example.org/{'a' * 300} " + "And more. " * 40
    lead = builders.lead(world, long, what="wrong", token="known")
    builders.lead(world, "Another")
    request = CitationRequest.objects.get()
    anchor = world.subject.anchor
    public = (
        f"/statements/{anchor}/lead/",
        "/leads/known/",
        f"/statements/{anchor}/",
    )
    desk = (
        LIST,
        f"{LIST}{lead.pk}/",
        f"/admin/events/citationrequest/{request.pk}/resolve/?lead={lead.pk}",
        f"/admin/events/statement/{world.pk}/ask/?lead={lead.pk}",
    )
    for name, paths, context in ((None, public, None), ("edita", desk, "#content")):
        page = browse(name)
        for path in paths:
            page.goto(path)
            assert faults(page, context=context) == []
    page = browse()
    page.goto(public[0])
    page.fill("#id_text", " ")
    page.click("text=Send it to the editors")
    assert page.locator(".errorlist").is_visible()
    assert faults(page) == []
    assert not Act.objects.filter(state="draft").exists()
