"""What a reference manager's button finds is read as the work, but for roles that COinS has not."""

from html import escape

import pytest

from sources.reading import read
from sources.writing import coins

PEOPLE = [{"family": "Novak", "given": "Ana"}, {"family": "Ћирковић", "given": "Сима"}]
WORKS = [
    {"type": "book", "title": "Mills & <weirs>", "author": PEOPLE, "issued": "1999", "publisher": "Brill",
     "publisher-place": "Leiden", "edition": "2", "collection-title": "Water", "ISBN": "9780140449136",
     "language": "en", "DOI": "10.1000/182"},
    {"type": "article-journal", "title": "Ice", "container-title": "Journal of “Mills”", "issued": "1999-05",
     "author": [{"literal": "Ministry of Roads"}], "volume": "3", "issue": "2", "page": "45-67",
     "ISSN": "0378-5955", "URL": "https://mills.example/a_(b)?c=d&e=f"},
    {"type": "chapter", "title": "On ice", "container-title": "Water", "author": PEOPLE[:1], "page": "3"},
    {"type": "paper-conference", "title": "On ice", "container-title": "Proceedings", "issued": "1931"},
    {"type": "report", "title": "On silt", "issued": "1901", "publisher": "Harbour Board"},
    {"type": "thesis", "title": "Mills", "author": PEOPLE[1:], "publisher": "University of Belgrade"},
    {"type": "document", "title": "A deed", "issued": "1726", "author": PEOPLE},
    {"type": "map", "title": "A plan", "publisher": "Reimer"},
    {"type": "webpage", "title": "Bridges", "container-title": "Bridge Society", "URL": "https://a.example/"},
]  # fmt: skip


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work["type"])
def test_span_is_read_as_the_work(work):
    span = f'<span class="Z3988" title="{escape(coins.write(work))}"></span>'
    (found,) = read(span)
    assert (found.shape, found.fields, found.untold) == ("coins", work, ())


def test_what_it_has_no_type_for_is_a_document_all_the_same():
    (found,) = read(coins.write({"type": "treaty", "title": "A peace", "editor": PEOPLE}))
    assert found.fields == {"type": "document", "title": "A peace"}
