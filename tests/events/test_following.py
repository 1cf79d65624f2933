"""Who follows the site: feeds, weeks in claims, and what search engines ask for."""

import gzip
import json
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection

from events.alterations import telling
from events.desk import resolving
from events.models import (
    Alteration,
    Article,
    CitationRequest,
    Dating,
    Mention,
    Statement,
    Topic,
)
from events.pages import altered, engines, following, newly, weeks
from events.pages.weeks import name_of
from review import bounds
from review.deciding import decisions
from review.models import Publication, StoredPage
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = settings.ATTESTED_URL


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def article(op):
    return builders.article(op)


def first():
    return Statement.objects.order_by("position").first()


def publish(by, *edits):
    decisions.publish(list(edits), by=by, summary="changed")


def read(client, path):
    """(the feed, [(title, address, html)] of its entries)."""
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    return feed, [
        (
            entry.findtext(f"{ATOM}title"),
            entry.find(f"{ATOM}link").get("href"),
            entry.findtext(f"{ATOM}summary"),
        )
        for entry in feed.iter(f"{ATOM}entry")
    ]


# Feeds


def test_site_is_followed_by_what_each_publication_altered(client, op, article):
    judge = builders.moderator("Mara")
    act = builders.change(first(), builders.editor("Edita"), summary="Clearer", text="It began.")
    builders.approve(act, judge)
    feed, entries = read(client, "/feed.atom")
    assert [title for title, *_ in entries] == [
        "An article: 1 statement reworded.",
        "An article: Published for the first time, 2 statements added, 1 request opened.",
    ]
    _, address, html = entries[0]
    assert address == f"{SITE}/at/2/changes/"
    assert client.get(address.removeprefix(SITE)).status_code == 200
    assert "by Edita, approved by Mara: “Clearer”" in html
    assert feed.findtext(f"{ATOM}updated") == Publication.objects.get(number=2).at.isoformat()
    assert feed.findtext(f"{ATOM}id") == f"{SITE}/feed.atom"


def test_article_is_followed_alone_also_by_its_former_name(client, op, article):
    builders.article(op, title="Another article")
    publish(op, drafts.update(Article, article.pk, title="New name"))
    answer = client.get("/articles/an-article/feed.atom")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/articles/new-name/feed.atom")
    feed, entries = read(client, "/articles/new-name/feed.atom")
    assert feed.findtext(f"{ATOM}title") == "New name · Attested"
    assert entries[0][0] == "Renamed."
    assert len(entries) == 2
    assert f"{SITE}/articles/new-name/compare/?from=1&amp;to=3" in entries[0][2]


def test_open_requests_are_followed_and_those_that_ended_are_not(client, op, article):
    second = Statement.objects.order_by("position").last()
    made = CitationRequest.new(about_id=second.pk, kind="when", reason="Which <year>?")
    publish(op, drafts.create(made))
    _, entries = read(client, "/requests.atom")
    assert [title for title, *_ in entries] == [
        "When?: “Another followed.”",
        "Citation needed: “One thing happened.”",
    ]
    assert "(Which &lt;year&gt;?)" in entries[0][2]
    assert f"/statements/{second.subject.anchor}/lead/" in entries[0][2]
    publish(op, *resolving.decline(made, reason="common-knowledge"))
    assert len(read(client, "/requests.atom")[1]) == 1


def test_feeds_of_an_empty_site_are_feeds_and_say_no_time_of_the_clock(client):
    for path in ("/feed.atom", "/requests.atom", "/search/feed.atom"):
        feed, entries = read(client, path)
        assert entries == []
        assert feed.findtext(f"{ATOM}updated") == following.BEGINNING.isoformat()


def test_feed_is_stored_sent_compressed_as_what_it_is_and_renewed(client, article, op):
    path = "/articles/an-article/feed.atom"
    client.get(path)
    held = StoredPage.objects.get(path=path)
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert gzip.decompress(answer.content) == gzip.decompress(bytes(held.body))
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    publish(op, drafts.update(Statement, first().pk, text="Other words."))
    assert "1 statement reworded." in client.get(path).content.decode()


def test_words_that_xml_has_no_place_for_break_no_feed(client, op):
    made = builders.article(op, ["Vertical\x0btab & <b>.", "Another."], title="Of <signs> & such")
    assert made
    _, entries = read(client, "/requests.atom")
    assert entries[0][0] == "Citation needed: “Vertical tab & <b>.”"
    assert read(client, "/feed.atom")[1][0][0].startswith("Of <signs> & such: Published")


def test_publication_of_many_articles_is_told_in_a_few_lines(client, op, monkeypatch):
    monkeypatch.setattr(altered, "ARTICLES_SHOWN", 2)
    edits = [
        drafts.update(Article, builders.article(op, title=f"Of {n}").pk, title=f"On {n}")
        for n in range(5)
    ]
    publish(op, *edits)
    title, _, html = read(client, "/feed.atom")[1][0]
    assert title == "Publication 6: 5 articles"
    assert html.count("Renamed.") == 2
    assert "and 3 more" in html


def named(op, *pairs, name="Belgrade"):
    """A topic that these statements name by these words."""
    return builders.topic(op, name, named=pairs)


def test_topic_is_followed_by_the_statements_that_came_to_name_it(client, op, article):
    second = Statement.objects.order_by("position").last()
    builders.published_citation(op, second)
    topic = named(op, (first(), "thing"))
    path = "/topics/belgrade/feed.atom"
    assert [title for title, *_ in read(client, path)[1]] == ["“One thing happened.”"]
    publish(
        op, drafts.create(Mention.new(statement_id=second.pk, topic_id=topic.pk, words="followed"))
    )
    feed, entries = read(client, path)
    assert feed.findtext(f"{ATOM}title") == "Belgrade · Attested"
    assert [title for title, *_ in entries] == ["“Another followed.”", "“One thing happened.”"]
    _, address, html = entries[0]
    assert address == f"{SITE}/statements/{second.subject.anchor}/"
    assert f"{SITE}/articles/an-article/#{second.subject.anchor}" in html
    assert "An article</a> · cited" in html
    page = client.get("/topics/belgrade/").content.decode()
    assert f'href="{path}" type="application/atom+xml">Follow it' in page
    assert f'title="Belgrade" href="{path}">' in page


def test_feed_of_a_topic_has_nothing_that_names_it_no_more(client, op, article):
    named(op, (first(), "thing"))
    publish(op, drafts.remove(Mention, Mention.objects.get().pk))
    assert read(client, "/topics/belgrade/feed.atom")[1] == []
    assert client.get("/topics/none/feed.atom").status_code == 404


def test_topic_is_followed_also_by_its_former_name_and_not_when_it_is_gone(client, op, article):
    topic = named(op)
    publish(op, drafts.update(Topic, topic.pk, name="Beograd"))
    answer = client.get("/topics/belgrade/feed.atom")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/topics/beograd/feed.atom")
    publish(op, drafts.remove(Topic, topic.pk))
    assert client.get("/topics/beograd/feed.atom").status_code == 404


def test_search_is_followed_the_newest_words_first(client, op, article):
    texts = ["An old bridge stood.", "A bridge fell.", "Nothing of it."]
    builders.article(op, texts, title="Of bridges")
    old = Statement.objects.get(text=texts[0])
    path = "/search/feed.atom?q=bridge&in=statements"
    assert {title for title, *_ in read(client, path)[1]} == {f"“{t}”" for t in texts[:2]}
    publish(op, drafts.update(Statement, old.pk, text="An older bridge stood."))
    feed, entries = read(client, path)
    assert [title for title, *_ in entries] == ["“An older bridge stood.”", "“A bridge fell.”"]
    assert "An older <mark>bridge</mark> stood." in entries[0][2]
    assert feed.findtext(f"{ATOM}id") == f"{SITE}/search/feed.atom?q=bridge&in=statements"
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links["alternate"] == f"{SITE}/search/?q=bridge&in=statements"
    page = client.get("/search/?q=bridge&in=statements").content.decode()
    assert page.count('href="/search/feed.atom?q=bridge&amp;in=statements"') == 2


def test_statement_that_was_moved_is_not_new_in_the_feed_of_a_search(client, op, article):
    builders.article(op, ["A bridge fell.", "A bridge rose."], title="Of bridges")
    fell, rose = Statement.objects.filter(text__contains="bridge").order_by("position")
    publish(op, drafts.update(Statement, rose.pk, text="A bridge rose again."))
    publish(op, drafts.update(Statement, fell.pk, position="7"))
    titles = [title for title, *_ in read(client, "/search/feed.atom?q=bridge&in=statements")[1]]
    assert titles == ["“A bridge rose again.”", "“A bridge fell.”"]


def test_feed_of_a_search_is_narrowed_as_its_page(client, op, article):
    builders.article(op, ["A thing fell.", "Another rose."], title="The thing")
    builders.published_citation(op, Statement.objects.get(text="A thing fell."))

    def titles(query):
        return {title for title, *_ in read(client, f"/search/feed.atom?q=thing{query}")[1]}

    assert titles("") == {"“One thing happened.”", "“A thing fell.”", "The thing (article)"}
    assert titles("&state=cited") == {"“A thing fell.”"}
    assert titles("&article=an-article") == {"“One thing happened.”"}
    assert titles("&in=articles") == {"The thing (article)"}


def test_feed_of_a_search_is_bounded_and_says_when_it_took_too_long(client, article, monkeypatch):
    monkeypatch.setattr(newly.finding, "MOST", 1)
    assert len(read(client, "/search/feed.atom?q=one+OR+another&in=statements")[1]) <= 1
    monkeypatch.setattr(bounds, "SECONDS", 0.001)
    monkeypatch.setattr(newly, "WORDED", "SELECT NULL, pg_sleep(1) WHERE %s::uuid[] IS NOT NULL")
    feed, entries = read(client, "/search/feed.atom?q=thing")
    assert entries == []
    assert "took too long" in feed.findtext(f"{ATOM}subtitle")


# Weeks


def test_week_adds_up_what_was_altered_in_claims(client, op, article):
    other = builders.article(op, title="Another article")
    for statement in Statement.objects.filter(event__article=other):
        builders.published_citation(op, statement, title=f"Work {statement.position}")
    dating = Dating.new(statement_id=first().pk, words="One", edtf="1806")
    publish(op, drafts.create(dating))
    publish(op, drafts.update(Dating, dating.pk, edtf="1807"))
    answer = client.get("/weeks/", follow=True)
    page = answer.content.decode()
    for claim in ("2 statements newly cited", "1 date changed", "4 statements added"):
        assert f"<li>{claim}</li>" in page
    assert "2 articles published for the first time" in page
    names = re.findall(r'class="article-name" href="[^"]+">([^<]+)<', page)
    assert sorted(names) == ["An article", "Another article"]
    assert "6 publications" in page


def test_week_lists_articles_a_page_at_a_time_last_altered_first(client, op, monkeypatch):
    monkeypatch.setattr(weeks, "ARTICLES_PER_PAGE", 2)
    made = [builders.article(op, title=f"Of {n}") for n in range(5)]
    publish(op, drafts.update(Statement, made[1].events.get().statements.first().pk, text="New."))
    path = f"/weeks/{name_of(Publication.objects.first().at)}/"
    seen, query = [], ""
    while query is not None:
        page = client.get(path + query).content.decode()
        seen += re.findall(r'class="article-name" href="[^"]+">([^<]+)<', page)
        link = re.search(r'href="(\?after=[^"]+)" rel="next"', page)
        query = link and link[1]
    assert seen == ["Of 1", "Of 4", "Of 3", "Of 2", "Of 0"]


@pytest.mark.parametrize(
    "name", ["2026-W99", "soon", "1999-W01", "2999-W01", "0000-W01", "9999-W53", "2026-W1"]
)
def test_week_that_is_none_or_outside_the_record_is_not_there(client, article, name):
    assert client.get(f"/weeks/{name}/").status_code == 404


def test_week_is_told_by_its_days(client):
    assert name_of(datetime(2026, 11, 28, tzinfo=UTC)) == "2026-W48"
    assert client.get("/weeks/").headers["Location"] == "/changes/"


def test_every_count_has_its_words():
    kept = telling.claims(dict.fromkeys(telling.CLAIMS, 1) | {"unknown": 3})
    assert len(kept) == len(telling.CLAIMS)
    many = telling.claims(dict.fromkeys(telling.CLAIMS, 1200))
    assert all(
        "1,200" in said or name == "ended" for name, said in zip(telling.CLAIMS, many, strict=True)
    )


def test_counts_of_a_removed_article_stay_and_lead_to_its_history(client, op, article):
    for statement in Statement.objects.all():
        publish(op, *resolving.remove_statement(statement))
    publish(op, drafts.remove(Article, article.pk))
    page = client.get("/weeks/", follow=True).content.decode()
    assert '<bdi class="article-name">An article</bdi>' in page
    assert 'href="/articles/an-article/history/"' in page
    assert Alteration.objects.filter(counts__has_key="ended").exists()


# Engines


def addresses(client, path):
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    tree = ElementTree.fromstring(answer.content)
    return [one.text.removeprefix(SITE) for one in tree.iter(f"{MAP}loc")]


def test_map_of_the_site_leads_to_every_article_and_source_once(client, op, monkeypatch):
    monkeypatch.setattr(engines, "ADDRESSES", 2)
    for n in range(5):
        builders.article(op, title=f"Of {n}")
    builders.published_citation(op, first())
    named(op)
    gone = builders.article(op, title="Gone")
    for statement in Statement.objects.filter(event__article=gone):
        publish(op, *resolving.remove_statement(statement))
    publish(op, drafts.remove(Article, gone.pk))
    parts = addresses(client, "/sitemap.xml")
    assert len(parts) == 1 + 3 + 1 + 1
    found = [address for part in parts for address in addresses(client, part)]
    assert sorted(found) == sorted(
        [
            *("/", "/timeline/", "/sources/", "/topics/", "/changes/", "/campaigns/"),
            *(f"/articles/of-{n}/" for n in range(5)),
            "/sources/the-balkans/",
            "/topics/belgrade/",
        ]
    )
    for address in found:
        assert client.get(address).status_code == 200
    day = f"{Publication.objects.first().at:%Y-%m-%d}"
    assert f"<lastmod>{day}</lastmod>" in client.get("/sitemap-articles.xml").content.decode()


def test_parts_of_the_map_are_found_by_the_index_alone(op, article):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN " + engines.STARTS.format(table="events_article"), {"size": 5000})
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert "Sort" not in plan
    assert "Index Only Scan" in plan


@pytest.mark.parametrize("part", ["nothing", "articles-7", "statements", "articles-zz"])
def test_part_of_the_map_that_is_none_is_not_there(client, part):
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_engines_are_told_what_not_to_read_and_where_the_map_is(client):
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    told = answer.content.decode()
    assert f"Sitemap: {SITE}/sitemap.xml" in told
    assert "Disallow: /at/" in told


def test_each_page_says_which_address_is_its_own_and_what_it_is(client, op, article):
    builders.published_citation(op, first())
    anchor = first().subject.anchor
    event = first().event.subject.anchor
    builders.campaign(builders.moderator())
    for path, title in (
        ("/campaigns/", "Campaigns"),
        ("/campaigns/a-campaign/", "A campaign"),
        ("/articles/an-article/history/", "History of An article"),
        ("/articles/an-article/cite/", "Cite An article"),
        ("/articles/an-article/compare/", "An article: two versions compared"),
        ("/articles/an-article/works/", "Works cited in An article"),
        ("/sources/the-balkans/history/", "History of The Balkans"),
    ):
        page = client.get(path).content.decode()
        assert page.count(f'<link rel="canonical" href="{SITE}{path}">') == 1, path
        assert f'<meta property="og:title" content="{title}">' in page
    for path, title, kind in (
        ("/", "Attested", "website"),
        ("/articles/an-article/", "An article", "article"),
        (f"/statements/{anchor}/", "One thing happened.", "website"),
        (f"/events/{event}/", "One thing happened.", "website"),
        ("/sources/the-balkans/", "The Balkans", "book"),
        ("/sources/", "Sources", "website"),
        ("/timeline/", "Timeline", "website"),
        ("/changes/", "Publications", "website"),
    ):
        for prefix in ("", "/at/2999-01-01"):
            page = client.get(prefix + path).content.decode()
            assert page.count(f'<link rel="canonical" href="{SITE}{path}">') == 1, path
            assert f'<meta property="og:title" content="{title}">' in page
            assert f'<meta property="og:type" content="{kind}">' in page
            assert f'<meta property="og:url" content="{SITE}{path}">' in page
            assert 'property="og:description"' in page
    assert "canonical" not in client.get("/changes/?before=2").content.decode()


def test_address_in_another_script_is_its_own_as_it_is_sent(client, op):
    builders.article(op, title="Карађорђе")
    page = client.get("/articles/карађорђе/").content.decode()
    sent = "%D0%BA%D0%B0%D1%80%D0%B0%D1%92%D0%BE%D1%80%D1%92%D0%B5"
    assert f'<link rel="canonical" href="{SITE}/articles/{sent}/">' in page
    assert f"/articles/{sent}/" in addresses(client, "/sitemap-articles.xml")


def test_claims_of_an_article_are_told_with_what_each_cites(client, op, article):
    builders.published_citation(op, first())
    answer = client.get("/articles/an-article/claims.jsonld")
    assert answer.headers["Content-Type"] == "application/ld+json; charset=utf-8"
    told = json.loads(answer.content)
    cited, bare = told["hasPart"]
    assert (cited["@type"], cited["text"]) == ("Claim", "One thing happened.")
    (note,) = cited["citation"]
    assert note["@id"] == f"{SITE}/sources/the-balkans/" == told["citation"][0]["@id"]
    assert note["name"] == "Misha Glenny, The Balkans (Granta, 2012), 7."
    assert "citation" not in bare
    page = client.get(f"/statements/{first().subject.anchor}/").content.decode()
    own = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
    assert own["citation"] == cited["citation"]
    assert own["appearance"]["@id"] == f"{SITE}/articles/an-article/"
    then = json.loads(client.get("/at/1/articles/an-article/claims.jsonld").content)
    assert "citation" not in then["hasPart"][0]
