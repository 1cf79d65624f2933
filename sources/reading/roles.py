"""The words beside a name that tell what its bearer did: “(ed.)”, “Hrsg. von”, “прир.”."""

import re

from sources import csl

_ROLES = {
    "editor": r"""
        eds? | edited | editors? | [ée]ds | hrsgg? | hgg? | herausgeber | herausgegeben | dirs? |
        coords? | a\scura(?:\sdi)? | sous\sla\sdir(?:ection|\.)? | comps? | compilers? |
        ур | уредни[кц]а? | уредио | уредил[аи] | прир | приреди[ол]а?и? | ред | редактор | сост |
        ответственный\sредактор | под\sред(?:акцией)? | под\sобщ(?:ей|\.)\sред(?:акцией)? | отв\.\s?ред |
        ur | urednic?[kia] | uredio | uredil[ai] | prir | priredi[ol]a?i? | red
    """,
    "translator": r"""
        trans | transl | translated | translators? | tr | trad | traduit | traducido | tradotto |
        übers | übersetzt | aus\sdem\s\w+ | deutsch(?=\svon) | traduction(?:\sfrançaise)?(?:\sde)? |
        trad\.?\s(?:fr|it|esp) | traducción(?:\sde)? | прев | преве[ол]а?и? | превод | пер | перевод | переводчик |
        prev | preve[ol]a?i? | prevod
    """,
    "director": r"directors? | dir\.\sby | directed | режисс[её]р | режија | redatelj",
    "producer": r"producers? | produced",
}
# “from the German by”, “de l’anglais par”, “с англ.”.
_BY = (
    r"(?:\s*(?:from\s(?:the\s)?\w+|de\sl['’]\w+|du\s\w+(?=\spar)|с\s\w+\.?|[sс][aа]\s\w+)(?!\w))?"
    r"(?:\s*(?:by|von|par|di|por)(?!\w))?"
)
_TERMS = {role: "|".join(terms.split("|")) for role, terms in _ROLES.items()}
# Short words may be names: “Murrow, Ed” is no editor, “Murrow, ed” and “Murrow, Ed.” are.
_SURELY = r"(?=(?-i:[^\W\d_A-ZА-ЯÉ])|\w{4}|\w+[.:]|\w+\s(?:by|von|dem|par)\b)"
# “(ed.)”, “, eds.”, “[ур.]” after a name; “edited by”, “Hrsg. von”, “прир.” before it.
_AFTER = {
    role: re.compile(
        rf"(?:\s*[(\[]\s*|,\s+{_SURELY}|\s+(?=\S+\.))(?:{terms})\.?\s*[)\]]?[.,:;]*\s*$",
        re.I | re.X,
    )
    for role, terms in _TERMS.items()
}
_WITHIN = {
    role: re.compile(rf"\s*[(\[]\s*(?:{terms})\.?\s*[)\]][.,:;]*", re.I | re.X)
    for role, terms in _TERMS.items()
}
_BEFORE = {
    role: re.compile(rf"^[(\[]?{_SURELY}(?:{terms})(?![\w,])\.?{_BY}[\s:]*(?=\S)", re.I | re.X)
    for role, terms in _TERMS.items()
}


def without_role(text):
    """(text without the words that tell a role, the role or "")."""
    told = ""
    for role in _TERMS:
        for pattern in (_BEFORE[role], _AFTER[role], _WITHIN[role]):
            shorter = pattern.sub("", text)
            if shorter != text and (shorter.strip() or pattern is _WITHIN[role]):
                text = shorter.strip(" ,;:()[]") if pattern is _BEFORE[role] else shorter
                told = told or role
    return text, told


def role_of(words):
    """The role that words alone tell, as in brackets: CSL's name of it, ours, “ed.”; else ""."""
    words = " ".join(words.split()).casefold().strip()
    known = {ours: role for role, ours in csl.ROLES.items()}
    if words in csl.ROLES or words in known:
        return known.get(words, words)
    return next(
        (r for r, terms in _TERMS.items() if re.fullmatch(rf"(?:{terms})\.?", words, re.I | re.X)),
        "",
    )
