"""Every page of the desk, wide and narrow, light and dark: axe finds nothing, and none is too wide."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group

from events.models import Article, Citation, CitationRequest, Statement
from review.deciding import decisions
from review.models import Act, User
from review.proposing import drafts
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def request_item():
    """The first request of the sample, which has answers; there is something on each page."""
    builders.imported(builders.operator())
    by, judge = builders.editor("edita"), builders.moderator("mara")
    request = CitationRequest.objects.order_by("pk").first()
    statement = Statement.objects.get(pk=request.about_id)
    builders.published_citation(builders.operator("op2"), statement)
    builders.answer(request, by, title="Another book")
    builders.return_(builders.change(statement, by, text="Other words."), judge)
    return request


def steps(request):
    """Addresses of what is done at the desk."""
    statement, citation = Statement.objects.get(pk=request.about_id), Citation.objects.get()
    answer = Act.objects.get(type="resolve")
    return [
        "/admin/",
        "/admin/review/mine/",
        "/admin/review/queue/",
        "/admin/review/inbox/",
        "/admin/review/waits/",
        "/admin/review/restrictions/",
        f"/admin/review/changesets/{answer.changeset_id}/",
        f"/admin/review/acts/{Act.objects.get(state='returned').pk}/revise/",
        "/admin/events/citationrequest/worklist/",
        "/admin/events/citationrequest/worklist/?kind=citation-needed&q=serbia",
        f"/admin/events/citationrequest/{request.pk}/resolve/",
        f"/admin/events/article/{statement.event.article_id}/cite/?source={citation.source_id}",
        "/admin/events/article/import/",
        "/admin/sources/source/import/",
        "/admin/sources/source/alike/",
        f"/admin/events/citation/{citation.pk}/verify/",
        "/admin/events/statement/bare/",
        f"/admin/events/statement/{statement.pk}/ask/",
        f"/admin/events/statement/{statement.pk}/split/",
        f"/admin/events/statement/{statement.pk}/history/",
    ]


def records(request):
    """Addresses of each list, and of a record of it."""
    for model, registered in admin.site._registry.items():
        if model._meta.app_label in ("events", "sources"):
            place = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
            yield f"{place}/"
            row = registered.model._default_manager.order_by("pk").first()
            yield f"{place}/{row.pk}/change/" if row else f"{place}/add/"


@pytest.mark.parametrize("pages", [steps, records])
def test_axe_finds_nothing_on_any_page_of_the_desk(request_item, browse, pages):
    page, found = browse("edita"), []
    for path in list(pages(request_item)):
        page.goto(path)
        found += faults(page, widths=(360, 1440))
    assert not found, "\n".join(found)


def pages_of_accounts():
    """Addresses of what operators alone keep, and of all records."""
    yield from ("/admin/records/", "/admin/password_change/", "/admin/review/mine/")
    for model in (User, Group):
        place = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
        yield from (f"{place}/", f"{place}/add/", f"{place}/{model.objects.first().pk}/change/")


def test_axe_finds_nothing_on_the_pages_of_accounts(browse):
    op = builders.operator()
    article = builders.article(op)
    decisions.publish(
        [drafts.update(Article, article.pk, title="Another")], by=op, summary="renamed"
    )
    assert Act.objects.filter(title="").exists()  # Its link has words all the same.
    page, found = browse("operator"), []
    for path in list(pages_of_accounts()):
        page.goto(path)
        found += faults(page, widths=(360, 1440))
    assert not found, "\n".join(found)
