"""Variables that stand in a note, as Zotero's “Extra” has them and citeproc reads them: a line each,
“Original Date: 1812”, or in braces, “{:original-date: 1812}”; names as “Family || Given”."""

import re

from sources.reading import names

IN_BRACES = re.compile(r"\{:([A-Za-z][A-Za-z _-]*): ?([^{}\n]*)\}")
LINE = re.compile(r"^[ \t]*([A-Za-z][A-Za-z _-]*): *(\S.*)$", re.MULTILINE)


def folded(name):
    return re.sub("[ _]", "-", name.strip()).casefold()


def split(note, known):
    """([(variable, its words)], what is left of the note); `known` has variables by folded names."""
    found = []

    def take(match):
        if not (variable := known.get(folded(match[1]))):
            return match[0]
        found.append((variable, match[2].strip()))
        return ""

    left = LINE.sub(take, IN_BRACES.sub(take, note))
    return found, left.strip() if found else note


def people(words):
    family, _, given = words.partition("||")
    return [names.person(family, given)] if family.strip() and given else names.literal(words)
