"""Undoing: what was published is reversed by a new act, what was refused is opened again.

An undo is built from the history rows of what it undoes (review/reversal.py), not from what was
proposed: after a merge the two differ. It is an act like any other: it waits for a verdict, is
re-based on what is live, and can itself be undone.
"""

from collections import Counter
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from review import characters, gate, notices, permissions
from review.deadlocks import retrying
from review.exceptions import NothingProposed, Refused, UndoWaits
from review.models import Act, Change, Changeset, Comment, Undone, User, Verdict
from review.proposing import drafts, proposals
from review.publishing import chain, covering, writing
from review.weighing import flagging, restricting
from review.weighing.remainders import sentences
from review.weighing.reversal import Reversal, of_account, of_account_in, of_decision


def undo(decision, *, by, reason, acts=None):
    """Undo a decision, or some of its acts; returns the changesets that this makes.

    What it published is reversed by one act of `by`, which waits for review; each act that it
    returned or rejected is opened again as a copy, credited to its author.
    """
    reason = _check(by, reason)
    if hasattr(decision, "redaction"):
        raise Refused(GONE)
    verdicts = Verdict.objects.filter(decision=decision).select_related("act__changeset__author")
    verdicts = [v for v in verdicts if acts is None or v.act_id in acts]
    if not verdicts:
        raise NothingProposed("Choose at least one act to undo.")
    approved = [v.act_id for v in verdicts if v.choice == Verdict.Choice.APPROVE]
    refused = [v.act for v in verdicts if v.choice == Verdict.Choice.REJECT]
    if len(approved) + len(refused) < len(verdicts):
        raise Refused("What was returned is its author's to revise: there is nothing to undo.")

    @transaction.atomic
    def once():
        gate.enter()
        reversal = of_decision(decision, approved) if approved else Reversal()
        _take_turns(refused)
        made = [_reopened(act, by, reason) for act in refused]
        if approved:
            title = f"Undo decision {decision.pk}"
            made.append(_send(reversal, by, reason, title, undoes=decision))
        return made

    made = retrying(once)
    for changeset in made:
        proposals.prepare(changeset.acts.all())
    return made


def undo_account(user, *, start, end, by, reason):
    """Undo all that an account's acts published in [start, end), as one act; its changeset.

    What another undo would reverse already, and waits for a verdict, is left out and told.
    """
    reason = _check(by, reason)
    # The number, so that a person can be renamed away; pages show the name beside it.
    last = end - timedelta(microseconds=1)
    days = dict.fromkeys(f"{day:%-d %B %Y}" for day in (start, last))
    title = f"Undo the work of account {user.pk}, {' to '.join(days)}"

    @transaction.atomic
    def once():
        gate.enter()
        waits = waiting_of(user, start, end)
        return _send(of_account(user, start, end, besides=waits), by, reason, title, waits=waits)

    made = retrying(once)
    proposals.prepare(made.acts.all())
    return made


GONE = "What was redacted is gone: nobody has it any more. Propose other words in its place."


def _check(by, reason):
    """The reason, trimmed, if `by` may undo."""
    permissions.require(by, permissions.DECIDE)
    restricting.check_account(by)
    return characters.said(reason, empty="Say why: an undo needs a reason.")


def _send(reversal, by, reason, title, undoes=None, waits=None):
    """A pending act, apart from the open work of `by`; `waits` are acts that another undoes."""
    left = [*sentences(reversal), *_told_waiting(waits)]
    if not reversal.changes:
        why = " ".join(left) or "Nothing of it stands any more."
        raise NothingProposed(f"{why} There is nothing to undo.")
    _take(reversal.acts)
    now = timezone.now()
    changeset = Changeset.objects.create(author=by, summary=reason, started_at=now, sent_at=now)
    act = Act.objects.create(changeset=changeset, type=Act.Type.UNDO, title=title, undoes=undoes)
    for change in reversal.changes:
        change.act = act
    Change.objects.bulk_create(reversal.changes, batch_size=5000)
    undone = Undone.objects.bulk_create(
        Undone(undo=act, act_id=key) for key in sorted(reversal.acts)
    )
    writing.analyse(len(reversal.changes), [Change])
    act.state, act.sent_at, act.size = Act.State.PENDING, now, len(reversal.changes)
    act.digest = chain.act_digest(act, by.pk, reversal.changes)
    act.save(update_fields=["state", "sent_at", "size", "digest"])
    flagging.renew_about((change.subject_id for change in reversal.changes), sent=[act.pk])
    covering.record(changeset, act, *undone)
    notices.of_undo(act, reversal.acts, by)
    if left:
        text = "\n".join(["Not undone:", *left])
        covering.record(Comment.objects.create(act=act, by=by, at=now, text=text))
    return changeset


def _take(acts):
    """Wait until nobody else undoes one of these acts; raises UndoWaits if an undo of one waits."""
    list(Act.objects.select_for_update(no_key=True).filter(pk__in=acts).order_by("pk"))
    if found := waiting(acts):
        raise UndoWaits(min(found.values()))


def waiting(acts):
    """{key: number of the changeset that undoes it, and waits for a verdict} of some of `acts`."""
    found = Undone.objects.filter(act__in=acts, undo__state=Act.State.PENDING)
    return dict(found.values_list("act", "undo__changeset"))


def waiting_of(user, start, end):
    """The same of all that an account's acts published in [start, end)."""
    return waiting(Change.objects.filter(of_account_in(user, start, end)).order_by().values("act"))


def _told_waiting(waits):
    if not waits:
        return []
    return [
        f"Changeset {number}, which waits for a verdict, undoes {own} act{'s' * (own != 1)} already."
        for number, own in sorted(Counter(waits.values()).items())
    ]


def _take_turns(refused):
    """Wait until the authors of these acts are not at work, and nobody else opens one again."""
    authors = {act.changeset.author_id for act in refused}
    list(User.objects.select_for_update(no_key=True).filter(pk__in=authors).order_by("pk"))
    keys = [act.pk for act in refused]
    list(Act.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))


def _reopened(act, by, reason):
    """A pending copy of a rejected act, by its author; the moderator's reason as a comment."""
    if any(change.seal for change in act.changes.all()):
        raise Refused(f"What “{act}” proposed was redacted: there is nothing to open again.")
    revision = act.revisions.exclude(state=Act.State.WITHDRAWN).first()
    if revision and revision.state == Act.State.DRAFT:
        raise Refused(f"The author of “{act}” is revising it: it comes back when they send that.")
    if revision:
        raise Refused(f"“{act}” was opened again already, or its author sent a revision.")
    now, author = timezone.now(), act.changeset.author
    changeset = Changeset.objects.create(
        author=author, summary=act.changeset.summary, started_at=now, sent_at=now
    )
    copy = Act.objects.create(
        changeset=changeset,
        type=act.type,
        title=act.title,
        revises=act,
        undoes_id=act.undoes_id,
    )
    drafts.carry_undone(act, copy)
    changes = [change.copied_into(copy) for change in act.changes.all()]
    Change.objects.bulk_create(changes, batch_size=5000)
    copy.state, copy.sent_at, copy.size = Act.State.PENDING, now, len(changes)
    copy.digest = chain.act_digest(copy, author.pk, changes)
    copy.save(update_fields=["state", "sent_at", "size", "digest"])
    proposals.hold_open(copy, by=author)
    text = f"{notices.OPENED_AGAIN}{reason}"
    said = Comment.objects.create(act=copy, by=by, at=now, text=text)
    covering.record(changeset, copy, said)
    notices.of_comment(said)
    return changeset
