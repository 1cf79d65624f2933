"""Citation templates of wikis: English and Serbian, Russian, German, French.

mwparserfromhell reads each template; where one begins and ends is found here first, since its time
grows with the square of what is left open.
"""

import re

import mwparserfromhell
from mwparserfromhell import nodes

from sources.reading.entries import Draft, Lines, Readings, refusal
from sources.reading.wikis import TEMPLATES

START = re.compile(
    rf"\{{\{{\s*(?:{'|'.join(map(re.escape, sorted(TEMPLATES, key=len, reverse=True)))})\s*[|}}\n]",
    re.IGNORECASE,
)
BRACES = re.compile(r"\{\{|\}\}")
LONGEST, MOST = 30_000, 300
MARKS = {"i": "i", "b": "b", "em": "i", "strong": "b", "sup": "sup", "sub": "sub"}
# Templates in a value that print one of their arguments, by its place from the end.
PRINTED = {"lang": -1, "nowrap": 0, "nobr": 0, "small": 0, "noitalic": 0, "smallcaps": 0, "sc": 0, "jez": -1, "lang2": -1}  # fmt: skip
SIGNS = {
    "!": "|",
    "nbsp": "\xa0",
    "=": "=",
    "ndash": "–",
    "mdash": "—",
    "spaced ndash": " – ",
    "'": "'",
}


def read(text, line=1):
    """(readings, [(line, text)] of what stands between the templates)."""
    readings, rest, place = Readings(), [], 0
    lines, ends = Lines(text, line), _ends(text)
    while found := START.search(text, place):
        rest.append((lines.at(place), text[place : found.start()]))
        end, at = ends.get(found.start(), 0), lines.at(found.start())
        if not 0 < end - found.start() <= LONGEST:
            name = found[0].strip("{|\n ")
            why = (
                f"is longer than {LONGEST:,} characters."
                if end
                else "is not closed: }} is missing."
            )
            readings.append(refusal("wikitext", at, f"the template {name} {why}"))
            # What follows may be whole.
            place = found.end()
            following = START.search(text, place)
            place = following.start() if following else len(text)
            continue
        readings.append(_reading(text[found.start() : end], at))
        place = end
    rest.append((lines.at(place), text[place:]))
    return readings, [(at, _loose(words)) for at, words in rest if _loose(words).strip()]


def _loose(words):
    """What lies between templates, without the marks of a list or a footnote around them."""
    return re.sub(r"</?ref\b[^<>]*>|^[ \t]*[*#:;.,|]+|[ \t.,;]+$", "", words, flags=re.MULTILINE)


def _ends(text):
    """{where braces open: behind those that close them}."""
    opened, ends = [], {}
    for found in BRACES.finditer(text):
        if found[0] == "{{":
            opened.append(found.start())
        elif opened:
            ends[opened.pop()] = found.end()
    return ends


def _reading(words, line):
    if words.count("{{") + words.count("[[") + words.count("<") > MOST:
        return refusal("wikitext", line, f"more than {MOST} templates, links and tags stand in it.")
    try:
        parsed = mwparserfromhell.parse(words, skip_style_tags=False)
        template = parsed.filter_templates(recursive=False)[0]
    except (IndexError, RecursionError, mwparserfromhell.parser.ParserError):
        return refusal("wikitext", line, "its braces and brackets do not fit each other.")
    kind = TEMPLATES.get(_spelt(str(template.name)))
    if not kind:
        return refusal("wikitext", line, "its braces and brackets do not fit each other.")
    draft = Draft("wikitext", line)
    draft.fields["type"] = kind.type
    draft.source["type"] = str(template.name).strip()
    given = {}
    for parameter in template.params:
        name = " ".join(str(parameter.name).split())
        value, told = _text(parameter.value)
        draft.untold += [(f"{name}: {what}", tell) for what, tell in told]
        if name in given and value:
            draft.tell(name, given.pop(name))
        given[name] = value
    kind.read(draft, {name: value for name, value in given.items() if value})
    return draft.reading()


def _spelt(name):
    """A template's name as wikis tell it: its first letter may be great or small."""
    return " ".join(
        re.sub(r"<!--.*?-->", "", name, flags=re.DOTALL).replace("_", " ").split()
    ).casefold()


def _text(code):
    """(the words that a value prints, [(what, words)] of what in it is not printed)."""
    made, told = [], []
    for node in code.nodes:
        if isinstance(node, nodes.Wikilink):
            shown, more = _text(node.text if node.text is not None else node.title)
            made.append(shown.lstrip(":"))
            told += more
            if node.text is not None:
                told.append(("link", str(node.title)))
        elif isinstance(node, nodes.ExternalLink):
            made.append(_text(node.title)[0] if node.title else str(node.url))
            if node.title:
                told.append(("link", str(node.url)))
        elif isinstance(node, nodes.Comment):
            told.append(("comment", str(node.contents)))
        elif isinstance(node, nodes.Template):
            words, more = _nested(node)
            made.append(words)
            told += more
        elif isinstance(node, nodes.Tag):
            words, more = _tag(node)
            made.append(words)
            told += more
        elif isinstance(node, nodes.HTMLEntity):
            made.append(str(node))
        else:
            made.append(str(node))
    return "".join(made).strip(), told


def _nested(node):
    name = _spelt(str(node.name))
    if name in SIGNS:
        return SIGNS[name], []
    if name in ("circa", "c.", "ca", "около") and node.params:
        return f"c. {_text(node.params[0].value)[0]}", []
    place = -1 if name.startswith(("lang-", "јез-", "jez-", "lang")) else PRINTED.get(name)
    plain = [one for one in node.params if not one.showkey]
    if place is None or not plain:
        return "", [("template", str(node))]
    return _text(plain[place].value)


def _tag(node):
    name = str(node.tag).strip().casefold()
    if name == "nowiki":
        return str(node.contents), []
    if name == "ref":
        return "", [("footnote", str(node.contents))]
    if name == "br":
        return " ", []
    words, told = _text(node.contents) if node.contents is not None else ("", [])
    mark = MARKS.get(name)
    if mark:
        return f"<{mark}>{words}</{mark}>", told
    if node.wiki_markup:
        return str(node), told
    return str(node) if name not in ("small", "big") else words, told
