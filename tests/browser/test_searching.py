"""The search in a real browser: it fits, can be operated by all, suggests, and works without scripts."""

import pytest

from events.models import Event, Statement
from review.deciding import decisions
from review.proposing import drafts
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site():
    """The sample article, and a work and a heading of long words."""
    op = builders.operator()
    builders.imported(op)
    statement = Statement.objects.order_by("pk")[2]
    builders.published_citation(op, statement, title="Serbia: a history" + "х" * 90)
    event = Event.objects.order_by("pk")[2]
    heading = drafts.update(Event, event.pk, heading="Serbia’s rising")
    decisions.publish([heading], by=op, summary="Headed")


PATHS = (
    *("/timeline/", "/search/", "/search/?q=serbia", "/search/?q=Карађорђе&state=cited"),
    *("/search/?q=serbia&in=named", "/search/?q=karadjorgje", "/search/?q=napoleon+lavrov"),
)


def test_pages_of_the_search_fit_their_screen_and_pass_axe(site, browse):
    page = browse()
    for path in PATHS:
        page.goto(path)
        assert faults(page, axe_at=(1440,)) == []
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("/timeline/")
    page.fill("#find", "serb")
    page.wait_for_selector("#find-suggestions li")
    assert faults(page, widths=(360,)) == []


def test_suggestions_are_chosen_by_keyboard_and_go_with_escape(site, browse):
    page = browse()
    page.goto("/")
    page.click("#find")
    page.keyboard.type("karadj")
    page.wait_for_selector("#find-suggestions li")
    assert page.get_attribute("#find", "aria-expanded") == "true"
    assert "karađorđe" in page.inner_text("#find-suggestions")
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#find", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    page.keyboard.press("Escape")
    assert page.is_hidden("#find-suggestions")
    assert page.input_value("#find") == "karadj"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=kara*")
    assert page.locator("mark").first.inner_text() == "Karađorđe"


def test_a_suggested_title_is_opened_by_the_pointer(site, browse):
    page = browse()
    page.goto("/search/")
    page.fill("#q", "russia–ser")
    page.click("#q-suggestions li >> nth=0")
    page.wait_for_url("**/articles/**")


def test_search_without_scripts_is_a_form(site, browse):
    page = browse(java_script_enabled=False)
    page.goto("/")
    page.fill("#find", "карађорђе")
    page.press("#find", "Enter")
    page.wait_for_url("**/search/**")
    assert page.locator(".hit mark").count() == 2
    page.get_by_role("link", name="Cited", exact=True).click()
    assert page.locator(".hit mark").count() == 1
    page.click(".hit a")
    page.wait_for_url("**/articles/**")


def test_what_narrows_is_folded_on_a_phone_and_open_on_a_wide_screen_without_scripts(site, browse):
    page = browse(java_script_enabled=False)
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("/search/?q=serbia")
    choice, fold = page.locator(".narrow li a").first, page.locator(".narrow summary")
    assert choice.is_hidden()
    fold.click()
    assert choice.is_visible()
    page.goto("/search/?q=serbia&in=statements")
    assert choice.is_visible(), "what was chosen is seen"
    page.goto("/search/?q=serbia")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert choice.is_visible()
    assert fold.is_hidden()
    choice.click()
    assert "in=" in page.url
