"""What the tests of this folder share."""

from review.deciding import amending, undoing
from tests.builders import approve
from tests.toy.models import Note

TEXT = "The quick brown fox jumps over the lazy dog"


def undone(decision, by, judge, **more):
    """Propose an undo and approve it; the decision that did it."""
    changeset = undoing.undo(decision, by=by, reason="It was wrong", **more)[-1]
    return approve(changeset.acts.get(), judge)


def amended(act, author, judge):
    values = {act.changes.get().pk: {"mood": "calm"}}
    return amending.amend(act, by=judge, values=values, reason="calmer")


def live():
    left = Note.objects.get()
    return left.text, left.mood
