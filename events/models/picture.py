"""Uploaded pictures, as they were made anew: their bytes, in each width that pages ask for."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from review import guards

# A side of a kept picture has at most so many pixels.
LARGEST = 3840

NAMED = """
IF EXISTS (
    SELECT FROM events_historicalillustration AS named JOIN events_picture AS held
    ON named.image = '/pictures/' || held.sha256 || '/' || held.width || '.webp'
    WHERE held.sha256 = OLD.{key}
) THEN
    RAISE EXCEPTION 'a picture that readers could see stays: % on % refused',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'AT001';
END IF;
RETURN OLD;
"""


class NamedStays(guards.Rule):
    """What a published illustration names, or named, is not deleted: a redaction un-names it."""

    name = "named_stays"
    operation = guards.Delete


def rules(key):
    return [
        guards.Kept(operation=guards.Update | guards.Truncate),
        NamedStays(func=NAMED.format(key=key)),
    ]


class Picture(models.Model):
    """A picture made anew of an uploaded file, of which nothing is kept (events/pictures).

    `sha256` is of the bytes of its largest size, which is `width` wide.
    """

    sha256 = models.CharField(primary_key=True, max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(width__range=(1, LARGEST), height__range=(1, LARGEST)),
                name="%(app_label)s_%(class)s_bounded",
            ),
        ]
        triggers = rules("sha256")

    @property
    def address(self):
        """What an illustration names."""
        return address_of(self.sha256, self.width)

    def __str__(self):
        return self.address


class PictureSize(models.Model):
    """A picture as WebP, `width` wide."""

    picture = models.ForeignKey(Picture, models.PROTECT, related_name="sizes")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    body = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["picture", "width"], name="%(app_label)s_%(class)s_once"
            ),
        ]
        triggers = rules("picture_id")

    def __str__(self):
        return address_of(self.picture_id, self.width)


# Where uploaded pictures are, as illustrations name them.
PLACE = "/pictures/"


def address_of(sha256, width):
    return f"{PLACE}{sha256}/{width}.webp"


def named_by(address):
    """The digest in a picture's address; "" if it is none of ours."""
    return address[len(PLACE) :].partition("/")[0] if address.startswith(PLACE) else ""
