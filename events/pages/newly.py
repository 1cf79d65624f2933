"""Feeds of what came to be read, the newest first: of the statements that name a topic, of all that a
search finds."""

from django.db import connection
from django.db.models import Max
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from events.models import (
    Article,
    Event,
    Illustration,
    IndexEntry,
    Mention,
    Section,
    Topic,
    TopicUse,
)
from events.pages import feeds
from events.pages.following import BEGINNING, STEPS_READ
from events.pages.moments import find
from events.pages.search import finding, showing
from events.pages.search.asking import asked
from events.pages.search.views import narrowed
from events.pages.search.wanted import Wanted
from review import bounds, spoken
from review.among import array
from review.models import PageVersion
from review.publishing.pages import stored
from sources.models import Source

Kind = IndexEntry.Kind
NAMED = {
    **{Kind.ARTICLE: Article, Kind.EVENT: Event, Kind.SECTION: Section},
    **{Kind.WORK: Source, Kind.CAPTION: Illustration},
}

# When statements came to have the words that they have; to be moved makes none new.
WORDED = """
SELECT id, max(history_date) FROM (
    SELECT id, history_date, text,
        lag(text) OVER (PARTITION BY id ORDER BY publication_id) AS before
    FROM events_historicalstatement WHERE id = ANY(%s::uuid[])
) AS own WHERE text IS DISTINCT FROM before GROUP BY id
"""


@stored
def topic_feed(request, slug):
    """The statements that came to name a topic, and name it."""
    key, current = find("events.topic", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    topic = Topic.objects.filter(pk=key).first()
    if topic is None:
        raise Http404("No such topic.")
    steps = Mention.history.filter(topic=key, history_type="+").order_by("-publication")
    named = {}
    for statement, at in steps.values_list("statement", "history_date")[:STEPS_READ]:
        named.setdefault(str(statement), at)
    uses = TopicUse.objects.filter(topic=key, statement__in=list(named))
    uses = {str(own) for own in uses.values_list("statement", flat=True)}
    newest = [own for own in named if own in uses][: feeds.ENTRIES]
    held = IndexEntry.objects.in_bulk(newest)
    held = {str(own): entry for own, entry in held.items()}
    hits = [_hit(held[own]) for own in newest if own in held]
    return feeds.written(
        request,
        key,
        title=f"{topic.name} · Attested",
        about=_("Statements that name it, as they are published."),
        address=reverse("events:topic", args=[slug]),
        entries=_entries(hits, named),
        updated=next(iter(named.values()), BEGINNING),
    )


def _hit(entry):
    return finding.Hit(str(entry.pk), entry.kind, str(entry.article_id), tuple(entry.tags), lit=())


@stored
def search_feed(request):
    """What a search finds: of more than `finding.MOST` what was proposed last."""
    wanted = Wanted.of(request.GET)
    about = _("What has these words, as it is published or worded anew.")
    hits, days = [], {}
    if wanted.words:
        try:
            with bounds.in_time():
                hits, days = _found(wanted)
        except bounds.TooLong as error:
            about = str(error)
    return feeds.written(
        request,
        PageVersion.SITE,
        title=" · ".join([*([wanted.words] if wanted.words else []), _("Search"), "Attested"]),
        about=about,
        address=reverse("events:search") + wanted.address(),
        entries=_entries(hits, days),
        updated=days[hits[0].key] if hits else BEGINNING,
        query=wanted.address(),
    )


def _found(wanted):
    """(the newest `Hit`s, {key: when it came to read so})."""
    article = find("events.article", wanted.article)[0] if wanted.article else None
    query = asked(wanted.words)
    hits = [
        hit
        for which, is_wanted, only in narrowed(wanted)
        if is_wanted
        for hit in finding.newest(query, which, article=article, **only)
    ]
    days = _days(hits)
    hits = [hit for hit in hits if hit.key in days]
    return sorted(hits, key=lambda hit: days[hit.key], reverse=True)[: feeds.ENTRIES], days


def _days(hits):
    keys = {}
    for hit in hits:
        keys.setdefault(hit.kind, []).append(hit.key)
    days = []
    if Kind.STATEMENT in keys:
        with connection.cursor() as cursor:
            cursor.execute(WORDED, [array(keys.pop(Kind.STATEMENT))])
            days += cursor.fetchall()
    for kind, own in keys.items():
        rows = NAMED[kind].history.filter(subject__in=own, history_type="+").order_by()
        days += rows.values_list("subject").annotate(at=Max("history_date"))
    return {str(key): at for key, at in days}


def _entries(hits, days):
    return [_entry(one, days[one.key]) for one in showing.shown(hits)]


def _entry(one, at):
    """A hit, which its page's address names for ever: a statement's or a heading's own, where it has one."""
    words = "".join(said for said, _ in one.pieces)
    lit = format_html_join("", "{}", ((_lit(*piece),) for piece in one.pieces))
    state = one.state or one.noun
    # A work stands in no article, and says itself what it is in.
    language = one.language if one.article else None
    where = feeds.link(one.address, one.article or words, language)
    when = f"{one.when} · " if one.when else ""
    address = one.address
    if one.kind == Kind.STATEMENT:
        address = reverse("events:statement", args=[one.anchor])
    html = feeds.paragraph(lit, language) + feeds.paragraph(
        format_html("{} · {}{}", where, when, state)
    )
    title = spoken.quoted(words) if one.kind == Kind.STATEMENT else f"{words} ({one.noun})"
    return feeds.Entry(title, address, at, html)


def _lit(words, is_lit):
    return format_html("<mark>{}</mark>", words) if is_lit else words
