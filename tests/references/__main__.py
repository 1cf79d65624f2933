"""See the package: `python -m tests.references train|measure PATH`."""

import argparse
import itertools
import os
import random
import tempfile
import time
from collections import Counter

import django

FEW = 30  # parts, below which an F1 says little
# Both are CSL's container-title: no line has the two (sources/reading/printed/fields.py).
FIELDS = {"journal": "container-title"}

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def train(path):
    from sources.reading.printed import model
    from tests.references import composed, learning

    began = time.time()
    learning.learn(learning.corpus(path), composed.lines(), model.FILE)
    print(f"learnt in {time.time() - began:.0f} s, {model.FILE.stat().st_size / 1e6:.2f} MB")


def fold(learnt, measured):
    """[(text, labels, labels read, probability of all)] of one fold."""
    from sources.reading.printed import model
    from tests.references import composed, learning

    with tempfile.NamedTemporaryFile() as file:
        learning.learn(learnt, composed.lines(), file.name)
        opened = model.opened(file.name)
        return [(text, labels, *read(opened, text)) for text, labels in measured]


def read(opened, text):
    labels, sure = opened.labels(text)
    return [one.label for one in labels], sure


def measure(path):
    from sources.reading.printed import model
    from tests.references import composed, learning

    lines = learning.corpus(path)
    random.Random(1).shuffle(lines)
    found = [one for job in learning.folds(lines) for one in fold(*job)]
    report("references-core.xml, five-fold cross-validation", found)
    by_label(found)
    by_sureness(found)
    own = [(text, labels, *read(model.kept(), text)) for text, labels in composed.own()]
    report("own.txt, Serbian and Russian", own)
    began = time.process_time()
    for text, _ in lines[:300]:
        model.kept().labels(text)
    print(f"a line is labelled in {(time.process_time() - began) / 300 * 1000:.1f} ms")


def report(name, found):
    pairs = [(a, b) for _, labels, got, _ in found for a, b in zip(labels, got, strict=True)]
    right = sum(a == b for a, b in pairs)
    whole = sum(labels == got for _, labels, got, _ in found)
    print(f"{name}: {len(found)} lines, {right / len(pairs):.1%} of words right, "
          f"{whole / len(found):.1%} of lines whole")  # fmt: skip


def by_label(found):
    """How many parts and words each label has, and how well its words are read; then the same of
    “journal” and “container-title” as the one field of a record that both fill."""
    parts = Counter(label for _, labels, _, _ in found for label, _ in itertools.groupby(labels))
    for label, count, score in scores(found):
        few = "  too few parts to judge by" if parts[label] < FEW else ""
        print(f"  {label:<16} {parts[label]:5} parts {count:6} words  F1 {score:.3f}{few}")
    merged = [
        (text, *([FIELDS.get(label, label) for label in some] for some in (labels, got)), sure)
        for text, labels, got, sure in found
    ]
    for label, count, score in scores(merged):
        if label in FIELDS.values():
            print(f"  {label} in a record: {count} words, F1 {score:.3f}")
    report("with journal and container-title as one", merged)


def scores(found):
    """(label, its words, F1) from the most frequent on."""
    right, wanted, got = Counter(), Counter(), Counter()
    for _, labels, read_as, _ in found:
        wanted.update(labels)
        got.update(read_as)
        right.update(a for a, b in zip(labels, read_as, strict=True) if a == b)
    for label, count in wanted.most_common():
        yield label, count, 2 * right[label] / (count + got[label])


def by_sureness(found):
    ranked = sorted(found, key=lambda one: one[3])
    fifth = len(ranked) // 5
    for number in range(5):
        some = ranked[number * fifth : (number + 1) * fifth if number < 4 else None]
        whole = sum(labels == got for _, labels, got, _ in some) / len(some)
        print(f"  sure {some[0][3]:.2f} to {some[-1][3]:.2f}: {whole:.1%} of lines whole")
    for bound in (0.8, 0.85, 0.9, 0.95, 0.97):
        some = [one for one in found if one[3] >= bound]
        whole = sum(labels == got for _, labels, got, _ in some) / len(some)
        print(f"  sure from {bound}: {len(some) / len(found):.0%} of lines, {whole:.1%} whole")


if __name__ == "__main__":
    django.setup()
    asked = argparse.ArgumentParser(prog="python -m tests.references")
    asked.add_argument("act", choices=["train", "measure"])
    asked.add_argument("path")
    given = asked.parse_args()
    {"train": train, "measure": measure}[given.act](given.path)
