"""Columns and kinds that come or go break nothing."""

import pytest
from django.apps import apps
from django.db import connection, models

from review import kinds
from review.deciding import decisions, redacting
from review.models import Act, Comment, Entry, Publication, Verdict
from review.proposing import drafts, proposals
from review.proving import checking, log
from review.proving.sealing import seal_columns
from review.publishing import covering
from tests.builders import change, editor, moderator, reject
from tests.review.covering.steps import change_author
from tests.review.test_chain import bend, exported, run_recipe
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


class _column:
    """A text column that the toy model, its history and its kind get for a while."""

    def __init__(self, kind, name):
        self.kind, self.name = kind, name
        self.models = (kind.model, kind.model.history.model)

    def __enter__(self):
        for model in self.models:
            models.CharField(max_length=20, blank=True, default="").contribute_to_class(
                model, self.name
            )
            table = model._meta.db_table
            with connection.cursor() as cursor:
                cursor.execute(
                    f"ALTER TABLE {table} ADD {self.name} varchar(20) NOT NULL DEFAULT ''"
                )
        self._forget()

    def __exit__(self, *raised):
        for model in self.models:
            model._meta.local_fields.remove(model._meta.get_field(self.name))
            model._meta._expire_cache()
            delattr(model, self.name)
        self._forget()

    def _forget(self):
        for name in ("fields", "proposed", "keys"):
            self.kind.__dict__.pop(name, None)


def test_column_added_later_breaks_nothing_and_is_covered_from_then_on(spread, op):
    kind = kinds.of(Note)
    with _column(kind, "weather"):
        assert list(log.breaks()) == []
        key = Note.objects.get().pk
        decisions.publish([drafts.update(Note, key, weather="Rain")], by=op, summary="x")
        assert "weather" in Publication.objects.latest("number").shape["toy.note"]
        assert "weather" not in Publication.objects.get(number=2).shape["toy.note"]
        assert list(log.breaks()) == []
        bend("UPDATE toy_historicalnote SET weather = 'Sun' WHERE publication_id = 4")
        assert "Publication 4: its digest" in next(iter(log.breaks()))


def test_column_that_goes_leaves_its_digests(spread, op, tmp_path):
    kind = kinds.of(Note)
    with _column(kind, "weather"):
        key = Note.objects.get().pk
        decisions.publish([drafts.update(Note, key, weather="Rain")], by=op, summary="x")
        seal_columns(apps, "toy.note", ["weather"])
    assert list(log.breaks()) == []
    whole = exported()
    assert "Rain" not in whole
    assert run_recipe(whole, tmp_path).returncode == 0
    decisions.publish([drafts.update(Note, key, text="After")], by=op, summary="x")
    redacting.redact("After", by=op, reason="A name")
    assert list(log.breaks()) == []
    bend("UPDATE toy_historicalnote SET text = 'Lie' WHERE publication_id = 4")
    assert "Publication 4: its digest" in next(iter(log.breaks()))


def test_covered_column_that_goes_leaves_its_digests(spread, monkeypatch):
    columns_of = checking.columns_of
    gone = {Verdict: {"reason"}}
    monkeypatch.setattr(checking, "columns_of", lambda m: columns_of(m) - gone.get(m, set()))
    assert "what stands there is not what" in next(iter(log.breaks()))
    seal_columns(apps, "review.verdict", ["reason"])
    assert list(log.breaks()) == []


def test_kind_that_is_not_registered_any_more_is_checked_from_its_history(spread):
    kind = kinds.of(Note)
    kinds.unregister(kind)
    try:
        assert list(log.breaks()) == []
        bend("UPDATE toy_historicalnote SET text = 'A lie.' WHERE publication_id = 2")
        assert "Publication 2: its digest" in next(iter(log.breaks()))
    finally:
        kinds.register(kind)


def test_kind_whose_history_is_gone_is_told_of_each_of_its_publications(spread, tmp_path):
    bend(
        "UPDATE review_publication SET shape = shape - 'toy.note' || "
        "jsonb_build_object('toy.lost', shape -> 'toy.note') WHERE number = 2"
    )
    assert next(iter(log.breaks())) == (
        "Publication 2: it has rows of toy.lost, of which the history is no more, so its digest "
        "can't be checked."
    )
    told = run_recipe(exported(), tmp_path).stdout.splitlines()
    assert told[0] == "Publication 2 can't be checked: the history is gone of toy.lost"
    assert told[1].startswith("It fits")


def test_kind_registered_later_breaks_nothing(op):
    kind = kinds.of(Note)
    kinds.unregister(kind)
    try:
        shelf = Shelf.new(name="First shelf")
        decisions.publish([drafts.create(shelf)], by=op, summary="begun")
        assert list(log.breaks()) == []
    finally:
        kinds.register(kind)
    assert list(log.breaks()) == []
    note = Note.new(shelf_id=shelf.pk, text="Later")
    decisions.publish([drafts.create(note)], by=op, summary="more")
    assert list(log.breaks()) == []


def test_field_covered_later_breaks_nothing(spread, monkeypatch, op):
    full = covering.get("review.comment")
    less = covering.Cover(Comment, ("act_id", "text"), "comment")
    monkeypatch.setitem(covering._covers, "review.comment", less)
    proposals.comment(Act.objects.latest("pk"), by=op, text="Before")
    monkeypatch.setitem(covering._covers, "review.comment", full)
    proposals.comment(Act.objects.latest("pk"), by=op, text="After")
    decisions.publish([drafts.update(Note, Note.objects.get().pk, mood="glad")], by=op, summary="x")
    assert list(log.breaks()) == []


def test_what_was_never_entered_is_named_and_the_log_holds_without(op):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(covering, "made", lambda *a, **k: [])
        shelf = Shelf.new(name="First shelf")
        note = Note.new(shelf_id=shelf.pk, text="Once")
        decisions.publish([drafts.create(o) for o in (shelf, note)], by=op, summary="begun")
        by = editor()
        act = change(Note.objects.get(), by, text="Twice")
        proposals.comment(act, by=by, text="So it was")
        reject(act, moderator())
        proposals.withdraw(
            change(Note.objects.get(), editor("other"), mood="x"), by=change_author("other")
        )
    line = next(log.lines())
    assert "entries" not in line
    assert log.digest_of(line) == line["digest"]
    found = list(log.breaks())
    assert found
    assert all("never entered" in sentence for sentence in found)


def test_more_entries_than_one_publication_takes_wait_for_the_next(spread, op, monkeypatch):
    few = decisions.TURN.replace("LIMIT 5000", "LIMIT 2")
    monkeypatch.setattr(decisions, "TURN", few)
    assert Entry.objects.filter(publication=None).count() > 2
    decisions.publish([drafts.update(Note, Note.objects.get().pk, mood="glad")], by=op, summary="x")
    assert Entry.objects.filter(publication=None).exists()
    assert list(log.breaks()) == []
