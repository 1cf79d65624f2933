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


class Pick(models.Model):
    """What one editor said of one request: it is at hand, or wanted later, or never."""

    class What(models.TextChoices):
        PINNED = "pinned", "on my list"
        SKIPPED = "skipped", "skipped"
        NOT_FOR_ME = "not-for-me", "not for me"

    request = models.ForeignKey("review.Subject", models.PROTECT, related_name="picks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="picks")
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["by", "request"], name="%(app_label)s_%(class)s_one_a_person"
            ),
        ]

    def __str__(self):
        return self.get_what_display()


class Typed(models.Model):
    """What an editor typed into a form and has not kept yet, so that another device goes on with it.

    `about` is the request that is answered, or the statement that a panel is open on; `text` holds the
    fields of the form, see `events.desk.autosave`.
    """

    class Form(models.TextChoices):
        ANSWER = "answer", "an answer"
        CITE = "cite", "a citation"
        DATE = "date", "a date"
        ASK = "ask", "a request"

    about = models.ForeignKey("review.Subject", models.PROTECT, related_name="typed")
    form = models.CharField(max_length=10, choices=Form, default=Form.ANSWER)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="typed")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "typed"
        constraints = [
            models.UniqueConstraint(
                fields=["by", "about", "form"], name="%(app_label)s_%(class)s_one_a_form"
            ),
        ]
        triggers = [guards.ThroughGate()]

    def __str__(self):
        return f"of {self.by}"


class SavedFilter(models.Model):
    """A filter of the worklist that an editor keeps under a name, for themselves or for all."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="saved_filters")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000, help_text="As the worklist's address has it.")
    is_shared = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "name"], name="%(app_label)s_%(class)s_one_name"),
        ]
        triggers = [guards.ThroughGate()]

    def __str__(self):
        return self.name


# In place of a file's name that is made of redacted words.
FORGOTTEN = "redacted"


class Forgotten(guards.Rule):
    """A redaction forgets the name of a file; nothing else changes it."""

    name = "forgotten"
    operation = guards.UpdateOf("slug")
    func = f"""
    IF NEW.slug <> '{FORGOTTEN}' OR NOT EXISTS (SELECT FROM review_redaction
        WHERE made_in = pg_current_xact_id()::text::bigint)
    THEN
        RAISE EXCEPTION 'what was imported stays as it was noted: % refused', TG_OP
            USING ERRCODE = 'AT001';
    END IF;
    RETURN NEW;
    """


class ArticleImport(models.Model):
    """A file that became, or is proposed to become, an article; told apart by its digest."""

    FORGOTTEN = FORGOTTEN

    article = models.OneToOneField("review.Subject", models.PROTECT, related_name="article_import")
    act = models.OneToOneField("review.Act", models.PROTECT, related_name="article_import")
    slug = models.CharField(max_length=200, db_index=True)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [
            guards.Kept(
                operation=guards.UpdateOf("id", "article_id", "act_id", "sha256", "by_id", "at")
                | guards.Delete
                | guards.Truncate
            ),
            Forgotten(),
            guards.ThroughGate(),
        ]

    def __str__(self):
        return self.slug
