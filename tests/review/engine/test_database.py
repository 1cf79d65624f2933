"""What the database itself refuses."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from review.exceptions import (
    Guarded,
)
from review.models import Change, OpenChange, Subject
from review.proposing import drafts
from tests.builders import approve, change, editor, moderator
from tests.review.engine.steps import TEXT, execute, propose
from tests.toy.models import Note

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize(
    "table",
    ["review_decision", "review_verdict", "review_comment", "toy_historicalnote", "toy_note"],
)
def test_database_refuses_to_rewrite(note, table, verb):
    approve(change(note, editor(), mood="glad"), moderator())
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        execute(verb.format(table))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_publication SET digest = ''",
        "DELETE FROM review_publication",
        "UPDATE review_change SET after = '{}'",
        "DELETE FROM review_openchange; DELETE FROM review_change",
        "TRUNCATE review_change CASCADE",
        "UPDATE review_act SET title = 'x'",
        "UPDATE review_act SET state = 'draft'",
        "DELETE FROM review_act",
        "DELETE FROM review_subject",
    ],
)
def test_database_refuses_to_touch_what_was_sent(note, statement):
    change(note, editor(), mood="glad")
    with pytest.raises(DatabaseError, match=r"refused|frozen|cannot become"), transaction.atomic():
        execute(statement)


def test_database_refuses_changes_added_to_a_sent_act(note):
    act = change(note, editor(), mood="glad")
    with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
        Change.objects.create(
            act=act, subject=Subject.objects.exclude(pk=note.pk).first(), op="update"
        )


def test_save_past_the_publisher_is_refused(note):
    note.text = "Slipped in"
    with pytest.raises(DatabaseError, match="publisher alone"), transaction.atomic():
        execute("UPDATE toy_note SET text = 'Slipped in'")
    for write in (
        note.save,
        note.delete,
        lambda: Note.objects.update(text="x"),
        lambda: Note.objects.create(text="x"),
        lambda: Note.objects.bulk_create([Note.new(text="x")]),
        lambda: note.shelf.notes.all().delete(),
    ):
        with pytest.raises((Guarded, DatabaseError)), transaction.atomic():
            write()
    assert Note.objects.get().text == TEXT


def test_one_open_change_per_author_and_subject_is_held_by_the_database(note):
    by = editor()
    act = propose(by, drafts.update(Note, note.pk, mood="glad"))
    held = OpenChange.objects.get()
    other = Change.objects.create(
        act=act, subject=Subject.objects.exclude(pk=note.pk).first(), op="update"
    )
    with pytest.raises(IntegrityError, match="one_per_author_and_subject"), transaction.atomic():
        OpenChange.objects.create(author=by, subject=held.subject, change=other)
