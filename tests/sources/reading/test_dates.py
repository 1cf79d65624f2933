"""Dates into EDTF."""

import pytest

from sources.edtf import parse
from sources.reading import dates

WORDS = [
    ("1812", "1812"),
    ("May 1812", "1812-05"),
    ("12 May 1812", "1812-05-12"),
    ("May 12, 1812", "1812-05-12"),
    ("12. маја 1812.", "1812-05-12"),
    ("12 мая 1812 года", "1812-05-12"),
    ("12. Mai 1812", "1812-05-12"),
    ("1er mai 1812", "1812-05-01"),
    ("12.5.1812.", "1812-05-12"),
    ("12.05.1812", "1812-05-12"),
    ("1812-5-3", "1812-05-03"),
    ("1812/05/03", "1812-05-03"),
    ("13/5/1812", "1812-05-13"),
    ("5/13/1812", "1812-05-13"),
    ("5/5/1812", "1812-05-05"),
    ("c. 1812", "1812~"),
    ("ca. May 1812", "1812-05~"),
    ("око 1812", "1812~"),
    ("1812?", "1812?"),
    ("[1812]", "1812"),
    ("[1812?]", "1812?"),
    ("1812–13", "1812/1813"),
    ("1812–1813", "1812/1813"),
    ("1812-13", "1812/1813"),
    ("1812-05", "1812-05"),
    ("1950s", "195X"),
    ("Spring 1812", "1812-21"),
    ("May–June 1812", "1812-05/1812-06"),
    ("3–5 May 1812", "1812-05-03/1812-05-05"),
    ("30 May – 2 June 1812", "1812-05-30/1812-06-02"),
    ("December 1812 – January 1813", "1812-12/1813-01"),
    ("44 BC", "-0043"),
    ("1 BC", "0000"),
    ("44. п. н. е.", "-0043"),
    ("1812 год", "1812"),
    ("2019-02-03T10:11:12Z", "2019-02-03"),
    ("987", "0987"),
]
NONE = ["", "5/6/1812", "30 February 1812", "1812-13-45", "soon", "n.d.", "May", "12 Foo 1812", "0 BC", "1813–1812", "99/99/1812", "1" * 200, "1812 and 1815"]  # fmt: skip
EDTF = ["1812", "1812-05", "1812~", "-0043", "1812/1815", "1812/..", "../1812", "195X", "1812-XX-03", "[1667,1668]", "1812-21", "Y17000", "1812-02-29", "0000-02-29", "/1812"]  # fmt: skip
NOT_EDTF = ["1811-02-29", "1812-13", "1812-00", "1812-05-32", "-0001-02-29", "..", "/", "44 BC", "1812-21-03"]  # fmt: skip


@pytest.mark.parametrize(("words", "edtf"), WORDS)
def test_date_in_words_is_read(words, edtf):
    assert dates.from_words(words) == edtf
    parse(edtf)


@pytest.mark.parametrize("words", NONE)
def test_words_that_are_no_date_or_two_are_none(words):
    assert dates.from_words(words) == ""


@pytest.mark.parametrize("text", EDTF)
def test_edtf_stays_as_it_is(text):
    assert dates.edtf(f" {text} ") == text
    parse(text)


@pytest.mark.parametrize("text", NOT_EDTF)
def test_what_no_calendar_has_is_no_edtf(text):
    assert dates.edtf(text) == ""


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ({"date-parts": [[-44]]}, "-0043"),
        ({"date-parts": [[-1, 3]]}, "0000-03"),
        ({"date-parts": [[0]]}, ""),
        ({"date-parts": [["1812", "05"]]}, "1812-05"),
        ({"date-parts": [[1812]], "circa": True}, "1812~"),
        ({"date-parts": [[1812], [1815]], "circa": 1}, "1812~/1815~"),
        ({"date-parts": [[1812]], "season": "2"}, "1812-22"),
        ({"date-parts": [[1812, 13]]}, "1812-21"),
        ({"date-parts": [[1812]], "season": 5}, ""),
        ({"date-parts": [[1812]], "season": "autumn"}, "1812-23"),
        ({"date-parts": [[1806], []]}, "1806/.."),
        ({"literal": "c. 1812"}, "1812~"),
        ({"raw": "1812-05-03"}, "1812-05-03"),
        ({"date-parts": [[1812, 2, 30]]}, ""),
        ({"date-parts": [[1, 2, 3, 4]]}, ""),
        ({"date-parts": "1812"}, ""),
        ({"date-parts": [["x"]]}, ""),
        ({}, ""),
        (1812, "1812"),
        (None, ""),
    ],
)
def test_date_of_csl_is_read(value, edtf):
    assert dates.csl(value) == edtf
