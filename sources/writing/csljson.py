"""CSL-JSON. Identifiers that CSL has no name for stand under “custom”, where it lets them."""

import json

from sources.reading.entries import DATES, IDENTIFIERS
from sources.writing import dates

IN_CSL = {"DOI", "ISBN", "ISSN", "PMID", "PMCID"}


def write(works, keys=()):
    """(JSON, [()] for each work): everything has a place in it."""
    items = [item(work, key) for work, key in zip(works, keys or _numbers(works), strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2), [() for _ in items]


def _numbers(works):
    return [f"work-{number}" for number, _ in enumerate(works, 1)]


def item(work, key):
    made, custom = {"id": key}, {}
    for variable, value in work.items():
        if variable in DATES:
            made[variable] = date(value)
        elif variable in IDENTIFIERS and variable not in IN_CSL:
            custom[variable] = value
        else:
            made[variable] = value
    return made | ({"custom": custom} if custom else {})


def date(edtf):
    """Its parts where CSL has such; else the EDTF for words."""
    if season := dates.season(edtf):
        return {"date-parts": [[season[0]]], "season": season[1]}
    read = dates.parts(edtf)
    if not read:
        return {"literal": edtf}
    return {"date-parts": read[0]} | ({"circa": True} if read[1] else {})
