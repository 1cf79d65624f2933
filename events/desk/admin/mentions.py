"""The page on which an editor ticks what an article's statements name."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from events.desk import mentions
from events.desk.admin.filters import keys_in
from events.desk.admin.worklist import may_propose
from events.models import Article, Statement
from review import characters
from review.deciding import trust
from review.desk import waits
from review.desk.admin.overlay import overlay_of
from review.desk.once import once
from review.exceptions import Refused

# So many statements of an article are read on a page.
PAGE = 100


class MentionsForm(forms.Form):
    summary = forms.CharField(
        label="Summary",
        max_length=500,
        initial="Whom and what it names",
        help_text="Why, in a few words. Moderators and readers see it.",
    )

    def clean_summary(self):
        if sentence := characters.fault(self.cleaned_data["summary"]):
            raise forms.ValidationError(sentence)
        return self.cleaned_data["summary"]


class Mentioning:
    """A view of the admin of articles; it wants `admin_site`."""

    def mentioning_addresses(self):
        view = self.admin_site.admin_view(self.mentions)
        return [path("<uuid:key>/mentions/", view, name="events_article_mentions")]

    @method_decorator(once)
    def mentions(self, request, key):
        """GET offers what statements may name, to be ticked; POST sends one act a statement."""
        may_propose(request)
        article = get_object_or_404(Article, pk=key)
        form = MentionsForm(request.POST or None)
        ticked = request.POST.getlist("name")
        gone = keys_in(request.POST.getlist("gone"))
        if request.method == "POST" and form.is_valid():
            answer = self._named(request, form, ticked, gone)
            if answer is not None:
                return answer
        shown, more = _part(article, request.GET.get("after", ""))
        found = mentions.read(shown, overlay_of(request).rows)
        for one in (each for read in found for each in read.suggestions):
            one.is_ticked = one.value in ticked if request.method == "POST" else one.is_sure
        context = {
            **self.admin_site.each_context(request),
            "title": "What the statements name",
            "article": article,
            "found": [one for one in found if one.mentions or one.suggestions],
            "has_suggestions": any(one.suggestions for one in found),
            "unknown": mentions.unknown_in(found),
            "form": form,
            "more": more,
        }
        return TemplateResponse(request, "events/mentions.html", context)

    def _named(self, request, form, ticked, gone):
        try:
            acts = mentions.propose(ticked, gone, by=request.user)
            sent = trust.send(acts, by=request.user, summary=form.cleaned_data["summary"])
        except Refused as error:
            messages.error(request, str(error))
            return None
        address = reverse("review:changeset", args=[sent.pk])
        said = waits.said_of_sending(sent)
        messages.success(request, format_html('{} <a href="{}">See it</a>', said, address))
        return redirect(address)


def _part(article, after):
    """(a page of the statements of an article, by paragraphs; the key after which the next goes on)."""
    rows = Statement.objects.filter(event__article=article).select_related("event")
    last = rows.filter(pk__in=keys_in([after])).first()
    if last:
        rows = rows.filter(event__position__gte=last.event.position).exclude(
            event=last.event_id, position__lte=last.position
        )
    rows = list(rows.order_by("event__position", "position")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else ""
