"""Revising: an author puts an act right on one page, what collided with what is live included."""

from django.db import transaction

from review import permissions
from review.exceptions import Refused
from review.models import Act, Change
from review.proposing import drafts
from review.weighing import rebasing, restricting, titles


@transaction.atomic
def put_right(act, *, by, values, seen=""):
    """The author's draft of `act` (itself, if it is one) with other values, on what is live.

    `values` are as `rebasing.rested` has them, `seen` the fingerprint of what was looked at:
    Moved is raised when something was published since.
    """
    permissions.require(by, permissions.PROPOSE)
    restricting.check_account(by)
    draft = drafts.revise(act, by=by)
    found, fingerprint = rebasing.parts(draft)
    rebasing.check_seen(seen, fingerprint)
    by_subject = {part.change.subject_id: part.change for part in found}
    keys = dict(act.changes.values_list("pk", "subject"))
    meant = {
        by_subject[keys[pk]].pk: given for pk, given in values.items() if keys[pk] in by_subject
    }
    copies = {copy.subject_id: copy for copy in rebasing.rested(found, meant)}
    if not copies:
        raise Refused("Nothing would be left of it: withdraw it instead.")
    changes = list(draft.changes.all())
    left = [change.pk for change in changes if change.subject_id not in copies]
    Change.objects.filter(pk__in=left).delete()
    kept = [change for change in changes if change.pk not in left]
    draft.title = titles.renewed(draft.title, list(copies.values()))
    if draft.revises and draft.revises.state == Act.State.APPROVED:
        draft.revises = None  # What it revised is live, and now it rests on that.
    draft.save(update_fields=["title", "revises"])
    for change in kept:
        copy = copies[change.subject_id]
        change.op, change.before, change.after = copy.op, copy.before, copy.after
        change.base_id = copy.base_id
    Change.objects.bulk_update(kept, ["op", "before", "after", "base"])
    return draft


def revision_of(act):
    """The open draft that revises `act`, or the act."""
    drafts = act.revisions.filter(state=Act.State.DRAFT)
    return drafts.select_related("changeset__author").first() or act
