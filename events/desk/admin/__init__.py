from events.desk.admin.records import ArticleAdmin, EventAdmin, StatementAdmin
from events.desk.admin.requests import CitationRequestAdmin
from events.desk.admin.topics import MentionAdmin, TopicAdmin

__all__ = [
    "ArticleAdmin",
    "CitationRequestAdmin",
    "EventAdmin",
    "MentionAdmin",
    "StatementAdmin",
    "TopicAdmin",
]
