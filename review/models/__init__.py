from review.models.changeset import Act, Change, Changeset, Comment, Flag, OpenChange
from review.models.decision import Decision, Publication, Undone, Verdict
from review.models.entry import Entry
from review.models.page import DueFiles, PageVersion, PublishedRoot, StoredPage
from review.models.people import User
from review.models.redaction import Redaction
from review.models.reviewed import PublishedRecords, Reviewed, ReviewedQuerySet, Worded
from review.models.subject import Slug, Subject
from review.models.team import (
    CannedReason,
    Endorsement,
    Notice,
    Reading,
    Restriction,
    SpentForm,
    Tally,
    TrustNote,
)

__all__ = [
    "Act",
    "CannedReason",
    "Change",
    "Changeset",
    "Comment",
    "Decision",
    "DueFiles",
    "Endorsement",
    "Entry",
    "Flag",
    "Notice",
    "OpenChange",
    "PageVersion",
    "Publication",
    "PublishedRecords",
    "PublishedRoot",
    "Reading",
    "Redaction",
    "Restriction",
    "Reviewed",
    "ReviewedQuerySet",
    "Slug",
    "SpentForm",
    "StoredPage",
    "Subject",
    "Tally",
    "TrustNote",
    "Undone",
    "User",
    "Verdict",
    "Worded",
]
