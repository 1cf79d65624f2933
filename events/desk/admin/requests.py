"""The records of citation requests, and the addresses of the worklist and of resolving."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html

from events.desk.admin import leads
from events.desk.admin.campaigns import Campaigns
from events.desk.admin.filters import ByArticle
from events.desk.admin.resolve import Resolving
from events.desk.admin.worklist import Worklist, may_propose
from events.desk.dates import AsksForDates
from events.desk.worklist import Wanted
from events.kinds import clip
from events.models import CitationRequest, Lead
from review import permissions
from review.desk.admin import ReviewedAdmin
from sources import edtf


@admin.register(CitationRequest)
class CitationRequestAdmin(Worklist, Campaigns, Resolving, AsksForDates, ReviewedAdmin):
    """All that were ever live, for operators: everybody else has the worklist."""

    list_display = ("what", "statement_words", "article", "since")
    list_filter = ("kind", "resolution", ByArticle)
    list_select_related = ("about__statement__event__article",)
    search_fields = ("about__statement__text", "reason", "about__statement__event__article__title")
    search_help_text = "Words of the statement, the reason or the article"
    ordering = ("subject",)
    list_display_links = None
    to_statement = "about__statement__"

    def changelist_view(self, request, extra_context=None):
        if permissions.may(request.user, permissions.OPERATE):
            return super().changelist_view(request, extra_context)
        may_propose(request)
        query = Wanted.of(request.GET).query()
        worklist = reverse("admin:events_citationrequest_worklist")
        return redirect(f"{worklist}?{query}" if query else worklist)

    @admin.display(description="request", ordering="kind")
    def what(self, request):
        address = reverse("admin:events_citationrequest_resolve", args=[request.pk])
        return format_html('<a href="{}">{}</a>', address, request.get_kind_display())

    @admin.display(description="statement")
    def statement_words(self, request):
        statement = getattr(request.about, "statement", None)
        return clip(statement.text, 140) if statement else "gone"

    @admin.display(description="article")
    def article(self, request):
        statement = getattr(request.about, "statement", None)
        return statement.event.article.title if statement else ""

    @admin.display(description="tagged", ordering="tagged_on")
    def since(self, request):
        return edtf.display(request.tagged_on) if request.tagged_on else "undated"

    def get_urls(self):
        return [
            *leads.Leads(Lead, self.admin_site).addresses(),
            *self.worklist_addresses(),
            *self.campaign_addresses(),
            *self.resolve_addresses(),
            *super().get_urls(),
        ]
