import fcntl
import hashlib
import io
import json
import os
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis

from config import postgres
from sources.formatting import citeproc
from tests.lengths import PROFILE


def kept(function):
    """pandoc is asked once for the same, by all workers and later runs: what it said is kept in
    `var/`, under a digest of its version and of all that it was given."""

    def html(works, document, style):
        given = [citeproc.version(), works, document, Path(style).read_text()]
        digest = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()
        path = Path(settings.BASE_DIR) / "var" / "test-notes" / digest
        if not path.exists():
            said = function(works, document, style)
            path.parent.mkdir(parents=True, exist_ok=True)
            own = path.with_suffix(f".{os.getpid()}")
            own.write_text(said)
            own.rename(path)
        return path.read_text()

    return html


# The same examples each time, so that a change is to blame for what fails.
hypothesis.register_profile("desk", deadline=None, derandomize=True, max_examples=100)
hypothesis.register_profile("long", deadline=None, derandomize=True, max_examples=1000)
hypothesis.load_profile(PROFILE)

# The driver of the browser runs an event loop in the tests' own thread: see `chromium`.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
citeproc._html = kept(citeproc._html)

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
    """Each worker's database is a copy of one that the first of them migrates, or finds in `var/`
    as the same migrations made it in an earlier run."""
    own = not os.environ.get("DATABASE_URL")
    if worker_id == "master" and not own:
        return
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "template"
    with _turn(shared.with_suffix(".lock")), django_db_blocker.unblock():
        if not shared.exists():
            name = f"template_{os.getpid()}"
            shared.write_text(_kept(name) if own else _migrated(name))
        template = shared.read_text()
    connection.settings_dict["TEST"]["TEMPLATE"] = template


def _kept(name):
    """A database of this name as the migrations have it: read from `var/`, where it is kept once
    it was made, or made."""
    programs = postgres.binaries()
    if not {"pg_dump", "psql"} <= {path.name for path in programs.iterdir()}:
        return _migrated(name)
    kept = Path(settings.BASE_DIR) / "var" / f"test-{_form()}.sql"
    to = ["-h", connection.settings_dict["HOST"], "-U", "postgres"]
    if not kept.exists():
        _migrated(name)
        made = subprocess.run(
            [programs / "pg_dump", *to, name], check=True, capture_output=True
        ).stdout
        for old in kept.parent.glob("test-*.sql"):
            old.unlink(missing_ok=True)
        kept.with_suffix(".part").write_bytes(made)
        kept.with_suffix(".part").rename(kept)
        return name
    psql = [programs / "psql", *to, "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1"]
    for more in (["-c", f"CREATE DATABASE {name}", "postgres"], ["-f", kept, name]):
        subprocess.run(
            [*psql, *more], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
    return name


def _form():
    """A digest of all that the form of the database is made of."""
    root, digest = Path(settings.BASE_DIR), hashlib.sha256()
    made_of = [
        root / "requirements.txt",
        root / "config" / "postgres.py",
        *root.glob("review/guards.py"),
    ]
    for app in ("review", "sources", "events", "tests/toy"):
        made_of += sorted([*root.glob(f"{app}/migrations/*.py"), *root.glob(f"{app}/**/*.sql")])
    for path in made_of:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


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


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The roles are there before the first test: who makes an account need not make them again. Where
    no test of a run asks the database, pytest-django makes none."""
    with django_db_blocker.unblock():
        if "auth_group" in connection.introspection.table_names():
            call_command("roles", stdout=io.StringIO())


# Rows are deleted, since a TRUNCATE makes files anew for each table and index. What the migrations
# and `roles` made stays: no test with transactions of its own changes it.
EMPTY = """
DO $$
DECLARE
    named text;
    has_rows boolean;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR named IN
        SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN (
            'django_migrations', 'django_content_type',
            'auth_permission', 'auth_group', 'auth_group_permissions'
        )
    LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %I)', named) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('DELETE FROM %I', named);
        END IF;
    END LOOP;
END $$
"""


@pytest.fixture(scope="session", autouse=True)
def _emptied_past_the_guards():
    """After a test with transactions of its own the tables that have rows are emptied, which the
    triggers refuse to everybody else."""

    def emptied(self):
        with connection.cursor() as cursor:
            cursor.execute(EMPTY)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", emptied)
        yield


@pytest.fixture(scope="session", autouse=True)
def _nobody_is_left(django_db_setup, django_db_blocker):
    """No test leaves a connection behind, which would keep its database from being dropped."""
    yield
    end = time.monotonic() + 5  # One that was closed a moment ago may still be on its way out.
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT pid, state, backend_start, now(), query FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() "
                "AND backend_type = 'client backend'"
            )
            left = cursor.fetchall()
            if not left or time.monotonic() > end:
                break
            time.sleep(0.05)
    assert left == []


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
