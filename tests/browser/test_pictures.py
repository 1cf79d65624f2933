"""The README's pictures, taken of real pages.

`ATTESTED_PICTURES=docs make test PYTEST=tests/browser/test_pictures.py` takes them anew.
"""

import os
from pathlib import Path

import pytest

from events.models import Citation, CitationRequest, Statement
from review.deciding import decisions
from review.proposing import drafts, proposals
from sources.models import Contributor, Source
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
WORKS = (
    ("The Balkans: Nationalism, War and the Great Powers", "Glenny", "Misha", "Granta", "2012"),
    ("Serbia: The History behind an Identity", "Pavlowitch", "Stevan K.", "Hurst", "2002"),
    ("Срби међу европским народима", "Ћирковић", "Сима", "Equilibrium", "2004"),
)


@pytest.fixture
def folder(tmp_path):
    return Path(os.environ.get("ATTESTED_PICTURES") or tmp_path)


@pytest.fixture
def desk():
    """The sample with some of its requests answered, and one answer that waits for review."""
    op, by, judge = builders.operator(), builders.editor("edita"), builders.moderator("mara")
    builders.imported(op)
    statements = list(Statement.objects.order_by("event__position", "position"))
    sources = []
    for title, family, given, publisher, year in WORKS:
        source = Source.new(
            type="book", title=title, publisher=publisher, issued=year, language="und"
        )
        author = Contributor.new(
            source_id=source.pk, position="5", role="author", family=family, given=given
        )
        sources.append(source)
        edits = [drafts.create(source), drafts.create(author)]
        decisions.publish(edits, by=op, summary="A work that is often cited")
    pages = (("0", "30"), ("1", "41–44"), ("2", "112"), ("0", "132"), ("1", "80"), ("0", "9"))
    for statement, (work, page) in zip(statements, pages, strict=False):
        edits = [
            drafts.create(
                Citation.new(
                    statement_id=statement.pk,
                    source_id=sources[int(work)].pk,
                    position="5",
                    label="page",
                    locator=page,
                )
            )
        ]
        edits += [
            drafts.update(CitationRequest, request.pk, resolution="cited")
            for request in CitationRequest.objects.filter(about=statement.pk)
        ]
        act = drafts.propose(edits, by=by, type="resolve")
        proposals.send([act], by=by, summary=f"Found on page {page}")
        act.refresh_from_db()
        builders.approve(act, judge)
    waiting = Statement.objects.get(text__contains="was often a guest")
    act = drafts.propose(
        [
            drafts.update(Statement, waiting.pk, text=waiting.text.replace("often ", "")),
            drafts.create(
                Citation.new(
                    statement_id=waiting.pk,
                    source_id=sources[1].pk,
                    position="5",
                    label="page",
                    locator="88",
                    quotation="The prince of Montenegro was a guest of the tsar.",
                )
            ),
        ],
        by=by,
        title="Cite Pavlowitch for the visits to Saint Petersburg",
    )
    return proposals.send([act], by=by, summary="Pavlowitch has the visit, but not how often")


def test_pictures_of_the_article_and_the_review_page(desk, folder, browse):
    size = {"width": 1280, "height": 860}
    page = browse(viewport=size)
    page.goto("/articles/russia-serbia-relations/")
    assert page.locator(".ref").count() == 6
    assert "1a" in page.locator(".ref").first.inner_text()
    page.screenshot(path=folder / "article.png")

    page = browse("mara", viewport=size)
    page.goto(f"/admin/review/changesets/{desk.pk}/")
    assert page.locator(".diff-del").count()
    assert "As readers will see it" in page.inner_text(".review-grid")
    page.screenshot(path=folder / "review.png")
    for name in ("article", "review"):
        assert (folder / f"{name}.png").stat().st_size > 20_000
