"""The gate between those who write words and a redaction, which searches for them.

Who reads words and may write them again enters first, and holds the gate open until the
transaction ends. A redaction shuts it: it waits for those who are in, and who comes later waits
for it. So nothing is written between its search and its commit that it has not seen. Where words
are only put (comments, reasons), a trigger enters (review/guards.py, `ThroughGate`).
"""

from django.db import connection

GATE = 0x67617465  # "gate"

ENTER = "SELECT pg_advisory_xact_lock_shared(%s); SELECT count(*) FROM review_redaction"
SHUT = "SELECT pg_advisory_xact_lock(%s); SELECT count(*) FROM review_redaction"


def enter():
    """Hold redactions off until the transaction ends; how many there were."""
    return _pass(ENTER)


def shut():
    """Wait until nobody is in, and let nobody in until the transaction ends; as `enter`."""
    return _pass(SHUT)


def redactions():
    """How many redactions there were. Words that were read before another are not kept after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM review_redaction")
        return cursor.fetchone()[0]


def _pass(statements):
    with connection.cursor() as cursor:
        cursor.execute(statements, [GATE])
        cursor.nextset()
        return cursor.fetchone()[0]
