"""Why an act in the queue deserves a look: conditions in words, each of which can be filtered by.

A reason is a condition on `Act` that the database answers for a page of the queue, and the
words for it. Kinds bring their own (`Kind.reasons`); those here hold for all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone
from django.utils.timesince import timesince

from review import kinds
from review.models import Act, Change, OpenChange, Verdict

WAITING_LONG = timedelta(days=7)
LARGE = 400


@dataclass(frozen=True)
class Reason:
    """`condition()` is an expression on Act; `words(act)` the sentence for one that meets it."""

    name: str
    label: str
    condition: Callable
    words: Callable = None

    def say(self, act):
        return self.words(act) if self.words else self.label


def changes_where(**conditions):
    """A condition: the act has a change like this."""
    return Exists(Change.objects.filter(act=OuterRef("pk"), **conditions))


def first_of_author():
    approved = Verdict.objects.filter(
        act__changeset__author=OuterRef("changeset__author"), choice=Verdict.Choice.APPROVE
    )
    return ~Exists(approved)


def others_at_work():
    """Somebody else has an open change on one of its subjects."""
    others = OpenChange.objects.filter(subject__changes__act=OuterRef("pk")).exclude(
        author=OuterRef("changeset__author")
    )
    return Exists(others.exclude(change__act__state=Act.State.DRAFT))


GENERAL = (
    Reason("first", "first proposal by this editor", first_of_author),
    Reason(
        "waiting",
        "waiting for more than a week",
        lambda: Q(sent_at__lt=timezone.now() - WAITING_LONG),
        lambda act: f"waiting {timesince(act.sent_at, depth=1)}",
    ),
    Reason("revision", "revises an act that came back", lambda: Q(revises__isnull=False)),
    Reason("undo", "undoes what was published", lambda: Q(type=Act.Type.UNDO)),
    Reason(
        "others",
        "somebody else proposes to change the same",
        others_at_work,
    ),
    Reason("large", f"more than {LARGE} changes", lambda: Q(size__gt=LARGE)),
)


def every():
    """All reasons, the kinds' own first."""
    own = [reason for kind in kinds.every() for reason in kind.reasons]
    return (*own, *GENERAL)


def named(name):
    return next((reason for reason in every() if reason.name == name), None)


def with_reasons(acts):
    """The acts, each with what of every reason holds for it."""
    return acts.annotate(
        **{
            f"because_{reason.name}": ExpressionWrapper(
                reason.condition(), output_field=BooleanField()
            )
            for reason in every()
        }
    )


def of(act):
    """Sentences: why this act, which `with_reasons` gave, is to be looked at."""
    return [reason.say(act) for reason in every() if getattr(act, f"because_{reason.name}")]
