"""RIS, in the dialects of EndNote, Reference Manager, Zotero, Mendeley and the publishers.

Read here: rispy 0.10 passes over an entry that is not ended and knows no lines; pandoc refuses the
whole text for one line that goes on without a tag, and by `python -m tests.pasted --pandoc` reads
14 of 30 texts whole, 14 in part and 2 not.
"""

import re
from dataclasses import replace

from sources.reading import dates, names, numbers, richtext
from sources.reading.entries import Draft, Readings, refusal

START = re.compile(r"^[ \t]*(?:TY  ?- ?|TY {0,3}-[ \t]+)\w", re.MULTILINE)
LINE = re.compile(r"[ \t\ufeff]*([A-Z][A-Z0-9]) {0,3}-(?: (.*)|$)", re.DOTALL)

TYPES = {
    **dict.fromkeys(("BOOK", "EBOOK", "CLSWK", "SER", "EDBOOK", "WHOLE"), "book"),
    **dict.fromkeys(("CHAP", "ECHAP"), "chapter"),
    **dict.fromkeys(("JOUR", "EJOUR", "JFULL", "ABST", "INPR"), "article-journal"),
    **dict.fromkeys(("CPAPER", "CONF"), "paper-conference"),
    **dict.fromkeys(("CASE",), "legal_case"),
    **dict.fromkeys(("STAT", "LEGAL"), "legislation"),
    "MAP": "map",
    **dict.fromkeys(("ELEC", "ICOMM", "WEB"), "webpage"),
    **dict.fromkeys(("ADVS", "MPCT", "VIDEO"), "motion_picture"),
    **dict.fromkeys(("SOUND", "MUSIC"), "song"),
    **dict.fromkeys(("ART", "SLIDE", "FIGURE", "CHART"), "graphic"),
    **dict.fromkeys(("RPRT", "GOVDOC", "GRNT"), "report"),
    **dict.fromkeys(("UNPB", "MANSCPT", "ANCIENT"), "manuscript"),
    **dict.fromkeys(("DATA", "DBASE", "AGGR"), "dataset"),
    **{"MGZN": "article-magazine", "NEWS": "article-newspaper", "THES": "thesis", "PAMP": "pamphlet"},
    **{"PCOMM": "personal_communication", "PAT": "patent", "HEAR": "hearing", "BILL": "bill", "BLOG": "post-weblog"},
    **{"ENCYC": "entry-encyclopedia", "DICT": "entry-dictionary", "STAND": "standard", "COMP": "software"},
    **{"GEN": "document", "CTLG": "document", "UNBILL": "bill", "EQUA": "document", "MULTI": "document"},
}  # fmt: skip
PARTS = {"chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary"}
ARTICLES = {"article-journal", "article-magazine", "article-newspaper"}
FIELDS = {
    **dict.fromkeys(("TI", "T1", "CT"), "title"),
    **dict.fromkeys(("JO", "JF"), "container-title"),
    **dict.fromkeys(("JA", "J1", "J2"), "container-title-short"),
    **dict.fromkeys(("AB", "N2"), "abstract"),
    **dict.fromkeys(("N1", "RN"), "note"),
    **dict.fromkeys(("CY", "PP"), "publisher-place"),
    **dict.fromkeys(("CN", "AN"), "call-number"),
    **{"PB": "publisher", "VL": "volume", "ET": "edition", "KW": "keyword", "LA": "language"},
    **{"ST": "title-short", "SE": "section", "DP": "source", "DB": "archive", "NV": "number-of-volumes"},
    **{"T3": "collection-title", "RI": "reviewed-title", "AV": "archive_location", "M3": "genre"},
    **{"UR": "URL", "LK": "URL", "DO": "DOI", "DI": "DOI", "OP": "original-publisher"},
}  # fmt: skip
# What another tag holds depends on the type of the entry: {tag: ((types, variable), …)}.
ANY = set(TYPES.values())
WITHIN = PARTS | ARTICLES
BY_TYPE = {
    "T2": (
        (WITHIN | {"webpage", "post-weblog", "legislation"}, "container-title"),
        (ANY, "collection-title"),
    ),
    "BT": ((WITHIN, "container-title"), (ANY, "title")),
    "IS": ((ARTICLES, "issue"), ({"book"} | PARTS, "collection-number"), (ANY, "number")),
    "M1": ((ARTICLES, "issue"), (ANY - WITHIN, "number")),
    "C1": (({"paper-conference"}, "event-place"), ({"map"}, "scale")),
    "C2": (({"article-journal"}, "PMCID"),),
    "C3": (({"paper-conference"}, "event-title"),),
    "SP": (({"book", "thesis", "report"}, "number-of-pages"), (ANY, "first page")),
    "EP": ((ANY, "last page"),),
}
ROLES = {
    **dict.fromkeys(("AU", "A1"), "author"),
    **dict.fromkeys(("ED", "A2"), "editor"),
    **{"A3": "collection-editor", "A4": "translator"},
}
ROLE_BY_TYPE = {("A2", "thesis"): "contributor", ("A2", "personal_communication"): "recipient"}
DATES = ("DA", "PY", "Y1")
SEVERAL = {"keyword": ", ", "note": "; "}


def read(text, line=1):
    """(readings, [(line, text)] of what stands outside of all entries)."""
    readings, rest, outside, entry = Readings(), [], [], None
    for number, words in enumerate(text.split("\n"), line):
        found = LINE.fullmatch(words)
        tag, value = (found[1], (found[2] or "").strip()) if found else ("", words.strip())
        if tag == "TY":
            if entry:
                readings.append(_unended(*entry))
            rest += _kept(outside)
            entry, outside = (number, [(tag, value)]), []
        elif entry is None:
            outside.append((number, words))
        elif tag == "ER":
            readings.append(_reading(*entry))
            entry = None
        elif tag:
            entry[1].append((tag, value))
        elif value:
            tag, before = entry[1][-1]
            entry[1][-1] = (tag, f"{before} {value}")
    if entry:
        readings.append(_unended(*entry))
    return readings, rest + _kept(outside)


def _kept(lines):
    if not any(words.strip() for _, words in lines):
        return []
    return [(lines[0][0], "\n".join(words for _, words in lines))]


def _unended(line, tags):
    """Nobody can tell whether the rest of it was lost."""
    reading = _reading(line, tags)
    if reading.refused or "title" not in reading.fields:
        why = "its end, “ER  -”, is missing, and so is its title."
        return refusal("ris", line, why, reading.key)
    told = ("ER", "the end of the entry is missing")
    return replace(reading, sure="likely", untold=(*reading.untold, told))


def _reading(line, tags):
    key = next((value for tag, value in tags if tag == "ID"), "")
    draft, kind = Draft("ris", line, key), tags[0][1].strip().upper()
    draft.fields["type"] = TYPES.get(kind, "document")
    draft.source["type"] = tags[0][1]
    if kind not in TYPES:
        draft.tell("TY", tags[0][1])
    _put_dates(draft, [(tag, value) for tag, value in tags if tag in DATES])
    held = {}
    for tag, value in sorted(tags[1:], key=lambda one: one[0] == "JO"):
        if tag == "ID" or tag in DATES or not value:
            continue
        variable = _variable(tag, draft.fields["type"])
        if tag in ROLES:
            role = ROLE_BY_TYPE.get((tag, draft.fields["type"]), ROLES[tag])
            draft.names(role, value, names.inverted(value))
        elif variable in SEVERAL or variable in ("first page", "last page"):
            held.setdefault(variable, []).append(value)
        else:
            _put(draft, tag, variable, value)
    for variable, mark in SEVERAL.items():
        draft.put(variable, mark.join(held.get(variable, [])))
    _put_pages(draft, held.get("first page", []), held.get("last page", []))
    return draft.reading()


def _variable(tag, kind):
    by_type = (variable for kinds, variable in BY_TYPE.get(tag, ()) if kind in kinds)
    return FIELDS.get(tag) or next(by_type, "")


def _put(draft, tag, variable, value):
    if tag == "SN":
        digits = len(re.sub(r"[^0-9Xx]", "", value.split("(")[0]))
        draft.identifier("ISSN" if digits % 8 == 0 and digits < 20 else "ISBN", value, "SN")
    elif tag == "Y2":
        draft.date("accessed", value, dates.ris(value), "Y2")
    elif tag == "JO" and "container-title" in draft.fields:
        # The short title, where another tag has the full one.
        same = richtext.folded(draft.fields["container-title"]) == richtext.folded(value)
        draft.put("container-title-short", value, "" if same else value, tag)
    elif (
        tag in ("UR", "M3", "LK")
        and (found := numbers.lone(value))
        and found[0] == "doi"
        and found[1]
    ):
        draft.identifier("DOI", value, tag)
    elif variable:
        draft.variable(variable, value, tag)
    else:
        draft.tell(tag, value)


def _put_dates(draft, given):
    """The fullest of its dates; another is told where it is no shorter form of that."""
    read = [
        (dates.ris(value) or dates.edtf(value) or dates.from_words(value), tag, value)
        for tag, value in given
    ]
    for place, (edtf, tag, value) in enumerate(read):
        date, _, other = value.rpartition("/")
        if not edtf and date.count("/") == 2 and dates.ris(date):
            read[place] = (dates.ris(date), tag, value)
            draft.tell(tag, other)
    fullest = max((edtf for edtf, _, _ in read), key=len, default="")
    for edtf, tag, value in read:
        if edtf and edtf == fullest:
            draft.date("issued", value, edtf, tag)
        elif not edtf or not fullest.startswith(edtf):
            draft.tell(tag, value)


def _put_pages(draft, first, last):
    for more in (*first[1:], *last[1:]):
        draft.tell("pages", more)
    first, last = (given[0] if given else "" for given in (first, last))
    if draft.fields["type"] in ("book", "thesis", "report") and not first:
        draft.tell("EP", last)
    elif first and last and first != last and "-" not in first:
        draft.variable("page", f"{first}-{last}")
    else:
        draft.variable("page", first or last)
