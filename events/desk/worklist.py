"""The worklist: which open requests are wanted, how many there are of what, and which comes next.

It reads the rows that the write path keeps (events/ledger.py), so that it costs the same at ten
requests and at a million: what would take long to count is told without a number.
"""

from dataclasses import dataclass, field, fields, replace
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from events import periods, searching
from events.desk import claims, facets
from events.desk.facets import CLAIMED, KINDS, OWN, TRIED, UNDATED
from events.models import (
    Attempt,
    CampaignItem,
    CitationRequest,
    Claim,
    Pick,
    Reads,
    RequestStanding,
    SavedFilter,
    TopicUse,
)
from review import bounds, characters, permissions
from review.exceptions import Refused
from review.ids import key_in
from review.models import Act, Change, Changeset, OpenChange, Subject

PAGE = 30
# Of a word that is neither rare nor common many rows are read to find so few.
COUNTED_BY_WORDS = 100
# Keys of what a filter is about are told to the database one by one up to so many.
TOLD_AT_MOST = 1000
# So many are tried to find one that nobody else took in the same moment.
TRIED_AT_ONCE = 20

SORTS = {"": "by article, as on the page", "oldest": "tagged longest ago"}
SWITCHES = {"printed": "yes", "read": "much"}


@dataclass(frozen=True)
class Wanted:
    """What an address asks the worklist for; what there is no such thing of is passed over."""

    q: str = ""
    article: str = ""
    kind: str = ""
    tagged: str = ""
    period: str = ""
    claimed: str = ""
    tried: str = ""
    printed: str = ""
    read: str = ""
    own: str = ""
    campaign: str = ""
    topic: str = ""
    sort: str = ""

    @classmethod
    def of(cls, query):
        given = {f.name: query.get(f.name, "") for f in fields(cls)}
        known = {"kind": KINDS, "claimed": CLAIMED, "tried": TRIED, "own": OWN, "sort": SORTS}
        for name, values in known.items():
            given[name] = given[name] if given[name] in values else ""
        for name, value in SWITCHES.items():
            given[name] = given[name] if given[name] == value else ""
        return cls(
            **given
            | {
                "q": " ".join(given["q"].split())[: bounds.LETTERS],
                "article": _key(given["article"]),
                "tagged": given["tagged"][:10],
                "period": given["period"] if periods.named(given["period"]) else "",
                "campaign": str(key_in(given["campaign"]) or ""),
                "topic": _key(given["topic"]),
            }
        )

    def query(self, **other):
        """What of an address asks for this, with something else in it."""
        own = replace(self, **other)
        return urlencode([(f.name, v) for f in fields(own) if (v := getattr(own, f.name))])

    @property
    def pairs(self):
        """[(name, value)] of what it asks for besides words, for the fields of a form."""
        return [(f.name, v) for f in fields(self) if f.name != "q" and (v := getattr(self, f.name))]

    @property
    def asked(self):
        """Names of what it filters by."""
        return {f.name for f in fields(self) if getattr(self, f.name)} - {"sort"}


def _key(text):
    try:
        return str(Subject._meta.pk.to_python(text)) if text else ""
    except ValidationError:
        return ""


@dataclass
class Item:
    """An open request as the list has it."""

    key: str
    kind: str
    reason: str
    tagged: str
    text: str
    article: str
    article_key: str
    is_searched: bool
    is_printed: bool
    claimed_by: str
    pick: str
    is_answered: bool


@dataclass
class Page:
    """`total` is how many there are, at least if `is_more`; `said` is what of the search was left
    out; `facets` are {filter: `Option`s}."""

    items: list[Item]
    total: int
    is_more: bool
    following: str
    said: str
    facets: dict = field(default_factory=dict)


def found(wanted, by):
    """(the open requests that are wanted, unordered; a sentence on what of the search was left out)."""
    rows, said = RequestStanding.objects.all(), ""
    plain = {"article": wanted.article, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in plain.items() if value})
    if wanted.tagged:
        rows = rows.filter(tagged_on="" if wanted.tagged == UNDATED else wanted.tagged)
    if wanted.period:
        rows = rows.filter(periods__contains=[wanted.period])
    if wanted.tried:
        rows = rows.filter(is_searched=wanted.tried == "yes")
    if wanted.printed:
        rows = rows.filter(is_printed=True)
    if wanted.read:
        rows = rows.filter(article__in=_keys(Reads.objects.much_read(), "article"))
    # Of lists of keys those that are on all.
    lists = []
    if wanted.claimed:
        held = Claim.objects.filter(until__gt=timezone.now())
        if wanted.claimed == "free":
            rows = rows.exclude(_one(held))
        else:
            held = held.filter(by=by) if wanted.claimed == "mine" else held.exclude(by=by)
            lists.append(_keys(held))
    if wanted.own:
        picks = Pick.objects.filter(by=by, what=wanted.own)
        lists.append(_keys(picks))
    if wanted.campaign:
        items = CampaignItem.objects.filter(campaign=wanted.campaign)
        lists.append(_few(items.values_list("request", flat=True)))
    every = [keys for keys in lists if isinstance(keys, list)]
    if every:
        rows = rows.filter(request__in=set(every[0]).intersection(*every[1:]))
    for keys in lists:
        rows = rows if isinstance(keys, list) else rows.filter(request__in=keys)
    if wanted.topic:
        rows = rows.filter(statement__in=_few(named_by(wanted.topic)))
    if wanted.q:
        words, said = bounds.bounded(wanted.q)
        rows = searching.having(rows, searching.asked(" ".join(words)))
    return rows, said


def named_by(topic):
    """Keys of the statements that name a topic."""
    return TopicUse.objects.filter(topic=topic).values_list("statement", flat=True)


def _few(keys):
    """Keys told one by one where they are not too many, so that the database sees how few."""
    found = list(keys[: TOLD_AT_MOST + 1])
    return keys if len(found) > TOLD_AT_MOST else found


def _keys(rows, name="request"):
    """Told one by one, so that the database sees how few they are."""
    return list(rows.values_list(name, flat=True))


def _one(rows):
    return Exists(rows.filter(request=OuterRef("request")))


def taken(rows, wanted, after, number):
    """So many of the rows, in the order that is wanted, behind the one with the key `after`."""
    if wanted.sort != "oldest" or wanted.tagged:
        rows = rows.filter(request__gt=after) if after else rows
        return list(rows.order_by("request")[:number])
    last = RequestStanding.objects.filter(pk=after).first() if after else None
    dated, undated = rows.filter(tagged_on__gt=""), rows.filter(tagged_on="")
    found = []
    if last and last.tagged_on:
        same = dated.filter(tagged_on=last.tagged_on, request__gt=after)
        found += same.order_by("request")[:number]
        dated = dated.filter(tagged_on__gt=last.tagged_on)
    if last and not last.tagged_on:
        undated = undated.filter(request__gt=after)
    elif len(found) < number:
        found += dated.order_by("tagged_on", "request")[: number - len(found)]
    # What is undated stands last.
    if len(found) < number:
        found += undated.order_by("request")[: number - len(found)]
    return found


def page(wanted, by, after="", of=""):
    """A `Page` of what is wanted, behind the request with the key `after`. `of` are words of the
    titles of the articles that are offered."""
    rows, said = found(wanted, by)
    tallies = facets.tallies(wanted)
    most = min(facets.COUNTED, COUNTED_BY_WORDS) if wanted.q else facets.COUNTED
    is_more, near = tallies is not None and tallies["total"] > most, None
    if not is_more:
        near = list(rows.values_list(*facets.NEAR, named=True)[: most + 1])
        is_more = len(near) > most
    if is_more:
        lines = taken(rows.only("request", "tagged_on"), wanted, after, PAGE + 1)
        keys = [row.pk for row in lines]
    else:
        keys = _in_order(near, wanted, after)[: PAGE + 1]
    total = tallies["total"] if tallies else min(len(near), most)
    offered = facets.facets(wanted, None if is_more else near, tallies, by, of)
    following = str(keys[PAGE - 1]) if len(keys) > PAGE else ""
    # What stands beside is read of those alone that are shown.
    shown = {row.pk: row for row in _told(keys[:PAGE], by)}
    items = [_item(shown[key]) for key in keys if key in shown]
    return Page(items, total, is_more and not tallies, following, said, offered)


def _in_order(near, wanted, after):
    """The keys of all rows that are wanted as `taken` has them, behind the one with the key `after`."""
    is_by_month = wanted.sort == "oldest" and not wanted.tagged

    def place(row):
        return (not row.tagged_on, row.tagged_on, row.request) if is_by_month else row.request

    rows = sorted(near, key=place)
    if after:
        last = next((row for row in rows if str(row.request) == after), None)
        if last:
            rows = rows[rows.index(last) + 1 :]
        elif not is_by_month:
            rows = [row for row in rows if str(row.request) > after]
    return [row.request for row in rows]


# What is read of each row that is shown, from the live rows beside it.
TOLD = {
    "reason": "request__citationrequest__reason",
    "text": "statement__statement__text",
    "title": "article__article__title",
}


def _told(keys, by):
    own = {"request": OuterRef("request")}
    held = Claim.objects.filter(until__gt=timezone.now(), **own)
    waiting = OpenChange.objects.filter(change__act__state=Act.State.PENDING)
    rows = RequestStanding.objects.filter(pk__in=keys)
    return rows.defer("words", "periods").annotate(
        **{name: F(path) for name, path in TOLD.items()},
        pick=Pick.objects.filter(by=by, **own).values("what")[:1],
        claimed_by=held.values("by__public_name")[:1],
        is_answered=Exists(waiting.filter(subject=OuterRef("request"))),
    )


def _item(row):
    return Item(
        key=row.pk,
        kind=KINDS[row.kind],
        reason=row.reason or "",
        tagged=facets.said(row.tagged_on) if row.tagged_on else "",
        text=row.text or "",
        article=row.title or "",
        article_key=row.article_id,
        is_searched=row.is_searched,
        is_printed=row.is_printed,
        claimed_by=row.claimed_by or "",
        pick=row.pick or "",
        is_answered=row.is_answered,
    )


# Which comes next.


def next_item(wanted, by, after=""):
    """The key of the request to take after `after`, round to the first again; None if none is left.

    What somebody else is on, what one has answered, searched for in vain or does not want is passed
    over; what one skipped comes once nothing else is left.
    """
    rows, _ = found(wanted, by)
    # A list of one's own is for what is on it.
    if not wanted.own:
        rows = rows.exclude(_one(Pick.objects.filter(by=by, what=Pick.What.NOT_FOR_ME)))
        rows = rows.exclude(_one(Attempt.objects.filter(by=by)))
    rows = rows.exclude(_one(Claim.objects.filter(until__gt=timezone.now()).exclude(by=by)))
    rows = rows.exclude(Exists(OpenChange.objects.filter(subject=OuterRef("request"), author=by)))
    rows = rows.exclude(request=after) if after else rows
    is_skipped = _one(Pick.objects.filter(by=by, what=Pick.What.SKIPPED))
    rows = rows.only("request", "tagged_on")
    passes = [rows] if wanted.own else [rows.exclude(is_skipped), rows.filter(is_skipped)]
    for each in passes:
        for start in dict.fromkeys([after, ""]):
            if rows := taken(each, wanted, start, 1):
                return rows[0].pk
    return None


def last_done(by):
    """The key of the request that `by` answered last, or "": what comes next stands near it."""
    last = Changeset.objects.filter(author=by).exclude(sent_at=None).order_by("-pk")[:1]
    changes = Change.objects.filter(
        act__changeset__in=last.values("pk"), subject__kind="events.citationrequest"
    )
    return str(changes.values_list("subject", flat=True).first() or "")


def take_next(wanted, by, after=""):
    """Claim the next request for `by`, and return its key; None if none is left."""
    for _ in range(TRIED_AT_ONCE):
        key = next_item(wanted, by, after)
        if key is None:
            return None
        try:
            claims.claim(CitationRequest(subject_id=key), by=by)
        except Refused:
            continue  # Somebody took it in this moment: it is passed over now.
        return key
    return None


@transaction.atomic
def pick(key, what, *, by):
    """Say of a request that it is pinned, skipped or not for one; "" takes back what was said.

    What is pinned stays so when it is skipped.
    """
    permissions.require(by, permissions.PROPOSE)
    own = Pick.objects.filter(by=by, request=key)
    if what == Pick.What.SKIPPED and own.filter(what=Pick.What.PINNED).exists():
        return
    if not what:
        own.delete()
        return
    Pick.objects.update_or_create(
        by=by, request_id=key, defaults={"what": what, "at": timezone.now()}
    )


FILTERS_KEPT = 30


def keep_filter(name, wanted, *, by, is_shared):
    """Keep a filter under a name, in the place of an older one of this name."""
    permissions.require(by, permissions.PROPOSE)
    name = characters.said(name, empty="Give the filter a name.")
    longest = SavedFilter._meta.get_field("name").max_length
    if len(name) > longest:
        raise Refused(f"Give the filter a name of at most {longest} characters.")
    if not wanted.query():
        raise Refused("Choose something to filter by first: this is the whole worklist.")
    own = SavedFilter.objects.filter(by=by).exclude(name=name)
    if own.count() >= FILTERS_KEPT:
        raise Refused(f"You keep {FILTERS_KEPT} filters already: forget one first.")
    made, _ = SavedFilter.objects.update_or_create(
        by=by,
        name=name,
        defaults={"query": wanted.query(), "is_shared": is_shared, "at": timezone.now()},
    )
    return made
