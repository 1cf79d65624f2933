"""Leads of readers at the desk: their list, the page of each, and forms that are opened from one."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from events.desk import leads
from events.desk.admin.filters import ByArticle
from events.desk.forms import LeadForm
from events.kinds import clip
from events.models import CitationRequest, Lead, Statement
from events.pages.fates import fate_of
from review import permissions
from review.desk.admin.lists import BoundedLists, KeyedList
from review.desk.admin.reviewed import ProposersOnly
from review.desk.once import once
from review.exceptions import Refused
from review.ids import key_in
from review.models import Act
from review.weighing.diff import diff_html

FOUND_WITH = (
    "about__statement__event__article",
    "about__merged_into__statement__event__article",
    "act__changeset",
    "by",
)
# By what an address names the lead that a form is opened from.
NAMED = "lead"


def named(request, about=None):
    """The open lead that the address names, of this statement if one is given; or None."""
    number = key_in(request.GET.get(NAMED, ""))
    if number is None:
        return None
    found = Lead.objects.filter(pk=number, fate=Lead.Fate.OPEN)
    if about is not None:
        found = found.filter(Q(about=about) | Q(about__merged_into=about))
    return found.first()


def take(request, statement, act):
    """Note what came of the lead that the form of an act was opened from, if it is of this
    statement."""
    lead = named(request, statement)
    if lead is None or act is None:
        return
    if not leads.take(lead, by=request.user, act=act):
        messages.info(request, "Somebody closed the reader’s lead meanwhile. Your work is kept.")


class FromLead:
    """A stock form that can be opened from a lead: it shows what the reader said, and what is saved
    came of it. `statement_of` gives the key of the statement that the saved object is about."""

    def statement_of(self, obj):
        return obj.pk

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        extra_context = {"reader_lead": named(request), **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        take(request, self.statement_of(form.instance), request._draft)


class ByFate(admin.SimpleListFilter):
    title, parameter_name = "what became of it", "fate"

    def lookups(self, request, model_admin):
        return [
            ("taken", "taken up"),
            ("nothing", "taken up, and nothing came of it"),
            ("closed", "declined, or said before"),
            ("all", "all"),
        ]

    def choices(self, changelist):
        choices = super().choices(changelist)
        yield {**next(choices), "display": "open"}
        yield from choices

    def queryset(self, request, queryset):
        match self.value():
            case "taken":
                return queryset.filter(fate="taken")
            case "nothing":
                ended = (Act.State.REJECTED, Act.State.WITHDRAWN)
                return queryset.filter(fate="taken", act__state__in=ended)
            case "closed":
                return queryset.filter(fate__in=("declined", "duplicate"))
            case "all":
                return queryset
        return queryset.filter(fate="open")


class LeadList(KeyedList):
    """Knows of each lead the open request by which its statement is cited."""

    def get_results(self, request):
        super().get_results(request)
        open_ones = CitationRequest.objects.filter(
            about__in={lead.now.pk for lead in self.result_list}, resolution=""
        )
        asked = {}
        for one in open_ones.order_by("-pk"):
            asked[one.about_id] = one
        for lead in self.result_list:
            lead.asked = asked.get(lead.now.pk)


class Leads(BoundedLists, ProposersOnly, admin.ModelAdmin):
    """The list is a page of `CitationRequestAdmin`, which holds its addresses."""

    actions = None
    list_display = ("said", "words", "page", "sent", "doing")
    list_display_links = None
    list_filter = (ByFate, "what", ByArticle)
    list_select_related = FOUND_WITH
    list_per_page = 50
    search_fields = ("text", "quote")
    search_help_text = "Words of the lead, or of the statement as it was"
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    ordering = ("pk",)
    change_list_template = "events/leads.html"
    to_statement = "about__statement__"

    def addresses(self):
        wrap = self.admin_site.admin_view
        return [
            path("leads/", wrap(self.changelist_view), name="events_citationrequest_leads"),
            path("leads/<int:number>/", wrap(self.lead), name="events_citationrequest_lead"),
        ]

    def has_add_permission(self, request, obj=None):
        """Readers send them."""
        return False

    def get_changelist(self, request, **kwargs):
        return LeadList

    def changelist_view(self, request, extra_context=None):
        title = {"title": "Leads: what readers say of statements"}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    @admin.display(description="a reader says")
    def said(self, lead):
        address = reverse("admin:events_citationrequest_lead", args=[lead.pk])
        row = '<span class="act-type">{}</span> <a href="{}">{}</a>'
        return format_html(row, lead.get_what_display(), address, clip(lead.text, 160))

    @admin.display(description="of the words")
    def words(self, lead):
        return format_html("{} {}", clip(lead.quote, 140), _since(lead))

    @admin.display(description="article")
    def page(self, lead):
        return lead.statement.event.article.title if lead.statement else "—"

    @admin.display(description="sent")
    def sent(self, lead):
        return f"{lead.at:%-d %B %Y}"

    @admin.display(description="what you can do")
    def doing(self, lead):
        return render_to_string("events/_lead_doing.html", {"lead": lead})

    @method_decorator(once)
    def lead(self, request, number):
        """GET shows one lead beside its statement; POST closes it, or opens it again."""
        if not permissions.may(request.user, permissions.PROPOSE):
            raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])
        lead = get_object_or_404(Lead.objects.select_related(*FOUND_WITH), pk=number)
        form = LeadForm(request.POST if "close" in request.POST else None)
        if request.method == "POST":
            try:
                if answer := self._done(request, lead, form):
                    return answer
            except Refused as error:
                messages.error(request, str(error))
        return TemplateResponse(
            request, "events/lead_at_desk.html", self._told(request, lead, form)
        )

    def _done(self, request, lead, form):
        if "reopen" in request.POST:
            leads.reopen(lead, by=request.user)
            messages.success(request, "The lead is open again.")
            return redirect("admin:events_citationrequest_lead", lead.pk)
        if not form.is_valid():
            return None
        reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
        if reason == Lead.Fate.DUPLICATE:
            leads.duplicate(lead, by=request.user, note=note)
        else:
            leads.decline(lead, by=request.user, reason=reason, note=note)
        messages.success(request, "Closed. The reader’s private link says so.")
        return redirect("admin:events_citationrequest_leads")

    def _told(self, request, lead, form):
        statement = lead.statement
        event = statement and statement.event_id
        neighbours = Statement.objects.filter(event=event).order_by("position") if event else ()
        asked = CitationRequest.objects.filter(about=lead.now.pk, resolution="").order_by("pk")
        lead.asked = asked.first()
        others = Lead.objects.filter(about=lead.about_id).exclude(pk=lead.pk).order_by("-pk")
        is_reworded = statement is not None and statement.text != lead.quote
        return {
            **self.admin_site.each_context(request),
            "title": "A reader’s lead",
            "lead": lead,
            "statement": statement,
            "neighbours": neighbours,
            "differs": diff_html(lead.quote, statement.text) if is_reworded else "",
            "others": others[:20],
            "fate": fate_of(lead).sentence,
            "form": form,
        }


def _since(lead):
    """What became of the words that a lead is about, where they are not the same any more."""
    if lead.statement is None:
        return format_html('<span class="because">{}</span>', "removed since")
    if lead.statement.text != lead.quote:
        return format_html('<span class="because">{}</span>', "reworded since")
    return ""
