"""An article as plain text, from its live rows and the separators kept with them."""

from events.exchange.importers.plaintext import BLANK_LINES, LINE_END, rebuild
from events.models import Illustration, Section, Statement


def export_article(article):
    """The bytes of the file: those imported, but for what was changed since."""
    pieces = [(article.lead, article.title, "")] if article.prints_title else []
    statements = _grouped(
        Statement.objects.filter(event__article=article)
        .order_by("event__position", "event_id", "position", "subject_id")
        .select_related("event")
    )
    pieces += _written(statements.get(None, ()))
    for section in Section.objects.filter(article=article):
        pieces.append((section.lead, section.title, section.trail))
        pieces += _written(statements.get(section.pk, ()))
    for illustration in Illustration.objects.filter(article=article):
        pieces.append((illustration.lead or "\n", illustration.caption, ""))
    return rebuild(pieces, article.tail)


def _grouped(statements):
    """{key of a section or None: its statements}."""
    groups = {}
    for statement in statements:
        groups.setdefault(statement.event.section_id, []).append(statement)
    return groups


def _written(statements):
    event = None
    for statement in statements:
        lead = _lead(statement, is_first=statement.event_id != event)
        yield lead, statement.text, statement.trail
        event = statement.event_id


def _lead(statement, *, is_first):
    """What stands before a statement; one that was made or moved here gets what fits its place."""
    kept = statement.lead
    if is_first:
        return kept if LINE_END.search(kept) else MADE.get(statement.event.form, "\n\n")
    return " " if BLANK_LINES.search(kept) else kept


# What a new event of a form begins with.
MADE = {"item": "\n* ", "numbered": "\n1. ", "quotation": "\n\n> "}
