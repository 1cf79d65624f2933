"""Requests resolved in a real browser, by keyboard alone; and what a lost connection keeps."""

import pytest

from events.models import CitationRequest, Typed
from review.models import Act, Changeset
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
WORKLIST = "/admin/events/citationrequest/worklist/"
REFERENCE = (
    "Glenny, Misha (2012). The Balkans: Nationalism, War and the Great Powers. London: Granta."
)


@pytest.fixture
def article():
    return builders.imported(builders.operator())


@pytest.fixture
def edita(article):
    return builders.editor("edita")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def test_ten_requests_are_resolved_by_keyboard_alone(edita, browse):
    page = browse("edita", viewport={"width": 1280, "height": 900})
    page.goto(WORKLIST)
    with page.expect_navigation():
        press(page, "n")
    for number in range(10):
        page.wait_for_selector(".resolve-form")
        if number % 2:
            # Declined: the fourth way, its reason, the summary.
            page.focus("[name=way]:checked")
            press(page, "ArrowDown", "ArrowDown", "ArrowDown", "Tab")
            page.keyboard.type("common")
            press(page, "Tab", "Tab")
        else:
            press(page, "/")
            page.keyboard.type("glenny" if number else "a work that nobody has")
            if number:
                page.locator("#found-sources button").first.wait_for()
                press(page, "Tab", "Enter")  # “Use”, and on to the place.
                page.keyboard.type("30")
            else:
                page.focus("#id_paste")
                page.keyboard.insert_text(REFERENCE)
                press(page, "Tab", "Enter")  # Read it into the fields.
                page.locator("#id_title[value*='Balkans']").wait_for()
                page.focus("#id_locator")
                page.keyboard.type("30")
            page.focus("#id_summary")
        assert page.evaluate("document.activeElement.id") == "id_summary"
        page.keyboard.type(f"Found it, {number}")
        with page.expect_navigation():
            press(page, "Control+Enter")
        assert "Sent for review" in page.inner_text(".messagelist")
        if not number:
            judge = builders.moderator(f"mara{number}")
            builders.approve(Act.objects.get(state="pending"), judge)
    assert Changeset.objects.filter(author=edita, sent_at__isnull=False).count() == 10


def test_all_keys_are_shown_on_asking(edita, browse):
    page = browse("edita")
    request = CitationRequest.objects.order_by("pk").first()
    for path in (WORKLIST, f"/admin/events/citationrequest/{request.pk}/resolve/"):
        page.goto(path)
        press(page, "?")
        told = page.inner_text("dialog.all-keys")
        assert "these keys" in told
        assert ("next, previous item" if path == WORKLIST else "note a search") in told
        press(page, "Escape")
        page.locator("dialog").wait_for(state="detached")


def test_a_lost_connection_says_so_and_keeps_the_words_and_another_device_goes_on(edita, browse):
    request = CitationRequest.objects.order_by("pk").first()
    path = f"/admin/events/citationrequest/{request.pk}/resolve/"
    page = browse("edita")
    page.goto(path)
    page.context.set_offline(True)
    page.fill("#id_quotation", "So it was written")
    page.locator("[data-said] >> text=There is no connection").wait_for()
    assert not Typed.objects.exists()
    page.context.set_offline(False)
    page.locator("[data-said] >> text=Kept at").wait_for(timeout=20_000)
    other = browse("edita")
    other.goto(path)
    assert other.input_value("#id_quotation") == "So it was written"
    assert "This is what you typed on" in other.inner_text(".resolve-form")


def test_words_take_the_lease_and_who_comes_later_is_told(edita, browse):
    builders.editor("emil")
    request = CitationRequest.objects.order_by("pk").first()
    path = f"/admin/events/citationrequest/{request.pk}/resolve/"
    page, other = browse("edita"), browse("emil")
    page.goto(path)
    other.goto(path)
    page.fill("#id_quotation", "So")
    page.locator(".claim >> text=You are on it until").wait_for()
    other.fill("#id_quotation", "It")
    other.locator(".claim >> text=Edita is on it until").wait_for()
    press(other, "Escape")  # Out of the field.
    with other.expect_navigation():
        press(other, "s")
    assert str(request.pk) not in other.url


def test_the_form_works_without_scripts(edita, browse):
    builders.published_citation(
        builders.operator("op2"), CitationRequest.objects.last().about.statement
    )
    request = CitationRequest.objects.order_by("pk").first()
    page = browse("edita", java_script_enabled=False)
    page.goto(f"/admin/events/citationrequest/{request.pk}/resolve/")
    page.fill("#id_find", "glenny")
    page.click("[name=preview]")
    page.check(".matches input[type=radio] >> nth=0")
    page.fill("#id_locator", "30")
    page.fill("#id_summary", "Glenny has it")
    page.click("[name=preview]")
    assert "Misha Glenny" in page.inner_text("#footnote")
    page.check(".matches input[type=radio] >> nth=0")
    page.click("[name=send]")
    assert "Sent for review" in page.inner_text(".messagelist")
