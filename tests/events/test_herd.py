"""Many who ask at once for a page that has to be made: one makes it, and nobody reads an old one."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from threading import Thread
from time import monotonic

import pytest
from django.db import connection
from django.test import Client

from events.models import Statement
from events.pages import moments as public
from review.deciding import decisions
from review.proposing import drafts
from review.publishing import pages
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/articles/an-article/"
READERS = 16


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def making(monkeypatch):
    """Pages that were made; each making waits for `go`, or goes on by itself after a while."""

    class Making:
        made, begun, go = [], Signal(), Signal()

    render = public.render

    def slow(request, *args, **kwargs):
        answer = render(request, *args, **kwargs)
        Making.made.append(request.path)
        Making.begun.set()
        Making.go.wait(20)
        return answer

    monkeypatch.setattr(public, "render", slow)
    return Making


def read(path=ADDRESS):
    try:
        answer = Client().get(path)
        assert answer.status_code == 200
        return answer.content.decode()
    finally:
        connection.close()


def waiting():
    """How many sessions wait for their turn at a page."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s "
            "AND NOT granted",
            [pages.TURN],
        )
        return cursor.fetchone()[0]


def until(holds, seconds=20):
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "this takes too long"


def reword(op, words):
    statement = Statement.objects.order_by("position").first()
    decisions.publish(
        [drafts.update(Statement, statement.pk, text=words)], by=op, summary="reworded"
    )


def test_page_that_many_ask_for_at_once_is_made_once(op, making):
    builders.article(op)
    with ThreadPoolExecutor(READERS) as crowd:
        readers = [crowd.submit(read) for _ in range(READERS)]
        until(lambda: waiting() == READERS - 1)
        making.go.set()
        shown = {reader.result() for reader in readers}
    assert making.made == [ADDRESS]
    assert len(shown) == 1
    assert "One thing happened." in shown.pop()


def test_who_waited_through_a_decision_reads_what_it_published(op, making):
    builders.article(op)
    with ThreadPoolExecutor(READERS) as crowd:
        first = crowd.submit(read)
        assert making.begun.wait(20)
        others = [crowd.submit(read) for _ in range(READERS - 1)]
        until(lambda: waiting() == READERS - 1)
        reword(op, "It was redone.")
        making.go.set()
        assert "One thing happened." in first.result()  # it had begun before
        for reader in others:
            assert "It was redone." in reader.result()
            assert "One thing happened." not in reader.result()
    assert making.made == [ADDRESS] * 2


def test_other_pages_wait_for_nobody(op, making):
    builders.article(op)
    with ThreadPoolExecutor(2) as crowd:
        slow = crowd.submit(read)
        assert making.begun.wait(20)
        other = crowd.submit(read, "/sources/")
        until(lambda: "/sources/" in making.made)
        making.go.set()
        slow.result(), other.result()


def test_who_waited_long_enough_makes_the_page_alone(op, making, monkeypatch):
    builders.article(op)
    monkeypatch.setattr(pages, "WAIT", "100ms")
    with ThreadPoolExecutor(2) as crowd:
        readers = [crowd.submit(read) for _ in range(2)]
        until(lambda: len(making.made) == 2)
        making.go.set()
        assert len({reader.result() for reader in readers}) == 1


def test_maker_that_fails_lets_the_next_one_try(op, monkeypatch):
    builders.article(op)

    def fails(*args, **kwargs):
        raise RuntimeError("this one fails")

    with monkeypatch.context() as broken:
        broken.setattr(public, "render", fails)
        with pytest.raises(RuntimeError):
            read()
    began = monotonic()
    assert "One thing happened." in Client().get(ADDRESS).content.decode()
    assert monotonic() - began < 4
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)


HOLDS = """
import psycopg, sys
held = psycopg.connect(sys.argv[1], autocommit=True)
held.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [int(sys.argv[2]), sys.argv[3]])
print("held", flush=True)
sys.stdin.read()
"""


def test_maker_that_is_killed_holds_nobody_up(op, monkeypatch):
    builders.article(op)
    monkeypatch.setattr(pages, "WAIT", "60s")
    connection.ensure_connection()
    info = connection.connection.info
    place = f"host={info.host} port={info.port} dbname={info.dbname} user={info.user}"
    maker = subprocess.Popen(
        [sys.executable, "-c", HOLDS, place, str(pages.TURN), ADDRESS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PGPASSWORD": info.password or ""},
    )
    assert maker.stdout.readline() == b"held\n"
    shown = []
    reader = Thread(target=lambda: shown.append(read()))
    reader.start()
    until(lambda: waiting() == 1)
    maker.send_signal(signal.SIGKILL)
    maker.communicate()
    reader.join(20)
    assert "One thing happened." in shown[0]
