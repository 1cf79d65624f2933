"""Who compared a citation with its source: append-only, and stale once the words change."""

from django.conf import settings
from django.db import models

from review import guards, kinds
from review.publishing import chain
from sources import csl

# What of a citation a verification speaks of, beside the statement's words.
SPOKEN = ("source_id", "label", "locator", "quotation", "direction")


def digest_of(text, citation, work):
    """SHA-256, in hex, of what a verification speaks of: the statement's words, the citation, and
    which work it cites (a CSL item)."""
    spoken = (kinds.dump(getattr(citation, name)) for name in SPOKEN)
    return chain.sha256(text, *spoken, csl.identity(work))


class Verification(models.Model):
    """A person, neither author nor amender of a citation, found it in the source. Append-only.

    `publication` is the last one when it was compared: its history rows have the words that
    `digest` was made of. It holds while the digest is still that of the live rows.
    """

    citation = models.ForeignKey(
        "review.Subject", models.PROTECT, related_name="verifications", db_index=False
    )
    digest = models.CharField(max_length=64)
    read = models.TextField(
        help_text="What was read: the printed book, a scan, the archive's file."
    )
    publication = models.ForeignKey("review.Publication", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="verifications")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["citation", "by", "digest"],
                name="%(app_label)s_%(class)s_once_a_person",
                violation_error_message="You have verified these very words already.",
            ),
        ]
        triggers = [*guards.BLANKED_ONLY, guards.ThroughGate()]

    def __str__(self):
        return f"{self.by} on {self.at:%Y-%m-%d}"


class CitationStanding(models.Model):
    """Of a live citation that was ever verified: by how many people as it now reads, and when.

    Kept by the write path (events/standing.py).
    """

    citation = models.OneToOneField(
        "review.Subject", models.PROTECT, primary_key=True, related_name="citation_standing"
    )
    people = models.IntegerField()
    last_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["citation"], condition=models.Q(people=0), name="events_citation_stale"
            ),
        ]

    def __str__(self):
        if not self.people:
            return "stale"
        return f"{self.people} {'person' if self.people == 1 else 'people'}"
