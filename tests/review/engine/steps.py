"""What the tests of this folder share."""

from django.db import connection

from review.proposing import drafts, proposals

TEXT = "The quick brown fox jumps over the lazy dog"


def propose(by, *edits, **more):
    return drafts.propose(list(edits), by=by, **more)


def sent(by, *edits, **more):
    act = propose(by, *edits, **more)
    proposals.send([act], by=by, summary="because")
    act.refresh_from_db()
    return act


def execute(statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)
