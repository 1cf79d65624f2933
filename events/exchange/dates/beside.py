"""A day that is printed in two calendars, and what names the calendar of a day."""

from datetime import date
from itertools import product

from events.exchange.dates import points
from events.exchange.dates.numbers import NoDate
from events.exchange.dates.single import Singles
from events.exchange.dates.words import CALENDARS

# By how many days the calendars differ from a year on; after the last, few print both.
GAPS = range(10, 14)
LAST_IN_TWO = 1930
# With a name of its calendar a day is believed that is one off.
NAMED_GAPS = range(9, 15)
CLOSING = {"(": ")", "[": "]"}
# Short names are capitals; others say a calendar only in brackets, or with "calendar".
CAPITALS = frozenset(["os", "ns"])
BRACKETED = frozenset(["julian", "gregorian", "julijanski"])


def _by_first_word():
    """{first word: [(words, calendar)]}, the longest first."""
    found = {}
    for calendar, phrases in CALENDARS.items():
        for phrase in phrases.split("|"):
            words = phrase.split()
            found.setdefault(words[0], []).append((words, calendar))
    for known in found.values():
        known.sort(key=lambda one: -len(one[0]))
    return found


NAMED = _by_first_word()


class Beside(Singles):
    def named_calendar(self, index, *, is_bracketed):
        """(calendar, index) of "O.S.", "Old Style", "по старому стилю"."""
        for words, calendar in NAMED.get(self.at(index).text.lower(), ()):
            after = self.says(index, words)
            first = words[0] if len(words) == 1 else ""
            if (
                after
                and (is_bracketed or first not in BRACKETED)
                and (first not in CAPITALS or self.at(index).text.isupper())
            ):
                return calendar, after
        return None

    def calendar_behind(self, index):
        """(calendar, index) of "(O.S.)", "O.S.", "(Julian calendar)"."""
        closing = CLOSING.get(self.at(index).text)
        named = self.named_calendar(index + bool(closing), is_bracketed=bool(closing))
        if not named or (closing and not self.is_sign(named[1], closing)):
            return None
        return named[0], named[1] + bool(closing)

    def beside(self, index):
        """ "25 October [O.S. 12 October] 1806", "28 June/10 July 1807", "1 (13) January 1879": the
        later day is the Gregorian."""
        first = self._loose_day(self.skip(index, "the"))
        if not first:
            return None
        named, at = self._name_at(first[-1], is_bracketed=False)
        sign = self.at(at).text
        if sign not in ("(", "[", "/"):
            return None
        inner, at = self._name_at(at + 1, is_bracketed=True)
        second = self._loose_day(at + self.is_sign(at, ","))
        if not second or (first[2] and not second[1]):
            return None
        at = second[-1] + self.is_sign(second[-1], ",")
        trailing, after = self._name_at(at, is_bracketed=True)
        if trailing is None:
            after = second[-1]
        if sign != "/":
            if not self.is_sign(after, CLOSING[sign]):
                return None
            after += 1
        month = self.month(self.skip(after, "of")) if not (first[1] or second[1]) else None
        after = month[1] if month else after
        year = None if first[2] or second[2] else self._year_after(after)
        after = year[1] if year else after
        names = named, inner if inner is not None else trailing
        days = self._two_days(first, second, month and month[0], year and year[0])
        is_named = any(name is not None for name in names)
        for one, other in days:
            gap = abs((_date(one) - _date(other)).days)
            if gap in NAMED_GAPS if is_named else gap in GAPS and one.year <= LAST_IN_TWO:
                later = max(one, other, key=points.order)
                return later.text, later, after
            if gap == 1 and sign == "/" and points.order(one) < points.order(other):
                return points.to(one, other), one, after
        if is_named and days:
            raise NoDate(after)
        return None

    def _name_at(self, index, *, is_bracketed):
        found = self.named_calendar(index, is_bracketed=is_bracketed)
        return found or (None, index)

    def _loose_day(self, index):
        """(day, month or None, year or None, index) of a day that may have the rest elsewhere."""
        month = self.month(index)
        day = self.day(month[1] if month else index)
        if not day:
            return None
        after = day[1]
        if not month and (month := self.month(self.skip(after, "of"))):
            after = month[1]
        year = self._year_after(after) if month else None
        if year and not year[2]:
            return day[0], month[0], year[0], year[1]
        return day[0], month and month[0], None, after

    @staticmethod
    def _two_days(first, second, month, year):
        """Each pair of days that the two may be: what one doesn't say, it has from the other."""
        months = (first[1] or second[1] or month, second[1] or first[1] or month)
        known = first[2] or second[2] or year
        if not known or not all(months):
            return []
        years = [[own] if own else [known, known - 1, known + 1] for own in (first[2], second[2])]
        pairs = [
            [points.of_day(*one) for one in zip(pair, months, (first[0], second[0]), strict=True)]
            for pair in product(*years)
            if known in pair and min(pair) > 0
        ]
        return [pair for pair in pairs if None not in pair]


def _date(point):
    return date(point.year, point.month, point.day)
