"""What was said on an act, and on all that it revises."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from review.models import Comment, User, Verdict
from review.revisions import lines_of


@dataclass
class Said:
    """One step of a conversation: `what` somebody did besides saying `text`, if anything."""

    by: User
    at: datetime
    text: str
    what: str = ""


def conversations(acts):
    """{act: what was said on it and on all that it revises, the returns among it, in order}."""
    later = defaultdict(list)
    for act, earlier in lines_of(act.pk for act in acts):
        later[earlier].append(act)
    said = [
        (comment.act_id, Said(comment.by, comment.at, comment.text))
        for comment in Comment.objects.filter(act__in=later).select_related("by")
    ]
    returns = Verdict.objects.filter(act__in=later, choice=Verdict.Choice.RETURN)
    said += [
        (
            verdict.act_id,
            Said(verdict.decision.by, verdict.decision.at, verdict.reason, "returned it"),
        )
        for verdict in returns.select_related("decision__by")
    ]
    # What is revised on the same page (an act that was amended) is told once, with its revision.
    revised = {act.revises_id for act in acts}
    talks = {act.pk: [] for act in acts}
    for earlier, step in sorted(said, key=lambda pair: pair[1].at):
        for act in later[earlier]:
            if act not in revised:
                talks[act].append(step)
    return talks
