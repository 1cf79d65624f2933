"""How long acts wait for a verdict: for who sends one, and for the operator over time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import ngettext

from review.models import Act

LATELY = timedelta(days=30)
# Places in the queue, and what was decided lately, are counted no further than this.
FAR = 1000

# What somebody else decided on; a direct publication waits for nobody.
WAITS = """
SELECT {when}, count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY decision.at - act.sent_at),
    percentile_cont(0.95) WITHIN GROUP (ORDER BY decision.at - act.sent_at)
FROM (
    SELECT id, at FROM review_decision WHERE NOT is_direct AND at >= %s
    ORDER BY at DESC LIMIT %s
) AS decision
JOIN review_verdict verdict ON verdict.decision_id = decision.id
JOIN review_act act ON act.id = verdict.act_id
GROUP BY 1 ORDER BY 1 DESC
"""


@dataclass(frozen=True)
class Wait:
    """Of the verdicts of a time: how many, and the median and 95th percentile wait."""

    since: datetime | None
    verdicts: int
    median: timedelta
    slow: timedelta

    @property
    def median_words(self):
        return in_words(self.median)

    @property
    def slow_words(self):
        return in_words(self.slow)


def lately():
    """The `Wait` of the last 30 days, of the latest thousand decisions at most; None without one."""
    return next(iter(_waits("NULL::timestamptz", timezone.now() - LATELY, FAR)), None)


def by_month(months=12):
    """The `Wait` of each month with verdicts, the latest first."""
    return _waits("date_trunc('month', decision.at)", timezone.now() - timedelta(days=31 * months))


def _waits(when, since, most=None):
    with connection.cursor() as cursor:
        cursor.execute(WAITS.format(when=when), [since, most])
        return [Wait(*row) for row in cursor.fetchall()]


def place_of(changeset):
    """How many changesets wait before this one, and it: 1 is the next; None past a thousand."""
    before = Act.objects.filter(state=Act.State.PENDING, sent_at__lt=changeset.sent_at)
    place = before.order_by().values("changeset").distinct()[:FAR].count() + 1
    return place if place <= FAR else None


def places():
    """{changeset: its place in the queue} of those whose acts are among the first thousand."""
    acts = Act.objects.filter(state=Act.State.PENDING).order_by("sent_at", "pk")
    in_order = dict.fromkeys(acts.values_list("changeset", flat=True)[:FAR])
    return {changeset: place for place, changeset in enumerate(in_order, 1)}


def in_words(span):
    """A length of time as people say it: “2 days”, “40 minutes”."""
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes >= 1440:
        number = round(minutes / 1440)
        told = ngettext("{number} day", "{number} days", number)
    elif minutes >= 120:
        number = round(minutes / 60)
        told = ngettext("{number} hour", "{number} hours", number)
    else:
        number = minutes
        told = ngettext("{number} minute", "{number} minutes", number)
    return told.format(number=number)


def sentence(changeset):
    """What an author is told about the wait: the place, the median, the 95th percentile."""
    place, wait = place_of(changeset), lately()
    words = f"It is {ordinal(place)} in the queue" if place else "It waits with many others"
    if wait:
        words += f"; in the last 30 days the median wait was {in_words(wait.median)}"
        if in_words(wait.slow) != in_words(wait.median):
            words += f", and 95 of 100 waited no longer than {in_words(wait.slow)}"
    return f"{words}."


def said_of_sending(changeset):
    """What an author is told once a changeset is sent."""
    states = set(changeset.acts.values_list("state", flat=True))
    if states == {Act.State.APPROVED}:
        return f"Changeset {changeset.pk} was published at once: you are trusted with this work."
    words = f"Sent for review as changeset {changeset.pk}. It is kept, and waits."
    return f"{words} {sentence(changeset)}"


def ordinal(n):
    if n % 100 in (11, 12, 13):
        return f"{n}th"
    return f"{n}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th') }"
