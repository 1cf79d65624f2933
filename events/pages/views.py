"""The public pages. Each can be read as it is, and as it was at a time (`/at/…/`)."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from events.models import Article, ArticleStanding, Event
from events.pages.history import publications, statement_versions, tell
from events.pages.moments import Moment, by_title, find, instant_of, page_of, slugs_of
from events.pages.rail import rail
from events.pages.reading import article_page, counts_of, event_page
from events.pages.taking import taken_along
from events.pages.timeline import timeline as read_timeline
from review.ids import key_in
from review.models import PageVersion, Publication, Subject
from review.publishing.pages import stored
from review.weighing.diff import diff_html

PUBLICATIONS_PER_PAGE = 50
ARTICLES_PER_PAGE = 100
EVENTS_PER_PAGE = 300


@stored
def home(request, at=None):
    moment = Moment(at)
    articles, following = by_title(request, moment, Article, ARTICLES_PER_PAGE)
    slugs = slugs_of([a.subject_id for a in articles])
    if moment.is_past:
        counts = counts_of(moment.rows, slugs)
    else:
        counts = ArticleStanding.objects.in_bulk(slugs)
    latest = publications()
    if moment.is_past:
        latest = latest.filter(number__lte=moment.number)
    return page_of(
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


@stored
def article(request, slug, at=None):
    moment = Moment(at)
    key, current = find("events.article", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Article).filter(subject_id=key).first()
    if found is None:
        raise Http404("There was no such article then." if moment.is_past else "No such article.")
    page = article_page(key, moment.rows, moment.instant)
    version = past_version(key, moment)
    return page_of(
        request,
        "events/article.html",
        moment,
        key,
        {
            "article": found,
            "slug": slug,
            "page": page,
            "counts": page.counts,
            "rail": rail(page),
            "version": version,
            **taken_along(found.title, slug, page.notes, version),
        },
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
    return page_of(
        request,
        "events/event.html",
        moment,
        found.article_id,
        {
            "article": parent,
            "slug": slugs_of([parent.subject_id])[parent.subject_id],
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
    return page_of(request, "events/timeline.html", moment, PageVersion.SITE, {"page": page})


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
    return page_of(
        request,
        "events/statement.html",
        moment,
        parent.pk if parent else PageVersion.SITE,
        {
            "anchor": anchor,
            "key": subject.pk,
            "versions": versions,
            "now": versions[0],
            "article": parent,
            "slug": parent and slugs_of([parent.pk])[parent.pk],
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
    return page_of(
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
    slug = slugs_of([parent.pk])[parent.pk]
    return redirect(f"{reverse('events:article', args=[slug])}#{subject.anchor}")


def at(request):
    """Takes the date that a reader chose to the page as it was on it."""
    day, path = request.GET.get("on", ""), request.GET.get("page", "/")
    if not path.startswith("/") or path.startswith(("//", "/at/", "/admin")):
        path = "/"
    if not day:
        return redirect(path)
    instant_of(day)
    return redirect(f"/at/{day}{path}")


def _subject(anchor, kind):
    subject = Subject.objects.select_related("merged_into").filter(anchor=anchor, kind=kind).first()
    if subject is None or subject.head_id is None:
        raise Http404("There is nothing with this anchor.")
    return subject.merged_into or subject
