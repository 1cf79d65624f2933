"""What was pasted, put into the fields of the form of a new source; nothing is saved by it."""

from dataclasses import dataclass, field

from sources import csl, duplicates, edtf
from sources.desk import merging
from sources.desk.forms import SourceFields
from sources.exchange.works import COLUMNS
from sources.models import Source
from sources.reading import Unreadable, read, richtext
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


# So many of the works of one text are offered.
CHOICES = 50


@dataclass
class Pasted:
    """What was read of a text. `values` are the form's by its fields' names, of the work of the number
    `chosen`; `told` are (what, words) that have no field, `refused` sentences. Where there are several
    works, `works` are (number, words) to choose another by, the first of `count`."""

    shape: str
    is_sure: bool
    values: dict
    told: list
    refused: list
    chosen: int = 1
    works: list = field(default_factory=list)
    count: int = 1


def pasted(text, fields, chosen=1):
    """The `Pasted` of a text for a form with these fields; raises Unreadable where nothing was read,
    or there is too much of it. Of several works it is the one of this number."""
    readings = read(text)
    works = [reading for reading in readings if not reading.refused]
    refused = [reading.refused for reading in readings if reading.refused]
    if not works:
        raise Unreadable(refused[0] if refused else "There is nothing to read in it.")
    chosen = chosen if 0 < chosen <= len(works) else 1
    work = works[chosen - 1]
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
    several = [(n, _known_by(one)) for n, one in enumerate(works[:CHOICES], 1)]
    return Pasted(
        *(shape, work.sure == "sure", values, told, refused, chosen),
        *(several if len(works) > 1 else [], len(works)),
    )


def _known_by(reading):
    """A few words by which one of several works is known."""
    people = next((reading.fields[role] for role in csl.ROLES if role in reading.fields), [])
    names = [person.get("family") or person.get("literal", "") for person in people[:2]]
    first = " and ".join(filter(None, names)) + (" and others" if len(people) > 2 else "")
    issued = reading.fields.get("issued", "")
    told = [first, reading.fields.get("title", ""), issued and edtf.display(issued)]
    words = ", ".join(filter(None, told)) or next(iter(reading.source.values()), reading.key)
    return richtext.cut(richtext.plain(words), 150)


def alike(values):
    """[(live source, why it may be the work of a form's values)], in words, a few."""
    form = SourceFields({"names": values.get("names", "")})
    form.full_clean()
    first = next(iter(form.cleaned_data.get("names", [])), {})
    author = first.get("family") or first.get("literal", "")
    found = duplicates.like_typed(values, author)
    works = Source.objects.prefetch_related("contributors").in_bulk([p.other for p in found])
    uses = merging.uses(works)
    return [
        (
            works[pair.other],
            f"{pair.why}, cited {uses[pair.other]} time{'s' * (uses[pair.other] != 1)}",
        )
        for pair in found
    ]
