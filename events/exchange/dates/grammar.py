"""Whole expressions: a date or a range, with what opens, dims or places it, if it is sure.

Each form is tried where it may begin, the longest first.
"""

from events.exchange.dates import points
from events.exchange.dates.numbers import NoDate
from events.exchange.dates.ranges import Ranges
from events.exchange.dates.words import NAMES

# What makes four digits behind it a year.
CUES = ("in", "by", "until", "since", "from", "of", "after", "before", "year", "circa")
DETERMINERS = frozenset(["the", "a", "an", "his", "her", "its", "their", "this"])
DATED = frozenset(
    ["back", "backdated", "dated", "dating", "dates", "date", "similar", "up", "down"]
)
OPENING = frozenset("([“\"'„«—–:;•")


class Grammar(Ranges):
    """Reads dates from tokens: `expression` at an index."""

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
            or points.order(second[0]) < points.order(start)
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
            if second and points.order(second[0]) > points.order(first):
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
        if before.text.lower() in DETERMINERS or before.text.endswith(("'s", "’s", "s’")):
            # "the 1903 coup", "Lehár's 1905 operetta", "the 1920 Summer Olympics".
            is_name = is_word and following.text[:1].isupper()
            return is_name or (is_word and not is_round and not self._is_plural(following.text))
        return False

    @staticmethod
    def _is_plural(word):
        return word.endswith("s") and not word.endswith(("ss", "us"))
