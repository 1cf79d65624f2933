"""What the worklist can be filtered by, and how many there are of what.

Counts are those that the write path keeps (events/ledger.py), or of rows that are few: what would
take long to count is told without a number.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from events import periods
from events.models import (
    Article,
    ArticleStanding,
    Campaign,
    CitationRequest,
    Claim,
    PeriodTally,
    Pick,
    Reads,
    RequestStanding,
    RequestTally,
    Topic,
    TopicStanding,
    TopicUse,
)
from review import bounds
from sources import edtf

# So many rows are looked at to count them; of more only what the tallies know is told.
COUNTED = 500
OFFERED = 20
MONTHS = 36
UNDATED = "undated"

KINDS = dict(CitationRequest.Kind.choices)
CLAIMED = {"free": "nobody is on it", "mine": "I am on it", "others": "somebody else is"}
TRIED = {"never": "nobody searched yet", "yes": "searched before"}
OWN = {"pinned": "my list", "skipped": "what I skipped", "not-for-me": "not for me"}
# What is read of each row to count by.
NEAR = (
    *("request", "statement", "kind", "tagged_on"),
    *("article", "is_searched", "is_printed", "periods"),
)


@dataclass
class Option:
    """One value of a filter: `number` is None where it would take too long to count."""

    value: str
    words: str
    number: int | None
    is_chosen: bool = False


def tallies(wanted):
    """How many there are, of each kind and of each month, by the tallies: each under the other
    filters, not under its own. None where they don't tell."""
    if wanted.asked <= {"article", "kind", "tagged"}:
        of = RequestTally.objects.filter(article=wanted.article or None)
    elif wanted.asked <= {"period", "kind", "tagged"}:
        of = PeriodTally.objects.filter(period=wanted.period)
    else:
        return None
    tagged = _month(wanted)
    kinds, months, total = Counter(), Counter(), 0
    for kind, month, number in of.filter(open__gt=0).values_list("kind", "tagged_on", "open"):
        is_kind = wanted.kind in ("", kind)
        is_month = not wanted.tagged or month == tagged
        kinds[kind] += number * is_month
        months[month] += number * is_kind
        total += number * is_month * is_kind
    return {"kind": kinds, "tagged": months, "total": total}


def facets(wanted, near, known, by, of):
    """{filter: its `Option`s}; `near` are NEAR of all rows that are wanted, or None if they are too many,
    `known` what the tallies tell."""
    is_near, rows = near is not None, near or []
    columns = ("kind", "tagged_on", "is_searched", "is_printed")
    counts = {name: Counter(getattr(row, name) for row in rows) for name in columns}
    counts["periods"] = Counter(key for row in rows for key in row.periods)
    counts["article"] = Counter(str(row.article) for row in rows)
    offered = _offered(wanted, near, counts["article"], by, of)
    tried = {"never": counts["is_searched"][False], "yes": counts["is_searched"][True]}
    printed = {"yes": counts["is_printed"][True]}
    of_kinds, of_months = counts["kind"], counts["tagged_on"]
    if known:
        of_kinds, of_months = known["kind"], known["tagged"]
    is_told = is_near or known is not None
    of_periods = counts["periods"] if is_near else _numbers(offered["period"])
    are_periods_told = is_near or _is_by_period(wanted)
    made = {
        "kind": _options(KINDS, of_kinds if is_told else None, wanted.kind),
        "article": _articles(
            wanted, offered["article"], counts["article"] if is_near else None, of
        ),
        "tagged": _options(*_months(of_months if is_told else None, wanted.tagged), wanted.tagged),
        "period": _options(_periods(), of_periods if are_periods_told else None, wanted.period),
        "tried": _options(TRIED, tried if is_near else None, wanted.tried),
        "printed": _options(
            {"yes": "its reference is printed in the text"},
            printed if is_near else None,
            wanted.printed,
        ),
        "read": _options({"much": "on pages that are much read"}, None, wanted.read),
        "claimed": _options(CLAIMED, None, wanted.claimed),
        "own": _options(OWN, _numbers(offered["own"]), wanted.own),
        "topic": [
            Option(key, words, number if is_near else None, key == wanted.topic)
            for key, (words, number) in offered["topic"].items()
        ],
        "campaign": _options(
            {key: words for key, (words, _) in offered["campaign"].items()}, None, wanted.campaign
        ),
    }
    if known and not wanted.period:
        _fill_in(made, wanted, known["total"], by)
    return made


def _fill_in(made, wanted, total, by):
    """Give options the numbers that are cheap to tell however many rows there are."""
    few = _few(wanted, by)
    for name, other in {"claimed": "free", "tried": "never", "printed": "", "read": ""}.items():
        if (numbers := few[name]) is None:
            continue
        if other:
            numbers[other] = total - numbers.total()
        for option in made[name]:
            option.number = numbers[option.value]
        made[name] = [option for option in made[name] if option.number or option.is_chosen]


def _few(wanted, by):
    """{filter: a Counter of the values of those that are wanted}, of what an index of these alone has:
    in one query, by the tallies for much read pages. None where more rows are in all than are looked
    at."""
    names = ("kind", "tagged_on", "article")
    held = Claim.objects.filter(until__gt=timezone.now(), request__request_standing__isnull=False)
    whose = Case(When(by=by, then=Value("mine")), default=Value("others"))
    of_claims = [f"request__request_standing__{name}" for name in names]
    # In the order of the indexes that have these alone.
    rows, yes = RequestStanding.objects.order_by("request"), Value("yes")
    read = RequestTally.objects.filter(article__in=Reads.objects.much_read(), open__gt=0).order_by()
    found = {
        "claimed": held.order_by().values_list(Value("claimed"), whose, *of_claims, Value(1)),
        "tried": rows.filter(is_searched=True).values_list(Value("tried"), yes, *names, Value(1)),
        "printed": rows.filter(is_printed=True).values_list(
            Value("printed"), yes, *names, Value(1)
        ),
        "read": read.values_list(Value("read"), Value("much"), *names, "open"),
    }
    first, *others = (each[: COUNTED + 1] for each in found.values())
    counts, looked = {name: Counter() for name in found}, Counter()
    for name, value, kind, tagged, article, number in first.union(*others, all=True):
        looked[name] += 1
        is_wanted = wanted.kind in ("", kind) and wanted.article in ("", str(article))
        if is_wanted and (not wanted.tagged or tagged == _month(wanted)):
            counts[name][value] += number
    return {name: None if looked[name] > COUNTED else counts[name] for name in found}


def _options(words, numbers, chosen):
    """`Option`s without those that nothing has, but for the chosen one."""
    made = [
        Option(value, told, None if numbers is None else numbers[value], value == chosen)
        for value, told in words.items()
    ]
    return [option for option in made if option.number != 0 or option.is_chosen]


def _month(wanted):
    """As the rows have the month that is wanted."""
    return "" if wanted.tagged == UNDATED else wanted.tagged


def _months(numbers, chosen):
    """({month: its words}, {month: number}), the longest ago first."""
    if numbers is None:
        months = [chosen] if chosen and chosen != UNDATED else []
    else:
        months = sorted(month for month, number in numbers.items() if month and number)[:MONTHS]
        numbers = Counter(numbers) + Counter({UNDATED: numbers[""]})
    if chosen and chosen != UNDATED and chosen not in months:
        months.append(chosen)
    words = {UNDATED: "undated"} | {month: said(month) for month in months}
    return words, numbers


def said(month):
    try:
        return edtf.display(month)
    except edtf.NotEdtf:
        return month


def _periods():
    """Those in which the known part of some dating reaches: an open end would reach into all."""
    return {period.key: period.words for period in periods.offered()}


# What is read to choose from, in one query: of each its filter, value, words, how many, what sorts it.

ROW = ("facet", "key", "told", "times", "place")


def _offered(wanted, near, of_article, by, of):
    """{filter: {value: (its words, how many)}} of articles, topics, campaigns, periods and one's own
    lists; `of_article` is how many of `near` are of each article."""
    picks = Pick.objects.filter(by=by, request__request_standing__isnull=False)
    parts = [
        _row("own", picks[:COUNTED], key="what", times=1),
        *_of_articles(wanted, None if near is None else of_article, of),
        *_of_topics(wanted, near),
        *_of_campaigns(wanted),
    ]
    if near is None and _is_by_period(wanted):
        parts.append(_of_periods(wanted))
    first, *others = parts
    made = {name: {} for name in ("own", "article", "topic", "campaign", "period")}
    for facet, key, told, times, _ in first.union(*others, all=True).order_by("place", "told"):
        _, before = made[facet].get(key, (told, 0))
        # A row of one's own lists is one request; of all else a value has one row, or the same twice.
        made[facet][key] = (told, before + times if facet == "own" else max(before, times))
    return made


NOTHING = Value("")


def _row(facet, found, *, key, told=NOTHING, times=0, place=NOTHING):
    """What is read of some rows; `times` is a number or an expression."""
    times = Value(times) if isinstance(times, int) else times
    text = CharField()
    return found.annotate(
        facet=Value(facet),
        key=Cast(key, text),
        told=Cast(told, text),
        times=Cast(times, IntegerField()),
        place=Cast(place, text),
    ).values_list(*ROW)


def _of_articles(wanted, near, of):
    """Those with the most open requests, or with these words in the title, and the chosen one."""
    words, _ = bounds.bounded(of)
    found = Article.objects.all()
    for word in words:
        found = found.filter(title__icontains=word)
    if near is not None and not words:
        found = found.filter(pk__in=[key for key, _ in near.most_common(OFFERED)])
    elif not words:
        most = ArticleStanding.objects.filter(requested__gt=0).order_by("-requested", "article")
        found = found.filter(pk__in=most.values("article")[:OFFERED])
    parts = [found.order_by("title", "pk")[:OFFERED]]
    if wanted.article:
        parts.append(Article.objects.filter(pk=wanted.article))
    number = 0
    if near is None:
        tallied = RequestTally.objects.filter(article=OuterRef("pk"), open__gt=0)
        tallied = tallied.filter(kind=wanted.kind) if wanted.kind else tallied
        number = _sum_of(tallied, "article")
    return [_row("article", part, key="pk", told="title", times=number) for part in parts]


def _sum_of(tallied, name):
    sums = tallied.order_by().values(name).annotate(all=Sum("open")).values("all")
    return Coalesce(Subquery(sums), 0)


def _of_topics(wanted, near):
    """Those that most of the rows name, or, where these are too many, that are named most of all; and the
    chosen one."""
    names = Subquery(Topic.objects.filter(pk=OuterRef("topic")).values("name")[:1])
    if near is None:
        most = TopicStanding.objects.filter(uses__gt=0).order_by("-uses", "topic")[:OFFERED]
        parts = [_row("topic", most, key="topic", told=names)]
    else:
        uses = TopicUse.objects.filter(statement__in={row.statement for row in near})
        counted = uses.values("topic").annotate(number=Count("*")).order_by("-number", "topic")
        parts = [_row("topic", counted[:OFFERED], key="topic", told=names, times=F("number"))]
    if wanted.topic:
        chosen = Topic.objects.filter(pk=wanted.topic)
        parts.append(_row("topic", chosen, key="pk", told="name"))
    return parts


def _of_campaigns(wanted):
    """Those that run, the first to end before the others, and the chosen one."""
    running = Campaign.objects.running(timezone.now().date()).order_by("ends_on", "pk")
    parts = [running[:OFFERED]]
    if wanted.campaign:
        parts.append(Campaign.objects.filter(pk=wanted.campaign))
    return [_row("campaign", part, key="pk", told="name", place="ends_on") for part in parts]


def _is_by_period(wanted):
    """Whether the tallies tell how many there are of each period."""
    return wanted.asked <= {"period", "kind", "tagged"}


def _of_periods(wanted):
    of = PeriodTally.objects.filter(open__gt=0)
    of = of.filter(kind=wanted.kind) if wanted.kind else of
    of = of.filter(tagged_on=_month(wanted)) if wanted.tagged else of
    sums = of.order_by().values("period").annotate(number=Sum("open"))
    return _row("period", sums, key="period", times=F("number"))


def _numbers(offered):
    return Counter({key: number for key, (_, number) in offered.items()})


def _articles(wanted, offered, near, of):
    """The chosen one first, then those with the most."""
    words, _ = bounds.bounded(of)
    made = [
        Option(key, title, number if near is None else near[key], key == wanted.article)
        for key, (title, number) in offered.items()
    ]
    made = [option for option in made if option.number or option.is_chosen or words]
    return sorted(made, key=lambda option: (not option.is_chosen, -option.number))
