"""`make bench`: what was asked of the pages, and what they come to, against floors of the same run.

Milliseconds of a busy machine say little: so each line has its ratio to a floor beside it, which is the
site's own "no such page" (it asks the database nothing). Where "ms" was asked, it is of an idle machine
whose floor takes 0.4 ms.
"""

import gzip
import time

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

from events.models import Statement
from review.models import StoredPage
from tests import builders
from tests.benchmarks import reading, serving

SIZES = {41: 12, 410: 18}
IDLE = 0.4


def told(op, clock):
    call_command("collectstatic", "--no-input", verbosity=0)
    teardown_test_environment()  # It has each template copy what it is given.
    try:
        _told(op, clock)
    finally:
        setup_test_environment()


def _told(op, clock):
    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    floor = _least(lambda: client.get("/no-such-page/"), clock, 100)
    print(f"floor, a page without a query: {floor:.2f} ms of the processor's, the database's included")

    def line(name, spent, asked):
        print(
            f"{name:<44} {spent:7.2f} ms (× {spent / floor:5.1f}; {spent / floor * IDLE:5.1f} ms where "
            f"the floor takes {IDLE}), asked: {asked} ms"
        )

    paths = {size: reading.cited(op, size, f"Of {size} cited statements") for size in SIZES}
    call_command("make_notes", verbosity=0)
    for size, asked in SIZES.items():

        def fresh(path=paths[size]):
            StoredPage.objects.all().delete()
            return client.get(path)

        page = gzip.decompress(fresh().content)
        line(f"first view, {size} cited statements", _least(fresh, clock), asked)
        if size == 41:
            print(
                f"its HTML: {len(page) / 1000:.1f} kB, {len(gzip.compress(page, 6)) / 1000:.1f} kB "
                "gzip; asked: 30 and 6.5"
            )
    _parts(op, client, clock, line)
    _desk(op, clock, line)
    _stored(client, paths[41])


def _least(work, clock, rounds=20):
    """ms of the processor's, of the run that others bent least."""
    work()
    taken = []
    for _ in range(rounds):
        began = clock()
        work()
        taken.append((clock() - began) * 1000)
    return min(taken)


def _parts(op, client, clock, line):
    path = reading.cited(op, 8000, "Of 8000 cited statements")
    call_command("make_notes", verbosity=0)

    def fresh(part=f"{path}part/2/"):
        StoredPage.objects.all().delete()
        return client.get(part)

    page = gzip.decompress(fresh().content)
    line("first view, a part of 8,000 statements", _least(fresh, clock, 5), "(none)")
    print(f"its HTML: {len(page) / 1000:.0f} kB, {len(gzip.compress(page, 6)) / 1000:.0f} kB gzip")
    began = time.perf_counter()
    answer = client.get(f"{path}compare/")
    took = (time.perf_counter() - began) * 1000
    print(f"two versions of it compared: {took:.0f} ms, {answer.status_code}")


def _desk(op, clock, line):
    by, judge = builders.editor("author of many"), builders.moderator("judge of many")
    texts = [f"Statement {number} waits for other words." for number in range(1000)]
    article = builders.article(op, texts, "A thousand pending")
    for statement in Statement.objects.filter(event__article=article):
        builders.change(statement, by, text=f"{statement.text} And more.")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for name, user, path in (
        ("review queue, 1,000 pending", judge, "/admin/review/queue/"),
        ("worklist, 1,000 pending", by, "/admin/events/citationrequest/worklist/"),
    ):
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        assert client.get(path).status_code == 200
        line(name, _least(lambda c=client, p=path: c.get(p), clock), 15)


def _stored(client, path):
    etag = client.get(path).headers["ETag"]
    with serving.served("application") as ours, serving.served("django") as bare:
        known = {"If_None_Match": etag}
        assert b" 200 OK" in serving.get(ours, path)[:20]
        assert b" 304 " in serving.get(ours, path, **known)[:20]
        found = serving.each(
            {
                "floor": (bare, "/no-such-page/", {}),
                "stored": (ours, path, {}),
                "stored, by Django": (bare, path, {}),
                "304": (ours, path, known),
                "304, by Django": (bare, path, known),
            }
        )
    floor = found["floor"]
    print(f"over HTTP, one gunicorn worker, a connection each; the floor {floor:.2f} ms")
    for name, asked in {
        "stored": "0.95 of the floor, 25 × MediaWiki's",
        "stored, by Django": "before: 0.81 to 0.95 of the floor, 19 × MediaWiki's",
        "304": "6 × MediaWiki's",
        "304, by Django": "before: 3.7 × MediaWiki's",
    }.items():
        print(
            f"{name:<20} {found[name]:6.2f} ms, {floor / found[name]:5.2f} of the floor's rate; {asked}"
        )
    for name, before, asked in (("stored", 19, 25), ("304", 3.7, 6)):
        ratio = found[f"{name}, by Django"] / found[name]
        print(
            f"{name}: {ratio:.2f} × as fast as before, when it was {before} × MediaWiki's: "
            f"{before * ratio:.0f} ×, asked: {asked} ×"
        )
