"""Putting another act in the place of one that waits: what its author sent stays as it was."""

from review.models import Act, Change, OpenChange
from review.proposing import drafts
from review.publishing import chain, covering
from review.weighing import flagging, titles


def supersede(act, changes, *, by):
    """A pending act of `changes` in place of `act`, in its changeset, amended by `by`.

    It has waited for a verdict since its author sent `act`.
    """
    copy = Act.objects.create(
        changeset=act.changeset,
        type=act.type,
        title=titles.renewed(act.title, changes),
        revises=act,
        undoes_id=act.undoes_id,
        amended_by=by,
    )
    drafts.carry_undone(act, copy)
    for change in changes:
        change.act = copy
    Change.objects.bulk_create(changes, batch_size=5000)
    OpenChange.objects.filter(change__act=act).delete()
    act.state = Act.State.SUPERSEDED
    act.save(update_fields=["state"])
    copy.state, copy.sent_at, copy.size = Act.State.PENDING, act.sent_at, len(changes)
    copy.digest = chain.act_digest(copy, act.changeset.author_id, changes)
    copy.save(update_fields=["state", "sent_at", "size", "digest"])
    flagging.forget(act)
    flagging.renew_about((change.subject_id for change in changes), sent=[copy.pk])
    covering.record(copy)
    return copy
