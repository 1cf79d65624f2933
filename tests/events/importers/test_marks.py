"""Marks by their printed words, in five languages; what is in brackets and no mark."""

import os
import subprocess
import sys
import time

import pytest
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured

from events.exchange.importers import marks
from events.exchange.importers.marks import brackets_at, marks_at, read_table
from events.models import CitationRequest

KINDS = {
    "citation-needed": [
        "[citation needed]", "[Citation needed]", "[ citation  needed ]", "[citation\nneeded]",
        "[citation\u00a0needed]", "[additional citation(s) needed]".replace("(s)", "s"),
        "[original research?]", "[improper synthesis?]", "[cn]", "[source?]",
        "[потребан извор]", "[тражи се извор]", "[potreban izvor]", "[traži se izvor]",
        "[источник не указан 1234 дня]", "[источник?]", "[Beleg?]", "[Belege fehlen]",
        "[Nachweis fehlt]", "[réf. nécessaire]", "[référence nécessaire]", "[source ?]",
        "[attribution needed]", "[scientific citation needed]",
    ],
    "full-citation-needed": [
        "[full citation needed]", "[incomplete short citation]", "[author missing]",
        "[ISBN missing]", "[volume needed]", "[volume & issue needed]", "[publisher missing]",
        "[réf. incomplète]", "[неполная ссылка]", "[citation not found]",
    ],
    "page-needed": [
        "[page needed]", "[pages needed]", "[page range too broad]", "[chapter needed]",
        "[страница не указана]", "[Seitenangabe fehlt]", "[page à préciser]", "[потребна страница]",
    ],
    "quotation-needed": [
        "[quotation needed]", "[need quotation to verify]", "[translation needed]",
        "[нужна цитата]", "[citation souhaitée]", "[Zitat fehlt]",
    ],
    "better-source-needed": [
        "[better source needed]", "[unreliable source?]", "[unreliable source ?]",
        "[non-primary source needed]", "[non‑primary source needed]", "[third-party source needed]",
        "[self-published source]", "[self-published source?]", "[user-generated source]",
        "[circular reference]", "[deprecated source?]", "[неавторитетный источник]",
        "[source insuffisante]", "[потребан бољи извор]", "[unzuverlässige Quelle?]",
        "[unreliable medical source?]",
    ],
    "failed-verification": [
        "[failed verification]", "[not in citation given]", "[not in source]",
        "[нет в источнике]", "[nicht in der Quelle]", "[није у извору]", "[absent de la source]",
    ],
    "verification-needed": [
        "[verification needed]", "[verify]", "[off-topic?]", "[check quotation]", "[à vérifier]",
        "[проверить]", "[потребна провера]", "[speculation?]",
    ],
    "dubious": [
        "[dubious]", "[dubious – discuss]", "[dubious - discuss]", "[disputed – discuss]",
        "[neutrality is disputed]", "[undue weight? – discuss]", "[relevant?]",
        "[importance?]", "[contradictory]", "[inconsistent]", "[unbalanced opinion?]",
        "[сомнительно]", "[значимость факта?]", "[zweifelhaft]", "[pertinence contestée]",
        "[спорно]", "[exceptional claim]",
    ],
    "clarification-needed": [
        "[clarification needed]", "[which?]", "[why?]", "[how?]", "[where?]", "[vague]",
        "[weasel words]", "[peacock prose]", "[specify]", "[example needed]", "[jargon]",
        "[ambiguous]", "[further explanation needed]", "[definition needed]", "[tone]",
        "[pronunciation?]", "[уточнить]", "[прояснить]", "[где?]", "[unklar]", "[warum?]",
        "[pas clair]", "[précision nécessaire]", "[évasif]", "[потребно појашњење]", "[zašto?]",
    ],
    "when": [
        "[when?]", "[timeframe?]", "[date needed]", "[year needed]", "[since when?]", "[када?]",
        "[kada?]", "[когда?]", "[Wann?]", "[quand ?]", "[depuis quand ?]",
    ],
    "by-whom": [
        "[by whom?]", "[who?]", "[whom?]", "[according to whom?]", "[says who?]", "[ко?]", "[ko?]",
        "[кто?]", "[Wer?]", "[von wem?]", "[qui ?]", "[selon qui ?]", "[par qui\u202f?]",
    ],
    "update-after": [
        "[needs update]", "[update]", "[needs to be updated]", "[outdated]", "[обновить]",
        "[veraltet]", "[à actualiser]", "[застарело]",
    ],
    "dead-link": [
        "[dead link]", "[permanent dead link]", "[мртва веза]", "[mrtva veza]",
        "[недоступная ссылка]", "[Toter Link]", "[lien mort]",
    ],
}  # fmt: skip
TABLE = [(printed, kind) for kind, those in KINDS.items() for printed in those]
PROSE = [
    "[sic] […] [...] [the king] [sr̩̂bi] [t͡sr̩̂ːnaː ɡɔ̌ra] [ing] [s] [a] [iv] [1812] [1853–54]",
    "[1908–1913] [to] [He] [edit] [Legend] [that] [ ] [] [-] [why the king left] [who came first]",
    "[page 12 of the book is torn] [1000] [0] [12–3] [1–40] [x] [€] [unknown] [emphasis added]",
    "[source: the museum's own list] [translated by the editor] [when he came] [fact is] [1812-05]",
    "[12a] [p. 12] [ibid.] [note the date] [n]",
    "[who] [when] [how] [update, he said] [vague; in the original] [fact (sic)] [confusing, they say]",
    "[update 2] [specify 12] [tone it down] [edit source] [who? which?] [citation] [source]",
]


def only(text, **more):
    """The marks of a text that holds one bracket."""
    ((_, _, found),) = marks_at(text, **more)
    return found


def test_the_tables_are_long():
    assert len(TABLE) >= 150
    assert set(KINDS) == set(CitationRequest.Kind.values)


@pytest.mark.parametrize(("printed", "kind"), TABLE)
def test_tag_is_a_request_of_its_kind(printed, kind):
    text = f"They crossed.{printed} Then they"
    ((start, end, (mark,)),) = marks_at(text)
    assert (mark.kind, mark.written, text[start:end]) == (kind, printed, printed)


@pytest.mark.parametrize("text", PROSE)
def test_other_brackets_are_told_and_no_marks(text):
    assert marks_at(text) == []
    assert "".join(b.words for b in brackets_at(text)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    ("printed", "kind", "reason", "tagged_on"),
    [
        ("[citation needed, May 2019]", "citation-needed", "", "2019-05"),
        ("[citation needed (May 2019)]", "citation-needed", "", "2019-05"),
        ("[citation needed since May 2019]", "citation-needed", "", "2019-05"),
        ("[citation needed – Sept. 2019]", "citation-needed", "", "2019-09"),
        ("[citation needed 2019-05]", "citation-needed", "", "2019-05"),
        ("[when? May 2019]", "when", "", "2019-05"),
        ("[потребан извор, мај 2019]", "citation-needed", "потребан извор", "2019-05"),
        ("[Beleg fehlt seit März 2020]", "citation-needed", "beleg fehlt", "2020-03"),
        ("[clarification needed: Which Treaty?]", "clarification-needed", "Which Treaty?", ""),
        ("[citation needed: “Straße” und İzmir?]", "citation-needed", "“straße” und i̇zmir?", ""),
        ("[citation needed: 1812–13, by Ivan’s men]", "citation-needed", "1812–13, by Ivan’s men", ""),
        ("[citation needed on 5 May 2019]", "citation-needed", "", "2019-05"),
        ("[citation needed: no book, 5 May 2019]", "citation-needed", "no book", "2019-05"),
        ("[citation needed|date=May 2019]", "citation-needed", "", "2019-05"),
        ("[when?: in May 2019?]", "when", "", "2019-05"),
        ("[update: the King died]", "update-after", "update: the King died", ""),
        ("[update, May 2019]", "update-after", "update", "2019-05"),
        ("[источник не указан 1234 дня]", "citation-needed", "источник не указан: 1234 дня", ""),
        ("[needs update – discuss]", "update-after", "needs update", ""),
        ("[tone?]", "clarification-needed", "tone?", ""),
        ("[discuss]", "dubious", "discuss", ""),
        ("[réf. souhaitée, août 2018]", "citation-needed", "réf. souhaitée", "2018-08"),
        ("[уточнить, март 2020]", "clarification-needed", "уточнить", "2020-03"),
        ("[who?]", "by-whom", "who?", ""),
        ("[which?: of the two, June 2018]", "clarification-needed", "which?: of the two", "2018-06"),
        ("[dubious – discuss]", "dubious", "", ""),
        ("[original research?]", "citation-needed", "original research?", ""),
        ("[citation needed; no book has it]", "citation-needed", "no book has it", ""),
    ],
)  # fmt: skip
def test_month_and_reason_within_a_tag_go_along(printed, kind, reason, tagged_on):
    (mark,) = only(printed)
    assert (mark.kind, mark.reason, mark.tagged_on) == (kind, reason, tagged_on)


@pytest.mark.parametrize(
    ("printed", "numbers"),
    [
        ("[9]", "9"), ("[ 9 ]", "9"), ("[\n9]", "9"), ("[9, 10]", "9 10"), ("[9,10;12]", "9 10 12"),
        ("[11–13]", "11 12 13"), ("[11-12]", "11 12"), ("[1, 3–5]", "1 3 4 5"), ("[999]", "999"),
    ],
)  # fmt: skip
def test_numbers_are_a_request_each(printed, numbers):
    marks_found = only(f"So it was.{printed}")
    assert " ".join(mark.number for mark in marks_found) == numbers
    assert {mark.kind for mark in marks_found} == {"full-citation-needed"}
    assert marks_found[0].reason == f"was [{numbers.split()[0]}] in the import"


@pytest.mark.parametrize(
    ("text", "pages", "rest"),
    [
        ("[12]: 45–46", "45–46", ""),
        ("[12]: 45–46.", "45–46", "."),
        ("[12]: 45–46 The next", "45–46", " The next"),
        ("[7]:45 and so", "45", " and so"),
        ("[13]:7", "7", ""),
        ("[8]:111–15 The", "111–15", " The"),
        ("[8]:xii–xiv", "xii–xiv", ""),
        ("[8]:104[9]:19.", "104", "[9]:19."),
        ("[3]: 12, 14.", "12, 14", "."),
        ("[3]:12, 14–15", "12, 14–15", ""),
        ("[4]:§ 3", "§ 3", ""),
        ("[5](p45)", "p45", ""),
        ("[5](pp. 45–46)", "pp. 45–46", ""),
        ("[8](ch 1)", "ch 1", ""),
        ("[9](Preface) The", "Preface", " The"),
        ("[12]: The treaty said", "", ": The treaty said"),
        ("[12]: 45 men and 20 women", "", ": 45 men and 20 women"),
        ("[12] (1804)", "", " (1804)"),
        ("[12](or not)", "", "(or not)"),
        ("[12]:45:30", "", ":45:30"),
        ("[citation needed]:12", "12", ""),
    ],
)
def test_pages_after_a_mark_stay_with_it(text, pages, rest):
    _, end, found = marks_at(text)[0]
    assert (found[0].pages, text[end:]) == (pages, rest)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("[note 3]", "note 3"), ("[Note 1]", "Note 1"), ("[nb 2]", "nb 2"), ("[N 1]", "N 1"),
        ("[lower-alpha 1]", "lower-alpha 1"), ("[Anm. 2]", "Anm. 2"), ("[прим. 2]", "прим. 2"),
        ("[нап. 2]", "нап. 2"),
    ],
)  # fmt: skip
def test_note_asks_for_nothing(printed, label):
    (mark,) = only(f"So.{printed}")
    assert (mark.kind, mark.number, mark.is_note) == ("", label, True)


def test_letter_is_a_note_where_the_file_has_such_a_note():
    assert marks_at("So[a] it") == []
    (mark,) = only("So[a] it", notes=frozenset("ab"))
    assert (mark.number, mark.is_note) == ("a", True)
    assert [b.words for b in brackets_at("So[a] it[s]", notes=frozenset("ab"))] == ["[s]"]


def test_operators_own_table_adds_and_overrules(tmp_path, settings):
    own = tmp_path / "own.toml"
    own.write_text('[pl]\ncitation-needed = ["potrzebne źródło"]\n[en]\ndubious = ["who?"]\n')
    settings.ATTESTED_MARKS = str(own)
    assert only("[potrzebne źródło]")[0].kind == "citation-needed"
    assert only("[who?]")[0].kind == "dubious"
    assert only("[why?]")[0].kind == "clarification-needed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[en", "is no table of marks"),
        ('[en]\nsilliness = ["x"]', "names the kind “silliness”, which is none of citation-needed"),
        ('[en]\ndubious = "x"', "“dubious” is to be a list of words"),
        (None, "is no table of marks"),
    ],
)
def test_table_that_is_none_is_refused_with_a_sentence(tmp_path, text, said):
    path = tmp_path / "own.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ImproperlyConfigured, match=said):
        read_table(path)


def test_start_is_stopped_by_a_table_that_is_none(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[en]\nsilliness = ["x"]')
    told = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=project.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "postgres://db/desk",
            "ATTESTED_MARKS": str(own),
        },
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    (sentence,) = told.stderr.splitlines()
    assert sentence.startswith(
        f"Settings: ATTESTED_MARKS: {own} names the kind “silliness”, which is none of citation-"
    )


def test_the_table_is_of_five_languages():
    table = marks.tomllib.loads(marks.OWN.read_text())
    assert list(table) == ["en", "sr", "ru", "de", "fr"]
    assert sum(map(len, table["en"].values())) >= 110


def test_all_words_of_the_table_are_read_in_any_case_and_over_line_ends():
    for printed, kind in marks.read_table(marks.OWN).items():
        for words in (
            printed,
            printed.upper(),
            printed.replace(" ", "\n"),
            f" {printed}, May 2019",
        ):
            (mark,) = only(f"So it was.[{words}]")
            assert mark.kind == kind, words


def test_tags_of_two_kinds_are_one_mistake():
    seen = {}
    for kinds in marks.tomllib.loads(marks.OWN.read_text()).values():
        for kind, printed in kinds.items():
            for words in printed:
                assert seen.setdefault(words, kind) == kind, words
                assert words == marks._plain(words), "as it is compared"


def test_many_brackets_cost_what_their_length_does():
    started = time.process_time()
    for text in ("[" * 200_000, "[9" * 100_000, "[a b" * 50_000 + "]", "[1,2" * 50_000):
        marks_at(text)
        brackets_at(text)
    assert time.process_time() - started < 20
