"""`make mutants`: one fault after the other is put in, and the tests must notice (mutmut).

Run as a program it keeps one cluster up, with one migrated database that each mutant's process
copies. As a plugin of those processes it puts the quickest tests first, and ends after some
seconds: who survives them has to be looked at.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

SECONDS = 60
PROJECT = Path(__file__).resolve().parent.parent


def pytest_collection_modifyitems(items):
    stats = PROJECT / "mutmut-stats.json"
    if not stats.exists():  # this run is the one that takes the times
        return
    took = json.loads(stats.read_text())["duration_by_test"]
    items.sort(key=lambda item: took.get(item.nodeid, 0))
    spent = 0
    for number, item in enumerate(items):
        spent += took.get(item.nodeid, 0)
        if spent > SECONDS:
            del items[number + 1 :]
            break


def main():
    from config.postgres import acquire

    folder = PROJECT / "mutants"
    folder.mkdir(exist_ok=True)
    acquire("test", folder)
    (folder / "template").unlink(missing_ok=True)
    environment = os.environ | {"ATTESTED_MUTANTS": str(folder)}
    sys.exit(
        subprocess.call([sys.executable, "-m", "mutmut", "run", *sys.argv[1:]], env=environment)
    )


if __name__ == "__main__":
    main()
