"""Word diffs for people to read."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from review.words import DELETE, INSERT, compare, tokens

# A page must not wait for a diff: past this it shows a coarser one.
SECONDS = 0.1
NAMES = {DELETE: "delete", INSERT: "insert"}


@dataclass(frozen=True)
class Piece:
    """A run of text that is `equal` in both, `insert`ed in the new or `delete`d from the old."""

    op: str
    text: str


def diff_words(old, new):
    """Pieces that, equal and delete joined, are `old`, and equal and insert joined, `new`."""
    found, _ = compare(tokens(old), tokens(new), SECONDS, tidy=True)
    return tuple(Piece(NAMES.get(op, "equal"), "".join(words)) for op, words in found)


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
    return format_html_join("", "{}", ((_html(p),) for p in (fold(pieces) if folded else pieces)))


def _html(piece):
    match piece.op:
        case "insert":
            return format_html(
                '<ins class="diff-ins"><span class="visually-hidden">inserted: </span>{}</ins>',
                piece.text,
            )
        case "delete":
            return format_html(
                '<del class="diff-del"><span class="visually-hidden">deleted: </span>{}</del>',
                piece.text,
            )
    return format_html("{}", piece.text)
