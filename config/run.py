"""`make run`: bring everything up to date, say what there is to open, and serve it."""

import argparse
import ctypes
import os
import signal
import socket
import sys

import psycopg
from django.core.management import execute_from_command_line

from config import postgres

HOST = "127.0.0.1"
PROJECT = str(postgres.PROJECT)


def main():
    parser = argparse.ArgumentParser(prog="make run", description=__doc__)
    parser.add_argument("article", nargs="?", help="a plain-text file to import")
    options = parser.parse_args()
    port = read_port(os.environ.get("PORT", "8000"))
    end_with_parent()
    check_port(port)
    os.environ.setdefault("ATTESTED_DEMO", "1")
    say("Starting PostgreSQL")
    try:
        check_database(postgres.database("data"))
    except postgres.NoPostgres as error:
        sys.exit(str(error))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    for words, *command in steps(options.article):
        say(words)
        call(command)
    postgres.keep_over_exec()
    os.environ["ATTESTED_ADDRESS"] = f"http://{HOST}:{port}"
    os.execv(
        sys.executable,
        [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py"]
        + ["-b", f"{HOST}:{port}", "config.wsgi"],
    )


def call(command):
    try:
        execute_from_command_line(["manage.py", *command])
    except SystemExit as end:
        if end.code:
            sys.exit(f"“manage.py {' '.join(command)}” failed: its words above say why.")


def steps(article):
    yield "Bringing the database up to date", "migrate", "--verbosity", "0"
    yield "Collecting static files", "collectstatic", "--no-input", "--verbosity", "0"
    yield "Roles", "roles"
    yield "Why acts stand out in the queue", "flag_queue"
    yield "Stored pages of older builds", "sweep_pages"
    yield "Footnotes", "make_notes"
    yield "The index of the search", "make_index"
    yield "Demo accounts", "demo_accounts"
    if article:
        yield f"Importing {article}", "import_article", article, "--by", "operator"
    else:
        yield "The sample article", "import_sample"


def end_with_parent():
    """On Linux: when the process that started this one is killed, this one ends too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def read_port(text):
    if not (text.isdecimal() and 0 < int(text) < 65536):
        sys.exit(f"PORT must be a number up to 65535, and is “{text}”: make run PORT=8001")
    return int(text)


def check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            sys.exit(f"Port {port} may not be used by you: choose another: make run PORT=8001")
        except OSError:
            sys.exit(f"Port {port} is in use: stop what uses it, or choose one: make run PORT=8001")


def check_database(entry):
    """One sentence, where Django would show a traceback for each layer."""
    names = {
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
        "HOST": "host",
        "PORT": "port",
    }
    wanted = {names[key]: value for key, value in entry.items()}
    try:
        with psycopg.connect(**wanted, connect_timeout=10) as connection:
            version = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        raise postgres.NoPostgres(
            f"The database can't be reached: {str(error).splitlines()[0]}."
        ) from error
    if version < postgres.OLDEST:
        raise postgres.NoPostgres(
            f"The server is PostgreSQL {version}: Attested needs {postgres.OLDEST} or newer."
        )


def say(words):
    print(f"· {words}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
