"""What people wrote turns nothing but itself on pages and in letters."""

import pytest
from django.core import mail
from django.test import Client

from events.models import (
    CitationRequest,
    Statement,
)
from review import characters
from review.desk.digest import send_digest
from review.desk.letters import deliver
from review.models import (
    User,
)
from review.proposing import drafts, proposals
from review.weighing.diff import diff_html
from tests import builders
from tests.characters.steps import ISOLATE, OVERRIDE, World

pytestmark = pytest.mark.django_db


def turned_pages(world):
    text = f"He wrote {OVERRIDE}{ISOLATE}gnp.exe"
    act = builders.change(world.other, world.editor, text=text)
    builders.approve(act, world.judge)
    builders.change(world.other, world.editor, text=f"Again {text}")
    return [
        "/",
        "/articles/an-article/",
        "/changes/",
        "/admin/review/queue/",
        f"/admin/review/changesets/{act.changeset_id}/",
        "/admin/events/statement/",
    ]


def test_no_page_holds_a_control_without_its_partner():
    world = World()
    client = Client()
    client.force_login(world.judge)
    for path in turned_pages(world):
        for _ in "made", "stored":
            page = client.get(path)
            assert page.status_code == 200, path
            assert not characters.is_turning(page.content.decode()), path
    page = client.get("/articles/an-article/").content.decode()
    assert "He wrote gnp.exe" in page


def test_name_written_from_the_right_turns_no_sentence_that_it_stands_in():
    world = World()
    name = "\u05d3\u05e0\u05d4"
    User.objects.filter(pk=world.editor.pk).update(public_name=name)
    client = Client()
    client.force_login(world.judge)
    paths = turned_pages(world)
    statement = Statement.objects.first().subject.anchor
    told = [f"/statements/{statement}/", f"/admin/review/contributors/{world.editor.pk}/"]
    found = 0
    for path in paths + told:
        page = client.get(path).content.decode()
        found += page.count(name)
        assert page.count(name) == page.count(f"\u2068{name}\u2069"), path
    assert found > 5


def test_a_diff_names_what_nobody_sees():
    diff = diff_html("It was.", f"It was {OVERRIDE}so.")
    assert '<span class="sign">U+202E</span>' in diff
    assert OVERRIDE not in diff


def test_letters_and_digest_hold_no_control_without_its_partner():
    world = World()
    User.objects.update(email="a@example.org")
    text = f"{OVERRIDE}\u05e9\u05dc\u05d5\u05dd gnp"
    act = builders.change(world.other, world.editor, text=text)
    builders.approve(act, world.judge)
    new = builders.article(world.op, statements=[text], title="Second")
    statement = Statement.objects.get(event__article=new.pk)
    act = drafts.propose(
        [
            drafts.remove(CitationRequest, statement.subject.citation_requests.get().pk),
            drafts.remove(Statement, statement.pk),
        ],
        by=world.editor,
    )
    proposals.send([act], by=world.editor, summary="x")
    deliver()
    send_digest()
    assert len(mail.outbox) > 1
    for letter in mail.outbox:
        assert characters.balanced(letter.body) == letter.body
        assert OVERRIDE not in letter.subject + letter.body
