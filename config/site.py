from django.contrib.admin import AdminSite


class Desk(AdminSite):
    """Django's, whose every page lists all that an account may see, for a sidebar that the desk does
    not have: its header leads to the work itself."""

    site_title = "Attested"
    index_title = "The desk"
    enable_nav_sidebar = False

    def each_context(self, request):
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "log_entries": self.get_log_entries(request),
        }
