"""Desk state that is nobody's publication: claims and attempts."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events import ledger
from events.models import Attempt, Claim
from review import characters, permissions
from review.exceptions import Refused

LEASE = timedelta(hours=2)


@transaction.atomic
def claim(request, *, by):
    """Say that `by` is on it, for two hours; a claim that ran out can be taken over."""
    permissions.require(by, permissions.PROPOSE)
    now = timezone.now()
    held = Claim.objects.select_for_update().filter(request=request.pk).first()
    if held and held.until > now and held.by_id != by.pk:
        raise Refused(f"{held.by} is on it until {held.until:%H:%M} UTC.")
    found, _ = Claim.objects.update_or_create(
        request_id=request.pk, defaults={"by": by, "at": now, "until": now + LEASE}
    )
    return found


def release(request, *, by):
    """Let go of one's own claim."""
    Claim.objects.filter(request=request.pk, by=by).delete()


def attempt(request, *, by, where, note=""):
    """Remember that `by` searched somewhere and found nothing."""
    permissions.require(by, permissions.PROPOSE)
    where = characters.said(
        where, empty="Say where you searched, so that the next person need not."
    )
    note = characters.said(note)
    longest = Attempt._meta.get_field("where").max_length
    if len(where) > longest:
        raise Refused(f"Say where you searched in at most {longest} characters.")
    ledger.searched(request)
    return Attempt.objects.create(
        request_id=request.pk, by=by, at=timezone.now(), where=where, note=note
    )
