"""The numbers of dates: days, months, and the years that four digits or an era make."""

from events.exchange.dates.tokens import END
from events.exchange.dates.words import COUNTED, NOT_COUNTED

# Years without an era, for which a number of four digits is taken.
FIRST, LAST = 1000, 2099
# What may follow a number without a point: "1500 Jahre" and "1500 godina" are so many years.
AFTER_YEARS = frozenset(["год", "года", "году", "годы", "годов", "годах", "годами", "г", "гг"])


class NoDate(Exception):
    """What looks like a date and is none, up to an index: no part of it is read either."""

    def __init__(self, index):
        self.index = index


class Numbers:
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
