"""The ledger of citation requests, and the worklist's rows: written by the decisions alone.

A request is opened, ends by a typed resolution, and is opened again by an undo; so that for each
kind, month tagged and article: opened + reopened + came - resolved - taken back - left = open.
"""

from django.db import connection, transaction

from events import periods
from events.models import (
    Article,
    CitationRequest,
    Dating,
    RequestStanding,
    Statement,
)
from review.among import array, array_of_texts
from review.proving.checking import in_parts
from sources import scripts

AT_ONCE = 1000

# The requests named with the act that touched each, and the open ones on statements that moved.
NAMED = """
WITH told AS (
    SELECT DISTINCT ON (id) id, act
    FROM unnest(%(requests)s::uuid[], %(acts)s::bigint[]) AS told(id, act) ORDER BY id, act
),
named AS (
    SELECT id, act FROM told
    UNION ALL
    SELECT request.id, min(moved.act)
    FROM unnest(%(statements)s::uuid[], %(moves)s::bigint[]) AS moved(id, act)
    JOIN events_citationrequest request ON request.about_id = moved.id AND request.resolution = ''
    WHERE request.id NOT IN (SELECT id FROM told) GROUP BY request.id
),
now AS (
    SELECT named.id, named.act, request.about_id AS statement_id, event.article_id, request.kind,
        request.tagged_on, request.printed <> '' OR request.pages <> '' AS is_printed
    FROM named
    JOIN events_citationrequest request ON request.id = named.id AND request.resolution = ''
    JOIN events_statement statement ON statement.id = request.about_id
    JOIN events_event event ON event.id = statement.event_id
),
was AS (
    SELECT held.* FROM events_requeststanding held JOIN named ON named.id = held.request_id
),
"""

# Adds up `dated`, steps of (period, kind, tagged_on, 1 or -1).
DATED = """
dated_sums AS (
    SELECT period, kind, tagged_on, sum(step) AS step FROM dated
    GROUP BY period, kind, tagged_on HAVING sum(step) <> 0
),
dated_added AS (
    UPDATE events_periodtally AS total SET open = total.open + sums.step FROM dated_sums AS sums
    WHERE (total.period, total.kind, total.tagged_on) = (sums.period, sums.kind, sums.tagged_on)
    RETURNING total.period, total.kind, total.tagged_on
),
dated_begun AS (
    INSERT INTO events_periodtally (period, kind, tagged_on, open)
    SELECT period, kind, tagged_on, step FROM dated_sums AS sums WHERE NOT EXISTS (
        SELECT FROM dated_added AS added
        WHERE (added.period, added.kind, added.tagged_on) = (sums.period, sums.kind, sums.tagged_on)
    )
)
"""

# The steps that they took, noted and added up; then the worklist's rows.
KEEP = (
    NAMED
    + """
dated AS (
    SELECT unnest(was.periods) AS period, was.kind, was.tagged_on, -1 AS step
    FROM was LEFT JOIN now ON now.id = was.request_id
    WHERE (now.kind, now.tagged_on) IS DISTINCT FROM (was.kind, was.tagged_on)
    UNION ALL
    SELECT unnest(was.periods), now.kind, now.tagged_on, 1 FROM was JOIN now ON now.id = was.request_id
    WHERE (now.kind, now.tagged_on) IS DISTINCT FROM (was.kind, was.tagged_on)
),
"""
    + DATED
    + """,
steps AS (
    SELECT was.request_id AS id, named.act, was.article_id, was.kind, was.tagged_on,
        CASE WHEN now.id IS NOT NULL THEN 'left'
            WHEN ended.resolution <> '' THEN 'resolved' ELSE 'taken-back' END AS what,
        CASE WHEN now.id IS NULL THEN coalesce(ended.resolution, '') ELSE '' END AS resolution
    FROM was JOIN named ON named.id = was.request_id
    LEFT JOIN now ON now.id = was.request_id
    LEFT JOIN events_citationrequest ended ON ended.id = was.request_id
    WHERE now.id IS NULL
        OR (now.article_id, now.kind, now.tagged_on) <> (was.article_id, was.kind, was.tagged_on)
    UNION ALL
    SELECT now.id, now.act, now.article_id, now.kind, now.tagged_on,
        CASE WHEN was.request_id IS NOT NULL THEN 'came'
            WHEN EXISTS (SELECT 1 FROM events_ledgerentry e WHERE e.request_id = now.id)
            THEN 'reopened' ELSE 'opened' END,
        ''
    FROM now LEFT JOIN was ON was.request_id = now.id
    WHERE was.request_id IS NULL
        OR (now.article_id, now.kind, now.tagged_on) <> (was.article_id, was.kind, was.tagged_on)
),
noted AS (
    INSERT INTO events_ledgerentry (request_id, what, resolution, article_id, kind, tagged_on, act_id, at)
    SELECT id, what, resolution, article_id, kind, tagged_on, act, now() FROM steps
    ORDER BY id, what DESC
),
-- Each of its article, and of all.
sums AS (
    SELECT article.id AS article_id, kind, tagged_on,
        count(*) FILTER (WHERE what = 'opened') AS opened,
        count(*) FILTER (WHERE what = 'reopened') AS reopened,
        count(*) FILTER (WHERE what = 'came') AS came,
        count(*) FILTER (WHERE resolution = 'cited') AS cited,
        count(*) FILTER (WHERE resolution = 'reworded') AS reworded,
        count(*) FILTER (WHERE resolution = 'removed') AS removed,
        count(*) FILTER (WHERE resolution = 'duplicate') AS duplicate,
        count(*) FILTER (WHERE resolution = 'declined') AS declined,
        count(*) FILTER (WHERE what = 'taken-back') AS taken_back,
        count(*) FILTER (WHERE what = 'left') AS "left",
        sum(CASE WHEN what IN ('opened', 'reopened', 'came') THEN 1 ELSE -1 END) AS open
    FROM steps CROSS JOIN LATERAL (VALUES (steps.article_id), (NULL::uuid)) AS article(id)
    GROUP BY article.id, kind, tagged_on
),
added AS (
    UPDATE events_requesttally AS total SET
        opened = total.opened + sums.opened, reopened = total.reopened + sums.reopened,
        came = total.came + sums.came, cited = total.cited + sums.cited,
        reworded = total.reworded + sums.reworded, removed = total.removed + sums.removed,
        duplicate = total.duplicate + sums.duplicate, declined = total.declined + sums.declined,
        taken_back = total.taken_back + sums.taken_back, "left" = total."left" + sums."left",
        open = total.open + sums.open
    FROM sums
    WHERE total.article_id IS NOT DISTINCT FROM sums.article_id
        AND (total.kind, total.tagged_on) = (sums.kind, sums.tagged_on)
    RETURNING total.article_id, total.kind, total.tagged_on
),
begun AS (
    INSERT INTO events_requesttally (article_id, kind, tagged_on, opened, reopened, came,
        cited, reworded, removed, duplicate, declined, taken_back, "left", open)
    SELECT article_id, kind, tagged_on, opened, reopened, came,
        cited, reworded, removed, duplicate, declined, taken_back, "left", open
    FROM sums WHERE NOT EXISTS (
        SELECT FROM added WHERE added.article_id IS NOT DISTINCT FROM sums.article_id
            AND (added.kind, added.tagged_on) = (sums.kind, sums.tagged_on)
    )
),
-- What moved from one place of the tallies to another was neither opened nor ended that day.
days AS (
    INSERT INTO events_ledgerday AS held (day, opened, reopened, resolved, taken_back)
    SELECT (now() AT TIME ZONE 'UTC')::date,
        count(*) FILTER (WHERE what = 'opened'), count(*) FILTER (WHERE what = 'reopened'),
        count(*) FILTER (WHERE what = 'resolved'), count(*) FILTER (WHERE what = 'taken-back')
    FROM steps WHERE what NOT IN ('came', 'left') HAVING count(*) > 0
    ON CONFLICT (day) DO UPDATE SET opened = held.opened + EXCLUDED.opened,
        reopened = held.reopened + EXCLUDED.reopened,
        resolved = held.resolved + EXCLUDED.resolved,
        taken_back = held.taken_back + EXCLUDED.taken_back
),
gone AS (
    DELETE FROM events_requeststanding held USING was
    WHERE held.request_id = was.request_id AND was.request_id NOT IN (SELECT id FROM now)
)
INSERT INTO events_requeststanding AS held (request_id, statement_id, article_id, kind, tagged_on,
    is_printed, is_searched, periods, words)
SELECT id, statement_id, article_id, kind, tagged_on, is_printed,
    EXISTS (SELECT 1 FROM events_attempt a WHERE a.request_id = now.id), '{}', ''
FROM now
ON CONFLICT (request_id) DO UPDATE SET statement_id = EXCLUDED.statement_id,
    article_id = EXCLUDED.article_id, kind = EXCLUDED.kind, tagged_on = EXCLUDED.tagged_on,
    is_printed = EXCLUDED.is_printed, is_searched = EXCLUDED.is_searched
RETURNING request_id
"""
)

# In which periods the statements of some rows are dated, and the words that find them.
FIND = (
    """
WITH found AS (
    SELECT held.request_id, held.kind, held.tagged_on, held.periods AS before, given.words,
        coalesce((
            SELECT array_agg(DISTINCT period.key ORDER BY period.key)
            FROM events_dating dating
            JOIN unnest(%(keys)s::text[], %(lowers)s::integer[], %(uppers)s::integer[])
                AS period(key, lower, upper)
            ON (dating.lower IS NULL OR dating.lower < period.upper)
                AND (dating.upper IS NULL OR period.lower IS NULL OR dating.upper >= period.lower)
            WHERE dating.statement_id = held.statement_id
        ), '{}') AS periods
    FROM events_requeststanding held
    JOIN unnest(%(requests)s::uuid[], %(words)s::text[]) AS given(id, words) ON given.id = held.request_id
),
dated AS (
    SELECT unnest(before) AS period, kind, tagged_on, -1 AS step FROM found
    UNION ALL SELECT unnest(periods), kind, tagged_on, 1 FROM found
),
"""
    + DATED
    + """
UPDATE events_requeststanding held SET
    words = array_to_tsvector(string_to_array(found.words, ' ')), periods = found.periods
FROM found WHERE held.request_id = found.request_id
"""
)

WORDS = """
SELECT held.request_id, coalesce(statement.text, ''), coalesce(article.title, ''),
    coalesce(request.reason, '')
FROM events_requeststanding held
LEFT JOIN events_statement statement ON statement.id = held.statement_id
LEFT JOIN events_article article ON article.id = held.article_id
LEFT JOIN events_citationrequest request ON request.id = held.request_id
WHERE held.request_id = ANY(%s::uuid[])
"""


def keep(outcome, moved):
    """Note what a decision did to requests. `moved` maps statements whose words, dates or place it
    changed to the act that did it."""
    touched = [(row.id, row.act_id) for row in outcome.of("events.citationrequest")]
    retitled = [r.id for r in outcome.of("events.article") if r.before and "title" in r.touched]
    if not (touched or moved or retitled):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP,
            {
                "requests": array(key for key, _ in touched),
                "acts": array(act for _, act in touched),
                "statements": array(moved),
                "moves": array(moved.values()),
            },
        )
        keys = [key for (key,) in cursor.fetchall()]
    if retitled:
        of = RequestStanding.objects.filter(article__in=retitled)
        keys = {*keys, *of.values_list("pk", flat=True)}
    _find(keys)


def _find(keys):
    """Bring up to date what some open requests are found by."""
    keys = list(keys)
    every = periods.every()
    for start in range(0, len(keys), AT_ONCE):
        part = keys[start : start + AT_ONCE]
        words = _words_of(part)
        with connection.cursor() as cursor:
            cursor.execute(
                FIND,
                {
                    "requests": array(words),
                    "words": array_of_texts(" ".join(found) for found in words.values()),
                    "keys": [period.key for period in every],
                    "lowers": [period.lower for period in every],
                    "uppers": [period.upper for period in every],
                },
            )


def _words_of(keys):
    """{key of an open request: all that it is found by}."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [array(keys)])
        return {key: scripts.searched(*texts) for key, *texts in cursor.fetchall()}


def searched(request):
    """Note that somebody searched for a request, and found nothing."""
    RequestStanding.objects.filter(request=request.pk).update(is_searched=True)


# What the worklist's rows add up to, by period; meanwhile nobody adds to it.
RECOUNT = """
LOCK TABLE events_periodtally IN EXCLUSIVE MODE;
DELETE FROM events_periodtally;
INSERT INTO events_periodtally (period, kind, tagged_on, open)
SELECT period, kind, tagged_on, count(*)
FROM events_requeststanding CROSS JOIN LATERAL unnest(periods) AS period
GROUP BY period, kind, tagged_on
"""


def find_all(progress=lambda done, total: None):
    """Bring up to date what all open requests are found by; `progress` is called as it goes on."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RECOUNT)
    keys = list(RequestStanding.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        _find(keys[start : start + AT_ONCE])
        progress(min(start + AT_ONCE, len(keys)), len(keys))


def forget_words(words, found):
    """Find those anew in which a redaction blanked something."""
    blanked = {model: [] for model in (Statement, Article, CitationRequest)}
    for row, _ in found.rows:
        if type(row) in blanked:
            blanked[type(row)].append(row.pk)
    standing = RequestStanding.objects.filter(statement__in=blanked[Statement])
    standing |= RequestStanding.objects.filter(article__in=blanked[Article])
    standing |= RequestStanding.objects.filter(request__in=blanked[CitationRequest])
    _find(standing.values_list("pk", flat=True))


# The ledger against the published history: each request's own steps, one after the other.
STRAYS = """
WITH published AS (
    SELECT id, publication_id, history_type,
        history_type <> '-' AND resolution = '' AS is_open, resolution,
        lag(history_type <> '-' AND resolution = '') OVER steps AS was_open
    FROM events_historicalcitationrequest
    WINDOW steps AS (PARTITION BY id ORDER BY publication_id, history_id)
),
due AS (
    SELECT id, row_number() OVER (PARTITION BY id ORDER BY publication_id) AS n,
        CASE WHEN is_open THEN 'more' WHEN history_type = '-' THEN '' ELSE resolution END AS step
    FROM published WHERE is_open <> coalesce(was_open, false)
),
noted AS (
    SELECT request_id AS id, row_number() OVER (PARTITION BY request_id ORDER BY id) AS n,
        CASE WHEN what IN ('opened', 'reopened') THEN 'more' ELSE resolution END AS step
    FROM events_ledgerentry WHERE what NOT IN ('came', 'left')
)
SELECT DISTINCT coalesce(due.id, noted.id) AS id
FROM due FULL JOIN noted ON noted.id = due.id AND noted.n = due.n
WHERE due.step IS DISTINCT FROM noted.step ORDER BY 1
"""

# The tallies against the ledger that they add up.
ODD_TALLIES = """
WITH counted AS (
    SELECT article.id AS article_id, kind, tagged_on,
        sum(CASE WHEN what IN ('opened', 'reopened', 'came') THEN 1 ELSE -1 END) AS open,
        count(*) FILTER (WHERE what = 'opened') AS opened,
        count(*) FILTER (WHERE what = 'reopened') AS reopened,
        count(*) FILTER (WHERE what = 'resolved') AS resolved
    FROM events_ledgerentry
    CROSS JOIN LATERAL (VALUES (article_id), (NULL::uuid)) AS article(id)
    GROUP BY article.id, kind, tagged_on
)
SELECT coalesce(counted.kind, tally.kind), coalesce(counted.tagged_on, tally.tagged_on)
FROM counted FULL JOIN events_requesttally tally
    ON tally.article_id IS NOT DISTINCT FROM counted.article_id
    AND tally.kind = counted.kind AND tally.tagged_on = counted.tagged_on
WHERE (counted.open, counted.opened, counted.reopened, counted.resolved) IS DISTINCT FROM
    (tally.open, tally.opened, tally.reopened,
        tally.cited + tally.reworded + tally.removed + tally.duplicate + tally.declined)
ORDER BY 1, 2
"""

ODD_DAYS = """
WITH counted AS (
    SELECT (at AT TIME ZONE 'UTC')::date AS day,
        count(*) FILTER (WHERE what = 'opened') AS opened,
        count(*) FILTER (WHERE what = 'reopened') AS reopened,
        count(*) FILTER (WHERE what = 'resolved') AS resolved,
        count(*) FILTER (WHERE what = 'taken-back') AS taken_back
    FROM events_ledgerentry WHERE what NOT IN ('came', 'left') GROUP BY 1
)
SELECT coalesce(counted.day, held.day)
FROM counted FULL JOIN events_ledgerday held ON held.day = counted.day
WHERE (counted.opened, counted.reopened, counted.resolved, counted.taken_back)
    IS DISTINCT FROM (held.opened, held.reopened, held.resolved, held.taken_back)
ORDER BY 1
"""

ODD_PERIODS = """
WITH counted AS (
    SELECT period, kind, tagged_on, count(*) AS open
    FROM events_requeststanding CROSS JOIN LATERAL unnest(periods) AS period
    GROUP BY period, kind, tagged_on
)
SELECT coalesce(counted.period, tally.period)
FROM counted FULL JOIN events_periodtally tally ON tally.period = counted.period
    AND tally.kind = counted.kind AND tally.tagged_on = counted.tagged_on
WHERE coalesce(counted.open, 0) <> coalesce(tally.open, 0)
GROUP BY 1 ORDER BY 1
"""

# The worklist against the open requests, and against what each was last noted as.
ODD_ROWS = """
WITH open AS (
    SELECT request.id, request.about_id, event.article_id, request.kind, request.tagged_on,
        request.printed <> '' OR request.pages <> '' AS is_printed,
        EXISTS (SELECT FROM events_attempt a WHERE a.request_id = request.id) AS is_searched
    FROM events_citationrequest request
    JOIN events_statement statement ON statement.id = request.about_id
    JOIN events_event event ON event.id = statement.event_id
    WHERE request.resolution = ''
),
last AS (
    SELECT DISTINCT ON (request_id) request_id, what, article_id, kind, tagged_on
    FROM events_ledgerentry ORDER BY request_id, id DESC
)
SELECT coalesce(open.id, held.request_id, last.request_id)
FROM open FULL JOIN events_requeststanding held ON held.request_id = open.id
FULL JOIN last ON last.request_id = coalesce(open.id, held.request_id)
    AND last.what IN ('opened', 'reopened', 'came')
WHERE (last.what IN ('opened', 'reopened', 'came') OR open.id IS NOT NULL OR held.request_id IS NOT NULL)
    AND ((open.about_id, open.article_id, open.kind, open.tagged_on, open.is_printed, open.is_searched)
        IS DISTINCT FROM (held.statement_id, held.article_id, held.kind, held.tagged_on,
            held.is_printed, held.is_searched)
    OR (open.article_id, open.kind, open.tagged_on)
        IS DISTINCT FROM (last.article_id, last.kind, last.tagged_on))
ORDER BY 1
"""


def unbalanced():
    """Sentences on what of the ledger is not as the published history tells."""
    sentences = {
        STRAYS: "Request {}: the ledger tells other steps than were published.",
        ODD_ROWS: "Request {}: the worklist has it otherwise than it is published.",
        ODD_DAYS: "Day {}: its sums are not what the ledger adds up to.",
        ODD_PERIODS: "Period {}: its tallies are not what the worklist’s rows add up to.",
        ODD_TALLIES: "Tally of “{}”, tagged “{}”: it is not what the ledger adds up to.",
    }
    for sql, sentence in sentences.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for row in cursor.fetchall():
                yield sentence.format(*row)


def badly_found(progress):
    """Sentences on open requests that the worklist finds by other words or periods than they have."""
    done, total = 0, RequestStanding.objects.count()
    for rows in in_parts(RequestStanding.objects.all(), size=AT_ONCE):
        words = _words_of([row.pk for row in rows])
        dated = _periods_of([row.statement_id for row in rows])
        for row in rows:
            held = sorted(_lexemes(row.words))
            if held != words[row.pk] or row.periods != dated.get(row.statement_id, []):
                yield f"Request {row.pk}: the worklist finds it otherwise than it reads."
        done += len(rows)
        progress("open requests", done, total)


def _periods_of(statements):
    found = {}
    for period in periods.every():
        dated = Dating.objects.within(period.lower, period.upper).filter(statement__in=statements)
        for key in set(dated.values_list("statement", flat=True)):
            found.setdefault(key, []).append(period.key)
    return {key: sorted(keys) for key, keys in found.items()}


def _lexemes(vector):
    """The words of a tsvector as the database tells it: 'one' 'two'."""
    return [word.strip("'") for word in vector.split()]
