"""Text as it is kept: CSL's rich text, entities as characters, what nobody sees left out.

Known tags are kept in CSL's spelling: italics, bold, sub- and superscript, small capitals. Any
other markup is what it looks like: words.
"""

import html
import re
import unicodedata

from review import characters

SMALL_CAPS = '<span style="font-variant:small-caps;">'
TAG = re.compile(
    r"<(?P<end>/?)(?P<name>i|em|b|strong|sup|sub|sc|span)"
    r"(?P<style>\s+style\s*=\s*[\"']\s*font-variant:\s*small-caps;?\s*[\"'])?\s*>",
    re.IGNORECASE,
)
EMPTY = re.compile(rf"<(i|b|sup|sub)>\s*</\1>|{SMALL_CAPS}\s*</span>")
NAMES = {"em": "i", "strong": "b", "sc": "span"}
ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
# What would become a tag if it were a character.
FEIGNED = re.compile(r"&(?:lt|#60|#x3c);(?=/?(?:i|em|b|strong|sup|sub|sc|span)\b)", re.IGNORECASE)


def clean(text):
    """One line, in NFC."""
    parts = FEIGNED.split(text)
    kept = FEIGNED.findall(text) + [""]
    text = "".join(unescaped(part) + tag for part, tag in zip(parts, kept, strict=True))
    text, _ = characters.fit(_tags(text))
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return text if characters.has_visible(text) else ""


def fault(text):
    """A sentence on what `clean` leaves out of a text, or "": but for the blanks and lines."""
    return characters.fault(re.sub(r"\s", " ", text)) if characters.has_visible(text) else ""


def unescaped(text):
    return ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def plain(text):
    """Without the tags that `clean` keeps."""
    return TAG.sub("", text)


def folded(text):
    """What two spellings of one value have in common."""
    return plain(unicodedata.normalize("NFKC", text)).casefold().strip(" .,;:")


def cut(text, longest):
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _tags(text):
    """Tags that are opened and closed in order, in CSL's spelling; the others as they are typed."""
    if "<" not in text:
        return text
    spelt = marks(text)
    text = TAG.sub(lambda tag: spelt.get(tag.start(), tag[0]), text)
    while EMPTY.search(text):
        text = EMPTY.sub("", text)
    return text


def marks(text):
    """{place: the tag in CSL's spelling} of those that are opened and closed in order."""
    found = [tag for tag in TAG.finditer(text) if _is_kept(tag)]
    spelt, opened = {}, []
    for tag in found:
        name = NAMES.get(tag["name"].lower(), tag["name"].lower())
        if not tag["end"]:
            opened.append((name, tag))
        elif opened and opened[-1][0] == name:
            start = opened.pop()[1]
            spelt[start.start()] = SMALL_CAPS if name == "span" else f"<{name}>"
            spelt[tag.start()] = f"</{name}>"
    return spelt


def _is_kept(tag):
    """A span is kept for small capitals alone, and no other tag has a style."""
    if tag["name"].lower() == "span":
        return bool(tag["end"] or tag["style"])
    return not tag["style"]
