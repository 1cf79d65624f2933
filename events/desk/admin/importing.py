"""Bringing an article in: a look at what was read, then the import."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html

from events.desk.importing import ImportForm
from events.exchange.importers.plaintext import Unreadable
from events.exchange.importing import import_article
from events.exchange.telling import accounts, outcome
from review import permissions
from review.desk.carried import packed
from review.desk.once import once
from review.exceptions import Refused


class Importing:
    """What the articles' admin adds."""

    @method_decorator(once)
    def import_view(self, request):
        """GET shows the form; POST shows what would come of it, or imports."""
        if not permissions.may(request.user, permissions.PROPOSE):
            raise PermissionDenied(permissions.REFUSALS[permissions.PROPOSE])
        form = ImportForm(request.POST or None, request.FILES or None)
        context = {
            **self.admin_site.each_context(request),
            "title": "Import a text",
            "may_import": permissions.may(request.user, permissions.OPERATE),
            "may_publish": permissions.may(request.user, permissions.PUBLISH_DIRECTLY),
        }
        if request.method == "POST" and form.is_valid():
            is_look = "import" not in request.POST
            try:
                done = import_article(
                    form.data_given, by=request.user, dry_run=is_look, **form.options()
                )
            except (Unreadable, Refused) as error:
                form.add_error(None, str(error))
                form.keep()
            else:
                if not is_look:
                    return self._imported(request, done)
                context |= {"done": done, "accounts": list(accounts(done))}
                context["outcome"] = outcome(done, is_look)
                form = _again(form, done)
        return TemplateResponse(request, "events/import.html", {**context, "form": form})

    def _imported(self, request, done):
        said = outcome(done, False)
        address = reverse("events:article", args=[done.slug])
        if not done.is_published:
            address = reverse("review:changeset", args=[done.act.changeset_id])
        messages.success(request, format_html('{} <a href="{}">See it</a>', said, address))
        return redirect("admin:events_article_import")


def _again(form, done):
    """The form that imports what was looked at; its title and language can still be changed."""
    data = form.cleaned_data
    return ImportForm(
        initial={
            **data,
            "title": data["title"] or ("" if done.read.title else done.read.name),
            "language": done.read.language,
            "kept": packed(form.data_given),
            "text": "",
        }
    )
