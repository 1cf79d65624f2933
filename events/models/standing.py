"""Counts, kept by the write path (events/standing.py): readers never count."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from sources import csl, scripts

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

    class Meta:
        indexes = [
            models.Index(
                fields=["-requested", "article"],
                condition=Q(requested__gt=0),
                name="events_article_most_requested",
            ),
        ]

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

    def due(self):
        """Bare, and of words that a citation is likely due for."""
        return self.bare().filter(is_due=True)


class StatementStanding(models.Model):
    """Whether a live statement has a citation, and an open request; and whether a citation is likely
    due by its words alone (events/due), wherever it stands."""

    statement = models.OneToOneField("review.Subject", models.PROTECT, primary_key=True)
    article = models.ForeignKey("review.Subject", models.PROTECT, related_name="+")
    is_cited = models.BooleanField()
    is_requested = models.BooleanField()
    is_due = models.BooleanField(default=False)

    objects = StatementStandingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["statement"], condition=BARE, name="events_statement_bare"),
            models.Index(
                fields=["statement"],
                condition=BARE & Q(is_due=True),
                name="events_statement_bare_due",
            ),
        ]

    def __str__(self):
        return f"{self.statement_id}"


class SourceStanding(models.Model):
    """By what a live source stands in the list of sources, and is found there (events/listing.py).

    `by_name` is its first name and its title, `by_title` the title alone, as `scripts.sorting` has
    them; `oldest` and `newest` sort by its date, where what has none comes last both ways; `words`
    are all spellings of what it is searched by.
    """

    LAST = 2**31 - 1

    source = models.OneToOneField("review.Subject", models.PROTECT, primary_key=True)
    type = models.CharField(max_length=40, choices=csl.types)
    by_name = models.CharField(max_length=scripts.SORTED_BY, db_collation="C")
    by_title = models.CharField(max_length=scripts.SORTED_BY, db_collation="C")
    oldest = models.IntegerField(default=LAST)
    newest = models.IntegerField(default=LAST)
    words = SearchVectorField()
    uses = models.IntegerField(default=0)
    against = models.IntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["by_name", "source"], name="events_source_by_name"),
            models.Index(fields=["by_title", "source"], name="events_source_by_title"),
            models.Index(fields=["oldest", "source"], name="events_source_oldest"),
            models.Index(fields=["newest", "source"], name="events_source_newest"),
            models.Index(fields=["uses", "source"], name="events_source_most_used"),
            models.Index(fields=["type"], name="events_source_type"),
            GinIndex(fields=["words"], name="events_source_words"),
        ]

    def __str__(self):
        return f"{self.source_id}"
