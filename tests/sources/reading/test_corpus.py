"""Pasted things of every shape, and what is read of each."""

from collections import Counter

import pytest

from sources.reading import read
from tests.sources.reading import corpus

CASES = list(corpus.cases())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_pasted_text_is_read_as_the_corpus_says(case):
    assert [sorted(corpus.told(reading)) for reading in read(case.text)] == [
        sorted(work) for work in case.wanted
    ]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_variable_tells_the_words_that_it_was_read_from(case):
    for reading in read(case.text):
        missing = (
            set(reading.fields) - set(reading.source) - {"type", "container-title", "language"}
        )
        assert not missing, reading
        assert all(reading.source.values()) or "type" in reading.source


def test_a_third_of_the_corpus_is_malformed_and_no_two_cases_are_one():
    assert len(CASES) >= 250
    assert sum(case.malformed for case in CASES) * 3 >= len(CASES)
    assert max(Counter(str(case) for case in CASES).values()) == 1
