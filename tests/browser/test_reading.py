"""An article in a real browser: notes beside the words, and asked for where there is no margin."""

import pytest

from events.models import Citation, Statement
from review.deciding import decisions
from review.models import User
from review.proposing import drafts
from sources.models import Source
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/articles/an-article/"


@pytest.fixture
def cited(db):
    op = builders.operator()
    builders.article(op, ["One thing happened.", "Another followed."])
    for statement in Statement.objects.order_by("position"):
        builders.published_citation(op, statement, title=f"On {statement.text}")


def tops(page):
    return page.evaluate("[...document.querySelectorAll('.event p')].map(p => p.offsetHeight)")


def test_notes_stand_in_the_margin_and_never_move_the_text(cited, browse):
    page = browse(viewport={"width": 1440, "height": 900})
    page.goto(ADDRESS)
    note = page.locator(".note").first
    assert note.is_visible()
    words, beside = page.locator(".event p").first.bounding_box(), note.bounding_box()
    assert beside["x"] > words["x"] + words["width"]
    before = tops(page)
    page.evaluate("document.querySelectorAll('.note').forEach(note => note.remove())")
    assert tops(page) == before


def test_pointing_at_a_note_lights_its_words_alone(cited, browse):
    page = browse(viewport={"width": 1440, "height": 900})
    page.goto(ADDRESS)
    page.locator(".note:not(.asks)").nth(1).hover()
    page.wait_for_timeout(200)
    lit = page.evaluate(
        "[...document.querySelectorAll('.words')].map(w => getComputedStyle(w).backgroundColor)"
    )
    assert lit[0] == "rgba(0, 0, 0, 0)"
    assert lit[1] != lit[0]


def test_first_tap_on_a_phone_shows_the_note_and_the_second_leads_to_the_list(cited, browse):
    page = browse(viewport={"width": 360, "height": 700}, has_touch=True, is_mobile=True)
    page.goto(ADDRESS)
    note = page.locator(".note").first
    assert not note.is_visible()
    page.locator(".ref a").first.tap()
    assert note.is_visible()
    assert "#" not in page.url
    page.locator(".ref a").first.tap()
    page.wait_for_url("**#note-1")


def test_keyboard_shows_a_note_and_escape_closes_it(cited, browse):
    page = browse(viewport={"width": 768, "height": 900})
    page.goto(ADDRESS)
    page.locator(".ref a").first.focus()
    assert page.locator(".note").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".note").first.is_visible()


def test_cited_article_passes_axe_with_a_link_in_a_note_and_one_that_contradicts(cited, browse):
    first = Citation.objects.order_by("pk").first()
    edits = [
        drafts.update(Citation, first.pk, direction="contradicts"),
        drafts.update(Source, first.source_id, url="https://example.org/a-book"),
    ]
    decisions.publish(edits, by=User.objects.get(username="operator"), summary="more")
    page = browse()
    page.goto(ADDRESS)
    assert page.locator(".note a").count() == 1
    assert faults(page) == []


def test_what_nothing_covers_is_shown_by_keyboard(browse, db):
    builders.article(builders.operator())
    page = browse(java_script_enabled=False)
    page.goto(ADDRESS)
    bare = page.locator(".statement.is-bare .words")
    line = "words => getComputedStyle(words).textDecorationLine"
    assert bare.evaluate(line) == "none"
    page.locator("#show-bare").focus()
    page.keyboard.press("Space")
    assert bare.evaluate(line) == "underline"
