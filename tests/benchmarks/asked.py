"""`make bench`: what was asked of the pages, and what they come to, against floors of the same run.

Milliseconds of a busy machine say little: so each line has its ratio to a floor beside it, which is the
site's own "no such page" (it asks the database nothing). Where "ms" was asked, it is of an idle machine
whose floor takes 0.4 ms.
"""

import gzip
import statistics
from contextlib import contextmanager

from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment, teardown_test_environment

from events.models import Statement
from review.models import StoredPage
from tests import builders
from tests.benchmarks import crowd, reading, serving, worklist

SIZES = {41: 12, 410: 18}
IDLE = 0.4


@contextmanager
def _as_served():
    """Without what the test environment adds: it has each template copy what it is given."""
    call_command("collectstatic", "--no-input", verbosity=0)
    teardown_test_environment()
    try:
        yield Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    finally:
        setup_test_environment()


class Lines:
    """Says what takes how long beside a floor, the two in turns: the medians of the processor's time,
    ours and the database's."""

    def __init__(self, client, clock):
        self.floor, self.clock = lambda: client.get("/no-such-page/"), clock

    def _spent(self, work):
        began = self.clock()
        work()
        return (self.clock() - began) * 1000

    def say(self, name, work, asked, rounds=25):
        work()
        taken = [(self._spent(self.floor), self._spent(work)) for _ in range(rounds)]
        floor, spent = map(statistics.median, zip(*taken, strict=True))
        ratio = spent / floor
        print(
            f"{name:<40} {spent:7.2f} ms (× {ratio:5.1f}; {ratio * IDLE:5.1f} ms where the floor takes "
            f"{IDLE}), asked: {asked}",
            flush=True,
        )


def told(op, clock):
    with _as_served() as client:
        lines = Lines(client, clock)
        _articles(op, client, lines)
        _desk(op, lines)


def parts(op, clock):
    """Of an article of 8,000 statements."""
    path = reading.cited(op, 8000, "Of 8000 cited statements")
    call_command("make_notes", verbosity=0)
    with _as_served() as client:
        lines = Lines(client, clock)
        page = _weight(_fresh(client, f"{path}part/2/"))
        lines.say("first view, a part of 8,000 statements", page, "read in parts", 5)
        compared = _weight(_fresh(client, f"{path}compare/"))
        lines.say("two versions of it compared", compared, "(nothing)", 3)


def _fresh(client, path):
    def made():
        StoredPage.objects.all().delete()
        return client.get(path)

    return made


def _weight(made):
    """The same, having said what it weighs."""
    answer = made()
    page = answer.content
    if answer.headers.get("Content-Encoding") == "gzip":
        page = gzip.decompress(page)
    print(f"HTML of {len(page) / 1000:.1f} kB, {len(gzip.compress(page, 6)) / 1000:.1f} kB gzip")
    return made


def _articles(op, client, lines):
    paths = {size: reading.cited(op, size, f"Of {size} cited statements") for size in SIZES}
    call_command("make_notes", verbosity=0)
    print("asked of 41 cited statements: 30 kB, 6.5 kB gzip")
    for size, asked in SIZES.items():
        page = _weight(_fresh(client, paths[size]))
        lines.say(f"first view, {size} cited statements", page, f"{asked} ms")
    _stored(client, paths[41])


def _desk(op, lines):
    by, judge = builders.editor("author of many"), builders.moderator("judge of many")
    filled = crowd.Crowd(2000, builders.published_citation(op, Statement.objects.first()))
    filled.open(1000, "mixed")
    worklist.fill(1000, by)
    for name, user, path in (
        ("review queue, 1,000 pending", judge, "/admin/review/queue/"),
        ("worklist, 1,000 open requests", by, "/admin/events/citationrequest/worklist/"),
    ):
        client = Client(headers={"host": "localhost"})
        client.force_login(user)
        assert client.get(path).status_code == 200
        lines.say(name, lambda client=client, path=path: client.get(path), "15 ms")


def _stored(client, path):
    known = {"If_None_Match": client.get(path).headers["ETag"]}
    with serving.served("application") as ours, serving.served("django") as bare:
        assert b" 200 OK" in serving.get(ours[0], path)[:20]
        assert b" 304 " in serving.get(ours[0], path, **known)[:20]
        found = serving.each(
            {
                "floor": (bare, "/no-such-page/", {}),
                "stored": (ours, path, {}),
                "stored, by Django": (bare, path, {}),
                "304": (ours, path, known),
                "304, by Django": (bare, path, known),
            }
        )
    print(
        "over HTTP, one gunicorn worker, a connection each: by the clock, of the worker's processor"
    )
    floor = found["floor"]
    for name, (clock, own) in found.items():
        print(
            f"{name:<20} {clock:6.2f} and {own:5.3f} ms: {floor[0] / clock:5.2f} and "
            f"{floor[1] / own:5.2f} of the floor's rate",
            flush=True,
        )
    print("asked: stored 0.95 of the floor, 25 × MediaWiki's parser cache; 304 6 × MediaWiki's")
    for name, before in (("stored", 19), ("304", 3.7)):
        ratio = found[f"{name}, by Django"][1] / found[name][1]
        print(
            f"{name}: {ratio:.1f} × Django's, which was {before} × MediaWiki's: {before * ratio:.0f} ×"
        )
