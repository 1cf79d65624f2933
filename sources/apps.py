from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = "Sources"

    def ready(self):
        from review import kinds
        from sources.kinds import ContributorKind, SourceKind

        kinds.register(SourceKind())
        kinds.register(ContributorKind())
