"""The reader of dates on whatever words: nothing stops it, and it takes no longer than they are long."""

import time
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from events.exchange.dates import read_dates
from events.exchange.dates.words import WORDS
from sources import edtf

SAID = st.sampled_from(sorted(WORDS))
COUNTS = st.sampled_from(
    ["44", "5", "31", "1812", "1806–7", "1743/44", "1890s", "19th", "XIX", "30-х", "5.12.1806"]
    + ["BC", "AD", "O.S.", "(", ")", "[", "/", "–", ",", ".", "c.", "of"]
)


@given(st.lists(st.tuples(SAID | COUNTS, st.sampled_from([" ", ""])), max_size=12))
def test_no_words_stop_the_reading(said):
    text = "".join(chain.from_iterable(said))
    for date in read_dates(text):
        assert text[date.start : date.end] == date.words
        edtf.bounds(date.edtf, date.calendar)


def test_ten_thousand_dates_in_a_megabyte():
    sentence = (
        "They had come on 5 May 1812 from the north, and it rained on the men and on the road. "
    )
    text = sentence * (1_000_000 // len(sentence))
    started = time.process_time()
    assert len(read_dates(text)) > 10_000
    # Takes 1.5 s; the rest is for a busy machine.
    assert time.process_time() - started < 10


def test_a_megabyte_is_read_in_seconds():
    started = time.process_time()
    for words in (
        "In May 1812 the envoy came, and in 1813 he left, after 5 to 7 April 1814. ",
        "1812 1813 1814 ",
        "from between since the early ",
        "5 5 5 – 5 – 5 ",
        "I V X IV ",
        "5, ",
        "16th, ",
        "5 (5 (",
        "5 May [O.S. 5 ",
        "the ",
    ):
        read_dates(words * (100_000 // len(words)))
    # Takes 4 s; the rest is for a busy machine.
    assert time.process_time() - started < 20
