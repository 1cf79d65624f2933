"""Many open and decided acts, filled in by SQL past the guards: what years of a busy team leave.

Each act is in a changeset of its own, by one of 500 authors. Keys of acts and changesets begin
above `OPEN`, those of what was decided above `DECIDED`.
"""

from contextlib import contextmanager

from django.db import connection

from events.models import Citation, Statement
from review.models import Act
from review.weighing import flagging

AUTHORS, OPEN, DECIDED = 5_000_000, 1_000_000, 3_000_000
CROWD = 500

PEOPLE = """
INSERT INTO review_user (id, username, password, is_superuser, first_name, last_name, email,
    is_staff, is_active, date_joined, public_name, by_mail)
SELECT %(authors)s + n, 'crowd' || n, '', false, '', '', '', true, true, now(), 'Crowd ' || n, false
FROM generate_series(0, %(crowd)s - 1) n ON CONFLICT DO NOTHING;
"""

# Live statements and citations to work on: %(works)s statements, each tenth with a citation, each
# hundredth with one that two people verified.
GROUND = """
CREATE TEMPORARY TABLE ground AS
SELECT n, gen_random_uuid() AS statement, gen_random_uuid() AS citation
FROM generate_series(1, %(works)s) n;
INSERT INTO review_subject (id, kind, anchor, head_id)
SELECT statement, 'events.statement', 'g' || n, %(head)s FROM ground;
INSERT INTO review_subject (id, kind, anchor, head_id)
SELECT citation, 'events.citation', 'h' || n, %(head)s FROM ground WHERE n %% 10 = 0;
INSERT INTO events_statement (id, event_id, position, text, lead, trail, as_of, look_again_on)
SELECT statement, %(event)s, '9' || lpad(n::text, 8, '0') || '1', 'Statement ' || n, ' ', '', '', ''
FROM ground;
INSERT INTO events_citation (id, statement_id, source_id, position, label, locator, quotation,
    direction, accessed)
SELECT citation, statement, %(source)s, '5', '', '', '', 'supports', '' FROM ground
WHERE n %% 10 = 0;
INSERT INTO events_citationstanding (citation_id, people, last_at)
SELECT citation, 2, now() FROM ground WHERE n %% 100 = 0;
"""

# What act n proposes: `usual` acts give no reason to look but that they reword a bare statement.
KINDS = {
    "usual": "'usual'",
    "mixed": """CASE WHEN n %% 100 < 60 THEN 'usual' WHEN n %% 100 < 70 THEN 'cited'
        WHEN n %% 100 < 90 THEN 'cite' WHEN n %% 100 < 95 THEN 'uncite'
        WHEN n %% 100 < 96 THEN 'against' WHEN n %% 100 < 98 THEN 'remove' ELSE 'same' END""",
}
FILL = """
CREATE TEMPORARY TABLE crowd AS
SELECT n, {kinds} AS what, gen_random_uuid() AS fresh, %(authors)s + n %% %(crowd)s AS author,
    now() - (%(size)s - n) * interval '1 second' - interval '1 day' AS at
FROM generate_series(1, %(size)s) n;
INSERT INTO review_changeset (id, author_id, summary, started_at, sent_at)
SELECT %(open)s + n, author, 'Proposal ' || n, at, at FROM crowd;
INSERT INTO review_act (id, changeset_id, type, state, title, size, sent_at, digest)
SELECT %(open)s + n, %(open)s + n, CASE what WHEN 'cite' THEN 'resolve' ELSE 'edit' END, 'pending',
    'Act ' || n, 1, at, '' FROM crowd;
INSERT INTO review_subject (id, kind, anchor)
SELECT fresh, 'events.citation', 'c' || n FROM crowd WHERE what IN ('cite', 'against');
INSERT INTO review_change (id, act_id, subject_id, op, before, after, salt, seal)
SELECT %(open)s + crowd.n, %(open)s + crowd.n,
    CASE what WHEN 'cite' THEN fresh WHEN 'against' THEN fresh WHEN 'uncite' THEN cited.citation
        WHEN 'cited' THEN cited.statement WHEN 'remove' THEN bare.statement
        WHEN 'same' THEN shared.statement ELSE bare.statement END,
    CASE WHEN what IN ('cite', 'against') THEN 'create'
        WHEN what IN ('uncite', 'remove') THEN 'delete' ELSE 'update' END,
    CASE WHEN what IN ('cite', 'against') THEN '{{}}' ELSE '{{"text": "Words"}}' END::jsonb,
    CASE WHEN what IN ('cite', 'against') THEN jsonb_build_object('statement_id', bare.statement,
            'direction', CASE what WHEN 'cite' THEN 'supports' ELSE 'contradicts' END)
        WHEN what IN ('uncite', 'remove') THEN '{{}}'::jsonb
        ELSE jsonb_build_object('text', 'Other words ' || crowd.n) END,
    '', '{{}}'
FROM crowd
JOIN ground bare ON bare.n = (crowd.n * 10) %% %(works)s + 1 + crowd.n %% 9
JOIN ground cited ON cited.n = (crowd.n * 10) %% %(works)s + 10
JOIN ground shared ON shared.n = (crowd.n / 100) * 20 %% %(works)s + 5;
INSERT INTO review_openchange (author_id, subject_id, change_id)
SELECT author, subject_id, change.id FROM crowd JOIN review_change change ON change.id = %(open)s + n
ON CONFLICT DO NOTHING;
DROP TABLE crowd;
"""
DONE = """
CREATE TEMPORARY TABLE done AS
SELECT n, %(authors)s + n %% %(crowd)s AS author,
    now() - (%(size)s - n) * interval '5 minutes' - interval '1 day' AS at
FROM generate_series(1, %(size)s) n;
INSERT INTO review_changeset (id, author_id, summary, started_at, sent_at)
SELECT %(decided)s + n, author, 'Proposal ' || n, at, at FROM done;
INSERT INTO review_act (id, changeset_id, type, state, title, size, sent_at, digest)
SELECT %(decided)s + n, %(decided)s + n, 'edit', CASE WHEN n %% 10 = 0 THEN 'rejected' ELSE 'approved' END,
    'Act ' || n, 1, at, md5(n::text) FROM done;
INSERT INTO review_change (id, act_id, subject_id, op, before, after, salt, seal)
SELECT %(decided)s + done.n, %(decided)s + done.n, statement, 'update', '{}', '{"text": "x"}', '', '{}'
FROM done JOIN ground ON ground.n = done.n %% %(works)s + 1;
INSERT INTO review_decision (id, by_id, at, reason, is_direct)
SELECT %(decided)s + n, %(judge)s, at + interval '3 hours', '', false FROM done;
INSERT INTO review_verdict (decision_id, act_id, choice, reason)
SELECT %(decided)s + n, %(decided)s + n, CASE WHEN n %% 10 = 0 THEN 'reject' ELSE 'approve' END, 'so'
FROM done;
INSERT INTO review_notice (to_id, decision_id, seen_at, mailed_at, refusals)
SELECT CASE WHEN n %% 50 = 0 THEN %(reader)s ELSE author END, %(decided)s + n,
    CASE WHEN n %% 3 = 0 THEN now() END, now(), 0 FROM done;
INSERT INTO review_publication (number, at, decision_id, shape, previous, digest)
SELECT %(head)s + n, at + interval '3 hours', %(decided)s + n, '{}', '', md5(n::text) || md5('x' || n)
FROM done WHERE n %% 10 <> 0;
INSERT INTO events_historicalstatement (history_date, history_type, history_user_id,
    history_change_reason, publication_id, act_id, salt, seal, id, event_id, position, text, lead, trail)
SELECT at, '~', author, 'so', %(head)s + done.n, %(decided)s + done.n, '', '{}', statement, %(event)s,
    '9', 'Words', ' ', '' FROM done JOIN ground ON ground.n = done.n %% %(works)s + 1
WHERE done.n %% 10 <> 0;
SELECT setval(pg_get_serial_sequence('review_decision', 'id'), max(id)) FROM review_decision;
DROP TABLE done;
"""
EMPTY = """
DELETE FROM review_openchange WHERE change_id > %(open)s AND change_id < %(decided)s;
DELETE FROM review_flag WHERE act_id > %(open)s AND act_id < %(decided)s;
DELETE FROM review_change WHERE act_id > %(open)s AND act_id < %(decided)s;
DELETE FROM review_act WHERE id > %(open)s AND id < %(decided)s;
DELETE FROM review_changeset WHERE id > %(open)s AND id < %(decided)s;
"""


@contextmanager
def unguarded():
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


class Crowd:
    """`ground` first; then `open` as often as wanted, each time anew."""

    def __init__(self, works, citation):
        statement = Statement.objects.get(pk=citation.statement_id)
        self.params = {
            "works": works,
            "authors": AUTHORS,
            "crowd": CROWD,
            "open": OPEN,
            "decided": DECIDED,
            "event": statement.event_id,
            "source": citation.source_id,
            "head": Citation.objects.get(pk=citation.pk).subject.head_id,
        }
        with unguarded() as cursor:
            cursor.execute(PEOPLE + GROUND, self.params)
            cursor.execute("ANALYZE")

    def decided(self, size, judge, reader):
        """So many acts that `judge` decided on, of which `reader` hears some."""
        with unguarded() as cursor:
            params = {"size": size, "judge": judge.pk, "reader": reader.pk}
            cursor.execute(DONE, self.params | params)
            cursor.execute("ANALYZE")

    def open(self, size, kinds="mixed"):
        with unguarded() as cursor:
            cursor.execute(EMPTY, self.params)
            cursor.execute(FILL.format(kinds=KINDS[kinds]), self.params | {"size": size})
            cursor.execute("ANALYZE")
        keys = list(Act.objects.filter(pk__gt=OPEN, pk__lt=DECIDED).values_list("pk", flat=True))
        for start in range(0, len(keys), 5000):
            flagging.renew(keys[start : start + 5000])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
