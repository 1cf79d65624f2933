"""What statements name: persons, places, polities, treaties, with their names; and where they do."""

import re

from django.contrib.postgres.indexes import GistIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, FloatField, Func, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_noop as N_

from events.models.event import Statement
from review.models import Redaction, Reviewed
from review.positions import POSITION
from sources import edtf
from sources.models.checked import CheckedField, IdentifierField, LanguageField
from sources.models.date import EdtfField

# Degrees are kept in hundred-thousandths, about a metre: reviewed kinds have plain columns.
PARTS = 100_000
DECIMAL = r"([+-]?[0-9]{1,3}(?:\.[0-9]{1,8})?)"
SEXAGESIMAL = r"""([0-9]{1,3})°\s*(?:([0-9]{1,2})['′’]\s*)?(?:([0-9]{1,2})["″”]\s*)?"""
PAIR = re.compile(rf"{DECIMAL}°?\s*[,;\s]\s*{DECIMAL}°?")
WRITTEN = re.compile(rf"{SEXAGESIMAL}([NS])[,;\s]*{SEXAGESIMAL}([EW])", re.IGNORECASE)


def degrees(text):
    """(latitude, longitude) in parts of a degree, of “44.8178, 20.4569” or “44°49′N 20°27′E”.

    A ValueError says what is wrong with it.
    """
    if found := PAIR.fullmatch(text.strip()):
        pair = [round(float(number) * PARTS) for number in found.groups()]
    elif found := WRITTEN.fullmatch(text.strip()):
        *north, south, east, minutes, seconds, west = found.groups("0")
        pair = [_parts(*north, south in "Ss"), _parts(east, minutes, seconds, west in "Ww")]
    else:
        raise ValueError(f"“{text[:60]}” is no place on Earth: write 44.8178, 20.4569.")
    if abs(pair[0]) > 90 * PARTS or abs(pair[1]) > 180 * PARTS:
        raise ValueError(
            "A latitude is at most 90 degrees, a longitude 180; the latitude is first."
        )
    return tuple(pair)


def _parts(whole, minutes, seconds, is_negative):
    value = int(whole) + int(minutes) / 60 + int(seconds) / 3600
    return round(value * PARTS) * (-1 if is_negative else 1)


def written(latitude, longitude):
    """“44.8178, 20.4569” of two numbers in parts of a degree."""
    told = (f"{value / PARTS:.5f}".rstrip("0").rstrip(".") for value in (latitude, longitude))
    return ", ".join(told)


class CoordinatesField(CheckedField):
    """Holds a latitude and a longitude in decimal degrees, the north and the east positive."""

    def normal(self, value):
        return written(*degrees(value)) if value.strip() else ""


# Where a place is, for PostgreSQL to find those that are near.
POINT = Func(
    Cast(F("longitude"), FloatField()),
    Cast(F("latitude"), FloatField()),
    function="point",
    output_field=models.TextField(),
)


class Topic(Reviewed):
    """A person, place, polity, treaty or event that statements name. Its address is a `review.Slug`.

    `latitude` and `longitude` are a place's in hundred-thousandths of a degree (`PARTS`), NULL where
    nothing is known.
    """

    class Kind(models.TextChoices):
        PERSON = "person", N_("person")
        PLACE = "place", N_("place")
        POLITY = "polity", N_("polity")
        TREATY = "treaty", N_("treaty")
        EVENT = "event", N_("event")
        OTHER = "other", N_("other")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PERSON)
    name = models.CharField(
        max_length=300,
        help_text="As an index has it: Obrenović, Miloš; Belgrade; Tilsit, Treaty of.",
    )
    language = LanguageField(
        "language of the name", max_length=35, blank=True, help_text="A tag, as sr-Latn, or a name."
    )
    about = models.CharField(
        "in a few words",
        max_length=300,
        blank=True,
        help_text="What tells it from others of the name: prince of Serbia.",
    )
    dates = EdtfField(
        max_length=100,
        blank=True,
        help_text="From when to when, as 1780/1860; or the day: 1807-07.",
    )
    wikidata = IdentifierField(max_length=20, blank=True)
    coordinates = CoordinatesField(
        max_length=40, blank=True, help_text="Of a place: 44.8178, 20.4569, or 44°49′N 20°27′E."
    )
    latitude = models.IntegerField(null=True, editable=False)
    longitude = models.IntegerField(null=True, editable=False)

    class Meta(Reviewed.Meta):
        indexes = [
            GistIndex(
                OpClass(POINT, name="point_ops"),
                condition=Q(latitude__isnull=False),
                name="events_topic_near",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="%(app_label)s_%(class)s_has_a_name"
            ),
            models.UniqueConstraint(
                fields=["wikidata"],
                condition=~Q(wikidata__in=["", Redaction.MARK]),
                name="%(app_label)s_%(class)s_one_per_item",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__range=(-90 * PARTS, 90 * PARTS),
                    longitude__range=(-180 * PARTS, 180 * PARTS),
                ),
                name="%(app_label)s_%(class)s_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None) | Q(kind="place"),
                name="%(app_label)s_%(class)s_placed",
                violation_error_message="Only a place has coordinates.",
            ),
        ]

    def clean(self):
        try:
            edtf.bounds(self.dates) if self.dates not in ("", Redaction.MARK) else None
        except edtf.NotEdtf as error:
            raise ValidationError({"dates": str(error)}) from error
        if self.coordinates and self.kind != Topic.Kind.PLACE:
            raise ValidationError({"coordinates": "Only a place has coordinates."})

    def __str__(self):
        return self.name


class TopicName(Reviewed):
    """Another name of a topic, or the same in another script or spelling."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="names")
    position = models.CharField(**POSITION)
    name = models.CharField(max_length=300)
    language = LanguageField(
        max_length=35, blank=True, help_text="With its script where it matters: sr-Cyrl, ru, la."
    )

    class Meta(Reviewed.Meta):
        verbose_name = "other name"
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="%(app_label)s_%(class)s_is_a_name"),
            models.UniqueConstraint(
                fields=["topic", "position"],
                deferrable=models.Deferrable.DEFERRED,
                name="%(app_label)s_%(class)s_place",
            ),
        ]

    def __str__(self):
        return self.name


class Mention(Reviewed):
    """These words of a statement name a topic: the first place where they stand in it.

    That they stand in it, and name it once, is looked at before anything is published
    (`MentionKind.check_set`): words that a redaction blanked are all the same.
    """

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="mentions")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="mentions")
    words = models.CharField(max_length=300, help_text="As they stand in the statement.")

    class Meta(Reviewed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(words=""), name="%(app_label)s_%(class)s_has_words"
            ),
        ]

    def __str__(self):
        return self.words
