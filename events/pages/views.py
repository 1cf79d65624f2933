"""The public pages. Each can be read as it is, and as it was at a time (`/at/…/`)."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.kinds import clip
from events.models import Article, Event, Statement, Topic
from events.pages import absent, languages, lives
from events.pages.attested import named_in
from events.pages.bands import drawing
from events.pages.claims import claim_of
from events.pages.history import publications, tell
from events.pages.moments import About, Moment, as_of, find, instant_of, page_of, slugs_of
from events.pages.rail import rail
from events.pages.reading import article_page, event_page, part_of, shown_events
from events.pages.taking import address_of, taken_along
from events.pages.timeline import Window
from events.pages.timeline import timeline as read_timeline
from events.pages.writers import written
from review.ids import key_in
from review.models import PageVersion, Publication, Subject
from review.past import live
from review.publishing.pages import stored
from review.weighing.diff import diff_html
from sources.writing import schema

PUBLICATIONS_PER_PAGE = 50
EVENTS_PER_PAGE = 100
VERSIONS_PER_PAGE = 50


@stored
def article(request, slug, number=1, at=None):
    """An article, or one part of a long one: the first is at the address of the whole."""
    moment = Moment(at)
    key, current = find("events.article", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    found = moment.rows(Article).filter(subject_id=key).first()
    if found is None:
        history = reverse("events:article-history", args=[slug])
        return absent.answer(request, moment, Article, key, slug, history)
    page = article_page(key, moment.rows, moment.instant, number)
    if page is None or (number == 1 and "/part/" in request.path):
        raise Http404("The article has no such part.")
    version = past_version(key, moment)
    return page_of(
        request,
        "events/article.html",
        moment,
        key,
        {
            "about": _about(found, slug, page),
            "article": found,
            "slug": slug,
            "page": page,
            "counts": page.counts,
            "rail": rail(page),
            "version": version,
            **taken_along(found, slug, version),
        },
        keep=page.is_complete,
    )


def _about(article, slug, page):
    counts = page.counts
    told = [str(counts.statements)]
    if number := counts.cited:
        told.append(ngettext("{number} cited", "{number} cited", number).format(number=number))
    if number := counts.requested:
        asked = ngettext("{number} with a request", "{number} with a request", number)
        told.append(asked.format(number=number))
    first = next((statement.text for statement in page.statements), "")
    counted = _("Statements: {told}.").format(told=", ".join(told))
    said = f"{clip(first, 160)} {counted}"
    feed, claims = (reverse(f"events:article-{name}", args=[slug]) for name in ("feed", "claims"))
    return About(article.title, said, "article", feed, claims)


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
        return absent.answer(request, moment, Event, subject.pk, anchor)
    page = event_page(found, moment.rows, moment.instant)
    parent = moment.rows(Article).get(subject_id=found.article_id)
    return page_of(
        request,
        "events/event.html",
        moment,
        found.article_id,
        {
            "about": About(
                page.events[0].title, clip(" ".join(s.text for s in page.statements), 200)
            ),
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
    page, article, topic = _timeline(request, moment)
    context = {
        "about": About(
            _("Timeline: {period}").format(period=page.window.words)
            if page.window.span
            else _("Timeline"),
            ngettext(
                "{number} dated event, by its earliest day.",
                "{number} dated events, by their earliest day.",
                page.total,
            ).format(number=page.total),
        ),
        "page": page,
        "article": article,
        "topic": topic,
        "drawing": _drawing(page),
        "query": request.GET.urlencode(),
    }
    return page_of(request, "events/timeline.html", moment, PageVersion.SITE, context)


@stored
def timeline_drawn(request, at=None):
    """The drawing of the timeline, as a file."""
    moment = Moment(at)
    if not moment.is_past:
        request.page_scope = PageVersion.SITE
    page, *_ = _timeline(request, moment)
    context = {"drawing": _drawing(page), "is_file": True, "title": page.window.words}
    answer = render(request, "events/_bands.svg", context, content_type="image/svg+xml")
    answer.headers["Content-Disposition"] = content_disposition_header(True, "timeline.svg")
    return answer


def _timeline(request, moment):
    """(the page of the timeline that an address asks for, the article that it is of or None, the
    topic that its events name or None)."""
    named = [request.GET.get(name, "") for name in ("article", "topic")]
    article, topic = (
        _named(moment, model, slug) for model, slug in zip((Article, Topic), named, strict=True)
    )
    window = Window.of(request.GET.get("from", ""), request.GET.get("span", ""), *named)
    after = request.GET.get("after", "")
    keys = [found and found.subject_id for found in (article, topic)]
    page = read_timeline(moment.rows, window, after, EVENTS_PER_PAGE, *keys)
    if page is None:
        raise Http404("There is no such place on the timeline.")
    return page, article, topic


def _named(moment, model, slug):
    """What a slug in an address names, None if it names nothing."""
    if not slug:
        return None
    key, _current = find(model._meta.label_lower, slug)
    found = moment.rows(model).filter(subject_id=key).first()
    if found is None:
        raise Http404("There is no such thing.")
    return found


def _drawing(page):
    return drawing(page.events, *page.window.days)


@stored
def statement(request, anchor, at=None):
    """Its words with what they rest on, and below its life."""
    moment = Moment(at)
    subject = _subject(anchor, "events.statement")
    if subject.anchor != anchor:
        return redirect("events:statement", subject.anchor, permanent=True)
    lines = lives.lines_of(subject.pk, moment.number if moment.is_past else None)
    versions = lives.life(lines, moment.instant)
    if not any(version.line.key == subject.pk for version in versions):
        return absent.answer(request, moment, Statement, subject.pk, anchor)
    before = key_in(request.GET.get("before", ""))
    rest = [v for v in versions if before is None or v.publication.number < before]
    shown = rest[:VERSIONS_PER_PAGE]
    runs, writers = written(versions)
    now = next(version for version in versions if not version.line.how)
    parent, resting = _resting(subject.pk, moment)
    slug = parent and slugs_of([parent.subject_id])[parent.subject_id]
    within = address_of("events:article", slug) if parent else ""
    answer = page_of(
        request,
        "events/statement.html",
        moment,
        parent.subject_id if parent else PageVersion.SITE,
        {
            "about": About(
                clip(now.text or _("A removed statement"), 70), clip(now.text or "", 200)
            ),
            "anchor": anchor,
            "key": subject.pk,
            "versions": shown,
            "older": shown[-1].publication.number if len(rest) > len(shown) else None,
            "is_further": before is not None,
            "now": now,
            "resting": resting,
            "runs": runs,
            "writers": writers,
            "data": resting and schema.written(claim_of(resting, within)),
            "article": parent,
            "language": parent.language if parent else "",
            "slug": slug,
            "compared": _compared(request, versions),
            "named": named_in(subject.pk, moment.rows),
        },
    )
    if now.text is None and not moment.is_past:
        answer.status_code = absent.GONE
    return answer


def _resting(key, moment):
    """(the article of a statement, the `ShownStatement`), or (None, None) of one that is gone."""

    def rows(model):
        found = moment.rows(model)
        return found.filter(subject_id=key) if model is Statement else found

    held = rows(Statement).first()
    if held is None:
        return None, None
    event = moment.rows(Event).get(subject_id=held.event_id)
    (shown,), *_ = shown_events([event], rows, moment.instant)
    return moment.rows(Article).get(subject_id=event.article_id), shown.statements[0]


def _compared(request, versions):
    """The diff of the two versions that the address asks for, if it does."""
    if "from" not in request.GET:
        return None
    by_name = {version.name: version for version in reversed(versions)}
    pair = [by_name.get(request.GET.get(name, "")) for name in ("from", "to")]
    if None in pair:
        raise Http404("One of these versions does not exist.")
    old, new = sorted(pair, key=lambda v: (v.publication.number, -v.line.depth))
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
        {
            "about": About(
                _("Publications"),
                _("What was published: what changed, who proposed it, who approved it and why."),
                feed=reverse("events:feed"),
            ),
            "publications": tell(page[:PUBLICATIONS_PER_PAGE]),
            "older": older,
            "last": last,
        },
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
    event = subject.pk
    if subject.kind == "events.statement":
        event = Statement.objects.values_list("event_id", flat=True).get(pk=subject.pk)
    number = part_of(event, parent.pk, live)
    args = [slug] if number == 1 else [slug, number]
    name = "events:article" if number == 1 else "events:article-part"
    return redirect(f"{reverse(name, args=args)}#{subject.anchor}")


def at(request):
    """Takes the date that a reader chose to the page as it was on it."""
    day, path = request.GET.get("on", ""), request.GET.get("page", "")
    if not path.startswith("/") or path.startswith(("//", "/admin", f"{languages.root()}at/")):
        path = languages.root()
    if not day:
        return redirect(path)
    instant_of(day)
    return redirect(as_of(day, path))


def _subject(anchor, kind):
    subject = Subject.objects.select_related("merged_into").filter(anchor=anchor, kind=kind).first()
    if subject is None or subject.head_id is None:
        raise Http404("There is nothing with this anchor.")
    return subject.merged_into or subject
