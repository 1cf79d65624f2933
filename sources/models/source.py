from django.db import models
from django.utils.translation import gettext_noop as N_

from review.models import Reviewed
from review.positions import POSITION
from sources import csl
from sources.models.checked import AddressField, IdentifierField, LanguageField
from sources.models.date import EdtfField


def _words(name, longest):
    return models.CharField(name, max_length=longest, blank=True)


class Main(models.Func):
    """A title as works are found by it that look the same: folded, without its subtitle."""

    function = "sources_main"
    output_field = models.TextField()


class Source(Reviewed):
    """A work, in the item types and variables of CSL 1.0.2. Dates are EDTF."""

    type = models.CharField(max_length=40, choices=csl.types, default="book")
    title = models.CharField(max_length=1000)
    title_short = _words(N_("short title"), 300)
    original_title = _words(N_("original title"), 1000)
    reviewed_title = _words(N_("title of the reviewed work"), 1000)
    reviewed_genre = _words(N_("kind of the reviewed work"), 200)
    volume_title = _words(N_("title of the volume"), 1000)
    part_title = _words(N_("title of the part"), 1000)
    part_number = _words(N_("number of the part"), 100)
    edition_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        verbose_name=N_("edition or translation of"),
    )
    container_title = _words(N_("in (journal, book, site)"), 1000)
    container_title_short = _words(N_("journal’s abbreviation"), 300)
    collection_title = _words(N_("series"), 500)
    collection_number = _words(N_("number in the series"), 100)
    publisher = _words(N_("publisher"), 500)
    publisher_place = _words(N_("place"), 300)
    original_publisher = _words(N_("original publisher"), 500)
    original_publisher_place = _words(N_("original place"), 300)
    authority = _words(N_("authority or court"), 500)
    jurisdiction = _words(N_("jurisdiction"), 300)
    edition = _words(N_("edition"), 300)
    version = _words(N_("version"), 100)
    status = _words(N_("status"), 100)
    legal_history = _words(N_("history of the law or case"), 1000)
    volume = _words(N_("volume"), 100)
    number_of_volumes = _words(N_("number of volumes"), 100)
    issue = _words(N_("issue"), 100)
    supplement_number = _words(N_("supplement"), 100)
    section = _words(N_("section"), 300)
    chapter_number = _words(N_("number of the chapter"), 100)
    page = _words(N_("pages of the whole"), 100)
    number_of_pages = _words(N_("number of pages"), 100)
    number = _words(N_("number"), 100)
    genre = _words(N_("kind, as printed"), 200)
    medium = _words(N_("medium"), 200)
    scale = _words(N_("scale"), 100)
    dimensions = _words(N_("size or length"), 300)
    event_title = _words(N_("event"), 500)
    event_place = _words(N_("place of the event"), 300)
    event_date = EdtfField(N_("date of the event"), max_length=100, blank=True)
    archive = _words(N_("archive"), 500)
    archive_collection = _words(N_("fonds or collection"), 500)
    archive_location = _words(N_("shelf mark, box, folio"), 500)
    archive_place = _words(N_("place of the archive"), 300)
    call_number = _words(N_("call number"), 200)
    catalogue = _words(N_("catalogue or database"), 300)
    issued = EdtfField(N_("date"), max_length=100, blank=True)
    submitted = EdtfField(N_("filed or submitted"), max_length=100, blank=True)
    available_date = EdtfField(N_("available since"), max_length=100, blank=True)
    original_date = EdtfField(N_("original date"), max_length=100, blank=True)
    accessed = EdtfField(max_length=100, blank=True)
    language = LanguageField(max_length=35, blank=True)
    url = AddressField(N_("web address"), max_length=2000, blank=True)
    doi = IdentifierField(max_length=300, blank=True)
    isbn = IdentifierField(max_length=120, blank=True)
    issn = IdentifierField(max_length=60, blank=True)
    pmid = IdentifierField(max_length=20, blank=True)
    pmcid = IdentifierField(max_length=20, blank=True)
    arxiv = IdentifierField(max_length=50, blank=True)
    oclc = IdentifierField(max_length=20, blank=True)
    handle = IdentifierField(max_length=300, blank=True)
    lccn = IdentifierField(max_length=20, blank=True)
    wikidata = IdentifierField(max_length=20, blank=True)
    cobiss = IdentifierField(max_length=40, blank=True)
    jstor = IdentifierField(max_length=20, blank=True)
    keyword = _words(N_("keywords"), 2000)
    abstract = models.TextField(blank=True)
    note = models.TextField(blank=True)

    prose = frozenset({"abstract", "note"})

    class Meta(Reviewed.Meta):
        indexes = [models.Index(Main("title"), name="sources_source_main")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(title=""), name="%(app_label)s_%(class)s_has_title"
            ),
            models.UniqueConstraint(
                fields=["doi"],
                condition=~models.Q(doi=""),
                name="%(app_label)s_%(class)s_one_per_doi",
            ),
            models.CheckConstraint(
                condition=models.Q(edition_of=None) | ~models.Q(edition_of=models.F("subject")),
                name="%(app_label)s_%(class)s_edition_of_another",
            ),
            # Parts of one work share its ISBN, ISSN, OCLC number and Handle; these name one paper.
            models.UniqueConstraint(
                fields=["pmid"],
                condition=~models.Q(pmid=""),
                name="%(app_label)s_%(class)s_one_per_pmid",
            ),
            models.UniqueConstraint(
                fields=["pmcid"],
                condition=~models.Q(pmcid=""),
                name="%(app_label)s_%(class)s_one_per_pmcid",
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
    """A name on a source, in order: a person in CSL's parts of a name, or, literally, an institution.

    `original` is the name in another script, as “Family, Given”.
    """

    source = models.ForeignKey(Source, models.PROTECT, related_name="contributors")
    position = models.CharField(**POSITION)
    role = models.CharField(max_length=40, choices=csl.roles, default="author")
    family = models.CharField(max_length=200, blank=True)
    given = models.CharField(max_length=200, blank=True)
    non_dropping_particle = _words("particle that goes with the family name (van Gogh)", 100)
    dropping_particle = _words("particle that goes with the given name (Goethe, von)", 100)
    suffix = _words("suffix (Jr.)", 100)
    literal = models.CharField("institution, or a name of one word", max_length=500, blank=True)
    original = models.CharField(
        "in another script",
        max_length=500,
        blank=True,
        help_text="As Ћирковић, Сима. An institution as it calls itself.",
    )

    class Meta(Reviewed.Meta):
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(literal="") & ~models.Q(family="")
                | ~models.Q(literal="") & models.Q(**dict.fromkeys(csl.NAME_PARTS, "")),
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
        return csl.name_told(csl.name(vars(self)))
