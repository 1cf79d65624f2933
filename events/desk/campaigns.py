"""Opening, renaming and ending campaigns: lists of requests, fixed when they are opened."""

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from urllib.parse import unquote
from uuid import UUID

from django import forms
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from events.desk import worklist
from events.models import Campaign, CampaignItem, RequestStanding
from review import bounds, characters, permissions
from review.desk.forms import choose_day
from review.exceptions import Refused
from review.models import Slug, Subject
from review.slugs import UNTITLED, slug_of

# So many requests are on one campaign, and so many lines of what is pasted are read.
ITEMS = 5000
LINES = 1000
# So many lines that name nothing are told with their words; of the rest only the numbers.
TOLD = 20
ABOUT = 500
# Two hyphens: no name makes such an address.
FORGOTTEN = "redacted--{}"

# What a line may name, in an address or alone: a key, an anchor, an article.
KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
ANCHOR = re.compile(r"(?:/(?:s|statements)/|#|^)([a-z][a-z2-9]{9})(?:[/?#]|$)")
ARTICLE = re.compile(r"(?:^|/)articles/([^/?#\s]+)")


class CampaignForm(forms.Form):
    """What readers see of a campaign; `wanted` is the filter that it is made of, if there is one."""

    name = forms.CharField(label="Name", max_length=Campaign._meta.get_field("name").max_length)
    about = forms.CharField(
        label="What it is about",
        max_length=ABOUT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A sentence or two. Everybody can read it.",
    )
    begins_on = choose_day("First day")
    ends_on = choose_day("Last day, included", help_text="Days begin and end by UTC.")
    pasted = forms.CharField(
        label="Or the items, one a line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args, wanted, **kwargs):
        super().__init__(*args, **kwargs)
        said = (
            "Addresses of statements, of articles (all that is open in them) or of the desk’s pages "
            "of requests, as your browser shows them; anchors and keys will do."
        )
        if wanted.query():
            said += " What stands here takes the place of the filter."
        else:
            self.fields["pasted"].label = "The items, one a line"
        self.fields["pasted"].help_text = said

    def clean(self):
        data = super().clean()
        for name in ("name", "about"):
            if sentence := characters.fault(data.get(name, "")):
                self.add_error(name, sentence)
        begins, ends = data.get("begins_on"), data.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "The last day is before the first.")
        elif ends and ends < timezone.now().date():
            self.add_error("ends_on", "That day is over: choose today or a later one.")
        return data


class NameForm(forms.Form):
    """The words of a campaign that is open already."""

    name, about = (CampaignForm.base_fields[name] for name in ("name", "about"))


@dataclass
class Opened:
    """A campaign, how many requests are on it, and sentences on what is not."""

    campaign: Campaign
    number: int
    told: list[str]


def open_campaign(name, *, by, about, begins_on, ends_on, wanted, pasted=""):
    """Open a campaign of what is pasted or, if nothing is, of what the filter finds now.

    Returns `Opened`. Raises Refused when nothing that is open would be on it.
    """
    permissions.require(by, permissions.DECIDE)
    name, about = _said(name, about)
    if ends_on < begins_on:
        raise Refused("The last day is before the first.")
    if pasted.strip():
        keys, told = _pasted(pasted)
    elif wanted.query():
        keys, told = _found(wanted, by)
    else:
        raise Refused("Choose a filter on the worklist first, or paste what it is about.")
    if not keys:
        raise Refused(" ".join(["No request that is open was found for it.", *told]))
    if len(keys) > ITEMS:
        keys = keys[:ITEMS]
        told = [f"More was found than fits: the first {ITEMS:,} requests are on it.", *told]
    with transaction.atomic():
        campaign = _placed(
            Campaign(
                name=name,
                about=about,
                query="" if pasted.strip() else wanted.query(),
                begins_on=begins_on,
                ends_on=ends_on,
                by=by,
                at=timezone.now(),
            )
        )
        CampaignItem.objects.bulk_create(
            [CampaignItem(campaign=campaign, request_id=key) for key in keys], batch_size=1000
        )
    return Opened(campaign, len(keys), told)


def rename(campaign, *, by, name, about):
    """Give a campaign other words; its address stays."""
    permissions.require(by, permissions.DECIDE)
    name, about = _said(name, about)
    Campaign.objects.filter(pk=campaign.pk).update(name=name, about=about)


@transaction.atomic
def end(campaign, *, by):
    """End a campaign before its last day: what is resolved from now on does not count for it."""
    permissions.require(by, permissions.DECIDE)
    held = Campaign.objects.select_for_update(of=["self"], no_key=True).get(pk=campaign.pk)
    now = timezone.now()
    if held.state(now.date()) == "ended":
        raise Refused("This campaign has ended already.")
    held.closed_by, held.closed_at = by, now
    held.save(update_fields=["closed_by", "closed_at"])
    return held


def forget_words(words, found):
    """Forget the addresses of campaigns that are made of the words of a redaction."""
    slug = slug_of(words)
    unnamed = {row.pk for row, names in found.rows if isinstance(row, Campaign) and "name" in names}
    for campaign in Campaign.objects.all():
        if campaign.pk in unnamed or (slug != UNTITLED and f"-{slug}-" in f"-{campaign.slug}-"):
            Campaign.objects.filter(pk=campaign.pk).update(slug=FORGOTTEN.format(campaign.pk))


def _said(name, about):
    name = characters.said(name, empty="Give the campaign a name.")
    about = characters.said(about, empty="Say in a sentence or two what it is about.")
    longest = Campaign._meta.get_field("name").max_length
    if len(name) > longest or len(about) > ABOUT:
        raise Refused(f"Keep the name to {longest} characters, and the rest to {ABOUT}.")
    return name, about


def _placed(campaign):
    """Save a new campaign at an address that no other has: the first that is free."""
    base = slug_of(campaign.name)
    for number in count(1):
        campaign.slug = base if number == 1 else f"{base}-{number}"
        if Campaign.objects.filter(slug=campaign.slug).exists():
            continue
        try:
            with transaction.atomic():
                campaign.save(force_insert=True)
        except IntegrityError as error:
            if "events_campaign_address" not in str(error):
                raise
            continue  # Somebody took it in this moment.
        return campaign
    return None


def _found(wanted, by):
    """(keys of what a filter finds, in its order, one more than fits; what of it was left out)."""
    with bounds.in_time():
        rows, said = worklist.found(wanted, by)
        keys = worklist.taken(rows.only("request", "tagged_on"), wanted, "", ITEMS + 1)
    return [row.pk for row in keys], [said] if said else []


def _pasted(text):
    """(keys of the open requests that lines name, one more than fits; sentences on what names none)."""
    lines = [(n, line.strip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    named = {number: _named(line) for number, line in lines[:LINES]}
    subjects = _subjects(named)
    keys = {key for found in subjects.values() for key in found}
    open_ = RequestStanding.objects
    live = set()
    for name in PLACES:
        rows = open_.filter(**{f"{name}__in": keys}).order_by()
        live.update(rows.values_list(name, flat=True).distinct())
    rows = open_.filter(Q(request__in=keys) | Q(statement__in=keys) | Q(article__in=keys))
    found = list(rows.order_by("request").values_list("request", flat=True)[: ITEMS + 1])
    told = _told(
        [(n, line) for n, line in lines[:LINES] if not subjects[n]], "name nothing that is here"
    )
    told += _told(
        [(n, line) for n, line in lines[:LINES] if subjects[n] and not subjects[n] & live],
        "name what no open request is on",
    )
    if len(lines) > LINES:
        told.append(f"Only the first {LINES:,} lines were read: leave those out, and paste again.")
    return found, told


# What of an open request a line may name.
PLACES = ("request", "statement", "article")


def _named(line):
    """(what sort of name a line holds, the name), or None."""
    if found := KEY.search(line):
        return "key", UUID(found[0])
    # A statement's lasting address leads to its place in the article.
    if found := ANCHOR.search(line):
        return "anchor", found[1]
    if found := ARTICLE.search(line):
        return "article", unquote(found[1])
    return None


def _subjects(named):
    """{number of a line: the keys of what it names}, each sort looked up once."""
    wanted = defaultdict(set)
    for sort, name in filter(None, named.values()):
        wanted[sort].add(name)
    known = defaultdict(set)
    of_keys = Subject.objects.filter(pk__in=wanted["key"])
    known |= {("key", key): {key} for key in of_keys.values_list("pk", flat=True)}
    for anchor, *keys in Subject.objects.filter(anchor__in=wanted["anchor"]).values_list(
        "anchor", "merged_into", "pk"
    ):
        known["anchor", anchor] = {next(filter(None, keys))}
    of_articles = Slug.objects.filter(kind="events.article", slug__in=wanted["article"])
    for slug, key in of_articles.values_list("slug", "subject"):
        known["article", slug] = {key}
    return {number: known.get(name, set()) for number, name in named.items()}


def _told(lines, what):
    """One sentence on lines of which the same is to be said, each with its number."""
    if not lines:
        return []
    told = [f"{number} (“{characters.balanced(line[:60])}”)" for number, line in lines[:TOLD]]
    told += [str(number) for number, _ in lines[TOLD:]]
    verb = what if len(lines) > 1 else what.replace("name ", "names ", 1)
    return [f"Line{'s' if len(lines) > 1 else ''} {', '.join(told)} {verb}."]
