"""Protection and blocking: restrictions that hold for a subject and its parts, or an account."""

from collections import defaultdict

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from review import characters, gate, kinds, notices, permissions
from review.exceptions import NotAllowed, Refused, Restricted
from review.models import Change, Endorsement, Restriction, User
from review.publishing import covering
from review.weighing.ancestry import chains


def holding():
    """The restrictions in force now."""
    return Restriction.objects.filter(
        Q(until=None) | Q(until__gt=timezone.now()), lifted_at=None, is_over=False
    ).select_related("by")


def may_restrict(user, what):
    """Moderators protect and block; operators block."""
    return permissions.may(user, permissions.DECIDE) or (
        what == Restriction.What.BLOCK and permissions.may(user, permissions.OPERATE)
    )


@transaction.atomic
def restrict(what, *, by, reason, subject=None, account=None, until=None):
    """Protect a subject (its key), or block an account; returns the restriction."""
    if not may_restrict(by, what):
        raise NotAllowed("Only moderators protect, and only they and operators block.")
    reason = characters.said(reason, empty="Say why: whoever is restricted reads the reason.")
    if until is not None and until <= timezone.now():
        raise Refused("This end is in the past already: choose a later day, or none.")
    if account is not None and account.pk == by.pk:
        raise Refused("You can't block yourself.")
    made = Restriction(
        what=what,
        subject_id=subject,
        account=account,
        reason=reason,
        by=by,
        at=timezone.now(),
        until=until,
    )
    _put_in_force(made)
    covering.record(made)
    if account is not None:
        notices.of_block(made)
    return made


def _put_in_force(made):
    """Insert a restriction: at most one of its sort is in force (a named constraint)."""
    same = Restriction.objects.filter(
        what=made.what, subject=made.subject_id, account=made.account_id, lifted_at=None
    )
    same.filter(until__lte=made.at, is_over=False).update(is_over=True)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "review_restriction_one_in_force":
            raise
        held = same.get(is_over=False)
        done = "blocked" if made.account_id else "protected"
        raise Refused(
            f"It is {done} already, {held.ending}: {held.reason} To change that, lift it first."
        ) from error


@transaction.atomic
def lift(restriction, *, by):
    """End a restriction before its time."""
    if not may_restrict(by, restriction.what):
        raise NotAllowed("Only moderators protect, and only they and operators block.")
    gate.enter()
    held = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if held.lifted_at is not None:
        raise Refused("Somebody lifted it already.")
    held.lifted_at, held.lifted_by = timezone.now(), by
    held.save(update_fields=["lifted_at", "lifted_by"])
    covering.record(held, part="lifted")
    if held.account_id:
        notices.of_lifting(held)
    return held


def check_account(user):
    """Raise Restricted if the account is blocked from proposing."""
    held = holding().filter(account=user).first()
    if held is not None:
        raise Restricted(f"This account is {held}.")


def check_open(changes):
    """Raise Restricted if one of `changes` (with `subject`) is on something closed."""
    for held, change in _on(changes, Restriction.What.CLOSED):
        noun = kinds.get(change.subject.kind).noun
        raise Restricted(f"This {noun} is {held}.")


def needing_a_second(changes):
    """Keys of the acts with a change on something that needs a second moderator."""
    return {change.act_id for _, change in _on(changes, Restriction.What.SECOND)}


def endorsed(acts, by):
    """Keys of those of `acts` that somebody other than `by` approved first who still decides."""
    found = Endorsement.objects.filter(act__in=acts).exclude(by=by).values_list("act", "by")
    people = User.objects.in_bulk({person for _, person in found})
    deciding = {p.pk for p in people.values() if permissions.may(p, permissions.DECIDE)}
    return {act for act, person in found if person in deciding}


def endorse(act, *, by):
    """Note a first approval, in the decision's transaction; the act's author hears of it."""
    made, is_new = Endorsement.objects.get_or_create(
        act=act, by=by, defaults={"at": timezone.now()}
    )
    if is_new:
        notices.of_endorsement(made, act.changeset.author_id)
        covering.record(made)


def on_subject(kind, key):
    """The restrictions that hold for one live object, its own and those of what it is part of."""
    held = _held()
    if not held:
        return []
    live = kind.model.objects.filter(pk=key).first()
    chain = chains([(str(key), kind, kind.dump(live) if live else {})])[str(key)]
    return [restriction for key in chain for restriction in held.get(key, ())]


def _held(what=None):
    """{key: restrictions in force on that subject}."""
    found = holding().exclude(subject=None)
    if what is not None:
        found = found.filter(what=what).select_related(None)
    held = defaultdict(list)
    for restriction in found:
        held[str(restriction.subject_id)].append(restriction)
    return held


def _on(changes, what):
    """(restriction, change) of each change whose subject, or what it is part of, is restricted."""
    held = _held(what)
    if not held:
        return
    above = _above(list(changes))
    for change, keys in above:
        for key in sorted(keys):
            for restriction in held.get(key, ()):
                yield restriction, change


def _above(changes):
    """[(change, keys of its subject and of all that it is part of)]: as proposed and, where it is
    moved away, as it is now."""
    proposed, live = [], []
    for change in changes:
        key, kind = str(change.subject_id), kinds.get(change.subject.kind)
        proposed.append((key, kind, {**change.before, **change.after}))
        if change.op == Change.Op.UPDATE and kind.within in change.after:
            live.append((key, kind, {}))
    becomes, now = chains(proposed), chains(live)
    return [
        (change, {*becomes[str(change.subject_id)], *now.get(str(change.subject_id), ())})
        for change in changes
    ]
