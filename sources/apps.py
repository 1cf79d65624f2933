from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "sources"
    verbose_name = "Sources"

    def ready(self):
        from django.core import checks

        from review import kinds
        from review.proving import served
        from review.publishing import covering
        from review.weighing import texts
        from sources.formatting.renderings import (
            badly_rendered,
            forget_words,
            make_anew,
            prepare,
        )
        from sources.kinds import ContributorKind, MergedWorkKind, SourceKind

        kinds.register(SourceKind())
        kinds.register(ContributorKind())
        kinds.register(MergedWorkKind())
        kinds.register_preparing(prepare, ["sources.source", "sources.contributor"])
        texts.register_purge(forget_words, make_anew)
        served.register(badly_rendered)
        checks.register(_style_fits)
        covering.register_elsewhere(
            {
                "sources.rendering": "made from sources, by their content",
                "sources.notthesame": "what nobody is to be asked again, and can be taken back",
            }
        )


def _style_fits(app_configs=None, **kwargs):
    """The house style is one that notes can be written in, those offered have a list of works, and
    names are printed in a way there is."""
    from django.conf import settings
    from django.core import checks

    from sources.formatting import styles

    found = []
    if settings.ATTESTED_NAMES not in ("entered", "original"):
        said = f"ATTESTED_NAMES is “entered” or “original”, not “{settings.ATTESTED_NAMES}”."
        found.append(checks.Error(said, id="sources.E002"))
    try:
        styles.check_notes(styles.house())
    except styles.NoStyle as error:
        found.append(checks.Error(f"ATTESTED_STYLE: {error}", id="sources.E001"))
    for name in settings.ATTESTED_OFFERED_STYLES:
        try:
            styles.check_list(name)
        except styles.NoStyle as error:
            found.append(checks.Error(f"ATTESTED_OFFERED_STYLES: {error}", id="sources.E003"))
    return found
