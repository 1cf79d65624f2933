"""The public pages. Each can be read as it is, and as it was at a time (`/at/…/`)."""

import datetime

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from events.models import Article, ArticleStanding, Citation, Event, Statement
from events.pages.history import publications, statement_versions, tell
from events.pages.reading import article_page, checks_of, counts_of, event_page
from events.pages.timeline import timeline as read_timeline
from review import past
from review.ids import key_in
from review.models import PageVersion, Publication, Slug, Subject
from review.publishing.pages import stored
from review.weighing.diff import diff_html
from sources import csl, identifiers
from sources.formatting import renderings
from sources.models import Contributor, MergedWork, Source
from sources.writing import bibtex, coins, csljson, ris
from sources.writing.fields import fields_of

PUBLICATIONS_PER_PAGE = 50
ARTICLES_PER_PAGE = 100
EVENTS_PER_PAGE = 300
SOURCES_PER_PAGE = 200


class Moment:
    """When a page is read as of: now, or just after a past publication."""

    def __init__(self, at=None):
        self.text = at
        self.instant = None
        self.publication = None
        self.rows = past.live
        if at is not None:
            self.instant = _instant(at)
            self.publication = past.at_time(self.instant)
            self.rows = past.as_of(self.publication.number if self.publication else 0)

    @property
    def is_past(self):
        return self.text is not None

    @property
    def prefix(self):
        """What stands before a page's address, so that links stay in the same time."""
        return f"/at/{self.text}" if self.is_past else ""

    @property
    def number(self):
        return self.publication.number if self.publication else 0


def _instant(text):
    """A moment of ISO 8601; of a mere date, its last one (UTC)."""
    try:
        moment = parse_datetime(text) if "T" in text else None
        if moment is None:
            day = parse_date(text)
            moment = day and datetime.datetime.combine(day, datetime.time.max)
    except ValueError:
        moment = None
    if moment is None:
        raise Http404("A time in the address reads 2026-11-23 or 2026-11-23T12:00:00Z.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment, datetime.UTC)


def _page(request, template, moment, scope, context, keep=True):
    """Render; a present page of a scope is kept, unless something in it is still to come."""
    if not moment.is_past and keep:
        request.page_scope = scope
    here = request.path.removeprefix(moment.prefix)
    return render(request, template, {"moment": moment, "here": here, **context})


@stored
def home(request, at=None):
    moment = Moment(at)
    articles, following = _by_title(request, moment, Article, ARTICLES_PER_PAGE)
    slugs = _slugs([a.subject_id for a in articles])
    if moment.is_past:
        counts = counts_of(moment.rows, slugs)
    else:
        counts = ArticleStanding.objects.in_bulk(slugs)
    latest = publications()
    if moment.is_past:
        latest = latest.filter(number__lte=moment.number)
    return _page(
        request,
        "events/home.html",
        moment,
        PageVersion.SITE,
        {
            "articles": [(a, slugs.get(a.subject_id), counts.get(a.subject_id)) for a in articles],
            "following": following,
            "latest": tell(list(latest.order_by("-number")[:8])),
        },
    )


def _by_title(request, moment, model, size):
    """(a page of objects, by title, after the one that the address names; its end, or "")."""
    label = model._meta.label_lower
    found = moment.rows(model).order_by("title", "subject_id")
    after = request.GET.get("after", "")
    if after:
        key, _ = _find(label, after)
        last = found.filter(subject_id=key).first()
        if last is None:
            raise Http404("What this list went on after is not there.")
        found = found.filter(
            Q(title__gt=last.title) | Q(title=last.title, subject_id__gt=last.subject_id)
        )
    found = list(found[: size + 1])
    page = found[:size]
    following = _slugs([page[-1].subject_id]) if len(found) > size else {}
    return page, next(iter(following.values()), "")


@stored
def article(request, slug, at=None):
    moment = Moment(at)
    key, current = _find("events.article", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Article).filter(subject_id=key).first()
    if found is None:
        raise Http404("There was no such article then." if moment.is_past else "No such article.")
    page = article_page(key, moment.rows, moment.instant)
    version = past_version(key, moment)
    return _page(
        request,
        "events/article.html",
        moment,
        key,
        {"article": found, "slug": slug, "page": page, "counts": page.counts, "version": version},
        keep=page.is_complete,
    )


def past_version(key, moment):
    """The publication that last touched an article's page, as of the moment."""
    if moment.is_past:
        return moment.publication
    version = PageVersion.objects.filter(pk=str(key)).first()
    return version and Publication.objects.get(pk=version.version)


@stored
def event(request, anchor, at=None):
    moment = Moment(at)
    subject = _subject(anchor, "events.event")
    if subject.anchor != anchor:
        return redirect("events:event", subject.anchor, permanent=True)
    found = moment.rows(Event).filter(subject_id=subject.pk).first()
    if found is None:
        raise Http404("There is no such event.")
    page = event_page(found, moment.rows, moment.instant)
    parent = moment.rows(Article).get(subject_id=found.article_id)
    return _page(
        request,
        "events/event.html",
        moment,
        found.article_id,
        {
            "article": parent,
            "slug": _slugs([parent.subject_id])[parent.subject_id],
            "page": page,
            "event": page.events[0],
        },
        keep=page.is_complete,
    )


@stored
def timeline(request, at=None):
    moment = Moment(at)
    start = key_in(request.GET.get("from", ""))
    page = read_timeline(moment.rows, start, request.GET.get("after", ""), EVENTS_PER_PAGE)
    if page is None:
        raise Http404("There is no such place on the timeline.")
    return _page(request, "events/timeline.html", moment, PageVersion.SITE, {"page": page})


@stored
def sources(request, at=None):
    moment = Moment(at)
    page, following = _by_title(request, moment, Source, SOURCES_PER_PAGE)
    slugs = _slugs([s.subject_id for s in page])
    people = {}
    named = moment.rows(Contributor).filter(source_id__in=list(slugs))
    for person in named.order_by("position"):
        people.setdefault(person.source_id, []).append(person)
    items = [renderings.item_of(work, people.get(work.subject_id, [])) for work in page]
    cites = [renderings.short(item) for item in items]
    held = renderings.notes_for(cites)
    shown = [
        (work, renderings.note_in(held, cite), slugs.get(work.subject_id))
        for work, cite in zip(page, cites, strict=True)
    ]
    return _page(
        request,
        "events/sources.html",
        moment,
        PageVersion.SITE,
        {"sources": shown, "following": following},
    )


@stored
def source(request, slug, at=None):
    moment = Moment(at)
    key, current = _find("sources.source", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Source).filter(subject_id=key).first()
    if found is None:
        return _led_to_work(request, moment, key, slug)
    people = list(moment.rows(Contributor).filter(source_id=key).order_by("position"))
    item = renderings.item_of(found, people)
    held = renderings.html_for([item])
    return _page(
        request,
        "events/source.html",
        moment,
        key,
        {
            "source": found,
            "contributors": people,
            "kind": csl.TYPES.get(found.type, found.type),
            "identifiers": _identifiers(found),
            "entry": renderings.entry_in(held, item),
            "coins": coins.write(fields_of(found, people)),
            "slug": slug,
            "forms": [(form, words) for form, (words, *_) in FORMS.items()],
            "uses": _uses(key, item, moment),
        },
        keep=bool(held),
    )


# (what stands behind the dot of an address, the format, its writer, its media type).
FORMS = {
    "bib": ("BibTeX", bibtex.write, "application/x-bibtex"),
    "ris": ("RIS", ris.write, "application/x-research-info-systems"),
    "json": ("CSL-JSON", csljson.write, "application/vnd.citationstyles.csl+json"),
}


def work(request, slug, form, at=None):
    """A work as a file that reference managers read."""
    if form not in FORMS:
        raise Http404("A work can be had as .bib, .ris or .json.")
    moment = Moment(at)
    key, current = _find("sources.source", slug)
    found = moment.rows(Source).filter(subject_id=key).first()
    if found is None:
        return _led_to_work(request, moment, key, slug)
    people = moment.rows(Contributor).filter(source_id=key).order_by("position")
    _, write, media_type = FORMS[form]
    text, _ = write([fields_of(found, people)])
    name = {"Content-Disposition": f'attachment; filename="{current}.{form}"'}
    return HttpResponse(text, content_type=f"{media_type}; charset=utf-8", headers=name)


def _led_to_work(request, moment, key, slug):
    """To the same page of the work that this one was merged into. Not for ever: it may be undone."""
    merged = moment.rows(MergedWork).filter(work_id=key).first()
    if merged is None:
        raise Http404("There is no such source.")
    kept = _slugs([merged.source_id])[merged.source_id]
    return redirect(request.path.replace(f"/{slug}/", f"/{kept}/"))


def _identifiers(source):
    """[(label, as it is printed, its address or "")] of those that a source has."""
    return [
        (scheme.label, identifiers.shown(name, value), identifiers.address(name, value))
        for name, scheme in identifiers.SCHEMES.items()
        if (value := getattr(source, name))
    ]


def _uses(source, item, moment):
    """[(article title, slug, [(statement, anchor, citation, locator)])] of all it supports."""
    rows = moment.rows
    citations = list(rows(Citation).filter(source_id=source))
    statements = {
        s.subject_id: s
        for s in rows(Statement).filter(subject_id__in={c.statement_id for c in citations})
    }
    events = {
        e.subject_id: e
        for e in rows(Event).filter(subject_id__in={s.event_id for s in statements.values()})
    }
    articles = {
        a.subject_id: a
        for a in rows(Article).filter(subject_id__in={e.article_id for e in events.values()})
    }
    anchors = dict(Subject.objects.filter(pk__in=statements).values_list("pk", "anchor"))
    slugs = _slugs(articles)
    texts = {key: statement.text for key, statement in statements.items()}
    checks = checks_of(citations, texts, {source: item}, moment.instant)

    def order(citation):
        statement = statements[citation.statement_id]
        event = events[statement.event_id]
        return (articles[event.article_id].title, event.position, statement.position)

    grouped = {}
    for citation in sorted(citations, key=order):
        statement = statements[citation.statement_id]
        parent = articles[events[statement.event_id].article_id]
        grouped.setdefault(parent.subject_id, []).append(
            {
                "statement": statement,
                "anchor": anchors[statement.subject_id],
                "citation": citation,
                "locator": csl.place(citation.label, citation.locator),
                "checked": checks.get(citation.subject_id),
            }
        )
    return [(articles[key].title, slugs[key], uses) for key, uses in grouped.items()]


@stored
def statement(request, anchor, at=None):
    moment = Moment(at)
    subject = _subject(anchor, "events.statement")
    if subject.anchor != anchor:
        return redirect("events:statement", subject.anchor, permanent=True)
    versions = statement_versions(
        subject.pk, moment.number if moment.is_past else None, moment.instant
    )
    if not versions:
        raise Http404("No such statement was published.")
    parent = Article.objects.filter(events__statements=subject.pk).first()
    compared = _compared(request, versions)
    return _page(
        request,
        "events/statement.html",
        moment,
        parent.pk if parent else PageVersion.SITE,
        {
            "anchor": anchor,
            "versions": versions,
            "now": versions[0],
            "article": parent,
            "slug": parent and _slugs([parent.pk])[parent.pk],
            "compared": compared,
        },
    )


def _compared(request, versions):
    """The diff of the two versions that the address asks for, if it does."""
    if "from" not in request.GET:
        return None
    by_number = {str(v.publication.number): v for v in versions}
    pair = [by_number.get(request.GET.get(name, "")) for name in ("from", "to")]
    if None in pair:
        raise Http404("One of these versions does not exist.")
    old, new = sorted(pair, key=lambda v: v.publication.number)
    return {"old": old, "new": new, "diff": diff_html(old.text or "", new.text or "")}


@stored
def changes(request, at=None):
    moment = Moment(at)
    found = publications()
    if moment.is_past:
        found = found.filter(number__lte=moment.number)
    before = key_in(request.GET.get("before", ""))
    if before is not None:
        found = found.filter(number__lt=before)
    page = list(found.order_by("-number")[: PUBLICATIONS_PER_PAGE + 1])
    older = page[PUBLICATIONS_PER_PAGE - 1].number if len(page) > PUBLICATIONS_PER_PAGE else None
    last = page[0] if page and before is None else None
    return _page(
        request,
        "events/changes.html",
        moment,
        PageVersion.SITE,
        {"publications": tell(page[:PUBLICATIONS_PER_PAGE]), "older": older, "last": last},
    )


def anchor(request, anchor):
    """The lasting address of a statement or an event: leads to its place in the article."""
    subject = Subject.objects.select_related("merged_into").filter(anchor=anchor).first()
    subject = subject and (subject.merged_into or subject)
    places = {
        "events.statement": {"events__statements": subject and subject.pk},
        "events.event": {"events": subject and subject.pk},
    }
    if subject is None or subject.kind not in places:
        raise Http404("There is nothing with this anchor.")
    parent = Article.objects.filter(**places[subject.kind]).first()
    if parent is None:
        if subject.kind == "events.statement":
            return redirect("events:statement", subject.anchor)
        raise Http404("There is nothing with this anchor.")
    slug = _slugs([parent.pk])[parent.pk]
    return redirect(f"{reverse('events:article', args=[slug])}#{subject.anchor}")


def at(request):
    """Takes the date that a reader chose to the page as it was on it."""
    day, path = request.GET.get("on", ""), request.GET.get("page", "/")
    if not path.startswith("/") or path.startswith(("//", "/at/", "/admin")):
        path = "/"
    if not day:
        return redirect(path)
    _instant(day)
    return redirect(f"/at/{day}{path}")


def _find(kind, slug):
    """(key, current slug), or 404."""
    found = Slug.objects.filter(kind=kind, slug=slug).first()
    if found is None:
        raise Http404("There is no such page.")
    if found.is_current:
        return found.subject_id, slug
    return found.subject_id, Slug.objects.get(subject=found.subject_id, is_current=True).slug


def _slugs(keys):
    found = Slug.objects.filter(subject__in=keys, is_current=True)
    return dict(found.values_list("subject_id", "slug"))


def _subject(anchor, kind):
    subject = Subject.objects.select_related("merged_into").filter(anchor=anchor, kind=kind).first()
    if subject is None or subject.head_id is None:
        raise Http404("There is nothing with this anchor.")
    return subject.merged_into or subject
