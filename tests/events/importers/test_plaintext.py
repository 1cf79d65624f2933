from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.exchange.importers.plaintext import PLACED, Unreadable, read_article, rebuild
from tests.builders import SAMPLE, SHARED

samples = pytest.mark.parametrize(
    "path",
    [
        pytest.param(SAMPLE, id="own"),
        pytest.param(
            SHARED,
            id="shared",
            marks=pytest.mark.skipif(not SHARED.exists(), reason="it lies beside the project"),
        ),
    ],
)
DATES = {
    *("1940-06-24", "1812-05", "1813-10", "1889", "1881", "../1891", "1897", "1903", "1914-05"),
    *("1922-04", "1923/1924", "1922-21", "1938", "1941-04-05", "195X", "1945-04-11", "199X"),
    *("../1999", "2022-03-11", "2009-05-29", "2016-12"),
}


def read(text, **options):
    return read_article(text.encode(), **options)


def given_back(article, pieces=None):
    return rebuild([(p.lead, p.text, p.trail) for p in pieces or article.pieces], article.tail)


def shape(article):
    """[[(words, kinds of marks), …] of each event]."""
    return [
        [(s.text, [m.number or m.kind for m in s.marks]) for s in event.statements]
        for event in article.events
    ]


@samples
def test_sample_has_its_known_counts(path):
    article = read_article(path.read_bytes())
    statements = article.statements
    marks = [m for s in statements for m in s.marks]
    assert (len(article.events), len(statements), len(article.captions)) == (30, 31, 11)
    assert sum(bool(s.marks) for s in statements) == 21
    assert Counter(m.kind for m in marks) == {"citation-needed": 7, "full-citation-needed": 18}
    assert len({m.number for m in marks if m.number}) == 17
    assert {d.edtf for s in statements for d in s.dates} >= DATES
    assert article.placing == "leading"


@samples
def test_sample_is_given_back_to_the_byte(path):
    data = path.read_bytes()
    assert given_back(read_article(data)) == data


@pytest.mark.skipif(not SHARED.exists(), reason="it lies beside the project")
def test_own_sample_marks_and_dates_the_same_facts_in_other_words():
    own, shared = (read_article(p.read_bytes()) for p in (SAMPLE, SHARED))

    def facts(article):
        return [
            ([(m.kind, m.number) for m in s.marks], sorted(d.edtf for d in s.dates))
            for s in article.statements
        ]

    assert facts(own) == facts(shared)
    words = [p.text for p in shared.pieces[1:]]
    assert not any(text in SAMPLE.read_text() for text in words)


def test_mark_covers_the_words_before_it_and_cuts_the_sentence():
    article = read("T\n\nOne thing,[1] and another.[2][citation needed] The rest.\n\nMore.")
    assert shape(article) == [
        [
            ("One thing,", ["1"]),
            ("and another.", ["2", "citation-needed"]),
            ("The rest.", []),
        ],
        [("More.", [])],
    ]
    assert article.placing == "trailing"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("It began[9]. It ended[10].", [("It began", "[9]."), ("It ended", "[10].")]),
        ("It began[9].[10] It ended.", [("It began", "[9].[10]"), ("It ended.", "")]),
        ("It began [9] , and went on", [("It began", " [9]"), (", and went on", "")]),
        ("He said “it began[9]”. So", [("He said “it began", "[9]”."), ("So", "")]),
        ('It began[9]"So"', [("It began", "[9]"), ('"So"', "")]),
        ("It be[9]gan.", [("It be", "[9]"), ("gan.", "")]),
    ],
)
def test_punctuation_after_a_mark_closes_the_words_before_it(text, pieces):
    article = read(f"T\n\n{text}", marks="trailing")
    assert [(p.text, p.trail) for p in article.statements] == pieces


def test_head_mark_goes_to_its_paragraphs_first_statement_and_says_so():
    article = read("T\n\n[citation needed] One thing.\n\n[9] Another,[10] and on.")
    assert shape(article) == [
        [("One thing.", ["citation-needed"])],
        [("Another,", ["9", "10"]), ("and on.", [])],
    ]
    reasons = [m.reason for m in article.events[1].statements[0].marks]
    assert reasons == [f"was [9] in the import; {PLACED}", "was [10] in the import"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("[better source needed]", "better-source-needed"),
        ("[failed verification]", "failed-verification"),
        ("[dubious – discuss]", "dubious"),
        ("[dubious - discuss]", "dubious"),
        ("[when?]", "when"),
        ("[by whom?]", "by-whom"),
        ("[page needed]", "page-needed"),
        ("[clarification needed]", "clarification-needed"),
        ("[ Citation  needed ]", "citation-needed"),
    ],
)
def test_mark_of_each_kind_is_read(written, kind):
    assert shape(read(f"T\n\nSome words.{written}")) == [[("Some words.", [kind])]]


@pytest.mark.parametrize("bracket", ["[sic]", "[the river]", "[1945]", "[unclosed", "[a [b] c]"])
def test_other_brackets_are_prose(bracket):
    assert shape(read(f"T\n\nThey crossed {bracket} then.")) == [
        [(f"They crossed {bracket} then.", [])]
    ]


def test_mark_that_stands_alone_goes_to_the_words_before_it():
    article = read("T\n\nOne.[1]\n\n[9][when?]\n\nTwo.")
    assert shape(article) == [[("One.", ["1", "9", "when"])], [("Two.", [])]]


def test_mark_keeps_how_it_was_written():
    (statement,) = read("T\n\nOne.[ 9 ][ Citation  needed ]").statements
    assert [m.written for m in statement.marks] == ["[ 9 ]", "[ Citation  needed ]"]


def test_title_is_the_first_line_whatever_follows_it():
    article = read("\ufeff Title \nFirst words.\nMore words.\n\nA second.\n\nA third.")
    assert article.title.text == "Title"
    assert shape(article) == [
        [("First words.\nMore words.", [])],
        [("A second.", [])],
        [("A third.", [])],
    ]


def test_title_has_500_characters_at_most():
    assert read(f"\n\n{'T' * 500}\n\nWords.").title.text == "T" * 500
    with pytest.raises(Unreadable, match="too long"):
        read(f"{'T' * 501}\n\nWords.")


def test_file_of_as_many_bytes_as_the_limit_is_read():
    assert read("T\n\nWords.", limit=9).title.text == "T"


def test_closing_block_of_single_lines_is_captions_unless_asked_otherwise():
    text = "T\n\nA paragraph.\n\nA view\nAnother view"
    assert [c.text for c in read(text).captions] == ["A view", "Another view"]
    assert shape(read(text, captions="none"))[1] == [("A view\nAnother view", [])]


def test_wrapped_paragraphs_are_no_captions():
    article = read("T\n\nA paragraph that\nis wrapped.\n\nThe last one\nis wrapped too.")
    assert article.captions == ()
    assert len(article.events) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no words"),
        (b" \n\n ", "no words"),
        (b"Only a title", "no paragraph"),
        (b"T\n\nAn \xff byte", "offset 6"),
        (b"T\n\nA \x07 bell", r"Line 3 .*U\+0007"),
        (b"[1]\n\nwords", "title"),
        (b"T\n\nlong", "limit"),
    ],
)
def test_unreadable_file_is_refused_with_a_sentence(data, said):
    with pytest.raises(Unreadable, match=said):
        read_article(data, limit=5 if said == "limit" else None)


gaps = st.sampled_from(["\n\n", "\r\n\r\n", "\r\r", "\n \n", "\n\n\n\t\n", "\n\u00a0\n"])
bits = st.sampled_from(
    [
        "one",
        "[9].",
        " two",
        "[9]",
        "[citation needed]",
        "[sic]",
        ", ",
        ". ",
        "\n",
        " in 1903",
        "[",
        "]",
        "ђ",
        "\u00a0",
        "\t",
    ]
)
paragraphs = st.lists(bits, min_size=1, max_size=12).map("".join)


@given(
    st.sampled_from(["", "\ufeff", "\n\n", "  "]),
    st.lists(st.tuples(gaps, paragraphs), min_size=1, max_size=6),
    st.sampled_from(["", "\n", "\r\n", " \n\n"]),
    st.sampled_from(["auto", "leading", "trailing"]),
)
def test_any_accepted_file_is_given_back_to_the_byte(head, body, end, marks):
    data = (head + "Title" + "".join(gap + text for gap, text in body) + end).encode()
    try:
        article = read_article(data, marks=marks)
    except Unreadable:
        return
    assert given_back(article) == data
    for number, piece in enumerate(article.pieces):
        changed = list(article.pieces)
        changed[number] = type(piece)(piece.lead, "NEW WORDS", piece.trail)
        assert given_back(article, changed).replace(b"NEW WORDS", piece.text.encode(), 1) == data


@pytest.mark.parametrize(
    ("text", "placing", "said"),
    [
        (
            "T\n\n[1]One.\n\n[2]Two.\n\nThree.[3]",
            "leading",
            "2 marks at the head of a paragraph, 1 after words: read as cut off from their words, "
            "and given to the first statement of each paragraph.",
        ),
        (
            "T\n\n[1][2]One.[3]",
            "trailing",
            "1 mark after words, 1 at the head of a paragraph: read as covering the words before "
            "them.",
        ),
        (
            "T\n\n[1]One.",
            "leading",
            "1 mark at the head of a paragraph, 0 after words: read as cut off from their words, "
            "and given to the first statement of each paragraph.",
        ),
        (
            "T\n\n[1]One.\n\nTwo.[2]",
            "trailing",
            "1 mark after words, 1 at the head of a paragraph: read as covering the words before "
            "them.",
        ),
        (
            "T\n\nOne.[1] Two.[2][3]",
            "trailing",
            "2 marks after words, 0 at the head of a paragraph: read as covering the words before "
            "them.",
        ),
        ("T\n\nOne.", "trailing", "There are no marks."),
    ],
)
def test_how_marks_were_placed_is_said_with_its_counts(text, placing, said):
    article = read(text)
    assert (article.placing, article.said) == (placing, said)
