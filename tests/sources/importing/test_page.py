"""The page that shows what would come of a file of works, and sends it."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from review.models import Act, Change
from sources.desk import importing as page
from sources.exchange import importing
from sources.models import Rendering, Source
from tests import builders
from tests.sources.importing.steps import FILE, LATIN, PATH, book, bring, carried, look, upload

pytestmark = pytest.mark.django_db


def test_page_shows_what_would_come_and_writes_nothing(editor):
    answer = look(editor, file=upload(FILE))
    assert "2 works read: 2 new; 2 refused." in answer
    assert '<li dir="auto">Glenny, Misha, and Ministry of Roads. <i>The Balkans</i>' in answer
    assert "Line 10, “untitled”: it has no title" in answer
    assert "Send 2 works for review" in answer
    assert not Act.objects.exists()
    assert not Rendering.objects.exists()


def test_what_was_looked_at_is_sent_as_one_act(editor):
    form = carried(look(editor, file=upload(FILE)))
    answer = editor.post(PATH, {**form, "import": "1"}, follow=True)
    assert "Sent for review: 2 works." in answer.content.decode()
    act = Act.objects.get()
    assert (act.type, act.state, act.title) == (
        "import",
        "pending",
        "Import 2 works from “library.bib”",
    )
    assert f"/admin/review/changesets/{act.changeset_id}/" in answer.content.decode()


def test_who_may_publish_publishes(operator):
    answer = look(operator, text=FILE)
    assert "Publish 2 works" in answer
    answer = operator.post(PATH, {**carried(answer), "import": "1"}, follow=True)
    assert "Published: 2 works." in answer.content.decode()
    assert Source.objects.count() == 2


def test_second_click_imports_once(editor):
    form = carried(look(editor, text=FILE))
    for _ in range(2):
        answer = editor.post(PATH, {**form, "import": "1"}, follow=True)
    assert "You have sent this already." in answer.content.decode()
    assert Act.objects.count() == 1


def test_file_again_says_that_nothing_is_new(operator):
    operator.post(PATH, {**carried(look(operator, text=FILE)), "import": "1"})
    answer = look(operator, text=FILE)
    assert "2 here already" in answer
    assert "there is nothing to import" in answer
    assert 'name="import"' not in answer
    assert reverse("admin:sources_source_change", args=[Source.objects.first().pk]) in answer
    form = carried(answer)
    answer = operator.post(PATH, {**form, "import": "1"}, follow=True)
    assert "Nothing in it is new: nothing was changed." in answer.content.decode()


def test_only_what_was_looked_at_is_imported(editor):
    form = carried(look(editor, text=book()))
    answer = editor.post(PATH, {**form, "kept": "", "text": FILE, "import": "1"})
    assert "2 works read" in answer.content.decode()
    editor.post(PATH, {"text": FILE, "import": "1"})
    assert not Act.objects.exists()


def test_too_large_a_file_to_be_carried_is_chosen_again(editor, monkeypatch):
    monkeypatch.setattr(page, "CARRIED", 10)
    answer = look(editor, file=upload(FILE))
    assert "choose it once more" in answer
    form = carried(answer)
    assert form["kept"] == ""
    other = editor.post(PATH, {**form, "file": upload(book()), "import": "1"}).content.decode()
    assert "1 work read" in other
    assert not Act.objects.exists()
    editor.post(PATH, {**form, "file": upload(FILE), "import": "1"})
    assert Act.objects.get().state == "pending"


def test_other_encoding_is_offered_on_the_page(operator):
    data = LATIN.encode("cp1250")
    answer = look(operator, file=upload(data))
    assert "This file is no UTF-8." in answer
    assert '<option value="CP1250" selected>' in answer
    form = carried(answer)
    wrong = operator.post(PATH, {**form, "encoding": "CP1252", "import": "1"})
    assert not Act.objects.exists()
    wrong = operator.post(PATH, {**form, "encoding": "Latin-1", "import": "1"}).content.decode()
    assert '<option value="Latin-1" selected>' in wrong
    assert not Act.objects.exists()
    operator.post(PATH, {**form, "encoding": "CP1250", "import": "1"})
    assert Source.objects.get().title == "Početak i kraj čovečanstva u Ćirkovića"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Choose a file that is not empty"),
        ({"kept": "!!"}, "Choose a file that is not empty"),
        ({"kept": "AAAA", "import": "1"}, "Choose a file that is not empty"),
        ({"text": "He went home."}, "Nothing in this file is BibTeX"),
        ({"file": SimpleUploadedFile("x.bib", b"")}, "The submitted file is empty."),
        ({"file": SimpleUploadedFile("x.pdf", b"%PDF\0\1\2")}, "This is no text"),
    ],
)
def test_page_refuses_in_a_sentence_and_changes_nothing(editor, fields, said):
    assert said in unescape(look(editor, **fields))
    assert not Act.objects.exists()


def test_too_large_an_upload_is_refused_before_it_is_read(editor, monkeypatch):
    monkeypatch.setattr(importing, "LARGEST", 100)
    assert "at most 100 are read" in look(editor, file=upload(FILE))


@pytest.mark.parametrize("role", ["anonymous", "reader"])
def test_strangers_bring_in_nothing(client, role):
    if role == "reader":
        client.force_login(builders.user("reader"))
    assert client.get(PATH).status_code == 302
    assert client.post(PATH, {"text": FILE}).status_code == 302
    assert not Act.objects.exists()


def test_member_of_the_desk_without_a_role_brings_in_nothing(client):
    person = builders.user("member")
    person.is_staff = True
    person.save()
    client.force_login(person)
    assert client.post(PATH, {"text": FILE, "import": "1"}).status_code == 403
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/sources/source/", "/admin/events/article/import/"]
)
def test_desk_leads_there(editor, path):
    assert reverse("admin:sources_source_import") == PATH
    assert PATH in editor.get(path).content.decode()


def test_page_asks_the_database_little(editor, django_assert_num_queries):
    editor.get(PATH)
    with django_assert_num_queries(4):
        assert editor.get(PATH).status_code == 200


def test_large_import_is_shown_with_a_sample(by, client):
    text = "".join(book(str(n), title=f"Mills {n}") for n in range(300))
    act = bring(text, by).act
    client.force_login(builders.moderator())
    answer = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert "<b>300</b> × new source" in answer
    assert answer.count("<h3>") == 100
    assert Change.objects.filter(act=act).count() == 600
