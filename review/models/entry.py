from django.db import models
from django.db.models import Q


class Entry(models.Model):
    """A row that the log covers though it is no history: what somebody sent, said or decided.

    Made with the row, and taken in by the next publication, whose digest covers `digest`. That is
    of the values that the row had in the fields `names` (review/chain.py has it, salt and seal);
    `label` and `key` name the row as review/covering.py does.
    """

    label = models.CharField(max_length=60)
    key = models.CharField(max_length=36)
    names = models.JSONField()
    salt = models.CharField(max_length=64, blank=True)
    seal = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=64)
    publication = models.ForeignKey(
        "review.Publication", models.PROTECT, null=True, blank=True, related_name="entries"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["label", "key"], name="%(app_label)s_%(class)s_once_a_row"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(publication=None), name="review_entry_waiting"),
        ]

    def __str__(self):
        return f"{self.label} {self.key}"
