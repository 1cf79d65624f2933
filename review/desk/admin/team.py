from django.contrib import admin

from review import permissions
from review.desk.admin.lists import BoundedLists
from review.models import CannedReason


@admin.register(CannedReason)
class CannedReasonAdmin(BoundedLists, admin.ModelAdmin):
    """Reasons that moderators give often, offered beside the field on the review page."""

    list_display = ("text", "choice")
    list_filter = ("choice",)
    search_fields = ("text",)
    actions = None

    def _may(self, request):
        return permissions.may(request.user, permissions.DECIDE)

    def has_module_permission(self, request):
        return self._may(request)

    def has_view_permission(self, request, obj=None):
        return self._may(request)

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request):
        return self._may(request)
