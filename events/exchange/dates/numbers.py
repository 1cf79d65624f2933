"""The numbers of dates: days, months, and the years that four digits or an era make."""

from events.exchange.dates.tokens import END
from events.exchange.dates.words import (
    COUNTED,
    HAPPENINGS,
    JOINING,
    MEASURES,
    NOT_COUNTED,
    OTHER_CALENDARS,
    TITLES,
)

# Years without an era, for which a number of four digits is taken.
FIRST, LAST = 1000, 2099
# What may follow a number without a point: "1500 Jahre" and "1500 godina" are so many years.
AFTER_YEARS = frozenset(["год", "года", "году", "годы", "годов", "годах", "годами", "г", "гг"])
# What says before three digits, even, that they are a year.
SURE_YEARS = frozenset(
    [("the", "year"), ("im", "Jahr"), ("im", "Jahre"), ("En", "l'an"), ("en", "l'an")]
)
GODINA = ("godin", "годин")
# The most small words, and the most dates in a list, that are read as one.
LONGEST = 6
AROUND = 8
DAYS = ("", "st", "nd", "rd", "th", "er", "ten", "-го")


class NoDate(Exception):
    """What looks like a date and is none, up to an index: no part of it is read either."""

    def __init__(self, index):
        self.index = index


class Numbers:
    """Reads dates from tokens. A method that reads returns (what, the index after it) or None."""

    def __init__(self, tokens):
        # What lies before the first and after the last is an end, and no error.
        self.tokens = [*tokens, *[END] * AROUND]

    def at(self, index):
        try:
            return self.tokens[index]
        except IndexError:
            return END

    def has(self, index, *roles):
        known = self.at(index).roles
        return bool(known) and not known.keys().isdisjoint(roles)

    def kinds(self, index):
        """What the token is that a date may begin with at an index: its kind, and its roles."""
        token = self.at(self.skip(index, "the"))
        return {token.kind, *token.roles}

    def is_sign(self, index, sign):
        return self.at(index).text == sign

    def says(self, index, words):
        """The index after these words, in small letters, if they stand there."""
        for word in words:
            if self.at(index).text.lower() != word:
                return None
            index += 1
        return index

    def skip(self, index, *roles):
        for _ in range(LONGEST):
            known = self.at(index).roles
            if not known or known.keys().isdisjoint(roles):
                break
            index += 1
        return index

    def digits(self, index, low, high, suffixes=("",)):
        """The number at an index, if it is one within bounds, with such a suffix."""
        token = self.at(index)
        if (
            token.kind != "number"
            or token.suffix not in suffixes
            or len(token.text) - len(token.suffix) > 6
        ):
            return None
        number = token.number
        return number if low <= number <= high else None

    def day(self, index):
        """(day of a month, index): 5, 5th, 5., 1er, "fifth of"."""
        if self.has(index, "ordinal") and self.has(index + 1, "of"):
            return self.at(index).roles["ordinal"], index + 1
        number = self.digits(index, 1, 31, DAYS)
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

    def year(self, index):
        """(astronomical year, index) of a year with its era, or of four digits."""
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
        if self._is_of_other_calendar(after):
            return None
        low = FIRST if len(self.at(index).text) != 3 or not self._is_sure(index, after) else 100
        if not low <= number <= LAST or self._is_counted(index, after, number):
            return None
        return number, after

    def _is_sure(self, index, after):
        """Whether words make even three digits a year: "the year 800", "862 году", "862. godine"."""
        said = self.at(after - 1).text if after > index + 1 else ""
        before = self.at(index - 2).text, self.at(index - 1).text
        named = before in SURE_YEARS and not self.has(after, "of")
        return named or said == "году" or (self.is_sign(index + 1, ".") and said[:5] in GODINA)

    def _is_of_other_calendar(self, index):
        """ "of the Islamic calendar"."""
        at = self.skip(index, "of", "in", "by", "the")
        return at > index and self.at(at).text.lower() in OTHER_CALENDARS

    def _goes_on(self, index):
        """Whether the sentence goes on behind the point of an ordinal: "1806. godine"."""
        token = self.at(index)
        return token.kind in ("bc", "ad") or (
            token.kind == "word" and token.text[:1].islower() and not token.is_new_line
        )

    def _is_counted(self, index, after, number):
        """Whether the words around a number make it an amount, or a part of a name."""
        if self.has(index - 1, "of") and self.at(index - 2).text.lower() in MEASURES:
            return True
        token = self.at(after)
        if token.kind not in ("word", "junk") or not token.is_spaced:
            return False
        word, next_word = token.text.casefold(), self.at(after + 1).text.casefold()
        if word in COUNTED or word in TITLES.get(number, ()):
            return True
        if word == "of" and next_word in ("them", "us", "these", "those", "which", "whom"):
            return True
        if number % 10:
            return False
        if self._is_plural(word) and word not in NOT_COUNTED | HAPPENINGS and not token.roles:
            return True
        # "1500 Serbian soldiers", but "In 1850 French soldiers …".
        is_cued = self.at(index - 1).text.lower() in ("in", "since", "until")
        return not is_cued and next_word in COUNTED and not token.roles and word not in JOINING

    @staticmethod
    def _is_plural(word):
        return word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3
