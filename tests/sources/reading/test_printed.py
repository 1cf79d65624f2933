"""One printed line read into parts and fields, and how sure that is."""

import time
from pathlib import Path

import pytest

from sources import csl
from sources.reading.printed import LONGEST, SURE, model, read_line
from sources.reading.printed.features import features
from sources.reading.printed.fields import fields_of
from sources.reading.printed.looks import words
from sources.reading.printed.phrases import phrases_of
from sources.reading.printed.stretches import stretches_of
from tests.references import composed
from tests.sources.reading.test_names import told

ROWS = [
    row
    for row in Path(__file__).with_name("lines.txt").read_text().split("\n")
    if row[:1] not in "#"
]
LINES = list(zip(ROWS[::2], ROWS[1::2], strict=True))
PEOPLE = ("author", "editor", "translator", "director", "producer")


def said(fields):
    """Fields as lines.txt says them."""
    return {
        name: "; ".join(map(told, value)) if name in PEOPLE
        else ", ".join(value) if isinstance(value, list) else value
        for name, value in fields.items()
        if (name, value) != ("label", "page")
    }  # fmt: skip


@pytest.mark.parametrize(("line", "wanted"), LINES, ids=[line[:40] for line, _ in LINES])
def test_a_line_in_a_common_shape(line, wanted):
    wanted = dict(pair.split(": ", 1) for pair in wanted.strip().split(" | "))
    assert said(read_line(line).fields) == wanted


def test_lines_in_common_shapes_are_of_types_that_csl_has():
    types = {read_line(line).fields.get("type", "") for line, _ in LINES}
    assert types - {""} <= csl.TYPES.keys()
    assert len(types) > 7


NO_REFERENCE = [
    "",
    "   \n",
    "\u200b\u202e",
    "Belgrade",
    "Glenny",
    "1999",
    "((((((((((",
    ". . . , , , ; ; ;",
    "[12]",
    "^ a b ",
    "Smith, John. Lond",
    "The garrison held out for three weeks and then went home.",
    "In 1804 the elders met at Orašac and chose a leader, who declined at first.",
    "Nobody could tell me where this letter is kept; can you ask the archive?",
    "Thanks for the file, I will read it tomorrow.",
    "Гарнизон се држао три недеље, а потом се предао без борбе.",
    "Garnizon se držao tri nedelje, a potom se predao.",
    "Гарнизон держался три недели, а потом ушёл домой.",
    "SELECT title FROM works WHERE year = 1999;",
    "a" * (LONGEST + 1),
]


@pytest.mark.parametrize("line", NO_REFERENCE)
def test_what_is_no_reference_is_unsure(line):
    assert read_line(line).sure < 0.5


def test_an_empty_line_and_one_that_is_too_long_hold_nothing():
    for line in ("", "Smith, J. The Bridge. London: Hurst, 1990. " * 3_000):
        read = read_line(line)
        assert (read.text, read.parts, read.fields, read.sure) == (line, (), {}, 0.0)


@pytest.mark.parametrize(
    "line",
    [
        "(" * LONGEST,
        "1. ^ " * (LONGEST // 5),
        "a, " * (LONGEST // 3),
        "1-" * (LONGEST // 2),
        "A. " * (LONGEST // 3),
        "ed. " * (LONGEST // 4),
        "12 May 1999 " * (LONGEST // 12),
        "https://a/" + ")" * (LONGEST - 10),
        "ISBN 978" + "-" * (LONGEST - 8),
        "10.1000/" + "(" * (LONGEST - 8),
        "a" * 100_000,
    ],
    ids=lambda line: line[:12],
)
def test_no_line_takes_long(line):
    read_line("warm")
    began = time.process_time()
    read_line(line)
    assert time.process_time() - began < 1


def test_parts_stand_where_they_say_and_cover_the_line():
    for line, _ in LINES:
        read = read_line(line)
        end = 0
        for part in read.parts:
            assert line[part.start : part.end].split() == part.text.split()
            assert part.start >= end
            assert 0 < part.sure <= 1
            end = part.end
        assert not line[end:].strip()
        assert 0 <= read.sure <= 1


def test_signs_that_nobody_sees_change_no_field():
    plain = "Smith, John. The Bridge on the Sava. London: Hurst, 1988."
    odd = (
        "\u200eSmith,\tJohn.\x00 The Bri\u00addge on the\u202e Sava.\r\nLondon:\nHurst, 1988.\u200f"
    )
    assert read_line(odd).fields == read_line(plain).fields
    places = [odd[part.start : part.end] for part in read_line(odd).parts]
    assert places[0] == "Smith,\tJohn."


LEADS = ["1. ^ ", "^ a b ", "^ ", "12. ^ a b c ", "[12] ", "(7) ", "↑ ", "3. ", "^ 1,0 1,1 "]


@pytest.mark.parametrize("lead", LEADS)
def test_what_a_list_of_notes_prints_first_is_left_out(lead):
    line = "Kerr, Mary. The Toll House. London: Hurst, 1988."
    read = read_line(lead + line)
    assert read.fields == read_line(line).fields
    assert read.parts[0].start == len(lead)


IDENTIFIERS = [
    ("https://doi.org/10.1000/182", {"DOI": "10.1000/182"}),
    ("doi: 10.1000/ABC(1)2.", {"DOI": "10.1000/abc(1)2"}),
    ("(https://www.doi.org/10.1000/182).", {"DOI": "10.1000/182"}),
    ("978-0-300-08507-5", {"ISBN": "9780300085075"}),
    ("ISBN 978-0-300-08507-5.", {"ISBN": "9780300085075"}),
    ("ISSN 0378-5955", {"ISSN": "0378-5955"}),
    ("https://www.example.org/a_(b).", {"URL": "https://www.example.org/a_(b)", "type": "webpage"}),
    ("<http://www.example.org/a>.", {"URL": "http://www.example.org/a", "type": "webpage"}),
    ("(www.example.org/a)", {"URL": "www.example.org/a", "type": "webpage"}),
]


@pytest.mark.parametrize(("line", "fields"), IDENTIFIERS)
def test_an_identifier_alone_is_read_by_its_pattern(line, fields):
    read = read_line(line)
    assert (read.fields, read.sure) == (fields, 1.0)


def test_an_isbn_whose_check_digit_is_wrong_is_none():
    read = read_line("Kerr, Mary. The Toll House. London: Hurst, 1988. ISBN 978-0-300-08507-1.")
    assert "ISBN" not in read.fields
    assert read.fields["title"] == "The Toll House"


PARTS = [
    ("volume: Vol. 39, No. 9,", {"volume": "39", "issue": "9"}),
    ("volume: 39(2-3),", {"volume": "39", "issue": "2-3"}),
    ("volume: 14(Suppl.1),", {"volume": "14", "issue": "Suppl.1"}),
    ("volume: 100(6):2945–2977.", {"volume": "100", "issue": "6", "page": "2945–2977"}),
    ("volume: 45/4", {"volume": "45", "issue": "4"}),
    ("volume: XIV:4", {"volume": "XIV", "issue": "4"}),
    ("volume: 20, no 3", {"volume": "20", "issue": "3"}),
    ("volume: 19.Jg. H.3,", {"volume": "19", "issue": "3"}),
    ("volume: Т. 84, № 2.", {"volume": "84", "issue": "2"}),
    ("volume: књ. 12, св. 3", {"volume": "12", "issue": "3"}),
    ("volume: Вып. 7.", {"issue": "7"}),
    ("volume: 2 vols.", {"number-of-volumes": "2"}),
    ("volume: 2002;11:", {"issued": "2002", "volume": "11"}),
    ("edition: 2nd ed.", {"edition": "2"}),
    ("edition: 2-е изд., испр.", {"edition": "2"}),
    ("edition: друго издање", {"edition": "2"}),
    ("edition: Rev. ed.", {"edition": "Rev. ed"}),
    ("pages: — 320 с.", {"number-of-pages": "320"}),
    ("pages: 368 pp.", {"number-of-pages": "368"}),
    ("pages: 215 стр.", {"number-of-pages": "215"}),
    ("location: М.; Л.:", {"publisher-place": "Москва; Ленинград"}),
    ("location: — СПб. :", {"publisher-place": "Санкт-Петербург"}),
    ("note: (приступљено 1. 3. 2021).", {"accessed": "2021-03-01"}),
    ("note: (дата обращения: 12.05.2020).", {"accessed": "2020-05-12"}),
    ("note: Retrieved January 15, 2010, from", {"accessed": "2010-01-15"}),
    ("note: Special issue on tolls.", {"note": "Special issue on tolls"}),
    ("note: Available at", {}),
    ("publisher: John Murray Co.,", {"publisher": "John Murray Co."}),
    ("collection-title: of Studies in Tides,", {"collection-title": "Studies in Tides"}),
    ("collection-title: (Texts and Studies 20).",
     {"collection-title": "Texts and Studies", "collection-number": "20"}),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "wanted"), PARTS)
def test_a_part_is_cut_into_its_fields(parts, wanted):
    assert fields_of(composed.split(parts), {}) == wanted


def test_the_author_whom_gost_names_twice_is_one():
    parts = composed.split("author: Иванов, И. И. | title: Мосты | author: / Иван Иванов.")
    assert said(fields_of(parts, {}))["author"] == "Иванов, И. И."


TYPES = [
    ("title: A | publisher: B,", "book"),
    ("title: A | journal: B, | volume: 3", "article-journal"),
    ("title: A | journal: B, | date: 5 May 1999", "article-newspaper"),
    ("title: A | journal: The Times, | date: 1999", "article-newspaper"),
    ("title: A | journal: B, | date: 5 May 1999 | note: Retrieved 6 May 1999", "webpage"),
    ("title: A | container-title: In B, | publisher: C", "chapter"),
    ("title: A | container-title: In Proceedings of B | pages: 3-9", "paper-conference"),
    ("title: A | container-title: Proceedings of B | volume: 9 | pages: 3-9", "article-journal"),
    ("title: A | genre: PhD thesis, | publisher: B", "thesis"),
    ("title: A | genre: докторска дисертација", "thesis"),
    ("title: A | note: (Unpublished master's thesis)", "thesis"),
    ("title: A | genre: Technical Report 5", "report"),
    ("title: A | genre: US patent 4,005", "patent"),
    ("title: A | medium: [DVD].", "motion_picture"),
    ("title: A | archive: Архив Србије, МИД, ф. 3", "manuscript"),
    ("author: Kerr, M.", None),
]


@pytest.mark.parametrize(("parts", "wanted"), TYPES)
def test_the_type_is_guessed_from_what_is_there(parts, wanted):
    assert fields_of(composed.split(parts), {}).get("type") == wanted


CITED = [
    ("title: A | publisher: B | pages: p. 112", ("locator", "112", "page")),
    ("title: A | publisher: B | pages: стр. 45–47", ("locator", "45–47", "page")),
    ("title: A | publisher: B | pages: стб. 5", ("locator", "5", "column")),
    ("title: A | publisher: B | pages: xii", ("locator", "xii", "page")),
    ("title: A | container-title: In B | publisher: C | pages: 60", ("locator", "60", "page")),
    ("title: A | container-title: In B | publisher: C | pages: 60-70", ("page", "60–70", None)),
    ("title: A | journal: B | volume: 3 | pages: p. 112", ("page", "112", None)),
    ("title: A | journal: B | volume: 3 | pages: S. 33—61", ("page", "33–61", None)),
]


@pytest.mark.parametrize(("parts", "wanted"), CITED)
def test_a_cited_page_is_a_locator_and_an_articles_pages_are_its_own(parts, wanted):
    fields = fields_of(composed.split(parts), {})
    name, value, label = wanted
    assert (fields.get(name), fields.get("label")) == (value, label)
    assert not {"page", "locator"} - {name} & fields.keys()


DATES = [
    ("date: 1927, | title: A | date: 1986,", "1986"),
    ("date: 2011. | title: A | date: 7 March.", "2011-03-07"),
    ("date: n.d.", None),
]


@pytest.mark.parametrize(("parts", "wanted"), DATES)
def test_the_date_of_several_is_that_of_the_edition_in_hand(parts, wanted):
    assert fields_of(composed.split(parts), {}).get("issued") == wanted


TITLES = [
    ("title: “The Drina Ferry,”", "The Drina Ferry"),
    ("title: „Стари друм“,", "Стари друм"),
    ("title: « Les routes »,", "Les routes"),
    ('title: "Who Owned the Mills?".', "Who Owned the Mills?"),
    ("title: “A” and “B”.", "“A” and “B”"),
    ("title: 'The price of wheat',", "The price of wheat"),
    ("title: The '48 Rising.", "The '48 Rising"),
    ("title: Into the Dark...", "Into the Dark..."),
    ("title: История моста //", "История моста"),
]


@pytest.mark.parametrize(("part", "wanted"), TITLES)
def test_a_title_loses_the_punctuation_around_it(part, wanted):
    assert fields_of(composed.split(part), {})["title"] == wanted


CONTAINERS = [
    ("container-title: In: Bridges.", "Bridges"),
    ("container-title: in “B,”", "B"),
    ("container-title: у: Путеви,", "Путеви"),
    ("container-title: // Славяне.", "Славяне"),
    ("container-title: of Collected Works.", "Collected Works"),
    ("container-title: Of Tides and Men.", "Of Tides and Men"),
    ("journal: Indian Studies,", "Indian Studies"),
    ("journal: Econ. Hist. Rev.", "Econ. Hist. Rev."),
]


@pytest.mark.parametrize(("part", "wanted"), CONTAINERS)
def test_a_container_loses_what_leads_to_it(part, wanted):
    assert fields_of(composed.split(part), {})["container-title"] == wanted


def test_the_model_is_small_and_its_origin_is_beside_it():
    assert model.FILE.stat().st_size < 1_000_000
    assert "Sylvester Keil" in model.FILE.with_suffix(".LICENSE").read_text()


MOST_RIGHT = [
    # A word that looks like another part for once is of the part around it.
    ([{"B-title": 0.9}, {"I-title": 0.45, "B-journal": 0.5}, {"I-title": 0.6}], "B-title I-title I-title"),
    # No part is begun for less than it costs.
    ([{"B-title": 0.9}, {"I-title": 0.46, "B-journal": 0.54}], "B-title I-title"),
    ([{"B-title": 0.9}, {"I-title": 0.3, "B-journal": 0.7}], "B-title B-journal"),
    # None goes on that has not begun.
    ([{"B-title": 0.6}, {"I-title": 0.4, "I-journal": 0.6}, {"I-title": 0.5}], "B-title I-title I-title"),
    ([{"B-date": 0.9}, {"I-date": 0.2, "B-date": 0.8}], "B-date B-date"),
    # A line has one title and one container, whichever kind of container.
    ([{"B-title": 0.9}, {"B-date": 0.9}, {"B-title": 0.6, "B-journal": 0.4}], "B-title B-date B-journal"),
    ([{"B-journal": 0.8}, {"B-date": 0.9}, {"B-container-title": 0.6, "B-note": 0.4}], "B-journal B-date B-note"),
    ([{"B-date": 0.9}, {"B-title": 0.9}, {"B-date": 0.6, "B-journal": 0.4}], "B-date B-title B-date"),
    # What nothing taught, here that a medium goes on, is not tried.
    ([{"B-medium": 0.9}, {"I-note": 0.2}], "B-medium B-note"),
]  # fmt: skip


@pytest.mark.parametrize(("shares", "wanted"), MOST_RIGHT)
def test_parts_are_read_so_that_most_words_are_right(shares, wanted):
    assert model.most_right(shares) == wanted.split()


def test_dates_and_editors_after_the_title_are_told_apart():
    plain = "B-editor I-editor B-date B-title I-title B-editor B-date I-date B-pages"
    learnt = "B-editor I-editor B-date B-title I-title B-editor+ B-date+ I-date+ B-pages"
    assert model.remembering(plain.split()) == learnt.split()


PHRASES = [
    ("The Toll House. 2nd ed. Downers Grove, Ill.", "- - - edition edition - - -"),
    ("(3., verb. Aufl., S. 8)", "edition edition edition - -"),
    ("Ph.D. thesis, Leiden. Technical Report TR-7,", "thesis thesis - report report report"),
    ("Retrieved May 3, 2010, from JSTOR. In press.", "seen seen seen seen seen - fate fate"),
    ("Dir. Ana Lund. Perf. Ole Holm.", "director - - remark - -"),
    ("Lund, A. (Producers), & Holm, O. (Director).", "- - producer - - - director"),
    ("Salt [DVD]. The print shop.", "- form - - -"),
    ("Salt, trans. Ole Holm. Translated from the French by A. Lund.",
     "- translator - - translator translator translator translator translator - -"),
    ("IEEE Trans. Comput. 3, Trans. on Salt", "- - - - - - -"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PHRASES)
def test_phrases_are_found_by_their_words(text, wanted):
    found = [name or "-" for name, _ in phrases_of(text.split())]
    assert found == wanted.split()


def test_a_phrase_is_a_stretch_of_its_own():
    line = words("The Toll House. 2nd ed. Downers Grove, Ill.")
    stretches = stretches_of(line, phrases_of([word.text for word in line]))
    assert stretches == [(0, 2), (3, 4), (5, 6), (7, 7)]


def test_a_name_is_known_as_a_whole():
    line = words("Kerr, M. Rural Affairs Letters 3, 1990.")
    told = features(line, {"rural affairs letters": {"journal": 2}})
    known = ["known=journal" in one for one in told]
    assert known == [False, False, True, True, True, False, False]


RARE = [
    ("Brandt, P. (Producer), & Lind, O. (Director). (1998). The Quiet Harbour [Motion picture]. "
     "Sweden: Svensk Studio.", {"producer": "Brandt, P.", "director": "Lind, O."}),
    ("The Quiet Harbour. Dir. Olof Lind. Perf. Greta Berg. Svensk Studio, 1998. DVD.",
     {"director": "Lind, Olof", "title": "The Quiet Harbour", "medium": "DVD"}),
    ("Brandt, P. (2003). The price of bread in border towns. Dissertation Abstracts International: "
     "Section A: Humanities and Social Sciences, 64(5-A), 1702.",
     {"title": "The price of bread in border towns"}),
    ("O. Lind. Harbour walls. In P. Brandt, editor, Coastal Studies, volume 12 of Lecture Notes in "
     "Geography, pages 3-19. Springer, 1998.",
     {"collection-title": "Lecture Notes in Geography", "container-title": "Coastal Studies"}),
]  # fmt: skip


@pytest.mark.parametrize(("line", "wanted"), RARE, ids=lambda part: str(part)[:30])
def test_kinds_that_are_rare_are_read_as_their_styles_print_them(line, wanted):
    fields = said(read_line(line).fields)
    assert {name: fields.get(name) for name in wanted} == wanted


def own():
    """[(whether the line was read whole, how sure)] of the Serbian and Russian lines."""
    for text, labels in composed.own():
        read = read_line(text)
        got = [part.label for part in read.parts for _ in part.text.split()]
        yield got == labels, read.sure


def test_nine_of_ten_serbian_and_russian_lines_are_read_whole():
    whole = [right for right, _ in own()]
    assert len(whole) >= 100
    assert sum(whole) >= 0.9 * len(whole)


def test_unsure_lines_are_the_wrong_ones():
    read = list(own())
    sure = [right for right, sureness in read if sureness >= SURE]
    unsure = [right for right, sureness in read if sureness < SURE]
    assert len(sure) > len(unsure)
    assert sum(sure) >= 0.95 * len(sure)
    assert sum(unsure) / len(unsure) < sum(sure) / len(sure) - 0.1
