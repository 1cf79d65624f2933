"""The public pages of campaigns. They change by the day and with every decision, so none is stored;
nothing on them depends on who reads."""

from functools import wraps

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from events.kinds import clip
from events.models import Campaign
from events.pages import tallying
from events.pages.moments import About
from events.pages.taking import address_of
from review.ids import key_in
from review.models import Subject
from review.publishing.pages import snapshot

CAMPAIGNS_PER_PAGE = 10
ITEMS_PER_PAGE = 50
PEOPLE_SHOWN = 100
# Seconds for which a reader's browser need not ask again.
FRESH = 15
TITLES = {"running": N_("Running"), "coming": N_("Coming"), "ended": N_("Ended")}


def fresh(view):
    """Have a page asked for again soon, and kept by no cache that people share."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        with snapshot():
            response = view(request, *args, **kwargs)
        patch_cache_control(response, private=True, max_age=FRESH)
        return response

    return wrapper


@fresh
def campaigns(request):
    """All of them by state, the first of each; or, with `state`, those of one, page by page."""
    day = timezone.now().date()
    state = request.GET.get("state", "")
    after = key_in(request.GET.get("after", "")) if state in TITLES else None
    parts = []
    for name in [state] if state in TITLES else TITLES:
        found = tallying.listed(name, day, CAMPAIGNS_PER_PAGE, after)
        if found is None:
            raise Http404("What this list went on after is not there.")
        parts.append((name, *found))
    shown = [one for name, rows, _following in parts for one in rows if name != "coming"]
    tallies = tallying.tallies(shown) if shown else {}
    context = {
        "about": About(
            _("Campaigns"), _("Requests that people work off together, and how far they are.")
        ),
        "canonical": "" if request.GET else address_of("events:campaigns"),
        "parts": [
            (
                name,
                _(TITLES[name]),
                [(one, one.when(day), tallies.get(one.pk)) for one in rows],
                following,
            )
            for name, rows, following in parts
            if rows or state == name
        ],
        "is_part": state in TITLES,
    }
    return render(request, "events/campaigns.html", context)


@fresh
def campaign(request, slug):
    found = Campaign.objects.select_related("by").filter(slug=slug).first()
    if found is None:
        raise Http404("There is no such campaign.")
    after = _key(request.GET.get("after", ""))
    day = timezone.now().date()
    tally = tallying.tallies([found])[found.pk]
    items, following = tallying.left(found, ITEMS_PER_PAGE, after)
    context = {
        "about": About(found.name, clip(found.about, 200)),
        "canonical": "" if request.GET else address_of("events:campaign", slug),
        "campaign": found,
        "state": found.state(day),
        "when": found.when(day),
        "tally": tally,
        "people": tally.people[:PEOPLE_SHOWN],
        "more_people": len(tally.people[PEOPLE_SHOWN:]),
        "items": items,
        "following": following,
        "is_further": bool(after),
        "steps": found.steps.select_related("by"),
    }
    return render(request, "events/campaign.html", context)


def _key(text):
    """The key in an address, or "": what is none is passed over."""
    try:
        return Subject._meta.pk.to_python(text) or ""
    except ValidationError:
        return ""
