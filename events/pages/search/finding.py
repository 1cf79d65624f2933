"""What a search finds, ranked, a page at a time: by the index alone, whatever the archive holds.

No more than MOST hits are ranked: of what more entries have, which those are is not said to be the
best, and the page says that there is more.
"""

from dataclasses import dataclass, field

from django.db import connection

from events.models import IndexEntry

MOST = 500
ARTICLES = 8

# Which entries there are of what has the words; each half has an index of its own.
STATEMENTS = "kind = 'statement'"
NAMED = "kind <> 'statement'"
# What a name is of, before how well it fits.
KINDS = [kind.value for kind in IndexEntry.Kind]

# By rank: what has the very words before what has their stems, what has them close together first.
FIND = """
WITH hits AS MATERIALIZED (
    SELECT subject_id, kind, article_id, tags, words FROM events_indexentry
    WHERE {which} AND words @@ %(query)s::tsquery{narrowed}
    LIMIT %(most)s + 1
),
ranked AS MATERIALIZED (
    SELECT subject_id, row_number() OVER (
        ORDER BY array_position(%(kinds)s, kind::text),
            2 * ts_rank_cd(words, %(same)s::tsquery, 1) + ts_rank_cd(words, %(query)s::tsquery, 1) DESC,
            subject_id
    ) AS place
    FROM hits
),
shown AS (
    SELECT hits.*, ranked.place, ARRAY(
        SELECT DISTINCT place FROM unnest(hits.words) AS own CROSS JOIN unnest(own.positions) AS place
        WHERE own.lexeme = ANY(%(lit)s) ORDER BY 1
    ) AS lit
    FROM ranked JOIN hits ON hits.subject_id = ranked.subject_id
    WHERE ranked.place <= %(most)s
        AND ranked.place > coalesce((SELECT place FROM ranked WHERE subject_id = %(after)s), 0)
    ORDER BY ranked.place LIMIT %(size)s
)
SELECT (SELECT count(*) FROM hits),
    %(after)s IS NULL OR EXISTS (SELECT FROM ranked WHERE subject_id = %(after)s),
    (SELECT json_object_agg(tag, number) FROM (
        SELECT tag, count(*) AS number FROM hits CROSS JOIN unnest(tags) AS tag GROUP BY tag
    ) AS own),
    (SELECT json_object_agg(kind, number) FROM (
        SELECT kind, count(*) AS number FROM hits GROUP BY kind
    ) AS own),
    (SELECT json_object_agg(article_id, number) FROM (
        SELECT article_id, count(*) AS number FROM hits WHERE article_id IS NOT NULL
        GROUP BY article_id ORDER BY 2 DESC, 1 LIMIT %(articles)s
    ) AS own),
    (SELECT json_agg(json_build_array(subject_id, kind, article_id, tags, lit) ORDER BY place) FROM shown)
"""


# The newest of them, whatever fits best: keys are of the time when they were proposed.
NEWEST = """
SELECT subject_id, kind, article_id, tags, ARRAY(
    SELECT DISTINCT place FROM unnest(words) AS own CROSS JOIN unnest(own.positions) AS place
    WHERE own.lexeme = ANY(%(lit)s) ORDER BY 1
)
FROM events_indexentry
WHERE {which} AND words @@ %(query)s::tsquery{narrowed}
ORDER BY subject_id DESC LIMIT %(most)s
"""


@dataclass(frozen=True)
class Hit:
    """An entry of the index; `lit` are the places of the words that were found in its text."""

    key: str
    kind: str
    article: str | None
    tags: tuple
    lit: tuple


@dataclass
class Found:
    """Hits of a page and how many there are of all, by tag, by kind and, of the most, by article; if
    there `is_more` than was counted, the numbers are of a part."""

    hits: list
    total: int = 0
    is_more: bool = False
    has_next: bool = False
    tags: dict = field(default_factory=dict)
    kinds: dict = field(default_factory=dict)
    articles: dict = field(default_factory=dict)


NONE = Found([])


def find(asked, which, size, *, kinds=(), tags=(), article=None, after=None):
    """The `Found` of STATEMENTS or NAMED that have what is `asked` for, after the entry with a key;
    None if that is not among them. `tags` are those that each must have."""
    if not asked.query:
        return NONE
    narrowed, only = _narrowed(kinds, tags, article)
    values = {
        "query": asked.query,
        "same": asked.same,
        "lit": asked.lit,
        "most": MOST,
        "size": size + 1,
        "kinds": KINDS,
        "articles": ARTICLES,
        "after": after,
        **only,
    }
    with connection.cursor() as cursor:
        cursor.execute(FIND.format(which=which, narrowed=narrowed), values)
        total, is_there, by_tag, by_kind, by_article, rows = cursor.fetchone()
    if not is_there:
        return None
    hits = [Hit(*row) for row in rows or ()]
    return Found(
        hits[:size],
        min(total, MOST),
        total > MOST,
        len(hits) > size,
        by_tag or {},
        by_kind or {},
        by_article or {},
    )


def newest(asked, which, *, kinds=(), tags=(), article=None):
    """At most MOST `Hit`s of STATEMENTS or NAMED, those that were proposed last first."""
    if not asked.query:
        return []
    narrowed, only = _narrowed(kinds, tags, article)
    values = {"query": asked.query, "lit": asked.lit, "most": MOST, **only}
    with connection.cursor() as cursor:
        cursor.execute(NEWEST.format(which=which, narrowed=narrowed), values)
        return [
            Hit(str(key), kind, own and str(own), tags, lit)
            for key, kind, own, tags, lit in cursor.fetchall()
        ]


def _narrowed(kinds, tags, article):
    """(what else a hit has to have, as SQL; its values)."""
    narrowed = " AND kind = ANY(%(only)s)" if kinds else ""
    narrowed += " AND tags @> %(tags)s::varchar[]" if tags else ""
    narrowed += " AND article_id = %(article)s" if article else ""
    return narrowed, {"only": list(kinds), "tags": list(tags), "article": article}
