"""What vague words mean, everywhere in this project: a part of a span is a span.

    part                 of a year       of a month        of a decade  of a century
    early                January–April   1st–10th          years 0–3    years 00–33
    mid, middle          May–August      11th–20th         years 4–6    years 34–66
    late                 September–Dec.  21st–the last     years 7–9    years 67–99
    start, beginning     January–March   1st–7th           years 0–1    years 00–09
    end                  October–Dec.    the last 7 days   years 8–9    years 90–99
    first half           January–June    1st–15th          years 0–4    years 00–49
    second half          July–December   16th–the last     years 5–9    years 50–99
    first third          January–April   1st–10th          –            years 00–33
    second third         May–August      11th–20th         –            years 34–66
    last third           September–Dec.  21st–the last     –            years 67–99
    first quarter        January–March   –                 –            years 00–24
    second quarter       April–June      –                 –            years 25–49
    third quarter        July–September  –                 –            years 50–74
    last quarter         October–Dec.    –                 –            years 75–99

Years are counted from the earliest: the early 5th century BC (`-04XX`) is 500–467 BC. Decades
before the common era have no EDTF of their own (the 440s BC are 449–440 BC, `-044X` is
450–441 BC), so a decade or a century may also be given as an interval of ten or of a hundred
years: `-0448/-0439`.

Other vague words, where they are read:

    spring, summer, autumn, winter     1922-21  1922-22  1922-23  1922-24
    circa, about, around               1812~
    since                              1806/..
    a decade, a century                195X  18XX
"""

import re
from calendar import monthrange

from sources.edtf.parsing import NotEdtf

# The first and the last month, day or year of each part; a day of None is the month's last.
YEAR = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "start": (1, 3),
    "end": (10, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "last quarter": (10, 12),
}
MONTH = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, None),
    "start": (1, 7),
    "end": (-6, None),
    "first half": (1, 15),
    "second half": (16, None),
}
DECADE = {
    "early": (0, 3),
    "mid": (4, 6),
    "late": (7, 9),
    "start": (0, 1),
    "end": (8, 9),
    "first half": (0, 4),
    "second half": (5, 9),
}
CENTURY = {
    "early": (0, 33),
    "mid": (34, 66),
    "late": (67, 99),
    "start": (0, 9),
    "end": (90, 99),
    "first half": (0, 49),
    "second half": (50, 99),
    "first quarter": (0, 24),
    "second quarter": (25, 49),
    "third quarter": (50, 74),
    "last quarter": (75, 99),
}
for table in (YEAR, MONTH, DECADE, CENTURY):
    table["middle"], table["beginning"] = table["mid"], table["start"]
for table in (YEAR, MONTH, CENTURY):
    thirds = {"first third": "early", "second third": "mid", "last third": "late"}
    table.update((third, table[part]) for third, part in thirds.items())

PARTS = frozenset(CENTURY)
TABLES = {10: DECADE, 100: CENTURY}
FORM = re.compile(r"(?P<year>-?\d{4})(?:-(?P<month>0[1-9]|1[0-2]))?|(?P<of>-?\d\d)(?P<x>\dX|XX)")
YEARS = re.compile(r"(-?\d{4})/(-?\d{4})")


def span(part, text):
    """An EDTF interval: the part (“early”, “first half”) of a year, a month, a decade `195X` or a
    century `18XX`; NotEdtf where the table has none."""
    part = part.lower().strip()
    if found := YEARS.fullmatch(text):
        return _of_years(part, text, int(found[1]), int(found[2]))
    if not (found := FORM.fullmatch(text)):
        raise NotEdtf(f"“{text}” is no year, month, decade or century to take a part of.")
    if found["x"]:
        low, high = (int(text.replace("X", digit)) for digit in "09")
        return _of_years(part, text, min(low, high), max(low, high))
    if found["month"]:
        first, last = _of(MONTH, part, text)
        length = monthrange(int(found["year"]) % 400 + 400, int(found["month"]))[1]
        first = first if first > 0 else length + first
        return f"{text}-{first:02}/{text}-{last or length:02}"
    first, last = _of(YEAR, part, text)
    return f"{text}-{first:02}/{text}-{last:02}"


def _of_years(part, text, low, high):
    table = TABLES.get(high - low + 1)
    if table is None:
        raise NotEdtf(f"“{text}” is neither a decade nor a century.")
    first, last = _of(table, part, text)
    return f"{_year(low + first)}/{_year(low + last)}"


def _of(table, part, text):
    if part not in table:
        raise NotEdtf(f"“{part}” of {text} has no agreed span.")
    return table[part]


def _year(number):
    return f"-{-number:04}" if number < 0 else f"{number:04}"
