from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = "Sources"

    def ready(self):
        from review import covering, kinds, texts
        from sources.kinds import ContributorKind, SourceKind
        from sources.services.renderings import forget_words, make_anew

        kinds.register(SourceKind())
        kinds.register(ContributorKind())
        texts.register_purge(forget_words, make_anew)
        covering.register_elsewhere({"sources.rendering": "made from sources, by their content"})
