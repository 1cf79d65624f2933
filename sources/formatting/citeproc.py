"""Works rendered by pandoc's citeproc in the house style.

pandoc runs as a separate process and costs about a tenth of a second a call, so works are
rendered in batches, when they are sent or published, and the text is kept (renderings.py).
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

from review.exceptions import Refused

STYLE = Path(__file__).with_name("house.csl")
SECONDS = 60


class Unrenderable(Refused):
    """pandoc could not render a work; the sentence names it."""


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
