"""The entries of a text of BibTeX: split, their strings put in, and what they inherit.

bibtexparser splits the text. Strings are put in here, up to a length: one that doubles forty times
would fill the memory.
"""

import logging
import re
from dataclasses import dataclass, field

from bibtexparser import model
from bibtexparser.splitter import Splitter

from sources.reading import richtext
from sources.reading.entries import ENTRIES, Unreadable, refusal

logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
logging.getLogger("bibtexparser").propagate = False

START = re.compile(r"^[ \t]*@\w+[ \t]*[{(]", re.MULTILINE)
# What a value becomes when its strings are put in; a bomb doubles them.
LONGEST_STRING, LONGEST_VALUE, MOST_PIECES = 5_000, 50_000, 1_000
MONTHS = {
    name: name
    for name in ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
}
# What an entry does not take from its parent (biblatex, “Field inheritance”), and new names.
OWN = {"crossref", "xref", "xdata", "ids", "label", "options", "shorthand", "sortname", "keywords", "key",
       "abstract", "annotation", "annote", "addendum", "note", "entryset", "related", "shorttitle",
       "pages", "file"}  # fmt: skip
# Those whose title is not the book's.
OF_PARTS = {"inbook", "bookinbook", "suppbook", "incollection", "suppcollection", "inproceedings",
            "conference", "inreference", "article", "suppperiodical"}  # fmt: skip
TITLES = ("title", "subtitle", "titleaddon")
IN_PARENT = {
    **dict.fromkeys(("periodical",), "journal"),
    **dict.fromkeys(("mvbook", "mvcollection", "mvproceedings", "mvreference"), "main"),
}


@dataclass
class Entry:
    """One entry with its strings put in: {field: words}, in lower case."""

    kind: str
    key: str
    line: int
    values: dict
    fault: str = ""
    undefined: list = field(default_factory=list)
    again: tuple = ()


def split(text, line):
    """(entries, refused readings, rest)."""
    if len(START.findall(text)) > 2 * ENTRIES:
        raise Unreadable(
            f"This text has more than {2 * ENTRIES:,} entries of BibTeX: give it in parts."
        )
    entries, refused, rest, strings = [], [], [], dict(MONTHS)
    failed, before = False, None
    for block in Splitter(text).split().blocks:
        at = block.start_line + line
        # Names that are given twice are no fault of the text.
        block = getattr(block, "ignore_error_block", None) or block
        if isinstance(block, model.String):
            strings[block.key.strip().casefold()] = _value(block.value, strings, LONGEST_STRING)[0]
        elif isinstance(block, model.ImplicitComment):
            # What follows a broken entry is most likely the rest of it.
            if before and block.comment[0] in ",}":
                before.fault = "a brace in it is closed too early, or one is too many."
            elif not failed:
                rest.append((at, block.comment))
        elif isinstance(block, model.ParsingFailedBlock):
            refused.append(_failed(block, at))
        elif isinstance(block, model.Entry):
            entries.append(_entry(block, line, strings))
        failed = isinstance(block, model.ParsingFailedBlock)
        before = entries[-1] if isinstance(block, model.Entry) else None
    return entries, refused, [(at, _without_comments(words)) for at, words in rest]


def _without_comments(words):
    """Lines that begin with % are comments; they are blanked, so that lines still count."""
    return re.sub(r"(?m)^[ \t]*%(?![0A-Z] ).*$", "", words)


def _failed(block, line):
    key = re.match(r"\s*@\w+\s*[{(]\s*([^,\s={}()]*)\s*,", block.raw)
    if "end of file" in str(getattr(block.error, "abort_reason", "")):
        why = "a brace or quotation mark that is opened here is not closed."
    elif "block start" in str(getattr(block.error, "abort_reason", "")):
        why = "a brace or quotation mark is not closed before the next entry begins."
    elif not key:
        why = "it has no key: one begins @book{name, title = {…}}."
    else:
        why = "a comma or a sign of equality is missing in it."
    return refusal("bibtex", line, why, key[1] if key else "")


def _entry(block, line, strings):
    made = Entry(block.entry_type.casefold(), block.key.strip(), block.start_line + line, {})
    again = []
    for one in block.fields:
        name = one.key.strip().casefold()
        value, fault = _value(one.value, strings, LONGEST_VALUE, made.undefined)
        if fault:
            made.fault = made.fault or f"its field {richtext.cut(name, 40)} {fault}"
        elif not re.fullmatch(r"[\w:+./-]{1,60}", name):
            made.fault = (
                made.fault
                or f"“{richtext.cut(name, 40)}” is no name of a field: is a comma missing before it?"
            )
        elif name in made.values:
            again.append((name, value))
        else:
            made.values[name] = value
    made.again = tuple(again)
    return made


PIECE = re.compile(r"\s*(?:(?P<word>[^\s#{}\"',=]+)|(?P<open>[{\"]))")
JOINT = re.compile(r"\s*(?P<sign>#|$)")


def _value(raw, strings, longest, undefined=None):
    """(the words of a value, what is wrong with it): pieces joined by #, each braced, quoted, a
    number or the name of a string."""
    made, length, place = [], 0, 0
    while True:
        piece = PIECE.match(raw, place)
        if not piece:
            return "", "has no value."
        if word := piece["word"]:
            place = piece.end()
            if word.casefold() in strings:
                word = strings[word.casefold()]
                if word is None:
                    return None, f"takes a string that grows beyond {LONGEST_STRING:,} characters."
            elif not word.isdigit() and undefined is not None:
                # Its name is all that is known of it.
                undefined.append(word)
        else:
            start, place = piece.end(), end(raw, piece.end() - 1) + 1
            if not place:
                return "", "has braces that do not fit each other."
            word = raw[start : place - 1]
        made.append(word)
        length += len(word)
        if length > longest or len(made) > MOST_PIECES:
            return None, f"has more than {longest:,} characters."
        joint = JOINT.match(raw, place)
        if not joint:
            return "", "has no comma behind it."
        if not joint["sign"]:
            return "".join(made), ""
        place = joint.end()


ENDING = re.compile(r"\\.|[{}\"]", re.DOTALL)


def end(raw, start):
    """Where the brace or quotation mark at `start` is closed; -1 if nowhere."""
    depth, quoted = 0, raw[start] == '"'
    for found in ENDING.finditer(raw, start + 1):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            if not depth:
                return -1 if quoted else found.start()
            depth -= 1
        elif sign == '"' and quoted and not depth:
            return found.start()
    return -1


def inherited(entry, known):
    """{field: words} with those of its parents, and the parents that are nowhere."""
    values, missing = dict(entry.values), []
    seen, left = {entry.key.casefold()}, [("xdata", entry), ("crossref", entry)]
    while left and len(seen) < 20:
        how, child = left.pop(0)
        for key in re.split(r"\s*,\s*", child.values.get(how, "").strip()):
            parent = known.get(key.casefold())
            if not key or key.casefold() in seen:
                continue
            if not parent:
                missing.append((how, key))
                continue
            seen.add(key.casefold())
            for name, value in parent.values.items():
                if how == "crossref":
                    name = _name_in_child(name, parent.kind, entry.kind)
                if name and name not in values and (how == "xdata" or name not in OWN):
                    values[name] = value
            left += [("xdata", parent), ("crossref", parent)]
    return values, missing


def _name_in_child(name, parent, child):
    part = child in OF_PARTS
    if name in TITLES:
        prefix = IN_PARENT.get(parent, "book" if part else "main")
        return f"{prefix}{name}"
    if name == "author" and part and parent in ("book", "mvbook"):
        return "bookauthor" if child in ("inbook", "bookinbook", "suppbook") else ""
    return name
