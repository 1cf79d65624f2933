"""The counts of each person's verdicts, by kind of work; kept by decisions."""

from collections import Counter, defaultdict

from review import kinds
from review.models import Change, Tally, Verdict

OTHER = "other"

COUNT = """
INSERT INTO review_tally AS held (user_id, work, approved, returned, rejected, in_a_row)
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::int[], %s::int[], %s::int[])
ON CONFLICT (user_id, work) DO UPDATE SET
    approved = held.approved + EXCLUDED.approved,
    returned = held.returned + EXCLUDED.returned,
    rejected = held.rejected + EXCLUDED.rejected,
    in_a_row = CASE WHEN EXCLUDED.rejected > 0 THEN 0 ELSE held.in_a_row + EXCLUDED.in_a_row END
"""


def works_of(changes):
    """The kinds of work in an act's changes, as their kinds name them."""
    works = {kinds.get(c.subject.kind).work(c) for c in changes} - {""}
    return works or {OTHER}


def count(verdicts, batch):
    """Count (author's key, choice, works, whether it was amended) of each act that somebody else
    decided on: a statement into `batch`. What had to be amended does not count as in a row."""
    counted, as_sent = Counter(), Counter()
    for author, choice, works, is_amended in verdicts:
        for work in works:
            counted[author, work, str(choice)] += 1
            as_sent[author, work] += choice == Verdict.Choice.APPROVE and not is_amended
    rows = sorted({(author, work) for author, work, _ in counted})
    if not rows:
        return
    columns = [
        [counted[author, work, choice] for author, work in rows]
        for choice in ("approve", "return", "reject")
    ]
    in_a_row = [0 if counted[*row, "reject"] else as_sent[row] for row in rows]
    batch.add(COUNT, [[a for a, _ in rows], [w for _, w in rows], *columns, in_a_row])


def forget_row(acts):
    """An undo of these acts was approved: their authors' rows of approvals of such work begin anew."""
    by_act, works = defaultdict(list), defaultdict(set)
    for change in Change.objects.filter(act__in=acts).select_related("subject"):
        by_act[change.act_id].append(change)
    for act in acts:
        works[act.changeset.author_id] |= works_of(by_act[act.pk])
    for author, own in sorted(works.items()):
        Tally.objects.filter(user=author, work__in=own).update(in_a_row=0)
