"""A file of works is brought in by the page: looked at, sent, approved; and one of several is pasted."""

import pytest

from events.models import CitationRequest
from review.models import Act
from sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
FILE = """@book{a, author = {Petrov, Ivan}, title = {Mills}, publisher = {Granta}, year = 1999}
@book{b, author = {Novak, Ana}, title = {Roads}, year = 2001}
@book{c, author = {Novak, Ana}, year = 2001}
"""


def test_file_comes_in_by_the_web(browse):
    builders.editor("edita")
    builders.moderator("mod")
    page = browse("edita")
    page.goto("/admin/")
    page.click("text=Import works")
    file = {"name": "library.bib", "mimeType": "text/plain", "buffer": FILE.encode()}
    page.set_input_files("[name=file]", file)
    page.click("text=Show what is read")
    assert "2 works read: 2 new; 1 refused." in page.inner_text("[role=status]")
    assert "Petrov, Ivan. Mills. Granta, 1999." in page.inner_text(".sample")
    assert "Line 3, “c”: it has no title" in page.inner_text(".told")
    page.click("text=Send 2 works for review")
    assert "Sent for review: 2 works." in page.inner_text(".messagelist")
    page.click(".messagelist >> text=See it")
    assert "Import 2 works from “library.bib”" in page.inner_text(".act h2")
    judge = browse("mod")
    judge.goto(f"/admin/review/changesets/{Act.objects.get().changeset_id}/")
    judge.keyboard.press("a")
    judge.click("text=Approve 1")
    judge.wait_for_selector(".messagelist")
    assert set(Source.objects.values_list("title", flat=True)) == {"Mills", "Roads"}


def test_one_of_several_pasted_works_is_taken(browse):
    builders.article(builders.operator())
    builders.editor("edita")
    page = browse("edita")
    page.goto(f"/admin/events/citationrequest/{CitationRequest.objects.get().pk}/resolve/")
    page.click("text=or enter a new one")
    page.fill("#id_paste", FILE)
    page.click("text=Read it into the fields")
    page.locator("#id_title[value='Mills']").wait_for()
    page.get_by_role("button", name="Take number 2").click()
    page.locator("#id_title[value='Roads']").wait_for()
    assert page.input_value("#id_publisher") == ""
    assert page.input_value("#id_paste") == FILE
