from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Events"

    def ready(self):
        from events.kinds import KINDS
        from events.models import Attempt, Verification
        from events.previewing import pages_after
        from events.services.importing import forget_words
        from events.standing import keep_standing
        from review import kinds, texts

        for kind in KINDS:
            kinds.register(kind())
        kinds.register_pages(pages_after)
        texts.register(Attempt, "where", "note")
        texts.register(Verification, "read")
        texts.register_purge(forget_words)
        labels = [kind.model._meta.label_lower for kind in KINDS]
        kinds.register_effects(keep_standing, [*labels, "sources.source", "sources.contributor"])
