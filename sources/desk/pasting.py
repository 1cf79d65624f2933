"""What was pasted, put into the fields of the form of a new source; nothing is saved by it."""

from dataclasses import dataclass

from django.db.models import Q

from sources import csl, edtf, identifiers
from sources.desk.forms import SourceFields
from sources.exchange.works import COLUMNS
from sources.models import Source
from sources.reading import Unreadable, read
from sources.reading.names import written

# How each shape is called.
SHAPES = {
    "bibtex": "BibTeX",
    "coins": "COinS",
    "csl-json": "CSL-JSON",
    "doi": "a DOI",
    "endnote": "EndNote",
    "endnote-xml": "EndNote",
    "isbn": "an ISBN",
    "issn": "an ISSN",
    "printed": "a printed reference",
    "ris": "RIS",
    "text": "a line of text",
    "url": "a web address",
    "wikitext": "a wiki’s template",
}


@dataclass
class Pasted:
    """What was read of a text. `values` are the form's by its fields' names, of the first work;
    `told` are (what, words) that have no field, `refused` sentences, `more` how many other works."""

    shape: str
    is_sure: bool
    values: dict
    told: list
    refused: list
    more: int = 0


def pasted(text, fields):
    """The `Pasted` of a text for a form with these fields, or None where nothing was read; raises
    Unreadable where there is too much of it."""
    readings = read(text)
    works = [reading for reading in readings if not reading.refused]
    refused = [reading.refused for reading in readings if reading.refused]
    if not works:
        raise Unreadable(refused[0] if refused else "There is nothing to read in it.")
    work = works[0]
    values, told = {}, [(name.replace("-", " "), words) for name, words in work.untold]
    names = []
    for variable, value in work.fields.items():
        column = COLUMNS.get(variable)
        if variable == "type":
            values["type"] = value if value in csl.TYPES else "document"
        elif variable in csl.ROLES:
            names += [written(person, variable) for person in value]
        elif isinstance(value, list):
            told += [(variable.replace("-", " "), written(person)) for person in value]
        elif column in fields:
            values[column] = value
        else:
            told.append((variable.replace("-", " ").replace("_", " "), value))
    if names:
        values["names"] = "\n".join(names)
    if "title" in values:
        # All of a work: nothing of another one, which was read before, stays beside it.
        values = dict.fromkeys(set(SourceFields.base_fields) - {"paste"}, "") | values
    if work.locator:
        values["label"], values["locator"] = work.locator
    told = [(name, edtf.display(words) if name in csl.DATES else words) for name, words in told]
    shape = SHAPES.get(work.shape, work.shape.upper())
    return Pasted(shape, work.sure == "sure", values, told, refused, len(works) - 1)


def alike(values):
    """Live sources that may be the work of a form's values: by an identifier, or by title, and year
    where both have one."""
    same = identifiers.having({n: v for n in identifiers.SCHEMES if (v := values.get(n))})
    if title := values.get("title"):
        by_title = Q(title__iexact=title)
        if year := values.get("issued", "")[:4]:
            by_title &= Q(issued="") | Q(issued__startswith=year)
        same |= by_title
    return list(Source.objects.filter(same).prefetch_related("contributors")[:8]) if same else []
