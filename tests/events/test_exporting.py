"""An export prints what stands: open marks, the works cited and where in them."""

import pytest

from events.desk import resolving, statements
from events.exchange.exporters.plaintext import export_article
from events.exchange.importers.plaintext import read_article
from events.exchange.importing import import_article
from events.models import Citation, CitationRequest, Statement
from events.removing import remove_statement
from review.deciding import decisions, undoing
from review.models import Decision
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db
FILE = """The bridge

It was begun in 1806[3], [citation needed] and ended[4][5].

[9] It fell.

It was built again.

[when?]

References

[9] The town's own book
"""


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def bridge(op):
    made = builders.imported(op, FILE.encode())
    assert export_article(made).decode() == FILE
    return made


def request_of(kind, words=""):
    return CitationRequest.objects.get(kind=kind, reason__contains=words, resolution="")


def cite(op, request, locator="30", label="page", source=None):
    """Publish a citation of a book, which settles the request; returns the source's key."""
    if source is None:
        book, author = builders.book()
        edits = resolving.cite(
            request, new_source=book, contributors=[author], locator=locator, label=label
        )
        source = book.pk
    else:
        edits = resolving.cite(request, source=source, locator=locator, label=label)
    decisions.publish(edits, by=op, summary="found")
    return source


def test_mark_that_was_answered_is_printed_as_a_number_of_the_closing_list(op, bridge):
    cite(op, request_of("citation-needed"))
    told = export_article(bridge).decode()
    assert "It was begun in 1806[10]:30[3], and ended[4][5]." in told
    last = told.splitlines()[-1]
    assert told.endswith(f"\n\nReferences\n\n{last}\n")
    assert last == "[10] Misha Glenny, The Balkans (Granta, 2012), 30."


def test_work_has_one_number_and_each_use_its_pages(op, bridge):
    source = cite(op, request_of("full-citation-needed", "[4]"))
    cite(op, request_of("full-citation-needed", "[9]"), locator="3", label="chapter", source=source)
    told = export_article(bridge).decode()
    assert "and ended[10]:30[5]." in told
    assert "\n\nIt fell.[10]\n" in told
    assert told.splitlines()[-1].endswith("(Granta, 2012), 30. Glenny, The Balkans, chap. 3.")


def test_request_that_was_declined_is_no_mark_any_more(op, bridge):
    decisions.publish(resolving.decline(request_of("when"), reason="lead"), by=op, summary="no")
    assert export_article(bridge).decode() == FILE.replace("\n\n[when?]", "")
    decisions.publish(
        resolving.decline(request_of("full-citation-needed", "[9]"), reason="lead"),
        by=op,
        summary="no",
    )
    assert "\n\nIt fell." in export_article(bridge).decode()


def test_new_request_is_a_mark_of_its_kind(op, bridge):
    fell = Statement.objects.get(text="It fell.")
    decisions.publish(
        [drafts.create(CitationRequest.new(about_id=fell.pk, kind="page-needed"))],
        by=op,
        summary="which?",
    )
    assert "[9] It fell.[page needed]\n" in export_article(bridge).decode()


def test_mark_follows_its_request_to_the_other_part_of_a_split(op, bridge):
    statement = Statement.objects.get(text="It was begun in 1806")
    act = statements.split(statement, at=12, by=op)
    proposals.send([act], by=op, summary="two")
    builders.approve(act, builders.moderator())
    told = export_article(bridge).decode()
    assert "It was begun[3][citation needed] in 1806, and ended[4][5]." in told


@pytest.mark.parametrize(
    "text",
    [
        "word\n\n[9].[9]one",
        "[9]\none, and[when?] two",
        "[9] [when?]. one",
        "A table of it[3]\n\n[9] one",
        "one\n\n[9], [3]",
        "* [9] one\n* two[3]",
        "1. [9] one\n2. [9][9] two",
    ],
)
def test_marks_wherever_they_stand_are_printed_once(op, text):
    data = f"A title\n\nIt began.\n\n{text}\n".encode()
    assert export_article(builders.imported(op, data)) == data


def test_export_is_read_as_the_article_stands(op, bridge):
    cite(op, request_of("full-citation-needed", "[4]"))
    read = read_article(export_article(bridge))
    numbered = {m.number: m.printed for s in read.statements for m in s.marks if m.number}
    assert numbered["9"] == "The town's own book"
    assert "The Balkans" in numbered["10"]
    assert "4" not in numbered
    assert len(read.statements) == Statement.objects.count()
    assert Citation.objects.count() == 1


APART = """The mill

It was built in 1806.

Main article: Mills of the valley

It burnt down. Nobody was hurt.[when?] They wept.

See also: Fires

A new one came.
"""


def removed(op, *texts):
    """The export after these statements were removed, one decision each."""
    made = builders.imported(op, APART.encode())
    for text in texts:
        found = Statement.objects.get(event__article=made, text=text)
        decisions.publish(remove_statement(found), by=op, summary="so")
    return export_article(made).decode(), made


def test_what_was_kept_apart_stays_where_its_statement_is_removed(op):
    said, _ = removed(op, "A new one came.")
    assert said == APART.replace("\n\nA new one came.\n", "\n")


def test_what_was_kept_apart_stays_in_its_place_and_order(op):
    said, _ = removed(op, "It burnt down. Nobody was hurt.", "They wept.", "A new one came.")
    lines = [line for line in said.split("\n") if line]
    assert lines == [
        "The mill", "It was built in 1806.", "Main article: Mills of the valley", "See also: Fires",
    ]  # fmt: skip
    assert import_article(said.encode(), by=op).was_known


def test_what_is_left_of_a_paragraph_stays_one_behind_what_was_kept_apart(op):
    said, _ = removed(op, "It burnt down. Nobody was hurt.")
    assert "\n\nMain article: Mills of the valley\n\nThey wept.\n\nSee also" in said


def test_removal_that_is_undone_prints_what_was_kept_apart_once(op):
    _, made = removed(op, "A new one came.")
    judge = builders.moderator("undoing")
    changeset = undoing.undo(Decision.objects.latest("pk"), by=judge, reason="It was wrong")[-1]
    builders.approve(changeset.acts.get(), builders.moderator())
    assert export_article(made).decode() == APART
