"""Text as word tokens, and the differences between two texts in tokens.

diff-match-patch compares characters, so each distinct token stands for one character.
"""

import re
import time

from diff_match_patch import diff_match_patch

# A word with its combining marks and inner apostrophes, a run of white space, or one sign.
TOKEN = re.compile(r"[\w\u0300-\u036f]+(?:['’][\w\u0300-\u036f]+)*|\s+|[^\w\s]")
SURROGATES = range(0xD800, 0xE000)
EQUAL, INSERT, DELETE = 0, 1, -1


def tokens(text):
    """The tokens of a text; joined, they are the text."""
    return TOKEN.findall(text)


def is_word(token):
    return not token.isspace() and (len(token) > 1 or token.isalnum())


class _Alphabet:
    def __init__(self):
        self.codes, self.tokens = {}, {}

    def encode(self, words):
        return "".join(map(self._code, words))

    def _code(self, token):
        if token not in self.codes:
            number = len(self.codes) + 1
            code = chr(number if number < SURROGATES.start else number + len(SURROGATES))
            self.codes[token], self.tokens[code] = code, token
        return self.codes[token]

    def decode(self, codes):
        return [self.tokens[code] for code in codes]


def compare(old, new, seconds, tidy=False):
    """([(op, tokens)], whether it ended within the time limit).

    Past the limit the result is still right, but coarser. `tidy` prefers what reads well
    to what is shortest.
    """
    alphabet, engine = _Alphabet(), diff_match_patch()
    engine.Diff_Timeout = seconds
    started = time.monotonic()
    found = engine.diff_main(alphabet.encode(old), alphabet.encode(new), False)
    in_time = time.monotonic() - started < seconds
    if tidy:
        engine.diff_cleanupSemantic(found)
    return [(op, alphabet.decode(codes)) for op, codes in found], in_time
