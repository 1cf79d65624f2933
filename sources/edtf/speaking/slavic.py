"""EDTF in a language whose words are declined: what Russian and Serbian have in common.

A phrase is said in three cases: as it stands alone, behind “of” and “until” (genitive), behind “in”
(locative).
"""

import re
from typing import NamedTuple

from sources.edtf import calendars
from sources.edtf.calendars import DAYS, MONTHS, fitting
from sources.edtf.parsing import GROUPS, OPEN, UNKNOWN, Date, Interval, Set, Year

CASES = ("alone", "of", "where")


class Said(NamedTuple):
    """`is_vague` where it does not say which it is of several: “a day in May”."""

    alone: str
    of: str
    where: str
    is_vague: bool = False


def each(form, is_vague=False):
    """A `Said` of a function that gives the words in a case."""
    return Said(*map(form, CASES), is_vague)


class Slavic:
    """What a language has to have beside these: see russian.py and serbian.py."""

    def fixed(self, words, is_vague=False):
        """What need not be declined."""
        return Said(words, words, words, is_vague)

    def say(self, read):
        return self.said(read).alone

    def said(self, read):
        match read:
            case Set():
                return self.fixed(self.set(read))
            case Interval():
                return self.fixed(self.interval(read))
            case Year():
                return self.marked(self.long_year(read), read.mark)
        return self.date(read)

    # Years

    def long_year(self, read):
        if read.first == read.last:
            return self.of_year(read.value)
        near = f"{self.CIRCA} {self.of_year(read.value).of}"
        between = self.between(read.first, read.last)
        return self.fixed(f"{self.SOME_TIME} {between} ({near})", is_vague=True)

    def of_digits(self, digits):
        """A year, or the years that four digits, X any, may mean."""
        if "X" not in digits:
            return self.of_year(int(digits))
        sign, known = digits[:-4], digits[-4:].rstrip("X")
        if not known:
            return each(lambda case: self.UNKNOWN_YEAR[case] + self.BEFORE * bool(sign), True)
        low, high = (int(sign + digits[-4:].replace("X", d)) for d in ("90" if sign else "09"))
        if "X" in known:
            ending = digits[-4:].rpartition("X")[2] * (not sign)
            between = self.between(low, high)
            return each(lambda case: f"{self.a_year(ending, case)} {between}", True)
        era = self.BEFORE if sign else self.OURS if high < 1000 else ""
        match len(known):
            case 3 if sign:
                return self.of_years(low, high)
            case 3:
                return each(lambda case: f"{int(known)}0{self.DECADE[case]}{era}")
            case 2:
                return self.numbered(int(known) + 1, self.CENTURY, era)
        return self.numbered(int(known) + 1, self.MILLENNIUM, era)

    def numbered(self, number, noun, era=""):
        return each(lambda case: f"{self.ordinal(number)} {noun[case]}{era}")

    def era(self, year):
        """What follows a year: its era, where that is not plain."""
        return self.BEFORE if year <= 0 else self.OURS if year < 1000 else ""

    def counted(self, year):
        """Its number, as it is counted in its era."""
        number = year if year > 0 else 1 - year
        return f"{number:,}".replace(",", self.THOUSANDS) if number > 9999 else str(number)

    # By number

    def year(self, number):
        return f"{number if number > 0 else 1 - number}{self.BEFORE * (number <= 0)}"

    def decade(self, first):
        return f"{first}{self.DECADE['alone']}"

    def century(self, number):
        return self.numbered(abs(number), self.CENTURY, self.BEFORE * (number < 0)).alone

    # Dates

    def date(self, read):
        said = self.at_time(read) if read.time else self.plain(read)
        first, *rest = read.marks
        if all(mark == first for mark in rest):
            return self.marked(said, first)
        told = {}
        for part, mark in zip(("year", "month", "day"), read.marks, strict=False):
            if mark:
                told.setdefault(self.MARKED[mark], []).append(self.PARTS[self.part(read, part)])
        told = "; ".join(
            f"{self.listed(names, self.AND)} {self.DASH} {mark}" for mark, names in told.items()
        )
        return each(lambda case: f"{getattr(said, case)} ({told})")

    def at_time(self, read):
        zone = read.zone.replace("-", "−")
        zone = " UTC" if zone == "Z" else f" UTC{zone}" * bool(zone)
        return self.fixed(f"{self.plain(read).alone}, {read.time}{zone}")

    def part(self, read, part):
        if part == "month" and read.month.isdigit() and int(read.month) in GROUPS:
            return "season" if int(read.month) < 33 else "part"
        return part

    def marked(self, said, mark):
        if mark in ("~", "%") and said.is_vague:
            return each(lambda case: f"{getattr(said, case)} ({self.MARKED[mark]})", True)
        if mark in ("~", "%"):
            words = {"alone": f"{self.CIRCA} {said.of}"}
            words |= {case: f"{self.ABOUT} {getattr(said, case)}" for case in CASES[1:]}
            said = Said(**words)
        if mark in ("?", "%"):
            return each(lambda case: f"{getattr(said, case)} ({self.MARKED['?']})")
        return said

    def plain(self, read):
        year = self.of_digits(read.year)
        if not read.month:
            return year
        of_one = year.of if "X" not in read.year or year.is_vague else self.one_of(year, read.year)
        if read.month.isdigit() and int(read.month) in GROUPS:
            return self.group(int(read.month), of_one)
        if read.month == "XX":
            return self.in_any_month(read.day, year, of_one)
        months = self.months(fitting(read.month, MONTHS))
        if not read.day:
            return each(lambda case: f"{getattr(months, case)} {of_one}", months.is_vague)
        if read.day == "XX":
            within = self.within(months.where)
            return each(lambda case: f"{self.DAY[case]} {within} {of_one}", True)
        return self.days(read, months, of_one)

    def months(self, numbers):
        if len(numbers) > 3:
            first, last = numbers[0], numbers[-1]
            return each(lambda case: self.one_of_months(first, last, case), True)
        return each(lambda case: self.listed([self.MONTHS[n][case] for n in numbers], self.OR))

    def in_any_month(self, day, year, of_one):
        if day in ("", "XX"):
            noun, within = self.DAY if day else self.MONTH, self.within(year.where)
            return each(lambda case: f"{noun[case]} {within}", True)
        numbers = fitting(day, DAYS)
        return each(
            lambda case: f"{self.day_of(numbers, case)} {self.ONE_OF_MONTHS} {of_one}", True
        )

    def days(self, read, months, of_one):
        """The days that two digits may mean in the months that they may be in."""
        allowed = max(calendars.LENGTHS[m] for m in fitting(read.month, MONTHS))
        if allowed == 29 and "X" not in read.year:
            allowed = read.upper % 100
        days = [d for d in fitting(read.day, DAYS) if d <= allowed]
        of_month = f"{months.of} {of_one}"
        if months.is_vague:
            return each(lambda case: f"{self.day_of(days, case)} {of_month}", True)
        if len(days) > 4:
            first, last = days[0], days[-1]
            return each(lambda case: f"{self.one_of_days(first, last, case)} {of_month}", True)
        return self.fixed(f"{self.listed(map(self.numeral, days), self.OR)} {of_month}")

    def group(self, code, of_one):
        if code < 33:
            season = self.SEASONS[(code - 21) % 4]
            half = f" ({self.HEMISPHERES[code > 28]})" * (code > 24)
            return each(lambda case: f"{season[case]} {of_one}{half}")
        return each(lambda case: f"{self.OF_THE_YEAR[code][case]} {of_one}")

    # Intervals and sets

    def interval(self, read):
        match read.start, read.end:
            case start, end if end is OPEN:
                return self.since(self.said(start).of)
            case start, end if end is UNKNOWN:
                return f"{self.since(self.said(start).of)}, {self.NO_END}"
            case start, end if start is OPEN:
                return f"{self.UNTIL} {self.said(end).of}"
            case start, end if start is UNKNOWN:
                return f"{self.UNTIL} {self.said(end).of}, {self.NO_BEGINNING}"
        return self.range(read.start, read.end)

    def range(self, start, end):
        """Both ends; what they have in common is said once."""
        if is_plain(start) and is_plain(end):
            if not (start.month or end.month):
                return self.of_years(int(start.year), int(end.year)).alone
            is_alike = bool(start.day) == bool(end.day) and start.month and end.month
            if start.year == end.year and is_alike:
                return self.within_year(start, end)
        return f"{self.say(start)} {self.DASH} {self.say(end)}"

    def within_year(self, start, end):
        of_year = self.of_year(int(start.year)).of
        first, last = self.MONTHS[int(start.month)], self.MONTHS[int(end.month)]
        if not start.day:
            names = "–".join(dict.fromkeys((first["alone"], last["alone"])))
            return f"{names} {of_year}"
        one, other = (self.numeral(int(read.day)) for read in (start, end))
        if start.month != end.month:
            return f"{one} {first['of']} {self.DASH} {other} {last['of']} {of_year}"
        days = other if one == other else f"{int(start.day)}–{other}"
        return f"{days} {first['of']} {of_year}"

    def set(self, read):
        word = self.AND if read.is_all else self.OR
        return self.listed([self.of_set(read.is_all, member) for member in read.members], word)

    def of_set(self, is_all, member):
        if not isinstance(member, Interval):
            return self.say(member)
        if member.start is OPEN:
            return f"{self.say(member.end)} {self.ALL_BEFORE if is_all else self.OR_BEFORE}"
        if member.end is OPEN:
            return f"{self.say(member.start)} {self.ALL_AFTER if is_all else self.OR_AFTER}"
        return f"{self.ALL_OF if is_all else self.ONE_OF} {self.range(member.start, member.end)}"

    def listed(self, words, last):
        *rest, final = map(str, words)
        comma = "," if re.search(f" ({self.OR}|{self.AND}) ", final) else ""
        return f"{', '.join(rest)}{comma} {last} {final}" if rest else final

    def beside(self, name, days):
        return f"{name}; {self.IN_OURS} {days}" if days else name


def is_plain(read):
    """Whether it is a year, a month or a day, with nothing uncertain about it."""
    return (
        isinstance(read, Date)
        and not any(read.marks)
        and "X" not in read.year + read.month + read.day
        and (not read.month or int(read.month) not in GROUPS)
    )


def cases(alone, of, where):
    return {"alone": alone, "of": of, "where": where}
