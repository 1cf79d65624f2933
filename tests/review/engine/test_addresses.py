"""Addresses that stay, and the past as it was."""

import pytest

from review import past
from review.deciding import decisions
from review.models import Slug
from review.proposing import drafts
from tests.review.engine.steps import TEXT
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


def test_rename_gives_a_new_slug_and_keeps_the_old_one(op, shelf):
    decisions.publish([drafts.update(Shelf, shelf.pk, name="Полица")], by=op, summary="x")
    slugs = dict(Slug.objects.filter(subject=shelf.pk).values_list("slug", "is_current"))
    assert slugs == {"first-shelf": False, "полица": True}
    decisions.publish([drafts.update(Shelf, shelf.pk, name="First shelf")], by=op, summary="x")
    assert Slug.objects.get(subject=shelf.pk, is_current=True).slug == "first-shelf"


def test_as_of_gives_rows_as_each_publication_left_them(op, note):
    start = past.last_number()
    decisions.publish([drafts.update(Note, note.pk, text="Two")], by=op, summary="x")
    decisions.publish([drafts.remove(Note, note.pk)], by=op, summary="x")
    texts = [
        list(past.as_of(number)(Note).values_list("text", flat=True))
        for number in range(start - 1, start + 3)
    ]
    assert texts == [[], [TEXT], ["Two"], []]
