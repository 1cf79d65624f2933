"""Fractional position keys: text that sorts by bytes (collation C), with room between any two.

Digits of base 62 after an imagined point. A move gives one object a new key and touches no
neighbour. Two people who add something at the same place at the same time get different keys:
the last digits are drawn by chance.
"""

import secrets

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)
# Digits drawn by chance: of two keys made for one place, one in 234,484 pairs is the same.
DRAWN = 3


def between(low=None, high=None):
    """A key after `low` and before `high` (None: no bound); never ends in the lowest digit.

    Keys grow by about one digit in six insertions at the same place, in thirty at the end.
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
            middle = floor + 1 if is_last else (floor + ceiling) // 2
            return key + DIGITS[middle] + _drawn()
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
