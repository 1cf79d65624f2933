"""EDTF said in words, with no code left, in the language that is spoken now or another of the site.

Years below 1000 are AD, years before 1 AD are BC; -00XX is the 1st century BC. Serbian in Latin letters
is Serbian, letter by letter.
"""

from functools import lru_cache

from django.utils.translation import get_language

from review import serbian
from sources.edtf import calendars
from sources.edtf.parsing import Date, Interval, NotEdtf, bounds, tree
from sources.edtf.speaking import english, russian
from sources.edtf.speaking import serbian as in_serbian

SPEAKING = {"ru": russian, "sr": in_serbian, "sr-latn": in_serbian}
LATIN = {"sr-latn"}


def display(text, calendar="", language=None):
    """An EDTF date in words; what is none is given as it is."""
    return _displayed(text, calendar, language or get_language())


@lru_cache(maxsize=4096)
def _displayed(text, calendar, language):
    try:
        return _spelt(_speaking(language).say(tree(text.strip(), calendar)), language)
    except NotEdtf:
        return text


def beside(text, calendar):
    """What is said beside a date that is printed in another calendar: the calendar's name, and
    the Gregorian days where the date has a month; empty where no calendar is named."""
    return _beside(text, calendar, get_language()) if calendar else ""


@lru_cache(maxsize=4096)
def _beside(text, calendar, language):
    speaking = _speaking(language)
    days = _in_ours(text, calendar)
    days = speaking.say(tree(days)) if days else ""
    return _spelt(speaking.beside(speaking.CALENDARS[calendar], days), language)


def _in_ours(text, calendar):
    """The Gregorian days of a date that has a month, in EDTF; of another ""."""
    try:
        read, days = tree(text.strip(), calendar), bounds(text, calendar)
    except NotEdtf:
        return ""
    ends = (read.start, read.end) if isinstance(read, Interval) else (read,)
    if not all(isinstance(end, Date) and end.month for end in ends):
        return ""
    return "/".join(dict.fromkeys(map(_iso, days)))


def day(at):
    """The day of a date or an instant: “28 November 2026”."""
    return display(f"{at:%Y-%m-%d}")


def year(number):
    """An astronomical year as a scale has it: “1812”, “44 BC”."""
    return _by_number("year", number, get_language())


def decade(first):
    """The ten years from this one on: “1810s”."""
    return _by_number("decade", first, get_language())


def century(number):
    """“19th century”; of those before AD 1 the number is negative."""
    return _by_number("century", number, get_language())


@lru_cache(maxsize=4096)
def _by_number(name, number, language):
    return _spelt(getattr(_speaking(language), name)(number), language)


def _speaking(language):
    return SPEAKING.get(language, english)


def _spelt(words, language):
    return serbian.latin(words) if language in LATIN else words


def _iso(number):
    year, month, day = calendars.parts(number)
    return f"{'-' * (year < 0)}{abs(year):04}-{month:02}-{day:02}"
