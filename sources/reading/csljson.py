"""CSL-JSON: one item, a list, or a list under “items” or “references”.

Read here: pandoc takes no single item and none without an id, and tells no line; by
`python -m tests.pasted --pandoc` it reads 6 of 22 texts whole and 2 in part.
"""

import json
import re

from sources import csl
from sources.reading import dates, names
from sources.reading.entries import (
    DATES,
    IDENTIFIERS,
    ROLES,
    WORDS,
    Draft,
    Lines,
    Readings,
    refusal,
)

START = re.compile(
    r"^[ \t]*(?:\[(?=\s*(?:\{|\[\s*[\[{]|\"[^\"]*\"\s*,|[0-9]+\s*,\s*[\"{]))|\{(?=\s*\"))",
    re.MULTILINE,
)
WRAPPER = re.compile(
    r"\{\s*(?:\"[^\"]*\"\s*:\s*\"[^\"]*\"\s*,\s*)*\"(?:items|references)\"\s*:\s*\["
)
DECODER = json.JSONDecoder(parse_constant=str)
# Names of before CSL 1.0.2, and of those that write CSL-JSON in their own way.
ALIASES = {
    **{"event": "event-title", "shortTitle": "title-short", "journalAbbreviation": "container-title-short"},
    **{"container_title": "container-title", "publisher_place": "publisher-place", "url": "URL", "doi": "DOI"},
    **{"isbn": "ISBN", "issn": "ISSN", "archive_place": "archive-place", "archive-location": "archive_location"},
    **{"citation-key": "", "id": "", "type": "", "citation-label": ""},
}  # fmt: skip
TYPES = {"legal-case": "legal_case", "motion-picture": "motion_picture", "article_journal": "article-journal",
         "musical-score": "musical_score", "personal-communication": "personal_communication"}  # fmt: skip
PARTS = {
    *("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal"),
    *("comma-suffix", "static-ordering", "parse-names", "isInstitution", "sequence"),
}
DEEPEST = 30


def read(text, line=1):
    """(readings, rest): of a text that breaks off, the items before that are read."""
    begin = START.search(text).end() - 1
    lines = Lines(text, line)
    first = lines.at(begin)
    if _depth(text) > DEEPEST:
        return [refusal("csl-json", first, f"its brackets stand more than {DEEPEST} deep.")], []
    place, end = begin, begin
    readings, is_list = Readings(), text[begin] == "["
    if wrapper := WRAPPER.match(text, begin):
        place, is_list = wrapper.end() - 1, True
    while True:
        place += len(re.match(r"[\s,\[]*" if is_list else "", text[place : place + 1000])[0])
        at = lines.at(place)
        if is_list and text[place : place + 1] == "]":
            end = (
                place
                + 1
                + len(re.match(r"(?:\s*\})?" if wrapper else "", text[place + 1 : place + 100])[0])
            )
            break
        try:
            value, place = DECODER.raw_decode(text, place)
        except json.JSONDecodeError as error:
            at = line + error.lineno - 1
            readings.append(refusal("csl-json", at, "the JSON breaks off or is broken here."))
            return readings, []
        except (RecursionError, ValueError):
            readings.append(refusal("csl-json", at, "it holds a number that no item has."))
            return readings, []
        readings.append(_reading(value, at))
        if not is_list:
            end = place
            break
    rest = [(line, text[:begin]), (lines.at(end), text[end:])]
    return readings, [(at, words) for at, words in rest if words.strip(" \n\t,;")]


def _depth(text):
    """How deep brackets stand, those in strings among them: an upper bound."""
    depth = deepest = 0
    for sign in re.findall(r"[\[{}\]]", text):
        depth += 1 if sign in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _reading(item, line):
    if not isinstance(item, dict):
        return refusal("csl-json", line, "an item is an object in braces.")
    draft = Draft("csl-json", line, str(item.get("id") or item.get("citation-key") or ""))
    kind = str(item.get("type") or "").strip()
    kind = TYPES.get(kind, kind)
    if kind not in csl.TYPES:
        draft.tell("type", kind)
        draft.sure = "likely"
    draft.fields["type"] = kind if kind in csl.TYPES else "document"
    draft.source["type"] = kind
    for name, value in item.items():
        variable = ALIASES.get(name, name)
        if variable and value not in (None, "", [], {}):
            _put(draft, variable, name, value)
    return draft.reading()


def _put(draft, variable, name, value):
    typed = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if variable in ROLES and isinstance(value, list):
        people = [_person(one) for one in value]
        for one, person in zip(value, people, strict=True):
            more = one if person is None else isinstance(one, dict) and set(one) - PARTS
            if more:
                told = one if person is None else {part: one[part] for part in sorted(more)}
                draft.tell(name, json.dumps(told, ensure_ascii=False))
        draft.names(variable, typed, [person for person in people if person])
    elif variable in DATES:
        edtf = dates.csl(value)
        said = (value.get("literal") or value.get("raw")) if isinstance(value, dict) else None
        if said and value.get("date-parts"):
            draft.tell(name, said)
        elif said:
            typed = str(said)
        draft.date(variable, typed, edtf, name)
    elif variable == "custom" and isinstance(value, dict):
        for inner, words in value.items():
            if inner in IDENTIFIERS and isinstance(words, str):
                draft.identifier(inner, words)
            else:
                draft.tell(f"custom: {inner}", json.dumps(words, ensure_ascii=False))
    elif isinstance(value, dict | bool) or (isinstance(value, list) and variable != "keyword"):
        draft.tell(name, typed)
    elif isinstance(value, list):
        draft.put(variable, typed, ", ".join(map(str, value)), name)
    elif variable in IDENTIFIERS or variable in WORDS:
        draft.variable(variable, str(value), name)
    else:
        draft.tell(name, typed)


def _person(one):
    """The parts of a name; None if it has none."""
    if isinstance(one, str):
        return (names.inverted(one) or [None])[0]
    if not isinstance(one, dict):
        return None
    parts = {name: value for name, value in one.items() if isinstance(value, str) and value.strip()}
    if "literal" in parts:
        return (names.literal(parts["literal"]) or [None])[0]
    made = names.person(parts.get("family", ""), parts.get("given", ""), parts.get("suffix", ""))
    for name in ("dropping-particle", "non-dropping-particle"):
        if parts.get(name):
            made[name] = " ".join(parts[name].split())
    return made if "family" in made else None
