"""An article as plain text, from its live rows and the separators kept with them."""

from events.exchange.importers.plaintext import BLANK_LINES, LINE_END, rebuild
from events.models import Illustration, Statement


def export_article(article):
    """The bytes of the file: those imported, but for what was changed since."""
    pieces = [(article.lead, article.title)]
    statements = Statement.objects.filter(event__article=article).order_by(
        "event__position", "event_id", "position", "subject_id"
    )
    event = None
    for statement in statements:
        lead = _lead(statement.lead, is_first=statement.event_id != event)
        pieces.append((lead, statement.text, statement.trail))
        event = statement.event_id
    for illustration in Illustration.objects.filter(article=article):
        pieces.append((illustration.lead or "\n", illustration.caption))
    return rebuild(pieces, article.tail)


def _lead(kept, *, is_first):
    """What stands before a statement; one that was made or moved here gets what fits its place."""
    if is_first:
        return kept if LINE_END.search(kept) else "\n\n"
    return " " if BLANK_LINES.search(kept) else kept
