"""COinS: what a reference manager's button in the browser finds on a page (ANSI/NISO Z39.88)."""

from urllib.parse import quote_plus

from sources.writing.managers import ZOTERO

JOURNAL, BOOK = "info:ofi/fmt:kev:mtx:journal", "info:ofi/fmt:kev:mtx:book"
THESIS, CORE = "info:ofi/fmt:kev:mtx:dissertation", "info:ofi/fmt:kev:mtx:dc"
# The format and genre of a type, and the keys of its title and its container's; others in Dublin Core.
TYPES = {
    **dict.fromkeys(
        ("article-journal", "article-magazine", "article-newspaper"),
        (JOURNAL, "article", "atitle", "jtitle"),
    ),
    "book": (BOOK, "book", "btitle", "title"),
    "chapter": (BOOK, "bookitem", "atitle", "btitle"),
    "paper-conference": (BOOK, "proceeding", "atitle", "btitle"),
    "report": (BOOK, "report", "btitle", "title"),
    "thesis": (THESIS, "", "title", "btitle"),
}
KEYS = {
    **{"issued": "date", "publisher": "pub", "publisher-place": "place", "edition": "edition"},
    **{"collection-title": "series", "volume": "volume", "issue": "issue", "page": "pages"},
    **{"ISBN": "isbn", "ISSN": "issn", "language": "language"},
}


def write(work):
    """The title of a span of class Z3988, of fields as sources/reading gives them; authors alone, as
    the format has no other roles."""
    form, genre, title, container = TYPES.get(work["type"], (CORE, "", "title", "source"))
    pairs = [("ctx_ver", "Z39.88-2004"), ("rft_val_fmt", form)]
    pairs += [("rft.genre", genre)] if genre else []
    pairs += [("rft.type", ZOTERO.get(work["type"], "document"))] if form == CORE else []
    for variable, key in {"title": title, "container-title": container, **KEYS}.items():
        if variable in work:
            if variable == "publisher":
                key = {THESIS: "inst", CORE: "publisher"}.get(form, key)
            pairs.append((f"rft.{key}", work[variable]))
    for person in work.get("author", []):
        if "literal" in person:
            pairs.append(("rft.aucorp", person["literal"]))
        else:
            pairs.append(("rft.au", f"{person['family']}, {person.get('given', '')}".rstrip(" ,")))
    if "DOI" in work:
        pairs.append(("rft_id", f"info:doi/{work['DOI']}"))
    elif "URL" in work:
        pairs.append(("rft_id", work["URL"]))
    # All at once: no value holds U+0000.
    said = quote_plus("\0".join(value for _, value in pairs), safe=":/").split("%00")
    return "&".join(f"{key}={value}" for (key, _), value in zip(pairs, said, strict=True))
