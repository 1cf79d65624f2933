"""Articles, events, statements and what hangs on them, in the desk."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path

from events.kinds import clip
from events.models import (
    Article,
    Citation,
    Dating,
    Event,
    Illustration,
    Section,
    Statement,
)
from events.services import resolving, statements
from review import permissions
from review.admin import ReviewedAdmin, ReviewedInline
from review.exceptions import Refused
from review.services import proposals


class SectionInline(ReviewedInline):
    model = Section


class IllustrationInline(ReviewedInline):
    model = Illustration


@admin.register(Article)
class ArticleAdmin(ReviewedAdmin):
    list_display = ("title",)
    search_fields = ("title",)
    inlines = [SectionInline, IllustrationInline]


class StatementInline(ReviewedInline):
    model = Statement


@admin.register(Event)
class EventAdmin(ReviewedAdmin):
    list_display = ("words", "article")
    list_select_related = ("article",)
    list_filter = ("article",)
    search_fields = ("heading", "statements__text")
    inlines = [StatementInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("statements")

    @admin.display(description="event")
    def words(self, event):
        first = next(iter(event.statements.all()), None)
        return event.heading or (clip(first.text, 100) if first else "without words")


class CitationInline(ReviewedInline):
    model = Citation


class DatingInline(ReviewedInline):
    model = Dating


@admin.register(Statement)
class StatementAdmin(ReviewedAdmin):
    list_display = ("words", "article")
    list_select_related = ("event__article",)
    list_filter = ("event__article",)
    search_fields = ("text",)
    inlines = [CitationInline, DatingInline]
    change_form_template = "events/statement_change_form.html"

    @admin.display(description="statement")
    def words(self, statement):
        return clip(statement.text, 140)

    @admin.display(description="article")
    def article(self, statement):
        return statement.event.article

    def removal(self, obj):
        return resolving.remove_statement(obj)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<uuid:key>/split/", wrap(self.split_view), name="events_statement_split"),
            path("<uuid:key>/merge/", wrap(self.merge_view), name="events_statement_merge"),
            *super().get_urls(),
        ]

    def split_view(self, request, key):
        """GET shows the words with a place to cut; POST keeps the split as a draft."""
        self._check(request)
        statement = get_object_or_404(Statement.objects.select_related("event__article"), pk=key)
        if request.method == "POST":
            first = request.POST.get("first", "").rstrip()
            try:
                if not statement.text.startswith(first):
                    raise Refused(
                        "The first part must be the statement's own words up to the cut: "
                        "reword it in an act of its own."
                    )
                statements.split(
                    statement, at=len(first), by=request.user, moved=request.POST.getlist("moved")
                )
            except Refused as error:
                messages.error(request, str(error))
            else:
                return self._kept(request, "The split")
        return TemplateResponse(
            request,
            "events/split.html",
            {
                **self.admin_site.each_context(request),
                "title": "Split a statement",
                "statement": statement,
                "citations": statement.citations.select_related("source"),
                "requests": statements.open_requests(key),
                "first": request.POST.get("first", statement.text),
            },
        )

    def merge_view(self, request, key):
        """GET asks; POST keeps the merge with the statement before as a draft."""
        self._check(request)
        statement = get_object_or_404(Statement.objects.select_related("event__article"), pk=key)
        if request.method == "POST":
            try:
                statements.merge(statement, by=request.user)
            except Refused as error:
                messages.error(request, str(error))
            else:
                return self._kept(request, "The merge")
        before = (
            Statement.objects.filter(event=statement.event_id, position__lt=statement.position)
            .order_by("-position")
            .first()
        )
        return TemplateResponse(
            request,
            "events/merge.html",
            {
                **self.admin_site.each_context(request),
                "title": "Merge with the statement before",
                "statement": statement,
                "before": before,
            },
        )

    def _check(self, request):
        if not permissions.may(request.user, permissions.PROPOSE):
            raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])

    def _kept(self, request, what):
        messages.success(request, f"{what} is kept as a draft: send it for review.")
        return redirect("review:mine")


@admin.register(Illustration)
class IllustrationAdmin(ReviewedAdmin):
    list_display = ("words", "article")
    list_select_related = ("article",)
    search_fields = ("caption",)

    @admin.display(description="illustration")
    def words(self, illustration):
        return clip(illustration.caption, 140)


@admin.register(Section)
class SectionAdmin(ReviewedAdmin):
    list_display = ("title", "article")
    list_select_related = ("article",)
    search_fields = ("title",)


@admin.register(Dating)
class DatingAdmin(ReviewedAdmin):
    """Among other things the list of readings that nobody has confirmed yet."""

    list_title = "Datings: readings to confirm, and confirmed ones"
    list_display = ("words", "edtf", "statement_words", "is_confirmed", "is_chosen")
    list_select_related = ("statement",)
    list_filter = ("is_confirmed", "is_chosen")
    search_fields = ("words", "edtf")
    actions = ["confirm"]

    @admin.action(description="Confirm these readings (kept as a draft)")
    def confirm(self, request, queryset):
        edits = [
            proposals.update(Dating, dating.pk, is_confirmed=True)
            for dating in queryset.filter(is_confirmed=False)
        ]
        if not edits:
            messages.info(request, "These readings are confirmed already.")
            return None
        title = f"Confirm {len(edits)} reading{'s' if len(edits) > 1 else ''} of dates"
        try:
            proposals.propose(edits, by=request.user, title=title)
        except Refused as error:
            messages.error(request, str(error))
            return None
        messages.success(request, f"{title}: kept as a draft, to be sent from here.")
        return redirect("review:mine")

    @admin.display(description="statement")
    def statement_words(self, dating):
        return clip(dating.statement.text, 100)


@admin.register(Citation)
class CitationAdmin(ReviewedAdmin):
    list_display = ("source", "locator", "direction", "statement_words")
    list_select_related = ("source", "statement")
    list_filter = ("direction",)
    search_fields = ("source__title", "quotation")

    @admin.display(description="statement")
    def statement_words(self, citation):
        return clip(citation.statement.text, 100)
