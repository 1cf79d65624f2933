"""The desk's pages of campaigns: all of them, and opening, changing and ending one."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from events.desk import campaigns, worklist
from events.desk.admin.worklist import may_propose
from events.desk.campaigns import AddForm, CampaignForm, ExtendForm, NameForm
from events.desk.worklist import Wanted
from events.models import Campaign
from events.pages import tallying
from review import bounds, permissions
from review.desk.once import once
from review.exceptions import Refused
from review.ids import key_in

PAGE = 30
# How long a campaign is, unless somebody says otherwise.
DAYS = 30


def may_decide(request):
    if not permissions.may(request.user, permissions.DECIDE):
        raise PermissionDenied("Only moderators open, change or end campaigns.")


class Campaigns:
    """Views of an admin of requests; it wants `admin_site`."""

    def campaign_addresses(self):
        name, wrap = "events_citationrequest", self.admin_site.admin_view
        return [
            path("campaigns/", wrap(self.campaigns), name=f"{name}_campaigns"),
            path("campaigns/open/", wrap(self.open_campaign), name=f"{name}_open_campaign"),
            path("campaigns/<int:number>/", wrap(self.campaign), name=f"{name}_campaign"),
            path(
                "campaigns/<int:number>/extend/",
                wrap(self.extend_campaign),
                name=f"{name}_extend_campaign",
            ),
            path(
                "campaigns/<int:number>/add/",
                wrap(self.add_to_campaign),
                name=f"{name}_add_to_campaign",
            ),
            path(
                "campaigns/<int:number>/end/", wrap(self.end_campaign), name=f"{name}_end_campaign"
            ),
        ]

    def campaigns(self, request):
        """All of them, the last that was opened first."""
        may_propose(request)
        before, day = key_in(request.GET.get("before", "")), timezone.now().date()
        rows = Campaign.objects.select_related("by").order_by("-pk")
        rows = list((rows if before is None else rows.filter(pk__lt=before))[: PAGE + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": "Campaigns",
            "campaigns": [(one, one.state(day), one.when(day)) for one in rows[:PAGE]],
            "older": rows[PAGE - 1].pk if len(rows) > PAGE else None,
            "is_further": before is not None,
            "may_decide": permissions.may(request.user, permissions.DECIDE),
        }
        return TemplateResponse(request, "events/campaigns_desk.html", context)

    @method_decorator(once)
    def open_campaign(self, request):
        """GET asks for its words and days; POST opens it of the address's filter, or of what is pasted."""
        may_decide(request)
        wanted, today = Wanted.of(request.GET), timezone.now().date()
        days = {"begins_on": today, "ends_on": today + timedelta(days=DAYS - 1)}
        form = CampaignForm(request.POST or None, initial=days, wanted=wanted)
        if request.method == "POST" and form.is_valid():
            try:
                opened = campaigns.open_campaign(
                    **form.cleaned_data, by=request.user, wanted=wanted
                )
            except Refused as error:
                form.add_error(None, str(error))
            else:
                return _opened(request, opened)
        context = {
            **self.admin_site.each_context(request),
            "title": "Open a campaign",
            "form": form,
            "query": wanted.query(),
            "found": _found(wanted, request.user),
            "most": campaigns.ITEMS,
        }
        return TemplateResponse(request, "events/campaign_open.html", context)

    @method_decorator(once)
    def campaign(self, request, number):
        """GET shows the words of a campaign, and what became of it; POST changes the words."""
        may_decide(request)
        found = get_object_or_404(Campaign.objects.select_related("by", "closed_by"), pk=number)
        form = NameForm(request.POST or None, initial={"name": found.name, "about": found.about})
        if request.method == "POST" and form.is_valid():
            try:
                campaigns.rename(found, by=request.user, **form.cleaned_data)
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "Its words are changed; the address stays as it was.")
                return redirect("admin:events_citationrequest_campaigns")
        return self._shown(request, found, form=form)

    @method_decorator(once)
    def extend_campaign(self, request, number):
        """POST gives a campaign a later last day."""
        may_decide(request)
        found = get_object_or_404(Campaign, pk=number)
        if request.method != "POST":
            return redirect("admin:events_citationrequest_campaign", found.pk)
        form = ExtendForm(request.POST)
        if form.is_valid():
            try:
                campaigns.extend(found, by=request.user, **form.cleaned_data)
            except Refused as error:
                form.add_error("ends_on", str(error))
            else:
                messages.success(request, "It has another last day.")
                return redirect("admin:events_citationrequest_campaign", found.pk)
        return self._shown(request, found, extending=form)

    @method_decorator(once)
    def add_to_campaign(self, request, number):
        """POST puts what is pasted, or what a filter finds, on a campaign too."""
        may_decide(request)
        found = get_object_or_404(Campaign, pk=number)
        if request.method != "POST":
            return redirect("admin:events_citationrequest_campaign", found.pk)
        form = AddForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                added = campaigns.add(
                    found, by=request.user, wanted=data["filter"], pasted=data["pasted"]
                )
            except Refused as error:
                form.add_error(None, str(error))
            else:
                plural = "" if added.number == 1 else "s"
                messages.success(request, f"{added.number:,} request{plural} more on it.")
                for sentence in added.told:
                    messages.warning(request, sentence)
                return redirect("admin:events_citationrequest_campaign", found.pk)
        return self._shown(request, found, adding=form)

    def _shown(self, request, found, **forms):
        day = timezone.now().date()
        context = {
            **self.admin_site.each_context(request),
            "title": "Campaign",
            "campaign": found,
            "state": found.state(day),
            "when": found.when(day),
            "tally": tallying.tallies([found])[found.pk],
            "steps": found.steps.select_related("by"),
            "form": NameForm(initial={"name": found.name, "about": found.about}),
            "extending": ExtendForm(initial={"ends_on": found.ends_on}),
            "adding": AddForm(),
            **forms,
        }
        return TemplateResponse(request, "events/campaign_desk.html", context)

    def end_campaign(self, request, number):
        """POST ends a campaign before its last day."""
        may_decide(request)
        found = get_object_or_404(Campaign, pk=number)
        if request.method == "POST":
            try:
                campaigns.end(found, by=request.user)
                messages.success(request, f"“{found}” has ended.")
            except Refused as error:
                messages.error(request, str(error))
        return redirect("admin:events_citationrequest_campaign", found.pk)


def _opened(request, opened):
    plural = "" if opened.number == 1 else "s"
    messages.success(request, f"It is open, with {opened.number:,} request{plural}.")
    for sentence in opened.told:
        messages.warning(request, sentence)
    return redirect(reverse("admin:events_citationrequest_campaign", args=[opened.campaign.pk]))


def _found(wanted, by):
    """(how many requests a filter finds now, whether there are more); None without a filter."""
    if not wanted.query():
        return None
    try:
        with bounds.in_time():
            rows, _ = worklist.found(wanted, by)
            number = rows.order_by()[: campaigns.ITEMS + 1].count()
    except bounds.TooLong:
        return None
    return min(number, campaigns.ITEMS), number > campaigns.ITEMS
