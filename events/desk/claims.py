"""Desk state that is nobody's publication: claims and attempts."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from events import ledger
from events.models import Attempt, Claim
from review import characters, permissions
from review.exceptions import Refused

LEASE = timedelta(minutes=30)

# One statement, so that of two at once one has it and the other is told.
TAKE = """
INSERT INTO events_claim AS held (request_id, by_id, at, until) VALUES (%s, %s, %s, %s)
ON CONFLICT (request_id) DO UPDATE SET by_id = EXCLUDED.by_id, until = EXCLUDED.until,
    at = CASE WHEN held.by_id = EXCLUDED.by_id AND held.until > EXCLUDED.at
        THEN held.at ELSE EXCLUDED.at END
WHERE held.by_id = EXCLUDED.by_id OR held.until <= EXCLUDED.at
RETURNING id
"""


def claim(request, *, by):
    """Say that `by` is on it, for half an hour from now: to say so again renews it. One that ran
    out can be taken over."""
    permissions.require(by, permissions.PROPOSE)
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [request.pk, by.pk, now, now + LEASE])
        is_taken = cursor.fetchone()
    held = Claim.objects.select_related("by").get(request=request.pk)
    if not is_taken:
        raise Refused(f"{held.by} is on it until {held.until:%H:%M} UTC.")
    return held


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
