"""Learning the model: from labelled lines to the file that sources/reading/printed keeps."""

import itertools
import json
import tempfile
import zipfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from xml.etree import ElementTree
from zlib import crc32

import pycrfsuite

from sources.reading.printed.features import LONGEST_KNOWN, features, runs
from sources.reading.printed.looks import words
from sources.reading.printed.model import remembering
from tests.references.composed import labelled

MODELS = 2
# Of these a whole part is remembered: its words name one thing wherever they stand.
NAMED = {
    "journal",
    "container-title",
    "collection-title",
    "publisher",
    "location",
    "genre",
    "source",
}
# L1 keeps the file small, L2 keeps rare words from deciding.
SETTINGS = {
    "c1": 0.1,
    "c2": 0.03,
    "max_iterations": 60,
    "feature.possible_transitions": True,
}


def corpus(path):
    """[(text, a label for each word)] of a file in AnyStyle's shape: sequences of labelled parts."""
    return [
        labelled([(part.tag, part.text or "") for part in sequence])
        for sequence in ElementTree.parse(Path(path)).getroot()
    ]


def beginning(labels):
    """The labels with B- before each that begins a part, I- before the others."""
    before = [None, *labels]
    return [f"{'IB'[was != one]}-{one}" for was, one in zip(before, labels, strict=False)]


def usual(lines):
    """{word: Counter of the labels it has} in (words, labels)."""
    found = {}
    for line, labels in lines:
        for word, label in zip(line, labels, strict=True):
            if any(map(str.isalpha, word.low)):
                found.setdefault(word.low, Counter())[label] += 1
    return found


def named(lines):
    """{the words of a part that has a name: Counter of the labels it has} in (words, labels)."""
    found = {}
    for line, labels in lines:
        place = 0
        for label, group in itertools.groupby(labels):
            first, place = place, place + len(list(group))
            if label in NAMED and 1 < place - first <= LONGEST_KNOWN:
                run = " ".join(word.low for word in line[first:place])
                found.setdefault(run, Counter())[label] += 1
    return found


def learn(real, composed, file):
    """Writes the model of (text, labels) to `file`, as sources/reading/printed/model.py reads it.

    Names are taken from the real lines only: the composed ones have the same few over and over.
    """
    real, composed = list(map(seen, real)), list(map(seen, composed))
    known = usual(real + composed) | named(real)
    lines = [(line, usual([line]) | named([line])) for line in real]
    lines += [(line, usual([line])) for line in composed]
    members = {"usual.json": json.dumps(known, ensure_ascii=False, sort_keys=True)}
    with ProcessPoolExecutor(MODELS) as pool:
        fields = pool.map(partial(field, lines, known), range(MODELS))
        members |= {f"{number}.crf": made for number, made in enumerate(fields)}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in members.items():
            # Without the time of day: the same lines give the same file.
            whole.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def seen(line):
    text, labels = line
    return words(text), labels


def field(lines, known, number):
    """One conditional random field, in bytes, that is told all features but a part of its own; `lines`
    are ((words, labels), what they add themselves to what is known).

    A line's own words do not count among what is usual while it is learnt: else the model would
    trust them as it never can with a line that it has not seen.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    for (line, labels), own in lines:
        there = {word.low for word in line} | {run for run, _, _ in runs(line)}
        others = {said: known[said] - own.get(said, Counter()) for said in there & known.keys()}
        # Sorted, so that the same lines give the same file.
        told = [
            sorted(name for name in set(one) if crc32(name.encode()) % (MODELS + 1) != number)
            for one in features(line, others)
        ]
        trainer.append(pycrfsuite.ItemSequence(told), remembering(beginning(labels)))
    trainer.set_params(SETTINGS)
    with tempfile.NamedTemporaryFile() as made:
        trainer.train(made.name)
        return Path(made.name).read_bytes()


def folds(lines, count=5):
    """(what to learn from, what to measure by), `count` times; each line is measured once."""
    for number in range(count):
        yield (
            [line for place, line in enumerate(lines) if place % count != number],
            lines[number::count],
        )
