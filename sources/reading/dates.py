"""Dates into EDTF: of CSL's parts, of RIS, of the words that people and templates write.

What can be read in two ways, as 5/6/1812, is not read. EDTF has a year 0 and CSL has none, as
people have none: 44 BC is EDTF -0043 and CSL -44.
"""

import re

from sources.edtf import NotEdtf, parse

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar januara januaru janvier janv jänner gennaio enero јануар јануара јан января январь янв siječanj siječnja",
            "february feb februar februara février fevrier févr febbraio febrero фебруар фебруара феб февраля февраль фев февр veljača veljače",
            "march mar märz mart marta mars marzo март марта мар ožujak ožujka",
            "april apr aprila avril avr aprile abril април априла апреля апрель апр travanj travnja",
            "may mai maj maja maggio mayo мај маја мая май svibanj svibnja",
            "june jun juni juna juin giugno junio јун јуна јуни июня июнь lipanj lipnja",
            "july jul juli jula juillet juil luglio julio јул јула јули июля июль srpanj srpnja",
            "august aug avgust avgusta août aout agosto август августа авг kolovoz kolovoza",
            "september sept sep septembar septembra septembre settembre septiembre септембар септембра септ сентября сентябрь сент сен rujan rujna",
            "october oct oktober okt oktobar oktobra octobre ottobre octubre октобар октобра октября октябрь окт listopad listopada",
            "november nov novembar novembra novembre noviembre новембар новембра ноября ноябрь нов studeni studenoga",
            "december dec dezember dez decembar decembra décembre decembre déc dicembre diciembre децембар децембра декабря декабрь дек prosinac prosinca",
        ),
        1,
    )
    for name in names.split()
}
SEASONS = {
    name: 21 + number
    for number, names in enumerate(
        (
            "spring spr frühling printemps primavera proleće пролеће весна",
            "summer sommer été estate leto лето",
            "autumn fall herbst automne autunno jesen јесен осень",
            "winter hiver inverno zima зима",
        )
    )
    for name in names.split()
}
WORD = r"([^\W\d_]{3,12})\.?"
D, Y = r"([0-9]{1,2})", r"([0-9]{3,4})"
RANGE = r"\s*[-–—/]\s*"
CIRCA = re.compile(r"(?:c|ca|circa|cca|око|ок|oko|um|vers|v|около)\b\.?\s*", re.IGNORECASE)
ENDS = re.compile(r"(?:\s*(?:года|год|годы|гг|г|godine|године|god|год))?[.\s]*$", re.IGNORECASE)
BC = re.compile(
    r"\s*(?:B\.?\s?C\.?(?:\s?E\.?)?|v\. ?Chr\.?|п\. ?н\. ?е\.?|p\. ?n\. ?e\.?)$", re.IGNORECASE
)


def edtf(text):
    """The text, if it is EDTF; else ""."""
    text = text.strip()
    if re.fullmatch(
        r"\[[^,.]*\]", text
    ):  # “One of these” of one; in print, a year that is inferred.
        return ""
    try:
        parse(text)
    except NotEdtf:
        return ""
    return text


def of(year, month="", day=""):
    """The EDTF of numbers as EDTF counts them; "" if the calendar has no such day."""
    try:
        numbers = [int(part) for part in (year, month, day) if part not in ("", None)]
    except ValueError:
        return ""
    if not numbers or abs(numbers[0]) > 999_999:
        return ""
    first = numbers[0]
    written = f"{'-' * (first < 0)}{abs(first):04}" if abs(first) < 10_000 else f"Y{first}"
    return edtf("-".join([written, *(f"{part:02}" for part in numbers[1:])]))


def csl(value):
    """The EDTF of a date of CSL-JSON, else "": an object, or a text."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return edtf(str(value)) or from_words(str(value))
    if not isinstance(value, dict):
        return ""
    parts = value.get("date-parts")
    if not parts:
        said = value.get("edtf") or value.get("literal") or value.get("raw")
        return csl(said) if isinstance(said, str) else ""
    if not isinstance(parts, list) or not all(isinstance(half, list) for half in parts):
        return ""
    halves = [_csl_half(half, value.get("season")) for half in parts]
    if len(halves) > 2 or not all(halves[:1]):
        return ""
    if value.get("circa") not in (None, False, 0, "", "0", "false"):
        halves = [f"{half}~" if half and half != ".." else half for half in halves]
    return edtf("/".join(halves))


def _csl_half(parts, season):
    """One date; an end that is empty, or 0, is open."""
    parts = [str(part).strip() for part in parts if part not in ("", None)]
    if not parts or parts == ["0"]:
        return ".."
    try:
        parts = [int(part) for part in parts]
    except ValueError:
        return ""
    if len(parts) == 1 and season not in (None, ""):
        numbers = {str(number): 20 + number for number in (1, 2, 3, 4, 21, 22, 23, 24)}
        number = numbers.get(str(season)) or SEASONS.get(str(season).casefold())
        if not number:
            return ""
        parts.append(number % 20 + 20)
    if len(parts) == 2 and 13 <= parts[1] <= 16:  # Seasons of old citeproc's.
        parts[1] += 8
    if len(parts) > 3 or parts[0] == 0:
        return ""
    return of(parts[0] + (parts[0] < 0), *parts[1:])


def ris(text):
    """YYYY/MM/DD/other, each but the year may be empty."""
    found = re.fullmatch(r"\s*(-?[0-9]{1,4})(?:/([0-9]{0,2})/([0-9]{0,2})(?:/(.*))?)?\s*", text)
    if not found:
        return ""
    year, month, day, other = found.groups("")
    month, day = month.replace("00", ""), day.replace("00", "")
    season = SEASONS.get(other.strip().casefold(), "")
    if other.strip() and not season:
        # The year alone would hide what else was said: the rest is told by the caller.
        return ""
    return of(year, month or season, "" if season else day)


def from_words(text):
    """The EDTF of a date in words or numerals, else ""."""
    text = " ".join(text.replace("\xa0", " ").split()).strip(" ,.")
    if len(text) >= 100:
        return ""
    if text.startswith("[") and text.endswith("]") and not edtf(text):
        return from_words(text[1:-1])
    circa = CIRCA.match(text)
    if circa and circa.end() < len(text):
        return _qualified(text[circa.end() :], "~")
    if text.endswith("?") and len(text) > 1:
        return _qualified(text[:-1], "?")
    before = BC.search(text)
    if before:
        years = re.split(RANGE, text[: before.start()].rstrip(" ."))
        if len(years) > 2 or not all(re.fullmatch(r"[0-9]{1,4}", y) and int(y) for y in years):
            return ""
        return _joined(*(of(1 - int(year)) for year in years))
    # What is not known is a zero in some databases.
    text = re.sub(r"(?<=[0-9])(?:/00)+$", "", ENDS.sub("", text))
    for pattern, read in PATTERNS:
        if found := pattern.fullmatch(text):
            return read(*found.groups())
    return ""


def _qualified(text, sign):
    """“c. 1812?” is both, which EDTF writes %; of a range each end is."""
    plain = from_words(text)
    if re.fullmatch(r"[^~?%/\[]+\?", plain) and sign == "~":
        return edtf(f"{plain[:-1]}%")
    if not plain or re.search(r"[~?%\[]|\.\.", plain):
        return ""
    return edtf("/".join(f"{end}{sign}" for end in plain.split("/")))


def found(text):
    """The EDTF of the date in what a reference prints for one, with the signs and words beside it:
    “(1991a).”, “Monday, 5 May 1999”. "" where no year between 1000 and 2099 is named, BC apart."""
    text = " ".join(text.split()).strip(" ,.;:()")
    text = re.sub(r"(?<=\b[12]\d{3})[a-r]\b(?!\.)", "", text)
    words = text.split(" ")[:12]
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            date = from_words(" ".join(words[first : first + length]).strip(" ,.;:()"))
            if re.match(r"-|1\d{3}|20\d\d|1\d{2}X|20\dX", date):
                return date
    year = re.search(r"(?<!\d)(?:1\d|20)\d\d(?!\d)", text)
    return year[0] if year else ""


def has_day(date):
    """Whether a date says the day, as those of newspapers and letters do."""
    return bool(re.match(r"-?\d{4}-\d\d-\d\d", date))


def _month(word):
    return MONTHS.get(word.casefold()) or SEASONS.get(word.casefold()) or "no month"


def _slashed(one, two, year):
    """Days and months that can't be taken for each other."""
    one, two = int(one), int(two)
    if one > 12 >= two or one == two:
        return of(year, two, one)
    return of(year, one, two) if two > 12 >= one else ""


def _years(first, last):
    """1812–13 is 1812–1813."""
    last = last if len(last) > 2 else first[: len(first) - len(last)] + last
    return edtf(f"{of(first)}/{of(last)}") if int(first) <= int(last) else ""


def _joined(*halves):
    return edtf("/".join(halves)) if all(halves) else ""


PATTERNS = [
    (re.compile(pattern), read)
    for pattern, read in (
        (Y, of),
        (rf"{Y}\?", lambda y: f"{of(y)}?"),
        (r"([0-9]{3})-", lambda y: f"{y}X"),  # As libraries have a decade.
        (rf"(?:impr|cop)\. ?{Y}", of),
        (
            rf"(?:the )?{Y}0(?:[’']?s|-е|-х|-их|-ih|ih)",
            lambda y: f"{int(y):03}X" if len(y) == 3 else "",
        ),
        (rf"{Y}-{D}-{D}(?:[T ][0-9:.Z+-]*)?", of),
        (rf"{Y}/{D}/{D}/?", of),
        (rf"{Y}/{D}", of),
        (rf"{Y}-{D}", lambda y, m: of(y, m) if 1 <= int(m) <= 12 else _years(y, m)),
        (rf"{Y}{RANGE}([0-9]{{2,4}})", _years),
        (rf"{D}\. ?{D}\. ?{Y}", lambda d, m, y: of(y, m, d)),
        (rf"{D}/{D}/{Y}", _slashed),
        (rf"{D}/([0-9]{{4}})", lambda m, y: of(y, m) if 1 <= int(m) <= 12 else ""),
        (rf"{WORD},? {Y}", lambda m, y: of(y, _month(m))),
        (rf"{Y}[.,]? {WORD}", lambda y, m: of(y, _month(m))),
        (rf"{Y}[.,]? {WORD} {D}", lambda y, m, d: of(y, _month(m), d)),
        (rf"{Y}[.,]? {D}\.? {WORD}", lambda y, d, m: of(y, _month(m), d)),
        (
            rf"{D}(?:st|nd|rd|th|er|\.)? (?:de |of )?{WORD},? (?:de )?{Y}",
            lambda d, m, y: of(y, _month(m), d),
        ),
        (rf"{WORD} {D}(?:st|nd|rd|th)?,? {Y}", lambda m, d, y: of(y, _month(m), d)),
        (
            rf"{WORD}{RANGE}{WORD},? {Y}",
            lambda m, n, y: _joined(of(y, _month(m)), of(y, _month(n))),
        ),
        (
            rf"{WORD},? {Y}{RANGE}{WORD},? {Y}",
            lambda m, y, n, z: _joined(of(y, _month(m)), of(z, _month(n))),
        ),
        (
            rf"{D}{RANGE}{D}\.? {WORD},? {Y}",
            lambda d, e, m, y: _joined(of(y, _month(m), d), of(y, _month(m), e)),
        ),
        (
            rf"{D}\.? {WORD},? {Y}{RANGE}{D}\.? {WORD},? {Y}",
            lambda d, m, y, e, n, z: _joined(of(y, _month(m), d), of(z, _month(n), e)),
        ),
        (
            rf"{WORD} {D}{RANGE}{D},? {Y}",
            lambda m, d, e, y: _joined(of(y, _month(m), d), of(y, _month(m), e)),
        ),
        (
            rf"{D}\.? {WORD}{RANGE}{D}\.? {WORD},? {Y}",
            lambda d, m, e, n, y: _joined(of(y, _month(m), d), of(y, _month(n), e)),
        ),
    )
]
