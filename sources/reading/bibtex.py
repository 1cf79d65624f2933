"""BibTeX and BibLaTeX.

bibtexparser splits the text; what it makes of names is taken, strings, inheritance and dates are
read here. pandoc reads both formats too, and does not end where an entry is its own parent; one
unclosed brace makes it refuse all entries, and it passes over fields that it does not know. By
`python -m tests.pasted --pandoc` it reads 36 of 64 texts whole, 20 in part and 8 not, its small
letters in titles forgiven.
"""

import logging
import re
from dataclasses import dataclass, field

from bibtexparser import model
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.splitter import Splitter

from sources import csl
from sources.reading import dates, languages, names, numbers, richtext, tex
from sources.reading.entries import ENTRIES, Draft, Readings, Unreadable, refusal

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False

START = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
# What a value becomes when its strings are put in; a bomb doubles them.
LONGEST_STRING, LONGEST_VALUE, MOST_PIECES = 5_000, 50_000, 1_000
MONTHS = {
    name: name
    for name in ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}

TYPES = {
    **dict.fromkeys(("book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings"), "book"),
    **dict.fromkeys(("inbook", "incollection", "bookinbook", "suppbook", "suppcollection"), "chapter"),
    **dict.fromkeys(("inproceedings", "conference"), "paper-conference"),
    **dict.fromkeys(("thesis", "phdthesis", "mastersthesis"), "thesis"),
    **dict.fromkeys(("online", "electronic", "www"), "webpage"),
    **dict.fromkeys(("report", "techreport", "manual"), "report"),
    **dict.fromkeys(("reference", "mvreference"), "book"),
    **dict.fromkeys(("periodical", "suppperiodical"), "periodical"),
    **dict.fromkeys(("misc", "set"), "document"),
    **dict.fromkeys(("movie", "video"), "motion_picture"),
    **dict.fromkeys(("music", "audio"), "song"),
    **dict.fromkeys(("image", "artwork"), "graphic"),
    **dict.fromkeys(("jurisdiction", "legal"), "legal_case"),
    **{name: name for name in ("patent", "dataset", "software", "performance", "review", "standard", "legislation")},
    **{"article": "article-journal", "inreference": "entry-encyclopedia", "booklet": "pamphlet"},
    **{"unpublished": "manuscript", "letter": "personal_communication", "newspaper": "article-newspaper"},
}  # fmt: skip
PARTS = {"chapter", "paper-conference", "entry-encyclopedia"}
GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis", "manual": "manual",
          "mathesis": "Master’s thesis", "bathesis": "Bachelor’s thesis",
          "candthesis": "Candidate thesis", "techreport": "technical report",
          "resreport": "research report"}  # fmt: skip
SUBTYPES = {"newspaper": "article-newspaper", "magazine": "article-magazine"}
FIELDS = {
    **dict.fromkeys(("location", "address"), "publisher-place"),
    **dict.fromkeys(("publisher", "school", "institution", "organization"), "publisher"),
    **dict.fromkeys(("note", "addendum"), "note"),
    **dict.fromkeys(("annote", "annotation"), "annote"),
    **dict.fromkeys(("keywords", "keyword"), "keyword"),
    **dict.fromkeys(("shorttitle", "shorthandtitle"), "title-short"),
    **dict.fromkeys(("shortjournal", "journalabbr", "journalabbreviation"), "container-title-short"),
    **dict.fromkeys(("library", "callnumber", "call-number", "lccallnumber"), "call-number"),
    **dict.fromkeys(("eventtitle", "conference"), "event-title"),
    **dict.fromkeys(("pages", "page"), "page"),
    **dict.fromkeys(("pagetotal", "numpages"), "number-of-pages"),
    **{"abstract": "abstract", "chapter": "chapter-number", "volume": "volume", "volumes": "number-of-volumes"},
    **{"part": "part-number", "edition": "edition", "version": "version", "venue": "event-place"},
    **{"origtitle": "original-title", "origpublisher": "original-publisher", "origlocation": "original-publisher-place"},
    **{"url": "URL", "urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"},
    **{"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "oclc": "OCLC"},
    **{"lccn": "LCCN", "arxivid": "arXiv", "hdl": "handle", "lastchecked": "accessed", "jstor": "JSTOR", "cobiss": "COBISS", "wikidata": "Wikidata", "archive": "archive"},
}  # fmt: skip
ROLES = {
    **{"author": "author", "editor": "editor", "translator": "translator", "bookauthor": "container-author"},
    **{"director": "director", "illustrator": "illustrator", "compiler": "compiler", "composer": "composer"},
    **{"interviewer": "interviewer", "recipient": "recipient", "origauthor": "original-author"},
}  # fmt: skip
EDITORS = {"editor": "editor", "compiler": "compiler", "founder": "", "continuator": "", "redactor": "editor",
           "reviser": "", "collaborator": "contributor", "organizer": "organizer",
           "director": "director"}  # fmt: skip
EPRINTS = {"arxiv": "arXiv", "pubmed": "PMID", "pmid": "PMID", "pmc": "PMCID", "pmcid": "PMCID",
           "hdl": "handle", "handle": "handle", "jstor": "JSTOR", "oclc": "OCLC",
           "wikidata": "Wikidata"}  # fmt: skip
# What an entry does not take from its parent (biblatex, “Field inheritance”), and new names.
OWN = {"crossref", "xref", "xdata", "ids", "label", "options", "shorthand", "sortname", "keywords", "key",
       "abstract", "annotation", "annote", "addendum", "note", "entryset", "related", "shorttitle",
       "pages", "file"}  # fmt: skip
TITLES = ("title", "subtitle", "titleaddon")
IN_PARENT = {
    **dict.fromkeys(("periodical",), "journal"),
    **dict.fromkeys(("mvbook", "mvcollection", "mvproceedings", "mvreference"), "main"),
}


@dataclass
class Entry:
    """One entry with its strings put in: {field: words}, in lower case."""

    kind: str
    key: str
    line: int
    values: dict
    fault: str = ""
    undefined: list = field(default_factory=list)
    again: tuple = ()


def read(text, line=1):
    """(readings, [(line, text)] of what stands outside of all entries)."""
    if len(START.findall(text)) > 2 * ENTRIES:
        raise Unreadable(
            f"This text has more than {2 * ENTRIES:,} entries of BibTeX: give it in parts."
        )
    entries, refused, rest = _split(text, line)
    known = {}
    for entry in entries:
        known.setdefault(entry.key.casefold(), entry)
    readings = Readings(refused)
    readings.extend(_reading(entry, known) for entry in entries if entry.kind != "xdata")
    return sorted(readings, key=lambda reading: reading.line), rest


def _split(text, line):
    """(entries, refused readings, rest)."""
    entries, refused, rest, strings = [], [], [], dict(MONTHS)
    failed, before = False, None
    for block in Splitter(text).split().blocks:
        at = block.start_line + line
        # Names that are given twice are no fault of the text.
        block = getattr(block, "ignore_error_block", None) or block
        if isinstance(block, model.String):
            strings[block.key.strip().casefold()] = _value(block.value, strings, LONGEST_STRING)[0]
        elif isinstance(block, model.ImplicitComment):
            # What follows a broken entry is most likely the rest of it.
            if before and block.comment[0] in ",}":
                before.fault = "a brace in it is closed too early, or one is too many."
            elif not failed:
                rest.append((at, block.comment))
        elif isinstance(block, model.ParsingFailedBlock):
            refused.append(_failed(block, at))
        elif isinstance(block, model.Entry):
            entries.append(_entry(block, line, strings))
        failed = isinstance(block, model.ParsingFailedBlock)
        before = entries[-1] if isinstance(block, model.Entry) else None
    return entries, refused, [(at, _without_comments(words)) for at, words in rest]


def _without_comments(words):
    """Lines that begin with % are comments; they are blanked, so that lines still count."""
    return re.sub(r"(?m)^[ \t]*%(?![0A-Z] ).*$", "", words)


def _failed(block, line):
    key = re.match(r"\s*@\w+\s*[{(]\s*([^,\s={}()]*)\s*,", block.raw)
    if "end of file" in str(getattr(block.error, "abort_reason", "")):
        why = "a brace or quotation mark that is opened here is not closed."
    elif "block start" in str(getattr(block.error, "abort_reason", "")):
        why = "a brace or quotation mark is not closed before the next entry begins."
    elif not key:
        why = "it has no key: one begins @book{name, title = {…}}."
    else:
        why = "a comma or a sign of equality is missing in it."
    return refusal("bibtex", line, why, key[1] if key else "")


def _entry(block, line, strings):
    made = Entry(block.entry_type.casefold(), block.key.strip(), block.start_line + line, {})
    again = []
    for one in block.fields:
        name = one.key.strip().casefold()
        value, fault = _value(one.value, strings, LONGEST_VALUE, made.undefined)
        if fault:
            made.fault = made.fault or f"its field {richtext.cut(name, 40)} {fault}"
        elif not re.fullmatch(r"[\w:+./-]{1,60}", name):
            made.fault = (
                made.fault
                or f"“{richtext.cut(name, 40)}” is no name of a field: is a comma missing before it?"
            )
        elif name in made.values:
            again.append((name, value))
        else:
            made.values[name] = value
    made.again = tuple(again)
    return made


PIECE = re.compile(r"\s*(?:(?P<word>[^\s#{}\"',=]+)|(?P<open>[{\"]))")
JOINT = re.compile(r"\s*(?P<sign>#|$)")


def _value(raw, strings, longest, undefined=None):
    """(the words of a value, what is wrong with it): pieces joined by #, each braced, quoted, a
    number or the name of a string."""
    made, length, place = [], 0, 0
    while True:
        piece = PIECE.match(raw, place)
        if not piece:
            return "", "has no value."
        if word := piece["word"]:
            place = piece.end()
            if word.casefold() in strings:
                word = strings[word.casefold()]
                if word is None:
                    return None, f"takes a string that grows beyond {longest:,} characters."
            elif not word.isdigit() and undefined is not None:
                # Its name is all that is known of it.
                undefined.append(word)
        else:
            start, place = piece.end(), _end(raw, piece.end() - 1) + 1
            if not place:
                return "", "has braces that do not fit each other."
            word = raw[start : place - 1]
        made.append(word)
        length += len(word)
        if length > longest or len(made) > MOST_PIECES:
            return None, f"has more than {longest:,} characters."
        joint = JOINT.match(raw, place)
        if not joint:
            return "", "has no comma behind it."
        if not joint["sign"]:
            return "".join(made), ""
        place = joint.end()


ENDING = re.compile(r"\\.|[{}\"]", re.DOTALL)


def _end(raw, start):
    """Where the brace or quotation mark at `start` is closed; -1 if nowhere."""
    depth, quoted = 0, raw[start] == '"'
    for found in ENDING.finditer(raw, start + 1):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            if not depth:
                return -1 if quoted else found.start()
            depth -= 1
        elif sign == '"' and quoted and not depth:
            return found.start()
    return -1


def _inherited(entry, known):
    """{field: words} with those of its parents, and the parents that are nowhere."""
    values, missing = dict(entry.values), []
    seen, left = {entry.key.casefold()}, [("xdata", entry), ("crossref", entry)]
    while left and len(seen) < 20:
        how, child = left.pop(0)
        for key in re.split(r"\s*,\s*", child.values.get(how, "").strip()):
            parent = known.get(key.casefold())
            if not key or key.casefold() in seen:
                continue
            if not parent:
                missing.append((how, key))
                continue
            seen.add(key.casefold())
            for name, value in parent.values.items():
                if how == "crossref":
                    name = _name_in_child(name, parent.kind, entry.kind)
                if name and name not in values and (how == "xdata" or name not in OWN):
                    values[name] = value
            left += [("xdata", parent), ("crossref", parent)]
    return values, missing


def _name_in_child(name, parent, child):
    part = TYPES.get(child) in PARTS or child in ("inbook", "article", "suppperiodical")
    if name in TITLES:
        prefix = IN_PARENT.get(parent, "book" if part else "main")
        return f"{prefix}{name}"
    if name == "author" and part and parent in ("book", "mvbook"):
        return "bookauthor" if child in ("inbook", "bookinbook", "suppbook") else ""
    return name


def _reading(entry, known):
    draft = Draft("bibtex", entry.line, entry.key)
    if entry.fault:
        draft.refuse(entry.fault)
        return draft.reading()
    values, missing = _inherited(entry, known)
    if missing:
        draft.sure = "likely"
        draft.untold += [(how, f"{key} is not in this text") for how, key in missing]
    for name in entry.undefined:
        draft.sure = "likely"
        draft.tell("string", f"{name} is not defined")
    for name in ("xdata", "crossref"):
        values.pop(name, None)
    kind = TYPES.get(entry.kind)
    if not kind:
        draft.tell("type of entry", entry.kind)
    draft.fields["type"] = kind or "document"
    draft.source["type"] = f"@{entry.kind}"
    _read_type(draft, entry.kind, values)
    _read_titles(draft, values)
    _read_dates(draft, values)
    _read_people(draft, values)
    _read_numbers(draft, values)
    if draft.fields["type"] == "paper-conference" and {"address", "location"} <= set(values):
        values["venue"] = values.pop("location")
    for name, words in [*values.items(), *entry.again]:
        _read_field(draft, name, words)
    return draft.reading()


def _read_field(draft, name, words):
    variable = FIELDS.get(name)
    if not words.strip():
        return
    if variable == "URL":
        found = re.fullmatch(r"\s*\\url\s*\{(.*)\}\s*", words, re.DOTALL)
        draft.put("URL", words, _address(found[1] if found else words), name)
    elif variable in ("accessed", "original-date", "event-date"):
        draft.date(variable, _date(words), name=name)
    elif variable:
        draft.variable(variable, tex.plain(words), name)
    else:
        draft.tell(name, tex.plain(words))


def _address(words):
    return re.sub(r"\\([%#&_~$])", r"\1", words.replace("{\\_}", "_").replace("\\~{}", "~")).strip(
        "{}"
    )


def _read_type(draft, kind, values):
    subtype = values.get("entrysubtype", "").casefold()
    if kind == "article" and subtype in SUBTYPES:
        draft.fields["type"] = SUBTYPES[values.pop("entrysubtype").casefold()]
    elif subtype in csl.TYPES:
        draft.fields["type"] = values.pop("entrysubtype").casefold()
    typed = tex.plain(values.pop("type", "")).strip()
    genre = GENRES.get(typed.casefold(), typed) or GENRES.get(kind, "")
    draft.put("genre", typed or f"@{kind}", genre)
    if kind == "unpublished" and values.get("eventtitle"):
        draft.fields["type"] = "speech"
    if kind == "inbook" and "booktitle" not in values:
        # BibTeX's: its title is the book's, and the chapter has a number alone.
        draft.fields["type"] = "book"


def _title(values, prefix=""):
    """“Title: Subtitle” of the fields with a prefix."""
    title, subtitle = (values.pop(f"{prefix}{name}", "").strip() for name in ("title", "subtitle"))
    title, subtitle = tex.plain(title), tex.plain(subtitle)
    if title and subtitle:
        return (
            f"{title} {subtitle}"
            if title.endswith(("?", "!", ":", "—"))
            else f"{title}: {subtitle}"
        )
    return title or subtitle


def _read_titles(draft, values):
    typed = dict(values)
    title, book, main = (_title(values, prefix) for prefix in ("", "book", "main"))
    if "journal" in values:
        values.setdefault("journaltitle", values.pop("journal"))
    journal = _title(values, "journal")
    part = draft.fields["type"] in PARTS
    if part or book:
        draft.put("container-title", typed.get("booktitle", ""), main or book or journal)
        if main and book:
            draft.put("volume-title", typed["booktitle"], book)
    elif main:
        draft.put("volume-title", typed.get("title", ""), title)
        title = main
        typed["title"] = typed.get("maintitle", "")
    if journal:
        typed_journal = typed.get("journaltitle") or typed.get("journal", "")
        draft.put("container-title", typed_journal, journal, "journal")
    draft.put("title", typed.get("title", ""), title)
    issue = _title(values, "issue")
    draft.put("volume-title", typed.get("issuetitle", ""), issue, "issuetitle")
    series = tex.plain(values.pop("series", ""))
    draft.put("collection-title", series, series)


def _date(words):
    """In a date ~ is EDTF's sign, and no blank of TeX's."""
    return words.strip() if dates.edtf(words) else tex.plain(words).strip()


def _read_dates(draft, values):
    """`date`, else `year` with `month` and `day`; some write month and day into `date`."""
    whole, year, month, day = (
        _date(values.pop(name, "")) for name in ("date", "year", "month", "day")
    )
    tries = [whole] if whole else []
    if year:
        month = re.sub(r"[~\xa0.]+", " ", month).strip()
        if month.isdigit():
            tries.append(dates.of(year, month, day))
        elif month:
            tries += [f"{day} {month} {year}", f"{month} {day}, {year}"]
        tries += [f"{whole} {year}", f"{whole}, {year}"] if whole else []
    for words in tries:
        if edtf := dates.edtf(words) or dates.from_words(words.strip(" ,")):
            draft.date("issued", " ".join(filter(None, [whole, day, month, year])), edtf)
            return
    draft.tell("date", whole)
    if year:
        draft.date("issued", year, name="year")
    draft.tell("month", f"{day} {month}")


def _read_people(draft, values):
    kinds = {
        name: values.pop(f"{name}type", "") for name in ("editor", "editora", "editorb", "editorc")
    }
    for name, kind in kinds.items():
        role = EDITORS.get(kind.strip().casefold() or "editor", "")
        words = values.pop(name, "")
        if role:
            _put_names(draft, role, name, words)
        else:
            draft.tell(f"{name} ({kind})", tex.plain(words))
    for name, role in ROLES.items():
        _put_names(draft, role, name, values.pop(name, ""))


def _put_names(draft, role, name, words):
    if not words.strip():
        return
    found = []
    if words.count(" and ") > 5_000:
        draft.refuse(f"its {name} has more than 5,000 names.")
        return
    # A name in braces of its own may hold “and”, and those of its words that begin small.
    for one in split_multiple_persons_names(" ".join(words.split())):
        if one == "others":
            draft.tell(f"{role}s", "and others")
        elif not re.search(r"\w", one) or one.startswith("and "):
            draft.sure = "likely"
            draft.tell(name, one)
        else:
            found += _person(one)
    draft.names(role, words, found)


def people(words):
    """The names of a field, but for “others”."""
    return [one for name in split_multiple_persons_names(words) for one in _person(name)]


def _person(words):
    if words.startswith("{") and _end(words, 0) == len(words) - 1:
        return names.literal(tex.plain(words))
    parts = dict(
        re.findall(r"(?:^|,)\s*(family|given|prefix|suffix)\s*=\s*\{?([^,={}]+)\}?", words)
    )
    if parts.get("family"):
        made = names.person(parts["family"], parts.get("given", ""), parts.get("suffix", ""))
        return [made | ({"non-dropping-particle": parts["prefix"]} if "prefix" in parts else {})]
    try:
        read = parse_single_name_into_parts(words, strict=False)
    except (ValueError, IndexError):
        return names.literal(tex.plain(words))
    given, particle, family, suffix = (
        tex.plain(" ".join(part)) for part in (read.first, read.von, read.last, read.jr)
    )
    if not family:
        return names.literal(" ".join(filter(None, [given, particle, suffix])))
    if "," not in words and set(particle.casefold().split()) - names.PARTICLES:
        # “Center for Old Maps” has no particle: it is no person.
        return names.literal(tex.plain(words))
    if names.SUFFIX.fullmatch(given) and suffix:
        given, suffix = suffix, given
    if not given and not particle and not suffix and "," not in words:
        return names.literal(family)
    made = names.person(family, given, suffix)
    if particle:
        made["non-dropping-particle"] = richtext.clean(particle)
    return [made]


def has_issues(kind):
    """Whether “number” is that of an issue, in a type of CSL."""
    return kind.startswith("article") or kind in ("periodical", "review")


def _read_numbers(draft, values):
    """What the same field is depends on the type of the entry."""
    kind = draft.fields["type"]
    number, issue = (tex.plain(values.pop(name, "")) for name in ("number", "issue"))
    if has_issues(kind):
        draft.variable("issue", number or issue)
        if number:
            draft.tell("issue", issue)
    else:
        draft.tell("issue", issue)
        draft.put("collection-number" if "collection-title" in draft.fields else "number", number)
    eprint, archive = values.pop("eprint", ""), ""
    for name in ("eprinttype", "archiveprefix"):
        archive = values.pop(name, "") or archive
    variable = EPRINTS.get(archive.strip().casefold())
    if not variable and not archive.strip() and numbers.lone(eprint):
        variable = "arXiv" if numbers.lone(eprint)[0] == "arxiv" else None
    if variable:
        draft.identifier(variable, tex.plain(eprint), "eprint")
    else:
        draft.tell(f"eprint ({archive})" if archive else "eprint", tex.plain(eprint))
    language = tex.plain(
        values.pop("language", "") or values.get("langid", "") or values.get("hyphenation", "")
    )
    draft.variable("language", language)
    for name in ("langid", "hyphenation"):
        words = values.pop(name, "")
        if languages.code(words) != draft.fields.get("language"):
            draft.tell(name, words)
    how = values.pop("howpublished", "")
    address = re.search(r"https?://[^\s{}]+", how)
    if address:
        draft.put("URL", how, _address(address[0]), "howpublished")
        rest = tex.plain(re.sub(r"\\url\s*", "", how.replace(address[0], "")))
        draft.tell("howpublished", rest.strip(" {}.,;:"))
    else:
        # As pandoc has it.
        draft.put("publisher", how, tex.plain(how), "howpublished")
