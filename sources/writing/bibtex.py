"""BibLaTeX, by the fields that sources/reading/bibtex.py reads; dates are EDTF in both.

Titles stand in braces of their own: no style is to change the case of their letters.
"""

import re
import unicodedata
from collections import Counter

from sources import languages
from sources.reading import bibtex, richtext

TYPES = {
    **{"book": "book", "chapter": "incollection", "article-journal": "article", "thesis": "thesis"},
    **{"paper-conference": "inproceedings", "report": "report", "webpage": "online"},
    **{"manuscript": "unpublished", "pamphlet": "booklet", "periodical": "periodical"},
    **{"entry-encyclopedia": "inreference", "motion_picture": "movie", "song": "music"},
    **{"graphic": "artwork", "legal_case": "jurisdiction", "personal_communication": "letter"},
    **{name: name for name in ("patent", "dataset", "software", "performance", "review")},
    **{"standard": "standard", "legislation": "legislation", "document": "misc"},
}
FIELDS = {
    **{
        "title-short": "shorttitle",
        "container-title-short": "shortjournal",
        "publisher": "publisher",
    },
    **{"publisher-place": "location", "edition": "edition", "volume": "volume", "page": "pages"},
    **{"number-of-volumes": "volumes", "number-of-pages": "pagetotal", "version": "version"},
    **{"chapter-number": "chapter", "part-number": "part", "event-title": "eventtitle"},
    **{"event-place": "venue", "call-number": "library", "archive": "archive", "note": "note"},
    **{"annote": "annotation", "abstract": "abstract", "keyword": "keywords", "genre": "type"},
    **{
        "original-title": "origtitle",
        "original-publisher": "origpublisher",
        "language": "language",
    },
    **{"original-publisher-place": "origlocation", "collection-title": "series", "URL": "url"},
    **{
        "issued": "date",
        "accessed": "urldate",
        "original-date": "origdate",
        "event-date": "eventdate",
    },
    **{
        "DOI": "doi",
        "ISBN": "isbn",
        "ISSN": "issn",
        "PMID": "pmid",
        "PMCID": "pmcid",
        "OCLC": "oclc",
    },
    **{"LCCN": "lccn", "handle": "hdl", "arXiv": "eprint", "JSTOR": "jstor", "COBISS": "cobiss"},
    **{"Wikidata": "wikidata"},
}
TITLES = {"title", "booktitle", "maintitle", "journaltitle", "series", "origtitle", "shorttitle"}
VERBATIM = {"url", "doi"}
AS_IT_IS = {"date", "urldate", "origdate", "eventdate"}
LANGUAGES = {code: names.split()[0] for code, names in languages.NAMES.items()}
SIGNS = {
    **{"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#"},
    **{"_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
    **{"\xa0": "~"},
}
SIGNS = str.maketrans(SIGNS)
MARKS = {"<i>": r"\emph{", "<b>": r"\textbf{", "<sup>": r"\textsuperscript{",
         "<sub>": r"\textsubscript{", richtext.SMALL_CAPS: r"\textsc{"}  # fmt: skip
ROLES = {role: field for field, role in bibtex.ROLES.items()}


def write(works, keys=(), taken=None):
    """(text, what found no place in it, for each work). `taken` counts keys that were made before."""
    texts, left, taken = [], [], Counter() if taken is None else taken
    for number, work in enumerate(works):
        key = keys[number] if keys else _key(work, taken)
        kind, fields, without = _entry(work)
        lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
        texts.append(f"@{kind}{{{key},\n{lines}}}\n")
        left.append(tuple(without))
    return "\n".join(texts), left


def _key(work, taken):
    """“petrov1999”, with a letter or number where there are two; “work1” without such letters."""
    first = next((one for role in ("author", "editor") for one in work.get(role, [])), {})
    name = first.get("family") or first.get("literal") or work.get("title", "")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    year = re.search(r"[0-9]{4}", work.get("issued", ""))
    made = re.sub(r"[^a-z]", "", plain)[:20] + (year[0] if year else "") or "work"
    taken[made] += 1
    return f"{made}-{taken[made]}" if taken[made] > 1 else made


def _entry(work):
    """(type of entry, [(field, value in TeX)], names of what has no place)."""
    kind = work.get("type", "document")
    entry, fields, left = TYPES.get(kind, "misc"), [], []
    # What is unpublished and of an event is taken for a speech.
    if kind not in TYPES or (kind == "manuscript" and "event-title" in work):
        fields.append(("entrysubtype", kind))
    names_of = _titles(work, kind)
    for variable, value in work.items():
        if variable == "type":
            continue
        name = names_of.get(variable) or FIELDS.get(variable)
        if isinstance(value, list):
            people = " and ".join(map(_name, value))
            fields += [(ROLES[variable], people)] if variable in ROLES else []
            is_held = variable in ROLES and bibtex.people(people) == value
            left += [] if is_held else [variable]
        elif not name or (name in VERBATIM and re.search(r"[{}\\]", value)):
            left.append(variable)
        else:
            if name == "publisher" and entry in ("thesis", "report"):
                name = "institution"
            fields.append((name, _value(name, value)))
            if name == "eprint":
                fields.append(("eprinttype", "arxiv"))
    return entry, fields, left


def _titles(work, kind):
    """{variable: field} of what stands in another field by the type of the work."""
    made, part = {"title": "title"}, kind in bibtex.PARTS
    made["container-title"] = "journaltitle" if kind.startswith("article") else "booktitle"
    if "volume-title" in work and part and "container-title" in work:
        made |= {"container-title": "maintitle", "volume-title": "booktitle"}
    elif "volume-title" in work and not part and "title" in work and "container-title" not in work:
        made |= {"title": "maintitle", "volume-title": "title"}
    if bibtex.has_issues(kind):
        made["issue"] = "number"
    elif "collection-title" in work:
        made["collection-number"] = "number"
    else:
        made["number"] = "number"
    return made


def _value(name, value):
    if name in VERBATIM or name in AS_IT_IS:
        return value
    if name == "language":
        value = LANGUAGES.get(value, value)
    if name == "pages":
        return re.sub(r"(?<=\w)-(?=\w)", "--", escaped(value).replace("-{}-", "--"))
    return f"{{{escaped(value)}}}" if name in TITLES else escaped(value)


def escaped(text):
    """A text of CSL in TeX: its rich text as commands, and all that TeX would read as a sign."""
    text, made, place = richtext.clean(text), [], 0
    for start, tag in sorted(richtext.marks(text).items()):
        made += [_plain(text[place:start]), MARKS.get(tag, "}")]
        place = start + len(tag)
    return "".join([*made, _plain(text[place:])])


def _plain(text):
    return re.sub(r"(?<=-)-|(?<=')'|(?<=[`?!])`", r"{}\g<0>", text.translate(SIGNS))


def _name(person):
    if "literal" in person:
        return f"{{{escaped(person['literal'])}}}"
    family = [person.get("non-dropping-particle"), _kept(person["family"])]
    given = [person.get("given"), person.get("dropping-particle")]
    family, given = (" ".join(filter(None, parts)) for parts in (family, given))
    suffix = [escaped(person["suffix"])] if person.get("suffix") else []
    return ", ".join([family, *suffix, escaped(given)])


def _kept(family):
    """In braces where BibTeX would take its first words for particles, or its “and” for another."""
    text = escaped(family)
    return (
        f"{{{text}}}"
        if family[:1].islower() or re.search(r"\band\b|,|\s[a-zа-я]", family)
        else text
    )
