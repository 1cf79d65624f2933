"""What a form carries from one page to the next: a file, packed, since a chosen one would be gone."""

import base64
import binascii
import zlib


def packed(data):
    return base64.b64encode(zlib.compress(data)).decode()


def unpacked(kept, limit):
    """The bytes that `packed` packed, or None; never more than the limit and one."""
    try:
        return zlib.decompressobj().decompress(base64.b64decode(kept, validate=True), limit + 1)
    except (binascii.Error, zlib.error):
        return None
