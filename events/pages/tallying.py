"""What became of a campaign, by the ledger alone: nothing is counted that an undo took back."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from events.models import Campaign, CampaignItem, CitationRequest, RequestStanding
from events.pages.moments import slugs_of
from review import spoken
from review.models import User

# In the order in which they are told.
RESOLUTIONS = {
    "cited": lambda n: npgettext("requests", "{number} cited", "{number} cited", n),
    "reworded": lambda n: npgettext("requests", "{number} reworded", "{number} reworded", n),
    "removed": lambda n: npgettext("requests", "{number} removed", "{number} removed", n),
    "duplicate": lambda n: npgettext("requests", "{number} duplicate", "{number} duplicate", n),
    "declined": lambda n: npgettext("requests", "{number} declined", "{number} declined", n),
}

# The items of some campaigns, and how each ended within the days of its campaign: whether that was
# undone since, however late.
DONE = """
WITH held AS (
    SELECT item.campaign_id, item.request_id,
        campaign.begins_on::timestamp AT TIME ZONE 'UTC' AS begins,
        LEAST((campaign.ends_on + 1)::timestamp AT TIME ZONE 'UTC', campaign.closed_at) AS ends
    FROM events_campaign campaign JOIN events_campaignitem item ON item.campaign_id = campaign.id
    WHERE campaign.id = ANY(%(campaigns)s)
),
done AS (
    SELECT held.campaign_id, held.request_id, entry.resolution, entry.act_id,
        EXISTS (
            SELECT FROM events_ledgerentry later WHERE later.request_id = entry.request_id
                AND later.what = 'reopened' AND later.id > entry.id
        ) AS is_undone
    FROM held JOIN events_ledgerentry entry ON entry.request_id = held.request_id
    WHERE entry.what = 'resolved' AND entry.at >= held.begins AND entry.at < held.ends
)
"""

# How many items there are, are open now, and were resolved in vain.
ITEMS = (
    DONE
    + """
SELECT held.campaign_id, count(*), count(standing.request_id),
    count(*) FILTER (WHERE ended.is_undone)
FROM held
LEFT JOIN events_requeststanding standing ON standing.request_id = held.request_id
LEFT JOIN (
    SELECT campaign_id, request_id, bool_and(is_undone) AS is_undone FROM done
    GROUP BY campaign_id, request_id
) AS ended ON (ended.campaign_id, ended.request_id) = (held.campaign_id, held.request_id)
GROUP BY held.campaign_id
"""
)

# Who resolved how many, how, and of how many somebody else checked what was cited.
PEOPLE = (
    DONE
    + """
SELECT done.campaign_id, changeset.author_id, done.resolution, count(*),
    count(*) FILTER (WHERE done.resolution = 'cited' AND EXISTS (
        SELECT FROM review_change change
        JOIN events_citationstanding standing ON standing.citation_id = change.subject_id
        JOIN events_citation citation ON citation.id = change.subject_id
        JOIN events_citationrequest request ON request.about_id = citation.statement_id
        WHERE change.act_id = done.act_id AND change.op = 'create' AND standing.people > 0
            AND request.id = done.request_id
    ))
FROM done JOIN review_act act ON act.id = done.act_id
JOIN review_changeset changeset ON changeset.id = act.changeset_id
WHERE NOT done.is_undone
GROUP BY done.campaign_id, changeset.author_id, done.resolution
"""
)


@dataclass
class Share:
    """What one person resolved: {resolution: number}."""

    person: User
    ends: Counter = field(default_factory=Counter)
    checked: int = 0

    @property
    def number(self):
        return self.ends.total()

    @property
    def told(self):
        return _in_words(self.ends, self.checked)


@dataclass
class Tally:
    """`items` are all of a campaign, `left` what is open now, `reopened` what was resolved in it and
    is not any more; `ends` are {resolution: number}, `checked` of the cited."""

    items: int = 0
    left: int = 0
    reopened: int = 0
    ends: Counter = field(default_factory=Counter)
    checked: int = 0
    people: list[Share] = field(default_factory=list)

    @property
    def resolved(self):
        return self.ends.total()

    @property
    def others(self):
        """What ended, and not by the work of this campaign."""
        return self.items - self.left - self.resolved

    @property
    def cited(self):
        return self.ends["cited"]

    @property
    def told(self):
        """“41 of 120 resolved: 30 cited (12 of them checked by a second person), 5 declined; …”"""
        done = _("{number} of {all} resolved").format(
            number=spoken.number(self.resolved), all=spoken.number(self.items)
        )
        if how := _in_words(self.ends, self.checked):
            done = f"{done}: {how}"
        if not self.reopened:
            return done
        again = ngettext("{number} opened again", "{number} opened again", self.reopened)
        return f"{done}; {again.format(number=spoken.number(self.reopened))}"


def _in_words(ends, checked):
    """“3 cited (2 of them checked by a second person), 1 declined”"""
    said = []
    for resolution, told in RESOLUTIONS.items():
        if not (number := ends[resolution]):
            continue
        words = told(number).format(number=spoken.number(number))
        if resolution == "cited":
            words = f"{words} ({_checked(checked)})"
        said.append(words)
    return ", ".join(said)


def _checked(number):
    if not number:
        return _("none of them checked by a second person")
    told = ngettext(
        "{number} of them checked by a second person",
        "{number} of them checked by a second person",
        number,
    )
    return told.format(number=number)


def tallies(campaigns):
    """{key of a campaign: its `Tally`}, in three queries whatever their number and size."""
    asked = {"campaigns": [campaign.pk for campaign in campaigns]}
    found = {key: Tally() for key in asked["campaigns"]}
    with connection.cursor() as cursor:
        cursor.execute(ITEMS, asked)
        for key, items, left, reopened in cursor.fetchall():
            found[key] = Tally(items, left, reopened)
        cursor.execute(PEOPLE, asked)
        rows = cursor.fetchall()
    people = User.objects.in_bulk({author for _, author, *_ in rows})
    shares = {}
    for key, author, resolution, number, checked in rows:
        share = shares.setdefault((key, author), Share(people[author]))
        for each in (share, found[key]):
            each.ends[resolution] += number
            each.checked += checked
    for (key, _author), share in shares.items():
        found[key].people.append(share)
    for tally in found.values():
        tally.people.sort(key=lambda share: (-share.number, str(share.person), share.person.pk))
    return found


# By what the campaigns of a state are listed, and whether the latest come first.
STATES = {"running": ("ends_on", ""), "coming": ("begins_on", ""), "ended": ("ends_on", "-")}


def listed(state, day, size, after=None):
    """(campaigns of a state, the key after which the next page goes on, or None); None if there is
    none with the key `after`."""
    name, sign = STATES[state]
    rows = getattr(Campaign.objects, state)(day).order_by(f"{sign}{name}", f"{sign}pk")
    if after is not None:
        last = Campaign.objects.filter(pk=after).first()
        if last is None:
            return None
        than, value = "lt" if sign else "gt", getattr(last, name)
        rows = rows.filter(
            Q(**{f"{name}__{than}": value}) | Q(**{name: value, f"pk__{than}": after})
        )
    found = list(rows.select_related("by")[: size + 1])
    return found[:size], found[size - 1].pk if len(found) > size else None


@dataclass
class Left:
    """An open request of a campaign, its statement and where readers find it."""

    key: str
    kind: str
    text: str
    anchor: str
    article: str
    language: str
    slug: str


def left(campaign, size, after=""):
    """([`Left`] by article, in the order of the page; the key after which the next page goes on)."""
    items = CampaignItem.objects.filter(campaign=campaign).values("request")
    rows = RequestStanding.objects.filter(request__in=items).order_by("request")
    if after:
        rows = rows.filter(request__gt=after)
    rows = rows.annotate(
        text=F("statement__statement__text"),
        anchor=F("statement__anchor"),
        title=F("article__article__title"),
        language=F("article__article__language"),
    )
    columns = ("request", "kind", "text", "anchor", "title", "language", "article")
    rows = list(rows.values(*columns)[: size + 1])
    slugs = slugs_of({row["article"] for row in rows[:size]})
    kinds = dict(CitationRequest.Kind.choices)
    found = [
        Left(
            key=row["request"],
            kind=spoken.said(kinds[row["kind"]]),
            text=row["text"],
            anchor=row["anchor"],
            article=row["title"],
            language=row["language"],
            slug=slugs[row["article"]],
        )
        for row in rows[:size]
    ]
    return found, found[-1].key if len(rows) > size else None
