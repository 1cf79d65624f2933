"""Flags: why a pending act deserves a look, as far as that is kept (`Reason.is_kept`).

Worked out when an act is sent, and again when something changes that it is about: another act on
the same subject, a decision on it or on what points at it, an app's own facts (`renew_about`). One
writer at a time, so that two who send at once see each other.
"""

from django.db import connection, transaction

from review.batch import Batch
from review.models import Act, Flag
from review.weighing import reasons

# Serialises what works flags out, from then until the commit. Taken after all other locks.
QUEUE_LOCK = 0x71756575  # "queu"
# No more acts than this are looked at again in one go, the oldest, beside those just sent: a decision
# must not wait long.
AT_ONCE = 500

TAKE_TURN = "SELECT pg_advisory_xact_lock(%s)"
FORGET = "DELETE FROM review_flag WHERE act_id = ANY(%s)"
ABOUT = f"""
{TAKE_TURN};
SELECT DISTINCT act.id FROM review_change change JOIN review_act act ON act.id = change.act_id
WHERE change.subject_id = ANY(%s::uuid[]) AND act.state = 'pending' ORDER BY act.id LIMIT %s
"""


def renew(acts):
    """Work out anew, and keep, what holds for these acts (their keys) as far as they are pending."""
    differing = [
        Flag(act_id=key, name=name, author_id=author, sent_at=sent)
        for key, held, flagged, author, sent in reasons.asked(acts, reasons.kept())
        if held != flagged
        for name in sorted(held) or [None]
    ]
    if differing:
        batch = Batch()
        batch.add(FORGET, [sorted({flag.act_id for flag in differing})])
        batch.insert(flag for flag in differing if flag.name)
        batch.run()


def renew_about(subjects, sent=()):
    """The same for the acts just `sent` and for others that are pending on these subjects; by key."""
    with connection.cursor() as cursor:
        cursor.execute(ABOUT, _about(subjects))
        cursor.nextset()
        acts = {*sent, *(key for (key,) in cursor.fetchall())}
    if acts:
        renew(sorted(acts))


def forget(act):
    """The act is pending no more."""
    Flag.objects.filter(act=act).delete()


def of_decision(decided, approved, subjects, batch):
    """Into `batch`: forget the flags of what was decided, and that the authors (their keys) of what
    was approved were new. Its result are the keys of acts to `renew`, which are about the subjects."""
    batch.add(FORGET, [sorted(decided)])
    batch.add(
        "DELETE FROM review_flag WHERE name = %s AND author_id = ANY(%s)",
        [reasons.FIRST, sorted(approved)],
    )
    batch.add(ABOUT, _about(subjects))


def _about(subjects):
    return [QUEUE_LOCK, sorted(str(key) for key in subjects), AT_ONCE]


def renew_all():
    """Work out all flags anew: after a reason was added, or its meaning changed."""
    keys = Act.objects.filter(state=Act.State.PENDING).order_by("pk").values_list("pk", flat=True)
    keys = list(keys)
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(TAKE_TURN, [QUEUE_LOCK])
            renew(keys[start : start + AT_ONCE])
    return len(keys)
