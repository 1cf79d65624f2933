"""Every page of the desk, wide and narrow, light and dark: axe finds nothing, and none is too wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.contrib.auth.models import Group

from events.models import Article, CitationRequest, Statement
from review.deciding import decisions
from review.models import Act, Changeset, User
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


def pages(by, judge):
    """Addresses of the desk, with something on each."""
    request = CitationRequest.objects.order_by("pk").first()
    statement = Statement.objects.get(pk=request.about_id)
    citation = builders.published_citation(builders.operator("op2"), statement)
    act = builders.answer(request, by, title="Another book")
    builders.return_(builders.change(statement, by, text="Other words."), judge)
    yield from (
        "/admin/",
        "/admin/review/mine/",
        "/admin/review/queue/",
        "/admin/review/inbox/",
        "/admin/review/waits/",
        "/admin/review/restrictions/",
        f"/admin/review/changesets/{act.changeset_id}/",
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
    )
    for model, registered in admin.site._registry.items():
        if model._meta.app_label in ("events", "sources"):
            place = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
            yield f"{place}/"
            row = registered.model._default_manager.order_by("pk").first()
            yield f"{place}/{row.pk}/change/" if row else f"{place}/add/"


def pages_of_accounts():
    """Addresses of what operators alone keep, and of all records."""
    yield from ("/admin/records/", "/admin/password_change/", "/admin/review/mine/")
    for model in (User, Group):
        place = f"/admin/{model._meta.app_label}/{model._meta.model_name}"
        yield from (f"{place}/", f"{place}/add/", f"{place}/{model.objects.first().pk}/change/")


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_accounts(browse, width, scheme):
    op = builders.operator()
    article = builders.article(op)
    decisions.publish(
        [drafts.update(Article, article.pk, title="Another")], by=op, summary="renamed"
    )
    assert Act.objects.filter(title="").exists()  # Its link has words all the same.
    page = browse("operator", viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert faults_of(page, pages_of_accounts()) == []


@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_the_desk(browse, width, scheme):
    builders.imported(builders.operator())
    by, judge = builders.editor("edita"), builders.moderator("mara")
    page = browse("edita", viewport={"width": width, "height": 900}, color_scheme=scheme)
    faults = faults_of(page, list(pages(by, judge)))
    assert Changeset.objects.exists()
    assert not faults, "\n".join(faults)


def faults_of(page, paths):
    """Sentences on what axe finds on each page, and on those that are wider than the screen."""
    faults = []
    for path in paths:
        assert page.goto(path).ok, path
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            faults.append(f"{path} is {overflow} px too wide")
        for one in Axe().run(page).response["violations"]:
            nodes = [f"{node['html'][:160]}" for node in one["nodes"][:3]]
            faults.append(f"{path}: {one['id']} ({one['help']}): {nodes}")
    return faults
