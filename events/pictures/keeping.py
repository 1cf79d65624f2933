"""Taking pictures in, and letting go of those that nothing names."""

import hashlib
from datetime import timedelta
from io import BytesIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from PIL import Image

from events.models import Illustration, Picture, PictureSize
from events.models.picture import PLACE, named_by
from events.pictures import decoding
from review.models import Act, Change
from review.proposing import holding

# Pages offer a picture in these widths, as far as it is wider, and in its own.
WIDTHS = (480, 960, 1920)
# What nothing names is kept so long: a form with it may still be open.
SPARED = timedelta(days=1)
AT_ONCE = 100


def take_in(file, *, by):
    """The `Picture` of an uploaded file, kept in each of its sizes; its name is not looked at.

    Nothing is published by it: readers get a picture once an illustration that names its `address`
    is. The same file taken in again is the same picture. Raises Refused with a sentence.
    """
    holding.may_propose(by)
    image = decoding.decoded(file.read(settings.ATTESTED_PICTURE_LIMIT + 1))
    made = [_size(image, width) for width in (*(w for w in WIDTHS if w < image.width), image.width)]
    key = hashlib.sha256(made[-1].body).hexdigest()
    with transaction.atomic():
        held, is_new = Picture.objects.get_or_create(
            sha256=key,
            defaults={
                "width": image.width,
                "height": image.height,
                "by": by,
                "at": timezone.now(),
            },
        )
        if is_new:
            for size in made:
                size.picture = held
            PictureSize.objects.bulk_create(made)
    return held


def _size(image, width):
    height = max(1, round(image.height * width / image.width))
    if width < image.width:
        image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
    body = BytesIO()
    image.save(body, "WEBP", quality=85, method=4)
    return PictureSize(width=width, height=height, body=body.getvalue())


def sweep(*, spared=SPARED):
    """Delete the pictures that no illustration names, published ever or in an open act, and that are
    older than `spared`; how many those were. After a redaction of an illustration's `image` it is
    what makes the bytes go."""
    swept, last = 0, ""
    while True:
        old = Picture.objects.filter(at__lte=timezone.now() - spared, sha256__gt=last)
        found = list(old.order_by("sha256")[:AT_ONCE])
        if not found:
            return swept
        last = found[-1].sha256
        gone = {picture.sha256 for picture in found} - _named(found)
        with transaction.atomic():
            PictureSize.objects.filter(picture__in=gone).delete()
            swept += Picture.objects.filter(pk__in=gone).delete()[0]


def _named(pictures):
    """The digests of those that something names."""
    addresses = [picture.address for picture in pictures]
    published = Illustration.history.filter(image__in=addresses).values_list("image", flat=True)
    proposed = Change.objects.filter(
        act__state__in=Act.OPEN,
        subject__kind="events.illustration",
        after__image__startswith=PLACE,
    ).values_list("after__image", flat=True)
    return {named_by(address) for address in (*published, *proposed)}
