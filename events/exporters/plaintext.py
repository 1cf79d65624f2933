"""An article as plain text, from its live rows and the separators kept with them."""

from events.importers.plaintext import rebuild
from events.models import Illustration, Statement

NEW_STATEMENT, NEW_EVENT, NEW_CAPTION = " ", "\n\n", "\n"


def export_article(article):
    """The bytes of the file: those imported, but for what was changed since."""
    pieces = [(article.lead, article.title)]
    statements = Statement.objects.filter(event__article=article).order_by(
        "event__position", "event_id", "position", "subject_id"
    )
    event = None
    for statement in statements:
        gap = NEW_STATEMENT if statement.event_id == event else NEW_EVENT
        pieces.append((statement.lead or gap, statement.text))
        event = statement.event_id
    for illustration in Illustration.objects.filter(article=article):
        pieces.append((illustration.lead or NEW_CAPTION, illustration.caption))
    return rebuild(pieces, article.tail)
