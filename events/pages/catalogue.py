"""The list of sources: searched in any script, filtered, in whatever order, a page at a time.

It is read from what the write path keeps (events/listing.py), so that no page costs more than the
first. What was listed at a time in the past is not kept: then it goes by title alone.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext_noop as N_
from django.utils.translation import ngettext

from events import searching
from events.models import SourceStanding
from events.pages.moments import behind, slugs_of
from review import bounds, past, spoken
from sources import csl, edtf, identifiers, scripts
from sources.models import Contributor, Source
from sources.reading import richtext

# {name in the address: (what it is called, the column, from the greatest down)}.
ORDERS = {
    "name": (N_("name"), "by_name", False),
    "title": (N_("title"), "by_title", False),
    "newest": (N_("newest first"), "newest", False),
    "oldest": (N_("oldest first"), "oldest", False),
    "uses": (N_("most used"), "uses", True),
}
NAMES_SHOWN = 3

# The first letters of a column, from one to the next by its index.
LETTERS = """
WITH RECURSIVE first AS (
    (SELECT left({column}, 1) AS letter FROM events_sourcestanding ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT left({column}, 1) FROM events_sourcestanding
            WHERE {column} >= chr(ascii(letter) + 1) ORDER BY {column} LIMIT 1)
    FROM first WHERE letter IS NOT NULL
)
SELECT letter FROM first WHERE letter <> '' LIMIT 60
"""


@dataclass(frozen=True)
class Wanted:
    """What an address asks the list for."""

    words: str = ""
    type: str = ""
    order: str = "name"
    begin: str = ""

    @classmethod
    def of(cls, query):
        """Of the values in an address: what there is no such thing of is passed over."""
        type, order = query.get("type", ""), query.get("sort", "")
        return cls(
            " ".join(query.get("q", "").split()),
            type if type in csl.TYPES else "",
            order if order in ORDERS else "name",
            query.get("from", "")[:1],
        )

    def address(self, after="", begin="", **other):
        """The address of the list from its beginning, or from elsewhere, with something else in it."""
        own = replace(self, **other)
        pairs = [("q", own.words), ("type", own.type), ("from", begin)]
        pairs += [("sort", own.order)] if own.order != "name" else []
        pairs += [("after", after)]
        return "?" + urlencode([(name, value) for name, value in pairs if value])

    @property
    def is_everything(self):
        return not (self.words or self.type)


@dataclass
class Listed:
    """A work as the list has it."""

    slug: str
    title: str
    language: str
    names: str
    within: str
    date: str
    kind: str
    uses: int | None = None
    against: int = 0


@dataclass
class Page:
    """`types` are (name, what it is called, how many) of what was found, by number; `said` is what of
    the search was left out."""

    works: list
    total: int
    types: list
    letters: list
    following: str = ""
    said: str = ""


def catalogue(wanted, after, size):
    """A `Page` of the live list, after the source with the key `after`; None if that is not listed."""
    found, said = searched(wanted.words)
    counted = found.values_list("type").annotate(number=Count("*")).order_by("-number", "type")
    types = [(type, spoken.said(csl.TYPES.get(type, type)), number) for type, number in counted]
    total = sum(number for type, _, number in types if wanted.type in ("", type))
    _, column, is_down = ORDERS[wanted.order]
    rows = in_order(found, wanted)
    if after:
        last = SourceStanding.objects.filter(pk=after).values_list(column, flat=True).first()
        if last is None:
            return None
        rows = rows.filter(behind((column, "source"), (last, after), is_down))
    elif wanted.begin and _has_letters(wanted):
        rows = rows.filter(**{f"{column}__gte": scripts.sorting(wanted.begin)})
    shown = list(rows.values_list("source", "uses", "against")[: size + 1])
    works = listed([key for key, *_ in shown[:size]])
    for key, uses, against in shown[:size]:
        works[key].uses, works[key].against = uses, against
    following = works[shown[size - 1][0]].slug if len(shown) > size else ""
    letters = _letters(column) if _has_letters(wanted) else []
    return Page(list(works.values()), total, types, letters, following, said)


def searched(words):
    """(those of the list that have all these words, or one of them as an identifier; a sentence)."""
    found = SourceStanding.objects.all()
    if not words:
        return found, ""
    kept, said = bounds.bounded(words)
    either = [
        searching.lexeme(f"{name}:{n}")
        for name, n in identifiers.readings(words[: bounds.LETTERS]).items()
    ]
    either += filter(None, [searching.asked(" ".join(kept))])
    return searching.having(found, " | ".join(f"({part})" for part in either)), said


def in_order(found, wanted):
    """Of what was found those of the type that is wanted, in its order."""
    _, column, is_down = ORDERS[wanted.order]
    found = found.filter(type=wanted.type) if wanted.type else found
    sign = "-" if is_down else ""
    return found.order_by(f"{sign}{column}", f"{sign}source")


def _has_letters(wanted):
    return wanted.is_everything and wanted.order in ("name", "title")


def _letters(column):
    with connection.cursor() as cursor:
        cursor.execute(LETTERS.format(column=column))
        return [letter for (letter,) in cursor.fetchall()]


def listed(keys, rows=past.live):
    """{key: `Listed`} of sources, in the order of their keys."""
    works = {work.subject_id: work for work in rows(Source).filter(subject_id__in=keys)}
    people = {}
    for person in rows(Contributor).filter(source_id__in=keys).order_by("position"):
        people.setdefault(person.source_id, []).append(person)
    slugs = slugs_of(keys)
    return {
        key: Listed(
            slugs[key],
            richtext.plain(works[key].title),
            works[key].language,
            names_of(people.get(key, [])),
            richtext.plain(works[key].container_title),
            edtf.display(works[key].issued) if works[key].issued else "",
            spoken.said(csl.TYPES.get(works[key].type, works[key].type)),
        )
        for key in keys
        if key in works and key in slugs
    }


def names_of(people):
    """“Petrov, Ivan; Marić, Jovan and 2 others”: who made a work, and as what if not as its author."""
    if not people:
        return ""
    role = people[0].role
    names = [told(person) for person in people if person.role == role]
    shown, more = names[:NAMES_SHOWN], len(names) - NAMES_SHOWN
    words = "; ".join(shown)
    if more > 0:
        others = ngettext("{names} and {number} other", "{names} and {number} others", more)
        words = others.format(names=words, number=more)
    return words if role == "author" else f"{words} ({spoken.said(csl.ROLES.get(role, role))})"


def told(person):
    """A name, family name first, and beside it the one in its own script."""
    name = csl.name(vars(person))
    return csl.name_told(name) + (f" ({name['original']})" if "original" in name else "")
