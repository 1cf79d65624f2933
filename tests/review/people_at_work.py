"""Authors, moderators and an operator who do whatever comes to mind, beside a model of it."""

from dataclasses import replace

from django.db import transaction
from hypothesis import strategies as st

from review import kinds, past
from review.deciding import amending, decisions, redacting, undoing
from review.exceptions import Clashes, Refused, UndoWaits
from review.models import Act, Change, OpenChange, Publication
from review.proposing import drafts, proposals
from review.proving import log
from tests.builders import outlived
from tests.review import reference
from tests.review.redacting.steps import dump
from tests.toy.kinds import LostKind
from tests.toy.models import Note, Shelf

MODELS = (Shelf, Note)
CHOICES = ("approve", "approve", "approve", "return", "reject")
MOODS = ("calm", "odd", "wild")
BOUNDS = (None, 1, 2, 3)
STATES = {"approve": "approved", "return": "returned", "reject": "rejected"}


class Desk:
    """The people at work, and what the model knows.

    `live` are the objects, `states` what was live after each publication, `acts` all that was
    sent, `decided` the objects before and after each decision and its verdicts.
    """

    def __init__(self, data, people):
        self.draw = data.draw
        self.editors, self.judges, self.operator = people
        self.live, self.states, self.acts, self.decided = {}, {}, {}, {}
        self.typed = 0
        shelf = Shelf.new(name=self.word())
        notes = [Note.new(shelf_id=shelf.pk, text=self.draw_text()) for _ in range(2)]
        self.publish_edits([drafts.create(o) for o in (shelf, *notes)], summary="begun")

    # What people see, and what they type

    def word(self):
        """A word that nobody typed before."""
        self.typed += 1
        return f"w{self.typed:04}"

    def draw_text(self, was=""):
        """A text with one or two other words; seldom, or where there was none, another text."""
        words = was.split()
        if len(words) < 2 or self.draw(st.integers(0, 9)) == 9:
            return " ".join(self.word() for _ in range(self.draw(st.integers(6, 9))))
        for _ in range(self.draw(st.integers(1, 2))):
            words[self.draw(st.sampled_from(range(len(words))))] = self.word()
        return " ".join(words)

    def draw_value(self, name, was):
        match name:
            case "text":
                return self.draw_text(was)
            case "name":
                return self.word()
            case "first" | "last":
                return self.draw(st.sampled_from(BOUNDS))
        return self.draw(st.sampled_from(MOODS))

    def seen_by(self, person):
        """The objects as one person's forms show them: with the person's own open changes."""
        seen = dict(self.live)
        for held in open_changes(person):
            change, key = held.change, str(held.subject_id)
            if held.subject.kind not in reference.BLANK:
                continue
            if change.op == "delete":
                seen.pop(key, None)
            else:
                blank = reference.BLANK[held.subject.kind]
                seen[key] = {**blank, **change.before, **seen.get(key, {}), **change.after}
        return seen

    def draw_edit(self, seen):
        """One step that somebody takes on what they see; on the oldest, so that hands meet."""
        shelves = sorted(key for key, values in seen.items() if "name" in values)[:3]
        notes = sorted(key for key, values in seen.items() if "text" in values)[:3]
        ways = ["shelf"] + ["note", "rename", "clear"] * bool(shelves)
        ways += ["text"] * 6 * bool(notes)
        ways += ["mood", "closed", "first", "last", "move", "remove"] * bool(notes)
        way = self.draw(st.sampled_from(ways))
        if way == "shelf":
            return drafts.create(Shelf.new(name=self.word()))
        if way == "note":
            shelf = self.draw(st.sampled_from(shelves))
            new = Note.new(shelf_id=shelf, text=self.draw_text(), mood="calm")
            return drafts.create(new)
        if way in ("rename", "clear"):
            shelf = self.draw(st.sampled_from(shelves))
            if way == "clear":
                return drafts.remove(Shelf, shelf)
            return drafts.update(Shelf, shelf, name=self.word())
        note = self.draw(st.sampled_from(notes))
        if way == "remove":
            return drafts.remove(Note, note)
        if way == "move":
            if not shelves:
                return drafts.remove(Note, note)
            return drafts.update(Note, note, shelf_id=self.draw(st.sampled_from(shelves)))
        return drafts.update(Note, note, **{way: self.draw_value(way, seen[note][way])})

    def draw_edits(self, seen):
        drawn = [self.draw_edit(seen) for _ in range(self.draw(st.integers(1, 2)))]
        return list({edit.id: edit for edit in drawn}.values())

    # Holding the engine against the model

    def expect(self, what, step):
        """Take a step that must be refused for `what`, or not at all (None); what it returned."""
        told, done = {None}, None
        try:
            done = step()
        except Clashes as refusal:
            told = {clash.what for clash in refusal.clashes}
        except Refused as refusal:
            told = {type(refusal).__name__}
        assert what in told
        return done

    def outcome(self, acts):
        """(the objects after these acts, None), or (None, why they can't be published)."""
        try:
            return reference.published(self.live, acts), None
        except reference.Told as told:
            return None, told.what

    def record(self, act):
        """Tell the model of an act that was sent."""
        act.refresh_from_db()
        self.acts[act.pk] = reference.Act(act.changeset.author_id, steps_of(act))
        revised = self.acts.get(act.revises_id)
        if revised and revised.state in ("pending", "returned"):
            revised.state = "superseded"
        return self.acts[act.pk]

    def record_decision(self, decision, verdicts, now):
        """Tell the model of a decision: {act's key: choice}, and the objects after it."""
        approved = [key for key, choice in sorted(verdicts.items()) if choice == "approve"]
        owed = reference.words_owed(self.live, [self.acts[key] for key in approved])
        assert reference.words(now) == owed
        for key, choice in verdicts.items():
            self.acts[key].state = STATES[choice]
        self.decided[decision.pk] = (decision, self.live, now, verdicts)
        number = Publication.objects.filter(decision=decision).values_list("pk", flat=True).first()
        assert (number is None) == (now == self.live)
        if number:
            self.states[number] = now
        self.live = now

    def in_state(self, *states):
        return sorted(key for key, act in self.acts.items() if act.state in states)

    def pick(self, *states):
        """(the act, its author) of one sent act in some state, or None."""
        found = self.in_state(*states)
        if not found:
            return None, None
        act = Act.objects.select_related("changeset__author").get(
            pk=self.draw(st.sampled_from(found))
        )
        return act, act.changeset.author

    # Authors

    def send_at_once(self):
        """What most authors do: one change of what is published, sent when it is made."""
        self.send_edit(self.draw_edit(self.live), self.draw(st.sampled_from(self.editors)))

    def meet(self):
        """Two authors change one text as it is published, each for themselves."""
        notes = sorted(key for key, values in self.live.items() if "text" in values)
        if notes:
            note = self.draw(st.sampled_from(notes[:3]))
            for by in self.editors:
                text = self.draw_text(self.live[note]["text"])
                self.send_edit(drafts.update(Note, note, text=text), by)

    def send_edit(self, edit, by):
        held = {str(h.subject_id) for h in open_changes(by)}
        if edit.id not in held and step_of(edit, self.live):
            self.record(submit(edit, by))

    def propose(self):
        by = self.draw(st.sampled_from(self.editors))
        edits = self.draw_edits(self.seen_by(by))
        held = {str(h.subject_id): h.change for h in open_changes(by)}
        what = None
        if any(self.is_about_what_is_gone(edit, held) for edit in edits):
            what = "Stale"
        elif not any(edit.id in held or step_of(edit, self.live) for edit in edits):
            what = "NothingProposed"
        elif all(
            self.was_sent(e, held) or not (e.id in held or step_of(e, self.live)) for e in edits
        ):
            what = "SentAlready"
        if self.expect(what, lambda: drafts.propose(edits, by=by)):
            self.what_was_typed_is_kept(by, edits, held)

    def was_sent(self, edit, held):
        change, live = held.get(edit.id), self.live.get(edit.id, {})
        if not change or change.act.state == "draft" or change.op != edit.op:
            return False
        return all(change.after.get(n, live.get(n)) == v for n, v in edit.values.items())

    def is_about_what_is_gone(self, edit, held):
        if edit.op == "create" or edit.id in self.live:
            return False
        return edit.id not in held or held[edit.id].op != "create"

    def what_was_typed_is_kept(self, by, edits, held):
        kept = {str(h.subject_id): h.change for h in open_changes(by)}
        for edit in edits:
            change, was = kept.get(edit.id), held.get(edit.id)
            for name, value in edit.values.items():
                if change and name in change.after:
                    assert change.after[name] == value
                else:  # As it is, or as it was when the change was begun: nothing to propose.
                    before = was.before.get(name) if was else None
                    assert value in (before, self.live.get(edit.id, {}).get(name))

    def send(self):
        by = self.draw(st.sampled_from(self.editors))
        kept = list(Act.objects.filter(changeset__author=by, state="draft").order_by("pk"))
        if not kept:
            return
        chosen = [act for act in kept if self.draw(st.booleans())] or kept
        revised = {self.acts[act.revises_id].state for act in chosen if act.revises_id}
        try:
            proposals.send(chosen, by=by, summary="because")
        except Refused:
            assert (
                "approved" in revised or self.rest_on_drafts(chosen) or any(map(is_empty, chosen))
            )
            return
        assert "approved" not in revised
        for act in chosen:
            self.record(act)

    def rest_on_drafts(self, acts):
        """Whether a note of these acts stands on a shelf that is not published."""
        shelves = {step.after.get("shelf_id") for act in acts for step in steps_of(act)}
        return not shelves <= {None, *self.live}

    def withdraw(self):
        by = self.draw(st.sampled_from(self.editors))
        mine = Act.objects.filter(changeset__author=by, state__in=["draft", "pending"])
        if not mine:
            return
        act = self.draw(st.sampled_from(list(mine.order_by("pk"))))
        try:
            proposals.withdraw(act, by=by)
        except Refused:
            assert "create" in {step.op for step in steps_of(act)}
            return
        if act.pk in self.acts:
            self.acts[act.pk].state = "withdrawn"

    def revise(self):
        act, by = self.pick("pending", "returned")
        if act:
            try:
                draft = drafts.revise(act, by=by)
            except Refused:
                assert all(change.seal for change in act.changes.all())
                return
            assert draft.state == "draft"
            assert draft.revises_id == act.pk

    def comment(self):
        act, _ = self.pick(*STATES.values(), "pending")
        if act:
            by = self.draw(st.sampled_from(self.editors + self.judges))
            proposals.comment(act, by=by, text=f"Is it {self.word()}?")

    def import_many(self):
        """A shelf full of notes, as importers make them: published at once, or held for review."""
        shelf = Shelf.new(name=self.word())
        notes = [
            Note.new(shelf_id=shelf.pk, text=self.draw_text())
            for _ in range(self.draw(st.integers(1, 5)))
        ]
        edits = [drafts.create(made) for made in (shelf, *notes)]
        about = {"summary": "imported", "type": Act.Type.IMPORT, "title": "Import"}
        by = self.draw(st.sampled_from([self.operator, *self.editors]))
        if by == self.operator:
            return self.publish_edits(edits, **about)
        with transaction.atomic():
            act, _ = proposals.record(edits, by=by, **about)
            proposals.hold_open(act, by=by)
        assert len(self.record(act).steps) == len(edits)

    def outlive(self):
        """Something is sent with a field, or a kind, that a later release no longer has."""
        by = self.draw(st.sampled_from(self.editors))
        edit = drafts.create(Shelf.new(name=self.word()))
        if self.draw(st.booleans()):
            edit = replace(edit, values=edit.values | {"colour": "red"})
            self.record(submit(edit, by))
        else:
            self.record(outlived(edit, LostKind(), by))

    # Moderators and operators

    def decide(self):
        """Verdicts of all sorts on some acts, in one decision."""
        pending = self.in_state("pending")
        if not pending:
            return
        chosen = [key for key in pending if self.draw(st.booleans())] or pending[-1:]
        verdicts = {key: self.draw(st.sampled_from(CHOICES)) for key in chosen}
        approved = [key for key in chosen if verdicts[key] == "approve"]
        by = self.draw(st.sampled_from(self.judges))
        now, what = self.outcome([self.acts[key] for key in approved])
        if any(self.acts[key].author == by.pk for key in chosen):
            what = "NotAllowed"
        planned = decisions.plan(Act.objects.filter(pk__in=approved).order_by("pk"))
        rulings = [decisions.Ruling(key, choice, "so") for key, choice in verdicts.items()]
        seen = {key: planned.fingerprint(key) for key in approved}
        if done := self.expect(what, lambda: decisions.decide(rulings, by=by, expect=seen)):
            self.record_decision(done, verdicts, now)

    def amend(self):
        act, author = self.pick("pending")
        if act is None:
            return
        by, values, given = self.draw(st.sampled_from(self.judges)), {}, {}
        sent = steps_of(act)
        for change, step in zip(act.changes.order_by("id"), sent, strict=True):
            names = sorted({*step.after} & {*reference.BLANK.get(step.kind, ())} - {"shelf_id"})
            if names and not values:
                name = self.draw(st.sampled_from(names))
                given = {step.key: {name: self.draw_value(name, step.after[name])}}
                values[change.pk] = given[step.key]
        steps = self.rested(sent, given)
        now, what = self.outcome([reference.Act(author.pk, steps)])
        is_shorter = any(reference.is_left_out(self.live, s) or reference.is_cut(s) for s in sent)
        if by == author:
            what = "NotAllowed"
        elif not steps or is_revised(act.pk) or (not is_shorter and steps == self.rested(sent, {})):
            what = "Refused"
        done = self.expect(what, lambda: amending.amend(act, by=by, values=values, reason="so"))
        if done:
            copy = done.verdicts.get().act
            assert self.record(copy).steps == steps
            self.record_decision(done, {copy.pk: "approve"}, now)

    def rested(self, steps, given):
        made = (reference.rested(self.live, step, given.get(step.key, {})) for step in steps)
        return tuple(step for step in made if step)

    def publish(self):
        self.publish_edits(self.draw_edits(self.live), summary="directly")

    def publish_edits(self, edits, **about):
        steps = tuple(filter(None, (step_of(edit, self.live) for edit in edits)))
        now, what = self.outcome([reference.Act(self.operator.pk, steps)])
        if not steps:
            what = "NothingProposed"
        done = self.expect(what, lambda: decisions.publish(edits, by=self.operator, **about))
        if done:
            act = done.verdicts.get().act
            assert self.record(act).steps == steps
            self.record_decision(done, {act.pk: "approve"}, now)

    def undo(self):
        """A whole decision, or some of its acts."""
        key = self.draw(st.sampled_from(sorted(self.decided)))
        decision, before, after, verdicts = self.decided[key]
        chosen = None
        if self.draw(st.booleans()):
            chosen = self.draw(st.sets(st.sampled_from(sorted(verdicts)), min_size=1))
        by = self.judges[0]  # The others may decide on it.
        wanted = self.undone(before, after, verdicts, chosen or set(verdicts))
        waits = undoing.waiting(chosen or verdicts)
        try:
            made = undoing.undo(decision, by=by, reason="wrong", acts=chosen)
        except UndoWaits:
            assert waits
            return
        except Refused:
            assert wanted is None or not self.is_plainly_undoable(after, wanted)
            return
        assert wanted is not None
        assert not waits
        for changeset in made:
            for act in changeset.acts.all():
                sent = self.record(act)
                if act.revises_id is None:
                    self.gives_back(after, wanted, sent)
                else:  # A rejected one, opened again.
                    assert sent.author == self.acts[act.revises_id].author
                    assert sent.steps == self.acts[act.revises_id].steps

    def undone(self, before, after, verdicts, chosen):
        """{key: values, or None} that undoing gives back; None where it must be refused."""
        refused = [key for key in chosen if verdicts[key] != "approve"]
        if any(verdicts[key] == "return" or is_revised(key) for key in refused):
            return None  # Its author's to revise, or opened again already.
        approved = [key for key in sorted(verdicts) if verdicts[key] == "approve"]
        touched = {step.key for key in set(approved) & chosen for step in self.acts[key].steps}
        kept = [
            reference.Act(0, tuple(step for step in self.acts[key].steps if step.key in touched))
            for key in approved
            if key not in chosen
        ]
        try:
            was = reference.applied(before, kept)
        except reference.Told:
            return None
        return {key: was.get(key) for key in touched if was.get(key) != after.get(key)}

    def is_plainly_undoable(self, after, wanted):
        """Whether nobody touched any of it since, nothing rests on it, and nothing of it was redacted
        before."""
        shelves = {values.get("shelf_id") for values in self.live.values()}
        gone = (
            [key for key, was in wanted.items() if was and reference.MARK in was.values()]
            if wanted
            else []
        )
        return wanted and all(
            self.live.get(key) == after.get(key) and key not in {*shelves, *gone} for key in wanted
        )

    def gives_back(self, after, wanted, sent):
        """The reversal, applied to what the decision left, gives what was; but for the shelves
        that notes stand on, and for what was redacted since, which stay."""
        shelves = {values.get("shelf_id") for values in self.live.values()}
        given = reference.applied(after, [sent])
        for key, was in wanted.items():
            rests = was is None and key in shelves
            is_redacted = was is not None and reference.MARK in was.values()
            stays = (rests or is_redacted) and given.get(key) == after.get(key)
            assert stays or given.get(key) == was, (key, after, wanted, sent)

    def redact(self):
        """A word that somebody typed, wherever it stands by now."""
        word = f"w{self.draw(st.integers(1, self.typed)):04}"
        now = reference.redacted(word, self.live)
        named = [values["name"] for values in now.values() if "name" in values]
        what = "Refused" if len(named) > len(set(named)) else None
        if word not in dump():
            what = "NothingProposed"
        done = self.expect(
            what, lambda: redacting.redact(word, by=self.operator, reason="a private name")
        )
        if not done:
            return
        assert word not in dump()
        self.live = now
        self.states = {n: reference.redacted(word, was) for n, was in self.states.items()}
        self.states[done.publication.number] = now
        self.acts = {key: reference.redacted_act(word, act) for key, act in self.acts.items()}
        self.decided = {
            key: (one, reference.redacted(word, before), reference.redacted(word, after), told)
            for key, (one, before, after, told) in self.decided.items()
        }

    # One step, and what holds after each

    STEPS = (
        *(decide, decide, decide, decide, decide, meet, meet, meet),
        *(send_at_once, send_at_once, propose, propose, send, revise, withdraw, comment),
        *(amend, publish, undo, undo, import_many, outlive, redact),
    )

    def step(self):
        self.draw(st.sampled_from(self.STEPS))(self)
        self.live_is_as_the_model_says()
        self.history_replayed_is_what_is_live()
        self.acts_are_as_sent_and_where_the_model_says()

    def live_is_as_the_model_says(self):
        assert objects(past.live) == self.live

    def history_replayed_is_what_is_live(self):
        assert objects(past.as_of(past.last_number())) == self.live
        assert replayed() == self.live

    def acts_are_as_sent_and_where_the_model_says(self):
        stored = dict(Act.objects.exclude(sent_at=None).values_list("pk", "state"))
        assert stored == {key: act.state for key, act in self.acts.items()}
        sent = dict.fromkeys(self.acts, ())
        changes = Change.objects.filter(act__in=sent).select_related("subject").order_by("id")
        for change in changes:
            sent[change.act_id] += (step(change),)
        assert sent == {key: act.steps for key, act in self.acts.items()}

    def the_past_reads_as_it_was_and_the_log_fits(self):
        for number, objects_then in self.states.items():
            assert objects(past.as_of(number)) == objects_then
        assert list(log.breaks()) == []


def open_changes(person):
    held = OpenChange.objects.filter(author=person).select_related("change", "subject")
    return held.order_by("pk")


def submit(edit, by):
    act = drafts.propose([edit], by=by)
    proposals.send([act], by=by, summary="because")
    return act


def step(change):
    return reference.Step(
        change.subject.kind, str(change.subject_id), change.op, change.before, change.after
    )


def steps_of(act):
    changes = act.changes.select_related("subject").order_by("id")
    return tuple(step(change) for change in changes)


def step_of(edit, live):
    """The step that an edit takes from what is live; None where nothing differs."""
    if edit.op == "create":
        before, after = {}, edit.values
    elif edit.op == "delete":
        before, after = live[edit.id], {}
    else:
        after = {n: v for n, v in edit.values.items() if v != live[edit.id][n]}
        before = {n: live[edit.id][n] for n in after}
    if edit.op == "update" and not after:
        return None
    return reference.Step(edit.kind.label, edit.id, edit.op, before, after)


def is_empty(act):
    """Whether none of its changes proposes anything, as where its words were redacted."""
    return not any(step.op != "update" or step.before != step.after for step in steps_of(act))


def is_revised(key):
    return Act.objects.filter(revises=key).exclude(state="withdrawn").exists()


def objects(rows):
    """{key: values} of all shelves and notes, read by `rows` (see review/past.py)."""
    return {
        str(row.subject_id): kinds.of(model).dump(row) for model in MODELS for row in rows(model)
    }


def replayed():
    """{key: values} from the history alone, row by row."""
    found = {}
    for model in MODELS:
        for row in model.history.order_by("publication"):
            key = str(row.subject_id)
            assert (row.history_type == "+") == (key not in found)
            found[key] = kinds.of(model).dump(row)
            if row.history_type == "-":
                del found[key]
    return found
