"""Names in a text: the stems by which a declined form is known again, before they are folded.

A form is cut where an ending of Serbian or Russian, or the English genitive, may begin; a name where its
own ending does. Both are folded by the one rule (sources/folding.py) and compared, so that a name
in one alphabet is found in another.
"""

import re

# What follows the stem of a name in the cases of Serbian and Russian, and in its possessive adjectives;
# in English the genitive.
LATIN = (
    "a e i o u om em im oj og omu ov ova ovo ove ovi ovu ovim ovom ev eva evo eve evi evu evim evom "
    "in ina ino ine ini inu inim inom ’s 's"
)
CYRILLIC = (
    "а е и о у ы ю я й ь ом ем ём ой ей ёй ою ею ым им их ых ого его ому ему ам ям ами ями ах ях "
    "ов ова ово ове ови ову овим овом ев ева ево еве еви еву евим евом ин ина ино ине ини ину иним ином"
)
ENDINGS = frozenset(LATIN.split()) | frozenset(CYRILLIC.split())
LONGEST = max(map(len, ENDINGS))
# The ending of a name as an index has it.
OWN = re.compile(r"[aeiouаеиоуыэюяьй]$")
ADJECTIVE = re.compile(r"(?:ий|ый|ой|ая|яя|ое|ее)$")
# An a or e that goes when the name is declined: Aleksandar, Petar, Павел.
FLEETING = re.compile(r"(?<=[^aeiouаеиоуыэюя])[aeае](?=[^aeiouаеиоуыэюя]$)")
SHORTEST = 3
WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")


def words(text):
    """[(where it begins, where it ends, a word as it is written)]."""
    return [(found.start(), found.end(), found[0]) for found in WORD.finditer(text)]


def words_of_name(name):
    """The same of a name, from its first word with a capital on: Porte, of “the Porte”."""
    found = words(name)
    first = next((n for n, (*_, word) in enumerate(found) if word[:1].isupper()), 0)
    return found[first:]


def stems_of_name(word):
    """The stems of a word of a name, in small letters."""
    word = word.casefold()
    found = {word}
    for ending in (OWN, ADJECTIVE):
        stem = ending.sub("", word)
        if len(stem) >= SHORTEST:
            found.add(stem)
    stem = FLEETING.sub("", word)
    if stem != word and len(stem) > SHORTEST:
        found.add(stem)
    return found


def stems_of_form(word):
    """What the stem of a word of a text may be, in small letters."""
    word = word.casefold()
    cut = range(1, min(LONGEST, len(word) - SHORTEST) + 1)
    return {word} | {word[:-n] for n in cut if word[-n:] in ENDINGS}
