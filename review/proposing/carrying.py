"""Carrying open work over a change in the form of the records (docs/schema.md)."""

from django.db import transaction
from django.utils import timezone

from review import characters, gate, permissions
from review.models import Act, Change, Comment
from review.proposing import drafts, proposals
from review.proposing.superseding import supersede
from review.publishing import covering


@transaction.atomic
def carry(label, convert, *, by, note):
    """Have open changes of the kind `label` go on in today's form; returns the acts that do.

    `convert` maps {attname: dumped value} to the same in today's form, for what was there before
    and for what is proposed. What was sent is never rewritten: a pending act is superseded by a
    copy in its changeset, a returned one by a draft of its author; a draft is changed in place.
    `note` stands in the conversation.
    """
    permissions.require(by, permissions.OPERATE)
    note = characters.said(note)
    gate.enter()
    acts = (
        Act.objects.select_for_update(of=["self"])
        .select_related("changeset__author")
        .filter(state__in=Act.OPEN, changes__subject__kind=label)
        .exclude(revisions__state=Act.State.DRAFT)
        .order_by("pk")
    )
    carried = []
    for act in _once_each(acts):
        if _convert(act.changes.select_related("subject"), label, convert):
            carried.append(_carry(act, label, convert, by, note))
    return carried


def _once_each(acts):
    return {act.pk: act for act in acts}.values()


def _carry(act, label, convert, by, note):
    author = act.changeset.author
    if act.state == Act.State.PENDING:
        changes = list(act.changes.select_related("subject"))
        _convert(changes, label, convert)
        copies = [
            Change(subject=c.subject, op=c.op, before=c.before, after=c.after, base_id=c.base_id)
            for c in changes
            if not c.seal  # What was redacted doesn't go on.
        ]
        going_on = supersede(act, copies, by=by)
        proposals.hold_open(going_on, by=author)
    else:
        going_on = drafts.revise(act, by=author)
        changes = _convert(going_on.changes.select_related("subject"), label, convert)
        Change.objects.bulk_update(changes, ["before", "after"])
    said = Comment.objects.create(act=going_on, by=by, at=timezone.now(), text=note)
    covering.record(said)
    return going_on


def _convert(changes, label, convert):
    """Those of `changes` that differ in today's form, set to it."""
    differing = []
    for change in changes:
        before, after = change.before, change.after
        if change.subject.kind == label and not change.seal:
            change.before, change.after = convert(dict(before)), convert(dict(after))
        if (change.before, change.after) != (before, after):
            differing.append(change)
    return differing
