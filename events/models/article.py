from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from events.models.picture import PLACE, Picture, named_by
from review.models import Redaction, Reviewed
from review.positions import POSITION
from sources.models.checked import LanguageField


class Article(Reviewed):
    """An assembled page of events in order. Its address is a `review.Slug`.

    `lead` and `tail` are what stood in an imported file before its title and after its
    last words: an export gives them back. Not every file prints its title.
    """

    title = models.CharField(max_length=500)
    language = LanguageField(
        "language",
        max_length=35,
        blank=True,
        help_text="What it is written in: a tag, as sr-Latn, or a name. Empty: not known.",
    )
    prints_title = models.BooleanField(default=True, editable=False)
    lead = models.TextField(blank=True, editable=False)
    tail = models.TextField(blank=True, editable=False)

    class Meta(Reviewed.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="%(app_label)s_%(class)s_has_title")
        ]

    def __str__(self):
        return self.title


class Section(Reviewed):
    """A headed part of an article, within the last one of a lower level before it.

    `lead` and `trail` are what stands around the heading in an imported file: line breaks, "== ".
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="sections")
    position = models.CharField(**POSITION)
    title = models.CharField(max_length=500)
    level = models.PositiveSmallIntegerField(
        default=2, help_text="2 for a section, 3 for one within it, up to 6."
    )
    lead = models.TextField(blank=True, default="\n\n", editable=False)
    trail = models.TextField(blank=True, editable=False)

    class Meta(Reviewed.Meta):
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__range=(2, 6)),
                name="%(app_label)s_%(class)s_level",
                violation_error_message="A section's level is 2 to 6.",
            ),
            models.UniqueConstraint(
                fields=["article", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="%(app_label)s_%(class)s_place",
            ),
        ]

    def __str__(self):
        return self.title


class Illustration(Reviewed):
    """A captioned picture: a placeholder until a file, its credit and its licence come."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="illustrations")
    position = models.CharField(**POSITION)
    caption = models.TextField()
    lead = models.TextField(blank=True, editable=False)
    image = models.CharField(
        max_length=300,
        blank=True,
        db_index=True,
        help_text="Its address: https://…, or of an uploaded one /pictures/…",
    )
    alternative = models.CharField(
        max_length=1000, blank=True, help_text="What the picture shows, for who can't see it."
    )
    credit = models.CharField(max_length=500, blank=True)
    licence = models.CharField(max_length=200, blank=True)

    prose = frozenset({"caption"})

    class Meta(Reviewed.Meta):
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(image="") | ~Q(credit="") & ~Q(licence=""),
                name="%(app_label)s_%(class)s_credited",
                violation_error_message="A picture needs its credit and its licence.",
            ),
            models.UniqueConstraint(
                fields=["article", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="%(app_label)s_%(class)s_place",
            ),
        ]

    def clean(self):
        if self.image in ("", Redaction.MARK):
            return
        if not self.image.startswith(("https://", "/")):
            raise ValidationError({"image": "A picture's address begins with https:// or with /."})
        if self.image.startswith(PLACE):
            held = Picture.objects.filter(pk=named_by(self.image)).first()
            if held is None or held.address != self.image:
                raise ValidationError(
                    {"image": "There is no uploaded picture at this address: choose its file anew."}
                )

    def __str__(self):
        return self.caption
