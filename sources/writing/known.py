"""What is worked out of a work again and again: its CSL item, its fields, its COinS. A process keeps it
by the very columns that it is made of, so that it is never that of other words."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import SimpleNamespace

from sources import csl
from sources.formatting.citeproc import Item
from sources.writing import coins
from sources.writing.fields import VARIABLES, fields_of

SOURCE = ("subject_id", "type", *VARIABLES)
CONTRIBUTOR = ("source_id", "role", *csl.NAME_PARTS, "literal", "original")


@dataclass
class Work:
    """Of named tuples of the columns `SOURCE` and `CONTRIBUTOR`, the contributors in order."""

    source: tuple
    people: tuple

    @property
    def language(self):
        """The tag of the work's own, "" if it is not known."""
        return self.source.language

    @cached_property
    def item(self):
        people = [person._asdict() for person in self.people]
        return Item(csl.item(self.source._asdict(), people))

    @cached_property
    def fields(self):
        people = [SimpleNamespace(**person._asdict()) for person in self.people]
        return fields_of(self.source, people)

    @cached_property
    def coins(self):
        return coins.write(self.fields)


@lru_cache(maxsize=5_000)
def work(source, people):
    return Work(source, people)
