"""Uploaded pictures against what they are named by, for verify_log."""

import hashlib
from io import BytesIO

from PIL import Image

from events.models import Illustration, Picture, PictureSize
from events.models.picture import PLACE, named_by
from review.proving.checking import in_parts

# Pictures at a time: their bytes are many.
AT_ONCE = 20
# Of a smaller size no digest is published: it is held against the largest one, both cut into a grid
# of so many cells a side; where it is the same picture no cell's colour is off by more than this, of
# 255.
GRID, OFF = 32, 16


def badly_kept():
    """Sentences on pictures that are not what they are named by, or are gone and still named."""
    for pictures in in_parts(Picture.objects, "sha256", AT_ONCE):
        bodies = _largest(pictures)
        for picture in pictures:
            body = bodies.get(picture.pk)
            if body is None or hashlib.sha256(body).hexdigest() != picture.pk:
                yield f"Picture {picture.pk}: its bytes are not those that it is named by."
    named = Illustration.history.filter(image__startswith=PLACE).values_list("image", flat=True)
    held = set(Picture.objects.values_list("sha256", flat=True))
    for key in sorted({named_by(address) for address in named.iterator()} - held):
        yield f"Picture {key}: an illustration names it, and it is gone."


def badly_sized(progress):
    """Sentences on sizes of a picture that are not the picture."""
    done, total = 0, Picture.objects.count()
    for pictures in in_parts(Picture.objects, "sha256", AT_ONCE):
        for picture in pictures:
            yield from _sizes(picture)
        done += len(pictures)
        progress("pictures", done, total)


def _largest(pictures):
    """{digest: the bytes of the size as wide as the picture}."""
    sizes = PictureSize.objects.filter(picture__in=pictures).values_list(
        "picture", "picture__width", "width", "body"
    )
    return {key: bytes(body) for key, whole, width, body in sizes if whole == width}


def _sizes(picture):
    sizes = list(picture.sizes.order_by("-width"))
    whole = _cells(sizes[0]) if sizes and sizes[0].width == picture.width else None
    for size in sizes:
        cells = _cells(size)
        if (
            not cells
            or not whole
            or max(abs(a - b) for a, b in zip(cells, whole, strict=True)) > OFF
        ):
            yield f"Picture {picture.pk}: it is another one {size.width} pixels wide."


def _cells(size):
    """The colours of a size's grid, as bytes; None where it is no picture of the width it is kept as."""
    try:
        image = Image.open(BytesIO(bytes(size.body)), formats=("WEBP",))
        if image.size != (size.width, size.height):
            return None
        return (
            image.convert("RGBA")
            .resize((GRID, GRID), Image.Resampling.BOX)
            .convert("RGBa")
            .tobytes()
        )
    except (OSError, ValueError, SyntaxError):
        return None
