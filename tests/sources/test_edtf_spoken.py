"""EDTF as natives print it: each date in English, Russian and Serbian."""

import pytest
from django.utils.translation import override

from review import serbian
from sources import csl, edtf

DATES = """
1812 | 1812 | 1812 год | 1812.
0060 | AD 60 | 60 год н. э. | 60. н. е.
-0043 | 44 BC | 44 год до н. э. | 44. п. н. е.
0000 | 1 BC | 1 год до н. э. | 1. п. н. е.
1950S2 | some time between 1900 and 1999 (about 1950) | время между 1900 и 1999 годами (около 1950 года) | неко време између 1900. и 1999. (око 1950.)
181X | 1810s | 1810-е годы | 1810-е
006X | AD 60s | 60-е годы н. э. | 60-е н. е.
-049X | 500–491 BC | 500–491 годы до н. э. | 500–491. п. н. е.
18XX | 19th century | XIX век | 19. век
13XX | 14th century | XIV век | 14. век
01XX | 2nd century AD | II век н. э. | 2. век н. е.
-00XX | 1st century BC | I век до н. э. | 1. век п. н. е.
1XXX | 2nd millennium | II тысячелетие | 2. миленијум
-1XXX | 2nd millennium BC | II тысячелетие до н. э. | 2. миленијум п. н. е.
XXXX | an unknown year | неизвестный год | непозната година
18X5 | a year ending in 5 between 1805 and 1895 | год, оканчивающийся на 5, между 1805 и 1895 годами | година која се завршава на 5, између 1805. и 1895.
1812-05 | May 1812 | май 1812 года | мај 1812.
1806-11-28 | 28 November 1806 | 28 ноября 1806 года | 28. новембра 1806.
-0043-03-15 | 15 March 44 BC | 15 марта 44 года до н. э. | 15. марта 44. п. н. е.
0060-03-15 | 15 March AD 60 | 15 марта 60 года н. э. | 15. марта 60. н. е.
1812-21 | spring 1812 | весна 1812 года | пролеће 1812.
1812-24 | winter 1812 | зима 1812 года | зима 1812.
1812-32 | winter 1812 (southern hemisphere) | зима 1812 года (южное полушарие) | зима 1812. (јужна полулопта)
1812-33 | the first quarter of 1812 | I квартал 1812 года | први квартал 1812.
1812-36 | the last quarter of 1812 | IV квартал 1812 года | четврти квартал 1812.
1812-38 | the middle four months of 1812 | вторая треть 1812 года | друга трећина 1812.
1812-40 | the first half of 1812 | первая половина 1812 года | прва половина 1812.
156X-21 | spring of a year in the 1560s | весна одного из 1560-х годов | пролеће једне од година 1560-их
1812~ | circa 1812 | около 1812 года | око 1812.
1812? | 1812 (uncertain) | 1812 год (предположительно) | 1812. (несигурно)
1812% | circa 1812 (uncertain) | около 1812 года (предположительно) | око 1812. (несигурно)
181X~ | circa the 1810s | около 1810-х годов | око 1810-их
18XX~ | circa the 19th century | около XIX века | око 19. века
1812-05~ | circa May 1812 | около мая 1812 года | око маја 1812.
1812-05-28~ | circa 28 May 1812 | около 28 мая 1812 года | око 28. маја 1812.
1812-21~ | circa spring 1812 | около весны 1812 года | око пролећа 1812.
1812-05-XX~ | a day in May 1812 (approximate) | день в мае 1812 года (приблизительно) | дан у мају 1812. (приближно)
1812-~05 | May 1812 (month approximate) | май 1812 года (месяц — приблизительно) | мај 1812. (месец – приближно)
?1812-~05-28 | 28 May 1812 (year uncertain, month approximate) | 28 мая 1812 года (год — предположительно; месяц — приблизительно) | 28. маја 1812. (година – несигурно; месец – приближно)
1812-XX | a month in 1812 | месяц в 1812 году | месец у 1812.
1812-XX-XX | a day in 1812 | день в 1812 году | дан у 1812.
1812-05-XX | a day in May 1812 | день в мае 1812 года | дан у мају 1812.
1812-XX-05 | the 5th of a month in 1812 | 5-е число одного из месяцев 1812 года | 5. дан једног од месеци 1812.
1812-0X | a month from January to September 1812 | один из месяцев с января по сентябрь 1812 года | један од месеци од јануара до септембра 1812.
1812-1X | October, November or December 1812 | октябрь, ноябрь или декабрь 1812 года | октобар, новембар или децембар 1812.
1812-05-1X | a day from 10 to 19 May 1812 | один из дней с 10 по 19 мая 1812 года | један од дана од 10. до 19. маја 1812.
1812-05-X1 | 1, 11, 21 or 31 May 1812 | 1, 11, 21 или 31 мая 1812 года | 1., 11., 21. или 31. маја 1812.
156X-12-25 | 25 December of a year in the 1560s | 25 декабря одного из 1560-х годов | 25. децембра једне од година 1560-их
15XX-12 | December of a year in the 16th century | декабрь одного из годов XVI века | децембар једне од година 16. века
156X-XX | a month in the 1560s | месяц в 1560-х годах | месец у 1560-им
XXXX-12-25 | 25 December of an unknown year | 25 декабря неизвестного года | 25. децембра непознате године
1806/1812 | 1806–1812 | 1806–1812 годы | 1806–1812.
-0499/-0466 | 500–467 BC | 500–467 годы до н. э. | 500–467. п. н. е.
-0043/0014 | 44 BC – AD 14 | 44 год до н. э. — 14 год н. э. | 44. п. н. е. – 14. н. е.
1812-05/1812-06 | May–June 1812 | май–июнь 1812 года | мај–јун 1812.
1812-05-05/1812-05-07 | 5–7 May 1812 | 5–7 мая 1812 года | 5–7. маја 1812.
1812-05-05/1812-06-07 | 5 May – 7 June 1812 | 5 мая — 7 июня 1812 года | 5. маја – 7. јуна 1812.
1812-05-05/1813 | 5 May 1812 – 1813 | 5 мая 1812 года — 1813 год | 5. маја 1812. – 1813.
1812/.. | since 1812 | с 1812 года | од 1812.
../1813 | until 1813 | до 1813 года | до 1813.
1812/ | from 1812, end unknown | с 1812 года, конец неизвестен | од 1812., крај непознат
/1813 | until 1813, beginning unknown | до 1813 года, начало неизвестно | до 1813., почетак непознат
1812~/.. | since circa 1812 | с примерно 1812 года | од отприлике 1812.
1812-41/.. | since the second half of 1812 | со второй половины 1812 года | од друге половине 1812.
../1813-05-28 | until 28 May 1813 | до 28 мая 1813 года | до 28. маја 1813.
[1667,1668] | 1667 or 1668 | 1667 или 1668 год | 1667. или 1668.
{1667,1668} | 1667 and 1668 | 1667 и 1668 годы | 1667. и 1668.
[..1667] | 1667 or before | 1667 год или ранее | 1667. или раније
{1667..} | 1667 and all after | 1667 год и всё позднее | 1667. и све касније
[1667..1669,1672] | one of 1667–1669 or 1672 | одна из дат: 1667–1669 годы или 1672 год | један од датума: 1667–1669. или 1672.
{1667-05,1668-06} | May 1667 and June 1668 | май 1667 года и июнь 1668 года | мај 1667. и јун 1668.
1812-05-28T10:30:00Z | 28 May 1812, 10:30:00 UTC | 28 мая 1812 года, 10:30:00 UTC | 28. маја 1812., 10:30:00 UTC
"""
LANGUAGES = ("en-gb", "ru", "sr")
CASES = [
    (language, date, words)
    for date, *told in (line.split(" | ") for line in DATES.strip().splitlines())
    for language, words in zip(LANGUAGES, told, strict=True)
]


@pytest.mark.parametrize(("language", "date", "words"), CASES)
def test_date_is_said_in_each_language(language, date, words):
    with override(language):
        assert edtf.display(date) == words


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en-gb", "Julian; 8 July 1807 Gregorian"),
        ("ru", "юлианский календарь; по григорианскому 8 июля 1807 года"),
        ("sr", "јулијански календар; по грегоријанском 8. јула 1807."),
        ("sr-latn", "julijanski kalendar; po gregorijanskom 8. jula 1807."),
    ],
)
def test_calendar_is_named_in_each_language(language, text):
    with override(language):
        assert edtf.beside("1807-06-26", "julian") == text


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en-gb", ["1812", "44 BC", "19th century", "1st century BC", "1810s"]),
        ("ru", ["1812", "44 до н. э.", "XIX век", "I век до н. э.", "1810-е годы"]),
        ("sr", ["1812", "44 п. н. е.", "19. век", "1. век п. н. е.", "1810-е"]),
        ("sr-latn", ["1812", "44 p. n. e.", "19. vek", "1. vek p. n. e.", "1810-e"]),
    ],
)
def test_years_of_a_scale_and_centuries_are_in_each_language(language, told):
    with override(language):
        years = [edtf.year(1812), edtf.year(-43)]
        assert [*years, edtf.century(19), edtf.century(-1), edtf.decade(1810)] == told


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("28. новембра 1806.", "28. novembra 1806."),
        ("Његош, Љубљана, Џон", "Njegoš, Ljubljana, Džon"),
        ("ЊЕГОШ, ЦРЊАНСКИ, КРАЉ", "NJEGOŠ, CRNJANSKI, KRALJ"),
        ("Ђорђе Ћосић: жеђ", "Đorđe Ćosić: žeđ"),
        ("Attested № 5", "Attested № 5"),
    ],
)
def test_serbian_is_written_in_latin_letters(text, latin):
    assert serbian.latin(text) == latin


@pytest.mark.parametrize("date", ["18XX", "1812/..", "[1667,1668]", "../1813-05", "1812-33"])
def test_what_notes_are_kept_by_is_of_no_page_s_language(date):
    """A note is found by the words of its date: on a Russian page, too, it is the same note."""
    fields = {"type": "book", "title": "A History", "issued": date}
    english = csl.item(fields, [])
    with override("ru"):
        assert edtf.display(date) != edtf.display(date, language="en-gb")
        assert csl.item(fields, []) == english
