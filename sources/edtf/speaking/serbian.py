"""EDTF in Serbian, in Cyrillic letters: each number of a year, a day or a century has its point."""

from sources.edtf.calendars import JULIAN, MARCH
from sources.edtf.speaking.slavic import Slavic, cases

ONE = cases("један", "једног", "једном")
CALENDARS = {
    "": "грегоријански календар",
    JULIAN: "јулијански календар",
    MARCH: "јулијански календар, година почиње 25. марта",
}


class Serbian(Slavic):
    BEFORE, OURS, THOUSANDS, DASH = " п. н. е.", " н. е.", ".", "–"
    CIRCA, ABOUT, UNTIL, OR, AND = "око", "отприлике", "до", "или", "и"
    SOME_TIME, NO_END, NO_BEGINNING = "неко време", "крај непознат", "почетак непознат"
    ALL_BEFORE, OR_BEFORE = "и све раније", "или раније"
    ALL_AFTER, OR_AFTER = "и све касније", "или касније"
    ALL_OF, ONE_OF = "сви датуми:", "један од датума:"
    ONE_OF_MONTHS = "једног од месеци"
    IN_OURS = "по грегоријанском"
    MARKED = {"?": "несигурно", "~": "приближно", "%": "несигурно и приближно"}
    PARTS = {
        **{"year": "година", "month": "месец", "day": "дан"},
        **{"season": "годишње доба", "part": "део године"},
    }
    UNKNOWN_YEAR = cases("непозната година", "непознате године", "непознатој години")
    DECADE = cases("-е", "-их", "-им")
    CENTURY = cases("век", "века", "веку")
    MILLENNIUM = cases("миленијум", "миленијума", "миленијуму")
    DAY, MONTH = cases("дан", "дана", "дану"), cases("месец", "месеца", "месецу")
    MONTHS = [
        None,
        *(
            cases(name, of, where)
            for name, of, where in (
                ("јануар", "јануара", "јануару"),
                ("фебруар", "фебруара", "фебруару"),
                ("март", "марта", "марту"),
                ("април", "априла", "априлу"),
                ("мај", "маја", "мају"),
                ("јун", "јуна", "јуну"),
                ("јул", "јула", "јулу"),
                ("август", "августа", "августу"),
                ("септембар", "септембра", "септембру"),
                ("октобар", "октобра", "октобру"),
                ("новембар", "новембра", "новембру"),
                ("децембар", "децембра", "децембру"),
            )
        ),
    ]
    SEASONS = (
        cases("пролеће", "пролећа", "пролећу"),
        cases("лето", "лета", "лету"),
        cases("јесен", "јесени", "јесени"),
        cases("зима", "зиме", "зими"),
    )
    HEMISPHERES = ("северна полулопта", "јужна полулопта")
    OF_THE_YEAR = {
        **{
            33 + n: cases(f"{stem}и квартал", f"{stem}ог квартала", f"{stem}ом кварталу")
            for n, stem in enumerate(("прв", "друг", "трећ", "четврт"))
        },
        37: cases("прва трећина", "прве трећине", "првој трећини"),
        38: cases("друга трећина", "друге трећине", "другој трећини"),
        39: cases("последња трећина", "последње трећине", "последњој трећини"),
        40: cases("прва половина", "прве половине", "првој половини"),
        41: cases("друга половина", "друге половине", "другој половини"),
    }
    A_YEAR = cases("година", "године", "години")

    def ordinal(self, number):
        return f"{number}."

    def numeral(self, day):
        return f"{day}."

    def of_year(self, year):
        return self.fixed(f"{self.counted(year)}.{self.era(year)}")

    def of_years(self, first, last):
        if self.era(first) != self.era(last):
            return self.fixed(f"{self.of_year(first).alone} {self.DASH} {self.of_year(last).alone}")
        return self.fixed(f"{self.counted(first)}–{self.of_year(last).alone}")

    def between(self, first, last):
        if self.era(first) == self.era(last):
            return f"између {self.counted(first)}. и {self.of_year(last).of}"
        return f"између {self.of_year(first).of} и {self.of_year(last).of}"

    def a_year(self, ending, case):
        return f"{self.A_YEAR[case]}{f' која се завршава на {ending},' if ending else ''}"

    def one_of(self, year, digits):
        return f"једне од година {year.of}"

    def one_of_months(self, first, last, case):
        first, last = self.MONTHS[first]["of"], self.MONTHS[last]["of"]
        return f"{ONE[case]} од месеци од {first} до {last}"

    def one_of_days(self, first, last, case):
        return f"{ONE[case]} од дана од {first}. до {last}."

    def day_of(self, days, case):
        return f"{self.listed(map(self.numeral, days), self.OR)} {self.DAY[case]}"

    def since(self, words):
        return f"од {words}"

    def within(self, words):
        return f"у {words}"


_spoken = Serbian()
say, beside = _spoken.say, _spoken.beside
year, decade, century = _spoken.year, _spoken.decade, _spoken.century
