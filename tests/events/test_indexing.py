"""The index that readers search is what is live, whatever a decision does."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from events import indexing, tokens
from events.desk import statements
from events.models import (
    Article,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    IndexEntry,
    IndexWord,
    Section,
    Statement,
)
from events.models.index import LETTERS, WORDS
from events.removing import remove_statement
from review.deciding import decisions, redacting, undoing
from review.proposing import drafts, proposals
from sources.models import Contributor, Source
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def article(op):
    return builders.article(op, ["Karađorđe wrote.", "The Porte answered."], "An uprising")


@pytest.fixture
def statement(article):
    return Statement.objects.order_by("position").first()


def odd():
    return list(indexing.badly_indexed(lambda *_: None))


def words_of(key):
    with connection.cursor() as cursor:
        sql = "SELECT tsvector_to_array(words) FROM events_indexentry WHERE subject_id = %s"
        cursor.execute(sql, [key])
        return set(cursor.fetchone()[0])


def tags_of(key):
    return IndexEntry.objects.get(pk=key).tags


def number(word):
    return IndexWord.objects.filter(pk=word).values_list("number", flat=True).first()


def publish(op, *edits):
    return decisions.publish(edits, by=op, summary="so")


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_all_that_is_published_is_in_it(op, article):
    event = Event.objects.get()
    section = Section.new(article_id=article.pk, position="5", title="Before it")
    picture = Illustration.new(article_id=article.pk, position="5", caption="A view of Topola")
    work, author = builders.book(title="The <i>Balkans</i>")
    made = [drafts.create(o) for o in (section, picture, work, author)]
    publish(op, *made, drafts.update(Event, event.pk, heading="The rising"))
    kinds = sorted(IndexEntry.objects.values_list("kind", flat=True))
    assert kinds == ["article", "caption", "event", "section", "statement", "statement", "work"]
    assert words_of(work.pk) == {"misha", "glenny", "the", "balkans", "2012"}
    assert words_of(picture.pk) == {"a", "view", "of", "topola"}
    assert words_of(event.pk) == {"the", "rising"}
    assert number("the") == 3
    assert odd() == []
    publish(op, drafts.update(Contributor, author.pk, given="Michael"))
    assert "michael" in words_of(work.pk)
    assert number("misha") is None
    assert odd() == []


def test_what_is_only_proposed_is_not_in_it(op, statement):
    act = builders.change(statement, builders.editor(), text="Unseen words.")
    assert number("unseen") is None
    builders.approve(act, builders.moderator())
    assert number("unseen") == 1
    assert odd() == []


def test_words_that_are_reworded_or_removed_find_nothing_and_an_undo_brings_them_back(
    op, statement
):
    decision = publish(op, drafts.update(Statement, statement.pk, text="Somebody wrote, wrote."))
    assert (number("karađorđe"), number("somebody"), number("wrote")) == (None, 1, 1)
    judge = builders.moderator()
    (sent,) = undoing.undo(decision, by=judge, reason="It was he")
    builders.approve(sent.acts.get(), builders.moderator("other"))
    assert (number("karađorđe"), number("somebody")) == (1, None)
    publish(op, *remove_statement(statement))
    assert not IndexEntry.objects.filter(pk=statement.pk).exists()
    assert number("wrote") is None
    assert odd() == []


def test_a_statement_split_and_merged_is_in_it_as_it_stands(op, statement):
    act = statements.split(statement, at=9, by=op, moved=[])
    proposals.send([act], by=op, summary="Two")
    builders.approve(act, builders.moderator())
    assert words_of(statement.pk) == {"karađorđe"}
    assert odd() == []


def test_what_it_rests_on_and_when_it_was_are_told_by_tags(op, statement):
    assert tags_of(statement.pk) == ["requested"]
    builders.published_citation(op, statement)
    assert tags_of(statement.pk) == ["cited", "requested"]
    request = CitationRequest.objects.get()
    publish(op, drafts.update(CitationRequest, request.pk, resolution="cited"))
    dates = [("1806", "1806"), ("until 1712", "../1712"), ("since 1904", "1904/..")]
    made = [Dating.new(statement_id=statement.pk, words=w, edtf=e) for w, e in dates]
    publish(op, *(drafts.create(o) for o in made))
    assert tags_of(statement.pk) == ["cited", "1700", "1800", "1900"]
    publish(op, *(drafts.remove(Dating, o.pk) for o in made[1:]))
    assert tags_of(statement.pk) == ["cited", "1800"]
    event = Event.objects.get()
    publish(op, drafts.update(Event, event.pk, heading="The rising"))
    assert tags_of(event.pk) == ["1800"]
    publish(op, drafts.update(Dating, made[0].pk, edtf="1906", words="1906"))
    assert tags_of(event.pk) == ["1900"]
    assert odd() == []


def test_what_moves_to_another_article_is_found_there(op, article, statement):
    other = Article.new(title="Another")
    event = Event.objects.get()
    publish(
        op,
        drafts.create(other),
        drafts.update(Event, event.pk, article_id=other.pk, heading="It moved"),
    )
    for key in (statement.pk, event.pk):
        assert IndexEntry.objects.get(pk=key).article_id == other.pk
    assert odd() == []


def test_redacted_words_are_gone_from_it(op, statement):
    publish(op, drafts.update(Statement, statement.pk, text="Says Quixote himself."))
    work, author = builders.book(title="Of Quixote")
    publish(op, drafts.create(work), drafts.create(author))
    assert number("quixote") == 2
    redacting.redact("Quixote", by=op, reason="A private name")
    assert number("quixote") is None
    assert "quixote" not in words_of(work.pk)
    assert odd() == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM events_indexentry", "is found otherwise than it reads"),
        ("UPDATE events_indexentry SET words = '''lie'':1'", "is found otherwise than it reads"),
        ("UPDATE events_indexentry SET tags = '{cited}'", "is found otherwise than it reads"),
        ("UPDATE events_indexentry SET kind = 'section'", "is found otherwise than it reads"),
        ("DELETE FROM events_indexword WHERE word = 'wrote'", "the word “wrote” is not what"),
        ("UPDATE events_indexword SET number = 9", "the word “wrote” is not what"),
        ("UPDATE events_indexword SET folded = 'lie'", "the word “wrote” is not what"),
        ("UPDATE events_indexword SET forms = '{lie}'", "the word “wrote” is not what"),
    ],
)
def test_what_was_bent_is_told_and_the_command_makes_it_right(article, sql, said):
    execute(sql)
    assert any(said in sentence for sentence in odd())
    out = io.StringIO()
    call_command("make_index", "--all", stdout=out)
    assert out.getvalue() == "The index is up to date.\n"
    assert odd() == []


def test_what_was_slipped_in_is_told_and_goes(op, article):
    work, author = builders.book()
    act = drafts.propose([drafts.create(work), drafts.create(author)], by=builders.editor())
    proposals.send([act], by=act.changeset.author, summary="x")
    execute(
        "INSERT INTO events_indexentry (subject_id, kind, made_of, tags, words) "
        f"VALUES ('{work.pk}', 'work', '', '{{}}', '''unseen'':1')"
    )
    assert f"Index: {work.pk} is found, and is not live." in odd()
    call_command("make_index", stdout=io.StringIO())
    assert odd() == []


def test_an_index_that_was_lost_stops_no_decision_and_is_made_again(op, article, statement):
    execute("DELETE FROM events_indexentry; DELETE FROM events_indexword")
    publish(op, drafts.update(Statement, statement.pk, text="Other words."))
    assert words_of(statement.pk) == {"other", "words"}
    call_command("make_index", stdout=io.StringIO())
    assert odd() == []
    execute("DELETE FROM events_indexword")
    publish(op, drafts.update(Statement, statement.pk, text="Yet others."))
    assert number("yet") == 1


def test_of_a_very_long_text_the_first_words_are_in_it(op, statement):
    text = " ".join(f"word{n}" for n in range(WORDS + 10)) + " " + "x" * 5000
    publish(op, drafts.update(Statement, statement.pk, text=text))
    assert number(f"word{WORDS - 1}") == 1
    assert number(f"word{WORDS}") is None
    publish(op, drafts.update(Statement, statement.pk, text="x" * 5000))
    assert words_of(statement.pk) == {"x" * LETTERS}
    assert odd() == []


@given(st.text(max_size=60))
def test_any_text_has_words_at_their_places(text):
    found = tokens.tokens(text)
    for token in found:
        assert text[token.start : token.end]
        assert 0 < len(token.word) <= LETTERS
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(%s::tsvector)", [tokens.vector(text)])
        assert set(cursor.fetchone()[0]) == {token.word for token in found}


def test_words_have_small_letters_and_no_loose_marks():
    said = "Stra\u00adße ÉTÉ Карађо́рђе’s mid-1806_x \u202eno"
    assert [token.word for token in tokens.tokens(said)] == [
        *("strasse", "été", "карађорђе", "s", "mid", "1806", "x", "no"),
    ]


@given(st.lists(st.text("абвčšđющьxyi’", min_size=1, max_size=8), max_size=6))
def test_words_folded_together_are_folded_as_alone(words):
    with connection.cursor() as cursor:
        cursor.execute("SELECT events_each_folded(%s)", [words])
        (together,) = cursor.fetchone()
        cursor.execute("SELECT sources_folded(word) FROM unnest(%s::text[]) AS word", [words])
        alone = [folded for (folded,) in cursor.fetchall()]
    assert (together or [""] * len(words)) == alone


def test_source_and_its_names_go_together(op, article):
    work, author = builders.book()
    publish(op, drafts.create(work), drafts.create(author))
    publish(op, drafts.remove(Contributor, author.pk), drafts.remove(Source, work.pk))
    assert not IndexEntry.objects.filter(kind="work").exists()
    assert number("glenny") is None
    assert odd() == []
