"""Dates as EDTF (ISO 8601-2, levels 0 to 2): read and bounded, said in words, the spans of vague
words, and what people type instead."""

from sources.edtf.calendars import NAMES as CALENDARS
from sources.edtf.csl import csl_date
from sources.edtf.parsing import Edtf, NotEdtf, bounds, parse
from sources.edtf.spans import PARTS, span
from sources.edtf.speaking.english import SEASONS
from sources.edtf.typed import typed
from sources.edtf.words import beside, century, day, decade, display, year

__all__ = [
    "CALENDARS",
    "PARTS",
    "SEASONS",
    "Edtf",
    "NotEdtf",
    "beside",
    "bounds",
    "century",
    "csl_date",
    "day",
    "decade",
    "display",
    "parse",
    "span",
    "typed",
    "year",
]
