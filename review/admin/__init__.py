from review.admin.people import UserAdmin
from review.admin.reviewed import ReviewedAdmin, ReviewedInline
from review.admin.team import CannedReasonAdmin

__all__ = ["CannedReasonAdmin", "ReviewedAdmin", "ReviewedInline", "UserAdmin"]
