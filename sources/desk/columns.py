"""Which columns a work of each type is described by: those that its form shows first.

After Zotero's fields by item type and the CSL 1.0.2 specification; a type may have any other
column, too, and what is filled is always shown.
"""

import json

from sources import csl

_PRINTED = ("publisher_place", "publisher")
_BOOK = (*("edition", "volume", "number_of_volumes", "collection_title", "collection_number"),)
_WITHIN = ("container_title", *_BOOK, *_PRINTED, "page", "isbn", "doi")
_KEPT = ("archive", "archive_collection", "archive_location", "archive_place", "call_number")
_PERIODICAL = ("container_title", "volume", "issue", "page", "issn")
_LAW = (
    *("authority", "jurisdiction", "container_title", "volume", "number", "section", "page"),
    "legal_history",
)
_ONLINE = ("container_title", "genre")
_SHOWN = ("medium", "number", *_PRINTED, "container_title", "event_title", "event_place")
# The date, the names, the language, the address and the day it was read are there for every type.
COLUMNS = {
    "article": ("genre", "number", "publisher", "doi", "arxiv", "archive"),
    "article-journal": (*_PERIODICAL, "doi", "pmid", "jstor"),
    "article-magazine": _PERIODICAL,
    "article-newspaper": ("container_title", "edition", "section", "publisher_place", "issue", "page"),
    "bill": (*_LAW, "chapter_number"),
    "book": ("volume_title", *_BOOK, *_PRINTED, "original_date", "number_of_pages", "isbn", "oclc"),
    "broadcast": ("container_title", *_SHOWN[:4]),
    "chapter": (*_WITHIN, "chapter_number", "original_date"),
    "classic": ("original_date", "volume", "edition", *_PRINTED, *_KEPT),
    "collection": (*_PRINTED, "volume", "number_of_volumes", *_KEPT),
    "dataset": ("version", "genre", "publisher", "archive", "doi"),
    "document": ("genre", "number", *_PRINTED, "page", *_KEPT),
    "entry": _WITHIN,
    "entry-dictionary": _WITHIN,
    "entry-encyclopedia": _WITHIN,
    "event": ("event_title", "event_place", "event_date", "genre"),
    "figure": ("medium", "container_title", "number", *_PRINTED, *_KEPT),
    "graphic": ("medium", "dimensions", "genre", *_KEPT),
    "hearing": ("authority", "event_place", "number", *_PRINTED, "page"),
    "interview": ("medium", "container_title", "event_place", *_KEPT),
    "legal_case": (*("authority", "jurisdiction", "number", "container_title", "volume", "page"), "legal_history"),
    "legislation": (*_LAW, "chapter_number"),
    "manuscript": ("genre", "medium", "number_of_pages", *_KEPT),
    "map": ("genre", "scale", "dimensions", "edition", *_PRINTED, "collection_title", *_KEPT),
    "motion_picture": ("dimensions", *_SHOWN),
    "musical_score": ("medium", "edition", *_PRINTED, "collection_title", *_KEPT),
    "pamphlet": ("number", *_PRINTED, "number_of_pages", "collection_title", *_KEPT),
    "paper-conference": (*("event_title", "event_place", "event_date"), *_WITHIN),
    "patent": ("number", "authority", "jurisdiction", "submitted", "status", "page"),
    "performance": ("event_place", "event_date", "genre", "container_title"),
    "periodical": ("volume", "issue", *_PRINTED, "issn", "oclc"),
    "personal_communication": ("genre", "medium", "event_place", *_KEPT),
    "post": _ONLINE,
    "post-weblog": _ONLINE,
    "regulation": _LAW,
    "report": ("genre", "number", "collection_title", *_PRINTED, "page", "number_of_pages", "doi"),
    "review": ("reviewed_title", "reviewed_genre", *_PERIODICAL, "doi"),
    "review-book": ("reviewed_title", *_PERIODICAL, "doi"),
    "software": ("version", "genre", "medium", *_PRINTED, "doi"),
    "song": ("medium", "dimensions", "number", "collection_title", *_PRINTED),
    "speech": ("genre", "event_title", "event_place", "event_date"),
    "standard": ("number", "authority", "version", "status", *_PRINTED),
    "thesis": ("genre", *_PRINTED, "number_of_pages", "archive", "doi"),
    "treaty": ("event_place", "event_date", "number", "container_title", "volume", "page", *_KEPT),
    "webpage": _ONLINE,
}  # fmt: skip
FIRST, LAST = ("title",), ("issued", "language", "url", "accessed")


def shown(type, filled=()):
    """The columns that the form of a type shows first, in order, with those that are filled."""
    columns = (*FIRST, *COLUMNS.get(type, ()), *LAST)
    return [*columns, *(name for name in filled if name not in columns)]


# For the script that shows other columns when another type is chosen.
BY_TYPE = json.dumps({type: shown(type) for type in csl.TYPES})
