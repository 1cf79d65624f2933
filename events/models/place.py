"""Where dated events stand in time, kept by the write path (events/places.py)."""

from django.db import models


class EventPlace(models.Model):
    """A live event that is dated: by `day`, its earliest known one, it stands on the timeline.

    `day`, `lower` and `upper` are days as in sources/edtf; of `lower` and `upper`, NULL is open.
    `is_confirmed` says that no date of it was read by the importer alone.
    """

    event = models.OneToOneField("review.Subject", models.PROTECT, primary_key=True)
    article = models.ForeignKey("review.Subject", models.PROTECT, related_name="+", db_index=False)
    day = models.IntegerField()
    lower = models.IntegerField(null=True)
    upper = models.IntegerField(null=True)
    is_confirmed = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["day", "event"], name="events_place_in_time"),
            models.Index(fields=["article", "day", "event"], name="events_place_of_article"),
        ]

    def __str__(self):
        return f"{self.event_id}"
