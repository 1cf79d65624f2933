"""The public pages of topics: the index, and what is attested of each."""

import re

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_noop as N_
from django.utils.translation import pgettext

from events.models import Topic, TopicName, TopicStanding
from events.pages import absent, attested, indexed, locator
from events.pages.moments import About, Moment, find, page_of
from events.pages.taking import address_of
from events.topics import names_of
from review import spoken
from review.models import PageVersion
from review.publishing.pages import stored
from sources import identifiers, languages
from sources.writing import schema

TOPICS_PER_PAGE = 150
STATEMENTS_PER_PAGE = 50
# What its dates are called, and what it is for search engines.
DATED = {
    **{"person": N_("Lived"), "polity": N_("Lasted"), "treaty": N_("Concluded")},
    **{"event": N_("When"), "": N_("Dates")},
}
TYPES = {
    **{"person": "Person", "place": "Place", "polity": "AdministrativeArea", "event": "Event"},
    **{"treaty": "Legislation"},
}
BOUNDS = {
    "person": ("birthDate", "deathDate"),
    "event": ("startDate", "endDate"),
    "treaty": ("legislationDate", ""),
}
DAY = re.compile(r"[0-9]{4}(-[01][0-9](-[0-3][0-9])?)?")


@stored
def topics(request, at=None):
    moment = Moment(at)
    after = request.GET.get("after", "")
    key = find("events.topic", after)[0] if after else None
    wanted = indexed.Wanted.of(request.GET)
    if moment.is_past:
        page = indexed.index_then(moment, key, TOPICS_PER_PAGE)
    else:
        page = indexed.index(wanted, key, TOPICS_PER_PAGE)
    if page is None:
        raise Http404("What this index went on after is not there.")
    return page_of(
        request,
        "events/topics.html",
        moment,
        PageVersion.SITE,
        {
            "page": page,
            "wanted": wanted,
            "is_further": bool(after),
            "kinds": [
                (
                    kind == wanted.kind,
                    spoken.said(indexed.MANY[kind]),
                    number,
                    wanted.address(kind=kind),
                )
                for kind, number in page.kinds
            ],
            "kind": spoken.said(indexed.MANY.get(wanted.kind, "")),
            "any_kind": wanted.address(kind=""),
            "everything": wanted.address(words="", kind=""),
            "letters": [(letter.upper(), wanted.address(begin=letter)) for letter in page.letters],
            "following": page.following and wanted.address(after=page.following),
        },
    )


@stored
def topic(request, slug, at=None):
    moment = Moment(at)
    key, current = find("events.topic", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Topic).filter(subject_id=key).first()
    if found is None:
        return absent.answer(request, moment, Topic, key, slug)
    after = request.GET.get("after", "")
    page = attested.attested(key, moment, after, STATEMENTS_PER_PAGE)
    if page is None:
        raise Http404("What this list went on after is not there.")
    others = list(moment.rows(TopicName).filter(topic_id=key).order_by("position"))
    names = [pair for pair in names_of(found, others) if pair[0] != found.name]
    is_placed = found.latitude is not None
    address = address_of("events:topic", slug)
    return page_of(
        request,
        "events/topic.html",
        moment,
        key,
        {
            "about": About(found.name, found.about, feed=reverse("events:topic-feed", args=[slug])),
            "slug": slug,
            "topic": found,
            "kind": spoken.said(indexed.KINDS[found.kind]),
            "kinds": f"?kind={found.kind}",
            "many": spoken.said(indexed.MANY[found.kind]),
            "names": [(name, tag, _language(tag)) for name, tag in names],
            "dates": indexed.dates_told(found),
            "dated": spoken.said(DATED.get(found.kind, DATED[""])),
            "wikidata": found.wikidata and identifiers.address("wikidata", found.wikidata),
            "where": locator.told(found) if is_placed else "",
            # What stood near it at a time in the past is not looked for.
            "map": locator.drawn(found, () if moment.is_past else locator.near(found))
            if is_placed
            else None,
            "page": page,
            "is_further": bool(after),
            "is_timed": not after and any(one.when for one in page.statements),
            "uses": None if moment.is_past else TopicStanding.objects.filter(pk=key).first(),
            "address": address,
            "tags": [("DC.title", found.name)],
            "data": schema.written(linked(found, names, address)),
        },
        keep=page.is_complete,
    )


def linked(topic, names, address):
    """A topic in the terms of schema.org."""
    made = {"@type": TYPES.get(topic.kind, "Thing"), "@id": address, "url": address}
    made["name"] = topic.name
    if names:
        made["alternateName"] = [name for name, _ in names]
    if topic.about:
        made["description"] = topic.about
    first, _, last = topic.dates.partition("/")
    for name, date in zip(BOUNDS.get(topic.kind, ()), (first, last), strict=False):
        if name and DAY.fullmatch(date):
            made[name] = date
    if topic.kind == Topic.Kind.TREATY:
        made["legislationType"] = "treaty"
    if topic.latitude is not None:
        latitude, longitude = topic.coordinates.split(", ")
        made["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    if topic.wikidata:
        made["sameAs"] = identifiers.address("wikidata", topic.wikidata)
    return made


SCRIPTS = {
    "Cyrl": lambda: pgettext("script", "Cyrillic"),
    "Latn": lambda: pgettext("script", "Latin"),
    "Grek": lambda: pgettext("script", "Greek"),
    "Arab": lambda: pgettext("script", "Arabic"),
    "Hebr": lambda: pgettext("script", "Hebrew"),
}


def _language(tag):
    """“Serbian, Cyrillic” of sr-Cyrl; a tag that has no name here as it is."""
    code, *rest = tag.split("-")
    if code not in languages.CALLED:
        return tag
    name = spoken.said(languages.CALLED[code])
    script = next((SCRIPTS[part]() for part in rest if part in SCRIPTS), "")
    return f"{name}, {script}" if script else name
