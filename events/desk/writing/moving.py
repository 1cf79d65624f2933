"""What moves, by a step or to a place beside another."""

from events.desk.writing import places
from events.desk.writing.ground import at_hand, keep, row_of
from events.models import Event, Section, Statement
from review.exceptions import Refused
from review.models import Act
from review.proposing import drafts


def move(model, key, *, by, step=0, beside=None, is_before=False):
    """Move a statement, an event or a section: by a step up (-1) or down (1) the page, or after (or
    before) another of its kind; returns the act, or None where there is no way further."""
    desk, row = at_hand(model, key, by)
    how = {Statement: _statement_moved, Event: _event_moved, Section: _section_moved}.get(model)
    if how is None:
        raise Refused("This has no place of its own to move to.")
    edits = how(desk, row, step, beside, is_before)
    if not edits:
        return None
    return keep(edits, by=by, type=Act.Type.MOVE)


def _statement_moved(desk, row, step, beside, is_before):
    if step:
        event, siblings, at = _step_of_statement(desk, row, step)
    else:
        near = row_of(desk, Statement, beside)
        event = near.event_id
        siblings = [one for one in desk.statements(event) if one.pk != row.pk]
        at = [one.pk for one in siblings].index(near.pk) + (not is_before)
    if event is None:
        return []
    values = {"position": places.at(siblings, at)}
    if event != row.event_id:
        values["event_id"] = event
    edits = [drafts.update(Statement, row.pk, **values)]
    if event != row.event_id and len(desk.statements(row.event_id)) == 1:
        edits.append(drafts.remove(Event, row.event_id))
    return edits


def _step_of_statement(desk, row, step):
    """(the event, its other statements, the place among them) that a step leads to."""
    siblings = desk.statements(row.event_id)
    at = [one.pk for one in siblings].index(row.pk) + step
    if 0 <= at < len(siblings):
        return row.event_id, [one for one in siblings if one.pk != row.pk], at
    keys = [event.pk for event in desk.events]
    to = keys.index(row.event_id) + step
    if not 0 <= to < len(keys):
        return None, [], 0
    others = desk.statements(keys[to])
    return keys[to], others, len(others) if step < 0 else 0


def _event_moved(desk, row, step, beside, is_before):
    """Within its section first; from its end to the section beside it."""
    if step:
        own = desk.of_section(row.section_id)
        at = [one.pk for one in own].index(row.pk) + step
        section, siblings = row.section_id, [one for one in own if one.pk != row.pk]
        if not 0 <= at < len(own):
            order = [None, *(one.pk for one in desk.sections)]
            to = order.index(row.section_id) + step
            if not 0 <= to < len(order):
                return []
            section = order[to]
            siblings = desk.of_section(section)
            at = len(siblings) if step < 0 else 0
    elif beside and (section := desk.overlay.one(Section, beside)):
        section, siblings, at = section.pk, desk.of_section(section.pk), 0
    else:
        near = row_of(desk, Event, beside)
        section = near.section_id
        siblings = [one for one in desk.of_section(section) if one.pk != row.pk]
        at = [one.pk for one in siblings].index(near.pk) + (not is_before)
    position = places.at(siblings, at) if siblings else places.opening(desk, section, but=row.pk)
    values = {"position": position}
    if section != row.section_id:
        values["section_id"] = section
    return [drafts.update(Event, row.pk, **values)]


def _section_moved(desk, row, step, beside, is_before):
    """With the sections within it, past the next one of its level."""
    block = places.block(desk.sections, row.pk)
    keys = {one.pk for one in block}
    others = [one for one in desk.sections if one.pk not in keys]
    at = next(n for n, one in enumerate(desk.sections) if one.pk == row.pk)
    if step < 0:
        if not at:
            return []
        at -= 1
        while at and others[at].level > row.level:
            at -= 1
    elif step:
        if at >= len(others):
            return []
        at += 1
        while at < len(others) and others[at].level > row.level:
            at += 1
    else:
        near = row_of(desk, Section, beside)
        if near.pk in keys:
            return []
        at = [one.pk for one in others].index(near.pk) + (not is_before)
    low = others[at - 1].position if at else None
    high = others[at].position if at < len(others) else None
    edits = []
    for one in block:
        low = places.between(low, high)
        edits.append(drafts.update(Section, one.pk, position=low))
    return edits
