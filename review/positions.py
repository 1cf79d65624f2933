"""Fractional position keys: text that sorts by bytes (collation C), with room between any two.

Digits of base 62 after an imagined point. A move gives one object a new key and touches no
neighbour.
"""

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
BASE = len(DIGITS)


def between(low=None, high=None):
    """A key after `low` and before `high` (None: no bound); never ends in the lowest digit.

    Keys grow by about one digit in six insertions at the same place.
    """
    low, high = low or "", high or ""
    if high and low >= high:
        raise ValueError(f"{low!r} does not come before {high!r}")
    key = ""
    while True:
        at = len(key)
        floor = DIGITS.index(low[at]) if at < len(low) else 0
        ceiling = DIGITS.index(high[at]) if at < len(high) else BASE
        if ceiling - floor > 1:
            return key + DIGITS[(floor + ceiling) // 2]
        key += DIGITS[floor]
        if ceiling > floor:
            high = ""


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
