"""Counts, kept by the write path (events/standing.py): readers never count."""

from django.db import models


class ArticleStanding(models.Model):
    """How many of an article's statements are cited, requested, both, bare."""

    article = models.OneToOneField("review.Subject", models.PROTECT, primary_key=True)
    statements = models.IntegerField(default=0)
    cited = models.IntegerField(default=0)
    requested = models.IntegerField(default=0)
    both = models.IntegerField(default=0)

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


class StatementStanding(models.Model):
    """Whether a live statement has a citation, and an open request."""

    statement = models.OneToOneField("review.Subject", models.PROTECT, primary_key=True)
    article = models.ForeignKey("review.Subject", models.PROTECT, related_name="+")
    is_cited = models.BooleanField()
    is_requested = models.BooleanField()

    def __str__(self):
        return f"{self.statement_id}"
