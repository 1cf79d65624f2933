from django.db import models


class PageVersion(models.Model):
    """The last publication that touched what a page shows.

    `revision` is raised where that changes without a publication (a citation was verified).
    `scope` is the key of a subject that has pages of its own, in hex with hyphens, or
    `SITE` for pages about everything.
    """

    SITE = "site"

    scope = models.CharField(max_length=36, primary_key=True)
    version = models.BigIntegerField()
    revision = models.IntegerField(default=0)

    def __str__(self):
        return f"{self.scope} at {self.version}"


class StoredPage(models.Model):
    """A public page, rendered and compressed (gzip), good while its scope stays at `version`."""

    path = models.CharField(max_length=500)
    build = models.CharField(max_length=40)
    scope = models.CharField(max_length=36)
    version = models.BigIntegerField()
    revision = models.IntegerField(default=0)
    etag = models.CharField(max_length=80)
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["path", "build"], name="%(app_label)s_%(class)s_one_per_build"
            ),
        ]

    def __str__(self):
        return self.path
