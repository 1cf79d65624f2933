"""Drafts, publications and forms say what is wrong with a character, and keep nothing."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from events.models import (
    Article,
    Statement,
)
from review import permissions
from review.deciding import decisions
from review.exceptions import Refused
from review.ids import uuid7
from review.models import (
    Act,
    User,
    Worded,
)
from review.proposing import drafts
from tests import builders
from tests.characters.steps import ISOLATE, OVERRIDE, POP_ISOLATE, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("title", [f"Bad{OVERRIDE}", "\u200b"])
def test_title_is_refused_before_it_is_a_draft_and_before_it_is_published(title):
    world = World()
    new = drafts.create(Article.new(title=title))
    with pytest.raises(Refused, match="Article, title: "):
        drafts.propose([new], by=world.editor)
    with pytest.raises(Refused, match="Article, title: "):
        decisions.publish([new], by=world.op, summary="x")
    assert not Article.objects.filter(title=title).exists()
    assert not Act.objects.filter(state="draft").exists()


def test_prose_is_proposed_published_and_kept_to_the_byte():
    world = World()
    text = f"He wrote {ISOLATE}\u05e9\u05dc\u05d5\u05dd{POP_ISOLATE} and {OVERRIDE}more."
    act = builders.change(world.other, world.editor, text=text)
    assert OVERRIDE not in act.title
    builders.approve(act, world.judge)
    assert Statement.objects.get(pk=world.other.pk).text == text


def test_prose_needs_something_to_see():
    world = World()
    with pytest.raises(Refused, match="Statement, text: There is nothing to see"):
        builders.change(world.other, world.editor, text="\u200b\u3164")


def test_resolve_form_says_it_at_the_field_and_keeps_nothing():
    world = World()
    client = Client()
    client.force_login(world.editor)
    address = f"/admin/events/citationrequest/{world.request.pk}/resolve/"
    fields = {"way": "cite", "title": "Fine", "names": "Glenny, Misha", "summary": "Found"}
    for name in ("title", "names", "publisher", "summary", "locator"):
        page = client.post(address, fields | {name: f"x{OVERRIDE}", "label": "page"})
        assert page.status_code == 200
        assert "U+202E" in page.content.decode(), name
        assert name in page.context["form"].errors
    assert not Act.objects.filter(type="resolve").exists()


@pytest.mark.parametrize(
    ("do", "name", "more"),
    [
        ("add-section", "title", {"level": "2"}),
        ("add-picture", "caption", {}),
        ("date", "words", {"edtf": "1812"}),
        ("ask", "reason", {"kind": "when"}),
        ("cite", "locator", {"title": "Fine", "label": "page", "direction": "supports"}),
        ("cite", "title", {"direction": "supports"}),
        ("send", "summary", {}),
    ],
)
def test_the_articles_page_says_it_at_the_field_and_keeps_nothing(do, name, more):
    world = World()
    client = Client()
    client.force_login(world.judge)
    path = f"/admin/events/article/{world.other.event.article_id}/desk/"
    new = {"add-section": "section", "add-picture": "picture"}.get(do, "")
    key = uuid7() if new else world.other.pk
    bad = "\u200b" if name == "caption" else f"x{OVERRIDE}"
    data = {"do": do, "key": key, "open": "" if new else key, "add": new, name: bad, **more}
    page = client.post(path, data).content.decode()
    assert ("nothing to see" if name == "caption" else "U+202E") in page
    assert not Act.objects.filter(changeset__author=world.judge).exists()


def test_stock_forms_say_it_at_the_field():
    world = World()
    client = Client()
    client.force_login(world.op)
    page = client.post(
        "/admin/sources/source/add/", {"type": "book", "title": "\u200b"}
    ).content.decode()
    assert "nothing to see" in page
    address = f"/admin/review/user/{world.editor.pk}/change/"
    page = client.post(
        address, {"username": "editor", "public_name": f"A{OVERRIDE}"}
    ).content.decode()
    assert "U+202E" in page
    assert User.objects.get(pk=world.editor.pk).public_name == "Editor"
    for name in (f"edit{OVERRIDE}or", "edit\u200bor"):
        page = client.post("/admin/auth/group/add/", {"name": name})
        assert page.context["errors"], name
    assert client.post("/admin/auth/group/add/", {"name": "archivist"}).status_code == 302
    assert set(Group.objects.values_list("name", flat=True)) == {*permissions.ROLES, "archivist"}


def test_every_form_of_the_admin_is_of_a_model_that_looks_at_its_words():
    left = {m._meta.label_lower for m in admin.site._registry if not issubclass(m, Worded)}
    assert left == {"auth.group"}  # Django's own; its form looks.
