"""The worklist among a million open requests: the page and the next item, by every filter alone and
by every pair, in milliseconds of the database's."""

import itertools
import time

from django.db import connection
from django.utils import timezone

from events.desk import worklist
from events.desk.worklist import Wanted
from events.models import (
    Article,
    Attempt,
    Campaign,
    Claim,
    Pick,
    Reads,
    RequestStanding,
    TopicStanding,
)

# Rows as the write path keeps them: 10,000 articles, kinds and months as skewed as real ones. The
# triggers are asleep meanwhile: a million proposals would take hours.
FILL = """
SET session_replication_role = replica;
DELETE FROM events_requesttally;
CREATE TEMP TABLE made ON COMMIT DROP AS SELECT n,
    ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS request,
    ('01900000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid AS statement,
    ('01900000-0000-7000-8002-' || lpad(to_hex(n / 5), 12, '0'))::uuid AS event,
    ('01900000-0000-7000-8003-' || lpad(to_hex(n / 100), 12, '0'))::uuid AS article,
    (ARRAY['citation-needed', 'citation-needed', 'citation-needed', 'citation-needed',
        'full-citation-needed', 'full-citation-needed', 'page-needed', 'when', 'by-whom', 'dubious',
        'clarification-needed', 'better-source-needed', 'dead-link'])[1 + floor(13 * sqrt(hash(n, 1)))::int % 13] AS kind,
    CASE WHEN hash(n, 2) < 0.3 THEN ''
        ELSE to_char(date '2006-01-01' + (hash(n, 3) * 250)::int * interval '1 month', 'YYYY-MM') END AS tagged,
    hash(n, 4) < 0.05 AS is_searched, hash(n, 5) < 0.1 AS is_printed,
    ARRAY[((10 + floor(11 * sqrt(hash(n, 6)))::int) * 100)::text] AS periods,
    'the a of in was by ' || (ARRAY['bridge', 'treaty', 'army', 'church', 'river', 'railway'])[1 + (6 * hash(n, 7))::int % 6]
        || ' name' || (20000 * hash(n, 8) ^ 3)::int || ' place' || (5000 * hash(n, 9) ^ 2)::int AS words
FROM generate_series(1, %(size)s) AS n;
INSERT INTO review_subject (id, kind, anchor)
    SELECT request, 'events.citationrequest', 'r' || n FROM made
    UNION ALL SELECT statement, 'events.statement', 's' || n FROM made
    UNION ALL SELECT DISTINCT event, 'events.event', 'e' || n / 5 FROM made
    UNION ALL SELECT DISTINCT article, 'events.article', 'a' || n / 100 FROM made;
INSERT INTO events_article (id, title, language, prints_title, lead, tail)
    SELECT DISTINCT article, 'Article ' || n / 100, '', true, '', '' FROM made;
INSERT INTO events_event (id, article_id, position, heading, form)
    SELECT DISTINCT event, article, lpad((n / 5)::text, 8, '0') || '1', '', '' FROM made;
INSERT INTO events_statement (id, event_id, position, text, lead, trail, as_of, look_again_on)
    SELECT statement, event, lpad(n::text, 8, '0') || '1', words, '', '', '', '' FROM made;
INSERT INTO events_citationrequest (id, about_id, kind, reason, tagged_on, printed, pages, resolution,
    declined_for, resolution_note) SELECT request, statement, kind, '', tagged, '', '', '', '', '' FROM made;
INSERT INTO events_requeststanding (request_id, statement_id, article_id, kind, tagged_on, periods,
    words, is_printed, is_searched)
    SELECT request, statement, article, kind, tagged, periods, to_tsvector('simple', words), is_printed,
        is_searched FROM made;
INSERT INTO events_articlestanding (article_id, statements, cited, requested, "both")
    SELECT article, count(*), 0, count(*), 0 FROM made GROUP BY article;
INSERT INTO events_requesttally (article_id, kind, tagged_on, open, opened, reopened, came, cited,
    reworded, removed, duplicate, declined, taken_back, "left")
    SELECT a.id, kind, tagged, count(*), count(*), 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM made
    CROSS JOIN LATERAL (VALUES (article), (NULL::uuid)) AS a(id) GROUP BY a.id, kind, tagged;
INSERT INTO events_periodtally (period, kind, tagged_on, open)
    SELECT period, kind, tagged, count(*) FROM made CROSS JOIN LATERAL unnest(periods) AS period
    GROUP BY period, kind, tagged;
INSERT INTO review_subject (id, kind, anchor)
    SELECT ('01900000-0000-7000-8004-' || lpad(to_hex(n), 12, '0'))::uuid, 'events.topic', 't' || n
    FROM generate_series(1, 1000) AS n;
INSERT INTO events_topic (id, kind, name, language, about, dates, wikidata, coordinates)
    SELECT ('01900000-0000-7000-8004-' || lpad(to_hex(n), 12, '0'))::uuid, 'person', 'Person ' || n,
        '', '', '', '', '' FROM generate_series(1, 1000) AS n;
INSERT INTO events_topicuse (topic_id, statement_id, day)
    SELECT DISTINCT ('01900000-0000-7000-8004-' || lpad(to_hex(1 + (999 * hash(n, 10) ^ 4)::int), 12, '0'))::uuid,
        statement, 18120101 FROM made WHERE hash(n, 11) < 0.3;
INSERT INTO events_topicstanding (topic_id, kind, by_name, uses)
    SELECT topic_id, 'person', 'person', count(*) FROM events_topicuse GROUP BY topic_id;
INSERT INTO events_campaign (name, slug, about, query, begins_on, ends_on, by_id, at)
    SELECT 'Campaign ' || n, 'campaign-' || n, '', '', current_date - 1, current_date + n, %(by)s, now()
    FROM generate_series(1, 30) AS n;
INSERT INTO events_campaignitem (campaign_id, request_id)
    SELECT campaign.id, made.request FROM made CROSS JOIN events_campaign campaign
    WHERE campaign.name = 'Campaign 1' AND made.n % 1000 = 7;
SET session_replication_role = DEFAULT;
"""
HASH = """
CREATE OR REPLACE FUNCTION pg_temp.hash(n integer, salt integer) RETURNS double precision
LANGUAGE sql IMMUTABLE AS $$
    SELECT (hashint8extended(n::bigint, salt::bigint) & 2147483647) / 2147483648.0::double precision
$$
"""
FILLED = (
    "events_requeststanding events_citationrequest events_statement events_event events_article "
    "review_subject events_requesttally events_periodtally events_articlestanding events_claim "
    "events_pick events_topic events_topicuse events_topicstanding events_campaign events_campaignitem"
)


class Asked:
    """What the database was asked, and how long each took."""

    def __init__(self):
        self.sent = []

    def __call__(self, execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.sent.append((1000 * (time.perf_counter() - began), sql, params))


def fill(size, by):
    """A worklist of so many requests, of which `by` has put some aside."""
    from django.db import transaction

    with connection.cursor() as cursor:
        cursor.execute(HASH)
        with transaction.atomic():
            given = {"hash(n": "pg_temp.hash(n", "%(size)s": str(size), "%(by)s": str(by.pk)}
            sql = FILL
            for name, value in given.items():
                sql = sql.replace(name, value)
            cursor.execute(sql)
        for table in FILLED.split():
            cursor.execute(f"VACUUM ANALYZE {table}")
    keys = list(
        RequestStanding.objects.filter(is_searched=True)
        .order_by("pk")
        .values_list("pk", flat=True)[:900]
    )
    now = timezone.now()
    whats = ["pinned", "skipped", "not-for-me"]
    Pick.objects.bulk_create(
        Pick(request_id=key, by=by, what=whats[n % 3], at=now) for n, key in enumerate(keys)
    )
    Claim.objects.bulk_create(
        Claim(request_id=key, by=by, at=now, until=now + timezone.timedelta(minutes=30))
        for key in keys[:50]
    )
    Attempt.objects.bulk_create(
        Attempt(request_id=key, by=by, at=now, where="x") for key in keys[::5]
    )
    for article in Article.objects.order_by("pk")[:40]:
        Reads.objects.create(article_id=article.pk, day=now.date(), number=100_000)
    with connection.cursor() as cursor:
        for table in FILLED.split():
            cursor.execute(f"VACUUM ANALYZE {table}")


def filters():
    """One value of each filter: what is common and what is rare."""
    article = str(Article.objects.order_by("pk")[1234].pk)
    named = TopicStanding.objects.order_by("-uses").values_list("topic", flat=True)
    campaign = Campaign.objects.order_by("ends_on").first()
    return [
        {"article": article},
        {"topic": str(named[0])},
        {"topic": str(named[500])},
        {"campaign": str(campaign.pk)},
        {"kind": "citation-needed"},
        {"kind": "dubious"},
        {"tagged": "undated"},
        {"tagged": "2011-05"},
        {"period": "1000"},
        {"period": "1900"},
        {"tried": "yes"},
        {"tried": "never"},
        {"printed": "yes"},
        {"read": "much"},
        {"claimed": "free"},
        {"claimed": "mine"},
        {"own": "pinned"},
        {"q": "bridge"},
        {"q": "name17"},
        {"q": "bridge place4000"},
        {"sort": "oldest"},
    ]


def measured(by, rounds=3):
    """[(what is wanted, step, ms, queries, what was asked)] of each filter, alone and in pairs."""
    each = filters()
    pairs = [a | b for a, b in itertools.combinations(each, 2) if not set(a) & set(b)]
    for values in [{}, *each, *pairs]:
        wanted = Wanted(**values)
        for step, work in (("page", worklist.page), ("next", worklist.next_item)):
            runs = []
            for _ in range(rounds):
                asked = Asked()
                with connection.execute_wrapper(asked):
                    work(wanted, by)
                runs.append(asked.sent)
            best = min(runs, key=lambda sent: sum(ms for ms, *_ in sent))
            yield values, step, sum(ms for ms, *_ in best), len(best), best


def scans(sent):
    """Names of the large tables that a plan reads from the first row to the last."""
    found = set()
    for _, sql, params in sent:
        if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {sql}", params)
            plan = [line for (line,) in cursor.fetchall()]
        found |= {
            table
            for table in ("events_requeststanding", "events_citationrequest", "events_statement")
            if any(f"Seq Scan on {table}" in line for line in plan)
        }
    return found
