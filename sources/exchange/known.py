"""Which works of a file are here already: published, proposed by the same person, or twice in it.

A work is known by an identifier that only one has, by an ISBN or the like with its title, or by its
title, year and first name where nothing else tells the two apart. What is alike and not the same is
noted. What was published is looked for in its history too: a title that was put right since is still
the one of the file.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Func, Q, TextField, UniqueConstraint

from review.among import among, among_words
from review.models import Change
from sources import identifiers
from sources.folding import folded
from sources.models import Contributor, Source

# An identifier that one work alone has; parts of a work share the others.
OWN = tuple(
    rule.fields[0]
    for rule in Source._meta.constraints
    if isinstance(rule, UniqueConstraint) and len(rule.fields) == 1
)
SHARED = tuple(name for name in identifiers.SCHEMES if name not in OWN and name != "issn")
# What two works of one title, year and author differ in: words, and numbers.
TITLES = ("part_title", "volume_title", "reviewed_title", "container_title")
APART = (
    *TITLES,
    *("part_number", "collection_number", "volume", "issue", "section", "chapter_number", "page"),
    *("number", "edition", "version", "archive_collection", "archive_location", *OWN),
)
COLUMNS = ("title", "issued", *dict.fromkeys((*SHARED, *APART)))
FOLDED = Func("title", function="sources_folded", output_field=TextField())
# So many works of one title are looked at.
LOOKED_AT = 50


@dataclass(frozen=True)
class Place:
    """Where a work stands that is like one of the file: published, in a changeset (None for a draft),
    or on a line of the file itself."""

    title: str
    source: str = ""
    changeset: int | None = None
    line: int = 0


@dataclass
class Known:
    """A work as it is compared: the values of `COLUMNS`, and its names in order."""

    values: dict
    people: list
    place: Place

    @cached_property
    def title(self):
        return folded(self.values["title"]) or self.values["title"]

    @cached_property
    def year(self):
        found = re.search(r"[0-9X]{4}", self.values["issued"])
        return found[0] if found else ""

    @cached_property
    def first(self):
        """Its first author, or else the first of its names."""
        ordered = sorted(self.people, key=lambda person: person["role"] != "author")
        return _name(ordered[0]) if ordered else ""

    @cached_property
    def names(self):
        return {_name(person) for person in self.people}

    @cached_property
    def identifiers(self):
        """What names it alone."""
        found = {(name, self.values[name]) for name in OWN if self.values[name]}
        for name in SHARED:
            # A work has the ISBNs of its bindings.
            held = self.values[name]
            parts = held.split() if identifiers.SCHEMES[name].inside else filter(None, [held])
            found |= {(name, part, self.title) for part in parts}
        return found

    @cached_property
    def apart(self):
        return {name: (folded if name in TITLES else _spaced)(self.values[name]) for name in APART}

    @cached_property
    def all(self):
        """What two works have in common that nothing tells apart."""
        return (self.title, self.values["issued"], self.first, *self.apart.values())

    def is_same(self, other):
        """Whether `other`, of the same title, is this work."""
        if self.year != other.year or not self._shares_names(other):
            return False
        mine, theirs = self.values["issued"], other.values["issued"]
        if mine and theirs and not (mine.startswith(theirs) or theirs.startswith(mine)):
            return False
        is_clear = bool(self.year and self.first)
        return all(
            mine == other.apart[name] or (is_clear and not (mine and other.apart[name]))
            for name, mine in self.apart.items()
        )

    def is_alike(self, other):
        """Whether `other`, of the same title, may be this work."""
        by_name = self.first and self.first in other.names
        return bool(by_name or (self.year and self.year == other.year))

    def _shares_names(self, other):
        return self.first in other.names if self.first else not other.people


class Shelf:
    """Known works, by what they are found by."""

    def __init__(self):
        self.by_identifier, self.by_all, self.by_title = {}, {}, defaultdict(list)

    def put(self, known):
        for identifier in known.identifiers:
            self.by_identifier.setdefault(identifier, known.place)
        self.by_all.setdefault(known.all, known.place)
        # An inventory may have thousands of one title: what is wholly the same is found all the same.
        if len(self.by_title[known.title]) < LOOKED_AT:
            self.by_title[known.title].append(known)

    def same(self, known):
        """The `Place` of the same work, or None."""
        for identifier in known.identifiers:
            if identifier in self.by_identifier:
                return self.by_identifier[identifier]
        if known.all in self.by_all:
            return self.by_all[known.all]
        return next((o.place for o in self.by_title[known.title] if known.is_same(o)), None)

    def alike(self, known):
        """The `Place` of a work that may be the same, or None."""
        return next((o.place for o in self.by_title[known.title] if known.is_alike(o)), None)


def of_work(work):
    values = {name: getattr(work.source, name) for name in COLUMNS}
    people = [{"role": p.role, "family": p.family, "literal": p.literal} for p in work.people]
    return Known(values, people, Place(work.source.title, line=work.line))


def shelf_for(works, *, by):
    """The `Shelf` of what may be one of these `Known` works, in a fixed number of queries."""
    shelf = Shelf()
    for known in (*_published(works), *_proposed(by)):
        shelf.put(known)
    return shelf


def _published(works):
    """Live sources of one of these titles or identifiers, as they read or once read."""
    if not works:
        return
    titles = {work.values["title"] for work in works}
    by_number = Q(title__in={title for title in titles if not folded(title)})
    for name in OWN:
        if values := {work.values[name] for work in works if work.values[name]}:
            by_number |= Q(**{f"{name}__in": values})
    every = Source.history.exclude(subject__source=None).values("subject_id", *COLUMNS)
    # Titles are looked for by their index, for which the others must not stand beside them.
    by_title = every.alias(folded=FOLDED).filter(
        folded__in=among_words({folded(title) for title in titles})
    )
    rows = list(every.filter(by_number).union(by_title))
    people = defaultdict(list)
    named = Contributor.history.filter(source_id__in=among({row["subject_id"] for row in rows}))
    for source, *parts in named.order_by("publication", "position").values_list(
        "source_id", "role", "family", "literal"
    ):
        people[source].append(dict(zip(("role", "family", "literal"), parts, strict=True)))
    for row in rows:
        key = row.pop("subject_id")
        yield Known(row, people[key], Place(row["title"], source=str(key)))


def _proposed(by):
    """New sources in open proposals of a person, drafts among them."""
    held = Change.objects.filter(open__author=by, op=Change.Op.CREATE)
    people = defaultdict(list)
    for after in held.filter(subject__kind="sources.contributor").values_list("after", flat=True):
        people[after["source_id"]].append(after)
    made = held.filter(subject__kind="sources.source").order_by("pk")
    for key, after, changeset, sent in made.values_list(
        "subject_id", "after", "act__changeset_id", "act__sent_at"
    ):
        values = {name: after.get(name, "") for name in COLUMNS}
        people_of_it = sorted(people[str(key)], key=lambda person: person["position"])
        place = Place(values["title"], changeset=changeset if sent else None)
        yield Known(values, people_of_it, place)


def _name(person):
    return folded(person["family"] or person["literal"])


def _spaced(number):
    """A number in small letters, its parts apart: pages 1–23 are not 12–3."""
    return " ".join(re.findall(r"[^\W_]+", number.casefold())) or number
