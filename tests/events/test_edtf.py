import pytest

from events import edtf


@pytest.mark.parametrize(
    ("part", "text", "read"),
    [
        ("early", "1806", "1806-01/1806-04"),
        ("mid", "1806", "1806-05/1806-08"),
        ("late", "1806", "1806-09/1806-12"),
        ("Late", "1806", "1806-09/1806-12"),
        ("start", "1806", "1806-01/1806-03"),
        ("beginning", "1806", "1806-01/1806-03"),
        ("end", "1806", "1806-10/1806-12"),
        ("first half", "1806", "1806-01/1806-06"),
        ("second half", "1806", "1806-07/1806-12"),
        ("third quarter", "1806", "1806-07/1806-09"),
        ("early", "-0043", "-0043-01/-0043-04"),
        ("early", "1806-05", "1806-05-01/1806-05-10"),
        ("middle", "1806-05", "1806-05-11/1806-05-20"),
        ("late", "1806-05", "1806-05-21/1806-05-31"),
        ("late", "1806-02", "1806-02-21/1806-02-28"),
        ("late", "1804-02", "1804-02-21/1804-02-29"),
        ("late", "1900-02", "1900-02-21/1900-02-28"),
        ("late", "-0004-02", "-0004-02-21/-0004-02-29"),
        ("end", "1806-05", "1806-05-25/1806-05-31"),
        ("end", "1806-04", "1806-04-24/1806-04-30"),
        ("second half", "1806-04", "1806-04-16/1806-04-30"),
        ("early", "195X", "1950/1953"),
        ("mid", "195X", "1954/1956"),
        ("late", "195X", "1957/1959"),
        ("end", "195X", "1958/1959"),
        ("early", "-0448/-0439", "-0448/-0445"),
        ("early", "18XX", "1800/1833"),
        ("mid", "18XX", "1834/1866"),
        ("late", "18XX", "1867/1899"),
        ("last third", "18XX", "1867/1899"),
        ("second half", "18XX", "1850/1899"),
        ("last quarter", "18XX", "1875/1899"),
        # Before the common era the earlier year has the greater number: 500–467 BC.
        ("early", "-04XX", "-0499/-0466"),
        ("late", "-00XX", "-0032/0000"),
        ("early", "00XX", "0000/0033"),
    ],
)
def test_a_vague_word_is_a_span(part, text, read):
    assert edtf.span(part, text) == read
    assert edtf.parse(read)


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("jolly", "1806"),
        ("first quarter", "195X"),
        ("early", "1806-05-03"),
        ("early", "1806-13"),
        ("early", "1806/1808"),
        ("early", "18XX~"),
        ("early", ""),
    ],
)
def test_a_part_that_is_not_agreed_on_is_refused(part, text):
    with pytest.raises(edtf.NotEdtf):
        edtf.span(part, text)
