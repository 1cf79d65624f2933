"""The fields of a source, as sources/reading gives them and each writer takes them."""

from sources import csl, identifiers
from sources.reading.numbers import SCHEMES

VARIABLES = {
    **csl.VARIABLES,
    **csl.DATES,
    **{name: SCHEMES[name].variable for name in identifiers.SCHEMES},
    "note": "note",
}


def fields_of(source, contributors):
    """{CSL variable: value} of a source, live or as it was, with its contributors in order: dates as
    EDTF, names by role as lists of their parts."""
    made = {"type": source.type}
    for column, variable in VARIABLES.items():
        if value := getattr(source, column):
            made[variable] = value
    for person in contributors:
        made.setdefault(person.role, []).append(csl.name(vars(person)))
    return csl.as_printed(made, "entered")
