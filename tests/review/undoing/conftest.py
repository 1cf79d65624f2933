"""What the tests of this folder begin from."""

import pytest

from review.deciding import decisions
from review.proposing import drafts
from review.proving import log
from tests.builders import moderator, operator
from tests.review.undoing.steps import TEXT
from tests.toy.models import Note, Shelf


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def judge():
    return moderator()


@pytest.fixture
def other():
    return moderator("other")


@pytest.fixture
def note(op):
    shelf = Shelf.new(name="Shelf")
    made = Note.new(shelf_id=shelf.pk, text=TEXT, first=1, last=9)
    decisions.publish([drafts.create(o) for o in (shelf, made)], by=op, summary="begun")
    return Note.objects.get()


@pytest.fixture(autouse=True)
def _log_fits():
    yield
    assert list(log.breaks()) == []
