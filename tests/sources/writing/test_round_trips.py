"""What is written is read again as it was, but for what the writer says it left."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources import csl
from sources.reading import names, read, richtext
from sources.reading.entries import ranges
from sources.writing import bibtex, csljson, ris
from tests.sources.reading import corpus

WRITERS = {"bibtex": bibtex, "ris": ris, "csl-json": csljson}
LETTERS = st.text(
    "abcXYZ čŠђЋяéß0189 .,:;!?'’“”«»()[]-–—&%#_$~^{}\\\"`=@+*/|<>\xa0שلا", max_size=20
)
MARKED = st.builds("{} <i>{}</i> {}".format, LETTERS, LETTERS, LETTERS)
TEXT = (
    st.one_of(LETTERS, LETTERS, MARKED, st.sampled_from(["A <i>b <b>c</b></i>", "H<sub>2</sub>", f"{richtext.SMALL_CAPS}x</span>", "A -- b --- c", "``x''", "\\emph{x}", "10 % & 5 #", "von der and others"]))
    .map(richtext.clean)
    .filter(lambda text: text and richtext.clean(text) == text and any(map(str.isalnum, text)))
)  # fmt: skip
WORDS = ("title", "container-title", "collection-title", "publisher", "publisher-place", "volume",
         "issue", "edition", "genre", "note", "abstract", "keyword", "title-short", "number",
         "container-title-short", "number-of-pages", "number-of-volumes", "chapter-number",
         "collection-number", "event-title", "event-place", "call-number", "archive", "section",
         "archive_location", "original-title", "original-publisher", "volume-title", "version",
         "authority", "annote", "part-number", "source", "scale", "medium")  # fmt: skip
NAME = st.text("abcXYZčŠђЋ-’' ", min_size=1, max_size=12).filter(lambda t: t.strip(" -’'"))
PERSON = st.one_of(
    st.builds(names.person, NAME, NAME),
    st.builds(names.person, NAME),
    st.builds(lambda f, g, s: names.person(f, g, s), NAME, NAME, st.sampled_from(["Jr.", "III"])),
    st.builds(lambda p, f, g: names.person(f"{p} {f}", g), st.sampled_from(["von der", "de la", "van"]), NAME, NAME),
    st.builds(lambda p, f, g: names.person(f, f"{g} {p}"), st.sampled_from(["von", "de"]), NAME, NAME),
    st.builds(lambda t: names.literal(t)[0], TEXT.filter(names.literal)),
).map(lambda person: names.without_others(person)[0]).filter(bool)  # fmt: skip
DATE = st.sampled_from(["1812", "1812-05", "1812-05-03", "-0043", "0000", "1812~", "1812?", "1812/1815", "1914-07/1918-11", "1806/..", "195X", "1812-21", "[1667,1668]", "1812~/1815~", "-0043/0012", "../1812"])  # fmt: skip
IDS = {"DOI": "10.5555/a_b(c)", "ISBN": "9788600000019", "ISSN": "0350-0004", "PMID": "17284678",
       "PMCID": "PMC3531190", "arXiv": "2101.00001v2", "OCLC": "12345678", "handle": "2027/mdp.1",
       "LCCN": "78890351", "Wikidata": "Q12345", "COBISS": "COBISS.SR-ID 512345678",
       "JSTOR": "2709643", "URL": "https://a.example/a_b?c=%20&d=1#e~f"}  # fmt: skip


@st.composite
def works(draw):
    made = {"type": draw(st.sampled_from(sorted(csl.TYPES))), "title": draw(TEXT)}
    for name in draw(st.sets(st.sampled_from(WORDS), max_size=8)):
        made[name] = draw(TEXT.map(ranges).filter(bool) if name == "issue" else TEXT)
    for role in draw(st.sets(st.sampled_from(sorted(csl.ROLES)), max_size=3)):
        made[role] = draw(st.lists(PERSON, min_size=1, max_size=3))
    for name in draw(
        st.sets(st.sampled_from(["issued", "accessed", "original-date", "event-date", "submitted"]))
    ):
        made[name] = draw(DATE)
    for name in draw(st.sets(st.sampled_from(sorted(IDS)), max_size=4)):
        made[name] = IDS[name]
    if draw(st.booleans()):
        made["page"] = draw(st.sampled_from(["30", "30-45", "xii", "A-7", "12, 15-17", "e12"]))
    if draw(st.booleans()):
        made["language"] = draw(st.sampled_from(["en", "sr", "sr-Cyrl", "de", "x-old"]))
    return made


@pytest.mark.parametrize("shape", WRITERS)
@given(st.lists(works(), min_size=1, max_size=3))
def test_what_is_written_is_read_again(shape, given_works):
    text, left = WRITERS[shape].write(given_works)
    readings = read(text)
    assert len(readings) == len(given_works), text
    for work, without, reading in zip(given_works, left, readings, strict=True):
        assert reading.shape == shape
        assert not reading.refused, (reading, text)
        held = {name: value for name, value in work.items() if name not in without}
        fields = {name: value for name, value in reading.fields.items() if name not in without}
        assert fields == held, text
        # What stands in it as something else may be told so.
        assert without or not reading.untold, text


@pytest.mark.parametrize("shape", WRITERS)
@pytest.mark.parametrize("case", [case for case in corpus.cases() if not case.malformed], ids=str)
def test_what_was_pasted_is_written_and_read_again(case, shape):
    given_works = [reading.fields for reading in read(case.text) if not reading.refused]
    given_works = [work for work in given_works if work.get("title")]
    text, left = WRITERS[shape].write(given_works)
    for work, without, reading in zip(given_works, left, read(text), strict=True):
        held = {name: value for name, value in work.items() if name not in without}
        assert {k: v for k, v in reading.fields.items() if k not in without} == held


ARTICLE = {
    "type": "article-journal",
    "title": "On Borders",
    "author": [{"family": "Goltz", "given": "Colmar", "non-dropping-particle": "von der"}],
    "container-title": "Past and Present",
    "volume": "12",
    "issue": "3",
    "page": "30-45",
    "issued": "1999-05-12",
    "DOI": "10.5555/12345678",
    "ISSN": "0350-0004",
    "URL": "https://a.example/1",
    "language": "en",
    "accessed": "2020-01-02",
    "abstract": "Words.",
    "note": "More.",
    "keyword": "maps, borders",
}
CHAPTER = {
    "type": "chapter",
    "title": "A Chapter",
    "container-title": "The Book",
    "author": [{"family": "Petrov", "given": "Ivan"}, {"literal": "Institute of Maps"}],
    "editor": [{"family": "Marić", "given": "Jovan", "suffix": "Jr."}],
    "translator": [{"family": "Doe", "given": "Jane"}],
    "publisher": "Prosveta",
    "publisher-place": "Beograd",
    "collection-title": "Old Books",
    "collection-number": "7",
    "volume": "2",
    "edition": "3",
    "page": "1-20",
    "issued": "1995",
    "ISBN": "9788600000019",
}


@pytest.mark.parametrize("shape", WRITERS)
@pytest.mark.parametrize("work", [ARTICLE, CHAPTER], ids=["article", "chapter"])
def test_every_format_holds_all_of_a_plain_article_and_chapter(shape, work):
    text, left = WRITERS[shape].write([work])
    assert left == [()]
    assert read(text)[0].fields == work


@pytest.mark.parametrize(
    ("edtf", "bibtex_has", "ris_has", "csl_has"),
    [
        ("-0043", "-0043", "-0043///", {"date-parts": [[-44]]}),
        ("0000", "0000", "0000///", {"date-parts": [[-1]]}),
        ("1812~", "1812~", "1812///", {"date-parts": [[1812]], "circa": True}),
        ("1812-21", "1812-21", "1812///Spring", {"date-parts": [[1812]], "season": 1}),
        ("1812/1815", "1812/1815", "1812///", {"date-parts": [[1812], [1815]]}),
        ("1812?", "1812?", "1812///", {"literal": "1812?"}),
        ("195X", "195X", "195X", {"literal": "195X"}),
    ],
)
def test_date_is_written_as_each_format_counts_it(edtf, bibtex_has, ris_has, csl_has):
    work = {"type": "book", "title": "A", "issued": edtf}
    assert f"date = {{{bibtex_has}}}" in bibtex.write([work])[0]
    assert f"DA  - {ris_has}\n" in ris.write([work])[0]
    assert json.loads(csljson.write([work])[0])[0]["issued"] == csl_has


def test_what_a_format_cannot_hold_is_named():
    work = {"type": "speech", "title": "A", "issued": "1812~", "Wikidata": "Q12345",
            "author": [{"family": "Plato"}]}  # fmt: skip
    text, left = ris.write([work])
    assert left == [("type", "issued", "Wikidata", "author")]
    assert "AU  - Plato\n" in text
    assert bibtex.write([work])[1] == [()]
    assert csljson.write([work])[1] == [()]


def test_keys_of_bibtex_are_told_apart_and_given_ones_are_kept():
    work = {
        "type": "book",
        "title": "A",
        "issued": "1999",
        "author": [{"family": "Ćirić", "given": "A"}],
    }
    assert [r.key for r in read(bibtex.write([work, work])[0])] == ["ciric1999", "ciric1999-2"]
    assert read(bibtex.write([work], keys=["mine"])[0])[0].key == "mine"
    assert read(ris.write([work], keys=["mine"])[0])[0].key == "mine"
    assert read(csljson.write([work], keys=["mine"])[0])[0].key == "mine"


def test_other_programs_keep_the_case_of_a_title():
    text, _ = bibtex.write([{"type": "book", "title": "The <i>Old</i> Border & 5 %"}])
    assert r"title = {{The \emph{Old} Border \& 5 \%}}" in text


def test_manuscript_of_an_event_stays_one():
    work = {"type": "manuscript", "title": "A", "event-title": "Council of mills"}
    text, _ = bibtex.write([work])
    assert "entrysubtype = {manuscript}" in text
    assert read(text)[0].fields == work
