"""`verify_log --pages`: what readers are served is what is live, and what it is not is named."""

import gzip
import io
from contextlib import suppress

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from events.models import CitationRequest
from events.pages import views
from review.deciding import decisions
from review.models import StoredPage, User
from review.proposing import drafts
from review.publishing import pages
from sources.formatting import citeproc
from sources.models import Rendering, Source
from tests import builders

pytestmark = pytest.mark.django_db
ARTICLE, WORK = "/articles/an-article/", "/sources/the-balkans/"


@pytest.fixture(scope="module")
def served(for_all):
    """Each page of a small site, stored; a work has one rendering of the past and one of today."""
    with for_all():
        serve()


@pytest.fixture
def op(served):
    return User.objects.get(username="operator")


def serve():
    builders.article(builders.operator())
    request = CitationRequest.objects.get()
    by, judge = builders.editor(), builders.moderator()
    builders.approve(builders.answer(request, by, title="The Balkans"), judge)
    work = Source.objects.get()
    builders.approve(builders.change(work, by, publisher="Penguin"), judge)
    for path in ("/", "/timeline/", "/sources/", "/changes/", ARTICLE, WORK):
        assert Client().get(path).status_code == 200
    assert StoredPage.objects.count() == 6
    # Each work's entry and short note; of its citation the full note and the short one.
    assert Rendering.objects.count() == 2 * 4


def verified():
    said = io.StringIO()
    with suppress(CommandError):
        call_command("verify_log", "--pages", "--all", stdout=said, stderr=said)
    return said.getvalue()


def test_what_is_served_as_it_is_live_fits_and_is_counted(served):
    said = verified()
    assert "6 of 6 pages made anew\n" in said
    assert "1 of 1 works made anew\n" in said
    assert "1 of 1 articles made anew\n" in said
    assert said.endswith(", what is live, and what readers are served.\n")


def test_each_page_that_was_bent_is_named(served):
    bent = {page: bodies(bytes(page.body)) for page in StoredPage.objects.all()}
    for turn in range(4):  # Each page in each way, no two neighbours in the same.
        for place, (page, ways) in enumerate(bent.items()):
            StoredPage.objects.filter(pk=page.pk).update(body=ways[(place + turn) % 4])
        said = verified()
        for page in bent:
            assert f"Page {page.path}: what is stored is not what is live.\n" in said


def bodies(held):
    """What could stand in place of a stored body: a lie, no page, half of one, a damaged one."""
    lie = gzip.decompress(held).replace(b"</main>", b"A lie.</main>")
    damaged = held[:20] + b"\xff" * 20 + held[40:]
    return gzip.compress(lie), b"no page at all", held[:40], damaged


def test_tag_by_which_a_browser_would_keep_another_page_is_named(served):
    StoredPage.objects.filter(path=ARTICLE).update(etag='W/"of another"')
    assert f"Page {ARTICLE}: what is stored" in verified()


def test_page_that_was_slipped_in_is_named(served):
    page = StoredPage.objects.get(path=ARTICLE)
    anchor = CitationRequest.objects.get().about.anchor
    paths = ("/articles/of-nobody/", "/nowhere/", "/admin/", f"/s/{anchor}/")
    for path in paths:
        page.pk, page.path = None, path
        page.save(force_insert=True)
    said = verified()
    for path in paths:
        assert f"Page {path}: it is stored, and there is no such page.\n" in said


def test_page_of_what_stands_no_more_is_served_to_nobody_and_not_named(served, op):
    StoredPage.objects.filter(path=ARTICLE).update(body=b"a lie")
    request = CitationRequest.objects.get()
    decisions.publish(
        [drafts.update(type(request), request.pk, reason="Once more")], by=op, summary="so"
    )
    assert pages.held(ARTICLE) is None
    assert "Page" not in verified()


def test_page_that_can_not_be_made_any_more_is_named(served, monkeypatch):
    def fails(*args, **kwargs):
        raise KeyError("gone")

    monkeypatch.setattr(views, "article_page", fails)
    assert f"Page {ARTICLE}: it can't be made anew: KeyError('gone').\n" in verified()


def test_work_that_pandoc_refuses_by_now_is_named(served, monkeypatch):
    def refuses(items):
        raise citeproc.Unrenderable("“The Balkans” could not be formatted: so.")

    monkeypatch.setattr(citeproc, "render", refuses)
    assert "“The Balkans” could not be formatted: so.\n" in verified()


@pytest.mark.parametrize("which", ["first", "last"])
def test_work_that_is_shown_otherwise_than_it_reads_is_named(served, which):
    by_past = Rendering.objects.exclude(html__contains="Penguin")
    by_now = Rendering.objects.filter(html__contains="Penguin")
    (by_past if which == "first" else by_now).update(html="<i>A lie</i>")
    assert "“The Balkans” is shown otherwise than it reads.\n" in verified()
