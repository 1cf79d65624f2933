"""Pages over HTTP from one gunicorn worker, as one reader gets them: a new connection for each."""

import os
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

ROUNDS, AT_ONCE = 15, 40


@contextmanager
def served(application):
    """The port on which an application of config/wsgi.py is served."""
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
        yield port
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
    """{name: ms of one answer} of {name: (port, path, headers)}: in turns, so that what else the
    machine does bends all alike; of the rounds the fastest quarter's end."""
    taken = {name: [] for name in wanted}
    for _ in range(ROUNDS):
        for name, (port, path, headers) in wanted.items():
            began = time.perf_counter()
            for _ in range(AT_ONCE):
                get(port, path, **headers)
            taken[name].append((time.perf_counter() - began) / AT_ONCE * 1000)
    return {name: statistics.quantiles(own, n=4)[0] for name, own in taken.items()}
