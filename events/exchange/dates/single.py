"""One date: a day, a month, a season, a year, a decade, a century, or a part of one."""

from dataclasses import replace

from events.exchange.dates import points
from events.exchange.dates.numbers import FIRST, LAST, NoDate, Numbers
from events.exchange.dates.words import SMALL

ORDINAL = frozenset(["st", "nd", "rd", "th"])
DECADES = frozenset(
    ["s", "'s", "’s", "er", "-е", "-х", "-ih", "-tih", "ih", "tih", "-ые", "-ых", "-их", "-те"]
)
ROMAN = {"I": 1, "V": 5, "X": 10}


class Singles(Numbers):
    """Each form reads (Point, the index after it)."""

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


def _roman(text):
    total = 0
    for index, letter in enumerate(text):
        value = ROMAN[letter]
        following = ROMAN.get(text[index + 1 : index + 2], 0)
        total += -value if value < following else value
    return total
