"""Anything people may do, in any order, against a small model of what must come of it.

The model knows one thing of each note: the mood and the words that readers see. It is told of
a change only when the engine says that it was published. Whatever happens, the live rows are
those of the model, no refusal changes them, the log fits, and the flags of the queue are what their
reasons say.
"""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review import log, reasons
from review.exceptions import Refused
from review.models import Act, Decision, Flag, OpenChange
from review.services import amending, decisions, proposals, undoing
from tests.builders import editor, moderator, operator
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db
MOODS = st.sampled_from(["calm", "odd", "wild"])
WORDS = st.lists(
    st.sampled_from(["one", "two", "three", "four", "five"]), min_size=1, max_size=6
).map(" ".join)


class World:
    """The people, one shelf, and the model: {key: (text, mood)} of its live notes."""

    def __init__(self, data, people):
        self.data, (self.editors, self.judges, self.op) = data, people
        self.shelf = Shelf.new(name=f"Shelf {Shelf.objects.count()} {Act.objects.count()}")
        decisions.publish([proposals.create(self.shelf)], by=self.op, summary="a shelf")
        self.live = {}
        self.start = Decision.objects.latest("pk").pk

    def draw(self, strategy):
        return self.data.draw(strategy)

    def pick(self, found):
        """One of some rows, or None."""
        rows = list(found)
        return rows[self.draw(st.integers(0, len(rows) - 1))] if rows else None

    def acts(self, *states):
        mine = Act.objects.filter(state__in=states, changes__subject__in=self.subjects())
        return mine.distinct().order_by("pk").select_related("changeset__author")

    def subjects(self):
        """Keys of this shelf's notes, published or only proposed."""
        opened = OpenChange.objects.filter(change__after__shelf_id=str(self.shelf.pk))
        published = Note.history.filter(shelf=self.shelf.pk)
        return {*published.values_list("subject", flat=True)} | {
            *opened.values_list("subject", flat=True)
        }

    def notes(self):
        return Note.objects.filter(shelf=self.shelf.pk).order_by("pk")

    def edit(self):
        """A new note, or a change or removal of one."""
        note = self.pick(self.notes())
        way = self.draw(st.sampled_from(["create", "mood", "text", "remove"]))
        if note is None or way == "create":
            new = Note.new(shelf_id=self.shelf.pk, text=self.draw(WORDS), mood=self.draw(MOODS))
            return proposals.create(new)
        if way == "remove":
            return proposals.remove(Note, note.pk)
        values = {"mood": self.draw(MOODS)} if way == "mood" else {"text": self.draw(WORDS)}
        return proposals.update(Note, note.pk, **values)

    # Steps. Each may be refused, and then nothing may have changed.

    def propose(self):
        proposals.propose([self.edit()], by=self.pick(self.editors))

    def send(self):
        if act := self.pick(self.acts(Act.State.DRAFT)):
            proposals.send([act], by=act.changeset.author, summary="because")

    def withdraw(self):
        if act := self.pick(self.acts(Act.State.DRAFT, Act.State.PENDING)):
            proposals.withdraw(act, by=act.changeset.author)

    def revise(self):
        if act := self.pick(self.acts(Act.State.RETURNED, Act.State.PENDING)):
            proposals.revise(act, by=act.changeset.author)

    def decide(self):
        choice = self.draw(st.sampled_from(["approve", "approve", "return", "reject"]))
        acts = list(self.acts(Act.State.PENDING))
        chosen = [a for a in acts if self.draw(st.booleans())] or acts[:1]
        decisions.decide(
            [decisions.Ruling(a.pk, choice, "so") for a in chosen], by=self.pick(self.judges)
        )
        if choice == "approve":
            self.follow(chosen)

    def amend(self):
        if act := self.pick(self.acts(Act.State.PENDING)):
            change = act.changes.first()
            name = self.draw(st.sampled_from(["mood", "text"]))
            value = self.draw(MOODS if name == "mood" else WORDS)
            decision = amending.amend(
                act, by=self.pick(self.judges), values={change.pk: {name: value}}, reason="so"
            )
            self.follow([decision.verdicts.get().act])

    def publish(self):
        decision = decisions.publish([self.edit()], by=self.op, summary="directly")
        self.follow([decision.verdicts.get().act])

    def undo(self):
        decision = self.pick(Decision.objects.filter(pk__gt=self.start).order_by("pk"))
        if decision:
            undoing.undo(decision, by=self.pick(self.judges), reason="wrong")

    def follow(self, acts):
        """Tell the model of acts that were published: what nobody else changed is as proposed."""
        proposed = {}
        for act in sorted(acts, key=lambda act: act.pk):
            for change in act.changes.all():
                proposed.setdefault(change.subject_id, []).append(change)
        now = {n.pk: (n.text, n.mood) for n in self.notes()}
        for key, changes in proposed.items():
            before = self.live.get(key)
            if changes[-1].op == "delete":
                assert key not in now
            elif len(changes) == 1:
                text, mood = now[key]
                after = changes[0].after
                if "mood" in after:
                    assert mood == after["mood"]
                if "text" in after and (not before or before[0] == changes[0].before.get("text")):
                    assert text == after["text"]
        touched = set(proposed)
        assert {k: v for k, v in now.items() if k not in touched} == {
            k: v for k, v in self.live.items() if k not in touched
        }
        self.live = now

    STEPS = (propose, propose, send, send, decide, decide, withdraw, revise, amend, publish, undo)

    def step(self):
        way = self.draw(st.sampled_from(self.STEPS))
        with suppress(Refused):
            way(self)
        assert {n.pk: (n.text, n.mood) for n in self.notes()} == self.live


@pytest.fixture
def people():
    return (
        [editor("one"), editor("two")],
        [moderator("m1"), moderator("m2")],
        operator(),
    )


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_whatever_people_do_live_is_what_was_published_and_the_log_fits(people, data):
    world = World(data, people)
    for _ in range(data.draw(st.integers(4, 25), label="steps")):
        world.step()
    assert list(log.breaks()) == []
    pending = Act.objects.filter(state=Act.State.PENDING).values_list("pk", flat=True)
    for key, held, flagged, _, _ in reasons.asked(list(pending), reasons.kept()):
        assert flagged == held, Act.objects.get(pk=key)
    assert not Flag.objects.exclude(act__in=pending).exists()
