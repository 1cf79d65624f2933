"""From a printed reference to a sent citation, with the clicks and keys that it takes counted."""

import pytest

from events.models import CitationRequest, Statement
from review.models import Act, Change
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
LINE = "Novak, Ana. “The Old Bridge.” Journal of Mills 3, no. 2 (1999): 45–67."
NOTE = "Ana Novak, “The Old Bridge,” Journal of Mills 3, no. 2 (1999): 46."


class Hand:
    """Counts what a person does on a page; to paste is two keys."""

    def __init__(self, page):
        self.page, self.clicks, self.keys = page, 0, 0

    def click(self, selector):
        self.clicks += 1
        self.page.click(selector)

    def type(self, words):
        self.keys += len(words)
        self.page.keyboard.type(words)

    def paste(self, words):
        self.keys += 2
        self.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page.evaluate("words => navigator.clipboard.writeText(words)", words)
        self.page.keyboard.press("Control+V")


def opened(browse):
    page = browse("edita")
    page.goto(f"/admin/events/citationrequest/{CitationRequest.objects.get().pk}/resolve/")
    return page, Hand(page)


def finish(page, hand):
    """Name the page and why, send."""
    page.locator("#id_title[value*='Old Bridge']").wait_for(state="attached")
    hand.click("#id_locator")
    hand.type("46")
    hand.click("#id_summary")
    hand.type("He says so")
    hand.click("text=Send for review")
    assert "Sent for review" in page.inner_text(".messagelist")
    act = Act.objects.get(state="pending")
    work = Change.objects.get(act=act, subject__kind="sources.source").after
    assert (work["title"], work["container_title"]) == ("The Old Bridge", "Journal of Mills")


def test_pasted_line_is_a_sent_citation_in_four_clicks(browse):
    builders.article(builders.operator())
    builders.editor("edita")
    page, hand = opened(browse)
    hand.click("#id_paste")
    hand.paste(LINE)  # It is read at once.
    finish(page, hand)
    assert (hand.clicks, hand.keys) == (4, 14)


def test_printed_line_of_an_imported_text_needs_no_paste(browse):
    text = f"The bridge\n\nIt fell.[1]\n\nReferences\n\n[1] {LINE}\n"
    builders.imported(builders.operator(), text.encode())
    builders.editor("edita")
    page, hand = opened(browse)
    page.locator("#footnote >> text=The Old Bridge").wait_for()  # It is read as the page opens.
    finish(page, hand)
    assert (hand.clicks, hand.keys) == (3, 12)


def test_footnote_is_seen_before_it_is_sent(browse):
    builders.article(builders.operator())
    builders.editor("edita")
    page, hand = opened(browse)
    hand.click("#id_paste")
    hand.paste(LINE)
    page.locator("#id_title[value*='Old Bridge']").wait_for(state="attached")
    hand.click("#id_locator")
    hand.type("46")
    page.locator("#footnote >> text=46").wait_for()
    assert NOTE in page.inner_text("#footnote")


def test_work_that_is_here_is_seen_at_once_after_reading(browse):
    op = builders.operator()
    builders.article(op)
    statement = Statement.objects.order_by("position")[1]
    builders.published_citation(op, statement, title="The Old Bridge", doi="10.1000/abc")
    builders.editor("edita")
    page, hand = opened(browse)
    hand.click("#id_paste")
    hand.paste(f"{LINE} https://doi.org/10.1000/abc.")
    page.locator("text=It looks like one that is here").wait_for()
    offered = page.locator(".matches")
    assert "It looks like one that is here" in offered.inner_text()
    place, height = offered.bounding_box(), page.viewport_size["height"]
    assert place["y"] >= 0
    assert place["y"] + place["height"] <= height
