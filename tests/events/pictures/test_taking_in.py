"""Uploads, nasty ones too: each is refused with a sentence, or becomes a picture and nothing else."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from events.models import Picture, PictureSize
from events.models.picture import LARGEST
from events.pictures import decoding, keeping
from review.exceptions import NotAllowed, Refused
from review.weighing import restricting
from tests import builders
from tests.events.pictures import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return builders.editor()


def taken(data, by, name="view.jpg"):
    return keeping.take_in(SimpleUploadedFile(name, data), by=by)


def largest(picture):
    body = bytes(picture.sizes.get(width=picture.width).body)
    return body, Image.open(io.BytesIO(body))


REFUSED = {
    "svg with a script": (files.SVG, "no picture that can be taken"),
    "page named .jpg": (files.HTML, "no picture that can be taken"),
    "pdf": (files.PDF, "no picture that can be taken"),
    "archive": (files.archive(), "no picture that can be taken"),
    "bmp": (files.saved(files.drawing(), "BMP"), "no picture that can be taken"),
    "tiff": (files.saved(files.drawing(), "TIFF"), "no picture that can be taken"),
    "svg behind white space": (b" \n" + files.SVG, "no picture that can be taken"),
    "empty": (b"", "is empty"),
    "bomb": (files.png_bomb(), "larger than 12,000 pixels"),
    "wide": (files.saved(files.drawing((20_000, 10)), "PNG"), "larger than 12,000 pixels"),
    "many pixels": (files.png_bomb(11_000), "larger than 12,000 pixels"),
    "bomb that lies within the bounds": (files.png_bomb(7_000), "damaged"),
    "cut jpeg": (files.jpeg((1200, 900))[:4000], "damaged"),
    "cut png": (files.saved(files.drawing(), "PNG")[:-60], "damaged"),
    "cut webp": (files.saved(files.drawing(), "WEBP")[:200], "damaged"),
    "jpeg of noise": (files.jpeg()[:30] + b"\xff" * 5000, "no picture that can be taken"),
    "30 MB": (files.jpeg() + b"\0" * (30 * 1024**2), "larger than 20 MB"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_picture_or_too_much_is_refused_in_one_sentence(case, by):
    data, words = REFUSED[case]
    with pytest.raises(Refused, match=words):
        taken(data, by)
    assert not Picture.objects.exists()


def test_a_bomb_is_refused_before_it_is_decoded(by, monkeypatch):
    def decode(*given):
        pytest.fail("it was decoded")

    monkeypatch.setattr(Image.Image, "load", decode)
    with pytest.raises(Refused, match="larger than"):
        taken(files.png_bomb(), by)


MADE_SAFE = {
    "gif and script": (files.gif_and_script(), (LARGEST, 18)),
    "jpeg with an archive behind it": (files.jpeg() + files.archive(), (640, 400)),
    "jpeg with a page in its comment": (files.jpeg(comment=files.HTML), (640, 400)),
    "moving gif": (files.moving("GIF"), (640, 400)),
    "moving webp": (files.moving("WEBP"), (640, 400)),
    "moving avif": (files.moving("AVIF"), (640, 400)),
    "cmyk": (files.saved(files.drawing(mode="CMYK"), "JPEG", quality=90), (640, 400)),
    "grey": (files.saved(files.drawing(mode="L"), "PNG"), (640, 400)),
    "palette": (files.saved(files.drawing().quantize(16), "PNG"), (640, 400)),
    "one bit": (files.saved(files.drawing(mode="1"), "PNG"), (640, 400)),
    "held sideways": (files.held_sideways(), (400, 640)),
    "large": (files.jpeg((8000, 5000)), (LARGEST, 2400)),
}


@pytest.mark.parametrize("case", MADE_SAFE)
def test_what_is_taken_in_is_pixels_alone_and_of_its_size(case, by):
    data, size = MADE_SAFE[case]
    picture = taken(data, by)
    assert (picture.width, picture.height) == size
    body, image = largest(picture)
    assert (image.format, image.size, image.n_frames) == ("WEBP", size, 1)
    assert not image.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
    for words in (b"SMUGGLED", b"script", b"SecretCamera", b"PK\x03\x04", b"Exif"):
        assert words not in body
    # A WebP says how long it is: nothing stands behind its end.
    assert int.from_bytes(body[4:8], "little") + 8 == len(body)


def near(pixel, wanted):
    return all(abs(a - b) < 24 for a, b in zip(pixel, wanted, strict=True))


RED, BLUE = (0xC0, 0x20, 0x20), (0x20, 0x40, 0xC0)


@pytest.mark.parametrize("case", ["moving gif", "moving webp", "moving avif", "large", "palette"])
def test_the_first_picture_is_shown_as_it_was(case, by):
    _, image = largest(taken(MADE_SAFE[case][0], by))
    image = image.convert("RGB")
    assert near(image.getpixel((image.width // 2, 20)), RED)
    assert near(image.getpixel((image.width // 2, image.height - 20)), BLUE)


def test_a_picture_that_was_held_sideways_stands_upright(by):
    _, image = largest(taken(files.held_sideways(), by))
    image = image.convert("RGB")
    assert near(image.getpixel((380, 320)), RED)
    assert near(image.getpixel((20, 320)), BLUE)


def test_sixteen_bits_of_grey_keep_their_shades(by):
    row = b"\x00\xc0" * 100 + b"\x00\x40" * 100 + bytes(200)
    deep = Image.frombytes("I;16", (300, 100), row * 100)
    _, image = largest(taken(files.saved(deep, "PNG"), by))
    shades = [image.convert("L").getpixel((x, 50)) for x in (50, 150, 250)]
    assert all(abs(a - b) < 6 for a, b in zip(shades, (0xC0, 0x40, 0), strict=True))


def test_what_is_seen_through_stays_so(by):
    image = files.drawing(mode="RGBA")
    image.putpixel((5, 5), (0, 0, 0, 0))
    image.paste((0, 0, 0, 0), (0, 0, 50, 50))
    _, kept = largest(taken(files.saved(image, "PNG"), by))
    assert kept.mode == "RGBA"
    assert kept.getpixel((10, 10))[3] == 0
    assert kept.getpixel((300, 300))[3] == 255


def test_colours_of_a_profile_become_those_of_screens(by):
    """Of the same numbers another profile makes another colour."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    _, image = largest(taken(files.jpeg(icc_profile=lab), by))
    assert near(image.convert("RGB").getpixel((300, 20)), RED)
    # A profile that is none changes nothing, and is not kept.
    _, image = largest(taken(files.jpeg(icc_profile=b"no profile" * 20), by))
    assert near(image.convert("RGB").getpixel((300, 20)), RED)
    assert "icc_profile" not in image.info


def test_it_is_kept_in_the_widths_of_pages_and_never_enlarged(by):
    def widths(width):
        picture = taken(files.jpeg((width, 100)), by)
        return list(picture.sizes.order_by("width").values_list("width", flat=True))

    assert widths(300) == [300]
    assert widths(480) == [480]
    assert widths(1000) == [480, 960, 1000]
    assert widths(5000) == [480, 960, 1920, LARGEST]
    for size in PictureSize.objects.all():
        assert Image.open(io.BytesIO(bytes(size.body))).size == (size.width, size.height)


def test_the_same_file_is_the_same_picture_whatever_it_is_called(by):
    first = taken(files.jpeg(), by, name="../../etc/passwd")
    again = taken(files.jpeg() + b"behind its end", by, name="x" * 200 + ".exe")
    assert first == again
    assert Picture.objects.count() == 1
    assert "passwd" not in str(first)
    assert set(first.sha256) <= set("0123456789abcdef")


def test_who_may_not_propose_takes_nothing_in(by):
    with pytest.raises(NotAllowed):
        taken(files.jpeg(), builders.user("reader"))
    restricting.restrict("block", by=builders.moderator(), reason="x", account=by)
    with pytest.raises(Refused, match="blocked"):
        taken(files.jpeg(), by)


def test_limits_are_said_as_they_are(settings):
    settings.ATTESTED_PICTURE_LIMIT = 3 * 1024**2
    assert "at most 3 MB and 12,000 pixels" in decoding.limits()
