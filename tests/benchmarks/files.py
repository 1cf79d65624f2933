"""What nginx hands out beside what the application does, by the processor's clock: others on the machine
bend it little. Asked by one connection after the other, each kept open where the server keeps it."""

import http.client
import os
import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

from django.conf import settings

from review.publishing import due
from tests import builders
from tests.published import conftest as site

ROUNDS = 1500


def published(op):
    builders.article(op, [f"Statement {n} of these." for n in range(41)], "Of 41")
    with tempfile.TemporaryDirectory(prefix="attested-published-") as folder:
        os.chmod(folder, 0o755)
        settings.PUBLISHED_ROOT = folder
        began = perf_counter()
        number = due.write_all(lambda *told: None)
        print(f"{number} pages written as files in {perf_counter() - began:.1f} s")
        with tempfile.TemporaryDirectory() as place:
            servers = site.Site(
                *(site.free_port(), site.free_port()),
                Path(place),
                site.environment_of(Path(folder)),
            )
            site.configured(servers)
            nginx = servers.run(site.NGINX, "-p", place, "-c", f"{place}/nginx.conf")
            site.until(lambda: site.listens(servers.port))
            servers.start()
            try:
                for name, port, process in (
                    ("nginx, files", servers.port, nginx),
                    ("the application, stored pages", servers.behind, servers.gunicorn),
                ):
                    told(name, port, process.pid, ROUNDS if process is nginx else ROUNDS // 5)
            finally:
                for process in servers.running:
                    site.end(process)
        due.switch_off()
        settings.PUBLISHED_ROOT = ""


def told(name, port, pid, rounds):
    path = "/articles/of-41/"
    ask(port, path, 50)
    began, spent = perf_counter(), processor(pid)
    ask(port, path, rounds)
    taken = processor(pid) - spent
    print(
        f"{name:<30} {taken / rounds * 1000:6.3f} ms of the processor a page, "
        f"{rounds / taken:8.0f} pages a second and processor ({rounds / (perf_counter() - began):.0f} "
        "by one reader)"
    )


def ask(port, path, rounds):
    held = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(rounds):
        held.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = held.getresponse()
        assert answer.status == 200
        answer.read()
    held.close()


def processor(pid):
    """Seconds of the processor that a server's processes have used (Linux), without the database's."""
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout
    total = 0
    for one in (pid, *children.split()):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")
