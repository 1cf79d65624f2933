"""Names as each shape writes them, in CSL's parts.

A particle that stands before the family name goes with it (“non-dropping”: von der Goltz), one
that stands behind the given name (Goltz, Colmar von der) does not (“dropping”).
"""

import re

from sources.reading import richtext

PARTICLES = {
    "von", "van", "vom", "vander", "der", "den", "de", "del", "della", "dei", "degli", "dell", "delle",
    "di", "da", "dal", "dalla", "do", "dos", "das", "du", "des", "la", "le", "las", "los", "les", "lo",
    "zu", "zum", "zur", "zer", "ten", "ter", "te", "af", "av", "an", "op", "'t", "ibn", "d'", "l'",
}  # fmt: skip
SUFFIX = re.compile(r"(?:[JS]r|Jun|Sen|ml|st|мл|ст)\.?|[IVX]{2,5}\.?|Esq\.?|(?:Ph\.?D|M\.?D)\.?")
OTHERS = re.compile(
    r"(?:^|,?\s+)(?:et al\.?|and others|и др\.?|и другие|i dr\.?|u\. ?a\.)$", re.IGNORECASE
)


def without_others(person):
    """(the name without “et al.” behind it, those words)."""
    for part, words in person.items():
        if found := OTHERS.search(words):
            rest, others = words[: found.start()].strip(" ,"), found[0].strip(" ,")
            if part == "literal":
                return next(iter(inverted(rest)), {}), others
            return {name: value for name, value in {**person, part: rest}.items() if value}, others
    return person, ""


def literal(words):
    words = richtext.clean(words).strip(" ,;")
    return [{"literal": words}] if words else []


def inverted(words):
    """“Family, Given, Suffix”; without a comma, or with one at the end, an institution."""
    parts = [part.strip() for part in richtext.clean(words).split(",")]
    parts = [part for part in parts if part]
    if len(parts) == 2:
        return [person(parts[0], parts[1])]
    if len(parts) == 3 and SUFFIX.fullmatch(parts[2]):
        return [person(parts[0], parts[1], parts[2])]
    if len(parts) == 3 and SUFFIX.fullmatch(parts[1]):
        return [person(parts[0], parts[2], parts[1])]
    return literal(words)


def person(family, given="", suffix=""):
    """The parts of a name, its particles apart."""
    family, given, suffix = (richtext.clean(part) for part in (family, given, suffix))
    if not suffix and (found := re.fullmatch(r"(.+?),? ([JS]r\.?|I{2,3}|IV)", family)):
        family, suffix = found.groups()
    particles, family = _leading(family)
    given, dropping = _trailing(given)
    if not family:
        family, given = given, ""
    made = {
        "family": family,
        "given": given,
        "dropping-particle": dropping,
        "non-dropping-particle": particles,
        "suffix": suffix,
    }
    return {part: value for part, value in made.items() if value}


def _leading(family):
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count] in PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _trailing(given):
    words = given.split()
    count = len(words)
    while count > 1 and words[count - 1] in PARTICLES:
        count -= 1
    return " ".join(words[:count]), " ".join(words[count:])
