"""What became of each citation request, and the open ones as the worklist goes by them.

Kept by the write path (events/ledger.py); tallies of the whole site count from here.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from events.models.request import CitationRequest
from review import guards


class LedgerEntry(models.Model):
    """One step of a request, with the act that brought it about. Append-only.

    A request ends by a typed resolution only, and an undo opens it again. `TAKEN_BACK` is what the
    undo of its opening does. What is asked, when it was tagged, or where its statement stands may
    change while it is open: then it `LEFT` one place of the tallies and `CAME` to another.
    """

    class What(models.TextChoices):
        OPENED = "opened", "opened"
        REOPENED = "reopened", "opened again"
        CAME = "came", "came here"
        RESOLVED = "resolved", "resolved"
        TAKEN_BACK = "taken-back", "taken back"
        LEFT = "left", "left"

    # Those that make one open request more; the others make one less.
    MORE = (What.OPENED, What.REOPENED, What.CAME)

    request = models.ForeignKey("review.Subject", models.PROTECT, related_name="ledger")
    what = models.CharField(max_length=10, choices=What)
    resolution = models.CharField(
        max_length=10, choices=CitationRequest.Resolution, blank=True, default=""
    )
    article = models.ForeignKey("review.Subject", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=30, choices=CitationRequest.Kind)
    tagged_on = models.CharField(max_length=10, blank=True)
    act = models.ForeignKey("review.Act", models.PROTECT, related_name="ledger")
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "ledger entries"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(what="resolved") & ~Q(resolution="")
                | ~Q(what="resolved") & Q(resolution=""),
                name="%(app_label)s_%(class)s_resolved_somehow",
            ),
        ]
        triggers = [guards.AppendOnly()]

    def __str__(self):
        return self.resolution or self.get_what_display()


class RequestTally(models.Model):
    """The ledger added up: for one kind and month tagged, of one article or (NULL) of all.

    `open` is opened + reopened + came - resolved - taken back - left, by a constraint.
    """

    article = models.ForeignKey(
        "review.Subject", models.PROTECT, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=30, choices=CitationRequest.Kind)
    tagged_on = models.CharField(max_length=10, blank=True)
    open = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    came = models.IntegerField(default=0)
    cited = models.IntegerField(default=0)
    reworded = models.IntegerField(default=0)
    removed = models.IntegerField(default=0)
    duplicate = models.IntegerField(default=0)
    declined = models.IntegerField(default=0)
    taken_back = models.IntegerField(default=0)
    left = models.IntegerField(default=0)

    RESOLVED = ("cited", "reworded", "removed", "duplicate", "declined")

    class Meta:
        verbose_name_plural = "request tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "tagged_on"],
                nulls_distinct=False,
                name="%(app_label)s_%(class)s_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    open=models.F("opened")
                    + models.F("reopened")
                    + models.F("came")
                    - models.F("cited")
                    - models.F("reworded")
                    - models.F("removed")
                    - models.F("duplicate")
                    - models.F("declined")
                    - models.F("taken_back")
                    - models.F("left"),
                    open__gte=0,
                ),
                name="%(app_label)s_%(class)s_balances",
            ),
        ]

    def __str__(self):
        return f"{self.open} open"


class PeriodTally(models.Model):
    """How many open requests of one kind and month tagged are dated in a period, as the worklist's
    rows have it: what is dated in two is counted in each."""

    period = models.CharField(max_length=10)
    kind = models.CharField(max_length=30, choices=CitationRequest.Kind)
    tagged_on = models.CharField(max_length=10, blank=True)
    open = models.IntegerField(default=0)

    class Meta:
        verbose_name_plural = "period tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "kind", "tagged_on"], name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(open__gte=0), name="%(app_label)s_%(class)s_counts_up"
            ),
        ]

    def __str__(self):
        return f"{self.open} open"


class LedgerDay(models.Model):
    """The ledger added up by the day, in UTC: what the charts and the operator's week read."""

    day = models.DateField(primary_key=True)
    opened = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    resolved = models.IntegerField(default=0)
    taken_back = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened__gte=0, reopened__gte=0, resolved__gte=0, taken_back__gte=0),
                name="%(app_label)s_%(class)s_counts",
            ),
        ]

    def __str__(self):
        return f"{self.day}: {self.opened} opened, {self.resolved} resolved"


class RequestStanding(models.Model):
    """An open request, by all that the worklist filters and sorts.

    Its key is by import and, within one, by page. `periods` are the keys of events/periods.py that
    its statement is dated in, `words` all spellings of the words of statement, reason and article.
    """

    request = models.OneToOneField(
        "review.Subject", models.PROTECT, primary_key=True, related_name="request_standing"
    )
    statement = models.ForeignKey("review.Subject", models.PROTECT, related_name="+")
    article = models.ForeignKey("review.Subject", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=30, choices=CitationRequest.Kind)
    tagged_on = models.CharField(max_length=10, blank=True)
    periods = ArrayField(models.CharField(max_length=10), default=list)
    words = SearchVectorField(default="")
    is_printed = models.BooleanField(default=False)
    is_searched = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["article", "request"], name="events_open_article"),
            models.Index(fields=["kind", "request"], name="events_open_kind"),
            models.Index(fields=["tagged_on", "request"], name="events_open_month"),
            models.Index(fields=["article", "kind", "request"], name="events_open_article_kind"),
            models.Index(
                fields=["article", "tagged_on", "request"], name="events_open_article_month"
            ),
            models.Index(fields=["kind", "tagged_on", "request"], name="events_open_kind_month"),
            models.Index(
                fields=["request"], condition=Q(is_searched=True), name="events_open_searched"
            ),
            models.Index(
                fields=["request"], condition=Q(is_printed=True), name="events_open_printed"
            ),
            GinIndex(fields=["periods"], name="events_open_periods"),
            GinIndex(fields=["words"], name="events_open_words"),
        ]

    def __str__(self):
        return f"{self.request_id}"
