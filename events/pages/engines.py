"""What search engines ask for: the map of the site in parts, and what they need not read.

Sitemaps by Django count their rows and skip to a page; here a part begins at a key, so that none
costs more than another. Paragraphs and statements have no part: each stands in its article.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from events.models import Article, Topic
from events.pages import languages
from events.pages.moments import slugs_of
from review.models import PageVersion, Publication, Reviewed
from review.publishing.pages import TYPES, stored
from sources.models import Source

# The protocol (sitemaps.org) allows 50,000 addresses a file.
ADDRESSES = 5000

# The keys with which the parts of a table begin, but for its first: by its index alone.
STARTS = """
WITH RECURSIVE part AS (
    (SELECT id FROM {table} ORDER BY id OFFSET %(size)s LIMIT 1)
    UNION ALL
    SELECT (SELECT id FROM {table} WHERE {table}.id > part.id
            ORDER BY id OFFSET %(size)s - 1 LIMIT 1)
    FROM part WHERE part.id IS NOT NULL
)
SELECT id FROM part WHERE id IS NOT NULL
"""


@dataclass(frozen=True)
class Part:
    """Pages of one reviewed kind, each at the address that its slug has in `route`."""

    model: type[Reviewed]
    route: str


# By name: a kind with pages of its own needs a line here, and no more.
PARTS = {
    "articles": Part(Article, "events:article"),
    "sources": Part(Source, "events:source"),
    "topics": Part(Topic, "events:topic"),
}
ALONE = (
    *("events:home", "events:timeline", "events:sources", "events:topics", "events:changes"),
    "events:campaigns",
)

ROBOTS = """User-agent: *
Disallow: /admin/
{}
Sitemap: {}
"""
# In each language.
UNREAD = ("at/", "leads/", "statements/*/lead/", "articles/*/compare/")


@stored
def robots(request):
    request.page_scope = PageVersion.SITE
    lines = [
        f"Disallow: {address}\n"
        for path in UNREAD
        for _, _, address in languages.in_each(f"/{path}")
    ]
    address = settings.ATTESTED_URL + reverse("files:sitemap")
    return HttpResponse(ROBOTS.format("".join(lines), address), content_type=TYPES["txt"])


@stored
def sitemap(request):
    """The index: each part with its address."""
    request.page_scope = PageVersion.SITE
    addresses = [(reverse("files:sitemap-part", args=[name]), None) for name in part_names()]
    return _answer("sitemapindex", "sitemap", addresses)


def part_names():
    return ["pages", *(name for table in PARTS for name in _names(table))]


def _names(table):
    quoted = connection.ops.quote_name(PARTS[table].model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(STARTS.format(table=quoted), {"size": ADDRESSES})
        return [table, *(f"{table}-{key}" for (key,) in cursor.fetchall())]


@stored
def sitemap_part(request, part):
    """One part: `pages`, or a name of `PARTS` with, but for its first, the key that it begins with."""
    request.page_scope = PageVersion.SITE
    if part == "pages":
        return _answer("urlset", "url", [(reverse(route), None) for route in ALONE])
    name, _, start = part.partition("-")
    if name not in PARTS:
        raise Http404("There is no such part of the site.")
    found = PARTS[name].model.objects.order_by("pk")
    if start:
        try:
            found = found.filter(pk__gte=UUID(start))
        except ValueError:
            raise Http404("There is no such part of the site.") from None
    keys = list(found.values_list("pk", flat=True)[:ADDRESSES])
    slugs, changed = slugs_of(keys), _changed(keys)
    addresses = [
        (reverse(PARTS[name].route, args=[slugs[key]]), changed.get(str(key)))
        for key in keys
        if key in slugs
    ]
    return _answer("urlset", "url", addresses)


def _changed(keys):
    """{key in words: when its page last changed}."""
    versions = PageVersion.objects.filter(scope__in=list(map(str, keys)))
    versions = dict(versions.values_list("scope", "version"))
    steps = Publication.objects.filter(number__in=set(versions.values()))
    at = dict(steps.values_list("number", "at"))
    return {key: at.get(version) for key, version in versions.items()}


def _answer(whole, each, addresses):
    rows = ((each, settings.ATTESTED_URL + address, _told(at), each) for address, at in addresses)
    made = format_html(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<{} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{}</{}>\n',
        whole,
        format_html_join("", "<{}><loc>{}</loc>{}</{}>\n", rows),
        whole,
    )
    return HttpResponse(made, content_type=TYPES["xml"])


def _told(at):
    return format_html("<lastmod>{}</lastmod>", f"{at:%Y-%m-%d}") if at else mark_safe("")
