"""Which works were one and the same, and which only look it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from review.models import Reviewed
from sources.models.source import Source


class MergedWork(Reviewed):
    """A work that was merged into another, which took its citations in: its address leads there,
    and who looks for it by its key or address finds that one."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="merged")
    work = models.ForeignKey(
        "review.Subject", models.PROTECT, related_name="merged_as", editable=False
    )
    title = models.CharField(max_length=1000, help_text="What it was called.", editable=False)

    class Meta(Reviewed.Meta):
        ordering = ["subject"]
        constraints = [
            models.UniqueConstraint(fields=["work"], name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self):
        return self.title


class NotTheSame(models.Model):
    """Somebody looked at two works that look the same, and they are not: nobody is asked again.
    Desk state: who finds otherwise takes it back."""

    first = models.ForeignKey("review.Subject", models.PROTECT, related_name="+")
    second = models.ForeignKey("review.Subject", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="%(app_label)s_%(class)s_in_order"
            ),
            models.UniqueConstraint(
                fields=["first", "second"], name="%(app_label)s_%(class)s_once_a_pair"
            ),
        ]

    def __str__(self):
        return f"{self.first_id} is not {self.second_id}"
