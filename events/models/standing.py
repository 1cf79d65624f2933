"""Counts, kept by the write path (events/standing.py): readers never count."""

from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

BARE = Q(is_cited=False, is_requested=False)


class ArticleStandingQuerySet(models.QuerySet):
    def total(self):
        """The counts of these articles together, as an `ArticleStanding` that is not kept."""
        names = ("statements", "cited", "requested", "both")
        sums = self.aggregate(**{f"all_{name}": Coalesce(Sum(name), 0) for name in names})
        return ArticleStanding(**{name: sums[f"all_{name}"] for name in names})


class ArticleStanding(models.Model):
    """How many of an article's statements are cited, requested, both, bare."""

    article = models.OneToOneField("review.Subject", models.PROTECT, primary_key=True)
    statements = models.IntegerField(default=0)
    cited = models.IntegerField(default=0)
    requested = models.IntegerField(default=0)
    both = models.IntegerField(default=0)

    objects = ArticleStandingQuerySet.as_manager()

    @property
    def covered(self):
        """Cited, requested or both."""
        return self.cited + self.requested - self.both

    @property
    def bare(self):
        return self.statements - self.covered

    def __str__(self):
        return (
            f"{self.statements} statements: {self.cited} cited, "
            f"{self.requested} requested, {self.bare} bare"
        )


class StatementStandingQuerySet(models.QuerySet):
    def bare(self):
        """With neither a citation nor an open request."""
        return self.filter(BARE)


class StatementStanding(models.Model):
    """Whether a live statement has a citation, and an open request."""

    statement = models.OneToOneField("review.Subject", models.PROTECT, primary_key=True)
    article = models.ForeignKey("review.Subject", models.PROTECT, related_name="+")
    is_cited = models.BooleanField()
    is_requested = models.BooleanField()

    objects = StatementStandingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["statement"], condition=BARE, name="events_statement_bare"),
        ]

    def __str__(self):
        return f"{self.statement_id}"
