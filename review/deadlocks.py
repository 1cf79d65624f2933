"""Trying again after a deadlock: PostgreSQL ends one of those that wait for each other."""

import time

from django.db import OperationalError, connection

DEADLOCKS = ("40P01", "40001")


def retrying(once, tries=4):
    """What `once`, a whole transaction, returns. Inside a larger one it runs just once."""
    for left in reversed(range(tries)):
        try:
            return once()
        except OperationalError as error:
            is_deadlock = getattr(error.__cause__, "sqlstate", None) in DEADLOCKS
            if not left or not is_deadlock or connection.in_atomic_block:
                raise
            time.sleep(0.01 * (tries - left))
