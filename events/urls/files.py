"""What has no language, or all of them: each at one address."""

from django.urls import path

from events.pages import engines, pictures

app_name = "files"

urlpatterns = [
    path("robots.txt", engines.robots, name="robots"),
    path("sitemap.xml", engines.sitemap, name="sitemap"),
    path("sitemap-<slug:part>.xml", engines.sitemap_part, name="sitemap-part"),
    path("pictures/<slug:sha256>/<int:width>.webp", pictures.picture, name="picture"),
]
