"""How well real pages are read: `python -m tests.reading FILE…` prints a line of figures for each.

Tags are counted by a list of its own, apart from the project's. With `--dates 100` it prints that
many readings of dates by chance, each in its surroundings, to be judged by a person.
"""

import argparse
import os
import random
import re
import time
from collections import Counter
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TAGS = {
    "citation needed": "citation-needed", "when?": "when", "by whom?": "by-whom", "who?": "by-whom",
    "according to whom?": "by-whom", "which?": "clarification-needed", "why?": "clarification-needed",
    "clarification needed": "clarification-needed", "vague": "clarification-needed",
    "page needed": "page-needed", "dead link": "dead-link", "permanent dead link": "dead-link",
    "dubious": "dubious", "original research?": "citation-needed", "where?": "clarification-needed",
    "need quotation to verify": "quotation-needed", "quotation needed": "quotation-needed",
    "not in citation given": "failed-verification", "failed verification": "failed-verification",
    "verification needed": "verification-needed", "unreliable source?": "better-source-needed",
    "better source needed": "better-source-needed", "full citation needed": "full-citation-needed",
    "non-primary source needed": "better-source-needed", "needs update": "update-after",
    "third-party source needed": "better-source-needed", "how?": "clarification-needed",
    "self-published source": "better-source-needed", "specify": "clarification-needed",
    "example needed": "clarification-needed", "further explanation needed": "clarification-needed",
    "weasel words": "clarification-needed", "peacock term": "clarification-needed",
    "neutrality is disputed": "dubious", "disputed": "dubious", "contradictory": "dubious",
    "importance?": "dubious", "relevant?": "dubious", "whom?": "by-whom", "update": "update-after",
}  # fmt: skip
TAG = re.compile(
    rf"\[\s*({'|'.join(map(re.escape, TAGS))})(?:\s*[–-]\s*discuss|[ ,]+[A-Z]\w+ \d{{4}})?\s*\]",
    re.I,
)


def figures(path):
    from events.exchange.importers.plaintext import name_of_file, read_article, rebuild

    data, started = path.read_bytes(), time.process_time()
    read = read_article(data, hint=name_of_file(path.stem))
    took = time.process_time() - started
    marks = [mark for s in read.statements for mark in s.marks]
    wanted = Counter(TAGS[" ".join(m[1].casefold().split())] for m in TAG.finditer(data.decode()))
    asked = [mark for mark in marks if not mark.number]
    asked += [ask.mark for ask in read.asks if "section" not in ask.mark.reason[:12]]
    got = Counter(mark.kind for mark in asked)
    numbers = {mark.number for mark in marks if mark.number}
    joined = {mark.number for mark in marks if mark.printed}
    rebuilt = rebuild(((p.lead, p.text, p.trail) for p in read.pieces), read.tail) == data
    return {
        "page": path.stem,
        "sections": len(read.sections),
        "events": len(read.events),
        "statements": len(read.statements),
        "tags": sum(wanted.values()),
        "of the right kind": sum((wanted & got).values()),
        "numbers": len(numbers),
        "joined": len(joined),
        "dates": sum(len(s.dates) for s in read.statements),
        "brackets told": sum(told.what == "bracket" for told in read.told),
        "kept apart": sum(told.what != "bracket" for told in read.told),
        "rebuilt": "yes" if rebuilt else "NO",
        "seconds": f"{took:.1f}",
    }


def sample(paths, number):
    from events.exchange.importers.plaintext import name_of_file, read_article

    found = []
    for path in paths:
        read = read_article(path.read_bytes(), hint=name_of_file(path.stem))
        found += [(path.stem, s.text, date) for s in read.statements for date in s.dates]
    for name, text, date in random.sample(found, min(number, len(found))):
        around = text[max(date.start - 50, 0) : date.start], text[date.end : date.end + 40]
        print(f"{date.edtf:24} {name}: …{around[0]}«{date.words}»{around[1]}…".replace("\n", " "))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--dates", type=int, default=0)
    given = parser.parse_args()
    django.setup()
    if given.dates:
        sample(given.files, given.dates)
        return
    rows = [figures(path) for path in given.files]
    print("| " + " | ".join(rows[0]) + " |")
    print("|---" * len(rows[0]) + "|")
    for row in rows:
        print("| " + " | ".join(map(str, row.values())) + " |")
    total = {
        name: sum(row[name] for row in rows) for name in rows[0] if isinstance(rows[0][name], int)
    }
    print(
        "| "
        + " | ".join(str(total.get(name, "all" if name == "page" else "")) for name in rows[0])
        + " |"
    )


if __name__ == "__main__":
    main()
