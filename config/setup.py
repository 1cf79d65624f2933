"""`make setup`: a virtual environment with the pinned packages. Standard library only.

Written so that a Python that is too old can still read it and say so.
"""

import hashlib
import os
import subprocess
import sys

PROJECT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(PROJECT, ".venv")


def main():
    if sys.version_info < (3, 11):
        sys.exit(
            "Attested needs Python 3.11 or newer; this is %d.%d. Name one: make PYTHON=python3.12"
            % sys.version_info[:2]
        )
    python = os.path.join(VENV, "bin", "python")
    if not os.path.exists(python):
        say("Making a virtual environment in .venv")
        subprocess.check_call([sys.executable, "-m", "venv", VENV])
    if sys.argv[1:]:
        install(python, sys.argv[1], "Installing the packages of " + sys.argv[1])
        return
    install(python, "requirements.txt", "Installing the packages of requirements.txt")
    if not os.environ.get("DATABASE_URL"):
        sys.path.insert(0, PROJECT)
        from config.postgres import NoPostgres, binaries

        try:
            binaries()
        except NoPostgres:
            install(
                python, "requirements-postgres.txt", "No PostgreSQL here: installing its programs"
            )


def install(python, lock, words):
    """Install a lock with hashes, unless just this one is installed already."""
    path = os.path.join(PROJECT, lock)
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    mark = os.path.join(VENV, lock + ".installed")
    if os.path.exists(mark):
        with open(mark) as file:
            if file.read() == digest:
                return
    say(words + " (a minute or two)")
    result = subprocess.call(
        [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        + ["--require-hashes", "-r", path]
    )
    if result:
        sys.exit("pip could not install %s: its words above say why." % lock)
    with open(mark, "w") as file:
        file.write(digest)


def say(words):
    print("· " + words, flush=True)


if __name__ == "__main__":
    main()
