"""What can't be read of a file of works, or is written in another encoding."""

import time

import pytest

from review.models import Act
from sources.exchange.importing import import_works
from sources.models import Source
from sources.reading import Unreadable
from tests.sources.importing.steps import LATIN, book, bring

pytestmark = pytest.mark.django_db


def unclosed(number):
    return "".join(f"@book{{k{n}, title = {{Mills\n" for n in range(number))


BOMB = "@string{a0 = {aaaaaaaaaa}}\n" + "".join(
    f"@string{{a{n} = a{n - 1} # a{n - 1}}}\n" for n in range(1, 40)
)
REFUSED = [
    # (bytes, what is said of them)
    (b"", "There is nothing in this file."),
    (b"\xef\xbb\xbf \r\n\t", "There is nothing in this file."),
    (b"%PDF-1.7\n\0\1\2\xff\xfe\0", "This is no text: it holds bytes that no text has."),
    (b"He went home.\nShe stayed.\n", "Nothing in this file is BibTeX, RIS, EndNote"),
    (b"He went home.\n" * 2_000_000, "and at most 20,000,000 are read at once"),
    (b"x" * 50_000_000, "This file has 50,000,000 bytes, and at most 40,000,000 are read"),
    (b"@book{a, title={T}}\n" * 10_001, "more than 10,000 entries"),
    ("@book{a, title={Tе\ufffd}}".encode("utf-16-le")[:-3] + b"\0\0\0\0\xd8", ""),
    (book(title="Ćirković").encode("utf-8") * 30 + b"\xff", "its bytes are no UTF-8"),
]


@pytest.mark.parametrize(("data", "said"), REFUSED)
def test_file_that_cant_be_read_is_one_sentence_and_changes_nothing(op, data, said):
    began = time.process_time()
    with pytest.raises(Unreadable) as told:
        import_works(data, by=op)
    assert said in str(told.value)
    assert "\n" not in str(told.value)
    assert time.process_time() - began < 20
    assert not Act.objects.exists()


ENTRIES = [
    # (an entry, what is said of it, or the title that it comes in with)
    (BOMB + book(title="T", note="").replace("{T}", "a39"), "Line 41, “a”: its field title takes"),
    (book(title="T" * 10_000), "its title has 10,000 characters, and 1,000 are kept."),
    (book(author="N" * 300 + ", Ana"), "the family of one author can’t be kept."),
    ("@book{a, title = {Mills}", "is not closed"),
    ("@article{a, author = {Petrov, Ivan}}", "it has no title"),
    ("TY  - BOOK\nAU  - Petrov, Ivan\n", "its end, “ER  -”, is missing, and so is its title."),
    ('[{"type": "book", "title": "Mil', "the JSON breaks off"),
    ("10.1000/182", "it has no title"),
]


@pytest.mark.parametrize(("entry", "said"), ENTRIES)
def test_entry_that_cant_be_kept_is_told_and_the_next_comes_in(op, entry, said):
    began = time.process_time()
    done = bring(f"{entry}\n\n{{{{cite book |title=Roads |date=1950}}}}\n", op)
    assert said in " ".join(work.refused for work in done.refused) or said in str(
        [work.source.title for work in done.new]
    )
    assert all(work.refused.startswith("Line ") for work in done.refused)
    assert time.process_time() - began < 10


TITLES = [
    ("<b>Mills</b> <script>alert(1)</script>", "<b>Mills</b> <script>alert(1)</script>"),
    (r"\'Etudes \emph{sur} l'\oe uvre", "Études <i>sur</i> l'œuvre"),
    ("تاريخ الصرب and Срби", "تاريخ الصرب and Срби"),
    ("Mills \u202eand\x07 roads", "Mills and roads"),
]


@pytest.mark.parametrize(("given", "kept"), TITLES)
def test_signs_of_any_kind_come_in_as_they_are_kept(op, client, given, kept):
    bring(book(title=given), op)
    assert Source.objects.get().title == kept
    client.force_login(op)
    answer = client.get("/admin/sources/source/").content.decode()
    assert "<script>alert" not in answer


CYRILLIC = "@book{a, title = {Срби у средњем веку}, author = {Ћирковић, Сима}}"
FRENCH = "@book{a, title = {Le siècle première élève}, author = {Été, Ève}}"


@pytest.mark.parametrize(
    ("text", "codec", "name", "title"),
    [
        (CYRILLIC, "cp1251", "CP1251", "Срби у средњем веку"),
        (LATIN, "cp1250", "CP1250", "Početak i kraj čovečanstva u Ćirkovića"),
        (FRENCH, "latin-1", "Latin-1", "Le siècle première élève"),
    ],
)
def test_other_encoding_is_shown_and_has_to_be_said(op, text, codec, name, title):
    data = text.encode(codec)
    looked = import_works(data, by=op, dry_run=True)
    assert looked.encodings[0] == name
    assert {"CP1250", "CP1251", "Latin-1"} >= set(looked.encodings)
    with pytest.raises(Unreadable) as told:
        import_works(data, by=op)
    assert "Say which encoding it is in" in str(told.value)
    assert name in str(told.value)
    assert not Act.objects.exists()
    import_works(data, by=op, encoding=name)
    assert Source.objects.get().title == title
