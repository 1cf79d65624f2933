"""Identifiers of works: the spellings that people paste, the one that is stored, its address.

python-stdnum knows the numbers that end in a check digit. The others have none: of them we know
the pattern that their registry publishes. No network: only what the text itself says.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from django.db.models import Q
from django.utils.translation import gettext_noop as N_
from stdnum import isbn, issn
from stdnum.exceptions import InvalidChecksum, ValidationError

from review import characters


class BadIdentifier(ValueError):
    """The text is no such identifier; the sentence says what is wrong."""


# An address that says nothing but the DOI.
RESOLVER = re.compile(r"(?:https?://)?(?:(?:www|dx)\.)?doi\.org/10\.", re.IGNORECASE)


def normal(name, text):
    """The form of `text` that is stored, of the identifier `name`; empty stays empty. A work has the
    ISBNs of its bindings, a journal the ISSNs of its forms: each once, with a space between."""
    inside = SCHEMES[name].inside
    parts = re.findall(inside, text) if inside else []
    if len(parts) > 1 or (parts and "(" in text):
        bindings = r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]|e?-?(?:isbn|issn)(?:-?1[03]|-l)?"
        rest = re.sub(bindings, "", re.sub(inside, "", text), flags=re.IGNORECASE)
        if not re.search(r"\w", rest):
            return " ".join(dict.fromkeys(one(name, part) for part in parts))
    return one(name, text)


def one(name, text):
    """The same of a text that is a single one."""
    scheme = SCHEMES[name]
    # Shops put marks of direction into their ISBNs.
    typed = characters.visible(text)
    if not typed:
        return ""
    try:
        return scheme.read(scheme.bare(typed))
    except InvalidChecksum:
        why = "its last digit does not fit the others"
    except ValidationError as error:
        why = error.args[0] if error.args else scheme.like
    told = typed if len(typed) <= 80 else f"{typed[:79]}…"
    raise BadIdentifier(f"{told} is no {scheme.label}: {why}.")


def doi_at(address):
    """The DOI that an address says, and nothing else; or ""."""
    try:
        return one("doi", address) if RESOLVER.match(address) else ""
    except BadIdentifier:
        return ""


def readings(text):
    """{name: normal form} of all identifiers that a text can be."""
    found = {}
    for name in SCHEMES:
        try:
            found[name] = normal(name, text)
        except BadIdentifier:
            continue
    return {name: value for name, value in found.items() if value}


def matching(text):
    """The condition, on sources, that one of them has an identifier that a text can be."""
    return having(readings(text)) or Q(pk__in=[])


def having(values):
    """The condition that a source has one of these, {name: what is stored}; empty where there are
    none."""
    same = Q()
    for name in SCHEMES.keys() & values.keys():
        for value in each(name, values[name]):
            same |= Q(**{f"{name}__contains" if SCHEMES[name].inside else name: value})
    return same


def each(name, value):
    """The single ones of what is stored of a work."""
    return value.split() if SCHEMES[name].inside else [value] if value else []


def shown(name, value):
    """A stored identifier as it is printed: ISBNs with their hyphens."""
    if name != "isbn":
        return value
    return ", ".join(isbn.format(n) if isbn.is_valid(n) else n for n in each(name, value))


def address(name, value):
    """Where a stored identifier leads to; empty where its registry has no such page."""
    if name == "cobiss":
        country, _, number = value.removeprefix("COBISS.").partition("-ID ")
        return f"https://plus.cobiss.net/cobiss/{country.lower()}/{country.lower()}/bib/{number}"
    if not SCHEMES[name].page or " " in value:
        return ""
    return SCHEMES[name].page.format(quote(value, safe="/:;(),"))


def _isbn(text):
    """ISBN-13 without hyphens (ISO 2108); ISBN-10 and the SBN of before 1970 are converted."""
    found = isbn.validate(text, convert=True)
    if found.startswith("9790"):
        raise ValidationError("979-0 begins the number of printed music, an ISMN")
    return found


def _issn(text):
    """With its hyphen (ISO 3297)."""
    return issn.format(issn.validate(text))


def _doi(text):
    """In lower case (ISO 26324), without the punctuation of the sentence that it ended."""
    return _matched(r"10\.[0-9]{2,9}(?:\.[0-9]+)*/\S+", text.rstrip(".,;"))[0].lower()


def _pmid(text):
    return _matched(r"0*([1-9][0-9]{0,7})", text)[1]


def _arxiv(text):
    """Without the subject class, with the version if one is given (arXiv's “identifier” page)."""
    text = re.sub(r"\.pdf$|\s*\[[\w.-]+\]$", "", text.lower())
    month = r"([0-9]{2}(?:0[1-9]|1[0-2]))"
    if "/" in text:
        archive, *number = _matched(
            rf"([a-z-]+)(?:\.[a-z-]+)?/{month}([0-9]{{3}})(v[1-9][0-9]*)?", text
        ).groups("")
        return f"{archive}/{''.join(number)}"
    found = _matched(rf"{month}\.([0-9]{{4,5}})(?:v[1-9][0-9]*)?", text)
    if len(found[2]) != (5 if found[1] >= "1501" else 4):
        raise ValidationError("it has five digits after the dot, and had four before 2015")
    return found[0]


def _oclc(text):
    """The digits alone: a library's prefix tells how many there are."""
    found = _matched(r"(?:\(ocolc\) ?)?(?:ocm|ocn|on)? ?0*([1-9][0-9]{0,13})", text.lower())
    return found[1]


def _handle(text):
    """Case stays: each naming authority decides for itself whether it matters (RFC 3651)."""
    if text.startswith("10."):
        raise ValidationError("it is a DOI, so enter it as one")
    prefix, suffix = _matched(r"((?:[0-9]+|(?i:loc))(?:\.[\w-]+)*)/(\S+)", text).groups()
    return f"{prefix.lower()}/{suffix}"


def _pmcid(text):
    return "PMC" + _matched(r"(?i:pmc)?([1-9][0-9]{0,8})(?:\.[0-9]+)?(?:/.*)?", text)[1]


def _lccn(text):
    """As the Library of Congress normalises it: without hyphen, the serial of six digits."""
    prefix, year, serial = _matched(
        r"([a-zA-Z]{0,3}) ?([0-9]{2}|[0-9]{4})-?([0-9]{1,6}) *(?:/.*)?", text
    ).groups()
    return f"{prefix.lower()}{year}{serial:0>6}"


def _wikidata(text):
    return _matched(r"Q[1-9][0-9]*", text.upper())[0]


def _cobiss(text):
    """With the country of its catalogue: numbers alone are given again in each."""
    label, number, country, bib = _matched(
        r"(?i:COBISS)\.([A-Za-z]{2})-(?i:ID)[\s:=]*([0-9]{1,20})|"
        r"(?:(?:https?://)?plus\.cobiss\.(?:net|si))?/(?:cobiss|opac7)/([a-z]{2})/[a-z]{2}"
        r"/bib/(?:COBIB/)?([0-9]{1,20})(?:[?#/].*)?",
        text,
    ).groups("")
    return f"COBISS.{(label or country).upper()}-ID {number or bib}"


def _jstor(text):
    return _matched(r"([0-9]{2,12})(?:/.*)?", text)[1]


def _matched(pattern, text):
    found = re.fullmatch(pattern, text)
    if not found:
        raise ValidationError
    return found


@dataclass(frozen=True)
class Scheme:
    """`labels` and `sites` are what may stand before it, `like` says what one looks like, `page` is
    where it leads to. `inside` finds one among others, where a work may have several."""

    label: str
    labels: str
    sites: str
    like: str
    read: Callable[[str], str]
    page: str = ""
    inside: str = ""

    def bare(self, text):
        """Without its label, and without the address of a page that it leads to."""
        text = re.sub(r"^(.*?10\.[0-9.]+)%2F", r"\1/", text, count=1, flags=re.IGNORECASE)
        text = re.sub(rf"^(?:{self.labels})[\s:/]*", "", text, flags=re.IGNORECASE)
        site = re.match(rf"(?:https?://)?(?:{self.sites})", text, flags=re.IGNORECASE)
        if not site:
            return text
        return characters.visible(unquote(re.split(r"[?#]", text[site.end() :])[0])).rstrip("/")


SCHEMES = {
    "isbn": Scheme(
        "ISBN",
        r"(?:urn:)?(?:e-?)?isbn(?:[\s-]*1[03](?=\s*:|\s))?",
        r"(?:www\.)?(?:worldcat|openlibrary)\.org/isbn/|"
        r"(?:[\w-]+\.)?wikipedia\.org/wiki/Special:BookSources/",
        "it needs 10 digits, or 13 that begin with 978 or 979",
        _isbn,
        # A list of the catalogues and shops that may have it.
        "https://en.wikipedia.org/wiki/Special:BookSources/{}",
        r"(?<![\w-])[0-9](?:[ ‐‑‒–—−-]?[0-9]){7,11}[ ‐‑‒–—−-]?[0-9Xx](?!\w)"
        r"|(?<![\w-])97[89](?:[ ‐‑‒–—−-]?[0-9]){10}(?!\w)",
    ),
    "doi": Scheme(
        "DOI",
        r"(?:urn:|info:)?doi",
        r"(?:www\.|dx\.)?doi\.org/",
        "one reads 10.1000/182",
        _doi,
        "https://doi.org/{}",
    ),
    "issn": Scheme(
        "ISSN",
        r"(?:urn:)?(?:[ep]-?)?issn(?:-l)?",
        r"portal\.issn\.org/resource/issn(?:-l)?/",
        "it has eight digits, as 0378-5955, of which the last may be an X",
        _issn,
        "https://portal.issn.org/resource/ISSN/{}",
        r"(?<![\w-])[0-9]{4}\s?[‐‑‒–—−-]?\s?[0-9]{3}[0-9Xx](?!\w)",
    ),
    "pmid": Scheme(
        "PMID",
        r"(?:info:)?pmid",
        r"pubmed\.ncbi\.nlm\.nih\.gov/|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/",
        "it is a number of at most eight digits, as 17284678",
        _pmid,
        "https://pubmed.ncbi.nlm.nih.gov/{}/",
    ),
    "arxiv": Scheme(
        N_("arXiv number"),
        r"(?:info:)?arxiv",
        r"(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|"
        r"(?:(?:dx\.)?doi\.org/)?10\.48550/arxiv\.",
        "one reads 2101.00001 or hep-th/9901001",
        _arxiv,
        "https://arxiv.org/abs/{}",
    ),
    "oclc": Scheme(
        N_("OCLC number"),
        r"(?:info:)?oclc(?:num)?(?:\s*(?:number|no\.?|#))?",
        r"(?:[\w-]+\.)?worldcat\.org/(?:title/)?(?:[^?#]*/)?",
        "one reads 12345678, ocm12345678 or (OCoLC)12345678",
        _oclc,
        "https://search.worldcat.org/title/{}",
    ),
    "handle": Scheme(
        "Handle",
        r"(?:info:)?hdl|handle",
        r"hdl\.(?:handle\.net|loc\.gov)/",
        "one reads 2027/mdp.39015027794331",
        _handle,
        "https://hdl.handle.net/{}",
    ),
    "pmcid": Scheme(
        "PMCID",
        r"(?:info:)?pmcid",
        r"(?:www\.)?ncbi\.nlm\.nih\.gov/pmc/articles/|pmc\.ncbi\.nlm\.nih\.gov/articles/|"
        r"(?:www\.)?europepmc\.org/articles?/(?:PMC/)?",
        "one reads PMC3531190",
        _pmcid,
        "https://pmc.ncbi.nlm.nih.gov/articles/{}/",
    ),
    "lccn": Scheme(
        "LCCN",
        r"(?:info:)?lccn",
        r"lccn\.loc\.gov/",
        "one reads 2001000002 or n78890351",
        _lccn,
        "https://lccn.loc.gov/{}",
    ),
    "wikidata": Scheme(
        N_("Wikidata item"),
        r"wikidata(?:\s*(?:id|q-?id))?",
        r"(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(?:Special:EntityPage/)?",
        "one reads Q2263",
        _wikidata,
        "https://www.wikidata.org/wiki/{}",
    ),
    "cobiss": Scheme(
        N_("COBISS number"),
        "(?!)",
        "(?!)",
        "one reads COBISS.SR-ID 512345678",
        _cobiss,
    ),
    "jstor": Scheme(
        N_("JSTOR number"),
        r"jstor",
        r"(?:www\.)?jstor\.org/(?:stable|pss)/",
        "one reads 2709643",
        _jstor,
        "https://www.jstor.org/stable/{}",
    ),
}
