from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

admin.site.disable_action("delete_selected")  # Removal is proposed; accounts are deactivated.

handler400 = "config.errors.bad_request"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("admin/review/", include("review.urls")),
    path("admin/", include("events.desk.urls")),  # Before the stock page of the same address.
    path("admin/", admin.site.urls),
    path("", include("events.urls.files")),
    *i18n_patterns(path("", include("events.urls")), prefix_default_language=False),
]
