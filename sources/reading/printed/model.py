"""The learnt model: a label for each word of a line, and how probable it is.

Two linear-chain conditional random fields (python-crfsuite), each learnt from another two thirds of
the features, since what one alone is sure of is more often wrong. `tests/references` learns them from
the AnyStyle project's references (BSD 2-clause, references.LICENSE) and from lines of our own.
"""

import json
import zipfile
from functools import cache
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import pycrfsuite

from sources.reading.printed.features import Word, features, words

# A zip of the fields, 0.crf and 1.crf, and of usual.json: {word: {label: times}} in what was learnt.
FILE = Path(__file__).with_name("references.zip")
PART = 0.1  # What a part costs, in words: of two readings as good that with fewer parts is taken.
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
    tags: list

    def labels(self, text):
        """(a Labelled for each word of the text, the probability of all labels together)."""
        line = words(text)
        if not line:
            return [], 0.0
        told = pycrfsuite.ItemSequence(features(line, self.usual))
        with _lock:
            for tagger in self.taggers:
                tagger.set(told)
            shares = [self._shares(place) for place in range(len(line))]
            tags = most_right(shares)
            made = [
                Labelled(word, tag[2:], tag[0] == "B", min(1.0, _of_label(share, tag[2:])))
                for word, tag, share in zip(line, tags, shares, strict=True)
            ]
            return made, self._probability(tags)

    def _probability(self, tags):
        return sum(tagger.probability(tags) for tagger in self.taggers) / len(self.taggers)

    def _shares(self, place):
        """{tag: its probability} of a word."""
        count = len(self.taggers)
        return {
            tag: sum(tagger.marginal(tag, place) for tagger in self.taggers) / count
            for tag in self.tags
        }


def _of_label(share, label):
    return share.get(f"B-{label}", 0) + share.get(f"I-{label}", 0)


def most_right(shares):
    """The tags of which most are likely to be right, where each goes on with the part before it or
    begins one, from {tag: probability} for each word.

    The likeliest line as a whole has more words wrong, where it is wrong.
    """
    known = {tag for share in shares for tag in share}
    labels = sorted({tag[2:] for tag in known})
    paths = dict.fromkeys(labels, (0.0, ()))  # {label of the last word: (right, its tags)}
    for place, share in enumerate(shares):
        right, tags = max(paths.values(), key=itemgetter(0))
        best = {}
        for label in labels:
            begun = (right + share.get(f"B-{label}", 0) - PART, (tags, f"B-{label}"))
            gone_on = (
                paths[label][0] + share.get(f"I-{label}", 0),
                (paths[label][1], f"I-{label}"),
            )
            may_go_on = place and f"I-{label}" in known
            best[label] = max(begun, gone_on, key=itemgetter(0)) if may_go_on else begun
        paths = best
    chain, tags = max(paths.values(), key=itemgetter(0))[1], []
    while chain:
        chain, tag = chain
        tags.append(tag)
    return tags[::-1]


def opened(file):
    """The Model of a file that a trainer wrote."""
    with zipfile.ZipFile(file) as members:
        usual = json.loads(members.read("usual.json"))
        fields = [members.read(name) for name in members.namelist() if name.endswith(".crf")]
    taggers = [pycrfsuite.Tagger() for _ in fields]
    for tagger, field in zip(taggers, fields, strict=True):
        tagger.open_inmemory(field)
    # A tag that is learnt by one is learnt by all: they learn from the same lines.
    return Model(taggers, fields, usual, taggers[0].labels())


@cache
def kept():
    """The Model that comes with the project."""
    return opened(FILE)
