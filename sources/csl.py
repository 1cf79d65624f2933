"""CSL 1.0.2: item types, contributors' roles, locator labels, a work as a CSL-JSON item."""

import re
from typing import NamedTuple

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
    return [(key, term.long) for key, term in LABELS.items()]


class Label(NamedTuple):
    """A locator label's English terms: in lists, before one locator, before several."""

    long: str
    short: str
    shorts: str


LABELS = {
    "page": Label("page", "p.", "pp."),
    "folio": Label("folio", "fol.", "fols."),
    "chapter": Label("chapter", "chap.", "chaps."),
    "column": Label("column", "col.", "cols."),
    "section": Label("section", "§", "§§"),
    "paragraph": Label("paragraph", "¶", "¶¶"),
    "volume": Label("volume", "vol.", "vols."),
    "part": Label("part", "pt.", "pts."),
    "note": Label("note", "n.", "nn."),
    "line": Label("line", "l.", "ll."),
    "figure": Label("figure", "fig.", "figs."),
    "table": Label("table", "tbl.", "tbls."),
    "timestamp": Label("timestamp", "at", "at"),
    "act": Label("act", "act", "acts"),
    "appendix": Label("appendix", "app.", "apps."),
    "article-locator": Label("article", "art.", "arts."),
    "book": Label("book", "bk.", "bks."),
    "canon": Label("canon", "can.", "cann."),
    "elocation": Label("location", "loc.", "locs."),
    "equation": Label("equation", "eq.", "eqs."),
    "issue": Label("issue", "no.", "nos."),
    "opus": Label("opus", "op.", "opp."),
    "rule": Label("rule", "r.", "rr."),
    "scene": Label("scene", "sc.", "scs."),
    "sub-verbo": Label("entry", "s.v.", "s.vv."),
    "supplement": Label("supplement", "supp.", "supps."),
    "title-locator": Label("title", "tit.", "tits."),
    "verse": Label("verse", "v.", "vv."),
    "version": Label("version", "ver.", "vers."),
}
SEVERAL = re.compile(r"\w\s*[–—,;&]\s*\w|\d\s*-\s*\d|\band\b")
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


def locator_text(label, locator):
    """“p. 30”, “pp. 30–34”; empty without a locator."""
    locator = locator.strip()
    if not locator:
        return ""
    terms = LABELS.get(label)
    if not terms:
        return locator
    return f"{terms.shorts if SEVERAL.search(locator) else terms.short} {locator}"


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


def short(item):
    """“Glenny 2012”, “Glenny & Smith 2012”, “Glenny et al. 2012”; a title where nobody is named."""
    names = [
        p.get("literal") or p.get("family") for p in item.get("author") or item.get("editor") or ()
    ]
    match names:
        case []:
            who = item.get("title-short") or item["title"]
            who = who if len(who) <= 40 else f"{who[:39].rsplit(' ', 1)[0]}…"
        case [one]:
            who = one
        case [one, two]:
            who = f"{one} & {two}"
        case [one, *_]:
            who = f"{one} et al."
    return f"{who} {_year(item) or 'n.d.'}"


def plain(item):
    """One line of text, for where no rendering is kept yet."""
    people = item.get("author") or item.get("editor") or ()
    names = [_named(person) for person in people]
    rest = [item["title"], item.get("container-title"), item.get("publisher"), _year(item)]
    return ": ".join(filter(None, ["; ".join(names), ", ".join(filter(None, rest))])) + "."


def _year(item):
    date = item.get("issued", {})
    parts = date.get("date-parts")
    return _digits(parts[0][:1]) if parts else date.get("literal", "")
