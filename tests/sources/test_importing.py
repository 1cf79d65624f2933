"""A file of works comes in as one act: what is new is made, the rest is told, by its line."""

import io
import json
import re
import threading
import time
from html import unescape
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from review import progress
from review.exceptions import Refused
from review.models import Act, Change, Changeset, Restriction, Subject
from review.proposing import drafts, proposals
from review.weighing import restricting
from sources.desk import importing as page
from sources.exchange import importing
from sources.exchange.importing import import_works
from sources.formatting import renderings
from sources.models import Contributor, Rendering, Source
from sources.reading import Unreadable
from tests import builders

pytestmark = pytest.mark.django_db
PATH = "/admin/sources/source/import/"
FILE = """
@book{glenny, author = {Glenny, Misha and {Ministry of Roads}}, editor = {Novak, Ana},
  title = {The {Balkans}}, publisher = {Granta}, year = 2012, isbn = {978-0-14-044913-6}}

@article{bridge, author = {Novak, Ana}, title = {The Old Bridge}, journal = {Journal of Mills},
  volume = 3, pages = {45--67}, year = 1999, doi = {10.1000/AbC}, file = {mills.pdf}}

@book{broken, title = {Never closed,

@book{untitled, author = {Petrov, Ivan}, year = 1950}
"""


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by():
    return builders.editor()


def bring(text, by, **options):
    return import_works(text.encode(), by=by, **options)


def book(key="a", **fields):
    values = {"author": "Petrov, Ivan", "title": "Mills", "year": "1999"} | fields
    told = ", ".join(f"{name} = {{{value}}}" for name, value in values.items() if value)
    return f"@book{{{key}, {told}}}\n"


def here(done):
    """[(title, what it is like)] of what is here already."""
    return [(work.source.title, place) for work, place in done.here]


# What comes in


def test_new_works_come_in_as_one_publication_and_the_others_are_told(op):
    done = bring(FILE, op, name="library.bib")
    assert done.is_published
    assert (done.act.type, done.act.title) == ("import", "Import 2 works from “library.bib”")
    work = Source.objects.get(title="The Balkans")
    assert (work.isbn, work.issued, work.publisher) == ("9780140449136", "2012", "Granta")
    assert [(c.role, c.family, c.given, c.literal) for c in work.contributors.all()] == [
        ("author", "Glenny", "Misha", ""),
        ("author", "", "", "Ministry of Roads"),
        ("editor", "Novak", "Ana", ""),
    ]
    assert Source.objects.get(doi="10.1000/abc").page == "45-67"
    assert [work.refused.partition(":")[0] for work in done.refused] == [
        "Line 8, “broken”",
        "Line 10, “untitled”",
    ]
    assert "not closed" in done.refused[0].refused
    assert done.refused[1].refused.endswith("it has no title, by which a work is known here.")
    assert Act.objects.count() == 1


def test_dry_run_says_the_same_and_writes_nothing(op):
    done = bring(FILE, op, dry_run=True)
    assert (len(done.new), len(done.refused), done.act) == (2, 2, None)
    assert not Changeset.objects.exists()
    assert not Subject.objects.exists()
    assert not Rendering.objects.exists()


def test_who_may_not_publish_sends_one_act_for_review(by):
    done = bring(FILE, by)
    assert (done.act.state, done.act.size) == ("pending", 6)
    assert not Source.objects.exists()
    builders.approve(done.act, builders.moderator())
    assert Source.objects.count() == 2
    assert Contributor.objects.count() == 4


def test_entries_are_rendered_when_an_import_is_sent(by, monkeypatch):
    done = bring(FILE, by)
    assert len(renderings.html_for([work.item for work in done.new])) == 2
    monkeypatch.setattr(renderings.citeproc, "_written", lambda *given: pytest.fail("rendered"))
    builders.approve(done.act, builders.moderator())


def test_what_cant_be_rendered_is_sent_all_the_same(by, monkeypatch):
    def refuse(items):
        raise Refused("pandoc is away")

    monkeypatch.setattr(renderings.notes, "entries", refuse)
    assert bring(FILE, by).act.state == "pending"


@pytest.mark.parametrize(
    "text",
    [
        "TY  - BOOK\nAU  - Petrov, Ivan\nTI  - Mills\nPY  - 1999\nER  - \n",
        json.dumps([{"type": "book", "title": "Mills", "author": [{"family": "Petrov"}]}]),
        "%0 Book\n%A Petrov, Ivan\n%T Mills\n%D 1999\n",
        "{{cite book |last=Petrov |first=Ivan |title=Mills |date=1999}}",
        "Petrov, Ivan. Mills. London: Granta, 1999.",
    ],
)
def test_every_shape_comes_in(op, text):
    assert bring(text, op).is_published
    assert Source.objects.get().title == "Mills"
    assert Contributor.objects.get().family == "Petrov"


def test_what_has_no_column_is_told_and_the_rest_comes_in(op):
    done = bring(
        book(publisher="P" * 600, doi="10.1000/x", file="mills.pdf", isbn="978-0-14-044913-7"), op
    )
    told = dict(done.new[0].told)
    assert told["publisher"].startswith("PPP")
    assert "at most 500 characters" in told["publisher"]
    assert told["file"] == "mills.pdf"
    assert "its last digit does not fit" in told["isbn"]
    work = Source.objects.get()
    assert (work.publisher, work.isbn, work.doi) == ("", "", "10.1000/x")


def test_who_may_propose_nothing_imports_nothing():
    reader = builders.user("reader")
    with pytest.raises(Refused, match="Only editors"):
        bring(FILE, reader)
    blocked = builders.editor("blocked")
    restricting.restrict(
        Restriction.What.BLOCK, by=builders.moderator(), reason="spam", account=blocked
    )
    with pytest.raises(Refused):
        bring(FILE, blocked, dry_run=True)
    assert not Act.objects.exists()


# What is here already


def test_same_file_again_changes_nothing_whoever_brings_it(op, by):
    bring(FILE, op)
    for person in (op, by):
        done = bring(FILE, person)
        assert (done.act, done.new) == (None, [])
        assert [place.source for _, place in done.here] == [
            str(Source.objects.get(title=title).pk) for title in ("The Balkans", "The Old Bridge")
        ]
    assert Act.objects.count() == 1


def test_works_of_ones_own_open_proposal_are_not_proposed_again(by):
    first = bring(FILE, by)
    again = bring(FILE, by)
    assert again.act is None
    assert {place.changeset for _, place in again.here} == {first.act.changeset_id}
    assert bring(FILE, builders.editor("another")).act.size == 6
    proposals.withdraw(first.act, by=by)
    assert len(bring(FILE, by).new) == 2


def test_works_of_ones_own_draft_are_not_proposed_again(by):
    source, author = builders.book()
    drafts.propose([drafts.create(source), drafts.create(author)], by=by)
    ((title, place),) = here(
        bring(book(author="Glenny, Misha", title="The Balkans", year="2012"), by)
    )
    assert (title, place.source, place.changeset) == ("The Balkans", "", None)


def test_work_whose_title_was_put_right_since_is_still_that_of_the_file(op):
    bring(book(title="Mlils"), op)
    builders.approve(
        builders.change(Source.objects.get(), builders.editor(), title="Mills"),
        builders.moderator(),
    )
    assert bring(book(title="Mlils"), op).act is None
    assert bring(book(title="Mills"), op).act is None
    assert Source.objects.get().title == "Mills"


def test_work_that_was_removed_comes_in_again(op):
    bring(book(), op)
    work = Source.objects.get()
    edits = [drafts.remove(type(one), one.pk) for one in (*work.contributors.all(), work)]
    act = drafts.propose(edits, by=by_of("remover"), type="delete")
    proposals.send([act], by=act.changeset.author, summary="gone")
    builders.approve(act, builders.moderator())
    assert bring(book(), op).is_published


def by_of(name):
    return builders.editor(name)


SAME = [
    # (a work that is there, one of the file, whether it is the same)
    ({"doi": "10.1000/x"}, {"doi": "10.1000/X", "title": "Another", "year": "1950"}, True),
    ({"doi": "10.1000/x"}, {"doi": "10.1000/y"}, False),
    ({"isbn": "9780140449136"}, {"isbn": "0-14-044913-2", "author": "Novak, Ana"}, True),
    ({"isbn": "9780140449136"}, {"isbn": "9780140449136", "title": "Part of it"}, False),
    ({}, {"title": "MILLS."}, True),
    ({"title": "Карађорђе"}, {"title": "Karadjordje"}, True),
    ({"author": "Петров, Иван"}, {}, True),
    ({"pages": "1--23"}, {"pages": "12--3"}, False),
    ({}, {"author": "Petrov, I."}, True),
    ({}, {"author": "Novak, Ana"}, False),
    ({}, {"author": ""}, False),
    ({}, {"year": "2000"}, False),
    ({}, {"publisher": "Granta"}, True),
    ({"edition": "2"}, {"edition": "3"}, False),
    ({"edition": "2"}, {}, True),
    ({"volume": "1"}, {"volume": "2"}, False),
    ({"year": "1812-05"}, {"year": "1812-06"}, False),
    ({"year": "1812-05"}, {"year": "1812"}, True),
    # Where nobody wrote it, or nobody knows when, all else has to be the same.
    ({"author": "", "pages": "3"}, {"author": ""}, False),
    ({"author": "", "pages": "3"}, {"author": "", "pages": "3"}, True),
    ({"year": "", "volume": "1"}, {"year": ""}, False),
    ({"year": ""}, {"year": ""}, True),
]


@pytest.mark.parametrize(("there", "given", "same"), SAME)
@pytest.mark.parametrize("where", ["published", "in the file"])
def test_work_is_known_by_its_identifiers_or_by_title_year_and_name(op, there, given, same, where):
    there, given = (
        book(
            key,
            **{k: v for k, v in fields.items() if k != "year"},
            date=fields.get("year", "1999"),
            year="",
        )
        for key, fields in (("a", there), ("b", given))
    )
    if where == "published":
        bring(there, op)
        done = bring(given, op)
    else:
        done = bring(there + given, op)
        assert len(done.new) == (1 if same else 2)
    assert bool(done.here) is same
    assert Source.objects.count() == (1 if same else 2)


def test_twice_in_the_file_is_made_once_and_told_with_its_line(op):
    done = bring(book("a") + book("b") + book("c", title="Other"), op)
    ((title, place),) = here(done)
    assert (title, place.line, len(done.new)) == ("Mills", 1, 2)


def test_what_may_be_the_same_is_made_and_noted(op):
    bring(book(), op)
    done = bring(book(year="2005") + book("b", author="Novak, Ana", title="Roads"), op)
    ((work, place),) = done.alike
    assert (work.source.issued, place.source != "") == ("2005", True)
    assert len(done.new) == 2


def test_thousands_of_one_title_are_compared_in_good_time(op):
    text = "".join(book(str(n), title="Letter", pages=str(n)) for n in range(3000))
    began = time.process_time()
    done = bring(text * 2, op, dry_run=True)
    assert (len(done.new), len(done.here)) == (3000, 3000)
    assert time.process_time() - began < 30


def test_number_of_queries_does_not_grow_with_the_entries(op, monkeypatch):
    monkeypatch.setattr(importing.proposals, "prepare_outcome", lambda outcome: None)
    counts = []
    bring(book(title="Read once"), op)
    for number in (3, 300):
        text = "".join(book(str(n), title=f"Of {number}, {n}") for n in range(number))
        with CaptureQueriesContext(connection) as asked:
            bring(text, op)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# What can't be read


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
LATIN = "@book{a, title = {Početak i kraj čovečanstva u Ćirkovića}, author = {Ćirković, Đorđe}}"
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


# The command


def command(path, *options, by="operator"):
    out = io.StringIO()
    call_command("import_works", str(path), "--by", by, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    made = tmp_path / "library.bib"
    made.write_text(FILE)
    return made


def test_command_tells_what_it_would_do_then_does_it_then_nothing(op, file):
    said = command(file, "--dry-run")
    assert "2 works read: 2 new; 2 refused." in said
    assert "  Line 10, “untitled”: it has no title" in said
    assert "  file on line 5: mills.pdf" in said
    assert "Dry run: nothing was written. 2 works would be made." in said
    assert not Source.objects.exists()
    assert "Published: 2 works. /admin/review/changesets/" in command(file)
    again = command(file)
    assert "2 works read: 2 here already; 2 refused." in again
    assert "Nothing in it is new: nothing was changed." in again
    assert Act.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "by", "options", "said"),
    [
        (FILE.encode(), "nobody", (), "There is no active account named “nobody”."),
        (None, "operator", (), "can't be read: No such file"),
        (b"", "operator", (), "There is nothing in this file."),
        (LATIN.encode("cp1250"), "operator", (), "CP1250 (“"),
        (FILE.encode(), "operator", ("--encoding", "CP1251"), "These bytes are no CP1251"),
    ],
)
def test_command_refuses_in_a_sentence(op, tmp_path, data, by, options, said):
    path = tmp_path / "works.bib"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError, match=re.escape(said)):
        command(path, *options, by=by)
    assert not Act.objects.exists()


def test_command_goes_on_with_the_next_file(op, file, tmp_path):
    empty, out = tmp_path / "empty.bib", io.StringIO()
    empty.write_text("")
    with pytest.raises(CommandError, match=r"empty.bib: There is nothing"):
        call_command("import_works", str(empty), str(file), "--by", "operator", stdout=out)
    assert Source.objects.count() == 2


# The page


def look(client, **fields):
    return client.post(PATH, fields).content.decode()


def hidden(answer, name):
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', answer)
    return unescape(found[1]) if found else ""


def carried(answer):
    return {name: hidden(answer, name) for name in ("kept", "name", "looked", "once")}


def upload(text, name="library.bib"):
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def editor(by):
    found = Client()
    found.force_login(by)
    return found


@pytest.fixture
def operator(op):
    found = Client()
    found.force_login(op)
    return found


def test_page_shows_what_would_come_and_writes_nothing(editor):
    answer = look(editor, file=upload(FILE))
    assert "2 works read: 2 new; 2 refused." in answer
    assert '<li dir="auto">Glenny, Misha, and Ministry of Roads. <i>The Balkans</i>' in answer
    assert "Line 10, “untitled”: it has no title" in answer
    assert "Send 2 works for review" in answer
    assert not Act.objects.exists()
    assert not Rendering.objects.exists()


def test_what_was_looked_at_is_sent_as_one_act(editor):
    form = carried(look(editor, file=upload(FILE)))
    answer = editor.post(PATH, {**form, "import": "1"}, follow=True)
    assert "Sent for review: 2 works." in answer.content.decode()
    act = Act.objects.get()
    assert (act.type, act.state, act.title) == (
        "import",
        "pending",
        "Import 2 works from “library.bib”",
    )
    assert f"/admin/review/changesets/{act.changeset_id}/" in answer.content.decode()


def test_who_may_publish_publishes(operator):
    answer = look(operator, text=FILE)
    assert "Publish 2 works" in answer
    answer = operator.post(PATH, {**carried(answer), "import": "1"}, follow=True)
    assert "Published: 2 works." in answer.content.decode()
    assert Source.objects.count() == 2


def test_second_click_imports_once(editor):
    form = carried(look(editor, text=FILE))
    for _ in range(2):
        answer = editor.post(PATH, {**form, "import": "1"}, follow=True)
    assert "You have sent this already." in answer.content.decode()
    assert Act.objects.count() == 1


def test_file_again_says_that_nothing_is_new(operator):
    operator.post(PATH, {**carried(look(operator, text=FILE)), "import": "1"})
    answer = look(operator, text=FILE)
    assert "2 here already" in answer
    assert "there is nothing to import" in answer
    assert 'name="import"' not in answer
    assert reverse("admin:sources_source_change", args=[Source.objects.first().pk]) in answer
    form = carried(answer)
    answer = operator.post(PATH, {**form, "import": "1"}, follow=True)
    assert "Nothing in it is new: nothing was changed." in answer.content.decode()


def test_only_what_was_looked_at_is_imported(editor):
    form = carried(look(editor, text=book()))
    answer = editor.post(PATH, {**form, "kept": "", "text": FILE, "import": "1"})
    assert "2 works read" in answer.content.decode()
    editor.post(PATH, {"text": FILE, "import": "1"})
    assert not Act.objects.exists()


def test_too_large_a_file_to_be_carried_is_chosen_again(editor, monkeypatch):
    monkeypatch.setattr(page, "CARRIED", 10)
    answer = look(editor, file=upload(FILE))
    assert "choose it once more" in answer
    form = carried(answer)
    assert form["kept"] == ""
    other = editor.post(PATH, {**form, "file": upload(book()), "import": "1"}).content.decode()
    assert "1 work read" in other
    assert not Act.objects.exists()
    editor.post(PATH, {**form, "file": upload(FILE), "import": "1"})
    assert Act.objects.get().state == "pending"


def test_other_encoding_is_offered_on_the_page(operator):
    data = LATIN.encode("cp1250")
    answer = look(operator, file=upload(data))
    assert "This file is no UTF-8." in answer
    assert '<option value="CP1250" selected>' in answer
    form = carried(answer)
    wrong = operator.post(PATH, {**form, "encoding": "CP1252", "import": "1"})
    assert not Act.objects.exists()
    wrong = operator.post(PATH, {**form, "encoding": "Latin-1", "import": "1"}).content.decode()
    assert '<option value="Latin-1" selected>' in wrong
    assert not Act.objects.exists()
    operator.post(PATH, {**form, "encoding": "CP1250", "import": "1"})
    assert Source.objects.get().title == "Početak i kraj čovečanstva u Ćirkovića"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose a file that is not empty"),
        ({"kept": "!!"}, "Choose a file that is not empty"),
        ({"kept": "AAAA", "import": "1"}, "Choose a file that is not empty"),
        ({"text": "He went home."}, "Nothing in this file is BibTeX"),
        ({"file": SimpleUploadedFile("x.bib", b"")}, "The submitted file is empty."),
        ({"file": SimpleUploadedFile("x.pdf", b"%PDF\0\1\2")}, "This is no text"),
    ],
)
def test_page_refuses_in_a_sentence_and_changes_nothing(editor, fields, said):
    assert said in unescape(look(editor, **fields))
    assert not Act.objects.exists()


def test_too_large_an_upload_is_refused_before_it_is_read(editor, monkeypatch):
    monkeypatch.setattr(importing, "LARGEST", 100)
    assert "at most 100 are read" in look(editor, file=upload(FILE))


@pytest.mark.parametrize("role", ["anonymous", "reader"])
def test_strangers_bring_in_nothing(client, role):
    if role == "reader":
        client.force_login(builders.user("reader"))
    assert client.get(PATH).status_code == 302
    assert client.post(PATH, {"text": FILE}).status_code == 302
    assert not Act.objects.exists()


def test_member_of_the_desk_without_a_role_brings_in_nothing(client):
    person = builders.user("member")
    person.is_staff = True
    person.save()
    client.force_login(person)
    assert client.post(PATH, {"text": FILE, "import": "1"}).status_code == 403
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/sources/source/", "/admin/events/article/import/"]
)
def test_desk_leads_there(editor, path):
    assert reverse("admin:sources_source_import") == PATH
    assert PATH in editor.get(path).content.decode()


def test_page_asks_the_database_little(editor, django_assert_num_queries):
    editor.get(PATH)
    with django_assert_num_queries(4):
        assert editor.get(PATH).status_code == 200


def test_large_import_is_shown_with_a_sample(by, client):
    text = "".join(book(str(n), title=f"Mills {n}") for n in range(300))
    act = bring(text, by).act
    client.force_login(builders.moderator())
    answer = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert "<b>300</b> × new source" in answer
    assert answer.count("<h3>") == 100
    assert Change.objects.filter(act=act).count() == 600


# How far it is


STAGES = [
    "Reading",
    "Looking for each",
    "Proposing",
    "Comparing",
    "Checking",
    "Publishing",
    "Formatting",
]


def test_every_stage_counts(op, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0)
    told = []
    with progress.told_to(lambda *said: told.append(said)):
        bring(FILE, op)
    assert list(dict.fromkeys(words for words, _, _ in told)) == STAGES
    assert all(0 <= done < total for _, done, total in told)


def test_command_draws_a_bar_on_a_terminal(op, file, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(progress, "EVERY", 0)
    seen = Terminal()
    call_command("import_works", str(file), "--by", "operator", stdout=io.StringIO(), stderr=seen)
    assert all(stage in seen.getvalue() for stage in STAGES)
    assert seen.getvalue().endswith(f"\r{'':48}\r")


@pytest.mark.django_db(transaction=True)
def test_long_import_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.02)
    client, waiting, key = Client(), Client(), str(uuid4())
    client.force_login(builders.operator())
    waiting.force_login(builders.editor())
    text = "".join(book(str(n), title=f"Mills {n}") for n in range(150))
    form = {**carried(look(client, text=text)), "import": "1", "once": key}

    def posted():
        try:
            client.post(PATH, form)
        finally:
            connection.close()

    work, said = threading.Thread(target=posted), []
    work.start()
    while work.is_alive():
        said.append(waiting.get(reverse("review:far", args=[key])).json())
    work.join()
    assert Source.objects.count() == 150
    stages = list(dict.fromkeys(one["words"] for one in said if one["words"]))
    assert stages
    assert stages == [stage for stage in STAGES if stage in stages]


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_the_same_file_at_once_make_it_once():
    people = [builders.operator("one"), builders.operator("two")]
    text, done = "".join(book(str(n), title=f"Mills {n}") for n in range(40)), []

    def work(person):
        try:
            done.append(bring(text, person))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[person]) for person in people]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert Source.objects.count() == 40
    assert sorted(len(one.new) for one in done) == [0, 40]
