"""The feeds of the site: all that is published, one article, the requests that were opened."""

from datetime import UTC, datetime

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.alterations import telling
from events.kinds import clip
from events.models import (
    CitationRequest,
    LedgerEntry,
    RequestStanding,
    Statement,
)
from events.pages import altered, feeds
from events.pages.history import publications, tell
from events.pages.moments import Moment, find, slugs_of
from events.pages.reading import mark_of
from events.pages.versions import entries_of, last_known
from review import spoken
from review.models import PageVersion, Subject
from review.publishing.pages import stored

What = LedgerEntry.What
# Among so many steps of requests the open ones are looked for.
STEPS_READ = 400
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@stored
def feed(request):
    """All publications, each by what it altered."""
    steps = tell(list(publications().order_by("-number")[: feeds.ENTRIES]))
    told = altered.of_publications([step.number for step in steps])
    return feeds.written(
        request,
        PageVersion.SITE,
        title="Attested",
        about=_("What was published, as it is published: what it altered, by whom, and why."),
        address=reverse("events:changes"),
        entries=[_of_publication(step, *told[step.number]) for step in steps],
        updated=steps[0].at if steps else BEGINNING,
    )


def _of_publication(step, articles, more):
    names = [article.title for article, _ in articles]
    if len(names) == 1:
        title = f"{names[0]}: {telling.sentence(articles[0][1])}"
    elif names:
        number = len(names) + more
        title = ngettext(
            "Publication {publication}: {number} article",
            "Publication {publication}: {number} articles",
            number,
        ).format(publication=step.number, number=number)
    else:
        title = _("Publication {number}").format(number=step.number)
    lines = [
        format_html(
            "{}: {}",
            article.title
            if article.is_gone
            else feeds.link(
                reverse("events:article-at", args=[step.number, article.slug]),
                article.title,
                article.language,
            ),
            telling.sentence(counts),
        )
        for article, counts in articles
    ]
    if more:
        lines.append(ngettext("and {number} more", "and {number} more", more).format(number=more))
    html = (feeds.listed(lines) if lines else mark_safe("")) + _acts(step)
    return feeds.Entry(
        title, reverse("events:changes-at", args=[step.number]), step.at, html, _authors(step)
    )


def _acts(step, shown=5):
    """Who did what of it, and why."""
    acts = [v.act for v in step.decision.verdicts.all() if v.choice == "approve"]
    told = _("{act} by {author}, approved by {people}: “{summary}”")
    if step.decision.is_direct:
        told = _("{act} by {author}, published directly: “{summary}”")
    lines = [
        format_html(
            told,
            act=act.title or _("A change"),
            author=act.changeset.author,
            people=act.approvers,
            summary=act.changeset.summary,
        )
        for act in acts[:shown]
    ]
    if (more := len(acts) - shown) > 0:
        told = ngettext("and {number} more act", "and {number} more acts", more)
        lines.append(told.format(number=more))
    return feeds.listed(lines) if lines else mark_safe("")


def _authors(step):
    names = dict.fromkeys(
        str(v.act.changeset.author) for v in step.decision.verdicts.all() if v.choice == "approve"
    )
    return ", ".join([*names][:3])


@stored
def article_feed(request, slug):
    """One article's publications."""
    key, current = find("events.article", slug)
    if current != slug:
        return redirect(request.path.replace(f"/{slug}/", f"/{current}/"), permanent=True)
    moment = Moment()
    article = last_known(key, moment)
    if article is None:
        raise Http404("No such article was published.")
    entries, _older = entries_of(key, moment, None, feeds.ENTRIES)
    return feeds.written(
        request,
        key,
        title=f"{article.title} · Attested",
        about=_("What each publication altered on this article."),
        address=reverse("events:article-history", args=[slug]),
        entries=[
            feeds.Entry(
                entry.claims,
                reverse("events:article-at", args=[entry.publication.number, slug]),
                entry.publication.at,
                _differs(slug, entry) + _acts(entry.publication),
                _authors(entry.publication),
            )
            for entry in entries
        ],
        updated=entries[0].publication.at if entries else BEGINNING,
    )


def _differs(slug, entry):
    if not entry.before:
        return mark_safe("")
    address = reverse("events:article-compare", args=[slug])
    query = f"?from={entry.before}&to={entry.publication.number}"
    return feeds.paragraph(feeds.link(address + query, _("What differs")))


@stored
def requests_feed(request):
    """The requests that were opened last and are open: where help is wanted."""
    steps = LedgerEntry.objects.filter(what__in=[What.OPENED, What.REOPENED]).order_by("-id")
    steps = list(steps.values_list("request", "at")[:STEPS_READ])
    opened = {}
    for key, at in steps:
        opened.setdefault(key, at)
    open = set(
        RequestStanding.objects.filter(request__in=list(opened)).values_list("request", flat=True)
    )
    keys = [key for key in opened if key in open][: feeds.ENTRIES]
    asked = CitationRequest.objects.in_bulk(keys)
    statements = Statement.objects.select_related("event__article")
    statements = statements.in_bulk([one.about_id for one in asked.values()])
    anchors = dict(Subject.objects.filter(pk__in=statements).values_list("pk", "anchor"))
    slugs = slugs_of({s.event.article_id for s in statements.values()})
    entries = []
    for key in keys:
        about = statements[asked[key].about_id]
        mark = mark_of(asked[key])
        anchor, article = anchors[about.pk], about.event.article
        page = f"{reverse('events:article', args=[slugs[article.pk]])}#{anchor}"
        html = feeds.paragraph(about.text, article.language) + feeds.paragraph(
            format_html(
                "{}: {}{}. {} · {}",
                feeds.link(page, article.title, article.language),
                mark.words,
                f" ({mark.reason})" if mark.reason else "",
                mark.since.capitalize(),
                feeds.link(reverse("events:lead", args=[anchor]), _("I have a source")),
            )
        )
        entries.append(
            feeds.Entry(
                f"{mark.words.capitalize()}: {spoken.quoted(clip(about.text, 120))}",
                f"{reverse('events:statement', args=[anchor])}?request={key}",
                opened[key],
                html,
            )
        )
    return feeds.written(
        request,
        PageVersion.SITE,
        title=_("Requests · Attested"),
        about=_("Statements for which a citation, or something of one, is wanted."),
        address=reverse("events:home"),
        entries=entries,
        updated=steps[0][1] if steps else BEGINNING,
    )
