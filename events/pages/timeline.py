"""Events in order of time, across all articles, a page at a time."""

from collections import Counter
from dataclasses import dataclass, field

from events.kinds import clip
from events.models import Article, Dating, Event, Statement
from events.pages.reading import place, when
from events.pages.shown import When
from review.models import Slug, Subject


@dataclass
class Placed:
    """An event on the timeline; `lower` and `upper` as in sources/edtf, None where open."""

    anchor: str
    title: str
    when: When
    lower: int | None
    upper: int | None
    article: str
    article_slug: str
    is_confirmed: bool

    @property
    def century(self):
        return century_of(first_day(self.lower, self.upper))


@dataclass
class Page:
    """Some events in order; the number of all, {first year of a century: number}, and the anchor
    after which the next page goes on."""

    events: list
    total: int = 0
    centuries: dict = field(default_factory=dict)
    following: str = ""


def first_day(lower, upper):
    return lower if lower is not None else upper or 0


def century_of(day):
    return (day // 10000) // 100 * 100


def timeline(rows, start, after, size):
    """The `Page` of dated events from the year `start`, or after the one with the anchor `after`;
    None where no dated event has that anchor."""
    order, places = _places(rows)
    centuries = Counter(century_of(day) for day, _ in order)
    first = 0
    if after:
        subject = Subject.objects.filter(anchor=after, kind="events.event").first()
        at = {key: number for number, (_, key) in enumerate(order)}
        if subject is None or subject.pk not in at:
            return None
        first = at[subject.pk] + 1
    elif start is not None:
        first = next((n for n, (day, _) in enumerate(order) if day >= start * 10000), len(order))
    keys = [key for _, key in order[first : first + size]]
    events = _placed(rows, keys, places)
    following = events[-1].anchor if first + size < len(order) else ""
    return Page(events, len(order), dict(centuries), following)


def _places(rows):
    """([(first day, key of an event)] in order, {key of an event: [keys of its datings]}), from
    few columns of all datings."""
    fields = ("subject_id", "statement_id", "lower", "upper", "is_chosen")
    datings = list(rows(Dating).values_list(*fields, named=True))
    statements = rows(Statement).filter(subject_id__in=rows(Dating).values("statement_id"))
    event_of = dict(statements.values_list("subject_id", "event_id"))
    own = {}
    for dating in datings:
        if dating.statement_id in event_of:
            own.setdefault(event_of[dating.statement_id], []).append(dating)
    order = sorted((first_day(*place(read)), key) for key, read in own.items())
    return order, {key: [dating.subject_id for dating in read] for key, read in own.items()}


def _placed(rows, keys, places):
    """These events, `Placed`, in the order of their keys."""
    named = [dating for key in keys for dating in places[key]]
    read = {}
    for dating in rows(Dating).filter(subject_id__in=named).order_by("lower", "upper"):
        read.setdefault(dating.statement_id, []).append(dating)
    of, first = {}, {}
    for statement in rows(Statement).filter(event_id__in=keys).order_by("position"):
        first.setdefault(statement.event_id, statement.text)
        of.setdefault(statement.event_id, []).extend(read.get(statement.subject_id, ()))
    events = {event.subject_id: event for event in rows(Event).filter(subject_id__in=keys)}
    parents = {event.article_id for event in events.values()}
    articles = {a.subject_id: a for a in rows(Article).filter(subject_id__in=parents)}
    slugs = Slug.objects.filter(subject__in=parents, is_current=True)
    slugs = dict(slugs.values_list("subject_id", "slug"))
    anchors = dict(Subject.objects.filter(pk__in=keys).values_list("pk", "anchor"))
    return [
        Placed(
            anchors[key],
            events[key].heading or clip(first.get(key, ""), 110),
            when(of[key]),
            *place(of[key]),
            articles[events[key].article_id].title,
            slugs.get(events[key].article_id, ""),
            all(dating.is_confirmed for dating in of[key]),
        )
        for key in keys
    ]
