"""Words as they are looked for and sorted: without case and marks, in whatever script they stand.

A word of another script has the spellings that the Latin alphabet has for it: as it is written in
Serbian and by scholars (Ћирковић: cirkovic; Хрущёв: hruscev), in English (khrushchev), in libraries.
A letter that is written as one or as two has both: Đorđe is dorde and djordje, and so is Djordje.
`sources.folding` compares whole titles and names by the same letters.
"""

import re
import unicodedata
from functools import lru_cache

from review import characters

# Serbian and Macedonian Latin, and the transliteration of scholars (ISO/R 9), but for marks.
SCHOLARS = {
    **dict(zip("абвгдезиіјклмнопрстуўфыэѣ", "abvgdeziijklmnoprstuufyee", strict=True)),
    **{"ђ": "đ", "ѓ": "gj", "ё": "e", "є": "e", "ж": "z", "ѕ": "dz", "й": "j", "ї": "i"},
    **{"ќ": "kj", "љ": "lj", "њ": "nj", "ћ": "c", "х": "h", "ц": "c", "ч": "c", "џ": "dz"},
    **{"ш": "s", "щ": "sc", "ъ": "", "ь": "", "ю": "ju", "я": "ja", "ѳ": "f", "ѵ": "i", "ґ": "g"},
    **dict(zip("αάβγδεέζηήιίϊκλμνξοόπρσςτυύφωώ", "aavgdeeziiiiiklmnxooprsstyyfoo", strict=True)),
    **{"θ": "th", "χ": "ch", "ψ": "ps"},
}
ENGLISH = SCHOLARS | {
    **{"ж": "zh", "й": "y", "є": "ye", "ї": "yi", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh"},
    **{"щ": "shch", "ю": "yu", "я": "ya", "β": "b", "η": "e", "ή": "e", "υ": "u", "φ": "ph"},
}
LIBRARIES = ENGLISH | {"й": "i", "є": "ie", "ї": "i", "ю": "iu", "я": "ia", "χ": "kh"}
LETTERS = {
    **{"đ": "d", "ð": "d", "ħ": "h", "ł": "l", "ø": "o", "ŧ": "t", "ı": "i"},
    **{"æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"},
}
AS_TWO = {"đ": "dj", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue"}

TO_LATIN = [str.maketrans(table) for table in (SCHOLARS, ENGLISH, LIBRARIES)]
PLAIN, DOUBLED = str.maketrans(LETTERS), str.maketrans(LETTERS | AS_TWO)
# In a word of so many letters “dj” may be a đ; in “adj…” it is none.
MAY_BE_ONE = 5
SORTED_BY = 200
WORD = re.compile(r"[^\W_]{1,100}")


def words(text):
    """The words of a text in small letters, without marks that stand on no letter of their own."""
    text = unicodedata.normalize("NFC", characters.visible(text).casefold())
    if not text.isascii():
        text = "".join(c for c in text if not unicodedata.combining(c))
    return WORD.findall(text)


@lru_cache(maxsize=20_000)
def spellings(word):
    """All that one of `words` is found by, the first of them for sorting."""
    if word.isascii():
        return (word,) if _as_one(word) == word else (word, _as_one(word))
    made = {}
    for table in TO_LATIN:
        latin = word.translate(table)
        for letters in (PLAIN, DOUBLED):
            made[_bare(latin.translate(letters))] = True
    made[_bare(word)] = True
    made |= {_as_one(spelling): True for spelling in made}
    return tuple(spelling for spelling in made if spelling)


def searched(*texts):
    """Every spelling of every word of these texts."""
    return sorted(
        {spelling for text in texts for word in words(text) for spelling in spellings(word)}
    )


def sorting(*texts):
    """What these texts together are sorted by, character by character."""
    folded = [next(iter(spellings(word)), "") for text in texts for word in words(text)]
    return " ".join(folded)[:SORTED_BY]


def _as_one(word):
    return word.replace("dj", "d") if len(word) >= MAY_BE_ONE else word


def _bare(word):
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
