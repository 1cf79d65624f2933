"""Files as people upload them, and as they should not: made here, byte by byte where it matters."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageDraw

GPS = {1: "N", 2: (44.0, 49.0, 12.0), 3: "E", 4: (20.0, 27.0, 36.0)}


def drawing(size=(640, 400), mode="RGB"):
    """Red above, blue below: how it is held can be told."""
    image = Image.new("RGB", size, "#2040c0")
    ImageDraw.Draw(image).rectangle((0, 0, size[0], size[1] // 2), fill="#c02020")
    return image.convert(mode)


def saved(image, form, **more):
    file = io.BytesIO()
    image.save(file, form, **more)
    return file.getvalue()


def jpeg(size=(640, 400), **more):
    return saved(drawing(size), "JPEG", quality=90, **more)


def held_sideways():
    """A photograph whose EXIF says where it was taken, and that it is to be turned."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it clockwise
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825).update(GPS)
    return jpeg(exif=exif)


def archive():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("secret.txt", "SMUGGLED")
    return file.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(side=60_000):
    """A PNG of a few kilobytes that says to be of 3.6 thousand million pixels."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def moving(form):
    first, second = drawing(), Image.new("RGB", (640, 400), "#20c020")
    return saved(first, form, save_all=True, append_images=[second], duration=100)


def gif_and_script():
    """A GIF that is JavaScript too: its head opens a comment, its end closes it and runs."""
    made = bytearray(saved(drawing((0x2A2F, 50)), "GIF"))
    assert made[6:8] == b"/*"
    return bytes(made) + b"*/=1;alert('SMUGGLED');"


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>"""
HTML = b"<!doctype html><title>x</title><script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
