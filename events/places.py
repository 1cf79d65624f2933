"""Keeps where dated events stand in time: the timeline reads it and orders nothing.

An event stands where its chosen datings are, else where all of them are.
"""

from django.db import connection

from events.models import Event, EventPlace
from review.proving.checking import in_parts

AT_ONCE = 2000

# Of the events named.
PLACED = """
SELECT id, article_id, COALESCE(lower, upper, 0), lower, upper, is_confirmed FROM (
    SELECT event.id, event.article_id,
        CASE WHEN bool_or(dating.lower IS NULL) FILTER (WHERE counts) THEN NULL
            ELSE min(dating.lower) FILTER (WHERE counts) END AS lower,
        CASE WHEN bool_or(dating.upper IS NULL) FILTER (WHERE counts) THEN NULL
            ELSE max(dating.upper) FILTER (WHERE counts) END AS upper,
        bool_and(dating.is_confirmed) AS is_confirmed
    FROM (
        SELECT dating.*, statement.event_id,
            dating.is_chosen OR NOT bool_or(dating.is_chosen) OVER (PARTITION BY event_id) AS counts
        FROM events_dating dating
        JOIN events_statement statement ON statement.id = dating.statement_id
        WHERE statement.event_id = ANY(%(events)s::uuid[])
    ) AS dating
    JOIN events_event event ON event.id = dating.event_id
    GROUP BY event.id, event.article_id
) AS placed
"""

KEEP = f"""
WITH now AS ({PLACED}),
gone AS (
    DELETE FROM events_eventplace
    WHERE event_id = ANY(%(events)s::uuid[]) AND event_id NOT IN (SELECT id FROM now)
)
INSERT INTO events_eventplace (event_id, article_id, day, lower, upper, is_confirmed)
SELECT * FROM now
ON CONFLICT (event_id) DO UPDATE SET article_id = EXCLUDED.article_id, day = EXCLUDED.day,
    lower = EXCLUDED.lower, upper = EXCLUDED.upper, is_confirmed = EXCLUDED.is_confirmed
"""

EVENTS_OF = "SELECT event_id::text FROM events_statement WHERE id = ANY(%s::uuid[])"


def keep(outcome):
    """Bring up to date where the events stand that an outcome moves, dates or empties."""
    events = {row.id for row in outcome.of("events.event") if row.before}
    dated = set()
    for row in outcome.of("events.dating"):
        dated |= {values["statement_id"] for values in (row.before, row.after) if values}
    for row in outcome.of("events.statement"):
        if row.before and (row.after is None or row.after["event_id"] != row.before["event_id"]):
            events |= {values["event_id"] for values in (row.before, row.after) if values}
    if not (events or dated):
        return
    with connection.cursor() as cursor:
        if dated:
            cursor.execute(EVENTS_OF, [list(dated)])
            events |= {event for (event,) in cursor.fetchall()}
        cursor.execute(KEEP, {"events": list(events)})


def badly_placed(progress):
    """Sentences on events that stand elsewhere on the timeline than their dates say."""
    done, total = 0, Event.objects.count()
    for events in in_parts(Event.objects.all(), size=AT_ONCE):
        keys = [event.pk for event in events]
        with connection.cursor() as cursor:
            cursor.execute(PLACED, {"events": keys})
            placed = {row[0]: row for row in cursor.fetchall()}
        fields = ("event_id", "article_id", "day", "lower", "upper", "is_confirmed")
        held = EventPlace.objects.filter(event__in=keys).values_list(*fields)
        held = {row[0]: row for row in held}
        for key in keys:
            if placed.get(key) != held.get(key):
                yield f"Event {key}: the timeline has it elsewhere than its dates say."
        done += len(keys)
        progress("events", done, total)
