"""What readers are shown, at what cost, and that it is never stale."""

import gzip
import re
from threading import Thread

import pytest
from django.db import connection

from events.desk import resolving, statements
from events.models import Article, ArticleStanding, CitationRequest, Dating, Event, Statement
from events.pages import moments, works
from events.pages.reading import dates_of, letter
from events.pages.weeks import name_of
from review.deciding import decisions
from review.exceptions import Clashes
from review.models import Publication, Slug, StoredPage, Subject
from review.proposing import drafts, proposals
from review.weighing import restricting
from sources.models import Contributor, Source
from tests import builders

pytestmark = pytest.mark.django_db
ADDRESS = "/articles/an-article/"


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def article(op):
    return builders.article(op)


def first():
    return Statement.objects.order_by("position").first()


def text(response):
    return response.content.decode()


def publish(by, *edits):
    return decisions.publish(list(edits), by=by, summary="changed")


# The article


def test_article_shows_words_marks_and_counts(client, article):
    page = text(client.get(ADDRESS))
    assert "One thing happened." in page
    assert "[citation needed]" in page
    assert "2 statements" in page
    assert "0 cited" not in page
    assert "1 requested" in page
    assert "1 bare" in page


def test_article_shows_one_number_a_work_with_lettered_uses_and_back_links(client, op, article):
    one, two = Statement.objects.order_by("position")
    citation = builders.published_citation(op, one)
    publish(
        op,
        *resolving.cite(_request(op, two), source=citation.source_id, label="page", locator="9–11"),
    )
    page = text(client.get(ADDRESS))
    assert page.count('id="note-1"') == 1
    assert "note-2" not in page
    assert 'href="#use-1a"' in page
    assert 'id="use-1b"' in page
    assert "Misha Glenny, <i>The Balkans</i> (Granta, 2012), 7." in page
    assert "Glenny, <i>The Balkans</i>, 9–11." in page


def _request(by, statement):
    request = CitationRequest.new(about_id=statement.pk)
    publish(by, drafts.create(request))
    return CitationRequest.objects.get(pk=request.pk)


def test_no_unreviewed_word_reaches_a_reader(client, op, article):
    by = builders.editor()
    request = CitationRequest.objects.get()
    paths = ["/", ADDRESS, "/timeline/", "/sources/", "/changes/"]
    anchor = Subject.objects.get(pk=first().pk).anchor
    paths += [
        f"/statements/{anchor}/",
        f"/events/{Subject.objects.get(kind='events.event').anchor}/",
    ]
    before = [text(client.get(path)) for path in paths]
    builders.answer(request, by, title="Zweifelhaftes Werk", summary="Zusammenfassung")
    builders.change(first(), by, text="Unreviewed words.")
    StoredPage.objects.all().delete()
    assert [text(client.get(path)) for path in paths] == before


def test_letters_of_uses_go_on_after_z():
    assert [letter(n) for n in (0, 25, 26, 27, 701, 702)] == ["a", "z", "aa", "ab", "zz", "aaa"]


def test_source_page_lists_what_it_supports(client, op, article):
    builders.published_citation(op, first())
    page = text(client.get("/sources/the-balkans/"))
    assert "Glenny, Misha. <i>The Balkans</i>. Granta, 2012." in page
    assert "One thing happened." in page
    assert "page 7" in page


def test_renamed_article_redirects_from_its_old_address(client, op, article):
    publish(op, drafts.update(Article, article.pk, title="Another name"))
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/articles/another-name/")


def test_merged_statement_leads_to_the_one_that_took_it_in(client, op, article):
    kept, gone = Statement.objects.order_by("position")
    act = statements.merge(gone, by=op)
    proposals.send([act], by=op, summary="one thought")
    builders.approve(act, builders.moderator())
    anchors = dict(Subject.objects.values_list("pk", "anchor"))
    assert Statement.objects.get().text == "One thing happened. Another followed."
    answer = client.get(f"/statements/{anchors[gone.pk]}/")
    assert answer.headers["Location"] == f"/statements/{anchors[kept.pk]}/"
    answer = client.get(f"/s/{anchors[gone.pk]}/")
    assert answer.headers["Location"] == f"{ADDRESS}#{anchors[kept.pk]}"


def test_split_statement_keeps_its_identity_and_moves_what_was_chosen(op, article):
    statement, request = first(), CitationRequest.objects.get()
    act = statements.split(statement, at=len("One thing"), by=op, moved=[str(request.pk)])
    proposals.send([act], by=op, summary="two thoughts")
    builders.approve(act, builders.moderator())
    texts = list(Statement.objects.order_by("position").values_list("text", flat=True))
    assert texts == ["One thing", "happened.", "Another followed."]
    assert Statement.objects.get(pk=statement.pk).text == "One thing"
    request.refresh_from_db()
    assert request.about.statement.text == "happened."


# Counts


def counts(article):
    kept = ArticleStanding.objects.get(pk=article.pk)
    return (kept.statements, kept.cited, kept.requested, kept.both)


def test_counts_are_kept_by_each_decision(op, article):
    assert counts(article) == (2, 0, 1, 0)
    citation = builders.published_citation(op, first())
    assert counts(article) == (2, 1, 1, 1)
    request = CitationRequest.objects.get()
    publish(op, *resolving.decline(request, reason="common-knowledge"))
    assert counts(article) == (2, 1, 0, 0)
    publish(op, *resolving.remove_statement(first()))
    assert counts(article) == (1, 0, 0, 0)
    assert not type(citation).objects.exists()


def test_removing_the_last_statement_removes_its_event(op, article):
    for statement in Statement.objects.all():
        publish(op, *resolving.remove_statement(statement))
    assert not Event.objects.exists()
    assert counts(article) == (0, 0, 0, 0)


def test_second_answer_adds_its_citation_and_closes_nothing(op, article):
    request, judge = CitationRequest.objects.get(), builders.moderator()
    one = builders.answer(request, builders.editor("one"))
    two = builders.answer(request, builders.editor("two"), title="Another book", locator="12")
    builders.approve(one, judge)
    builders.approve(two, judge)
    request.refresh_from_db()
    assert request.resolution == "cited"
    assert first().citations.count() == 2
    assert CitationRequest.history.filter(subject=request.pk, resolution="cited").count() == 1


def test_removal_that_leaves_a_request_open_is_refused(op, article):
    with pytest.raises(Clashes, match="still open on it"):
        publish(op, drafts.remove(Statement, first().pk))


# Stored pages


PUBLIC = (
    "/",
    ADDRESS,
    "/events/{event}/",
    "/statements/{statement}/",
    "/timeline/",
    "/sources/",
    "/sources/the-balkans/",
    "/changes/",
)


@pytest.mark.parametrize("path", PUBLIC)
def test_stored_page_costs_one_query_and_comes_compressed(
    client, op, article, django_assert_num_queries, path
):
    builders.published_citation(op, first())
    anchors = dict(Subject.objects.values_list("kind", "anchor"))
    path = path.format(event=anchors["events.event"], statement=anchors["events.statement"])
    fresh = client.get(path)
    assert fresh.status_code == 200
    with django_assert_num_queries(1):
        kept = client.get(path, headers={"accept-encoding": "gzip"})
    assert kept.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(kept.content) == fresh.content
    with django_assert_num_queries(1):
        again = client.get(path, headers={"if-none-match": kept.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("what", ["statement", "source", "contributor", "dating", "request"])
def test_stored_page_is_never_stale_whatever_was_published(client, op, article, what):
    citation = builders.published_citation(op, first())
    before = client.get(ADDRESS)
    source = Source.objects.get()
    edits = {
        "statement": drafts.update(Statement, first().pk, text="Changed words."),
        "source": drafts.update(Source, source.pk, title="Changed title"),
        "contributor": drafts.update(Contributor, Contributor.objects.get().pk, family="Changed"),
        "dating": drafts.create(
            Dating.new(statement_id=first().pk, words="Changed", edtf="1812-05")
        ),
        "request": drafts.create(CitationRequest.new(about_id=first().pk, reason="Changed")),
    }
    publish(op, edits[what])
    after = client.get(ADDRESS, headers={"if-none-match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Changed" in text(after)
    assert citation.source_id == source.pk


def test_page_of_another_build_is_not_served(client, article, settings):
    client.get(ADDRESS)
    settings.ATTESTED_BUILD = "other"
    assert client.get(ADDRESS).status_code == 200
    assert set(StoredPage.objects.filter(path=ADDRESS).values_list("build", flat=True)) > {"other"}


@pytest.mark.django_db(transaction=True)
def test_page_rendered_for_a_version_that_fell_is_not_kept(client, op, article, monkeypatch):
    render = moments.render

    def decide():
        publish(op, drafts.update(Statement, first().pk, text="Changed words."))
        connection.close()

    def slow(*args, **kwargs):
        monkeypatch.undo()
        made = render(*args, **kwargs)
        meanwhile = Thread(target=decide)
        meanwhile.start()
        meanwhile.join()
        return made

    monkeypatch.setattr(moments, "render", slow)
    client.get(ADDRESS)
    assert "Changed words." in text(client.get(ADDRESS))


# The past


def test_article_as_of_a_time_is_what_was_published_then(client, op, article):
    shown = [_plain(client.get(ADDRESS))]
    publish(op, drafts.update(Statement, first().pk, text="Changed words."))
    shown.append(_plain(client.get(ADDRESS)))
    publish(op, *resolving.remove_statement(first()))
    shown.append(_plain(client.get(ADDRESS)))
    moments = Publication.objects.order_by("number").values_list("at", flat=True)
    past = [client.get(f"/at/{at:%Y-%m-%dT%H:%M:%S.%f}Z{ADDRESS}") for at in moments]
    assert [_plain(page) for page in past] == shown


def _plain(page):
    """The statements of an article's page, as text."""
    assert page.status_code == 200
    return re.findall(r'class="words"[^>]*>([^<]*)<', text(page))


def test_article_before_it_was_published_is_not_there(client, article):
    assert client.get(f"/at/2001-01-01{ADDRESS}").status_code == 404


@pytest.mark.parametrize("when", ["yesterday", "2026-02-30", "2026-13-01T00:00:00Z"])
def test_time_that_is_none_is_told(client, article, when):
    assert client.get(f"/at/{when}/").status_code == 404


# History


def test_statement_history_names_author_moderator_reason_and_shows_the_diff(client, op, article):
    statement, judge = first(), builders.moderator("Mara")
    builders.approve(
        builders.change(
            statement, builders.editor("Edita"), summary="Clearer", text="One event happened."
        ),
        judge,
    )
    anchor = Subject.objects.get(pk=statement.pk).anchor
    page = text(client.get(f"/statements/{anchor}/"))
    assert "Edita · approved by Mara" in page
    assert "Clearer" in page
    assert re.search(r"<del[^>]*>.*?thing</del>", page)
    assert re.search(r"<ins[^>]*>.*?event</ins>", page)
    compared = text(client.get(f"/statements/{anchor}/?from=1&to=2"))
    assert "Publication 1 and publication 2" in compared
    assert client.get(f"/statements/{anchor}/?from=1&to=77").status_code == 404


# Cost


class Queries:
    """Counts the statements that a page sends."""

    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


def cost(client, path):
    StoredPage.objects.all().delete()
    counted = Queries()
    with connection.execute_wrapper(counted):
        assert client.get(path).status_code == 200, path
    return counted.number


PUBLIC_COST = {
    "home": 33,
    "coverage": 20,
    "timeline drawn": 11,
    "article": 22,
    "event": 18,
    "source": 18,
    "source history": 8,
    "sources": 10,
    "work": 7,
    "works": 11,
    "works file": 9,
    "timeline": 12,
    "statement": 34,
    "changes": 12,
    "home then": 16,
    "coverage then": 18,
    "timeline drawn then": 12,
    "article then": 18,
    "event then": 16,
    "source then": 18,
    "source history then": 6,
    "sources then": 6,
    "work then": 5,
    "works then": 9,
    "works file then": 7,
    "timeline then": 10,
    "statement then": 32,
    "changes then": 10,
    "history": 15,
    "cite": 7,
    "version file": 5,
    "claims": 22,
    "history then": 13,
    "cite then": 7,
    "version file then": 6,
    "claims then": 20,
    "compare": 29,
    "compare all": 26,
    "feed": 15,
    "article feed": 15,
    "requests feed": 10,
    "topic": 25,
    "topic's timeline": 10,
    "topic's timeline drawn": 10,
    "topic then": 25,
    "topic's timeline then": 13,
    "topic's timeline drawn then": 13,
    "topic feed": 14,
    "search feed": 17,
    "search": 18,
    "search for a phrase": 16,
    "search for what is contested": 9,
    "topics": 10,
    "suggest": 13,
    "campaigns": 4,
    "map of topics": 8,
    "week": 12,
    "sitemap": 7,
    "sitemap part": 8,
    "robots": 4,
}


def test_public_pages_cost_the_same_with_40_statements_and_2000(client, op):
    found = []
    for size, title in ((40, "Small"), (2000, "Large")):
        made = builders.article(op, [f"Statement {n} of {title}." for n in range(size)], title)
        named = [(s, "Statement") for s in Statement.objects.filter(event__article=made)]
        builders.topic(op, title, named=named)
        citation = builders.published_citation(
            op, Statement.objects.filter(event__article=made).first(), title=f"Work of {title}"
        )
        keys = Statement.objects.filter(event__article=made).values_list("pk", flat=True)
        publish(
            op,
            *(drafts.create(Dating.new(statement_id=key, words="x", edtf="1812")) for key in keys),
        )
        anchors = dict(Subject.objects.values_list("pk", "anchor"))
        paths = {
            "home": "/",
            "article": f"/articles/{title.lower()}/",
            "event": f"/events/{anchors[Event.objects.get(article=made).pk]}/",
            "source": f"/sources/{Slug.objects.get(subject=citation.source_id).slug}/",
            "sources": "/sources/",
            "source history": f"/sources/{Slug.objects.get(subject=citation.source_id).slug}/history/",
            "works": f"/articles/{title.lower()}/works/",
            "works file": f"/articles/{title.lower()}/works.bib",
            "work": f"/sources/{Slug.objects.get(subject=citation.source_id).slug}/work.bib",
            "timeline": "/timeline/",
            "timeline drawn": f"/timeline.svg?from=1800&article={title.lower()}",
            "topic": f"/topics/{title.lower()}/",
            "topic's timeline": f"/timeline/?topic={title.lower()}",
            "topic's timeline drawn": f"/timeline.svg?topic={title.lower()}",
            "coverage": f"/articles/{title.lower()}/coverage/",
            "statement": f"/statements/{anchors[keys[0]]}/",
            "changes": "/changes/",
            "history": f"/articles/{title.lower()}/history/",
            "cite": f"/articles/{title.lower()}/cite/",
            "version file": f"/articles/{title.lower()}/version.bib",
            "claims": f"/articles/{title.lower()}/claims.jsonld",
        }
        paths |= {f"{name} then": f"/at/2999-01-01{path}" for name, path in paths.items()}
        last = Publication.objects.latest("number").number
        paths |= {
            "compare": f"/articles/{title.lower()}/compare/",
            "compare all": f"/articles/{title.lower()}/compare/?from={last - 2}&to={last}",
            "feed": "/feed.atom",
            "article feed": f"/articles/{title.lower()}/feed.atom",
            "requests feed": "/requests.atom",
            "topic feed": f"/topics/{title.lower()}/feed.atom",
            "search": f"/search/?q={title.lower()}",
            "search for a phrase": f'/search/?q="of {title.lower()}"',
            "search for what is contested": f"/search/?q={title.lower()}&state=contested",
            "topics": "/topics/",
            "suggest": f"/search/suggest/?q={title.lower()[:3]}",
            "campaigns": "/campaigns/",
            "map of topics": "/sitemap-topics.xml",
            "search feed": f"/search/feed.atom?q={title.lower()}",
            "week": f"/weeks/{name_of(Publication.objects.latest('number').at)}/",
            "sitemap": "/sitemap.xml",
            "sitemap part": "/sitemap-articles.xml",
            "robots": "/robots.txt",
        }
        found.append({name: cost(client, path) for name, path in paths.items()})
    assert found[0] == found[1] == PUBLIC_COST


def test_sources_are_paged_by_key(client, op, article, monkeypatch):
    monkeypatch.setattr(works, "SOURCES_PER_PAGE", 2)
    for title in ("C", "A", "B", "A"):
        source = Source.new(type="book", title=f"Work {title}")
        publish(op, drafts.create(source))
    seen, path = [], "/sources/"
    while path:
        page = text(client.get(path))
        seen += re.findall(r">(Work [A-C])</a>", page)
        more = re.search(r'href="([^"]+)" rel="next"', page)
        path = more and f"/sources/{more[1]}"
    assert seen == ["Work A", "Work A", "Work B", "Work C"]
    assert client.get("/sources/?after=none").status_code == 404


def test_home_of_the_past_has_the_counts_of_then(client, op, article):
    before = client.get("/at/2999-01-01/").context["articles"][0][2]
    assert (before.statements, before.cited, before.requested, before.bare) == (2, 0, 1, 1)
    builders.published_citation(op, first())
    at = Publication.objects.order_by("number").first().at
    then = client.get(f"/at/{at:%Y-%m-%dT%H:%M:%S.%f}Z/").context["articles"][0][2]
    now = client.get("/at/2999-01-01/").context["articles"][0][2]
    assert (then.cited, then.both, now.cited, now.both) == (0, 0, 1, 1)
    live = ArticleStanding.objects.get()
    assert (live.statements, live.cited, live.requested, live.bare) == (
        now.statements,
        now.cited,
        now.requested,
        now.bare,
    )


def test_date_form_leads_to_the_page_of_that_day_and_without_a_date_back(client):
    to = client.get("/at/?on=2026-11-01&page=/timeline/").headers["Location"]
    assert to == "/at/2026-11-01/timeline/"
    assert client.get("/at/?on=&page=/timeline/").headers["Location"] == "/timeline/"
    assert client.get("/at/?on=2026-11-01&page=//evil.example/").headers["Location"] == (
        "/at/2026-11-01/"
    )
    assert client.get("/at/?on=never&page=/").status_code == 404


def test_publications_lead_to_the_history_that_tells_more_and_name_both_moderators(client, article):
    judge, second = builders.moderator(), builders.moderator("second")
    restricting.restrict("second", by=judge, reason="Disputed", subject=article.pk)
    act = builders.change(first(), builders.editor(), text="Another thing happened.")
    assert builders.approve(act, judge) is None
    builders.approve(act, second)
    address = f"/statements/{first().subject.anchor}/"
    page = text(client.get("/changes/"))
    assert f'<a class="act-title" href="{address}">Change statement' in page
    named = f"approved by {judge} and {second}"
    assert named in page
    assert named in text(client.get(address))
    assert f'<a class="act-title" href="{address}">' in text(client.get("/"))


def test_publication_of_more_than_one_statement_leads_nowhere_in_particular(client, op, article):
    edits = [drafts.update(Statement, s.pk, text="New.") for s in Statement.objects.all()]
    publish(op, *edits)
    assert 'class="act-title" href' not in text(client.get("/changes/"))


# Dates


def dated(op, *datings):
    new = [Dating.new(statement_id=first().pk, words=w, **more) for w, more in datings]
    publish(op, *(drafts.create(dating) for dating in new))
    return first().event.subject.anchor


def _said(page):
    """The page without its tags and line ends."""
    return " ".join(re.sub(r"<[^>]+>", "", text(page)).split())


PAGES = (ADDRESS, "/timeline/")


@pytest.mark.parametrize("path", PAGES)
def test_readers_see_the_printed_words_of_a_date_isolated(client, op, article, path):
    dated(op, ("late in <1806>", {"edtf": "1806-09/1806-12"}))
    page = text(client.get(path))
    assert "<bdi>late in &lt;1806&gt;</bdi>" in page
    assert "September" not in page


@pytest.mark.parametrize("path", PAGES)
def test_a_named_calendar_is_said_with_the_gregorian_day(client, op, article, path):
    dated(op, ("10 July 1807", {"edtf": "1807-07-10", "calendar": "julian"}))
    said = _said(client.get(path))
    assert "10 July 1807 (Julian; 22 July 1807 Gregorian)" in said
    assert Dating.objects.get().lower == 18070722


@pytest.mark.parametrize("path", PAGES)
def test_dates_of_an_event_go_from_the_earliest_to_the_latest(client, op, article, path):
    dated(
        op,
        ("19th century", {"edtf": "18XX"}),
        ("10th century", {"edtf": "09XX"}),
        ("1500", {"edtf": "1500"}),
    )
    assert "10th century … 19th century" in _said(client.get(path))


def test_an_open_beginning_comes_first_and_an_open_end_last(client, op, article):
    dated(
        op,
        ("since 1500", {"edtf": "1500/.."}),
        ("1500", {"edtf": "1500"}),
        ("until 1900", {"edtf": "../1900"}),
    )
    assert "until 1900 … since 1500" in _said(client.get(ADDRESS))


def test_a_date_said_twice_is_shown_once(client, op, article):
    anchor = dated(op, *[("1812", {"edtf": "1812"})] * 2, ("1813", {"edtf": "1813"}))
    assert "1812 and 1813" in _said(client.get(ADDRESS))
    assert "Dated: 1812; 1813" in _said(client.get(f"/events/{anchor}/"))


def test_the_chosen_date_places_and_names_an_event(client, op, article):
    dated(op, ("1812", {"edtf": "1812"}), ("1813", {"edtf": "1813", "is_chosen": True}))
    assert re.search("1813 ?One thing", _said(client.get("/timeline/")))


def test_a_date_without_words_is_said(client, op, article):
    read = [Dating(words=" ", edtf="1985-04-XX"), Dating(words="", edtf="-0043", upper=-428769)]
    assert [str(date) for date in dates_of(read)] == ["44 BC", "a day in April 1985"]
