"""Phrases in five languages as they are printed, and what each is read as; a third are traps.

They stand in `phrases/`: a phrase a line, with its EDTF; in `traps.txt` phrases without a date.
"""

from pathlib import Path

import pytest

from events.exchange.dates import read_dates

FOLDER = Path(__file__).with_name("phrases")


def lines_of(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line]


PHRASES = [
    pytest.param(*map(str.strip, line.split(" | ")), id=line)
    for language in ("english", "serbian", "russian", "german", "french")
    for line in lines_of(language)
]
TRAPS = lines_of("traps")


def test_the_tables_are_long():
    assert len(PHRASES) + len(TRAPS) >= 200
    assert len(TRAPS) >= len(PHRASES) / 3


@pytest.mark.parametrize(("phrase", "edtf"), PHRASES)
def test_phrase_is_read(phrase, edtf):
    assert [date.edtf for date in read_dates(phrase)] == [edtf]


@pytest.mark.parametrize("phrase", TRAPS)
def test_trap_is_not_read(phrase):
    assert read_dates(phrase) == []


@pytest.mark.parametrize(
    ("phrase", "calendar"),
    [
        ("on 10 July 1807 (O.S.) they", "julian"),
        ("on 10 July 1807 (Julian) they", "julian"),
        ("on 15 January 1743/44", "julian"),
        ("10 July 1807 (O.S.)", "julian"),
        ("10 July 1807 O.S.", "julian"),
        ("10 July 1807 OS", "julian"),
        ("28 June 1807 (Julian calendar)", "julian"),
        ("28 June 1807 in the Julian calendar", "julian"),
        ("28 June 1807 (Old Style)", "julian"),
        ("15 January 1743/44", "julian"),
        ("15 January 1743/4", "julian"),
        ("January 15, 1743/44", "julian"),
        ("on 10 July 1807 (N.S.) they", ""),
        ("on 25 October [O.S. 12 October] 1806", ""),
        ("on 1/13 January 1879", ""),
    ],
)
def test_calendar_is_read_along(phrase, calendar):
    (date,) = read_dates(phrase)
    assert date.calendar == calendar
