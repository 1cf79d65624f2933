"""Two dates that are one: from the first to the second, both, or one of them."""

from events.exchange.dates import points
from events.exchange.dates.single import Singles


class Ranges(Singles):
    """Each form reads (EDTF, the Point that it begins with, the index after it)."""

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
        if not second or points.order(second[0]) < points.order(first):
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
        if not first or not second or points.order(second) <= points.order(first):
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
        if points.order(second[0]) <= points.order(made):
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
