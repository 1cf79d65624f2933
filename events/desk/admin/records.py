"""Articles, events, statements and what hangs on them, in the desk."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from events.desk import resolving, statements, verifying
from events.desk.admin.article import Writing
from events.desk.admin.bare import BareStatements
from events.desk.admin.citing import CitingMany
from events.desk.admin.importing import Importing
from events.desk.admin.leads import FromLead
from events.desk.admin.mentions import Mentioning
from events.desk.dates import AsksForDates
from events.desk.forms import StatementForm, VerifyForm
from events.desk.pictures import FileFirst, IllustrationForm
from events.kinds import clip
from events.models import (
    Article,
    Citation,
    Dating,
    Event,
    Illustration,
    Section,
    SectionRequest,
    Statement,
)
from review import permissions
from review.desk.admin import ReviewedAdmin, ReviewedInline
from review.desk.once import once
from review.exceptions import Refused
from review.proposing import drafts
from review.weighing.diff import diff_html
from sources import csl, edtf


class SectionInline(ReviewedInline):
    model = Section


class IllustrationInline(FileFirst, ReviewedInline):
    model = Illustration
    form = IllustrationForm


@admin.register(Article)
class ArticleAdmin(Writing, Importing, CitingMany, Mentioning, ReviewedAdmin):
    list_display = ("title", "writing")
    search_fields = ("title",)
    inlines = [SectionInline, IllustrationInline]
    change_list_template = "events/article_change_list.html"
    change_form_template = "events/article_change_form.html"

    @admin.display(description="on one page")
    def writing(self, article):
        address = reverse("admin:events_article_desk", args=[article.pk])
        words = '<a href="{}" aria-label="Write {}">Write</a>'
        return format_html(words, address, article.title)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("import/", wrap(self.import_view), name="events_article_import"),
            *self.citing_addresses(),
            *self.mentioning_addresses(),
            *self.writing_urls(),
            *super().get_urls(),
        ]


class StatementInline(ReviewedInline):
    model = Statement
    form = StatementForm


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


class DatingInline(AsksForDates, ReviewedInline):
    model = Dating


@admin.register(Statement)
class StatementAdmin(FromLead, ReviewedAdmin):
    form = StatementForm
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
            *BareStatements(Statement, self.admin_site).addresses(),
            path("<uuid:key>/split/", wrap(self.split_view), name="events_statement_split"),
            path("<uuid:key>/merge/", wrap(self.merge_view), name="events_statement_merge"),
            *super().get_urls(),
        ]

    @method_decorator(once)
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

    @method_decorator(once)
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
class IllustrationAdmin(FileFirst, ReviewedAdmin):
    form = IllustrationForm
    list_display = ("words", "article", "picture")
    list_select_related = ("article",)
    search_fields = ("caption",)

    @admin.display(description="illustration")
    def words(self, illustration):
        return clip(illustration.caption, 140)

    @admin.display(description="picture", ordering="image")
    def picture(self, illustration):
        return "there" if illustration.image else "wished for"


@admin.register(Section)
class SectionAdmin(ReviewedAdmin):
    list_display = ("title", "article")
    list_select_related = ("article",)
    search_fields = ("title",)


class ByEnd(admin.SimpleListFilter):
    title, parameter_name = "state", "state"

    def lookups(self, request, model_admin):
        return [("ended", "ended"), ("all", "open and ended")]

    def choices(self, changelist):
        all_choices = super().choices(changelist)
        yield {**next(all_choices), "display": "open"}
        yield from all_choices

    def queryset(self, request, queryset):
        match self.value():
            case "ended":
                return queryset.exclude(ended="")
            case "all":
                return queryset
        return queryset.filter(ended="")


@admin.register(SectionRequest)
class SectionRequestAdmin(AsksForDates, ReviewedAdmin):
    """What maintenance boxes ask of sections; it ends by a sentence of how."""

    list_title = "Requests on sections, and on whole articles"
    list_display = ("__str__", "place", "article", "since", "reason")
    list_select_related = ("article", "section")
    list_filter = ("kind", ByEnd)
    search_fields = ("reason", "article__title", "section__title")

    @admin.display(description="section")
    def place(self, request):
        return request.section or "the whole article"

    @admin.display(description="tagged", ordering="tagged_on")
    def since(self, request):
        return edtf.display(request.tagged_on) if request.tagged_on else "undated"


@admin.register(Dating)
class DatingAdmin(AsksForDates, ReviewedAdmin):
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
            drafts.update(Dating, dating.pk, is_confirmed=True)
            for dating in queryset.filter(is_confirmed=False)
        ]
        if not edits:
            messages.info(request, "These readings are confirmed already.")
            return None
        title = f"Confirm {len(edits)} reading{'s' if len(edits) > 1 else ''} of dates"
        try:
            drafts.propose(edits, by=request.user, title=title)
        except Refused as error:
            messages.error(request, str(error))
            return None
        messages.success(request, f"{title}: kept as a draft, to be sent from here.")
        return redirect("review:mine")

    @admin.display(description="statement")
    def statement_words(self, dating):
        return clip(dating.statement.text, 100)


class ByCheck(admin.SimpleListFilter):
    title, parameter_name = "verification", "verification"

    def lookups(self, request, model_admin):
        return [
            ("stale", "stale: the words changed"),
            ("none", "nobody verified it yet"),
            ("holds", "verified as it reads"),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "stale":
                return queryset.filter(subject__citation_standing__people=0)
            case "none":
                return queryset.filter(subject__citation_standing=None)
            case "holds":
                return queryset.filter(subject__citation_standing__people__gt=0)
        return queryset


def _differences(citation, text, before, work):
    """[(what, diff)] from the words, the citation and the work that were verified to those of now."""
    told = work and csl.identity_told(work)
    pairs = [
        ("work", told or "", csl.identity_told(verifying.work_of(citation.source))),
        ("words", text, citation.statement.text),
        ("locator", _locator(before), _locator(citation)),
        ("quotation", before.quotation, citation.quotation),
        ("direction", before.get_direction_display(), citation.get_direction_display()),
    ]
    return [(what, diff_html(old, new, folded=True)) for what, old, new in pairs if old != new]


def _locator(citation):
    return csl.place(citation.label, citation.locator)


@admin.register(Citation)
class CitationAdmin(FromLead, ReviewedAdmin):
    """Citations, and the page on which a second person verifies one."""

    list_title = "Citations: verified, stale, and not verified yet"
    list_display = ("source", "locator", "direction", "statement_words", "checked")
    list_select_related = ("source", "statement", "subject__citation_standing")
    list_filter = (ByCheck, "direction")
    search_fields = ("source__title", "quotation")
    change_form_template = "events/citation_change_form.html"

    def statement_of(self, obj):
        return obj.statement_id

    @admin.display(description="verified by")
    def checked(self, citation):
        standing = getattr(citation.subject, "citation_standing", None)
        words = str(standing) if standing else "nobody yet"
        address = reverse("admin:events_citation_verify", args=[citation.pk])
        return format_html('{} <a href="{}">Verify</a>', words, address)

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<uuid:key>/verify/", wrap(self.verify), name="events_citation_verify"),
            *super().get_urls(),
        ]

    @method_decorator(once)
    def verify(self, request, key):
        """GET shows a citation beside the words it stands for; POST says that the source has it,
        or proposes a request because it has not."""
        if not permissions.may(request.user, permissions.PROPOSE):
            raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])
        citation = get_object_or_404(
            Citation.objects.select_related("statement__event__article", "source").prefetch_related(
                "source__contributors"
            ),
            pk=key,
        )
        form = VerifyForm(
            request.POST or None,
            initial={"seen": verifying.digest_now(citation)},
        )
        if request.method == "POST" and form.is_valid():
            try:
                return self._verified(request, citation, form.cleaned_data)
            except Refused as error:
                messages.error(request, str(error))
        return TemplateResponse(
            request,
            "events/verify.html",
            {
                **self.admin_site.each_context(request),
                "title": "Verify a citation",
                "citation": citation,
                "statement": citation.statement,
                "footnote": verifying.footnote_of(citation),
                "form": form,
                "now": verifying.digest_now(citation),
                "checks": [
                    (check, holds, was and _differences(citation, *was))
                    for check, holds, was in verifying.told(citation, citation.statement)
                ],
                "is_own": request.user.pk in verifying.makers_of(key),
                "following": verifying.next_to_verify(key),
            },
        )

    def _verified(self, request, citation, data):
        if data["found"] == "no":
            verifying.dispute(citation, by=request.user, reason=data["read"])
            messages.success(
                request,
                "A request “failed verification” is kept as a draft: send it for review.",
            )
            return redirect("review:mine")
        verifying.verify(citation, by=request.user, read=data["read"], seen=data["seen"])
        messages.success(request, "Verified. Readers see it beside the footnote.")
        return redirect("admin:events_citation_verify", citation.pk)

    @admin.display(description="statement")
    def statement_words(self, citation):
        return clip(citation.statement.text, 100)
