"""The chain of publications, computed anew from the tables by the recipe of `review.chain`."""

import pytest
from django.apps import apps
from django.db import connection

from review import chain, kinds
from review.models import Publication, Verdict
from review.services import decisions, proposals
from tests.builders import approve, change, editor, moderator, operator
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


def recomputed():
    """[(number, digest as kept, digest as computed)], oldest first."""
    found, previous = [], chain.GENESIS
    for step in Publication.objects.select_related("decision").order_by("number"):
        rows = []
        for label, names in step.shape.items():
            kind = kinds.get(label)
            for row in apps.get_model(label).history.filter(publication=step):
                values = {name: kinds.dump(getattr(row, name)) for name in names}
                digest = chain.row_digest(
                    str(row.subject_id), row.history_type, names, values, row.salt, row.seal
                )
                rows.append((kind.label, str(row.subject_id), digest))
        decision = step.decision
        verdicts = Verdict.objects.filter(decision=decision).values_list("act_id", "choice")
        told = (decision.pk, decision.by_id, decision.is_direct, decision.undoes_id)
        digest = chain.publication_digest(
            previous, step.number, step.at, told, list(verdicts), rows
        )
        found.append((step.number, step.digest, digest))
        previous = step.digest
    return found


@pytest.fixture
def published():
    by, author, judge = operator(), editor(), moderator()
    shelf = Shelf.new(name="Shelf")
    note = Note.new(shelf_id=shelf.pk, text="One word.")
    decisions.publish([proposals.create(o) for o in (shelf, note)], by=by, summary="begun")
    approve(change(Note.objects.get(), author, text="Another word."), judge)
    decisions.publish([proposals.remove(Note, note.pk)], by=by, summary="ended")


def test_chain_can_be_computed_anew_from_what_is_kept(published):
    steps = recomputed()
    assert len(steps) == 3
    assert all(kept == computed for _, kept, computed in steps)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE toy_historicalnote SET text = 'Another lie.' WHERE publication_id = 2",
        "DELETE FROM toy_historicalnote WHERE publication_id = 2",
        "UPDATE review_verdict SET choice = 'reject', reason = 'No'",
        "UPDATE review_decision SET by_id = (SELECT max(id) FROM review_user)",
    ],
)
def test_what_was_bent_past_the_triggers_shows_in_the_chain(published, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
    assert any(kept != computed for _, kept, computed in recomputed())


def test_redacted_field_leaves_the_chain_whole(published):
    """As redaction will do it: the words go, their digest stays in the row's seal."""
    row = Note.history.get(publication=2)
    seal = {"text": {"digest": chain.sha256(row.salt, "text", row.text)}}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Note.history.filter(pk=row.pk).update(text="", seal=seal)
        cursor.execute("SET session_replication_role = DEFAULT")
    assert all(kept == computed for _, kept, computed in recomputed())
