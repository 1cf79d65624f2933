"""Dates as EDTF (ISO 8601-2): read with their bounds, and the spans of vague words."""

from events.edtf.parsing import Edtf, NotEdtf, display, parse
from events.edtf.spans import PARTS, span

__all__ = ["PARTS", "Edtf", "NotEdtf", "display", "parse", "span"]
