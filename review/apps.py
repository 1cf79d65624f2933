from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class ReviewConfig(AppConfig):
    name = "review"
    verbose_name = "Review"

    def ready(self):
        checks.register(check_reasons)


def check_reasons(app_configs, **kwargs):
    """Every reason that the settings name is one."""
    from review.weighing import reasons

    known = {reason.name for reason in reasons.every()}
    odd = settings.ATTESTED_REASONS_LOG_ONLY - known
    if not odd:
        return []
    words = f"ATTESTED_REASONS_LOG_ONLY names {', '.join(sorted(odd))}, which is no reason."
    return [checks.Error(words, hint=f"Known are {', '.join(sorted(known))}.", id="review.E001")]
