"""A person's own work: what they began and sent, and what came of it."""

from django.db.models import Exists, F, OuterRef, Prefetch

from review.models import Act, Change, Verdict
from review.weighing.titles import titles_of

WORK_PAGE = 25
OWN_SHOWN = 300
OBJECTS_SHOWN = 8


def work_of(user, before=None):
    """(a page of a person's sent acts with their verdicts, newest first; the next page's key)."""
    acts = Act.objects.filter(changeset__author=user, sent_at__isnull=False)
    if before is not None:
        acts = acts.filter(pk__lt=before)
    acts = acts.select_related("changeset", "verdict__decision__by").order_by("-pk")
    page = list(acts[: WORK_PAGE + 1])
    return page[:WORK_PAGE], page[WORK_PAGE - 1].pk if len(page) > WORK_PAGE else None


def own_work(user):
    """A person's acts by what they wait for: drafts, returned, pending; newest first.

    `has_moved` tells whether something they change was published anew since they were written.
    """
    first = Change.objects.select_related("subject").order_by("id")[: OBJECTS_SHOWN + 1]
    moved = Change.objects.filter(act=OuterRef("pk"), subject__head__gt=F("base"))
    acts = list(
        Act.objects.filter(changeset__author=user, state__in=Act.OPEN)
        .select_related("changeset", "revises", "verdict__decision__by")
        .prefetch_related(Prefetch("changes", first, to_attr="first_changes"))
        .annotate(has_moved=Exists(moved))
        .order_by("-id")[:OWN_SHOWN]
    )
    changes = [change for act in acts for change in act.first_changes]
    titles = titles_of({str(change.subject_id) for change in changes})
    for change in changes:
        change.title = titles.get(str(change.subject_id), "")
    revised = {act.revises_id for act in acts if act.state == Act.State.DRAFT}
    groups = {state: [] for state in (Act.State.DRAFT, Act.State.RETURNED, Act.State.PENDING)}
    for act in acts:
        act.has_draft = act.pk in revised
        groups[Act.State(act.state)].append(act)
    return groups


def decided_lately(user, limit=20):
    """The latest verdicts on a person's acts."""
    return (
        Verdict.objects.filter(act__changeset__author=user)
        .select_related("act__changeset", "decision__by")
        .order_by("-id")[:limit]
    )
