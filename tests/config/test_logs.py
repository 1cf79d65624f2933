"""The logs of the server tell what was read, and no address that is a secret."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from django.urls import reverse
from gunicorn.config import Config

from config import logs, postgres
from events.pages import leads
from events.pages.reads import LINE

PATH = "/leads/N5mZsT0Zk2w3-_aQ7bXc9dEfGhIjKlMn/"


@pytest.fixture
def served(tmp_path):
    """(the address of a server under the project's own configuration, the path of its log)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    log = tmp_path / "access.log"
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "-w", "1"]
        + ["-b", address, "wsgiref.simple_server:demo_app"],
        cwd=postgres.PROJECT,
        env={**os.environ, "ATTESTED_ACCESS_LOG": str(log), "ATTESTED_ADDRESS": ""},
        stderr=subprocess.DEVNULL,
    )
    yield f"http://{address}", log
    process.send_signal(signal.SIGTERM)
    process.wait()


def read(address):
    for _ in range(300):
        try:
            return urllib.request.urlopen(address, timeout=5).read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"Nobody answers at {address}.")


def written(log, number):
    """The lines of a log, once there are so many: it is written after the answer."""
    for _ in range(300):
        if len(lines := log.read_text().splitlines()) >= number:
            break
        time.sleep(0.1)
    return lines


def test_log_of_reads_has_no_private_link(served):
    address, log = served
    for path in (PATH, f"/ru{PATH}?x=1", "/articles/a-war/"):
        read(address + path)
    lines = written(log, 3)
    assert [line.split('"')[1] for line in lines] == [
        "GET /leads/…/ HTTP/1.1",
        "GET /ru/leads/…/?x=1 HTTP/1.1",
        "GET /articles/a-war/ HTTP/1.1",
    ]
    assert LINE.search(lines[2])["slug"] == "a-war"


def test_log_of_errors_has_no_private_link(capfd):
    log = logs.Discreet(Config())
    log.exception("Error handling request %s %s", "GET", PATH)
    log.warning("%d%%", 100)
    said = capfd.readouterr().err
    assert "Error handling request GET /leads/…/" in said
    assert "100%" in said
    assert PATH.split("/")[2] not in said


def test_private_link_is_one_that_is_left_out():
    token = leads.Opening("key", 1, 0.0).token({"what": "source", "text": "A book."})
    path = reverse("events:lead-fate", args=[token])
    assert logs.SECRET.sub(r"\1…", f"GET {path} HTTP/1.1") == "GET /leads/…/ HTTP/1.1"
