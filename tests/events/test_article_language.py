"""In which language the words of an article are said to be."""

import re

import pytest
from django.urls import reverse

from events.models import Article, Event, Section, Statement
from events.pages.languages import attribute
from review.deciding import decisions
from review.models import Redaction
from review.past import as_of
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.user("op", "operator", directly=True)


def article_in(language, op):
    article = Article.new(title="The war", language=language)
    section = Section.new(article_id=article.pk, position="5", title="The beginning")
    event = Event.new(
        article_id=article.pk, section_id=section.pk, position="5", heading="The battle"
    )
    statement = Statement.new(event_id=event.pk, position="5", text="A battle was fought.")
    decisions.publish(
        [drafts.create(one) for one in (article, section, event, statement)], by=op, summary="first"
    )
    return Article.objects.get()


def told(client, address, words):
    """The language that the element right around these words says, None if it says none."""
    page = client.get(address).content.decode()
    found = re.search(rf"<\w+([^<>]*)>(?:<bdi([^<>]*)>)?{re.escape(words)}<", page)
    said = re.search(r' lang="([^"]*)"', "".join(filter(None, found.groups())))
    return said and said[1]


@pytest.mark.parametrize(
    ("language", "root", "said"),
    [
        ("en", "/ru/", "en"),
        ("en", "/", None),
        ("ru", "/ru/", None),
        ("sr-Cyrl", "/sr/", None),
        ("sr-Latn", "/sr/", "sr-Latn"),
        ("", "/", None),
        ("", "/ru/", ""),
    ],
)
def test_page_says_what_is_in_another_language_than_its_own(client, op, language, root, said):
    article_in(language, op)
    for words in ("The war", "The beginning", "The battle", "A battle was fought."):
        assert told(client, f"{root}articles/the-war/", words) == said, words
    assert told(client, root, "The war") == said


def test_language_changes_by_an_act_that_is_reviewed(client, op):
    article = article_in("", op)
    editor, judge = builders.user("editor", "editor"), builders.user("judge", "moderator")
    act = builders.change(article, editor, language="en")
    assert told(client, "/ru/articles/the-war/", "The war") == ""
    client.force_login(judge)
    page = client.get(reverse("review:changeset", args=[act.changeset_id])).content.decode()
    assert "<dt>Language</dt>" in page
    assert "</span>en</ins>" in page
    client.logout()
    builders.approve(act, judge)
    assert told(client, "/ru/articles/the-war/", "The war") == "en"
    first = as_of(1)(Article).get()
    assert first.language == ""
    assert told(client, "/ru/at/1/articles/the-war/", "The war") == ""


def test_language_is_a_tag(op):
    article = article_in("", op)
    article.language = "Klingonian"
    with pytest.raises(ValueError, match="is no language"):
        article._meta.get_field("language").normal(article.language)


def test_language_that_was_redacted_is_not_known():
    assert attribute(Redaction.MARK) == ""


def test_feeds_say_the_language_of_the_words_that_they_tell(client, op):
    article_in("en", op)
    feed = client.get("/ru/search/feed.atom?q=battle").content.decode()
    assert '&lt;p lang="en"&gt;A &lt;mark&gt;battle' in feed
    assert 'lang="en"&gt;The war&lt;/a&gt;' in feed
    assert 'lang="en"&gt;' not in client.get("/search/feed.atom?q=battle").content.decode()


def test_engines_are_told_the_language(client, op):
    article_in("sr-Latn", op)
    page = client.get("/ru/articles/the-war/").content.decode()
    assert '"inLanguage": "sr-Latn"' in page
    claims = client.get("/articles/the-war/claims.jsonld")
    assert claims.json()["inLanguage"] == "sr-Latn"
