"""pandoc's citeproc: works as entries of a list, and citations as notes.

pandoc runs as a separate process and costs a few tenths of a second a call, so much is made at
once, when something is sent or published, and kept (renderings.py).
"""

import hashlib
import html
import json
import re
import subprocess
import tempfile
from functools import cache, cached_property, lru_cache
from html.parser import HTMLParser
from pathlib import Path

from django.conf import settings

from review.exceptions import Refused
from sources import csl
from sources.formatting import styles
from sources.formatting.mending import asked, mended

SECONDS = 60


class Unrenderable(Refused):
    """pandoc could not render a work; the sentence names it."""


class Item(dict):
    """A CSL item that nobody alters: what it comes to is worked out once."""

    @cached_property
    def canonical(self):
        return _canonical(self)


def canonical(item):
    return item.canonical if isinstance(item, Item) else _canonical(item)


def _canonical(item):
    return json.dumps(item, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def rendering_key(item, style=None):
    """SHA-256, in hex, of the item and of what else its entry depends on, in the house style or in
    another that is named."""
    return _digest((canonical(item), "alone", *depends_on(style)))


@lru_cache(maxsize=10_000)
def _digest(told):
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def depends_on(style=None):
    """All that entries and notes depend on beside their works: the style, the house's unless another
    is named, the script that names are printed in, pandoc."""
    return styles.digest(style or styles.house()), settings.ATTESTED_NAMES, version()


@cache
def version():
    """What pandoc calls itself, and which of our ways to read what it writes: the next is 4."""
    said = subprocess.run([_pandoc(), "--version"], capture_output=True, text=True, check=True)
    return f"{said.stdout.splitlines()[0]}, read 3"


@cache
def _pandoc():
    import pypandoc  # carries the program; read here so that its absence is not fatal

    # The carried one is what the notes were compared with; a system's may be years older.
    carried = Path(pypandoc.__file__).with_name("files") / "pandoc"
    return str(carried) if carried.exists() else pypandoc.get_pandoc_path()


def render(items, style=None):
    """HTML of each work's entry, in order, in the house style or another one (its name): text, i, b,
    sup, sub and links, no more. None tells of the others.

    One call of pandoc for all. If it refuses the batch, each is tried alone and the one that
    fails is named: Unrenderable.
    """
    if not items:
        return []
    path = styles.alone(style or styles.house())
    meta = {"nocite": {"t": "MetaInlines", "c": [_cite("*", "")]}}
    try:
        found = _written(_printed(items), meta, [], path).entries
        return [mended(item, found[f"w{number}"]) for number, item in enumerate(items)]
    except KeyError as error:
        raise Unrenderable(f"“{items[0]['title']}” can't be listed in this style.") from error
    except Unrenderable:
        if len(items) == 1:
            raise
    return [render([item], style)[0] for item in items]


def cited(works, citations, path):
    """HTML of the note of each citation (the number of its work, its locator), in order; in the style at
    `path`, whatever it says of positions."""
    paragraphs = [{"t": "Para", "c": [_cite(f"w{n}", locator)]} for n, locator in citations]
    meta = {"suppress-bibliography": {"t": "MetaBool", "c": True}}
    notes = _written(_printed(works), meta, paragraphs, path).notes
    if len(notes) != len(citations):
        raise Unrenderable(f"“{works[0]['title']}” could not be cited in this style.")
    return [mended(works[n], note) for (n, _), note in zip(citations, notes, strict=True)]


def _printed(items):
    return [csl.as_printed(item, settings.ATTESTED_NAMES) for item in items]


def _written(works, meta, blocks, style):
    """What pandoc writes of a document that cites works, whose ids are w0, w1, …"""
    known = [{**_typeset(asked(item)), "id": f"w{number}"} for number, item in enumerate(works)]
    written = _Written()
    written.feed(_html(known, {"meta": meta, "blocks": blocks}, style))
    return written


def _html(works, document, style):
    """What pandoc makes of a document, nothing of it changed."""
    with tempfile.TemporaryDirectory() as folder:
        bibliography = Path(folder) / "works.json"
        bibliography.write_text(json.dumps(works, ensure_ascii=False))
        try:
            done = subprocess.run(
                [
                    *(_pandoc(), "--sandbox", "--citeproc", "--from=json", "--to=html"),
                    *("--wrap=none", f"--csl={style}", f"--bibliography={bibliography}"),
                ],
                input=json.dumps({"pandoc-api-version": [1, 23], **document}),
                capture_output=True,
                text=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise Unrenderable(
                f"pandoc took more than {SECONDS} s for {len(works)} works."
            ) from error
        except OSError as error:
            raise Unrenderable(
                "pandoc, which formats footnotes, did not start: tell an operator."
            ) from error
    if done.returncode:
        raise Unrenderable(
            f"“{works[0]['title']}” could not be formatted: {done.stderr.strip()[:300]}"
        )
    return done.stdout


# In a locator they would end it.
ROUND = str.maketrans("{}", "()")


def _cite(work, locator):
    """A citation as pandoc holds it; the locator in braces, so that all of it is taken for one."""
    suffix = []
    if locator:
        for word in f", {{{locator.translate(ROUND)}}}".split(" "):
            suffix += [*([{"t": "Space"}] if suffix else []), {"t": "Str", "c": word}]
    citation = {
        "citationId": work,
        "citationPrefix": [],
        "citationSuffix": suffix,
        "citationMode": {"t": "NormalCitation"},
        "citationNoteNum": 0,
        "citationHash": 0,
    }
    return {"t": "Cite", "c": [[citation], [{"t": "Str", "c": work}]]}


QUOTED = re.compile(r"(?<!\w)'(?=\S)[^']*(?<=\S)'(?!\w)")


def _typeset(value):
    """An item whose straight apostrophes are curved, but for those that quote something."""
    match value:
        case dict():
            return {name: _typeset(part) for name, part in value.items()}
        case list():
            return [_typeset(part) for part in value]
        case str() if "'" in value:
            parts, at = [], 0
            for found in QUOTED.finditer(value):
                parts += [value[at : found.start()].replace("'", "’"), found[0]]
                at = found.end()
            return "".join([*parts, value[at:].replace("'", "’")])
    return value


KEPT = {"em": "i", "i": "i", "strong": "b", "b": "b", "sup": "sup", "sub": "sub"}


class _Written(HTMLParser):
    """What pandoc wrote, made anew from an allow-list: entries by the works' ids, notes in order."""

    def __init__(self):
        super().__init__()
        self.entries, self._notes, self._into, self._links = {}, [], None, []
        self._spans = []

    @property
    def notes(self):
        return ["".join(pieces).strip() for pieces in self._notes]

    def handle_starttag(self, tag, attributes):
        given = {name: value or "" for name, value in attributes}
        id = given.get("id", "")
        if tag == "div" and id.startswith("ref-"):
            self._begin(id.removeprefix("ref-"))
        elif tag == "li" and re.fullmatch(r"fn\d+", id):
            self._into = []
            self._notes.append(self._into)
        elif self._into is not None and tag == "a":
            self._links.append((given, len(self._into)))
        elif self._into is not None and tag == "span":
            self._spans.append((given.get("class"), len(self._into)))
        elif self._into is not None and tag in KEPT:
            self._into.append(f"<{KEPT[tag]}>")

    def _begin(self, work):
        self._into, self._work = [], work

    def handle_endtag(self, tag):
        if self._into is None:
            return
        if tag == "a" and self._links:
            self._link(*self._links.pop())
        elif tag == "span" and self._spans:
            self._small_capitals(*self._spans.pop())
        elif tag in KEPT:
            self._into.append(f"</{KEPT[tag]}>")
        elif tag == "div":
            self.entries[self._work] = " ".join("".join(self._into).split())
            self._into = None
        elif tag == "li":
            self._into = None

    def _small_capitals(self, kind, start):
        """The number of a volume in them, xii, is in capitals here; other words are as they are."""
        if kind == "smallcaps" and re.fullmatch("[ivxlcdm]+", inner := "".join(self._into[start:])):
            self._into[start:] = [inner.upper()]

    def _link(self, given, start):
        """An address is a link to itself; a title, or the way back, is none."""
        inner = "".join(self._into[start:])
        del self._into[start:]
        if given.get("class") == "footnote-back":
            return
        href = given.get("href", "")
        is_address = re.match(r"https?://", href) and re.match(r"https?://|doi\.org", inner)
        link = f'<a href="{html.escape(href)}" rel="nofollow">{inner}</a>'
        self._into.append(link if is_address else inner)

    def handle_data(self, data):
        if self._into is not None:
            self._into.append(html.escape(data, quote=False))
