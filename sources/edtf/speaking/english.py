"""EDTF in English.

Years below 1000 are AD, years before 1 AD are BC; -00XX is the 1st century BC.
"""

import re
from calendar import month_name

from sources.edtf import calendars
from sources.edtf.calendars import DAYS, MONTHS, fitting
from sources.edtf.parsing import GROUPS, OPEN, UNKNOWN, Date, Interval, Set, Year

SEASONS = ("spring", "summer", "autumn", "winter")
OF_THE_YEAR = {
    **dict(zip(range(33, 37), ("first", "second", "third", "last"), strict=True)),
    **dict(zip(range(37, 40), ("first", "middle", "last"), strict=True)),
    **dict(zip(range(40, 42), ("first", "second"), strict=True)),
}
MARKED = {"?": "uncertain", "~": "approximate", "%": "uncertain and approximate"}
PARTS = ("year", "month", "day")
CALENDARS = calendars.NAMES


def beside(name, days):
    """The name of a calendar, and the same days in ours."""
    return f"{name}; {days} Gregorian" if days else name


def year(number):
    """An astronomical year as a scale has it: “1812”, “44 BC”."""
    return str(number) if number > 0 else f"{1 - number} BC"


def decade(first):
    return f"{first}s"


def century(number):
    """Of the years before AD 1 it is negative."""
    return f"{_ordinal(abs(number))} century{' BC' * (number < 0)}"


def say(read):
    match read:
        case Set():
            return _set(read)
        case Interval():
            return _interval(read)
        case Year():
            return _year(read)
    return _date(read)


# Years


def of_year(year):
    if year <= 0:
        return f"{_number(1 - year)} BC"
    return f"AD {year}" if year < 1000 else _number(year)


def of_years(first, last, joint):
    """Two years, their era said once where it is one: “500–467 BC”, “AD 60–69”."""
    if last <= 0:
        return f"{_number(1 - first)}{joint}{_number(1 - last)} BC"
    if first > 0 and last < 1000:
        return f"AD {first}{joint}{last}"
    if first > 0:
        return f"{of_year(first)}{joint}{of_year(last)}"
    return f"{of_year(first)}{joint if ' ' in joint else ' – '}{of_year(last)}"


def _number(year):
    return f"{year:,}" if year > 9999 else str(year)


def _year(read):
    if read.first == read.last:
        named = abs(read.value) > 9999 and read.value > 0
        return _marked(
            f"the year {of_year(read.value)}" if named else of_year(read.value), read.mark
        )
    between = of_years(read.first, read.last, " and ")
    return _marked(f"some time between {between} (about {of_year(read.value)})", read.mark)


def _of_digits(digits):
    """Words for the years of four digits, X any: “1985”, “the 1560s”, “the 16th century”, or “a
    year …”."""
    if "X" not in digits:
        return of_year(int(digits))
    sign, known = digits[:-4], digits[-4:].rstrip("X")
    if not known:
        return "an unknown year BC" if sign else "an unknown year"
    low, high = (int(sign + digits[-4:].replace("X", d)) for d in ("90" if sign else "09"))
    if "X" in known:
        ending = digits[-4:].rpartition("X")[2]
        ending = f"ending in {ending} " if ending and not sign else ""
        return f"a year {ending}between {of_years(low, high, ' and ')}"
    era = " BC" if sign else " AD" if high < 1000 else ""
    match len(known):
        case 3 if sign:
            return f"the years {of_years(low, high, '–')}"
        case 3:
            return f"the {'AD ' * bool(era)}{int(known)}0s"
        case 2:
            return f"the {_ordinal(int(known) + 1)} century{era}"
    return f"the {_ordinal(int(known) + 1)} millennium{era}"


def _ordinal(number):
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


# Dates


def _date(read):
    words = _time(read) if read.time else _plain(read)
    first, *rest = read.marks
    if all(mark == first for mark in rest):
        return _marked(words, first)
    said = {}
    for part, mark in zip(PARTS, read.marks, strict=False):
        name = _part_name(read) if part == "month" else part
        if mark:
            said.setdefault(MARKED[mark], []).append(name)
    return f"{words} ({', '.join(f'{_and(names)} {mark}' for mark, names in said.items())})"


def _part_name(read):
    if read.month.isdigit() and int(read.month) in GROUPS:
        return "season" if int(read.month) < 33 else "part of the year"
    return "month"


def _marked(words, mark):
    circa = mark in ("~", "%")
    if circa and words[0].isdigit() and re.match(r"\d+(s|st|nd|rd|th)\b", words):
        words = f"the {words}"
    if circa and words.startswith(("a ", "an ", "some ", "one ")):
        return f"{words} ({MARKED[mark]})"
    return f"{'circa ' * circa}{words}{' (uncertain)' * (mark in ('?', '%'))}"


def _time(read):
    zone = read.zone.replace("-", "−")
    zone = " UTC" if zone == "Z" else f" UTC{zone}" * bool(zone)
    return f"{_plain(read)}, {read.time}{zone}"


def _plain(read):
    year = _of_digits(read.year)
    if not read.month:
        # By themselves: “1950s”, “19th century”.
        return year.removeprefix("the ").removeprefix("years ")
    is_one = "X" not in read.year
    # “25 December of a year in the 1560s”, but “a day in the 1560s”.
    of_one = year if is_one else f"of {_one_of(year)}"
    if read.month.isdigit() and int(read.month) in GROUPS:
        return _group(int(read.month), year if is_one else of_one, is_one)
    if read.month == "XX":
        return _in_any_month(read.day, year, of_one)
    months = [month_name[m] for m in fitting(read.month, MONTHS)]
    months = _or(months) if len(months) < 4 else f"a month from {months[0]} to {months[-1]}"
    if not read.day:
        return f"{months} {of_one}"
    if read.day == "XX":
        return f"a day in {months} {of_one}"
    return f"{_days(read, months)} {of_one}"


def _one_of(years):
    if years.startswith("the years "):
        return years.replace("the years ", "a year between ").replace("–", " and ")
    return years if years.startswith("a") else f"a year in {years}"


def _in_any_month(day, year, of_one):
    match day:
        case "":
            return f"a month in {year}"
        case "XX":
            return f"a day in {year}"
    numbers = [_ordinal(d) for d in fitting(day, DAYS)]
    return f"the {_or(numbers)} of a month {of_one if of_one != year else f'in {year}'}"


def _days(read, months):
    """The days that two digits may mean in the months that they may be in."""
    allowed = max(calendars.LENGTHS[m] for m in fitting(read.month, MONTHS))
    if allowed == 29 and "X" not in read.year:
        allowed = read.upper % 100
    days = [d for d in fitting(read.day, DAYS) if d <= allowed]
    if months.startswith("a "):
        return f"the {_or([_ordinal(d) for d in days])} of {months}"
    if len(days) > 4:
        return f"a day from {days[0]} to {days[-1]} {months}"
    return f"{_or(days)} {months}"


def _group(code, year, is_one):
    if code < 33:
        season = SEASONS[(code - 21) % 4]
        half = (
            "" if code < 25 else " (northern hemisphere)" if code < 29 else " (southern hemisphere)"
        )
        return f"{season} {year}{half}"
    kind = "quarter" if code < 37 else "four months" if code < 40 else "half"
    return f"the {OF_THE_YEAR[code]} {kind} {f'of {year}' if is_one else year}"


# Intervals and sets


def _interval(read):
    match read.start, read.end:
        case _, end if end is OPEN:
            return f"since {say(read.start)}"
        case _, end if end is UNKNOWN:
            return f"from {say(read.start)}, end unknown"
        case start, _ if start is OPEN:
            return f"until {say(read.end)}"
        case start, _ if start is UNKNOWN:
            return f"until {say(read.end)}, beginning unknown"
    return _range(read.start, read.end)


def _range(start, end):
    """Both ends; what they have in common is said once: “5–7 May 1812”, “May–June 1812”."""
    if not (_is_plain(start) and _is_plain(end)):
        first, last = say(start), say(end)
        return f"{first} – {last}" if " " in first + last else f"{first}–{last}"
    if not (start.month or end.month):
        return of_years(int(start.year), int(end.year), "–")
    if start.year == end.year and bool(start.day) == bool(end.day) and start.month and end.month:
        year = of_year(int(start.year))
        first, last = month_name[int(start.month)], month_name[int(end.month)]
        if not start.day:
            return f"{first}–{last} {year}" if first != last else f"{first} {year}"
        if start.month == end.month:
            days = "–".join(dict.fromkeys((str(int(start.day)), str(int(end.day)))))
            return f"{days} {first} {year}"
        return f"{int(start.day)} {first} – {int(end.day)} {last} {year}"
    return f"{say(start)} – {say(end)}"


def _is_plain(read):
    """Whether it is a year, a month or a day, with nothing uncertain about it."""
    return (
        isinstance(read, Date)
        and not any(read.marks)
        and "X" not in read.year + read.month + read.day
        and (not read.month or int(read.month) not in GROUPS)
    )


def _set(read):
    words = [_of_set(read.is_all, member) for member in read.members]
    return _and(words) if read.is_all else _or(words)


def _of_set(is_all, member):
    if not isinstance(member, Interval):
        return say(member)
    if member.start is OPEN:
        return f"{say(member.end)} {'and all' if is_all else 'or'} before"
    if member.end is OPEN:
        return f"{say(member.start)} {'and all after' if is_all else 'or later'}"
    range_ = _range(member.start, member.end)
    return f"all of {range_}" if is_all else f"one of {range_}"


def _or(words):
    return _listed(words, "or")


def _and(words):
    return _listed(words, "and")


def _listed(words, last):
    *rest, final = map(str, words)
    comma = "," if re.search(" or | and ", final) else ""
    return f"{', '.join(rest)}{comma} {last} {final}" if rest else final
