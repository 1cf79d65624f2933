"""Amending: a moderator puts a proposal right and approves it. Both people are credited.

The author's act is superseded by one that names it, in the same changeset, so that acts which
depend on it still find it there. What the author sent stays as it was.
"""

from django.utils import timezone

from review import chain, kinds, permissions
from review.exceptions import NotAllowed, Refused
from review.models import Act, Change, OpenChange, Verdict
from review.outcome import build
from review.services import decisions


def amendable(change):
    """The attnames of a change that a moderator may put right: words and choices, no keys."""
    kind = kinds.get(change.subject.kind)
    if change.op == Change.Op.DELETE:
        return []
    return [
        name
        for name in kind.proposed
        if name in change.after
        and name not in kind.silent
        and not kind.fields[name].is_relation
        and kind.fields[name].editable
    ]


def amend(act, *, by, values, reason=""):
    """Approve `act` with other values: {change key: {attname: dumped value}}; the decision.

    Raises Refused when nothing differs, Clashes when the result can't be published.
    """
    permissions.require(by, permissions.DECIDE)
    if act.changeset.author_id == by.pk:
        raise NotAllowed("This is your own act: withdraw it, or revise it.")

    def once():
        copy = _superseding(act.pk, by, values)
        return decisions.decide_within(
            [decisions.Ruling(copy.pk, Verdict.Choice.APPROVE)], by, reason
        )

    return decisions.in_one_transaction(once)


def _superseding(key, by, values):
    act = (
        Act.objects.select_for_update(of=["self"], no_key=True)
        .select_related("changeset")
        .get(pk=key)
    )
    act.check_move(Act.State.SUPERSEDED)
    if act.revisions.exclude(state=Act.State.WITHDRAWN).exists():
        raise Refused("Its author is revising it just now: return it, or wait for the revision.")
    changes = _amended(act, values)
    now = timezone.now()
    copy = Act.objects.create(
        changeset=act.changeset, type=act.type, title=act.title, revises=act, amended_by=by
    )
    for change in changes:
        change.act = copy
    Change.objects.bulk_create(changes, batch_size=5000)
    OpenChange.objects.filter(change__act=act).delete()
    act.state = Act.State.SUPERSEDED
    act.save(update_fields=["state"])
    copy.state, copy.sent_at, copy.size = Act.State.PENDING, now, len(changes)
    copy.digest = chain.act_digest(copy, act.changeset.author_id, changes)
    copy.save(update_fields=["state", "sent_at", "size", "digest"])
    return copy


def _amended(act, values):
    """Copies of the act's changes with other values; at least one must differ."""
    copies, differs = [], False
    for change in act.changes.select_related("subject").order_by("id"):
        allowed = set(amendable(change))
        new = {n: v for n, v in values.get(change.pk, {}).items() if n in allowed}
        after = {**change.after, **new}
        differs |= after != change.after
        if change.op == Change.Op.UPDATE:
            after = {n: v for n, v in after.items() if v != change.before.get(n)}
        before = {n: v for n, v in change.before.items() if n in after}
        if change.op == Change.Op.DELETE:
            before = change.before
        if change.op == Change.Op.UPDATE and not after:
            continue
        copies.append(
            Change(
                subject=change.subject,
                op=change.op,
                before=before,
                after=after,
                base_id=change.base_id,
            )
        )
    if not differs:
        raise Refused("Nothing was amended: approve it as it is.")
    if not copies:
        raise Refused("Nothing would be left of it: reject it instead.")
    return copies


def as_it_would_be(act):
    """[(change, {attname: value})]: what can be amended, re-based on what is live."""
    changes = list(act.changes.select_related("subject").order_by("id"))
    rows = {row.id: row for row in build(changes, [act]).rows}
    found = []
    for change in changes:
        row = rows.get(str(change.subject_id))
        values = row.after if row and row.after else change.after
        found.append((change, {name: values[name] for name in amendable(change)}))
    return found
