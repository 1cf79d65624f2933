from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_noop as N_

from events.models.article import Article, Section
from review.models import Reviewed
from sources import edtf


def check_tagged_on(request):
    try:
        if request.tagged_on:
            edtf.parse(request.tagged_on)
    except edtf.NotEdtf as error:
        raise ValidationError({"tagged_on": str(error)}) from error


class CitationRequest(Reviewed):
    """An open mark on a statement, or how it ended.

    It points at the statement's subject, so that it outlives a removed statement.
    Keys are UUIDv7, so that by key is by import and, within one, by page.
    `resolution` is empty while it is open; several acts may answer it, the first that is
    approved settles it.
    """

    class Kind(models.TextChoices):
        CITATION_NEEDED = "citation-needed", N_("citation needed")
        FULL_CITATION_NEEDED = "full-citation-needed", N_("full citation needed")
        PAGE_NEEDED = "page-needed", N_("page needed")
        QUOTATION_NEEDED = "quotation-needed", N_("quotation needed")
        BETTER_SOURCE_NEEDED = "better-source-needed", N_("better source needed")
        FAILED_VERIFICATION = "failed-verification", N_("failed verification")
        VERIFICATION_NEEDED = "verification-needed", N_("verification needed")
        DUBIOUS = "dubious", N_("dubious")
        CLARIFICATION_NEEDED = "clarification-needed", N_("clarification needed")
        WHEN = "when", N_("when?")
        BY_WHOM = "by-whom", N_("by whom?")
        UPDATE_AFTER = "update-after", N_("update after")
        DEAD_LINK = "dead-link", N_("dead link")

    class Resolution(models.TextChoices):
        CITED = "cited", "cited"
        REWORDED = "reworded", "reworded"
        REMOVED = "removed", "removed"
        DUPLICATE = "duplicate", "duplicate"
        DECLINED = "declined", "declined"

    class DeclineReason(models.TextChoices):
        COMMON_KNOWLEDGE = "common-knowledge", N_("common knowledge")
        LEAD = "lead", N_("the lead sums up a body that is cited")
        CITED_NEARBY = "cited-nearby", N_("already cited nearby")
        NOT_THESE_WORDS = "not-these-words", N_("not for these words")
        UNCERTAIN = "uncertain", N_("uncertain what is asked")
        IRRELEVANT = "irrelevant", N_("irrelevant")
        OTHER = "other", N_("other")

    about = models.ForeignKey(
        "review.Subject", models.PROTECT, related_name="citation_requests", verbose_name="statement"
    )
    kind = models.CharField(max_length=30, choices=Kind, default=Kind.CITATION_NEEDED)
    reason = models.TextField(blank=True)
    tagged_on = models.CharField(
        max_length=10, blank=True, help_text="EDTF year and month, as 2019-03. Empty: undated."
    )
    imported_on = models.DateField(null=True, blank=True, editable=False)
    # What the imported file has of the answer: the line of its closing list, the pages after a mark.
    printed = models.TextField(blank=True, editable=False)
    pages = models.CharField(max_length=100, blank=True, editable=False)
    resolution = models.CharField(max_length=10, choices=Resolution, blank=True)
    declined_for = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    resolution_note = models.TextField(blank=True)

    class Meta(Reviewed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(resolution="declined") & ~Q(declined_for="")
                | ~Q(resolution="declined") & Q(declined_for=""),
                name="%(app_label)s_%(class)s_declined_with_a_reason",
                violation_error_message="To decline needs a reason; nothing else has one.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject"],
                condition=Q(resolution=""),
                name="events_request_open",
            ),
            models.Index(
                fields=["about"],
                condition=Q(resolution=""),
                name="events_request_open_about",
            ),
        ]

    def clean(self):
        check_tagged_on(self)

    def __str__(self):
        return self.get_kind_display()


class SectionRequest(Reviewed):
    """What a maintenance box asks of a section, or of the whole article if it names none; also
    what was marked on words of the file that are kept apart, as in a table."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="section_requests")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="section_requests"
    )
    kind = models.CharField(
        max_length=30, choices=CitationRequest.Kind, default=CitationRequest.Kind.CITATION_NEEDED
    )
    reason = models.TextField(blank=True)
    tagged_on = models.CharField(
        max_length=10, blank=True, help_text="EDTF year and month, as 2019-03. Empty: undated."
    )
    imported_on = models.DateField(null=True, blank=True, editable=False)
    ended = models.TextField(
        blank=True, help_text="How it ended, in a sentence. Empty while it is open."
    )

    class Meta(Reviewed.Meta):
        verbose_name = "request on a section"
        verbose_name_plural = "requests on sections"
        indexes = [
            models.Index(
                fields=["article"], condition=Q(ended=""), name="events_section_request_open"
            )
        ]

    def clean(self):
        check_tagged_on(self)
        if self.section_id and Section.objects.filter(pk=self.section_id).exclude(
            article=self.article_id
        ):
            raise ValidationError({"section": "That section is of another article."})

    def __str__(self):
        return self.get_kind_display()
