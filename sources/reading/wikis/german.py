"""Literatur and Internetquelle, of the German wiki."""

import re

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
    **{"Verlag": "publisher", "Ort": "publisher-place", "Band": "volume", "Nummer": "issue", "Heft": "issue"},
    **{"Auflage": "edition", "Reihe": "collection-title", "BandReihe": "collection-number", "Kapitel": "chapter-number"},
    **{"Online": "URL", "URL": "URL", "url": "URL", "Abruf": "accessed", "abruf": "accessed", "zugriff": "accessed"},
    **{"Sprache": "language", "sprache": "language", "Typ": "genre", "Originaltitel": "original-title"},
    **{"TitelErg": "note", "JahrEA": "original-date", "werk": "container-title", "hrsg": "publisher", "ISSN": "ISSN"},
}  # fmt: skip
ROLES = {"Autor": "author", "autor": "author", "Hrsg": "editor", "Übersetzer": "translator"}


def read(draft, given):
    for name, role in ROLES.items():
        words = re.sub(r"\s*\((?:Hrsg|Hg)\.?\)", "", given.pop(name, ""))
        put_people(draft, role, words, r"\s+und\s+")
    title, container = first(given, "Titel", "titel"), first(given, "Sammelwerk", "Werk")
    if container:
        is_journal = bool({"Nummer", "Heft", "ISSN"} & set(given))
        is_journal = is_journal or ("Band" in given and "editor" not in draft.fields)
        draft.fields["type"] = "article-journal" if is_journal else "chapter"
    put_titles(draft, title, "", container)
    put_dates(draft, given, "Datum", "datum", "Jahr")
    put_places(draft, given, "Seiten", "seiten")
    for name, words in given.items():
        put(draft, name, words.removesuffix(" Auflage") if name == "Auflage" else words, FIELDS)
