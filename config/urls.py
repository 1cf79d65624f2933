from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/review/", include("review.urls")),
    path("admin/", admin.site.urls),
    path("", include("events.urls")),
]
