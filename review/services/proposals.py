"""Proposing: what people write before a moderator sees it. Nothing here moves a live row."""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from review import chain, covering, gate, kinds, outcome, permissions, titles, writing
from review.deadlocks import retrying
from review.exceptions import IllegalMove, NotAllowed, NothingProposed, Refused, SentAlready, Stale
from review.models import Act, Change, Changeset, Comment, OpenChange, Subject, Undone
from review.services import flagging, notices, restricting


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
    _may_propose(by)
    _take_turns(by)
    desk = _Desk(by, edits)
    act = desk.apply(edits, type)
    if act is None and desk.sent:
        raise SentAlready(desk.sent)
    if act is None:
        raise NothingProposed("Nothing differs from what is published, so nothing was kept.")
    restricting.check_open(act.changes.select_related("subject"))
    if title and act.title != title and act.type != Act.Type.UNDO:
        act.title = title[:300]
        act.save(update_fields=["title"])
    return act


def revise(act, *, by):
    """A draft copy of the author's sent or returned act, naming it; the draft if there is one."""

    def once():
        with transaction.atomic():
            _take_turns(by)
            return _revise(_own_locked(act, by), by)

    return retrying(once)


def send(acts, *, by, summary):
    """Send draft acts for review, as one new changeset; returns it.

    What the acts will need when they are published (renderings) is prepared first, outside
    the transaction.
    """
    _may_propose(by)
    summary = summary.strip()
    if not summary:
        raise Refused("Say in a few words why you propose this: the summary is empty.")
    prepare(acts)

    def once():
        with transaction.atomic():
            _take_turns(by)
            return _send(acts, by, summary)

    return retrying(once)


def withdraw(act, *, by):
    """Take back one's own draft or pending act. What it revises, if still open, counts again."""

    def once():
        with transaction.atomic():
            _take_turns(by)
            return _withdraw(_own_locked(act, by), by)

    return retrying(once)


def comment(act, *, by, text):
    _may_propose(by)
    text = text.strip()
    if not text:
        raise Refused("The comment is empty.")

    def once():
        with transaction.atomic():
            made = Comment.objects.create(act=act, by=by, at=timezone.now(), text=text)
            covering.record(made)
            notices.of_comment(made)
            return made

    return retrying(once)


def prepare(acts):
    """Let each kind make ready what publishing these acts will need. Not in a transaction."""
    redactions = gate.redactions()
    changes = Change.objects.filter(act__in=acts).select_related("subject").order_by("id")
    result = outcome.build(changes)
    result.redactions = redactions
    prepare_outcome(result)


def prepare_outcome(result):
    for label in {row.kind.label for row in result.rows}:
        kinds.get(label).prepare(result)


# The values are asked for in the database: a person may have a whole import open.
POINTING = """
SELECT DISTINCT change.act_id FROM review_openchange held
JOIN review_change change ON change.id = held.change_id
WHERE held.author_id = %s AND EXISTS (
    SELECT FROM jsonb_each_text(change.after) WHERE value = ANY(%s)
)
"""


def pointing_at(keys, by, exclude=None):
    """Open acts of `by` with a change that points at one of `keys`."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(POINTING, [by.pk, sorted(keys)])
        found = {key for (key,) in cursor.fetchall()} - {exclude and exclude.pk}
    return list(Act.objects.filter(pk__in=found).order_by("pk"))


def record(edits, *, by, summary, type, title):
    """A pending act in a changeset of its own, apart from the author's open work.

    For importers and direct publication; the caller's transaction decides on it.
    """
    restricting.check_account(by)
    now = timezone.now()
    changeset = Changeset.objects.create(author=by, summary=summary, started_at=now, sent_at=now)
    act = Act.objects.create(changeset=changeset, type=type, title=title[:300])
    _make_subjects(edits)
    live = _snapshot(edits)
    made = []
    for edit in edits:
        change = _fresh_change(edit, *live.get(edit.id, (None, None)))
        if change:
            change.act = act
            made.append(change)
    if not made:
        raise NothingProposed("Nothing differs from what is published.")
    restricting.check_open(made)
    Change.objects.bulk_create(made, batch_size=5000)
    writing.analyse(len(made), [Subject, Change])
    act.state, act.sent_at, act.size = Act.State.PENDING, now, len(made)
    act.digest = chain.act_digest(act, by.pk, made)
    act.save(update_fields=["state", "sent_at", "size", "digest"])
    covering.record(changeset, act)
    return act


def hold_open(act, *, by):
    """Make the changes of `act`, which is pending, its author's open ones, where they have none."""
    changes = list(act.changes.all())
    _hold_free(changes, by)
    writing.analyse(act.size, [OpenChange])
    flagging.renew_about((change.subject_id for change in changes), sent=[act.pk])


def carry_undone(act, copy):
    """What an act of undo reverses, its copy reverses too."""
    if act.type == Act.Type.UNDO:
        links = [Undone(undo=copy, act_id=u.act_id) for u in act.undone.all()]
        covering.record(*Undone.objects.bulk_create(links))


def _may_propose(user):
    permissions.require(user, permissions.PROPOSE)
    restricting.check_account(user)


TAKE_TURNS = gate.ENTER + "; SELECT 1 FROM review_user WHERE id = %s FOR NO KEY UPDATE"


def _take_turns(user):
    """Through the gate; and two tabs of one person take turns. Before anything is read."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURNS, [gate.GATE, user.pk])


def _only_author(act, by):
    if act.changeset.author_id != by.pk:
        raise NotAllowed("Only its author may do this.")


def _own_locked(act, by):
    act = (
        Act.objects.select_for_update(of=["self"], no_key=True)
        .select_related("changeset")
        .get(pk=act.pk)
    )
    _only_author(act, by)
    return act


def _withdraw(act, by):
    act.check_move(Act.State.WITHDRAWN)
    created = act.changes.filter(op=Change.Op.CREATE).values_list("subject_id", flat=True)
    dependent = pointing_at({str(key) for key in created}, by, exclude=act)
    if dependent:
        named = ", ".join(f"“{other}”" for other in dependent[:3])
        raise Refused(f"{named} builds on what this creates: withdraw that first.")
    act.state = Act.State.WITHDRAWN
    act.save(update_fields=["state"])
    if act.sent_at:
        covering.record(act, part="withdrawn")
    OpenChange.objects.filter(change__act=act).delete()
    if act.revises and act.revises.state in Act.OPEN:
        _hold_free(act.revises.changes.all(), by)
    if act.sent_at:
        flagging.forget(act)
        flagging.renew_about(act.changes.values_list("subject", flat=True))
    return act


def _make_subjects(edits):
    new = [Subject.of(e.kind.label, e.id) for e in edits if e.op == Change.Op.CREATE]
    Subject.objects.bulk_create(new, ignore_conflicts=True, batch_size=5000)


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
    subject = Subject(pk=edit.id, kind=edit.kind.label)
    return Change(subject=subject, op=edit.op, before=before, after=after, base_id=head)


def _hold_free(changes, by):
    """Make these the author's open changes on those subjects where they have none."""
    changes = list(changes)
    held = OpenChange.objects.filter(author=by, subject__in=[c.subject_id for c in changes])
    taken = set(held.values_list("subject", flat=True))
    _hold([change for change in changes if change.subject_id not in taken], by)


def _hold(changes, by):
    """Make these the author's open changes on their subjects."""
    changes = list(changes)
    OpenChange.objects.filter(author=by, subject__in=[c.subject_id for c in changes]).delete()
    OpenChange.objects.bulk_create(
        [OpenChange(author=by, subject_id=c.subject_id, change=c) for c in changes],
        batch_size=5000,
    )


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
    copies = [
        Change(
            act=draft,
            subject_id=c.subject_id,
            op=c.op,
            before=c.before,
            after=c.after,
            base_id=c.base_id,
        )
        for c in going_on
    ]
    Change.objects.bulk_create(copies, batch_size=5000)
    OpenChange.objects.filter(change__act=act).delete()
    _hold_free(copies, by)
    return draft


def _send(acts, by, summary):
    acts = list(
        Act.objects.select_for_update(of=["self"], no_key=True)
        .select_related("changeset")
        .filter(pk__in=[act.pk for act in acts])
        .order_by("pk")
    )
    if not acts:
        raise NothingProposed("There is nothing to send: choose at least one draft.")
    for act in acts:
        _only_author(act, by)
        act.check_move(Act.State.PENDING)
    _check_complete(acts, by)
    now = timezone.now()
    changeset = Changeset.objects.create(author=by, summary=summary, started_at=now, sent_at=now)
    changes = defaultdict(list)
    for change in Change.objects.filter(act__in=acts).select_related("subject"):
        changes[change.act_id].append(change)
    restricting.check_open([c for own in changes.values() for c in own])
    for act in acts:
        if not any(_differs(change) for change in changes[act.pk]):
            raise NothingProposed(f"“{act}” proposes nothing any more: change it, or withdraw it.")
        if act.revises_id:
            _supersede(act)
        act.changeset, act.state, act.sent_at = changeset, Act.State.PENDING, now
        act.size = len(changes[act.pk])
        act.digest = chain.act_digest(act, by.pk, changes[act.pk])
        act.save(update_fields=["changeset", "state", "sent_at", "size", "digest"])
    flagging.renew_about((c.subject_id for own in changes.values() for c in own), sent=changes)
    covering.record(changeset, *acts)
    return changeset


def _differs(change):
    return change.op != Change.Op.UPDATE or change.before != change.after


def _supersede(act):
    revised = Act.objects.select_for_update(no_key=True).get(pk=act.revises_id)
    if revised.state == Act.State.APPROVED:
        raise Refused(
            f"“{revised}” was approved before you sent its revision: compare the draft with what "
            "is live now, in My work, and send it from there."
        )
    if revised.state in (Act.State.PENDING, Act.State.RETURNED):
        revised.state = Act.State.SUPERSEDED
        revised.save(update_fields=["state"])
        flagging.forget(revised)


def _check_complete(acts, by):
    """Refuse acts that point at objects which exist only in drafts that stay behind.

    A draft that revises what was published meanwhile is not needed.
    """
    changes = Change.objects.filter(act__in=acts).select_related("subject")
    created = {str(c.subject_id) for c in changes if c.op == Change.Op.CREATE}
    wanted = {
        change.after[name]
        for change in changes
        for name in kinds.get(change.subject.kind).keys
        if change.after.get(name)
    } - created
    behind = OpenChange.objects.filter(
        author=by,
        subject__in=wanted,
        subject__head=None,
        change__op=Change.Op.CREATE,
        change__act__state=Act.State.DRAFT,
    ).select_related("change__act")
    if behind:
        named = ", ".join(sorted({f"“{held.change.act}”" for held in behind}))
        raise Refused(f"This needs {named}, which is still a draft: send them together.")


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
            _hold(fresh, self.by)
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
                _hold_free(act.revises.changes.all(), self.by)
        return act


__all__ = [
    "Edit",
    "IllegalMove",
    "comment",
    "create",
    "pointing_at",
    "prepare",
    "propose",
    "record",
    "remove",
    "revise",
    "send",
    "token",
    "update",
    "withdraw",
]
