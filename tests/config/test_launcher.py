"""The private PostgreSQL and `make run`, with real clusters, processes and signals."""

import ast
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg
import pytest

from config import postgres

PROJECT = postgres.PROJECT
USER = """
import sys, time
from config import postgres
print(postgres.acquire("data", project=postgres.Path(sys.argv[1])), flush=True)
time.sleep(600)
"""


def wait_until(done, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def project(tmp_path):
    """A folder that has a cluster of its own; whatever it held is gone afterwards."""
    yield from _with_cluster(tmp_path / "project")


@pytest.fixture
def deep_project(tmp_path):
    yield from _with_cluster(tmp_path.joinpath(*["a-rather-long-name"] * 8))


def _with_cluster(folder):
    folder.mkdir(parents=True)
    cluster = postgres.Cluster("data", folder)
    yield folder
    assert wait_until(lambda: not cluster.answers()), "The cluster outlived its users."
    for left in (cluster.data, cluster.socket):
        shutil.rmtree(left, ignore_errors=True)


@pytest.fixture
def use():
    """A function that starts a process which uses the cluster; all are killed at the end."""
    started = []

    def start(project):
        process = subprocess.Popen(
            [sys.executable, "-c", USER, str(project)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        process.folder = process.stdout.readline().strip()
        assert process.folder
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def ask(folder, sql="SELECT 1"):
    with psycopg.connect(
        host=folder, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchone()[0] if cursor.description else None


def kill(process):
    process.kill()
    process.wait()


def test_cluster_lives_as_long_as_its_last_user_and_keeps_its_data(project, use):
    first, second = use(project), use(project)
    assert first.folder == second.folder
    ask(first.folder, "CREATE TABLE kept AS SELECT 7 AS number")
    kill(first)
    time.sleep(1)
    assert ask(second.folder, "SELECT number FROM kept") == 7
    kill(second)
    cluster = postgres.Cluster("data", project)
    assert wait_until(lambda: not cluster.answers())
    third = use(project)
    assert ask(third.folder, "SELECT number FROM kept") == 7


def test_project_with_a_long_path_works(deep_project, use):
    assert len(str(deep_project)) > 107
    assert ask(use(deep_project).folder) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_killed_keeper_takes_the_server_with_it(project, use):
    user = use(project)
    cluster = postgres.Cluster("data", project)
    found = subprocess.run(
        ["pgrep", "-f", f"config.postgres data .* {project}$"], capture_output=True, text=True
    )
    os.kill(int(found.stdout.split()[0]), signal.SIGKILL)
    assert wait_until(lambda: not cluster.answers())
    assert ask(use(project).folder) == 1
    kill(user)


def test_clusters_of_data_and_tests_are_two():
    data, test = (postgres.Cluster(name) for name in ("data", "test"))
    assert data.data != test.data
    assert data.socket != test.socket


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        (
            "postgres://anna:p%40ss@db.example:5433/desk",
            {
                "NAME": "desk",
                "USER": "anna",
                "PASSWORD": "p@ss",
                "HOST": "db.example",
                "PORT": "5433",
            },
        ),
        ("postgresql:///desk?host=/run/postgresql", {"NAME": "desk", "HOST": "/run/postgresql"}),
        ("postgres://db.example/desk", {"NAME": "desk", "HOST": "db.example"}),
    ],
)
def test_database_url_is_read(url, entry):
    assert postgres.from_url(url) == entry


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://host", "desk"])
def test_database_url_that_is_none_says_how_one_reads(url):
    with pytest.raises(postgres.NoPostgres, match="must read postgres://"):
        postgres.from_url(url)


def test_no_postgres_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("PG_BIN", raising=False)
    monkeypatch.setattr(postgres.glob, "glob", lambda pattern: [])
    monkeypatch.setattr(postgres.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(postgres.NoPostgres, match="apt-get install postgresql"):
        postgres.binaries()


def test_too_old_a_postgres_is_passed_over(monkeypatch, tmp_path):
    old = tmp_path / "postgres"
    old.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 13.4'\n")
    old.chmod(0o755)
    (tmp_path / "initdb").touch()
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    assert postgres.binaries() != tmp_path


def test_old_python_can_read_the_set_up_and_is_told():
    path = PROJECT / "config" / "setup.py"
    ast.parse(path.read_text(), feature_version=(3, 4))
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2); "
        "runpy.run_path(sys.argv[1], run_name='__main__')"
    )
    told = subprocess.run(
        [sys.executable, "-c", pretend, str(path)], capture_output=True, text=True
    )
    assert told.returncode == 1
    assert told.stderr.strip() == (
        "Attested needs Python 3.11 or newer; this is 3.9. Name one: make PYTHON=python3.12"
    )


# The site itself


@pytest.fixture
def clone(project):
    """The project's files in another place, with the packages that are installed here."""
    known = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    for name in known:
        if (PROJECT / name).is_file():
            target = project / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, target)
    (project / ".venv").symlink_to(PROJECT / ".venv")
    return project


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """`make run` in a clone, as a person would start it."""

    def __init__(self, clone, port, *more):
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith(("ATTESTED", "DJANGO"))
        }
        self.process = subprocess.Popen(
            ["make", "run", f"PORT={port}", *more],
            cwd=clone,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.port, self.lines = port, []
        for line in self.process.stdout:
            self.lines.append(line.rstrip())
            if "Ctrl-C stops it." in line:
                break

    @property
    def said(self):
        return "\n".join(self.lines)

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.read().decode()

    def answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def end(self, number, pid=None):
        """Send the launcher, or `pid`, a signal; everything that was begun must be gone soon."""
        os.kill(pid or _serving(self.process.pid), number)
        assert wait_until(lambda: not self.answers()), "The site outlived its launcher."
        self.process.wait(timeout=30)
        self.process.stdout.close()


def _serving(pid):
    """The process that `make` started: the one that Ctrl-C or a kill of the launcher reaches."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(children[0])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_make_run_serves_a_clone_twice_and_leaves_nothing_behind(clone, tmp_path):
    port = free_port()
    cluster = postgres.Cluster("data", clone)
    site = Site(clone, port)
    assert "/articles/russia-serbia-relations/" in site.said, site.said
    assert "Russia–Serbia relations" in site.get("/")
    assert (clone / "var" / "demo-accounts.json").stat().st_mode & 0o777 == 0o600
    password = re.search(r"editor +(\S+)", site.said)[1]

    refused = subprocess.run(
        ["make", "run", f"PORT={port}"], cwd=clone, capture_output=True, text=True
    )
    assert refused.returncode != 0
    assert f"Port {port} is in use" in refused.stderr

    site.end(signal.SIGINT)
    assert wait_until(lambda: not cluster.answers())

    other = tmp_path / "other.txt"
    other.write_text("Another article\n\nIt began in 1905.[citation needed]\n")
    began = time.monotonic()
    site = Site(clone, port, f"ARTICLE={other}")
    assert time.monotonic() - began < 30
    assert password in site.said
    assert "/articles/another-article/" in site.said
    assert "Russia–Serbia relations" in site.get("/")
    assert "It began in 1905." in site.get("/articles/another-article/")
    site.end(signal.SIGKILL)
    assert wait_until(lambda: not cluster.answers())

    site = Site(clone, port)
    site.end(signal.SIGKILL, pid=site.process.pid)
    assert wait_until(lambda: not cluster.answers())


def test_database_that_cant_be_reached_is_one_sentence(tmp_path):
    url = f"postgres://nobody:x@127.0.0.1:{free_port()}/none"
    told = subprocess.run(
        [sys.executable, "-m", "config.run"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": url, "PORT": str(free_port())},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert told.stderr.startswith("The database can't be reached: connection failed")
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize("port", ["", "http", "0", "99999"])
def test_port_that_is_none_is_one_sentence(port):
    told = subprocess.run(
        [sys.executable, "-m", "config.run"],
        cwd=PROJECT,
        env={**os.environ, "PORT": port},
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert (
        told.stderr == f"PORT must be a number up to 65535, and is “{port}”: make run PORT=8001\n"
    )
