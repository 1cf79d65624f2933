"""Phrases in five languages as they are printed, and what each is read as; a third are traps."""

import time

import pytest

from events.exchange.dates import read_dates

ENGLISH = """
on 5 May 1806 they | 1806-05-05
on the 5th of May 1806 they | 1806-05-05
on May 5, 1806, they | 1806-05-05
on May 5th 1806 | 1806-05-05
on Monday, 5 May 1806 | 1806-05-05
on 5 Dec. 1806 | 1806-12-05
in Sept 1806 they | 1806-09
1853-10-16 is how they write it | 1853-10-16
signed in May, 1812 | 1812-05
in the 5th century BC | -04XX
in the 1st century AD | 00XX
around 1200 BC they | -1199~
in 1274 BCE, at | -1273
in 44 BC he | -0043
from AD 69 on, they | 0069/..
from 1812 on the road | 1812
in 69 AD they | 0069
221–207 BC was short | -0220/-0206
from 27 BC to AD 14 | -0026/0014
in the late 5th century BC | -0432/-0400
before 1812 they | ../1811
before May 1812 | ../1812-04
before 5 May 1812 | ../1812-05-04
prior to 1871, the | ../1870
after 1813 they | 1814/..
after December 1813 | 1814-01/..
by 500 BC they | ../-0499
by 1891, it | ../1891
until 1999. | ../1999
since 1806 and | 1806/..
since the 1890s | 189X/..
since the early 1990s | 1990/..
since the 15th century | 14XX/..
since the beginning of 2022, it | 2022-01/..
(1806–present) | 1806/..
from 1806 onwards | 1806/..
from 1806 on, they | 1806/..
on 5 to 7 April 1941 | 1941-04-05/1941-04-07
from 5 April to 7 May 1941 | 1941-04-05/1941-05-07
28 April – 3 May 1814 | 1814-04-28/1814-05-03
in the night of 5/6 May 1803 | 1803-05-05/1803-05-06
April 5–7, 1941 | 1941-04-05/1941-04-07
April 5 to May 7, 1941 | 1941-04-05/1941-05-07
on 27 and 28 March 1854 | {1854-03-27,1854-03-28}
in January and March 1945 | {1945-01,1945-03}
in March or April 1945 | [1945-03,1945-04]
May–June 1812 | 1812-05/1812-06
16 October 1853 – 30 March 1856 | 1853-10-16/1856-03-30
in 1912–13 they | 1912/1913
during 1923–1924 the men | 1923/1924
(1526-1583) | 1526/1583
in the winter of 1812–13 | 1812-12/1813-02
in the spring of 1922, there | 1922-21
the 1890s–1920s were | 189X/192X
between May 1815 and June 1816 | 1815-05/1816-06
between 5 and 7 May 1815 | 1815-05-05/1815-05-07
between March and May 1815 | 1815-03/1815-05
between 1881 and 1891 | 1881/1891
from 1804 until 1815. | 1804/1815
in the 16th and 17th centuries | 15XX/16XX
the 16th–17th century | 15XX/16XX
in the nineteenth century | 18XX
19th-century writers | 18XX
in 1940 or 1941 they | [1940,1941]
at the turn of the 20th century | 1890/1909
in early 1806 | 1806-01/1806-04
in late May 1806 | 1806-05-21/1806-05-31
in the first half of 1942 | 1942-01/1942-06
in the second half of the 18th century | 1750/1799
at the end of 1806 | 1806-10/1806-12
c. 1812 it | 1812~
about 1812 it | 1812~
possibly 1812 it | 1812?
on 10 July 1807 (O.S.) they | 1807-07-10
on 15 January 1743/44 | 1744-01-15
on 25 October [O.S. 12 October] 1806 | 1806-10-25
on 5 December (23 November O.S.) 1806 | 1806-12-05
on 7 November 1917 (O.S. 25 October) | 1917-11-07
on 1/13 January 1879 | 1879-01-13
the 1903 coup was | 1903
his 1815 songs and a 1995 essay | 1995
the 2011 census had | 2011
a view (1944) | 1944
1812 was a hard year | 1812
1854: The fleet came | 1854
"""
SERBIAN = """
5. maja 1806. godine su | 1806-05-05
u maju 1806. su | 1806-05
у мају 1806. године | 1806-05
5. маја 1806. | 1806-05-05
5.12.1806. godine | 1806-12-05
u XIX veku | 18XX
у 19. веку | 18XX
od 1804. do 1813. godine | 1804/1813
од 1804. до 1813. | 1804/1813
početkom 19. veka | 1800/1809
почетком 1806. године | 1806-01/1806-03
krajem maja 1806. | 1806-05-25/1806-05-31
u prvoj polovini 19. veka | 1800/1849
u 5. veku pre nove ere | -04XX
44. године п. н. е. | -0043
oko 1200. godine | 1200~
pre 1812. godine | ../1811
posle 1813. godine | 1814/..
u proleće 1812. | 1812-21
zimi 1812. godine | 1812-24
u XVI i XVII veku | 15XX/16XX
godine 1806. su | 1806
"""
RUSSIAN = """
5 мая 1806 года | 1806-05-05
в мае 1806 года | 1806-05
в XIX веке | 18XX
в 1806 году | 1806
в 1806—1812 годах | 1806/1812
с 1806 по 1812 год | 1806/1812
весной 1812 года | 1812-21
1850-е годы | 185X
в 44 году до н. э. | -0043
в V веке до н. э. | -04XX
до 1812 года | ../1812
после 1813 года | 1814/..
около 1200 года | 1200~
в начале XIX века | 1800/1809
в первой половине XIX века | 1800/1849
в конце мая 1806 года | 1806-05-25/1806-05-31
между 1806 и 1812 годами | 1806/1812
24 августа 1812 г. они | 1812-08-24
"""
GERMAN = """
am 5. Mai 1806 | 1806-05-05
im Mai 1806 | 1806-05
im 19. Jahrhundert | 18XX
Anfang Mai 1806 | 1806-05-01/1806-05-07
Ende 1806 | 1806-10/1806-12
von 1806 bis 1812 | 1806/1812
44 v. Chr. wurde | -0043
im 5. Jahrhundert v. Chr. | -04XX
in den 1890er Jahren | 189X
um 1200 | 1200~
seit 1806 | 1806/..
vor 1812 | ../1811
nach 1813 | 1814/..
im Frühjahr 1812 | 1812-21
zwischen 1806 und 1812 | 1806/1812
im Jahre 1806 | 1806
in der ersten Hälfte des 19. Jahrhunderts | 1800/1849
"""
FRENCH = """
le 5 mai 1806 | 1806-05-05
le 1er mai 1806 | 1806-05-01
en mai 1806 | 1806-05
au XIXe siècle | 18XX
vers 1200 | 1200~
en 44 av. J.-C. | -0043
au Ve siècle av. J.-C. | -04XX
de 1806 à 1812 | 1806/1812
les années 1890 | 189X
depuis 1806 | 1806/..
début mai 1806 | 1806-05-01/1806-05-07
avant 1812 | ../1811
après 1813 | 1814/..
entre 1806 et 1812 | 1806/1812
au printemps 1812 | 1812-21
fin 1806 | 1806-10/1806-12
en mars 1806 | 1806-03
"""
TRAPS = """
with 2000 men
in 1500 villages
with 1500 Wars
given $200,000
worth £1812
1,812 of them and 2,000 others
some 12.1812 of it
page 1812
pp. 1812–1815
No. 1812
Article 1900 says
Boeing 1900
Unit 1812 came
ISBN 1806181218
the 1500 m
the 1812 metres
lasted 1500 years
lasting 1200 days
in 1274 AH they
in 1274 A.H.
on 30 February 1900
on 31 April 1806
they may 1806
a march 1806
Mars 1806
in late July
in the first two years
the 3rd Front
the T-72 and the F-1945
at 12:30
42°30 N
15% of 1812%
the turn of the century
in recent centuries
the following century
in the early 1800s
the 1800s
since 1923–1924
5/12/1806
1806181
(1500 people)
from 2000 dinars
in 1500 km
for 1812 roubles
on 5 May
in May
in spring
the 5th of June
May they
by 10 men
the 19 of them
sections 1806 and 1807
1806a
x1806
18060
the 10th regiment
Euro 2000 was
pre-2000 districts
a pre-9th century house
between 5 and 7 boys
from 5 to 7 boys
5–7 of them
in 12 and 13 places
about 30 horses
around 1200 soldiers
c 1812x
с 2000 рублей
1500 солдат
1500 vojnika
sa 1500 ljudi
mit 1500 Soldaten
1500 Einwohner
1500 hommes
avec 1200 soldats
IV of Moscow
Ivan IV in
Henry VIII and
World War II
the I and the V
"""
PHRASES = [
    pytest.param(*map(str.strip, line.split(" | ")), id=line)
    for table in (ENGLISH, SERBIAN, RUSSIAN, GERMAN, FRENCH)
    for line in table.strip().split("\n")
]
TRAPPED = [line for line in TRAPS.strip().split("\n") if line]


def test_the_tables_are_long():
    assert len(PHRASES) + len(TRAPPED) >= 200
    assert len(TRAPPED) >= len(PHRASES) / 3


@pytest.mark.parametrize(("phrase", "edtf"), PHRASES)
def test_phrase_is_read(phrase, edtf):
    assert [date.edtf for date in read_dates(phrase)] == [edtf]


@pytest.mark.parametrize("phrase", TRAPPED)
def test_trap_is_not_read(phrase):
    assert read_dates(phrase) == []


@pytest.mark.parametrize(
    ("phrase", "calendar"),
    [
        ("on 10 July 1807 (O.S.) they", "julian"),
        ("on 10 July 1807 (Julian) they", "julian"),
        ("on 15 January 1743/44", "julian"),
        ("on 10 July 1807 (N.S.) they", ""),
        ("on 25 October [O.S. 12 October] 1806", ""),
        ("on 1/13 January 1879", ""),
    ],
)
def test_calendar_is_read_along(phrase, calendar):
    (date,) = read_dates(phrase)
    assert date.calendar == calendar


def test_a_megabyte_is_read_in_seconds():
    started = time.process_time()
    for words in (
        "In May 1812 the envoy came, and in 1813 he left, after 5 to 7 April 1814. ",
        "1812 1813 1814 ",
        "from between since the early ",
        "5 5 5 – 5 – 5 ",
        "I V X IV ",
    ):
        read_dates(words * (1_000_000 // len(words)))
    assert time.process_time() - started < 60
