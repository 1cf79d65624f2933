"""The words of a text with their places in it, as the index has them and as a page lights them."""

import re
import unicodedata
from dataclasses import dataclass

from events.models.index import LETTERS, WORDS
from review import characters

# A letter or digit, and after it also marks on letters and what nobody sees (soft hyphens).
WITHIN = "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u0610-\u061a\u064b-\u065f\u0670\u00ad\u200b-\u200d\u2060"
TOKEN = re.compile(rf"[^\W_](?:[^\W_]|[{WITHIN}])*")


@dataclass(frozen=True)
class Token:
    """A word in small letters, and where it is written: `text[start:end]`."""

    word: str
    start: int
    end: int


def tokens(text):
    """The `Token`s of a text in order, no more than an entry is found by."""
    found = []
    for match in TOKEN.finditer(text):
        if word := _plain(match[0]):
            found.append(Token(word, *match.span()))
            if len(found) == WORDS:
                break
    return found


def words(text):
    """The different words of a text, in order."""
    return list(dict.fromkeys(token.word for token in tokens(text)))


def vector(text):
    """The words with their places, counted from 1, as PostgreSQL reads a tsvector."""
    places = {}
    for place, token in enumerate(tokens(text), 1):
        places.setdefault(token.word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(own)}" for word, own in places.items())


def _plain(written):
    if written.isascii():
        return written.lower()[:LETTERS]
    text = unicodedata.normalize("NFC", characters.visible(written).casefold())
    return "".join(c for c in text if not unicodedata.combining(c))[:LETTERS]
