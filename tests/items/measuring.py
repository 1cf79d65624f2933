"""What of an item we hold, and what of it the house style then prints."""

import html as html_lib
import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import unquote

from sources import csl
from sources.desk.pasting import COLUMNS
from sources.formatting import citeproc, renderings, styles
from sources.models import Contributor, Source
from sources.reading import csljson, richtext

AT_ONCE = 250


@dataclass
class Held:
    """An item, as it was given and as we hold it, and what we could not: (what, words)."""

    where: str
    given: dict
    kept: dict = None
    unheld: list = field(default_factory=list)
    refused: str = ""


def held(where, given):
    ((reading, *_), _) = csljson.read(json.dumps(given, ensure_ascii=False))
    found = Held(where, given, refused=reading.refused)
    if reading.refused:
        return found
    found.unheld = [(name, words) for name, words in reading.untold]
    source, people = Source(type="document"), []
    for variable, value in reading.fields.items():
        column = COLUMNS.get(variable, variable if variable == "type" else None)
        if isinstance(value, list):
            people += [contributor(variable, person) for person in value]
        elif column is None:
            found.unheld.append((variable, str(value)))
        elif (longest := Source._meta.get_field(column).max_length or 10**6) < len(value):
            found.unheld.append((f"{variable} of more than {longest}", value))
        else:
            setattr(source, column, value)
    for number, person in enumerate(people):
        person.position = f"{number:06}"
    found.kept = renderings.item_of(source, people)
    return found


def contributor(role, person):
    """A name in our columns."""
    parts = {column: person.get(part, "") for column, part in csl.NAME_PARTS.items()}
    return Contributor(role=role, literal=person.get("literal", ""), **parts)


def as_held(item, kept):
    """An item as it was given, but for what both are to agree on before they are compared: the
    language, which decides on capitals, and a type that CSL has not."""
    given = {name: value for name, value in item.items() if name != "id"}
    kind = csljson.TYPES.get(item.get("type"), item.get("type"))
    given["type"] = kind if kind in csl.TYPES else kept["type"]
    return given | {"language": kept["language"]}


def rendered(items):
    """The full note and the entry of each, as HTML; None of those that pandoc refuses."""
    made = []
    for start in range(0, len(items), AT_ONCE):
        made += _rendered(items[start : start + AT_ONCE])
    return made


def _rendered(items):
    try:
        full = styles.variant(styles.house(), styles.FIRST)
        cites = citeproc.cited(items, [(number, "") for number in range(len(items))], full)
        return [
            f"{note}\n{entry}" for note, entry in zip(cites, citeproc.render(items), strict=True)
        ]
    except citeproc.Unrenderable:
        if len(items) == 1:
            return [None]
        half = len(items) // 2
        return _rendered(items[:half]) + _rendered(items[half:])


DOI = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/[^\s<]*[^\s<.,]")


def words(html):
    """What is read; in one spelling where two are the same thing: composed letters, and DOIs."""
    text = richtext.unescaped(html_lib.unescape(re.sub(r"<[^>]*>", "", html)))
    text = DOI.sub(lambda doi: unquote(doi[0]).casefold().partition("doi.org/")[2], text)
    return re.findall(r"\w+", unicodedata.normalize("NFC", text))


def lost(given, kept):
    """The words that are printed of an item as it was given, and not as we hold it, each once."""
    left = Counter(words(kept))
    return list(dict.fromkeys(word for word in words(given) if not left[word]))


# Why what is printed of an item is not printed of ours, or otherwise; the first that fits.
REASONS = {
    "a date that is none, or empty (“maybe around 2000bc”, “A1”): told to who pastes": lambda one: (
        any(name in csl.DATES.values() for name, _ in one.unheld)
    ),
    "a date in words, which is read as one (“12/2006”, “14 mai 2004”)": lambda one: any(
        isinstance(date := one.given.get(name), dict) and (date.get("literal") or date.get("raw"))
        for name in csl.DATES.values()
    ),
    "what a note says of the work in names that pandoc does not know": lambda one: (
        ":" in str(one.given.get("note", ""))
    ),
    "a particle or suffix, taken apart from the name": lambda one: any(
        len(person) > 2 for role in csl.ROLES for person in one.kept.get(role, ())
    ),
    "a DOI that holds an address, or signs of HTML": lambda one: (
        "doi.org" in one.given.get("DOI", "") or "<" in one.given.get("DOI", "")
    ),
    "“event”, as CSL 1.0 called event-title: the style asks for both": lambda one: (
        "event" in one.given
    ),
}


def reason(one):
    return next((said for said, fits in REASONS.items() if fits(one)), "")
