"""Steps of importing works, and the file that most of its tests bring."""

import io
import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from sources.exchange.importing import import_works

PATH = "/admin/sources/source/import/"
FILE = """
@book{glenny, author = {Glenny, Misha and {Ministry of Roads}}, editor = {Novak, Ana},
  title = {The {Balkans}}, publisher = {Granta}, year = 2012, isbn = {978-0-14-044913-6}}

@article{bridge, author = {Novak, Ana}, title = {The Old Bridge}, journal = {Journal of Mills},
  volume = 3, pages = {45--67}, year = 1999, doi = {10.1000/AbC}, file = {mills.pdf}}

@book{broken, title = {Never closed,

@book{untitled, author = {Petrov, Ivan}, year = 1950}
"""
LATIN = "@book{a, title = {Početak i kraj čovečanstva u Ćirkovića}, author = {Ćirković, Đorđe}}"


def bring(text, by, **options):
    return import_works(text.encode(), by=by, **options)


def book(key="a", **fields):
    values = {"author": "Petrov, Ivan", "title": "Mills", "year": "1999"} | fields
    told = ", ".join(f"{name} = {{{value}}}" for name, value in values.items() if value)
    return f"@book{{{key}, {told}}}\n"


def here(done):
    """[(title, what it is like)] of what is here already."""
    return [(work.source.title, place) for work, place in done.here]


def command(path, *options, by="operator"):
    out = io.StringIO()
    call_command("import_works", str(path), "--by", by, *options, stdout=out)
    return out.getvalue()


def look(client, **fields):
    return client.post(PATH, fields).content.decode()


def hidden(answer, name):
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer)
    return unescape(found[1]) if found else ""


def carried(answer):
    return {name: hidden(answer, name) for name in ("kept", "name", "looked", "once")}


def upload(text, name="library.bib"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())
