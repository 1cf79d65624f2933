"""How well dates are found on the pages of this folder: `python -m tests.dated` prints, by page, the
labels, what was read, precision and recall, and each difference.

A label is `{EDTF|words}` in the page, put in before the reader was run on it. A reading is right where
its EDTF is the label's and it covers the label's words or more.
"""

import os
import re
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
LABEL = re.compile(r"\{([^{}|]+)\|([^{}]+)\}")
PAGES = Path(__file__).with_name("pages")


def labelled(page):
    """(the page without labels, [(start, end, EDTF)])."""
    text, labels, at = "", [], 0
    for found in LABEL.finditer(page):
        text += page[at : found.start()]
        labels.append((len(text), len(text) + len(found[2]), found[1]))
        text += found[2]
        at = found.end()
    return text + page[at:], labels


def compared(page):
    """(labels, readings, how many are right, what differs in words) of a page."""
    from events.exchange.dates import read_dates
    from events.exchange.importers.plaintext import read_article

    text, labels = labelled(page)
    readings, at = [], 0
    for statement in read_article(text.encode()).statements:
        at = text.index(statement.text, at)
        readings += [(at + d.start, at + d.end, d.edtf) for d in read_dates(statement.text)]
        at += len(statement.text)
    right, told = set(), []
    for start, end, edtf in labels:
        near = [r for r in readings if r[0] < end and start < r[1]]
        hits = [r for r in near if r[2] == edtf]
        right.update(hits[:1])
        if not hits:
            read = ", ".join(r[2] for r in near) or "nothing"
            told.append(f"“{text[start:end]}” is {edtf}, read as {read}")
    told += [
        f"“{text[start:end]}” is no date, read as {edtf}"
        for start, end, edtf in readings
        if not any(a < end and start < b for a, b, _ in labels)
    ]
    return len(labels), len(readings), len(right), told


def main():
    django.setup()
    sums = [0, 0, 0]
    print("| page | labels | read | right | precision | recall |\n|---|---|---|---|---|---|")
    differing = []
    for path in sorted(PAGES.glob("*.txt")):
        *counts, told = compared(path.read_text(encoding="utf-8"))
        sums = [a + b for a, b in zip(sums, counts, strict=True)]
        print(_row(path.stem, *counts))
        differing += [f"{path.stem}: {line}" for line in told]
    print(_row("all", *sums))
    print("\n".join(["", *differing]))


def _row(name, labels, read, right):
    return f"| {name} | {labels} | {read} | {right} | {right / read:.2f} | {right / labels:.2f} |"


if __name__ == "__main__":
    main()
