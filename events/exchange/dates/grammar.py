"""Whole expressions: a date or a range, with what opens, dims or places it, if it is sure.

Each form is tried where it may begin, the longest first.
"""

from events.exchange.dates import points
from events.exchange.dates.numbers import NoDate
from events.exchange.dates.ranges import Ranges
from events.exchange.dates.words import (
    COUNTING,
    DATING,
    DATING_SHORT,
    HAPPENINGS,
    IS,
    MATHS,
    NAMES,
    NO_YEARS,
    PARITY,
    SIZES,
    STANDARDS,
    UNITS,
    YEARS,
)

# What makes four digits behind it a year.
CUES = ("in", "by", "until", "since", "from", "of", "after", "before", "year")
CUED = ("in", "since", "until", "from")
# Behind "not" or "no": bounds that are dates themselves.
BOUNDS = (
    (("later", "than"), points.until),
    (("earlier", "than"), points.since),
    (("before",), points.since),
)
# Ways to say since and until by several words.
PHRASES = (
    (("from", "at", "least"), points.since),
    (("à", "partir", "de"), points.since),
    (("à", "partir", "du"), points.since),
    (("up", "to"), points.until),
    (("up", "until"), points.until),
)
DETERMINERS = frozenset(
    ["the", "a", "an", "his", "her", "its", "their", "this", "entire", "whole", "all"]
)
DATED = frozenset(
    ["back", "backdated", "dated", "dating", "dates", "date", "similar", "up", "down"]
)
# Roles of the words that open or dim a date.
OPENED_BY = frozenset(
    ["between", "from", "no", "phrase", "since", "before", "after", "until", "by", "circa"]
    + ["perhaps"]
)
OPENING = frozenset("([“\"'„«—–:;•")


class Grammar(Ranges):
    """Reads dates from tokens: `expression` at an index."""

    _years_listed = (0, -1)  # From where to where the last list of years went.

    def expression(self, index):
        """(EDTF, calendar, the index of its first token, the index after it), or None."""
        token = self.at(index)
        if token.kind == "number" and (after := self._pair_of_amounts(index)):
            raise NoDate(after)
        if token.kind == "word" and not OPENED_BY.isdisjoint(token.roles):
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

    def _pair_of_amounts(self, index):
        """The index after "1920 by 1080" or "1812 out of 2000", or None."""
        said, is_cued = self.at(index + 1).text, self.has(index - 1, *CUED, "month")
        # "Act 12 of 1903" has a year in it.
        at = said == "out" and self.says(index + 1, ("out", "of"))
        at = at or (said == "of" and is_cued and index + 2)
        if at and self.at(at).kind == "number" and len(self.at(at).text) > 3:
            return at + 1
        is_size = said in SIZES and self.at(index + 2).kind == "number" and not is_cued
        return index + 3 if is_size and len(self.at(index).text) > 2 else None

    def _in_calendar(self, text, first, index, after):
        """With what names its calendar behind it: "(O.S.)", "Old Style"."""
        named = first.unit in ("day", "month") and self.calendar_behind(after)
        if named:
            return text, named[0], index, named[1]
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
            is_head = self.at(index).text == "From"
            if found and is_head and self.is_sign(found[2], ",") and found[1].text == found[0]:
                return self._in_calendar(points.since(found[1]), found[1], index, found[2])
            said, behind = found and self.at(found[2]).text, found and self.at(found[2] + 1).kind
            if (said == "on" and behind in ("sign", "end")) or (
                said == "an" and self.at(index).text.lower() in ("von", "vom")
            ):
                return self._in_calendar(points.since(found[1]), found[1], index, found[2] + 1)
            return None
        if (found := self.stretch(at)) and found[0].startswith("{") and found[0].count(",") == 1:
            text = found[0].strip("{}").replace(",", "/")
            return self._in_calendar(text, found[1], index, found[2])
        if found and found[1].text != found[0]:
            # "between the 16th and 17th centuries"
            return self._in_calendar(found[0], found[1], index, found[2])
        first = self._end(at)
        if not first or not self.has(first[1], "and"):
            return None
        at = self.skip(first[1] + 1, "the", "in")
        second = self._end(at)
        start = first[0]
        if second and not isinstance(start, points.Point):
            start = isinstance(second[0], points.Point) and start(second[0])
        is_whole = second and isinstance(second[0], points.Point) and start
        if not is_whole or points.order(second[0]) < points.order(start):
            if self.at(at).kind == "number" and len(self.at(at).text) == 4:
                raise NoDate(at + 1)
            return None
        return self._in_calendar(points.to(start, second[0]), start, index, second[1])

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
        way, at = self._way(index)
        if not way:
            return None
        at = self.skip(at, "the", "in", "circa")
        if after := self.says(at, ("at", "least")):
            at = self.skip(after, "the", "in")
        found = self.point(at)
        if not found:
            return None
        whole = self.stretch(at)
        if whole and whole[2] > found[1]:
            if whole[0] != whole[1].text:
                # A range behind "since": which of its ends is meant is not said.
                raise NoDate(whole[2])
            found = whole[1], whole[2]
        if self.has(index, "before", "after") and self._is_measured(index):
            raise NoDate(found[1])
        is_of_event = found[0].unit == "year" and self.has(at - 1, "the")
        if is_of_event and found[1] == at + 1 and self.at(found[1]).kind == "word":
            # "after the 2012 election"
            return None
        return self._in_calendar(way(found[0]), found[0], index, found[1])

    def _way(self, index):
        """(what opens a date, index) of "since", "prior to", "no later than"; or (None, index)."""
        token = self.at(index)
        if self.has(index, "no"):
            for words, way in BOUNDS:
                if at := self.says(index + 1, words):
                    return way, at
        for words, way in PHRASES:
            if at := self.says(index, words):
                return way, at
        said = token.text.lower()
        if said in ("с", "со") and self._is_since(index + 1):
            return points.since, index + 1
        if self.has(index - 1, "no") and "until" in token.roles:
            # "not until 1877" is in 1877.
            return None, index
        # Words of several meanings: "od 1804. do 1813." is a range, tried before.
        if "to" in token.roles and said not in ("do", "до", "bis"):
            return None, index
        if said == "prior":
            return (points.before, index + 2) if self.at(index + 1).text == "to" else (None, index)
        ways = {
            "since": points.since, "before": points.before, "after": points.after,
            "until": points.until, "by": points.until,
        }  # fmt: skip
        return next(
            ((ways[role], index + 1) for role in ways if role in token.roles), (None, index)
        )

    def _is_since(self, index):
        """Whether a date with its "года" follows: "с мая 1806 года"."""
        found = self.point(index)
        return found and (
            self.has(found[1] - 1, "year", "century") or self.has(found[1] - 2, "year")
        )

    def _is_measured(self, index):
        """Whether "before" or "after" is so long before or after: "two years before 1812"."""
        if self.at(index - 1).text.lower() not in UNITS:
            return False
        is_plural = self.at(index - 1).text.endswith("s")
        return not (is_plural and self.at(index - 2).text.lower() == "the")

    def _circa(self, index):
        token, at, sign = self.at(index), index + 1, ""
        said = token.text.lower()
        if "circa" in token.roles and (said != "um" or token.text == "um"):
            sign = "~" if said != "c" or self.is_sign(at, ".") else ""
        elif "perhaps" in token.roles:
            sign = "?"
        if not sign:
            return None
        at += self.is_sign(at, ".")
        at = self.skip(at, "in", "the", "circa")
        if found := self.years_of_era(at):
            return found[0].replace("/", f"{sign}/") + sign, "", index, found[2]
        found = self.point(at)
        if not found or found[0].unit in ("span", "season"):
            return None
        first, after = found
        if said in COUNTING and first.unit == "year" and after == at + 1:
            is_placed = index == 0 or self.has(index - 1, *CUES) or self._is_dating(index)
            is_placed = is_placed or self.at(index - 1).text in ("(", "[", ",")
            if self.at(after).text == "of" or (first.year % 50 == 0 and not is_placed):
                raise NoDate(after)
        text = f"{first.text}{sign}"
        joint = self.joint(after)
        if joint and joint[0] == "to":
            second = self.point(joint[1])
            if second and points.order(second[0]) > points.order(first):
                return f"{text}/{second[0].text}{sign}", "", index, second[1]
        return text, first.calendar, index, after

    def _is_dating(self, index):
        """Whether a word before a number makes it a year: "(born 1806)", "(b. 1806)", "(Stand 1806)"."""
        before = self.at(index - 1).text
        if before == "Stand" and self.at(index - 2).text in OPENING:
            return True
        is_short = before == "." and self.at(index - 2).text in DATING_SHORT
        return before.lower() in DATING or is_short

    # Whether four digits are a year.

    def _is_named(self, index):
        before = self.at(index - 1).text
        said = self.at(index - 2).text if before == "." else before
        return before in STANDARDS or said.casefold() in NAMES

    def _is_told_of(self, after):
        """Whether it is as a number that something is told of it: "1729 is the smallest number"."""
        if self.at(after).text not in IS:
            return False
        for at in range(after + 1, after + 7):
            token = self.at(at)
            if token.kind != "word":
                return False
            said = token.text.casefold()
            if said in MATHS or (said in PARITY and self.at(at + 1).kind in ("sign", "end")):
                return True
        return False

    def _is_year(self, index, after):
        """Whether what stands around a bare number makes it a year."""
        token, before, following = self.at(index), self.at(index - 1), self.at(after)
        if self._is_named(index) or self._is_told_of(after):
            return False
        if token.kind == "ad" or self.at(after - 1).kind in ("ad", "bc") or after - index > 1:
            return True
        if self._is_dating(index) or self._lists_years(after):
            return True
        is_round, is_word = token.number % 10 == 0, following.kind == "word"
        if index == 0 or before.text in (".", "!", "?"):
            if following.text in (":", ",") or following.kind == "dash":
                return True
            is_verb = following.text in YEARS if is_round else following.text not in NO_YEARS
            return is_word and following.text.islower() and is_verb
        if token.is_new_line and following.text == ":":
            return True
        is_tight = before.kind == "dash" and not token.is_spaced
        if is_tight or before.text in "/.$€£#№":
            return False
        is_closed = following.text in (")", "]", ",", ";") or following.kind == "dash"
        is_happening = following.text in HAPPENINGS
        if before.text in OPENING or before.kind == "dash":
            is_first = self.has(after, "and") or (is_word and not is_round)
            return is_closed or is_first or is_happening
        if before.text in (",", "&"):
            # "in 1903, 1904 and 1905", "Vienna, 1815".
            is_last = (
                following.kind == "end" or following.is_new_line or following.text in (".", "[")
            )
            is_listed = self._is_year_like(index - 2)
            return is_listed or is_last or (is_closed and following.kind != "dash")
        if self.has(index - 1, "and", "or", "to"):
            # "1903 and 1904", "1903, 1904, and 1905".
            at = index - 2 - (self.at(index - 2).text in (",", "."))
            return not self._is_named(at) and (
                self._is_year_like(at) or self.has(at, "year") or self.at(at).text in DATED
            )
        if self.has(index - 1, *CUES) or before.text in ("as", "years"):
            return True
        if before.text == "The" and not self._is_head(index - 1):
            # "the band The 1975"
            return False
        if before.text.lower() in DETERMINERS or before.text.endswith(("'s", "’s", "s’")):
            # "the 1903 coup", "Lehár's 1905 operetta", "the 1920 Summer Olympics".
            is_name = is_word and following.text[:1].isupper()
            is_one = is_word and not self._is_plural(following.text)
            whole = before.text in ("entire", "whole") and not is_word
            return is_name or is_happening or whole or (is_one and token.number % 100 > 0)
        return False

    def _lists_years(self, index):
        """Whether more numbers follow, and at the end what they are: "1988, 1999. i 2007. godine"."""
        start, end = self._years_listed
        # A list is gone through once, not once for each of its years.
        if not start <= index <= end:
            end = index
            while self._is_listed(end):
                end += 1
            self._years_listed = index, end
        return end > index + 1 and self.has(end, "year")

    def _is_listed(self, index):
        is_between = self.has(index, "and") or self.at(index).text in (",", ".")
        return is_between or self._is_year_like(index)

    def _is_head(self, index):
        return index == 0 or self.at(index).is_new_line or self.at(index - 1).kind == "sign"

    def _is_year_like(self, index):
        """Whether another year ends here: "1903 and …", "44 BC and …"."""
        token = self.at(index)
        return token.kind in ("bc", "ad") or (token.kind == "number" and len(token.text) >= 4)
