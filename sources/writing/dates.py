"""EDTF as other formats count and write dates."""

import re

PLAIN = re.compile(r"(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)")


def parts(edtf):
    """(date-parts as CSL has them, whether it is circa) of one date or two; None of any other.

    CSL has no year 0: EDTF -0043 is its -44.
    """
    read = [PLAIN.fullmatch(half) for half in edtf.split("/")]
    if not all(read) or len({half[4] for half in read}) > 1:
        return None
    made = []
    for half in read:
        year, month, day = (int(part) if part else None for part in half.groups()[:3])
        if month and month > 12:  # A season.
            return None
        made.append([part for part in (year - (year <= 0), month, day) if part is not None])
    return made, bool(read[0][4])


def season(edtf):
    """(year, 1 to 4) of the season of a year, as CSL and RIS have it; None of any other."""
    found = re.fullmatch(r"(-?[0-9]{4})-2([1-4])", edtf)
    if not found:
        return None
    year = int(found[1])
    return year - (year <= 0), int(found[2])
