"""BibTeX and BibLaTeX.

bibtexparser splits text (bibentries.py) and names. pandoc reads both formats too, and does not end
where an entry is its own parent; one unclosed brace makes it refuse all entries, and it passes over
fields that it does not know. By `python -m tests.pasted --pandoc` it reads 37 of 65 texts whole, 20
in part and 8 not, its small letters in titles forgiven.
"""

import re

from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from sources import csl, languages
from sources.reading import bibentries, dates, names, numbers, richtext, tex
from sources.reading.entries import Draft, Readings

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


def read(text, line=1):
    """(readings, [(line, text)] of what stands outside of all entries)."""
    entries, refused, rest = bibentries.split(text, line)
    known = {}
    for entry in entries:
        known.setdefault(entry.key.casefold(), entry)
    readings = Readings(refused)
    readings.extend(_reading(entry, known) for entry in entries if entry.kind != "xdata")
    return sorted(readings, key=lambda reading: reading.line), rest


def _reading(entry, known):
    draft = Draft("bibtex", entry.line, entry.key)
    if entry.fault:
        draft.refuse(entry.fault)
        return draft.reading()
    values, missing = bibentries.inherited(entry, known)
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
    if kind == "unpublished" and values.get("eventtitle") and subtype not in csl.TYPES:
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
    if words.startswith("{") and bibentries.end(words, 0) == len(words) - 1:
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
