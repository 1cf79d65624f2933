"""From the labelled parts of a printed reference to the variables of a CSL 1.0.2 item."""

import re

from sources.reading import dates, names

QUOTES = '“”„«»‹›"‟'
_DASHES = re.compile(r"\s*[-–—‐‑]+\s*")
_PAGE_WORDS = r"(?:pp?|pages?|стр|str|сс?|ss?|seiten?|pagg?|лл?|ff?)"
_COUNT = re.compile(rf"[(\[–—\s]*([ivxlc]+, )?(\d+)\s*{_PAGE_WORDS}\b\.?[)\].,;]*", re.IGNORECASE)
_COLUMN = re.compile(r"(?:cols?|стб)\.?\s*\d", re.IGNORECASE)
_FOLIO = re.compile(r"(?:fols?|ff|л|лл)\.?\s*\d", re.IGNORECASE)
_PAGES = re.compile(
    r"[a-z]{0,2}\d+[a-zа-я]?(?:\s*[-–—‐‑]+\s*[a-z]?\d+[a-zа-я]?)?"
    r"(?:,\s*\d+(?:\s*[-–—]\s*\d+)?)*|\b[ivxlc]+(?:[-–—][ivxlc]+)?\b",
    re.IGNORECASE,
)
_ISSUE_WORD = r"(?:nos?|nrs?|numbers?|iss(?:ues?)?|n|h|heft|№|бр(?:ој)?|br(?:oj)?|вып(?:уск)?|св|sv|свеска|fasc|č|с?в)"
_VOLUME_WORD = r"(?:vols?|volumes?|v|bd|band|jg|t|tom[eo]?|том|т|књ(?:ига)?|knj(?:iga)?|год|god|книга|кн|ч|часть|part|pt)"
_NUMBER = r"[\dIVXLCM]+[a-z]?(?:\s*[-–/]\s*[\dIVXLCM]+)?"
_ORDINALS = {
    word: str(number)
    for number, words in enumerate(
        ["first прво", "second друго drugo второе", "third треће treće третье", "fourth четврто",
         "fifth пето", "sixth шесто", "seventh", "eighth", "ninth", "tenth"], 1)
    for word in words.split()
}  # fmt: skip
# GOST shortens these places only.
_SHORT_PLACES = {
    "М": "Москва", "Л": "Ленинград", "СПб": "Санкт-Петербург", "Пг": "Петроград", "К": "Киев",
}  # fmt: skip
_ACCESSED = re.compile(
    r"(?:last\s+)?(?:accessed|retrieved|visited|consulted|viewed|abgerufen|consulté|access date|"
    r"приступљено|преузето|pristupljeno|preuzeto|дата обращения|посл\. посета)(?:\s+(?:on|am|le))?\W*"
    r"([^()\[\];]*)",
    re.IGNORECASE,
)
# The archived copy of a page is no part of the work.
_ARCHIVED = re.compile(
    r"Archived (?:\(PDF\) )?from the original(?: \(PDF\))? on [^.]*\.?\s*", re.IGNORECASE
)
_THESIS = re.compile(
    r"thesis|dissert|\bdiss\b|ph\.? ?d|habilit|thèse|tesi|теза|дис(?:ерт|с|\.)|автореф|disert|teza",
    re.I,
)
_REPORT = re.compile(
    r"report|technical|\brep\b|working paper|memo|извештај|отч[её]т|izveštaj", re.I
)
_FILM = re.compile(r"film|motion picture|dvd|video|movie", re.I)
_MEETING = re.compile(
    r"proceedings|\bproc\b|conference|\bconf\b|symposium|workshop|congress|kongress|atti d|actes d|"
    r"тезисы|конференци|симпози|скуп[ау]? |simpozi|konferencij|\bskupa? ",
    re.I,
)
_PAPER = re.compile(
    r"\b(?:times|post|tribune|guardian|herald|gazette|telegraph|zeitung|monde|figaro|observer|daily|"
    r"independent|новине|novine|политика|politika|борба|borba|правда|известия|новости|ведомости|"
    r"газета|време|vreme|данас|danas)\b",
    re.I,
)
_LETTER = re.compile(r"letters? |писмо|pismo|письмо|dispatch|telegram|телеграм|депеш", re.I)
_ARCHIVE = re.compile(
    r"archiv|архив|arhiv|library|bibliothek|bibliothèque|библиотек|bibliotek|record office|"
    r"^[А-ЯЁЈ]{2,6}$|^A[JS]$|рукопис",
    re.I,
)
# “volume 12 of Lecture Notes”; “Of Bridges” is a name.
_OF = re.compile(r"^of\s+(?=\S)")
_SERIES_NUMBER = re.compile(r"(.*\D)[\s,]+(?:vol\.?|no\.?|bd\.?|књ\.?|т\.?|№)?\s*(\d+)", re.I)


def fields_of(parts, identified):
    """The CSL variables of the (label, text) of a line, `identified` among them; dates are EDTF,
    names CSL's parts.

    Beside CSL's there are `locator` with its `label` (what of the work is cited) and `others`, the
    roles whose list of names the print cuts short (“et al.”).
    """
    said = {}
    for label, text in parts:
        said.setdefault(label, []).append(text)
    fields = identified | _people(parts)
    fields |= {
        "title": _title(". ".join(_unstopped(t) for t in said.get("title", []))),
        "container-title": _container(
            " ".join(said.get("journal") or said.get("container-title", []))
        ),
        "collection-title": _bare(_OF.sub("", " ".join(said.get("collection-title", [])))),
        "publisher": "; ".join(map(_publisher, said.get("publisher", []))),
        "publisher-place": "; ".join(map(_place, said.get("location", []))),
        "edition": _edition(" ".join(said.get("edition", []))),
        "medium": _bare(_unstopped(" ".join(said.get("medium", [])))),
        "source": _bare(" ".join(said.get("source", []))),
        "genre": _bare(" ".join(said.get("genre", []))),
        "issued": _issued(said.get("date", [])),
    }
    if "journal" in said and "container-title" in said:
        fields["collection-title"] = fields["collection-title"] or _container(
            said["container-title"][0]
        )
    for text in said.get("volume", []):
        for name, value in _volume(text).items():
            fields[name] = fields.get(name) or value
    series = _SERIES_NUMBER.fullmatch(fields["collection-title"])
    if series:
        fields["collection-title"], fields["collection-number"] = _bare(series[1]), series[2]
    fields |= _note(" ".join(said.get("note", [])))
    fields |= _archive(" ".join(said.get("archive", [])))
    if _THESIS.search(fields["note"]) and not fields["genre"]:
        fields["genre"] = fields.pop("note")
    fields["type"] = _type(fields, said)
    if fields["type"] == "report":
        fields |= _report_number(fields)
    if fields["type"] == "manuscript" and _LETTER.match(fields["title"]):
        fields["genre"] = fields["genre"] or "letter"
    pages = _pages(said.get("pages", []))
    if "page" in pages and _is_cited(fields, pages["page"]):
        pages["locator"] = pages.pop("page")
        pages["label"] = pages.pop("label", "page")
    pages.pop("label", "") if "page" in pages else None
    return {name: value for name, value in (fields | pages).items() if _says(value)}


def _says(value):
    return any(map(str.isalnum, value)) if isinstance(value, str) else bool(value)


def _people(parts):
    """{role: names, …, "others": roles that are cut short}."""
    found, others = {}, []
    for label, text in parts:
        if label not in ("author", "editor", "translator", "director", "producer"):
            continue
        listed = names.listed(text)
        role = label if label not in ("author", "editor") else listed.role or label
        # GOST repeats the author after the title's slash.
        known = found.setdefault(role, [])
        if not (known and text.lstrip().startswith("/")):
            known += [person for person in listed.people if person not in known]
        if listed.others and role not in others:
            others.append(role)
    return found | {"others": others}


def _unstopped(text):
    """Without the punctuation that parts it from what follows; “…” and “?” stay."""
    text = re.sub(r"\s*(?://|/|[,;:–—=،؛-])+\s*$", "", text.strip())
    return re.sub(r"(?<!\.\.)(?<!\b[A-ZА-ЯЁЉЊЏЂЈЋ])\.$", "", text)


def _bare(text):
    text = text.strip()
    if text[:1] in "([" and text[-2:].rstrip(".,;:")[-1:] in (")", "]"):
        text = text.rstrip(".,;:")[1:-1]
    if text.count("(") > text.count(")"):
        text = text.lstrip("(")
    if text.count(")") > text.count("("):
        text = re.sub(r"\)(?=[.,;:]*$)", "", text)
    return text.strip(" ,;:–—/،؛")


def _title(text):
    """Without the quotation marks and the stop around it; marks within stay."""
    text = re.sub(r"^(?://|[–—-])\s*", "", _unstopped(text))
    quoted = re.fullmatch(r"(?:[“„«\"‹‘']|``)\s*(.*?)[,.]?\s*(?:[”“»\"›’']|'')[,.]?", text)
    if quoted and not re.search(r"[”»\"›][^”»\"›]*[“„«\"‹]", quoted[1]):
        text = quoted[1]
    return _unstopped(text)


def _container(text):
    text = _OF.sub("", text)
    text = re.sub(
        r"^(?:[/–—-]+\s*)?(?:(?:in|у|u|в|en|dans|в кн\.|в сб\.)\s*:\s*|(?:in|у|u|dans)\s+(?=\S)|(?:в кн|в сб)\.\s+)?",
        "", text.strip(), count=1, flags=re.IGNORECASE,
    )  # fmt: skip
    is_short = re.search(r"\w\. .*\w\.$", text)  # “Econ. Hist. Rev.” keeps its last stop.
    return _title(text) + ("." if is_short else "")


def _publisher(text):
    text = _bare(text)
    return text if re.search(r"(?:Co|Inc|Ltd|Bros|\b\w)\.$", text) else text.rstrip(".")


def _place(text):
    text = _bare(re.sub(r"^[–—-]\s*", "", text.strip()))
    pieces = [piece.strip() for piece in re.split(r";|\s*\.?[—–](?=[А-Я]\b)", text)]
    full = [_SHORT_PLACES.get(piece.rstrip(". "), piece) for piece in pieces]
    return "; ".join(re.sub(r"(?<=\w{4})\.$", "", piece) for piece in full if piece)


def _edition(text):
    text = _bare(text).rstrip(".")
    if found := re.search(r"\d+", text):
        return found[0] if len(found[0]) < 3 else text
    return next((_ORDINALS[w] for w in text.lower().split() if w in _ORDINALS), text)


def _issued(texts):
    """The date of several parts: a day that stands apart from its year goes with it, and of two
    years the later one is that of the edition in hand."""
    said = [date for date in map(dates.found, texts) if date]
    if len(said) == 1 and len(texts) > 1:
        return dates.found(" ".join(_bare(t) for t in texts)) or said[0]
    return max(said, default="")


def _volume(text):
    """{volume, issue, page, number-of-volumes, issued} of “Vol. 39, No. 9,”, “14(2):5–9”, “2 vols.”."""
    text = _bare(text)
    made = {}
    if year := re.match(r"((?:1\d|20)\d\d)(?:\s+[A-Za-z]+)?(?:\s+\d+)?\s*;\s*", text):
        made["issued"] = dates.found(year[0])
        text = text[year.end() :]
    if count := re.fullmatch(r"(\d+)\s*(?:vols?|volumes|bde|тома?|knj|књ|toma)\.?", text, re.I):
        return made | {"number-of-volumes": count[1]}
    if whole := re.fullmatch(
        rf"({_NUMBER})?\s*\(([^()]+)\)\s*(?::\s*(\S+))?|({_NUMBER})\s*:\s*(\d+\s*[-–—]\s*\d+)",
        text,
        re.I,
    ):
        made["volume"] = whole[1] or whole[4] or ""
        made["issue"] = re.sub(rf"^{_ISSUE_WORD}\.?\s*(?=\d)", "", whole[2] or "", flags=re.I)
        made["page"] = _DASHES.sub("–", (whole[3] or whole[5] or "").rstrip(".,;"))
        return made
    issue = re.search(rf"(?<!\w){_ISSUE_WORD}[.°]?\s*({_NUMBER})", text, re.IGNORECASE)
    if issue:
        made["issue"] = _DASHES.sub("–", issue[1])
        text = f"{text[: issue.start()]} {text[issue.end() :]}"
    elif supplement := re.search(r"suppl(?:ement)?\.?\s*\d*", text, re.IGNORECASE):
        made["issue"] = supplement[0].strip()
        text = text.replace(supplement[0], " ")
    volume = re.search(rf"(?<!\w){_VOLUME_WORD}\.?\s*({_NUMBER})", text, re.IGNORECASE)
    numbers = [volume[1]] if volume else re.findall(_NUMBER, text)
    if numbers and numbers[0]:
        first, *rest = re.split(r"\s*[/:]\s*", numbers[0]) + numbers[1:2]
        made["volume"] = _DASHES.sub("–", first)
        if rest and "issue" not in made:
            made["issue"] = rest[0]
    elif text.strip(" .,;:") and "issue" not in made:
        made["volume"] = text.strip(" .,;:")
    return made


def _note(text):
    text = _ARCHIVED.sub("", text)
    found = _ACCESSED.search(text)
    accessed = dates.found(found[1]) if found else ""
    if accessed:
        text = text[: found.start()] + text[found.end() :]
    text = _bare(_unstopped(_bare(text)))
    said = re.sub(
        r"(?:available|retrieved|доступно|dostupno|url)?(?: (?:at|from|на|na))?",
        "",
        text,
        flags=re.I,
    )
    return {"accessed": accessed, "note": text if any(sign.isalnum() for sign in said) else ""}


def _archive(text):
    """{archive, archive-place, archive_location} of a call number, the archive first or last in it."""
    text = _bare(re.sub(r"^//\s*", "", text.strip())).rstrip(".")
    if not text:
        return {}
    if found := re.fullmatch(r"([^,]*?)[.,]\s*((?:Ф|Оп|Д|Л)\.\s*\d.*)", text, re.IGNORECASE):
        return {"archive": found[1], "archive_location": found[2]}
    pieces = [piece.strip() for piece in text.split(",")]
    place = next((n for n, piece in enumerate(pieces) if _ARCHIVE.search(piece)), 0)
    after = place + 1
    # A town after the archive is where it stands: it holds no number and is the last piece.
    town = (
        pieces[after] if 0 < after == len(pieces) - 1 and not re.search(r"\d", pieces[-1]) else ""
    )
    if town and not re.fullmatch(r"[A-ZА-ЯЉЊЏЂЈЋ][\w-]+", town):
        town = ""
    if town.isupper():
        town = ""
    rest = pieces[:place] + pieces[after + bool(town) :]
    return {"archive": pieces[place], "archive-place": town, "archive_location": ", ".join(rest)}


def _type(fields, said):
    genre, container = fields["genre"], fields["container-title"]
    has_book = fields["publisher"] or fields["publisher-place"]
    if not (fields["title"] or container or fields.get("archive") or fields.get("URL")):
        return ""
    if fields.get("archive"):
        return "manuscript"
    if _THESIS.search(genre):
        return "thesis"
    if "patent" in genre.lower():
        return "patent"
    if _FILM.search(genre + fields["medium"]) or fields.get("director"):
        return "motion_picture"
    if _REPORT.search(genre) and not container:
        return "report"
    if "journal" in said:
        is_paper = not fields.get("volume") and (
            dates.has_day(fields["issued"])
            or (_PAPER.search(container) and not fields.get("issue"))
        )
        if is_paper and fields["accessed"] and not _PAPER.search(container):
            return "webpage"
        return "article-newspaper" if is_paper else "article-journal"
    if container:
        if fields.get("URL") and not (has_book or fields.get("editor") or "pages" in said):
            return "webpage"
        is_journal = fields.get("volume") and not (has_book or fields.get("editor"))
        if _MEETING.search(container):
            return "article-journal" if is_journal and "pages" in said else "paper-conference"
        if is_journal and not re.match(r"\W*in\b", " ".join(said["container-title"]), re.I):
            return "article-journal"
        if dates.has_day(fields["issued"]) and not has_book:
            return "article-newspaper" if not fields["accessed"] else "webpage"
        return "chapter"
    if (fields.get("URL") or fields.get("accessed")) and not has_book:
        return "webpage"
    return "book"


def _report_number(fields):
    found = re.fullmatch(
        r"(.*?)[\s,]*(?:no\.?|#|№|nr\.?)?\s*([\w/-]*\d[\w./-]*)", fields["genre"], re.I
    )
    if not found or not found[1]:
        return {"number": fields.pop("issue", "") or fields.pop("volume", "")}
    return {"genre": found[1].rstrip(" ,"), "number": found[2].rstrip(".")}


def _pages(texts):
    """{page, or number-of-pages, and a label where it is no page} of “pp. 5–9”, “320 с.”, “стб. 5”."""
    made = {}
    for text in texts:
        text = re.sub(r"^[–—\s]+", "", text.strip())
        count = _COUNT.fullmatch(text)
        if count and not re.match(r"[(\[]?\s*[sс]\b", text, re.I):
            made["number-of-pages"] = count[2]
            continue
        bare = re.sub(rf"^[(\[\s]*{_PAGE_WORDS}\b\.?\s*", "", text, flags=re.IGNORECASE)
        if found := _PAGES.search(bare):
            made.setdefault("page", _DASHES.sub("–", found[0]))
            if _COLUMN.search(text):
                made["label"] = "column"
            elif _FOLIO.match(text):
                made["label"] = "folio"
    return made


def _is_cited(fields, page):
    """Whether pages are those that a note cites, and not where the article stands."""
    if fields["type"] in ("article-journal", "article-newspaper", "paper-conference", "webpage"):
        return False
    return fields["type"] != "chapter" or "–" not in page
