"""The pages of readers, in each language."""

from django.urls import path

from events.pages import (
    campaigns,
    claims,
    coverage,
    following,
    home,
    leads,
    newly,
    taking,
    topics,
    versions,
    weeks,
    works,
)
from events.pages import views as public
from events.pages.search import views as search

app_name = "events"

# Each page can also be read as of a time, at the same address below /at/<time>/.
PAGES = (
    ("", home.home, "home"),
    ("articles/<str:slug>/", public.article, "article"),
    ("events/<slug:anchor>/", public.event, "event"),
    ("timeline/", public.timeline, "timeline"),
    ("timeline.svg", public.timeline_drawn, "timeline-drawn"),
    ("articles/<str:slug>/part/<int:number>/", public.article, "article-part"),
    ("articles/<str:slug>/coverage/", coverage.coverage, "coverage"),
    ("articles/<str:slug>/history/", versions.article_history, "article-history"),
    ("articles/<str:slug>/claims.jsonld", claims.article_claims, "article-claims"),
    ("articles/<str:slug>/cite/", versions.cite_article, "article-cite"),
    ("articles/<str:slug>/version.<str:form>", versions.article_version, "article-version"),
    ("articles/<str:slug>/works/", taking.article_works, "article-works"),
    ("articles/<str:slug>/works.<str:form>", taking.article_works_file, "article-works-file"),
    ("sources/", works.sources, "sources"),
    ("sources/<str:slug>/", works.source, "source"),
    ("sources/<str:slug>/history/", works.source_history, "source-history"),
    ("sources/<str:slug>/work.<str:form>", taking.work, "work"),
    ("topics/", topics.topics, "topics"),
    ("topics/<str:slug>/", topics.topic, "topic"),
    ("statements/<slug:anchor>/", public.statement, "statement"),
    ("changes/", public.changes, "changes"),
)

urlpatterns = [
    *(path(route, view, name=name) for route, view, name in PAGES),
    *(path(f"at/<str:at>/{route}", view, name=f"{name}-at") for route, view, name in PAGES),
    path("articles/<str:slug>/feed.atom", following.article_feed, name="article-feed"),
    path("topics/<str:slug>/feed.atom", newly.topic_feed, name="topic-feed"),
    path("feed.atom", following.feed, name="feed"),
    path("requests.atom", following.requests_feed, name="requests-feed"),
    path("weeks/", weeks.weeks, name="weeks"),
    path("weeks/<str:name>/", weeks.week, name="week"),
    path("articles/<str:slug>/compare/", versions.compare, name="article-compare"),
    path("sources/works.<str:form>", taking.found_works, name="found-works"),
    # As they are: what campaigns tell of the past, the ledger holds; a search is of what stands now.
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/<str:slug>/", campaigns.campaign, name="campaign"),
    path("search/", search.search, name="search"),
    path("search/feed.atom", newly.search_feed, name="search-feed"),
    path("search/opensearch.xml", search.opensearch, name="opensearch"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("at/", public.at, name="at"),
    path("s/<slug:anchor>/", public.anchor, name="anchor"),
    path("statements/<slug:anchor>/lead/", leads.lead, name="lead"),
    path("leads/<str:token>/", leads.lead_fate, name="lead-fate"),
]
