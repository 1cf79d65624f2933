"""Whatever was sent, said and decided stands in the log: what is bent, gone or slipped in is named."""

import io
import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction

from review import kinds
from review.deciding import amending, decisions, redacting, undoing
from review.models import Act, Comment, Decision, Entry, Publication, Restriction, Verdict
from review.proposing import drafts, proposals
from review.proving import checking, log
from review.proving.sealing import seal_columns
from review.publishing import covering
from review.weighing import restricting
from tests.builders import approve, change, editor, moderator, operator, reject, return_
from tests.review.test_chain import bend, exported, run_recipe
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return operator()


@pytest.fixture
def spread(op):
    """At least one row of everything that is covered, before the third publication or after."""
    one, two, judge, second = editor("one"), editor("two"), moderator(), moderator("second")
    shelf = Shelf.new(name="First shelf")
    note = Note.new(shelf_id=shelf.pk, text="Once upon a time")
    decisions.publish([drafts.create(o) for o in (shelf, note)], by=op, summary="begun")
    note = Note.objects.get()
    act = change(note, one, text="Once upon a night")
    proposals.comment(act, by=judge, text="A night?")
    returned = change(note, two, mood="odd")
    return_(returned, judge)
    proposals.withdraw(change(note, editor("three"), mood="wild"), by=change_author("three"))
    held = restricting.restrict("second", by=judge, reason="Argued about", subject=note.pk)
    approve(act, judge)
    approve(act, second)
    restricting.lift(held, by=judge)
    undoing.undo(Decision.objects.latest("pk"), by=judge, reason="It was day")
    draft = drafts.revise(returned, by=two)
    proposals.send([draft], by=two, summary="once more")
    reject(draft, judge, "Still odd")
    proposals.comment(draft, by=two, text="A pity")
    decisions.publish([drafts.update(Shelf, shelf.pk, name="A shelf")], by=op, summary="renamed")
    reject(change(note, one, mood="sad"), judge, "Not sad")
    change(note, one, "the last", mood="calm")
    assert list(log.breaks()) == []
    # What a test deletes is not asked for again at its end.
    checked_now()


def checked_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def change_author(name):
    return Act.objects.filter(changeset__author__username=name).latest("pk").changeset.author


SOMEBODY = "(SELECT max(id) FROM review_user)"
PENDING = "(SELECT max(id) FROM review_act WHERE state = 'pending')"

BENT = {
    "history's act": (
        "UPDATE toy_historicalnote SET act_id = (SELECT min(id) FROM review_act) "
        "WHERE publication_id = 2",
        "Note {note} in publication 2: it names act {first}, which that decision did not approve",
    ),
    "history's act, of the same decision": (
        "UPDATE toy_historicalnote SET act_id = (SELECT act_id FROM toy_historicalshelf "
        "WHERE publication_id = 3), publication_id = 3, history_date = (SELECT at FROM "
        "review_publication WHERE number = 3) WHERE publication_id = 2",
        "which did not change it",
    ),
    "history's act gone": (
        "UPDATE toy_historicalnote SET act_id = 999999 WHERE publication_id = 2",
        "it names act 999999, which that decision did not approve",
    ),
    "history's account": (
        f"UPDATE toy_historicalnote SET history_user_id = {SOMEBODY} WHERE publication_id = 2",
        "Note {note} in publication 2: it names account",
    ),
    "history's time": (
        "UPDATE toy_historicalnote SET history_date = '2001-01-01' WHERE publication_id = 2",
        "Note {note} in publication 2: its time",
    ),
    "history's reason": (
        "UPDATE toy_historicalnote SET history_change_reason = 'Lie' WHERE publication_id = 2",
        "Note {note} in publication 2: its reason",
    ),
    "history's reason as if redacted": (
        "UPDATE toy_historicalnote SET history_change_reason = '[redacted]' "
        "WHERE publication_id = 2",
        "Note {note} in publication 2: its reason",
    ),
    "history slipped in, of a kind that was not published": (
        "INSERT INTO toy_historicalnote (id, publication_id, act_id, salt, seal, history_date, "
        "history_type, shelf_id, text, mood, closed) SELECT id, 3, act_id, salt, seal, "
        "history_date, '~', shelf_id, 'Lie', mood, closed FROM toy_historicalnote "
        "WHERE publication_id = 2",
        "Note {note} in publication 3: that publication had no note",
    ),
    "history slipped in": (
        "INSERT INTO toy_historicalshelf (id, publication_id, act_id, salt, seal, history_date, "
        "history_type, name) SELECT gen_random_uuid(), publication_id, act_id, salt, seal, "
        "history_date, '+', 'Lie' FROM toy_historicalshelf WHERE publication_id = 3",
        "Publication 3: its digest",
    ),
    "a decision's time": (
        "UPDATE review_decision SET at = '2001-01-01' "
        "WHERE id = (SELECT decision_id FROM review_publication WHERE number = 2)",
        "its time is not that of publication 2",
    ),
    "a refusal's time": (
        "UPDATE review_decision SET at = '2001-01-01' WHERE id = {refusal}",
        "Decision {refusal}: what stands there is not what was entered",
    ),
    "a decision's reason": (
        "UPDATE review_decision SET reason = 'Lie' "
        "WHERE id = (SELECT decision_id FROM review_publication WHERE number = 2)",
        "what stands there is not what publication 2 took in",
    ),
    "a decision gone": (
        "DELETE FROM review_decision "
        "WHERE id = (SELECT decision_id FROM review_publication WHERE number = 3)",
        "Publication 3: its decision",
    ),
    "a verdict's reason": (
        "UPDATE review_verdict SET reason = 'Lie' WHERE reason = 'Still odd'",
        "Verdict on act {rejected}: what stands there is not what publication 3 took in",
    ),
    "the last refusal gone": (
        "DELETE FROM review_verdict WHERE decision_id = {refusal}; "
        "DELETE FROM review_decision WHERE id = {refusal}",
        "Decision {refusal}: it is gone",
    ),
    "a summary": (
        "UPDATE review_changeset SET summary = 'Lie' WHERE summary = 'the last'",
        "Changeset {changeset}: what stands there",
    ),
    "an author": (
        f"UPDATE review_changeset SET author_id = {SOMEBODY} WHERE id = {{changeset}}",
        "Changeset {changeset}: what stands there",
    ),
    "a changeset gone": (
        "DELETE FROM review_changeset WHERE id = {changeset}",
        "Changeset {changeset}: it is gone",
    ),
    "a title": (
        f"UPDATE review_act SET title = 'Lie' WHERE id = {PENDING}",
        "Act {pending}: what stands there",
    ),
    "when it was sent": (
        f"UPDATE review_act SET sent_at = '2001-01-01' WHERE id = {PENDING}",
        "Act {pending}: what stands there",
    ),
    "what it undoes": (
        "UPDATE review_act SET undoes_id = 1 WHERE type = 'undo'",
        "Act {undo}: what stands there is not what publication 3 took in",
    ),
    "approved by nobody": (
        f"UPDATE review_act SET state = 'approved' WHERE id = {PENDING}",
        "Act {pending}: it is approved, and no decision says so",
    ),
    "withdrawn by nobody": (
        f"UPDATE review_act SET state = 'withdrawn' WHERE id = {PENDING}",
        "Withdrawal of act {pending}: it was never entered",
    ),
    "withdrawn, then rejected": (
        "UPDATE review_act SET state = 'rejected' WHERE state = 'withdrawn'",
        "Act {withdrawn}: it is rejected, and no decision says so",
    ),
    "withdrawn, then pending": (
        "UPDATE review_act SET state = 'pending' WHERE state = 'withdrawn'",
        "Withdrawal of act {withdrawn}: what stands there",
    ),
    "rejected, then pending": (
        "UPDATE review_act SET state = 'pending' WHERE id = {rejected}",
        "act {rejected} is pending, and the verdict was reject",
    ),
    "superseded by nothing": (
        f"UPDATE review_act SET state = 'superseded' WHERE id = {PENDING}",
        "Act {pending}: it is superseded, and nothing",
    ),
    "superseded, then returned": (
        "UPDATE review_act SET state = 'returned' WHERE state = 'superseded'",
        "it is returned, and act {rejected} was sent in its place",
    ),
    "an act gone": (
        f"DELETE FROM review_act WHERE id = {PENDING}",
        "Act {pending}: it is gone",
    ),
    "what an undo reverses": (
        "UPDATE review_undone SET act_id = {rejected}",
        "what stands there is not what publication 3 took in",
    ),
    "an act slipped into an undo": (
        "INSERT INTO review_undone (id, undo_id, act_id) VALUES (999999, {undo}, {rejected})",
        "Link of an undo 999999: it was never entered",
    ),
    "a comment": (
        "UPDATE review_comment SET text = 'Lie' WHERE id = {comment}",
        "Comment {comment}: what stands there is not what publication 2 took in",
    ),
    "who commented": (
        f"UPDATE review_comment SET by_id = {SOMEBODY} WHERE id = {{comment}}",
        "Comment {comment}: what stands there",
    ),
    "a comment as if redacted": (
        "UPDATE review_comment SET text = '[redacted]' WHERE id = {comment}; "
        """UPDATE review_entry SET seal = '{{"text": {{"digest": "0"}}}}' """
        "WHERE label = 'review.comment' AND key = '{comment}'",
        "Comment {comment}: it says that it was redacted, and no redaction names it",
    ),
    "a comment gone": (
        "DELETE FROM review_comment WHERE id = {comment}",
        "Comment {comment}: it is gone",
    ),
    "a comment slipped in": (
        "INSERT INTO review_comment (id, act_id, by_id, at, text) "
        "SELECT 999999, act_id, by_id, at, 'Lie' FROM review_comment WHERE id = {comment}",
        "Comment 999999: it was never entered",
    ),
    "a first approval": (
        f"UPDATE review_endorsement SET by_id = {SOMEBODY}",
        "Endorsement {endorsement}: what stands there",
    ),
    "a first approval gone": (
        "DELETE FROM review_endorsement",
        "Endorsement {endorsement}: it is gone",
    ),
    "a first approval slipped in": (
        "INSERT INTO review_endorsement (id, act_id, by_id, at) "
        f"SELECT 999999, {PENDING}, by_id, at FROM review_endorsement",
        "Endorsement 999999: it was never entered",
    ),
    "a restriction": (
        "UPDATE review_restriction SET reason = 'Lie', until = '2001-01-01'",
        "Restriction {restriction}: what stands there",
    ),
    "who lifted it": (
        f"UPDATE review_restriction SET lifted_by_id = {SOMEBODY}",
        "Lifting of restriction {restriction}: what stands there",
    ),
    "as if never lifted": (
        "UPDATE review_restriction SET lifted_by_id = NULL, lifted_at = NULL",
        "Lifting of restriction {restriction}: what stands there",
    ),
    "an entry's digest": (
        "UPDATE review_entry SET digest = repeat('a', 64) "
        "WHERE label = 'review.comment' AND key = '{comment}'",
        "Publication 2: its digest",
    ),
    "a comment and its entry gone": (
        "DELETE FROM review_comment WHERE id = {comment}; DELETE FROM review_entry "
        "WHERE label = 'review.comment' AND key = '{comment}'",
        "Publication 2: its digest",
    ),
    "an entry's label": (
        "UPDATE review_entry SET label = 'review.nothing' "
        "WHERE label = 'review.comment' AND key = '{comment}'",
        "nothing is covered any more under review.nothing",
    ),
    "the last publication gone": (
        "DELETE FROM review_publication WHERE number = 3",
        "Publication 3: it is gone",
    ),
    "an anchor": (
        "UPDATE review_subject SET anchor = 'lie' WHERE kind = 'toy.note'",
        "Subject {note}: its anchor",
    ),
    "what a subject is": (
        "UPDATE review_subject SET kind = 'toy.shelf' WHERE kind = 'toy.note'",
        "Note {note}: there is no such subject",
    ),
    "an address": (
        "UPDATE review_slug SET slug = 'lie' WHERE is_current",
        "its address lie is not made of a name that it had",
    ),
    "which address is the current one": (
        "UPDATE review_slug SET is_current = false; "
        "UPDATE review_slug SET is_current = true WHERE slug = 'first-shelf'",
        "its address first-shelf is not made of a name",
    ),
    "an address gone": ("DELETE FROM review_slug", "it has no address"),
}


def known():
    """Keys by the names that the cases use."""
    acts = Act.objects.order_by("pk")
    return {
        "note": Note.objects.get().pk,
        "first": acts[0].pk,
        "rejected": Verdict.objects.get(reason="Still odd").act_id,
        "refusal": Verdict.objects.get(reason="Not sad").decision_id,
        "pending": acts.filter(state="pending").last().pk,
        "changeset": acts.filter(state="pending").last().changeset_id,
        "withdrawn": acts.get(state="withdrawn").pk,
        "undo": acts.get(type="undo").pk,
        "comment": Comment.objects.get(text="A night?").pk,
        "endorsement": Entry.objects.get(label="review.endorsement").key,
        "restriction": Restriction.objects.get().pk,
    }


@pytest.mark.parametrize("what", BENT)
def test_what_was_bent_beside_history_is_named(spread, what):
    statement, said = BENT[what]
    keys = known()
    bend(statement.format(**keys))
    found = list(log.breaks())
    assert any(said.format(**keys) in sentence for sentence in found), found
    with pytest.raises(CommandError):
        call_command("verify_log", stderr=io.StringIO())


def test_log_is_checked_in_parts_as_in_one(spread, monkeypatch):
    monkeypatch.setattr("review.proving.checking.AT_ONCE", 1)
    assert list(log.breaks()) == []
    bend("UPDATE review_comment SET text = 'Lie'", "UPDATE toy_note SET text = 'Lie'")
    assert len(list(log.breaks())) == Comment.objects.count() + 1


def test_publication_takes_in_what_waits_and_its_own_decision(spread, op):
    waiting = set(Entry.objects.filter(publication=None).values_list("label", "key"))
    assert waiting
    decision = decisions.publish(
        [drafts.update(Note, Note.objects.get().pk, mood="glad")], by=op, summary="x"
    )
    assert not Entry.objects.filter(publication=None).exists()
    taken = set(decision.publication.entries.values_list("label", "key"))
    act = decision.verdicts.get().act
    assert taken == waiting | {
        ("review.changeset", str(act.changeset_id)),
        ("review.act", str(act.pk)),
        ("review.decision", str(decision.pk)),
        ("review.verdict", str(act.pk)),
    }
    assert list(log.breaks()) == []


def test_amended_and_carried_acts_are_entered(spread):
    act = Act.objects.filter(state="pending").latest("pk")
    amending.amend(
        act, by=moderator("third"), values={act.changes.get().pk: {"mood": "merry"}}, reason="so"
    )
    assert list(log.breaks()) == []


def test_export_tells_what_readers_see_and_digests_of_the_rest(spread, op):
    lines = list(log.lines())
    text = json.dumps(lines, ensure_ascii=False)
    assert "renamed" in text
    for unseen in ("A night?", "Argued about", "Still odd", "once more", "the last", "Not sad"):
        assert unseen not in text
    assert [log.digest_of(line) for line in lines] == [line["digest"] for line in lines]


# What the database holds


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_entry SET digest = ''",
        "UPDATE review_entry SET seal = '{}', salt = ''",
        "UPDATE review_entry SET publication_id = NULL WHERE publication_id = 1",
        "UPDATE review_entry SET publication_id = 2 WHERE publication_id = 1",
        "UPDATE review_entry SET publication_id = 2 WHERE publication_id IS NULL",
        "UPDATE review_entry SET publication_id = 9, digest = '' WHERE publication_id IS NULL",
        "DELETE FROM review_entry",
        "TRUNCATE review_entry",
        "INSERT INTO review_entry (label, key, names, salt, seal, digest, publication_id) "
        "SELECT 'x', key, names, salt, seal, digest, 2 FROM review_entry",
        "SELECT review_seal_entries(999, '{1}', '{}')",
        "SET LOCAL review.redaction = 'on'; UPDATE review_entry SET digest = ''",
    ],
)
def test_entries_are_never_rewritten(spread, statement):
    with pytest.raises(DatabaseError, match=r"refused|no redaction"), transaction.atomic():
        execute(statement)


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


# Redaction


@pytest.mark.django_db(transaction=True)
def test_redacted_words_leave_their_entries_fitting(spread, op, tmp_path):
    by = editor("four")
    act = change(Note.objects.get(), by, "About Quagga", mood="mild")
    proposals.comment(act, by=by, text="Quagga said so")
    reject(act, moderator("fourth"), "Not of Quagga")
    redacting.redact("Quagga", by=op, reason="A name")
    assert Comment.objects.latest("pk").text == "[redacted]"
    assert list(log.breaks()) == []
    decisions.publish([drafts.update(Note, Note.objects.get().pk, mood="glad")], by=op, summary="x")
    lines = list(log.lines())
    assert [log.digest_of(line) for line in lines] == [line["digest"] for line in lines]
    assert "Quagga" not in json.dumps(lines)
    assert run_recipe(exported(), tmp_path).returncode == 0
    sealed = Entry.objects.get(label="review.comment", key=str(Comment.objects.latest("pk").pk))
    assert (sealed.salt, sorted(sealed.seal["text"])) == ("", ["digest"])
    bend(
        "UPDATE review_comment SET by_id = (SELECT max(id) FROM review_user) WHERE text = '[redacted]'"
    )
    assert any(f"Comment {sealed.key}" in sentence for sentence in log.breaks())


@pytest.mark.django_db(transaction=True)
def test_redacted_summary_of_a_published_act_is_told_by_its_digest(spread, op):
    decisions.publish(
        [drafts.update(Note, Note.objects.get().pk, mood="glad")], by=op, summary="Of Quagga"
    )
    redacting.redact("Quagga", by=op, reason="A name")
    entries = [e for line in log.lines() for e in line["entries"] if e[0] == "review.changeset"]
    told = [field for *_, fields in entries for field in fields if field[0] == "summary"]
    assert sorted(len(field) for field in told if isinstance(field, list)).count(2) == 1
    assert list(log.breaks()) == []


# What comes later


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


# What was not entered


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


# Nothing slips by


def test_every_model_is_covered_or_has_a_reason_why_not():
    covered = {cover.model for cover in covering.every()}
    for model in apps.get_models():
        app, label = model._meta.app_label, model._meta.label_lower
        reviewed = {m for k in kinds.every() for m in (k.model, k.model.history.model)}
        elsewhere = label in covering.ELSEWHERE or f"{app}.*" in covering.ELSEWHERE
        told = [model in reviewed, model in covered, elsewhere]
        assert sum(told) == 1, f"{label}: register a cover, or say in ELSEWHERE what covers it"
    for label in covering.ELSEWHERE:
        if not label.endswith("*"):
            apps.get_model(label)


def test_every_append_only_table_is_covered_with_all_its_columns():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%append_only'"
        )
        tables = {row[0] for row in cursor.fetchall()}
    histories = {k.model.history.model for k in kinds.every()}
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    digested = {Publication, apps.get_model("review.Redaction")}
    for table in tables:
        model = by_table[table]
        if model in histories | digested:
            continue
        names = {name for c in covering.every() if c.model is model for name in c.fields}
        columns = {f.attname for f in model._meta.concrete_fields if not f.primary_key}
        assert names == columns, model


@pytest.mark.parametrize("label", [cover.label for cover in covering.every()])
def test_columns_of_covered_models_are_covered_or_known_to_change(label):
    free = {
        "review.changeset": {"started_at"},
        "review.act": {"state"},
        "review.restriction": {"is_over"},  # As `until` and the clock have it.
    }
    model = covering.get(label).model
    names = {name for c in covering.every() if c.model is model for name in c.fields}
    columns = {f.attname for f in model._meta.concrete_fields if not f.primary_key}
    assert columns - names <= free.get(model._meta.label_lower, set())
