"""Undoing: what was published is reversed by a new act, what was refused is opened again.

An undo is built from the history rows of what it undoes, not from what was proposed: after a
merge the two differ. It is an act like any other: it waits for a verdict, is re-based on what
is live, and can itself be undone.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from review import chain, gate, kinds, outcome, permissions, writing
from review.exceptions import NothingProposed, Refused
from review.models import Act, Change, Changeset, Comment, OpenChange, Subject, Verdict
from review.services import flagging, proposals


@dataclass
class Reversal:
    """What undoing some published rows would propose.

    `stays` are (kind, key) of created objects that later work points at, which are left alone;
    `later` are the publications after those undone that touched the same subjects.
    """

    changes: list[Change] = field(default_factory=list)
    stays: list[tuple] = field(default_factory=list)
    later: list[int] = field(default_factory=list)


def of_decision(decision, acts=None):
    """The `Reversal` of what a decision published, or of some of its acts (their keys)."""
    publication = getattr(decision, "publication", None)
    if publication is None:
        return Reversal()
    chosen, kept = {"publication": publication.pk}, []
    if acts is not None:
        touched = Change.objects.filter(act__in=acts).values("subject")
        chosen["subject__in"] = touched
        kept = Change.objects.filter(
            act__verdict__decision=decision, act__state=Act.State.APPROVED, subject__in=touched
        ).exclude(act__in=acts)
    return _reversal(publication.shape, chosen, kept)


def of_account(user, start, end):
    """The `Reversal` of all that one account's acts published in [start, end)."""
    return _reversal(
        {kind.label for kind in kinds.every()},
        {
            "act__changeset__author": user,
            "publication__at__gte": start,
            "publication__at__lt": end,
        },
    )


def _reversal(labels, chosen, kept=()):
    """Of the history rows that fit `chosen`; what the `kept` changes did with them stays."""
    made, last = Reversal(), {}
    kept_by_key = defaultdict(list)
    for change in sorted(kept, key=lambda change: (change.act_id, change.pk)):
        kept_by_key[change.subject_id].append(change)
    for label in labels:
        kind = kinds.get(label)
        history = kind.model.history.model.objects
        spans = defaultdict(list)
        for row in history.filter(**chosen).order_by("publication"):
            spans[row.subject_id].append(row)
        before = _before(history, {key: rows[0].publication_id for key, rows in spans.items()})
        for key, rows in spans.items():
            last[key] = rows[-1].publication_id
            was = _values(kind, before.get(key))
            for change in kept_by_key[key]:
                was = _with_kept(kind, change, was)
            change = _reversed(kind, key, was, rows[-1])
            if change:
                made.changes.append(change)
    made.changes, made.stays = _without_what_is_rested_on(made.changes)
    made.later = _later(labels, last)
    return made


def _values(kind, row):
    return None if row is None or row.history_type == "-" else kind.dump(row)


def _with_kept(kind, change, values):
    """Values with another act of the same decision applied to them."""
    after, clashes = outcome.applied(kind, change, values)
    if clashes:
        raise Refused(
            f"“{change.act}” was decided together with it and changed the same "
            f"{kind.noun}: undo both."
        )
    return after


def _before(history, firsts):
    """{key: the row before the first of those undone}, where there was one."""
    found = {}
    rows = history.filter(subject__in=firsts).order_by("publication")
    for row in rows:
        if row.publication_id < firsts[row.subject_id]:
            found[row.subject_id] = row
    return found


def _reversed(kind, key, was, last):
    """The change from how the last row left a subject to the values that it had before."""
    subject = Subject(pk=key, kind=kind.label)
    common = {"subject": subject, "base_id": last.publication_id}
    now = _values(kind, last)
    if was is None and now is None:
        return None
    if was is None:
        return Change(op=Change.Op.DELETE, before=now, after={}, **common)
    if now is None:
        after = {name: was[name] for name in kind.proposed}
        return Change(op=Change.Op.CREATE, before={}, after=after, **common)
    names = [name for name in kind.proposed if was[name] != now[name]]
    if not names:
        return None
    return Change(
        op=Change.Op.UPDATE,
        before={name: now[name] for name in names},
        after={name: was[name] for name in names},
        **common,
    )


def _without_what_is_rested_on(changes):
    """(changes, [(kind, key)] of what stays): nothing is removed that others point at."""
    by_key = {change.subject_id: change for change in changes}
    stays = []
    while found := _rested_on(by_key):
        for key in found:
            stays.append((kinds.get(by_key[key].subject.kind), key))
            del by_key[key]
    return list(by_key.values()), stays


def _rested_on(by_key):
    """Keys of removals that a row points at which is not removed or led elsewhere by the set."""
    removed = defaultdict(list)
    for key, change in by_key.items():
        if change.op == Change.Op.DELETE:
            removed[change.subject.kind].append(key)
    found = set()
    for label, keys in removed.items():
        for kind, name in kinds.referrers(label):
            pointing = kind.model.objects.filter(**{f"{name}__in": keys})
            for pk, target in pointing.values_list("pk", name):
                own = by_key.get(pk)
                led_away = own and (own.op == Change.Op.DELETE or name in own.after)
                if not led_away:
                    found.add(target)
    return found | _parts_of(removed, found)


def _parts_of(removed, kept):
    """Removals of parts (a source's contributors) of what stays."""
    parts = set()
    for label, keys in removed.items():
        kind = kinds.get(label)
        if kind.stays_with_parent and kept:
            rows = kind.model.objects.filter(pk__in=keys, **{f"{kind.parent}__in": kept})
            parts |= set(rows.values_list("pk", flat=True))
    return parts


def _later(labels, last):
    """Numbers of the publications that touched these subjects afterwards."""
    found = set()
    for label in labels:
        history = kinds.get(label).model.history.model.objects
        rows = history.filter(subject__in=last).values_list("subject", "publication")
        found |= {number for key, number in rows if number > last[key]}
    return sorted(found)


# Proposing it


def undo(decision, *, by, reason, acts=None):
    """Undo a decision, or some of its acts; returns the changesets that this makes.

    What it published is reversed by one act of `by`, which waits for review; each act that it
    returned or rejected is opened again as a copy, credited to its author.
    """
    _check(by, reason)
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
    with transaction.atomic():
        gate.enter()
        reversal = of_decision(decision, approved) if approved else Reversal()
        made = [_reopened(act, by, reason) for act in refused]
        if approved:
            title = f"Undo decision {decision.pk}"
            made.append(_send(reversal, by, reason, title, undoes=decision))
    for changeset in made:
        proposals.prepare(changeset.acts.all())
    return made


def undo_account(user, *, start, end, by, reason):
    """Undo all that an account's acts published in [start, end), as one act; its changeset."""
    _check(by, reason)
    with transaction.atomic():
        gate.enter()
        reversal = of_account(user, start, end)
        made = _send(reversal, by, reason, f"Undo the work of account {user.pk}")
    proposals.prepare(made.acts.all())
    return made


GONE = "What was redacted is gone: nobody has it any more. Propose other words in its place."


def _check(by, reason):
    permissions.require(by, permissions.DECIDE)
    if not reason.strip():
        raise Refused("Say why: an undo needs a reason.")


def _send(reversal, by, reason, title, undoes=None):
    """A pending act, apart from the open work of `by`."""
    if not _differs(reversal.changes):
        raise NothingProposed("Nothing of it stands any more: there is nothing to undo.")
    now = timezone.now()
    changeset = Changeset.objects.create(
        author=by, summary=reason.strip(), started_at=now, sent_at=now
    )
    act = Act.objects.create(changeset=changeset, type=Act.Type.UNDO, title=title, undoes=undoes)
    for change in reversal.changes:
        change.act = act
    Change.objects.bulk_create(reversal.changes, batch_size=5000)
    writing.analyse(len(reversal.changes), [Change])
    act.state, act.sent_at, act.size = Act.State.PENDING, now, len(reversal.changes)
    act.digest = chain.act_digest(act, by.pk, reversal.changes)
    act.save(update_fields=["state", "sent_at", "size", "digest"])
    flagging.renew_about(change.subject_id for change in reversal.changes)
    return changeset


def _differs(changes):
    """Whether any of the changes would still change something."""
    by_kind = defaultdict(list)
    for change in changes:
        by_kind[change.subject.kind].append(change)
    for label, own in by_kind.items():
        kind = kinds.get(label)
        rows = kind.model.objects.filter(pk__in=[c.subject_id for c in own])
        live = {row.pk: kind.dump(row) for row in rows}
        for change in own:
            now = live.get(change.subject_id)
            match change.op:
                case Change.Op.CREATE if now is None:
                    return True
                case Change.Op.DELETE if now is not None:
                    return True
                case Change.Op.UPDATE if now and any(
                    now[n] != value for n, value in change.after.items()
                ):
                    return True
    return False


def _reopened(act, by, reason):
    """A pending copy of a rejected act, by its author; the moderator's reason as a comment."""
    if any(change.seal for change in act.changes.all()):
        raise Refused(f"What “{act}” proposed was redacted: there is nothing to open again.")
    if act.revisions.exclude(state=Act.State.WITHDRAWN).exists():
        raise Refused(f"“{act}” was opened again already.")
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
    changes = [
        Change(
            act=copy,
            subject_id=c.subject_id,
            op=c.op,
            before=c.before,
            after=c.after,
            base_id=c.base_id,
        )
        for c in act.changes.all()
    ]
    Change.objects.bulk_create(changes, batch_size=5000)
    copy.state, copy.sent_at, copy.size = Act.State.PENDING, now, len(changes)
    copy.digest = chain.act_digest(copy, author.pk, changes)
    copy.save(update_fields=["state", "sent_at", "size", "digest"])
    held = OpenChange.objects.filter(author=author, subject__in=[c.subject_id for c in changes])
    if not held.exists():
        proposals.hold_open(copy, by=author)
    else:
        flagging.renew_about(change.subject_id for change in changes)
    Comment.objects.create(act=copy, by=by, at=now, text=f"Opened again: {reason.strip()}")
    return changeset
