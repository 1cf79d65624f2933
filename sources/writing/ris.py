"""RIS, by the tags that sources/reading/ris.py reads."""

import re

from sources import csl
from sources.reading import ris
from sources.reading.dates import ris as dates_of_ris
from sources.reading.names import inverted
from sources.writing import dates

# The type of RIS that is read as a type of CSL; others are GEN.
TYPES = {
    **{"book": "BOOK", "chapter": "CHAP", "article-journal": "JOUR", "paper-conference": "CPAPER"},
    **{"article-magazine": "MGZN", "article-newspaper": "NEWS", "thesis": "THES", "report": "RPRT"},
    **{"webpage": "ELEC", "manuscript": "MANSCPT", "map": "MAP", "legal_case": "CASE"},
    **{"legislation": "STAT", "bill": "BILL", "hearing": "HEAR", "patent": "PAT", "song": "SOUND"},
    **{"motion_picture": "VIDEO", "graphic": "ART", "dataset": "DATA", "pamphlet": "PAMP"},
    **{"personal_communication": "PCOMM", "post-weblog": "BLOG", "standard": "STAND"},
    **{"entry-encyclopedia": "ENCYC", "entry-dictionary": "DICT", "software": "COMP"},
    **{"document": "GEN"},
}
FIELDS = {
    **{
        "title": "TI",
        "container-title-short": "J2",
        "abstract": "AB",
        "note": "N1",
        "edition": "ET",
    },
    **{
        "publisher": "PB",
        "publisher-place": "CY",
        "volume": "VL",
        "call-number": "CN",
        "URL": "UR",
    },
    **{"title-short": "ST", "section": "SE", "source": "DP", "archive": "DB", "language": "LA"},
    **{"number-of-volumes": "NV", "reviewed-title": "RI", "archive_location": "AV", "genre": "M3"},
    **{"DOI": "DO", "original-publisher": "OP", "keyword": "KW"},
}
ROLES = {"author": "AU", "editor": "A2", "collection-editor": "A3", "translator": "A4"}
SEASONS = ("Spring", "Summer", "Autumn", "Winter")


def write(works, keys=()):
    """(text, what found no place in it, for each work)."""
    texts, left = [], []
    for number, work in enumerate(works):
        lines, without = _entry(work)
        lines[1:1] = [("ID", keys[number])] if keys else []
        texts.append("".join(f"{tag}  - {value}\n" for tag, value in [*lines, ("ER", "")]))
        left.append(tuple(without))
    return "\n".join(texts), left


def _entry(work):
    kind = work.get("type", "document")
    lines, left = [("TY", TYPES.get(kind, "GEN"))], [] if kind in TYPES else ["type"]
    kind = kind if kind in TYPES else "document"
    tags = _tags(kind)
    for variable, value in work.items():
        if variable == "type":
            continue
        if variable in ("issued", "accessed"):
            lines.append(({"issued": "DA", "accessed": "Y2"}[variable], _date(value)))
            left += [] if dates_of_ris(lines[-1][1]) == value else [variable]
        elif isinstance(value, list):
            tag = _role(variable, kind)
            lines += [(tag, csl.name_told(person)) for person in value if tag]
            is_held = tag and all(inverted(csl.name_told(person)) == [person] for person in value)
            left += [] if is_held else [variable]
        elif variable == "ISBN" or (variable == "ISSN" and "ISBN" not in work):
            lines.append(("SN", value))
        elif variable == "page" and tags.get("first page"):
            first, _, last = value.partition("-")
            lines += [("SP", first), ("EP", last)] if last not in ("", first) else [("SP", value)]
        elif variable in tags and not (variable == "genre" and value.startswith("10.")):
            lines.append((tags[variable], value))
        else:
            left.append(variable)
    return lines, left


def _tags(kind):
    """{variable: tag} of a type: those of BY_TYPE that are read back for it, and the others."""
    made = {}
    for tag, held in ris.BY_TYPE.items():
        variable = next((variable for kinds, variable in held if kind in kinds), "")
        if variable and variable != "title":
            made.setdefault(variable, tag)
    made.setdefault("collection-title", "T3")
    return FIELDS | made


def _role(role, kind):
    by_type = {role: tag for (tag, of), role in ris.ROLE_BY_TYPE.items() if of == kind}
    tag = by_type.get(role) or ROLES.get(role, "")
    return "" if role not in by_type and (tag, kind) in ris.ROLE_BY_TYPE else tag


def _date(edtf):
    """As RIS has it; the year alone, or the words, of a date that it can't have."""
    if season := dates.season(edtf):
        return f"{season[0] + (season[0] < 0)}///{SEASONS[season[1] - 1]}"
    found = re.fullmatch(r"(-?[0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", edtf)
    if found:
        return "/".join([*found.groups(""), ""])
    year = re.search(r"-?[0-9]{4}", edtf)
    return f"{year[0]}///" if year else edtf
