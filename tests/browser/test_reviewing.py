"""A moderator reads an act as the article's page reads, and decides on it by keys."""

import pytest

from events.desk import resolving
from events.models import Citation, CitationRequest, Statement
from review.models import Act
from review.proposing import drafts, proposals
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def changeset():
    """A new work cited for one request of the sample, another declined, a third reworded."""
    builders.imported(builders.operator())
    by = builders.editor("edita")
    builders.moderator("mara")
    first, second, third = CitationRequest.objects.order_by("pk")[:3]
    source, author = builders.book()
    edits = resolving.cite(
        first, new_source=source, contributors=[author], label="page", locator="30"
    )
    text = Statement.objects.get(pk=third.about_id).text
    acts = [
        drafts.propose(edits, by=by, type="resolve"),
        drafts.propose(resolving.decline(second, reason="lead"), by=by, type="resolve"),
        drafts.propose(resolving.reword(third, text=f"{text} So it was."), by=by, type="resolve"),
    ]
    return proposals.send(acts, by=by, summary="three ways")


# What is read after the heading of an act: the text of the first paragraph of the article in it.
FIRST_READ = """act => {
  const after = act.querySelector(':scope > header').nextElementSibling;
  return after.querySelector('h3').nextElementSibling.textContent;
}"""


def test_sentence_is_read_first_and_the_keys_decide(changeset, browse):
    page = browse("mara", viewport={"width": 1280, "height": 800})
    page.goto("/admin/review/queue/")
    assert "So it was." in page.inner_text(".queue") or page.locator(".queue-title ins").count()
    assert "Russia–Serbia relations" in page.inner_text(".queue-page >> nth=0")
    page.click(".queue-title >> nth=0")
    page.wait_for_url("**/changesets/**")
    first = page.locator(".act").first
    assert first.evaluate(FIRST_READ).strip().startswith("Serbia and Russia lie far apart")
    assert "[citation needed]" in first.locator(".scene-mark del").inner_text()
    assert "Glenny, The Balkans (Granta, 2012), 30" in first.locator(".scene-notes").inner_text()
    assert not first.locator("text=Publisher").is_visible()
    first.locator("summary >> text=The work, field by field").click()
    assert first.locator("text=Publisher").is_visible()
    page.locator("h1").click()
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.type("It is not in the lead.")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("Say when.")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=1 approved, 1 returned, 1 rejected")
    states = Act.objects.filter(changeset=changeset).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["approved", "rejected", "returned"]
    assert Citation.objects.count() == 1


def test_fold_opens_by_keyboard_and_decides_nothing(changeset, browse):
    page = browse("mara", viewport={"width": 1280, "height": 800})
    page.goto(f"/admin/review/changesets/{changeset.pk}/")
    page.keyboard.press("a")
    summary = page.locator("summary >> text=The work, field by field")
    summary.focus()
    page.keyboard.press("Enter")
    assert page.locator("text=Publisher").first.is_visible()
    assert set(Act.objects.filter(changeset=changeset).values_list("state", flat=True)) == {
        "pending"
    }


def test_acts_fit_their_screen_and_pass_axe(changeset, browse):
    page = browse("mara")
    for path in (f"/admin/review/changesets/{changeset.pk}/", "/admin/review/queue/"):
        page.goto(path)
        for fold in page.locator(".folded > summary").all():
            fold.click()
        assert faults(page, widths=(360, 1440), context="#content") == []
