from events.admin.records import ArticleAdmin, EventAdmin, StatementAdmin
from events.admin.requests import CitationRequestAdmin

__all__ = ["ArticleAdmin", "CitationRequestAdmin", "EventAdmin", "StatementAdmin"]
