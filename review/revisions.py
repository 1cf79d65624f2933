"""An act and all that it revises, back to the first that its author sent."""

from django.db import connection

EARLIER = """
WITH RECURSIVE line (act, earlier) AS (
    SELECT key, key FROM unnest(%s::bigint[]) key
    UNION
    SELECT line.act, review_act.revises_id FROM line
    JOIN review_act ON review_act.id = line.earlier WHERE review_act.revises_id IS NOT NULL
)
SELECT act, earlier FROM line
"""


def lines_of(acts):
    """[(key of an act, its own key or that of one that it revises)] of acts given by their keys."""
    with connection.cursor() as cursor:
        cursor.execute(EARLIER, [list(acts)])
        return cursor.fetchall()
