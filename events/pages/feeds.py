"""Atom feeds (RFC 4287). `written` makes one of entries, whatever they are of: a feed of a topic or a
search gives it its own."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from events.pages import languages
from review import characters
from review.publishing.pages import TYPES

# So many entries a feed has: its reader asks often.
ENTRIES = 50
# What XML has no place for.
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """`address` from the root of the site, which is its lasting name too; `html` tells it."""

    title: str
    address: str
    at: datetime
    html: SafeString
    author: str = ""


class _Feed(Atom1Feed):
    """Without entries it is as old as it is told, not as young as the clock."""

    def latest_post_date(self):
        return self.feed["updated"]


def written(request, scope, *, title, about, address, entries, updated, query="", keep=True):
    """The answer with a feed of entries, the newest first; a page of `scope`, kept as all pages are.

    `address` is the page that the feed follows, `updated` when it last changed, `query` what
    the feed's own address asks for.
    """
    if keep:
        request.page_scope = scope
    feed = _Feed(
        title=_plain(title),
        link=settings.ATTESTED_URL + address,
        description=None,
        subtitle=_plain(about),
        language=languages.tag(),
        feed_url=settings.ATTESTED_URL + request.path + query,
        feed_guid=settings.ATTESTED_URL + request.path + query,
        updated=updated,
    )
    for entry in entries:
        lasting = settings.ATTESTED_URL + entry.address
        feed.add_item(
            title=_plain(entry.title),
            link=lasting,
            unique_id=lasting,
            description=characters.balanced(NO_XML.sub("", entry.html)),
            author_name=_plain(entry.author) or None,
            pubdate=entry.at,
            updateddate=entry.at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=TYPES["atom"])


def _plain(text):
    return characters.balanced(NO_XML.sub("", " ".join(text.split())))


def link(address, words, language=None):
    """`language` is the tag of that of the words, "" if it is not known; without, they are the page's."""
    lang = "" if language is None else languages.attribute(language)
    return format_html('<a href="{}"{}>{}</a>', settings.ATTESTED_URL + address, lang, words)


def listed(lines):
    """HTML lines as a list."""
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((ln,) for ln in lines)))


def paragraph(words, language=None):
    lang = "" if language is None else languages.attribute(language)
    return format_html("<p{}>{}</p>", lang, words)
