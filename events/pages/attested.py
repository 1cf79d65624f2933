"""What is attested of a topic, across all articles, in order of time, a page at a time."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.db.models import Q

from events.models import Article, Dating, Event, Mention, Statement, Topic, TopicUse
from events.pages.moments import slugs_of
from events.pages.reading import shown_events, when
from events.pages.shown import ShownStatement, When
from review.models import Redaction, Subject

UNDATED = TopicUse.LAST


@dataclass
class Attested:
    """A statement, when what it says was, and the article that readers find it in, with its language."""

    statement: ShownStatement
    when: When
    article: str
    language: str
    slug: str


@dataclass
class Page:
    """`notes` as `reading.shown_events` has them; `following` is the anchor of the statement after which
    the next page goes on, "" after the last."""

    statements: list
    notes: list
    is_complete: bool
    following: str = ""
    # What of marks is told once for all: here nothing.
    usual = ()


def attested(topic, moment, after, size):
    """The `Page` of a topic after the statement with the anchor `after`; None if it is none of these."""
    last = None
    if after:
        last = Subject.objects.filter(anchor=after, kind="events.statement").first()
        if last is None:
            return None
    order = _order_then if moment.is_past else _order_now
    keys = order(topic, moment.rows, last and last.pk, size + 1)
    if keys is None:
        return None
    page = _shown(keys[:size], moment)
    if len(keys) > size:
        page.following = page.statements[-1].statement.anchor
    return page


def _order_now(topic, rows, last, size):
    """Keys of the statements in order, after one of them; None if it is none of them."""
    found = TopicUse.objects.filter(topic=topic).order_by("day", "statement")
    if last:
        day = found.filter(statement=last).values_list("day", flat=True).first()
        if day is None:
            return None
        found = found.filter(Q(day__gt=day) | Q(day=day, statement__gt=last))
    return list(found.values_list("statement", flat=True)[:size])


def _order_then(topic, rows, last, size):
    """The same of a time in the past, from the rows of then."""
    statements = naming(topic, rows)
    own, whole = _datings(statements, rows)

    def place(statement):
        read = own[statement.subject_id] or whole[statement.event_id]
        read = [d for d in read if d.is_chosen] or read
        days = [d.upper if d.lower is None else d.lower for d in read]
        return min((day for day in days if day is not None), default=UNDATED), statement.subject_id

    keys = [key for _, key in sorted(map(place, statements))]
    if last:
        if last not in keys:
            return None
        keys = keys[keys.index(last) + 1 :]
    return keys[:size]


def naming(topic, rows):
    """The statements of a time in the past that name a topic, by words that stand in them."""
    mentions = rows(Mention).filter(topic_id=topic).exclude(words=Redaction.MARK)
    words = defaultdict(list)
    for key, said in mentions.values_list("statement_id", "words"):
        words[key].append(said)
    statements = rows(Statement).filter(subject_id__in=words)
    return [s for s in statements if any(said in s.text for said in words[s.subject_id])]


def _datings(statements, rows):
    """({statement: its datings}, {event: those of all its statements})."""
    events = {statement.event_id for statement in statements}
    parents = rows(Statement).filter(event_id__in=events)
    parents = dict(parents.values_list("subject_id", "event_id"))
    own, whole = defaultdict(list), defaultdict(list)
    for dating in rows(Dating).filter(statement_id__in=parents).order_by("lower", "upper"):
        own[dating.statement_id].append(dating)
        whole[parents[dating.statement_id]].append(dating)
    return own, whole


def _shown(keys, moment):
    rows = moment.rows
    found = {s.subject_id: s for s in rows(Statement).filter(subject_id__in=keys)}
    order = dict.fromkeys(found[key].event_id for key in keys)
    events = {event.subject_id: event for event in rows(Event).filter(subject_id__in=order)}

    def only(model):
        """As `rows`, without the statements beside those that are shown."""
        return rows(model).filter(subject_id__in=keys) if model is Statement else rows(model)

    in_order = [events[key] for key in order]
    made, notes, is_complete, _ = shown_events(in_order, only, moment.instant)
    shown = {s.key: s for event in made for s in event.statements}
    own, whole = _datings(found.values(), rows)
    articles = rows(Article).filter(subject_id__in={e.article_id for e in events.values()})
    named = {key: rest for key, *rest in articles.values_list("subject_id", "title", "language")}
    slugs = slugs_of(named)

    def one(key):
        event = found[key].event_id
        article = events[event].article_id
        read = own[key] or whole[event]
        return Attested(
            replace(shown[str(key)], gap=""), when(read), *named[article], slugs[article]
        )

    return Page([one(key) for key in keys], notes, is_complete)


def named_in(statement, rows):
    """[(the words, the topic that they name, its slug)] of a statement."""
    mentions = list(rows(Mention).filter(statement_id=statement).order_by("subject_id"))
    topics = {
        topic.subject_id: topic
        for topic in rows(Topic).filter(subject_id__in={m.topic_id for m in mentions})
    }
    slugs = slugs_of(topics)
    return [
        (mention.words, topics[mention.topic_id], slugs[mention.topic_id])
        for mention in mentions
        if mention.topic_id in slugs
    ]
