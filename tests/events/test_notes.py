"""The notes of pages: full and short, told apart, and there before a reader asks."""

import io
import re

import pytest
from django.core.management import call_command

from events import notes
from events.models import Citation, Statement
from review.deciding import decisions
from review.models import StoredPage
from review.proposing import drafts, proposals
from sources.models import Contributor, Rendering, Source
from tests import builders

pytestmark = pytest.mark.django_db
ADDRESS = "/articles/an-article/"


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def statements(op):
    builders.article(op, ["One happened.", "Two followed.", "Three came.", "Four went."])
    return list(Statement.objects.order_by("position"))


def cited(op, statement, locator, source=None, position="5", **fields):
    """A published citation, of a new book or of one that is there."""
    made = []
    if source is None:
        book, author = builders.book(**fields)
        made, source = [book, author], book
    citation = Citation.new(
        statement_id=statement.pk,
        source_id=source.pk,
        position=position,
        label="page",
        locator=locator,
    )
    decisions.publish([drafts.create(o) for o in (*made, citation)], by=op, summary="found")
    return Citation.objects.get(pk=citation.pk)


def footnotes(client, path=ADDRESS):
    """The notes beside the text of a page, as words; one that is there twice, once."""
    page = client.get(path).content.decode()
    found = re.findall(r'aria-hidden="true"><sup>(\w+)</sup> <bdi>(.*?)</bdi>', page)
    return [re.sub(r"<[^>]*>", "", note) for note in dict(found).values()]


def test_first_use_is_said_in_full_and_later_ones_short(client, op, statements):
    one = cited(op, statements[1], "30")
    cited(op, statements[2], "33–34", source=one.source)
    assert footnotes(client) == [
        "Misha Glenny, The Balkans (Granta, 2012), 30.",
        "Glenny, The Balkans, 33–34.",
    ]
    # One that comes before it is the first from now on, at no cost for its readers.
    cited(op, statements[0], "7", source=one.source)
    assert footnotes(client) == [
        "Misha Glenny, The Balkans (Granta, 2012), 7.",
        "Glenny, The Balkans, 30.",
        "Glenny, The Balkans, 33–34.",
    ]


def test_list_has_each_work_once_and_of_each_use_where_in_it(client, op, statements):
    one = cited(op, statements[0], "30")
    cited(op, statements[1], "33–34", source=one.source)
    page = client.get(ADDRESS).content.decode()
    listed = page[page.index('id="notes"') :]
    assert listed.count("Glenny, Misha. <i>The Balkans</i>. Granta, 2012.") == 1
    assert "page 30</li>" in listed
    assert "page 33–34</li>" in listed


def test_two_editions_on_a_page_are_told_apart_and_alone_each_is_short(client, op, statements):
    one = cited(op, statements[0], "1")
    cited(op, statements[1], "2", source=one.source)
    assert footnotes(client)[1] == "Glenny, The Balkans, 2."
    two = cited(op, statements[2], "3", publisher="Penguin", issued="2020")
    cited(op, statements[3], "4", source=two.source)
    assert footnotes(client) == [
        "Misha Glenny, The Balkans (Granta, 2012), 1.",
        "Glenny, The Balkans (Granta, 2012), 2.",
        "Misha Glenny, The Balkans (Penguin, 2020), 3.",
        "Glenny, The Balkans (Penguin, 2020), 4.",
    ]
    decisions.publish(
        [drafts.remove(Citation, c.pk) for c in Citation.objects.filter(source=two.source_id)],
        by=op,
        summary="the other edition",
    )
    assert footnotes(client)[1] == "Glenny, The Balkans, 2."


def test_a_corrected_work_is_corrected_in_every_note(client, op, statements):
    one = cited(op, statements[0], "1")
    cited(op, statements[1], "2", source=one.source)
    author = Contributor.objects.get()
    edits = [
        drafts.update(Source, one.source_id, title="The Mountains"),
        drafts.update(Contributor, author.pk, family="Glennie"),
    ]
    decisions.publish(edits, by=op, summary="as it is printed")
    assert footnotes(client) == [
        "Misha Glennie, The Mountains (Granta, 2012), 1.",
        "Glennie, The Mountains, 2.",
    ]


def test_notes_are_made_when_something_is_sent(client, op, statements):
    one = cited(op, statements[0], "1")
    citation = Citation.new(
        statement_id=statements[1].pk,
        source_id=one.source_id,
        position="5",
        label="page",
        locator="99",
    )
    act = drafts.propose([drafts.create(citation)], by=builders.editor())
    assert not Rendering.objects.filter(html__contains="99").exists()
    proposals.send([act], by=act.changeset.author, summary="more")
    assert Rendering.objects.filter(html="Glenny, <i>The Balkans</i>, 99.").exists()


def test_without_its_note_a_citation_says_what_it_can_and_the_page_is_not_kept(
    client, op, statements
):
    cited(op, statements[0], "1")
    assert footnotes(client) == ["Misha Glenny, The Balkans (Granta, 2012), 1."]
    Rendering.objects.all().delete()
    StoredPage.objects.all().delete()
    assert footnotes(client) == ["The Balkans, page 1."]
    assert not StoredPage.objects.filter(path=ADDRESS).exists()
    said = io.StringIO()
    call_command("make_notes", stdout=said)
    assert "footnotes and entries made." in said.getvalue()
    assert footnotes(client) == ["Misha Glenny, The Balkans (Granta, 2012), 1."]
    call_command("make_notes", stdout=said)
    assert said.getvalue().endswith("All are there.\n")


def test_bent_note_is_named(op, statements):
    cited(op, statements[0], "1")
    assert list(notes.badly_noted(lambda *told: None)) == []
    Rendering.objects.filter(html__contains="(Granta, 2012), 1.").update(html="Another, 1.")
    (sentence,) = notes.badly_noted(lambda *told: None)
    assert "“The Balkans” is shown otherwise than it reads." in sentence


def test_uses_of_one_place_share_a_letter_and_lead_back_to_each(client, op, statements):
    one = cited(op, statements[0], "30")
    cited(op, statements[1], "30", source=one.source)
    cited(op, statements[2], "31", source=one.source)
    assert footnotes(client) == [
        "Misha Glenny, The Balkans (Granta, 2012), 30.",
        "Glenny, The Balkans, 31.",
    ]
    page = client.get(ADDRESS).content.decode()
    assert re.findall(r'id="use-([^"]*)"', page) == ["1a", "1a-2", "1b"]
    assert re.findall(r'href="#use-([^"]*)" role="doc-backlink"', page) == ["1a", "1a-2", "1b"]
    # Another quotation, or one that contradicts, is another use.
    edits = [drafts.update(Citation, c.pk, quotation="so") for c in Citation.objects.all()[1:2]]
    decisions.publish(edits, by=op, summary="its words")
    assert len(footnotes(client)) == 3


def test_notes_of_what_is_wholly_new_or_comes_back_are_there(client, op):
    """A statement, its event and its article are made with their citation; then gone, then undone."""
    from events.models import Article, Event
    from review.deciding import undoing

    article = Article.new(title="New")
    event = Event.new(article_id=article.pk, position="5")
    statement = Statement.new(event_id=event.pk, position="5", text="It was so.")
    book, author = builders.book()
    citation = Citation.new(
        statement_id=statement.pk, source_id=book.pk, position="5", label="page", locator="3"
    )
    made = (article, event, statement, book, author, citation)
    decisions.publish([drafts.create(o) for o in made], by=op, summary="all of it")
    note = ["Misha Glenny, The Balkans (Granta, 2012), 3."]
    assert footnotes(client, "/articles/new/") == note
    gone = decisions.publish(
        [drafts.remove(type(o), o.pk) for o in (citation, statement, event)], by=op, summary="gone"
    )
    Rendering.objects.all().delete()
    (undone,) = undoing.undo(gone, by=builders.moderator(), reason="not so")
    builders.approve(undone.acts.get(), builders.moderator("second"))
    assert footnotes(client, "/articles/new/") == note


def test_works_are_told_apart_anew_when_one_goes_with_its_statement(client, op, statements):
    made = []
    for n, publisher in enumerate(("Granta", "Penguin", "Brill")):
        book, author = builders.book(publisher=publisher, issued=f"201{n}")
        citation = Citation.new(
            statement_id=statements[n].pk,
            source_id=book.pk,
            position="5",
            label="page",
            locator=str(n),
        )
        made += [book, author, citation]
    decisions.publish([drafts.create(o) for o in made], by=op, summary="three editions")
    third = Citation.objects.get(statement=statements[2].pk)
    decisions.publish(
        [drafts.remove(Citation, third.pk), drafts.remove(Statement, statements[2].pk)],
        by=op,
        summary="gone",
    )
    assert footnotes(client) == [
        "Misha Glenny, The Balkans (Granta, 2010), 0.",
        "Misha Glenny, The Balkans (Penguin, 2011), 1.",
    ]
