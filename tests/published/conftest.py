"""A real nginx with the example of its configuration, before a real gunicorn."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import quote

import pytest
from django.conf import settings as project
from django.db import connection

from review.publishing import files

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
EXAMPLE = Path(project.BASE_DIR) / "config" / "nginx.conf.example"
MAIN = """
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
daemon off;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    types {{ text/css css; text/javascript js; }}
    {example}
}}
"""


@pytest.fixture(scope="session")
def kept_in():
    """The folder that pages are kept in as files: one that nginx's own user may enter."""
    with tempfile.TemporaryDirectory(prefix="attested-published-") as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.fixture
def root(settings, kept_in):
    """The same, empty, as PUBLISHED_ROOT."""
    for held in kept_in.iterdir():
        files.delete(held)
    settings.PUBLISHED_ROOT = str(kept_in)
    return kept_in


def free_port():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def until(holds, seconds=30):
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, "this takes too long"
        sleep(0.02)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()


def ask(port, path, method="GET", is_spelled=False, **headers):
    """What a server answers; the path is sent as it is when it is spelled already."""
    held = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        held.request(method, path if is_spelled else quote(path, safe="/?=&:"), headers=headers)
        answer = held.getresponse()
        found = {}
        for name, value in answer.getheaders():
            assert name not in found or name == "Set-Cookie", f"{name} twice"
            found[name] = value
        return Answer(answer.status, found, answer.read())
    finally:
        held.close()


@dataclass
class Site:
    """nginx at `port`; gunicorn at `behind`, which can be stopped."""

    port: int
    behind: int
    folder: Path
    environment: dict
    running: list = field(default_factory=list)
    gunicorn: subprocess.Popen = None

    def get(self, path, **more):
        return ask(self.port, path, **more)

    def run(self, *command):
        with (self.folder / "said").open("ab") as said:
            process = subprocess.Popen(
                list(map(str, command)),
                cwd=project.BASE_DIR,
                env=os.environ | self.environment,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        self.running.append(process)
        return process

    def start(self):
        at = f"127.0.0.1:{self.behind}"
        self.gunicorn = self.run(
            *(sys.executable, "-m", "gunicorn", "--no-control-socket", "-w", 2, "-b", at),
            "config.wsgi",
        )
        until(lambda: listens(self.behind))

    def stop(self):
        """Stop the application: readers have nginx alone."""
        end(self.gunicorn)
        until(lambda: not listens(self.behind))


def end(process, by=signal.SIGTERM):
    if process.poll() is None:
        process.send_signal(by)
        process.wait(30)


@pytest.fixture(scope="session")
def servers(kept_in, tmp_path_factory, django_db_setup, django_db_blocker):
    if not NGINX:
        missing = "There is no nginx to serve published files: apt-get install nginx."
        (pytest.fail if os.environ.get("ATTESTED_REQUIRE_NGINX") else pytest.skip)(missing)
    folder = tmp_path_factory.mktemp("nginx")
    with django_db_blocker.unblock():
        made = Site(free_port(), free_port(), folder, environment_of(kept_in))
    configured(made)
    nginx = made.run(NGINX, "-p", folder, "-c", folder / "nginx.conf")
    until(lambda: listens(made.port) or nginx.poll() is not None)
    assert nginx.poll() is None, (folder / "said").read_text()
    yield made
    for process in reversed(made.running):
        end(process)


@pytest.fixture
def site(root, servers):
    """nginx and gunicorn over the test's database, whose transactions others must see."""
    if servers.gunicorn is None or servers.gunicorn.poll() is not None:
        servers.start()
    yield servers
    until(nobody_else)


def configured(site):
    """The example, with places of the test's in place of its own, and without a certificate."""
    text = EXAMPLE.read_text()
    for old, new in (
        (r"server \{\s+listen 80;.*?\n\}\n", ""),
        (r"listen \[::\]:443 ssl;", ""),
        (r"listen 443 ssl;", f"listen 127.0.0.1:{site.port} backlog=1024;"),
        (r"ssl_certificate(_key)? .*?;", ""),
        (r"server_name attested\.example;", "server_name 127.0.0.1;"),
        (r"/var/log/nginx/attested\.log", f"{site.folder}/access.log"),
        (r"/var/lib/attested/published", site.environment["PUBLISHED_ROOT"]),
        (r"/srv/attested/var/static/", f"{project.BASE_DIR}/static/"),
        (r"127\.0\.0\.1:8000", f"127.0.0.1:{site.behind}"),
    ):
        text, number = re.subn(old, new, text, flags=re.DOTALL)
        assert number, old
    path = site.folder / "nginx.conf"
    path.write_text(MAIN.format(folder=site.folder, example=text))


def environment_of(root):
    own = connection.settings_dict
    host, port = own["HOST"], own.get("PORT") or ""
    user, password = own.get("USER", ""), own.get("PASSWORD", "")
    address = f"postgres://{quote(user)}:{quote(password)}@/{own['NAME']}?host={quote(host, '')}"
    return {
        "DATABASE_URL": address + (f"&port={port}" if port else ""),
        "PUBLISHED_ROOT": str(root),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }


def nobody_else():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return cursor.fetchone() == (0,)
