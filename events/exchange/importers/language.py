"""In which language a text is written, by its small words; of a doubtful one nothing is said."""

import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_suffix(".toml")
WORD = re.compile(r"[^\W\d_]+")
# So many words are read; so many of them, and such a share, must tell of a language, and so many times
# as many as of any other.
READ, LEAST, SHARE, TIMES = 5_000, 5, 0.03, 3


def language_of(text):
    """The tag (BCP 47) of the language of a text, or ""."""
    words = [
        found[0] for found, _ in zip(WORD.finditer(text.casefold()), range(READ), strict=False)
    ]
    told = Counter(tag for word in words if (tag := _telling().get(word)))
    (first, number), (_, second) = [*told.most_common(2), ("", 0), ("", 0)][:2]
    is_sure = number >= max(LEAST, SHARE * len(words), TIMES * second)
    return first if is_sure else ""


@cache
def _telling():
    """{word: the only language that has it}."""
    lists = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    had = {tag: set(words.split()) for tag, words in lists.items()}
    times = Counter(word for words in had.values() for word in words)
    return {word: tag for tag, words in had.items() for word in words if times[word] == 1}
