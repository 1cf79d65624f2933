"""Headings, lists, quotations and what is kept apart, in any text and in copied pages."""

import pytest

from events.exchange.importers.plaintext import name_of_file, read_article, rebuild


def read(text, **options):
    article = read_article(text.encode(), **options)
    assert (
        rebuild([(p.lead, p.text, p.trail) for p in article.pieces], article.tail) == text.encode()
    )
    return article


def shape(article):
    """Headings as (level, title), events as (form, words), in the order of the file."""
    found, at = [], 0
    for event in article.events:
        for section in article.sections[at : event.section]:
            found.append((section.level, section.heading.text))
        at = max(at, event.section)
        found.append((event.form, " ".join(s.text for s in event.statements)))
    return found + [(s.level, s.heading.text) for s in article.sections[at:]]


@pytest.mark.parametrize(
    ("printed", "title", "level"),
    [
        ("== The money ==", "The money", 2),
        ("===The money===", "The money", 3),
        ("== The money ==[edit]", "The money", 2),
        ("# The money", "The money", 2),
        ("### The money ###", "The money", 3),
        ("The money\n=========", "The money", 2),
        ("The money\n---", "The money", 3),
    ],
)
def test_heading_is_read_however_it_is_marked(printed, title, level):
    article = read(f"A title\n\nIt began.\n\n{printed}\n\nIt went on.\n")
    assert shape(article) == [("", "It began."), (level, title), ("", "It went on.")]


def test_numbered_headings_count_on():
    text = "T\n\n1. The war\n\nIt began.\n\n1.1 Its cause\n\nThere was one.\n\n2. The peace\n\nIt ended.\n"
    assert shape(read(text)) == [
        (2, "The war"), ("", "It began."), (3, "Its cause"), ("", "There was one."),
        (2, "The peace"), ("", "It ended."),
    ]  # fmt: skip


@pytest.mark.parametrize("line", ["1. It was a lone line", "1806 was a year", "12 men went on"])
def test_a_number_alone_makes_no_heading(line):
    assert read(f"T\n\n{line}\n\nMore words.\n").sections == ()


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("* One thing\n* Another", [("item", "One thing"), ("item", "Another")]),
        ("• One thing\n• Another", [("item", "One thing"), ("item", "Another")]),
        ("- One thing\n- Another", [("item", "One thing"), ("item", "Another")]),
        ("1. One thing\n2. Another", [("numbered", "One thing"), ("numbered", "Another")]),
        ("a) One thing\nb) Another", [("numbered", "One thing"), ("numbered", "Another")]),
        ("There were:\n* one\n* two", [("", "There were:"), ("item", "one"), ("item", "two")]),
        ("* One thing\n  that goes on\n* Another", [("item", "One thing\n  that goes on"), ("item", "Another")]),
        ("– “I won’t,” he said.", [("", "– “I won’t,” he said.")]),
        ("1806 it began\n1812 it ended", [("", "1806 it began\n1812 it ended")]),
        ("1. One\n3. Three", [("", "1. One\n3. Three")]),
        ("> They said so.\n> And more.", [("quotation", "They said so."), ("quotation", "And more.")]),
        ("    They said so.", [("quotation", "They said so.")]),
    ],
)  # fmt: skip
def test_items_and_quotations_stay_such(text, items):
    assert shape(read(f"T\n\nA beginning.\n\n{text}\n\nAn end.\n")) == [
        ("", "A beginning."),
        *items,
        ("", "An end."),
    ]


def test_file_of_long_lines_has_a_paragraph_a_line():
    long = "A sentence of many words that goes on. " * 4
    text = f"T\n\n{long}\n{long}\n"
    assert [len(s) for s in ([e.statements for e in read(text).events])] == [1, 1]


@pytest.mark.parametrize(
    "line",
    [
        "For other uses, see Treaty (disambiguation).",
        "Main article: The war",
        "See also: The peace, and The truce",
        "Not to be confused with Another.",
        "Further information: The war",
        "Главни чланак: Рат",
        "Основная статья: Война",
        "Hauptartikel: Der Krieg",
        "Article détaillé : La guerre.",
        "Coordinates: 42°30′N 19°18′E",
    ],
)
def test_hatnote_is_kept_apart_and_told_and_no_title(line):
    article = read(f"{line}\n\nA title\n\nIt began.\n\n{line}\n\nIt went on.\n")
    assert article.name == "A title"
    assert shape(article) == [("", "It began."), ("", "It went on.")]
    assert [(t.line, t.what) for t in article.told] == [(1, "hatnote"), (7, "hatnote")]


def test_title_may_be_given():
    article = read("It began[1].\n\nIt went on.\n", title="A title")
    assert (article.title, article.name) == (None, "A title")
    assert shape(article) == [("", "It began"), ("", "It went on.")]
    printed = read("A Title\n\nIt began.\n", title="A title")
    assert (printed.title.text, printed.name) == ("A Title", "A Title")


@pytest.mark.parametrize("text", ["# A title\n\nIt began.\n", "A title\n=======\n\nIt began.\n", "= A title =\n\nIt began.\n"])  # fmt: skip
def test_marked_title_is_the_title(text):
    if text.startswith("= "):
        text = text.replace("= A title =", "== A title ==")
    article = read(text)
    assert article.name == "A title"
    assert shape(article) == [("", "It began.")]


@pytest.mark.parametrize(
    ("stem", "name"),
    [("crimean-war", "Crimean war"), ("The_Treaty", "The Treaty"), ("рат", "Рат")],
)
def test_name_of_a_file_is_a_title(stem, name):
    assert name_of_file(stem) == name


BOX = (
    "This {} needs additional citations for verification. Please help improve it. "
    "({} 2012) (Learn how and when to remove this template message)"
)


def test_maintenance_box_is_a_dated_request_on_its_section():
    text = (
        f"T\n\n{BOX.format('article', 'December')}\n\nIt began.\n\n== The money ==\n\n"
        f"{BOX.format('section', 'June')}\n\nIt cost.\n\n== The end ==\n\nIt ended.\n"
    )
    article = read(text)
    assert shape(article) == [
        ("", "It began."), (2, "The money"), ("", "It cost."), (2, "The end"), ("", "It ended."),
    ]  # fmt: skip
    assert [(a.section, a.mark.kind, a.mark.tagged_on) for a in article.asks] == [
        (0, "citation-needed", "2012-12"),
        (1, "citation-needed", "2012-06"),
    ]
    assert [t.what for t in article.told] == ["maintenance box"] * 2


def test_prose_that_says_something_is_unclear_is_no_box():
    line = "The origin of the name is unclear. This treaty needs additional signatures."
    article = read(f"T\n\n{line}\n")
    assert shape(article) == [("", line)]
    assert article.told == ()


def test_brackets_that_are_no_marks_are_told_with_their_place():
    article = read("T\n\nThey crossed [the river] then.[1]\n\nHe [sic] came.\n")
    assert [(t.line, t.what, t.words) for t in article.told] == [
        (3, "bracket", "[the river]"),
        (5, "bracket", "[sic]"),
    ]


# A copied page: made up, as a browser gives it.
PROSE = (
    "The bridge over the river was begun by the town in 1806 and stood for a hundred years and more, "
    "though few had believed that it would"
)
COPY = f"""For other uses, see Bridge (disambiguation).


The Bridge




Type
Bridge


Built
1806[1][citation needed]







{PROSE}.[1] It fell.[2]:45
{PROSE}[when?] and more.[a]



Contents


1 Name
2 History

2.1 The fall


3 References



Name[edit]
Main article: Names of bridges




The bridge in spring, seen from the town


{PROSE}:

It stands, and will stand;
It fell, and will fall.

{PROSE} a poet said:

It stood as nothing else has stood.

History[edit]
The fall[edit]






This section needs additional citations for verification. (May 2014) (Learn how and when to remove this template message)





{PROSE}.[3]






v
t
e


Bridges





Arched
Flat



References[edit]


^ a b Novak, Ana (1999). The Bridge. Belgrade: Prosveta.
^ Novak 1999, p. 30
^ "The fall". The Town.


Notes[edit]


^ Or so it is told.





						Retrieved from "https://en.wikipedia.org/w/index.php?title=The_Bridge&oldid=1"					Categories: Bridges"""


def test_copied_page_is_read_as_its_reader_saw_it():
    article = read(COPY, hint="bridge")
    assert article.name == "The Bridge"
    assert shape(article) == [
        ("", f"{PROSE}. It fell."),
        ("", f"{PROSE} and more."),
        (2, "Name"),
        ("", f"{PROSE}:"),
        ("item", "It stands, and will stand;"),
        ("item", "It fell, and will fall."),
        ("", f"{PROSE} a poet said:"),
        ("quotation", "It stood as nothing else has stood."),
        (2, "History"),
        (3, "The fall"),
        ("", f"{PROSE}."),
    ]
    assert [(a.section, a.mark.kind, a.mark.tagged_on) for a in article.asks] == [
        (0, "citation-needed", ""),
        (3, "citation-needed", "2014-05"),
    ]
    assert "in a table: “1806[1][citation needed]”" in article.asks[0].mark.reason
    told = [t.what for t in article.told]
    assert [what for what in told if what not in ("closing heading", "reference")] == [
        "hatnote", "table", "note [a]", "list of contents", "hatnote", "caption",
        "maintenance box", "navigation", "foot of the page",
    ]  # fmt: skip


def test_counted_lines_of_a_copied_page_are_a_numbered_list():
    text = COPY.replace("It stands, and", "1. It stands, and").replace(
        "It fell, and", "2. It fell, and"
    )
    found = shape(read(text, hint="x"))
    assert ("numbered", "It stands, and will stand;") in found
    assert ("numbered", "It fell, and will fall.") in found


def test_printed_references_are_joined_to_their_numbers():
    marks = [m for s in read(COPY, hint="x").statements for m in s.marks if m.number]
    assert [(m.number, m.printed, m.pages) for m in marks] == [
        ("1", "Novak, Ana (1999). The Bridge. Belgrade: Prosveta.", ""),
        ("2", "Novak 1999, p. 30", "45"),
        ("3", '"The fall". The Town.', ""),
    ]


def test_copied_page_is_called_by_its_address_or_its_file_or_its_first_line():
    text = COPY.replace("title=The_Bridge", "x=y")
    assert read(COPY, hint="The fallen bridge").name == "The Bridge"
    assert read(text, hint="The fallen bridge").name == "The fallen bridge"
    assert read(text).name == "The Bridge"


@pytest.mark.parametrize(
    "closing",
    [
        "[1] Novak 1999\n[2] The fall",
        "1. ^ Novak 1999\n2. ^ The fall",
        "1 ↑ Novak 1999\n2 ↑ The fall",
        "^ Novak 1999\n^ The fall",
        "^ a b Novak 1999\n^ The fall",
        "References\n\n1. Novak 1999\n2. The fall",
        "== Извори ==\n\n[1] Novak 1999\n[2] The fall",
        "References\n[1] Novak 1999\n[2] The fall",
        "[1] Novak\n1999\n[2] The fall",
    ],
)
def test_closing_list_is_joined_and_holds_no_statements(closing):
    if "Извори" in closing:
        closing = closing.replace("Извори", "Референце")
    article = read(f"T\n\nIt began in 1806.[1]\n\nIt ended.[2][1]\n\n{closing}\n")
    assert shape(article) == [("", "It began in 1806."), ("", "It ended.")]
    printed = [(m.number, m.printed) for s in article.statements for m in s.marks]
    assert printed == [("1", "Novak 1999"), ("2", "The fall"), ("1", "Novak 1999")]
    assert article.captions == ()


@pytest.mark.parametrize(
    "text",
    [
        "T\n\n[1] It began.\n\n[2] It ended.\n",
        "T\n\nIt began.[1]\n\n[1] A view of it.\n",
        "T\n\nIt began.\n\nReferences\n",
    ],
)
def test_marks_at_heads_are_no_closing_list(text):
    assert all(not m.printed for s in read(text).statements for m in s.marks)


def test_notes_are_told_with_their_words():
    text = "T\n\nIt began[a] in 1806[note 1].[1]\n\n^ a. Not so.\n"
    text = (
        "T\n\nIt began[a] in 1806[note 1].[1]\n\nNotes\n\n[a] Or so.\n[note 1] Or not.\n[1] Novak\n"
    )
    article = read(text)
    assert [(t.what, t.words) for t in article.told if t.what.startswith("note")] == [
        ("note [a]", "Or so."),
        ("note [note 1]", "Or not."),
    ]
    assert [[m.number for m in s.marks] for s in article.statements] == [[], ["1"]]


def test_long_text_costs_what_its_length_does():
    import time

    started = time.process_time()
    read("T\n\n" + "One thing[9] and another. " * 40_000 + "\n")
    assert time.process_time() - started < 20
