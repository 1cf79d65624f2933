"""The form of a work shows what its type has; another type shows others, and loses nothing."""

import pytest

from events.models import CitationRequest
from review.models import Change
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["resolve", "add"])
def page(request, browse):
    builders.article(builders.operator())
    builders.editor("edita")
    page = browse("edita")
    if request.param == "add":
        page.goto("/admin/sources/source/add/")
    else:
        page.goto(f"/admin/events/citationrequest/{CitationRequest.objects.get().pk}/resolve/")
        page.click("text=or enter a new one")
    return page


def test_type_decides_what_is_shown_and_nothing_typed_is_hidden_or_lost(page):
    assert page.is_visible("#id_publisher")
    assert not page.is_visible("#id_scale")
    page.select_option("#id_type", "map")
    page.fill("#id_scale", "1:5000")
    page.select_option("#id_type", "article-journal")
    assert page.is_visible("#id_scale")
    assert page.is_visible("#id_issn")
    assert not page.is_visible("#id_publisher")
    page.click(".columns-more summary")
    assert page.is_visible("#id_publisher")
    page.fill("#id_title", "Hills")
    if page.query_selector("[name=draft]"):
        page.fill("#id_summary", "found")
        page.click("[name=draft]")
    else:
        page.click("[name=_save]")
    page.wait_for_load_state()
    kept = Change.objects.get(subject__kind="sources.source").after
    assert (kept["type"], kept["title"], kept["scale"]) == ("article-journal", "Hills", "1:5000")
