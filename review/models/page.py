from django.db import models
from django.db.models.functions import Now

from review import guards


class FilesKnown(guards.Rule):
    """While pages are kept as files, nobody alters what they show without taking the files away:
    who does so names the folder (review/publishing/files.py)."""

    name = "files_known"
    level = guards.Statement
    operation = guards.Insert | guards.Update
    declare = [("folder", "text")]
    func = """
    SELECT path INTO folder FROM review_publishedroot
    WHERE path <> coalesce(current_setting('review.published_root', true), '') LIMIT 1;
    IF folder IS NOT NULL THEN
        RAISE EXCEPTION 'pages are kept as files in %: set PUBLISHED_ROOT to it, since who does not know of them would leave old ones to readers; refused',
            folder USING ERRCODE = 'AT001';
    END IF;
    RETURN NULL;
    """


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

    class Meta:
        triggers = [FilesKnown()]

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


class DueFiles(models.Model):
    """The pages of a scope are to be written as files anew, as its last publication has them.

    A row for each time that its version was raised, written in that transaction, and deleted once
    the files are there. `due` is when to try (again), `error` why it did not work.
    """

    scope = models.CharField(max_length=36, db_index=True)
    since = models.DateTimeField(db_default=Now())
    due = models.DateTimeField(db_default=Now())
    tries = models.IntegerField(db_default=0)
    error = models.CharField(max_length=300, db_default="")

    def __str__(self):
        return self.scope


class PublishedRoot(models.Model):
    """The folder in which pages are kept as files: one row, or none."""

    path = models.CharField(max_length=500, primary_key=True)

    def __str__(self):
        return self.path
