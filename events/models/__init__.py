from events.models.alteration import Alteration
from events.models.article import Article, Illustration, Section
from events.models.campaign import Campaign, CampaignItem, CampaignStep
from events.models.citation import Citation
from events.models.desk import ArticleImport, Attempt, Claim, Pick, SavedFilter, Typed
from events.models.event import Dating, Event, Statement
from events.models.index import IndexEntry, IndexWord
from events.models.lead import Lead
from events.models.ledger import (
    LedgerDay,
    LedgerEntry,
    PeriodTally,
    RequestStanding,
    RequestTally,
)
from events.models.picture import Picture, PictureSize
from events.models.place import EventPlace
from events.models.reads import Reads
from events.models.request import CitationRequest, SectionRequest
from events.models.standing import ArticleStanding, SourceStanding, StatementStanding
from events.models.topic import Mention, Topic, TopicName
from events.models.topicstanding import TopicSpelling, TopicStanding, TopicUse
from events.models.verification import CitationStanding, Verification

__all__ = [
    "Alteration",
    "Article",
    "ArticleImport",
    "ArticleStanding",
    "Attempt",
    "Campaign",
    "CampaignItem",
    "CampaignStep",
    "Citation",
    "CitationRequest",
    "CitationStanding",
    "Claim",
    "Dating",
    "Event",
    "EventPlace",
    "Illustration",
    "IndexEntry",
    "IndexWord",
    "Lead",
    "LedgerDay",
    "LedgerEntry",
    "Mention",
    "PeriodTally",
    "Pick",
    "Picture",
    "PictureSize",
    "Reads",
    "RequestStanding",
    "RequestTally",
    "SavedFilter",
    "Section",
    "SectionRequest",
    "SourceStanding",
    "Statement",
    "StatementStanding",
    "Topic",
    "TopicName",
    "TopicSpelling",
    "TopicStanding",
    "TopicUse",
    "Typed",
    "Verification",
]
