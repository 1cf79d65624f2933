"""The worklist, and the page on which one request is resolved."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from events.desk import asking, claims, resolving
from events.desk.admin.filters import ByArticle, ByPeriod, keys_in
from events.desk.admin.worklist import Worklist
from events.desk.dates import AsksForDates
from events.desk.forms import ResolveForm, place_of
from events.kinds import clip
from events.models import CitationRequest, Statement
from events.pages import catalogue
from review import bounds, permissions
from review.deciding import trust
from review.desk import waits
from review.desk.admin import ReviewedAdmin
from review.desk.admin.overlay import overlay_of
from review.desk.once import once
from review.exceptions import Refused, SentAlready
from review.ids import key_in
from review.models import Act, OpenChange, Slug
from review.proposing import drafts
from sources import edtf, identifiers
from sources.desk import pasting
from sources.formatting import citeproc, notes, renderings
from sources.models import Contributor, Source
from sources.reading import Unreadable


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
class CitationRequestAdmin(Worklist, AsksForDates, ReviewedAdmin):
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
        wrap = self.admin_site.admin_view
        return [
            *self.worklist_addresses(),
            path("sources/", wrap(self.find_sources), name="events_citationrequest_sources"),
            path("<uuid:key>/resolve/", wrap(self.resolve), name="events_citationrequest_resolve"),
            path("<uuid:key>/attempt/", wrap(self.attempt), name="events_citationrequest_attempt"),
            *super().get_urls(),
        ]

    def _check(self, request):
        if not permissions.may(request.user, permissions.PROPOSE):
            raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])

    # One request, one decision.

    @method_decorator(once)
    def resolve(self, request, key):
        """GET shows the request in its context; POST previews, keeps or sends an answer."""
        self._check(request)
        found = get_object_or_404(
            CitationRequest.objects.select_related("about__statement__event__article", "subject"),
            pk=key,
        )
        statement = getattr(found.about, "statement", None)
        own = {str(s.pk): s for s in overlay_of(request).created(Source)}
        form = ResolveForm(
            request.POST or None,
            own=own,
            initial={
                "text": statement.text if statement else "",
                "paste": found.printed,
                **place_of(found.pages),
            },
        )
        footnote = pasted = None
        if "read" in request.POST:
            form, pasted = self._read(request, form, own)
        elif request.method == "POST" and form.is_valid():
            if "preview" in request.POST:
                footnote = self._footnote(request, form, own)
            else:
                answer = self._resolved(request, found, form)
                if answer is not None:
                    return answer
        context = {
            **self.admin_site.each_context(request),
            "title": f"Resolve: {found}",
            "request_item": found,
            "tagged": edtf.display(found.tagged_on),
            "statement": statement,
            "form": form,
            "footnote": footnote,
            "pasted": pasted,
            "matches": self._looked_for(request, form, pasted),
            **self._surroundings(request, found, statement),
        }
        return TemplateResponse(request, "events/resolve.html", context)

    def _read(self, request, form, own):
        """(the form with what was pasted in its fields, what was read of it or None)."""
        typed = {name: request.POST[name] for name in form.fields if name in request.POST}
        try:
            number = key_in(request.POST["read"]) or 1
            found = pasting.pasted(typed.get("paste", ""), form.fields, number)
        except Unreadable as error:
            form = ResolveForm(own=own, initial=typed)
            messages.error(request, str(error))
            return form, None
        place = {name: typed.pop(name, "") for name in ("locator", "label")}
        # What is typed already of the place stands: it is what the request asks for. What was read
        # with another work of the same text goes with that.
        is_typed = place["locator"] and place["locator"] != request.POST.get("place_read", "")
        kept = place if is_typed else {}
        return ResolveForm(own=own, initial={**typed, **found.values, **kept}), found

    def _looked_for(self, request, form, pasted):
        """[(key, words)] of sources to choose from: those that look like what was pasted, or that
        have the words which were looked for."""
        if pasted:
            alike = pasting.alike(pasted.values)
            told = _told(source for source, _ in alike)
            return [(k, f"{w} ({why})") for (k, w), (_, why) in zip(told, alike, strict=True)]
        return self._matches(request, form.data.get("find", "")) if "find" in form.errors else []

    def _surroundings(self, request, found, statement):
        if statement is None:
            return {}
        neighbours = list(Statement.objects.filter(event=statement.event_id).order_by("position"))
        others = CitationRequest.objects.filter(about=found.about_id, resolution="").exclude(
            pk=found.pk
        )
        following = (
            CitationRequest.objects.filter(
                resolution="", pk__gt=found.pk, about__statement__isnull=False
            )
            .order_by("pk")
            .values_list("pk", flat=True)
            .first()
        )
        answers = OpenChange.objects.filter(subject=found.pk).select_related(
            "change__act__changeset__author"
        )
        own = [held.change for held in answers if held.author_id == request.user.pk]
        claim = getattr(found.subject, "claim", None)
        slug = Slug.objects.filter(subject=statement.event.article_id, is_current=True).first()
        return {
            "neighbours": neighbours,
            "others": others,
            "following": following,
            "answers": [
                open.change.act
                for open in answers
                if open.author_id != request.user.pk and open.change.act.state != Act.State.DRAFT
            ],
            "own_answer": own[0] if own else None,
            "claim": claim if claim and claim.until > timezone.now() else None,
            "attempts": found.subject.attempts.select_related("by"),
            "slug": slug and slug.slug,
            "anchor": found.about.anchor,
        }

    def _resolved(self, request, found, form):
        """Keep the answer as a draft, and send it if that was asked; None shows the form again."""
        data = form.cleaned_data
        also = CitationRequest.objects.filter(
            about=found.about_id, resolution="", pk__in=keys_in(request.POST.getlist("also"))
        )
        try:
            match data["way"]:
                case "cite":
                    edits = self._cite(found, form, also)
                    title = f"Cite a source for “{clip(found.about.statement.text)}”"
                case "reword":
                    edits = resolving.reword(found, text=data["text"], also=also)
                    edits += asking.marked(
                        found.about_id, form.marks, by=request.user, settled=[found, *also]
                    )
                    title = f"Reword “{clip(found.about.statement.text)}”"
                case "remove":
                    edits = resolving.remove(found)
                    title = f"Remove “{clip(found.about.statement.text)}”"
                case _:
                    edits = resolving.decline(
                        found, reason=data["declined_for"], note=data["resolution_note"]
                    )
                    title = f"Decline “{found}” on “{clip(found.about.statement.text)}”"
            act = drafts.propose(edits, by=request.user, type=Act.Type.RESOLVE, title=title)
            if "draft" in request.POST:
                messages.success(request, "Kept as a draft: send it when it is ready.")
                return redirect("review:mine")
            sent = trust.send([act], by=request.user, summary=data["summary"])
        except SentAlready as error:
            address = reverse("review:changeset", args=[error.act.changeset_id])
            messages.info(request, format_html('{} <a href="{}">See it</a>', error, address))
            return redirect("admin:events_citationrequest_resolve", found.pk)
        except Refused as error:
            messages.error(request, str(error))
            return None
        address = reverse("review:changeset", args=[sent.pk])
        messages.success(
            request,
            format_html('{} <a href="{}">See it</a>', waits.said_of_sending(sent), address),
        )
        following = self._surroundings(request, found, found.about.statement)["following"]
        if following:
            return redirect("admin:events_citationrequest_resolve", following)
        return redirect("admin:events_citationrequest_worklist")

    def _cite(self, found, form, also):
        if form.cleaned_data["source"]:
            return resolving.cite(
                found, source=form.cleaned_data["source"], also=also, **form.citation()
            )
        source, people = form.source()
        return resolving.cite(
            found, new_source=source, contributors=people, also=also, **form.citation()
        )

    def _footnote(self, request, form, own):
        """The footnote as readers will see it: rendered now, nothing kept."""
        if form.cleaned_data["way"] != "cite":
            return None
        key = form.cleaned_data["source"]
        if key:
            source = own.get(str(key)) or Source.objects.get(pk=key)
            people = overlay_of(request).children(Contributor, "source", key)
        else:
            source, people = form.source()
        fields = form.citation()
        item = renderings.item_of(source, people)
        try:
            html = notes.render([notes.Cite(item, fields["label"], fields["locator"])])[0]
        except citeproc.Unrenderable as error:
            messages.error(request, str(error))
            return None
        return {
            "html": html,
            "quotation": fields["quotation"],
            "contradicts": fields["direction"] == "contradicts",
        }

    @method_decorator(once)
    def attempt(self, request, key):
        """POST remembers that nothing was found somewhere."""
        return self._desk_act(
            request,
            key,
            lambda found: claims.attempt(
                found,
                by=request.user,
                where=request.POST.get("where", ""),
                note=request.POST.get("note", ""),
            ),
        )

    def _desk_act(self, request, key, act):
        self._check(request)
        if request.method != "POST":
            raise PermissionDenied("This address takes a form.")
        found = get_object_or_404(CitationRequest, pk=key)
        try:
            act(found)
        except Refused as error:
            messages.error(request, str(error))
        return redirect("admin:events_citationrequest_resolve", key)

    def find_sources(self, request):
        """JSON: the sources that match `q`."""
        self._check(request)
        text = request.GET.get("q", "")
        try:
            with bounds.in_time():
                matches, said = self._matches(request, text), bounds.bounded(text)[1]
        except bounds.TooLong as error:
            matches, said = [], str(error)
        found = [{"id": key, "words": words} for key, words in matches]
        return JsonResponse({"sources": found, **({"said": said} if said else {})})

    def _matches(self, request, text):
        """[(key, words)] of live and of the editor's own proposed sources, by words in any script or
        by an identifier in any spelling."""
        words, _ = bounds.bounded(text)
        if not words:
            return []
        text = text[: bounds.LETTERS]
        listed, _ = catalogue.searched(text)
        same = identifiers.matching(text) | Q(pk__in=listed.values("source"))
        found = Source.objects.filter(same)
        rows = list(found.prefetch_related("contributors")[:8])
        meant = identifiers.readings(text).items()
        own = [
            source
            for source in overlay_of(request).created(Source)
            if all(word.casefold() in source.title.casefold() for word in words)
            or any(getattr(source, name) == value for name, value in meant)
        ]
        return _told(rows + own[:4])


def _told(sources):
    """[(key, entry in words)] of sources, with their contributors if they are live."""
    sources = list(sources)
    people = {s.pk: list(s.contributors.all()) if not s._state.adding else [] for s in sources}
    items = {str(s.pk): renderings.item_of(s, people[s.pk]) for s in sources}
    held = renderings.html_for(items.values())
    return [
        (key, renderings.words_of(renderings.entry_in(held, item))) for key, item in items.items()
    ]
