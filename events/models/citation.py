from django.db import models

from events.models.event import Statement
from review.models import Reviewed
from review.positions import POSITION
from sources import csl
from sources.models import Source


class Citation(Reviewed):
    """A statement rests on a source, or is contradicted by it, at a locator."""

    class Direction(models.TextChoices):
        SUPPORTS = "supports", "supports"
        CONTRADICTS = "contradicts", "contradicts"

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="citations")
    source = models.ForeignKey(Source, models.PROTECT, related_name="citations")
    position = models.CharField(**POSITION)
    label = models.CharField(max_length=20, choices=csl.labels, blank=True)
    locator = models.CharField(max_length=200, blank=True)
    quotation = models.TextField(blank=True)
    direction = models.CharField(max_length=12, choices=Direction, default=Direction.SUPPORTS)
    accessed = models.CharField(max_length=100, blank=True)

    prose = frozenset({"quotation"})

    class Meta(Reviewed.Meta):
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(locator="") | ~models.Q(label=""),
                name="%(app_label)s_%(class)s_labelled",
                violation_error_message="Say what the locator is: choose a label for it.",
            ),
        ]

    def __str__(self):
        return " ".join(filter(None, [self.label, self.locator])) or "the whole work"
