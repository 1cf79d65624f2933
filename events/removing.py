"""Taking a statement away, with what hangs on it."""

from events.models import Citation, CitationRequest, Dating, Event, Mention, Statement
from review.proposing import drafts


def remove_statement(statement):
    """Edits that remove a statement, its citations, datings and mentions, and its event if it was the last;
    its open requests end as removed."""
    edits = [drafts.remove(Dating, d.pk) for d in statement.datings.all()]
    edits += [drafts.remove(Mention, m.pk) for m in statement.mentions.all()]
    edits += [drafts.remove(Citation, c.pk) for c in statement.citations.all()]
    edits += [
        drafts.update(CitationRequest, r.pk, resolution=CitationRequest.Resolution.REMOVED)
        for r in CitationRequest.objects.filter(about=statement.pk, resolution="")
    ]
    edits.append(drafts.remove(Statement, statement.pk))
    if not Statement.objects.filter(event=statement.event_id).exclude(pk=statement.pk).exists():
        edits.append(drafts.remove(Event, statement.event_id))
    return edits
