"""What a large act would do to citations, counted by the database: an act may have tens of thousands of
changes, of which no page reads more than a few."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.db.models.fields.json import KeyTextTransform

from events.models import Citation
from review.models import Change
from sources.models import Source

# Of more changes than these, it is not told on which pages they are.
COUNTED = 20_000
PAGES, EXAMPLES = 3, 3
ARTICLE = "statement__event__article"


@dataclass(frozen=True)
class Pages:
    """Where live citations stand: on how many pages, [(title, how many)] of those that have the most,
    and a few of the citations."""

    number: int
    most: list
    examples: list


def pages_of(changes):
    """The `Pages` of the live citations that these changes are of."""
    found = Citation.objects.filter(pk__in=_keys(changes)).order_by()
    titles = found.values_list(f"{ARTICLE}__title").annotate(number=Count("pk"))
    return Pages(
        found.aggregate(number=Count(ARTICLE, distinct=True))["number"],
        list(titles.order_by("-number", ARTICLE)[:PAGES]),
        list(found.select_related("statement").order_by("statement__position", "pk")[:EXAMPLES]),
    )


def moves(changes):
    """[(what the work is called, how many citations go to it)] of changes of citations."""
    into = KeyTextTransform("source_id", "after")
    moving = _moving(changes).annotate(into=into).values_list("into").order_by()
    counted = dict(moving.annotate(number=Count("pk")))
    live = dict(Source.objects.filter(pk__in=counted).values_list("pk", "title"))
    titles = {str(key): title for key, title in live.items()}
    made = Change.objects.filter(
        op=Change.Op.CREATE, subject__in=counted, act__in=changes.values("act")
    )
    titles |= {str(key): after["title"] for key, after in made.values_list("subject", "after")}
    told = [(titles.get(key, "a work that is not there"), n) for key, n in counted.items()]
    return sorted(told, key=lambda pair: (-pair[1], pair[0]))


def renumbering(changes):
    """On how many pages a move joins the footnotes of two works, or makes two of one: there the
    notes after it have other numbers."""
    moving = Citation.objects.filter(pk__in=_keys(_moving(changes)))
    into = _moving(changes).annotate(into=KeyTextTransform("source_id", "after"))
    targets = list(into.values_list("into", flat=True).distinct().order_by()[:COUNTED])
    staying = Citation.objects.filter(source__in=moving.values("source")).exclude(
        pk__in=_keys(_moving(changes))
    )
    there = Citation.objects.filter(source__in=targets).exclude(pk__in=_keys(changes))
    found = moving.filter(
        Q(**{f"{ARTICLE}__in": there.values(ARTICLE)})
        | Q(**{f"{ARTICLE}__in": staying.values(ARTICLE)})
    )
    return found.aggregate(number=Count(ARTICLE, distinct=True))["number"]


def _moving(changes):
    return changes.filter(op=Change.Op.UPDATE, after__has_key="source_id")


def _keys(changes):
    return changes.order_by("pk").values("subject_id")[:COUNTED]
