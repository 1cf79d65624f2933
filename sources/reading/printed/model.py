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

from sources.reading.printed.features import features
from sources.reading.printed.looks import Word, words

# A zip of the fields, 0.crf and 1.crf, and of usual.json: {word, or words of a whole part: {label:
# times}} in what was learnt.
FILE = Path(__file__).with_name("references.zip")
# A line has one title and one container.
ONCE = {"title": "title", "journal": "container", "container-title": "container"}
AGAIN = 1.5  # What another of these costs, in words.
NEVER = 1e-9
SELDOM = 0.001  # A tag that is less probable is not tried.
PART = 0.1  # What a part costs, in words: of two readings as good that with fewer parts is taken.
_lock = Lock()  # A tagger holds the line that it is asked about.


class Labelled(NamedTuple):
    """A word with its label, whether a part begins with it, and the label's probability."""

    word: Word
    label: str
    begins: bool
    sure: float


class Model(NamedTuple):
    """`fields` are the bytes that the taggers read: nobody else holds them; `tags` are {tag as it is
    learnt (remembering): the tag}."""

    taggers: list
    fields: list
    usual: dict
    tags: dict

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
        learnt = remembering(tags)
        return sum(tagger.probability(learnt) for tagger in self.taggers) / len(self.taggers)

    def _shares(self, place):
        """{tag: its probability} of a word; what is as good as impossible is 0."""
        share = dict.fromkeys(self.tags.values(), 0.0)
        marginals = [tagger.marginal for tagger in self.taggers]
        for learnt, tag in self.tags.items():
            right = sum([marginal(learnt, place) for marginal in marginals])
            if right > NEVER:
                share[tag] += right / len(marginals)
        return share


def _of_label(share, label):
    return share.get(f"B-{label}", 0) + share.get(f"I-{label}", 0)


def remembering(tags):
    """The tags as they are learnt: with dates and editors it is remembered whether the title stood
    before them, since after them comes a title or a container."""
    made, is_after = [], False
    for tag in tags:
        is_after = is_after or tag == "B-title"
        made.append(tag + "+" * (is_after and tag[2:] in ("date", "editor")))
    return made


def most_right(shares):
    """The tags of which most are likely to be right, where each goes on with the part before it or
    begins one, from {tag: probability} for each word.

    The likeliest line as a whole has more words wrong, where it is wrong.
    """
    known = {tag for share in shares for tag in share}
    # {(label of the last word, what the line has of ONCE): (right, its tags)}
    paths = {("", frozenset()): (0.0, ())}
    for share in shares:
        likely = {tag[2:] for tag, right in share.items() if right > SELDOM}
        begun = [(f"B-{label}", share.get(f"B-{label}", 0.0)) for label in sorted(likely)]
        reached = {}
        for (last, had), (sum_of_right, tags) in paths.items():
            goes_on = f"I-{last}"
            going_on = [(goes_on, share.get(goes_on, 0.0))] if goes_on in known else []
            for tag, right in going_on + begun:
                label, has = tag[2:], had
                if tag[0] == "B":
                    once = ONCE.get(label)
                    right -= PART + AGAIN * (once in had)
                    has = had | {once} if once else had
                if (label, has) not in reached or reached[label, has][0] < sum_of_right + right:
                    reached[label, has] = (sum_of_right + right, (tags, tag))
        paths = reached
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
    tags = {tag: tag.removesuffix("+") for tag in taggers[0].labels()}
    return Model(taggers, fields, usual, tags)


@cache
def kept():
    """The Model that comes with the project."""
    return opened(FILE)
