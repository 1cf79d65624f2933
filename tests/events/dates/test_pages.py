"""Whole pages whose dates were labelled by hand (tests/dated) are read as well as they were."""

import pytest

from events.exchange.dates import read_dates
from tests.dated.__main__ import PAGES, compared

FILES = sorted(PAGES.glob("*.txt"))


def test_labelled_pages_are_read():
    assert len(FILES) >= 6
    labels, read, right = (
        sum(counts)
        for counts in zip(
            *(compared(p.read_text(encoding="utf-8"))[:3] for p in FILES), strict=True
        )
    )
    assert right / read >= 0.98
    assert right / labels >= 0.96


@pytest.mark.parametrize(
    "text", ["Obnavljan je 1988, 1999. i 2007. godine.", "Обновљен је 1988, 1999. и 2007. године."]
)
def test_first_of_several_years_is_one(text):
    assert [date.edtf for date in read_dates(text)] == ["1988", "1999", "2007"]
