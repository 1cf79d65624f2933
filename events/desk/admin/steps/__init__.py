"""The steps that the article's page takes, by the names that its forms post."""

from events.desk.admin.steps import hanging, placing, words
from events.desk.admin.steps.answers import Again, Done
from events.desk.admin.steps.begun import typed
from events.desk.admin.steps.panel import Panel

__all__ = ["STEPS", "Again", "Panel", "typed"]


def look(desk):
    """The page as it is by now."""
    return Done(focus=desk.request.POST.get("key", ""))


STEPS = {
    "look": look,
    "words": words.reword,
    "add-statement": words.add_statement,
    "add-event": words.add_event,
    "add-section": words.add_section,
    "add-picture": words.add_picture,
    "cite": hanging.cite,
    "date": hanging.date,
    "ask": hanging.ask,
    "unhang": hanging.unhang,
    "split": placing.split,
    "merge": placing.merge,
    "remove": placing.remove,
    "move": placing.move,
    "change": words.change,
    "take-back": placing.take_back,
}
