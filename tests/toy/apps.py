from django.apps import AppConfig


class ToyConfig(AppConfig):
    """Kinds with which `review` is tried, so that its tests know no event and no source."""

    name = "tests.toy"
    label = "toy"

    def ready(self):
        from review import kinds
        from tests.toy.kinds import NoteKind, ShelfKind

        kinds.register(ShelfKind())
        kinds.register(NoteKind())
