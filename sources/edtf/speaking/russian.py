"""EDTF in Russian: centuries and quarters have Roman numbers, years the word “год”."""

from sources.edtf.calendars import JULIAN, MARCH
from sources.edtf.parsing import Date
from sources.edtf.speaking.slavic import Slavic, cases, each, is_plain

ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"))
ONE_YEAR = cases("год", "года", "году")
YEARS = cases("годы", "годов", "годах")
ONE = cases("один", "одного", "одном")
CALENDARS = {
    "": "григорианский календарь",
    JULIAN: "юлианский календарь",
    MARCH: "юлианский календарь, год с 25 марта",
}


def roman(number):
    for value, letters in (*ROMAN, (1, "I")):
        if number >= value:
            return letters + roman(number - value)
    return ""


class Russian(Slavic):
    BEFORE, OURS, THOUSANDS, DASH = " до н. э.", " н. э.", "\u00a0", "—"
    CIRCA, ABOUT, UNTIL, OR, AND = "около", "примерно", "до", "или", "и"
    SOME_TIME, NO_END, NO_BEGINNING = "время", "конец неизвестен", "начало неизвестно"
    ALL_BEFORE, OR_BEFORE = "и всё ранее", "или ранее"
    ALL_AFTER, OR_AFTER = "и всё позднее", "или позднее"
    ALL_OF, ONE_OF = "все даты:", "одна из дат:"
    ONE_OF_MONTHS = "одного из месяцев"
    IN_OURS = "по григорианскому"
    MARKED = {
        "?": "предположительно",
        "~": "приблизительно",
        "%": "предположительно и приблизительно",
    }
    PARTS = {
        **{"year": "год", "month": "месяц", "day": "день"},
        **{"season": "время года", "part": "часть года"},
    }
    UNKNOWN_YEAR = cases("неизвестный год", "неизвестного года", "неизвестном году")
    DECADE = cases("-е годы", "-х годов", "-х годах")
    CENTURY = cases("век", "века", "веке")
    MILLENNIUM = cases("тысячелетие", "тысячелетия", "тысячелетии")
    DAY, MONTH = cases("день", "дня", "дне"), cases("месяц", "месяца", "месяце")
    MONTHS = [
        None,
        cases("январь", "января", "январе"),
        cases("февраль", "февраля", "феврале"),
        cases("март", "марта", "марте"),
        cases("апрель", "апреля", "апреле"),
        cases("май", "мая", "мае"),
        cases("июнь", "июня", "июне"),
        cases("июль", "июля", "июле"),
        cases("август", "августа", "августе"),
        cases("сентябрь", "сентября", "сентябре"),
        cases("октябрь", "октября", "октябре"),
        cases("ноябрь", "ноября", "ноябре"),
        cases("декабрь", "декабря", "декабре"),
    ]
    SEASONS = (
        cases("весна", "весны", "весне"),
        cases("лето", "лета", "лете"),
        cases("осень", "осени", "осени"),
        cases("зима", "зимы", "зиме"),
    )
    HEMISPHERES = ("северное полушарие", "южное полушарие")
    OF_THE_YEAR = {
        **{
            33 + n: cases(f"{name} квартал", f"{name} квартала", f"{name} квартале")
            for n, name in enumerate(("I", "II", "III", "IV"))
        },
        37: cases("первая треть", "первой трети", "первой трети"),
        38: cases("вторая треть", "второй трети", "второй трети"),
        39: cases("последняя треть", "последней трети", "последней трети"),
        40: cases("первая половина", "первой половины", "первой половине"),
        41: cases("вторая половина", "второй половины", "второй половине"),
    }
    ENDINGS = cases("-е", "-го", "-м")
    NUMBER = cases("число", "числа", "числе")

    def ordinal(self, number):
        return roman(number)

    def numeral(self, day):
        return str(day)

    def of_year(self, year):
        return each(lambda case: f"{self.counted(year)} {ONE_YEAR[case]}{self.era(year)}")

    def of_years(self, first, last):
        if self.era(first) != self.era(last):
            return self.fixed(f"{self.of_year(first).alone} {self.DASH} {self.of_year(last).alone}")
        pair = f"{self.counted(first)}–{self.counted(last)}"
        return each(lambda case: f"{pair} {YEARS[case]}{self.era(last)}")

    def between(self, first, last):
        if self.era(first) == self.era(last):
            pair = f"{self.counted(first)} и {self.counted(last)}"
            return f"между {pair} годами{self.era(last)}"
        ends = (f"{self.counted(year)} годом{self.era(year)}" for year in (first, last))
        return f"между {' и '.join(ends)}"

    def a_year(self, ending, case):
        if not ending:
            return ONE_YEAR[case]
        which = cases("оканчивающийся", "оканчивающегося", "оканчивающемся")[case]
        return f"{ONE_YEAR[case]}, {which} на {ending},"

    def one_of(self, year, digits):
        is_decade = len(digits[-4:].rstrip("X")) == 3
        return f"одного из {year.of}" if is_decade else f"одного из годов {year.of}"

    def one_of_months(self, first, last, case):
        first, last = self.MONTHS[first]["of"], self.MONTHS[last]["alone"]
        return f"{ONE[case]} из месяцев {self.since(first)} по {last}"

    def one_of_days(self, first, last, case):
        return f"{ONE[case]} из дней с {first} по {last}"

    def day_of(self, days, case):
        named = self.listed([f"{day}{self.ENDINGS[case]}" for day in days], self.OR)
        return f"{named} {self.NUMBER[case]}"

    def since(self, words):
        return f"{'со' if words.startswith(('втор', 'II ')) else 'с'} {words}"

    def within(self, words):
        return f"{'во' if words.startswith(('втор', 'II ')) else 'в'} {words}"

    def set(self, read):
        """Years by themselves have their word once: “1667 или 1668 год”."""
        years = [m for m in read.members if isinstance(m, Date) and is_plain(m) and not m.month]
        eras = {self.era(int(year.year)) for year in years}
        if len(years) < max(2, len(read.members)) or len(eras) > 1:
            return super().set(read)
        words = [self.counted(int(year.year)) for year in years]
        noun = YEARS["alone"] if read.is_all else ONE_YEAR["alone"]
        return f"{self.listed(words, self.AND if read.is_all else self.OR)} {noun}{eras.pop()}"


_spoken = Russian()
say, beside = _spoken.say, _spoken.beside
year, decade, century = _spoken.year, _spoken.decade, _spoken.century
