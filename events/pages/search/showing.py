"""Hits as a page shows them: the words lit, where they stand, when, and what they rest on."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from events import indexing
from events.models import Article, Dating, IndexEntry, Statement
from events.pages.moments import slugs_of
from events.pages.reading import When, when
from events.pages.search import lighting, wanted
from review import spoken
from review.models import Subject

Kind = IndexEntry.Kind
NOUNS = dict(Kind.choices) | {Kind.SECTION: N_("heading"), Kind.EVENT: N_("heading")}


@dataclass
class Shown:
    """A hit: `key` is its subject's, `pieces` are (words, whether they are lit); `state` and `when` of a statement."""

    key: str
    kind: str
    noun: str
    address: str
    pieces: list
    article: str = ""
    language: str = ""
    article_address: str = ""
    anchor: str = ""
    state: str = ""
    is_cited: bool = False
    is_requested: bool = False
    is_contested: bool = False
    when: When = field(default_factory=When)


def shown(hits):
    """These hits, `Shown`, in their order: at most six queries, however many there are."""
    if not hits:
        return []
    keys = [hit.key for hit in hits]
    texts = _texts_of(hits)
    anchors = {str(k): anchor for k, anchor in _anchors(keys)}
    articles = {hit.article for hit in hits if hit.article}
    named = {str(k): tuple(rest) for k, *rest in _named(articles)}
    slugs = {str(k): slug for k, slug in slugs_of([*articles, *keys]).items()}
    dated = {}
    for dating in Dating.objects.filter(statement__in=keys):
        dated.setdefault(str(dating.statement_id), []).append(dating)
    return [
        _shown(hit, texts[hit.key], anchors[hit.key], named, slugs, dated.get(hit.key, []))
        for hit in hits
        if hit.key in texts
    ]


def _shown(hit, text, anchor, named, slugs, datings):
    page = hit.article and reverse("events:article", args=[slugs[hit.article]])
    places = {
        Kind.ARTICLE: page,
        Kind.WORK: hit.kind == Kind.WORK and reverse("events:source", args=[slugs[hit.key]]),
        Kind.CAPTION: f"{page}#illustrations",
    }
    made = Shown(
        hit.key,
        hit.kind,
        spoken.said(NOUNS[hit.kind]),
        places.get(hit.kind, f"{page}#{anchor}"),
        lighting.pieces(text, hit.lit),
        *named.get(hit.article, ("", "")),
        page or "",
        anchor,
    )
    if hit.kind == Kind.STATEMENT:
        made.is_cited, made.is_requested = "cited" in hit.tags, "requested" in hit.tags
        made.is_contested = "contested" in hit.tags
        made.state = _told(made)
        made.when = when(datings)
    return made


def _told(made):
    if made.is_contested:
        return spoken.said(wanted.STATES["contested"])
    if made.is_cited and made.is_requested:
        return _("cited, and a citation requested")
    state = "cited" if made.is_cited else "requested" if made.is_requested else "bare"
    return spoken.said(wanted.STATES[state])


def by_article(statements):
    """[(article, its address, its statements)] of statements shown, by the first of each article."""
    found = {}
    for one in statements:
        found.setdefault((one.article, one.article_address), []).append(one)
    return [(*article, own) for article, own in found.items()]


def _texts_of(hits):
    """{key: its text}, of statements straight from their rows."""
    statements = [hit.key for hit in hits if hit.kind == Kind.STATEMENT]
    named = [hit.key for hit in hits if hit.kind != Kind.STATEMENT]
    texts = Statement.objects.filter(pk__in=statements).values_list("pk", "text")
    return {str(k): text for k, text in texts} | (indexing.texts_of(named) if named else {})


def _anchors(keys):
    return Subject.objects.filter(pk__in=keys).values_list("pk", "anchor")


def _named(keys):
    return Article.objects.filter(pk__in=keys).values_list("pk", "title", "language")
