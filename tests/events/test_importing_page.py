"""An article is brought in at the desk: looked at first, then published or sent."""

import re
import threading
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from events.exchange.exporters.plaintext import export_article
from events.exchange.importing import import_article
from events.models import Article, CitationRequest
from review import progress
from review.models import Act, Changeset
from tests import builders
from tests.events.importers.test_language import TEXTS

pytestmark = pytest.mark.django_db
PATH = "/admin/events/article/import/"
STAGES = ["Reading", "Proposing", "Comparing", "Checking", "Indexing", "Publishing"]
TEXT = "The bridge\r\n\r\nIt was begun in 1806.[citation needed] It [the old one] fell.\r\n"


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def client(op):
    found = Client()
    found.force_login(op)
    return found


def hidden(page, name):
    return re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)[1]


def look(client, **fields):
    answer = client.post(PATH, {"marks": "auto", "captions": "on", "title": "", **fields})
    return answer.content.decode()


def bring_in(client, page, **fields):
    kept = {"kept": hidden(page, "kept"), "name": "", "marks": "auto", "captions": "on"}
    return client.post(PATH, {**kept, "title": "", "import": "1", **fields}, follow=True)


def test_what_would_be_read_is_shown_and_nothing_written(client):
    page = look(client, file=SimpleUploadedFile("x.txt", TEXT.encode()))
    assert "1 event; 2 statements: 1 requested, 1 bare" in page
    assert "line 3: bracket: [the old one]" in page
    assert "1806" in page
    assert not Changeset.objects.exists()


def test_uploaded_file_is_published_to_the_byte(client):
    page = look(client, file=SimpleUploadedFile("x.txt", TEXT.encode()))
    answer = bring_in(client, page)
    assert "Published: /articles/the-bridge/" in answer.content.decode()
    assert export_article(Article.objects.get()) == TEXT.encode()


def test_pasted_text_has_the_line_ends_of_a_text(client):
    page = look(client, text=TEXT)
    bring_in(client, page)
    assert export_article(Article.objects.get()) == TEXT.replace("\r\n", "\n").encode()


def test_who_may_not_publish_sends_for_review(op):
    op.user_permissions.clear()
    client = Client()
    client.force_login(type(op).objects.get(pk=op.pk))
    page = look(client, text=TEXT)
    assert "Send it for review" in page
    assert "Publish it" not in page
    answer = bring_in(client, page)
    act = Act.objects.get()
    assert act.state == "pending"
    assert f"/admin/review/changesets/{act.changeset_id}/" in answer.content.decode()


def test_title_is_offered_from_the_files_name_and_can_be_given(client):
    copied = (
        "Contents\n\n\n1 Name\n2 Fall\n\n\n\nName\nIt has a name, which is short.\nFall\nIt fell.\n"
    )
    page = look(client, file=SimpleUploadedFile("the-old_bridge.txt", copied.encode()))
    assert hidden(page, "title") == "The old bridge"
    page = look(client, kept=hidden(page, "kept"), title="The stone bridge")
    assert '<h2 dir="auto">The stone bridge</h2>' in page
    bring_in(client, page, title="The stone bridge")
    assert Article.objects.get().title == "The stone bridge"
    assert export_article(Article.objects.get()).decode() == copied


def test_marks_can_be_read_the_other_way(client):
    text = "T\n\nOne thing.[1]\n\nAnother.[2]\n"
    page = look(client, text=text)
    assert "read as covering the words before them" in page
    page = look(client, kept=hidden(page, "kept"), marks="leading")
    assert "Marks were read as leading, as asked." in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose a file, or paste a text."),
        ({"kept": "!!"}, "Choose a file, or paste a text."),
        ({"kept": "AAAA"}, "Choose a file, or paste a text."),
        ({"text": "[1]"}, "The first line must be the article&#x27;s title"),
        ({"file": SimpleUploadedFile("x.txt", b"T\n\n\xff")}, "The file is not UTF-8"),
    ],
)
def test_what_cant_be_read_is_one_sentence_and_changes_nothing(client, fields, said):
    page = look(client, **fields)
    assert said in page
    assert not Changeset.objects.exists()


def test_text_that_was_refused_is_kept_in_the_form(client):
    page = look(client, file=SimpleUploadedFile("x.txt", b"[1]\n\nWords.\n"))
    assert "give" in page
    page = look(client, kept=hidden(page, "kept"), title="A title")
    assert '<h2 dir="auto">A title</h2>' in page


def test_too_large_a_file_is_refused(client, settings):
    settings.ATTESTED_IMPORT_LIMIT = 20
    page = look(client, file=SimpleUploadedFile("x.txt", TEXT.encode()))
    assert "the limit is 20" in page
    page = look(client, text=TEXT)
    assert "the limit is 20" in page


def test_second_click_imports_once(client):
    page = look(client, text=TEXT)
    fields = {"once": hidden(page, "once")}
    bring_in(client, page, **fields)
    answer = bring_in(client, page, **fields)
    assert "You have sent this already." in answer.content.decode()
    assert Article.objects.count() == 1


def test_same_file_again_is_no_change_and_an_edited_export_a_proposal(client):
    bring_in(client, look(client, text=TEXT))
    page = look(client, text=TEXT)
    assert "This very file is held already: no change." in page
    assert "Publish it" not in page
    page = look(client, text=TEXT.replace("1806", "1807"))
    assert "Send the differences for review" in page
    answer = bring_in(client, page)
    assert "1 difference in this text, sent for review" in answer.content.decode()
    assert CitationRequest.objects.count() == 1


def test_desk_leads_there(client):
    assert reverse("admin:events_article_import") == PATH
    assert PATH in client.get("/admin/").content.decode()


def test_page_asks_the_database_little(client, django_assert_num_queries):
    client.get(PATH)
    with django_assert_num_queries(4):
        assert client.get(PATH).status_code == 200


def test_editors_bring_in_no_new_article(op):
    editor = Client()
    editor.force_login(builders.editor())
    assert "New articles are brought in by operators." in editor.get(PATH).content.decode()
    page = look(editor, text=TEXT)
    assert "Only operators bring in new articles" in page
    assert not Changeset.objects.exists()


def test_editors_bring_back_an_edited_export_as_a_proposal(client):
    bring_in(client, look(client, text=TEXT))
    edited = export_article(Article.objects.get()).replace(b"begun", b"started")
    editor = Client()
    editor.force_login(builders.editor())
    page = look(editor, file=SimpleUploadedFile("x.txt", edited))
    assert "Send the differences for review" in page
    bring_in(editor, page)
    assert Act.objects.get(state=Act.State.PENDING).changeset.author.username == "editor"


def test_every_stage_of_an_import_counts(op, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0)
    told = []
    with progress.told_to(lambda *said: told.append(said)):
        import_article(TEXT.encode(), by=op)
    assert list(dict.fromkeys(words for words, _, _ in told)) == STAGES
    assert all(0 <= done < total for _, done, total in told)


def test_page_without_scripts_leads_to_how_far_it_is(client):
    page = look(client, text=TEXT)
    far = reverse("review:far", args=[hidden(page, "once")])
    assert re.search(rf'<noscript>.*<a href="{far}" target="_blank"', page)


@pytest.mark.django_db(transaction=True)
def test_long_import_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.02)
    client = Client()
    client.force_login(builders.operator())
    key = str(uuid4())
    lines = [f"Stone number {n} was laid in {1500 + n % 400}.[citation needed]" for n in range(900)]
    text = "\n\n".join(["The long wall", *lines])
    data = {"text": text, "marks": "auto", "title": "", "import": "1", "once": key}
    importing = threading.Thread(target=posted, args=(client, data))
    waiting = Client()
    waiting.force_login(builders.editor())
    importing.start()
    said, pages, address = [], [], reverse("review:far", args=[key])
    while importing.is_alive():
        said.append(waiting.get(address, headers={"accept": "application/json"}).json())
        page = waiting.get(address).content.decode()
        if "http-equiv" in page:
            pages.append(page)
    importing.join()
    assert Article.objects.get().title == "The long wall"
    stages = list(dict.fromkeys(one["words"] for one in said if one["words"]))
    assert stages
    assert stages == [stage for stage in STAGES if stage in stages]
    assert all(0 <= one["done"] < one["total"] for one in said if one["words"])
    assert {one["total"] for one in said if one["words"] == "Reading"} <= {900}
    # Without scripts, a page says the same, and looks again by itself while there is something.
    assert pages
    for page in pages:
        (done, total) = re.search(r'<progress max="(\d+)" value="(\d+)"', page).groups()[::-1]
        assert f"{int(done):,} of {int(total):,}" in page
    nothing = waiting.get(address, headers={"accept": "application/json"}).json()
    assert nothing == {"words": "", "done": 0, "total": 0}
    page = waiting.get(address).content.decode()
    assert "Nothing is counted just now" in page
    assert "http-equiv" not in page


def posted(client, data):
    try:
        client.post(PATH, data)
    finally:
        connection.close()


def test_language_is_told_and_can_be_changed(client):
    page = look(client, text=f"A town\n\n{TEXTS['sr-Latn']}\n")
    assert "Written in Serbian (sr-Latn)." in page
    assert 'name="language" value="sr-Latn"' in page
    again = look(client, kept=hidden(page, "kept"), language="Croatian")
    assert "Written in Croatian (hr)." in again
    bring_in(client, again, language=hidden(again, "language"))
    assert Article.objects.get().language == "hr"


def test_language_that_is_none_is_refused_and_one_not_known_left_open(client):
    assert "is no language" in look(client, text=TEXT, language="no such")
    page = look(client, text=TEXT)
    assert "which language it is in: it is left open" in page
    bring_in(client, page)
    assert Article.objects.get().language == ""
