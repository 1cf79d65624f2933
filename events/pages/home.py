"""The front page: what was attested lately, what there is to read, what is wanted, how it is reviewed."""

from contextlib import nullcontext
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from events import periods
from events.models import (
    Article,
    ArticleStanding,
    Citation,
    CitationRequest,
    EventPlace,
    RequestStanding,
    RequestTally,
)
from events.pages.history import publications, tell
from events.pages.moments import About, Moment, by_title, page_of, slugs_of
from events.pages.reading import KIND_WORDS, Works, counts_of, mark_of
from events.pages.taking import SITE_NAME
from events.pages.timeline import Window, timeline
from review import bounds, spoken
from review.desk import waits
from review.models import PageVersion, Subject
from review.publishing.pages import stored
from sources import csl

ARTICLES_PER_PAGE = 30
PUBLICATIONS, NEWEST, WANTED = 5, 4, 3
# So many of the latest are looked at to find the newest that still stand.
LATEST = 40


@stored
def home(request, at=None):
    moment = Moment(at)
    asked = Asked.of(request.GET)
    said = ""
    try:
        with bounds.in_time() if asked.words and not moment.is_past else nullcontext():
            narrowed, said = asked.narrow(moment)
            articles, following = by_title(request, moment, Article, ARTICLES_PER_PAGE, narrowed)
    except bounds.TooLong as error:
        articles, following, said = [], "", str(error)
    slugs = slugs_of([a.subject_id for a in articles])
    if moment.is_past:
        counts = counts_of(moment.rows, slugs)
    else:
        counts = ArticleStanding.objects.in_bulk(slugs)
    latest = publications()
    if moment.is_past:
        latest = latest.filter(number__lte=moment.number)
    context = {
        "about": About(
            SITE_NAME,
            _(
                "Historical events, told statement by statement: each shows what it rests on, or that "
                "a citation is still wanted."
            ),
            feed=reverse("events:feed"),
        ),
        "articles": [(a, slugs.get(a.subject_id), counts.get(a.subject_id)) for a in articles],
        "following": following,
        "asked": asked,
        "said": said,
        "is_first": not (request.GET.get("after") or asked.is_asked),
        "latest": tell(list(latest.order_by("-number")[:PUBLICATIONS])),
    }
    if not moment.is_past:
        context |= {
            "periods": periods.offered(),
            "total": ArticleStanding.objects.all().total(),
            "newest": newest(moment),
            "strip": timeline(moment.rows, Window(), "", 0),
            "open": _open(),
            "wanted": wanted(),
            "wait": waits.lately(),
        }
    return page_of(request, "events/home.html", moment, PageVersion.SITE, context)


@dataclass(frozen=True)
class Asked:
    """What an address asks the list of articles for."""

    words: str = ""
    period: periods.Period | None = None

    @classmethod
    def of(cls, query):
        return cls(" ".join(query.get("q", "").split()), periods.named(query.get("period", "")))

    @property
    def is_asked(self):
        return bool(self.words or self.period)

    def narrow(self, moment):
        """(the articles whose titles have these words, with an event in the period; a sentence)."""
        found = moment.rows(Article)
        words, said = bounds.bounded(self.words)
        for word in words:
            found = found.filter(title__icontains=word)
        if self.period and not moment.is_past:
            own = EventPlace.objects.filter(article=OuterRef("pk"), day__lt=self.period.upper)
            if self.period.lower is not None:
                own = own.filter(day__gte=self.period.lower)
            found = found.filter(Exists(own))
        return found, said


@dataclass
class Newest:
    """A statement with the work that attests it since lately, and where in the work."""

    text: str
    anchor: str
    article: str
    language: str
    slug: str
    entry: str
    work_language: str
    where: str
    source: str


def newest(moment):
    """The `Newest` of what was cited last and still is, a statement once."""
    made = Citation.history.filter(history_type="+").order_by("-history_id")
    keys = list(made.values_list("subject_id", flat=True)[:LATEST])
    live = Citation.objects.filter(direction=Citation.Direction.SUPPORTS, pk__in=keys)
    live = {c.pk: c for c in live.select_related("statement__event__article")}
    once = {live[key].statement_id: live[key] for key in reversed(keys) if key in live}
    found = list(once.values())[::-1][:NEWEST]
    works = Works({c.source_id for c in found}, moment.rows)
    works.note([])
    anchors = dict(
        Subject.objects.filter(pk__in=[c.statement_id for c in found]).values_list("pk", "anchor")
    )
    articles = {c.pk: c.statement.event.article for c in found}
    slugs = slugs_of([article.pk for article in articles.values()])
    return [
        Newest(
            c.statement.text,
            anchors[c.statement_id],
            articles[c.pk].title,
            articles[c.pk].language,
            slugs.get(articles[c.pk].pk, ""),
            works.held.entry(str(c.source_id)),
            works.known[str(c.source_id)].language,
            csl.place_told(c.label, c.locator),
            works.slugs.get(str(c.source_id), ""),
        )
        for c in found
    ]


def wanted():
    """[(statement, its anchor, its mark, article, slug)]: requests that wait the longest."""
    rows = RequestStanding.objects.exclude(tagged_on="").order_by("tagged_on", "request")
    keys = list(rows.values_list("request", flat=True)[:WANTED])
    if not keys:
        keys = list(
            RequestStanding.objects.order_by("request").values_list("request", flat=True)[:WANTED]
        )
    requests = CitationRequest.objects.filter(pk__in=keys).select_related(
        "about__statement__event__article"
    )
    requests = [r for r in requests if hasattr(r.about, "statement")]
    slugs = slugs_of([r.about.statement.event.article_id for r in requests])
    return [
        (
            r.about.statement.text,
            r.about.anchor,
            mark_of(r),
            r.about.statement.event.article,
            slugs.get(r.about.statement.event.article_id, ""),
        )
        for r in sorted(requests, key=lambda r: keys.index(r.pk))
    ]


def _open():
    """[(kind in words, how many are open)], the most first."""
    sums = RequestTally.objects.filter(article=None).values_list("kind").annotate(n=Sum("open"))
    return [(spoken.said(KIND_WORDS[kind]), n) for kind, n in sums.order_by("-n") if n][:4]
