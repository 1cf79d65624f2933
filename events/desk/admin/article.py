"""The article on the desk: the page as readers see it, with one's own drafts laid over it, where
everything is done in place.

Each step is a form that is posted here; the answer leads back to its place. A script asks for the
same as JSON: the blocks of the page that are other than those it has, and what comes next.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode

from events.desk import panels, writing
from events.desk.admin.filters import keys_in
from events.desk.admin.steps import STEPS, Again, Panel, typed
from events.desk.laid import MODEL_OF, place_of
from events.desk.sheet import Sheet
from events.models import Article
from review import permissions
from review.deciding import trust
from review.desk import waits
from review.desk.admin.overlay import Overlay
from review.desk.once import once
from review.exceptions import Refused, Stale
from review.ids import key_in
from review.models import Act

JSON = "application/json"


class Writing:
    """What `ArticleAdmin` has for writing."""

    def writing_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("new/", wrap(self.begin), name="events_article_new"),
            path("<uuid:key>/desk/", wrap(self.desk), name="events_article_desk"),
        ]

    def _check_writer(self, request):
        if not permissions.may(request.user, permissions.PROPOSE):
            raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])

    @method_decorator(once)
    def begin(self, request):
        """GET asks for the title of a new article; POST begins it, as a draft."""
        self._check_writer(request)
        form = panels.TitleForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                key = writing.begin(by=request.user, **form.cleaned_data)
                return redirect("admin:events_article_desk", key)
            except Refused as error:
                form.add_error("title", str(error))
        return TemplateResponse(
            request,
            "events/desk_begin.html",
            {**self.admin_site.each_context(request), "title": "Begin an article", "form": form},
        )

    @method_decorator(once)
    def desk(self, request, key):
        """GET shows the article, one of its panels opened or none; POST takes a step."""
        self._check_writer(request)
        page = Desk(request, key)
        if request.method != "POST":
            return page.shown(self.admin_site)
        if request.POST.get("do") == "send":
            return self._sent(request, page)
        if request.POST.get("do") == "typed":
            return typed(page)
        return page.stepped(self.admin_site)

    def _sent(self, request, page):
        """Send the chosen drafts as one changeset."""
        form = panels.SummaryForm(request.POST)
        chosen = [n for text in request.POST.getlist("act") if (n := key_in(text)) is not None]
        if not form.is_valid():
            return page.shown(self.admin_site, summary=form, chosen=chosen)
        acts = Act.objects.filter(pk__in=chosen, changeset__author=request.user)
        try:
            sent = trust.send(acts, by=request.user, summary=form.cleaned_data["summary"])
        except Refused as error:
            form.add_error("summary", str(error))
            return page.shown(self.admin_site, summary=form, chosen=chosen)
        messages.success(request, waits.said_of_sending(sent))
        return redirect(page.address)


class Desk:
    """One request to the page of an article."""

    def __init__(self, request, key):
        self.request, self.key = request, key
        self.wants_json = request.headers.get("Accept") == JSON
        self.url = reverse("admin:events_article_desk", args=[key])
        self.read()
        if self.article is None:
            raise Http404("There is no such article, nor a draft of yours of one.")

    def read(self):
        """Read it, anew after a step."""
        self.overlay = Overlay(self.request.user)
        self.article = self.overlay.one(Article, self.key)
        self._sheet = None

    @property
    def sheet(self):
        if self._sheet is None:
            asked = self.request.POST or self.request.GET
            at = asked.get("at", "")
            for name in ("open", "beside", "event", "key"):
                if not at and keys_in([asked.get(name, "")]):
                    at = place_of(asked[name], self.overlay)
            self._sheet = Sheet(self.article, self.overlay, at)
        return self._sheet

    @property
    def address(self):
        return self.url + (f"?{urlencode({'at': self.sheet.here})}" if self.sheet.here else "")

    # Answers.

    def shown(self, site, panel=None, summary=None, chosen=None, status=200):
        panel = panel or Panel.asked(self)
        if self.wants_json:
            return JsonResponse(_of_panel(panel))
        sheet = self.sheet
        blocks = sheet.rendered(**self._links())
        for entry in sheet.drafts:
            entry.is_chosen = chosen is None or entry.act.pk in chosen
        context = {
            **site.each_context(self.request),
            "title": f"Write: {self.article.title}",
            "desk": self,
            "sheet": sheet,
            "blocks": blocks,
            "article": self.article,
            "panel": panel,
            "panel_html": panel.html() if panel else "",
            "summary": summary or panels.SummaryForm(),
            **self._links(),
        }
        page = TemplateResponse(self.request, "events/desk_article.html", context)
        page.status_code = status
        return page

    def stepped(self, site):
        """Take the step that was posted, and answer with what became of the page."""
        do = self.request.POST.get("do", "")
        if do not in STEPS:
            raise PermissionDenied("This page knows no such step.")
        try:
            done = STEPS[do](self)
        except Again as again:
            return self._again(site, again)
        except Refused as error:
            return self._refused(site, error)
        if self.wants_json and "auto" in self.request.POST:
            return JsonResponse(self._kept(done))
        self.read()
        if self.wants_json:
            return self.as_json(panel=Panel.next(self, done), said=done.said, focus=done.focus)
        if done.said:
            messages.success(self.request, done.said)
        query = {"at": self.sheet.here} if self.sheet.here else {}
        query |= done.query()
        place = f"#{'panel' if done.is_open else done.place}"
        return redirect(f"{self.url}{f'?{urlencode(query)}' if query else ''}{place}")

    def _again(self, site, again):
        """The panel anew, with what was typed and what is wrong with it."""
        self.read()
        if not self.wants_json:
            return self.shown(site, panel=Panel.asked(self, forms=again.forms))
        panel = Panel.asked(self, forms=again.forms)
        form = next(iter(again.forms.values()))
        field = form["text"] if "text" in form.fields else None
        answer = {
            "again": True,
            "said": again.said,
            "panel": panel.html() if panel else "",
            # While one types, only the question is put in, and no field is taken from the hands.
            "asks": render_to_string("events/_desk_asks.html", {"field": field}) if field else "",
        }
        return JsonResponse(answer)

    def _refused(self, site, error):
        self.read()
        if self.wants_json:
            answer = {"refused": str(error), "stale": isinstance(error, Stale)}
            if isinstance(error, Stale):
                answer |= self._now()
            return JsonResponse(answer)
        messages.error(self.request, str(error))
        return self.shown(site, status=409)

    def _kept(self, done):
        """What is said of words that were kept while they are typed."""
        self.read()
        return {"kept": True, **self._now(), "tray": self._tray()}

    def _now(self):
        """How what is being written reads by now, and the token of that."""
        key = self.request.POST.get("written") or self.request.POST.get("key", "")
        model = MODEL_OF.get(self.request.POST.get("of", "statement"))
        row = self.overlay.one(model, key) if model and keys_in([key]) else None
        return {"seen": row.seen if row else "", "text": getattr(row, "text", "") if row else ""}

    def _tray(self):
        context = {"sheet": self.sheet, "desk": self}
        return render_to_string("events/_desk_tray.html", context, self.request)

    def _links(self):
        return {"url": self.url, "here": self.sheet.here}

    def as_json(self, panel=None, said="", focus=""):
        """The blocks that are other than those the page has, in their order, and what is beside."""
        sheet = self.sheet
        blocks = sheet.rendered(**self._links())
        have = dict(
            pair.split(":", 1)
            for pair in (self.request.POST.get("have") or "").split(",")
            if ":" in pair
        )
        context = {"sheet": sheet, "desk": self, "article": self.article, **self._links()}
        return JsonResponse(
            {
                "done": True,
                "said": said,
                "focus": focus,
                "order": [block.key for block in blocks],
                "blocks": {
                    block.key: render_to_string("events/_desk_block.html", {"block": block})
                    for block in blocks
                    if have.get(block.key) != block.digest
                },
                "tray": self._tray(),
                "rest": render_to_string("events/_desk_rest.html", context, self.request),
                "head": render_to_string("events/_desk_head.html", context, self.request),
                **_of_panel(panel),
            }
        )


def _of_panel(panel):
    """A panel, and where on the page it stands."""
    if panel is None:
        return {"panel": "", "on": "", "before": False}
    return {"panel": panel.html(), "on": panel.block, "before": panel.is_before}
