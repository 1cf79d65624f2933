from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Sum
from django.utils import timezone


class ReadsQuerySet(models.QuerySet):
    def much_read(self):
        """Keys of the articles that were read at least `ATTESTED_MUCH_READ` times lately."""
        since = timezone.now().date() - Reads.LATELY
        found = self.filter(day__gt=since).values("article").annotate(all=Sum("number"))
        return found.filter(all__gte=settings.ATTESTED_MUCH_READ).values("article")


class Reads(models.Model):
    """How often an article was asked for on one day (UTC). Nothing is kept of who did.

    Counted from the access log by `manage.py count_reads`: a stored page writes nothing.
    """

    LATELY = timedelta(days=30)

    article = models.ForeignKey("review.Subject", models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.IntegerField()

    objects = ReadsQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "day"], name="%(app_label)s_%(class)s_once_a_day"
            ),
        ]

    def __str__(self):
        return f"{self.number} on {self.day}"
