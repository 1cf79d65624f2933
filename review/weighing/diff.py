"""Word diffs for people to read."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop as _

from review import spoken
from review.characters import OUT_OF_PLACE
from review.weighing.words import STEPS, compared, tidied

INSERTED, DELETED = _("inserted:"), _("deleted:")


@dataclass(frozen=True)
class Piece:
    """A run of text that is `equal` in both, `insert`ed in the new or `delete`d from the old."""

    op: str
    text: str


def diff_words(old, new, steps=STEPS):
    """Pieces that, equal and delete joined, are `old`, and equal and insert joined, `new`.

    A page must not wait for a diff: what takes more steps by words is compared by lines.
    """
    parts, (hunks,) = compared(old, new, steps=steps)
    pieces, at = [], 0
    for start, end, made in tidied(hunks, parts):
        pieces += [("equal", parts[at:start]), ("delete", parts[start:end]), ("insert", made)]
        at = end
    pieces.append(("equal", parts[at:]))
    return tuple(Piece(op, "".join(run)) for op, run in pieces if run)


def fold(pieces, context=120):
    """Cut long unchanged runs to `context` characters beside each change, with an ellipsis."""
    folded = []
    for index, piece in enumerate(pieces):
        text = piece.text
        first, last = index == 0, index == len(pieces) - 1
        if piece.op == "equal" and len(text) > 2 * context + 20 and len(pieces) > 1:
            head = "" if first else text[:context].rsplit(" ", 1)[0]
            tail = "" if last else text[-context:].split(" ", 1)[-1]
            text = f"{head} … {tail}"
        folded.append(Piece(piece.op, text))
    return tuple(folded)


def diff_html(old, new, *, folded=False) -> SafeString:
    """<del> and <ins> in running text, each announced to screen readers."""
    pieces = diff_words(old or "", new or "")
    return diff_pieces(fold(pieces) if folded else pieces)


def diff_pieces(pieces) -> SafeString:
    """The same of pieces that are there already."""
    return format_html_join("", "{}", ((_html(piece),) for piece in pieces))


def _html(piece):
    match piece.op:
        case "insert":
            return format_html(
                '<ins class="diff-ins"><span class="visually-hidden">{} </span>{}</ins>',
                spoken.said(INSERTED),
                told(piece.text),
            )
        case "delete":
            return format_html(
                '<del class="diff-del"><span class="visually-hidden">{} </span>{}</del>',
                spoken.said(DELETED),
                told(piece.text),
            )
    return format_html("{}", piece.text)


def told(text):
    """The text with what nobody sees, or what turns the line, by its number: who decides on a
    change must see all of it."""
    signs = OUT_OF_PLACE.findall(text)
    if not signs:
        return text
    named = (format_html('<span class="sign">U+{}</span>', f"{ord(s):04X}") for s in signs)
    between = OUT_OF_PLACE.split(text)
    return format_html_join("", "{}{}", zip(between, [*named, ""], strict=True))
