"""Pages over HTTP from one gunicorn worker, as one reader gets them: a new connection for each.

Told by the clock, and by the worker's own processor time, which others on the machine bend less.
"""

import os
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

ROUNDS, AT_ONCE = 15, 40


@contextmanager
def served(application):
    """(the port on which an application of config/wsgi.py is served, the process of its one worker)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "-w", "1"]
    server = subprocess.Popen(
        [*command, "-b", f"127.0.0.1:{port}", f"config.wsgi:{application}"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": _url(), "ATTESTED_ADDRESS": ""},
    )
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.1)
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        while not (born := children.read_text().split()):  # It listens before its worker is there.
            time.sleep(0.1)
        yield port, int(born[0])
    finally:
        server.terminate()
        server.wait()


def _url():
    to = connection.settings_dict
    return f"postgres://{quote(to['USER'])}@/{quote(to['NAME'])}?{urlencode({'host': to['HOST']})}"


def get(port, path, **headers):
    """What a server sends for a path, whole."""
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{told}"
            "Connection: close\r\n\r\n".encode()
        )
        return b"".join(iter(lambda: line.recv(65536), b""))


def each(wanted):
    """{name: (ms of one answer by the clock, of the worker's processor time)} of {name: (server, path,
    headers)}: in turns, so that what else the machine does bends all alike; of the rounds the end of
    the fastest quarter."""
    taken = {name: [] for name in wanted}
    for _ in range(ROUNDS):
        for name, ((port, worker), path, headers) in wanted.items():
            began, spent = time.perf_counter(), _spent(worker)
            for _ in range(AT_ONCE):
                get(port, path, **headers)
            both = (time.perf_counter() - began, _spent(worker) - spent)
            taken[name].append([seconds / AT_ONCE * 1000 for seconds in both])
    return {
        name: tuple(statistics.quantiles(one, n=4)[0] for one in zip(*own, strict=True))
        for name, own in taken.items()
    }


def _spent(process):
    """Seconds of the processor (Linux)."""
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
