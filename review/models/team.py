"""What a team needs beside the record: who hears of what, canned reasons, restrictions, trust."""

from django.conf import settings
from django.db import models
from django.db.models import Func, Q
from django.db.models.lookups import Exact

from review import guards
from review.models.reviewed import Worded


class Notice(models.Model):
    """One thing that a person is to hear: a decision on their acts or against them, a comment, the
    first of two approvals, an undo of theirs that is proposed, or that their account was blocked, or
    is no more."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices")
    decision = models.ForeignKey(
        "review.Decision", models.PROTECT, null=True, blank=True, related_name="notices"
    )
    comment = models.ForeignKey(
        "review.Comment", models.PROTECT, null=True, blank=True, related_name="notices"
    )
    endorsement = models.ForeignKey(
        "review.Endorsement", models.PROTECT, null=True, blank=True, related_name="notices"
    )
    restriction = models.ForeignKey(
        "review.Restriction", models.PROTECT, null=True, blank=True, related_name="notices"
    )
    lifted = models.ForeignKey(
        "review.Restriction", models.PROTECT, null=True, blank=True, related_name="+"
    )
    undo = models.ForeignKey("review.Act", models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    # Who sends its letter takes it first, so that it goes once.
    taken_at = models.DateTimeField(null=True, blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Exact(
                    Func(
                        *("decision", "comment", "endorsement", "restriction", "lifted", "undo"),
                        function="num_nonnulls",
                        output_field=models.IntegerField(),
                    ),
                    1,
                ),
                name="%(app_label)s_%(class)s_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["to", "decision"], name="%(app_label)s_%(class)s_once_a_decision"
            ),
            models.UniqueConstraint(
                fields=["to", "comment"], name="%(app_label)s_%(class)s_once_a_comment"
            ),
            models.UniqueConstraint(
                fields=["to", "endorsement"], name="%(app_label)s_%(class)s_once_an_endorsement"
            ),
            models.UniqueConstraint(
                fields=["to", "restriction"], name="%(app_label)s_%(class)s_once_a_restriction"
            ),
            models.UniqueConstraint(
                fields=["to", "lifted"], name="%(app_label)s_%(class)s_once_a_lifting"
            ),
            models.UniqueConstraint(
                fields=["to", "undo"], name="%(app_label)s_%(class)s_once_an_undo"
            ),
        ]
        indexes = [
            models.Index(fields=["to"], condition=Q(seen_at=None), name="review_notice_unseen"),
            models.Index(fields=["id"], condition=Q(mailed_at=None), name="review_notice_unmailed"),
        ]

    def __str__(self):
        return f"Notice {self.pk} to {self.to_id}"


class CannedReason(Worded):
    """A reason that moderators give often. The team edits the list."""

    class Choice(models.TextChoices):
        RETURN = "return", "return"
        REJECT = "reject", "reject"

    choice = models.CharField("verdict", max_length=10, choices=Choice)
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["choice", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["choice", "text"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message="This reason is in the list already.",
            ),
        ]
        triggers = [guards.ThroughGate()]

    def __str__(self):
        return self.text


class RestrictionMoves(guards.Rule):
    """A restriction is lifted, once, or over; nothing else becomes of it."""

    name = "moves"
    operation = guards.Update
    func = """
    IF review_redacting() THEN RETURN NEW; END IF;
    IF OLD.until <= clock_timestamp() AND to_jsonb(OLD) || '{"is_over": true}' = to_jsonb(NEW) THEN
        RETURN NEW;
    END IF;
    IF OLD.lifted_at IS NOT NULL OR NEW.lifted_at IS NULL OR NEW.lifted_by_id IS NULL
        OR to_jsonb(OLD) - ARRAY['lifted_at', 'lifted_by_id']
            <> to_jsonb(NEW) - ARRAY['lifted_at', 'lifted_by_id']
    THEN
        RAISE EXCEPTION 'a restriction is lifted, once, or over, and never rewritten: % refused', TG_OP
            USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
    """


class Restriction(models.Model):
    """A subject that is protected, or an account that is blocked, with a reason. Never deleted.

    It holds until `until` (NULL: until somebody lifts it). What is restricted holds for all that
    is a part of the subject.
    """

    class What(models.TextChoices):
        SECOND = "second", "needs a second moderator"
        CLOSED = "closed", "closed to proposals"
        BLOCK = "block", "blocked from proposing"

    what = models.CharField(max_length=10, choices=What)
    subject = models.ForeignKey(
        "review.Subject", models.PROTECT, null=True, blank=True, related_name="restrictions"
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="restrictions",
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    # A clock ends no row: the next of its sort finds it ended, and takes its place.
    is_over = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="block", subject=None, account__isnull=False)
                | ~Q(what="block") & Q(subject__isnull=False, account=None),
                name="%(app_label)s_%(class)s_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="%(app_label)s_%(class)s_says_why"
            ),
            models.UniqueConstraint(
                fields=["what", "subject", "account"],
                condition=Q(lifted_at=None, is_over=False),
                nulls_distinct=False,
                name="%(app_label)s_%(class)s_one_in_force",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject"],
                name="review_restriction_held",
                condition=Q(lifted_at=None, subject__isnull=False),
            ),
        ]
        triggers = [RestrictionMoves(), guards.Kept(), guards.Blanked(), guards.ThroughGate()]

    @property
    def ending(self):
        """Until when it holds, in words."""
        return f"until {self.until:%-d %B %Y, %H:%M} UTC" if self.until else "until it is lifted"

    def __str__(self):
        return f"{self.get_what_display()} {self.ending}: {self.reason}"


class Endorsement(models.Model):
    """A first moderator's approval of an act that needs two. Append-only."""

    act = models.ForeignKey("review.Act", models.PROTECT, related_name="endorsements")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["act", "by"], name="%(app_label)s_%(class)s_once_a_person"
            ),
        ]
        triggers = [guards.AppendOnly()]

    def __str__(self):
        return f"{self.by} for act {self.act_id}"


class Reading(models.Model):
    """Who has a changeset's page open. A notice that expires, never a lock."""

    changeset = models.ForeignKey("review.Changeset", models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["changeset", "by"], name="%(app_label)s_%(class)s_once_a_person"
            ),
        ]

    def __str__(self):
        return f"{self.by} reads changeset {self.changeset_id}"


class Tally(models.Model):
    """How many acts of one kind of work a person had approved, returned and rejected.

    Kept by decisions. `in_a_row` counts what was approved as it was sent since the last rejection
    or undo.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="tallies")
    work = models.CharField(max_length=30)
    approved = models.IntegerField(default=0)
    returned = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    in_a_row = models.IntegerField(default=0)

    class Meta:
        ordering = ["work"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "work"], name="%(app_label)s_%(class)s_one_a_work"
            ),
        ]

    def __str__(self):
        return f"{self.work}: {self.approved} approved"


class CheckedOnce(guards.Rule):
    """Somebody looks at what was published on trust, once."""

    name = "checked"
    operation = guards.UpdateOf("checked_by_id", "checked_at")
    func = """
    IF OLD.checked_at IS NOT NULL OR NEW.checked_at IS NULL OR NEW.checked_by_id IS NULL THEN
        RAISE EXCEPTION 'what was published on trust is checked once: % refused', TG_OP
            USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
    """


class TrustNote(models.Model):
    """An act of earned trust: published at once, or (`is_published` false) would have been."""

    act = models.OneToOneField("review.Act", models.PROTECT, related_name="trust_note")
    works = models.CharField(max_length=200)
    is_published = models.BooleanField()
    is_sampled = models.BooleanField(help_text="Comes to the queue afterwards.")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(is_published=True, is_sampled=True, checked_at=None),
                name="review_trustnote_to_check",
            ),
        ]
        triggers = [
            guards.Kept(
                operation=guards.UpdateOf("id", "act_id", "works", "is_published", "is_sampled")
                | guards.Delete
                | guards.Truncate
            ),
            CheckedOnce(),
        ]

    def __str__(self):
        return f"{self.works}, act {self.act_id}"


class SpentForm(models.Model):
    """A form that was sent and done (review/once.py). Kept for a day."""

    key = models.UUIDField(primary_key=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    led_to = models.TextField()

    def __str__(self):
        return f"Form {self.key}"
