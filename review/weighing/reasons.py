"""Why an act in the queue deserves a look: conditions in words, each of which can be filtered by.

A reason is a condition on `Act` that the database answers for a page of the queue, and the
words for it. Kinds bring their own (`Kind.reasons`); those here hold for all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from django.utils.timesince import timesince

from review import kinds
from review.models import Act, Change, Endorsement, Flag, Verdict
from review.models.changeset import LARGE

WAITING_LONG = timedelta(days=7)


@dataclass(frozen=True)
class Reason:
    """`condition()` is an expression on Act; `words(act)` the sentence for one that meets it.

    Where `is_kept`, it is worked out when the act is sent and when what it is about changes, and kept
    as a flag (review/weighing/flagging.py); else anew for each page. Keep what has to look at changes:
    among 100,000 acts few would be found too late. What depends on the clock can't be kept.
    """

    name: str
    label: str
    condition: Callable
    words: Callable = None
    is_kept: bool = False

    def say(self, act):
        return self.words(act) if self.words else self.label


def changes_where(**conditions):
    """A condition: the act has a change like this."""
    return Exists(Change.objects.filter(act=OuterRef("pk"), **conditions))


FIRST = "first"


def first_of_author():
    approved = Verdict.objects.filter(
        act__changeset__author=OuterRef("changeset__author"), choice=Verdict.Choice.APPROVE
    )
    return ~Exists(approved) & ~Q(type=Act.Type.UNDO)


def others_at_work():
    """Somebody else has a pending act on one of its subjects."""
    others = Change.objects.filter(
        subject__changes__act=OuterRef("pk"), act__state=Act.State.PENDING
    )
    return Exists(others.exclude(act__changeset__author=OuterRef("changeset__author")))


GENERAL = (
    Reason(FIRST, "first proposal by this editor", first_of_author, is_kept=True),
    Reason(
        "waiting",
        "waiting for more than a week",
        lambda: Q(sent_at__lt=timezone.now() - WAITING_LONG),
        lambda act: f"waiting {timesince(act.sent_at, depth=1)}",
    ),
    Reason(
        "second",
        "one moderator approved it: a second is needed",
        lambda: Exists(Endorsement.objects.filter(act=OuterRef("pk"))),
    ),
    Reason(
        "overtaken",
        "what it changes was published anew since",
        lambda: changes_where(base__lt=F("subject__head")),
        is_kept=True,
    ),
    Reason(
        "revision",
        "revises an act that came back",
        lambda: Q(revises__verdict__isnull=False),
    ),
    Reason("undo", "undoes what was published", lambda: Q(type=Act.Type.UNDO)),
    Reason(
        "others",
        "somebody else proposes to change the same",
        others_at_work,
        is_kept=True,
    ),
    Reason("large", f"more than {LARGE} changes", lambda: Q(size__gt=LARGE)),
)


def every():
    """All reasons, the kinds' own first."""
    own = [reason for kind in kinds.every() for reason in kind.reasons]
    return (*own, *GENERAL)


def named(name):
    return next((reason for reason in every() if reason.name == name), None)


def said():
    """The reasons that the queue says; the others are on trial (`ATTESTED_REASONS_LOG_ONLY`)."""
    return [reason for reason in every() if reason.name not in settings.ATTESTED_REASONS_LOG_ONLY]


def on_trial():
    return [reason for reason in every() if reason.name in settings.ATTESTED_REASONS_LOG_ONLY]


def kept():
    return [reason for reason in every() if reason.is_kept]


def told(acts):
    """The pending acts of one page, each with `held`, the names of the reasons that hold, and
    `reasons`, sentences on why it is to be looked at.

    Asked for by key: in the query that looks for the page, PostgreSQL would work every reason out
    for the whole queue.
    """
    fresh = [reason for reason in every() if not reason.is_kept]
    found = asked([act.pk for act in acts], fresh) if acts else ()
    held = {key: names | flagged for key, names, flagged, _, _ in found}
    for act in acts:
        act.held = held.get(act.pk, set())
        act.reasons = [reason.say(act) for reason in said() if reason.name in act.held]
    return acts


def asked(keys, wanted):
    """(key, names of the wanted reasons that hold, names of its flags, its author's key, when it was
    sent) of those of these acts that are pending."""
    conditions = {
        f"because_{n}": ExpressionWrapper(reason.condition(), output_field=BooleanField())
        for n, reason in enumerate(wanted)
    }
    flagged = ArraySubquery(Flag.objects.filter(act=OuterRef("pk")).values("name"))
    found = Act.objects.filter(pk__in=keys, state=Act.State.PENDING).order_by()
    found = found.annotate(flagged=flagged, **conditions)
    columns = ("pk", "flagged", "changeset__author", "sent_at", *conditions)
    for key, names, author, sent, *holds in found.values_list(*columns):
        held = {reason.name for reason, is_so in zip(wanted, holds, strict=True) if is_so}
        yield key, held, set(names), author, sent
