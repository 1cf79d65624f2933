"""The desk's front page, for whoever opens it, and the page of all records."""

from dataclasses import dataclass

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from events.desk import backlog, charts
from events.models import Article, ArticleImport, CitationRequest, RequestStanding
from review import permissions
from review.desk import front as team
from review.desk.views.base import desk_page
from sources import edtf

CLAIMS = 5
MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
STEP_WORDS = {
    "opened": "Requests opened",
    "resolved": "Requests resolved",
    "reopened": "Requests opened again",
}


@dataclass(frozen=True)
class Line:
    """A row of the table of the chart; `tagged` is what the worklist calls its requests, or ""."""

    words: str
    numbers: list
    tagged: str = ""
    name: str = ""
    is_inner: bool = False

    @property
    def page(self):
        return _worklist(self.tagged) if self.tagged else ""


@admin.site.admin_view
@require_GET
def front(request):
    """What a person has to do, and how the desk stands; each part for who may do something of it."""
    user = request.user
    groups, sums = backlog.tagged()
    months = backlog.by_month()
    open_ = sums["open"]
    context = {
        "may": permissions.granted(user),
        "open": open_,
        "sums": sums,
        "groups": groups,
        "months": months,
        "has_articles": bool(groups) or Article.objects.exists(),
        "table": _table(groups),
        "whole": next((group for group in reversed(groups) if group.is_whole), None),
        "chart": _by_month_tagged(groups),
        "chart_desc": _told(groups, sums),
        "parts": [(part, words, sums[part]) for part, words in backlog.ENDS.items()],
        "steps": _steps(months) if any(m.more or m.resolved for m in months) else None,
        "steps_desc": _told_of(months),
    }
    if permissions.may(user, permissions.DECIDE):
        context["queue"] = team.queue(user)
    if permissions.may(user, permissions.OPERATE):
        context |= {"week": _week(), "care": team.care()}
    if permissions.may(user, permissions.PROPOSE):
        searched = team.number(RequestStanding.objects.filter(is_searched=True))
        context |= {
            "own": team.own_work(user),
            "claims": _claims(user),
            "searched": searched,
            "unsearched": None if searched.value > searched.most else open_ - searched.value,
        }
    return desk_page(request, "events/front.html", "The desk", **context)


@admin.site.admin_view
@require_GET
def records(request):
    """Every list of the desk, for who may see it."""
    return admin.site.index(request, {"title": "All records"})


def _claims(user):
    """The open requests that a person has taken, the one that runs out first before the others."""
    held = CitationRequest.objects.filter(
        resolution="", subject__claim__by=user, subject__claim__until__gt=timezone.now()
    )
    held = held.select_related("about__statement__event__article", "subject__claim")
    return team.Few.of(held.order_by("subject__claim__until"), shown=CLAIMS)


def _week():
    start, before = team.weeks()
    steps = backlog.in_days(start.date(), before.date())
    known = [
        team.Row(words, *(team.Number(n, n) for n in steps[name]))
        for name, words in STEP_WORDS.items()
    ]
    # An article is imported once, so by key is by time.
    latest = ArticleImport.objects.order_by("-pk").values("at")[: team.FAR + 1]
    times = [row["at"] for row in latest]
    imports = team.Row(
        "Articles imported",
        team.Number(sum(at >= start for at in times)),
        team.Number(sum(before <= at < start for at in times)),
    )
    return [imports, *team.week(), *known]


# The charts.


def _by_month_tagged(groups):
    columns, previous = [], None
    for group in groups:
        if previous and group.is_apart(previous):
            columns.append(None)
        columns.append(_column(group, previous))
        previous = group
    return charts.draw(columns)


def _told(groups, sums):
    """What a chart shows, for who does not see it."""
    if not groups:
        return ""
    most = max(groups, key=lambda group: group.sums["open"])
    return (
        f"Columns from {groups[0].words} to {groups[-1].words}. {sums['open']:,} requests are still "
        f"open, most of them ({most.sums['open']:,}) tagged: {most.words}. The table below has all."
    )


def _told_of(months):
    opened, resolved = (sum(getattr(m, name) for m in months) for name in ("more", "resolved"))
    return f"In twelve months {opened:,} were opened and {resolved:,} resolved. The table has all."


def _table(groups):
    """The numbers of the chart, the latest first, and of each date that a column adds up."""
    rows = []
    for group in reversed(groups):
        rows.append(Line(_capital(group.words), _numbers(group.sums), group.tagged, group.name))
        if not group.tagged:
            rows += [
                Line(edtf.display(tagged), _numbers(sums), tagged, is_inner=True)
                for tagged, sums in sorted(group.tags.items(), reverse=True)
            ]
    return rows


def _numbers(sums):
    return [sums[part] for part in backlog.ENDS]


def _capital(words):
    return f"{words[0].upper()}{words[1:]}"


def _column(group, previous):
    sums = group.sums
    told = [f"{sums[part]:,} {words}" for part, words in backlog.ENDS.items() if sums[part]]
    is_first = previous is None or previous.year != group.year or group.year is None
    year = group.words.split()[0] if group.year is None else str(group.year)
    return charts.Column(
        [[(part, sums[part]) for part in backlog.ENDS]],
        words=f"{_capital(group.words)}: {', '.join(told)}",
        label=MONTHS[group.month],
        group=year if is_first else "",
        page=_worklist(group.tagged) if group.tagged else f"#tagged-{group.name}",
    )


def _worklist(tagged):
    list_of = reverse("admin:events_citationrequest_worklist")
    return f"{list_of}?{urlencode({'tagged': tagged})}"


def _steps(months):
    return charts.draw(
        [
            charts.Column(
                [[("open", month.more)], [("cited", month.resolved)]],
                words=f"{month.first:%B %Y}: {month.more:,} opened, {month.resolved:,} resolved",
                label=MONTHS[month.first.month],
                group=str(month.first.year) if month.first.month == 1 or not n else "",
            )
            for n, month in enumerate(months)
        ],
        tall=charts.SMALL,
    )
