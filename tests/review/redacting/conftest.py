"""What the tests of this folder begin from."""

import pytest

from review.deciding import decisions
from review.proposing import drafts, proposals
from tests.builders import approve, change, editor, moderator, operator, reject
from tests.review.redacting.steps import WORDS
from tests.toy.models import Note, Shelf


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def judge():
    return moderator()


@pytest.fixture
def spread(op, judge):
    """The words in every sort of place; the live note has better ones by now."""
    by = editor()
    shelf = Shelf.new(name=f"Shelf of {WORDS}")
    note = Note.new(shelf_id=shelf.pk, text=f"It was {WORDS} who did it.", mood="odd")
    decisions.publish([drafts.create(o) for o in (shelf, note)], by=op, summary=f"About {WORDS}")
    act = change(Note.objects.get(), by, f"{WORDS} again", text=f"No, {WORDS.upper()} did.")
    proposals.comment(act, by=judge, text=f"Is it {WORDS}?")
    reject(act, judge, f"Not {WORDS}")
    approve(change(Note.objects.get(), by, text="Somebody did it.", mood="calm"), judge)
    change(Note.objects.get(), by, text=f"Was it {WORDS}?")
    drafts.propose([drafts.update(Note, note.pk, text=f"A draft on {WORDS}")], by=editor("other"))
    return Note.objects.get()


@pytest.fixture
def note(op):
    shelf = Shelf.new(name="One")
    made = Note.new(shelf_id=shelf.pk, text="Once upon a time.")
    decisions.publish([drafts.create(o) for o in (shelf, made)], by=op, summary="begun")
    return Note.objects.get()
