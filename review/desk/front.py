"""What the desk's front page tells of review: one's own work, the queue, the week.

Each part reads a fixed number of queries, and counts no further than `FAR`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from review.deciding import trust
from review.desk import inbox, letters, waits
from review.models import Act, Changeset, Decision, Notice, Publication, Restriction, Verdict
from review.publishing import due
from review.weighing import restricting

FAR = 1000
# Of one's own, the latest submissions are looked through; older ones are in My work.
RECENT = 500
SHOWN = 5


@dataclass(frozen=True)
class Number:
    """A count that went no further than `most`: “12”, or “1,000+”."""

    value: int
    most: int = FAR

    def __str__(self):
        return f"{self.most:,}+" if self.value > self.most else f"{self.value:,}"

    def __bool__(self):
        return self.value > 0

    @property
    def is_one(self):
        return self.value == 1


def number(found, most=FAR):
    return Number(found.order_by()[: most + 1].count(), most)


@dataclass(frozen=True)
class Few:
    """The first of some rows, and how many there are."""

    rows: list
    number: Number

    @classmethod
    def of(cls, rows, most=100, shown=SHOWN):
        rows = list(rows[: most + 1])
        return cls(rows[:shown], Number(len(rows), most))

    @property
    def are_more(self):
        return self.number.value > len(self.rows)


# One's own work.


@dataclass(frozen=True)
class Own:
    """`waiting` are one's changesets under review, each with its `place`; `wait` is how long others
    waited lately, None without a verdict; `came_back` are `Told`s with their act."""

    returned: Few
    heard: Few
    drafts: Few
    waiting: Few
    wait: waits.Wait | None
    came_back: list

    @property
    def is_nothing(self):
        return not (
            self.returned.rows
            or self.heard.rows
            or self.drafts.rows
            or self.waiting.rows
            or self.came_back
        )


def own_work(user):
    latest = Changeset.objects.filter(author=user).order_by("-pk").values("pk")[:RECENT]
    own = Act.objects.filter(changeset__in=latest)
    # What has a draft that revises it is found among the drafts.
    revised = Act.objects.filter(revises=OuterRef("pk"), state=Act.State.DRAFT)
    returned = own.filter(~Exists(revised), state=Act.State.RETURNED)
    unseen = inbox.all_of().filter(to=user, seen_at=None, decision=None).order_by("-pk")
    heard = Few.of(unseen)
    inbox.told(heard.rows)
    unsent = Act.objects.filter(changeset__author=user, changeset__sent_at=None)
    drafts = unsent.filter(state=Act.State.DRAFT)
    waiting = _waiting(own)
    return Own(
        returned=Few.of(returned.select_related("verdict__decision__by").order_by("-pk")),
        heard=heard,
        drafts=Few.of(drafts.select_related("revises").order_by("-pk")),
        waiting=waiting,
        wait=waits.lately() if waiting.rows else None,
        came_back=_came_back(own, user),
    )


def _waiting(own):
    acts = own.filter(state=Act.State.PENDING).select_related("changeset")
    changesets = {}
    for act in acts.order_by("sent_at", "pk")[:FAR]:
        changesets.setdefault(act.changeset, []).append(act)
    places = waits.places() if changesets else {}
    for changeset, held in changesets.items():
        changeset.title, changeset.others = held[0].title, len(held) - 1
        changeset.place = waits.ordinal(places[changeset.pk]) if changeset.pk in places else ""
    return Few.of(list(changesets))


def _came_back(own, user):
    """The latest verdicts on one's acts; what was returned and still is waits elsewhere."""
    acts = own.exclude(state=Act.State.RETURNED)
    verdicts = Verdict.objects.filter(act__in=acts).exclude(decision__by=user)
    found = verdicts.select_related("act__changeset", "decision__by").order_by("-pk")[:SHOWN]
    return [(verdict, inbox.of_verdict(verdict)) for verdict in found]


# The queue.


@dataclass(frozen=True)
class Queue:
    """`first` is the oldest act that its reader may decide on; `slow` that the oldest waits longer
    than 95 of 100 did lately, `behind` that it waits longer than half of them did."""

    number: Number
    oldest: list
    first: Act | None
    wait: waits.Wait | None
    to_check: Number
    now: datetime

    @property
    def waits_for(self):
        return self.now - self.oldest[0].sent_at

    @property
    def waits_words(self):
        return waits.in_words(self.waits_for)

    @property
    def are_more(self):
        return self.number.value > len(self.oldest)

    @property
    def is_slow(self):
        return bool(self.oldest and self.wait and self.waits_for > self.wait.slow)

    @property
    def is_behind(self):
        return bool(self.oldest and self.wait and self.waits_for > self.wait.median)


def queue(user):
    pending = Act.objects.filter(state=Act.State.PENDING)
    in_order = pending.select_related("changeset__author").order_by("sent_at", "pk")
    others = in_order.exclude(changeset__author=user).exclude(endorsements__by=user)
    return Queue(
        number=number(pending),
        oldest=list(in_order[:SHOWN]),
        first=others.first(),
        wait=waits.lately(),
        to_check=number(trust.to_check().exclude(act__changeset__author=user)),
        now=timezone.now(),
    )


# The week.

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """A figure of the last seven days beside that of the seven before."""

    words: str
    now: Number
    before: Number
    page: str = ""

    @property
    def more(self):
        """The difference as it is said: “12 more”; "" where it is not known."""
        if self.now.value > self.now.most or self.before.value > self.before.most:
            return ""
        step = self.now.value - self.before.value
        return f"{abs(step):,} {'more' if step > 0 else 'fewer'}" if step else "as many"


def weeks():
    """(the beginning of the seven days up to now, that of the seven before): midnights, in UTC."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    start = today + timedelta(days=1) - WEEK
    return start, start - WEEK


def week():
    start, before = weeks()
    made = Decision.objects.filter(is_direct=False)
    return [
        Row("Decisions on proposals", *_in_weeks(made, start, before), "review:waits"),
        Row("Publications", *_published(start, before)),
    ]


def _in_weeks(found, start, before):
    return number(found.filter(at__gte=start)), number(found.filter(at__gte=before, at__lt=start))


def _published(start, before):
    """Their numbers have no gap: how far they went is how many there are."""
    every = Publication.objects.order_by("-at").values_list("number", flat=True)
    now, then, earlier = (
        found.first() or 0
        for found in (every, every.filter(at__lt=start), every.filter(at__lt=before))
    )
    return Number(now - then, now), Number(then - earlier, now)


@dataclass(frozen=True)
class Care:
    """What an operator may have to look after: letters that did not go, accounts that are held,
    sentences on pages that are not served as files."""

    unsent: Number
    given_up: int
    blocked: Number
    files: list


def care():
    refusals = list(
        Notice.objects.filter(mailed_at=None).values_list("refusals", flat=True)[: FAR + 1]
    )
    blocks = restricting.holding().filter(what=Restriction.What.BLOCK)
    return Care(
        unsent=Number(len(refusals)),
        given_up=sum(times >= letters.REFUSALS for times in refusals),
        blocked=number(blocks),
        files=due.troubles(),
    )
