"""The pages of sources in a real browser: they fit, can be operated by all, and copy what they cite."""

import pytest

from events.models import Citation, Statement
from review.deciding import decisions
from review.proposing import drafts
from sources.models import Contributor, Source
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)
WORK = "/sources/letters-of-the-envoys/"


@pytest.fixture
def work():
    """A work of long words in several scripts, which an article cites for and against."""
    op = builders.operator()
    article = builders.article(op, ["One thing happened.", "Another followed."], "War")
    source = Source.new(
        type="book",
        title="Letters of the envoys",
        publisher="Издавачка" * 12,
        url="https://example.org/" + "long" * 60,
        isbn="9780140449136",
        issued="1998",
        archive="תולדות היהודים",
    )
    people = [
        Contributor.new(
            source_id=source.pk,
            position="5",
            family="Ćirković",
            given="Sima",
            original="Ћирковић, Сима",
        )
    ]
    statements = Statement.objects.filter(event__article=article).order_by("position")
    cited = [
        Citation.new(
            statement_id=s.pk,
            source_id=source.pk,
            position="5",
            label="page",
            locator="7",
            quotation="x" * 200,
            direction=direction,
        )
        for s, direction in zip(statements, ("supports", "contradicts"), strict=True)
    ]
    edits = [drafts.create(o) for o in (source, *people, *cited)]
    decisions.publish(edits, by=op, summary="cited")
    decisions.publish([drafts.update(Source, source.pk, issued="1999")], by=op, summary="x" * 200)


PATHS = (
    *(WORK, f"{WORK}history/", "/sources/?q=ćirković", "/sources/?type=map", "/articles/war/"),
    *("/articles/war/works/", f"/at/2999-01-01{WORK}"),
)


def test_pages_of_sources_fit_their_screen_and_pass_axe(work, browse):
    page = browse()
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "script" in said.text else None)
    for path in PATHS:
        page.goto(path)
        for opened in page.locator("details.cite-this summary").all():
            opened.click()
        assert faults(page, axe_at=(1440,)) == []
    # The policy of the site lets no script of a page run: what is told to engines is none.
    assert refused == []


def test_entry_is_copied_with_a_button_and_by_hand_without_scripts(work, browse):
    page = browse()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(WORK)
    page.click("text=Cite this work")
    page.click(".cite-this .copy >> nth=0")
    page.wait_for_selector(".cite-this .copy >> text=Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Ćirković, Sima. Letters of the envoys.")
    page.goto("/articles/war/works/")
    page.click("text=Copy the list")
    page.wait_for_selector("text=Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Ćirković, Sima. Letters")

    plain = browse(java_script_enabled=False)
    plain.goto(WORK)
    plain.click("text=Cite this work")
    assert "Letters of the envoys" in plain.inner_text(".cite-this dd")
    assert not plain.is_visible(".cite-this .copy")
    plain.goto("/sources/")
    plain.fill("#q", "ћирковић")
    plain.press("#q", "Enter")
    assert plain.locator(".source-name").count() == 1
