"""Which addresses readers are to find as files: what the sitemap names, and what goes with it.

Pages of single statements and paragraphs are many, and each is read by few: they become files when
somebody reads them.
"""

from datetime import timedelta
from urllib.parse import unquote

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from events.models import Event
from events.pages import engines, languages, weeks
from events.pages.reading import PART
from review.models import PageVersion, Publication, Slug
from sources.writing.files import FORMS

OF_THE_SITE = (
    *("home", "feed", "changes", "sources", "topics", "timeline", "timeline-drawn"),
    *("requests-feed", "search"),
)
OF_AN_ARTICLE = (
    *("article-feed", "article-history", "coverage", "article-works", "article-cite"),
    "article-claims",
)
# Weeks so long before the last publication are written when they are read.
WEEKS = timedelta(weeks=8)


def addresses_of(scope):
    """The addresses of a scope's pages, in each language, the most wanted first; some may have no
    page."""
    with translation.override(settings.LANGUAGE_CODE):
        found = [
            unquote(other)
            for address in _of(scope)
            for _code, _name, other in languages.in_each(address)
        ]
        if scope == PageVersion.SITE:
            found += [reverse(f"files:{name}") for name in ("robots", "sitemap")]
            found += [reverse("files:sitemap-part", args=[part]) for part in engines.part_names()]
    return found


def _of(scope):
    if scope == PageVersion.SITE:
        yield from _of_the_site()
        return
    slug = Slug.objects.filter(subject=scope, is_current=True).first()
    match slug and slug.kind:
        case "events.article":
            yield from _of_an_article(slug.slug, scope)
        case "sources.source":
            for name in ("source", "source-history"):
                yield _at(name, slug.slug)
            for form in FORMS:
                yield _at("work", slug.slug, form)
        case "events.topic":
            for name in ("topic", "topic-feed"):
                yield _at(name, slug.slug)


def _of_the_site():
    yield from map(_at, OF_THE_SITE)
    last = Publication.objects.order_by("-number").first()
    if last is not None:
        lately = Publication.objects.filter(at__gt=last.at - WEEKS)
        for monday in lately.datetimes("at", "week", order="DESC"):
            yield _at("week", weeks.name_of(monday))


def _of_an_article(slug, key):
    yield _at("article", slug)
    # A part has at least half of what it may have.
    for number in range(2, Event.objects.filter(article=key).count() // (PART // 2) + 2):
        yield _at("article-part", slug, number)
    for name in OF_AN_ARTICLE:
        yield _at(name, slug)
    for form in FORMS:
        yield _at("article-works-file", slug, form)


def _at(name, *args):
    return reverse(f"events:{name}", args=args)
