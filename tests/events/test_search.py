"""The search: what it finds, in whatever spelling; what it says where there is nothing, or too much."""

import html
import re

import pytest
from django.db import connection
from django.urls import reverse

from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Section,
    Statement,
)
from events.pages.search import finding, lighting
from review import bounds
from review.deciding import decisions
from review.models import Slug, User
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db
FAR = "9" * 5000


def publish(op, *edits):
    return decisions.publish(edits, by=op, summary="so")


def find(client, words, **more):
    answer = client.get("/search/", {"q": words, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def main_of(page):
    """The main part of a page as a person reads it, what is lit in [ ]."""
    body = re.sub(r"</?mark>", lambda tag: "]" if "/" in tag[0] else "[", page.split("<main", 1)[1])
    said = html.unescape(re.sub(r"<[^>]+>", " ", body.split("</main")[0]))
    return re.sub(r"\s+([.,?”])", r"\1", re.sub(r"\s+", " ", said))


def sentences(page):
    found = re.findall(r'<p class="hit"[^>]*><a href="([^"]+)">(.*?)</a></p>', page)
    return [html.unescape(re.sub(r"<[^>]+>", "", words)) for _, words in found]


def suggested(client, words):
    answer = client.get("/search/suggest/", {"q": words})
    typed, *columns = answer.json()
    assert typed == words
    return list(zip(*columns, strict=True))


@pytest.fixture(scope="module")
def begun(for_all):
    """An article of three statements, one of them cited, one requested and one neither."""
    texts = [
        "In 1806 Karađorđe besieged Belgrade.",
        "The treaties of 1812 ended the war with Russia.",
        "Nobody knows what Карађорђе said.",
    ]
    with for_all():
        op = builders.operator()
        article = builders.article(op, texts, "The rising of Karađorđe")
        first, second, _ = Statement.objects.order_by("position")
        request = CitationRequest.objects.get()
        publish(
            op,
            drafts.update(CitationRequest, request.pk, about_id=second.pk),
            drafts.create(Dating.new(statement_id=first.pk, words="1806", edtf="1806")),
            drafts.create(Dating.new(statement_id=second.pk, words="in 1712", edtf="1712")),
        )
        builders.published_citation(op, first)
    return article.pk


@pytest.fixture
def war(begun):
    return Article.objects.get(pk=begun)


@pytest.fixture
def op(begun):
    return User.objects.get(username="operator")


def test_result_tells_the_article_the_sentence_its_time_and_its_state(client, war):
    page = find(client, "karadjordje")
    said = main_of(page)
    assert "2 statements found for karadjordje" in said
    assert "The rising of Karađorđe In 1806 [Karađorđe] besieged Belgrade. 1806 · cited" in said
    assert "Nobody knows what [Карађорђе] said. neither cited nor requested" in said
    first = Statement.objects.select_related("subject").order_by("position").first()
    slug = Slug.objects.get(subject=war.pk, is_current=True).slug
    address = reverse("events:article", args=[slug])
    assert f'<a href="{address}#{first.subject.anchor}">' in page
    assert "The rising of [Karađorđe] article" in said


def test_all_that_is_named_so_is_found_with_what_it_is(client, op, war):
    event = Event.objects.get()
    work, author = builders.book(title="The <i>siege</i> & after")
    publish(
        op,
        drafts.update(Event, event.pk, heading="The siege"),
        drafts.create(
            Section.new(article_id=war.pk, position="5", title="Before the siege", level=2)
        ),
        drafts.create(Illustration.new(article_id=war.pk, position="5", caption="A siege tower")),
        drafts.create(work),
        drafts.create(author),
    )
    said = main_of(find(client, "siege"))
    assert "The [siege] heading in The rising of Karađorđe" in said
    assert "Before the [siege] heading" in said
    assert "Misha Glenny · The [siege] & after · 2012 work" in said
    assert "A [siege] tower picture in The rising" in said
    alone = find(client, "siege", **{"in": "works"})
    assert "[siege] & after" in main_of(alone)
    assert "tower" not in alone
    assert "Headings" in main_of(find(client, "siege"))


@pytest.mark.parametrize(
    ("narrowed", "number"),
    [
        ({"state": "cited"}, 1),
        ({"state": "requested"}, 0),
        ({"state": "bare"}, 1),
        ({"period": "1800"}, 1),
        ({"period": "1700"}, 0),
        ({"period": "1800", "state": "cited"}, 1),
        ({"article": "another"}, 0),
        ({"in": "statements"}, 2),
        ({"in": "articles"}, 0),
        ({"state": "nonsense", "period": "nonsense", "in": "nonsense"}, 2),
    ],
)
def test_search_is_narrowed(client, op, war, narrowed, number):
    builders.article(op, ["Of another."], "Another")
    assert len(sentences(find(client, "Karađorđe", **narrowed))) == number


def test_what_narrows_is_offered_with_how_many_it_leaves(client, op, war):
    builders.article(op, ["Karađorđe again."], "Another")
    said = main_of(find(client, "Karađorđe"))
    assert "Statements 3 Articles 1" in said
    assert "Cited or not Cited 1 Citation requested 1 Neither cited nor requested 1" in said
    assert "Period 19th century 1" in said
    assert "The rising of Karađorđe 2 Another 1" in said
    chosen = find(client, "Karađorđe", state="cited")
    assert '<b aria-current="true"><bdi>Cited</bdi></b>' in chosen
    assert "Search in everything" in main_of(chosen)


def test_only_what_is_published_is_found(client, war):
    statement = Statement.objects.order_by("position").first()
    act = builders.change(statement, builders.editor(), text="Zebras besieged it.")
    said = main_of(find(client, "zebras"))
    assert "Nothing published has the word zebras." in said
    assert suggested(client, "zebr") == []
    builders.approve(act, builders.moderator())
    assert "1 statement found" in main_of(find(client, "zebras"))
    assert "[Karađorđe] besieged" not in main_of(find(client, "karađorđe"))


def test_words_that_say_nothing_need_not_stand_there(client, war):
    said = main_of(find(client, "the treaty of war"))
    assert "1 statement found" in said
    assert "without asking for the, of, which stand nearly everywhere" in said
    assert "[The] [treaties] [of] 1812 ended [the] [war]" in said
    assert "1 statement found for the." in main_of(find(client, "the"))


def test_a_typo_is_told_and_what_was_meant_is_offered(client, war):
    page = find(client, "karadjorgje 1806", state="cited")
    said = main_of(page)
    assert "Nothing published has the word karadjorgje." in said
    assert "found for" not in said
    assert "Did you mean karađorđe 1806?" in said
    link = re.search(r'class="meant">.*?href="([^"]+)"', page)[1]
    assert len(sentences(client.get(f"/search/{html.unescape(link)}").content.decode())) == 1
    assert "Did you mean карађорђе?" in main_of(find(client, "карађорће"))
    assert "Did you mean besieged?" in main_of(find(client, "beseiged"))


def test_words_that_never_stand_together_are_told_and_searched_for_alone(client, war):
    page = find(client, "belgrade treaties")
    assert "Nothing published has all of these words together." in main_of(page)
    assert "Without belgrade, treaties?" in main_of(page)
    assert 'href="?q=treaties"' in page


@pytest.mark.parametrize("words", ["zzzz", "?!", "ь", "'", "\\", "a & b | !c", "<b>", "%", "🙂"])
def test_nothing_found_is_said(client, war, words):
    said = main_of(find(client, words))
    assert "Nothing" in said
    assert "list of articles" in said


def test_an_empty_search_says_what_can_be_searched(client, war):
    said = main_of(client.get("/search/").content.decode())
    assert "Give a word, a name or a year." in said
    assert client.get("/search/").headers["ETag"]  # It is stored.


def test_a_page_of_the_search_is_of_now_alone(client, war):
    assert 'class="as-of"' not in find(client, "war")
    then = client.get("/at/2999-01-01/").content.decode()
    assert 'action="/search/"' in then


def test_searches_have_bounds_and_say_so(client, war, monkeypatch):
    said = main_of(find(client, "war " * 400))
    assert "Only this was searched for" in said
    assert "1 statement found" in said

    def slow(*args, **more):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(5)")

    monkeypatch.setattr(bounds, "SECONDS", 0.05)
    monkeypatch.setattr(finding, "find", slow)
    assert "The search took too long" in main_of(find(client, "war"))
    assert suggested(client, "kara") == []


@pytest.mark.parametrize("name", ["q", "in", "state", "period", "article", "after"])
@pytest.mark.parametrize("value", ["\\", "'; --", "x" * 5000, FAR, "-1", "0", "%", "\u202e", "🙂"])
def test_no_value_in_an_address_is_an_error(client, war, name, value):
    client.raise_request_exception = False
    assert client.get("/search/", {"q": "war", name: value}).status_code in (200, 404)
    assert client.get("/search/suggest/", {name: value}).status_code == 200
    assert client.get("/search/feed.atom", {"q": "war", name: value}).status_code in (200, 404)


def test_titles_and_words_are_suggested_as_one_types(client, op, war):
    found = suggested(client, "karadj")
    assert found[0][:2] == ("The rising of Karađorđe", "article")
    assert client.get(found[0][2]).status_code == 200
    assert [(text, what) for text, what, _ in found[1:]] == [("karađorđe", "search")]
    assert client.get(found[1][2]).status_code == 200
    assert suggested(client, "ka") == []
    assert suggested(client, "кар")[-1][0] == "карађорђе"
    assert suggested(client, "the trea")[-1][0] == "the treaties"
    assert client.get("/search/suggest/?q=kar").headers["Cache-Control"] == "public, max-age=60"


def test_browsers_learn_how_to_search_here(client, war, settings):
    settings.ATTESTED_URL = "https://attested.example"
    page = client.get("/").content.decode()
    assert 'rel="search" type="application/opensearchdescription+xml"' in page
    answer = client.get("/search/opensearch.xml")
    assert answer.headers["Content-Type"] == "application/opensearchdescription+xml"
    assert 'template="https://attested.example/search/?q={searchTerms}"' in answer.content.decode()


def test_long_text_is_clipped_around_what_was_found():
    text = "word " * 100 + "Karađorđe " + "more " * 100
    pieces = lighting.pieces(text, [101])
    assert pieces[0] == ("… ", False)
    assert ("Karađorđe", True) in pieces
    assert pieces[-1] == (" …", False)
    assert sum(len(words) for words, _ in pieces) < lighting.LONGEST + 10
    assert lighting.pieces("x" * 2000, []) == [("x" * lighting.LONGEST, False), (" …", False)]
    assert lighting.pieces("One two.", [2, 9]) == [("One ", False), ("two", True), (".", False)]


# Phrases, what is contested, what is followed


@pytest.mark.parametrize(
    "words",
    ['"ended the war"', "„ended the war“", "«ended the war»", "“Ended the WAR”", '1812 "the war"'],
)
def test_words_in_quotation_marks_are_found_as_they_follow_each_other(client, op, war, words):
    builders.article(op, ["The war of 1812 never ended.", "He ended that war."], "Another")
    found = sentences(find(client, words, **{"in": "statements"}))
    more = {"The war of 1812 never ended."} if "1812" in words else set()
    assert {*found} == {"The treaties of 1812 ended the war with Russia."} | more


def test_a_phrase_is_of_these_very_words_in_any_script_and_more_than_one_may_be(client, war):
    assert len(sentences(find(client, '"treaties of 1812"'))) == 1
    assert sentences(find(client, '"treaty of 1812"')) == []
    assert len(sentences(find(client, "treaty of 1812"))) == 1
    assert len(sentences(find(client, '"karadjordje said"'))) == 1
    assert len(sentences(find(client, '"the treaties" "the war"'))) == 1
    assert sentences(find(client, '"the treaties" "war the"')) == []
    assert "without asking for" not in main_of(find(client, '"the war"'))


def test_words_that_are_no_phrase_are_offered_wherever_they_stand(client, war):
    page = find(client, '"war the"')
    said = main_of(page)
    assert 'Nothing published has these words as they follow each other in "war the".' in said
    link = re.search(r'href="([^"]+)">Search for the same words wherever', page)[1]
    assert len(sentences(client.get(f"/search/{html.unescape(link)}").content.decode())) == 1


@pytest.mark.parametrize("words", ['"', '""', '"war', "«»„“", '"?!" war', '" war "', '"the"'])
def test_quotation_marks_that_quote_nothing_ask_for_nothing_more(client, war, words):
    page = find(client, words)
    assert ("ended the war" in "".join(sentences(page))) == any(w in words for w in ("war", "the"))
    assert client.get("/search/suggest/", {"q": words}).status_code == 200


def test_what_a_citation_contradicts_is_found_as_contested(client, op, war):
    second = Statement.objects.get(text__contains="1812")
    assert "Contradicted" not in main_of(find(client, "1806"))
    cited = builders.published_citation(op, second, title="Against it")
    publish(op, drafts.update(Citation, cited.pk, direction="contradicts"))
    page = find(client, "1812")
    assert "Contradicted by a citation 1" in main_of(page)
    assert '<span class="is-contested">contradicted by a citation</span>' in page
    assert sentences(find(client, "1806", state="contested")) == []
    assert len(sentences(find(client, "war", state="contested"))) == 1
    publish(op, drafts.update(Citation, cited.pk, direction="supports"))
    assert sentences(find(client, "war", state="contested")) == []
