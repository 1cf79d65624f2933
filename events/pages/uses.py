"""What a source supports and contradicts, in the order of its articles, a page at a time."""

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from events.models import Article, Citation, Event, Statement
from events.pages.moments import slugs_of
from events.pages.reading import checks_of
from review.models import Subject
from sources import csl

# An article's title, then the places within it; the key last, which no other has.
PLACE = (
    "statement__event__article__title",
    "statement__event__article",
    "statement__event__position",
    "statement__position",
    "position",
    "pk",
)


@dataclass
class Used:
    """A citation, its statement and where readers find it."""

    anchor: str
    statement: object
    citation: object
    locator: str
    people: int
    checked_at: object

    @property
    def contradicts(self):
        return self.citation.direction == Citation.Direction.CONTRADICTS


@dataclass
class Uses:
    """[(the article, its slug, [`Used`])], and the anchor after which the next page goes on."""

    articles: list
    following: str = ""


def uses(source, item, moment, after, size):
    """The `Uses` of a source after the citation with the anchor `after`; None if it has none such."""
    last = None
    if after:
        last = Subject.objects.filter(anchor=after, kind="events.citation").first()
        if last is None:
            return None
    order = _order_then if moment.is_past else _order_now
    keys = order(source, moment.rows, last and last.pk, size + 1)
    if keys is None:
        return None
    shown = _shown(keys[:size], source, item, moment)
    if len(keys) <= size:
        return Uses(shown)
    following = Subject.objects.values_list("anchor", flat=True).get(pk=keys[size - 1])
    return Uses(shown, following)


def _order_now(source, rows, last, size):
    """Keys of the citations of a source, in order, after one of them; None if it is none of them."""
    found = Citation.objects.filter(source=source).order_by(*PLACE)
    if last:
        values = found.filter(pk=last).values_list(*PLACE).first()
        if values is None:
            return None
        behind, same = Q(), {}
        for name, value in zip(PLACE, values, strict=True):
            behind |= Q(**same, **{f"{name}__gt": value})
            same[name] = value
        found = found.filter(behind)
    return list(found.values_list("pk", flat=True)[:size])


def _order_then(source, rows, last, size):
    """The same of a time in the past, whose rows can't be joined: from few columns of all of them."""
    own = rows(Citation).filter(source_id=source)
    cited = list(own.values_list("subject_id", "statement_id", "position"))
    statements = rows(Statement).filter(subject_id__in=own.values("statement_id"))
    statements = {
        key: rest for key, *rest in statements.values_list("subject_id", "event_id", "position")
    }
    events = rows(Event).filter(subject_id__in={event for event, _ in statements.values()})
    events = {
        key: rest for key, *rest in events.values_list("subject_id", "article_id", "position")
    }
    titles = rows(Article).filter(subject_id__in={article for article, _ in events.values()})
    titles = dict(titles.values_list("subject_id", "title"))

    def place(citation):
        key, statement, position = citation
        event, within = statements[statement]
        article, at = events[event]
        return titles[article], article, at, within, position, key

    keys = [key for key, *_ in sorted(cited, key=place)]
    if last:
        if last not in keys:
            return None
        keys = keys[keys.index(last) + 1 :]
    return keys[:size]


def _shown(keys, source, item, moment):
    rows = moment.rows
    citations = {c.subject_id: c for c in rows(Citation).filter(subject_id__in=keys)}
    cited = {c.statement_id for c in citations.values()}
    statements = {s.subject_id: s for s in rows(Statement).filter(subject_id__in=cited)}
    events = rows(Event).filter(subject_id__in={s.event_id for s in statements.values()})
    articles = dict(events.values_list("subject_id", "article_id"))
    named = rows(Article).filter(subject_id__in=set(articles.values()))
    named = {article.subject_id: article for article in named}
    slugs = slugs_of(named)
    anchors = dict(Subject.objects.filter(pk__in=cited).values_list("pk", "anchor"))
    texts = {key: statement.text for key, statement in statements.items()}
    checks = checks_of(list(citations.values()), texts, {source: item}, moment.instant)

    def article_of(key):
        return articles[statements[citations[key].statement_id].event_id]

    return [
        (
            named[article],
            slugs[article],
            [_used(citations[key], statements, anchors, checks) for key in own],
        )
        for article, own in groupby(keys, key=article_of)
    ]


def _used(citation, statements, anchors, checks):
    return Used(
        anchors[citation.statement_id],
        statements[citation.statement_id],
        citation,
        csl.place_told(citation.label, citation.locator),
        *checks.get(citation.subject_id, (0, None)),
    )
