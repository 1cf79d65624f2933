"""Opening, extending, renaming and ending campaigns: lists of requests, to which more can be added."""

from dataclasses import dataclass
from itertools import count

from django import forms
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from events.desk import naming, worklist
from events.models import Campaign, CampaignItem, CampaignStep
from review import bounds, characters, permissions
from review.desk.forms import choose_day
from review.exceptions import Refused
from review.slugs import UNTITLED, slug_of

# So many requests are on one campaign.
ITEMS = 5000
ABOUT = 500
# Two hyphens: no name makes such an address.
FORGOTTEN = "redacted--{}"


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


class ExtendForm(forms.Form):
    """Another last day."""

    ends_on = choose_day("Last day, included", help_text="Days begin and end by UTC.")


class AddForm(forms.Form):
    """More requests: pasted, or found by a filter."""

    pasted = forms.CharField(
        label="Items, one a line",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Addresses of statements, of articles or of the desk’s pages of requests; "
        "anchors and keys will do.",
    )
    filter = forms.CharField(
        label="Or the address of the worklist with a filter",
        required=False,
        max_length=2000,
        help_text="All that it finds now is put on the campaign.",
    )

    def clean_filter(self):
        """The `Wanted` of the address."""
        query = self.cleaned_data["filter"].partition("?")[2].partition("#")[0]
        wanted = worklist.Wanted.of(QueryDict(query))
        if self.cleaned_data["filter"] and not wanted.query():
            raise forms.ValidationError("This address holds no filter of the worklist.")
        return wanted


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
    keys, told = _chosen(wanted, pasted, by)
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
        _put(campaign, keys)
    return Opened(campaign, len(keys), told)


@transaction.atomic
def extend(campaign, *, by, ends_on):
    """Give a campaign that has not ended a later last day."""
    permissions.require(by, permissions.DECIDE)
    held = _not_ended(campaign)
    if ends_on <= held.ends_on:
        raise Refused("Choose a later day than its last one. To end it sooner, end it.")
    step = CampaignStep(ended_on=held.ends_on, ends_on=ends_on)
    held.ends_on = ends_on
    held.save(update_fields=["ends_on"])
    return _told(step, held, by)


@transaction.atomic
def add(campaign, *, by, wanted, pasted=""):
    """Put more requests on a campaign that has not ended: what is pasted or, if nothing is, what the
    filter finds now. Returns `Opened`, which counts those that were not on it."""
    permissions.require(by, permissions.DECIDE)
    keys, told = _chosen(wanted, pasted, by)
    held = _not_ended(campaign)
    on_it = set(held.items.values_list("request_id", flat=True))
    more = [key for key in keys if key not in on_it]
    if not more:
        raise Refused(" ".join(["All that was found is on it already.", *told]))
    if len(on_it) + len(more) > ITEMS:
        more = more[: ITEMS - len(on_it)]
        told = [f"More was found than fits: a campaign holds {ITEMS:,} requests.", *told]
    if not more:
        raise Refused(told[0])
    _put(held, more)
    _told(CampaignStep(added=len(more)), held, by)
    return Opened(held, len(more), told)


def rename(campaign, *, by, name, about):
    """Give a campaign other words; its address stays."""
    permissions.require(by, permissions.DECIDE)
    name, about = _said(name, about)
    Campaign.objects.filter(pk=campaign.pk).update(name=name, about=about)


@transaction.atomic
def end(campaign, *, by):
    """End a campaign before its last day: what is resolved from now on does not count for it."""
    permissions.require(by, permissions.DECIDE)
    held = _not_ended(campaign)
    held.closed_by, held.closed_at = by, timezone.now()
    held.save(update_fields=["closed_by", "closed_at"])
    return held


def forget_words(words, found):
    """Forget the addresses of campaigns that are made of the words of a redaction."""
    slug = slug_of(words)
    unnamed = {row.pk for row, names in found.rows if isinstance(row, Campaign) and "name" in names}
    for campaign in Campaign.objects.all():
        if campaign.pk in unnamed or (slug != UNTITLED and f"-{slug}-" in f"-{campaign.slug}-"):
            Campaign.objects.filter(pk=campaign.pk).update(slug=FORGOTTEN.format(campaign.pk))


def _not_ended(campaign):
    """The campaign, locked."""
    held = Campaign.objects.select_for_update(of=["self"], no_key=True).get(pk=campaign.pk)
    if held.state(timezone.now().date()) == "ended":
        raise Refused("This campaign has ended already.")
    return held


def _chosen(wanted, pasted, by):
    """(keys of requests, one more than fits; sentences on what is not among them)."""
    if pasted.strip():
        keys, told = naming.named(pasted, ITEMS + 1)
    elif wanted.query():
        keys, told = _found(wanted, by)
    else:
        raise Refused("Choose a filter on the worklist first, or paste what it is about.")
    if not keys:
        raise Refused(" ".join(["No request that is open was found for it.", *told]))
    return keys, told


def _put(campaign, keys):
    CampaignItem.objects.bulk_create(
        [CampaignItem(campaign=campaign, request_id=key) for key in keys], batch_size=1000
    )


def _told(step, campaign, by):
    step.campaign, step.by, step.at = campaign, by, timezone.now()
    step.save(force_insert=True)
    return step


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
