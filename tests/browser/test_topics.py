"""The index and its pages in a real browser, at three widths and in both themes; and a reader's way."""

import pytest

from events.exchange.topics import edits_of
from events.models import Statement
from review.deciding import decisions
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)
TOPICS = (builders.SAMPLE.parent / "topics.toml").read_text()
LONG = "Wallachischer-Woiwodschaftsverwaltungsbezirk" * 4


@pytest.fixture
def sample():
    op = builders.operator()
    article = builders.imported(op)
    decisions.publish(edits_of(TOPICS), by=op, summary="whom it names")
    first = Statement.objects.order_by("pk").first()
    builders.published_citation(op, first)
    builders.topic(op, LONG, [("עיר", "he")], [(first, first.text[:20])], about="a " + LONG)
    return article


def test_pages_fit_their_screen_and_pass_axe(sample, browse):
    builders.editor("ana")
    public = ("/topics/", "/topics/?kind=place", "/topics/?q=zzz", "/topics/belgrade/")
    public += ("/topics/karađorđe/", f"/topics/{LONG[:80].lower()}/")
    desk = (f"/admin/events/article/{sample.pk}/mentions/",)
    found = []
    for page, paths in ((browse(), public), (browse("ana"), desk)):
        for path in paths:
            page.goto(path)
            # The footnotes are those of every page, which are looked at on an article's.
            found += faults(page, axe_at=(1440,), context={"exclude": [[".notes"]]})
    assert not found, "\n".join(found)


def test_reader_goes_from_the_index_to_a_place_to_the_next_and_to_the_article(sample, browse):
    page = browse(viewport={"width": 1440, "height": 900})
    page.goto("/")
    page.click("nav >> text=Index")
    page.wait_for_url("**/topics/")
    page.fill("main [name=q]", "краље")
    page.keyboard.press("Enter")
    page.click(".index-name")
    assert page.inner_text("h1") == "Kraljevo"
    page.focus(".locator a >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text('Raška')")
    page.click(".attested >> text=Russia–Serbia relations")
    page.wait_for_url("**/articles/**")
    assert "Raška" in page.inner_text(":target")
