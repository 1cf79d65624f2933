"""What people type for a date, read as EDTF where it can mean one thing only.

`5/12/1806` may be May or December, `1743/44` one year or two, `1806–12` a month or a year: such
texts are not read. A day before its month by points (`5.12.1806.`) is: nobody writes it otherwise.
"""

import re
import unicodedata
from calendar import month_name
from datetime import date, timedelta

from sources.edtf.parsing import NotEdtf, tree
from sources.edtf.spans import PARTS, span
from sources.edtf.speaking.english import SEASONS

MONTHS = {name.lower(): at for at, name in enumerate(month_name) if at}
MONTHS.update({name[:3]: at for name, at in MONTHS.items()} | {"sept": 9})
ROMAN = dict(
    zip(
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"],
        range(1, 13),
        strict=True,
    )
)
SEASON = {name: 21 + at for at, name in enumerate(SEASONS)} | {"fall": 23}

LONGEST = 100
MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
YEAR = r"(?P<year>[0-9]{1,4})"
DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
ERA_BEFORE = re.compile(r"(?:ad|a\.d\.|ce|c\.e\.) (?=.)")
ERA_AFTER = re.compile(r" ?(?P<era>bce?|b\.c\.(?:e\.)?|ad|a\.d\.|ce|c\.e\.)$")
CIRCA = re.compile(r"(?:circa|cca\.?|ca\.?|c\.|about|around|approx\.?|approximately|~) ?")
PERHAPS = re.compile(r"(?:perhaps|possibly|probably|maybe) ")
PART = re.compile(
    rf"(?:the )?(?P<part>{'|'.join(sorted(PARTS, key=len, reverse=True))})[ -](?:of )?(?:the )?"
)

FORMS = [
    re.compile(form)
    for form in (
        rf"(?:the )?{DAY} (?:of )?{MONTH},? {YEAR}",
        rf"{DAY}[ -]{MONTH}-{YEAR}",
        rf"{MONTH} {DAY},? {YEAR}",
        rf"{MONTH},? (?:of )?{YEAR}",
        rf"(?P<day>[0-9]{{1,2}})\. ?(?P<number>[0-9]{{1,2}})\. ?{YEAR}",
        rf"(?P<day>[0-9]{{1,2}})\.? ?(?P<roman>[ivx]+)\.? ?{YEAR}",
        r"(?P<year>[0-9]{4})(?P<between>[-/.])(?P<number>[0-9]{1,2})(?P=between)(?P<day>[0-9]{1,2})",
        r"(?P<number>[0-9]{1,2})[/.] ?(?P<year>[0-9]{4})",
        rf"(?P<season>{'|'.join(SEASON)}),? (?:of )?(?:the year )?{YEAR}",
        rf"(?:the )?(?:year )?{YEAR}",
    )
]
SLASHES = re.compile(
    r"(?P<one>[0-9]{1,2})(?P<between>[/-])(?P<other>[0-9]{1,2})(?P=between)(?P<year>[0-9]{4})"
)
DECADE = re.compile(r"(?:the )?(?P<decade>[0-9]{1,3})0['’]?s")
CENTURY = re.compile(
    r"(?:the )?(?P<count>[0-9]{1,2})(?:st|nd|rd|th) (?P<of>century|cent\.?|c\.|millennium)"
)
OPEN = [
    (re.compile(r"(?:since|from) (?P<date>.+)"), "{}/.."),
    (
        re.compile(r"(?:from )?(?P<date>.+?) ?(?:-|to|until) ?(?:the )?(?:present|today|now)"),
        "{}/..",
    ),
    (re.compile(r"(?:from )?(?P<date>.+) (?:on|onwards?)"), "{}/.."),
    (re.compile(r"(?:until|till|up to) (?P<date>.+)"), "../{}"),
    (re.compile(r"by (?P<date>.+)"), "[..{}]"),
    (re.compile(r"(?P<date>.+) or (?:earlier|before)"), "[..{}]"),
    (re.compile(r"(?P<date>.+) or (?:later|after)"), "[{}..]"),
    (re.compile(r"not (?:later|after) (?:than )?(?P<date>.+)"), "[..{}]"),
    (re.compile(r"not (?:earlier|before) (?:than )?(?P<date>.+)"), "[{}..]"),
]
BESIDE = re.compile(r"(?P<way>before|after) (?P<date>.+)")
# Where a range may be cut in two, the surest first.
JOINTS = [re.compile(joint) for joint in (" (?:to|until|till) ", " - ", "-")]
BETWEEN = re.compile(r"between (?P<first>.+?) and (?P<last>.+)")
EITHER = re.compile(r"(?P<first>.+?) (?P<joint>or|and|&) (?P<last>.+)")


def typed(text):
    """EDTF for what a person typed, or None where it could mean something else, or is no date."""
    text = unicodedata.normalize("NFKC", text[: LONGEST + 1])
    text = re.sub(r"\s+", " ", text).strip()
    if not text or len(text) > LONGEST:
        return None
    for spelling in (text, text.replace(" ", "").upper()):
        if _is_edtf(spelling):
            return spelling
    was_dash = re.search(r"[–—−‒]", text)
    said = re.sub(r"[–—−‒‐‑]", "-", text).lower()
    if was_dash and re.fullmatch(r"[0-9]{4} ?- ?(0[1-9]|1[0-2])", said):
        return None
    for reading in (_one, _open, _range, _either):
        found = reading(said)
        if found and _is_edtf(found):
            return found
    return None


def _is_edtf(text):
    try:
        tree(text)
    except NotEdtf:
        return False
    return True


def _one(said):
    """One date, with what is said of its certainty and its era."""
    said, marks = said.rstrip(), ""
    while found := CIRCA.match(said) or PERHAPS.match(said):
        marks += "~" if found.re is CIRCA else "?"
        said = said[found.end() :]
    if found := re.search(r" ?(?:\?|\(\?\))$", said):
        marks += "?"
        said = said[: found.start()]
    mark = "%" if {"~", "?"} <= set(marks) else marks[:1]
    era = ""
    if found := ERA_BEFORE.match(said):
        said, era = said[found.end() :], "ad"
    elif found := ERA_AFTER.search(said):
        said, era = said[: found.start()], "bc" if found["era"].startswith("b") else "ad"
    date = _plain(said.rstrip("., "), era)
    if date and mark and "/" in date:
        return None
    return date and date + mark


def _plain(said, era):
    if found := PART.match(said):
        whole = _plain(said[found.end() :], era)
        try:
            return whole and span(found["part"], whole)
        except NotEdtf:
            return None
    if found := DECADE.fullmatch(said):
        decade = int(found["decade"])
        if decade % 10 == 0:
            return None  # The 1900s are ten years or a hundred.
        if era == "bc":
            return f"{_year(-10 * decade - 8)}/{_year(1 - 10 * decade)}"
        return f"{decade:03}X" if era or decade > 99 else None
    if found := CENTURY.fullmatch(said):
        before, width = int(found["count"]) - 1, 1 if found["of"] == "millennium" else 2
        digits = f"{before:0{width}}".ljust(4, "X")
        fits = before >= 0 and len(digits) == 4
        return f"{'-' * (era == 'bc')}{digits}" if fits else None
    if found := SLASHES.fullmatch(said):
        one, other = int(found["one"]), int(found["other"])
        if one <= 12 and other <= 12 and one != other:
            return None
        day, month = (one, other) if one > 12 else (other, one)
        return f"{found['year']}-{month:02}-{day:02}"
    for form in FORMS:
        if found := form.fullmatch(said):
            return _of_parts(found.groupdict(), era)
    return None


def _of_parts(parts, era):
    digits = parts["year"]
    # “45” may be any year that ends so; with its era, or as “0045”, it is one.
    if (len(digits) < 3 and not era) or int(digits) == 0:
        return None
    date = _year(1 - int(digits) if era == "bc" else int(digits))
    if parts.get("season"):
        return f"{date}-{SEASON[parts['season']]}"
    month = (
        MONTHS.get(parts.get("month"))
        or ROMAN.get(parts.get("roman"))
        or int(parts.get("number") or 0)
    )
    if not month:
        return None if parts.get("roman") or parts.get("number") else date
    date += f"-{month:02}"
    return date + f"-{int(parts['day']):02}" if parts.get("day") else date


def _year(number):
    return f"-{-number:04}" if number < 0 else f"{number:04}"


def _open(said):
    for form, written in OPEN:
        if found := form.fullmatch(said):
            date = _one(found["date"])
            if date and "/" not in date:
                return written.format(date)
    if found := BESIDE.fullmatch(said):
        date = _one(found["date"])
        if date and "/" not in date and "X" not in date and date[-1].isdigit():
            near = _next_to(date, -1 if found["way"] == "before" else 1)
            return near and (f"[..{near}]" if found["way"] == "before" else f"[{near}..]")
    return None


def _next_to(text, step):
    """The year, month or day before or after the one of the text."""
    year, *rest = map(int, re.findall(r"^-?\d+|(?<=-)\d+", text))
    match rest:
        case []:
            return _year(year + step)
        case [month] if month <= 12:
            on, month = divmod(month - 1 + step, 12)
            return f"{_year(year + on)}-{month + 1:02}"
        case [month, day] if 1 < year < 9999 and _is_edtf(text):
            return (date(year, month, day) + timedelta(step)).isoformat()
    return None


def _range(said):
    for joint in JOINTS:
        for found in joint.finditer(said):
            first, last = said[: found.start()].removeprefix("from "), said[found.end() :]
            # “c. 1812–1815”: about the first alone, or about both?
            if CIRCA.match(first) and not CIRCA.match(last):
                return None
            if ends := _both(first, last):
                return "/".join(ends)
    if found := BETWEEN.fullmatch(said):
        ends = _both(found["first"], found["last"])
        return ends and "/".join(ends)
    return None


def _either(said):
    found = EITHER.fullmatch(said)
    dates = found and _both(found["first"], found["last"])
    if not dates:
        return None
    return f"[{','.join(dates)}]" if found["joint"] == "or" else f"{{{','.join(dates)}}}"


def _both(first, last):
    """Two dates, each completed by what the other one says: “5–7 May 1812”, “500–467 BC”."""
    for end in filter(None, (_one(last), *_borrowed_heads(first, last))):
        starts = [_one(f"{first} {tail}") for tail in _tails(last)]
        if not _has_era(last) or _has_era(first):
            starts.insert(0, _one(first))
        for start in filter(None, starts):
            if "/" not in start + end:
                return start, end
    return None


def _tails(words):
    words = words.split(" ")
    return [" ".join(words[at:]) for at in range(1, len(words))]


def _borrowed_heads(first, last):
    if ERA_BEFORE.match(first):
        yield _one(f"ad {last}")
    if found := re.match(MONTH, first):
        yield _one(f"{found[0]} {last}")
    # “1912–13”, “1920s–30s”
    if re.fullmatch(r"[0-9]{4}(?:s?)", first) and re.fullmatch(r"[0-9]{2}s?", last):
        yield first[:2] + last if last[-1:] != "s" and last > first[2:] else _one(first[:2] + last)


def _has_era(said):
    return ERA_BEFORE.match(said) or ERA_AFTER.search(said)
