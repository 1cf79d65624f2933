"""CSL 1.0.2: item types, contributors' roles, locator labels, a work as a CSL-JSON item."""

from sources.edtf import SEASONS, csl_date

TYPES = {
    "book": "book",
    "chapter": "chapter in a book",
    "article-journal": "journal article",
    "article-newspaper": "newspaper article",
    "article-magazine": "magazine article",
    "webpage": "web page",
    "manuscript": "manuscript or archival document",
    "treaty": "treaty",
    "report": "report",
    "thesis": "thesis",
    "collection": "collection of documents",
    "entry-encyclopedia": "encyclopedia entry",
    "legislation": "legislation",
    "map": "map",
    "personal_communication": "letter or personal communication",
    "speech": "speech",
    "interview": "interview",
    "article": "preprint or working paper",
    "bill": "bill",
    "broadcast": "broadcast",
    "classic": "classical or early work",
    "dataset": "data set",
    "document": "document",
    "entry": "entry in a reference work",
    "entry-dictionary": "dictionary entry",
    "event": "event",
    "figure": "figure",
    "graphic": "picture",
    "hearing": "hearing",
    "legal_case": "court case",
    "motion_picture": "film or video",
    "musical_score": "musical score",
    "pamphlet": "pamphlet",
    "paper-conference": "conference paper",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "post": "post",
    "post-weblog": "blog post",
    "regulation": "regulation",
    "review": "review",
    "review-book": "book review",
    "software": "software",
    "song": "recording",
    "standard": "standard",
}
ROLES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "collection-editor": "series editor",
    "compiler": "compiler",
    "composer": "composer",
    "container-author": "author of the book",
    "contributor": "contributor",
    "director": "director",
    "editorial-director": "managing editor",
    "illustrator": "illustrator",
    "interviewer": "interviewer",
    "original-author": "original author",
    "recipient": "recipient",
    "reviewed-author": "author of the reviewed work",
}


def types():
    """Item types to choose from."""
    return list(TYPES.items())


def roles():
    """Contributors' roles to choose from."""
    return list(ROLES.items())


def labels():
    """Locator labels to choose from."""
    return list(LABELS.items())


LABELS = {
    "page": "page",
    "folio": "folio",
    "chapter": "chapter",
    "column": "column",
    "section": "section",
    "paragraph": "paragraph",
    "volume": "volume",
    "part": "part",
    "note": "note",
    "line": "line",
    "figure": "figure",
    "table": "table",
    "timestamp": "timestamp",
    "act": "act",
    "appendix": "appendix",
    "article-locator": "article",
    "book": "book",
    "canon": "canon",
    "elocation": "location",
    "equation": "equation",
    "issue": "issue",
    "opus": "opus",
    "rule": "rule",
    "scene": "scene",
    "sub-verbo": "entry",
    "supplement": "supplement",
    "title-locator": "title",
    "verse": "verse",
    "version": "version",
}
# Our columns and the CSL variables that they are.
VARIABLES = {
    "title": "title",
    "title_short": "title-short",
    "container_title": "container-title",
    "collection_title": "collection-title",
    "collection_number": "collection-number",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "number": "number",
    "genre": "genre",
    "medium": "medium",
    "event_title": "event-title",
    "archive": "archive",
    "archive_place": "archive-place",
    "archive_location": "archive_location",
    "language": "language",
    "url": "URL",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
}
DATES = {"issued": "issued", "original_date": "original-date", "accessed": "accessed"}


def place(label, locator):
    """“page 30”: where in a work, as it was entered; empty without a locator."""
    locator = locator.strip()
    return f"{LABELS[label]} {locator}" if locator and label in LABELS else locator


def item(fields, contributors):
    """A CSL-JSON item of a source's columns and its contributors in order."""
    made = {"type": fields["type"]}
    for column, variable in VARIABLES.items():
        if fields.get(column):
            made[variable] = fields[column]
    for column, variable in DATES.items():
        if fields.get(column):
            made[variable] = csl_date(fields[column])
    # Without a language every engine writes titles in Title Case, Cyrillic ones too.
    made.setdefault("language", "und")
    for person in contributors:
        made.setdefault(person["role"], []).append(
            {"literal": person["literal"]}
            if person["literal"]
            else {k: person[k] for k in ("family", "given") if person[k]}
        )
    return made


# What tells one work from another, or one edition: a corrected place or address does not.
IDENTIFYING = (
    *("type", "title", "container-title", "volume", "issue", "edition", "issued"),
    *("author", "editor", "translator", "archive", "archive_location"),
)


def identity(item):
    """What of an item says which work, in which edition, it is."""
    return {name: item[name] for name in IDENTIFYING if name in item}


def identity_told(item):
    """The same in one line, each as it was typed, to be compared by a person."""
    told = []
    for name, value in identity(item).items():
        if name == "type":
            value = TYPES.get(value, value)
        elif name == "issued":
            value = date_told(value)
        elif isinstance(value, list):
            value = "; ".join(_named(person) for person in value)
        told.append(f"{name.replace('-', ' ').replace('_', ' ')}: {value}")
    return ", ".join(told)


def date_told(date):
    """A date of CSL in digits, as 1812-05/1813, an era before our own and a season in words."""
    told = date.get("literal") or "/".join(map(_digits, date["date-parts"]))
    season = SEASONS[date["season"] - 1] + " " if "season" in date else ""
    return f"{'circa ' if date.get('circa') else ''}{season}{told}"


def _digits(parts):
    year, *rest = parts
    return "-".join([f"{year:04}" if year > 0 else f"{-year} BC", *(f"{part:02}" for part in rest)])


def _named(person):
    return person.get("literal") or ", ".join(
        filter(None, [person.get("family"), person.get("given")])
    )
