"""Serbian Cyrillic in Serbian Latin letters, one for one but for љ, њ and џ, which are two."""

import re

LETTERS = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš", strict=True))
PAIRS = {"љ": "lj", "њ": "nj", "џ": "dž"}
SMALL = LETTERS | PAIRS
TABLE = str.maketrans(SMALL | {letter.upper(): latin.title() for letter, latin in SMALL.items()})
# Among capitals both letters of a pair are: ЊЕГОШ is NJEGOŠ, and Његош Njegoš.
AMONG_CAPITALS = re.compile("[ЉЊЏ](?=[А-ЯЂЈЉЊЋЏ])|(?<=[А-ЯЂЈЉЊЋЏ])[ЉЊЏ](?![а-яђјљњћџ])")


def latin(text):
    """A text of Serbian Cyrillic in Latin letters; what is no such letter stays."""
    text = AMONG_CAPITALS.sub(lambda pair: PAIRS[pair[0].lower()].upper(), text)
    return text.translate(TABLE)
