from events.desk.admin.records import ArticleAdmin, EventAdmin, StatementAdmin
from events.desk.admin.requests import CitationRequestAdmin

__all__ = ["ArticleAdmin", "CitationRequestAdmin", "EventAdmin", "StatementAdmin"]
