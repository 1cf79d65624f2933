"""The queue: pending acts, the oldest first, each with why it asks for a look."""

from django.db.models import F, Subquery, Window
from django.db.models.functions import RowNumber

from review import kinds
from review.ids import key_in
from review.models import Act, Change, Flag
from review.models.changeset import LARGE
from review.weighing import reasons

QUEUE_PAGE = 25
# By so many of its changes an act is told in a line.
TOLD_BY = 20


def queue(after="", kind="", reason=None):
    """One page of pending acts, oldest first, and the key of the next page ("" at the end).

    Each act has `reasons`, sentences; with a `Reason` only acts that it holds for are listed.
    """
    if reason and reason.is_kept:
        found = Flag.objects.filter(name=reason.name).select_related("act__changeset__author")
        key, of_act = "act_id", "act__"
    else:
        found = Act.objects.select_related("changeset__author")
        found = found.filter(reason.condition()) if reason else found
        key, of_act = "id", ""
    wanted = {"state": Act.State.PENDING} | ({"type": kind} if kind else {})
    found = found.filter(**{of_act + name: value for name, value in wanted.items()})
    if (last_key := key_in(after)) is not None:
        last = Subquery(Act.objects.filter(pk=last_key).values("sent_at"))
        found = found.filter(sent_at__gte=last).exclude(
            **{"sent_at": last, f"{key}__lte": last_key}
        )
    page = list(found.order_by("sent_at", key)[: QUEUE_PAGE + 1])
    if of_act:
        page = [flag.act for flag in page]
    following = str(page[QUEUE_PAGE - 1].pk) if len(page) > QUEUE_PAGE else ""
    return reasons.told(page[:QUEUE_PAGE]), following


def lines(acts):
    """{key of an act: `kinds.Line`} of the acts of one page. A large act says what it holds on its
    own page."""
    small = [act.pk for act in acts if act.size <= LARGE]
    told = Change.objects.filter(act__in=small, subject__kind__in=kinds.told_in_lines())
    place = Window(RowNumber(), partition_by=F("act"), order_by="id")
    told = told.annotate(place=place).filter(place__lte=TOLD_BY)
    return kinds.lines(list(told.select_related("subject").order_by("act_id", "id")))


def so_many(reason):
    """Of how many pending acts a reason holds, in words."""
    page, following = queue(reason=reason)
    return f"{len(page)}{' or more' if following else ''} act{'s' * (len(page) != 1)}"


def next_in_queue(changeset, user):
    """The changeset after this one that waits for a verdict, and is not the user's own; after the
    last one, the first."""
    waiting = Act.objects.filter(state=Act.State.PENDING).exclude(changeset=changeset)
    waiting = waiting.exclude(changeset__author=user).order_by("sent_at", "id")
    act = waiting.filter(sent_at__gte=changeset.sent_at).first() or waiting.first()
    return act and act.changeset_id


def previous_in_queue(changeset, user):
    """The changeset before this one that waits for a verdict, and is not the user's own."""
    waiting = Act.objects.filter(state=Act.State.PENDING, sent_at__lt=changeset.sent_at)
    act = waiting.exclude(changeset__author=user).order_by("-sent_at", "-id").first()
    return act and act.changeset_id
