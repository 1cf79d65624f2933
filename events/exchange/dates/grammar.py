"""How words make dates: each form is tried where it may begin, the longest first."""

from dataclasses import replace

from events.exchange.dates import points
from events.exchange.dates.tokens import END
from events.exchange.dates.words import COUNTED, NAMES, NOT_COUNTED, SMALL

# Years without an era, for which a number of four digits is taken.
FIRST, LAST = 1000, 2099
ORDINAL = frozenset(["st", "nd", "rd", "th"])
DECADES = frozenset(
    ["s", "'s", "’s", "er", "-е", "-х", "-ih", "-tih", "ih", "tih", "-ые", "-ых", "-их", "-те"]
)
# What makes four digits behind it a year.
CUES = ("in", "by", "until", "since", "from", "of", "after", "before", "year", "circa")
# What may follow a number without a point: "1500 Jahre" and "1500 godina" are so many years.
AFTER_YEARS = frozenset(["год", "года", "году", "годы", "годов", "годах", "годами", "г", "гг"])
DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "this",
        "The",
        "A",
        "An",
        "His",
        "Her",
        "Its",
        "Their",
        "This",
    ]
)
DATED = frozenset(
    ["back", "backdated", "dated", "dating", "dates", "date", "similar", "up", "down"]
)
OPENING = frozenset("([“\"'„«—–:;•")


class NoDate(Exception):
    """What looks like a date and is none, up to an index: no part of it is read either."""

    def __init__(self, index):
        self.index = index


class Grammar:
    """Reads dates from tokens. A method that reads returns (what, the index after it) or None."""

    def __init__(self, tokens):
        self.tokens = tokens

    def at(self, index):
        return self.tokens[index] if 0 <= index < len(self.tokens) else END

    def has(self, index, *roles):
        return any(role in self.at(index).roles for role in roles)

    def is_sign(self, index, sign):
        return self.at(index).text == sign

    def skip(self, index, *roles):
        while self.has(index, *roles):
            index += 1
        return index

    # Numbers.

    def digits(self, index, low, high, suffixes=("",)):
        """The number at an index, if it is one within bounds, with such a suffix."""
        token = self.at(index)
        if token.kind != "number" or token.suffix not in suffixes or len(token.text) > 6:
            return None
        return token.number if low <= token.number <= high else None

    def day(self, index):
        """(day of a month, index): 5, 5th, 5., 1er."""
        number = self.digits(index, 1, 31, ("", "st", "nd", "rd", "th", "er"))
        if number is None:
            return None
        index += 1
        if self.is_sign(index, ".") and not self.at(index).is_spaced:
            index += 1
        return number, index

    def month(self, index):
        """(month, index): May, Dec., maja."""
        token = self.at(index)
        if "month" not in token.roles:
            return None
        index += 1
        if (
            self.is_sign(index, ".")
            and len(token.text) <= 4
            and self.at(index + 1).kind == "number"
        ):
            index += 1
        return token.roles["month"], index

    def year(self, index, era=None):
        """(astronomical year, index) of a year with its era, or of four digits; `era` is that of
        the other end of a range."""
        if self.has(index, "year") and self.at(index + 1).kind == "number":
            index += 1
        if self.at(index).kind == "ad":
            number = self.digits(index + 1, 1, 2099)
            return (number, index + 2) if number and self.at(index + 2).kind != "bc" else None
        number = self.digits(index, 1, 9999)
        if number is None:
            return None
        after, is_ordinal = index + 1, False
        if self.is_sign(after, ".") and not self.at(after).is_spaced and self._goes_on(after + 1):
            after, is_ordinal = after + 1, True
        if self.has(after, "year") and (is_ordinal or self.at(after).text in AFTER_YEARS):
            after += 1
            if self.is_sign(after, ".") and len(self.at(after - 1).text) <= 3:
                after += 1
        match self.at(after).kind:
            case "bc":
                return 1 - number, after + 1
            case "ad":
                return number, after + 1
            case "other":
                return None
        if era == "bc":
            return 1 - number, after
        if not FIRST <= number <= LAST or len(self.at(index).text) != 4:
            return None
        if self._is_counted(after, number):
            return None
        return number, after

    def _goes_on(self, index):
        """Whether the sentence goes on behind the point of an ordinal: "1806. godine"."""
        token = self.at(index)
        return token.kind in ("bc", "ad") or (token.kind == "word" and token.text[:1].islower())

    def _is_counted(self, index, number):
        """Whether the word after a number makes it an amount."""
        token = self.at(index)
        if token.kind == "roman" or token.kind != "word" or not token.is_spaced:
            return False
        word = token.text.casefold()
        if word in COUNTED:
            return True
        plural = word.endswith("s") and not word.endswith("ss") and len(word) > 3
        return number % 10 == 0 and plural and word not in NOT_COUNTED and not token.roles

    # Points.

    def point(self, index):
        """(Point, index) of one date."""
        for form in (
            self.parted, self.iso, self.day_month, self.month_day, self.month_year, self.season,
            self.decade, self.century,
        ):  # fmt: skip
            if found := form(index):
                return found
        if found := self.year(index):
            year, index = found
            return points.of_year(year), index
        return None

    def iso(self, index):
        token = self.at(index)
        if token.kind == "iso":
            year, month, day = map(int, token.text.split("-"))
        elif token.kind == "dotted":
            day, month, year = (int(part) for part in token.text.split("."))
        else:
            return None
        made = 1 <= month <= 12 and points.of_day(year, month, day)
        if not made:
            return None
        index += 1
        if token.kind == "dotted" and self.is_sign(index, ".") and self.has(index + 1, "year"):
            index += 2
        elif self.has(index, "year"):
            index += 1
        return made, index

    def _year_after(self, index):
        """A year behind a day or a month: "May 1806", "May, 1806", "May of 1806"."""
        if self.is_sign(index, ","):
            index += 1
        index = self.skip(index, "of", "the", "in")
        found = self.year(index)
        if found and self.is_sign(found[1], "/"):
            # A dual year: January 1743/44.
            second = self.digits(found[1] + 1, 0, 99)
            if second == (found[0] + 1) % 100 and not self.at(found[1] + 1).is_spaced:
                return (found[0] + 1, found[1] + 2, "julian")
        return found and (*found, "")

    def day_month(self, index):
        index = self.skip(index, "the")
        if self.has(index, "weekday"):
            index += 1 + self.is_sign(index + 1, ",")
        if not (day := self.day(index)):
            return None
        month = self.month(self.skip(day[1], "of"))
        year = month and self._year_after(month[1])
        if not year:
            return None
        made = points.of_day(year[0], month[0], day[0])
        if not made:
            raise NoDate(year[1])
        return replace(made, calendar=year[2]), year[1]

    def month_day(self, index):
        month = self.month(index)
        day = month and self.day(self.skip(month[1], "the"))
        year = day and self._year_after(day[1])
        if not year:
            return None
        made = points.of_day(year[0], month[0], day[0])
        if not made:
            raise NoDate(year[1])
        return replace(made, calendar=year[2]), year[1]

    def month_year(self, index):
        month = self.month(index)
        year = month and self._year_after(month[1])
        if not year:
            return None
        made = points.of_month(year[0], month[0])
        return replace(made, calendar=year[2]), year[1]

    def season(self, index):
        token = self.at(index)
        if "season" not in token.roles or (
            token.text != token.text.lower() and self._is_name(index)
        ):
            return None
        after = index + 1 + self.is_sign(index + 1, ",")
        found = self.year(self.skip(after, "of", "the", "in"))
        if not found:
            return None
        year, after = found
        second = self.second_year(year, after)
        if second and token.roles["season"] == 24:
            text = f"{points.year_text(year)}-12/{points.year_text(year + 1)}-02"
            return points.Point(text, "span", year), second[1]
        return points.of_season(year, token.roles["season"]), after

    def _is_name(self, index):
        """Whether a season with a capital is one: at a sentence's head, or in German."""
        return self.at(index).text.lower() in SMALL and index > 0 and self.at(index - 1).text != "."

    def second_year(self, year, index):
        """(the second year, index) of "1912–13" or "1912/13", behind the first."""
        if self.at(index).kind != "dash" and not self.is_sign(index, "/"):
            return None
        token = self.at(index + 1)
        if token.kind != "number" or token.suffix or token.is_spaced or len(token.text) != 2:
            return None
        second = year - year % 100 + token.number
        if second <= year or self.month(index + 2):
            return None
        return second, index + 2

    def decade(self, index):
        index = self.skip(index, "the")
        token = self.at(index)
        if self.has(index, "year") and token.text in ("années", "Années"):
            number = self.digits(index + 1, FIRST, LAST)
            return (points.of_decade(number), index + 2) if number and number % 10 == 0 else None
        number = self.digits(index, FIRST, LAST, DECADES)
        if not number or number % 10 or (number % 100 == 0 and number != 2000):
            return None
        return points.of_decade(number), self.skip(index + 1, "year")

    def ordinal(self, index):
        """(number, index) of what may count a century: 19th, 19., XIX, nineteenth."""
        token = self.at(index)
        if "ordinal" in token.roles:
            number, index = token.roles["ordinal"], index + 1
            if token.text.lower() == "twenty" and self.at(index).kind == "dash":
                return None
        elif token.kind == "roman":
            number = _roman(token.text.removesuffix(token.suffix) if token.suffix else token.text)
            index += 1
        else:
            number = self.digits(index, 1, 21, (*ORDINAL, "e", "ème", "ᵉ", ""))
            if number is None:
                return None
            index += 1
            if not token.suffix and not self.is_sign(index, "."):
                return None
        if self.is_sign(index, ".") and not self.at(index).is_spaced:
            index += 1
        return (number, index) if number and 1 <= number <= 21 else None

    def century(self, index):
        found = self.ordinal(self.skip(index, "the"))
        if not found:
            return None
        number, after = found
        if self.at(after).kind == "dash" and self.has(after + 1, "century"):
            after += 1
        if not self.has(after, "century"):
            return None
        after += 1
        if self.is_sign(after, ".") and self.at(after - 1).text == "Jh":
            after += 1
        era = self.at(after).kind
        if era == "other":
            return None
        return points.of_century(number, era == "bc"), after + (era in ("bc", "ad"))

    def parted(self, index):
        """ "early May 1806", "the first half of the 19th century", "početkom 1806."."""
        at = self.skip(index, "the")
        token = self.at(at)
        if "which" in token.roles and self.has(at + 1, "share"):
            part = f"{token.roles['which']} {self.at(at + 1).roles['share']}"
            at += 2
        elif "part" in token.roles:
            part = token.roles["part"]
            at += 1
        elif token.text.lower() == "turn" and self.at(at + 1).text == "of":
            return self._turn(at + 2)
        else:
            return None
        at = self.skip(at, "of", "the")
        if self.at(at).kind == "dash":
            at += 1
        at = self.skip(at, "of", "the", "in")
        for form in (self.month_year, self.decade, self.century):
            if found := form(at):
                made = points.part_of(part, found[0])
                return made and (made, found[1])
        if found := self.year(at):
            made = points.part_of(part, points.of_year(found[0]))
            return made and (made, found[1])
        return None

    def _turn(self, index):
        """ "the turn of the 20th century": ten years either side of where it begins."""
        found = self.century(index)
        if not found or found[0].year < 100:
            return None
        year = found[0].year
        text = f"{points.year_text(year - 10)}/{points.year_text(year + 9)}"
        return points.Point(text, "span", year - 10), found[1]

    # Ranges.

    def joint(self, index):
        """("to", "and" or "or", index) of what stands between the ends of a range."""
        token = self.at(index)
        if token.kind == "dash":
            return "to", index + 1
        if "to" in token.roles or "until" in token.roles:
            return "to", index + 1
        if "and" in token.roles:
            return "and", index + 1
        if "or" in token.roles:
            return "or", index + 1
        return None

    def stretch(self, index):
        """(EDTF, Point, index) of a range, a pair, or one date; the point is that it begins with."""
        for form in (
            self._pair_of_calendars, self._days_of_month, self._month_days, self._days,
            self._months, self._centuries, self._decades, self._before_era,
        ):  # fmt: skip
            if found := form(index):
                return found
        found = self.point(index)
        return found and self._from(*found)

    def _from(self, first, index):
        """A date that may be the first of two: "1806–1812", "1806–present", "1912–13"."""
        alone = first.text, first, index
        after = index
        if self.is_sign(after, ".") and self.joint(after + 1) and self.at(after + 1).text.islower():
            after += 1
        joint = self.joint(after)
        if not joint or joint[0] == "and":
            if first.unit == "year" and (second := self.second_year(first.year, index)):
                return f"{first.text}/{points.year_text(second[0])}", first, second[1]
            return alone
        kind, at = joint
        if kind == "to" and self.has(self.skip(at, "the"), "present"):
            return points.since(first), first, self.skip(at, "the") + 1
        if first.unit == "year" and (second := self.second_year(first.year, after)):
            return f"{first.text}/{points.year_text(second[0])}", first, second[1]
        second = self.point(self.skip(at, "the", "in"))
        if not second or _order(second[0]) < _order(first):
            return alone
        if kind == "or":
            same = first.unit == second[0].unit and first.unit in ("year", "month", "day")
            return (f"[{first.text},{second[0].text}]", first, second[1]) if same else alone
        if "span" in (first.unit, second[0].unit) and "-2" in first.text + second[0].text:
            return alone
        text = f"{points.first_of(first)}/{second[0].text.split('/')[-1]}"
        return text, first, second[1]

    def _ends(self, kind, first, second):
        """EDTF of two ends: from one to the other, both, or one of them."""
        if not first or not second or _order(second) <= _order(first):
            return None
        match kind:
            case "and":
                return f"{{{first.text},{second.text}}}"
            case "or":
                return f"[{first.text},{second.text}]"
        return f"{first.text}/{second.text}"

    def _pair_of_calendars(self, index):
        """ "1/13 January 1879", "2(14) July 1807": the later day is the Gregorian."""
        old = self.day(index)
        if not old or not (self.is_sign(old[1], "/") or self.is_sign(old[1], "(")):
            return None
        new = self.day(old[1] + 1)
        if not new or not 10 <= abs(new[0] - old[0]) <= 13:
            return None
        after = new[1] + self.is_sign(new[1], ")")
        month = self.month(self.skip(after, "of"))
        year = month and self._year_after(month[1])
        made = year and points.of_day(year[0], month[0], max(old[0], new[0]))
        return made and (made.text, made, year[1])

    def _days_of_month(self, index):
        """ "5–7 April 1941", "27 and 28 March 1854", "5/6 May 1803"."""
        index = self.skip(index, "the")
        first = self.day(index)
        joint = first and (
            self.joint(first[1]) or (self.is_sign(first[1], "/") and ("to", first[1] + 1))
        )
        second = joint and self.day(self.skip(joint[1], "the"))
        month = second and self.month(self.skip(second[1], "of"))
        year = month and self._year_after(month[1])
        if not year:
            return None
        made = [points.of_day(year[0], month[0], day) for day in (first[0], second[0])]
        text = self._ends(joint[0], *made)
        return text and (text, made[0], year[1])

    def _month_days(self, index):
        """ "April 5–7, 1941", "April 5 to May 7, 1941"."""
        month = self.month(index)
        first = month and self.day(month[1])
        joint = first and self.joint(first[1])
        if not joint:
            return None
        other = self.month(joint[1])
        second = self.day(other[1] if other else joint[1])
        year = second and self._year_after(second[1])
        if not year:
            return None
        made = [
            points.of_day(year[0], month[0], first[0]),
            points.of_day(year[0], (other or month)[0], second[0]),
        ]
        text = self._ends(joint[0], *made)
        return text and (text, made[0], year[1])

    def _days(self, index):
        """ "28 April – 3 May 1814", "5 April to 7 May 1941"."""
        index = self.skip(index, "the")
        day = self.day(index)
        month = day and self.month(self.skip(day[1], "of"))
        joint = month and self.joint(month[1])
        second = joint and self.day_month(joint[1])
        if not second:
            return None
        first = points.of_day(second[0].year, month[0], day[0])
        text = self._ends(joint[0], first, second[0])
        return text and (text, first, second[1])

    def _months(self, index):
        """ "May–June 1812", "January and March 1945"."""
        month = self.month(index)
        joint = month and self.joint(month[1])
        second = joint and (self.month_year(joint[1]) or self.day_month(joint[1]))
        if not second or second[0].unit != "month":
            return None
        first = points.of_month(second[0].year, month[0])
        text = self._ends(joint[0], first, second[0])
        return text and (text, first, second[1])

    def _centuries(self, index):
        """ "the 16th and 17th centuries", "XVI–XVII vek", "5th–4th century BC"."""
        first = self.ordinal(self.skip(index, "the"))
        joint = first and self.joint(first[1])
        if not joint:
            return None
        second = self.century(self.skip(joint[1], "the", "in"))
        if not second:
            return None
        made = points.of_century(first[0], second[0].text.startswith("-"))
        if _order(second[0]) <= _order(made):
            return None
        kind = "to" if joint[0] == "and" and second[0].year - made.year == 100 else joint[0]
        text = self._ends(kind, made, second[0])
        return text and (text, made, second[1])

    def _decades(self, index):
        """ "the 1890s–1920s"."""
        first = self.decade(index)
        joint = first and self.joint(first[1])
        second = joint and joint[0] == "to" and self.decade(joint[1])
        text = second and self._ends("to", first[0], second[0])
        return text and (text, first[0], second[1])

    def _before_era(self, index):
        """ "221–207 BC", "27 BC to AD 14"."""
        if self.digits(index, 1, 9999) is None:
            return None
        joint = self.joint(index + 1)
        if not joint or joint[0] != "to":
            return None
        second = self.year(joint[1])
        if not second or self.at(second[1] - 1).kind != "bc":
            return None
        first = self.year(index, era="bc")
        if not first or first[0] >= second[0]:
            return None
        made = points.of_year(first[0])
        return f"{made.text}/{points.year_text(second[0])}", made, second[1]

    # Whole expressions.

    def expression(self, index):
        """(EDTF, calendar, the index of its first token, the index after it), or None."""
        for form in (self._between, self._opened, self._circa):
            if found := form(index):
                return found
        found = self.stretch(index)
        if not found:
            return None
        text, first, after = found
        if self.at(index - 1).kind == "dash" and not self.at(index - 1).is_spaced and index > 1:
            # "pre-9th century"
            return None
        if first.text == text and first.unit == "year" and not self._is_year(index, after):
            return None
        if text != first.text and first.unit == "year" and self._is_named(index):
            return None
        if self.has(after, "onwards") and "/" not in text:
            text, after = points.since(first), after + 1
        return self._in_calendar(text, first, index, after)

    def _in_calendar(self, text, first, index, after):
        """With what names its calendar behind it: "(O.S.)", "Old Style"."""
        at = after + self.is_sign(after, "(")
        said = "".join(self.at(n).text for n in range(at, at + 4)).upper()
        for name, calendar in (
            ("O.S.", "julian"),
            ("N.S.", ""),
            ("OLDSTYLE", "julian"),
            ("JULIAN", "julian"),
        ):
            if said.startswith(name) and first.unit == "day":
                end, length = at, 0
                while length < len(name):
                    length += len(self.at(end).text)
                    end += 1
                closing = self.is_sign(end, ")") if at > after else 0
                return text, calendar, index, end + closing
        return text, first.calendar, index, after

    def _between(self, index):
        """ "between 1881 and 1891", "from May 1815 to June 1816"."""
        if not self.has(index, "between", "from"):
            return None
        at = self.skip(index + 1, "the", "in")
        if self.has(index, "from"):
            found = self.stretch(at)
            if found and found[0] != found[1].text and "/" in found[0]:
                return self._in_calendar(found[0], found[1], index, found[2])
            if found and self.has(found[2], "onwards"):
                return self._in_calendar(points.since(found[1]), found[1], index, found[2] + 1)
            if (
                found
                and self.at(found[2]).text == "on"
                and self.at(found[2] + 1).kind in ("sign", "end")
            ):
                return self._in_calendar(points.since(found[1]), found[1], index, found[2] + 1)
            return None
        first = self._end(at)
        if not first or not self.has(first[1], "and"):
            return None
        second = self._end(self.skip(first[1] + 1, "the", "in"))
        if not second or not isinstance(second[0], points.Point):
            return None
        start = first[0]
        if not isinstance(start, points.Point):
            start = start(second[0])
        if (
            not start
            or not isinstance(second[0], points.Point)
            or _order(second[0]) < _order(start)
        ):
            return None
        text = f"{points.first_of(start)}/{second[0].text.split('/')[-1]}"
        return self._in_calendar(text, start, index, second[1])

    def _end(self, index):
        """One end of "between … and …": a date, or one that has its year from the other."""
        if found := self.point(index):
            return found
        day = self.day(index)
        if day and (month := self.month(self.skip(day[1], "of"))):
            return (lambda other: points.of_day(other.year, month[0], day[0])), month[1]
        if month := self.month(index):
            after = self.day(month[1])
            if after:
                return (lambda other: points.of_day(other.year, month[0], after[0])), after[1]
            return (lambda other: points.of_month(other.year, month[0])), month[1]
        if day:
            return (
                lambda other: points.of_day(other.year, other.month, day[0]) if other.day else None
            ), day[1]
        return None

    def _opened(self, index):
        """ "since 1806", "before May 1812", "after 1813", "until 1999", "by 500 BC"."""
        token = self.at(index)
        # Words of several meanings: "od 1804. do 1813." is a range, tried before.
        ways = {
            "since": points.since, "before": points.before, "after": points.after,
            "until": points.until, "by": points.until,
        }  # fmt: skip
        way = next((ways[role] for role in ways if role in token.roles), None)
        if way is None or ("to" in token.roles and token.text.lower() not in ("do", "до", "bis")):
            return None
        at = self.skip(index + 1, "the", "in", "circa")
        if token.text.lower() == "prior":
            if self.at(at).text != "to":
                return None
            at = self.skip(at + 1, "the")
        if self.at(at).text == "at" and self.at(at + 1).text == "least":
            at = self.skip(at + 2, "the", "in")
        found = self.point(at)
        if not found:
            return None
        whole = self.stretch(at)
        if whole and whole[2] > found[1]:
            # A range behind "since": which of its ends is meant is not said.
            raise NoDate(whole[2])
        return self._in_calendar(way(found[0]), found[0], index, found[1])

    def _circa(self, index):
        token, at, sign = self.at(index), index + 1, ""
        if (
            ("circa" in token.roles and token.text.lower() not in ("um", "c"))
            or (token.text.lower() == "c" and self.is_sign(at, "."))
            or ("circa" in token.roles and token.text == "um")
        ):
            sign = "~"
        elif "perhaps" in token.roles:
            sign = "?"
        if not sign:
            return None
        at += self.is_sign(at, ".")
        at = self.skip(at, "in", "the", "circa")
        found = self.point(at)
        if not found or found[0].unit in ("span", "season"):
            return None
        first, after = found
        text = f"{first.text}{sign}"
        joint = self.joint(after)
        if joint and joint[0] == "to":
            second = self.point(joint[1])
            if second and _order(second[0]) > _order(first):
                return f"{text}/{second[0].text}{sign}", "", index, second[1]
        return text, first.calendar, index, after

    # Whether four digits are a year.

    def _is_named(self, index):
        before = self.at(index - 1).text.casefold()
        return before in NAMES or (before == "." and self.at(index - 2).text.casefold() in NAMES)

    def _is_year(self, index, after):
        """Whether what stands around a bare number makes it a year."""
        token, before, following = self.at(index), self.at(index - 1), self.at(after)
        if self._is_named(index):
            return False
        if token.kind == "ad" or self.at(after - 1).kind in ("ad", "bc") or after - index > 1:
            return True
        if index == 0 or before.text in (".", "!", "?"):
            return following.text in (":", ",", "–", "—") or (
                following.kind == "word" and following.text.islower()
            )
        if before.kind == "dash" or before.text in "/.$€£#№":
            return False
        is_round, is_word = token.number % 10 == 0, following.kind == "word"
        if before.text in OPENING:
            closed = following.text in (")", "]", ",", ";", "–") or following.kind == "dash"
            return closed or self.has(after, "and") or (is_word and not is_round)
        if before.text in (",", "&"):
            # "in 1903, 1904 and 1905", "Vienna, 1815".
            return self.at(index - 2).kind == "number" or following.text in (".", ")", ",", ";")
        if self.has(index - 1, "and", "or", "to"):
            return not self._is_named(index - 2) and (
                self.at(index - 2).kind in ("number", "bc", "ad")
                or self.has(index - 2, "year")
                or self.at(index - 2).text in DATED
            )
        if self.has(index - 1, *CUES) or before.text == "as":
            return True
        if before.text in DETERMINERS or before.text.endswith(("'s", "’s", "s’")):
            # "the 1903 coup", "Lehár's 1905 operetta", "the 1920 Summer Olympics".
            is_name = is_word and following.text[:1].isupper()
            return is_name or (is_word and not is_round and not self._is_plural(following.text))
        return False

    @staticmethod
    def _is_plural(word):
        return word.endswith("s") and not word.endswith(("ss", "us"))


def _order(point):
    return (point.year, point.month, point.day)


ROMAN = {"I": 1, "V": 5, "X": 10}


def _roman(text):
    total = 0
    for index, letter in enumerate(text):
        value = ROMAN[letter]
        following = ROMAN.get(text[index + 1 : index + 2], 0)
        total += -value if value < following else value
    return total
