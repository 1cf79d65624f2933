from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Events"

    def ready(self):
        from events.kinds import KINDS
        from events.standing import keep_standing
        from review import kinds

        for kind in KINDS:
            kinds.register(kind())
        labels = [kind.model._meta.label_lower for kind in KINDS]
        kinds.register_effects(keep_standing, [*labels, "sources.source", "sources.contributor"])
