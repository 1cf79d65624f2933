"""A page on paper: its text, notes and address alone, in ink on white, none of it cut off."""

import re

import pytest
from django.conf import settings

from events.models import Dating, Statement
from review.deciding import decisions
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
WORK = "https://example.org/a-long/address/of-a-page-" + "of-a-page-" * 12
# A4 at 96 dots an inch, less the margins of the sheet.
PAPER = {"width": 672, "height": 986}
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(one => {
  const box = one.getBoundingClientRect();
  const isSeen = box.width > 0 && getComputedStyle(one).visibility === "visible" && box.right > 0;
  const hides = one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible";
  return isSeen && (box.right > innerWidth + 1 || (hides && !one.closest("svg")));
}).map(one => one.outerHTML.slice(0, 120))"""
LIGHTNESS = """() => [document.body, document.querySelector("main h1"), document.querySelector("main a")].map(
  (one, n) => getComputedStyle(one)[n ? "color" : "backgroundColor"])"""


@pytest.fixture
def site():
    """The sample article, with a work cited twice, one that has an address, and a topic."""
    op = builders.operator()
    builders.imported(op)
    first, second, third, *_ = Statement.objects.order_by("pk")
    builders.published_citation(op, first, url=WORK)
    cited = builders.published_citation(op, second, title="Twice").source_id
    again = drafts.create(
        type(second.citations.get()).new(
            statement_id=third.pk, source_id=cited, position="5", label="page", locator="12"
        )
    )
    dates = drafts.create(Dating.new(statement_id=first.pk, words="1806", edtf="1806"))
    decisions.publish([again, dates], by=op, summary="so")
    builders.topic(op, "Serbia", named=[(first, "Serbia")])


def printed(page, path, theme=""):
    page.set_viewport_size(PAPER)
    page.goto(path)
    if theme:
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    page.emulate_media(media="print")
    return page.inner_text("body")


def test_article_on_paper_is_its_text_its_notes_and_its_address(site, browse):
    page = browse()
    path = "/articles/russia-serbia-relations/"
    text = printed(page, path)
    assert Statement.objects.first().text in text
    assert WORK in text
    assert re.search(r"a↑ page 7\s+b↑ page 12", text)
    assert f"{settings.ATTESTED_URL}{path}" in text
    assert re.search(r"Version of .* \(publication [0-9]+\)\n", text)
    for words in ("Timeline", "Desk", "history", "cite this version", "all it supports", "English"):
        assert words not in text
    assert "Read this page as it was" not in text
    assert page.evaluate(CUT_OFF) == []
    assert page.pdf(format="A4").startswith(b"%PDF")
    then = printed(page, f"/at/1{path}")
    assert f"{settings.ATTESTED_URL}/at/1{path}" in then


@pytest.mark.parametrize("theme", ["", "dark", "light"])
def test_paper_is_white_and_ink_dark_in_either_theme(site, browse, theme):
    page = browse(color_scheme="dark")
    printed(page, "/articles/russia-serbia-relations/", theme)
    black, white = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
    assert page.evaluate(LIGHTNESS) == [white, black, black]


@pytest.mark.parametrize(
    "path", ["/", "/timeline/", "/topics/serbia/", "/sources/", "/search/?q=serbia"]
)
def test_nothing_is_cut_off_on_paper(site, browse, path):
    page = browse()
    printed(page, path)
    assert page.evaluate(CUT_OFF) == []
