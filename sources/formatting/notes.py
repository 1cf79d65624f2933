"""Citations said as notes by pandoc's citeproc, in the house style: work, label and locator together.

Where works of one author stand on a page, a style tells their short notes apart. So what stands
beside a work belongs to its note, and notes of many pages are made in one document as long as they
agree on that. Those of works that stand alone are made by a variant of the style that tells nothing
apart, all in one document.
"""

import hashlib
import json
import re
from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from sources import csl
from sources.formatting import citeproc, styles
from sources.formatting.styles import FIRST, LATER

# As CSL's English locale calls those labels that it has another name for.
TERMS = {
    "article-locator": "article",
    "elocation": "location",
    "sub-verbo": "sub verbo",
    "title-locator": "title",
}


class Cite(NamedTuple):
    """One citation: the CSL item of a work, where in it, whether its page cites the work for the first
    time, and the items of other works that the page has of the same author."""

    item: dict
    label: str = ""
    locator: str = ""
    position: str = FIRST
    beside: tuple = ()


def key(cite):
    """SHA-256, in hex, of all that makes the note: equal keys, equal notes."""
    return keys({"": cite})[""]


def keys(cites):
    """{name: key} of {name: cite}: what they share is told once."""
    depends, canonical = citeproc.depends_on(), {}

    def told(item):
        if id(item) not in canonical:
            canonical[id(item)] = citeproc.canonical(item)
        return canonical[id(item)]

    return {
        name: _digest(
            told(c.item), c.label, c.locator, c.position, tuple(map(told, c.beside)), depends
        )
        for name, c in cites.items()
    }


@lru_cache(maxsize=10_000)
def _digest(item, label, locator, position, beside, depends):
    told = [item, _locator(label, locator), position, sorted(beside), *depends]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def kin(item):
    """Whose works have to be told apart: the first name on a work, or its title where nobody is."""
    people = next(filter(None, map(item.get, csl.ROLES)), None)
    name = people and (people[0].get("family") or people[0].get("literal"))
    return (name or item.get("title", "")).casefold()


def beside(items):
    """{key: the items of the others of its kin} of the works of one page, {key: item}."""
    groups = defaultdict(list)
    for name, item in items.items():
        groups[kin(item)].append(name)
    return {
        name: tuple(items[other] for other in group if other != name)
        for group in groups.values()
        for name in group
    }


def render(cites):
    """The notes of citations, in order, as HTML with i, b, sup, sub and links, and no more.

    At most four calls of pandoc for all, mostly; several where works of one author stand on some of
    the pages and not on others. Raises Unrenderable.
    """
    made = {}
    for position in (FIRST, LATER):
        these = [cite for cite in cites if cite.position == position]
        alone = {key(cite): cite for cite in these if not cite.beside}
        if alone:
            made |= _document(alone, styles.variant(styles.house(), position, is_alone=True))
        for document in _documents([cite for cite in these if cite.beside]):
            made |= _document(document, styles.variant(styles.house(), position))
    return [made[key(cite)] for cite in cites]


def entries(items):
    """The works' entries in a list of works, in order, in the house style. What a style cites in notes
    alone, as Chicago does letters and manuscripts, has its full note there."""
    made = citeproc.render(items)
    apart = [number for number, html in enumerate(made) if not html]
    full = render([Cite(items[number]) for number in apart])
    for number, html in zip(apart, full, strict=True):
        made[number] = html
    return made


def _documents(cites):
    """The citations cut into documents, in each of which every kin has the same works."""
    contexts, documents = defaultdict(list), defaultdict(dict)
    for cite in cites:
        works = {citeproc.canonical(item) for item in (cite.item, *cite.beside)}
        of_kin = contexts[kin(cite.item)]
        if works not in of_kin:
            of_kin.append(works)
        documents[of_kin.index(works)].setdefault(key(cite), cite)
    return list(documents.values())


def _document(cites, style):
    """{key: note} of citations, {key: cite}, that agree on what stands beside them."""
    numbers, works = {}, []
    for cite in cites.values():
        for item in (cite.item, *cite.beside):
            if numbers.setdefault(citeproc.canonical(item), len(works)) == len(works):
                works.append(item)
    said = [
        (numbers[citeproc.canonical(cite.item)], _locator(cite.label, cite.locator))
        for cite in cites.values()
    ]
    # A style looks only at works that are cited.
    cited = {number for number, _ in said}
    said += [(number, "") for number in range(len(works)) if number not in cited]
    return dict(zip(cites, citeproc.cited(works, said, style), strict=False))


def _locator(label, locator):
    """As citeproc reads it: the label's name before it."""
    # “A-7” is one page; a plain hyphen between numbers is taken for “to”.
    locator = re.sub(r"(?<!\w)([A-Z]+)-(?=\d)", "\\1\u2011", " ".join(locator.split()))
    if not locator or not label:
        return locator
    return f"{TERMS.get(label, label)} {locator}"
