"""What a kind asks at sending: once, in words, and answered by a comment or by a draft that goes along."""

import pytest
from django.urls import reverse

from review import kinds
from review.models import Act, Change, Comment, OpenChange
from review.proposing import drafts
from tests import builders
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


class AsksForNotes(kinds.Asking):
    """A shelf without a note is asked about."""

    def questions(self, acts):
        for change in Change.objects.filter(act__in=acts, subject__kind="toy.shelf"):
            held = OpenChange.objects.filter(change__after__shelf_id=str(change.subject_id))
            if not held.exists():
                yield kinds.Question(
                    key=str(change.subject_id),
                    act=change.act_id,
                    about=change.after["name"],
                    why=["It stands empty"],
                    ways=[("/elsewhere/", "Fill it")],
                    answers=[("note", "Put a note on it"), ("empty", "It is to be empty")],
                )

    def answer(self, question, value, *, by):
        if value == "empty":
            return None, "Left empty."
        note = Note.new(shelf_id=question.key, text="A note")
        return drafts.propose([drafts.create(note)], by=by), ""


@pytest.fixture
def shelf(client):
    """A draft of one, by who is signed in."""
    by, asking = builders.editor(), AsksForNotes()
    client.force_login(by)
    kinds.register_asking(asking)
    yield drafts.propose([drafts.create(Shelf.new(name="First <shelf>"))], by=by)
    kinds.unregister_asking(asking)


def send(client, act, **more):
    return client.post(reverse("review:send"), {"act": act.pk, "summary": "why", **more})


def key_of(act):
    return f"answer-{act.changes.get().subject_id}"


def test_question_is_told_with_its_ways_and_nothing_is_sent(client, shelf):
    page = send(client, shelf).content.decode()
    for words in (
        "First &lt;shelf&gt;",
        "It stands empty",
        'href="/elsewhere/"',
        "Put a note on it",
    ):
        assert words in page
    assert not Act.objects.exclude(state="draft").exists()


@pytest.mark.parametrize("answer", [{}, {"answer-of-nothing": "empty"}])
def test_what_was_asked_once_is_sent_without_an_answer(client, shelf, answer):
    assert send(client, shelf, asked="1", **answer).status_code == 302
    assert Act.objects.get().state == "pending"


def test_answer_in_words_is_a_comment_on_the_act(client, shelf):
    send(client, shelf, asked="1", **{key_of(shelf): "empty"})
    assert Comment.objects.get(act=shelf).text == "Left empty."


def test_answer_that_proposes_goes_along(client, shelf):
    send(client, shelf, asked="1", **{key_of(shelf): "note"})
    assert [act.state for act in Act.objects.all()] == ["pending", "pending"]
    assert len({act.changeset_id for act in Act.objects.all()}) == 1


def test_revision_is_asked_about_too(client, shelf):
    send(client, shelf, asked="1")
    path = reverse("review:revise", args=[shelf.pk])
    form = client.get(path).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {n: "Other" for n in data if n.endswith("-name")}
    page = client.post(path, data | {"reason": "why", "send": "1"})
    assert "It stands empty" in page.content.decode()
    draft = Act.objects.get(state="draft")
    assert send(client, draft, asked="1").status_code == 302
