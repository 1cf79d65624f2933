"""What a web address itself tells of the work that it leads to; nothing is looked up."""

import re
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit

from sources import identifiers
from sources.identifiers import BadIdentifier
from sources.reading import numbers
from sources.reading.entries import Draft, refusal

ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|_ga|_gl|gs_lcp|sa|ved|usg|sxsrf|"
    r"ref_src|ref_url|refreqid|mkt_tok|vero_\w+|hsCtaTracking|_hs\w+|oly_\w+|wt_mc|spm|cmpid|"
    r"share|si|via|needAccess|casa_token|origin|journalCode(?=$)",
    re.IGNORECASE,
)
DOI = re.compile(r"(?:^|/|=)(10\.[0-9]{4,9}(?:\.[0-9]+)*(?:/|%2[Ff])[^?#&]+)")
DOI_TAIL = re.compile(
    r"(?:\.(?:pdf|full(?:\.pdf)?|short|abstract|html?|xml|epub)|/(?:full(?:/html)?|pdf|epdf|abstract|"
    r"html|meta|summary|fulltext|asset/.*))$",
    re.IGNORECASE,
)
# Site, what of the path and query is read, and the identifiers that it is.
SITES = [
    (re.compile(host, re.IGNORECASE), re.compile(path, re.IGNORECASE), name)
    for host, path, name in (
        (r"(?:www\.|dx\.)?doi\.org", r"/(10\..+)", "doi"),
        (r"(?:www\.|export\.)?arxiv\.org", r"/(?:abs|pdf|html|format)/(.+)", "arxiv"),
        (r"pubmed\.ncbi\.nlm\.nih\.gov", r"/([0-9]+)/?.*", "pmid"),
        (r"(?:www\.)?ncbi\.nlm\.nih\.gov", r"/pubmed/([0-9]+)/?.*", "pmid"),
        (r"(?:www\.)?ncbi\.nlm\.nih\.gov", r"/pmc/articles/(PMC[0-9]+)/?.*", "pmcid"),
        (r"pmc\.ncbi\.nlm\.nih\.gov", r"/articles/(PMC[0-9]+)/?.*", "pmcid"),
        (r"(?:www\.)?europepmc\.org", r"/(?:article/PMC|articles)/(PMC[0-9]+)/?.*", "pmcid"),
        (r"(?:www\.)?europepmc\.org", r"/article/MED/([0-9]+)/?.*", "pmid"),
        (
            r"(?:www|m)\.wikidata\.org",
            r"/(?:wiki|entity)/(?:Special:EntityPage/)?(Q[0-9]+)",
            "wikidata",
        ),
        (r"(?:[\w-]+\.)?worldcat\.org", r"/isbn/([0-9Xx-]+).*", "isbn"),
        (r"(?:[\w-]+\.)?worldcat\.org", r"/(?:title/)?(?:.*/)?(?:oclc/)?([0-9]+)/?", "oclc"),
        (r"(?:www\.)?openlibrary\.org", r"/isbn/([0-9Xx-]+).*", "isbn"),
        (r"hdl\.handle\.net|hdl\.loc\.gov", r"/(.+)", "handle"),
        (r"babel\.hathitrust\.org", r"/cgi/pt.*[?&;]id=([^&;#]+).*", "hathi"),
        (r"lccn\.loc\.gov", r"/([\w-]+)/?", "lccn"),
        (r"plus\.cobiss\.(?:net|si)", r"(/(?:cobiss|opac7)/.+)", "cobiss"),
        (r"portal\.issn\.org", r"/resource/issn(?:-l)?/([0-9Xx-]+)/?", "issn"),
        (r"(?:www\.)?jstor\.org", r"/(?:stable|pss)/(?:pdf/|info/)?([0-9]+)(?:\.pdf)?/?", "jstor"),
    )
]
TYPES = {"arxiv": "article", "isbn": "book", "issn": "periodical", "jstor": "article-journal",
         "pmid": "article-journal", "pmcid": "article-journal"}  # fmt: skip


def read(text, line=1):
    """The Reading of one address."""
    address = text.strip().rstrip(".,;")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;")
    if address.casefold().startswith("www."):
        address = f"https://{address}"
    try:
        split = urlsplit(address)
        host = (split.hostname or "").encode().decode()
        split.port  # noqa: B018  It is read here, and refused here.
    except (ValueError, UnicodeError):
        return refusal("url", line, f"{address[:80]} is no web address.")
    if "." not in host or len(address) > 2000:
        return refusal("url", line, f"{address[:80]} is no web address.")
    draft = Draft("url", line)
    _read(draft, split, host.removeprefix("www."), text)
    return draft.reading()


def _read(draft, split, host, words):
    query = parse_qs(split.query, max_num_fields=100) if split.query.count("&") < 100 else {}
    archived = re.fullmatch(r"/web/([0-9]{4,14})[a-z_]*/(https?:/.+)", split.path)
    if host == "web.archive.org" and archived:
        _archived(draft, archived, split, words)
        return
    for site, pattern, name in SITES:
        target = split.path + (f"?{split.query}" if name == "hathi" else "")
        found = pattern.fullmatch(target) if site.fullmatch(split.hostname) else None
        if found and _identified(draft, name, unquote(found[1]), words):
            break
    special = next((read for site, read in SPECIAL if site.fullmatch(host)), None)
    if special:
        special(draft, split, query, words)
    if draft.shape == "url":
        _doi_inside(draft, split, words)
    if draft.shape == "url" and "URL" not in draft.fields:
        draft.put("URL", words, _plain(split))
    if draft.shape == "url":
        draft.fields.setdefault("type", "webpage")


def _identified(draft, name, value, words):
    if name == "hathi":
        # HathiTrust's volumes have Handles of their own.
        name, value = "handle", f"2027/{value}"
        draft.fields["type"] = "book"
    try:
        value = identifiers.one(name, value)
    except BadIdentifier:
        return False
    draft.shape = name
    if name in TYPES:
        draft.fields["type"] = TYPES[name]
    draft.fields[numbers.SCHEMES[name].variable] = value
    draft.source[numbers.SCHEMES[name].variable] = words
    if name == "arxiv" and value.startswith("10."):
        draft.shape = "doi"
    return True


def _doi_inside(draft, split, words):
    found = DOI.search(f"{split.path}?{split.query}" if "10." in split.query else split.path)
    if found:
        inside = unquote(found[1])
        while DOI_TAIL.search(inside):
            inside = DOI_TAIL.sub("", inside)
        if _identified(draft, "doi", inside.rstrip("/"), words):
            draft.sure = "likely"


def _archived(draft, archived, split, words):
    """A kept copy: the work is the page that it was made of."""
    original = re.sub(r"^(https?):/+", r"\1://", archived[2])
    reading = read(original + (f"?{split.query}" if split.query else ""), draft.line)
    draft.shape, draft.fields, draft.sure = reading.shape, dict(reading.fields), reading.sure
    draft.source = dict.fromkeys(set(draft.fields) - {"type"}, words)
    draft.locator, draft.refused = reading.locator, reading.refused
    draft.untold = [*reading.untold, ("kept copy", words)]


def _google(draft, split, query, words):
    known = re.fullmatch(r"/books/edition/[^/]*/([\w-]+)", split.path)
    volume = known[1] if known else query.get("id", [""])[0]
    if not re.fullmatch(r"[\w-]{6,20}", volume) or (
        "/books" not in split.path and "books." not in split.hostname
    ):
        return
    draft.shape = "google-books"
    draft.fields["type"] = "book"
    draft.put("URL", words, f"https://books.google.com/books?id={volume}")
    page = query.get("pg", [""])[0]
    if found := re.fullmatch(r"P([AR])([0-9]{1,5})", page):
        draft.cited("page", found[2] if found[1] == "A" else roman(int(found[2])))
    else:
        draft.tell("page of the scan", page)
    for name in ("q", "dq"):
        draft.tell("searched for", query.get(name, [""])[0])


def _internet_archive(draft, split, query, words):
    found = re.fullmatch(
        r"/(?:details|stream)/([\w.-]+)(?:/page/(n?)([0-9]+|[ivxlc]+))?(?:/.*)?", split.path
    )
    if not found:
        return
    draft.shape = "archive.org"
    draft.put("URL", words, f"https://archive.org/details/{found[1]}")
    if found[3] and found[2]:
        draft.tell("page of the scan", f"n{found[3]}")
    elif found[3]:
        draft.fields["type"] = "book"
        draft.cited("page", found[3])
    draft.fields.setdefault("type", "document")


def _gallica(draft, split, query, words):
    found = re.match(r"/(ark:/12148/\w+)(?:/(f[0-9]+))?", split.path)
    if found:
        draft.shape = "ark"
        draft.put("URL", words, f"https://gallica.bnf.fr/{found[1]}")
        draft.fields["type"] = "document"
        draft.tell("page of the scan", found[2] or "")


def _hathi(draft, split, query, words):
    draft.tell("page of the scan", query.get("seq", [""])[0])
    if re.fullmatch(r"/Record/[0-9]+/?", split.path):
        draft.fields["type"] = "book"


def _jstor(draft, split, query, words):
    if draft.shape == "jstor":
        draft.put("URL", words, f"https://www.jstor.org/stable/{draft.fields['JSTOR']}")


def _wiki(draft, split, query, words):
    """A page of Wikipedia: its title stands in its address."""
    title = re.fullmatch(r"/wiki/([^:]+(?::\s.*)?)", unquote(split.path))
    title = title[1] if title else query.get("title", [""])[0]
    language = re.match(r"([a-z-]{2,12})\.(?:m\.)?wikipedia\.org", split.hostname)
    if not title or not language:
        return
    draft.shape = "wikipedia"
    draft.fields |= {"type": "entry-encyclopedia", "container-title": "Wikipedia"}
    draft.put("title", words, title.replace("_", " "))
    draft.put("language", words, language[1])
    draft.put("version", words, query.get("oldid", [""])[0])
    draft.put("URL", words, _plain(split))


SPECIAL = [
    (re.compile(host), read)
    for host, read in (
        (r"(?:books\.)?google\.[a-z]{2,3}(?:\.[a-z]{2})?", _google),
        (r"(?:[\w-]+\.)?archive\.org", _internet_archive),
        (r"gallica\.bnf\.fr", _gallica),
        (r"(?:babel|catalog)\.hathitrust\.org", _hathi),
        (r"(?:[\w-]+\.)*jstor\.org", _jstor),
        (r"[a-z-]+\.(?:m\.)?wikipedia\.org", _wiki),
    )
]


def _plain(split):
    """Without what only tells who sent the reader there, and without the place in the page."""
    query = split.query
    kept = [part for part in query.split("&") if not TRACKING.fullmatch(part.split("=")[0])]
    fragment = "" if split.fragment.startswith((":~:", "xtor")) else split.fragment
    return urlunsplit((split.scheme.lower(), split.netloc, split.path, "&".join(kept), fragment))


def roman(number):
    """12 is xii."""
    signs = zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
        strict=True,
    )
    made = ""
    for value, sign in signs:
        made += sign * (number // value)
        number %= value
    return made
