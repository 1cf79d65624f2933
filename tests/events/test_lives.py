"""The life of a statement across rewording, splits, merges and moves; what it rests on now, on top."""

import re

import pytest

from events.desk import statements, verifying
from events.models import Event, Section, Statement
from events.pages import lives, views
from events.pages.writers import written
from review.deciding import decisions
from review.models import Subject
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def article(op):
    return builders.article(op)


@pytest.fixture
def judge():
    return builders.moderator("Mara")


def first():
    return Statement.objects.order_by("position").first()


def approved(act, by, judge):
    proposals.send([act], by=by, summary="so")
    builders.approve(act, judge)


def page_of(client, key, query=""):
    anchor = Subject.objects.get(pk=key).anchor
    return client.get(f"/statements/{anchor}/{query}").content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def credited(key):
    runs, writers = written(lives.life(lives.lines_of(key)))
    return [(run.text, str(run.writer.version.author)) for run in runs], [
        (str(writer.version.author), writer.words) for writer in writers
    ]


def test_what_it_rests_on_now_stands_on_top_with_who_checked_it(client, op, article):
    citation = builders.published_citation(op, first())
    by = builders.editor("Edita")
    verifying.verify(citation, by=by, read="A scan", seen=verifying.digest_now(citation))
    top = words(page_of(client, first().pk)).partition("Who wrote these words")[0]
    assert "Misha Glenny, The Balkans (Granta, 2012), 7." in top
    assert "checked by 1 person" in top
    assert "Citation needed" in top
    second = Statement.objects.order_by("position").last()
    assert "It rests on nothing yet" in words(page_of(client, second.pk))


def test_words_are_credited_to_who_wrote_them_through_rewording(op, article, judge):
    edita, erik = builders.editor("Edita"), builders.editor("Erik")
    builders.approve(builders.change(first(), edita, text="One great thing happened."), judge)
    builders.approve(builders.change(first(), erik, text="One great thing had happened."), judge)
    runs, writers = credited(first().pk)
    assert runs == [
        ("One ", "Operator"),
        ("great ", "Edita"),
        ("thing ", "Operator"),
        ("had ", "Erik"),
        ("happened.", "Operator"),
    ]
    assert writers == [("Operator", 3), ("Edita", 1), ("Erik", 1)]


def test_words_keep_their_writers_through_a_split_and_a_merge(op, article, judge):
    edita = builders.editor("Edita")
    builders.approve(builders.change(first(), edita, text="One great thing happened now."), judge)
    approved(statements.split(first(), at=len("One great"), by=edita), edita, judge)
    _, part, last = Statement.objects.order_by("position")
    assert credited(part.pk)[1] == [("Operator", 2), ("Edita", 1)]
    approved(statements.merge(last, by=edita), edita, judge)
    part.refresh_from_db()
    assert part.text == "thing happened now. Another followed."
    assert credited(part.pk)[1] == [("Operator", 4), ("Edita", 1)]


def test_life_goes_back_into_what_it_was_split_off_from(client, op, article, judge):
    edita = builders.editor("Edita")
    builders.approve(builders.change(first(), edita, text="One great thing happened."), judge)
    approved(statements.split(first(), at=len("One great"), by=edita), edita, judge)
    origin, part, _ = Statement.objects.order_by("position")
    builders.approve(builders.change(origin, edita, text="One tiny"), judge)
    page = words(page_of(client, part.pk))
    assert "As a part of the statement that it was split off from" in page
    assert "Split off with these words: thing happened." in page
    assert "inserted: great" in page
    # What became of the other part later is no part of its life.
    assert "tiny" not in page
    anchor = Subject.objects.get(pk=origin.pk).anchor
    compared = page_of(client, part.pk, f"?from=1-{anchor}&to=3")
    assert "deleted: One" in words(compared)


def test_life_tells_of_moves_of_the_statement_and_of_its_paragraph(client, op, article):
    section = Section.new(article_id=article.pk, position="5", title="Part")
    event = Event.objects.get()
    other = Event.new(article_id=article.pk, position="9")
    edits = [drafts.create(section), drafts.update(Event, event.pk, section_id=section.pk)]
    decisions.publish(edits, by=op, summary="moved")
    assert "Its paragraph moved to another section" in page_of(client, first().pk)
    key = first().pk
    edits = [drafts.create(other), drafts.update(Statement, key, event_id=other.pk)]
    decisions.publish(edits, by=op, summary="moved")
    page = page_of(client, key)
    assert "Moved to another paragraph" in page
    decisions.publish([drafts.update(Event, event.pk, position="91")], by=op, summary="moved")
    # It stands there no more.
    assert page_of(client, key) == page


def test_life_goes_on_by_key(client, op, article, monkeypatch):
    monkeypatch.setattr(views, "VERSIONS_PER_PAGE", 2)
    for n in range(3):
        edit = drafts.update(Statement, first().pk, text=f"Words {n}.")
        decisions.publish([edit], by=op, summary="again")
    seen, query = [], ""
    while query is not None:
        page = page_of(client, first().pk, query)
        seen.append(re.findall(r'id="v(\d+)"', page))
        link = re.search(r'href="(\?before=\d+)" rel="next"', page)
        query = link and link[1]
    assert seen == [["4", "3"], ["2", "1"]]


def test_no_unreviewed_word_or_name_stands_in_a_life(client, op, article):
    by = builders.editor("Edita")
    before = page_of(client, first().pk)
    builders.change(first(), by, text="Unreviewed words.")
    approved_nothing = statements.split(Statement.objects.order_by("position").last(), at=7, by=by)
    assert approved_nothing.state == "draft"
    assert page_of(client, first().pk) == before
