"""One date: a day, a month, a season, a year, a decade, a century, or a part of one."""

from dataclasses import replace

from events.exchange.dates import points
from events.exchange.dates.numbers import FIRST, LAST, NoDate, Numbers
from events.exchange.dates.words import IN_GERMAN, SMALL, STRETCHES

ORDINAL = frozenset(["st", "nd", "rd", "th"])
DECADES = frozenset(
    ["s", "'s", "’s", "er", "-е", "-х", "-ih", "-tih", "ih", "tih", "-ые", "-ых", "-их", "-те"]
)
# The years that begin in March go no further, where they are printed as dual.
LAST_DUAL = 1753
WHICH_DECADE = {"first": 1, "second": 2, "third": 3, "last": 10}
ROMAN = {"I": 1, "V": 5, "X": 10}


class Singles(Numbers):
    """Each form reads (Point, the index after it)."""

    def point(self, index):
        """(Point, index) of one date."""
        kinds, forms = self.kinds(index), ()
        if kinds & {"number", "ordinal", "weekday"}:
            forms = self.day_month, self.decade, self.century, self.parted
        elif kinds & {"iso", "dotted"}:
            forms = (self.iso,)
        elif "month" in kinds:
            forms = self.month_day, self.month_year
        elif "season" in kinds:
            forms = (self.season,)
        elif kinds & {"part", "which", "turn", "tens", "year", "roman"}:
            forms = self.parted, self.decade, self.century
        for form in forms:
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
            # A dual year, of days before the 25th of March: January 1743/44.
            second, token = self.digits(found[1] + 1, 0, 9999), self.at(found[1] + 1)
            if second is not None and not token.is_spaced and not self.month(found[1] + 2):
                if second != (found[0] + 1) % 10 ** len(token.text):
                    raise NoDate(found[1] + 2)
                return found[0] + 1, found[1] + 2, "julian"
        return found and (*found, "")

    def _is_dual(self, year, month):
        """Whether a dual year may stand behind a month."""
        return not year[2] or (month <= 3 and year[0] <= LAST_DUAL)

    def day_month(self, index):
        index = self.skip(index, "the")
        if self.has(index, "weekday"):
            index += 1 + self.is_sign(index + 1, ",")
        if not (day := self.day(index)):
            return None
        month = self.month(self.skip(day[1], "of")) or self._roman_month(day[1])
        return month and self._of_day(day[0], month[0], self._year_after(month[1]))

    def _of_day(self, day, month, year):
        if not year:
            return None
        made = points.of_day(year[0], month, day)
        if not made or not self._is_dual(year, month):
            raise NoDate(year[1])
        return replace(made, calendar=year[2]), year[1]

    def _roman_month(self, index):
        """ "5. XII 1806." """
        token = self.at(index)
        if token.kind != "roman" or token.suffix or not self.is_sign(index - 1, "."):
            return None
        number = _roman(token.text)
        index += 1 + self.is_sign(index + 1, ".")
        return (number, index) if 1 <= number <= 12 else None

    def month_day(self, index):
        month = self.month(index)
        day = month and self.day(self.skip(month[1], "the"))
        return day and self._of_day(day[0], month[0], self._year_after(day[1]))

    def month_year(self, index):
        month = self.month(index)
        year = month and self._year_after(month[1])
        if not year:
            return None
        if not self._is_dual(year, month[0]):
            raise NoDate(year[1])
        made = points.of_month(year[0], month[0])
        return replace(made, calendar=year[2]), year[1]

    def season(self, index):
        token = self.at(index)
        if "season" not in token.roles or self._is_other_word(index):
            return None
        after = index + 1 + self.is_sign(index + 1, ",")
        found = self.year(self.skip(after, "of", "the", "in"))
        if not found:
            return None
        year, after = found
        season = token.roles["season"]
        if second := self.second_year(year, after):
            # Of one winter; of several summers, only the years are read.
            text = f"{points.year_text(year)}-12/{points.year_text(year + 1)}-02"
            is_one = season == 24 and second[0] == year + 1
            return (points.Point(text, "span", year), second[1]) if is_one else None
        return points.of_season(year, season), after

    def _is_other_word(self, index):
        """Whether what is written like a season is none: a name, the fall of a town, "a été"."""
        text, before = self.at(index).text, self.at(index - 1).text.lower()
        if text.lower() == "fall":
            at = index - 1 - (before == "the")
            return not (self.has(at, "in", "since", "until", "by") or self.has(at, "part"))
        if text.lower() == "été":
            return before != "en"
        if (
            text.islower()
            or index == 0
            or self.at(index).is_new_line
            or before in (".", *IN_GERMAN)
        ):
            return False
        return not (text.lower() in SMALL and self.at(index + 1).text == "of")

    def second_year(self, year, index):
        """(the second year, index) of "1912–13", "1912/13", "1806–7" or "1940/1941", behind the
        first."""
        is_slash = self.is_sign(index, "/")
        if self.at(index).kind != "dash" and not is_slash:
            return None
        token, after = self.at(index + 1), index + 2
        if token.kind != "number" or token.suffix or token.is_spaced or self.month(after):
            return None
        length = len(token.text)
        if self.is_sign(after, ".") and self.has(after + 1, "year"):
            after += 1
        if self.has(after, "year"):
            after += 1
        if length == 4:
            return (token.number, after) if token.number == year + 1 else None
        second = year - year % 10**length + token.number
        if length > 2 or second <= year or (length == 1 and self.at(after).kind == "dash"):
            return None
        return second, after

    def decade(self, index):
        index = self.skip(index, "the")
        token = self.at(index)
        if token.text in ("années", "Années"):
            number = self.digits(index + 1, FIRST, LAST)
            return (points.of_decade(number), index + 2) if number and number % 10 == 0 else None
        if "tens" in token.roles:
            found = self.century(self.skip(index + 1, "year", "of"))
            is_whole = found and found[0].year >= 0
            return (
                (points.of_decade(found[0].year + token.roles["tens"]), found[1])
                if is_whole
                else None
            )
        if short := self.digits(index, 10, 90, DECADES):
            # "в 30-х годах XIX века"
            found = self.has(index + 1, "year") and self.century(index + 2)
            is_whole = found and found[0].year >= 0 and short % 10 == 0
            return (points.of_decade(found[0].year + short), found[1]) if is_whole else None
        number = self.digits(index, 100, LAST, DECADES)
        if not number or number % 10:
            return None
        if token.suffix == "s" and self.at(index + 1).kind == "bc":
            return points.of_decade_before_era(number), index + 2
        is_cued = number >= FIRST or (
            token.suffix == "s"
            and self.has(index - 1, "the")
            and self.has(index - 2, "in", "since")
        )
        if not is_cued or (number % 100 == 0 and number != 2000):
            return None
        return points.of_decade(number), self.skip(index + 1, "year")

    def ordinal(self, index):
        """(number, index) of what may count a century: 19th, 19., XIX, nineteenth."""
        token = self.at(index)
        if "ordinal" in token.roles:
            if self._is_span_of_years(index):
                return None
            number, index = token.roles["ordinal"], index + 1
        elif token.kind == "roman":
            number = _roman(token.text.removesuffix(token.suffix) if token.suffix else token.text)
            index += 1
        else:
            number = self.digits(index, 1, 21, (*ORDINAL, "e", "ème", "ᵉ", ""))
            if number is None:
                return None
            index += 1
            is_short = self.at(index).text in ("в", "вв") and self.is_sign(index + 1, ".")
            if not token.suffix and not self.is_sign(index, ".") and not is_short:
                return None
        if self.is_sign(index, ".") and not self.at(index).is_spaced:
            index += 1
        index += self.is_sign(index, "°")
        return (number, index) if number and 1 <= number <= 21 else None

    def _is_span_of_years(self, index):
        """Whether what counts a century says which of something: "its first century", "the second
        century of their rule"."""
        is_whose = self.at(index - 1).text.lower() in ("a", "his", "her", "its", "their", "our")
        return is_whose or (
            self.at(index + 1).text == "century" and self.at(index + 2).text == "of"
        )

    def century(self, index):
        found = self.ordinal(self.skip(index, "the"))
        if not found:
            return None
        number, after = found
        if self.at(after).kind == "dash" and self.has(after + 1, "century"):
            after += 1
        is_short = self.at(after).text in ("в", "вв", "Jh") and self.is_sign(after + 1, ".")
        if not self.has(after, "century") and not is_short:
            return None
        after += 1 + is_short
        era = self.at(after).kind
        if era == "other":
            return None
        return points.of_century(number, era == "bc"), after + (era in ("bc", "ad"))

    def part(self, index):
        """((the first part, the last), index) of "early", "mid-to-late", "the first half of"."""
        at = self.skip(index, "the")
        token = self.at(at)
        if "which" in token.roles and self.has(at + 1, "share"):
            part = f"{token.roles['which']} {self.at(at + 1).roles['share']}"
            parts, at = (part, part), at + 2
        elif "part" in token.roles:
            part = token.roles["part"]
            if token.text.lower() == "later" and at == index and not self.has(at - 1, "the"):
                return None
            parts, at = (part, part), at + 1
            if part in ("start", "end") and self.at(at).text == "in":
                # "works beginning in 1950"
                return None
            if token.text.lower() == "mi" and self.at(at).kind != "dash":
                return None
            joint = at + (self.at(at).kind == "dash")
            if self.at(joint).text == "to":
                joint += 1 + (self.at(joint + 1).kind == "dash")
                if self.has(joint, "part"):
                    parts, at = (part, self.at(joint).roles["part"]), joint + 1
        else:
            return None
        at += self.at(at).text in STRETCHES
        at = self.skip(at, "of", "the")
        if self.at(at).kind == "dash":
            at += 1
        return parts, self.skip(at, "of", "the", "in")

    def parted(self, index):
        """ "early May 1806", "the first half of the 19th century", "početkom 1806."."""
        if self.has(self.skip(index, "the"), "turn"):
            return self._turn(self.skip(index, "the") + 1)
        if found := self._decade_of_century(index):
            return found
        at = self.skip(index, "the")
        if self.has(at, "which") and self.at(at + 1).text in STRETCHES and self.has(at + 2, "of"):
            if found := self.point(self.skip(at + 2, "of", "the")):
                raise NoDate(found[1])
            return None
        part = self.part(index)
        if not part:
            return None
        for form in (self.month_year, self.decade, self.century):
            if found := form(part[1]):
                made = points.part_of(part[0], found[0])
                return made and (made, found[1])
        if found := self.season(part[1]):
            # "late autumn 1855": no part of a season has an agreed span.
            return found
        if found := self.year(part[1]):
            made = points.part_of(part[0], points.of_year(found[0]))
            return made and (made, found[1])
        return None

    def _decade_of_century(self, index):
        """ "the second decade of the 19th century"."""
        at = self.skip(index, "the")
        number = self.at(at).roles.get("ordinal") or WHICH_DECADE.get(
            self.at(at).roles.get("which")
        )
        if not number or not self.has(at + 1, "decade"):
            return None
        found = self.century(self.skip(at + 2, "of", "the"))
        if not found:
            return None
        if not 1 <= number <= 10 or found[0].year < 0:
            raise NoDate(found[1])
        return points.of_decade(found[0].year + 10 * number - 10), found[1]

    def _turn(self, index):
        """ "the turn of the 20th century", "на рубеже XIX и XX веков"."""
        at = self.skip(index, "of", "the", "from")
        first = self.ordinal(at)
        second = first and self.century(self.skip(first[1], "and", "to", "in", "the"))
        found = second if second and second[0].year // 100 == first[0] else self.century(at)
        if not found or found[0].year < 100:
            return None
        return points.around(found[0].year), found[1]


def _roman(text):
    total = 0
    for index, letter in enumerate(text):
        value = ROMAN[letter]
        following = ROMAN.get(text[index + 1 : index + 2], 0)
        total += -value if value < following else value
    return total
