"""EDTF as a date of CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html).

CSL counts years as people do, without a year 0: 44 BC is EDTF -0043 and CSL -44. What it has no
parts for (decades, sets, one end) is given in words, which any style prints as they are.
"""

from django.conf import settings

from sources.edtf.parsing import OPEN, Date, Interval, NotEdtf, Year, tree
from sources.edtf.words import display

# The codes of EDTF for spring to winter, by hemisphere or not.
SEASONS = {code: (code - 21) % 4 + 1 for code in range(21, 33)}


def csl_date(text):
    """The CSL-JSON date of an EDTF date; of another text, that text as a literal."""
    try:
        return _date(tree(text.strip())) or {"literal": _words(text)}
    except NotEdtf:
        return {"literal": text}


def _date(read):
    match read:
        case Interval(start=Date() as start, end=Date() as end):
            halves = [_parts(start), _parts(end)]
            return all(halves) and {"date-parts": halves, **_circa(*start.marks, *end.marks)}
        case Interval(start=Date() as start, end=end) if end is OPEN:
            return {"literal": f"{_words(_plain(start))}–", **_circa(*start.marks)}
        case Date() if read.month and read.month.isdigit() and int(read.month) in SEASONS:
            return {
                "date-parts": [[_counted(int(read.year))]],
                "season": SEASONS[int(read.month)],
                **_circa(*read.marks),
            }
        case Date():
            parts = _parts(read)
            return parts and {"date-parts": [parts], **_circa(*read.marks)}
        case Year() if read.first == read.last:
            return {"date-parts": [[_counted(read.value)]], **_circa(read.mark)}
    return None


def _words(text):
    """In one language, whichever a page is in: notes are kept by what stands in an item."""
    return display(text, language=settings.LANGUAGE_CODE)


def _parts(date):
    """[year, month, day] as far as they are known, or None where a digit or more is not said."""
    given = [part for part in (date.year, date.month, date.day) if part]
    if not all(part.lstrip("-").isdigit() for part in given) or (
        len(given) > 1 and int(given[1]) > 12
    ):
        return None
    return [_counted(int(date.year)), *map(int, given[1:])]


def _counted(year):
    return year if year > 0 else year - 1


def _circa(*marks):
    return {"circa": True} if any(marks) else {}


def _plain(date):
    """The EDTF of a date without its marks."""
    return "-".join(part for part in (date.year, date.month, date.day) if part)
