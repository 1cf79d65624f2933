from review.kinds import Kind
from review.weighing.reasons import Reason, changes_where
from tests.toy.models import Note, Shelf


class ShelfKind(Kind):
    model = Shelf
    noun = "shelf"
    reasons = (
        Reason(
            "shelf-gone",
            "removes a shelf",
            lambda: changes_where(op="delete", subject__kind="toy.shelf"),
        ),
    )
    slug_field = "name"


class NoteKind(Kind):
    model = Note
    noun = "note"
    parent = "shelf"
    settled_once = frozenset({"closed"})


class LostKind(NoteKind):
    """A kind of a former release: not registered, but for a while in a test."""

    label = "toy.lost"
    noun = "lost note"
