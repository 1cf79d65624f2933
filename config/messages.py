"""The words of the public pages in each language: `python -m config.messages` renews the catalogs in
config/locale from the code and the templates, writes Serbian in Latin letters from Serbian in Cyrillic,
and compiles what Django reads. With --check it changes nothing and says what is amiss.

The files are those of GNU gettext. Who translates fills in the `django.po` of a language, runs this,
and commits both.
"""

import ast
import re
import sys
from collections import namedtuple
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

from review.serbian import latin

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "config" / "locale"
TRANSLATED = ("sr", "ru")
IN_LATIN = {"sr-latn": "sr"}
APPS = ("config", "events", "review", "sources")
# What the arguments of a function that marks words are.
ONE, MANY, IN_CONTEXT, MANY_IN_CONTEXT = (
    ("id",),
    ("id", "plural"),
    ("context", "id"),
    ("context", "id", "plural"),
)
MARKING = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop"), ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), MANY),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), IN_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), MANY_IN_CONTEXT),
}
# Calls as Django writes them for what templates mark.
IN_TEMPLATE = re.compile(
    r"\b(?:n?p?gettext|_)\s*\(\s*(?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"|[\w.]+|\s|,)*\)",
    re.S,
)

# Of the header only this: not the day, nor the version of the tool, which change without a word.
KEPT = {"Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}

Message = namedtuple("Message", ("id", "plural", "context"), defaults=("", None, None))


class Words(Catalog):
    @property
    def mime_headers(self):
        return [(name, value) for name, value in super().mime_headers if name in KEPT]


def marked():
    """{`Message`: the files, from the root, in which it is marked}."""
    found = {}
    for place, text in _sources():
        for message in _in_python(text) if place.suffix == ".py" else _in_template(text):
            found.setdefault(message, []).append(str(place))
    return found


def _sources():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in (".html", ".svg", ".xml", ".txt"):
            yield path.relative_to(ROOT), path.read_text()


def _in_template(text):
    for call in IN_TEMPLATE.findall(templatize(text)):
        yield from _in_python(call.strip())


def _in_python(text):
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        parts = MARKING.get(name, ())
        values = [getattr(argument, "value", None) for argument in node.args[: len(parts)]]
        if parts and len(values) == len(parts) and all(isinstance(v, str) and v for v in values):
            yield Message(**dict(zip(parts, values, strict=True)))


def catalog_of(code):
    """The catalog of a language as it is kept, or an empty one."""
    path = _path(code, "po")
    if not path.exists():
        return Catalog(locale=to_locale(code), charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=to_locale(code))


def renewed(code, found):
    """The catalog with each message that is marked and no other, translated as it was."""
    old = catalog_of(IN_LATIN.get(code, code))
    new = Words(
        locale=to_locale(code),
        header_comment=f"# The public pages in {old.locale.english_name}.",
        charset="utf-8",
        fuzzy=False,
    )
    for message in sorted(found, key=lambda m: (found[m][0], m.id, m.context or "")):
        held = old.get(message.id, message.context)
        said = held.string if held is not None else ""
        if message.plural and not isinstance(said, tuple):
            said = ("",) * old.num_plurals
        elif not message.plural and isinstance(said, tuple):
            said = ""
        if code in IN_LATIN:
            said = tuple(map(latin, said)) if message.plural else latin(said)
        new.add(
            (message.id, message.plural) if message.plural else message.id,
            said,
            locations=[(place, None) for place in dict.fromkeys(found[message])][:1],
            context=message.context,
        )
    return new


def written(catalog):
    """(the bytes of the .po file, of the .mo file) of a catalog: the same for the same words."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalog, width=100, include_lineno=False)
    write_mo(mo, catalog)
    return po.getvalue(), mo.getvalue()


def amiss():
    """Sentences on what the catalogs lack: they are as the code is, and nothing is untranslated."""
    found = marked()
    for code in (*TRANSLATED, *IN_LATIN):
        catalog = renewed(code, found)
        for message in catalog:
            if message.id and not all(message.string if message.pluralizable else [message.string]):
                yield f"{code}: “{message.id}” is not translated."
        for suffix, made in zip(("po", "mo"), written(catalog), strict=True):
            path = _path(code, suffix)
            if not path.exists() or path.read_bytes() != made:
                yield f"{code}: django.{suffix} is not of this code: run python -m config.messages."


def main():
    if "--check" in sys.argv[1:]:
        faults = list(amiss())
        print(*faults or ["Nothing is amiss."], sep="\n")
        return bool(faults)
    found = marked()
    for code in (*TRANSLATED, *IN_LATIN):
        catalog = renewed(code, found)
        for suffix, made in zip(("po", "mo"), written(catalog), strict=True):
            path = _path(code, suffix)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made)
    for fault in amiss():
        print(fault)
    return 0


def _path(code, suffix):
    return LOCALE / to_locale(code) / "LC_MESSAGES" / f"django.{suffix}"


if __name__ == "__main__":
    sys.exit(main())
