"""Writing an article: each step is a draft act, and what one has before oneself is what it begins from."""

from uuid import UUID

import pytest

from events.desk import writing
from events.desk.laid import Laid
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Section,
    Statement,
)
from events.pages import reading
from review import past
from review.deciding import decisions, trust
from review.desk.admin.overlay import Overlay
from review.exceptions import Refused, Stale
from review.ids import uuid7
from review.models import Act, Change, OpenChange, Subject
from review.proposing import drafts, proposals
from sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by():
    return builders.editor()


@pytest.fixture
def article(op):
    return builders.article(op, ["One thing happened.", "Another followed.", "A third came."])


@pytest.fixture
def statements(article):
    return list(Statement.objects.order_by("position"))


def desk(article, by):
    return Laid(article.pk, Overlay(by))


def texts(article, by):
    """The words of each paragraph, as their author has them."""
    own = desk(article, by)
    return [[s.text for s in own.statements(e.pk)] for e in own.events]


def acts(by):
    """(type, [(kind, operation)]) of each draft act."""
    return [
        (
            act.type,
            [
                (c.subject.kind.partition(".")[2], c.op)
                for c in act.changes.select_related("subject").order_by("id")
            ],
        )
        for act in Act.objects.filter(changeset__author=by, state="draft").order_by("pk")
    ]


def sent(by, summary="because"):
    drafted = list(Act.objects.filter(changeset__author=by, state="draft").order_by("pk"))
    trust.send(drafted, by=by, summary=summary)
    return drafted


def published(by, judge=None):
    found = sent(by)
    decisions.decide(
        [decisions.Ruling(act.pk, "approve") for act in found],
        by=judge or builders.moderator(),
    )


def test_rewording_is_an_act_of_its_own_and_goes_on_in_it(article, statements, by):
    first, second, _ = statements
    act = writing.reword(first.pk, by=by, words="One thing did happen.")
    assert writing.reword(first.pk, by=by, words=" One thing happened, indeed.\r\n") == act
    writing.reword(second.pk, by=by, words="Another came.")
    assert texts(article, by) == [["One thing happened, indeed.", "Another came.", "A third came."]]
    assert acts(by) == [("edit", [("statement", "update")])] * 2
    assert next(s.text for s in Statement.objects.order_by("position")) == "One thing happened."


def test_rewording_back_leaves_nothing(article, statements, by):
    writing.reword(statements[0].pk, by=by, words="Other words.")
    writing.reword(statements[0].pk, by=by, words="One thing happened.")
    assert acts(by) == []
    assert not OpenChange.objects.exists()


def test_what_somebody_published_meanwhile_is_told_and_nothing_is_written_over(
    article, statements, op, by
):
    seen = Overlay(by).one(Statement, statements[0].pk).seen
    builders.approve(
        builders.change(statements[0], op, text="Published meanwhile."), builders.moderator()
    )
    with pytest.raises(Stale):
        writing.reword(statements[0].pk, by=by, words="Mine.", seen=seen)
    assert not OpenChange.objects.filter(author=by).exists()


def test_statement_is_added_where_it_was_meant_and_said_again_it_is_one(article, statements, by):
    event, key = statements[0].event_id, uuid7()
    for words in ("Between.", "Between the two."):
        writing.add_statement(by=by, key=key, event=event, words=words, beside=statements[0].pk)
    writing.add_statement(
        by=by, key=uuid7(), event=event, words="Before.", beside=statements[0].pk, is_before=True
    )
    writing.add_statement(by=by, key=uuid7(), event=event, words="Last.")
    assert texts(article, by) == [
        ["Before.", "One thing happened.", "Between the two.", "Another followed."]
        + ["A third came.", "Last."]
    ]
    published(by)
    assert [s.text for s in Statement.objects.order_by("position")][2] == "Between the two."


def test_key_of_something_else_is_refused(article, statements, by):
    with pytest.raises(Refused, match="added already"):
        writing.add_statement(by=by, key=statements[1].pk, event=statements[0].event_id, words="x")
    other = builders.editor("other")
    key = uuid7()
    writing.add_statement(by=other, key=key, event=statements[0].event_id, words="Theirs.")
    with pytest.raises(Refused, match="added already"):
        writing.add_statement(by=by, key=key, event=statements[0].event_id, words="x")


def test_a_new_paragraph_its_statements_and_citations_are_one_act(article, by, op):
    event, first, second = uuid7(), uuid7(), uuid7()
    writing.add_event(by=by, key=event, statement=first, article=article.pk, words="It began.")
    writing.add_statement(by=by, key=second, event=event, words="It went on.", beside=first)
    source, author = builders.book()
    writing.cite(second, by=by, new_source=source, contributors=[author], locator="3", label="page")
    writing.date(first, by=by, words="It", edtf="1806")
    writing.ask(first, by=by, kind="citation-needed", reason="Who says so?")
    assert len(acts(by)) == 1
    published(by)
    made = list(Statement.objects.filter(event=event).order_by("position"))
    assert [s.text for s in made] == ["It began.", "It went on."]
    assert made[1].citations.get().locator == "3"
    assert made[0].datings.get().is_confirmed
    assert CitationRequest.objects.get(about=first).reason == "Who says so?"


def test_steps_on_live_statements_can_be_decided_apart(article, statements, by):
    first, second, _ = statements
    writing.reword(first.pk, by=by, words="Reworded.")
    source, author = builders.book()
    writing.cite(second.pk, by=by, new_source=source, contributors=[author])
    writing.date(second.pk, by=by, words="Another", edtf="1806")
    writing.ask(second.pk, by=by, kind="when")
    assert [kinds for _, kinds in acts(by)] == [
        [("statement", "update")],
        [("source", "create"), ("contributor", "create"), ("citation", "create")],
        [("dating", "create")],
        [("citationrequest", "create")],
    ]
    one, *_, last = sent(by)
    judge = builders.moderator()
    builders.approve(one, judge)
    builders.return_(last, judge)
    assert Statement.objects.get(pk=first.pk).text == "Reworded."
    assert not CitationRequest.objects.filter(about=second.pk).exists()


def test_citing_ends_the_requests_that_were_chosen(article, statements, by):
    request = CitationRequest.objects.get()
    source, author = builders.book()
    act = writing.cite(
        statements[0].pk, by=by, new_source=source, contributors=[author], settles=[request.pk]
    )
    assert act.type == Act.Type.RESOLVE
    published(by)
    request.refresh_from_db()
    assert request.resolution == "cited"


def test_marked_words_become_a_statement_with_its_request_and_are_answered_in_the_same_act(op, by):
    article = builders.article(op, ["In 1806 it began, and 300 men came, as he wrote in 1810."])
    statement = Statement.objects.get()
    citation = builders.published_citation(op, statement)
    dating = Dating.new(statement_id=statement.pk, words="1810", edtf="1810")
    decisions.publish([drafts.create(dating)], by=op, summary="dated")
    request = CitationRequest.objects.get()
    parts = ["In 1806 it began,", " and 300 men came,", "as he wrote in 1810."]
    act = writing.split(statement.pk, by=by, parts=parts, going={str(request.pk): 1})
    assert act.type == Act.Type.SPLIT
    (words,) = texts(article, by)
    assert words == ["In 1806 it began,", "and 300 men came,", "as he wrote in 1810."]
    own = desk(article, by)
    first, marked, last = own.statements(statement.event_id)
    assert [[r.pk for r in own.parts_of(s.pk)[2]] for s in (first, marked, last)] == [
        [], [request.pk], [],
    ]  # fmt: skip
    source, author = builders.book(title="Another")
    answer = writing.cite(
        marked.pk, by=by, new_source=source, contributors=[author], settles=[request.pk]
    )
    assert answer == act
    published(by)
    request.refresh_from_db()
    assert (request.about_id, request.resolution) == (marked.pk, "cited")
    assert Citation.objects.get(pk=citation.pk).statement_id == statement.pk
    assert Dating.objects.get(pk=dating.pk).statement_id == last.pk
    assert Citation.objects.get(statement=marked.pk).source.title == "Another"
    page = reading.article_page(article.pk, past.live)
    assert "".join(s.gap + s.text for s in page.statements) == (
        "In 1806 it began, and 300 men came, as he wrote in 1810."
    )


@pytest.mark.parametrize(
    "parts", [["One thing happened."], ["One thing", "occurred."], ["", "One thing happened."],
              ["One thi", "ng happened.", "More."], ["One"]],
)  # fmt: skip
def test_parts_that_are_not_the_words_are_refused(statements, by, parts):
    with pytest.raises(Refused):
        writing.split(statements[0].pk, by=by, parts=parts)
    assert not OpenChange.objects.exists()


def test_words_that_were_reworded_are_split_as_they_are_now_in_one_act(article, statements, by):
    writing.reword(statements[0].pk, by=by, words="One thing happened in Novi Sad.")
    act = writing.split(statements[0].pk, by=by, parts=["One thing happened", "in Novi Sad."])
    assert acts(by) == [("split", [("statement", "update"), ("statement", "create")])]
    assert "Novi Sad" not in act.title
    published(by)
    assert [s.text for s in Statement.objects.order_by("position")][:2] == [
        "One thing happened", "in Novi Sad.",
    ]  # fmt: skip


def test_splitting_draws_drafts_on_its_parts_together(article, statements, op, by):
    citation = builders.published_citation(op, statements[0])
    writing.reword(statements[0].pk, by=by, words="One thing did happen.")
    writing.change(Citation, citation.pk, by=by, locator="99")
    assert len(acts(by)) == 2
    writing.split(
        statements[0].pk, by=by, parts=["One thing", "did happen."], going={str(citation.pk): 1}
    )
    assert len(acts(by)) == 1
    published(by)
    moved = Citation.objects.get(pk=citation.pk)
    assert (moved.locator, moved.statement.text) == ("99", "did happen.")


def test_split_and_merged_again_leaves_nothing(article, statements, by):
    writing.split(statements[0].pk, by=by, parts=["One", "thing happened."])
    second = desk(article, by).statements(statements[0].event_id)[1]
    writing.merge(second.pk, by=by)
    assert acts(by) == []
    assert texts(article, by) == [[s.text for s in statements]]


def test_merged_words_keep_their_requests_and_the_anchor_leads_on(article, statements, by):
    request = CitationRequest.objects.get()
    first, second, _ = statements
    writing.reword(second.pk, by=by, words="Another followed soon.")
    act = writing.merge(second.pk, by=by)
    assert act.type == Act.Type.MERGE
    published(by)
    assert Statement.objects.get(pk=first.pk).text == "One thing happened. Another followed soon."
    assert Subject.objects.get(pk=second.pk).merged_into_id == first.pk
    request.refresh_from_db()
    assert request.about_id == first.pk


def test_first_statement_has_none_to_join(statements, by):
    with pytest.raises(Refused, match="first statement"):
        writing.merge(statements[0].pk, by=by)


def test_merge_whose_anchor_could_not_lead_on_is_refused(article, statements, by):
    writing.split(statements[0].pk, by=by, parts=["One", "thing happened."])
    with pytest.raises(Refused, match="other drafts on these statements"):
        writing.merge(statements[1].pk, by=by)
    assert len(acts(by)) == 1
    assert texts(article, by)[0][:2] == ["One", "thing happened."]


def test_removing_takes_along_what_hangs_on_it_and_an_empty_paragraph(op, by):
    builders.article(op, ["Alone."])
    statement = Statement.objects.get()
    builders.published_citation(op, statement)
    writing.remove_statement(statement.pk, by=by)
    published(by)
    assert not Statement.objects.exists()
    assert not Citation.objects.exists()
    assert not Event.objects.exists()
    assert CitationRequest.objects.get().resolution == "removed"


def test_removing_ones_own_new_statement_takes_its_new_work_back(article, statements, by):
    key = uuid7()
    writing.add_statement(by=by, key=key, event=statements[0].event_id, words="New.")
    source, author = builders.book()
    writing.cite(key, by=by, new_source=source, contributors=[author])
    writing.remove_statement(key, by=by)
    assert acts(by) == []
    assert not OpenChange.objects.exists()


def test_what_one_would_remove_is_not_worked_on(statements, by):
    writing.remove_statement(statements[0].pk, by=by)
    with pytest.raises(Refused, match="take that back first"):
        writing.reword(statements[0].pk, by=by, words="x")


def sections(article, by, *titles):
    """New sections with a paragraph each."""
    made = []
    for title in titles:
        key = uuid7()
        level = 3 if title.startswith("-") else 2
        writing.add_section(by=by, key=key, article=article.pk, title=title, level=level)
        writing.add_event(
            by=by, key=uuid7(), statement=uuid7(), article=article.pk, section=key,
            words=f"In {title}.",
        )  # fmt: skip
        made.append(key)
    return made


def outline(article, by):
    own = desk(article, by)
    return [
        (section.title, [own.statements(e.pk)[0].text for e in own.of_section(section.pk)])
        for section in own.sections
    ]


def test_statement_moves_within_its_paragraph_and_on_to_the_next(article, statements, by):
    event = uuid7()
    writing.add_event(by=by, key=event, statement=uuid7(), article=article.pk, words="Below.")
    writing.move(Statement, statements[2].pk, by=by, step=-1)
    assert texts(article, by)[0] == ["One thing happened.", "A third came.", "Another followed."]
    writing.move(Statement, statements[1].pk, by=by, step=1)
    assert texts(article, by) == [
        ["One thing happened.", "A third came."], ["Another followed.", "Below."],
    ]  # fmt: skip
    assert writing.move(Statement, statements[0].pk, by=by, step=-1) is None
    writing.move(Statement, statements[0].pk, by=by, beside=statements[1].pk)
    writing.move(Statement, statements[2].pk, by=by, step=1)
    assert texts(article, by) == [
        ["A third came.", "Another followed.", "One thing happened.", "Below."]
    ]
    published(by)
    assert Event.objects.get().pk == event


def test_paragraph_moves_over_the_headings(article, by):
    one, _two = sections(article, by, "One", "Two")
    own = desk(article, by)
    (event,) = own.of_section(one)
    writing.move(Event, event.pk, by=by, step=1)
    assert outline(article, by) == [("One", []), ("Two", ["In One.", "In Two."])]
    writing.move(Event, event.pk, by=by, step=1)
    assert outline(article, by) == [("One", []), ("Two", ["In Two.", "In One."])]
    assert writing.move(Event, event.pk, by=by, step=1) is None
    writing.move(Event, event.pk, by=by, beside=one)
    assert outline(article, by) == [("One", ["In One."]), ("Two", ["In Two."])]
    writing.move(Event, event.pk, by=by, step=-1)
    assert texts(article, by)[1] == ["In One."]


def test_section_moves_with_those_within_it_and_readers_count_footnotes_as_they_read(
    article, op, by
):
    sections(article, by, "One", "-Within", "Two")
    own = desk(article, by)
    for number, section in enumerate(own.sections):
        (event,) = own.of_section(section.pk)
        source, author = builders.book(title=f"Book {number}")
        statement = own.statements(event.pk)[0].pk
        writing.cite(statement, by=by, new_source=source, contributors=[author])
    writing.move(Section, own.sections[2].pk, by=by, step=-1)
    titles = [title for title, _ in outline(article, by)]
    assert titles == ["Two", "One", "-Within"]
    published(by)
    page = reading.article_page(article.pk, past.live)
    assert [part.title for part in page.parts] == ["", "Two", "One", "-Within"]
    assert [note.work.source.title for note in page.notes] == ["Book 2", "Book 0", "Book 1"]
    writing.move(Section, own.sections[0].pk, by=by, beside=own.sections[2].pk, is_before=True)
    assert [title for title, _ in outline(article, by)] == ["One", "-Within", "Two"]


def test_heading_that_is_put_before_a_paragraph_takes_the_rest_along(article, by):
    (one,) = sections(article, by, "One")
    second = uuid7()
    writing.add_event(
        by=by, key=second, statement=uuid7(), article=article.pk, section=one, words="More."
    )
    writing.add_section(by=by, key=uuid7(), article=article.pk, title="Cut", at=second)
    assert outline(article, by) == [("One", ["In One."]), ("Cut", ["More."])]


def test_heading_that_goes_leaves_its_paragraphs_to_the_one_before(article, by):
    one, two = sections(article, by, "One", "Two")
    published(by)
    writing.move(Section, two, by=by, step=-1)
    writing.remove_section(one, by=by)
    assert outline(article, by) == [("Two", ["In Two.", "In One."])]


def test_an_article_of_three_sections_is_written_and_published(by):
    key = writing.begin(by=by, title="A new article")
    article = Overlay(by).one(Article, key)
    sections(article, by, "One", "Two", "Three")
    writing.add_picture(by=by, key=uuid7(), article=key, caption="A map of it")
    published(by)
    page = reading.article_page(UUID(str(key)), past.live)
    assert [part.title for part in page.parts] == ["One", "Two", "Three"]
    assert [s.text for s in page.statements] == ["In One.", "In Two.", "In Three."]
    assert Illustration.objects.get().caption == "A map of it"
    assert Act.objects.count() == 8


def test_each_is_taken_back_by_itself(article, statements, by):
    writing.reword(statements[0].pk, by=by, words="Reworded.")
    key = uuid7()
    writing.add_statement(by=by, key=key, event=statements[0].event_id, words="New.")
    source, author = builders.book()
    writing.cite(key, by=by, new_source=source, contributors=[author])
    citation = Change.objects.get(subject__kind="events.citation").subject_id
    writing.take_back_change(citation, by=by)
    assert acts(by) == [("edit", [("statement", "update")]), ("edit", [("statement", "create")])]
    writing.take_back_change(statements[0].pk, by=by)
    assert acts(by) == [("edit", [("statement", "create")])]
    writing.take_back_change(key, by=by)
    assert acts(by) == []
    assert not Source.objects.exists()
    with pytest.raises(Refused, match="no draft of yours"):
        writing.take_back_change(key, by=by)


def test_move_of_what_was_reworded_goes_back_with_it(article, statements, by):
    writing.reword(statements[1].pk, by=by, words="Reworded.")
    writing.move(Statement, statements[1].pk, by=by, step=-1)
    assert acts(by) == [("edit", [("statement", "update")])]
    writing.take_back_change(statements[1].pk, by=by)
    assert texts(article, by) == [[s.text for s in statements]]


def test_what_others_of_ones_acts_build_on_is_taken_back_with_them_only_if_asked(article, by):
    sections(article, by, "One")
    section = Act.objects.get(changes__subject__kind="events.section")
    with pytest.raises(Refused, match="builds on what this creates"):
        writing.take_back(section, by=by)
    assert len(acts(by)) == 2
    writing.take_back(section, by=by, along=True)
    assert acts(by) == []


def test_a_split_is_taken_back_whole(article, statements, by):
    writing.split(statements[0].pk, by=by, parts=["One", "thing happened."])
    writing.take_back_change(statements[0].pk, by=by)
    assert acts(by) == []
    assert texts(article, by) == [[s.text for s in statements]]


def test_what_waits_is_revised_when_it_is_written_on(article, statements, by):
    writing.reword(statements[0].pk, by=by, words="Reworded.")
    (act,) = sent(by)
    writing.reword(statements[0].pk, by=by, words="Reworded again.")
    draft = Act.objects.get(state="draft")
    assert draft.revises == act
    sent(by)
    act.refresh_from_db()
    assert act.state == Act.State.SUPERSEDED


def test_drafts_that_both_revise_what_was_sent_are_not_drawn_together(article, statements, by):
    first, second, _ = statements
    writing.reword(first.pk, by=by, words="Reworded.")
    writing.reword(second.pk, by=by, words="Reworded too.")
    sent(by)
    with pytest.raises(Refused, match="Two of your drafts revise"):
        writing.merge(second.pk, by=by)
    assert acts(by) == []


def test_an_undo_is_drawn_together_with_nothing(article, statements, by):
    one = writing.reword(statements[0].pk, by=by, words="Reworded.")
    two = writing.reword(statements[1].pk, by=by, words="Reworded too.")
    Act.objects.filter(pk=two.pk).update(type=Act.Type.UNDO)
    with pytest.raises(Refused, match="drawn together"):
        drafts.joined([one, two], by=by)
    proposals.withdraw(one, by=by)


def test_what_was_reworded_and_then_removed_is_back_as_it_was(article, statements, op, by):
    builders.published_citation(op, statements[0])
    writing.reword(statements[0].pk, by=by, words="Reworded.")
    writing.remove_statement(statements[0].pk, by=by)
    assert [type for type, _ in acts(by)] == ["delete"]
    writing.take_back_change(statements[0].pk, by=by)
    assert acts(by) == []
    assert texts(article, by) == [[s.text for s in statements]]


def test_last_statement_that_moved_away_is_back_with_its_paragraph(article, op, by):
    event, key = uuid7(), uuid7()
    writing.add_event(by=by, key=event, statement=key, article=article.pk, words="Below.")
    published(by)
    writing.reword(key, by=by, words="Below it.")
    writing.move(Statement, key, by=by, step=-1)
    assert len(texts(article, by)) == 1
    writing.take_back_change(key, by=by)
    assert acts(by) == []
    assert texts(article, by)[1] == ["Below."]
    writing.move(Statement, key, by=by, step=-1)
    assert [type for type, _ in acts(by)] == ["move"]
    writing.take_back_change(key, by=by)
    assert texts(article, by)[1] == ["Below."]
    assert acts(by) == []


def test_an_act_is_called_by_words_that_its_reader_knows(article, statements, by):
    writing.add_event(by=by, key=uuid7(), statement=uuid7(), article=article.pk, words="It began.")
    writing.remove_statement(statements[0].pk, by=by)
    titles = Act.objects.filter(state="draft").order_by("pk").values_list("title", flat=True)
    assert list(titles) == [
        "Add statement: “It began.”", "Remove statement: “One thing happened.”",
    ]  # fmt: skip
