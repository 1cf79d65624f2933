"""What reference managers and search engines read on a page: `citation_*` (Highwire), which Google
Scholar documents and Zotero reads, and the types of Zotero, which `citation_*` can't tell."""

import re

from sources import csl
from sources.writing import dates

ZOTERO = {
    **{"article": "preprint", "article-journal": "journalArticle", "bill": "bill", "book": "book"},
    **{"article-magazine": "magazineArticle", "article-newspaper": "newspaperArticle"},
    **{"broadcast": "tvBroadcast", "chapter": "bookSection", "classic": "book"},
    **{"collection": "book", "dataset": "dataset", "entry": "encyclopediaArticle"},
    **{"entry-dictionary": "dictionaryEntry", "entry-encyclopedia": "encyclopediaArticle"},
    **{"figure": "artwork", "graphic": "artwork", "hearing": "hearing", "interview": "interview"},
    **{"legal_case": "case", "legislation": "statute", "manuscript": "manuscript", "map": "map"},
    **{"motion_picture": "film", "musical_score": "artwork", "pamphlet": "book"},
    **{"paper-conference": "conferencePaper", "patent": "patent", "periodical": "book"},
    **{"personal_communication": "letter", "post": "forumPost", "post-weblog": "blogPost"},
    **{"regulation": "statute", "report": "report", "review": "journalArticle"},
    **{"review-book": "journalArticle", "software": "computerProgram", "song": "audioRecording"},
    **{"speech": "presentation", "standard": "standard", "thesis": "thesis", "webpage": "webpage"},
}
FIELDS = {
    **{"title": "title", "collection-title": "series_title", "volume": "volume", "issue": "issue"},
    **{"ISBN": "isbn", "ISSN": "issn", "DOI": "doi", "PMID": "pmid", "language": "language"},
    **{"abstract": "abstract", "URL": "public_url", "keyword": "keywords"},
}
# By type: what it appeared in, who published it, its number.
BY_TYPE = {
    "article-journal": {"container-title": "journal_title"},
    "review": {"container-title": "journal_title"},
    "review-book": {"container-title": "journal_title"},
    "chapter": {"container-title": "inbook_title"},
    "paper-conference": {"container-title": "conference_title"},
    "thesis": {"publisher": "dissertation_institution"},
    "report": {"publisher": "technical_report_institution", "number": "technical_report_number"},
}


def tags(work):
    """[(name, content)] of the meta elements of a work's page, of fields as sources/reading gives
    them."""
    own = BY_TYPE.get(work["type"], {})
    names = {"publisher": "publisher"} | FIELDS | own
    made = [(f"citation_{name}", work[key]) for key, name in names.items() if key in work]
    if "container-title" in work and "container-title" not in names:
        # Each of the others would be taken for a journal's article or a chapter.
        made.append(("prism.publicationName", work["container-title"]))
    for role in ("author", "editor"):
        made += [(f"citation_{role}", csl.name_told(person)) for person in work.get(role, [])]
    if date := _date(work.get("issued", "")):
        made.append(("citation_publication_date", date))
    first, _, last = work.get("page", "").partition("-")
    made += [("citation_firstpage", first)] if first else []
    made += [("citation_lastpage", last)] if last else []
    return [*made, ("z:itemType", ZOTERO.get(work["type"], "document"))]


def _date(edtf):
    """1812/05/13, as Google Scholar asks for it; the year of what is less plain."""
    read = dates.parts(edtf)
    if read:
        year, *rest = read[0][0]
        return "/".join([f"{year:04}", *(f"{part:02}" for part in rest)]) if year > 0 else ""
    found = re.match(r"[0-9]{4}", edtf)
    return found[0] if found else ""
