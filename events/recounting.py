"""The flags and counts of statements against what is live, for verify_log."""

from django.db import connection

from events import due
from events.models import Statement, StatementStanding
from review.models import Redaction
from review.proving.checking import in_parts

ODD_FLAGS = """
WITH now AS (
    SELECT statement.id, event.article_id,
        EXISTS (SELECT FROM events_citation c WHERE c.statement_id = statement.id) AS is_cited,
        EXISTS (SELECT FROM events_citationrequest r
                WHERE r.about_id = statement.id AND r.resolution = '') AS is_requested
    FROM events_statement statement JOIN events_event event ON event.id = statement.event_id
)
SELECT coalesce(now.id, held.statement_id)
FROM now FULL JOIN events_statementstanding held ON held.statement_id = now.id
WHERE (now.article_id, now.is_cited, now.is_requested)
    IS DISTINCT FROM (held.article_id, held.is_cited, held.is_requested)
ORDER BY 1
"""

ODD_COUNTS = """
WITH now AS (
    SELECT article_id, count(*) AS statements, count(*) FILTER (WHERE is_cited) AS cited,
        count(*) FILTER (WHERE is_requested) AS requested,
        count(*) FILTER (WHERE is_cited AND is_requested) AS "both"
    FROM events_statementstanding GROUP BY article_id
)
SELECT coalesce(now.article_id, held.article_id)
FROM now FULL JOIN events_articlestanding held ON held.article_id = now.article_id
WHERE (coalesce(now.statements, 0), coalesce(now.cited, 0), coalesce(now.requested, 0),
        coalesce(now."both", 0))
    IS DISTINCT FROM (held.statements, held.cited, held.requested, held."both")
ORDER BY 1
"""


def badly_counted():
    """Sentences on statements and articles whose flags and counts are not what is live."""
    sentences = {
        ODD_FLAGS: "Statement {}: whether it is cited and requested is not as it is live.",
        ODD_COUNTS: "Article {}: its counts are not those of its statements.",
    }
    for sql, sentence in sentences.items():
        with connection.cursor() as cursor:
            cursor.execute(sql)
            for row in cursor.fetchall():
                yield sentence.format(*row)


def badly_read(progress):
    """Sentences on statements for which a citation is said to be due, or not, against their words."""
    done, total = 0, Statement.objects.count()
    for statements in in_parts(Statement.objects.only("text")):
        keys = [statement.pk for statement in statements]
        held = dict(
            StatementStanding.objects.filter(statement__in=keys).values_list("statement", "is_due")
        )
        for statement in statements:
            is_due = statement.text != Redaction.MARK and due.read(statement.text).is_due
            if held.get(statement.pk) != is_due:
                yield f"Statement {statement.pk}: whether a citation is due is not as its words tell."
        done += len(statements)
        progress("statements", done, total)
