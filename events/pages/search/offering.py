"""What may have been meant by words that the index does not have, and by the first letters of one."""

import difflib
import re
from dataclasses import dataclass

from django.db import connection

CYRILLIC = re.compile("[\u0400-\u052f]")
# How alike two folded words are, from 0 to 1; how many are offered for one.
CLOSE, OFFERED = 0.6, 3
# Behind all that begins with a word.
LAST = "\U0010ffff"
SHORTEST = 3

# Words that have two letters the other way round or one less, that begin so, that share sequences of
# three letters. To be asked in a transaction, which the setting ends with.
LIKE = """
SELECT set_config('pg_trgm.similarity_threshold', '0.3', true);
SELECT turned.word, held.word, held.folded, held.number
FROM unnest(%(owners)s::text[], %(turned)s::text[]) AS turned (word, folded)
JOIN events_indexword held ON held.folded = turned.folded
UNION
SELECT asked.word, held.* FROM unnest(%(words)s::text[], %(folded)s::text[]) AS asked (word, folded)
CROSS JOIN LATERAL (
    (SELECT word, folded, number FROM events_indexword
        WHERE folded >= asked.folded AND folded < asked.folded || %(last)s
            AND length(asked.folded) >= %(shortest)s
        ORDER BY number DESC, word LIMIT 10)
    UNION ALL
    (SELECT word, folded, number FROM events_indexword WHERE folded %% asked.folded
        ORDER BY similarity(folded, asked.folded) DESC, number DESC, word LIMIT 20)
) AS held
"""

# Of three letters by what is kept of those, of more by what stands between them and the next word.
BEGUN = """
SELECT word, folded FROM events_indexword
WHERE {which} AND folded >= %(folded)s AND folded < %(folded)s || %(last)s
ORDER BY number DESC, word LIMIT %(most)s
"""


@dataclass(frozen=True)
class Like:
    """A word of the index, and how near it is to one that is not there."""

    word: str
    folded: str
    number: int
    nearness: float
    is_same_script: bool


def meant(terms):
    """{word: [words of the index, the likeliest first]} of terms that the index does not have."""
    folds = {term.word: term.folded for term in terms}
    turned = [(word, other) for word, folded in folds.items() for other in _turned(folded)]
    with connection.cursor() as cursor:
        cursor.execute(
            LIKE,
            {
                "owners": [word for word, _ in turned],
                "turned": [other for _, other in turned],
                "words": list(folds),
                "folded": list(folds.values()),
                "last": LAST,
                "shortest": SHORTEST,
            },
        )
        cursor.nextset()
        found = {word: [] for word in folds}
        for asked, *row in cursor.fetchall():
            found[asked].append(_like(asked, folds[asked], *row))
    return {word: _likeliest(likes) for word, likes in found.items()}


def begun(folded, most):
    """[(word, its fold)] of the words of the index that begin with a fold, the most used first."""
    if len(folded) < SHORTEST:
        return []
    which = "left(folded, 3) = left(%(folded)s, 3)" if len(folded) == SHORTEST else "true"
    with connection.cursor() as cursor:
        values = {"folded": folded, "last": LAST, "most": most}
        cursor.execute(BEGUN.format(which=which), values)
        return cursor.fetchall()


def is_cyrillic(text):
    return bool(CYRILLIC.search(text))


def _like(asked, fold, word, folded, number):
    alike = difflib.SequenceMatcher(None, fold, folded).ratio()
    goes_on = len(fold) >= SHORTEST and folded.startswith(fold)
    if goes_on or folded in _turned(fold):
        alike = max(alike, 0.9)
    return Like(word, folded, number, alike, is_cyrillic(word) == is_cyrillic(asked))


def _likeliest(likes):
    """The words of the nearest folds, each as it is written most, if it can be in the same script."""
    best = {}
    for like in sorted(likes, key=lambda one: (one.is_same_script, one.number), reverse=True):
        if like.nearness >= CLOSE:
            best.setdefault(like.folded, like)
    order = sorted(best.values(), key=lambda one: (-round(one.nearness, 1), -one.number, one.word))
    return [like.word for like in order[:OFFERED]]


def _turned(folded):
    """With two neighbours the other way round, or without one letter."""
    swapped = (
        folded[:n] + folded[n + 1] + folded[n] + folded[n + 2 :] for n in range(len(folded) - 1)
    )
    shorter = (folded[:n] + folded[n + 1 :] for n in range(len(folded)) if len(folded) > SHORTEST)
    return dict.fromkeys([*swapped, *shorter])
