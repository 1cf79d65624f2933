"""The learnt model: a label for each word of a line, and how probable it is.

Two linear-chain conditional random fields (python-crfsuite), each learnt from another two thirds of
the features, since what one alone is sure of is more often wrong. `tests/references` learns them from
the AnyStyle project's references (BSD 2-clause, references.LICENSE) and from lines of our own.
"""

import json
import zipfile
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import pycrfsuite

from sources.reading.printed.features import Word, features, words

# A zip of the fields, 0.crf and 1.crf, and of usual.json: {word: {label: times}} in what was learnt.
FILE = Path(__file__).with_name("references.zip")
_lock = Lock()  # A tagger holds the line that it is asked about.


class Labelled(NamedTuple):
    """A word with its label, whether a part begins with it, and the label's probability."""

    word: Word
    label: str
    begins: bool
    sure: float


class Model(NamedTuple):
    """`fields` are the bytes that the taggers read: nobody else holds them."""

    taggers: list
    fields: list
    usual: dict

    def labels(self, text):
        """(a Labelled for each word of the text, the probability of all labels together)."""
        line = words(text)
        if not line:
            return [], 0.0
        told = pycrfsuite.ItemSequence(features(line, self.usual))
        with _lock:
            for tagger in self.taggers:
                tagger.set(told)
            found = [tagger.tag() for tagger in self.taggers]
            tags = max(found, key=self._probability)
            made = [
                Labelled(word, tag[2:], tag[0] == "B", self._marginal(tag[2:], place))
                for place, (word, tag) in enumerate(zip(line, tags, strict=True))
            ]
            return made, self._probability(tags)

    def _probability(self, tags):
        return sum(tagger.probability(tags) for tagger in self.taggers) / len(self.taggers)

    def _marginal(self, label, place):
        """The probability that a word has a label, whether a part begins there or not."""
        found = [
            tagger.marginal(tag, place)
            for tagger in self.taggers
            for tag in {f"B-{label}", f"I-{label}"}.intersection(tagger.labels())
        ]
        return min(1.0, sum(found) / len(self.taggers))


def opened(file):
    """The Model of a file that a trainer wrote."""
    with zipfile.ZipFile(file) as members:
        usual = json.loads(members.read("usual.json"))
        fields = [members.read(name) for name in members.namelist() if name.endswith(".crf")]
    taggers = [pycrfsuite.Tagger() for _ in fields]
    for tagger, field in zip(taggers, fields, strict=True):
        tagger.open_inmemory(field)
    return Model(taggers, fields, usual)


@cache
def kept():
    """The Model that comes with the project."""
    return opened(FILE)
