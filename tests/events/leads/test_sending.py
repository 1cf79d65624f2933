"""A reader's lead is sent without an account, about words that stand where the reader saw them."""

import re

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from events.models import Lead
from events.pages import leads as pages
from review.models import Subject
from tests import builders
from tests.events.leads.steps import TEXT, form_on, link_in, path_of, removed, sent, told

pytestmark = pytest.mark.django_db


def test_what_a_reader_sends_is_kept_with_the_words_it_is_about(statement):
    answer = sent(statement, what="wrong", text=f"  {TEXT}\r\nAnd so on. ")
    assert answer.status_code == 200
    kept = Lead.objects.get()
    assert (kept.what, kept.text) == ("wrong", f"{TEXT}\nAnd so on.")
    assert (kept.about_id, kept.quote) == (statement.pk, statement.text)
    assert kept.is_open
    page = told(link_in(answer))
    assert "It waits for an editor" in page
    assert statement.text in page


def test_form_shows_the_statement_in_its_context_and_what_is_asked_of_it(statement):
    page = Client().get(path_of(statement)).content.decode()
    assert f"<mark>{statement.text}</mark>" in page
    assert "Another followed." in page
    assert "Citation needed" in page
    assert "/articles/an-article/#" in page


def test_page_is_never_stored_nor_listed(statement):
    answer = sent(statement)
    for path in (path_of(statement), link_in(answer)):
        page = Client().get(path)
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page.content.decode())
    assert Client().get(link_in(answer)).headers["Referrer-Policy"] == "no-referrer"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM review_storedpage WHERE path LIKE '%lead%'")
        assert cursor.fetchone() == (0,)


def test_readers_are_led_there_from_the_request_and_from_the_statements_page(statement):
    article = Client().get("/articles/an-article/").content.decode()
    assert f'<a href="{path_of(statement)}" rel="nofollow">[citation needed]</a>' in article
    assert "/resolve/" not in article
    anchor = statement.subject.anchor
    page = Client().get(f"/statements/{anchor}/").content.decode()
    assert f'href="{path_of(statement)}?what=wrong"' in page
    form = Client().get(f"{path_of(statement)}?what=wrong").content.decode()
    assert re.search('value="wrong"[^>]*checked', form)
    past = Client().get(f"/at/2999-01-01/statements/{anchor}/").content.decode()
    assert path_of(statement) not in past


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": ""}, "Say which source, or what looks wrong."),
        ({"text": " \u200b "}, "nothing to see"),
        ({"text": f"Glenny{'x' * 2000}"}, "Say it in at most 2,000 characters."),
        ({"text": "Glenny \u202eyas"}, "U+202E"),
        ({"what": ""}, "Choose what you know of it."),
        ({"what": "Glenny"}, "Select a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_keeps_what_was_typed_and_changes_nothing(
    statement, data, sentence
):
    answer = sent(statement, **{"text": "Glenny", **data})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    if data.get("text") is None or "Glenny" in data["text"]:
        assert "Glenny" in page
    assert not Lead.objects.exists()


def test_lines_count_as_the_browser_counts_them(statement):
    text = "a\r\n" * 1000
    assert "Thank you" in sent(statement, text=text[:-2]).content.decode()
    assert len(Lead.objects.get().text) == 1999


def test_what_fills_the_trap_is_answered_like_a_success_and_kept_nowhere(statement):
    trapped = sent(statement, **{pages.TRAP: "Buy"})
    assert not Lead.objects.exists()
    real = sent(statement)
    strip = [re.sub("/leads/[^/]+/", "", a.content.decode()) for a in (trapped, real)]
    assert strip[0] == strip[1]
    assert trapped.status_code == real.status_code == 200
    assert Client().get(link_in(trapped)).status_code == 404


@pytest.mark.parametrize(
    ("age", "sentence"),
    [
        (2.5, "faster than anybody types"),
        (24 * 3600 + 60, "more than a day ago"),
    ],
)
def test_too_fast_or_too_old_a_form_is_asked_for_again_with_its_text(statement, age, sentence):
    client = Client()
    answer = sent(statement, client, age=age)
    page = answer.content.decode()
    assert sentence in page
    assert TEXT in page
    assert not Lead.objects.exists()
    # The form that came back is a new one, which can be sent.
    opened = re.search('name="opened" value="([^"]+)"', page)[1]
    key, seen, at = signing.loads(opened, salt=pages.SALT)
    assert at > timezone.now().timestamp() - 5
    data = {"what": "source", "text": TEXT}
    data["opened"] = signing.dumps([key, seen, at - 4], salt=pages.SALT)
    assert "Thank you" in client.post(path_of(statement), data).content.decode()


@pytest.mark.parametrize(
    "opened",
    ["", "x", "\u202e", signing.dumps([1, 2], salt=pages.SALT)],
    ids=["nothing", "no signature", "a sign", "another form"],
)
def test_form_that_was_not_opened_here_is_asked_for_again(statement, opened):
    answer = sent(statement, opened=opened)
    assert "not opened here" in answer.content.decode()
    assert TEXT in answer.content.decode()
    assert not Lead.objects.exists()


def test_same_form_sent_twice_is_kept_once_and_other_words_of_it_anew(statement):
    client = Client()
    data = form_on(client, path_of(statement))
    links = {link_in(client.post(path_of(statement), data)) for _ in range(2)}
    assert (len(links), Lead.objects.count()) == (1, 1)
    other = link_in(client.post(path_of(statement), data | {"text": "Another"}))
    assert other not in links
    assert Lead.objects.count() == 2


def test_statement_that_was_reworded_meanwhile_is_shown_and_the_text_kept(statement):
    client = Client()
    data = form_on(client, path_of(statement))
    by = builders.editor()
    builders.approve(builders.change(statement, by, text="New words."), builders.moderator())
    page = client.post(path_of(statement), data).content.decode()
    assert "was reworded or removed since you opened this page" in page
    assert "<mark>New words.</mark>" in page
    assert TEXT in page
    assert not Lead.objects.exists()


def test_statement_that_was_removed_meanwhile_takes_nothing_and_gives_the_text_back(statement):
    client = Client()
    data = form_on(client, path_of(statement))
    removed(statement, builders.editor(), builders.moderator())
    answer = client.post(path_of(statement), data)
    assert answer.status_code == 404
    assert "This statement was removed" in answer.content.decode()
    assert TEXT in answer.content.decode()
    assert not Lead.objects.exists()


def test_what_is_no_statement_takes_no_lead(statement):
    event = Subject.objects.get(kind="events.event").anchor
    for anchor in ("nothing", event):
        assert Client().get(f"/statements/{anchor}/lead/").status_code == 404
