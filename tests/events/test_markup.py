"""What people write reaches the page as words, never as HTML, though paragraphs go past the templates."""

import pytest

from events.models import Citation, CitationRequest, Event, Statement
from review.deciding import decisions
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>\"'&"


def test_nothing_that_people_write_is_html(client):
    op = builders.operator()
    builders.article(op, [f"Words {EVIL}", "Another."], f"Title {EVIL}")
    first = Statement.objects.order_by("position").first()
    citation = builders.published_citation(op, first, title=f"Book {EVIL}")
    edits = [
        drafts.update(Citation, citation.pk, quotation=f"Quoted {EVIL}", locator=f"7 {EVIL}"),
        drafts.update(Event, first.event_id, heading=f"Heading {EVIL}"),
        drafts.update(CitationRequest, CitationRequest.objects.get().pk, reason=f"Why {EVIL}"),
    ]
    decisions.publish(edits, by=op, summary="evil")
    slug = client.get("/").context["articles"][0][1]
    page = client.get(f"/articles/{slug}/").content.decode()
    main = page[page.index("<main") :]
    assert "<script>alert" not in main
    for words in ("Words", "Title", "Quoted", "Heading", "Why", "7"):
        assert f"{words} &lt;script&gt;" in main, words
    assert "Book" in main
