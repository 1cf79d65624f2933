"""A work as it was read, as a source to propose; what does not fit a column is told."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from review.positions import spread
from sources import csl, identifiers
from sources.formatting import renderings
from sources.models import Contributor, Source
from sources.reading import richtext
from sources.reading.entries import named
from sources.reading.names import written
from sources.reading.numbers import SCHEMES

# The columns that CSL's variables, and the identifiers that it has no name for, are kept in.
COLUMNS = {
    **{variable: column for column, variable in (csl.VARIABLES | csl.DATES).items()},
    **{s.variable: name for name, s in SCHEMES.items() if name in identifiers.SCHEMES},
    "note": "note",
}
# Authors come first, whatever a file begins with.
ORDER = list(csl.ROLES)
# Without these a source is not what was meant; what is wrong with another column is told.
WANTED = ("type", "title")


@dataclass
class Work:
    """One entry of a file as a source with its contributors, nothing of it saved.

    `told` are (what, words) of what no column holds; refused, it has a sentence that says why.
    """

    line: int
    key: str
    source: Source | None = None
    people: list = field(default_factory=list)
    told: list = field(default_factory=list)
    is_sure: bool = True
    refused: str = ""

    @property
    def item(self):
        return renderings.item_of(self.source, self.people)

    @property
    def named(self):
        """“Line 3, “The Balkans”: ”, with which a sentence on it begins."""
        title = self.source.title if self.source else ""
        return named(self.line, richtext.plain(title) or self.key)


def work_of(reading):
    """The `Work` of a reading."""
    work = Work(reading.line, reading.key, is_sure=reading.sure == "sure", refused=reading.refused)
    if reading.refused:
        return work
    work.told += [(words_for(name), words) for name, words in reading.untold]
    if reading.locator:
        work.told.append(reading.locator)
    values, people = {"type": "document"}, []
    for variable, value in reading.fields.items():
        column = COLUMNS.get(variable)
        if variable == "type":
            values["type"] = value if value in csl.TYPES else "document"
        elif variable in csl.ROLES:
            people += [(variable, person) for person in value]
        elif isinstance(value, list):
            work.told += [(words_for(variable), written(person)) for person in value]
        elif column:
            values[column] = value
        else:
            work.told.append((words_for(variable), value))
    people.sort(key=lambda one: ORDER.index(one[0]))
    _make(work, values, people)
    return work


def words_for(name):
    """A variable or a field's name as words."""
    return name.replace("-", " ").replace("_", " ")


def _make(work, values, people):
    if "title" not in values:
        work.refused = f"{work.named}it has no title, by which a work is known here."
        return
    work.source = Source.new(**values)
    for name, sentence in _faults(work.source, {"subject"}).items():
        if name in WANTED:
            work.refused = f"{work.named}its {name} can’t be kept. {sentence}"
            return
        work.told.append((words_for(name), f"{values[name]}. {sentence}"))
        setattr(work.source, name, "")
    for position, (role, parts) in zip(spread(len(people)), people, strict=True):
        made = Contributor.new(
            source_id=work.source.pk, position=position, role=role, **_columns_of(parts)
        )
        if faults := _faults(made, {"subject", "source"}):
            name, sentence = next(iter(faults.items()))
            work.refused = (
                f"{work.named}the {words_for(name)} of one {role} can’t be kept. {sentence}"
            )
            return
        work.people.append(made)


def _columns_of(parts):
    """The parts of a name in the columns of a contributor."""
    if "literal" in parts:
        return {"literal": parts["literal"]}
    return {column: parts.get(part, "") for column, part in csl.NAME_PARTS.items()}


def _faults(instance, apart):
    """{field: a sentence} of what the columns don't take."""
    try:
        instance.clean_fields(exclude=apart)
    except ValidationError as error:
        return {name: " ".join(said) for name, said in error.message_dict.items()}
    return {}
