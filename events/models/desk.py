from django.conf import settings
from django.db import models

from review import guards


class Claim(models.Model):
    """An editor's lease on a request. Expires by itself; nobody is ever locked out."""

    request = models.OneToOneField("review.Subject", models.PROTECT, related_name="claim")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="claims")
    at = models.DateTimeField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("at")),
                name="%(app_label)s_%(class)s_ends_after_it_begins",
            ),
        ]

    def __str__(self):
        return f"{self.by} until {self.until:%Y-%m-%d %H:%M}"


class Attempt(models.Model):
    """ "Searched here, found nothing": what the next editor need not search again."""

    request = models.ForeignKey("review.Subject", models.PROTECT, related_name="attempts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    where = models.CharField(max_length=300)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-at"]
        triggers = [guards.ThroughGate()]

    def __str__(self):
        return self.where


class ArticleImport(models.Model):
    """A file that became, or is proposed to become, an article; told apart by its digest."""

    article = models.OneToOneField("review.Subject", models.PROTECT, related_name="article_import")
    act = models.OneToOneField("review.Act", models.PROTECT, related_name="article_import")
    slug = models.CharField(max_length=200, db_index=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [guards.ThroughGate()]

    def __str__(self):
        return self.slug
