"""Names of people and bodies as they are printed before and after a title, in CSL's parts."""

import re
from typing import NamedTuple

_ROLES = {
    "editor": r"""
        eds? | edited | editors? | [ée]ds | hrsgg? | hgg? | herausgeber | herausgegeben | dirs? |
        coords? | (?:a\s)?cura(?:\sdi)? | sous\sla\sdir(?:ection|\.)? | comps? | compilers? |
        ур | уредни[кц]а? | уредио | уредил[аи] | прир | приреди[ол]а?и? | ред | редактор | сост |
        ответственный\sредактор | под\sред(?:акцией)? | под\sобщ(?:ей|\.)\sред(?:акцией)? | отв\.\s?ред |
        ur | urednic?[kia] | uredio | uredil[ai] | prir | priredi[ol]a?i? | red
    """,
    "translator": r"""
        trans | transl | translated | translators? | tr | trad | traduit | traducido | tradotto |
        übers | übersetzt | прев | преве[ол]а?и? | превод | пер | перевод | переводчик |
        prev | preve[ol]a?i? | prevod
    """,
    "director": r"directors? | dir\.\sby | directed | режисс[её]р | режија | redatelj",
    "producer": r"producers? | produced",
}
_BY = r"(?:\s*(?:by|von|par|di|por|с\s\w+\.?|sa\s\w+|са\s\w+)(?!\w))?"
_TERMS = {role: "|".join(terms.split("|")) for role, terms in _ROLES.items()}
_ANY = "|".join(_TERMS.values())
# “(ed.)”, “, eds.”, “[ур.]” after a name; “edited by”, “Hrsg. von”, “прир.” before it.
_AFTER = {
    role: re.compile(
        rf"(?:\s*[(\[]\s*|,\s+|\s+(?=\S+\.))(?:{terms})\.?\s*[)\]]?[.,:;]*\s*$", re.I | re.X
    )
    for role, terms in _TERMS.items()
}
_WITHIN = {
    role: re.compile(rf"\s*[(\[]\s*(?:{terms})\.?\s*[)\]][.,:;]*", re.I | re.X)
    for role, terms in _TERMS.items()
}
_BEFORE = {
    role: re.compile(rf"^[(\[]?(?:{terms})(?!\w)\.?{_BY}[\s:]*(?=\S)", re.I | re.X)
    for role, terms in _TERMS.items()
}
_IN = re.compile(r"^(?:in|у|u|в|dans|en|и|и\s|в кн\.?)\s*:\s*|^(?:in|dans)\s+(?=\S)", re.I)
_OTHERS = re.compile(
    r"[,;&\s]*(?:[\[(]\s*)?(?<!\w)(?:(?:and|&|und|et)\s+)?(?:et\s+al\b\.?|and others\b|u\.\s?a\.|"
    r"и др(?:угие|уги)?\b\.?|i dr(?:ugi)?\b\.?|[ai] kol\b\.?|y otros\b|и соавт\.)(?:\s*[\])])?",
    re.IGNORECASE,
)
_AND = r"\s*,?\s+(?:and|und|et|with|&|y|e|и|i|та)\s+|\s*&\s*"
_SUFFIX = re.compile(r"(?:Jr|Sr|мл|ст|II|III|IV)\.?")
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "vom",
        "de",
        "der",
        "den",
        "del",
        "della",
        "dei",
        "degli",
        "di",
        "da",
        "du",
        "do",
        "dos",
        "das",
        "la",
        "le",
        "les",
        "ten",
        "ter",
        "te",
        "zu",
        "zum",
        "zur",
        "af",
        "av",
        "al",
        "el",
        "ibn",
        "bin",
        "ben",
        "d'",
        "de'",
        "dell'",
        "фон",
        "ван",
        "де",
        "дер",
        "ла",
        "ле",
        "да",
        "ди",
    ]
)
_INITIAL = r"(?:[^\W\d_]|Љ|Њ|Џ|[A-Z][hju]|Дж|Ch|Th)"
_INITIALS = re.compile(
    rf"\(?(?:{_INITIAL}\.[\s\-‐–]*)+(?:{_INITIAL})?\)?|(?:{_INITIAL}[\s\-]*)\b|[A-ZА-ЯЉЊЏЂЋ]{{1,3}}"
)
_BODIES = re.compile(
    r"""\b(?:ministry|department|dept|universit\w+|institut\w*|commission|committee|council|society|
    association|organi[sz]ation|office|agency|museum|archives?|bank|bureau|board|centers?|centre|
    college|academy|company|corporation|inc|ltd|gmbh|union|nations|congress|parliament|government|
    assembly|party|foundation|federation|group|team|press|service|authority|league|embassy|court|
    taskforce|network|laborator(?:y|ies)|school|church|states|library|army|
    министарство|академија|институт\w*|одељење|завод|друштво|савез|архив|музеј|скупштина|влада|
    комисија|одбор|универзитет|банка|црква|министерство|академия|отдел|комитет|комиссия|общество|
    союз|университет|совет|управление|музей|
    ministarstvo|akademija|odeljenje|zavod|društvo|savez|muzej|skupština|vlada|komisija|odbor|
    univerzitet|banka|crkva|služba)\b""",
    re.IGNORECASE | re.VERBOSE,
)


class Names(NamedTuple):
    """`people` as CSL names; `others` where the print says “et al.”; `role` "" where none is told."""

    people: list
    others: bool
    role: str


def read_names(text):
    """The Names of a printed list: “Marić, Jovan; Petrov, Ivan”, “A. B. Smith & C. Jones (eds.)”."""
    text = _IN.sub("", " ".join(text.replace("،", ",").split()).strip(" ,;:/"))
    text, role = _without_role(text)
    text, others = _OTHERS.subn("", text)
    text = _bare(text)
    if not any(map(str.isalpha, text)):
        return Names([], bool(others), role)
    return Names(_people(text), bool(others), role)


def _without_role(text):
    """(text without the words that tell a role, the role or "")."""
    role = ""
    for name in _TERMS:
        for pattern in (_BEFORE[name], _AFTER[name], _WITHIN[name]):
            shorter = pattern.sub("", text)
            if shorter != text and (shorter.strip() or pattern is _WITHIN[name]):
                text, role = (
                    shorter.strip(" ,;:()[]") if pattern is _BEFORE[name] else shorter,
                    role or name,
                )
    return text, role


def _bare(text):
    """Without the punctuation that parts it from what follows."""
    text = text.strip(" ,;:")
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1]
    word = re.split(r"[\s.\-‐–]", text.rstrip("."))[-1]
    ends_short = (len(word) <= 2 and not word.isupper()) or len(word) == 1
    ends_short = ends_short or _SUFFIX.fullmatch(word) or word in ("Inc", "Ltd", "Co")
    return text if text.endswith(".") and ends_short else text.rstrip(".")


def _people(text):
    if ";" in text:
        parts = re.split(r"\s*;\s*(?:(?:and|und|et|&|и|i)\s+)?", text)
        return [person for part in parts if part for person in _one_or_more(part)]
    return _one_or_more(text)


def _one_or_more(text):
    """The people of a list whose commas may part two names, or the halves of one."""
    if _BODIES.search(text) and not re.search(r"(?<!\w)[^\W\d_]\.", text):
        return [{"literal": text}]
    chunks = [
        chunk
        for run in re.split(_AND, text)
        for chunk in [part.strip() for part in run.split(",")]
        # A dash stands for the author of the entry before: nobody is named.
        if any(map(str.isalpha, chunk))
    ]
    turned = _is_turned(text, chunks)
    people, waiting = [], None
    for place, chunk in enumerate(chunks):
        if _SUFFIX.fullmatch(chunk) and (waiting or people):
            people, waiting = _flushed(people, waiting)
            people[-1]["suffix"] = chunk
        elif people and _is_initials(chunk) and "given" not in people[-1]:
            people[-1]["given"] = _initials(chunk)  # “Guerney, Jr., B. G.”
        elif waiting is not None and (_is_initials(chunk) or turned == "all" or len(people) == 0):
            people.append(_turned(waiting, chunk))
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
    if _is_initials(second) or _SUFFIX.fullmatch(second):
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
    return [word for word in chunk.split() if word.lower() not in _PARTICLES]


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
    while words and words[-1].lower() in _PARTICLES:
        words.pop()
    return bool(words) and all(_INITIALS.fullmatch(word) for word in words)


def _turned(family, given):
    """A person whose family name is printed first, “van der Berg” and “A. de” with particles."""
    words = given.split()
    after = len(words)
    while after > 1 and words[after - 1].lower() in _PARTICLES:
        after -= 1
    person = _with_particle(family.split())
    if after < len(words):
        person["non-dropping-particle"] = " ".join(words[after:])
    return person | {"given": _initials(" ".join(words[:after]))}


def _straight(chunk):
    """A person as spoken, “Jan van der Berg”, or with initials behind: “Иванов И. И.”."""
    chunk = chunk.strip()
    words = chunk.split()
    suffix = {}
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        suffix = {"suffix": words.pop()}
    if len(words) == 1:
        name = words[0]
        glued = re.fullmatch(rf"((?:{_INITIAL}\.-?)+)([^\W\d_][^.]+)", name)
        if glued:
            return {"family": glued[2], "given": _initials(glued[1])}
        return {"literal": name} if name.isupper() and len(name) > 1 else {"family": name}
    behind = len(words)
    while behind > 1 and _INITIALS.fullmatch(words[behind - 1]):
        behind -= 1
    if behind < len(words) and not _INITIALS.fullmatch(words[0]):
        given = " ".join(words[behind:]).strip("()")
        return _with_particle(words[:behind]) | {"given": _initials(given)} | suffix
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    return _with_particle(words[cut:]) | {"given": _initials(" ".join(words[:cut]))} | suffix


def _with_particle(words):
    """{family, and the particle if one stands before it}; a name of particles alone is a family."""
    cut = 0
    while cut < len(words) - 1 and words[cut].lower() in _PARTICLES and words[cut][0].islower():
        cut += 1
    particle = " ".join(words[:cut])
    glued = re.match(r"(d['’]|de['’]|dell['’])(?=[A-ZÀ-Ž])", words[cut])
    family = words[cut:]
    if glued:
        particle, family = (
            f"{particle} {glued[1]}".strip(),
            [words[cut][glued.end() :], *family[1:]],
        )
    return {"family": " ".join(family)} | ({"non-dropping-particle": particle} if particle else {})


def _initials(given):
    """“A.B.” is “A. B.”, “CE” is “C. E.”: one spelling of the same initials."""
    if re.fullmatch(r"[A-ZА-ЯЉЊЏЂЋ]{2,3}", given):
        return " ".join(f"{letter}." for letter in given)
    if re.fullmatch(r"[^\W\d_]", given):
        return f"{given}."
    return re.sub(r"\.(?=[^\W\d_])", ". ", given)
