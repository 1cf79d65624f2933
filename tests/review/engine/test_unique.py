"""What would be there twice is told before anything is written: in a set, and beside what is live."""

import pytest

from review.deciding import decisions
from review.exceptions import Clashes
from review.proposing import drafts
from tests.builders import editor, operator
from tests.review.engine.steps import propose
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db
SENTENCE = "Shelf: another one has the same name."


@pytest.fixture
def shelves():
    """Two that are live."""
    made = [Shelf.new(name=name) for name in ("Top", "Middle")]
    decisions.publish([drafts.create(s) for s in made], by=operator("op"), summary="begun")
    return made


def clashes(*acts):
    return decisions.plan(acts).clashes


def test_name_that_is_live_is_told_with_its_field(shelves):
    act = propose(editor(), drafts.create(Shelf.new(name="Top")))
    (clash,) = clashes(act)
    assert (clash.what, clash.sentence, clash.field, clash.rivals) == (
        "unique",
        SENTENCE,
        "name",
        frozenset(),
    )
    assert clash.change == act.changes.get()


def test_two_that_want_a_name_are_each_others_rivals(shelves):
    one, other = (
        propose(editor(who), drafts.create(Shelf.new(name="Low"))) for who in ("one", "two")
    )
    assert clashes(one) == clashes(other) == []
    found = clashes(one, other)
    assert {(c.change.act_id, c.rivals) for c in found} == {
        (one.pk, frozenset({other.pk})),
        (other.pk, frozenset({one.pk})),
    }


def test_three_that_want_a_name_are_all_told(shelves):
    acts = [propose(editor(f"e{n}"), drafts.create(Shelf.new(name="Low"))) for n in range(3)]
    found = clashes(*acts)
    assert [len(c.rivals) for c in found] == [2, 2, 2]


def test_act_that_wants_a_name_twice_has_no_rival(shelves):
    act = propose(editor(), *(drafts.create(Shelf.new(name="Low")) for _ in range(2)))
    assert [c.rivals for c in clashes(act)] == [frozenset()] * 2


def test_name_that_is_free_stops_no_look_at_the_next(shelves):
    act = propose(
        editor(),
        drafts.create(Shelf.new(name="Free")),
        drafts.create(Shelf.new(name="Top")),
        drafts.create(Shelf.new(name="Free too")),
    )
    assert [c.sentence for c in clashes(act)] == [SENTENCE]


def test_renaming_is_looked_at_and_what_keeps_its_name_is_not(shelves):
    top, middle = shelves
    act = propose(editor("one"), drafts.update(Shelf, middle.pk, name="Top"))
    assert [c.sentence for c in clashes(act)] == [SENTENCE]
    note = Note.new(shelf_id=top.pk, text="Dusty")
    assert clashes(propose(editor("two"), drafts.create(note))) == []


def test_name_that_becomes_free_in_the_same_set_may_be_taken(shelves):
    top, _ = shelves
    act = propose(
        editor(),
        drafts.update(Shelf, top.pk, name="Former"),
        drafts.create(Shelf.new(name="Top")),
    )
    assert clashes(act) == []
    decisions.publish(
        [drafts.update(Shelf, top.pk, name="Attic"), drafts.create(Shelf.new(name="Top"))],
        by=operator("op2"),
        summary="moved",
    )
    assert set(Shelf.objects.values_list("name", flat=True)) == {"Attic", "Middle", "Top"}


def test_what_is_live_is_not_made_a_second_time(shelves):
    again = Shelf(subject_id=shelves[0].pk, name="Another")
    with pytest.raises(Clashes) as caught:
        decisions.publish([drafts.create(again)], by=operator("other"), summary="again")
    assert [c.sentence for c in caught.value.clashes] == ["Shelf is already published."]
    assert Shelf.objects.get(pk=shelves[0].pk).name == "Top"
