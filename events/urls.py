from django.urls import path

from events.pages import views as public

app_name = "events"

# Each page can also be read as of a time, at the same address below /at/<time>/.
PAGES = (
    ("", public.home, "home"),
    ("articles/<str:slug>/", public.article, "article"),
    ("events/<slug:anchor>/", public.event, "event"),
    ("timeline/", public.timeline, "timeline"),
    ("sources/", public.sources, "sources"),
    ("sources/<str:slug>/", public.source, "source"),
    ("sources/<str:slug>/work.<str:form>", public.work, "work"),
    ("statements/<slug:anchor>/", public.statement, "statement"),
    ("changes/", public.changes, "changes"),
)

urlpatterns = [
    *(path(route, view, name=name) for route, view, name in PAGES),
    *(path(f"at/<str:at>/{route}", view, name=f"{name}-at") for route, view, name in PAGES),
    path("at/", public.at, name="at"),
    path("s/<slug:anchor>/", public.anchor, name="anchor"),
]
