"""What was sent and published is told apart by its digest in each of its parts."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from review.models import Act, Change, Comment
from review.publishing import chain, covering

ONE, OTHER = UUID(int=1), UUID(int=2)


@dataclass
class Sent:
    """An act with one change, as it is sent."""

    act: dict = field(default_factory=lambda: {"pk": 1, "type": Act.Type.EDIT})
    author: int = 7
    change: dict = field(
        default_factory=lambda: {
            "subject_id": ONE,
            "op": Change.Op.UPDATE,
            "base_id": 3,
            "before": {"text": "Once"},
            "after": {"text": "Twice"},
            "salt": "a" * 64,
        }
    )

    def digest(self):
        return chain.act_digest(Act(**self.act), self.author, [Change(**self.change)])


DIFFERENCES = {
    "the act": lambda sent: sent.act.update(pk=2),
    "whose it is": lambda sent: setattr(sent, "author", 8),
    "who amended it": lambda sent: sent.act.update(amended_by_id=9),
    "its sort": lambda sent: sent.act.update(type=Act.Type.MOVE),
    "what it revises": lambda sent: sent.act.update(revises_id=5),
    "what it changes": lambda sent: sent.change.update(subject_id=OTHER),
    "whether it removes it": lambda sent: sent.change.update(op=Change.Op.DELETE),
    "what it was based on": lambda sent: sent.change.update(base_id=4),
    "the words before": lambda sent: sent.change.update(before={"text": "Never"}),
    "the words proposed": lambda sent: sent.change.update(after={"text": "Thrice"}),
    "the salt": lambda sent: sent.change.update(salt="b" * 64),
}


@pytest.mark.parametrize("what", DIFFERENCES)
def test_what_was_sent_has_another_digest_when_it_differs_in(what):
    other = Sent()
    DIFFERENCES[what](other)
    assert Sent().digest() == Sent().digest() != other.digest()


def test_changes_of_an_act_are_covered_by_their_subjects_and_in_any_order():
    """A redacted change has its digest alone: whose it is still counts."""
    one, other = (Change(subject_id=key, seal={"digest": "d"}) for key in (ONE, OTHER))
    act = Act(pk=1)
    assert chain.act_digest(act, 7, [one, other]) == chain.act_digest(act, 7, [other, one])
    assert chain.act_digest(act, 7, [one]) != chain.act_digest(act, 7, [other])


def test_same_words_for_another_object_have_another_digest():
    one, other = (Change(subject_id=key, after={"text": "Once"}, salt="a") for key in (ONE, OTHER))
    assert chain.change_digest(one) != chain.change_digest(other)


def test_parts_are_hashed_as_lines_of_json():
    lines = '"Šabac"\n{"a":1,"b":null}\n[7,true]'
    made = chain.sha256("Šabac", {"b": None, "a": 1}, [7, True])
    assert made == hashlib.sha256(lines.encode()).hexdigest()


def test_fields_digest_hangs_on_its_salt_its_name_and_its_value():
    made = {
        chain.field_digest(*given)
        for given in (
            ("s", "text", "x"),
            ("t", "text", "x"),
            ("s", "mood", "x"),
            ("s", "text", "y"),
        )
    }
    assert len(made) == 4


def test_each_field_of_each_row_has_a_salt_of_its_own():
    made = {chain.field_salt(row * 64, name) for row in "ab" for name in ("text", "mood")}
    assert len(made - {"a" * 64, "b" * 64}) == 4


def test_first_rows_had_one_salt_for_all_their_fields():
    assert chain.field_salt("a" * 32, "text") == chain.field_salt("a" * 32, "mood") == "a" * 32


def test_instant_is_covered_as_the_database_gives_it_back():
    noon = datetime(2026, 11, 28, 12, tzinfo=timezone(timedelta(hours=2)))
    given, back = (Comment(at=at) for at in (noon, noon.astimezone(UTC)))
    assert covering.value(given, "at") == covering.value(back, "at")
    assert "T10:00" in covering.value(given, "at")


def test_same_words_said_twice_have_two_digests_so_that_nobody_can_try_words():
    at = datetime(2026, 11, 28, tzinfo=UTC)
    one, other = covering.made(Comment(pk=1, act_id=1, by_id=1, at=at, text="No") for _ in "12")
    assert one.key == other.key
    assert one.digest != other.digest


@pytest.mark.parametrize("salt", ["a" * 64, "a" * 32])
def test_rows_digest_is_that_of_its_fields_each_under_its_own_salt(salt):
    values = {"text": "Šabac “1806”\n", "number": 7, "is_open": True, "of": None, "tags": {"b": 1}}
    names = [*sorted(values), "missing"]
    fields = [
        chain.field_digest(chain.field_salt(salt, name), name, values.get(name)) for name in names
    ]
    assert chain.row_digest("key", "+", names, values, salt, {}) == chain.sha256("key", "+", fields)
    assert chain.row_digest("key", "+", [], values, salt, {}) == chain.sha256("key", "+", [])


def test_digests_known_beforehand_are_those_of_the_changes():
    change = Change(**Sent().change)
    told = chain.canonical(change.before), chain.canonical(change.after)
    digests = [chain.digest_as_told(change, *told)]
    assert chain.act_digest(Act(pk=1), 7, [change], digests) == Sent().digest()
