"""Identities: UUIDv7 (RFC 9562 §5.7), and the short anchors taken from their random bits."""

import os
import threading
import time
import uuid

# No vowels but a few, none of the letters and digits that are mistaken for one another.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
ANCHOR_LETTERS = "abcdefghjkmnpqrstuvwxyz"

_lock = threading.Lock()
_last = 0


def uuid7():
    """A time-ordered UUID: 48 bits of Unix milliseconds, 12 bits of the fraction of one, 62 random.

    Within a process each is greater than the one before: the 60 bits of time are raised by
    one step (about 244 ns) where the clock has not moved (RFC 9562 §6.2, method 3). The
    random bits are new each time.
    """
    global _last
    with _lock:
        nanoseconds = time.time_ns()
        stamp = (nanoseconds // 1_000_000 << 12) | (nanoseconds % 1_000_000 * 4096 // 1_000_000)
        _last = stamp = max(stamp, _last + 1)
    random = int.from_bytes(os.urandom(8)) >> 2
    value = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | random
    return uuid.UUID(int=value)


def anchor_of(id):
    """Ten letters and digits, the first a letter, from the 62 random bits of a UUIDv7.

    About 49 bits: among a million objects two share an anchor with odds of 1 in 1,100; the
    database refuses the second.
    """
    bits = id.int & ((1 << 62) - 1)
    bits, first = divmod(bits, len(ANCHOR_LETTERS))
    letters = [ANCHOR_LETTERS[first]]
    for _ in range(9):
        bits, digit = divmod(bits, len(ALPHABET))
        letters.append(ALPHABET[digit])
    return "".join(letters)


def key_in(text):
    """The key that a piece of an address names, or None: digits, no more than a database key has."""
    return int(text) if text.isdecimal() and len(text) <= 18 else None
