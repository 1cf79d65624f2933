"""The page on which one request is resolved, and what it asks for while one types."""

from django.contrib import messages
from django.http import HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from events.desk import asking, autosave, claims, finding, helping, resolving, worklist
from events.desk.admin import leads
from events.desk.admin.filters import keys_in
from events.desk.admin.worklist import may_propose
from events.desk.forms import ResolveForm, place_of
from events.desk.worklist import Wanted
from events.kinds import clip
from events.models import CitationRequest, Pick, Statement, Typed
from review import bounds
from review.deciding import trust
from review.desk import asked, waits
from review.desk.admin.overlay import overlay_of
from review.desk.once import once
from review.exceptions import Refused, SentAlready
from review.ids import key_in
from review.models import Act, OpenChange, Slug
from review.proposing import drafts
from sources import edtf
from sources.desk import pasting
from sources.formatting import citeproc, notes, renderings
from sources.models import Contributor, Source
from sources.reading import Unreadable

# What of the form is not kept while one types: what was found or chosen, not written.
NOT_TYPED = {"find"}


class Resolving:
    """Views of an admin of requests; it wants `admin_site`."""

    def resolve_addresses(self):
        name, wrap = "events_citationrequest", self.admin_site.admin_view
        return [
            path("sources/", wrap(self.find_sources), name=f"{name}_sources"),
            path("<uuid:key>/resolve/", wrap(self.resolve), name=f"{name}_resolve"),
            path("<uuid:key>/preview/", wrap(self.preview), name=f"{name}_preview"),
            path("<uuid:key>/typed/", wrap(self.typed), name=f"{name}_typed"),
            path("<uuid:key>/attempt/", wrap(self.attempt), name=f"{name}_attempt"),
        ]

    @method_decorator(once)
    def resolve(self, request, key):
        """GET shows the request in its context; POST previews, keeps or sends an answer."""
        may_propose(request)
        found = _found(key)
        statement = getattr(found.about, "statement", None)
        own = {str(s.pk): s for s in overlay_of(request).created(Source)}
        lead = leads.named(request, found.about_id)
        form, typed_at, pasted = self._form(request, found, statement, own, lead)
        footnote = None
        if "read" in request.POST:
            form, pasted = self._read(request, form, own)
        elif request.method == "POST" and form.is_valid():
            if "preview" in request.POST:
                footnote = self._previewed(request, form, own)
            else:
                answer = self._resolved(request, found, form)
                if answer is not None:
                    return answer
        wanted = Wanted.of(request.GET)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Resolve: {found}",
            "request_item": found,
            "tagged": edtf.display(found.tagged_on),
            "statement": statement,
            "reader_lead": lead,
            "form": form,
            "typed_at": typed_at,
            "footnote": footnote,
            "pasted": pasted,
            "matches": self._looked_for(request, form, pasted),
            "wanted": wanted,
            "query": wanted.query(),
            **_surroundings(request, found, statement),
        }
        return TemplateResponse(request, "events/resolve.html", context)

    def _form(self, request, found, statement, own, lead):
        """(the form as it came, or with what was typed before in it, when that was, what was read of
        the printed line where nothing was typed)."""
        if request.method == "POST":
            return ResolveForm(request.POST, own=own, initial=_words_of(statement)), None, None
        held = None if lead else autosave.kept(found.pk, by=request.user).get(Typed.Form.ANSWER)
        printed = None if lead or held else _printed(found)
        initial = {
            **_words_of(statement),
            "paste": lead.text if lead else found.printed,
            **(printed.values if printed else {}),
            **place_of(found.pages),
            **(held.values if held else {}),
        }
        return ResolveForm(own=own, initial=initial), held and held.at, printed

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
        if "read" in request.POST and pasted:
            alike = pasting.alike(pasted.values)
            entries = finding.told(source for source, _ in alike)
            return [(k, f"{w} ({why})") for (k, w), (_, why) in zip(entries, alike, strict=True)]
        wanted = "find" in form.errors
        return finding.matches(form.data.get("find", ""), overlay_of(request)) if wanted else []

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
                    dates = {name: data[name] for name in ("as_of", "look_again_on")}
                    edits = resolving.reword(found, text=data["text"], also=also, **dates)
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
            leads.take(request, found.about_id, act)
            if "draft" in request.POST:
                autosave.forget(found.pk, by=request.user)
                messages.success(request, "Kept as a draft: send it when it is ready.")
                return redirect("review:mine")
            if page := asked.before(request, [act], data["summary"]):
                return page
            sent = trust.send([act], by=request.user, summary=data["summary"])
        except SentAlready as error:
            address = reverse("review:changeset", args=[error.act.changeset_id])
            messages.info(request, format_html('{} <a href="{}">See it</a>', error, address))
            return redirect("admin:events_citationrequest_resolve", found.pk)
        except Refused as error:
            messages.error(request, str(error))
            return None
        autosave.forget(found.pk, by=request.user)
        claims.release(found, by=request.user)
        address = reverse("review:changeset", args=[sent.pk])
        messages.success(
            request,
            format_html('{} <a href="{}">See it</a>', waits.said_of_sending(sent), address),
        )
        return self.led_on(request, found)

    def led_on(self, request, found):
        """The next request within the filter that this one was come upon by, claimed; or the list."""
        wanted = Wanted.of(request.GET)
        query = f"?{wanted.query()}" if wanted.query() else ""
        key = worklist.take_next(wanted, request.user, str(found.pk))
        if key is None:
            return redirect(reverse("admin:events_citationrequest_worklist") + query)
        return redirect(reverse("admin:events_citationrequest_resolve", args=[key]) + query)

    def _cite(self, found, form, also):
        if form.cleaned_data["source"]:
            return resolving.cite(
                found, source=form.cleaned_data["source"], also=also, **form.citation()
            )
        source, people = form.source()
        return resolving.cite(
            found, new_source=source, contributors=people, also=also, **form.citation()
        )

    def preview(self, request, key):
        """POST: HTML of the sentence and of the note as readers will see them, while one types; what
        is still wanted, in a sentence, instead. Nothing is kept."""
        may_propose(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = _found(key)
        own = {str(s.pk): s for s in overlay_of(request).created(Source)}
        statement = getattr(found.about, "statement", None)
        form = ResolveForm(request.POST, own=own, initial=_words_of(statement))
        form.is_valid()
        faults = [(name, said[0]) for name, said in form.errors.items() if name != "summary"]
        footnote = refused = None
        if faults:
            name, said = faults[0]
            label = form.fields[name].label if name in form.fields else ""
            refused = f"{label}: {said}" if label else said
        else:
            try:
                footnote = self._footnote(request, form, own)
            except citeproc.Unrenderable as error:
                refused = str(error)
        context = {
            "footnote": footnote,
            "refused": refused,
            "statement": statement,
            "words": form.cleaned_data.get("text") if form["way"].value() == "reword" else "",
        }
        html = render_to_string("events/_preview.html", context, request)
        return JsonResponse({"html": html})

    def _previewed(self, request, form, own):
        try:
            return self._footnote(request, form, own)
        except citeproc.Unrenderable as error:
            messages.error(request, str(error))
            return None

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
        html = notes.render([notes.Cite(item, fields["label"], fields["locator"])])[0]
        return {
            "html": html,
            "quotation": fields["quotation"],
            "contradicts": fields["direction"] == "contradicts",
        }

    def typed(self, request, key):
        """POST keeps what is typed so far, for another device or a later hour; `drop` forgets it."""
        may_propose(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = get_object_or_404(CitationRequest, pk=key)
        if "drop" in request.POST:
            autosave.forget(found.pk, by=request.user)
            place = reverse("admin:events_citationrequest_resolve", args=[key])
            return redirect(f"{place}?{Wanted.of(request.GET).query()}")
        names = set(ResolveForm.base_fields) - NOT_TYPED
        values = {name: request.POST[name] for name in sorted(names) if name in request.POST}
        try:
            made = autosave.keep(found.pk, values, by=request.user)
        except Refused as error:
            return JsonResponse({"refused": str(error)}, status=409)
        return JsonResponse({"at": made and made.at.isoformat()})

    @method_decorator(once)
    def attempt(self, request, key):
        """POST remembers that nothing was found somewhere; `on` leads to the next request."""
        may_propose(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        found = get_object_or_404(CitationRequest, pk=key)
        try:
            claims.attempt(
                found,
                by=request.user,
                where=request.POST.get("where", ""),
                note=request.POST.get("note", ""),
            )
        except Refused as error:
            messages.error(request, str(error))
        else:
            if "on" in request.POST:
                claims.release(found, by=request.user)
                return self.led_on(request, found)
        place = reverse("admin:events_citationrequest_resolve", args=[key])
        return redirect(f"{place}?{Wanted.of(request.GET).query()}")

    def find_sources(self, request):
        """JSON: the sources that match `q`."""
        may_propose(request)
        text = request.GET.get("q", "")
        try:
            with bounds.in_time():
                rows = finding.matches(text, overlay_of(request))
                said = bounds.bounded(text)[1]
        except bounds.TooLong as error:
            rows, said = [], str(error)
        found = [{"id": key, "words": words} for key, words in rows]
        return JsonResponse({"sources": found, **({"said": said} if said else {})})


def _found(key):
    return get_object_or_404(
        CitationRequest.objects.select_related("about__statement__event__article", "subject"),
        pk=key,
    )


def _printed(found):
    """What is read of the line that the imported text prints, or None."""
    try:
        return pasting.pasted(found.printed, ResolveForm.base_fields) if found.printed else None
    except Unreadable:
        return None


def _words_of(statement):
    """What the form begins with of the statement."""
    names = ("text", "as_of", "look_again_on")
    return {name: getattr(statement, name) if statement else "" for name in names}


def _surroundings(request, found, statement):
    """What stands around a request: neighbours, other answers, who searched where, what may help."""
    if statement is None:
        return {}
    neighbours = list(Statement.objects.filter(event=statement.event_id).order_by("position"))
    others = CitationRequest.objects.filter(about=found.about_id, resolution="").exclude(
        pk=found.pk
    )
    answers = OpenChange.objects.filter(subject=found.pk).select_related(
        "change__act__changeset__author"
    )
    own = [held.change for held in answers if held.author_id == request.user.pk]
    claim = getattr(found.subject, "claim", None)
    slug = Slug.objects.filter(subject=statement.event.article_id, is_current=True).first()
    suggested = helping.works_for(found, statement)
    entries = dict(finding.told(suggestion.source for suggestion in suggested))
    return {
        "neighbours": neighbours,
        "others": others,
        "answers": [
            open.change.act
            for open in answers
            if open.author_id != request.user.pk and open.change.act.state != Act.State.DRAFT
        ],
        "own_answer": own[0] if own else None,
        "claim": claim if claim and claim.until > timezone.now() else None,
        "attempts": found.subject.attempts.select_related("by"),
        "pick": Pick.objects.filter(by=request.user, request=found.pk).first(),
        "suggested": [(one, entries[str(one.source.pk)]) for one in suggested],
        "slug": slug and slug.slug,
        "anchor": found.about.anchor,
    }
