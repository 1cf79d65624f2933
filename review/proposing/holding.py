"""An author at work: one step at a time, and one open change on a subject."""

from django.db import connection

from review import gate, permissions
from review.exceptions import NotAllowed
from review.models import Act, OpenChange
from review.weighing import restricting


def may_propose(user):
    permissions.require(user, permissions.PROPOSE)
    restricting.check_account(user)


TAKE_TURNS = gate.ENTER + "; SELECT 1 FROM review_user WHERE id = %s FOR NO KEY UPDATE"


def take_turns(user):
    """Through the gate; and two tabs of one person take turns. Before anything is read."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_TURNS, [gate.GATE, user.pk])


def check_author(act, by):
    if act.changeset.author_id != by.pk:
        raise NotAllowed("Only its author may do this.")


def own_locked(act, by):
    act = (
        Act.objects.select_for_update(of=["self"], no_key=True)
        .select_related("changeset")
        .get(pk=act.pk)
    )
    check_author(act, by)
    return act


def hold_free(changes, by):
    """Make these the author's open changes on those subjects where they have none."""
    changes = list(changes)
    held = OpenChange.objects.filter(author=by, subject__in=[c.subject_id for c in changes])
    taken = set(held.values_list("subject", flat=True))
    hold([change for change in changes if change.subject_id not in taken], by)


def hold(changes, by):
    """Make these the author's open changes on their subjects."""
    changes = list(changes)
    OpenChange.objects.filter(author=by, subject__in=[c.subject_id for c in changes]).delete()
    OpenChange.objects.bulk_create(
        [OpenChange(author=by, subject_id=c.subject_id, change=c) for c in changes],
        batch_size=5000,
    )
