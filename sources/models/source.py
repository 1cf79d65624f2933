from django.db import models

from review.models import Reviewed
from review.positions import POSITION
from sources import csl
from sources.models.date import EdtfField
from sources.models.identifier import IdentifierField


class Source(Reviewed):
    """A work, in the item types and variables of CSL 1.0.2. Dates are EDTF."""

    type = models.CharField(max_length=40, choices=csl.types, default="book")
    title = models.CharField(max_length=1000)
    title_short = models.CharField(max_length=300, blank=True)
    container_title = models.CharField(max_length=1000, blank=True)
    collection_title = models.CharField(max_length=500, blank=True)
    collection_number = models.CharField(max_length=100, blank=True)
    publisher = models.CharField(max_length=500, blank=True)
    publisher_place = models.CharField(max_length=300, blank=True)
    edition = models.CharField(max_length=100, blank=True)
    volume = models.CharField(max_length=100, blank=True)
    issue = models.CharField(max_length=100, blank=True)
    page = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=100, blank=True)
    genre = models.CharField(max_length=200, blank=True)
    medium = models.CharField(max_length=200, blank=True)
    event_title = models.CharField(max_length=500, blank=True)
    archive = models.CharField(max_length=500, blank=True)
    archive_place = models.CharField(max_length=300, blank=True)
    archive_location = models.CharField(max_length=500, blank=True)
    issued = EdtfField(max_length=100, blank=True)
    original_date = EdtfField(max_length=100, blank=True)
    accessed = EdtfField(max_length=100, blank=True)
    language = models.CharField(max_length=35, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    doi = IdentifierField(max_length=300, blank=True)
    isbn = IdentifierField(max_length=20, blank=True)
    issn = IdentifierField(max_length=20, blank=True)
    pmid = IdentifierField(max_length=20, blank=True)
    arxiv = IdentifierField(max_length=50, blank=True)
    oclc = IdentifierField(max_length=20, blank=True)
    handle = IdentifierField(max_length=300, blank=True)
    note = models.TextField(blank=True)

    prose = frozenset({"note"})

    class Meta(Reviewed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title=""), name="%(app_label)s_%(class)s_has_title"
            ),
            models.UniqueConstraint(
                fields=["doi"],
                condition=~models.Q(doi=""),
                name="%(app_label)s_%(class)s_one_per_doi",
            ),
            # Parts of one work share its ISBN, ISSN, OCLC number and Handle; these name one paper.
            models.UniqueConstraint(
                fields=["pmid"],
                condition=~models.Q(pmid=""),
                name="%(app_label)s_%(class)s_one_per_pmid",
            ),
            models.UniqueConstraint(
                fields=["arxiv"],
                condition=~models.Q(arxiv=""),
                name="%(app_label)s_%(class)s_one_per_arxiv",
            ),
        ]

    def __str__(self):
        return self.title


class Contributor(Reviewed):
    """A name on a source, in order: a person (family, given) or, literally, an institution."""

    source = models.ForeignKey(Source, models.PROTECT, related_name="contributors")
    position = models.CharField(**POSITION)
    role = models.CharField(max_length=40, choices=csl.roles, default="author")
    family = models.CharField(max_length=200, blank=True)
    given = models.CharField(max_length=200, blank=True)
    literal = models.CharField(max_length=500, blank=True)
    original = models.CharField(
        max_length=500, blank=True, help_text="The name in its original script."
    )

    class Meta(Reviewed.Meta):
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(literal="") & ~models.Q(family="")
                | ~models.Q(literal="") & models.Q(family="", given=""),
                name="%(app_label)s_%(class)s_person_or_institution",
                violation_error_message=(
                    "A contributor is a person, with a family name, or an institution: not both."
                ),
            ),
            models.UniqueConstraint(
                fields=["source", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="%(app_label)s_%(class)s_place",
            ),
        ]

    def __str__(self):
        return self.literal or ", ".join(filter(None, [self.family, self.given]))
