"""The worklist's page, the step to the next request, and what an editor says of one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode

from events.desk import claims, verifying, worklist
from events.desk.admin.filters import keys_in
from events.desk.worklist import Wanted
from events.models import ArticleStanding, CitationRequest, Pick, SavedFilter
from review import bounds, permissions
from review.exceptions import Refused
from review.ids import key_in

# What each filter is called, in the order of the page.
FILTERS = {
    "kind": "What is asked",
    "article": "Article",
    "tagged": "Tagged",
    "period": "Period",
    "tried": "Searched",
    "printed": "Printed reference",
    "read": "Readers",
    "claimed": "Claimed",
    "own": "Mine",
    "topic": "Who or what it names",
    "campaign": "Campaign",
}


def may_propose(request):
    if not permissions.may(request.user, permissions.PROPOSE):
        raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])


class Worklist:
    """Views of an admin of requests; it wants `admin_site`."""

    def worklist_addresses(self):
        name, wrap = "events_citationrequest", self.admin_site.admin_view
        return [
            path("worklist/", wrap(self.worklist), name=f"{name}_worklist"),
            path("next/", wrap(self.next), name=f"{name}_next"),
            path("filters/", wrap(self.keep_filter), name=f"{name}_keep_filter"),
            path("filters/<int:number>/", wrap(self.drop_filter), name=f"{name}_drop_filter"),
            path("<uuid:key>/pick/", wrap(self.pick), name=f"{name}_pick"),
            path("<uuid:key>/claim/", wrap(self.claim), name=f"{name}_claim"),
        ]

    def worklist(self, request):
        may_propose(request)
        wanted = Wanted.of(request.GET)
        after = next(iter(keys_in([request.GET.get("after", "")])), "")
        of = " ".join(request.GET.get("of", "").split())[: bounds.LETTERS]
        try:
            with bounds.in_time():
                page = worklist.page(wanted, request.user, str(after), of)
        except bounds.TooLong as error:
            messages.error(request, str(error))
            return redirect(f"{request.path}?{wanted.query(q='')}")
        filters = [
            (name, FILTERS[name], _links(wanted, name, page.facets[name]))
            for name in FILTERS
            if page.facets[name] or name == "article"
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": "Worklist",
            "page": page,
            "wanted": wanted,
            "query": wanted.query(),
            "filters": filters,
            "chosen": _chosen(wanted, page.facets),
            "of": of,
            "sorts": [
                (value, words, value == wanted.sort, wanted.query(sort=value))
                for value, words in worklist.SORTS.items()
            ],
            "is_further": bool(after),
            "saved": _saved(request.user),
            "may_decide": permissions.may(request.user, permissions.DECIDE),
            "counts": ArticleStanding.objects.total(),
            "stale": verifying.stale_count(),
        }
        return TemplateResponse(request, "events/worklist.html", context)

    def next(self, request):
        """Leads to the request that comes next in a filter; POST claims it on the way."""
        may_propose(request)
        given = request.POST if request.method == "POST" else request.GET
        wanted = Wanted.of(given)
        after = str(next(iter(keys_in([given.get("after", "")])), ""))
        after = after or worklist.last_done(request.user)
        step = worklist.take_next if request.method == "POST" else worklist.next_item
        key = step(wanted, request.user, after)
        query = f"?{wanted.query()}" if wanted.query() else ""
        if key is None:
            messages.info(
                request,
                "Nothing is left here that waits for you: others are on it, or you have answered, "
                "searched for or put aside what there is.",
            )
            return redirect(reverse("admin:events_citationrequest_worklist") + query)
        return redirect(reverse("admin:events_citationrequest_resolve", args=[key]) + query)

    def pick(self, request, key):
        """POST says of a request that it is pinned, skipped or not for one, and leads on: to the
        next (`on`), or back to the list."""
        may_propose(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = get_object_or_404(CitationRequest, pk=key)
        what = request.POST.get("what", "")
        worklist.pick(found.pk, what if what in Pick.What.values else "", by=request.user)
        if what in (Pick.What.SKIPPED, Pick.What.NOT_FOR_ME):
            claims.release(found, by=request.user)
        if "application/json" in request.headers.get("accept", ""):
            return JsonResponse({"what": what})
        wanted = Wanted.of(request.POST)
        if "on" in request.POST:
            query = urlencode({"after": key}) + "&" + wanted.query()
            return redirect(f"{reverse('admin:events_citationrequest_next')}?{query}")
        if "here" in request.POST:
            place = reverse("admin:events_citationrequest_resolve", args=[key])
        else:
            place = reverse("admin:events_citationrequest_worklist")
        return redirect(f"{place}?{wanted.query()}")

    def claim(self, request, key):
        """POST takes or renews the lease on a request, or lets go of it; JSON tells who has it."""
        may_propose(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = get_object_or_404(CitationRequest, pk=key)
        told = {}
        try:
            if "release" in request.POST:
                claims.release(found, by=request.user)
            else:
                told = {"until": claims.claim(found, by=request.user).until.isoformat()}
        except Refused as error:
            told = {"refused": str(error)}
        if "application/json" in request.headers.get("accept", ""):
            return JsonResponse(told)
        if "refused" in told:
            messages.error(request, told["refused"])
        wanted = Wanted.of(request.POST)
        place = reverse("admin:events_citationrequest_resolve", args=[key])
        return redirect(f"{place}?{wanted.query()}")

    def keep_filter(self, request):
        """POST keeps a filter under a name, for oneself or for all."""
        may_propose(request)
        wanted = Wanted.of(request.POST)
        if request.method == "POST":
            try:
                worklist.keep_filter(
                    request.POST.get("name", ""),
                    wanted,
                    by=request.user,
                    is_shared="shared" in request.POST,
                )
            except Refused as error:
                messages.error(request, str(error))
        return redirect(f"{reverse('admin:events_citationrequest_worklist')}?{wanted.query()}")

    def drop_filter(self, request, number):
        """POST forgets a filter of one's own."""
        may_propose(request)
        if request.method == "POST" and (key := key_in(str(number))) is not None:
            SavedFilter.objects.filter(pk=key, by=request.user).delete()
        return redirect("admin:events_citationrequest_worklist")


def _links(wanted, name, options):
    """[(an option, the address's part that chooses it)]."""
    return [(option, wanted.query(**{name: option.value})) for option in options]


def _chosen(wanted, facets):
    """[(what is chosen, the address's part without it)]."""
    found = [(f"“{wanted.q}”", wanted.query(q=""))] if wanted.q else []
    for name, options in facets.items():
        found += [(o.words, wanted.query(**{name: ""})) for o in options if o.is_chosen]
    return found


def _saved(by):
    """[(a filter, its address's part, whether it is one's own)]: one's own, and what others share."""
    own = SavedFilter.objects.filter(by=by) | SavedFilter.objects.filter(is_shared=True)
    return [(one, one.by_id == by.pk) for one in own.select_related("by")[:50]]
