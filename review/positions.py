"""Fractional position keys: text that sorts by bytes (collation C), with room between any two.

Digits of base 62 after an imagined point. A move gives one object a new key and touches no
neighbour. Two people who add something at the same place at the same time get different keys:
the last digits are drawn by chance.
"""

import secrets

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
# A column of keys: room for some 15,000 insertions at one place.
POSITION = {"max_length": 1000, "db_collation": "C"}
# Digits drawn by chance: of two keys made for one place, one in 234,484 pairs is the same.
DRAWN = 3


def between(low=None, high=None):
    """A key after `low` and before `high` (None: no bound); never ends in the lowest digit.

    Every other digit stands near the lower bound, the rest near the upper one (as LSEQ does it):
    whether one goes on after what was just put in, or before it, keys grow by a digit in some
    fifteen insertions at least. Halving the room each time, they would in six.
    """
    low, high = low or "", high or ""
    is_last = bool(low) and not high
    if high and low >= high:
        raise ValueError(f"{low!r} does not come before {high!r}")
    key = ""
    while True:
        at = len(key)
        floor = DIGITS.index(low[at]) if at < len(low) else 0
        ceiling = DIGITS.index(high[at]) if at < len(high) else BASE
        if ceiling - floor > 1:
            place = floor + 1 if is_last or at % 2 else ceiling - 1
            return key + DIGITS[place] + _drawn()
        key += DIGITS[floor]
        if ceiling > floor:
            high = ""


def _drawn():
    digits = [secrets.choice(DIGITS) for _ in range(DRAWN - 1)]
    return "".join([*digits, secrets.choice(DIGITS[1:])])


def spread(count, low=None):
    """`count` short keys in order, all after `low`, for a list that is made at once."""
    width = 1
    while BASE**width < 2 * (count + 1):
        width += 1
    step = BASE**width // (count + 1)
    return [(low or "") + _digits((n + 1) * step, width) for n in range(count)]


def _digits(number, width):
    text = ""
    for _ in range(width):
        number, digit = divmod(number, BASE)
        text = DIGITS[digit] + text
    return text.rstrip("0")
