"""Characters that nobody sees, and those that turn the line: where each may stand.

Prose is kept as it was written. Names, titles and all else that is said refuse what would turn the
words beside them (UAX #9) or hide something, and keep what scripts need: joiners and non-joiners,
marks of direction, variation selectors, fillers of jamo, soft hyphens, the flags of emoji.
"""

import re
import unicodedata
from functools import lru_cache

from django.utils.translation import gettext as _

from review.exceptions import Refused

EMBEDDINGS, ISOLATES = "\u202a\u202b\u202d\u202e", "\u2066\u2067\u2068"
POP, POP_ISOLATE = "\u202c", "\u2069"
TURNING = EMBEDDINGS + POP + ISOLATES + POP_ISOLATE
FIRST_STRONG = "\u2068"
# Default_Ignorable_Code_Point of Unicode 16: what is not drawn where a font does not know it.
IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
BLANK_BRAILLE = "\u2800"
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
# Of the category Cf, and drawn all the same: signs that stand before or over numbers and words.
DRAWN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
FLAG = re.compile(
    "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"
)  # The flag of a region, as Scotland's: its letters are tags.
SELECTOR = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
OUT_OF_PLACE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u206f\u3164\uffa0"
    f"\ufff0-\ufffb\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]|(?<=[{SELECTOR}])[{SELECTOR}]"
)
# What stands in the name of an account unseen: a joined letter or emoji needs it.
JOINING = " \u200c\u200d\ufe0e\ufe0f"


@lru_cache(maxsize=5_000)
def is_unseen(sign):
    """Whether a character leaves no trace on the page, or a blank."""
    category = unicodedata.category(sign)
    if category in UNSEEN:
        return not DRAWN.match(sign)
    return sign == BLANK_BRAILLE or bool(IGNORABLE.match(sign))


def has_visible(text):
    return not all(map(is_unseen, text))


def visible(text):
    """`text` without what nobody sees, single spaces between its words."""
    text = " ".join(text.split())
    if _is_plain(text):
        return text
    return "".join(c for c in text if c == " " or not is_unseen(c)).strip()


def _is_plain(text):
    """Whether all of it is printable ASCII, as most is, and some of it is seen."""
    return text.isascii() and text.isprintable() and not text.isspace()


def fault(text, *, is_prose=False):
    """A sentence on what is wrong with a text that is not empty, or ""."""
    if not text or _is_plain(text):
        return ""
    if not has_visible(text):
        return _("There is nothing to see in it: give it at least one visible character.")
    sign = None if is_prose else _out_of_place(text)
    return _("It holds {sign}: leave it out.").format(sign=_told(sign)) if sign else ""


def fault_of_name(text):
    """As `fault`, of the name of an account: what is not seen in it could only feign another."""
    hidden = (c for c in text if is_unseen(c) and c not in JOINING)
    sign = next(hidden, None)
    return fault(text) or (f"It holds {_told(sign)}: leave it out." if sign else "")


def said(text, *, empty=""):
    """What a person says, trimmed. Raises Refused with what is wrong with it, and with `empty`,
    if that is given, where there is nothing to see."""
    text = text.strip()
    if not has_visible(text):
        if empty:
            raise Refused(empty)
        return ""
    if found := fault(text):
        refused = _("This can't be kept: “{words}”. {why}")
        raise Refused(refused.format(words=balanced(text[:80]), why=found))
    return text


def fit(text):
    """(the text without what a line can't hold, what that is in words): for what is imported."""
    if _is_plain(text):
        return text, []
    held = list(dict.fromkeys(_signs(text)))
    kept = [FLAG.split(text), FLAG.findall(text) + [""]]
    kept = "".join(OUT_OF_PLACE.sub(_blank, part) + flag for part, flag in zip(*kept, strict=True))
    return kept, [_told(sign) for sign in held]


def balanced(text):
    """The text as it is shown: what would turn more than its own words is left out, which is each
    control without its partner (UAX #9, BD9 and BD11)."""
    if not is_turning(text):
        return text
    opened, alone = [], set()
    for place, sign in enumerate(text):
        if sign in EMBEDDINGS or sign in ISOLATES:
            opened.append(place)
        elif sign == POP:
            if opened and text[opened[-1]] in EMBEDDINGS:
                opened.pop()
            else:
                alone.add(place)
        elif sign == POP_ISOLATE:
            if not any(text[start] in ISOLATES for start in opened):
                alone.add(place)
                continue
            while text[opened[-1]] in EMBEDDINGS:
                alone.add(opened.pop())
            opened.pop()
    alone.update(opened)
    return "".join(sign for place, sign in enumerate(text) if place not in alone)


def is_turning(text):
    return any(sign in text for sign in TURNING)


def isolated(text):
    """`text` for a line without markup: what is written from the right turns nothing beside it."""
    text = balanced(text)
    if any(unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in text):
        return f"{FIRST_STRONG}{text}{POP_ISOLATE}"
    return text


NODES = re.compile(
    r"""<(textarea|script|style)\b.*?</\1\s*>|<(?:[^>"']|"[^"]*"|'[^']*')*>|(?P<text>[^<]+)""",
    re.DOTALL | re.IGNORECASE,
)


def balanced_html(page):
    """A page, each of its runs of text balanced: no element's words turn those of the next.

    What stands in fields to be typed over stays as it is.
    """
    if not is_turning(page):
        return page
    return NODES.sub(lambda node: balanced(node[0]) if node["text"] else node[0], page)


def _signs(text):
    return OUT_OF_PLACE.findall(FLAG.sub("", text))


def _out_of_place(text):
    return next(iter(_signs(text)), None)


def _blank(found):
    """White space where there was some, nothing else."""
    return " " if found[0].isspace() else ""


def _told(sign):
    number = f"U+{ord(sign):04X}"
    name = unicodedata.name(sign, "a control character")
    turns = "which turns what stands beside it" if sign in TURNING else "which nobody sees"
    return f"{number} ({name}), {turns}"
