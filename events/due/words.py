"""The words of a text, its language, and which of them a list (words.toml) has."""

import re
import tomllib
from collections import Counter, defaultdict
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

TABLE = Path(__file__).with_name("words.toml")
WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
CYRILLIC = re.compile(r"[Ѐ-ӿ]")
# Letters that only one of two languages of the same script has.
SERBIAN = re.compile(r"[čćžšđљњћђџј]", re.IGNORECASE)
RUSSIAN = re.compile(r"[йьюяыэъёщ]", re.IGNORECASE)
PAIRS = {"lj": "љ", "nj": "њ", "dž": "џ"}
LETTERS = str.maketrans("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш")
LANGUAGES = ("en", "sr", "ru")


class Word(NamedTuple):
    start: int
    end: int
    plain: str
    is_capital: bool


class Hit(NamedTuple):
    """Words of a list: places of characters (`start`, `end`) and of words (`first`, `last`)."""

    start: int
    end: int
    first: int
    last: int


def words_of(text):
    plain = text.casefold().replace("’", "'")
    if len(plain) != len(text):  # Letters that become two.
        return [
            Word(*found.span(), found[0].casefold().replace("’", "'"), found[0][0].isupper())
            for found in WORD.finditer(text)
        ]
    spans = [found.span() for found in WORD.finditer(text)]
    return [Word(start, end, plain[start:end], text[start].isupper()) for start, end in spans]


def language_of(text, words):
    """One of `LANGUAGES`, by letters and by small words; of a doubtful text the likeliest."""
    cyrillic = len(CYRILLIC.findall(text))
    is_cyrillic = cyrillic and cyrillic * 2 > sum(map(str.isalpha, text))
    first, second = ("sr", "ru") if is_cyrillic else ("en", "sr")
    telling = RUSSIAN if is_cyrillic else SERBIAN
    if is_cyrillic and telling.search(text):
        return second
    known, small = _small(), Counter()
    for word in words:
        for language in known.get(word.plain, ()):
            small[language] += 1
    if is_cyrillic and SERBIAN.search(text):
        return first
    if not is_cyrillic and telling.search(text):
        small[second] += 2
    return second if small[second] > small[first] else first


def hits(words, language):
    """{name of a list: its `Hit`s in a text}, in order."""
    pairs, heads = _lists()[language], _heads(language)
    found = defaultdict(list)
    for first, word in enumerate(words):
        entries = _begun_by(word.plain, language)
        if word.plain in heads and first + 1 < len(words):
            entries += pairs.get(f"{word.plain} {words[first + 1].plain}", ())
        for rest, name in entries:
            last = first + len(rest)
            if not rest or (
                last < len(words)
                and all(_is(words[first + 1 + n].plain, wanted) for n, wanted in enumerate(rest))
            ):
                found[name].append(Hit(word.start, words[last].end, first, last))
    return found


@lru_cache(maxsize=20_000)
def _begun_by(word, language):
    """The entries that a word begins, by itself or by its stem: the same words come all the time."""
    begun = [word, *(f"{word[:length]}*" for length in range(2, len(word) + 1))]
    return tuple(entry for key in begun for entry in _lists()[language].get(key, ()))


def _is(word, wanted):
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


@cache
def _table():
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@cache
def _lists():
    """{language: {how an entry begins: [(further words, name of the list)]}}: a word, a stem with
    its `*`, or the first two words, so that few entries are tried at "the" or "in"."""
    made = {}
    for language in LANGUAGES:
        entries = defaultdict(list)
        for name, listed in _table()[language].items():
            for entry in dict.fromkeys(listed):
                for spelt in _spellings(entry, language):
                    head, *rest = spelt.replace("-", " ").split()
                    is_pair = rest and not f"{head}{rest[0]}".count("*")
                    entries[f"{head} {rest[0]}" if is_pair else head].append((tuple(rest), name))
        made[language] = {key: tuple(listed) for key, listed in entries.items()}
    return made


@cache
def _heads(language):
    """The words that begin a pair."""
    return frozenset(key.split()[0] for key in _lists()[language] if " " in key)


@cache
def _small():
    """{small word: the languages that it tells of}."""
    found = defaultdict(set)
    for language in LANGUAGES:
        for word in _table()[language]["known-by"]:
            for spelt in _spellings(word, language):
                found[spelt].add(language)
    return found


def _spellings(entry, language):
    if language != "sr":
        return (entry,)
    cyrillic = entry
    for pair, letter in PAIRS.items():
        cyrillic = cyrillic.replace(pair, letter)
    return entry, cyrillic.translate(LETTERS)
