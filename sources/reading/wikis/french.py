"""Ouvrage, Chapitre, Article and Lien web, of the French wiki."""

import re

from sources.reading import names
from sources.reading.wikis.fields import (
    IDS,
    first,
    put,
    put_dates,
    put_people,
    put_places,
    put_titles,
)

FIELDS = {
    **IDS,
    **dict.fromkeys(("éditeur", "publisher"), "publisher"),
    **dict.fromkeys(("lieu", "location"), "publisher-place"),
    **dict.fromkeys(("numéro", "n°", "issue"), "issue"),
    **dict.fromkeys(("lire en ligne", "url", "présentation en ligne", "url texte"), "URL"),
    **dict.fromkeys(("consulté le", "accessdate"), "accessed"),
    **dict.fromkeys(("collection", "series"), "collection-title"),
    **dict.fromkeys(("langue", "lang", "language"), "language"),
    **dict.fromkeys(("titre original",), "original-title"),
    **dict.fromkeys(("pages totales", "nombre de pages"), "number-of-pages"),
    **{
        "volume": "volume",
        "tome": "volume",
        "numéro d'édition": "edition",
        "numéro édition": "edition",
    },
    **{"numéro dans collection": "collection-number", "titre volume": "volume-title"},
    **{
        "année première édition": "original-date",
        "nature ouvrage": "genre",
        "site": "container-title",
    },
}
NAME = re.compile(r"(prénom|nom|auteur|first|last)\s*([0-9]?)")


def read(draft, given):
    _put_people(draft, given)
    put_people(draft, "translator", given.pop("traducteur", ""), r"\s+et\s+")
    title = ": ".join(filter(None, [first(given, "titre", "title"), first(given, "sous-titre")]))
    part = first(given, "titre chapitre", "chapitre")
    container = first(given, "périodique", "revue", "journal", "titre ouvrage")
    if part:
        draft.fields["type"] = "chapter"
    put_titles(draft, title, part, container)
    if "mois" in given:
        parts = [given.pop(name, "") for name in ("jour", "mois", "année")]
        given["date"] = " ".join(filter(None, parts))
    put_dates(draft, given, "date", "année", "year")
    put_places(draft, given, "passage", "pages", "page")
    for name, words in given.items():
        put(draft, name, words, FIELDS)


def _put_people(draft, given):
    numbered = {}
    for name in list(given):
        if found := NAME.fullmatch(name):
            numbered.setdefault(found[2] or "1", {})[found[1]] = given.pop(name)
    for _, parts in sorted(numbered.items()):
        family, name = (
            parts.get(one) or parts.get(other, "")
            for one, other in (("nom", "last"), ("prénom", "first"))
        )
        if family:
            draft.names("author", f"{family}, {name}".strip(", "), [names.person(family, name)])
        else:
            draft.tell("prénom", name)
        if words := parts.get("auteur"):
            draft.names("author", words, names.spoken(words))
