"""What goes, with what hangs on it."""

from events.desk.laid import is_new
from events.desk.writing.ground import at_hand, keep
from events.desk.writing.taking import unused_work
from events.models import Citation, CitationRequest, Event, Section, Statement
from review.models import Act
from review.positions import between
from review.proposing import drafts

Resolution = CitationRequest.Resolution


def remove_statement(key, *, by):
    """Take a statement away with all that hangs on it, and its paragraph if it was the last;
    its open requests end as removed."""
    desk, statement = at_hand(Statement, key, by)
    edits = _removal(desk, statement)
    if len(desk.statements(statement.event_id)) == 1:
        edits.append(drafts.remove(Event, statement.event_id))
    return keep(edits, by=by, type=Act.Type.DELETE)


def remove_event(key, *, by):
    """Take a paragraph away, with its statements and what hangs on them."""
    desk, event = at_hand(Event, key, by)
    edits = [e for one in desk.statements(event.pk) for e in _removal(desk, one)]
    return keep([*edits, drafts.remove(Event, event.pk)], by=by, type=Act.Type.DELETE)


def remove_section(key, *, by):
    """Take a heading away; its paragraphs go on in the section before it."""
    desk, section = at_hand(Section, key, by)
    at = [one.pk for one in desk.sections].index(section.pk)
    before = desk.sections[at - 1].pk if at else None
    left, moved = desk.of_section(before), desk.of_section(section.pk)
    edits = []
    low = left[-1].position if left else None
    places = [event.position for event in moved]
    if moved and low is not None and places[0] <= low:
        following = [event.position for event in desk.events if event.position > low]
        places, high = [], min(following, default=None)
        for _ in moved:
            low = between(low, high)
            places.append(low)
    for event, position in zip(moved, places, strict=True):
        values = {"section_id": before}
        if position != event.position:
            values["position"] = position
        edits.append(drafts.update(Event, event.pk, **values))
    return keep([*edits, drafts.remove(Section, section.pk)], by=by, type=Act.Type.DELETE)


def remove(model, key, *, by):
    """Take something of the page away, with what hangs on it."""
    if model in REMOVING:
        return REMOVING[model](key, by=by)
    desk, row = at_hand(model, key, by)
    edits = [drafts.remove(model, row.pk)]
    if model is Citation and is_new(row):
        edits += unused_work(row.own_change, desk.overlay)
    return keep(edits, by=by, type=Act.Type.DELETE)


REMOVING = {
    Statement: remove_statement,
    Event: remove_event,
    Section: remove_section,
}


def _removal(desk, statement):
    citations, datings, requests = desk.parts_of(statement.pk)
    edits = [drafts.remove(Statement, statement.pk)]
    hung = (*datings, *citations, *desk.mentions_of(statement.pk))
    edits += [drafts.remove(type(row), row.pk) for row in hung]
    for row in filter(is_new, citations):
        edits += unused_work(row.own_change, desk.overlay)
    for row in requests:
        if is_new(row):
            edits.append(drafts.remove(CitationRequest, row.pk))
        else:
            edits.append(drafts.update(CitationRequest, row.pk, resolution=Resolution.REMOVED))
    return edits
