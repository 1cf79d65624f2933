"""Sending what was drafted, and what its author may do with it before a moderator decides.

Nothing here moves a live row.
"""

from collections import defaultdict

from django.db import connection, transaction
from django.utils import timezone

from review import characters, gate, kinds, notices
from review.batch import Batch
from review.deadlocks import retrying
from review.exceptions import NothingProposed, Refused
from review.models import Act, Change, Changeset, Comment, OpenChange, Subject
from review.proposing import drafts, holding
from review.publishing import chain, covering, writing
from review.weighing import flagging, outcome, restricting


def send(acts, *, by, summary):
    """Send draft acts for review, as one new changeset; returns it.

    What the acts will need when they are published (renderings) is prepared first, outside
    the transaction.
    """
    holding.may_propose(by)
    summary = characters.said(
        summary, empty="Say in a few words why you propose this: the summary is empty."
    )
    prepare(acts)

    def once():
        with transaction.atomic():
            holding.take_turns(by)
            return _send(acts, by, summary)

    return retrying(once)


def withdraw(act, *, by):
    """Take back one's own draft or pending act. What it revises, if still open, counts again."""

    def once():
        with transaction.atomic():
            holding.take_turns(by)
            return _withdraw(holding.own_locked(act, by), by)

    return retrying(once)


def comment(act, *, by, text):
    holding.may_propose(by)
    text = characters.said(text, empty="The comment is empty.")

    def once():
        with transaction.atomic():
            made = Comment.objects.create(act=act, by=by, at=timezone.now(), text=text)
            covering.record(made)
            notices.of_comment(made)
            return made

    return retrying(once)


def prepare(acts):
    """Have made ready what publishing these acts will need. Not in a transaction."""
    redactions = gate.redactions()
    changes = Change.objects.filter(act__in=acts, subject__kind__in=kinds.prepared())
    result = outcome.build(changes.select_related("subject").order_by("id"))
    result.redactions = redactions
    prepare_outcome(result)


def prepare_outcome(result):
    for prepare_for in kinds.preparing_for(result.by_kind):
        prepare_for(result)


# The values are asked for in the database: a person may have a whole import open.
POINTING = """
SELECT DISTINCT change.act_id FROM review_openchange held
JOIN review_change change ON change.id = held.change_id
WHERE held.author_id = %s AND EXISTS (
    SELECT FROM jsonb_each_text(change.after) WHERE value = ANY(%s)
)
"""


def pointing_at(keys, by, exclude):
    """Open acts of `by`, but for one, with a change that points at one of `keys`."""
    with connection.cursor() as cursor:
        cursor.execute(POINTING, [by.pk, sorted(keys)])
        found = {key for (key,) in cursor.fetchall()} - {exclude.pk}
    return list(Act.objects.filter(pk__in=found).order_by("pk"))


def record(edits, *, by, summary, type, title):
    """(a pending act in a changeset of its own, its changes), apart from the author's open work.

    For importers and direct publication; the caller's transaction decides on it. The changes are
    as they were written, but for their keys.
    """
    restricting.check_account(by)
    summary, title = characters.said(summary), characters.balanced(title[:300])
    now = timezone.now()
    changeset = Changeset.objects.create(author=by, summary=summary, started_at=now, sent_at=now)
    act = Act.objects.create(changeset=changeset, type=type, title=title)
    made = drafts.changes_of(edits)
    if not made:
        raise NothingProposed("Nothing differs from what is published.")
    restricting.check_open(made)
    for change in made:
        change.act = act
    # As JSON once, for the database and for the digest.
    told = [(chain.canonical(c.before), chain.canonical(c.after)) for c in made]
    batch = Batch()
    batch.write(
        Change,
        ("act_id", "subject_id", "op", "before", "after", "base_id", "salt", "seal"),
        [
            (c.act_id, c.subject_id, str(c.op), before, after, c.base_id, c.salt, "{}")
            for c, (before, after) in zip(made, told, strict=True)
        ],
    )
    batch.run()
    writing.analyse(len(made), [Subject, Change])
    act.state, act.sent_at, act.size = Act.State.PENDING, now, len(made)
    digests = [chain.digest_as_told(c, *values) for c, values in zip(made, told, strict=True)]
    act.digest = chain.act_digest(act, by.pk, made, digests)
    act.save(update_fields=["state", "sent_at", "size", "digest"])
    covering.record(changeset, act)
    return act, made


def hold_open(act, *, by):
    """Make the changes of `act`, which is pending, its author's open ones, where they have none."""
    changes = list(act.changes.all())
    holding.hold_free(changes, by)
    writing.analyse(act.size, [OpenChange])
    flagging.renew_about((change.subject_id for change in changes), sent=[act.pk])


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
        holding.hold_free(act.revises.changes.all(), by)
    if act.sent_at:
        flagging.forget(act)
        flagging.renew_about(act.changes.values_list("subject", flat=True))
    return act


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
        holding.check_author(act, by)
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
        change__act__state=Act.State.DRAFT,
    ).select_related("change__act")
    if behind:
        named = ", ".join(sorted({f"“{held.change.act}”" for held in behind}))
        raise Refused(f"This needs {named}, which is still a draft: send them together.")
