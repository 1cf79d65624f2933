"""What was published before there was a ledger is noted in it, step by step, where the statement of
each request stands now, or stood last."""

from django.db import migrations

FILL = """
WITH published AS (
    SELECT id, about_id, publication_id, act_id, history_date, history_type, resolution,
        history_type <> '-' AND resolution = '' AS is_open,
        coalesce(lag(history_type <> '-' AND resolution = '') OVER steps, false) AS was_open
    FROM events_historicalcitationrequest
    WINDOW steps AS (PARTITION BY id ORDER BY publication_id)
),
last AS (
    SELECT DISTINCT ON (id) id, about_id, kind, tagged_on
    FROM events_historicalcitationrequest ORDER BY id, publication_id DESC
),
home AS (
    SELECT last.id, last.kind, last.tagged_on, coalesce(event.article_id, (
        SELECT old.article_id FROM events_historicalstatement statement
        JOIN events_historicalevent old ON old.id = statement.event_id
        WHERE statement.id = last.about_id
        ORDER BY statement.publication_id DESC, old.publication_id DESC LIMIT 1
    )) AS article_id
    FROM last
    LEFT JOIN events_statement live ON live.id = last.about_id
    LEFT JOIN events_event event ON event.id = live.event_id
)
INSERT INTO events_ledgerentry (request_id, what, resolution, article_id, kind, tagged_on, act_id, at)
SELECT published.id,
    CASE WHEN is_open AND row_number() OVER (PARTITION BY published.id ORDER BY publication_id) = 1
            THEN 'opened'
        WHEN is_open THEN 'reopened' WHEN history_type = '-' THEN 'taken-back' ELSE 'resolved' END,
    CASE WHEN is_open OR history_type = '-' THEN '' ELSE resolution END,
    home.article_id, home.kind, home.tagged_on, act_id, history_date
FROM published JOIN home ON home.id = published.id
WHERE is_open <> was_open ORDER BY publication_id, published.id;

INSERT INTO events_requesttally (article_id, kind, tagged_on, opened, reopened, came, cited,
    reworded, removed, duplicate, declined, taken_back, "left", open)
SELECT article.id, kind, tagged_on,
    count(*) FILTER (WHERE what = 'opened'), count(*) FILTER (WHERE what = 'reopened'), 0,
    count(*) FILTER (WHERE resolution = 'cited'), count(*) FILTER (WHERE resolution = 'reworded'),
    count(*) FILTER (WHERE resolution = 'removed'),
    count(*) FILTER (WHERE resolution = 'duplicate'),
    count(*) FILTER (WHERE resolution = 'declined'),
    count(*) FILTER (WHERE what = 'taken-back'), 0,
    sum(CASE WHEN what IN ('opened', 'reopened') THEN 1 ELSE -1 END)
FROM events_ledgerentry entry
CROSS JOIN LATERAL (VALUES (entry.article_id), (NULL::uuid)) AS article(id)
GROUP BY article.id, kind, tagged_on;

INSERT INTO events_requeststanding (request_id, statement_id, article_id, kind, tagged_on, is_printed,
    is_searched, periods, words)
SELECT request.id, request.about_id, event.article_id, request.kind, request.tagged_on,
    request.printed <> '' OR request.pages <> '',
    EXISTS (SELECT 1 FROM events_attempt attempt WHERE attempt.request_id = request.id), '{}', ''
FROM events_citationrequest request
JOIN events_statement statement ON statement.id = request.about_id
JOIN events_event event ON event.id = statement.event_id
WHERE request.resolution = '';
"""
EMPTY = """
SET LOCAL session_replication_role = replica;
DELETE FROM events_requeststanding; DELETE FROM events_requesttally; DELETE FROM events_ledgerentry;
SET LOCAL session_replication_role = DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0006_ledger")]
    operations = [migrations.RunSQL(FILL, EMPTY)]
