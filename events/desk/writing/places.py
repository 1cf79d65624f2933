"""Where something stands among its siblings, as a step says it."""

from review import positions


def between(low, high):
    """A position between two; past those that two people gave alike."""
    return positions.between(low, high if not (low and high and low >= high) else None)


def at(siblings, at):
    """A position at a place among siblings."""
    low = siblings[at - 1].position if at else None
    return between(low, siblings[at].position if at < len(siblings) else None)


def beside(siblings, beside, is_before):
    """A position after, or before, one of the siblings; without one at the end, or before all."""
    keys = [str(one.pk) for one in siblings]
    if not beside or str(beside) not in keys:
        return at(siblings, 0 if is_before else len(siblings))
    return at(siblings, keys.index(str(beside)) + (not is_before))


def opening(desk, section, but=None):
    """A position in an article for the first event of a section: behind what is read before it."""
    order = [None, *(one.pk for one in desk.sections)]
    before = set(order[: order.index(section)] if section in order else order)
    places = [event.position for event in desk.events if event.pk != but]
    behind = [e.position for e in desk.events if e.section_id in before and e.pk != but]
    low = max(behind, default=None)
    high = min((place for place in places if low is None or place > low), default=None)
    return between(low, high)


def block(sections, key):
    """A section and those within it."""
    at = [one.pk for one in sections].index(key)
    end = at + 1
    while end < len(sections) and sections[end].level > sections[at].level:
        end += 1
    return sections[at:end]
