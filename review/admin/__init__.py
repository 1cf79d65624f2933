from review.admin.people import UserAdmin
from review.admin.reviewed import ReviewedAdmin, ReviewedInline

__all__ = ["ReviewedAdmin", "ReviewedInline", "UserAdmin"]
