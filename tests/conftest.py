import fcntl
import json
import os
import shutil
import socket
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from django.db.backends.postgresql.operations import DatabaseOperations
from hypothesis import settings as hypothesis

from sources.formatting import citeproc
from tests.lengths import PROFILE


def cached(function):
    """A function that is not called again with what it was called with."""
    held = {}

    def asked(*given):
        key = json.dumps(given, sort_keys=True, default=str)
        if key not in held:
            held[key] = function(*given)
        return held[key]

    return asked


# The same examples each time, so that a change is to blame for what fails.
hypothesis.register_profile("desk", deadline=None, derandomize=True, max_examples=100)
hypothesis.register_profile("long", deadline=None, derandomize=True, max_examples=1000)
hypothesis.load_profile(PROFILE)

# The driver of the browser runs an event loop in the tests' own thread: see `chromium`.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
# Of the same works pandoc writes the same: it is asked once a run.
citeproc._written = cached(citeproc._written)

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM and not os.environ.get("ATTESTED_REQUIRE_BROWSER"):
                item.add_marker(pytest.mark.skip(reason="no Chromium was found"))


def pytest_terminal_summary(terminalreporter):
    if not CHROMIUM:
        terminalreporter.write_line(
            "The browser tests were not run: no Chromium was found. Install one, or name it in "
            "CHROMIUM.",
            yellow=True,
        )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker, worker_id, tmp_path_factory
):
    """Each worker's database is a copy of one that the first of them migrates."""
    if worker_id == "master":
        return
    shared = tmp_path_factory.getbasetemp().parent / "template"
    with _turn(shared.with_suffix(".lock")), django_db_blocker.unblock():
        if not shared.exists():
            shared.write_text(_migrated(f"template_{os.getpid()}"))
        template = shared.read_text()
    connection.settings_dict["TEST"]["TEMPLATE"] = template


@contextmanager
def _turn(path):
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _migrated(name):
    """Make a database of this name as the migrations have it; nobody is connected to it then."""
    own = connection.settings_dict
    kept = own["NAME"], own["TEST"]["NAME"]
    own["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connections.close_all()
    own["NAME"], own["TEST"]["NAME"] = kept
    return name


@pytest.fixture(scope="module")
def for_all(django_db_setup, django_db_blocker):
    """Within `with for_all():` a fixture of a module makes what each of its tests begins from: made
    once, and gone after the last of them. No test of that module may need transactions of its own.
    """
    block = transaction.atomic()
    block._from_testcase = True  # A decision may be the outermost transaction within.
    with django_db_blocker.unblock():
        block.__enter__()
    yield django_db_blocker.unblock
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        block.__exit__(None, None, None)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_the_guards():
    """Between tests the tables are emptied, which the triggers refuse to everybody else."""
    flush = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        flush(
            self,
            [
                "SET session_replication_role = replica;",
                *sql_list,
                "SET session_replication_role = DEFAULT;",
            ],
        )

    DatabaseOperations.execute_sql_flush = execute_sql_flush
    yield
    DatabaseOperations.execute_sql_flush = flush


@pytest.fixture(scope="session", autouse=True)
def _nobody_is_left(django_db_setup, django_db_blocker):
    """No test leaves a connection behind, which would keep its database from being dropped."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid, state, backend_start, now(), query FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        assert cursor.fetchall() == []


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Nothing outside this machine is ever asked."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            raise AssertionError(f"A test asked the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    assert CHROMIUM, "ATTESTED_REQUIRE_BROWSER is set, and there is no Chromium."
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    # Where a loop runs, Django has another connection: each must be closed where it was opened.
    connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()
        connections.close_all()
