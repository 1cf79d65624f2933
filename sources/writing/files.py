"""Files of works for reference managers, written piece by piece: of thousands at a time none is held
as a whole."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from sources.writing import bibtex, csljson, ris


@dataclass(frozen=True)
class Form:
    """`pieces` gives the text of batches of works, each of fields as sources/reading gives them."""

    name: str
    media_type: str
    pieces: Callable


def _bibtex(batches):
    taken, gap = Counter(), ""
    for works in batches:
        yield gap + bibtex.write(works, taken=taken)[0]
        gap = "\n"


def _ris(batches):
    gap = ""
    for works in batches:
        yield gap + ris.write(works)[0]
        gap = "\n"


def _csljson(batches):
    numbers, gap = count(1), "["
    for works in batches:
        for work in works:
            item = csljson.item(work, f"work-{next(numbers)}")
            yield gap + json.dumps(item, ensure_ascii=False, indent=2)
            gap = ",\n"
    yield "[]" if gap == "[" else "]"


# By what stands behind the dot of an address.
FORMS = {
    "bib": Form("BibTeX", "application/x-bibtex", _bibtex),
    "ris": Form("RIS", "application/x-research-info-systems", _ris),
    "json": Form("CSL-JSON", "application/vnd.citationstyles.csl+json", _csljson),
}
