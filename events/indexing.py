"""The index that readers search, written by the decisions that publish, in their transaction.

Articles, sections, headed events, works, captions and statements are found by their words. What is to
be found as well gets its rows in ROWS and a kind of `IndexEntry`.
"""

from functools import cache

from django.db import connection, transaction
from django.utils import timezone

from events import periods, tokens
from events.models import (
    Article,
    Event,
    Illustration,
    IndexEntry,
    IndexWord,
    Section,
    Statement,
)
from review import progress
from review.among import array, array_of_texts
from review.deciding import decisions
from review.proving.checking import in_parts
from sources.models import Contributor, Source
from sources.reading import richtext

AT_ONCE = 1000
# So many are put in by one statement: each word that they hold is counted up once in it.
PUT_AT_ONCE = 5000

# What stands live of the objects named, and of the events that the statements named are of.
DATED = """
WITH asked AS (
    SELECT unnest(%(asked)s::uuid[]) AS id
    UNION SELECT event_id FROM events_statement WHERE id = ANY(%(asked)s::uuid[])
),
period AS (
    SELECT * FROM unnest(%(periods)s::text[], %(lowers)s::integer[], %(uppers)s::integer[])
        AS period (key, lower, upper)
),
own AS (
    SELECT id, event_id FROM events_statement WHERE id = ANY(%(asked)s::uuid[])
    UNION
    SELECT statement.id, statement.event_id FROM asked
    JOIN events_event event ON event.id = asked.id AND event.heading <> ''
    JOIN events_statement statement ON statement.event_id = event.id
),
dated AS (
    SELECT own.id AS statement_id, own.event_id, period.key
    FROM own JOIN events_dating dating ON dating.statement_id = own.id
    -- As ranges that overlap, which take ten times as long to compare.
    JOIN period ON coalesce(dating.lower, dating.upper) < period.upper
        AND coalesce(dating.upper, dating.lower) >= coalesce(period.lower, -2147483648)
),
of_statement AS (
    SELECT statement_id, array_agg(DISTINCT key ORDER BY key) AS keys FROM dated GROUP BY 1
),
of_event AS (
    SELECT event_id, array_agg(DISTINCT key ORDER BY key) AS keys FROM dated GROUP BY 1
),
"""

# The rows of each kind: (key, kind, article, text, tags).
ROWS = {
    Article: """
SELECT id, 'article' AS kind, id AS article_id, title AS text, '{}'::text[] AS tags
FROM events_article WHERE id IN (SELECT id FROM asked)
""",
    Section: """
SELECT id, 'section' AS kind, article_id, title AS text, '{}'::text[] AS tags
FROM events_section WHERE id IN (SELECT id FROM asked) AND title <> ''
""",
    Event: """
SELECT id, 'event' AS kind, article_id, heading AS text, coalesce(of_event.keys, '{}') AS tags
FROM events_event event LEFT JOIN of_event ON of_event.event_id = event.id
WHERE id IN (SELECT id FROM asked) AND heading <> ''
""",
    Illustration: """
SELECT id, 'caption' AS kind, article_id, caption AS text, '{}'::text[] AS tags
FROM events_illustration WHERE id IN (SELECT id FROM asked) AND caption <> ''
""",
    Statement: """
SELECT statement.id, 'statement' AS kind, event.article_id, statement.text,
    CASE WHEN standing.is_cited THEN '{cited}'::text[] ELSE '{}' END
    || CASE WHEN standing.is_requested THEN '{requested}'::text[] ELSE '{}' END
    || CASE WHEN standing.is_cited OR standing.is_requested THEN '{}'::text[] ELSE '{bare}' END
    || coalesce(of_statement.keys, '{}')
    || CASE WHEN EXISTS (SELECT FROM events_citation own
        WHERE own.statement_id = statement.id AND own.direction = 'contradicts'
    ) THEN '{contested}'::text[] ELSE '{}' END AS tags
FROM events_statement statement
JOIN events_event event ON event.id = statement.event_id
LEFT JOIN events_statementstanding standing ON standing.statement_id = statement.id
LEFT JOIN of_statement ON of_statement.statement_id = statement.id
WHERE statement.id IN (SELECT id FROM asked)
""",
    Source: """
SELECT id, 'work' AS kind, NULL::uuid AS article_id, concat_ws(' · ', (
    SELECT string_agg(concat_ws(' ', nullif(literal, ''), nullif(given, ''), nullif(family, ''),
        nullif(original, '')), ', ' ORDER BY position)
    FROM sources_contributor WHERE source_id = source.id
), title, nullif(original_title, ''), nullif(issued, '')) AS text, '{}'::text[] AS tags
FROM sources_source source WHERE id IN (SELECT id FROM asked)
""",
}
INDEXED = tuple(ROWS)

# Texts alone: of those that are indexed by another text, and with `all` of every one.
READ = """
live AS ({rows})
SELECT live.id, live.kind, live.article_id, live.tags, md5(live.text),
    CASE WHEN %(all)s OR held.made_of IS DISTINCT FROM md5(live.text) THEN live.text END
FROM live LEFT JOIN events_indexentry held ON held.subject_id = live.id
"""

GIVEN = """
WITH given AS (
    SELECT id, kind, article_id, made_of, string_to_array(tags, ' ') AS tags, words::tsvector
    FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(articles)s::uuid[], %(made_of)s::text[],
        %(tags)s::text[], %(words)s::text[]) AS given (id, kind, article_id, made_of, tags, words)
),
"""

# The entries, and how often each word is in them. Decisions run this one at a time (under the
# publications' lock), so that no count is lost.
PUT = (
    GIVEN
    + """
was AS (SELECT held.* FROM events_indexentry held WHERE subject_id = ANY(%(asked)s::uuid[])),
gone AS (
    DELETE FROM events_indexentry held USING was
    WHERE held.subject_id = was.subject_id AND was.subject_id NOT IN (SELECT id FROM given)
),
kept AS (
    INSERT INTO events_indexentry AS held (subject_id, kind, article_id, made_of, tags, words)
    SELECT given.id, given.kind, given.article_id, given.made_of, given.tags,
        coalesce(given.words, was.words)
    FROM given LEFT JOIN was ON was.subject_id = given.id
    WHERE given.words IS NOT NULL OR (was.article_id, was.tags) IS DISTINCT FROM
        (given.article_id, given.tags::varchar[])
    ON CONFLICT (subject_id) DO UPDATE SET kind = EXCLUDED.kind, article_id = EXCLUDED.article_id,
        made_of = EXCLUDED.made_of, tags = EXCLUDED.tags, words = EXCLUDED.words
),
moved AS (
    SELECT word, sum(n) AS n FROM (
        SELECT own.lexeme AS word, 1 AS n FROM given CROSS JOIN LATERAL unnest(given.words) AS own
        UNION ALL
        SELECT own.lexeme, -1
        FROM was LEFT JOIN given ON given.id = was.subject_id
        CROSS JOIN LATERAL unnest(was.words) AS own
        WHERE given.id IS NULL OR given.words IS NOT NULL
    ) AS step GROUP BY word HAVING sum(n) <> 0
),
known AS (
    SELECT held.word, held.number + moved.n AS number
    FROM events_indexword held JOIN moved ON moved.word = held.word
),
forgotten AS (
    DELETE FROM events_indexword held USING known
    WHERE held.word = known.word AND known.number <= 0
),
counted AS (
    UPDATE events_indexword held SET number = known.number
    FROM known WHERE held.word = known.word AND known.number > 0
)
INSERT INTO events_indexword (word, folded, forms, number)
SELECT moved.word, own.folded, own.forms, moved.n
FROM (
    SELECT array_agg(word) AS words FROM moved WHERE n > 0 AND word NOT IN (SELECT word FROM known)
) AS new
CROSS JOIN LATERAL events_forms(new.words) AS own JOIN moved ON moved.word = own.word
"""
)

# Entries that stand otherwise in the index than they are live.
ODD_ENTRIES = (
    GIVEN[:-2]
    + """
SELECT given.id FROM given LEFT JOIN events_indexentry held ON held.subject_id = given.id
WHERE (given.kind, given.article_id, given.made_of, given.tags::varchar[], given.words)
    IS DISTINCT FROM (held.kind, held.article_id, held.made_of, held.tags, held.words)
UNION ALL
SELECT subject_id FROM events_indexentry
WHERE subject_id = ANY(%(asked)s::uuid[]) AND subject_id NOT IN (SELECT id FROM given)
"""
)

ODD_WORDS = """
SELECT coalesce(held.word, counted.word)
FROM ts_stat('SELECT words FROM events_indexentry') AS counted
FULL JOIN events_indexword held ON held.word = counted.word
WHERE held.number IS DISTINCT FROM counted.ndoc ORDER BY 1
"""

# The words anew, of the entries as they are.
RECOUNT = """
WITH counted AS (SELECT word, ndoc AS number FROM ts_stat('SELECT words FROM events_indexentry')),
forgotten AS (
    DELETE FROM events_indexword held
    WHERE NOT EXISTS (SELECT FROM counted WHERE counted.word = held.word)
),
kept AS (
    UPDATE events_indexword held SET number = counted.number
    FROM counted WHERE counted.word = held.word AND counted.number <> held.number
)
INSERT INTO events_indexword (word, folded, forms, number)
SELECT counted.word, own.folded, own.forms, counted.number
FROM (
    SELECT array_agg(word) AS words FROM counted
    WHERE NOT EXISTS (SELECT FROM events_indexword held WHERE held.word = counted.word)
) AS new
CROSS JOIN LATERAL events_forms(new.words) AS own JOIN counted ON counted.word = own.word
"""

LEARN = """
UPDATE events_indexword held SET folded = own.folded, forms = own.forms
FROM events_forms(%s) AS own
WHERE held.word = own.word AND (held.folded, held.forms) IS DISTINCT FROM (own.folded, own.forms)
RETURNING held.word
"""

ODD_FORMS = """
SELECT held.word FROM events_forms(%s) AS own JOIN events_indexword held ON held.word = own.word
WHERE (held.folded, held.forms) IS DISTINCT FROM (own.folded, own.forms)
"""


def keep(outcome, statements):
    """Bring the index up to date with a decision; `statements` are keys of those that it touched, their
    citations, requests and dates included."""
    keys, models = {*statements}, set()
    for model in INDEXED:
        own = {row.id for row in outcome.of(model._meta.label_lower)}
        keys |= own
        models |= {model} if own else set()
    for label, name, model in (
        ("sources.contributor", "source_id", Source),
        ("events.statement", "event_id", Event),
    ):
        for row in outcome.of(label):
            keys |= {values[name] for values in (row.before, row.after) if values}
            models.add(model)
    if statements:
        models |= {Statement, Event}  # An event is dated by its statements.
    _renew(keys, models)


def forget_words(words, found):
    """Index those anew in which a redaction blanked something."""
    _renew(
        {
            str(row.source_id if isinstance(row, Contributor) else row.pk)
            for row, _ in found.rows
            if isinstance(row, (Contributor, *INDEXED))
        }
    )


def make_all(progress=lambda done, total: None, *, anew=False):
    """Bring the whole index up to date, a part at a time between decisions: what is not in it yet or
    not any more, and with `anew` every entry and the forms of every word."""
    done, total = 0, sum(model.objects.count() for model in INDEXED)
    for model in INDEXED:
        for rows in in_parts(model.objects.only("pk"), size=AT_ONCE):
            with transaction.atomic():
                decisions.wait_for_turn()
                _renew([row.pk for row in rows], [model], anew=anew)
            done += len(rows)
            progress(done, total)
    for rows in in_parts(IndexEntry.objects.only("pk"), size=AT_ONCE):
        with transaction.atomic():
            decisions.wait_for_turn()
            _renew([row.pk for row in rows])
    if anew:
        with transaction.atomic(), connection.cursor() as cursor:
            decisions.wait_for_turn()
            cursor.execute(RECOUNT)
        for rows in in_parts(IndexWord.objects.only("pk"), size=AT_ONCE):
            _of_words(LEARN, rows)


def texts_of(keys):
    """{key: the text that it is found by}, of what is live of these."""
    return {
        str(key): _shown(kind, text) for key, kind, *_, text in _live(keys, INDEXED, every=True)
    }


def _renew(keys, models=INDEXED, *, anew=False):
    """Of objects of these kinds."""
    keys = sorted(map(str, keys))
    for start in progress.each("Indexing", range(0, len(keys), PUT_AT_ONCE)):
        part = keys[start : start + PUT_AT_ONCE]
        given = _given(part, _live(part, models, every=anew))
        with connection.cursor() as cursor:
            cursor.execute(PUT, given)


def _live(keys, models, *, every):
    """[(key, kind, article, tags, MD5 of its text, its text)] of what is live of these: the text if the
    index has another, or of `every`."""
    dated = _periods(timezone.now().year)
    rows = " UNION ALL ".join(ROWS[model] for model in INDEXED if model in models)
    with connection.cursor() as cursor:
        cursor.execute(
            DATED + READ.format(rows=rows),
            {"asked": array(keys), "all": every, **dated},
        )
        return cursor.fetchall()


@cache
def _periods(year):
    """What DATED reads of the periods up to a year."""
    dated = periods.every()
    return {
        "periods": [period.key for period in dated],
        "lowers": [period.lower for period in dated],
        "uppers": [period.upper for period in dated],
    }


def _given(asked, live):
    """What GIVEN reads, of rows of `_live`; no words where there is no text."""
    texts = [None if text is None else _shown(kind, text) for _, kind, *_, text in live]
    return {
        "asked": array(sorted({*asked, *(str(key) for key, *_ in live)})),
        "ids": array(key for key, *_ in live),
        "kinds": array(kind for _, kind, *_ in live),
        "articles": array_of_texts(article and str(article) for _, _, article, *_ in live),
        "tags": array_of_texts(" ".join(tags) for *_, tags, _, _ in live),
        "made_of": array(digest for *_, digest, _ in live),
        "words": array_of_texts(None if t is None else tokens.vector(t) for t in texts),
    }


def _shown(kind, text):
    """A text as pages show it."""
    return richtext.plain(text) if kind == IndexEntry.Kind.WORK else text


def badly_indexed(progress):
    """Sentences on what is found otherwise than it reads."""
    done, total = 0, sum(model.objects.count() for model in INDEXED)
    for model in INDEXED:
        for rows in in_parts(model.objects.only("pk"), size=AT_ONCE):
            yield from _odd_entries([str(row.pk) for row in rows])
            done += len(rows)
            progress("index entries", done, total)
    for rows in in_parts(IndexEntry.objects.only("pk"), size=AT_ONCE):
        live = {str(key) for key, *_ in _live([row.pk for row in rows], INDEXED, every=False)}
        for row in rows:
            if str(row.pk) not in live:
                yield f"Index: {row.pk} is found, and is not live."
    with connection.cursor() as cursor:
        cursor.execute(ODD_WORDS)
        odd = [word for (word,) in cursor.fetchall()]
    for rows in in_parts(IndexWord.objects.only("pk"), size=AT_ONCE):
        odd += _of_words(ODD_FORMS, rows)
    for word in odd:
        yield f"Index: the word “{word}” is not what the entries that hold it tell."


def _odd_entries(keys):
    live = [row for row in _live(keys, INDEXED, every=True) if str(row[0]) in set(keys)]
    with connection.cursor() as cursor:
        cursor.execute(ODD_ENTRIES, _given(keys, live))
        for (key,) in cursor.fetchall():
            yield f"Index: {key} is found otherwise than it reads."


def _of_words(sql, rows):
    with connection.cursor() as cursor:
        cursor.execute(sql, [[row.pk for row in rows]])
        return [word for (word,) in cursor.fetchall()]
