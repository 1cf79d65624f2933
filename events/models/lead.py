from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as N_

from review import guards


class Lead(models.Model):
    """What a reader without an account says of a statement. Desk state: editors alone read it, and
    what comes of it is an act like any other.

    `quote` are the words that it was said of. The private link is known by the SHA-256 of its token
    alone; `sender`, a keyed digest of the address it came from, counts what one address sends, and
    goes after a day.
    """

    class What(models.TextChoices):
        SOURCE = "source", N_("I have a source for it")
        WRONG = "wrong", N_("Something looks wrong")

    class Fate(models.TextChoices):
        OPEN = "open", "open"
        TAKEN = "taken", "taken up"
        DECLINED = "declined", "declined"
        DUPLICATE = "duplicate", "said before"

    class Reason(models.TextChoices):
        NO_SOURCE = "no-source", N_("it names no source that can be looked up")
        UNRELIABLE = "unreliable", N_("the source is not one to rest a statement on")
        BESIDE = "beside", N_("it does not bear on these words")
        CITED = "cited", N_("the statement is cited already, as well or better")
        HOLDS = "holds", N_("we looked, and the statement holds")
        UNCLEAR = "unclear", N_("we could not make out what is meant")
        SPAM = "spam", N_("it is not about the statement at all")
        OTHER = "other", N_("another reason")

    LONGEST = 2000

    about = models.ForeignKey(
        "review.Subject", models.PROTECT, related_name="leads", verbose_name="statement"
    )
    article = models.ForeignKey("review.Subject", models.PROTECT, related_name="+", db_index=False)
    what = models.CharField("what is said", max_length=10, choices=What)
    quote = models.TextField()
    text = models.CharField(max_length=LONGEST)
    at = models.DateTimeField()
    token = models.BinaryField(max_length=32)
    sender = models.BinaryField(max_length=32, null=True)
    fate = models.CharField(max_length=10, choices=Fate, default=Fate.OPEN)
    act = models.ForeignKey(
        "review.Act", models.PROTECT, null=True, blank=True, related_name="leads"
    )
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="%(app_label)s_%(class)s_says_something"
            ),
            models.UniqueConstraint(fields=["token"], name="%(app_label)s_%(class)s_one_a_token"),
            models.CheckConstraint(
                condition=Q(fate="open", by=None, closed_at=None)
                | ~Q(fate="open") & Q(by__isnull=False, closed_at__isnull=False),
                name="%(app_label)s_%(class)s_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(fate="taken", act__isnull=False) | ~Q(fate="taken") & Q(act=None),
                name="%(app_label)s_%(class)s_taken_up_by_an_act",
            ),
            models.CheckConstraint(
                condition=Q(fate="declined") & ~Q(reason="") | ~Q(fate="declined") & Q(reason=""),
                name="%(app_label)s_%(class)s_declined_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(note="") | Q(fate__in=["declined", "duplicate"]),
                name="%(app_label)s_%(class)s_note_where_nothing_came",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(fate="open"), name="events_lead_open"),
            models.Index(
                fields=["sender", "at"],
                condition=Q(sender__isnull=False),
                name="events_lead_of_sender",
            ),
            models.Index(fields=["article", "at"], name="events_lead_of_page"),
            models.Index(
                fields=["closed_at"],
                condition=Q(closed_at__isnull=False),
                name="events_lead_closed",
            ),
        ]
        triggers = [guards.ThroughGate()]

    @property
    def is_open(self):
        return self.fate == self.Fate.OPEN

    @property
    def now(self):
        """The subject of its statement, or of the one that took that in."""
        return self.about.merged_into or self.about

    @property
    def statement(self):
        """The live statement that it is about by now, or None."""
        return getattr(self.now, "statement", None)

    def __str__(self):
        return f"Lead {self.pk}"
