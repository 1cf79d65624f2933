"""CSL 1.0.2: item types, contributors' roles, locator labels, a work as a CSL-JSON item."""

from django.utils.translation import gettext_noop as N_

from review import spoken
from sources.edtf import SEASONS, csl_date

TYPES = {
    "book": N_("book"),
    "chapter": N_("chapter in a book"),
    "article-journal": N_("journal article"),
    "article-newspaper": N_("newspaper article"),
    "article-magazine": N_("magazine article"),
    "webpage": N_("web page"),
    "manuscript": N_("manuscript or archival document"),
    "treaty": N_("treaty"),
    "report": N_("report"),
    "thesis": N_("thesis"),
    "collection": N_("collection of documents"),
    "entry-encyclopedia": N_("encyclopedia entry"),
    "legislation": N_("legislation"),
    "map": N_("map"),
    "personal_communication": N_("letter or personal communication"),
    "speech": N_("speech"),
    "interview": N_("interview"),
    "article": N_("preprint or working paper"),
    "bill": N_("bill"),
    "broadcast": N_("broadcast"),
    "classic": N_("classical or early work"),
    "dataset": N_("data set"),
    "document": N_("document"),
    "entry": N_("entry in a reference work"),
    "entry-dictionary": N_("dictionary entry"),
    "event": N_("event"),
    "figure": N_("figure"),
    "graphic": N_("picture"),
    "hearing": N_("hearing"),
    "legal_case": N_("court case"),
    "motion_picture": N_("film or video"),
    "musical_score": N_("musical score"),
    "pamphlet": N_("pamphlet"),
    "paper-conference": N_("conference paper"),
    "patent": N_("patent"),
    "performance": N_("performance"),
    "periodical": N_("periodical"),
    "post": N_("post"),
    "post-weblog": N_("blog post"),
    "regulation": N_("regulation"),
    "review": N_("review"),
    "review-book": N_("book review"),
    "software": N_("software"),
    "song": N_("recording"),
    "standard": N_("standard"),
}
ROLES = {
    "author": N_("author"),
    "editor": N_("editor"),
    "translator": N_("translator"),
    "collection-editor": N_("series editor"),
    "compiler": N_("compiler"),
    "composer": N_("composer"),
    "container-author": N_("author of the book"),
    "contributor": N_("contributor"),
    "curator": N_("curator"),
    "chair": N_("chair"),
    "director": N_("director"),
    "editorial-director": N_("managing editor"),
    "executive-producer": N_("executive producer"),
    "guest": N_("guest"),
    "host": N_("host"),
    "illustrator": N_("illustrator"),
    "interviewer": N_("interviewer"),
    "narrator": N_("narrator"),
    "organizer": N_("organizer"),
    "original-author": N_("original author"),
    "performer": N_("performer"),
    "producer": N_("producer"),
    "recipient": N_("recipient"),
    "reviewed-author": N_("author of the reviewed work"),
    "script-writer": N_("script writer"),
    "series-creator": N_("creator of the series"),
}
# Our columns and the parts of a name in CSL that they are.
NAME_PARTS = {
    "family": "family",
    "given": "given",
    "non_dropping_particle": "non-dropping-particle",
    "dropping_particle": "dropping-particle",
    "suffix": "suffix",
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
# A label with its locator, as it is told to readers.
PLACES = {
    "page": N_("page {locator}"),
    "folio": N_("folio {locator}"),
    "chapter": N_("chapter {locator}"),
    "column": N_("column {locator}"),
    "section": N_("section {locator}"),
    "paragraph": N_("paragraph {locator}"),
    "volume": N_("volume {locator}"),
    "part": N_("part {locator}"),
    "note": N_("note {locator}"),
    "line": N_("line {locator}"),
    "figure": N_("figure {locator}"),
    "table": N_("table {locator}"),
    "timestamp": N_("timestamp {locator}"),
    "act": N_("act {locator}"),
    "appendix": N_("appendix {locator}"),
    "article-locator": N_("article {locator}"),
    "book": N_("book {locator}"),
    "canon": N_("canon {locator}"),
    "elocation": N_("location {locator}"),
    "equation": N_("equation {locator}"),
    "issue": N_("issue {locator}"),
    "opus": N_("opus {locator}"),
    "rule": N_("rule {locator}"),
    "scene": N_("scene {locator}"),
    "sub-verbo": N_("entry {locator}"),
    "supplement": N_("supplement {locator}"),
    "title-locator": N_("title {locator}"),
    "verse": N_("verse {locator}"),
    "version": N_("version {locator}"),
}
# Our columns and the CSL variables that they are.
VARIABLES = {
    "title": "title",
    "title_short": "title-short",
    "original_title": "original-title",
    "reviewed_title": "reviewed-title",
    "reviewed_genre": "reviewed-genre",
    "volume_title": "volume-title",
    "part_title": "part-title",
    "part_number": "part-number",
    "container_title": "container-title",
    "container_title_short": "container-title-short",
    "collection_title": "collection-title",
    "collection_number": "collection-number",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "original_publisher": "original-publisher",
    "original_publisher_place": "original-publisher-place",
    "authority": "authority",
    "jurisdiction": "jurisdiction",
    "edition": "edition",
    "version": "version",
    "status": "status",
    "legal_history": "references",
    "volume": "volume",
    "number_of_volumes": "number-of-volumes",
    "issue": "issue",
    "supplement_number": "supplement-number",
    "section": "section",
    "chapter_number": "chapter-number",
    "page": "page",
    "number_of_pages": "number-of-pages",
    "number": "number",
    "genre": "genre",
    "medium": "medium",
    "scale": "scale",
    "dimensions": "dimensions",
    "event_title": "event-title",
    "event_place": "event-place",
    "archive": "archive",
    "archive_collection": "archive_collection",
    "archive_location": "archive_location",
    "archive_place": "archive-place",
    "call_number": "call-number",
    "catalogue": "source",
    "language": "language",
    "keyword": "keyword",
    "abstract": "abstract",
    "url": "URL",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
}
DATES = {
    "issued": "issued",
    "original_date": "original-date",
    "event_date": "event-date",
    "submitted": "submitted",
    "available_date": "available-date",
    "accessed": "accessed",
}


def place(label, locator):
    """“page 30”: where in a work, as it was entered; empty without a locator."""
    locator = locator.strip()
    return f"{LABELS[label]} {locator}" if locator and label in LABELS else locator


def place_told(label, locator):
    """The same in the language that is spoken now."""
    locator = locator.strip()
    if not locator or label not in PLACES:
        return locator
    return spoken.said(PLACES[label]).format(locator=locator)


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
        made.setdefault(person["role"], []).append(name(person))
    return made


def name(person):
    """A name in CSL's parts, of a contributor's columns; with its spelling in another script under
    “original”, which CSL has no part for."""
    original = {"original": person["original"]} if person.get("original") else {}
    if person["literal"]:
        return {"literal": person["literal"]} | original
    parts = {part: person[column] for column, part in NAME_PARTS.items() if person.get(column)}
    return parts | original


def as_printed(item, script):
    """An item as a style takes it: the names of its people as they are entered, or, where `script` is
    “original”, as their other script has them."""
    return {
        variable: [_in_script(person, script) for person in value] if variable in ROLES else value
        for variable, value in item.items()
    }


def _in_script(name, script):
    original = name.get("original", "")
    if script != "original" or not original:
        return {part: words for part, words in name.items() if part != "original"}
    family, comma, given = (words.strip() for words in original.partition(","))
    return {"family": family, "given": given} if comma else {"literal": original}


# What tells one work from another, or one edition: a corrected place or address does not.
IDENTIFYING = (
    *("type", "title", "part-title", "part-number", "volume-title", "reviewed-title"),
    *("container-title", "volume", "issue", "edition", "version", "issued"),
    *("author", "editor", "translator", "archive", "archive_collection", "archive_location"),
)


def identity(item):
    """What of an item says which work, in which edition, it is."""
    entered = as_printed(item, "entered")
    return {name: entered[name] for name in IDENTIFYING if name in entered}


def identity_told(item):
    """The same in one line, each as it was typed, to be compared by a person."""
    told = []
    for name, value in identity(item).items():
        if name == "type":
            value = TYPES.get(value, value)
        elif name == "issued":
            value = date_told(value)
        elif isinstance(value, list):
            value = "; ".join(name_told(person) for person in value)
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


def name_told(name):
    """“Goltz, Colmar von der” in one line: a name in CSL's parts, by which lists are sorted."""
    if "literal" in name:
        return name["literal"]
    family = [name.get("non-dropping-particle"), name.get("family")]
    given = [name.get("given"), name.get("dropping-particle")]
    parts = [" ".join(filter(None, part)) for part in (family, given)]
    return ", ".join(filter(None, [*parts, name.get("suffix")]))
