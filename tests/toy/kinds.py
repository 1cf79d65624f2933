from review.kinds import Kind
from tests.toy.models import Note, Shelf


class ShelfKind(Kind):
    model = Shelf
    noun = "shelf"
    slug_field = "name"


class NoteKind(Kind):
    model = Note
    noun = "note"
    parent = "shelf"
    prose = frozenset({"text"})
    settled_once = frozenset({"closed"})
