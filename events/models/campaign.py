"""Campaigns: a named list of citation requests that people work off together, within some days."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from review import guards


class CampaignQuerySet(models.QuerySet):
    def running(self, day):
        return self.filter(begins_on__lte=day, ends_on__gte=day, closed_at=None)

    def coming(self, day):
        return self.filter(begins_on__gt=day, closed_at=None)

    def ended(self, day):
        return self.filter(Q(ends_on__lt=day) | Q(closed_at__isnull=False))


class Campaign(models.Model):
    """Its words are its moderators' own, and public. Both days are included, in UTC.

    The address stays when the name changes. `query` is the filter that its items were found by, as
    the worklist's address has it, or empty: they were pasted.
    """

    name = models.CharField(max_length=120)
    slug = models.CharField(max_length=100)
    about = models.TextField()
    query = models.CharField(max_length=1000, blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="campaigns")
    at = models.DateTimeField()
    # Ended before its last day.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="%(app_label)s_%(class)s_has_a_name"
            ),
            models.UniqueConstraint(fields=["slug"], name="%(app_label)s_%(class)s_address"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="%(app_label)s_%(class)s_in_order"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="%(app_label)s_%(class)s_closed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["ends_on", "id"], name="events_campaign_by_end")]
        triggers = [guards.Kept(), guards.ThroughGate()]

    def __str__(self):
        return self.name

    def state(self, day):
        """Whether it is "running", "coming" or "ended" on a day."""
        if self.closed_at or self.ends_on < day:
            return "ended"
        return "coming" if self.begins_on > day else "running"

    def when(self, day):
        """In words: how many days are left of it."""
        match self.state(day):
            case "coming":
                return _begins((self.begins_on - day).days)
            case "ended":
                return pgettext("campaign", "ended")
        left = (self.ends_on - day).days
        if not left:
            return _("today is the last day")
        return ngettext("{number} day left", "{number} days left", left).format(number=left)

    @property
    def last_day(self):
        """The day that it ended on, or is to end on."""
        return min(self.closed_at.date(), self.ends_on) if self.closed_at else self.ends_on


def _begins(days):
    if days == 1:
        return _("begins tomorrow")
    return ngettext("begins in {number} day", "begins in {number} days", days).format(number=days)


class CampaignItem(models.Model):
    """A request that a campaign is about: once on it, it stays."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="items", db_index=False)
    request = models.ForeignKey(
        "review.Subject", models.PROTECT, related_name="campaign_items", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "request"], name="%(app_label)s_%(class)s_once"
            ),
        ]
        triggers = [guards.AppendOnly()]

    def __str__(self):
        return f"{self.request_id}"


class CampaignStep(models.Model):
    """What was done with a campaign while it ran: told on its page. It was given so many requests
    more (`added`), or another last day in place of the one before."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    added = models.PositiveIntegerField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(added__gt=0, ended_on=None, ends_on=None)
                | Q(
                    added=None,
                    ended_on__isnull=False,
                    ends_on__isnull=False,
                    ends_on__gt=F("ended_on"),
                ),
                name="%(app_label)s_%(class)s_adds_or_extends",
            ),
        ]
        triggers = [guards.AppendOnly()]

    def __str__(self):
        if self.added:
            return f"{self.added} more"
        return f"until {self.ends_on}"
