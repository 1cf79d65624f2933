import re

from django.contrib.postgres.fields import IntegerRangeField
from django.contrib.postgres.indexes import GistIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from events.models.article import Article, Section
from review import characters
from review.models import Redaction, Reviewed, ReviewedQuerySet
from review.positions import POSITION
from sources import edtf
from sources.edtf import CALENDARS
from sources.models.date import EdtfField

# White space that no text has: before what closes.
SPACE = re.compile(r" (?=[.,;:!?…)\]»”’])")
STOPS = tuple(".,;:!?…")
# The pages that may be printed right after a mark: "[8]:111–15", "[12]: 45–46", "[5](p45)".
PAGE = r"(?:\d+|[ivxlc]+\b)(?:[–—-](?:\d+|[ivxlc]+\b))?"
PAGES = (
    rf":(?:(?:§\s?|pp?\.?\s?|ch\.?\s?)?{PAGE}(?:,\s?{PAGE})*(?![\w:])"
    rf"|[ \u00a0\u200a\u2009](?:§\s?|pp?\.\s?|ch\.\s?)?{PAGE}(?:,\s?{PAGE})*(?=[.,;:)\]\[]|\s+[^\W\d_a-zа-џß-ÿ]|\s*\Z))"
    r"|\((?:pp?\.?|chap(?:ter|\.)?|ch\.?|vol\.?|fols?\.?|ff?\.|§|стр\.?|с\.|str\.?|S\.|Preface|Introduction|Appendix|Foreword)"
    r"[^()\[\]]{0,30}\)"
)
MARKS = re.compile(rf"\[[^\[\]]*\](?:{PAGES})?")


# A year, a month or a day: EDTF of level 0.
DAY = r"^\d{4}(-(0[1-9]|1[0-2])(-\d\d)?)?$"


class Event(Reviewed):
    """A historical event or entry: a paragraph of one or more statements, or what `form` says."""

    class Form(models.TextChoices):
        PARAGRAPH = "", "paragraph"
        ITEM = "item", "item of a list"
        NUMBERED = "numbered", "item of a numbered list"
        QUOTATION = "quotation", "quotation"

    article = models.ForeignKey(Article, models.PROTECT, related_name="events")
    section = models.ForeignKey(
        Section, models.PROTECT, null=True, blank=True, related_name="events"
    )
    position = models.CharField(**POSITION)
    heading = models.CharField(
        max_length=300, blank=True, help_text="Optional: the event's first words stand in."
    )
    form = models.CharField(max_length=10, choices=Form, blank=True, default=Form.PARAGRAPH)

    class Meta(Reviewed.Meta):
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="%(app_label)s_%(class)s_place",
            ),
        ]

    def __str__(self):
        return self.heading or "Event without a heading"


class Statement(Reviewed):
    """The run of words that a set of footnotes covers: the unit of citing and of requests.

    `lead` is what an imported file holds before the words (white space, paragraph breaks, marks
    at a paragraph's head), `trail` what it holds right after them: marks as written and the
    punctuation that closes the words after its marks. An export gives both back.

    `as_of` is when it is known to hold, beside what its words say; `look_again_on` is EDTF of level
    0 alone, so that by its letters is by time. Neither is a part of what a verification speaks of:
    that compared the words with the source, and both are as they were when a later date is given.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="statements")
    position = models.CharField(**POSITION)
    text = models.TextField()
    as_of = EdtfField(
        "true as of",
        max_length=100,
        blank=True,
        help_text="When it is known to hold, as 2011 or 2011-03: for counts, offices, plans.",
    )
    look_again_on = EdtfField(
        max_length=10,
        blank=True,
        help_text="From when an editor is asked whether it still holds: a year, month or day.",
    )
    lead = models.TextField(blank=True, default=" ", editable=False)
    trail = models.TextField(blank=True, editable=False)

    prose = frozenset({"text"})

    class Meta(Reviewed.Meta):
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["look_again_on"],
                condition=~Q(look_again_on=""),
                name="events_statement_look_again",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="%(app_label)s_%(class)s_has_words"),
            models.CheckConstraint(
                condition=Q(look_again_on__in=["", Redaction.MARK]) | Q(look_again_on__regex=DAY),
                name="%(app_label)s_%(class)s_look_again_day",
                violation_error_message="To look again is a year, a month or a day.",
            ),
            models.UniqueConstraint(
                fields=["event", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="%(app_label)s_%(class)s_place",
            ),
        ]

    def clean(self):
        day = self.look_again_on
        if day not in ("", Redaction.MARK) and not re.search(DAY, day):
            raise ValidationError(
                {"look_again_on": "Give a year, a month or a day, as 2027, 2027-03 or 2027-03-15."}
            )

    def __str__(self):
        return self.text


def gap_of(trail, lead):
    """What stands between two statements, besides the marks: a space, but where a mark cuts the words
    of one sentence without one. `trail` is of the one before, `lead` of the one after."""
    between = trail + lead
    if "[" in between:
        between = MARKS.sub("", between)
    return " " if between != between.rstrip() else ""


def closing_of(text, trail):
    """The punctuation after a statement's marks, as in "1806[9].": readers see it there too."""
    if not trail:
        return ""
    after = MARKS.sub("", trail)
    left = characters.visible(" ".join(after.split()))
    left = SPACE.sub("", f" {left}" if left and after[:1].isspace() else left)
    return left.lstrip("".join(STOPS)) if text[-1:] in STOPS else left


def _days(lower, upper):
    return Func(
        lower,
        upper,
        template="int4range(%(expressions)s, '[]')",
        output_field=IntegerRangeField(),
    )


# The days of a dating: all that it may be, and what is known of it (without its open end).
SPAN = _days(F("lower"), F("upper"))
KNOWN = _days(Coalesce("lower", "upper"), Coalesce("upper", "lower"))


class DatingQuerySet(ReviewedQuerySet):
    def within(self, lower, upper):
        """Those that share a day with `lower` to before `upper`; None, there and here, is open."""
        return self.alias(span=SPAN).filter(span__overlap=(lower, upper))


class Dating(Reviewed):
    """An EDTF date read from a statement's words, as printed in its calendar.

    `lower` and `upper` are Gregorian days for sorting, year * 10000 + month * 100 + day, NULL
    where open or unknown (sources/edtf).
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="datings")
    words = models.CharField(max_length=300)
    edtf = models.CharField(max_length=100)
    calendar = models.CharField(
        max_length=12,
        choices=CALENDARS,
        blank=True,
        help_text="The calendar that the date is printed in; its Gregorian day is worked out.",
    )
    lower = models.IntegerField(null=True, editable=False)
    upper = models.IntegerField(null=True, editable=False)
    citation = models.ForeignKey(
        "events.Citation", models.PROTECT, null=True, blank=True, related_name="datings"
    )
    is_confirmed = models.BooleanField(
        default=False, help_text="A person compared the reading with the words."
    )
    is_chosen = models.BooleanField(
        default=False, help_text="The date that places the event on the timeline."
    )

    objects = DatingQuerySet.as_manager()

    class Meta(Reviewed.Meta):
        ordering = ["lower", "upper"]
        indexes = [
            GistIndex(SPAN, name="events_dating_span"),
            GistIndex(KNOWN, name="events_dating_known"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lower=None) | Q(upper=None) | Q(lower__lte=F("upper")),
                name="%(app_label)s_%(class)s_in_order",
            ),
        ]

    def clean(self):
        try:
            edtf.bounds(self.edtf, self.calendar)
        except edtf.NotEdtf as error:
            raise ValidationError({"edtf": str(error)}) from error

    def __str__(self):
        return self.edtf
