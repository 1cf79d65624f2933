"""Bare statements, which have neither a citation nor an open request, and asking for one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.http import urlencode

from events.desk import asking, statements, suggesting
from events.desk.admin import leads
from events.desk.admin.filters import ByArticle, ByNeed, ByPeriod, keys_in
from events.desk.forms import AskForm
from events.models import ArticleStanding, Statement, StatementStanding
from events.pages.reading import when
from review import permissions
from review.deciding import trust
from review.desk import waits
from review.desk.admin import ReviewedAdmin
from review.desk.admin.lists import KeyedList
from review.desk.once import once
from review.exceptions import Refused
from review.ids import key_in

FILTERS = "_changelist_filters"  # Django's own name for the list that one came from.


class BareList(KeyedList):
    """Says of each statement why a citation may be due, what the editor proposed on it already, and
    how to come back here."""

    def get_results(self, request):
        super().get_results(request)
        own = asking.own_work([row.pk for row in self.result_list], by=request.user)
        read = suggesting.readings(self.result_list)
        for row in self.result_list:
            row.own = own.get(str(row.pk), [])
            row.reading = read[row.pk]
            row.query = urlencode({FILTERS: request.GET.urlencode()}) if request.GET else ""


def suggested(statement, reading):
    """What events/_due.html tells of a reading."""
    return {
        "reasons": [suggesting.told(reason, statement.text) for reason in reading.reasons],
        "exemptions": reading.exemptions,
        "is_due": reading.is_due,
    }


class BareStatements(ReviewedAdmin):
    """The list is a page of `StatementAdmin`, which holds its addresses."""

    list_display = ("words", "article", "dated", "why", "doing")
    list_display_links = None
    list_filter = (ByNeed, ByArticle, ByPeriod)
    list_select_related = ("event__article",)
    search_fields = ("text", "event__article__title")
    search_help_text = "Words of the statement or the article"
    list_title = "Bare statements: neither cited nor requested"
    change_list_template = "events/bare.html"
    show_facets = admin.ShowFacets.NEVER  # They would be counted over the whole archive.
    to_statement = ""

    def addresses(self):
        wrap = self.admin_site.admin_view
        return [
            path("bare/", wrap(self.changelist_view), name="events_statement_bare"),
            path("<uuid:key>/ask/", wrap(self.ask), name="events_statement_ask"),
        ]

    def has_add_permission(self, request, obj=None):
        """A new statement is bare at first, and yet not what one comes here for."""
        return False

    def get_changelist(self, request, **kwargs):
        return BareList

    def get_queryset(self, request):
        bare = StatementStanding.objects.bare()
        if ByNeed.is_chosen(request):
            bare = StatementStanding.objects.due()
        found = super().get_queryset(request).filter(pk__in=bare.values("statement"))
        return found.prefetch_related("datings")

    def changelist_view(self, request, extra_context=None):
        of = ArticleStanding.objects.all()
        if chosen := keys_in([request.GET.get("article", "")]):
            of = of.filter(pk__in=chosen)
        more = {"counts": of.total(), "is_of_one": bool(chosen)}
        return super().changelist_view(request, {**more, **(extra_context or {})})

    @admin.display(description="statement")
    def words(self, statement):
        address = reverse("admin:events_statement_change", args=[statement.pk])
        words = suggesting.lit(statement.text, statement.reading.due, 140)
        return format_html('<a href="{}">{}</a>', address, words)

    @admin.display(description="article")
    def article(self, statement):
        return statement.event.article.title

    @admin.display(description="date")
    def dated(self, statement):
        return when(list(statement.datings.all())) or "undated"

    @admin.display(description="why a citation may be due")
    def why(self, statement):
        return render_to_string("events/_due.html", suggested(statement, statement.reading))

    @admin.display(description="what you can do")
    def doing(self, statement):
        return render_to_string("events/_bare.html", {"statement": statement})

    @method_decorator(once)
    def ask(self, request, key):
        """GET shows the statement in its context; POST keeps or sends a request on it."""
        if not permissions.may(request.user, permissions.PROPOSE):
            raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])
        statement = get_object_or_404(Statement.objects.select_related("event__article"), pk=key)
        is_cited = statement.citations.exists()
        lead = leads.named(request, key)
        reading = suggesting.readings([statement])[key]
        why = reading.chief and suggesting.told(reading.chief, statement.text)
        initial = {"reason": why, **asking.of_lead(lead)}
        form = AskForm(request.POST or None, is_cited=is_cited, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                return self._asked(request, statement, form.cleaned_data)
            except Refused as error:
                messages.error(request, str(error))
        context = {
            **self.admin_site.each_context(request),
            "title": "Ask for a citation",
            "statement": statement,
            "lit": suggesting.lit(statement.text, reading.due),
            "suggested": suggested(statement, reading),
            "neighbours": Statement.objects.filter(event=statement.event_id).order_by("position"),
            "requests": statements.open_requests(key),
            "own": asking.own_work([key], by=request.user).get(str(key), []),
            "is_cited": is_cited,
            "reader_lead": lead,
            "form": form,
            "back": self._list(request),
        }
        return TemplateResponse(request, "events/ask.html", context)

    def _asked(self, request, statement, data):
        act = asking.ask(
            statement,
            by=request.user,
            kind=data["kind"],
            reason=data["reason"],
            words=data["only"],
            near=key_in(data["near"]),
        )
        leads.take(request, statement.pk, act)
        if "draft" in request.POST:
            messages.success(request, "Kept as a draft: send it when it is ready.")
            return redirect("review:mine")
        sent = trust.send([act], by=request.user, summary=data["summary"])
        address = reverse("review:changeset", args=[sent.pk])
        said = format_html('{} <a href="{}">See it</a>', waits.said_of_sending(sent), address)
        messages.success(request, said)
        return redirect(self._list(request))

    def _list(self, request):
        """The address of the list, filtered as it was."""
        query = request.GET.get(FILTERS, "")
        return reverse("admin:events_statement_bare") + (f"?{query}" if query else "")
