"""What pages and decisions cost, as ratios to a floor measured in the same run.

    .venv/bin/python -m tests.benchmarks

The queue's floor is the same page with 10 open acts. The floor of the pages is the site's own "no such page", which asks the database nothing; that
of the decisions is the same number of rows written by plain inserts, without review.
"""

import statistics
import time

from django.db import connection
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import setup_test_environment

from events.models import Statement
from review import desk
from review.models import StoredPage
from review.services import proposals
from tests import builders

ROUNDS = 15


def milliseconds(work, rounds=ROUNDS):
    """The median of several runs, in ms."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def pages(op):
    client = Client()
    floor = milliseconds(lambda: client.get("/no-such-page/"), 100)
    print(f"floor: a page without a query   {floor:8.2f} ms")
    for size in (30, 300, 3000):
        builders.article(op, [f"Statement {n} of these." for n in range(size)], f"Of {size}")
        path = f"/articles/of-{size}/"

        def fresh(path=path):
            StoredPage.objects.all().delete()
            client.get(path)

        made = milliseconds(fresh, 5)
        etag = client.get(path).headers["ETag"]
        stored = milliseconds(lambda path=path: client.get(path))
        known = milliseconds(
            lambda path=path, etag=etag: client.get(path, headers={"if-none-match": etag})
        )
        print(
            f"article of {size:>5} statements: made {made:8.1f} ms (× {made / floor:6.1f}), "
            f"stored {stored:6.2f} ms (× {stored / floor:4.2f}), "
            f"304 {known:6.2f} ms (× {known / floor:4.2f})"
        )


def approvals(op):
    author, judge = builders.editor(), builders.moderator()
    article = builders.article(op, [f"Statement {n}." for n in range(10_000)], "To be changed")
    rows = list(Statement.objects.filter(event__article=article))
    for size in (1, 10, 1000, 10_000):
        edits = [
            proposals.update(Statement, s.pk, text=f"{s.text} Changed {size}.") for s in rows[:size]
        ]
        act = proposals.propose(edits, by=author)
        proposals.send([act], by=author, summary="a benchmark")
        act.refresh_from_db()
        taken = milliseconds(lambda act=act: builders.approve(act, judge), 1)
        floor = milliseconds(lambda size=size: _bare(size), 3)
        print(
            f"approving {size:>6} changes: {taken:9.1f} ms, {taken / size:8.3f} ms each "
            f"(× {taken / floor:5.1f} of bare inserts)"
        )


FILL = """
INSERT INTO review_changeset (id, author_id, summary, started_at, sent_at)
SELECT 1000000 + n, %(author)s, 'Proposal ' || n, now(), now() FROM generate_series(1, %(size)s) n;
INSERT INTO review_act (id, changeset_id, type, state, title, size, sent_at, digest)
SELECT 1000000 + n, 1000000 + n, 'edit', 'pending', 'Act ' || n, 1, now() + n * interval '1 ms', ''
FROM generate_series(1, %(size)s) n;
INSERT INTO review_change (act_id, subject_id, op, before, after, salt, seal)
SELECT 1000000 + n, %(subject)s, 'update', '{}', '{"text": "x"}', '', '{}'
FROM generate_series(1, %(size)s) n;
ANALYZE review_changeset, review_act, review_change;
"""
EMPTY = """
DELETE FROM review_change WHERE act_id > 1000000;
DELETE FROM review_act WHERE id > 1000000;
DELETE FROM review_changeset WHERE id > 1000000;
"""


def queue():
    author, subject = builders.editor("crowd"), Statement.objects.first().pk
    floor = None
    for size in (10, 1_000, 100_000):
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(EMPTY)
            cursor.execute(FILL, {"author": author.pk, "size": size, "subject": subject})
            cursor.execute("SET session_replication_role = DEFAULT")
        first = milliseconds(desk.queue)
        following = desk.queue()[1]
        later = milliseconds(lambda following=following: desk.queue(following))
        floor = floor or first
        print(
            f"queue of {size:>7} open acts: first page {first:6.2f} ms (× {first / floor:4.2f} of 10), "
            f"next page {later:6.2f} ms"
        )


def _bare(size):
    """The same number of words written to a table without rules."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (id uuid, text text)")
        cursor.executemany(
            "INSERT INTO bare VALUES (gen_random_uuid(), %s)",
            [[f"Statement {n}. Changed."] for n in range(size)],
        )
        cursor.execute("DROP TABLE bare")


def main():
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        op = builders.operator()
        pages(op)
        approvals(op)
        queue()
    finally:
        runner.teardown_databases(databases)


main()
