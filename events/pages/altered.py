"""What publications altered, for pages and feeds that tell of many articles: from kept counts alone."""

from collections import defaultdict
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, F, Max, Q, Window
from django.db.models.functions import RowNumber

from events.models import Alteration, Article
from events.pages.moments import slugs_of

# Of a publication that altered more articles than this the others are counted.
ARTICLES_SHOWN = 5

TOTALS = """
SELECT name, sum(number::bigint)::bigint FROM events_alteration
CROSS JOIN LATERAL jsonb_each_text(counts) AS told (name, number)
WHERE publication_id BETWEEN %s AND %s GROUP BY name
"""
OF_ARTICLES = """
SELECT article_id, name, sum(number::bigint)::bigint FROM events_alteration
CROSS JOIN LATERAL jsonb_each_text(counts) AS told (name, number)
WHERE publication_id BETWEEN %s AND %s AND article_id = ANY(%s) GROUP BY article_id, name
"""


class Named(NamedTuple):
    """An article as it is called now, or was last."""

    title: str
    language: str
    slug: str
    is_gone: bool


def named(keys):
    """{key: `Named`} of articles that were ever published."""
    rows = Article.history.filter(subject__in=keys).order_by("subject", "-publication")
    slugs = slugs_of(keys)
    return {
        row.subject_id: Named(
            row.title, row.language, slugs.get(row.subject_id, ""), row.history_type == "-"
        )
        for row in rows.distinct("subject")
        if row.subject_id in slugs
    }


def of_publications(numbers):
    """{number: ([(Named, counts)] of the first articles that it altered, how many more)}."""
    place = Window(RowNumber(), partition_by=F("publication"), order_by=F("article").asc())
    number = Window(Count("*"), partition_by=F("publication"))
    rows = Alteration.objects.filter(publication__in=numbers).annotate(place=place, all=number)
    rows = list(rows.filter(place__lte=ARTICLES_SHOWN).order_by("publication", "place"))
    names = named({row.article_id for row in rows})
    found = defaultdict(lambda: ([], 0))
    for row in rows:
        if row.article_id in names:
            shown, _ = found[row.publication_id]
            shown.append((names[row.article_id], row.counts))
            found[row.publication_id] = shown, max(0, row.all - ARTICLES_SHOWN)
    return found


def totals(first, last):
    """The counts of all publications from one number to another, together."""
    with connection.cursor() as cursor:
        cursor.execute(TOTALS, [first, last])
        return dict(cursor.fetchall())


def articles(first, last, after, size):
    """([(Named, counts)] of the articles that these publications altered, the last altered first,
    after the one with the key `after`; the slug to go on after, or ""); None if that is not there."""
    found = Alteration.objects.filter(publication__gte=first, publication__lte=last).values(
        "article"
    )
    found = found.annotate(last=Max("publication")).order_by("-last", "-article")
    if after:
        at = found.filter(article=after).first()
        if at is None:
            return None
        found = found.filter(Q(last__lt=at["last"]) | Q(last=at["last"], article__lt=after))
    keys = [row["article"] for row in found[: size + 1]]
    names, shown = named(keys[:size]), keys[:size]
    counts = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(OF_ARTICLES, [first, last, shown])
        for key, name, number in cursor.fetchall():
            counts[key][name] = number
    following = names[shown[-1]].slug if len(keys) > size else ""
    return [(names[key], counts[key]) for key in shown if key in names], following
