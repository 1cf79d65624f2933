"""What is begun in a statement's panel goes on wherever its writer opens it next."""

import pytest

from events.models import Typed
from tests import builders
from tests.browser.test_writing import desk, on

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = "#panel [data-tool-of={}] [data-kept] >> text=another device"


@pytest.fixture
def article():
    return builders.article(
        builders.operator(), ["One thing happened in 1806.", "Another followed."]
    )


@pytest.fixture
def editor():
    return builders.editor("edita")


def opened(page, article, key):
    desk(page, article)
    on(page, "Another followed")
    page.keyboard.press(key)
    page.wait_for_selector("#panel :focus")


def test_what_is_begun_is_found_on_another_device_and_gone_when_it_is_done(browse, article, editor):
    page = browse("edita")
    opened(page, article, "d")
    page.keyboard.type("in spring")
    page.wait_for_selector(KEPT.format("date"))

    other = browse("edita")
    desk(other, article)
    other.click("#tray >> text=Another followed")
    other.wait_for_selector("#panel >> text=This is what you typed on")
    assert other.locator("#date_words").input_value() == "in spring"
    other.fill("#date_edtf", "1806-05")
    other.keyboard.press("Control+Enter")
    other.wait_for_selector(".hanging >> text=in spring")
    assert not other.locator("#tray >> text=Begun, not done").count()

    desk(page, article)
    on(page, "Another followed")
    page.keyboard.press("d")
    page.wait_for_selector("#date_words:focus")
    assert page.locator("#date_words").input_value() == ""


def test_a_work_that_was_chosen_is_chosen_still_and_what_is_dropped_is_gone(
    browse, article, editor
):
    builders.published_citation(
        builders.operator("other"), article.events.first().statements.first()
    )
    page = browse("edita")
    opened(page, article, "c")
    page.keyboard.type("Balkans")
    page.click("[data-found] >> text=Use")
    page.wait_for_selector("#cite_locator:focus")
    page.keyboard.type("30")
    page.wait_for_selector(KEPT.format("cite"))

    other = browse("edita")
    opened(other, article, "Enter")
    assert other.locator("#cite_locator").input_value() == "30"
    assert other.is_checked("#panel fieldset >> text=The Balkans")
    other.click("#panel >> text=Begin anew")
    other.wait_for_selector("#sheet-status >> text=Begun anew")
    assert other.locator("#cite_locator").input_value() == ""
    assert not Typed.objects.exists()


def test_words_begun_without_a_connection_are_told_of_and_kept_as_soon_as_there_is_one(
    browse, article, editor
):
    page = browse("edita")
    opened(page, article, "t")
    page.context.set_offline(True)
    page.fill("#ask_reason", "Which one?")
    page.wait_for_selector("#panel [data-tool-of=ask] [data-kept] >> text=No connection")
    page.goto("about:blank")
    page.context.set_offline(False)
    desk(page, article)
    page.wait_for_selector(KEPT.format("ask"))
    assert page.locator("#ask_reason").input_value() == "Which one?"
    assert "Which one?" in Typed.objects.get().text
