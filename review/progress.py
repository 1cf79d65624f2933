"""How far a long piece of work is, for who waits for it.

The work counts by `each`. Who starts it says where that is told: a command prints it; for a page
the session that does the work bears it as its name, which PostgreSQL shows to others at once
(pg_stat_activity), while nothing that it writes is seen before it commits.
"""

from base64 import urlsafe_b64encode
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from time import monotonic
from uuid import UUID

from django.db import Error, connection

EVERY = 0.25  # Seconds.
_tell = ContextVar("tell", default=None)


@contextmanager
def told_to(tell):
    """Within, `tell(words, done, total)` is called from time to time by work that counts."""
    before = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(before)


def each(words, items):
    """The items of a list, one after the other, counted under these words (ASCII, 25 at most)."""
    tell = _tell.get()
    return _counted(tell, words, items) if tell else items


def _counted(tell, words, items):
    due = monotonic() + EVERY  # What takes no longer is told to nobody.
    for done, item in enumerate(items):
        if monotonic() >= due:
            tell(words, done, len(items))
            due = monotonic() + EVERY
        yield item


@contextmanager
def shown_on(stream):
    """Within, work that counts draws a bar on a terminal, which is gone at the end."""

    def draw(words, done, total):
        full = 20 * done // total if total else 0
        bar = f"{'█' * full}{'░' * (20 - full)}  {words}" if words else ""
        stream.write(f"\r{bar:48}\r", ending="")
        stream.flush()

    is_seen = stream.isatty()
    try:
        with told_to(draw) if is_seen else nullcontext():
            yield
    finally:
        if is_seen:
            draw("", 0, 0)


@contextmanager
def named(key: UUID):
    """Within, work that counts can be asked for by `far(key)`."""

    told = False

    def tell(words, done, total):
        nonlocal told
        told = True
        _name(f"{_short(key)} {done} {total} {words}")

    try:
        with told_to(tell):
            yield
    finally:
        if told:
            with suppress(Error):
                _name("")


def _short(key):
    """A key in 22 letters: a session's name has 63, for the counts and the words too."""
    return urlsafe_b64encode(key.bytes).decode().rstrip("=")


def _name(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('application_name', %s, false)", [words])


def far(key: UUID):
    """(what is done just now, how many of it, of how many), or None where nothing goes on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name FROM pg_stat_activity "
            "WHERE usename = current_user AND starts_with(application_name, %s)",
            [f"{_short(key)} "],
        )
        found = cursor.fetchone()
    if not found:
        return None
    _, done, total, words = found[0].split(" ", 3)
    return words, int(done), int(total)
