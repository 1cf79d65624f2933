"""Where a citation may be due: reasons read off the words of a statement. It suggests and marks nothing.

The reasons are those of Redi and others, "Citation Needed", 2019 (arXiv 1902.11116).
"""

from events.due.reading import NONE_NEEDED, REASONS, Exemption, Place, Reading, Reason, is_due, read

__all__ = ["NONE_NEEDED", "REASONS", "Exemption", "Place", "Reading", "Reason", "is_due", "read"]
