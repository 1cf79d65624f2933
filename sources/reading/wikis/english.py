"""Citation Style 1, of the English and Serbian wikis."""

import re

from sources.reading import names
from sources.reading.wikis.fields import (
    ARTICLES,
    IDS,
    first,
    put,
    put_dates,
    put_places,
    put_titles,
)

FIELDS = {
    **IDS,
    **dict.fromkeys(("url", "chapter-url", "chapterurl", "article-url", "contribution-url"), "URL"),
    **dict.fromkeys(("access-date", "accessdate"), "accessed"),
    **dict.fromkeys(("orig-date", "orig-year", "origyear"), "original-date"),
    **dict.fromkeys(("location", "place"), "publisher-place"),
    **dict.fromkeys(("publisher", "institution", "school", "university"), "publisher"),
    **dict.fromkeys(("issue",), "issue"),
    **dict.fromkeys(("type", "degree", "medium"), "genre"),
    **dict.fromkeys(("lang", "language"), "language"),
    **{"volume": "volume", "edition": "edition", "series": "collection-title", "id": "number"},
    **{"conference": "event-title", "version": "version", "section": "section", "scale": "scale"},
    **{"abstract": "abstract", "department": "section", "agency": "source"},
    **{"via": "archive"},
}
CONTAINERS = ("work", "journal", "newspaper", "magazine", "periodical", "website", "encyclopedia",
              "encyclopaedia", "dictionary", "book-title", "booktitle")  # fmt: skip
CHAPTERS = ("chapter", "contribution", "entry", "article")
ROLES = ("author", "editor", "translator", "interviewer", "contributor", "illustrator")
NAME = re.compile(
    rf"(?P<role>{'|'.join(ROLES)}|)-?(?P<n1>[0-9]*)-?"
    r"(?P<part>last|surname|first|given|link|mask|)-?(?P<n2>[0-9]*)"
)
PART = {"surname": "last", "given": "first"}


def read(draft, given):
    _put_people(draft, given)
    _put_titles(draft, given)
    _put_dates(draft, given)
    number = given.pop("number", "")
    is_article = draft.fields["type"] in ARTICLES
    draft.variable("issue" if is_article else "number", number, "number")
    put_places(draft, given, "page", "pages", "at", "p", "pp")
    for name, words in given.items():
        put(draft, name, words, FIELDS)


def _put_people(draft, given):
    people = {}
    for name in list(given):
        found = NAME.fullmatch(name)
        part = found and (
            PART.get(found["part"], found["part"]) or ("whole" if found["role"] else "")
        )
        if not part:
            continue
        words = given.pop(name)
        if part in ("link", "mask"):
            draft.tell(name, words)
            continue
        role = found["role"] or "author"
        number = int((found["n1"] or found["n2"] or "1")[:4])
        people.setdefault((role, number), {})[part] = words
    for role, number in sorted(people, key=lambda one: one[1]):
        parts = people[role, number]
        last, first, whole = (parts.get(part, "") for part in ("last", "first", "whole"))
        if last and first:
            draft.names(role, f"{last}, {first}", [names.person(last, first)])
        elif last and len(last.split()) == 1:
            draft.names(role, last, [names.person(last)])
        elif last or whole:
            draft.names(role, last or whole, _whole(last or whole))
        else:
            draft.tell("first name alone", first)
    for name, role in (
        ("authors", "author"),
        ("editors", "editor"),
        ("people", "author"),
        ("others", ""),
    ):
        words = given.pop(name, "")
        if role and words:
            for one in re.split(r"\s*;\s*", words):
                draft.names(role, one, _whole(one))
        else:
            draft.tell(name, words)
    for name, role in (("vauthors", "author"), ("veditors", "editor")):
        for one in re.split(r"\s*,\s*", given.pop(name, "")):
            found = re.fullmatch(r"(.+?)\s+([A-ZА-Я]{1,3})", one)
            draft.names(
                role, one, [names.person(found[1], found[2])] if found else names.literal(one)
            )


def _person(words):
    """“Family, Given”, else as it stands: nobody can tell a person from an institution."""
    plain = re.sub(r"^\(\((.*)\)\)$", r"\1", words)
    return names.literal(plain) if plain != words else names.inverted(words)


def _whole(words):
    """“Family, Given”, else as it stands: nobody can tell a person from an institution."""
    plain = re.sub(r"^\(\((.*)\)\)$", r"\1", words)
    return names.literal(plain) if plain != words else names.inverted(words)


def _put_titles(draft, given):
    container, part = first(given, *CONTAINERS), first(given, *CHAPTERS)
    title, kind = given.pop("title", ""), draft.fields["type"]
    if part and kind in ("book", "report", "document", "thesis"):
        draft.fields["type"] = "chapter"
    elif container and kind == "document":
        draft.fields["type"] = "article-journal"
    put_titles(draft, title, part, container)
    if not title and not part:
        # “sr:Срби”: the title in its own script, behind its language.
        draft.put("title", given.pop("script-title", "").partition(":")[2])


def _put_dates(draft, given):
    """`date`, else `year` with `month` and `day`, as older articles have them."""
    parts = [given.pop(name, "") for name in ("day", "month", "year")]
    year = " ".join(filter(None, parts))
    put_dates(draft, given | {"year": year}, "date", "year")
    given.pop("date", "")
