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


def test_variables_name_their_words_as_they_were_typed():
    [reading] = read(
        "@book{a, author = {{\\'C}iri{\\'c}, Ana}, title = {{Old}}, year = 1999, month = may}"
    )
    assert reading.source["author"] == "{\\'C}iri{\\'c}, Ana"
    assert reading.source["title"] == "{Old}"
    assert reading.source["issued"] == "may 1999"
    [reading] = read("{{cite book |last=Ćirić |first=Ana |title=Old |date=3 May 1999}}")
    assert reading.source["author"] == "Ćirić, Ana"
    assert reading.source["issued"] == "3 May 1999"
    [reading] = read("ISBN 86-00-00001-7 (pbk.)")
    assert reading.source["ISBN"] == "ISBN 86-00-00001-7 (pbk.)"


def test_nothing_gives_nothing():
    assert read("") == read(" \n\t") == []
