"""Events in order of time, of all articles or of one, or those that name a topic: a page at a time, as a
list and as a drawing."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db import connection
from django.utils.translation import gettext as _

from events.kinds import clip
from events.models import Article, Dating, Event, EventPlace, Statement, TopicUse
from events.pages.attested import naming
from events.pages.moments import behind
from events.pages.reading import dates_of, place, when
from events.pages.shown import When
from events.periods import every
from review.among import among
from review.models import Slug, Subject
from review.past import live
from sources import edtf

# How many years a window has, and those of the windows that it is seen in.
SPANS = {0: 100, 100: 10, 10: 1, 1: 0}


@dataclass(frozen=True)
class Window:
    """The years from `start`, `span` of them, or all time where `span` is 0; of one article, or all, and of
    those that name one topic, or all.

    Years are counted as people do: -1 is 1 BC, and there is no year 0.
    """

    start: int = 0
    span: int = 0
    article: str = ""
    topic: str = ""

    @classmethod
    def of(cls, start, span, article="", topic=""):
        """Of what an address says; what there is no such thing of is all time."""
        if not re.fullmatch(r"-?[0-9]{1,5}", start):
            return cls(article=article, topic=topic)
        span = int(span) if span in ("1", "10", "100") else 100
        return cls(int(start) // span * span, span, article, topic)

    @property
    def words(self):
        if not self.span:
            return _("All time")
        if self.span == 100:
            return century_of(self.days[0]).words
        first, last = (day // 10000 for day in (self.days[0], self.days[1] - 1))
        if self.span == 1:
            return edtf.year(first)
        if first % 10 == 0 and first > 0:
            return edtf.decade(first)
        return _("{first} to {last}").format(first=edtf.year(first), last=edtf.year(last))

    @property
    def days(self):
        """(the first day, the first beyond), or (None, None)."""
        if not self.span:
            return None, None
        return _begins(self.start), _begins(self.start + self.span)

    @property
    def address(self):
        pairs = [("from", self.start), ("span", self.span)] if self.span else []
        pairs += [("article", self.article)] if self.article else []
        pairs += [("topic", self.topic)] if self.topic else []
        return "?" + urlencode(pairs) if pairs else ""

    @property
    def above(self):
        """The wider windows that this one is in, the widest first."""
        found, one = [], self
        while one.span:
            wider = {1: 10, 10: 100, 100: 0}[one.span]
            start = one.start // wider * wider if wider else 0
            one = replace(self, start=start, span=wider)
            found.append(one)
        return found[::-1]

    def like(self, day):
        """The window of the same span that a day is in."""
        year = day // 10000
        return replace(self, start=(year - (year <= 0)) // self.span * self.span)

    def parts(self, counts):
        """[(`Window`, how many begin in it)] of the windows next smaller."""
        span = SPANS[self.span]
        return [(replace(self, start=start, span=span), n) for start, n in sorted(counts.items())]


def _begins(year):
    """The first day of a year, -1 being 1 BC, as sources/edtf has it; that of 0 is that of 1."""
    return (year if year > 0 else year + 1) * 10000


def century_of(day):
    """The `Period` that a day is in."""
    periods = every()
    return next((period for period in periods if day < period.upper), periods[-1])


@dataclass(frozen=True)
class Drawn:
    """A date as a band has it: its words, its EDTF, its days as in sources/edtf, None where open."""

    words: str
    edtf: str
    lower: int | None
    upper: int | None


@dataclass
class Placed:
    """An event on the timeline, and the dates that it is drawn by."""

    anchor: str
    title: str
    when: When
    datings: list[Drawn]
    article: str
    language: str
    article_slug: str
    is_confirmed: bool
    day: int

    @property
    def century(self):
        return century_of(self.day).words


@dataclass
class Page:
    """Some events in order, the number of all in the window, [(smaller window, number)], the anchor
    after which the next page goes on, and the nearest windows before and after this one in which
    something begins, None where nothing does."""

    window: Window
    events: list
    total: int = 0
    parts: list = field(default_factory=list)
    following: str = ""
    before: Window | None = None
    later: Window | None = None

    @property
    def most(self):
        return max((number for _, number in self.parts), default=0)


def timeline(rows, window, after, size, article=None, topic=None):
    """The `Page` of a window, after the event with the anchor `after`; None where no dated event
    has it. `article` and `topic` are the keys of those of the window."""
    order = _Live(article, topic) if rows is live else _Then(rows, article, topic)
    last = None
    if after:
        subject = Subject.objects.filter(anchor=after, kind="events.event").first()
        last = subject and order.place(subject.pk)
        if last is None:
            return None
    counts = order.counts(window)
    found = order.page(window, last, size + 1)
    events = _placed(rows, dict(found[:size]))
    following = events[-1].anchor if 0 < size < len(found) else ""
    total = sum(counts.values())
    parts = window.parts(counts) if SPANS[window.span] else []
    beside = order.beside(window) if window.span else (None, None)
    beside = [None if day is None else window.like(day) for day in beside]
    return Page(window, events, total, parts, following, *beside)


COUNTS = """
SELECT (floor((year - (year <= 0)::int)::numeric / %(span)s) * %(span)s)::int AS start, count(*)
FROM (SELECT floor(day / 10000.0)::int AS year FROM events_eventplace WHERE {}) AS placed
GROUP BY start
"""


BESIDE = """
SELECT (SELECT max(day) FROM events_eventplace WHERE day < %(lower)s AND {own}),
    (SELECT min(day) FROM events_eventplace WHERE day >= %(beyond)s AND {own})
"""


# Of what an order is: one article, the events with a statement that names one topic.
OF_ARTICLE = "article_id = %(article)s"
OF_TOPIC = """event_id IN (
    SELECT statement.event_id FROM events_topicuse own
    JOIN events_statement statement ON statement.id = own.statement_id
    WHERE own.topic_id = %(topic)s
)"""


class _Live:
    """As the write path keeps it."""

    def __init__(self, article, topic):
        self.article = article
        self.topic = topic

    def _own(self):
        """([SQL that an event fulfils], its values)."""
        wanted = [OF_ARTICLE] if self.article else []
        wanted += [OF_TOPIC] if self.topic else []
        return wanted, {"article": self.article, "topic": self.topic}

    def place(self, event):
        return EventPlace.objects.filter(event=event).values_list("day", "event").first()

    def counts(self, window):
        lower, beyond = window.days
        wanted, values = self._own()
        if window.span:
            wanted.append("day >= %(lower)s AND day < %(beyond)s")
        values |= {"span": SPANS[window.span] or 1, "lower": lower, "beyond": beyond}
        with connection.cursor() as cursor:
            cursor.execute(COUNTS.format(" AND ".join(wanted or ["true"])), values)
            return dict(cursor.fetchall())

    def beside(self, window):
        """(the last day before a window on which something begins, the first after it)."""
        lower, beyond = window.days
        wanted, values = self._own()
        values |= {"lower": lower, "beyond": beyond}
        with connection.cursor() as cursor:
            cursor.execute(BESIDE.format(own=" AND ".join(wanted or ["true"])), values)
            return cursor.fetchone()

    def page(self, window, last, size):
        """[(event, day)]."""
        found = EventPlace.objects.order_by("day", "event")
        lower, beyond = window.days
        if window.span:
            found = found.filter(day__gte=lower, day__lt=beyond)
        if self.article:
            found = found.filter(article=self.article)
        if self.topic:
            uses = TopicUse.objects.filter(topic=self.topic).values("statement")
            found = found.filter(event__in=Statement.objects.filter(pk__in=uses).values("event"))
        if last:
            found = found.filter(behind(("day", "event"), last))
        return list(found.values_list("event", "day")[:size])


class _Then:
    """As it was: placed anew from the datings of that time."""

    def __init__(self, rows, article, topic):
        fields = ("statement_id", "lower", "upper", "is_chosen")
        datings = list(rows(Dating).values_list(*fields, named=True))
        statements = rows(Statement).filter(subject_id__in=rows(Dating).values("statement_id"))
        event_of = dict(statements.values_list("subject_id", "event_id"))
        own = {}
        for dating in datings:
            if dating.statement_id in event_of:
                own.setdefault(event_of[dating.statement_id], []).append(dating)
        if article:
            kept = set(rows(Event).filter(article_id=article).values_list("subject_id", flat=True))
            own = {key: read for key, read in own.items() if key in kept}
        if topic:
            kept = {statement.event_id for statement in naming(topic, rows)}
            own = {key: read for key, read in own.items() if key in kept}
        self.order = sorted((first_day(*place(read)), key) for key, read in own.items())

    def place(self, event):
        return next(((day, key) for day, key in self.order if key == event), None)

    def _within(self, window):
        lower, beyond = window.days
        return [(d, k) for d, k in self.order if not window.span or lower <= d < beyond]

    def counts(self, window):
        span = SPANS[window.span] or 1
        years = (day // 10000 for day, _ in self._within(window))
        return Counter((year - (year <= 0)) // span * span for year in years)

    def beside(self, window):
        lower, beyond = window.days
        before = [day for day, _ in self.order if day < lower]
        later = [day for day, _ in self.order if day >= beyond]
        return before[-1] if before else None, later[0] if later else None

    def page(self, window, last, size):
        found = self._within(window)
        return [(key, day) for day, key in found if not last or (day, key) > last][:size]


def drawn(datings):
    """The `Drawn` dates of an event: its chosen datings, else all, each once."""
    chosen = [d for d in datings if d.is_chosen] or datings
    found = {(d.edtf, d.lower, d.upper): d for d in chosen}
    return [Drawn(str(dates_of([d])[0]), d.edtf, d.lower, d.upper) for d in found.values()]


def first_day(lower, upper):
    return lower if lower is not None else upper or 0


def _placed(rows, days):
    """The events with these keys, `Placed`, in their order; `days` is {key: day}."""
    keys = list(days)
    of, first = {}, {}
    statements = list(rows(Statement).filter(event_id__in=among(keys)).order_by("position"))
    named = among(statement.subject_id for statement in statements)
    read = {}
    for dating in rows(Dating).filter(statement_id__in=named).order_by("lower", "upper"):
        read.setdefault(dating.statement_id, []).append(dating)
    for statement in statements:
        first.setdefault(statement.event_id, statement.text)
        of.setdefault(statement.event_id, []).extend(read.get(statement.subject_id, ()))
    events = {event.subject_id: event for event in rows(Event).filter(subject_id__in=among(keys))}
    parents = {event.article_id for event in events.values()}
    articles = {a.subject_id: a for a in rows(Article).filter(subject_id__in=among(parents))}
    slugs = Slug.objects.filter(subject__in=among(parents), is_current=True)
    slugs = dict(slugs.values_list("subject_id", "slug"))
    anchors = dict(Subject.objects.filter(pk__in=among(keys)).values_list("pk", "anchor"))
    return [
        Placed(
            anchors[key],
            events[key].heading or clip(first.get(key, ""), 60),
            when(of[key]),
            drawn(of[key]),
            articles[events[key].article_id].title,
            articles[events[key].article_id].language,
            slugs.get(events[key].article_id, ""),
            all(dating.is_confirmed for dating in of[key]),
            day,
        )
        for key, day in days.items()
    ]
