"""Keeping drafts: what a person writes, as edits that go into one act, before it is sent."""

import hashlib
import json
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from review import bare, characters, kinds, progress
from review.among import array
from review.deadlocks import retrying
from review.exceptions import NothingProposed, Refused, SentAlready, Stale
from review.ids import anchor_of, uuid7
from review.models import Act, Change, Changeset, OpenChange, Subject, Undone
from review.models.changeset import new_salt
from review.proposing import holding
from review.publishing import covering, writing
from review.weighing import restricting, titles


@dataclass(frozen=True)
class Edit:
    """One step on one subject. `values` are dumped; `seen` is the token of the form, if any."""

    op: str
    kind: kinds.Kind
    id: str
    values: dict = field(default_factory=dict)
    seen: str = ""


def create(instance):
    kind = kinds.of(instance)
    values = kind.dump(instance)
    return Edit(Change.Op.CREATE, kind, str(instance.pk), {n: values[n] for n in kind.proposed})


def creation(model, **values):
    """(the key of a new object of these values, by attname, the edit that makes it): of thousands, in
    a fraction of the time that their instances take."""
    kind, key = kinds.of(model), str(uuid7())
    given = {n: kinds.dump(v) for n, v in values.items()}
    return key, Edit(Change.Op.CREATE, kind, key, kind.new | given)


def update(model, id, seen="", **values):
    kind = kinds.of(model)
    return Edit(
        Change.Op.UPDATE, kind, str(id), {n: kinds.dump(v) for n, v in values.items()}, seen
    )


def remove(model, id, seen=""):
    return Edit(Change.Op.DELETE, kinds.of(model), str(id), seen=seen)


def token(head, own):
    """What a form was opened on: the subject's head publication and the author's own open change."""
    parts = [head, own and own.pk, own and own.after, own and own.op]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


@transaction.atomic
def propose(edits, *, by, type=Act.Type.EDIT, title=""):
    """Keep `edits` as a draft act of `by`, and return it.

    A subject on which the person has an open change already: the edit goes into that one.
    If it was sent, its act is first copied into a draft that revises it. Raises Stale when
    a form's token no longer holds, SentAlready when all of it was sent as it is, NothingProposed
    when nothing differs.
    """
    holding.may_propose(by)
    check_words(edits)
    title = characters.balanced(title[:300])
    holding.take_turns(by)
    desk = _Desk(by, edits)
    act = desk.apply(edits, type)
    if act is None and desk.sent:
        raise SentAlready(desk.sent)
    if act is None:
        raise NothingProposed("Nothing differs from what is published, so nothing was kept.")
    restricting.check_open(act.changes.select_related("subject"))
    if title and act.title != title and act.type != Act.Type.UNDO:
        act.title = title
        act.save(update_fields=["title"])
    return act


def revise(act, *, by):
    """A draft copy of the author's sent or returned act, naming it; the draft if there is one."""

    def once():
        with transaction.atomic():
            holding.take_turns(by)
            return _revise(holding.own_locked(act, by), by)

    return retrying(once)


# What may be drawn together with other work of its author.
PLAIN = (
    Act.Type.EDIT,
    Act.Type.RESOLVE,
    Act.Type.SPLIT,
    Act.Type.MERGE,
    Act.Type.MOVE,
    Act.Type.DELETE,
)


@transaction.atomic
def joined(acts, *, by):
    """Have drafts of `by` stand or fall together: all they change goes into the first, which is
    returned. At most one of them may revise what was sent: that one is the first."""
    holding.take_turns(by)
    keys = [act.pk for act in acts]
    found = Act.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    first, *others = sorted(found, key=lambda act: act.revises_id is None)
    for act in (first, *others):
        holding.check_author(act, by)
        if act.state != Act.State.DRAFT or act.type not in PLAIN:
            raise Refused(f"“{act}” can’t be drawn together with other work: send it first.")
    if any(act.revises_id for act in others):
        raise Refused("Two of your drafts revise what you sent: send them apart first.")
    Change.objects.filter(act__in=others).update(act=first)
    for act in others:
        act.state = Act.State.WITHDRAWN
        act.save(update_fields=["state"])
    return first


def carry_undone(act, copy):
    """What an act of undo reverses, its copy reverses too."""
    if act.type == Act.Type.UNDO:
        links = [Undone(undo=copy, act_id=u.act_id) for u in act.undone.all()]
        covering.record(*Undone.objects.bulk_create(links))


def check_words(edits):
    """Raise Refused where a field would hold nothing to see, or what turns the line."""
    for edit in edits:
        for name, sentence in edit.kind.model.unfit(edit.values).items():
            called = edit.kind.model._meta.get_field(name).verbose_name
            raise Refused(f"{edit.kind.noun.capitalize()}, {called}: {sentence}")


def changes_of(edits):
    """The unsaved changes that `edits` make on what is live; their subjects are made."""
    check_words(edits)
    known = _make_subjects(edits)
    live = _snapshot(edits)
    made = [
        _fresh_change(edit, *live.get(edit.id, (None, None)))
        for edit in progress.each("Proposing", edits)
    ]
    for change in made:
        if change and change.subject_id in known:
            change.subject = known[change.subject_id]
    return [change for change in made if change]


MAKE_SUBJECTS = """
INSERT INTO review_subject (id, kind, anchor)
SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[]) ON CONFLICT DO NOTHING
"""


def _make_subjects(edits):
    """Make those of what is created; {key: subject} where some of them were made before."""
    new = [edit for edit in edits if edit.op == Change.Op.CREATE]
    if not new:
        return {}
    keys = [uuid.UUID(edit.id) for edit in new]
    made = array(keys), array(edit.kind.label for edit in new), array(map(anchor_of, keys))
    with connection.cursor() as cursor:
        cursor.execute(MAKE_SUBJECTS, made)
        if cursor.rowcount == len(new):
            return {}
    return {str(subject.pk): subject for subject in Subject.objects.filter(pk__in=keys)}


def _snapshot(edits):
    """{key: (dumped live values, head)}: each kind's rows and heads in one statement."""
    wanted = defaultdict(list)
    for edit in edits:
        if edit.op != Change.Op.CREATE:
            wanted[edit.kind.label].append(edit.id)
    found = {}
    for label, ids in wanted.items():
        kind = kinds.get(label)
        for instance in kind.model.objects.filter(pk__in=ids).select_related("subject"):
            found[str(instance.pk)] = (kind.dump(instance), instance.subject.head_id)
    return found


def _fresh_change(edit, live, head):
    """The change that `edit` makes on the live values, or None when nothing differs."""
    match edit.op:
        case Change.Op.CREATE:
            before, after = {}, edit.values
        case _ if live is None:
            raise Stale(f"The {edit.kind.noun}")
        case Change.Op.DELETE:
            before, after = live, {}
        case _:
            after = {n: v for n, v in edit.values.items() if v != live[n]}
            before = {n: live[n] for n in after}
            if not after:
                return None
    subject = bare.made(
        Subject,
        {"id": edit.id, "kind": edit.kind.label, "anchor": "", "head_id": None}
        | {"merged_into_id": None},
    )
    change = bare.made(
        Change,
        {"id": None, "act_id": None, "subject_id": edit.id, "op": edit.op, "before": before}
        | {"after": after, "base_id": head, "salt": new_salt(), "seal": {}},
    )
    change.subject = subject
    return change


# What they propose rests on the live words alone: a draft of other words would be written over.
UNFOLDED = (Act.Type.SPLIT, Act.Type.MERGE)


def _folds(edit, own, type):
    """Whether an edit goes into the author's own open change; refused where both can't be.

    An act with effects of its own never goes into one of another type, and what was returned
    to its author, who can't take it back, stands in nobody's way.
    """
    is_own_creation = edit.op == Change.Op.DELETE and own.op == Change.Op.CREATE
    if type == Act.Type.EDIT or is_own_creation:
        return True
    if own.act.type == type and type not in UNFOLDED:
        return True
    if own.act.state == Act.State.DRAFT:
        raise Refused(f"You have a draft on this {edit.kind.noun}: send it or discard it first.")
    if own.act.state == Act.State.PENDING:
        raise Refused(
            f"Your change to this {edit.kind.noun} waits for review in changeset "
            f"{own.act.changeset_id}: have it decided on, or withdraw it first."
        )
    return False


def _basket(by):
    changeset, _ = Changeset.objects.get_or_create(
        author=by, sent_at=None, defaults={"started_at": timezone.now()}
    )
    return changeset


def _revise(act, by):
    if act.state == Act.State.DRAFT:
        return act
    act.check_move(Act.State.SUPERSEDED)
    draft = act.revisions.exclude(state=Act.State.WITHDRAWN).first()
    if draft:
        return draft
    sent = act.changes.select_related("subject").order_by("id")
    going_on = [change for change in sent if not change.seal]
    if not going_on:
        raise Refused("What it proposed was redacted: propose it again, without those words.")
    draft = Act.objects.create(
        changeset=_basket(by),
        type=act.type,
        title=titles.renewed(act.title, going_on),
        revises=act,
        undoes_id=act.undoes_id,
    )
    carry_undone(act, draft)
    copies = [change.copied_into(draft) for change in going_on]
    Change.objects.bulk_create(copies, batch_size=5000)
    OpenChange.objects.filter(change__act=act).delete()
    holding.hold_free(copies, by)
    return draft


class _Desk:
    """The author's open changes on the subjects of some edits, and what the edits make of them."""

    def __init__(self, by, edits):
        self.by = by
        held = OpenChange.objects.filter(author=by, subject__in=[e.id for e in edits])
        self.own = {
            str(open.subject_id): open.change
            for open in held.select_related("change__act", "change__subject")
        }
        _make_subjects([e for e in edits if e.id not in self.own])
        self.live = _snapshot(edits)
        self.act = None
        self.sent = None  # An act that has one of the edits already.

    def apply(self, edits, type):
        fresh, touched = [], []
        for edit in edits:
            values, head = self.live.get(edit.id, (None, None))
            own = self.own.get(edit.id)
            if edit.seen and edit.seen != token(head, own):
                raise Stale(f"The {edit.kind.noun}")
            if own and _folds(edit, own, type):
                if act := self._into_own(own, edit, values, head):
                    touched.append(act)
            elif change := _fresh_change(edit, values, head):
                fresh.append(change)
        if fresh:
            self.act = self._act_for(touched, type)
            for change in fresh:
                change.act = self.act
            Change.objects.bulk_create(fresh, batch_size=5000)
            holding.hold(fresh, self.by)
            writing.analyse(len(fresh), [Subject, Change, OpenChange])
            touched.insert(0, self.act)
        acts = list({act.pk: act for act in touched}.values())
        for act in acts:
            if act.state == Act.State.DRAFT:
                titles.renew(act)
        return acts[0] if acts else None

    def _act_for(self, touched, type):
        open_act = next(
            (
                act
                for act in touched
                if act.state == Act.State.DRAFT and type in (act.type, Act.Type.EDIT)
            ),
            None,
        )
        return open_act or Act.objects.create(changeset=_basket(self.by), type=type)

    def _into_own(self, own, edit, live, head):
        """Fold an edit into the author's own open change; returns its act, which is a draft, or
        None where it was sent as it is."""
        if live is None and own.op != Change.Op.CREATE:
            raise Stale(f"The {edit.kind.noun}")
        if own.act.state != Act.State.DRAFT:
            unchanged = edit.op == own.op and all(
                own.after.get(n, (live or {}).get(n)) == v for n, v in edit.values.items()
            )
            if unchanged:
                self.sent = own.act
                return None
            own = self._revised(own)
        if edit.op == Change.Op.DELETE:
            if own.op == Change.Op.CREATE:
                return self._drop(own)
            own.op, own.before, own.after, own.base_id = Change.Op.DELETE, live, {}, head
        elif own.op == Change.Op.CREATE:
            own.after = {**own.after, **edit.values}
        else:
            if own.op == Change.Op.DELETE:
                own.op, own.before, own.after = Change.Op.UPDATE, {}, {}
            before = {**(live or {}), **own.before}
            after = {**own.after, **edit.values}
            own.after = {n: v for n, v in after.items() if v != before.get(n)}
            own.before = {n: before.get(n) for n in own.after}
            if not own.after:
                return self._drop(own)
        own.save(update_fields=["op", "before", "after", "base"])
        return own.act

    def _revised(self, own):
        """The copy of a sent change in a draft that revises its act; the others are known too."""
        draft = _revise(Act.objects.select_for_update(no_key=True).get(pk=own.act_id), self.by)
        copies = {str(c.subject_id): c for c in draft.changes.select_related("act", "subject")}
        for key, held in self.own.items():
            if held.act_id == own.act_id and key in copies:
                self.own[key] = copies[key]
        return copies[str(own.subject_id)]

    def _drop(self, own):
        """Nothing is left of a draft change: it goes, and its act with the last one."""
        act = own.act
        own.delete()
        if not act.changes.exists():
            act.state = Act.State.WITHDRAWN
            act.save(update_fields=["state"])
            if act.revises and act.revises.state in Act.OPEN:
                holding.hold_free(act.revises.changes.all(), self.by)
        return act
