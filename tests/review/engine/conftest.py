"""What the tests of this folder begin from."""

import pytest

from review.deciding import decisions
from review.proposing import drafts
from tests.builders import operator
from tests.review.engine.steps import TEXT
from tests.toy.models import Note, Shelf


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def shelf(op):
    made = Shelf.new(name="First shelf")
    decisions.publish([drafts.create(made)], by=op, summary="a shelf")
    return Shelf.objects.get()


@pytest.fixture
def note(op, shelf):
    made = Note.new(shelf_id=shelf.pk, text=TEXT, first=1, last=9)
    decisions.publish([drafts.create(made)], by=op, summary="a note")
    return Note.objects.get()
