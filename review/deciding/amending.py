"""Amending: a moderator puts a proposal right and approves it. Both people are credited.

The author's act is superseded by one that names it, in the same changeset, so that acts which
depend on it still find it there. What the author sent stays as it was.
"""

from review import permissions
from review.deciding import decisions
from review.exceptions import NotAllowed, Refused
from review.models import Act, Verdict
from review.proposing import proposals
from review.proposing.superseding import supersede
from review.weighing import rebasing, restricting


def amend(act, *, by, values, reason="", seen=""):
    """Approve `act` with other values; the decision. `values` are as `rebasing.rested` has them,
    `seen` the fingerprint of what was looked at.

    Raises Refused when nothing differs, Moved when something was published since, Clashes when
    the result can't be published.
    """
    permissions.require(by, permissions.DECIDE)
    restricting.check_account(by)
    if act.changeset.author_id == by.pk:
        raise NotAllowed("This is your own act: withdraw it, or revise it.")

    def once():
        copy = _superseding(act.pk, by, values, seen)
        done = decisions.decide_within(
            [decisions.Ruling(copy.pk, Verdict.Choice.APPROVE)], by, reason
        )
        if done[0] is None:  # It waits for a second moderator.
            proposals.hold_open(copy, by=copy.changeset.author)
        return done

    return decisions.in_one_transaction(once)


def _superseding(key, by, values, seen):
    act = (
        Act.objects.select_for_update(of=["self"], no_key=True)
        .select_related("changeset")
        .get(pk=key)
    )
    act.check_move(Act.State.SUPERSEDED)
    if act.revisions.exclude(state=Act.State.WITHDRAWN).exists():
        raise Refused("Its author is revising it just now: return it, or wait for the revision.")
    changes = _amended(act, values, seen)
    return supersede(act, changes, by=by)


def _amended(act, values, seen):
    """The act's changes with other values, on what is live; at least one must differ."""
    found, fingerprint = rebasing.parts(act, lock=True)
    rebasing.check_seen(seen, fingerprint)
    copies = rebasing.rested(found, values)
    is_shorter = any(part.is_gone or part.is_cut for part in found)
    if not is_shorter and _told(copies) == _told(rebasing.rested(found, {})):
        raise Refused("Nothing was amended: approve it as it is.")
    if not copies:
        raise Refused("Nothing would be left of it: reject it instead.")
    return copies


def _told(changes):
    return [(change.subject_id, change.op, change.before, change.after) for change in changes]
