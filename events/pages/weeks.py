"""A week in claims: what was published from a Monday to a Sunday (UTC), as EDTF and ISO 8601 count weeks."""

import re
from datetime import UTC, date, datetime, timedelta

from django.db.models import Max, Min
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from events.alterations import telling
from events.pages import altered
from events.pages.moments import About, Moment, find, page_of
from review.models import PageVersion, Publication
from review.publishing.pages import stored

ARTICLES_PER_PAGE = 50
NAME = re.compile(r"([0-9]{4})-W([0-9]{2})")


def name_of(day):
    """2026-W48, of any of its days."""
    year, week, _day = day.isocalendar()
    return f"{year:04}-W{week:02}"


def weeks(request):
    """To the week of the last publication."""
    last = Publication.objects.aggregate(at=Max("at"))["at"]
    if last is None:
        return redirect("events:changes")
    return redirect("events:week", name_of(last.astimezone(UTC)))


@stored
def week(request, name):
    monday = _monday(name)
    begun = datetime.combine(monday, datetime.min.time(), UTC)
    ended = begun + timedelta(days=7)
    held = Publication.objects.filter(at__gte=begun, at__lt=ended)
    first, last = held.aggregate(first=Min("number"), last=Max("number")).values()
    earlier = Publication.objects.filter(at__lt=begun).order_by("-at").first()
    later = Publication.objects.filter(at__gte=ended).order_by("at").first()
    if first is None and (earlier is None or later is None):
        raise Http404("Nothing was published before this week, or nothing yet in it.")
    after = request.GET.get("after", "")
    key = find("events.article", after)[0] if after else None
    page = altered.articles(first or 0, last or 0, key, ARTICLES_PER_PAGE)
    if page is None:
        raise Http404("What this list went on after is not there.")
    shown, following = page
    claims = telling.claims(altered.totals(first or 0, last or 0), are_of_many=True)
    year, week, _day = monday.isocalendar()
    title = _("Week {number} of {year}").format(number=week, year=year)
    return page_of(
        request,
        "events/week.html",
        Moment(),
        PageVersion.SITE,
        {
            "about": About(title, telling.joined(claims), feed=reverse("events:feed")),
            "title": title,
            "monday": monday,
            "sunday": monday + timedelta(days=6),
            "first": first,
            "last": last,
            "number": last - first + 1 if first else 0,
            "claims": claims,
            "articles": [(article, telling.sentence(counts)) for article, counts in shown],
            "following": following,
            "is_further": bool(after),
            "earlier": earlier and name_of(earlier.at.astimezone(UTC)),
            "later": later and name_of(later.at.astimezone(UTC)),
        },
    )


def _monday(name):
    read = NAME.fullmatch(name)
    try:
        return date.fromisocalendar(int(read[1]), int(read[2]), 1) if read else _none()
    except ValueError:
        return _none()


def _none():
    raise Http404("A week in the address reads 2026-W48.")
