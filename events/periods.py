"""Periods to choose from: centuries, and all that was before 1000 BC as one.

A century is the years that EDTF calls by it, as 18XX and -04XX: the 19th is 1800 to 1899, the 5th
BC is 500 to 401 BC. No year is in two, and 1 BC (year 0) is in the 1st BC.
"""

from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from sources import edtf

FIRST = -10  # The 10th century BC: what was before it is one period.

# What is known of a dating, without its open end, reaches into the period: events/models/event.py.
OFFERED = """
SELECT key FROM unnest(%s::text[], %s::integer[], %s::integer[]) AS period(key, lower, upper)
WHERE EXISTS (
    SELECT 1 FROM events_dating dating WHERE coalesce(dating.lower, dating.upper) IS NOT NULL
    AND int4range(coalesce(dating.lower, dating.upper), coalesce(dating.upper, dating.lower), '[]')
        && int4range(period.lower, period.upper)
)
"""


@dataclass(frozen=True)
class Period:
    """The days from `lower` to before `upper`, as in sources/edtf.py; `lower` None is open. Of a
    century `number` is which, negative BC."""

    key: str
    number: int | None
    lower: int | None
    upper: int

    @property
    def words(self):
        return _("before 1000 BC") if self.number is None else edtf.century(self.number)


def every():
    """All `Period`s up to now, the earliest first."""
    last = timezone.now().year // 100 + 1
    centuries = [_century(n) for n in range(FIRST, last + 1) if n]
    return [Period("before", None, None, centuries[0].lower), *centuries]


def named(key):
    """The `Period` with this key, or None."""
    return next((period for period in every() if period.key == key), None)


def offered():
    """Those in which something that is dated was, or began, or ended."""
    periods = every()
    columns = [[getattr(period, name) for period in periods] for name in ("key", "lower", "upper")]
    with connection.cursor() as cursor:
        cursor.execute(OFFERED, columns)
        keys = {key for (key,) in cursor.fetchall()}
    return [period for period in periods if period.key in keys]


@cache
def _century(number):
    """The `number`th century, of those BC if it is negative. Years are astronomical."""
    if number < 0:
        first, beyond = 100 * number + 1, 100 * number + 101
    else:
        first, beyond = 100 * (number - 1), 100 * number
        first = first or 1
    return Period(str(first), number, first * 10000, beyond * 10000)
