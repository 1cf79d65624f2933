"""The parameters of citation templates, by language: a table each, and what is read by their type.

Documented at each wiki: English (and Serbian) Citation Style 1, Russian книга and статья, German
Literatur and Internetquelle, French Ouvrage, Article and Lien web.
"""

import re
from dataclasses import dataclass

from sources.reading import addresses, dates, names, richtext


@dataclass(frozen=True)
class Language:
    """`fields` are variables by parameter; in `people` a number may follow or stand inside."""

    fields: dict
    read: object
    code: str = ""


@dataclass(frozen=True)
class Template:
    type: str
    language: Language


PARTS = {"chapter", "paper-conference", "entry-encyclopedia", "article-journal", "article-magazine",
         "article-newspaper"}  # fmt: skip
ARTICLES = {"article-journal", "article-magazine", "article-newspaper"}
IDS = {
    **dict.fromkeys(("isbn", "ISBN", "isbn13", "isbn10", "ISBN13"), "ISBN"),
    **dict.fromkeys(("issn", "ISSN", "eissn"), "ISSN"),
    **dict.fromkeys(("doi", "DOI"), "DOI"),
    **dict.fromkeys(("pmid", "PMID"), "PMID"),
    **dict.fromkeys(("pmc", "PMC"), "PMCID"),
    **dict.fromkeys(("arxiv", "arXiv", "eprint"), "arXiv"),
    **dict.fromkeys(("oclc", "OCLC"), "OCLC"),
    **dict.fromkeys(("lccn", "LCCN"), "LCCN"),
    **dict.fromkeys(("jstor", "JSTOR"), "JSTOR"),
    **dict.fromkeys(("hdl", "HDL"), "handle"),
}
ENGLISH = {
    **IDS,
    **dict.fromkeys(("url", "chapter-url", "chapterurl", "article-url", "contribution-url"), "URL"),
    **dict.fromkeys(("access-date", "accessdate"), "accessed"),
    **dict.fromkeys(("orig-date", "orig-year", "origyear"), "original-date"),
    **dict.fromkeys(("location", "place"), "publisher-place"),
    **dict.fromkeys(("publisher", "institution", "school", "university"), "publisher"),
    **dict.fromkeys(("issue",), "issue"),
    **dict.fromkeys(("type", "degree", "medium"), "genre"),
    **dict.fromkeys(("lang", "language"), "language"),
    **{"volume": "volume", "edition": "edition", "series": "collection-title", "id": "number"},
    **{"conference": "event-title", "version": "version", "section": "section", "scale": "scale"},
    **{"abstract": "abstract", "department": "section", "agency": "source"},
    **{"script-title": "title (script)", "via": "archive"},
}
CS1_TITLES = {
    "container": ("work", "journal", "newspaper", "magazine", "periodical", "website", "encyclopedia",
                  "encyclopaedia", "dictionary", "book-title", "booktitle"),
    "part": ("chapter", "contribution", "entry", "article"),
}  # fmt: skip
CS1_ROLES = {
    **dict.fromkeys(("", "author", "subject"), "author"),
    **dict.fromkeys(("editor",), "editor"),
    **dict.fromkeys(("translator",), "translator"),
    **dict.fromkeys(("interviewer",), "interviewer"),
    **dict.fromkeys(("contributor",), "contributor"),
    **dict.fromkeys(("illustrator",), "illustrator"),
}
CS1_NAME = re.compile(
    r"(?P<role>author|editor|translator|interviewer|contributor|subject|illustrator|)-?(?P<n1>\d*)-?"
    r"(?P<part>last|surname|first|given|link|mask|)-?(?P<n2>\d*)"
)
PART = {"surname": "last", "given": "first"}


def read_english(draft, kind, given):
    """Citation Style 1."""
    _cs1_people(draft, given)
    _cs1_titles(draft, given)
    kind = draft.fields["type"]
    _cs1_dates(draft, given)
    number = given.pop("number", "")
    draft.variable("issue" if kind in ARTICLES else "number", number, "number")
    _places(draft, given, "page", "pages", "at", "p", "pp")
    for name, words in given.items():
        _field(draft, name, words, ENGLISH)


def _field(draft, name, words, fields):
    variable = fields.get(name, fields.get(name.casefold(), ""))
    if not variable or "(" in variable:
        draft.tell(name, words)
    elif variable == "URL":
        _url(draft, name, words)
    else:
        draft.variable(variable, words, name)


def _url(draft, name, words):
    """The address, and the page that it opens, which is what is cited."""
    if not addresses.ADDRESS.fullmatch(words):
        draft.tell(name, words)
        return
    draft.put("URL", words, name=name)


def _cs1_people(draft, given):
    people = {}
    for name in list(given):
        found = CS1_NAME.fullmatch(name)
        part = found and (
            PART.get(found["part"], found["part"]) or ("whole" if found["role"] else "")
        )
        if not part or name == "subject":
            continue
        words = given.pop(name)
        if part in ("link", "mask"):
            draft.tell(name, words)
            continue
        role = CS1_ROLES[found["role"]]
        number = int((found["n1"] or found["n2"] or "1")[:4])
        people.setdefault((role, number), {})[part] = words
    for role, number in sorted(people, key=lambda one: one[1]):
        parts = people[role, number]
        last, first, whole = (parts.get(part, "") for part in ("last", "first", "whole"))
        if last and first:
            draft.names(role, f"{last}, {first}", [names.person(last, first)])
        elif last and len(last.split()) == 1:
            draft.names(role, last, [names.person(last)])
        elif last or whole:
            draft.names(role, last or whole, _person(last or whole))
        else:
            draft.tell("first name alone", first)
    for name, role in (
        ("authors", "author"),
        ("editors", "editor"),
        ("people", "author"),
        ("others", ""),
    ):
        words = given.pop(name, "")
        if role and words:
            for one in re.split(r"\s*;\s*", words):
                draft.names(role, one, _person(one))
        else:
            draft.tell(name, words)
    for name, role in (("vauthors", "author"), ("veditors", "editor")):
        for one in re.split(r"\s*,\s*", given.pop(name, "")):
            found = re.fullmatch(r"(.+?)\s+([A-ZА-Я]{1,3})", one)
            draft.names(
                role, one, [names.person(found[1], found[2])] if found else names.literal(one)
            )


def _person(words):
    """“Family, Given”, else as it stands: nobody can tell a person from an institution."""
    plain = re.sub(r"^\(\((.*)\)\)$", r"\1", words)
    return names.literal(plain) if plain != words else names.inverted(words)


def _cs1_titles(draft, given):
    container = next((given.pop(name) for name in CS1_TITLES["container"] if name in given), "")
    part = next((given.pop(name) for name in CS1_TITLES["part"] if name in given), "")
    title = given.pop("title", "")
    kind = draft.fields["type"]
    if part and kind in ("book", "report", "document", "thesis"):
        draft.fields["type"] = kind = "chapter"
    if kind == "document" and container:
        draft.fields["type"] = "article-journal"
    if kind == "chapter" and not part and not container:
        draft.fields["type"] = "book"
    if part and title:
        draft.put("title", part)
        draft.put("container-title", title)
        draft.tell("work", container)
    else:
        draft.put("title", part or title)
        draft.put("container-title", container)
    if not title and not part:
        draft.put("title", given.pop("script-title", "").partition(":")[2])
    for name in ("trans-title", "trans-chapter", "trans_title", "translation"):
        draft.tell(name, given.pop(name, ""))


def _cs1_dates(draft, given):
    date, year = given.pop("date", ""), given.pop("year", "")
    month, day = given.pop("month", ""), given.pop("day", "")
    if date:
        draft.date(
            "issued", date, dates.edtf(_dated(date)) or dates.from_words(_dated(date)), "date"
        )
    if year:
        typed = " ".join(filter(None, [day, month, year]))
        if "issued" not in draft.fields:
            draft.date(
                "issued", typed, dates.edtf(typed) or dates.from_words(_dated(typed)), "year"
            )
        elif not draft.fields["issued"].startswith(_dated(year)):
            draft.tell("year", typed)
    else:
        draft.tell("month", f"{day} {month}")


def _dated(words):
    """Without the letter that tells two works of a year apart."""
    return re.sub(r"(?<=[0-9]{4})[a-z]$", "", words.strip())


def _places(draft, given, *parameters):
    """Pages are the extent of a part of a work, and what is cited of a whole one."""
    for name in parameters:
        words = given.pop(name, "")
        if not words:
            continue
        if name == "at":
            draft.cited("", words)
        elif draft.fields["type"] in PARTS:
            draft.variable("page", words, name)
        else:
            draft.cited("page", words)


RUSSIAN = {
    **IDS,
    **dict.fromkeys(("ссылка", "url", "url статьи", "ссылка часть"), "URL"),
    **dict.fromkeys(("место", "location"), "publisher-place"),
    **dict.fromkeys(("издательство", "publisher"), "publisher"),
    **dict.fromkeys(("том", "volume"), "volume"),
    **dict.fromkeys(("номер", "выпуск", "issue"), "issue"),
    **dict.fromkeys(("серия", "series"), "collection-title"),
    **dict.fromkeys(("издание", "edition"), "edition"),
    **dict.fromkeys(("страниц", "allpages"), "number-of-pages"),
    **dict.fromkeys(("язык", "language"), "language"),
    **dict.fromkeys(("дата обращения", "accessdate", "access-date"), "accessed"),
    **{"оригинал": "original-title", "томов": "number-of-volumes", "тип": "genre"},
}


def read_russian(draft, kind, given):
    """книга, статья."""
    people = [("автор", "author"), ("author", "author"), ("авторы", "author"), ("ответственный", "editor"), ("редактор", "editor"), ("editor", "editor")]  # fmt: skip
    for base, role in people:
        for number in ("", *map(str, range(1, 10))):
            words = (
                given.pop(f"{base}{number}", "") or given.pop(f"{base} {number}", "")
                if number
                else given.pop(base, "")
            )
            if words:
                _russian_people(draft, role, base, words)
    title, part = _first(given, "заглавие", "название", "title"), _first(given, "часть", "chapter")
    container = (
        _first(given, "издание", "журнал", "journal", "сборник")
        if kind.type == "article-journal"
        else ""
    )
    if part:
        draft.fields["type"] = "chapter"
        draft.put("title", part)
        draft.put("container-title", title)
    else:
        draft.put("title", title)
        draft.put("container-title", container)
    _dated_by(draft, given, ("дата", "date", "год", "year"))
    _places(draft, given, "страницы", "pages", "page", "страница")
    for name, words in given.items():
        if RUSSIAN.get(name) == "issue" and draft.fields["type"] not in ARTICLES:
            draft.put("number", words)
        else:
            _field(draft, name, words, RUSSIAN)


def _russian_people(draft, role, base, words):
    """“Ключевский В. О., Соловьёв С. М.”; the editor with “под ред.” before."""
    plain = re.sub(
        r"^(?:отв\.|под|ред\.|редактор|сост\.|общ\.|пер\.|\s|ред\.)+(?=\s|[А-ЯЁA-Z])", "", words
    ).strip()
    if plain != words:
        # A name behind “под ред.” stands in the genitive.
        draft.sure = "likely"
    if base == "ответственный" and re.match(r"(?:сост|пер)\.", words):
        role = "compiler" if words.startswith("сост") else "translator"
    for one in re.split(r"\s*[;,]\s*(?=[А-ЯЁA-Z][\w-]+[\s,])|\s+и\s+", plain):
        found = re.fullmatch(r"([А-ЯЁA-Z][\w’'-]+),?\s+((?:[А-ЯЁA-Z][\w-]*\.?\s*){1,3})", one)
        initials = re.fullmatch(r"((?:[А-ЯЁA-Z]\.\s*){1,3})([А-ЯЁA-Z][\w’'-]+)", one)
        if initials:
            draft.names(role, one, [names.person(initials[2], initials[1].strip())])
        elif found:
            draft.names(role, one, [names.person(found[1], found[2].strip())])
        else:
            draft.names(role, one, names.literal(one))


GERMAN = {
    **IDS,
    **{"Verlag": "publisher", "Ort": "publisher-place", "Band": "volume", "Nummer": "issue", "Heft": "issue"},
    **{"Auflage": "edition", "Reihe": "collection-title", "BandReihe": "collection-number", "Kapitel": "chapter-number"},
    **{"Online": "URL", "URL": "URL", "url": "URL", "Abruf": "accessed", "abruf": "accessed", "zugriff": "accessed"},
    **{"Sprache": "language", "sprache": "language", "Typ": "genre", "Originaltitel": "original-title"},
    **{"TitelErg": "note", "JahrEA": "original-date", "werk": "container-title", "hrsg": "publisher", "ISSN": "ISSN"},
}  # fmt: skip


def read_german(draft, kind, given):
    """Literatur, Internetquelle."""
    for name, role in (
        ("Autor", "author"),
        ("autor", "author"),
        ("Hrsg", "editor"),
        ("Übersetzer", "translator"),
    ):
        for one in re.split(r"\s*[;,]\s*|\s+und\s+", given.pop(name, "")):
            one = re.sub(r"\s*\((?:Hrsg|Hg)\.?\)", "", one)
            draft.names(role, one, _given_first(one))
    title, container = _first(given, "Titel", "titel"), _first(given, "Sammelwerk", "Werk")
    if container:
        is_journal = any(name in given for name in ("Nummer", "Heft", "ISSN"))
        draft.fields["type"] = (
            "article-journal"
            if is_journal or ("Band" in given and "editor" not in draft.fields)
            else "chapter"
        )
    draft.put("title", title)
    draft.put("container-title", container)
    _dated_by(draft, given, ("Datum", "datum", "Jahr"))
    _places(draft, given, "Seiten", "Spalten", "seiten")
    for name, words in given.items():
        words = re.sub(r"^(\d+)\. Auflage$", r"\1", words) if name == "Auflage" else words
        _field(draft, name, words, GERMAN)


FRENCH = {
    **IDS,
    **dict.fromkeys(("éditeur", "publisher"), "publisher"),
    **dict.fromkeys(("lieu", "location"), "publisher-place"),
    **dict.fromkeys(("numéro", "n°", "issue"), "issue"),
    **dict.fromkeys(("lire en ligne", "url", "présentation en ligne", "url texte"), "URL"),
    **dict.fromkeys(("consulté le", "accessdate"), "accessed"),
    **dict.fromkeys(("collection", "series"), "collection-title"),
    **dict.fromkeys(("langue", "lang", "language"), "language"),
    **dict.fromkeys(("titre original",), "original-title"),
    **dict.fromkeys(("pages totales", "nombre de pages"), "number-of-pages"),
    **{
        "volume": "volume",
        "tome": "volume",
        "numéro d'édition": "edition",
        "numéro édition": "edition",
    },
    **{"numéro dans collection": "collection-number", "titre volume": "volume-title"},
    **{
        "année première édition": "original-date",
        "nature ouvrage": "genre",
        "site": "container-title",
    },
}


def read_french(draft, kind, given):
    """Ouvrage, Article, Lien web, Chapitre."""
    numbered = {}
    for name in list(given):
        found = re.fullmatch(r"(prénom|nom|auteur|first|last)\s*(\d?)", name)
        if found:
            numbered.setdefault(found[2] or "1", {})[found[1]] = given.pop(name)
        elif re.fullmatch(r"(?:lien auteur|directeur|responsabilité|auteurs ouvrage).*", name):
            draft.tell(name, given.pop(name))
    for number in sorted(numbered):
        parts = numbered[number]
        family, first = (
            parts.get("nom") or parts.get("last", ""),
            parts.get("prénom") or parts.get("first", ""),
        )
        if family:
            draft.names("author", f"{family}, {first}".strip(", "), [names.person(family, first)])
        elif "auteur" in parts:
            draft.names("author", parts["auteur"], _given_first(parts["auteur"]))
        else:
            draft.tell("prénom", first)
    for one in re.split(r"\s*,\s*|\s+et\s+", given.pop("traducteur", "")):
        draft.names("translator", one, _given_first(one))
    title = ": ".join(filter(None, [_first(given, "titre", "title"), _first(given, "sous-titre")]))
    part = _first(given, "titre chapitre", "chapitre")
    container = _first(given, "périodique", "revue", "journal", "titre ouvrage")
    if part:
        draft.fields["type"] = "chapter"
        draft.put("title", part)
        draft.put("container-title", title)
    else:
        draft.put("title", title)
        draft.put("container-title", container)
    if "jour" in given or "mois" in given:
        given["date"] = " ".join(given.pop(name, "") for name in ("jour", "mois", "année")).strip()
    _dated_by(draft, given, ("date", "année", "year"))
    _places(draft, given, "passage", "pages", "page")
    for name, words in given.items():
        _field(draft, name, words, FRENCH)


def _first(given, *parameters):
    return next((given.pop(name) for name in parameters if name in given), "")


def _dated_by(draft, given, parameters):
    for name in parameters:
        words = given.pop(name, "")
        if not words:
            continue
        edtf = dates.edtf(words) or dates.from_words(words)
        known = draft.fields.get("issued", "")
        if known and edtf and known.startswith(edtf):
            continue
        draft.date("issued", words, edtf, name)


def _given_first(words):
    """“Misha Glenny”, two or three words that begin great, is a person; else as it stands."""
    words = richtext.clean(words)
    if "," in words or not words:
        return names.inverted(words)
    given, _, family = words.rpartition(" ")
    if (
        re.fullmatch(r"(?:[^\W\d_][\w’'-]*\.?-?\s?){1,3}", given)
        and len(words.split()) <= 4
        and words[0].isupper()
    ):
        particles = []
        while given and given.split()[-1] in names.PARTICLES:
            *rest, last = given.split()
            particles.insert(0, last)
            given = " ".join(rest)
        return (
            [names.person(" ".join([*particles, family]), given)] if given else names.literal(words)
        )
    return names.literal(words)


EN, RU = Language(ENGLISH, read_english), Language(RUSSIAN, read_russian)
DE, FR = Language(GERMAN, read_german), Language(FRENCH, read_french)
NAMES = {
    **{
        name: Template(kind, EN)
        for kind, several in {
            "book": ("cite book", "cite ebook"),
            "article-journal": ("cite journal", "cite paper"),
            "webpage": ("cite web", "cite website", "cite blog"),
            "article-newspaper": ("cite news", "cite newspaper"),
            "article-magazine": ("cite magazine",),
            "thesis": ("cite thesis", "cite dissertation"),
            "report": ("cite report", "cite techreport", "cite tech report"),
            "entry-encyclopedia": ("cite encyclopedia", "cite encyclopaedia", "cite dictionary"),
            "paper-conference": ("cite conference",),
            "map": ("cite map",),
            "interview": ("cite interview",),
            "speech": ("cite speech",),
            "broadcast": ("cite episode", "cite serial"),
            "motion_picture": ("cite av media", "cite video"),
            "pamphlet": ("cite pamphlet",),
            "article": ("cite arxiv", "cite ssrn"),
            "document": ("citation", "cite document", "cite q"),
        }.items()
        for name in several
    },
    **{"книга": Template("book", RU), "статья": Template("article-journal", RU)},
    **{"литература": Template("book", RU), "публикация": Template("document", RU)},
    **{"literatur": Template("book", DE), "internetquelle": Template("webpage", DE)},
    **{"ouvrage": Template("book", FR), "article": Template("article-journal", FR)},
    **{"chapitre": Template("chapter", FR), "lien web": Template("webpage", FR)},
}
