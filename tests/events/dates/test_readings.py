from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.exchange.dates import read_dates
from sources import edtf


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("on 24 June 1940, and", "1940-06-24"),
        ("on June 24, 1940 they", "1940-06-24"),
        ("5–7 May 1812", "1812-05-05/1812-05-07"),
        ("agreed in May 1812 effectively", "1812-05"),
        ("in the spring of 1922, there", "1922-21"),
        ("in late 1806 and", "1806-09/1806-12"),
        ("during 1923–1924 the men", "1923/1924"),
        ("between 1881 and 1891", "1881/1891"),
        ("from 1881 to 1891", "1881/1891"),
        ("the 1950s became", "195X"),
        ("in the early 1990s", "1990/1993"),
        ("the 19th century", "18XX"),
        ("in the early 15th century", "1400/1433"),
        ("in the mid-19th century", "1834/1866"),
        ("the late 19th century wars", "1867/1899"),
        ("during 1923–24 the men", "1923/1924"),
        ("the 1990s wars", "199X"),
        ("in 1812 congress met", "1812"),
        ("a treaty (1812) villages", "1812"),
        ("c. 1812", "1812~"),
        ("Since May 2010 the", "2010-05/.."),
        ("since 1806 and", "1806/.."),
        ("SINCE 1806 and", "1806/.."),
        ("since the 1950s", "195X/.."),
        ("since the 15th century", "14XX/.."),
        ("until 1999.", "../1999"),
        ("a view (1944)", "1944"),
        ("in early May 1812", "1812-05-01/1812-05-10"),
        ("in mid-May 1812", "1812-05-11/1812-05-20"),
        ("late May 1812", "1812-05-21/1812-05-31"),
        ("May–June 1812", "1812-05/1812-06"),
        ("in the 1990S WARS", "199X"),
        ("THE 19TH CENTURY WARS", "18XX"),
    ],
)
def test_date_in_prose_is_read(text, read):
    assert [d.edtf for d in read_dates(text)] == [read]


@pytest.mark.parametrize(
    "text",
    [
        "in late July",
        "in the first two years following the war",
        "with 2000 men",
        "in 1500 villages",
        "with 1500 Wars",
        "given $200,000",
        "30 modernized T-72 tanks and the 3rd Front",
        "on 30 February 1900",
        "page 1812",
        "2,000 and 1903,5",
        "since 1923–1924",
    ],
)
def test_what_is_no_sure_date_is_left(text):
    assert read_dates(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("in 1903 they", ["1903"]),
        ("until 1999.", ["until 1999"]),
        ("it was since May 1950 so", ["since May 1950"]),
        ("Since May 2010 the", ["Since May 2010"]),
        ("SINCE 1806 and", ["SINCE 1806"]),
        ("the 1950s and the ", ["the 1950s"]),
        ("of 1950s music", ["1950s"]),
        ("in the 19th century", ["the 19th century"]),
        ("5 May 1812 and June 1813", ["5 May 1812", "June 1813"]),
        ("on 30 February 1900 and on 1 March 1900", ["1 March 1900"]),
        ("with 2000 men in 1812 and 1813", ["1812", "1813"]),
        ("since 1923–1924 and 1930–1931", ["1930–1931"]),
    ],
)
def test_words_of_a_reading_are_all_that_say_it(text, words):
    assert [d.words for d in read_dates(text)] == words


SAID = st.sampled_from(
    ["24 June 1940", "the 1950s", "since ", "since 1806", " in 1903", "early ", "5–7 May 1812"]
    + ["the 19th century", " and ", ", ", " ", "(1944)", "1923–24", "from 1881 to 1891", "the "]
)


@given(st.lists(SAID, max_size=8).map("".join))
def test_each_reading_stands_in_the_text_and_is_edtf(text):
    dates = read_dates(text)
    for date in dates:
        assert text[date.start : date.end] == date.words
        assert edtf.parse(date.edtf)
    assert all(one.end <= other.start for one, other in pairwise(dates))
