"""LaTeX in titles and names into text: pylatexenc knows the accents and signs.

Italics, bold, small capitals, sub- and superscript become CSL's rich text; a command that nobody
knows, and mathematics, stay as they were typed. Braces go: what they keep is the case of letters,
and no letter's case is changed here.
"""

import re
from functools import cache

from pylatexenc import latex2text, latexwalker
from pylatexenc.macrospec import std_macro

from sources.reading.richtext import SMALL_CAPS

MARKS = {
    **dict.fromkeys(("textit", "emph", "textsl", "mkbibemph", "mkbibitalic"), ("<i>", "</i>")),
    **dict.fromkeys(("textbf", "mkbibbold"), ("<b>", "</b>")),
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), ("<sup>", "</sup>")),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), ("<sub>", "</sub>")),
    "textsc": (SMALL_CAPS, "</span>"),
    **dict.fromkeys(("enquote", "mkbibquote"), ("“", "”")),
    **dict.fromkeys(
        ("text", "textrm", "textsf", "texttt", "textup", "textnormal", "textmd", "mbox", "uppercase",
         "nolinkurl", "url", "hbox", "textcyrillic", "textgreek", "textlatin", "foreignlanguage"),
        ("", ""),
    ),
}  # fmt: skip
SIGNS = {"dj": "đ", "DJ": "Đ", "textendash": "–", "textemdash": "—", "bibstring": "", "slash": "/",
         "textquotesingle": "'", "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "ldots": "…", "dots": "…", "textellipsis": "…",
         "bibrangedash": "–", "&": "&", "%": "%", "#": "#", "_": "_", "$": "$", "/": "", "-": "",
         "textquotedblleft": "“", "textquotedblright": "”", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "newline": " ", "\\": " ", ",": "\u202f"}  # fmt: skip
# Old commands that change the type to the end of their group.
OLD = re.compile(r"\{\s*\\(it|em|sl|bf|sc|itshape|bfseries|scshape)(?![A-Za-z])\s*")
NEW = {"bf": "textbf", "bfseries": "textbf", "sc": "textsc", "scshape": "textsc"}
RAISED = re.compile(
    r"\$\s*([_^])\s*(?:\{\s*(?:\\(?:textrm|mathrm|rm|text)\b\s*)?\{?([\w+–-]+)\}?\s*\}|(\w))\s*\$"
)
LONGEST = 50_000


def plain(text):
    """The text of a value of BibTeX."""
    if not re.search(r"[\\{}$~%]|--|``|''", text):
        return text
    if "\\" not in text and "$" not in text:
        return re.sub("[{}]", "", _signs(text))
    if len(text) > LONGEST:
        return text
    typed = text
    text = OLD.sub(lambda found: f"\\{NEW.get(found[1], 'textit')}{{", text)
    text, kept = _kept(RAISED.sub(_raised, text))
    # A comment is a line's end in TeX, and a sign of percent in every title.
    text = re.sub(r"(?<!\\)([%#&])", r"\\\1", text)
    # An accent at the very end has no letter to stand on.
    text += "{}" if re.search(r"\\.$", text) else ""
    try:
        walker = latexwalker.LatexWalker(text, latex_context=_known(), tolerant_parsing=False)
        nodes, _, _ = walker.get_latex_nodes()
        made = latex2text.LatexNodes2Text(
            latex_context=_texts(), math_mode="verbatim", strict_latex_spaces=True
        ).nodelist_to_text(nodes)
        return re.sub(r"\ue000(\d+)\ue001", lambda found: kept[int(found[1])], made)
    except (latexwalker.LatexWalkerParseError, RecursionError, IndexError, ValueError):
        return typed


def _kept(text):
    """(the text, what is kept as typed): unknown commands with their braces, as numbers in it."""
    made, kept, place = [], [], 0
    text = re.sub("[\ue000\ue001]", "", text)
    for found in re.finditer(r"\\([A-Za-z]+)(?=\{)", text):
        if found.start() < place or _is_known(found[1]):
            continue
        depth = 0
        for brace in re.finditer(r"\\.|[{}]", text[found.end() :]):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if not depth:
                break
        end = found.end() + brace.end()
        made.append(f"{text[place : found.start()]}\ue000{len(kept)}\ue001")
        kept.append(text[found.start() : end])
        place = end
    return "".join(made) + text[place:], kept


def _is_known(command):
    specs = (db.get_macro_spec(command) for db in (_known(), _texts()))
    return any(getattr(spec, "macroname", "") for spec in specs)


def _raised(found):
    name = "sub" if found[1] == "_" else "sup"
    return f"<{name}>{found[2] or found[3]}</{name}>"


def _signs(text):
    for typed, sign in (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", "\xa0")):
        text = text.replace(typed, sign)
    return text


@cache
def _known():
    """Each command of a table takes one argument; foreign languages are named before theirs."""
    made = latexwalker.get_default_latex_context_db()
    more = [std_macro(name, "{") for name in MARKS if name != "foreignlanguage"]
    more += [std_macro("foreignlanguage", "{{"), *(std_macro(name, "") for name in SIGNS)]
    made.add_context_category("titles", macros=more, prepend=True)
    return made


@cache
def _texts():
    made = latex2text.get_default_latex_context_db()
    specs = [
        latex2text.MacroTextSpec(name, simplify_repl=_marked(*marks))
        for name, marks in MARKS.items()
    ]
    specs += [latex2text.MacroTextSpec(name, simplify_repl=sign) for name, sign in SIGNS.items()]
    made.add_context_category("titles", macros=specs, prepend=True)
    made.set_unknown_macro_spec(latex2text.MacroTextSpec("", simplify_repl=_as_typed))
    made.set_unknown_environment_spec(latex2text.EnvironmentTextSpec("", simplify_repl=_as_typed))
    return made


def _marked(before, after):
    def text(node, l2tobj):
        inside = l2tobj.nodelist_to_text([node.nodeargd.argnlist[-1]])
        return f"{before}{inside}{after}" if inside else ""

    return text


def _as_typed(node, l2tobj):
    return node.latex_verbatim()
