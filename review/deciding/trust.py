"""Trust, earned apart for each kind of work: what has it may be published at once.

Off unless the operator turns it on (`ATTESTED_TRUST`). With "log" nothing is published: the desk
shows what would have been. A random share of what was published comes to the queue afterwards.
"""

import random
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from review import permissions
from review.deciding import decisions
from review.exceptions import Refused
from review.models import Change, Tally, TrustNote, Verdict
from review.proposing import proposals
from review.weighing import restricting
from review.weighing.tallying import works_of


def thresholds():
    """{work: approvals in a row that it takes}; work without a threshold is never trusted."""
    return settings.ATTESTED_TRUST_AFTER


def earned(user):
    """The kinds of work that a person is trusted with."""
    wanted = thresholds()
    tallies = Tally.objects.filter(user=user, work__in=wanted)
    return {t.work: t.in_a_row for t in tallies if t.in_a_row >= wanted[t.work]}


def send(acts, *, by, summary):
    """Send acts for review; those that trust covers are published at once, or noted."""
    changeset = proposals.send(acts, by=by, summary=summary)
    if settings.ATTESTED_TRUST in ("log", "on"):
        _consider(changeset, by)
    return changeset


def _consider(changeset, by):
    trusted = earned(by)
    if not trusted:
        return
    changes = defaultdict(list)
    of_acts = Change.objects.filter(act__changeset=changeset).select_related("subject")
    for change in of_acts.order_by("id"):
        changes[change.act_id].append(change)
    second = restricting.needing_a_second([c for own in changes.values() for c in own])
    for key, own in sorted(changes.items()):
        works = works_of(own)
        if not works <= set(trusted) or key in second:
            continue
        if settings.ATTESTED_TRUST == "log":
            TrustNote.objects.create(
                act_id=key, works=", ".join(sorted(works)), is_published=False, is_sampled=False
            )
        else:
            _publish(key, by, {work: trusted[work] for work in works})


def _publish(key, by, works):
    said = " and ".join(f"{n} {work} approved in a row" for work, n in sorted(works.items()))

    def once():
        done = decisions.decide_within(
            [decisions.Ruling(key, Verdict.Choice.APPROVE)],
            by,
            f"Published at once: {said}.",
            trusted={key},
        )
        TrustNote.objects.create(
            act_id=key,
            works=", ".join(sorted(works)),
            is_published=True,
            is_sampled=random.random() < settings.ATTESTED_TRUST_SAMPLE,
        )
        return done

    try:
        decisions.in_one_transaction(once)
    except Refused:
        return  # It waits for a moderator like any other.


def to_check():
    """What was published on trust and drawn to be looked at afterwards, oldest first; whether
    trust is on by now or not."""
    drawn = TrustNote.objects.filter(is_published=True, is_sampled=True, checked_at=None)
    return drawn.select_related("act__changeset__author").order_by("id")


def would_have():
    """What trust would have published, had it been on: newest first."""
    if settings.ATTESTED_TRUST != "log":
        return TrustNote.objects.none()
    noted = TrustNote.objects.filter(is_published=False).select_related("act__changeset__author")
    return noted.order_by("-id")


@transaction.atomic
def checked(note, *, by):
    """A moderator looked at a drawn act, and leaves it as it is."""
    permissions.require(by, permissions.DECIDE)
    held = TrustNote.objects.select_for_update().select_related("act__changeset").get(pk=note.pk)
    if held.act.changeset.author_id == by.pk:
        raise Refused("This is your own act: another moderator looks at it.")
    if held.checked_at is None:
        held.checked_by, held.checked_at = by, timezone.now()
        held.save(update_fields=["checked_by", "checked_at"])
