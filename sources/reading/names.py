"""Names as each shape writes them, in CSL's parts: one name, a printed list, a line that is typed.

A particle that stands before the family name goes with it (“non-dropping”: von der Goltz), one
that stands behind the given name (Goltz, Colmar von der) does not (“dropping”).
"""

import re
from typing import NamedTuple

from sources.reading import richtext
from sources.reading.roles import role_of, without_role

PARTICLES = {
    "von", "van", "vom", "vander", "der", "den", "de", "del", "della", "dei", "degli", "dell", "delle",
    "di", "da", "dal", "dalla", "do", "dos", "das", "du", "des", "la", "le", "las", "los", "les", "lo",
    "zu", "zum", "zur", "zer", "und", "het", "ten", "ter", "te", "af", "av", "an", "op", "al", "el", "ibn", "bin",
    "ben", "'t", "d'", "d’", "de'", "de’", "dell'", "dell’", "l'", "l’",
    "фон", "ван", "де", "дер", "ла", "ле", "да", "ди",
}  # fmt: skip
SUFFIX = re.compile(r"(?:[JS]r|Jun|Sen|ml|st|мл|ст)\.?|[IVX]{2,5}\.?|Esq\.?|(?:Ph\.?D|M\.?D)\.?")
OTHERS = re.compile(
    r"(?:^|[,;&\s]+)(?:[\[(]\s*)?(?:(?:and|&|und|et)\s+)?(?:et\s+al\b\.?|and others\b|u\.\s?a\.|"
    r"и др(?:угие|уги)?\b\.?|i dr(?:ugi)?\b\.?|[ai] kol\b\.?|y otros\b|и соавт\.)(?:\s*[\])])?",
    re.IGNORECASE,
)
_IN = re.compile(r"^(?:in|у|u|в|dans|en|и|и\s|в кн\.?)\s*:\s*|^(?:in|dans)\s+(?=\S)", re.I)
_AND = r"\s*,?\s+(?:and|und|et|with|&|y|e|и|i|та)\s+|\s*&\s*"
_INITIAL = r"(?:[^\W\d_]|Љ|Њ|Џ|[A-Z][hju]|Дж|Ch|Th)"
_INITIALS = re.compile(
    rf"\(?(?:{_INITIAL}\.[\s\-‐–]*)+(?:{_INITIAL})?\)?|(?:{_INITIAL}[\s\-]*)\b|[A-ZА-ЯЉЊЏЂЋ]{{1,3}}"
)
_BODIES = re.compile(
    r"""\b(?:ministry|department|dept|universit\w+|institut\w*|commission|committee|council|society|
    association|organi[sz]ation|office|agency|museum|archives?|bank|bureau|board|centers?|centre|
    college|academy|company|corporation|inc|ltd|gmbh|union|nations|congress|parliament|government|
    assembly|party|foundation|federation|group|team|press|service|authority|league|embassy|court|
    taskforce|network|laborator(?:y|ies)|school|church|states|library|army|international|fund|trust|
    consulate|legation|chancellery|division|section|diocese|eparchy|synod|times|club|chamber|
    министарство|академија|институт\w*|одељење|завод|друштво|савез|архив|музеј|скупштина|влада|
    комисија|одбор|универзитет|банка|црква|министерство|академия|отдел|комитет|комиссия|общество|
    союз|университет|совет|управление|музей|
    ministarstvo|akademija|odeljenje|zavod|društvo|savez|muzej|skupština|vlada|komisija|odbor|
    univerzitet|banka|crkva|služba)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ARTICLES = {"the", "der", "die", "das", "le", "la", "les", "el", "il", "l'"}


class Names(NamedTuple):
    """`people` as CSL names; `others` where the print says “et al.”; `role` "" where none is told."""

    people: list
    others: bool
    role: str


def typed(line):
    """The names of a line that someone typed, as [{role, and CSL's parts of the name}], whose keys
    are family, given, dropping-particle, non-dropping-particle, suffix, or literal.

    “Marić, Jovan; Petrov, Ivan”, “Jovan Marić & Ivan Petrov (eds.)”; what begins with “=” is an
    institution, whatever follows; a role in square brackets that nobody knows is given as it stands.
    """
    line = richtext.clean(line).strip(" ;")
    role = ""
    if found := re.fullmatch(r"(.*?)\s*\[([^\[\]]+)\]", line):
        line, role = found[1], role_of(found[2]) or found[2].strip().casefold()
    if line.startswith("="):
        return [{"role": role or "author", **name} for name in literal(line[1:])]
    made = []
    for part in re.split(r"\s*;\s*(?:(?:and|und|et|&|и|i)\s+)?", line):
        part, own = without_role(part)
        part, others = OTHERS.subn("", part)
        people = _typed_people(part.strip()) + [{"literal": "et al."}] * bool(others)
        made += [(own, person) for person in people]
    # “A; B (eds.)”: what ends the line is said of all.
    role = role or (made[-1][0] if made else "") or "author"
    return [{"role": own or role, **person} for own, person in made]


def written(person, role="author"):
    """A name as `typed` reads it: the same person comes of it."""
    if "literal" in person:
        words = person["literal"]
        words = words if typed(words) == [{"role": "author", "literal": words}] else f"={words}"
    else:
        given = " ".join(filter(None, map(person.get, ("given", "dropping-particle"))))
        family = " ".join(filter(None, map(person.get, ("non-dropping-particle", "family"))))
        words = ", ".join(filter(None, [family, given, person.get("suffix")]))
        words = words if "," in words else f"{words},"
    return words if role == "author" else f"{words} [{role}]"


def listed(text):
    """The Names of a printed list: “Marić, Jovan; Petrov, Ivan”, “A. B. Smith & C. Jones (eds.)”."""
    text = _IN.sub("", " ".join(text.replace("،", ",").split()).strip(" ,;:/"))
    text, role = without_role(text)
    text, others = OTHERS.subn("", text)
    parts = re.split(r"\s*;\s*(?:(?:and|und|et|&|и|i)\s+)?", _bare(text))
    # A dash stands for the author of the entry before: nobody is named.
    people = [person for part in parts if _is_said(part) for person in _people(part)]
    return Names(people, bool(others), role)


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


def spoken(words):
    """“Misha Glenny”, of two to four words that begin great or are particles, is a person; any
    other name is left as it stands."""
    words = richtext.clean(words)
    *given, family = words.split() or [""]
    is_person = 1 <= len(given) <= 3 and all(
        word[0].isupper() or word in PARTICLES for word in [*given, family]
    )
    if not is_person or given[0].casefold() in PARTICLES | _ARTICLES or _BODIES.search(words):
        return literal(words)
    return [_straight(words)]


def without_others(person):
    """(the name without “et al.” behind it, those words)."""
    for part, words in person.items():
        if found := OTHERS.search(words):
            rest, others = words[: found.start()].strip(" ,"), found[0].strip(" ,")
            if part == "literal":
                return next(iter(inverted(rest)), {}), others
            return {name: value for name, value in {**person, part: rest}.items() if value}, others
    return person, ""


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


def _is_said(text):
    return any(map(str.isalpha, text))


def _bare(text):
    """Without the punctuation that parts it from what follows."""
    text = text.strip(" ,;:")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    word = re.split(r"[\s.\-‐–]", text.rstrip("."))[-1]
    ends_short = (len(word) <= 2 and not word.isupper()) or len(word) == 1
    ends_short = ends_short or SUFFIX.fullmatch(word) or word in ("Inc", "Ltd", "Co")
    return text if text.endswith(".") and ends_short else text.rstrip(".")


def _typed_people(text):
    """As `_people`, but that one comma parts a family name from a given one, and that without any
    it is a person only who looks like one."""
    runs = re.split(r"\s+(?:and|und|i|и)\s+|\s*&\s*", text)
    if not _is_said(text):
        return []
    if _is_body(text):
        return literal(text)
    if len(runs) == 1 and "," not in text:
        return spoken(text)
    if len(runs) == 1 and text.endswith(","):
        return [person(text.rstrip(" ,"))]
    if len(runs) == 1 and not _is_initials(text.split()[0]):
        found = inverted(text)
        if "family" in found[0]:
            return found
    return _people(_bare(text))


def _is_body(text):
    """Whether a name is an institution's; “Church, Alonzo” is none's."""
    family, comma, given = text.partition(",")
    named = comma and len(family.split()) == 1 and not _BODIES.search(given)
    return bool(_BODIES.search(text)) and not named and not re.search(r"(?<!\w)[^\W\d_]\.", text)


def _people(text):
    """The people of a list whose commas may part two names, or the halves of one."""
    if _is_body(text):
        return [{"literal": text}]
    chunks = [
        chunk
        for run in re.split(_AND, text)
        for chunk in [part.strip() for part in run.split(",")]
        if _is_said(chunk)
    ]
    turned = _is_turned(text, chunks)
    people, waiting = [], None
    for place, chunk in enumerate(chunks):
        if SUFFIX.fullmatch(chunk) and (waiting or people):
            people, waiting = _flushed(people, waiting)
            people[-1]["suffix"] = chunk
        elif people and _is_initials(chunk) and "given" not in people[-1]:
            people[-1]["given"] = _initials(chunk)  # “Guerney, Jr., B. G.”
        elif waiting is not None and (_is_initials(chunk) or turned == "all" or len(people) == 0):
            people.append(person(waiting, _initials(chunk)))
            waiting = None
        else:
            people, waiting = _flushed(people, waiting)
            following = chunks[place + 1] if place + 1 < len(chunks) else ""
            if _is_initials(following) or turned == "all" or (turned == "first" and not people):
                waiting = chunk
            else:
                people.append(_straight(chunk))
    return _flushed(people, waiting)[0]


def _flushed(people, waiting):
    return (people + [_straight(waiting)] if waiting is not None else people), None


def _is_turned(text, chunks):
    """Which names have their family name first: "all", "first" or ""."""
    if "," not in text or len(chunks) < 2:
        return ""
    first, second = chunks[:2]
    if _INITIALS.fullmatch(first.split()[-1]) and len(first.split()) > 1:
        return ""
    if _is_initials(second) or SUFFIX.fullmatch(second):
        return "first" if len(_words(first)) <= 3 and not _is_initials(first.split()[0]) else ""
    # “Smith, John and Jones, Mary”, “Smith, John, Jones, Mary”: each half is one name.
    runs = [
        [part.strip() for part in run.split(",") if part.strip()] for run in re.split(_AND, text)
    ]
    if len(runs) > 1 and all(len(run) == 2 and _is_family(run[0]) for run in runs):
        return "all"
    if len(chunks) % 2 == 0 and len(chunks) > 2 and all(_is_family(c) for c in chunks[::2]):
        return "all" if all(len(c.split()) == 1 for c in chunks) else "first"
    # “Adamson, Joni, Mei Mei Evans, and Rachel Stein”; two words and one are family and given.
    two_and_one = len(chunks) == 2 and len(first.split()) == 2 and len(second.split()) == 1
    return "first" if (_is_family(first) or two_and_one) and len(runs[0]) > 1 else ""


def _words(chunk):
    return [word for word in chunk.split() if word.lower() not in PARTICLES]


def _is_family(chunk):
    """A family name alone, of which there may be two (“García Márquez”), with its particles."""
    words = _words(chunk)
    return (
        1 <= len(words) <= 2
        and (len(words) == 1 or "-" in chunk or words != chunk.split())
        and (not _is_initials(words[0]))
    )


def _is_initials(chunk):
    """“A.”, “A.B.”, “J.-P.”, “И. И.”, “CE”, with particles after it: “A. de”."""
    words = chunk.split()
    while words and words[-1].lower() in PARTICLES:
        words.pop()
    return bool(words) and all(_INITIALS.fullmatch(word) for word in words)


def _straight(chunk):
    """A person as spoken, “Jan van der Berg”, or with initials behind: “Иванов И. И.”."""
    words = chunk.split()
    suffix = words.pop() if len(words) > 2 and SUFFIX.fullmatch(words[-1]) else ""
    if len(words) == 1:
        if glued := re.fullmatch(rf"((?:{_INITIAL}\.-?)+)([^\W\d_][^.]+)", words[0]):
            return person(glued[2], _initials(glued[1]))
        is_body = words[0].isupper() and len(words[0]) > 1
        return {"literal": words[0]} if is_body else person(words[0])
    behind = len(words)
    while behind > 1 and _INITIALS.fullmatch(words[behind - 1]):
        behind -= 1
    if behind < len(words) and not _INITIALS.fullmatch(words[0]):
        given = " ".join(words[behind:]).strip("()")
        return person(" ".join(words[:behind]), _initials(given), suffix)
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in PARTICLES:
        cut -= 1
    return person(" ".join(words[cut:]), _initials(" ".join(words[:cut])), suffix)


def _initials(given):
    """“A.B.” is “A. B.”, “CE” is “C. E.”: one spelling of the same initials."""
    if re.fullmatch(r"[A-ZА-ЯЉЊЏЂЋ]{2,3}", given):
        return " ".join(f"{letter}." for letter in given)
    if re.fullmatch(r"[^\W\d_]", given):
        return f"{given}."
    return re.sub(r"\.(?=[^\W\d_])", ". ", given)
