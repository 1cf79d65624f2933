"""COinS: OpenURL's key-encoded values, in a span of a page or bare (ANSI/NISO Z39.88)."""

import html
import re
from urllib.parse import parse_qsl

from sources.reading import names, numbers
from sources.reading.entries import Draft, Lines, Readings, refusal

SPAN = re.compile(
    r"<span\b[^<>]{0,200}?\btitle\s{0,9}=\s{0,9}(?:\"([^\"<>]{0,20000})\"|'([^'<>]{0,20000})')"
    r"[^<>]{0,200}>(?:\s{0,9}</span\s{0,9}>)?",
    re.IGNORECASE,
)
BARE = re.compile(r"(?<![^\s\"'<>])[^\s\"'<>]{0,2000}?\bctx_ver=[^\s\"'<>]{0,20000}")
OPENED = re.compile(r"<span\b[^<>]*\btitle\s*=\s*[\"'][^\"'<>]*$")
START = re.compile(r"<span\b[^>]*\bZ3988\b|\bctx_ver=", re.IGNORECASE)
GENRES = {
    **{"article": "article-journal", "preprint": "article", "proceeding": "paper-conference", "issue": "periodical"},
    **{"journal": "periodical", "conference": "book", "book": "book", "bookitem": "chapter", "report": "report"},
    **{"document": "document", "unknown": "document", "dissertation": "thesis", "patent": "patent"},
}  # fmt: skip
FORMATS = {"journal": "article-journal", "book": "book", "dissertation": "thesis", "patent": "patent",
           "dc": "document"}  # fmt: skip
DC_TYPES = {"webpage": "webpage", "blogpost": "post-weblog", "newspaperarticle": "article-newspaper",
            "manuscript": "manuscript", "letter": "personal_communication", "map": "map",
            "document": "document", "report": "report", "film": "motion_picture",
            "interview": "interview", "case": "legal_case", "presentation": "speech",
            "artwork": "graphic", "audiorecording": "song", "bill": "bill", "book": "book",
            "computerprogram": "software", "dataset": "dataset", "dictionaryentry": "entry-dictionary",
            "encyclopediaarticle": "entry-encyclopedia", "forumpost": "post", "hearing": "hearing",
            "magazinearticle": "article-magazine", "patent": "patent", "preprint": "article",
            "standard": "standard", "statute": "legislation", "tvbroadcast": "broadcast"}  # fmt: skip
FIELDS = {
    **{"atitle": "title", "btitle": "title", "jtitle": "container-title", "stitle": "container-title-short"},
    **{"place": "publisher-place", "pub": "publisher", "publisher": "publisher", "series": "collection-title"},
    **{"edition": "edition", "volume": "volume", "issue": "issue", "pages": "page", "tpages": "number-of-pages"},
    **{"part": "part-number", "isbn": "ISBN", "issn": "ISSN", "eissn": "ISSN", "language": "language"},
    **{"artnum": "number", "number": "number", "inst": "publisher", "degree": "genre", "description": "abstract"},
    **{"subject": "keyword", "source": "container-title", "ssn": "", "quarter": "", "chron": ""},
}  # fmt: skip
# What says how the rest is written, and who wrote it.
OF_FORMAT = {
    "ctx_ver",
    "ctx_enc",
    "ctx_tim",
    "url_ver",
    "url_ctx_fmt",
    "rft_val_fmt",
    "rfr_id",
    "rfr_val_fmt",
}
NAMES = {"aulast", "aufirst", "auinit", "auinit1", "auinitm", "ausuffix", "au", "aucorp", "creator"}


def read(text, line=1):
    """(readings, rest)."""
    readings, rest, place, lines = Readings(), [], 0, Lines(text, line)
    pattern = re.compile(f"{SPAN.pattern}|{BARE.pattern}", re.IGNORECASE)
    for found in pattern.finditer(text):
        at = lines.at(found.start())
        span = found[1] or found[2]
        if span is None and OPENED.search(text, max(0, found.start() - 2000), found.start()):
            readings.append(
                refusal("coins", at, "the span is not closed, so that its end may be missing.")
            )
            place = found.end()
            continue
        if found[0].startswith("<span") and "Z3988" not in found[0] and "ctx_ver" not in found[0]:
            continue
        rest.append((lines.at(place), text[place : found.start()]))
        place = found.end()
        query = html.unescape(span) if span is not None else found[0]
        readings.append(_reading(query, at))
    rest.append((lines.at(place), text[place:]))
    rest = [(at, re.sub(r"<[^<>]*>?", "", words)) for at, words in rest]
    return readings, [(at, words) for at, words in rest if words.strip()]


def _reading(query, line):
    query = re.sub(r"^https?://[^?]*\?", "", html.unescape(query) if "&amp;" in query else query)
    try:
        pairs = parse_qsl(query, max_num_fields=300)
    except ValueError:
        return refusal("coins", line, "it has more than 300 values.")
    if "\ufffd" in query or any("\ufffd" in value for _, value in pairs):
        return refusal("coins", line, "its letters are encoded in something else than UTF-8.")
    values = {}
    for name, value in pairs:
        values.setdefault(name.removeprefix("rft."), []).append(value.strip())
    draft = Draft("coins", line)
    kind = _type(values)
    draft.fields["type"] = kind
    draft.source["type"] = "&".join(values.get("genre", []) + values.get("rft_val_fmt", []))
    _put_people(draft, values)
    for value in values.pop("date", []):
        draft.date("issued", value)
    _put_title(draft, values, kind)
    _put_ids(draft, values.pop("rft_id", []) + values.pop("identifier", []) + values.pop("id", []))
    if "pages" not in values and values.get("spage"):
        ends = values.pop("epage", [""])[0]
        values["pages"] = [f"{values.pop('spage')[0]}-{ends}".strip("-")]
    else:
        _drop_ends(values)
    for name, several in values.items():
        variable = FIELDS.get(name, "")
        for value in several if name not in OF_FORMAT and name != "genre" else []:
            if variable:
                draft.variable(variable, value, name)
            else:
                draft.tell(name, value)
    return draft.reading()


def _type(values):
    form = values.get("rft_val_fmt", [""])[0].rsplit(":", 1)[-1].casefold()
    genre = values.get("genre", [""])[0].casefold()
    if form == "dc":
        typed = values.pop("type", [""])[0].casefold()
        return DC_TYPES.get(typed, "document")
    kind = GENRES.get(genre, FORMATS.get(form, "document"))
    if kind == "document" and form in FORMATS:
        kind = FORMATS[form]
    return "chapter" if kind == "book" and values.get("atitle") and values.get("btitle") else kind


def _put_title(draft, values, kind):
    """`title` is the book's or the journal's where the work is a part of it."""
    if kind in ("chapter", "paper-conference"):
        for value in values.pop("btitle", []) + values.pop("title", []):
            draft.put("container-title", value)
    elif kind in ("article-journal", "article") and values.get("atitle"):
        for value in values.pop("title", []):
            draft.put("container-title", value)
    for value in values.pop("title", []):
        draft.put("title", value)


def _put_people(draft, values):
    """The first author is told in parts, and again whole among all of them."""
    last, first, suffix = (values.pop(name, [""])[0] for name in ("aulast", "aufirst", "ausuffix"))
    initials = [values.pop(name, [""])[0] for name in ("auinit", "auinit1", "auinitm")]
    whole = values.pop("au", []) + values.pop("creator", [])
    first = first or " ".join(filter(None, initials))
    if last:
        person = names.person(last, first, suffix)
        draft.names("author", f"{last}, {first}".strip(", "), [person])
        whole = [one for one in whole if not _is_same(one, last, first)]
    for one in whole:
        draft.names("author", one, names.inverted(one))
    for one in values.pop("aucorp", []):
        draft.names("author", one, names.literal(one))
    for one in values.pop("inventor", []):
        draft.names("author", one, names.inverted(one))
    for one in values.pop("contributor", []):
        draft.names("contributor", one, names.inverted(one))


def _is_same(one, last, first):
    def letters(text):
        return sorted(re.findall(r"\w+", text.casefold()))

    return letters(one) in (letters(f"{last} {first}"), letters(last))


def _put_ids(draft, ids):
    for one in ids:
        bare = re.sub(r"^info:|^urn:", "", one, flags=re.IGNORECASE)
        found = numbers.lone(
            re.sub(
                r"^(oclcnum|pmid|doi|hdl|lccn|isbn|issn|arxiv)/", r"\1:", bare, flags=re.IGNORECASE
            )
        )
        if found and found[1]:
            draft.identifier(numbers.SCHEMES[found[0]].variable, found[1][0])
        elif re.match(r"https?://(?:dx\.)?doi\.org/", one):
            draft.identifier("DOI", one)
        elif one.startswith(("http://", "https://")):
            draft.put("URL", one, name="rft_id")
        else:
            draft.tell("rft_id", one)


def _drop_ends(values):
    """First and last page say again what the pages say."""
    if "pages" in values and values.get("spage"):
        joined = f"{values['spage'][0]}-{values.get('epage', [''])[0]}".strip("-")
        if re.sub(r"[–—-]+", "-", values["pages"][0]) == joined:
            values.pop("spage")
            values.pop("epage", None)
