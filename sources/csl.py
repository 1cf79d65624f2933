"""CSL 1.0.2: item types, contributors' roles, locator labels; works rendered by pandoc.

pandoc runs as a separate process and costs about a tenth of a second a call, so works are
rendered in batches, when they are sent or published, and the text is kept
(sources/services/renderings.py).
"""

import hashlib
import html
import json
import re
import shutil
import subprocess
import tempfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from review.exceptions import Refused

STYLE = Path(__file__).with_name("house.csl")
SECONDS = 60

TYPES = {
    "book": "book",
    "chapter": "chapter in a book",
    "article-journal": "journal article",
    "article-newspaper": "newspaper article",
    "article-magazine": "magazine article",
    "webpage": "web page",
    "manuscript": "manuscript or archival document",
    "treaty": "treaty",
    "report": "report",
    "thesis": "thesis",
    "collection": "collection of documents",
    "entry-encyclopedia": "encyclopedia entry",
    "legislation": "legislation",
    "map": "map",
    "personal_communication": "letter or personal communication",
    "speech": "speech",
    "interview": "interview",
    "article": "preprint or working paper",
    "bill": "bill",
    "broadcast": "broadcast",
    "classic": "classical or early work",
    "dataset": "data set",
    "document": "document",
    "entry": "entry in a reference work",
    "entry-dictionary": "dictionary entry",
    "event": "event",
    "figure": "figure",
    "graphic": "picture",
    "hearing": "hearing",
    "legal_case": "court case",
    "motion_picture": "film or video",
    "musical_score": "musical score",
    "pamphlet": "pamphlet",
    "paper-conference": "conference paper",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "post": "post",
    "post-weblog": "blog post",
    "regulation": "regulation",
    "review": "review",
    "review-book": "book review",
    "software": "software",
    "song": "recording",
    "standard": "standard",
}

ROLES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "collection-editor": "series editor",
    "compiler": "compiler",
    "composer": "composer",
    "container-author": "author of the book",
    "contributor": "contributor",
    "director": "director",
    "editorial-director": "managing editor",
    "illustrator": "illustrator",
    "interviewer": "interviewer",
    "original-author": "original author",
    "recipient": "recipient",
    "reviewed-author": "author of the reviewed work",
}


def types():
    """Item types to choose from."""
    return list(TYPES.items())


def roles():
    """Contributors' roles to choose from."""
    return list(ROLES.items())


def labels():
    """Locator labels to choose from."""
    return [(key, term.long) for key, term in LABELS.items()]


class Label(NamedTuple):
    """A locator label's English terms: in lists, before one locator, before several."""

    long: str
    short: str
    shorts: str


LABELS = {
    "page": Label("page", "p.", "pp."),
    "folio": Label("folio", "fol.", "fols."),
    "chapter": Label("chapter", "chap.", "chaps."),
    "column": Label("column", "col.", "cols."),
    "section": Label("section", "§", "§§"),
    "paragraph": Label("paragraph", "¶", "¶¶"),
    "volume": Label("volume", "vol.", "vols."),
    "part": Label("part", "pt.", "pts."),
    "note": Label("note", "n.", "nn."),
    "line": Label("line", "l.", "ll."),
    "figure": Label("figure", "fig.", "figs."),
    "table": Label("table", "tbl.", "tbls."),
    "timestamp": Label("timestamp", "at", "at"),
    "act": Label("act", "act", "acts"),
    "appendix": Label("appendix", "app.", "apps."),
    "article-locator": Label("article", "art.", "arts."),
    "book": Label("book", "bk.", "bks."),
    "canon": Label("canon", "can.", "cann."),
    "elocation": Label("location", "loc.", "locs."),
    "equation": Label("equation", "eq.", "eqs."),
    "issue": Label("issue", "no.", "nos."),
    "opus": Label("opus", "op.", "opp."),
    "rule": Label("rule", "r.", "rr."),
    "scene": Label("scene", "sc.", "scs."),
    "sub-verbo": Label("entry", "s.v.", "s.vv."),
    "supplement": Label("supplement", "supp.", "supps."),
    "title-locator": Label("title", "tit.", "tits."),
    "verse": Label("verse", "v.", "vv."),
    "version": Label("version", "ver.", "vers."),
}
SEVERAL = re.compile(r"\w\s*[–—,;&]\s*\w|\d\s*-\s*\d|\band\b")

# Our columns and the CSL variables that they are.
VARIABLES = {
    "title": "title",
    "title_short": "title-short",
    "container_title": "container-title",
    "collection_title": "collection-title",
    "collection_number": "collection-number",
    "publisher": "publisher",
    "publisher_place": "publisher-place",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "page": "page",
    "number": "number",
    "genre": "genre",
    "medium": "medium",
    "event_title": "event-title",
    "archive": "archive",
    "archive_place": "archive-place",
    "archive_location": "archive_location",
    "language": "language",
    "url": "URL",
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
}
DATES = {"issued": "issued", "original_date": "original-date", "accessed": "accessed"}


class Unrenderable(Refused):
    """pandoc could not render a work; the sentence names it."""


def locator_text(label, locator):
    """“p. 30”, “pp. 30–34”; empty without a locator."""
    locator = locator.strip()
    if not locator:
        return ""
    terms = LABELS.get(label)
    if not terms:
        return locator
    return f"{terms.shorts if SEVERAL.search(locator) else terms.short} {locator}"


def item(fields, contributors):
    """A CSL-JSON item of a source's columns and its contributors in order."""
    made = {"type": fields["type"]}
    for column, variable in VARIABLES.items():
        if fields.get(column):
            made[variable] = fields[column]
    for column, variable in DATES.items():
        if fields.get(column):
            made[variable] = _date(fields[column])
    # Without a language every engine writes titles in Title Case, Cyrillic ones too.
    made.setdefault("language", "und")
    for person in contributors:
        made.setdefault(person["role"], []).append(
            {"literal": person["literal"]}
            if person["literal"]
            else {k: person[k] for k in ("family", "given") if person[k]}
        )
    return made


def _date(edtf):
    """An EDTF date in CSL-JSON: parts where it has them, else as it is."""
    parts = []
    for half in edtf.split("/"):
        found = re.fullmatch(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?[~?%]?", half)
        if not found:
            return {"literal": edtf}
        parts.append([int(n) for n in found.groups() if n])
    date = {"date-parts": parts}
    if re.search(r"[~?%]", edtf):
        date["circa"] = True
    return date


def short(item):
    """“Glenny 2012”, “Glenny & Smith 2012”, “Glenny et al. 2012”; a title where nobody is named."""
    names = [
        p.get("literal") or p.get("family") for p in item.get("author") or item.get("editor") or ()
    ]
    match names:
        case []:
            who = item.get("title-short") or item["title"]
            who = who if len(who) <= 40 else f"{who[:39].rsplit(' ', 1)[0]}…"
        case [one]:
            who = one
        case [one, two]:
            who = f"{one} & {two}"
        case [one, *_]:
            who = f"{one} et al."
    return f"{who} {_year(item) or 'n.d.'}"


def plain(item):
    """One line of text, for where no rendering is kept yet."""
    people = item.get("author") or item.get("editor") or ()
    names = [
        p.get("literal") or ", ".join(filter(None, [p.get("family"), p.get("given")]))
        for p in people
    ]
    rest = [item["title"], item.get("container-title"), item.get("publisher"), _year(item)]
    return ": ".join(filter(None, ["; ".join(names), ", ".join(filter(None, rest))])) + "."


def _year(item):
    date = item.get("issued", {})
    parts = date.get("date-parts")
    return str(parts[0][0]) if parts else date.get("literal", "")


def canonical(item):
    return json.dumps(item, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def rendering_key(item):
    """SHA-256, in hex, of the item, the house style and pandoc's version."""
    return hashlib.sha256(f"{canonical(item)}\n{_style_digest()}".encode()).hexdigest()


@cache
def _style_digest():
    said = subprocess.run([_pandoc(), "--version"], capture_output=True, text=True, check=True)
    return hashlib.sha256(STYLE.read_bytes() + said.stdout.splitlines()[0].encode()).hexdigest()


@cache
def _pandoc():
    import pypandoc  # carries the program; read here so that its absence is not fatal

    return shutil.which("pandoc") or pypandoc.get_pandoc_path()


def render(items):
    """HTML of each work in the house style, in order: text, i, b, sup, sub and links, no more.

    One call of pandoc for all. If it refuses the batch, each is tried alone and the one that
    fails is named: Unrenderable.
    """
    if not items:
        return []
    try:
        return _render(items)
    except Unrenderable:
        if len(items) == 1:
            raise
    return [render([item])[0] for item in items]


def _render(items):
    known = [{**item, "id": f"w{number}"} for number, item in enumerate(items)]
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "works.json"
        bibliography.write_text(json.dumps(known, ensure_ascii=False))
        try:
            done = subprocess.run(
                [
                    *(
                        _pandoc(),
                        "--sandbox",
                        "--citeproc",
                        "--from=markdown",
                        "--to=html",
                        "--wrap=none",
                    ),
                    *(f"--csl={STYLE}", f"--bibliography={bibliography}"),
                    "--metadata=link-bibliography:false",
                ],
                input="---\nnocite: '@*'\n...\n",
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise Unrenderable(
                f"pandoc took more than {SECONDS} s for {len(items)} works."
            ) from error
        except OSError as error:
            raise Unrenderable(
                "pandoc, which formats footnotes, did not start: tell an operator."
            ) from error
    entries = _Entries()
    entries.feed(done.stdout)
    if done.returncode or set(entries.found) != {work["id"] for work in known}:
        raise Unrenderable(
            f"“{items[0]['title']}” could not be formatted: {done.stderr.strip()[:300]}"
        )
    return [_linked(entries.found[work["id"]]) for work in known]


KEPT = {"em": "i", "i": "i", "strong": "b", "b": "b", "sup": "sup", "sub": "sub"}


class _Entries(HTMLParser):
    """pandoc's entries by id, made anew from an allow-list."""

    def __init__(self):
        super().__init__()
        self.found, self.current, self.depth = {}, None, 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "div":
            if (attributes.get("id") or "").startswith("ref-"):
                self.current = attributes["id"].removeprefix("ref-")
                self.found[self.current] = ""
        elif self.current and tag in KEPT:
            self.found[self.current] += f"<{KEPT[tag]}>"

    def handle_endtag(self, tag):
        if tag == "div":
            self.current = None
        elif self.current and tag in KEPT:
            self.found[self.current] += f"</{KEPT[tag]}>"

    def handle_data(self, data):
        if self.current:
            self.found[self.current] += html.escape(data)


ADDRESS = re.compile(r"https?://[^\s<]+[^\s<.,;)]")


def _linked(text):
    """Web addresses as links; the text is escaped already."""
    text = " ".join(text.split())
    return ADDRESS.sub(lambda found: f'<a href="{found[0]}" rel="nofollow">{found[0]}</a>', text)
