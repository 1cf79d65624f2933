"""What was sent, said and decided is entered, exported, and never rewritten."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from review.deciding import amending, decisions
from review.models import Act, Comment, Entry, User
from review.proposing import drafts
from review.proving import log
from tests.builders import moderator, operator
from tests.review.covering.steps import make_spread
from tests.review.test_chain import bend
from tests.toy.models import Note

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def spread(for_all):
    with for_all():
        make_spread(operator())


@pytest.fixture
def op(spread):
    return User.objects.get(username="operator")


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


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
