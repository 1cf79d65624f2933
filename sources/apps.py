from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = "Sources"

    def ready(self):
        from review import kinds
        from review.proving import served
        from review.publishing import covering
        from review.weighing import texts
        from sources.formatting.renderings import badly_rendered, forget_words, make_anew
        from sources.kinds import ContributorKind, SourceKind

        kinds.register(SourceKind())
        kinds.register(ContributorKind())
        texts.register_purge(forget_words, make_anew)
        served.register(badly_rendered)
        covering.register_elsewhere({"sources.rendering": "made from sources, by their content"})
