from django.core.exceptions import ValidationError
from django.db import models

from review.models import Reviewed


class Shelf(Reviewed):
    name = models.CharField(max_length=100)

    class Meta(Reviewed.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["name"], deferrable=models.Deferrable.DEFERRED, name="toy_shelf_name"
            )
        ]

    def __str__(self):
        return self.name


class Note(Reviewed):
    shelf = models.ForeignKey(Shelf, models.PROTECT, related_name="notes")
    text = models.TextField()
    first = models.IntegerField(null=True, blank=True)
    last = models.IntegerField(null=True, blank=True)
    mood = models.CharField(max_length=20, blank=True)
    closed = models.CharField(max_length=20, blank=True)

    prose = frozenset({"text"})

    class Meta(Reviewed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first=None)
                | models.Q(last=None)
                | models.Q(first__lte=models.F("last")),
                name="toy_note_in_order",
                violation_error_message="A note ends before it begins.",
            )
        ]

    def __str__(self):
        return self.text

    def clean(self):
        if "forbidden" in self.text:
            raise ValidationError({"text": "This word is not for notes."})
