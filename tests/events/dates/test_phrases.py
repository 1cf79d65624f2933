"""Phrases in five languages as they are printed, and what each is read as; a third are traps."""

import time
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.exchange.dates import read_dates
from events.exchange.dates.words import WORDS
from sources import edtf

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
after the fall of 1453 | 1453
in the fall of 1989 | 1989-23
in early spring 1821 | 1821-21
until late autumn 1821 | ../1821-23
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
around 1200 BC | -1199~
c. 500 BC | -0499~
ca. 500 BC they | -0499~
circa 500 BC they | -0499~
by about 500 BC they | ../-0499
in 1274 BCE | -1273
AD 69 | 0069
in 69 CE | 0069
44 BC | -0043
221–207 BC | -0220/-0206
from 221 to 207 BC | -0220/-0206
from 221 BC to 207 BC | -0220/-0206
between 221 and 207 BC | -0220/-0206
in the 440s BC | -0448/-0439
on 15 March 44 BC | -0043-03-15
in May 44 BC | -0043-05
before 1812 | ../1811
until 1812 | ../1812
by 1812 | ../1812
until at least 1812 | ../1812
from at least 1812 | 1812/..
since at least 1812 | 1812/..
since at least the 15th century | 14XX/..
as early as 1812 | 1812
as late as 1812 | 1812
no later than 1812 | ../1812
not before 1812 | 1812/..
no earlier than 1812 | 1812/..
after 1813 | 1814/..
1806–present | 1806/..
1806 to the present | 1806/..
from 1806 to the present day | 1806/..
the mid-to-late 1990s | 1994/1999
in the early-to-mid 1990s | 1990/1996
in the mid to late 19th century | 1834/1899
reconstruction beginning in 1950 | 1950
the war ending in 1950 | 1950
starting in 1950 they | 1950
late in 1812 they | 1812-09/1812-12
early in the 19th century | 1800/1833
early in May 1812 | 1812-05-01/1812-05-10
at the turn of the 19th and 20th centuries | 1890/1909
in the first quarter of the 19th century | 1800/1824
in the last third of the 19th century | 1867/1899
in the second decade of the 19th century | 181X
in mid-1812 they | 1812-05/1812-08
in mid-19th century | 1834/1866
the late 1890s and early 1900s | 1897/1899
from the late 1890s to the early 1920s | 1897/1923
from the 16th to the 18th century | 15XX/17XX
between the 16th and 18th centuries | 15XX/17XX
from the 9th century to 1204 | 08XX/1204
the 16th, 17th and 18th centuries | 15XX/17XX
the 1650s and '60s | 165X
in 1940 or 1941 | [1940,1941]
in 1940/41 | 1940/1941
in 1940/1941 | 1940/1941
winter of 1812–13 | 1812-12/1813-02
winter of 1812–1813 | 1812-12/1813-02
winter of 1812/13 | 1812-12/1813-02
the summer and autumn of 1812 | {1812-22,1812-23}
between the summer of 1812 and spring 1813 | 1812-22/1813-21
from spring to autumn 1812 | 1812-21/1812-23
5/6 May 1803 | 1803-05-05/1803-05-06
the 5th–7th of May 1803 | 1803-05-05/1803-05-07
5, 6 and 7 May 1803 | {1803-05-05,1803-05-06,1803-05-07}
on 5 and 7 May 1803 | {1803-05-05,1803-05-07}
on 5 or 7 May 1803 | [1803-05-05,1803-05-07]
night of May 5–6, 1803 | 1803-05-05/1803-05-06
night of 31 May/1 June 1803 | 1803-05-31/1803-06-01
from 5 May 1803 to 7 June | 1803-05-05/1803-06-07
April 5, 1941 – May 7, 1942 | 1941-04-05/1942-05-07
from April 1941 to May 7, 1942 | 1941-04/1942-05-07
Friday 5 May 1806 | 1806-05-05
Friday, May 5, 1806 | 1806-05-05
May 5 1806 | 1806-05-05
5th May, 1806 | 1806-05-05
fifth of May 1806 | 1806-05-05
on 31 December 1999/1 January 2000 | 1999-12-31/2000-01-01
on 05.12.1806 they | 1806-12-05
10 July [O.S. 28 June] 1807 | 1807-07-10
12 November [O.S. 31 October] 1807 | 1807-11-12
13 January 1807 [O.S. 1 January 1807] | 1807-01-13
5 January 1808 [O.S. 24 December 1807] | 1808-01-05
5 January [O.S. 24 December 1807] 1808 | 1808-01-05
July 10 [O.S. June 28], 1807 | 1807-07-10
July 10, 1807 (June 28, O.S.) | 1807-07-10
28 June (10 July N.S.) 1807 | 1807-07-10
28 June (10 July) 1807 | 1807-07-10
28 June [10 July] 1807 | 1807-07-10
28 June/10 July 1807 | 1807-07-10
10 July (28 June) 1807 | 1807-07-10
28 June 1807 (N.S.) | 1807-06-28
7 November (25 October Julian) 1917 | 1917-11-07
1/13 January 1879 | 1879-01-13
1 (13) January 1879 | 1879-01-13
24 December 1878/5 January 1879 | 1879-01-05
Law No. 1812 of 1903 | 1903
in 1000 AD | 1000
population of 1806 in 1921 | 1921
had 1806 inhabitants in 1921 | 1921
by the year 1500 | ../1500
in the year 800 | 0800
1274 AH (1857) | 1857
anno 1812 | 1812
A.D. 1204 | 1204
AD 1204 | 1204
Mars in 1806 | 1806
mars 1806 | 1806-03
le 5 mars 1806 | 1806-03-05
maja 1806 | 1806-05
Juni 1806 | 1806-06
spring 1806 | 1806-21
(1500) | 1500
[1806] | 1806
(born 1806) | 1806
(b. 1806) | 1806
(d. 1871) | 1871
(1806–71) | 1806/1871
(1806-1871) | 1806/1871
(died 1871) | 1871
(r. 1806–1812) | 1806/1812
5-1 in 1806 | 1806
won 3–2 in 1996 | 1996
in 1806 1500 men | 1806
in 1806, 1500 men | 1806
in 1806 and 1500 men | 1806
No. 5 of 1806 | 1806
Act of 1806 | 1806
Constitution of 1888 | 1888
paid 2000 ducats in 1806 | 1806
in 1900 Vienna | 1900
Vienna in 1900 | 1900
a 1911 pistol | 1911
1500 BC | -1499
1389 is | 1389
2000 were killed in 1806 | 1806
Over 2000 in 1806 | 1806
As of 2011, 1806 people | 2011
As of 2011 1806 people | 2011
In 2011 it had 1806. | 2011
population 1806 (2002) | 2002
5 May, 1806 | 1806-05-05
Operation 25 May 1944 | 1944-05-25
the march of 1806 | 1806
Sept. 1806 | 1806-09
Jan 1806 | 1806-01
Jan 1806. | 1806-01
August 1806 | 1806-08
Mar 1806 | 1806-03
Jun 1806 | 1806-06
jun 1806. godine | 1806-06
im Jun 1806 | 1806-06
Maj 1806 | 1806-05
Avril 1806 | 1806-04
Ivan V (1682–1696) | 1682/1696
Peter I (1682) | 1682
V century | 04XX
the II century | 01XX
first century | 00XX
for the second century | 01XX
21st-century | 20XX
12 B.C. to 9 A.D. They | -0011/0009
a siege (52-51 B.C.) and | -0051/-0050
72-73 AD | 0072/0073
300 BCE to 250 BCE | -0299/-0249
the year AD 64 | 0064
from AD 69 to 79 | 0069/0079
AD 69–79 | 0069/0079
AD 69-AD 79 | 0069/0079
69–79 AD | 0069/0079
from 69 to 79 AD | 0069/0079
between 69 and 79 AD | 0069/0079
14 BC–AD 37 | -0013/0037
from the 1st century BC to the 1st century AD | -00XX/00XX
in the second half of the 5th century BC | -0449/-0400
3000–2500 BC | -2999/-2499
c. 3000–2500 BC | -2999~/-2499~
early 5th century BC | -0499/-0466
before 500 BC | ../-0500
after 44 BC | -0042/..
by the 5th century BC | ../-04XX
since the 5th century BC | -04XX/..
1st–2nd century AD | 00XX/01XX
in the 5th–4th centuries BC | -04XX/-03XX
around 500 BCE–300 CE | -0499~/0300~
in 2 BC | -0001
1 BC | 0000
in the later 17th and throughout the 18th century | 1667/1799
after the 1903 municipal election | 1903
From 1812, he | 1812/..
From late 1812, he | 1812-09/..
the county (972–1204): | 0972/1204
It was not until 1877 that | 1877
a letter from 1812, which | 1812
in the late 18th and early 19th centuries | 1767/1833
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
5. maja 1806. godine | 1806-05-05
5. maj 1806. | 1806-05-05
5. maja 1806 | 1806-05-05
u maju 1806. godine | 1806-05
у мају 1806. | 1806-05
XIX vek je | 18XX
XIX век | 18XX
u 19. veku | 18XX
u XIX stoljeću | 18XX
u devetnaestom veku | 18XX
tokom 16. i 17. veka | 15XX/16XX
od 16. do 18. veka | 15XX/17XX
od XVI do XVIII veka | 15XX/17XX
pocetkom 19. veka | 1800/1809
krajem 19. i početkom 20. veka | 1890/1909
početkom XX veka | 1900/1909
sredinom 19. veka | 1834/1866
polovinom 19. veka | 1834/1866
između 1804. i 1813. godine | 1804/1813
do 1813. godine | ../1813
od 5. do 7. aprila 1941. | 1941-04-05/1941-04-07
od 5. aprila do 7. maja 1941. godine | 1941-04-05/1941-05-07
između 5. i 7. maja 1806. | 1806-05-05/1806-05-07
1804–1813. godine | 1804/1813
1804—1813. | 1804/1813
u periodu 1804–1813. | 1804/1813
posle 1813. | 1814/..
nakon 1813. | 1814/..
44. p. n. e. | -0043
44. godine pre nove ere | -0043
44. godine pre n. e. | -0043
69. godine nove ere | 0069
u 5. veku p. n. e. | -04XX
tridesetih godina 19. veka | 183X
devedesetih godina 20. veka | 199X
1890-ih godina | 189X
1890-их | 189X
u zimu 1812/13. | 1812-12/1813-02
u leto 1812. godine | 1812-22
летом 1812. | 1812-22
5.12.1806. | 1806-12-05
05. 12. 1806. godine | 1806-12-05
5. XII 1806. | 1806-12-05
24. februar/8. mart 1804. | 1804-03-08
24. februara (8. marta) 1804. | 1804-03-08
24. маја 1806. године | 1806-05-24
у првој половини 19. века | 1800/1849
1500. godine | 1500
godine 1806. | 1806
na koncu XVI veka | 1590/1599
kroz XVII stoleće su | 16XX
od 1752. pa sve do 1770. godine. | 1752/1770
u četrdesetim godinama XIX veka | 184X
pismo iz 1831. godine, kratko | 1831
na putu (1751 – 1753). | 1751/1753
u prvoj polovini juna 1805. su | 1805-06-01/1805-06-15
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
5 мая 1806 г. | 1806-05-05
5-го мая 1806 года | 1806-05-05
в мае 1806 г. | 1806-05
в XIX в. они | 18XX
в XVI—XVII веках | 15XX/16XX
в XVI–XVII вв. | 15XX/16XX
с XVI по XVIII век | 15XX/17XX
в 1806–1812 гг. | 1806/1812
с 1806 до 1812 года | 1806/1812
с 5 по 7 мая 1806 года | 1806-05-05/1806-05-07
с 5 мая по 7 июня 1806 года | 1806-05-05/1806-06-07
с мая 1806 года | 1806-05/..
с 1806 года | 1806/..
к 1812 году | ../1812
в 44 г. до н. э. | -0043
в V в. до н. э. | -04XX
в 69 году н. э. | 0069
зимой 1812—1813 годов | 1812-12/1813-02
в 1850-х годах | 185X
в 1850—1860-х годах | 185X/186X
в конце 1806 года | 1806-10/1806-12
в начале мая 1806 года | 1806-05-01/1806-05-07
в середине XIX века | 1834/1866
во второй половине XIX века | 1850/1899
на рубеже XIX и XX веков | 1890/1909
ок. 1200 года | 1200~
24 августа (5 сентября) 1812 года | 1812-09-05
05.12.1806 | 1806-12-05
1 января 1 года до н. э. | 0000-01-01
3 июля 1820 – письмо | 1820-07-03
5 – 9 июля 1820 – поездка | 1820-07-05/1820-07-09
съезд 1820 г. они | 1820
в конце 17 в. они | 1690/1699
съезд в 1820 решил | 1820
3 (15) мая 1820 года | 1820-05-15
в первой четверти XIX века | 1800/1824
во второй половине 1812 года | 1812-07/1812-12
летом 1812 года | 1812-22
к концу XIX века | ../1899
с начала XIX века | 1800/..
с конца XVIII века | 1790/..
до середины XIX века | ../1866
в 30-х годах XIX века | 183X
в 1830-е годы | 183X
в 1830-е гг. | 183X
в январе — феврале 1813 года | 1813-01/1813-02
27—28 марта 1854 года | 1854-03-27/1854-03-28
в ночь на 1 марта 1881 | 1881-03-01
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
im 19. Jh. | 18XX
im 16. und 17. Jahrhundert | 15XX/16XX
vom 16. bis zum 18. Jahrhundert | 15XX/17XX
vom 16. bis 18. Jahrhundert | 15XX/17XX
vom 5. bis 7. April 1941 | 1941-04-05/1941-04-07
vom 5. bis zum 7. April 1941 | 1941-04-05/1941-04-07
vom 5. April bis zum 7. Mai 1941 | 1941-04-05/1941-05-07
Mitte Mai 1806 | 1806-05-11/1806-05-20
1806 bis 1812 | 1806/1812
bis 1812 | ../1812
ab 1806 | 1806/..
44 v. Chr. | -0043
69 n. Chr. | 0069
221–207 v. Chr. | -0220/-0206
in den 1890er-Jahren | 189X
in den frühen 1890er Jahren | 1890/1893
gegen 1200 | 1200~
Ende des 19. Jahrhunderts | 1890/1899
zu Beginn des 19. Jahrhunderts | 1800/1809
in der zweiten Hälfte des 19. Jahrhunderts | 1850/1899
im Jahr 1806 | 1806
im Winter 1812/13 | 1812-12/1813-02
im Sommer 1812 | 1812-22
seit dem 15. Jahrhundert | 14XX/..
zwischen dem 16. und 18. Jahrhundert | 15XX/17XX
5.12.1806 | 1806-12-05
Montag, den 5. Mai 1806 | 1806-05-05
den 5ten Mai 1806 | 1806-05-05
(3. Juli 1820) | 1820-07-03
vom Herbst 1820 an blieb | 1820-23/..
am 3. und 4. Juli 1820 | {1820-07-03,1820-07-04}
seit dem 3. Juli 1820 | 1820-07-03/..
Mitte des 19. Jahrhunderts | 1834/1866
in der Mitte des 19. Jahrhunderts | 1834/1866
im Sommer des Jahres 1812 | 1812-22
im Mai des Jahres 1812 | 1812-05
Anfang der 1890er Jahre | 1890/1891
Ende der 1890er Jahre | 1898/1899
bis Ende 1806 | ../1806-12
bis zum Ende des 19. Jahrhunderts | ../1899
von Mai bis Juni 1806 | 1806-05/1806-06
von Mai 1806 bis Juni 1807 | 1806-05/1807-06
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
le lundi 5 mai 1806 | 1806-05-05
au 19e siècle | 18XX
du XVIe au XVIIIe siècle | 15XX/17XX
aux XVIe et XVIIe siècles | 15XX/16XX
entre le XVIe et le XVIIIe siècle | 15XX/17XX
44 avant J.-C. | -0043
du 5 au 7 avril 1941 | 1941-04-05/1941-04-07
du 5 avril au 7 mai 1941 | 1941-04-05/1941-05-07
de mai à juin 1806 | 1806-05/1806-06
dans les années 1890 | 189X
au début des années 1890 | 1890/1891
depuis mai 1806 | 1806-05/..
jusqu'en 1812 | ../1812
mi-mai 1806 | 1806-05-11/1806-05-20
au début du XIXe siècle | 1800/1809
à la fin du XIXe siècle | 1890/1899
dans la première moitié du XIXe siècle | 1800/1849
à partir de 1806 | 1806/..
en l'an 1806 | 1806
pendant l'hiver 1812-1813 | 1812-12/1813-02
à l'été 1812 | 1812-22
pendant le XIX° siècle | 18XX
En 1820, ils | 1820
du 30 juin au 4 juillet 1820 | 1820-06-30/1820-07-04
les 3 et 4 juillet 1820 | {1820-07-03,1820-07-04}
(1820-1825) | 1820/1825
au milieu du XIXe siècle | 1834/1866
à la fin de 1806 | 1806-10/1806-12
à la fin du mois de mai 1806 | 1806-05-25/1806-05-31
au mois de mai 1806 | 1806-05
l'année 1806 | 1806
à partir du XIXe siècle | 18XX/..
jusqu'au XIXe siècle | ../18XX
dès 1806 | 1806/..
au cours du XIXe siècle | 18XX
la seconde moitié du XIXe siècle | 1850/1899
"""
TRAPS = """
May 1812 to April 1812
they numbered about 1500.
on 15 May 1743/44
on 15 January 1843/44
in the early 18th and late 19th centuries
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
the 3rd millennium BC
in 1274 AH
in 5700 AM
in 2000 BP
in 753 AUC
since 1806–07 they
at the turn of the century
on 5/12/1806
on 12.25.1806 they
in 5.1806
imao je 1500 godina
до н. э.
1500 лет
через 1500 лет
с 2000 по 3000 человек
um die Jahrhundertwende
in 2000 villages
of 2000 villages
from 1500 villages
after 1500 years
by 1500 men
before 1500 witnesses
until 2000 rubles
a force of 1500 and more
of 1200 infantry and
a garrison of 1200 with
an army of 1812 and
some 1500 Serbs
about 1200 of them
around 2000 people
around 1500 Serbian families
approximately 1800 members
nearly 1800 members
at 1800 hours
at 1800
from 1000 to 1200 men
from 1500 to 2000 rubles
between 1500 and 2000 soldiers
between 1500 and 2000 Serbian soldiers
1500–2000 men
some 1000–1500 prisoners
1000-1500 m
1500 to 2000 people
1,500–2,000 men
pp. 1806–1812
p. 1806
pages 1806 to 1812
p.1812
vol. 1812
No 1812
no. 1812 of
№ 1812
ISBN 978-1-4426-1021-7
ISSN 1812-1903
doi:10.1017/1903
OCLC 1812
JSTOR 1405
tel. 1812 1903
+381 11 1812 1903
Windows 2000
a Peugeot 2008
Unit 1812
Euro 2000
Room 1408
Psalm 1000
UN Resolution 1244
Resolution 1244 of the
Regulation 1999
Article 1900
1:1500
1500 feet
1500 ft
1900 dinars
$1900
1900 USD
1900 €
€1900
1806 of them
with 1806 votes
won by 1806 votes
by 1806 to 1703 votes
a total of 1806 were
the 1500 were
of the 1500, only
of 1500 soldiers, 1200 died
its population was 1806
population 1806
a population of 1806
height of 1806 m
an altitude of 1806 metres
at a height of 1806 above
1806 metres
44.1806° N, 20.1903° E
44°18′06″ N
in 5 May
in the 1806th regiment
the 16th Corps
by the 17th
in the 5th and 6th Army
chapter 1806
of May 1500 men
In May 1500 men marched
In May, 1500 men marched
on 5 May 1500 men marched
On May 5, 1500 soldiers came
5 May 12 men came
May 12, 15 men came
in May 15 men
in summer 1500 men
since 1500 metres
the year 69 of
in 800 they
1274 H
1274 hijri
AH 1274
in 1990 SE
2600 BE
the year 5600 of the Hebrew calendar
year 1274 of the Islamic calendar
c. 1500 men
c. 1500 km
circa 1500 Serbs
march 1806
March 1806 men
the march of 1806 men
may 1806
avg. 1812
in the Winter 2000 Olympics
the Summer 2000 games
Section 1806
line 1812
Highway 1806
route 1900
asteroid 1812
(1806 km)
(1806 men)
(1500 dead)
Novak 1999, p. 30
1812 Overture
the 300-page book
3–4 million
between 1806 and 1500
from 1812 to 1806
1812–06
1812–1806
They lost 300, 1500 and 2000 men
between 300 and 1500 fighters fell
from 300 to 1500 horsemen
1200 were taken
1500 Turks fell
Some 1300 of the 1500 returned
at 1806 metres above
at 1,806 metres
the mountain (1806 m)
the peak, 1806 m,
the Act 1806
chapter 12, verse 1806
a fee of 1806 dinars
cost 1806
worth 1806 francs
for 1806 ducats
2000 ducats
of 2000 ducats
in 2000 copies
printed in 1500 copies
by 1500 votes to 1200
by a vote of 1806 to 1703
elected with 1806 votes
an area of 1806 square
area of 1806
a length of 1500
after 1500 hours
after 2000 hours
at 2000 hours
until 2000 hours
at 1900 GMT
the M1911 pistol
the Model 1911
Flight 1806
ISO 1806
RFC 1812
ISO 8601:2004
MIL-STD-1812
HMS 1806
PO Box 1806
11000 Belgrade
Belgrade 1806
zip 1806
call 555-1806
0800 1806
Catalogue no. 1806–1812
lot 1806
inv. 1806
Inv. No. 1806/12
MS 1806
Cod. 1806
fol. 1806
f. 1806r
col. 1806
cols. 1806–1812
ll. 1806–1812
lines 1806–1812
nos. 1806–1812
verses 1806-1812
pp 1806–12
p. 1806 f.
§ 1806
art. 1806
Articles 1806 to 1812
numbers 1806 and 1807
rooms 1806 and 1807
1806 kHz
1806 × 1200
1200x1806
version 2000
Office 2000
Agenda 2000
Area 51
Apollo 11
the 1000 islands
the 1001 nights
a 1000 years
1000 years of
the 1000 year
a 1000-year empire
its 1000th
1389 metres
Census 2002: 1806
5 May 1806 men came
On 5 May 1500 horsemen
5 June 2000 horsemen
the 5th May regiment
from 5 May
until 5 May
5 May – 7 June
March on Rome
March of 1500 men
Will may 1806
May 15
May 15 men
In May 12
12 March
sept. 1806
in sept 1806
dec 1806
King Jan 1500 men
August II 1806
Augustus 1806
mar 1806
Ivan V 1682
Pope John XXIII century
Henry V of
in its first century
his second century
her first century in cricket
a half century
quarter century
a third century later
knjiga od 1500 strana
etwa 3000 Mann
am 17. und 18. April
etwa 1.000 Mann
zwischen 1500 und 2000 Mann
rund 1500 Einwohner
rund 1500
1500 habitants
les 1500 habitants
environ 1500 hommes
in the first millennium
6000 years ago
from 1700 to the first decades of the 19th century
the first years of the 19th century
the last months of 1944
two years before 1812
ten days after 5 May 1812
the second century of their rule
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
    assert time.process_time() - started < 120
