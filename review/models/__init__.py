from review.models.changeset import Act, Change, Changeset, Comment, OpenChange
from review.models.decision import Decision, Publication, Verdict
from review.models.page import PageVersion, StoredPage
from review.models.people import User
from review.models.redaction import Redaction
from review.models.reviewed import PublishedRecords, Reviewed, ReviewedQuerySet
from review.models.subject import Slug, Subject

__all__ = [
    "Act",
    "Change",
    "Changeset",
    "Comment",
    "Decision",
    "OpenChange",
    "PageVersion",
    "Publication",
    "PublishedRecords",
    "Redaction",
    "Reviewed",
    "ReviewedQuerySet",
    "Slug",
    "StoredPage",
    "Subject",
    "User",
    "Verdict",
]
