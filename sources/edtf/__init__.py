"""Dates as EDTF (ISO 8601-2, levels 0 to 2): read and bounded, said in words, the spans of vague
words, and what people type instead."""

from sources.edtf.calendars import NAMES as CALENDARS
from sources.edtf.parsing import Edtf, NotEdtf, bounds, parse
from sources.edtf.spans import PARTS, span
from sources.edtf.typed import typed
from sources.edtf.words import beside, display

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
