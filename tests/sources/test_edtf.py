import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sources import edtf


# The examples of https://www.loc.gov/standards/datetime/, all of them, then our own.
@pytest.mark.parametrize(
    ("text", "lower", "upper", "shown"),
    [
        # Level 0: dates, date-times, intervals.
        ("1985-04-12", 19850412, 19850412, "12 April 1985"),
        ("1985-04", 19850401, 19850430, "April 1985"),
        ("1985", 19850101, 19851231, "1985"),
        ("1985-04-12T23:20:30", 19850412, 19850412, "12 April 1985, 23:20:30"),
        ("1985-04-12T23:20:30Z", 19850412, 19850412, "12 April 1985, 23:20:30 UTC"),
        ("1985-04-12T23:20:30-04", 19850412, 19850412, "12 April 1985, 23:20:30 UTC−04"),
        ("1985-04-12T23:20:30+04:30", 19850412, 19850412, "12 April 1985, 23:20:30 UTC+04:30"),
        ("1964/2008", 19640101, 20081231, "1964–2008"),
        ("2004-06/2006-08", 20040601, 20060831, "June 2004 – August 2006"),
        ("2004-02-01/2005-02-08", 20040201, 20050208, "1 February 2004 – 8 February 2005"),
        ("2004-02-01/2005-02", 20040201, 20050228, "1 February 2004 – February 2005"),
        ("2004-02-01/2005", 20040201, 20051231, "1 February 2004 – 2005"),
        ("2005/2006-02", 20050101, 20060228, "2005 – February 2006"),
        # Level 1: long years, seasons, qualified dates, unspecified digits, open and unknown ends.
        ("Y170000002", 1_700_000_020_101, 1_700_000_021_231, "the year 170,000,002"),
        ("Y-170000002", -1_700_000_019_899, -1_700_000_018_769, "170,000,003 BC"),
        ("2001-21", 20010301, 20010531, "spring 2001"),
        ("1984?", 19840101, 19841231, "1984 (uncertain)"),
        ("2004-06~", 20040601, 20040630, "circa June 2004"),
        ("2004-06-11%", 20040611, 20040611, "circa 11 June 2004 (uncertain)"),
        ("201X", 20100101, 20191231, "2010s"),
        ("20XX", 20000101, 20991231, "21st century"),
        ("2004-XX", 20040101, 20041231, "a month in 2004"),
        ("1985-04-XX", 19850401, 19850430, "a day in April 1985"),
        ("1985-XX-XX", 19850101, 19851231, "a day in 1985"),
        ("1985-04-12/..", 19850412, None, "since 12 April 1985"),
        ("1985-04/..", 19850401, None, "since April 1985"),
        ("1985/..", 19850101, None, "since 1985"),
        ("../1985-04-12", None, 19850412, "until 12 April 1985"),
        ("../1985-04", None, 19850430, "until April 1985"),
        ("../1985", None, 19851231, "until 1985"),
        ("1985-04-12/", 19850412, None, "from 12 April 1985, end unknown"),
        ("1985-04/", 19850401, None, "from April 1985, end unknown"),
        ("1985/", 19850101, None, "from 1985, end unknown"),
        ("/1985-04-12", None, 19850412, "until 12 April 1985, beginning unknown"),
        ("/1985-04", None, 19850430, "until April 1985, beginning unknown"),
        ("/1985", None, 19851231, "until 1985, beginning unknown"),
        ("-1985", -19849899, -19848769, "1986 BC"),
        # Level 2: exponential years, significant digits, groupings, sets, qualified parts.
        ("Y-17E7", -1_699_999_999_899, -1_699_999_998_769, "170,000,001 BC"),
        ("1950S2", 19000101, 19991231, "some time between 1900 and 1999 (about 1950)"),
        (
            "Y171010000S3",
            1_710_000_000_101,
            1_719_999_991_231,
            "some time between 171,000,000 and 171,999,999 (about 171,010,000)",
        ),
        (
            "Y3388E2S3",
            3_380_000_101,
            3_389_991_231,
            "some time between 338,000 and 338,999 (about 338,800)",
        ),
        ("2001-34", 20010401, 20010630, "the second quarter of 2001"),
        ("2001-25", 20010301, 20010531, "spring 2001 (northern hemisphere)"),
        ("2001-30", 20011201, 20020228, "summer 2001 (southern hemisphere)"),
        ("2001-37", 20010101, 20010430, "the first four months of 2001"),
        ("2001-39", 20010901, 20011231, "the last four months of 2001"),
        ("2001-40", 20010101, 20010630, "the first half of 2001"),
        ("2001-41", 20010701, 20011231, "the second half of 2001"),
        ("[1667,1668,1670..1672]", 16670101, 16721231, "1667, 1668 or one of 1670–1672"),
        ("[..1760-12-03]", None, 17601203, "3 December 1760 or before"),
        ("[1760-12..]", 17601201, None, "December 1760 or later"),
        (
            "[1760-01,1760-02,1760-12..]",
            17600101,
            None,
            "January 1760, February 1760, or December 1760 or later",
        ),
        ("[1667,1760-12]", 16670101, 17601231, "1667 or December 1760"),
        ("[..1984]", None, 19841231, "1984 or before"),
        ("{1667,1668,1670..1672}", 16670101, 16721231, "1667, 1668 and all of 1670–1672"),
        ("{1960,1961-12}", 19600101, 19611231, "1960 and December 1961"),
        ("{..1984}", None, 19841231, "1984 and all before"),
        ("{1984..}", 19840101, None, "1984 and all after"),
        ("2004-06~-11", 20040611, 20040611, "11 June 2004 (year and month approximate)"),
        ("2004?-06-11", 20040611, 20040611, "11 June 2004 (year uncertain)"),
        ("?2004-06-~11", 20040611, 20040611, "11 June 2004 (year uncertain, day approximate)"),
        ("2004-%06-11", 20040611, 20040611, "11 June 2004 (month uncertain and approximate)"),
        ("156X-12-25", 15601225, 15691225, "25 December of a year in the 1560s"),
        ("15XX-12-25", 15001225, 15991225, "25 December of a year in the 16th century"),
        ("XXXX-12-XX", 1201, 99991231, "a day in December of an unknown year"),
        ("1XXX-XX", 10000101, 19991231, "a month in the 2nd millennium"),
        ("1XXX-12", 10001201, 19991231, "December of a year in the 2nd millennium"),
        ("1984-1X", 19841001, 19841231, "October, November or December 1984"),
        (
            "2004-06-~01/2004-06-~20",
            20040601,
            20040620,
            "1 June 2004 (day approximate) – 20 June 2004 (day approximate)",
        ),
        ("2004-06-XX/2004-07-03", 20040601, 20040703, "a day in June 2004 – 3 July 2004"),
        ("1984~/2004-06", 19840101, 20040630, "circa 1984 – June 2004"),
        ("1984/2004-06~", 19840101, 20040630, "1984 – circa June 2004"),
        ("1984?/2004%", 19840101, 20041231, "1984 (uncertain) – circa 2004 (uncertain)"),
        (
            "1984-06-02?/2004-08-08~",
            19840602,
            20040808,
            "2 June 1984 (uncertain) – circa 8 August 2004",
        ),
        # Beyond the page's examples.
        ("-1990-XX", -19899899, -19898769, "a month in 1991 BC"),
        ("-1985-04-XX", -19849599, -19849570, "a day in April 1986 BC"),
        ("[..1990-23]", None, 19901130, "autumn 1990 or before"),
        ("15XX-02-29", 15040229, 15960229, "29 February of a year in the 16th century"),
        ("-00XX", -989899, 1231, "1st century BC"),
        ("-04XX", -4989899, -3998769, "5th century BC"),
        ("-004X", -489899, -398769, "50–41 BC"),
        ("0044", 440101, 441231, "AD 44"),
        ("006X", 600101, 691231, "AD 60s"),
        ("00XX", 101, 991231, "1st century AD"),
        ("-0043-03-15", -429685, -429685, "15 March 44 BC"),
        ("-0499/-0466", -4989899, -4658769, "500–467 BC"),
        ("-0026/0014", -259899, 141231, "27 BC – AD 14"),
        ("0060/0069", 600101, 691231, "AD 60–69"),
        ("20X0-10-02", 20001002, 20901002, "2 October of a year ending in 0 between 2000 and 2090"),
        (
            "1X99-01-XX",
            10990101,
            19990131,
            "a day in January of a year ending in 99 between 1099 and 1999",
        ),
        ("1985-XX-12", 19850112, 19851212, "the 12th of a month in 1985"),
        ("1985-0X-12", 19850112, 19850912, "the 12th of a month from January to September 1985"),
        ("1985-04-1X", 19850410, 19850419, "a day from 10 to 19 April 1985"),
        ("1985-04-X1", 19850401, 19850421, "1, 11 or 21 April 1985"),
        ("156X-XX", 15600101, 15691231, "a month in the 1560s"),
        ("156X-21", 15600301, 15690531, "spring of a year in the 1560s"),
        ("1985-02-2X", 19850220, 19850228, "a day from 20 to 28 February 1985"),
        ("195X~", 19500101, 19591231, "circa the 1950s"),
        ("18XX/19XX", 18000101, 19991231, "19th century – 20th century"),
        ("Y12345~", 123450101, 123451231, "circa the year 12,345"),
        ("1806-05-05/1806-05-07", 18060505, 18060507, "5–7 May 1806"),
        ("1806-05/1806-06", 18060501, 18060630, "May–June 1806"),
        ("1806-04-28/1806-05-03", 18060428, 18060503, "28 April – 3 May 1806"),
        ("-XXXX", -99989899, 1231, "an unknown year BC"),
        ("0XXX", 101, 9991231, "1st millennium AD"),
        ("X99X", 9900101, 99991231, "a year between AD 990 and 9999"),
        ("1806-21/1806-23", 18060301, 18061130, "spring 1806 – autumn 1806"),
        ("2001-21~", 20010301, 20010531, "circa spring 2001"),
        ("2001-~21", 20010301, 20010531, "spring 2001 (season approximate)"),
        ("-1859S5", -18589899, -18588769, "1860 BC"),
        ("1950S2/1960", 19000101, 19601231, "some time between 1900 and 1999 (about 1950) – 1960"),
        ("1812", 18120101, 18121231, "1812"),
        ("1812-05", 18120501, 18120531, "May 1812"),
        ("1922-21", 19220301, 19220531, "spring 1922"),
        ("1922-24", 19221201, 19230228, "winter 1922"),
        ("2001-22", 20010601, 20010831, "summer 2001"),
        ("2001-23", 20010901, 20011130, "autumn 2001"),
        ("2001-24", 20011201, 20020228, "winter 2001"),
        ("1812?", 18120101, 18121231, "1812 (uncertain)"),
        ("1812%", 18120101, 18121231, "circa 1812 (uncertain)"),
        ("21XX", 21000101, 21991231, "22nd century"),
        ("22XX", 22000101, 22991231, "23rd century"),
        ("10XX", 10000101, 10991231, "11th century"),
        ("0999", 9990101, 9991231, "AD 999"),
        ("1000", 10000101, 10001231, "1000"),
        ("0000", 101, 1231, "1 BC"),
        ("0001", 10101, 11231, "AD 1"),
        ("-004X-03", -489699, -399669, "March of a year between 50 and 41 BC"),
        ("1985-04-3X", 19850430, 19850430, "30 April 1985"),
        ("1985-1X-12", 19851012, 19851212, "12 October, November or December 1985"),
        ("1985-1X-XX", 19851001, 19851231, "a day in October, November or December 1985"),
        ("1985-02-X9", 19850209, 19850219, "9 or 19 February 1985"),
        ("1984-02-X9", 19840209, 19840229, "9, 19 or 29 February 1984"),
        ("0950S2", 9500101, 9591231, "some time between AD 950 and 959 (about AD 950)"),
        ("0000/0001", 101, 11231, "1 BC – AD 1"),
        ("1806-05-05/1806-05-05", 18060505, 18060505, "5 May 1806"),
        ("1806-05/1806-05", 18060501, 18060531, "May 1806"),
        ("XXXX", 101, 99991231, "an unknown year"),
        ("XXXX-XX-XX", 101, 99991231, "a day in an unknown year"),
        ("2001-26", 20010601, 20010831, "summer 2001 (northern hemisphere)"),
        ("2001-27", 20010901, 20011130, "autumn 2001 (northern hemisphere)"),
        ("2001-28", 20011201, 20020228, "winter 2001 (northern hemisphere)"),
        ("2001-29", 20010901, 20011130, "spring 2001 (southern hemisphere)"),
        ("2001-31", 20010301, 20010531, "autumn 2001 (southern hemisphere)"),
        ("2001-32", 20010601, 20010831, "winter 2001 (southern hemisphere)"),
        ("2001-33", 20010101, 20010331, "the first quarter of 2001"),
        ("2001-35", 20010701, 20010930, "the third quarter of 2001"),
        ("2001-36", 20011001, 20011231, "the last quarter of 2001"),
        ("2001-38", 20010501, 20010831, "the middle four months of 2001"),
        ("1XXX", 10000101, 19991231, "2nd millennium"),
        ("200X-33", 20000101, 20090331, "the first quarter of a year in the 2000s"),
        ("1985-04-XX~", 19850401, 19850430, "a day in April 1985 (approximate)"),
        ("?2004-?06-11", 20040611, 20040611, "11 June 2004 (year and month uncertain)"),
        ("2004-06-11~", 20040611, 20040611, "circa 11 June 2004"),
        (
            "2004?-06~-11",
            20040611,
            20040611,
            "11 June 2004 (year uncertain and approximate, month approximate)",
        ),
        ("~2004", 20040101, 20041231, "circa 2004"),
        ("[1985]", 19850101, 19851231, "1985"),
        (
            "{1960,1961..1963,1970..}",
            19600101,
            None,
            "1960, all of 1961–1963, and 1970 and all after",
        ),
        ("-1XXX", -19989899, -9998769, "2nd millennium BC"),
        ("-15XX-02-29", -15959771, -15039771, "29 February of a year in the 16th century BC"),
        ("Y17E8", 17_000_000_000_101, 17_000_000_001_231, "the year 1,700,000,000"),
        (
            "Y-171010000S2",
            -1_799_999_989_899,
            -1_699_999_998_769,
            "some time between 180,000,000 and 170,000,001 BC (about 171,010,001 BC)",
        ),
        ("-1985/..", -19849899, None, "since 1986 BC"),
        ("1980-02-29/1981", 19800229, 19811231, "29 February 1980 – 1981"),
        ("1984-02-29", 19840229, 19840229, "29 February 1984"),
        ("1923/1924", 19230101, 19241231, "1923–1924"),
        ("195X", 19500101, 19591231, "1950s"),
        ("1806/..", 18060101, None, "since 1806"),
    ],
)
def test_edtf_has_bounds_and_words(text, lower, upper, shown):
    read = edtf.parse(text)
    assert (read.text, read.lower, read.upper, edtf.display(text)) == (text, lower, upper, shown)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not a date in EDTF"),
        ("last year", "is not a date in EDTF"),
        ("1812-5", "is not a date in EDTF"),
        ("１８１２", "is not a date in EDTF"),
        ("1806/1807/1808", "is not a date in EDTF"),
        ("18060505", "is not a date in EDTF"),
        ("1985-04-12T25:20:30", "is not a date in EDTF"),
        ("1985-04-12T23:20:30/1986", "is not a date in EDTF"),
        ("[1667, 1668]", "is not a date in EDTF"),
        ("[1667,1668", "is not a date in EDTF"),
        ("[1667,1668}", "is not a date in EDTF"),
        ("[]", "is not a date in EDTF"),
        ("[..]", "is not a date in EDTF"),
        ("[1667,..1668]", "is not a date in EDTF"),
        ("[1667..,1668]", "is not a date in EDTF"),
        ("{1667,[1668]}", "is not a date in EDTF"),
        ("1950S0", "is not a date in EDTF"),
        ("Y1E99", "is not a date in EDTF"),
        ("1804/1801", "ends before it begins"),
        ("0800/-0999", "ends before it begins"),
        ("2012-24/2012-21", "ends before it begins"),
        ("[1672..1670]", "ends before it begins"),
        ("/..", "says nothing"),
        ("../..", "says nothing"),
        ("/", "says nothing"),
        ("Y2006", "without the Y"),
        ("-0000", "1 BC is 0000"),
        ("1985-13", "no month 13"),
        ("1985-00", "no month 00"),
        ("1985-42", "no month 42"),
        ("1985-2X", "no month 2X"),
        ("1985-04-00", "no day 00"),
        ("1985-04-4X", "no day 4X"),
        ("1985-04-31", "April has no day 31"),
        ("156X-09-31", "September has no day 31"),
        ("1985-02-30", "February has no day 30"),
        ("1985-02-29", "February has no day 29"),
        ("1985-02-29/1986", "February has no day 29"),
        ("1900-02-29", "In the Julian calendar there was"),
        ("19X1-02-29", "February has no day 29"),
        ("1985-21-03", "has no days"),
        ("9" * 400, "too long"),
    ],
)
def test_what_is_not_edtf_is_refused_with_a_sentence(text, said):
    with pytest.raises(edtf.NotEdtf, match=said):
        edtf.parse(text)
    assert edtf.display(text) == text


@given(st.text(st.sampled_from("0123456789X-/.?~%[]{},YES TZ:+²Ⅷ९"), max_size=30) | st.text())
@example("Y999999999999999999E18")
@example("XXX1-02-29/XXX3-02-29")
@example("{" + "1960," * 50 + "1961}")
def test_any_text_is_read_or_refused(text):
    try:
        read = edtf.parse(text)
    except edtf.NotEdtf:
        return
    assert None in (read.lower, read.upper) or read.lower <= read.upper
    words = edtf.display(text)
    assert words != read.text or words.isdigit()
    assert not set(words) & set("[]{}X/?~%")


YEARS = st.integers(-9999, 9999).filter(bool).map(lambda y: f"{'-' * (y < 0)}{abs(y):04}")
DATES = st.one_of(
    YEARS,
    st.builds("{}-{:02}".format, YEARS, st.integers(1, 12)),
    st.builds("{}-{:02}-{:02}".format, YEARS, st.integers(1, 12), st.integers(1, 28)),
)


@given(DATES, st.sampled_from(["", "julian", "julian-march"]))
def test_a_date_in_any_calendar_is_near_its_gregorian_day(text, calendar):
    plain, placed = edtf.bounds(text), edtf.bounds(text, calendar)
    for one, other in zip(plain, placed, strict=True):
        # A quarter of a year at most, and the 80 days that the calendars are apart.
        assert abs(one // 10000 - other // 10000) <= 1
    assert placed[0] <= placed[1]


@pytest.mark.parametrize(
    ("text", "calendar", "lower", "upper", "beside"),
    [
        ("1807-07-10", "", 18070710, 18070710, ""),
        ("1807-07-10", "julian", 18070722, 18070722, "Julian; 22 July 1807 Gregorian"),
        ("1917-10-25", "julian", 19171107, 19171107, "Julian; 7 November 1917 Gregorian"),
        ("1582-10-05", "julian", 15821015, 15821015, "Julian; 15 October 1582 Gregorian"),
        ("1700-02-29", "julian", 17000311, 17000311, "Julian; 11 March 1700 Gregorian"),
        ("-0043-03-15", "julian", -429687, -429687, "Julian; 13 March 44 BC Gregorian"),
        ("1807-07", "julian", 18070713, 18070812, "Julian; 13 July – 12 August 1807 Gregorian"),
        (
            "1807-07-01/1807-07-10",
            "julian",
            18070713,
            18070722,
            "Julian; 13–22 July 1807 Gregorian",
        ),
        ("1807", "julian", 18070113, 18080112, "Julian"),
        ("1807-07-10/..", "julian", 18070722, None, "Julian"),
        ("[1807-07-10,1807-07-12]", "julian", 18070722, 18070724, "Julian"),
        (
            "1700-02-10",
            "julian-march",
            17010221,
            17010221,
            "Julian, the year beginning on 25 March; 21 February 1701 Gregorian",
        ),
        (
            "1648-01-30",
            "julian-march",
            16490209,
            16490209,
            "Julian, the year beginning on 25 March; 9 February 1649 Gregorian",
        ),
        (
            "1648-03-25",
            "julian-march",
            16480404,
            16480404,
            "Julian, the year beginning on 25 March; 4 April 1648 Gregorian",
        ),
        (
            "1699-02-29",
            "julian-march",
            17000311,
            17000311,
            "Julian, the year beginning on 25 March; 11 March 1700 Gregorian",
        ),
        ("1700", "julian-march", 17000405, 17010404, "Julian, the year beginning on 25 March"),
    ],
)
def test_a_printed_date_has_its_gregorian_days(text, calendar, lower, upper, beside):
    assert edtf.bounds(text, calendar) == (lower, upper)
    assert edtf.beside(text, calendar) == beside


@pytest.mark.parametrize(
    ("text", "calendar", "said"),
    [
        ("1700-02-29", "", "February has no day 29"),
        ("1701-02-29", "julian", "February has no day 29"),
        ("1700-02-29", "julian-march", "February has no day 29"),
        ("Y170000002", "", "too far away"),
        ("Y-214748", "", "too far away"),
        ("Y-17E7/..", "julian", "too far away"),
    ],
)
def test_what_no_day_is_or_no_integer_holds_has_no_bounds(text, calendar, said):
    with pytest.raises(edtf.NotEdtf, match=said):
        edtf.bounds(text, calendar)


def test_the_farthest_years_are_held():
    assert edtf.bounds("Y-214746/Y214746") == (-2147459899, 2147461231)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("c. 1812", "1812~"),
        ("ca 1812", "1812~"),
        ("ca. 1812", "1812~"),
        ("circa May 1812", "1812-05~"),
        ("around 1200 BC", "-1199~"),
        ("1812–1813", "1812/1813"),
        ("1812 — 1813", "1812/1813"),
        ("5.12.1806.", "1806-12-05"),
        ("5. 12. 1806", "1806-12-05"),
        ("5.XII.1806", "1806-12-05"),
        ("5 Dec 1806", "1806-12-05"),
        ("5 Dec. 1806", "1806-12-05"),
        ("5-Dec-1806", "1806-12-05"),
        ("Dec 5, 1806", "1806-12-05"),
        ("the 5th of December 1806", "1806-12-05"),
        ("24 June, 1940", "1940-06-24"),
        ("December, 1806", "1806-12"),
        ("13/5/1812", "1812-05-13"),
        ("5/13/1812", "1812-05-13"),
        ("5/5/1812", "1812-05-05"),
        ("1806/12/5", "1806-12-05"),
        ("1806.12.05", "1806-12-05"),
        ("1940-6-24", "1940-06-24"),
        ("12/1806", "1806-12"),
        ("１８１２", "1812"),
        ("１８１２－０５", "1812-05"),
        (" 1812 ", "1812"),
        ("1812.", "1812"),
        ("1812 ?", "1812?"),
        ("1812(?)", "1812?"),
        ("probably 1812", "1812?"),
        ("c. 1812?", "1812%"),
        ("before 1812", "[..1811]"),
        ("before May 1812", "[..1812-04]"),
        ("before January 1812", "[..1811-12]"),
        ("before 1 January 1812", "[..1811-12-31]"),
        ("after 1813", "[1814..]"),
        ("before AD 1", "[..0000]"),
        ("by 500 BC", "[..-0499]"),
        ("until 1812", "../1812"),
        ("since 1806", "1806/.."),
        ("from 1806 onwards", "1806/.."),
        ("1806–present", "1806/.."),
        ("1812 or earlier", "[..1812]"),
        ("1812 or later", "[1812..]"),
        ("not later than 1812", "[..1812]"),
        ("1812 or 1813", "[1812,1813]"),
        ("1812 and 1813", "{1812,1813}"),
        ("January and March 1945", "{1945-01,1945-03}"),
        ("44 BC", "-0043"),
        ("44 B.C.E.", "-0043"),
        ("1 BC", "0000"),
        ("15 March 44 BC", "-0043-03-15"),
        ("AD 69", "0069"),
        ("69 CE", "0069"),
        ("the 1950s", "195X"),
        ("1950's", "195X"),
        ("1920s–1930s", "192X/193X"),
        ("1920s–30s", "192X/193X"),
        ("440s BC", "-0448/-0439"),
        ("19th century", "18XX"),
        ("5th century BC", "-04XX"),
        ("1st–3rd century", "00XX/02XX"),
        ("2nd millennium BC", "-1XXX"),
        ("spring 1922", "1922-21"),
        ("winter of 1812", "1812-24"),
        ("early 1806", "1806-01/1806-04"),
        ("the first half of 1806", "1806-01/1806-06"),
        ("mid-19th century", "1834/1866"),
        ("late 1950s", "1957/1959"),
        ("late 5th century BC", "-0432/-0400"),
        ("1912–13", "1912/1913"),
        ("1912-13", "1912/1913"),
        ("between 1812 and 1815", "1812/1815"),
        ("from 1812 to 1815", "1812/1815"),
        ("5–7 May 1812", "1812-05-05/1812-05-07"),
        ("May 5–7, 1812", "1812-05-05/1812-05-07"),
        ("28 April – 3 May 1814", "1814-04-28/1814-05-03"),
        ("May–June 1812", "1812-05/1812-06"),
        ("500–467 BC", "-0499/-0466"),
        ("27 BC – AD 14", "-0026/0014"),
        ("AD 60–70", "0060/0070"),
        ("c. 1812 – c. 1815", "1812~/1815~"),
        ("[1667, 1668]", "[1667,1668]"),
        ("195x", "195X"),
        ("1812~", "1812~"),
    ],
)
def test_what_people_type_is_read_where_it_means_one_thing(text, read):
    assert edtf.typed(text) == read
    assert edtf.parse(read)


@pytest.mark.parametrize(
    "text",
    [
        "5/12/1806",
        "5-12-1806",
        "1806–12",
        "1743/44",
        "1812/13",
        "c. 1812–1815",
        "c. early 1806",
        "1800s",
        "45",
        "'45",
        "12",
        "0",
        "44th",
        "1812 AH",
        "last year",
        "n.d.",
        "30 February 1900",
        "June 31, 1812",
        "31/4/1812",
        "0th century",
        "1815–1812",
        "467–500 BC",
        "",
        "1812 " * 50,
    ],
)
def test_what_could_mean_another_thing_is_not_read(text):
    assert edtf.typed(text) is None


SAID = [
    "c. ",
    "1812",
    "5",
    "–",
    " - ",
    "May ",
    " BC",
    "AD ",
    "before ",
    " or ",
    "/",
    ".",
    "?",
    "44",
]
SAID += ["the ", "19th century", "1950s", "early ", " to ", "X", "(", "-05", "~", ",", " 1813", "0"]


@given(st.lists(st.sampled_from(SAID), max_size=9).map("".join) | st.text())
def test_what_is_read_of_any_text_is_edtf(text):
    read = edtf.typed(text)
    assert read is None or edtf.parse(read).text == read


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
