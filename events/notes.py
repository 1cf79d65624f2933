"""The notes that pages need, made before readers ask for them.

A page has the full note of a work where it cites it first, and short ones after that. Which citation
is the first changes whenever statements move: so both are made of each.
"""

from collections import defaultdict

from events.models import Citation, Event, Statement
from review import gate
from review.among import among
from review.weighing.outcome import Outcome
from sources.formatting import notes, ourselves, renderings
from sources.formatting.notes import FIRST, LATER, Cite

# What is of these kinds changes notes.
KINDS = ("events.citation", "sources.source", "sources.contributor")
# So many articles are looked at together.
AT_ONCE = 200


def prepare(outcome):
    """Make the notes of all pages that an outcome touches."""
    renderings.make_notes(cites_after(outcome), outcome.redactions)


def cites_after(outcome):
    """The `Cite`s that the pages need which an outcome touches, as they will be after it."""
    own = {row.id: row for row in outcome.of("events.citation")}
    named = {v["statement_id"] for r in own.values() for v in (r.before, r.after) if v}
    places = _places(named) | _moving(named, outcome)
    sources = {row.id for row in outcome.of("sources.source")}
    for row in outcome.of("sources.contributor"):
        sources |= {values["source_id"] for values in (row.before, row.after) if values}
    citing = Citation.objects.filter(source__in=among(sources))
    articles = {article for _, article in places.values()}
    articles |= set(map(str, citing.values_list("statement__event__article", flat=True)))
    said = _said(articles, but=own)
    said += [
        (
            *places[row.after["statement_id"]],
            row.after["source_id"],
            row.after["label"],
            row.after["locator"],
        )
        for row in own.values()
        if row.after and row.after["statement_id"] in places
    ]
    return _cites(said, outcome)


def make_all(progress=lambda done, total: None):
    """Make what is not there of the notes of all articles; `progress` is called as it goes on."""
    articles = _citing()
    for start in range(0, len(articles), AT_ONCE):
        redactions = gate.redactions()
        renderings.make_notes(
            _cites(_said(articles[start : start + AT_ONCE]), Outcome()), redactions
        )
        progress(min(start + AT_ONCE, len(articles)), len(articles))


def make_anew(found):
    """The same after a redaction in sources, when nothing is kept any more."""
    if renderings.touches_sources(found):
        make_all()
        ourselves.make_all()


def badly_noted(progress):
    """Sentences on notes that readers are shown otherwise than pandoc writes them."""
    articles = _citing()
    for start in range(0, len(articles), AT_ONCE):
        cites = _cites(_said(articles[start : start + AT_ONCE]), Outcome())
        yield from renderings.badly_noted(cites)
        progress("articles", min(start + AT_ONCE, len(articles)), len(articles))


def _citing():
    """Keys of the articles in which something is cited, in order."""
    found = Citation.objects.order_by().values_list("statement__event__article", flat=True)
    return sorted(set(found))


def _said(articles, but=()):
    """[(event, article, source, label, locator)] of the live citations of articles."""
    live = Citation.objects.filter(statement__event__article__in=among(articles))
    columns = ("statement__event", "statement__event__article", "source", "label", "locator")
    return [
        (str(event), str(article), str(source), label, locator)
        for key, event, article, source, label, locator in live.values_list("pk", *columns)
        if str(key) not in but
    ]


def _places(statements):
    """{statement: (event, article)} of live statements."""
    live = Statement.objects.filter(pk__in=among(statements))
    found = live.values_list("pk", "event", "event__article")
    return {str(key): (str(event), str(article)) for key, event, article in found}


def _moving(statements, outcome):
    """The same of statements that come with the outcome, or go with it."""
    rows = [r for r in outcome.of("events.statement") if r.id in statements]
    events = {r.id: (r.after or r.before)["event_id"] for r in rows}
    articles = {r.id: (r.after or r.before)["article_id"] for r in outcome.of("events.event")}
    live = Event.objects.filter(pk__in=among(set(events.values()) - articles.keys()))
    articles |= {str(key): str(article) for key, article in live.values_list("pk", "article")}
    return {key: (event, articles[event]) for key, event in events.items() if event in articles}


def _cites(said, outcome):
    """Both notes of each citation beside the works of its article, beside those of its event's own
    page, and by itself as the desk shows it."""
    items = renderings.items_of({source for _, _, source, *_ in said}, outcome)
    pages = defaultdict(set)
    for event, article, *citation in said:
        if citation[0] in items:
            for page in (event, article):
                pages[page].add(tuple(citation))
    for page in pages.values():
        beside = notes.beside({source: items[source] for source, *_ in page})
        for source, label, locator in sorted(page):
            for position in (FIRST, LATER):
                yield Cite(items[source], label, locator, position)
                if beside[source]:
                    yield Cite(items[source], label, locator, position, beside[source])
