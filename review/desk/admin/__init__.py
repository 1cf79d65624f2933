from review.desk.admin.people import UserAdmin
from review.desk.admin.reviewed import ReviewedAdmin, ReviewedInline
from review.desk.admin.team import CannedReasonAdmin

__all__ = ["CannedReasonAdmin", "ReviewedAdmin", "ReviewedInline", "UserAdmin"]
