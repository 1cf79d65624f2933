from django.db import models
from django.utils.translation import ngettext

from review import guards


class Made(guards.Rule):
    """The database notes the transaction that a redaction was made in: only there it blanks."""

    name = "made"
    operation = guards.Insert
    func = """
    NEW.made_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
    """


class Redaction(models.Model):
    """What a decision took out of the record: words that must be nowhere any more. Append-only.

    `places` lists [label of the model, key of the row, [names of fields]]: never the words. Only
    the database function `review_blank` (shared.sql) blanks them: what a redaction names, in
    the transaction that made it. The database notes its number in `made_in`.
    """

    MARK = "[redacted]"

    decision = models.OneToOneField("review.Decision", models.PROTECT, related_name="redaction")
    places = models.JSONField()
    made_in = models.BigIntegerField(null=True, editable=False)

    class Meta:
        triggers = [Made(), guards.AppendOnly()]

    def __str__(self):
        number = len(self.places)
        return ngettext("{number} place", "{number} places", number).format(number=number)
