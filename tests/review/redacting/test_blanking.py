"""Redacted words are nowhere, the log still fits, and nothing but a redaction blanks."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from review.deciding import decisions, redacting, traces
from review.exceptions import NotAllowed, Refused
from review.models import (
    Act,
    Comment,
    Decision,
    Publication,
    Redaction,
    Slug,
)
from review.proposing import drafts
from review.proving import log
from review.publishing import chain
from review.weighing import texts
from tests.review.redacting.steps import WORDS, dump
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db(transaction=True)


def _rows(text):
    return [line for line in text.splitlines() if not line.startswith("django_session")]


def refuses(statement, *values, said="refused|frozen|cannot become"):
    refused = pytest.raises(DatabaseError, match=said)
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values or None)


BLANK = "SELECT review_blank(%s, %s::regclass, %s, %s, NULL)"
# Columns that the engine fills itself: digests, keys, seals.
NOT_WORDS = {"salt", "seal", "digest", "sha256", "position", "slug", "key", "html", "object_id"}
# Of words that are in sources and topics, and made anew from them.
NOT_WORDS |= {"by_name", "by_title", "spelled", "folded"}
# Of the index, which is made anew of what is live.
NOT_WORDS |= {"word", "made_of"}
# Counts under names of our own.
NOT_WORDS |= {"counts"}
# Periods by their keys.
NOT_WORDS |= {"period"}
# EDTF dates.
NOT_WORDS |= {"tagged_on"}


def test_redacted_words_are_nowhere_and_the_log_fits(client, spread, op):
    assert "quagga" in dump().lower()
    client.get("/changes/")
    decision = redacting.redact(WORDS, by=op, reason="A private name")
    assert "quagga" not in dump().lower()
    assert "zebra" not in dump().lower()
    assert list(log.breaks()) == []
    note = Note.objects.get()
    assert note.text == "Somebody did it."
    assert Shelf.objects.get().name == "[redacted]"
    was = Note.history.order_by("publication").first()
    assert (was.text, was.mood, was.salt) == ("[redacted]", "odd", "")
    assert decision.publication.decision.redaction.places
    page = client.get("/changes/").content.decode()
    assert "Words were redacted" in page
    assert "A private name" in page
    assert set(Act.objects.filter(state="pending").get().changes.get().after) == set()
    draft = Act.objects.get(state="draft").changes.get()
    assert draft.after == {"text": "[redacted]"}


def test_words_that_went_cant_be_guessed_by_the_salts_of_what_stays(spread, op):
    said = Note.history.order_by("publication").first().text
    redacting.redact(WORDS, by=op, reason="A private name")
    seal = Note.history.order_by("publication").first().seal
    for salt in {seal["mood"]["salt"], seal["first"]["salt"]}:
        assert chain.field_digest(salt, "text", said) != seal["text"]["digest"]


def test_log_with_a_redaction_is_checked_by_the_recipe_and_its_absence_is_found(spread, op):
    redacting.redact(WORDS, by=op, reason="A private name")
    told = list(log.lines())
    assert told[-1]["rows"] == []
    assert told[-1]["redacted"]
    assert [log.digest_of(entry) == entry["digest"] for entry in told] == [True] * len(told)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE review_redaction SET places = '[]'")
        cursor.execute("SET session_replication_role = DEFAULT")
    found = list(log.breaks())
    assert any("no redaction names it" in sentence for sentence in found)
    assert any("its digest" in sentence for sentence in found)


def test_redacted_twice_and_a_second_word_in_a_redacted_row(spread, op):
    redacting.redact(WORDS, by=op, reason="A private name")
    with pytest.raises(Refused, match="nowhere"):
        redacting.redact(WORDS, by=op, reason="Again")
    redacting.redact("calm", by=op, reason="Another")
    assert list(log.breaks()) == []
    assert Note.objects.get().mood == "[redacted]"


def test_refusals_change_nothing(spread, op, judge):
    before = dump()
    for words, reason, said in (
        ("Zeb", "short", "at least 4"),
        (WORDS, " ", "Say why"),
        (WORDS, f"It names {WORDS}", "without these words"),
        ("Nobody wrote this", "none", "nowhere"),
    ):
        with pytest.raises(Refused, match=said):
            redacting.redact(words, by=op, reason=reason)
    with pytest.raises(NotAllowed):
        redacting.redact(WORDS, by=judge, reason="x")
    assert _rows(dump()) == _rows(before)


def test_words_in_too_many_places_are_refused(spread, op, monkeypatch):
    monkeypatch.setattr(traces, "MANY", 2)
    with pytest.raises(Refused, match="give more of them"):
        redacting.redact(WORDS, by=op, reason="A private name")
    assert "quagga" in dump().lower()
    redacting.redact(WORDS, by=op, reason="A private name", everywhere=True)
    assert "quagga" not in dump().lower()


def test_two_live_names_that_must_differ_are_refused_until_one_has_better_words(op):
    first, second = Shelf.new(name="Zebra one"), Shelf.new(name="Zebra two")
    decisions.publish([drafts.create(o) for o in (first, second)], by=op, summary="x")
    before = dump()
    with pytest.raises(Refused, match="publish better words first"):
        redacting.redact("Zebra", by=op, reason="A private name")
    assert dump() == before
    decisions.publish([drafts.update(Shelf, second.pk, name="Better")], by=op, summary="x")
    redacting.redact("Zebra", by=op, reason="A private name")
    assert set(Shelf.objects.values_list("name", flat=True)) == {"[redacted]", "Better"}
    assert "zebra" not in dump().lower()
    assert list(log.breaks()) == []


def test_address_made_of_the_words_is_replaced(spread, op):
    old = Slug.objects.get(kind="toy.shelf").slug
    assert "quagga" in old
    redacting.redact(WORDS, by=op, reason="A private name")
    assert not Slug.objects.filter(slug__contains="quagga").exists()
    assert Slug.objects.get(kind="toy.shelf").is_current


def test_nothing_but_a_redaction_blanks(spread, op):
    redaction = redacting.redact(WORDS, by=op, reason="A private name").redaction
    table = Note.history.model._meta.db_table
    refuses(BLANK, 999, table, ["1"], ["text"], said="no redaction 999")
    for setting in ("on", redaction.pk):
        for statement in (
            f"UPDATE {table} SET text = '[redacted]'",
            f"UPDATE {table} SET publication_id = 1, text = '[redacted]'",
            "UPDATE review_comment SET text = '[redacted]'",
            "UPDATE review_change SET after = '{}'",
            "UPDATE review_decision SET reason = '[redacted]'",
            "UPDATE review_act SET title = '[redacted]'",
            "UPDATE review_changeset SET summary = '[redacted]'",
            "UPDATE review_publication SET digest = '[redacted]', at = now()",
            "UPDATE review_redaction SET places = '{}'",
            "UPDATE review_undone SET act_id = undo_id",
            "UPDATE review_endorsement SET at = now()",
            "UPDATE review_entry SET seal = '{}'",
        ):
            refuses(f"SET LOCAL review.redaction = '{setting}'; {statement}")
    for act in (redaction.delete, lambda: Redaction.objects.update(places=[])):
        with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
            act()


def test_a_redaction_blanks_what_it_names_and_only_while_it_is_made(spread, op):
    done = redacting.redact(WORDS, by=op, reason="A private name")
    table, key, names = "review_comment", str(Comment.objects.first().pk), ["text"]
    assert ["review.comment", key, names] in done.redaction.places
    refuses(BLANK, done.redaction.pk, table, [key], names, said="is done")
    refuses("SELECT review_seal_entries(%s, '{1}', '{}')", done.redaction.pk, said="is done")
    with transaction.atomic():
        decision = Decision.objects.create(by=op, at=timezone.now(), reason="Another")
        number = Publication.objects.count() + 1
        made = Redaction.objects.create(decision=decision, places=[["review.comment", key, names]])
        refuses(BLANK, made.pk, table, [key], names, said="is done")
        Publication.objects.create(
            number=number, at=decision.at, decision=decision, shape={}, previous="x", digest="x"
        )
        refuses(BLANK, made.pk, table, [key, "77"], names, said="does not name")
        refuses(BLANK, made.pk, table, [key], ["text", "act_id"], said="does not name")
        refuses(BLANK, made.pk, table, [key], [], said="does not name")
        refuses(BLANK, made.pk, "review_decision", [key], ["reason"], said="does not name")
        refuses(BLANK, made.pk, "review_entry", ["1"], ["digest"], said="holds no words")
        with connection.cursor() as cursor:
            cursor.execute(BLANK, [made.pk, table, [key], names])
        transaction.set_rollback(True)


def test_places_name_tables_as_the_database_does():
    for model in texts.searched():
        with connection.cursor() as cursor:
            cursor.execute("SELECT review_table_of(%s)", [model._meta.label_lower])
            assert cursor.fetchone() == (model._meta.db_table,)
        for name in texts.searched()[model]:
            assert model._meta.get_field(name).column == name


def test_every_text_column_is_searched_or_has_a_reason_why_not():
    searched = texts.searched()
    for model in apps.get_models():
        app, label = model._meta.app_label, model._meta.label_lower
        if label in texts.NEVER or f"{app}.*" in texts.NEVER:
            continue
        known = set(searched.get(model, ()))
        for field in model._meta.concrete_fields:
            if texts.is_text(field) and field.name not in known:
                assert field.name in NOT_WORDS, f"{label}.{field.name} could hold words"
    for label in texts.NEVER:
        if not label.endswith("*"):
            apps.get_model(label)
