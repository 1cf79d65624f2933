"""Several dates that are one: from the first to the last, all, or one of them."""

from itertools import pairwise

from events.exchange.dates import points
from events.exchange.dates.beside import Beside
from events.exchange.dates.numbers import FIRST, LAST, LONGEST, NoDate
from events.exchange.dates.single import DECADES

# Centuries in two letters.
SHORT = ("в", "вв", "Jh")


class Ranges(Beside):
    """Each form reads (EDTF, the Point that it begins with, the index after it)."""

    def joint(self, index):
        """("to", "and" or "or", index) of what stands between the ends of a range."""
        index = self.skip(index, "on")
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
        if self._stands_alone(index):
            found = self.year(index)
            return found and self._from(points.of_year(found[0]), found[1])
        kinds, forms = self.kinds(index), ()
        if "number" in kinds or "ordinal" in kinds:
            forms = (
                self.beside, self._days_of_month, self._days, self._centuries, self._decades,
                self.years_of_era,
            )  # fmt: skip
        elif "ad" in kinds:
            forms = (self.years_of_era,)
        elif "month" in kinds:
            forms = self.beside, self._month_days, self._months
        elif "season" in kinds:
            forms = (self._seasons,)
        elif kinds & {"roman", "part", "which", "tens"}:
            forms = self._centuries, self._decades
        for form in forms:
            if found := form(index):
                return found
        found = self.point(index)
        return found and self._from(*found)

    def _stands_alone(self, index):
        """Whether a number stands before a word that is of no date: it can be a year, and no more."""
        token, following = self.at(index), self.at(index + 1)
        is_bare = token.kind == "number" and not token.suffix
        return (
            is_bare
            and following.kind == "word"
            and not (following.roles or following.text in SHORT)
        )

    def _from(self, first, index):
        """A date that may be the first of two: "1806–1812", "1806–present", "1912–13"."""
        alone = first.text, first, index
        after = index
        if self.is_sign(after, ".") and self.joint(after + 1) and self.at(after + 1).text.islower():
            after += 1
        if first.unit == "year" and (second := self.second_year(first.year, after)):
            return f"{first.text}/{points.year_text(second[0])}", first, second[1]
        joint = self.joint(after)
        if not joint or joint[0] == "and":
            return alone
        kind, at = joint[0], self.skip(joint[1], "the", "in")
        if kind == "to" and self.has(at, "present"):
            return points.since(first), first, at + 1
        second = self.point(at)
        if not second and kind == "to":
            second = self._later_in_year(first, at)
        if not second or points.order(second[0]) < points.order(first):
            self._refuse_half(after, at, second)
            return alone
        if kind == "or":
            same = first.unit == second[0].unit and first.unit in ("year", "month", "day", "season")
            return (f"[{first.text},{second[0].text}]", first, second[1]) if same else alone
        if "span" in (first.unit, second[0].unit) and "-2" in first.text + second[0].text:
            return alone
        return points.to(first, second[0]), first, second[1]

    def _later_in_year(self, first, index):
        """The end that has its year from the beginning: "from 5 May 1803 to 7 June"."""
        day = self.day(index)
        month = self.month(self.skip(day[1], "of") if day else index)
        if not month:
            return None
        if not day:
            day = self.day(month[1])
            month = (month[0], day[1]) if day else None
        if first.unit != "day" or not month or self.at(month[1]).kind == "number":
            return None
        made = points.of_day(first.year, month[0], day[0])
        return made and (made, month[1])

    def _refuse_half(self, joint, index, second):
        """Raises NoDate where what stands behind a joint looks like the end of a range and is not
        read as one, for then its beginning is no date either: "1500–2000 men"."""
        token = self.at(index)
        is_tight = self.at(joint).kind == "dash" and not self.at(joint + 1).is_spaced
        if self.at(joint).kind == "dash" and not is_tight:
            return
        if second and self.joint(joint)[0] == "to":
            raise NoDate(second[1])
        at = self.part(index)[1] if self.part(index) else index
        token = self.at(at)
        if token.kind == "number" and (is_tight or len(token.text) == 4 or token.suffix in DECADES):
            raise NoDate(at + 1)

    def _listed(self, index, one):
        """([each that `one` reads], how the last is joined, index) of "5, 6 and 7", "5–7"."""
        found = one(self.skip(index, "the"))
        if not found:
            return None
        read = [found]
        while self.is_sign(read[-1][-1], ",") and (found := one(read[-1][-1] + 1)):
            read.append(found)
            if len(read) > LONGEST:
                return None
        joint = self.joint(read[-1][-1])
        last = joint and one(self.skip(joint[1], "the", "in"))
        if not last or (len(read) > 1 and joint[0] == "to"):
            return None
        return [*read, last], joint[0], last[-1]

    def _set(self, kind, made):
        """EDTF of several: from the first to the last, all, or one of them."""
        if None in made or any(
            points.order(one) >= points.order(other) for one, other in pairwise(made)
        ):
            return None
        if kind == "to":
            return points.to(made[0], made[-1])
        said = ",".join(one.text for one in made)
        return f"{{{said}}}" if kind == "and" else f"[{said}]"

    def _days_of_month(self, index):
        """ "5–7 April 1941", "27 and 28 March 1854", "5, 6 and 7 May 1803", "5/6 May 1803"."""
        found = self._listed(index, self.day) or self._night(index)
        month = found and self.month(self.skip(found[2], "of"))
        year = month and self._year_after(month[1])
        if not year:
            return None
        made = [points.of_day(year[0], month[0], day) for day, _ in found[0]]
        text = self._set(found[1], made)
        if not text:
            raise NoDate(year[1])
        return text, made[0], year[1]

    def _night(self, index):
        """ "5/6 May 1803": from the one day to the next."""
        first = self.day(self.skip(index, "the"))
        second = first and self.is_sign(first[1], "/") and self.day(first[1] + 1)
        return ([first, second], "to", second[1]) if second else None

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
        text = self._set(joint[0], made)
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
        text = self._set(joint[0], [first, second[0]])
        return text and (text, first, second[1])

    def _months(self, index):
        """ "May–June 1812", "January and March 1945"."""
        found = self._listed(index, self.month)
        year = found and self._year_after(found[2])
        if not year:
            return None
        made = [points.of_month(year[0], month) for month, _ in found[0]]
        text = self._set(found[1], made)
        return text and (text, made[0], year[1])

    def _seasons(self, index):
        """ "the summer and autumn of 1812"."""
        found = self._listed(index, self._season_word)
        year = found and self.year(self.skip(found[2], "of", "the", "in"))
        if not year:
            return None
        made = [points.of_season(year[0], season) for season, _ in found[0]]
        numbers = [season for season, _ in found[0]]
        if numbers != sorted(set(numbers)):
            raise NoDate(year[1])
        text = points.to(made[0], made[-1])
        if found[1] != "to":
            said = ",".join(one.text for one in made)
            text = f"{{{said}}}" if found[1] == "and" else f"[{said}]"
        return text, made[0], year[1]

    def _season_word(self, index):
        season = self.at(index).roles.get("season")
        return (season, index + 1) if season else None

    def _counted_century(self, index):
        """(its part, its number, index) of "late 19th", "XVI", also where "century" follows."""
        part = self.part(index)
        found = self.ordinal(self.skip(part[1] if part else index, "the"))
        if not found:
            return None
        after = found[1]
        after += self.at(after).kind == "dash" and self.at(after + 1).text == "century"
        return part and part[0], found[0], after

    def _centuries(self, index):
        """ "the 16th and 17th centuries", "XVI–XVII vek", "the late 19th and early 20th century"."""
        found = self._listed(index, self._counted_century)
        if not found:
            return None
        # The last of them is read anew, with its "centuries" and its era.
        at = found[2]
        while not self.ordinal(at) and at > index:
            at -= 1
        whole = self.century(at)
        if not whole:
            return None
        is_before_era = whole[0].text.startswith("-")
        made = [points.of_century(number, is_before_era) for _, number, _ in found[0]]
        text, follow = self._set(found[1], made), [
            other.year - one.year == 100 for one, other in pairwise(made)
        ]  # fmt: skip
        if not text:
            raise NoDate(whole[1])
        if any(part for part, *_ in found[0]):
            # One stretch, where the one part touches the other.
            made = [
                points.part_of(part, point) if part else points.years_of_century(point)
                for (part, *_), point in zip(found[0], made, strict=True)
            ]
            if None in made or found[1] == "or" or (found[1] == "and" and not self._touch(*made)):
                raise NoDate(whole[1])
            return points.to(made[0], made[-1]), made[0], whole[1]
        if found[1] == "and" and all(follow):
            text = points.to(made[0], made[-1])
        return text, made[0], whole[1]

    @staticmethod
    def _touch(first, second, *more):
        """Whether no third of a century is between the two."""
        ends = int(points.last_of(first)), int(points.first_of(second))
        return not more and ends[1] - ends[0] == 1

    def _decades(self, index):
        """ "the 1890s–1920s", "the 1960s–70s", "1850—1860-х"."""
        first = self.decade(index)
        if not first:
            number = self.digits(index, 1000, 2090)
            first = number and number % 10 == 0 and (points.of_decade(number), index + 1)
        joint = first and self.joint(first[1])
        if not joint or joint[0] != "to":
            return None
        at = self.skip(joint[1], "the")
        at += self.at(at).text in ("'", "’")
        second, short = self.decade(at), self.digits(at, 10, 90, DECADES)
        if short and short % 10 == 0:
            second = points.of_decade(first[0].year // 100 * 100 + short), at + 1
        text = second and self._set("to", [first[0], second[0]])
        return text and (text, first[0], second[1])

    def years_of_era(self, index):
        """ "221–207 BC", "27 BC to AD 14", "60–61 AD", "AD 69 to 79"."""
        if self.at(index).kind == "ad":
            first = self.year(index)
            joint = first and self.joint(first[1])
            second = joint and joint[0] == "to" and self.digits(joint[1], 1, FIRST - 1)
            if not second or self.at(joint[1] + 1).kind in ("word", "bc"):
                return None
            made = [points.of_year(first[0]), points.of_year(second)]
            text = self._set("to", made)
            return text and (text, made[0], joint[1] + 1)
        if self.digits(index, 1, 9999) is None:
            return None
        joint = self.joint(index + 1)
        if self._is_in_brackets(index):
            made = [points.of_year(self.at(at).number) for at in (index, index + 2)]
            return points.to(*made), made[0], index + 3
        second = joint and joint[0] != "or" and self.year(joint[1])
        if not second or self.at(joint[1]).kind == "ad":
            return None
        era = self.at(second[1] - 1).kind
        if era not in ("bc", "ad"):
            return None
        number = self.at(index).number
        made = [points.of_year(1 - number if era == "bc" else number), points.of_year(second[0])]
        text = self._set(joint[0], made)
        return text and (text, made[0], second[1])

    def _is_in_brackets(self, index):
        """Whether "(996–1918)" is there, whose first year would be none by itself."""
        return (
            self.at(index - 1).text == "("
            and self.digits(index, 100, FIRST - 1)
            and self.at(index + 1).kind == "dash"
            and self.digits(index + 2, FIRST, LAST)
            and self.at(index + 3).text in (")", ";", ",")
        )
