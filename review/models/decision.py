from django.conf import settings
from django.db import models

from review import guards


class Decision(models.Model):
    """What one person decided at one moment, on one or more acts. Append-only."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions")
    at = models.DateTimeField(db_index=True)
    reason = models.TextField(blank=True)
    is_direct = models.BooleanField(
        default=False, help_text="Published by its author, who may publish directly."
    )
    undoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )

    class Meta:
        permissions = [
            ("propose", "Can propose changes and send them for review"),
            ("decide", "Can decide on other people's acts"),
            ("publish_directly", "Can publish own work without a second person"),
            ("operate", "Can keep accounts, imports and settings"),
        ]
        triggers = [*guards.BLANKED_ONLY, guards.ThroughGate()]

    def __str__(self):
        return f"Decision {self.pk}"


class Verdict(models.Model):
    """What a decision said of one act. An act gets one verdict, ever. Append-only."""

    class Choice(models.TextChoices):
        APPROVE = "approve", "approve"
        RETURN = "return", "return"
        REJECT = "reject", "reject"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="verdicts")
    act = models.OneToOneField("review.Act", models.PROTECT, related_name="verdict")
    choice = models.CharField(max_length=10, choices=Choice)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(choice="approve") | ~models.Q(reason=""),
                name="%(app_label)s_%(class)s_says_why",
            ),
        ]
        triggers = [*guards.BLANKED_ONLY, guards.ThroughGate()]

    def __str__(self):
        return f"{self.choice} act {self.act_id}"


class Undone(models.Model):
    """An act whose published work an act of undo reverses. Append-only."""

    undo = models.ForeignKey("review.Act", models.PROTECT, related_name="undone")
    act = models.ForeignKey("review.Act", models.PROTECT, related_name="undone_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["undo", "act"], name="%(app_label)s_%(class)s_once"),
        ]
        triggers = [guards.AppendOnly()]

    def __str__(self):
        return f"act {self.act_id} by act {self.undo_id}"


class Publication(models.Model):
    """One step of the public record, written once by each decision that publishes.

    `number` is gapless; `at` strictly grows with it. `digest` is the SHA-256, in hex, of
    what was published and of `previous`, the digest before (see review/chain.py).
    `shape` lists the fields that each kind had, so that a column added later breaks nothing.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(unique=True)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="publication")
    shape = models.JSONField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        triggers = [guards.AppendOnly()]

    def __str__(self):
        return f"Publication {self.number}"
