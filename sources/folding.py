"""How titles and names are compared, whatever their case, accents, punctuation or script.

Cyrillic is written in Latin letters by each library, journal and passport in its own way: all are
brought to one form, which nobody would write. “Карађорђе”, “Karađorđe”, “Karadjordje” and “karadorde”
become “karadorde”, “Достоевский” and “Dostoyevsky” “dostoevski”. Scripts that `scripts` has no letters
of keep theirs.

The rule stands here once, and the database has it as the functions that `sql` writes. When it changes,
a new migration runs the new text and makes the indexes on titles anew; tests/sources/test_folding.py
compares the two, tests/test_rules.py what is installed.
"""

import re
import unicodedata

from sources.scripts import LETTERS, SCHOLARS

TAGS = r"</?(i|b|sup|sub|span)([ \t\n/][^>]*)?>"
# Letters with a mark of their own, before all marks go.
MARKED = {unicodedata.normalize("NFKD", letter): SCHOLARS[letter] for letter in "ѓќ"}
# Accents, which stand apart by then, and the signs of a soft letter.
MARKS = r"[\u0300-\u036f\u0483-\u0489ʹʺ'’]"
WHOLE = LETTERS | {
    letter: "".join(LETTERS.get(part, part) for part in latin)
    for letter, latin in SCHOLARS.items()
    if unicodedata.is_normalized("NFKD", letter)
}
SINGLE = {letter: latin for letter, latin in WHOLE.items() if len(latin) < 2}
SEVERAL = {letter: latin for letter, latin in WHOLE.items() if len(latin) > 1}
LIKE = {"y": "i", "j": "i", "sh": "s", "zh": "z", "ch": "c", "kh": "h", "ts": "c"}
TWICE = r"([a-hj-uwz])\1+"
# But II, VIII and XII tell volumes apart.
LONG_I = r"(?<=[a-hj-uwz])ii+|ii+(?=[a-hj-uwz])"
LAST = {"ie": "e", "di": "d", "x": "ks"}
SIGNS = (
    r"[\u0001-\u002f\u003a-\u0060\u007b-\u00a9\u00ab-\u00b4\u00b6-\u00b9"
    r"\u00bb-\u00bf\u00d7\u00f7\u2000-\u206f\u2e00-\u2e7f\u3000-\u303f]+"
)
SUBTITLE = r"(?s)([:.;?!][ \t\n\u00a0]|[ \t\n\u00a0][-–—/][ \t\n\u00a0]).*"
# No longer than an index takes.
LONGEST = 200

_TO_ONE = str.maketrans(SINGLE)


def folded(text):
    """What all spellings of a text have in common."""
    text = unicodedata.normalize("NFKD", re.sub(TAGS, "", text)).lower()
    text = _replaced(text, MARKED)
    text = _replaced(re.sub(MARKS, "", text), SEVERAL).translate(_TO_ONE)
    text = re.sub(TWICE, r"\1", _replaced(text, LIKE))
    text = _replaced(re.sub(LONG_I, "i", text), LAST)
    return re.sub(SIGNS, "", text)


def main(title):
    """A title without what follows a colon, a full stop or a dash, folded."""
    return (folded(re.sub(SUBTITLE, "", title)) or folded(title))[:LONGEST]


def sql():
    """The same as functions of PostgreSQL; safe to run again."""
    ones = {letter: latin for letter, latin in SINGLE.items() if latin}
    gone = [letter for letter, latin in SINGLE.items() if not latin]
    froms, tos = "".join([*ones, *gone]), "".join(ones.values())
    return f"""
CREATE OR REPLACE FUNCTION sources_folded(words text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
    words := lower(normalize({_without(TAGS, "words")}, NFKD));
    words := {_replacing(MARKED)};
    words := {_without(MARKS, "words")};
    words := {_replacing(SEVERAL)};
    words := translate(words, {_quoted(froms)}, {_quoted(tos)});
    words := {_replacing(LIKE)};
    words := regexp_replace(words, {_quoted(TWICE)}, {_quoted(chr(92) + "1")}, 'g');
    words := regexp_replace(words, {_quoted(LONG_I)}, 'i', 'g');
    words := {_replacing(LAST)};
    RETURN {_without(SIGNS, "words")};
END $$;

CREATE OR REPLACE FUNCTION sources_main(title text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path FROM CURRENT AS $$
BEGIN
    RETURN left(coalesce(nullif(sources_folded({_without(SUBTITLE, "title")}), ''),
        sources_folded(title)), {LONGEST});
END $$;
"""


def _replaced(text, table):
    for old, new in table.items():
        text = text.replace(old, new)
    return text


def _replacing(table, words="words"):
    for old, new in table.items():
        words = f"replace({words}, {_quoted(old)}, {_quoted(new)})"
    return words


def _without(pattern, words):
    return f"regexp_replace({words}, {_quoted(pattern)}, '', 'g')"


def _quoted(text):
    return "'" + text.replace("'", "''") + "'"
