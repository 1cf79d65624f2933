"""Works that look the same: which, and why, in words.

Two works do by a number that only one has; or by title, year and first author, of which two may be
missing and none may differ. Volume, issue and the place in an archive tell works apart, and so does
a person who said that they are not the same. The database folds case, accents, punctuation and
script away (sources/folding.py) and finds all pairs by one query.
"""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db import connection

from sources.identifiers import SCHEMES
from sources.models import NotTheSame

# Numbers that one paper has; those that parts of a book share with it; that of a whole journal.
OWN = ("doi", "pmid", "pmcid", "arxiv", "jstor")
SHARED = ("isbn", "oclc", "handle", "lccn", "cobiss", "wikidata")
JOURNAL = "issn"
NUMBERS = (*OWN, *SHARED, JOURNAL)
APART = ("volume", "part_number", "issue", "number", "archive_location")
# A title alone says too little if it has fewer letters.
LONG = 12
SHOWN = 8
# So many are looked at of those that look like one work.
LOOKED_AT = 12


def _works(rows, first_author):
    """SELECT of rows of sources, each as it is compared."""
    return rf"""
    SELECT s.id, sources_main(s.title) AS main, CASE WHEN s.title ~ '[:.;?!/–—-]'
        THEN sources_folded(s.title) ELSE sources_main(s.title) END AS title,
        s.title ~ '[\u0400-\u04ff]' AS is_cyrillic, s.container_title <> '' AS is_part,
        coalesce(substring(s.issued from '-?[0-9X]{{4}}'), '') AS year,
        coalesce(sources_folded(({first_author})), '') AS author,
        ARRAY[sources_folded(s.container_title), {", ".join(f"s.{name}" for name in APART)}] AS place,
        s.volume, {", ".join(f"s.{name}" for name in NUMBERS)}
    FROM {rows} AS s"""


LIVE = _works(
    "sources_source",
    """SELECT coalesce(nullif(family, ''), literal) FROM sources_contributor
       WHERE source_id = s.id ORDER BY role <> 'author', position LIMIT 1""",
)
TYPED_COLUMNS = ("title", "container_title", "issued", *APART, *NUMBERS)
TYPED = _works(
    "(SELECT NULL::uuid AS id, "
    + ", ".join(f"%({name})s::text AS {name}" for name in TYPED_COLUMNS)
    + ")",
    "%(author)s::text",
)


def _same(name):
    if name in SCHEMES and SCHEMES[name].inside:  # A work may have several.
        return f"(string_to_array(one.{name}, ' ') && string_to_array(other.{name}, ' '))"
    return f"(one.{name} = other.{name} AND other.{name} <> '')"


def _differs(name):
    return f"(one.{name} <> other.{name} AND one.{name} <> '' AND other.{name} <> '')"


# What is told of each pair that has one key in common.
COMPARED = f"""
SELECT one.id, other.id AS other, {_same("title")} AS title,
    {_same("main")} AND (one.title = one.main OR other.title = other.main) AS main,
    {_same("year")} AS year, {_same("author")} AS author,
    {_differs("year")} OR {_differs("author")} OR EXISTS (
        SELECT FROM unnest(one.place, other.place) AS place (own, its)
        WHERE own <> its AND own <> '' AND its <> '') AS differs,
    {_differs("volume")} AS is_other_volume, one.is_part OR other.is_part AS is_part,
    one.is_cyrillic <> other.is_cyrillic AS is_other_script, length(one.title) AS letters,
    {", ".join(f"{_same(name)} AS {name}" for name in NUMBERS)}
FROM """
RULE = f"""
    {" OR ".join(OWN)}
    OR letters = 0 AND {JOURNAL}
    OR ({" OR ".join(SHARED)}) AND NOT is_other_volume AND (title OR main OR letters = 0 OR NOT is_part)
    OR NOT differs AND main AND year AND author
    OR NOT differs AND title AND (year OR author OR letters >= %(long)s)"""
NOT_SAID = """NOT EXISTS (SELECT FROM sources_notthesame said
    WHERE said.first_id = least(found.id, other) AND said.second_id = greatest(found.id, other))"""


@dataclass(frozen=True)
class Pair:
    """Two works that look the same, by their keys, and why. Of a typed work `one` is None."""

    one: UUID | None
    other: UUID
    reasons: tuple[str, ...]

    @property
    def why(self):
        return "; ".join(self.reasons)

    @property
    def turned(self):
        return Pair(self.other, self.one, self.reasons)


@dataclass(frozen=True)
class Group:
    """Keys of works that look the same, the first of them by itself; each looks like another of them,
    and no two are said to be different. `has_more`: more look like these than are told at once."""

    works: tuple[UUID, ...]
    pairs: tuple[Pair, ...]
    has_more: bool = False

    @property
    def why(self):
        return "; ".join(dict.fromkeys(pair.why for pair in self.pairs))


def groups(after=None, limit=25):
    """(the `Group`s of all live works in order, after one of these keys; where they go on, or None)."""
    heads = _heads(after, limit + 1)
    near = _touching(heads[:limit])
    pairs = _touching({key for pair in near for key in (pair.one, pair.other)})
    keys = {key for pair in pairs for key in (pair.one, pair.other)}
    said = NotTheSame.objects.filter(first__in=keys, second__in=keys)
    apart = set(said.values_list("first_id", "second_id"))
    found = []
    for works, own in _connected(pairs):
        # What begins with another work stood on the page of that one.
        if min(works) in heads[:limit]:
            found += _together(sorted(works), own, apart)
    found.sort(key=lambda group: group.works)
    return found, heads[limit - 1] if len(heads) > limit else None


def _connected(pairs):
    """[(works, {(one, other): pair})] of pairs of which one leads to the next."""
    beside = defaultdict(set)
    for pair in pairs:
        beside[pair.one].add(pair.other)
        beside[pair.other].add(pair.one)
    by_keys = {(pair.one, pair.other): pair for pair in pairs if pair.one < pair.other}
    while beside:
        works, rest = set(), [next(iter(beside))]
        while rest:
            if (key := rest.pop()) not in works:
                works.add(key)
                rest += beside.pop(key)
        yield works, {keys: pair for keys, pair in by_keys.items() if keys[0] in works}


def _together(works, pairs, apart):
    """The `Group`s of connected works: as a rule one, more where two of them are said to differ."""
    left = dict(sorted(pairs.items()))
    while left:
        held = list(next(iter(left)))
        for work in works * 2:  # One may look like another that comes later.
            reached = [tuple(sorted((work, other))) for other in held if other != work]
            is_free = work not in held and not apart.intersection(reached)
            if is_free and len(held) < SHOWN and any(keys in pairs for keys in reached):
                held.append(work)
        own = {keys for keys in combinations(sorted(held), 2) if keys in pairs}
        has_more = len(held) == SHOWN < len(works)
        yield Group(tuple(sorted(held)), tuple(pairs[keys] for keys in sorted(own)), has_more)
        left = {} if has_more else {keys: left[keys] for keys in left if keys not in own}


def _heads(after, limit):
    """Keys of works that look like others, and like none before them."""
    given, which = {"limit": limit}, "true"
    if after:
        given["after"], which = after, "id > %(after)s"
    works = f"other AS MATERIALIZED ({LIVE}), one AS (SELECT * FROM other)"
    rows = _asked(
        works,
        "one.id < other.id",
        f"""SELECT DISTINCT id FROM same WHERE {which}
            AND NOT EXISTS (SELECT FROM same AS before WHERE before.other = same.id)
            ORDER BY id LIMIT %(limit)s""",
        given,
        joined=_by_each,
    )
    return [row["id"] for row in rows]


def _touching(keys):
    """The `Pair`s of some live works, each with a few of those that look like it; both ways round."""
    works = (
        f"one AS MATERIALIZED ({LIVE} WHERE s.id = ANY(%(keys)s)), "
        f"other AS NOT MATERIALIZED ({LIVE})"
    )
    if not keys:
        return []
    found = _pairs(works, "one.id <> other.id", {"keys": list(keys)}, LOOKED_AT)
    return list({(p.one, p.other): p for pair in found for p in (pair, pair.turned)}.values())


def like(key):
    """The `Pair`s of one live work, a few."""
    works = f"one AS MATERIALIZED ({LIVE} WHERE s.id = %(key)s), other AS NOT MATERIALIZED ({LIVE})"
    return _pairs(works, "one.id <> other.id", {"key": key}, SHOWN)


def like_typed(values, author=""):
    """The same of a work that is typed in: {column: value}, and the name of its first author."""
    works = f"one AS MATERIALIZED ({TYPED}), other AS NOT MATERIALIZED ({LIVE})"
    given = {name: values.get(name) or "" for name in TYPED_COLUMNS}
    return _pairs(works, "true", given | {"author": author}, SHOWN, long=1)


def _by(name):
    return f"one JOIN other ON {_same(name)}"


def _by_each(name):
    """The same of many works: by each number, so that the database need not compare all with all."""
    if not (name in SCHEMES and SCHEMES[name].inside):
        return _by(name)
    one, other = (
        f"(SELECT *, regexp_split_to_table({name}, ' ') AS single FROM {side} "
        f"WHERE {name} <> '') AS {side}"
        for side in ("one", "other")
    )
    return f"{one} JOIN {other} ON one.single = other.single"


def _pairs(works, which, given, limit, long=LONG):
    """Of each of the works called `one`, as many `Pair`s."""
    each = "row_number() OVER (PARTITION BY id ORDER BY other)"
    asked = f"""SELECT * FROM (SELECT *, {each} AS place FROM same) AS each
        WHERE place <= %(limit)s ORDER BY id, other"""
    rows = _asked(works, which, asked, {**given, "limit": limit}, long=long)
    return [Pair(row["id"], row["other"], tuple(_reasons(row))) for row in rows]


def _asked(works, which, asked, given, joined=_by, long=LONG):
    """Rows of what is asked of the pairs called `same`, as dictionaries."""
    found = " UNION ".join(
        f"{COMPARED} {joined(name)} WHERE {which}" for name in ("main", *NUMBERS)
    )
    sql = f"""WITH {works}, found AS ({found}),
        same AS MATERIALIZED (SELECT * FROM found WHERE ({RULE}) AND {NOT_SAID}) {asked}"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {**given, "long": long})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _reasons(row):
    """What is the same of two works, as the ends of a sentence “They have …”."""
    yield from (f"the same {SCHEMES[name].label}" for name in NUMBERS if row[name])
    if row["title"] or row["main"]:
        title = "title" if row["title"] else "title but for the subtitle"
        same = [title, *(words for name, words in PARTS.items() if row[name])]
        script = ", in another script" if row["is_other_script"] else ""
        yield f"the same {listed(same)}{script}"


PARTS = {"year": "year", "author": "first author"}


def listed(words):
    """“a, b and c”."""
    *rest, last = words
    return f"{', '.join(rest)} and {last}" if rest else last
