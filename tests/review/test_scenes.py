"""Acts told as a page reads: what an app tells of them, and what stays a card."""

import re

import pytest
from django.utils.html import format_html

from review import kinds
from review.deciding import decisions
from review.kinds import Line, Scene
from review.proposing import drafts, proposals
from tests import builders
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db
QUEUE = "/admin/review/queue/"


@pytest.fixture
def shelf():
    made = Shelf.new(name="First shelf")
    decisions.publish([drafts.create(made)], by=builders.operator(), summary="a shelf")
    return Shelf.objects.get()


@pytest.fixture
def author():
    return builders.editor()


@pytest.fixture
def judge(client):
    person = builders.moderator()
    client.force_login(person)
    return person


@pytest.fixture
def told(monkeypatch):
    """A function that has scenes, or lines, told by another function."""

    def tell(scenes=None, lines=None):
        if scenes:
            monkeypatch.setattr(kinds, "_scenes", [*kinds._scenes, scenes])
        if lines:
            own = (frozenset({"toy.note"}), lines)
            monkeypatch.setattr(kinds, "_lines", [*kinds._lines, own])

    return tell


def send(author, *instances, summary="because"):
    act = drafts.propose([drafts.create(i) for i in instances], by=author)
    return proposals.send([act], by=author, summary=summary)


def page_of(client, changeset):
    page = client.get(f"/admin/review/changesets/{changeset.pk}/")
    assert page.status_code == 200
    return page.context["acts"], page.content.decode()


ALOUD = format_html("<p>{}</p>", "Read <this> aloud.")


def read_aloud(html=ALOUD):
    """Scenes that fold the first note of each act."""

    def scenes(outcome):
        for row in outcome.of("toy.note")[:1]:
            yield Scene(row.act_id, html, (("The first note, field by field", (row.id,)),))

    return scenes


def test_scene_stands_before_the_cards_and_folds_its_own(client, shelf, author, judge, told):
    told(read_aloud())
    changeset = send(
        author,
        *(Note.new(shelf_id=shelf.pk, text=text) for text in ("Quagga.", "Okapi.")),
    )
    ((shown,), page) = page_of(client, changeset)
    assert [[card.title for card in own] for _, own in shown.scenes[0].folds] == [["Quagga."]]
    assert [card.title for card in shown.alone] == ["Okapi."]
    scene = page.index("<p>Read &lt;this&gt; aloud.</p>")
    fold = re.search(
        r'<details class="folded"><summary>The first note, field.*?</details>', page, re.S
    )
    assert scene < fold.start() < page.index("Okapi.", fold.end())
    assert "Quagga." in fold[0]
    assert "Okapi." not in fold[0]


def test_what_an_app_tells_is_escaped_unless_it_is_html(client, shelf, author, judge, told):
    told(read_aloud("<script>alert(1)</script>"))
    _, page = page_of(client, send(author, Note.new(shelf_id=shelf.pk, text="Quagga.")))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_what_cannot_be_published_is_never_folded(client, shelf, author, judge, told):
    told(read_aloud())
    note = Note.new(shelf_id=shelf.pk, text="A forbidden word.")
    ((shown,), page) = page_of(client, send(author, note))
    assert not shown.scenes[0].folds
    assert [card.title for card in shown.alone] == ["A forbidden word."]
    assert '<details class="folded">' not in page
    assert "This word is not for notes" in page


def test_decided_act_is_told_by_its_cards(client, shelf, author, judge, told):
    told(read_aloud())
    changeset = send(author, Note.new(shelf_id=shelf.pk, text="Quagga."))
    builders.approve(changeset.acts.get(), judge)
    ((shown,), page) = page_of(client, changeset)
    assert not shown.scenes
    assert "aloud" not in page
    assert "Quagga." in page


def test_scene_of_one_act_folds_nothing_of_another(client, shelf, author, judge, told):
    acts = [
        drafts.propose([drafts.create(Note.new(shelf_id=shelf.pk, text=text))], by=author)
        for text in ("Quagga.", "Okapi.")
    ]
    changeset = proposals.send(acts, by=author, summary="two")

    def scenes(outcome):
        for row in outcome.rows:
            yield Scene(acts[0].pk, format_html("<p>{}</p>", "x"), (("All", (row.id,)),))

    told(scenes)
    (first, second), _ = page_of(client, changeset)
    assert [card.title for card in second.alone] == ["Okapi."]
    assert not first.alone


def test_line_of_the_queue_names_the_page_and_says_what_is_done(client, shelf, author, judge, told):
    asked = []

    def lines(changes):
        asked.append([c.subject.kind for c in changes])
        return {
            c.act_id: Line("First <shelf>", format_html("<ins>{}</ins>", c.after["text"]))
            for c in changes
        }

    told(lines=lines)
    act = drafts.propose(
        [
            drafts.create(Shelf.new(name="Second")),
            drafts.create(Note.new(shelf_id=shelf.pk, text="O<kapi.")),
        ],
        by=author,
    )
    proposals.send([act], by=author, summary="because")
    page = client.get(QUEUE).content.decode()
    assert asked == [["toy.note"]]
    assert "First &lt;shelf&gt;" in page
    link = re.search(r'<a class="queue-title[^>]*>(.*?)</a>', page, re.S)[1]
    assert "<ins>O&lt;kapi.</ins>" in link


def test_act_without_a_line_is_called_by_its_title(client, shelf, author, judge):
    send(author, Note.new(shelf_id=shelf.pk, text="Quagga."))
    link = re.search(
        r'<a class="queue-title[^>]*>(.*?)</a>', client.get(QUEUE).content.decode(), re.S
    )
    assert "Add note: Quagga." in link[1]
