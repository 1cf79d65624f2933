"""The records of citation requests, and the addresses of the worklist and of resolving."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from events.desk.admin import leads
from events.desk.admin.campaigns import Campaigns
from events.desk.admin.filters import ByArticle, ByPeriod
from events.desk.admin.resolve import Resolving
from events.desk.admin.worklist import Worklist
from events.desk.dates import AsksForDates
from events.kinds import clip
from events.models import CitationRequest, Lead
from review.desk.admin import ReviewedAdmin
from sources import edtf


class ByMonth(admin.SimpleListFilter):
    title, parameter_name = "month tagged", "tagged"

    def lookups(self, request, model_admin):
        months = CitationRequest.objects.filter(resolution="").exclude(tagged_on="")
        months = months.order_by("tagged_on").values_list("tagged_on", flat=True).distinct()[:120]
        return [("undated", "undated"), *((m, edtf.display(m)) for m in months)]

    def queryset(self, request, queryset):
        match self.value():
            case None:
                return queryset
            case "undated":
                return queryset.filter(tagged_on="")
        return queryset.filter(tagged_on=self.value())


class ByClaim(admin.SimpleListFilter):
    title, parameter_name = "claimed", "claimed"

    def lookups(self, request, model_admin):
        return [("free", "free"), ("claimed", "claimed"), ("mine", "by me")]

    def queryset(self, request, queryset):
        now = timezone.now()
        match self.value():
            case "free":
                return queryset.exclude(subject__claim__until__gt=now)
            case "claimed":
                return queryset.filter(subject__claim__until__gt=now)
            case "mine":
                return queryset.filter(
                    subject__claim__until__gt=now, subject__claim__by=request.user
                )
        return queryset


@admin.register(CitationRequest)
class CitationRequestAdmin(Worklist, Campaigns, Resolving, AsksForDates, ReviewedAdmin):
    """Open requests, by import and, within one, in the order of the page."""

    list_display = ("what", "statement_words", "article", "since", "claimed")
    list_filter = ("kind", ByArticle, ByMonth, ByPeriod, ByClaim)
    list_select_related = ("about__statement__event__article", "subject__claim__by")
    search_fields = ("about__statement__text", "reason", "about__statement__event__article__title")
    search_help_text = "Words of the statement, the reason or the article"
    ordering = ("subject",)
    list_display_links = None
    list_title = "Open citation requests"
    to_statement = "about__statement__"

    def get_queryset(self, request):
        found = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name.endswith("_changelist"):
            return found.filter(resolution="", about__statement__isnull=False)
        return found

    @admin.display(description="request", ordering="kind")
    def what(self, request):
        address = reverse("admin:events_citationrequest_resolve", args=[request.pk])
        return format_html('<a href="{}">{}</a>', address, request.get_kind_display())

    @admin.display(description="statement")
    def statement_words(self, request):
        return clip(request.about.statement.text, 140)

    @admin.display(description="article")
    def article(self, request):
        return request.about.statement.event.article.title

    @admin.display(description="tagged", ordering="tagged_on")
    def since(self, request):
        return edtf.display(request.tagged_on) if request.tagged_on else "undated"

    @admin.display(description="claimed by")
    def claimed(self, request):
        claim = getattr(request.subject, "claim", None)
        return claim.by if claim and claim.until > timezone.now() else "—"

    def get_urls(self):
        return [
            *leads.Leads(Lead, self.admin_site).addresses(),
            *self.worklist_addresses(),
            *self.campaign_addresses(),
            *self.resolve_addresses(),
            *super().get_urls(),
        ]
