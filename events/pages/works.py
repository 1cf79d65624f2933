"""The public pages of sources: the list of all, each one, its history."""

from contextlib import nullcontext

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import SourceStanding
from events.pages import absent, catalogue, uses
from events.pages.history import source_revisions
from events.pages.moments import About, Moment, by_title, find, led_to_work, page_of
from events.pages.record import facts, identifiers_of, related
from events.pages.taking import LONGEST_FILE, address_of, forms
from review import bounds, spoken
from review.ids import key_in
from review.models import PageVersion
from review.publishing.pages import stored
from sources import csl
from sources.formatting import citeproc, renderings, styles
from sources.models import Contributor, Source
from sources.reading import richtext
from sources.writing import coins, managers, schema
from sources.writing.fields import fields_of

SOURCES_PER_PAGE = 100
USES_PER_PAGE = 100
REVISIONS_PER_PAGE = 50


@stored
def sources(request, at=None):
    moment = Moment(at)
    if moment.is_past:
        return _sources_then(request, moment)
    wanted = catalogue.Wanted.of(request.GET)
    after = request.GET.get("after", "")
    key = find("sources.source", after)[0] if after else None
    try:
        with bounds.in_time() if wanted.words else nullcontext():
            page = catalogue.catalogue(wanted, key, SOURCES_PER_PAGE)
    except bounds.TooLong as error:
        page = catalogue.Page([], 0, [], [], said=str(error))
    if page is None:
        raise Http404("What this list went on after is not there.")
    return page_of(
        request,
        "events/sources.html",
        moment,
        PageVersion.SITE,
        {
            "about": _about(),
            "page": page,
            "wanted": wanted,
            "is_further": bool(after),
            "kind": spoken.said(csl.TYPES.get(wanted.type, "")),
            "orders": [
                (name == wanted.order, spoken.said(words), wanted.address(order=name))
                for name, (words, *_) in catalogue.ORDERS.items()
            ],
            "types": [
                (type == wanted.type, words, number, wanted.address(type=type))
                for type, words, number in page.types
            ],
            "letters": [(letter.upper(), wanted.address(begin=letter)) for letter in page.letters],
            "everything": wanted.address(words="", type=""),
            "any_type": wanted.address(type=""),
            "following": page.following and wanted.address(after=page.following),
            "forms": forms(reverse("events:found-works", args=["bib"])),
            "query": wanted.address(),
            "longest": LONGEST_FILE,
        },
    )


def _about():
    return About(_("Sources"), _("The works that statements rest on, and what each supports."))


def _sources_then(request, moment):
    works, following = by_title(request, moment, Source, SOURCES_PER_PAGE)
    listed = catalogue.listed([work.subject_id for work in works], moment.rows)
    page = catalogue.Page(list(listed.values()), 0, [], [], following)
    context = {"about": _about(), "page": page}
    return page_of(request, "events/sources.html", moment, PageVersion.SITE, context)


@stored
def source(request, slug, at=None):
    moment = Moment(at)
    key, current = find("sources.source", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Source).filter(subject_id=key).first()
    if found is None:
        history = reverse("events:source-history", args=[slug])
        led = led_to_work(request, moment, key, slug)
        return led or absent.answer(request, moment, Source, key, slug, history)
    after = request.GET.get("after", "")
    people = list(moment.rows(Contributor).filter(source_id=key).order_by("position"))
    item, fields = renderings.item_of(found, people), fields_of(found, people)
    used = uses.uses(key, item, moment, after, USES_PER_PAGE)
    if used is None:
        raise Http404("What this list went on after is not there.")
    offered = styles.offered()
    held = renderings.html_for([item], *offered)
    address = address_of("events:source", slug)
    return page_of(
        request,
        "events/source.html",
        moment,
        key,
        {
            "about": About(
                richtext.plain(found.title),
                _("{work} What it supports and contradicts.").format(
                    work=renderings.words_of(renderings.entry_in(held, item))
                ),
                "book" if found.type == "book" else "article",
            ),
            "source": found,
            "title": richtext.plain(found.title),
            "kind": spoken.said(csl.TYPES.get(found.type, found.type)),
            "identifiers": identifiers_of(found),
            "facts": facts(found, people),
            "related": related(found, moment.rows),
            "entry": renderings.entry_in(held, item),
            "cited_as": [
                (words, renderings.entry_in(held, item, style))
                for style, words in offered.items()
                if held.get(citeproc.rendering_key(item, style))
            ],
            "coins": coins.write(fields),
            "tags": managers.tags(fields),
            "data": schema.written(schema.work(fields, address)),
            "address": address,
            "slug": slug,
            "forms": forms(reverse("events:work", args=[slug, "bib"])),
            "uses": used,
            "standing": None if moment.is_past else SourceStanding.objects.filter(pk=key).first(),
            "is_further": bool(after),
        },
        keep=len(held) == len(offered),
    )


@stored
def source_history(request, slug, at=None):
    moment = Moment(at)
    key, current = find("sources.source", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    revisions = source_revisions(key, moment.number if moment.is_past else None)
    if not revisions:
        raise Http404("No such source was published.")
    before = key_in(request.GET.get("before", ""))
    rest = [r for r in revisions if before is None or r.publication.number < before]
    shown = rest[:REVISIONS_PER_PAGE]
    return page_of(
        request,
        "events/source_history.html",
        moment,
        key,
        {
            "about": About(
                _("History of {title}").format(title=richtext.plain(revisions[0].title))
            ),
            "slug": slug,
            "title": richtext.plain(revisions[0].title),
            "language": revisions[0].language,
            "is_gone": revisions[0].is_gone,
            "into": revisions[0].into,
            "revisions": shown,
            "older": shown[-1].publication.number if len(rest) > len(shown) else None,
            "is_further": before is not None,
        },
    )
