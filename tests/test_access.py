"""Every address, for every role: one table, which an address that it doesn't list breaks."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from events.models import CitationRequest, Dating, Mention, Statement
from events.pages.weeks import name_of
from review.models import CannedReason, Decision, Slug, Subject
from sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "reader", "editor", "moderator", "operator")
OPEN = (200, 200, 200, 200, 200)
LEADS_ON = (302, 302, 302, 302, 302)
# Signed out, or no member of the desk: the sign-in page.
DESK = (302, 302, 200, 200, 200)
# Only posted to: opened, it leads to its page.
FORM = (302, 302, 302, 302, 302)
MODERATORS = (302, 302, 403, 200, 403)
ACCOUNTS = (302, 302, 403, 403, 200)

PUBLIC = {
    "": OPEN,
    "articles/<str:slug>/": OPEN,
    "articles/<str:slug>/coverage/": OPEN,
    "articles/<str:slug>/history/": OPEN,
    "articles/<str:slug>/claims.jsonld": OPEN,
    "articles/<str:slug>/cite/": OPEN,
    "articles/<str:slug>/version.<str:form>": OPEN,
    "articles/<str:slug>/works/": OPEN,
    "articles/<str:slug>/works.<str:form>": OPEN,
    "events/<slug:anchor>/": OPEN,
    "timeline/": OPEN,
    "timeline.svg": OPEN,
    "sources/": OPEN,
    "sources/<str:slug>/": OPEN,
    "sources/<str:slug>/history/": OPEN,
    "sources/<str:slug>/work.<str:form>": OPEN,
    "topics/": OPEN,
    "topics/<str:slug>/": OPEN,
    "statements/<slug:anchor>/": OPEN,
    "changes/": OPEN,
}
TABLE = {
    **PUBLIC,
    **{f"at/<str:at>/{route}": OPEN for route in PUBLIC},
    # The article of the table is too short to be read in parts.
    "articles/<str:slug>/part/<int:number>/": (404, 404, 404, 404, 404),
    "at/<str:at>/articles/<str:slug>/part/<int:number>/": (404, 404, 404, 404, 404),
    "articles/<str:slug>/compare/": OPEN,
    "articles/<str:slug>/feed.atom": OPEN,
    "topics/<str:slug>/feed.atom": OPEN,
    "feed.atom": OPEN,
    "requests.atom": OPEN,
    "weeks/": LEADS_ON,
    "weeks/<str:name>/": OPEN,
    "robots.txt": OPEN,
    "sitemap.xml": OPEN,
    "sitemap-<slug:part>.xml": OPEN,
    "sources/works.<str:form>": OPEN,
    "statements/<slug:anchor>/lead/": OPEN,
    "leads/<str:token>/": OPEN,
    # One that no published illustration names.
    "pictures/<slug:sha256>/<int:width>.webp": (404, 404, 200, 200, 200),
    "search/": OPEN,
    "search/feed.atom": OPEN,
    "search/suggest/": OPEN,
    "search/opensearch.xml": OPEN,
    "campaigns/": OPEN,
    "campaigns/<str:slug>/": OPEN,
    "at/": LEADS_ON,
    "s/<slug:anchor>/": LEADS_ON,
    "admin/review/queue/": DESK,
    "admin/review/mine/": DESK,
    "admin/review/changesets/<int:number>/": DESK,
    "admin/review/decisions/<int:number>/undo/": MODERATORS,
    "admin/review/accounts/<int:account>/undo/": MODERATORS,
    "admin/review/redact/": ACCOUNTS,
    "admin/review/inbox/": DESK,
    "admin/review/waits/": DESK,
    "admin/review/far/<uuid:key>/": DESK,
    "admin/review/contributors/<int:account>/": DESK,
    "admin/review/restrictions/": DESK,
    "admin/review/restrictions/add/": (302, 302, 403, 404, 404),
    "admin/review/restrictions/<int:restriction>/lift/": (302, 302, 403, 302, 302),
    "admin/review/trust/<int:note>/checked/": (302, 302, 403, 302, 403),
    "admin/review/changesets/<int:number>/reading/": FORM,
    "admin/review/changesets/<int:number>/preview/": FORM,
    "admin/review/acts/<int:act>/amend/": MODERATORS,
    "admin/review/send/": FORM,
    "admin/review/changesets/<int:number>/decide/": FORM,
    "admin/review/acts/<int:act>/withdraw/": FORM,
    "admin/review/acts/<int:act>/revise/": (302, 302, 200, 404, 404),
    "admin/review/acts/<int:act>/comment/": FORM,
    "admin/": DESK,
    "admin/records/": DESK,
    "admin/login/": (200, 200, 302, 302, 302),
    "admin/logout/": (302, 302, 405, 405, 405),
    "admin/password_change/": DESK,
    "admin/password_change/done/": DESK,
    "admin/autocomplete/": (302, 302, 403, 403, 403),
    "admin/jsi18n/": DESK,
    "admin/r/<path:content_type_id>/<path:object_id>/": (302, 302, 404, 404, 404),
    "admin/^(?P<app_label>review|auth|sources|events)/$": DESK,
    "admin/(?P<url>.*)$": (302, 302, 404, 404, 404),
    "admin/events/citationrequest/sources/": DESK,
    "admin/events/citationrequest/leads/": DESK,
    "admin/events/citationrequest/leads/<int:number>/": DESK,
    "admin/events/citationrequest/<uuid:key>/resolve/": DESK,
    "admin/events/citationrequest/worklist/": DESK,
    "admin/events/citationrequest/next/": (302, 302, 302, 302, 302),
    "admin/events/citationrequest/filters/": (302, 302, 302, 302, 302),
    "admin/events/citationrequest/filters/<int:number>/": (302, 302, 302, 302, 302),
    "admin/events/citationrequest/campaigns/": DESK,
    "admin/events/citationrequest/campaigns/open/": MODERATORS,
    "admin/events/citationrequest/campaigns/<int:number>/": MODERATORS,
    "admin/events/citationrequest/campaigns/<int:number>/extend/": (302, 302, 403, 302, 403),
    "admin/events/citationrequest/campaigns/<int:number>/add/": (302, 302, 403, 302, 403),
    "admin/events/citationrequest/campaigns/<int:number>/end/": (302, 302, 403, 302, 403),
    "admin/events/citationrequest/<uuid:key>/preview/": (302, 302, 405, 405, 405),
    "admin/events/citationrequest/<uuid:key>/typed/": (302, 302, 405, 405, 405),
    "admin/events/citationrequest/<uuid:key>/pick/": (302, 302, 405, 405, 405),
    "admin/events/citationrequest/<uuid:key>/claim/": (302, 302, 405, 405, 405),
    "admin/events/citationrequest/<uuid:key>/attempt/": (302, 302, 405, 405, 405),
    "admin/events/article/import/": DESK,
    "admin/events/article/<uuid:key>/cite/": DESK,
    "admin/events/article/<uuid:key>/mentions/": DESK,
    "admin/events/article/new/": DESK,
    "admin/events/article/<uuid:key>/desk/": DESK,
    "admin/sources/source/import/": DESK,
    "admin/events/citation/<uuid:key>/verify/": DESK,
    "admin/events/statement/bare/": DESK,
    "admin/events/statement/<uuid:key>/ask/": DESK,
    "admin/events/statement/<uuid:key>/split/": DESK,
    "admin/events/statement/<uuid:key>/merge/": DESK,
    "admin/sources/source/alike/": DESK,
    "admin/sources/source/<uuid:key>/merge/": DESK,
    "admin/sources/source/not-the-same/": FORM,
    "admin/review/user/<id>/password/": ACCOUNTS,
    "admin/review/cannedreason/": MODERATORS,
    "admin/review/cannedreason/add/": MODERATORS,
    "admin/review/cannedreason/<path:object_id>/change/": MODERATORS,
    "admin/review/cannedreason/<path:object_id>/delete/": MODERATORS,
    "admin/review/cannedreason/<path:object_id>/history/": MODERATORS,
    "admin/review/cannedreason/<path:object_id>/": LEADS_ON,
}
for _model in (
    "events/article",
    "events/section",
    "events/event",
    "events/statement",
    "events/dating",
    "events/citation",
    "events/citationrequest",
    "events/illustration",
    "events/sectionrequest",
    "events/topic",
    "events/mention",
    "sources/source",
):
    TABLE |= {
        f"admin/{_model}/": DESK,
        f"admin/{_model}/add/": DESK,
        f"admin/{_model}/<path:object_id>/change/": DESK,
        f"admin/{_model}/<path:object_id>/delete/": DESK,
        f"admin/{_model}/<path:object_id>/history/": DESK,
        f"admin/{_model}/<path:object_id>/": LEADS_ON,
    }
# All requests are operators' to list: others are led to the worklist.
TABLE["admin/events/citationrequest/"] = (302, 302, 302, 302, 200)
for _model in ("review/user", "auth/group"):
    TABLE |= {
        f"admin/{_model}/": ACCOUNTS,
        f"admin/{_model}/add/": ACCOUNTS,
        f"admin/{_model}/<path:object_id>/change/": ACCOUNTS,
        f"admin/{_model}/<path:object_id>/delete/": (302, 302, 403, 403, 403),
        f"admin/{_model}/<path:object_id>/history/": ACCOUNTS,
        f"admin/{_model}/<path:object_id>/": LEADS_ON,
    }


def routes(patterns=None, prefix=""):
    """Every route of the project, as text."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from routes(pattern.url_patterns, route)


@pytest.fixture(scope="module")
def world(for_all):
    with for_all():
        return small_world()


def small_world():
    """Clients of each role, and values for the parts of the routes."""
    op = builders.operator()
    people = {
        "reader": builders.user("reader"),
        "editor": builders.editor(),
        "moderator": builders.moderator(),
        "operator": op,
    }
    article = builders.article(op)
    statement = Statement.objects.order_by("position").first()
    citation = builders.published_citation(op, statement)
    request = CitationRequest.objects.get()
    act = builders.answer(request, people["editor"], locator="99", title="Another book")
    picture = builders.picture(people["editor"])
    campaign = builders.campaign(people["moderator"])
    values = {
        "<slug:sha256>": picture.sha256,
        "<int:width>": str(picture.width),
        "<slug:anchor>": "",
        "<str:at>": "2999-01-01",
        "<str:form>": "bib",
        "<str:name>": name_of(timezone.now()),
        "<slug:part>": "articles",
        "decisions/<int:number>": f"decisions/{Decision.objects.first().pk}",
        "leads/<int:number>": f"leads/{builders.lead(statement, token='known').pk}",
        "<str:token>": "known",
        "campaigns/<int:number>": f"campaigns/{campaign.pk}",
        "<int:number>": str(act.changeset_id),
        "<int:account>": str(people["editor"].pk),
        "<int:act>": str(act.pk),
        "<int:restriction>": "1",
        "<int:note>": "1",
        "<id>": str(people["reader"].pk),
    }
    keys = {
        "events/article": article.pk,
        "events/event": statement.event_id,
        "events/statement": statement.pk,
        "events/citation": citation.pk,
        "events/citationrequest": request.pk,
        "sources/source": Source.objects.get().pk,
        "review/user": people["reader"].pk,
        "review/cannedreason": CannedReason.objects.create(choice="return", text="Why?").pk,
        "auth/group": people["editor"].groups.get().pk,
    }
    keys["review/far"] = uuid4()
    _add_the_rest(keys)
    clients = {"anonymous": Client(raise_request_exception=False)}
    for role, person in people.items():
        clients[role] = Client(raise_request_exception=False)
        clients[role].force_login(person)
    return clients, values, keys


def address(route, values, keys):
    """An address that the route matches, of objects that exist where the role may see them."""
    slug = Slug.objects.get(kind="sources.source" if "sources/" in route else "events.article").slug
    kind = "events.event" if "events/<slug" in route else "events.statement"
    path = route.replace("campaigns/<str:slug>", "campaigns/a-campaign")
    path = path.replace("topics/<str:slug>", "topics/karađorđe")
    path = path.replace("<str:slug>", slug)
    path = path.replace("<slug:anchor>", Subject.objects.filter(kind=kind).first().anchor)
    path = path.replace("^(?P<app_label>review|auth|sources|events)/$", "events/")
    path = path.replace("(?P<url>.*)$", "nothing-here/")
    path = path.replace("<path:content_type_id>/<path:object_id>", "1/1")
    model = "/".join(route.split("/")[1:3])
    for part in ("<uuid:key>", "<path:object_id>"):
        path = path.replace(part, str(keys.get(model, "")))
    for part, value in values.items():
        path = path.replace(part, value)
    return f"/{path}"


def test_every_route_is_in_the_table():
    found = set(routes())
    assert found - set(TABLE) == set(), "a route without a line in the table"
    assert set(TABLE) - found == set(), "a line without a route"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_route_answers_each_role_as_the_table_says(route, world):
    clients, values, keys = world
    path = address(route, values, keys)
    answers = tuple(clients[role].get(path).status_code for role in ROLES)
    assert dict(zip(ROLES, answers, strict=True)) == dict(zip(ROLES, TABLE[route], strict=True)), (
        path
    )


def _add_the_rest(keys):
    """A section and a request on it, an illustration and a dating, which the small article does not have."""
    from events.models import Illustration, Section, SectionRequest
    from review.deciding import decisions
    from review.models import User
    from review.proposing import drafts

    made = {
        "events/section": Section.new(
            article_id=keys["events/article"], position="5", title="Part"
        ),
        "events/sectionrequest": SectionRequest.new(article_id=keys["events/article"]),
        "events/illustration": Illustration.new(
            article_id=keys["events/article"], position="5", caption="A view"
        ),
        "events/dating": Dating.new(
            statement_id=keys["events/statement"], words="1812", edtf="1812"
        ),
    }
    op = User.objects.get(username="operator")
    decisions.publish([drafts.create(o) for o in made.values()], by=op, summary="more")
    keys.update({name: o.pk for name, o in made.items()})
    statement = Statement.objects.get(pk=keys["events/statement"])
    keys["events/topic"] = builders.topic(op, named=[(statement, "thing")]).pk
    keys["events/mention"] = Mention.objects.get().pk
