"""Dates as references print them, in EDTF (ISO 8601-2); what is no date gives nothing."""

import re

_MONTHS = """
    january jan januar januara janvier gennaio enero januari јануар јануара јан января январь янв
    february feb februar februara février febbraio febrero фебруар фебруара феб февраля февраль
    march mar märz mart marta mars marzo март марта мар
    april apr aprila avril aprile abril април априла апр апреля апрель
    may mai maj maja maggio mayo мај маја мая май
    june jun juni juna juin giugno junio јун јуна јуни июня июнь
    july jul juli jula juillet luglio julio јул јула јули июля июль
    august aug avgust avgusta août agosto август августа авг
    september sep sept septembar septembra septembre settembre septiembre септембар септембра септ
    october oct oktober oktobar oktobra octobre ottobre octubre октобар октобра окт октября октябрь
    november nov novembar novembra novembre noviembre новембар новембра нов ноября ноябрь
    december dec dezember decembar decembra décembre dicembre diciembre децембар децембра дец
"""
MONTHS = {
    name: number
    for number, names in enumerate(_MONTHS.strip().split("\n"), 1)
    for name in names.split()
}
MONTHS |= {
    "сентября": 9, "сентябрь": 9, "сент": 9, "декабря": 12, "декабрь": 12, "дек": 12, "февр": 2,
}  # fmt: skip
SEASONS = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24, "пролеће": 21, "лето": 22,
    "јесен": 23, "зима": 24, "printemps": 21, "été": 22, "automne": 23, "hiver": 24,
}  # fmt: skip
_NAME = "|".join(sorted([*MONTHS, *SEASONS], key=len, reverse=True))
_YEAR = r"(?<!\d)(1[0-9]\d\d|20\d\d)(?!\d)"
_DAY = r"(?<!\d)(0?[1-9]|[12]\d|3[01])(?!\d)(?:st|nd|rd|th|er)?\.?"
_CIRCA = re.compile(r"(?<!\w)(?:c|ca|cca|circa|око|oko|ок|около|um)\.?\s*(?=\[?\d)", re.IGNORECASE)


def read_date(text):
    """EDTF of a printed date: “(May 1999).” 1999-05, “c. 1812” 1812~, “1985–91” 1985/1991.

    "" for “n.d.”, “in press” and all that names no year between 1000 and 2099, BC apart.
    """
    text = " ".join(text.split()).strip(" ,;:()")
    before = re.search(
        r"(?<!\d)(\d{1,4}) ?(?:b\.?c\.?(?:e\.?)?(?!\w)|п\. ?н\. ?е|пре н\. ?е|до н\. ?э)",
        text,
        re.I,
    )
    if before and int(before[1]):
        return f"-{int(before[1]) - 1:04}"  # ISO 8601 has a year 0.
    about = "~" if _CIRCA.search(text) else ""
    if re.search(r"\d\s*\]?\s*\?", text):
        about = "%" if about else "?"
    if decade := re.search(r"(?<!\d)((?:1\d|20)\d)0['’]?(?:s|-е|-х|их|ih)(?!\w)", text):
        return f"{decade[1]}X{about}"
    numbers = re.search(rf"{_YEAR}[-.](0\d|1[0-2])(?:[-.]([0-3]\d))?(?!\d)", text)
    if numbers and (numbers[3] or "-" in numbers[0]) and not numbers[0].endswith("-00"):
        return "-".join(filter(None, numbers.groups()))
    if period := re.search(rf"{_YEAR}\s*[-–—/]\s*((?:1\d|20)\d\d|\d\d)(?!\d)", text):
        first, last = period.groups()
        last = last if len(last) == 4 else first[:2] + last
        if last > first:
            return f"{first}{about}/{last}{about}"
    year = re.search(_YEAR, text)
    if not year:
        return ""
    parts = _within(text[: year.start()] + " " + text[year.end() :])
    halves = [f"{year[1]}{part}{about}" for part in parts or [""]]
    return "/".join(halves)


def has_day(edtf):
    """Whether a date says the day, as those of newspapers and letters do."""
    return bool(re.match(r"-?\d{4}-\d\d-\d\d", edtf))


def _within(text):
    """["-05"], ["-05-12"], or both ends of a time within a year, from what stands beside the year."""
    names = [
        (found, MONTHS.get(found[0].lower()) or SEASONS.get(found[0].lower()))
        for found in re.finditer(rf"(?<![^\W\d_])(?:{_NAME})(?![^\W\d_])", text, re.IGNORECASE)
    ]
    if not names:
        return _in_numbers(text)
    made = []
    for found, number in names[:2]:
        day = re.search(rf"{_DAY}(?:\s*[-–]\s*{_DAY})?\s*$", text[: found.start()]) or re.match(
            rf"[.,\s]*{_DAY}(?:\s*[-–]\s*{_DAY})?(?!\d)", text[found.end() :]
        )
        if not day or number > 12:
            made.append(f"-{number:02}")
        else:
            made += [f"-{number:02}-{int(d):02}" for d in day.groups() if d]
    return made[:2] if len(made) < 2 or made[0] < made[1] else made[:1]


def _in_numbers(text):
    """“25/04/” and “12. 5.”: day, then month, where no other order is possible or dots part them."""
    found = re.search(r"(?<!\d)(\d{1,2})(\. ?|/)(\d{1,2})(?:\.|/)? *(?!\d)", text)
    if not found:
        return []
    day, month = int(found[1]), int(found[3])
    if found[2] == "/" and day <= 12 and day != month:
        if month <= 12:
            return []
        day, month = month, day
    return [f"-{month:02}-{day:02}"] if 1 <= month <= 12 and 1 <= day <= 31 else []
