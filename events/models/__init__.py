from events.models.article import Article, Illustration, Section
from events.models.citation import Citation
from events.models.desk import ArticleImport, Attempt, Claim
from events.models.event import Dating, Event, Statement
from events.models.ledger import LedgerEntry, RequestStanding, RequestTally
from events.models.reads import Reads
from events.models.request import CitationRequest, SectionRequest
from events.models.standing import ArticleStanding, SourceStanding, StatementStanding
from events.models.verification import CitationStanding, Verification

__all__ = [
    "Article",
    "ArticleImport",
    "ArticleStanding",
    "Attempt",
    "Citation",
    "CitationRequest",
    "CitationStanding",
    "Claim",
    "Dating",
    "Event",
    "Illustration",
    "LedgerEntry",
    "Reads",
    "RequestStanding",
    "RequestTally",
    "Section",
    "SectionRequest",
    "SourceStanding",
    "Statement",
    "StatementStanding",
    "Verification",
]
