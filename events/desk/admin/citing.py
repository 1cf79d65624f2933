"""The page on which one work is cited for several statements of an article."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from events.desk import citing, finding
from events.desk.admin.filters import keys_in
from events.desk.admin.worklist import may_propose
from events.desk.forms import CiteManyForm
from events.models import Article, Citation, CitationRequest, Statement
from review import bounds
from review.deciding import trust
from review.desk import waits
from review.desk.admin.overlay import overlay_of
from review.desk.once import once
from review.exceptions import Refused
from sources.models import Source

# So many statements of an article are offered on a page.
PAGE = 400


class CitingMany:
    """Views of the admin of articles; it wants `admin_site`."""

    def citing_addresses(self):
        view = self.admin_site.admin_view(self.cite_many)
        return [path("<uuid:key>/cite/", view, name="events_article_cite")]

    @method_decorator(once)
    def cite_many(self, request, key):
        """GET finds a work, then shows the article to tick in; POST sends one act a statement."""
        may_propose(request)
        article = get_object_or_404(Article, pk=key)
        source = next(iter(keys_in([request.GET.get("source", "")])), None)
        own = {s.pk: s for s in overlay_of(request).created(Source)}
        work = source and (own.get(source) or Source.objects.filter(pk=source).first())
        form = CiteManyForm(request.POST or None)
        ticked = {
            str(one): request.POST.get(f"locator-{one}", "")
            for one in keys_in(request.POST.getlist("statement"))
        }
        if request.method == "POST" and work and form.is_valid():
            answer = self._cited(request, form, ticked, source)
            if answer is not None:
                return answer
        context = {
            **self.admin_site.each_context(request),
            "title": "Cite one work for several statements",
            "article": article,
            "work": work and finding.told([work])[0][1],
            "q": request.GET.get("q", "")[: bounds.LETTERS],
            "found": [] if work else finding.matches(request.GET.get("q", ""), overlay_of(request)),
            "form": form,
            **(_text(article, request.GET.get("after", ""), ticked, source) if work else {}),
        }
        return TemplateResponse(request, "events/cite_many.html", context)

    def _cited(self, request, form, ticked, source):
        data = form.cleaned_data
        try:
            acts = citing.cite_many(
                ticked,
                by=request.user,
                source=source,
                label=data["label"],
                direction=data["direction"] or "supports",
            )
            acts = citing.with_the_work(acts, source, by=request.user)
            sent = trust.send(acts, by=request.user, summary=data["summary"])
        except Refused as error:
            messages.error(request, str(error))
            return None
        address = reverse("review:changeset", args=[sent.pk])
        said = waits.said_of_sending(sent)
        messages.success(request, format_html('{} <a href="{}">See it</a>', said, address))
        return redirect(address)


def _text(article, after, ticked, source):
    """What a page of the article is to be ticked in by: paragraphs of statements, with what is asked
    of each and whether the work is cited there."""
    rows = Statement.objects.filter(event__article=article).select_related("event")
    last = rows.filter(pk__in=keys_in([after])).first()
    if last:
        rows = rows.filter(event__position__gt=last.event.position)
    rows = list(rows.order_by("event__position", "position")[: PAGE + 1])
    shown, events = rows[:PAGE], []
    keys = [statement.pk for statement in shown]
    asked, cited = {}, set()
    for request in CitationRequest.objects.filter(about__in=keys, resolution=""):
        asked.setdefault(request.about_id, []).append(request.get_kind_display())
    cited = set(
        Citation.objects.filter(statement__in=keys, source=source).values_list(
            "statement", flat=True
        )
    )
    for statement in shown:
        if not events or events[-1][0] != statement.event_id:
            events.append((statement.event_id, []))
        statement.asked = asked.get(statement.pk, [])
        statement.is_cited = statement.pk in cited
        statement.is_ticked = str(statement.pk) in ticked
        statement.locator = ticked.get(str(statement.pk), "")
        events[-1][1].append(statement)
    more = len(rows) > PAGE
    return {"paragraphs": [own for _, own in events], "more": shown[-1].pk if more else ""}
