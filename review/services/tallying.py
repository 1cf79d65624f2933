"""The counts of each person's verdicts, by kind of work; kept by decisions."""

from collections import Counter

from review import kinds
from review.models import Act, Change, Tally, Verdict

OTHER = "other"

COUNT = """
INSERT INTO review_tally AS held (user_id, work, approved, returned, rejected, in_a_row)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::int[], %s::int[], %s::int[])
ON CONFLICT (user_id, work) DO UPDATE SET
    approved = held.approved + EXCLUDED.approved,
    returned = held.returned + EXCLUDED.returned,
    rejected = held.rejected + EXCLUDED.rejected,
    in_a_row = CASE WHEN EXCLUDED.rejected > 0 THEN 0 ELSE held.in_a_row + EXCLUDED.approved END
"""


def works_of(changes):
    """The kinds of work in an act's changes, as their kinds name them."""
    works = {kinds.get(c.subject.kind).work(c) for c in changes} - {""}
    return works or {OTHER}


def count(verdicts, batch):
    """Count (author's key, choice, works) of each act that somebody else decided on: a statement
    into `batch`."""
    counted = Counter(
        (author, work, str(choice)) for author, choice, works in verdicts for work in works
    )
    rows = sorted({(author, work) for author, work, _ in counted})
    if not rows:
        return
    columns = [
        [counted[author, work, choice] for author, work in rows]
        for choice in ("approve", "return", "reject")
    ]
    batch.add(COUNT, [[a for a, _ in rows], [w for _, w in rows], *columns, columns[0]])


def forget_row(decision):
    """An undo of a decision was approved: its authors' rows of approvals begin anew."""
    acts = Act.objects.filter(
        verdict__decision=decision, verdict__choice=Verdict.Choice.APPROVE
    ).select_related("changeset")
    for act in acts:
        works = works_of(Change.objects.filter(act=act).select_related("subject"))
        Tally.objects.filter(user=act.changeset.author_id, work__in=works).update(in_a_row=0)
