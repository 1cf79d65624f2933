"""EndNote: its XML, and the older form in which each line begins with % and a letter (Refer).

The XML is read by defusedxml, which follows no entity, and line by line, so that a refused record
is named by its line. pandoc reads the XML too, and refuses all of it for one fault; it knows no
tagged form. By `python -m tests.pasted --pandoc` it reads 4 of 16 texts whole and 3 in part.
"""

import re
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml.sax import parseString

from sources.reading import dates, names, numbers
from sources.reading.entries import Draft, Readings, refusal

XML = re.compile(
    r"(?:<\?xml\b[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>\s*)?<(?:xml|records|record)\b",
    re.DOTALL | re.IGNORECASE,
)
TAGGED = re.compile(r"^[ \t]*%(?:0[ \t]+\S|[A-Z][ \t]+\S.*\n[ \t]*%[0-9A-Z][ \t]+\S)", re.MULTILINE)
LINE = re.compile(r"[ \t]*%(\S)(?:[ \t]+(.*)|[ \t]*$)")

TYPES = {
    **dict.fromkeys(("book", "edited book", "electronic book", "classical work", "serial"), "book"),
    **dict.fromkeys(("book section", "electronic book section", "book chapter"), "chapter"),
    **dict.fromkeys(("journal article", "electronic article", "article in press"), "article-journal"),
    **dict.fromkeys(("conference paper", "conference proceedings", "conference proceeding"), "paper-conference"),
    **dict.fromkeys(("film or broadcast", "audiovisual material", "film", "video"), "motion_picture"),
    **dict.fromkeys(("artwork", "figure", "chart or table"), "graphic"),
    **dict.fromkeys(("government document", "report", "grant"), "report"),
    **dict.fromkeys(("legal rule or regulation", "statute"), "legislation"),
    **dict.fromkeys(("unpublished work", "manuscript", "ancient text"), "manuscript"),
    **dict.fromkeys(("web page", "online multimedia", "online database"), "webpage"),
    **{"magazine article": "article-magazine", "newspaper article": "article-newspaper", "thesis": "thesis"},
    **{"personal communication": "personal_communication", "map": "map", "patent": "patent", "bill": "bill"},
    **{"encyclopedia": "entry-encyclopedia", "dictionary": "entry-dictionary", "blog": "post-weblog"},
    **{"case": "legal_case", "hearing": "hearing", "pamphlet": "pamphlet", "standard": "standard"},
    **{"computer program": "software", "music": "song", "dataset": "dataset", "generic": "document"},
}  # fmt: skip
PARTS = {"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"}
ARTICLES = {"article-journal", "article-magazine", "article-newspaper"}
REFER = {
    **{"T": "title", "B": "secondary-title", "S": "tertiary-title", "I": "publisher", "C": "publisher-place"},
    **{"V": "volume", "N": "number", "P": "pages", "7": "edition", "6": "number-of-volumes", "X": "abstract"},
    **{"O": "note", "Z": "note", "K": "keyword", "G": "language", "L": "call-number", "M": "call-number"},
    **{"!": "title-short", "U": "url", "R": "electronic-resource-num", "@": "isbn", "9": "genre"},
    **{"J": "secondary-title", "D": "year", "8": "date", "[": "accessed", "&": "section"},
    **{"F": "label", "W": "remote-database-provider", "~": "remote-database-name"},
}  # fmt: skip
REFER_ROLES = {
    "A": "author",
    "E": "editor",
    "Y": "collection-editor",
    "?": "translator",
    "Q": "author",
}
XML_ROLES = {"authors": "author", "secondary-authors": "editor", "tertiary-authors": "collection-editor",
             "subsidiary-authors": "translator", "translated-authors": "translator"}  # fmt: skip
# Elements of the XML by the names that both forms have here.
ELEMENTS = {"pub-location": "publisher-place", "num-vols": "number-of-volumes", "notes": "note",
            "short-title": "title-short", "alt-title": "container-title-short", "work-type": "genre",
            "abbr-1": "container-title-short", "call-num": "call-number", "isbn": "isbn",
            "research-notes": "annote", "custom2": "custom2", "full-title": "secondary-title",
            "access-date": "accessed"}  # fmt: skip
KEPT = {"italic": "i", "bold": "b", "superscript": "sup", "subscript": "sub"}
# What only says where in EndNote it stands.
OF_PROGRAM = {"database", "source-app", "rec-number", "ref-type", "key", "foreign-keys", "periodical",
              "alt-periodical", "language-code", "label"}  # fmt: skip


def read_xml(text, line=1):
    """(readings, rest): a file whose markup breaks keeps the records before that."""
    start = XML.search(text).start()
    before, body = text[:start], text[start:]
    first = line + before.count("\n")
    found = _Records(first)
    try:
        # Its declaration may name an encoding that the text has no more.
        parseString(re.sub(r"^<\?xml[^>]*>", "", body).encode(), found, forbid_dtd=False)
    except DefusedXmlException:
        why = "it declares entities, which are not followed: leave them out."
        return [refusal("endnote", first, why)], []
    except SAXException as error:
        at = first + max(getattr(error, "getLineNumber", lambda: 1)() - 1, 0)
        return [
            *found.readings,
            refusal("endnote", at, "the XML breaks off or is broken here."),
        ], []
    return found.readings, [(line, before)]


class _Records(ContentHandler):
    """Readings of the records; each leaf element is (path, words)."""

    def __init__(self, line):
        super().__init__()
        self.first, self.readings = line, Readings()
        self.path, self.words, self.record = [], [], None

    def startElement(self, name, attributes):
        name = name.lower()
        self.path.append(name)
        if name == "record":
            line = self.first + self._locator.getLineNumber() - 1
            self.record = (line, [])
        if name == "style":
            mark = next(
                (KEPT[face] for face in attributes.get("face", "").split() if face in KEPT), ""
            )
            self.words.append(f"<{mark}>" if mark else "")
            self.path[-1] = f"style {mark}"
        else:
            self.words = []
        if name == "ref-type" and self.record:
            self.record[1].append(("ref-type", attributes.get("name", "")))

    def characters(self, content):
        self.words.append(content)

    def endElement(self, name):
        ended = self.path.pop()
        if ended.startswith("style "):
            mark = ended.removeprefix("style ")
            self.words.append(f"</{mark}>" if mark else "")
            return
        words, self.words = "".join(self.words).strip(), []
        if ended == "record" and self.record:
            self.readings.append(_xml_reading(*self.record))
            self.record = None
        elif self.record and words and ended != "ref-type":
            self.record[1].append(("/".join([*self.path[-2:], ended]), words))


def _xml_reading(line, leaves):
    kind = next((words for name, words in leaves if name == "ref-type"), "")
    key = next((words for name, words in leaves if name.endswith("/rec-number")), "")
    draft = _draft(line, kind, key)
    given = []
    for path, words in leaves:
        *_, parent, name = ("", *path.split("/"))
        parents = path.split("/")[:-1]
        role = next((XML_ROLES[one] for one in parents if one in XML_ROLES), "")
        if role and name == "author":
            draft.names(role, words, names.inverted(words))
        elif parents[-1:] == ["pub-dates"]:
            given.append(("date", words))
        elif "urls" in parents or name == "url":
            given.append(("url", words) if name == "url" else (name, words))
        elif name not in OF_PROGRAM and parent not in OF_PROGRAM - {"periodical", "alt-periodical"}:
            given.append((ELEMENTS.get(name, name), words))
    _put_all(draft, given)
    return draft.reading()


def read_tagged(text, line=1):
    """(readings, rest); an entry begins with %0 or after a blank line, at which values end."""
    readings, entry, outside, blank = Readings(), None, [], True
    for number, words in enumerate(text.split("\n"), line):
        found = LINE.fullmatch(words)
        tag, value = (found[1], (found[2] or "").strip()) if found else ("", words.strip())
        if tag == "0" or (tag and blank):
            if entry:
                readings.append(_tagged_reading(*entry))
            entry = (number, [(tag, value)])
        elif entry and tag:
            entry[1].append((tag, value))
        elif entry and value and not blank:
            tag, before = entry[1][-1]
            entry[1][-1] = (tag, f"{before} {value}")
        else:
            outside.append((number, words))
        blank = not value and not tag
    if entry:
        readings.append(_tagged_reading(*entry))
    if not any(words.strip() for _, words in outside):
        return readings, []
    return readings, [(outside[0][0], "\n".join(words for _, words in outside))]


def _tagged_reading(line, tags):
    given, held = [], dict(reversed(tags))
    draft = _draft(line, held.get("0") or _untyped(held), held.get("F", ""))
    for tag, value in tags:
        if tag in ("0", "F"):
            continue
        if tag in REFER_ROLES:
            people = names.literal(value) if tag == "Q" else names.inverted(value)
            draft.names(REFER_ROLES[tag], value, people)
        else:
            given.append((REFER.get(tag, f"%{tag}"), value))
    _put_all(draft, given)
    return draft.reading()


def _untyped(held):
    """The type of an entry that has none, as Refer told it by its tags."""
    types = {"J": "journal article", "B": "book section", "I": "book"}
    return next((kind for tag, kind in types.items() if tag in held), "generic")


def _draft(line, kind, key):
    draft = Draft("endnote", line, key)
    draft.fields["type"] = TYPES.get(kind.strip().casefold(), "document")
    draft.source["type"] = kind
    if kind.strip().casefold() not in TYPES:
        draft.tell("type of entry", kind)
    return draft


def _put_all(draft, given):
    kind = draft.fields["type"]
    part = kind in PARTS or kind in ARTICLES
    variables = {
        "secondary-title": "container-title" if part or kind == "webpage" else "collection-title",
        "tertiary-title": "collection-title",
        "number": "issue"
        if kind in ARTICLES
        else "collection-number"
        if kind in ("book", "chapter")
        else "number",
        "issue": "issue" if kind in ARTICLES else "number",
        "url": "URL",
        "pages": "page" if part else "number-of-pages",
        "electronic-resource-num": "DOI",
        "remote-database-name": "archive",
        "remote-database-provider": "source",
    }
    _put_dates(draft, given)
    for variable, mark in (("keyword", ", "), ("note", "; ")):
        draft.put(variable, mark.join(words for name, words in given if name == variable))
    for name, words in given:
        variable = variables.get(name, name)
        if name in ("year", "date", "keyword", "note", "label"):
            continue
        if name == "isbn":
            digits = len(re.sub(r"[^0-9Xx]", "", words.split("(")[0]))
            draft.identifier("ISSN" if digits % 8 == 0 and digits < 20 else "ISBN", words, name)
        elif name == "url" and (found := numbers.lone(words)) and found[0] == "doi" and found[1]:
            draft.identifier("DOI", words, name)
        elif name == "custom2" and kind == "article-journal" and words.upper().startswith("PMC"):
            draft.identifier("PMCID", words, name)
        elif variable in KNOWN:
            draft.variable(variable, words, name)
        else:
            draft.tell(name, words)


KNOWN = {
    *("title", "container-title", "collection-title", "collection-number", "publisher", "number"),
    *("publisher-place", "volume", "issue", "page", "number-of-pages", "number-of-volumes", "URL"),
    *("abstract", "annote", "language", "call-number", "title-short", "container-title-short"),
    *("DOI", "genre", "section", "archive", "source", "accessed", "edition"),
}


def _put_dates(draft, given):
    """The year, with the day and month beside it where there are any."""
    year = next((words for name, words in given if name == "year"), "")
    days = [words for name, words in given if name == "date"]
    edtf = dates.edtf(year) or dates.from_words(year)
    for day in days:
        fuller = dates.edtf(day) or dates.from_words(day)
        fuller = fuller or (dates.from_words(f"{day} {year}") or dates.from_words(f"{day}, {year}"))
        if fuller and (not edtf or fuller.startswith(edtf)):
            draft.date("issued", f"{day} {year}".strip(), fuller)
        else:
            draft.tell("date", day)
    if "issued" not in draft.fields:
        draft.date("issued", year, edtf, "year")
    for more in [words for name, words in given if name == "year"][1:]:
        draft.tell("year", more)
