"""Identifiers that are pasted alone, several in a field, or in a line of other words."""

import re
from dataclasses import dataclass

from review import characters
from sources import identifiers
from sources.identifiers import BadIdentifier


@dataclass(frozen=True)
class Number:
    """`variable` is its name among a work's fields, `labels` what stands before it, `alone` what
    it looks like without, `implied` the type of the works that have one."""

    variable: str
    labels: str
    alone: str = ""
    implied: str = ""


SCHEMES = {
    "doi": Number("DOI", r"(?:urn:|info:)?doi", r"10\.[0-9]{2,9}(?:\.[0-9]+)*(?:/|%2[Ff])\S+"),
    "pmcid": Number("PMCID", r"(?:info:)?pmcid", r"PMC[0-9]+(?:\.[0-9]+)?"),
    "pmid": Number("PMID", r"(?:info:)?pmid"),
    "arxiv": Number(
        *("arXiv", r"(?:info:)?arxiv"),
        r"[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z-]{2,12}(?:\.[A-Z]{2})?/[0-9]{7}(?:v[0-9]+)?",
        implied="article",
    ),
    "oclc": Number(
        *("OCLC", r"(?:info:)?oclc(?:num)?(?:\s*(?:number|no\.?|nr\.?|#))?"),
        r"\(OCoLC\)\S+|oc[mn] ?[0-9]{8,}",
    ),
    "isbn": Number(
        *("ISBN", r"(?:urn:)?(?:e-?)?isbn(?:[\s-]*1[03](?=\s*:|\s))?"),
        r"[0-9Xx][0-9Xx\s‐‑‒–—−-]{8,20}[0-9Xx]",
        implied="book",
    ),
    "issn": Number(
        *("ISSN", r"(?:urn:)?(?:[ep]-?)?issn(?:-l)?"),
        r"[0-9]{4}(?:[‐‑‒–—−-][0-9]{3}[0-9Xx]|[0-9]{3}[Xx])",
        implied="periodical",
    ),
    "handle": Number(
        *("handle", r"(?:info:)?hdl|handle"),
        r"(?:[0-9]{4,}/[\w.]*[A-Za-z_]|[0-9]+(?:\.[0-9]+)+/)\S+",
    ),
    "lccn": Number("LCCN", r"(?:info:)?lccn"),
    "wikidata": Number("Wikidata", r"wikidata(?:\s*(?:id|q-?id))?", r"Q[1-9][0-9]{1,9}"),
    "cobiss": Number("COBISS", "", r"COBISS\.[A-Za-z]{2}-ID.*"),
    "jstor": Number("JSTOR", r"jstor"),
}
LABELLED = [
    (
        name,
        re.compile(rf"(?:{scheme.labels})\s*[:\s#=/.]\s*(?P<rest>.+)", re.IGNORECASE | re.DOTALL),
    )
    for name, scheme in SCHEMES.items()
    if scheme.labels
] + [("pmcid", re.compile(r"(?P<rest>PMC[0-9].*)", re.IGNORECASE))]
ALONE = [(name, re.compile(scheme.alone)) for name, scheme in SCHEMES.items() if scheme.alone]
NUMBER = re.compile(r"[0-9]{4,14}")
# In a line of other words: what is labelled, and what can be nothing else.
IN_WORDS = [
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("doi", r"(?<![\w/.])10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s<>\"”»]+"),
        (
            "isbn",
            r"\bisbn(?:-1[03])?[:\s]*((?:[0-9Xx][0-9Xx \u2010-\u2015−-]{8,16}[0-9Xx])(?![0-9]))",
        ),
        ("issn", r"\bissn(?:-l)?[:\s]*([0-9]{4}[\u2010-\u2015−-]?[0-9]{3}[0-9Xx])\b"),
        ("pmid", r"\bpmid[:\s]*([0-9]{1,8})\b"),
        ("pmcid", r"\b(pmc[0-9]{1,9})\b"),
        ("arxiv", r"\barxiv:\s*([\w.-]+(?:/[0-9]{7})?(?:v[0-9]+)?)"),
        ("oclc", r"\boclc(?:\s*(?:number|no\.?|#))?[:\s]*([0-9]{1,14})\b"),
        ("handle", r"\bhdl:\s*([0-9][^\s<>\"]+)"),
        ("lccn", r"\blccn[:\s]*([a-z]{0,3} ?[0-9]{2}[0-9-]{3,10})\b"),
        ("cobiss", r"\bcobiss\.[a-z]{2}-id[\s:=]*[0-9]+"),
    )
]


def several(name, words):
    """(the normal forms in the words, each once; sentences on those that are none)."""
    try:
        return [identifiers.one(name, words)], []
    except BadIdentifier as error:
        whole = str(error)
    if name == "doi" and (inside := re.match(r"https?://[\w.-]+/(10\..+)", words)):
        # A resolver of a publisher's own.
        return several(name, inside[1])
    inside = identifiers.SCHEMES[name].inside
    if inside:
        parts = re.findall(inside, words)
    else:
        parts = re.split(r"[\s;,]+", words.strip())
    if len(parts) > 50:
        return [], [f"It has {len(parts)} of them: give the one of this work."]
    found, wrong = [], []
    for part in parts:
        try:
            value = identifiers.one(name, part)
        except BadIdentifier as error:
            wrong.append(str(error))
        else:
            found += [value] if value not in found else []
    if inside:
        return (found, wrong) if parts else ([], [whole])
    # Words that are not identifiers are no list of them.
    return (found, []) if parts and not wrong else ([], [whole])


def lone(text):
    """(its name, its normal forms, sentences on what is wrong) of a text that is one identifier,
    or several of a kind; None if it is something else."""
    text = characters.visible(text).strip(" .,;")
    if len(text) > 400:
        return None
    for name, pattern in LABELLED:
        if found := pattern.fullmatch(text):
            values, wrong = several(name, found["rest"])
            # “Arxiv: a history” is a title.
            if values or (re.search(r"\d{3}", found["rest"]) and len(found["rest"].split()) < 5):
                return name, values, wrong
    for name, pattern in ALONE:
        if pattern.fullmatch(text) or (name == "isbn" and _are_isbns(text)):
            values, wrong = several(name, text)
            if name == "isbn" and not values and not _is_long_enough(text):
                continue
            return name, values, wrong
    if NUMBER.fullmatch(text):
        why = f"{text} can be many things: write ISSN, PMID, OCLC, JSTOR or LCCN before it."
        return "number", [], [why]
    return None


def _are_isbns(text):
    """Several, with words of binding in brackets."""
    rest = re.sub(
        identifiers.SCHEMES["isbn"].inside,
        "",
        re.sub(r"\([^()]{0,40}\)|\[[^\[\]]{0,40}\]", "", text),
    )
    return rest != text and not re.search(r"\w", rest)


def _is_long_enough(text):
    return len(re.sub(r"[^0-9Xx]", "", text)) in (10, 13)


def in_words(text):
    """[(name, normal form, as it stands)] of what a line of other words names."""
    found = []
    for name, pattern in IN_WORDS:
        for match in pattern.finditer(text):
            words = match[match.lastindex or 0]
            if name == "doi":
                words = _without_tail(words)
            values, _ = several(name, words)
            found += [(name, value, words) for value in values]
    return found


def _without_tail(words):
    """A DOI without the stop or the bracket that ends the sentence around it."""
    words = words.rstrip(".,;:’'")
    for opened, closed in ("()", "[]"):
        while words.endswith(closed) and words.count(closed) > words.count(opened):
            words = words[:-1].rstrip(".,;:")
    return words
