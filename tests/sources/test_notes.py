"""Notes in the house style, as the Chicago Manual (18th edition, chapters 13 and 14) has them."""

import pytest

from sources import apps, csl
from sources.formatting import citeproc, notes, styles
from sources.formatting.notes import FIRST, LATER, Cite


def item(type="book", people=(), **fields):
    return csl.item({"type": type, **fields}, people)


def person(name, role="author"):
    """“Family, Given”; an institution where there is no comma, or after “=”."""
    blank = {"role": role, "literal": "", "family": "", "given": ""}
    if name.startswith("="):
        return blank | {"literal": name[1:]}
    family, _, given = name.partition(", ")
    return blank | {"family": family, "given": given}


# A work, label and locator; the full note, the short one, the entry in a list of works.
GOLDEN = [
    pytest.param(
        item(
            people=[person("Glenny, Misha")],
            title="The Balkans: Nationalism, War",
            publisher="Granta",
            issued="2012",
            language="en",
        ),
        "page",
        "30",
        "Misha Glenny, <i>The Balkans: Nationalism, War</i> (Granta, 2012), 30.",
        "Glenny, <i>The Balkans: Nationalism, War</i>, 30.",
        "Glenny, Misha. <i>The Balkans: Nationalism, War</i>. Granta, 2012.",
        id="book, one author",
    ),
    pytest.param(
        item(
            people=[person("Glenny, Misha")], title="The Balkans", publisher="Granta", language="en"
        ),
        "page",
        "30",
        "Misha Glenny, <i>The Balkans</i> (Granta, n.d.), 30.",
        "Glenny, <i>The Balkans</i>, 30.",
        "Glenny, Misha. <i>The Balkans</i>. Granta, n.d.",
        id="book, no date",
    ),
    pytest.param(
        item(
            people=[person("Marić, Jovan"), person("Petrov, Ivan")],
            title="Bridges",
            publisher="Nolit",
            issued="1975",
            language="en",
        ),
        "page",
        "12–13",
        "Jovan Marić and Ivan Petrov, <i>Bridges</i> (Nolit, 1975), 12–13.",
        "Marić and Petrov, <i>Bridges</i>, 12–13.",
        "Marić, Jovan, and Ivan Petrov. <i>Bridges</i>. Nolit, 1975.",
        id="two authors",
    ),
    pytest.param(
        item(
            people=[
                person(x) for x in ("Adams, A.", "Brown, B.", "Clark, C.", "Dunn, D.", "Evans, E.")
            ],
            title="Rivers",
            issued="1999",
            language="en",
        ),
        "chapter",
        "3",
        "A. Adams et al., <i>Rivers</i> (1999), chap. 3.",
        "Adams et al., <i>Rivers</i>, chap. 3.",
        "Adams, A., B. Brown, C. Clark, D. Dunn, and E. Evans. <i>Rivers</i>. 1999.",
        id="five authors",
    ),
    pytest.param(
        item(
            people=[person("=Ministry of Roads, Bridge Section")],
            title="Road book",
            issued="1881",
            language="en",
        ),
        "page",
        "4",
        "Ministry of Roads, Bridge Section, <i>Road Book</i> (1881), 4.",
        "Ministry of Roads, Bridge Section, <i>Road Book</i>, 4.",
        "Ministry of Roads, Bridge Section. <i>Road Book</i>. 1881.",
        id="corporate",
    ),
    pytest.param(
        item(
            people=[person("Novak, Ana", "editor")],
            title="Papers on maps",
            publisher="Brill",
            issued="2001",
            language="en",
        ),
        "page",
        "9",
        "Ana Novak, ed., <i>Papers on Maps</i> (Brill, 2001), 9.",
        "Novak, <i>Papers on Maps</i>, 9.",
        "Novak, Ana, ed. <i>Papers on Maps</i>. Brill, 2001.",
        id="editor",
    ),
    pytest.param(
        item(
            people=[person("Andrić, Ivo"), person("Edwards, Lovett F.", "translator")],
            title="The Bridge on the Drina",
            publisher="Allen and Unwin",
            issued="1959",
            language="en",
        ),
        "page",
        "71",
        "Ivo Andrić, <i>The Bridge on the Drina</i>, trans. Lovett F. Edwards (Allen and Unwin, 1959), 71.",
        "Andrić, <i>The Bridge on the Drina</i>, 71.",
        "Andrić, Ivo. <i>The Bridge on the Drina</i>. Translated by Lovett F. Edwards. Allen and Unwin, 1959.",
        id="translator",
    ),
    pytest.param(
        item(
            "chapter",
            [person("Novak, Ana"), person("Marić, Jovan", "editor")],
            title="On maps",
            container_title="Paper and ink",
            publisher="Brill",
            issued="2001",
            page="11–30",
            language="en",
        ),
        "page",
        "15",
        "Ana Novak, “On Maps,” in <i>Paper and Ink</i>, ed. Jovan Marić (Brill, 2001), 15.",
        "Novak, “On Maps,” 15.",
        "Novak, Ana. “On Maps.” In <i>Paper and Ink</i>, edited by Jovan Marić. Brill, 2001.",
        id="chapter",
    ),
    pytest.param(
        item(
            "article-journal",
            [person("Novak, Ana")],
            title="On borders",
            container_title="Past & Present",
            volume="12",
            issue="3",
            page="30-45",
            issued="1999-05",
            language="en",
        ),
        "page",
        "31",
        "Ana Novak, “On Borders,” <i>Past &amp; Present</i> 12, no. 3 (1999): 31.",
        "Novak, “On Borders,” 31.",
        "Novak, Ana. “On Borders.” <i>Past &amp; Present</i> 12, no. 3 (1999): 30–45.",
        id="journal",
    ),
    pytest.param(
        item(
            "article-newspaper",
            [],
            title="A bridge falls",
            container_title="The Times",
            page="4",
            issued="1850-05-03",
            language="en",
        ),
        "page",
        "4",
        "“A Bridge Falls,” <i>The Times</i>, May 3, 1850, 4.",
        "<i>The Times</i>, “A Bridge Falls,” 4.",
        "<i>The Times</i>. “A Bridge Falls.” May 3, 1850.",
        id="newspaper",
    ),
    pytest.param(
        item(
            "article-magazine",
            [person("Novak, Ana")],
            title="Ice",
            container_title="Country Life",
            issued="1912-24",
            language="en",
        ),
        "page",
        "8",
        "Ana Novak, “Ice,” <i>Country Life</i>, Winter 1912, 8.",
        "Novak, “Ice,” 8.",
        "Novak, Ana. “Ice.” <i>Country Life</i>, Winter 1912.",
        id="magazine season",
    ),
    pytest.param(
        item(
            "thesis",
            [person("Novak, Ana")],
            title="Mills of the Morava",
            genre="PhD diss.",
            publisher="University of Belgrade",
            issued="1988",
            language="en",
        ),
        "page",
        "44",
        "Ana Novak, “Mills of the Morava” (PhD diss., University of Belgrade, 1988), 44.",
        "Novak, “Mills of the Morava,” 44.",
        "Novak, Ana. “Mills of the Morava.” PhD diss., University of Belgrade, 1988.",
        id="thesis",
    ),
    pytest.param(
        item(
            "report",
            [person("=Harbour Board")],
            title="On silt",
            publisher="Harbour Board",
            number="7",
            issued="1901",
            language="en",
        ),
        "section",
        "4",
        "Harbour Board, <i>On Silt</i>, no. 7 (Harbour Board, 1901), sec. 4.",
        "Harbour Board, <i>On Silt</i>, sec. 4.",
        "Harbour Board. <i>On Silt</i>. No. 7. Harbour Board, 1901.",
        id="report",
    ),
    pytest.param(
        item(
            "webpage",
            [],
            title="Old bridges",
            container_title="Bridge Society",
            url="https://bridges.example/old_(b)",
            accessed="2020-01-02",
            language="en",
        ),
        "",
        "",
        '“Old Bridges,” Bridge Society, accessed January 2, 2020, <a href="https://bridges.example/old_(b)" rel="nofollow">https://bridges.example/old_(b)</a>.',
        "Bridge Society, “Old Bridges.”",
        'Bridge Society. “Old Bridges.” Accessed January 2, 2020. <a href="https://bridges.example/old_(b)" rel="nofollow">https://bridges.example/old_(b)</a>.',
        id="webpage",
    ),
    pytest.param(
        item(
            "personal_communication",
            [person("Ivanov, Petar")],
            title="Letter to the Sultan",
            issued="1812-05",
            archive="Archive of Serbia",
            archive_location="MID, f. 12",
            language="en",
        ),
        "folio",
        "2r",
        "Petar Ivanov, “Letter to the Sultan,” May 1812, MID, f. 12, fol. 2r, Archive of Serbia.",
        "Ivanov, “Letter to the Sultan,” fol. 2r.",
        "Ivanov, Petar. “Letter to the Sultan.” May 1812. MID, f. 12. Archive of Serbia.",
        id="letter",
    ),
    pytest.param(
        item(
            "manuscript",
            [],
            title="Register of the mill",
            issued="1726~",
            archive="Town archive",
            archive_location="K 4",
            language="en",
        ),
        "folio",
        "3v–4r",
        "“Register of the Mill” [1726?], K 4, fols. 3v–4r, Town archive.",
        "“Register of the Mill,” fols. 3v–4r.",
        "“Register of the Mill.” [1726?]. K 4. Town archive.",
        id="manuscript",
    ),
    pytest.param(
        item("treaty", [], title="Treaty of Bucharest", issued="1812-05-28", language="en"),
        "article-locator",
        "8",
        "Treaty of Bucharest, May 28, 1812, article 8.",
        "Treaty of Bucharest, article 8.",
        "Treaty of Bucharest, May 28, 1812.",
        id="treaty",
    ),
    pytest.param(
        item(
            "map",
            [person("Kiepert, Heinrich")],
            title="Map of the provinces",
            publisher="Reimer",
            issued="1853",
            language="en",
        ),
        "",
        "",
        "Heinrich Kiepert, <i>Map of the Provinces</i>, Reimer, 1853.",
        "Kiepert, <i>Map of the Provinces</i>.",
        "Kiepert, Heinrich. <i>Map of the Provinces</i>. Reimer, 1853.",
        id="map",
    ),
    pytest.param(
        item(
            people=[person("Caesar, Gaius Julius")],
            title="De bello Gallico",
            issued="-0049",
            language="la",
        ),
        "book",
        "1",
        "Gaius Julius Caesar, <i>De bello Gallico</i> (50 BC), bk. 1.",
        "Caesar, <i>De bello Gallico</i>, bk. 1.",
        "Caesar, Gaius Julius. <i>De bello Gallico</i>. 50 BC.",
        id="BC",
    ),
    pytest.param(
        item(people=[person("Novak, Ana")], title="Herbal", issued="1812~", language="en"),
        "page",
        "2",
        "Ana Novak, <i>Herbal</i> ([1812?]), 2.",
        "Novak, <i>Herbal</i>, 2.",
        "Novak, Ana. <i>Herbal</i>. [1812?].",
        id="circa",
    ),
    pytest.param(
        item(people=[person("Novak, Ana")], title="Herbal", issued="195X", language="en"),
        "page",
        "2",
        "Ana Novak, <i>Herbal</i> (1950s), 2.",
        "Novak, <i>Herbal</i>, 2.",
        "Novak, Ana. <i>Herbal</i>. 1950s.",
        id="decade",
    ),
    pytest.param(
        item(
            people=[person("Novak, Ana", "editor")],
            title="Yearbook",
            issued="1902/..",
            language="en",
        ),
        "volume",
        "3",
        "Ana Novak, ed., <i>Yearbook</i> (1902–), vol. 3.",
        "Novak, <i>Yearbook</i>, vol. 3.",
        "Novak, Ana, ed. <i>Yearbook</i>. 1902–.",
        id="open",
    ),
    pytest.param(
        item(
            people=[person("Novak, Ana")],
            title="Herbal",
            publisher="Dover",
            issued="1990",
            original_date="1812",
            language="en",
        ),
        "page",
        "2",
        "Ana Novak, <i>Herbal</i> (1812; Dover, 1990), 2.",
        "Novak, <i>Herbal</i>, 2.",
        "Novak, Ana. <i>Herbal</i>. 1812; Dover, 1990.",
        id="reprint",
    ),
    pytest.param(
        item(
            people=[person("Novak, Ana")],
            title="History of mills",
            volume="2",
            publisher="Brill",
            issued="1990",
            language="en",
        ),
        "page",
        "2",
        "Ana Novak, <i>History of Mills</i> (Brill, 1990), 2:2.",
        "Novak, <i>History of Mills</i>, 2:2.",
        "Novak, Ana. <i>History of Mills</i>. Vol. 2. Brill, 1990.",
        id="multi volume",
    ),
    pytest.param(
        item(
            people=[person("Novak, Ana")],
            title="History of mills",
            edition="3",
            publisher="Brill",
            issued="1990",
            language="en",
        ),
        "page",
        "2",
        "Ana Novak, <i>History of Mills</i>, 3rd ed. (Brill, 1990), 2.",
        "Novak, <i>History of Mills</i>, 2.",
        "Novak, Ana. <i>History of Mills</i>. 3rd ed. Brill, 1990.",
        id="edition",
    ),
    pytest.param(
        item(
            people=[person("Novak, Ana")],
            title="History of mills",
            collection_title="Mill studies",
            collection_number="4",
            publisher="Brill",
            issued="1990",
            language="en",
        ),
        "page",
        "2",
        "Ana Novak, <i>History of Mills</i>, Mill Studies 4 (Brill, 1990), 2.",
        "Novak, <i>History of Mills</i>, 2.",
        "Novak, Ana. <i>History of Mills</i>. Mill Studies 4. Brill, 1990.",
        id="series",
    ),
    pytest.param(
        item(
            people=[person("Ћирковић, Сима")],
            title="Срби међу европским народима",
            publisher="Equilibrium",
            issued="2004",
            language="sr",
        ),
        "page",
        "112",
        "Сима Ћирковић, <i>Срби међу европским народима</i> (Equilibrium, 2004), 112.",
        "Ћирковић, <i>Срби међу европским народима</i>, 112.",
        "Ћирковић, Сима. <i>Срби међу европским народима</i>. Equilibrium, 2004.",
        id="cyrillic",
    ),
    pytest.param(
        item(
            people=[person("Новак, Ана")],
            title="О „старом“ мосту и «новом»",
            issued="1930",
            language="sr",
        ),
        "page",
        "5",
        "Ана Новак, <i>О „старом“ мосту и «новом»</i> (1930), 5.",
        "Новак, <i>О „старом“ мосту и «новом»</i>, 5.",
        "Новак, Ана. <i>О „старом“ мосту и «новом»</i>. 1930.",
        id="cyr quotes",
    ),
    pytest.param(
        item(title="'Tis done: the '48 rising", issued="1850", language="en"),
        "page",
        "5",
        "<i>’Tis Done: The ’48 Rising</i> (1850), 5.",
        "<i>’Tis Done: The ’48 Rising</i>, 5.",
        "<i>’Tis Done: The ’48 Rising</i>. 1850.",
        id="apostrophes",
    ),
    pytest.param(
        item(
            "article-journal",
            [person("Novak, Ana")],
            title="The \"great\" day and its 'heroes'",
            container_title="Annals",
            volume="3",
            issued="1950",
            language="en",
        ),
        "page",
        "5",
        "Ana Novak, “The ‘Great’ Day and Its ‘Heroes’,” <i>Annals</i> 3 (1950): 5.",
        "Novak, “The ‘Great’ Day and Its ‘Heroes’,” 5.",
        "Novak, Ana. “The ‘Great’ Day and Its ‘Heroes’.” <i>Annals</i> 3 (1950).",
        id="nested quotes",
    ),
    pytest.param(
        item(
            people=[person("Novak, Ana")],
            title="Reading <i>Hamlet</i> a < b",
            issued="1950",
            language="en",
        ),
        "page",
        "5",
        "Ana Novak, <i>Reading <i>Hamlet</i> a &lt; b</i> (1950), 5.",
        "Novak, <i>Reading <i>Hamlet</i> a &lt; b</i>, 5.",
        "Novak, Ana. <i>Reading <i>Hamlet</i> a &lt; b</i>. 1950.",
        id="italic",
    ),
    pytest.param(
        item(
            people=[person("Ranke, Leopold von")],
            title="Die serbische Revolution",
            issued="1829",
            language="de",
        ),
        "page",
        "5",
        "Leopold von Ranke, <i>Die serbische Revolution</i> (1829), 5.",
        "Ranke, <i>Die serbische Revolution</i>, 5.",
        "Ranke, Leopold von. <i>Die serbische Revolution</i>. 1829.",
        id="von",
    ),
    pytest.param(
        item(people=[person("Novak, Ana")], title="Herbal", issued="1950", language="en"),
        "",
        "the plate at the end",
        "Ana Novak, <i>Herbal</i> (1950), the plate at the end.",
        "Novak, <i>Herbal</i>, the plate at the end.",
        "Novak, Ana. <i>Herbal</i>. 1950.",
        id="no label",
    ),
    pytest.param(
        item(
            "interview",
            [person("Novak, Ana"), person("Petrov, Ivan", "interviewer")],
            title="On the flood",
            issued="1980-03-02",
            language="en",
        ),
        "timestamp",
        "12:30",
        "Ana Novak, “On the Flood,” interview by Ivan Petrov, March 2, 1980, timestamp 12:30.",
        "Novak, “On the Flood,” timestamp 12:30.",
        "Ana Novak, “On the Flood,” interview by Ivan Petrov, March 2, 1980.",
        id="interview",
    ),
    pytest.param(
        item("legislation", [], title="Law on bridges", issued="1844", language="en"),
        "section",
        "4",
        "Law on Bridges (1844), § 4.",
        "Law on Bridges, § 4.",
        "Law on Bridges (1844).",
        id="legislation",
    ),
    pytest.param(
        item("legal_case", [], title="Miller v. Baker", issued="1844", language="en"),
        "page",
        "4",
        "Miller v. Baker (1844), 4.",
        "<i>Miller v. Baker</i>, 4.",
        "Miller v. Baker (1844).",
        id="case",
    ),
    pytest.param(
        item(
            "paper-conference",
            [person("Novak, Ana")],
            title="Ice on rivers",
            container_title="Proceedings of the water congress",
            issued="1931",
            page="1–20",
            language="en",
        ),
        "page",
        "7",
        "Ana Novak, “Ice on Rivers,” <i>Proceedings of the Water Congress</i>, 1931, 7.",
        "Novak, “Ice on Rivers,” 7.",
        "Novak, Ana. “Ice on Rivers.” <i>Proceedings of the Water Congress</i>, 1931, 1–20.",
        id="conference",
    ),
    pytest.param(
        item(
            "collection",
            [person("Petrov, Ivan", "editor")],
            title="Documents on the rising",
            publisher="Academy",
            issued="1905",
            language="en",
        ),
        "note",
        "17",
        "Ivan Petrov, ed., Documents on the Rising, Academy, 1905, n. 17.",
        "Petrov, Documents on the Rising, n. 17.",
        "Petrov, Ivan, ed. Documents on the Rising. Academy, 1905.",
        id="collection",
    ),
    pytest.param(
        item(
            "speech",
            [person("Novak, Ana")],
            title="On silt",
            event_title="Water congress",
            issued="1931-05-02",
            language="en",
        ),
        "",
        "",
        "Ana Novak, “On Silt,” Water congress, May 2, 1931.",
        "Novak, “On Silt.”",
        "Ana Novak, “On Silt,” Water congress, May 2, 1931.",
        id="speech",
    ),
]


@pytest.fixture(scope="module")
def made():
    """Notes and entries of all, in one call each: what stands beside a work does not change it."""
    cites = [
        Cite(work, label, locator, position)
        for work, label, locator, *_ in (case.values for case in GOLDEN)
        for position in (FIRST, LATER)
    ]
    entries = notes.entries([case.values[0] for case in GOLDEN])
    return dict(zip(map(notes.key, cites), notes.render(cites), strict=True)), entries


@pytest.mark.parametrize(("work", "label", "locator", "full", "short", "entry"), GOLDEN)
def test_work_is_cited_and_listed_as_the_manual_says(
    made, work, label, locator, full, short, entry
):
    said, entries = made
    assert said[notes.key(Cite(work, label, locator, FIRST))] == full
    assert said[notes.key(Cite(work, label, locator, LATER))] == short
    assert entry in entries


BALKANS = {
    "people": [person("Glenny, Misha")],
    "title": "The Balkans",
    "publisher": "Granta",
    "issued": "2012",
    "language": "en",
}


@pytest.mark.parametrize("label", csl.LABELS)
def test_every_label_is_said_before_its_locator(label):
    (note,) = notes.render([Cite(item(**BALKANS), label, "12", LATER)])
    where = note.removeprefix("Glenny, <i>The Balkans</i>, ").removesuffix(".")
    assert where.endswith("12")
    assert "{" not in where
    assert label == "page" or where != "12"


@pytest.mark.parametrize(
    ("label", "locator", "where"),
    [
        ("page", "30-34", "30–34"),
        ("page", " 30,  41 ", "30, 41"),
        ("page", "A-7", "A\u20117"),
        ("folio", "12r–13v", "fols. 12r–13v"),
        ("chapter", "3–4", "chaps. 3–4"),
        ("", "the plate at the end", "the plate at the end"),
        ("page", "3 {of} 4", "3 (of) 4"),
        ("page", "3 & <b>4</b> *5* @x", "3 &amp; &lt;b&gt;4&lt;/b&gt; *5* @x"),
    ],
)
def test_locator_is_said_as_the_styles_locale_has_it(label, locator, where):
    (note,) = notes.render([Cite(item(**BALKANS), label, locator, LATER)])
    assert note == f"Glenny, <i>The Balkans</i>, {where}."


def test_what_stands_beside_a_work_tells_it_apart():
    first = item(**BALKANS)
    later = item(**BALKANS | {"publisher": "Penguin", "issued": "2020"})
    other = item(**BALKANS | {"title": "McMafia"})
    cites = [
        Cite(first, "page", "3", LATER),
        Cite(first, "page", "3", LATER, (later,)),
        Cite(later, "page", "3", LATER, (first,)),
        Cite(first, "page", "3", LATER, (other,)),
    ]
    assert notes.render(cites) == [
        "Glenny, <i>The Balkans</i>, 3.",
        "Glenny, <i>The Balkans</i> (Granta, 2012), 3.",
        "Glenny, <i>The Balkans</i> (Penguin, 2020), 3.",
        "Glenny, <i>The Balkans</i>, 3.",
    ]
    assert notes.render(cites[::-1]) == notes.render(cites)[::-1]
    assert len(set(map(notes.key, cites))) == 4


def test_works_beside_one_another_are_those_of_one_name():
    works = {
        "a": item(**BALKANS),
        "b": item(**BALKANS | {"title": "McMafia", "people": [person("GLENNY, M.", "editor")]}),
        "c": item(**BALKANS | {"people": [person("=Glenny Society")]}),
        "d": item(title="Annals"),
        "e": item(title="Annals", issued="1900"),
    }
    beside = notes.beside(works)
    assert beside["a"] == (works["b"],)
    assert beside["b"] == (works["a"],)
    assert beside["c"] == ()
    assert beside["d"] == (works["e"],)


# Styles


def test_style_is_found_by_its_name_or_its_parents_or_as_a_file(tmp_path):
    own = tmp_path / "own.csl"
    own.write_bytes(styles.find("apa").read_bytes())
    assert citeproc.render([item(**BALKANS)], "apa") == [
        "Glenny, M. (2012). <i>The Balkans</i>. Granta."
    ]
    assert citeproc.render([item(**BALKANS)], str(own)) == citeproc.render([item(**BALKANS)], "apa")
    assert citeproc.render([item(**BALKANS)], "modern-language-association") == [
        "Glenny, Misha. <i>The Balkans</i>. Granta, 2012."
    ]
    # A journal's that hangs on another style.
    assert styles.find("nature-communications").stem == "nature"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("no-such-style", "There is no citation style “no-such-style”"),
        ("/nowhere/own.csl", "There is no file /nowhere/own.csl"),
        ("apa", "cites in the text"),
        ("oscola", "points from a note to the number of another"),
    ],
)
def test_style_that_notes_cant_be_written_in_is_refused_before_anything_starts(
    settings, name, said
):
    settings.ATTESTED_STYLE = name
    (error,) = apps._style_fits()
    assert said in error.msg


def test_file_that_is_no_style_is_refused(tmp_path, settings):
    own = tmp_path / "own.csl"
    for text, said in (("no xml", "is no XML"), ('<style class="note"/>', "says no notes")):
        own.write_text(text)
        settings.ATTESTED_STYLE = str(own)
        (error,) = apps._style_fits()
        assert said in error.msg


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        # The one says “ibid.” where the last note is of the same work: here each stands alone.
        (
            "chicago-notes-bibliography-subsequent-ibid-17th-edition",
            "Misha Glenny, <i>The Balkans</i> (Granta, 2012), 3.",
            "Glenny, <i>The Balkans</i>, 3.",
        ),
        (
            "chicago-shortened-notes-bibliography",
            "Glenny, <i>The Balkans</i>, 3.",
            "Glenny, <i>The Balkans</i>, 3.",
        ),
    ],
)
def test_other_styles_know_first_and_later_notes_too(settings, name, full, short):
    settings.ATTESTED_STYLE = name
    cites = [Cite(item(**BALKANS), "page", "3", position) for position in (FIRST, LATER)]
    assert notes.render([*cites, *cites]) == [full, short, full, short]


CHOICES = [
    # (a choice, what is left of it at the first use, and later)
    (
        '<if position="first"><text value="A"/></if><else><text value="B"/></else>',
        '<text value="A"/>',
        '<text value="B"/>',
    ),
    (
        '<if match="none" position="ibid subsequent"><text value="A"/></if>'
        '<else-if match="any" position="ibid" type="book"><text value="B"/></else-if>'
        '<else><text value="C"/></else>',
        '<text value="A"/>',
        '<choose><if type="book" match="any"><text value="B"/></if>'
        '<else><text value="C"/></else></choose>',
    ),
    (
        '<if type="map"><text value="M"/></if>'
        '<else-if position="first" type="book"><text value="A"/></else-if>'
        '<else-if match="any" position="subsequent near-note"><text value="B"/></else-if>',
        '<choose><if type="map"><text value="M"/></if>'
        '<else-if type="book" match="all"><text value="A"/></else-if></choose>',
        '<choose><if type="map"><text value="M"/></if><else><text value="B"/></else></choose>',
    ),
    (
        '<if match="any" position="ibid ibid-with-locator"><text value="I"/></if>',
        "",
        "",
    ),
    (
        '<if type="book"><choose><if position="first"><text value="A"/></if></choose></if>',
        '<choose><if type="book"><text value="A"/></if></choose>',
        '<choose><if type="book"/></choose>',
    ),
]


@pytest.mark.parametrize(("choice", "first", "later"), CHOICES)
def test_what_a_style_asks_of_positions_is_decided(tmp_path, choice, first, later):
    own = tmp_path / "own.csl"
    head = '<style xmlns="http://purl.org/net/xbiblio/csl" class="note"><layout>'
    own.write_text(f"{head}<choose>{choice}</choose></layout></style>")
    for position, left in ((FIRST, first), (LATER, later)):
        made = styles.variant(str(own), position).read_text()
        made = made.replace("ns0:", "").replace(" />", "/>").partition("<layout")[2]
        assert made in (f">{left}</layout></style>", f"/></style>{left}")
