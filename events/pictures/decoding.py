"""From the bytes of a file to bare pixels, or a sentence on why not. It trusts nothing in them."""

from contextlib import contextmanager
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError, features

from events.models.picture import LARGEST
from review.exceptions import Refused

SIDE, PIXELS = 12_000, 60_000_000
# Of more the library warns, of twice as many it refuses by itself, before anything is decoded.
Image.MAX_IMAGE_PIXELS = PIXELS
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", *(["AVIF"] if features.check("avif") else []))
NAMES = f"JPEG, PNG, WebP, {'GIF or AVIF' if 'AVIF' in FORMATS else 'or GIF'}"

EMPTY = "The file is empty: choose another."
NO_PICTURE = f"This is no picture that can be taken: give a {NAMES} file. Its name says nothing."
TOO_LARGE = (
    f"The picture is larger than {SIDE:,} pixels on a side, or than {PIXELS // 1_000_000} million "
    "pixels in all: make it smaller, and choose it again."
)
DAMAGED = "The picture can't be read to its end: it is damaged, or was not copied whole."


def limits():
    """In words, for who chooses a file."""
    return (
        f"{NAMES}, at most {settings.ATTESTED_PICTURE_LIMIT / 1024**2:g} MB and {SIDE:,} pixels on "
        "a side. It is written anew, without the place and the camera that a file may name; of a "
        "moving picture the first one is kept."
    )


def decoded(data):
    """An upright image in RGB or RGBA, no side above `LARGEST`, with nothing but its pixels."""
    if not data:
        raise Refused(EMPTY)
    if len(data) > settings.ATTESTED_PICTURE_LIMIT:
        limit = settings.ATTESTED_PICTURE_LIMIT / 1024**2
        raise Refused(
            f"The file is larger than {limit:g} MB: make it smaller, and choose it again."
        )
    with _told(DAMAGED):
        # Sums are compared first, which decodes nothing; that spends the file.
        _opened(data).verify()
        return _bare(_opened(data))


@contextmanager
def _told(sentence):
    try:
        yield
    except (Refused, MemoryError):
        raise
    except Exception as error:
        # Whatever a decoder makes of bytes that were meant to break it: they are refused.
        raise Refused(sentence) from error


def _opened(data):
    """The file with its head read: what it is and how large, by its content alone."""
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Refused(NO_PICTURE) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(TOO_LARGE) from error
    if max(image.size) > SIDE or image.width * image.height > PIXELS:
        raise Refused(TOO_LARGE)
    return image


def _bare(image):
    # A JPEG is decoded at the half, a quarter or an eighth where that is enough.
    image.draft("RGB", (LARGEST, LARGEST))
    image.load()
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits of grey
        image = _with_exif(
            image, image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L")
        )
    elif image.mode in ("P", "PA", "LA", "1"):
        image = _with_exif(image, image.convert("RGBA" if image.has_transparency_data else "RGB"))
        profile = None if image.mode == "RGBA" else profile
    image.thumbnail((LARGEST, LARGEST), reducing_gap=3)
    image = _in_srgb(ImageOps.exif_transpose(image), profile)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    return Image.frombytes(image.mode, image.size, image.tobytes())


def _with_exif(image, made):
    """`made`, which knows how the camera was held."""
    made.info = image.info
    return made


def _in_srgb(image, profile):
    """Its colours as screens have them, if it carries a profile that can be read."""
    if not profile or image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        return image
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(
            image, own, ImageCms.createProfile("sRGB"), outputMode=mode
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
