"""Dates as EDTF (ISO 8601-2, levels 0 to 2): read and bounded, said in words, the spans of vague
words, and what people type instead."""

from events.edtf.calendars import NAMES as CALENDARS
from events.edtf.parsing import Edtf, NotEdtf, bounds, parse
from events.edtf.spans import PARTS, span
from events.edtf.typed import typed
from events.edtf.words import beside, display

__all__ = [
    "CALENDARS",
    "PARTS",
    "Edtf",
    "NotEdtf",
    "beside",
    "bounds",
    "display",
    "parse",
    "span",
    "typed",
]
