"""What the views of the desk share: who may open them, their frame, the form of an act's parts."""

from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from review import permissions
from review.desk.forms import PartsForm
from review.exceptions import Moved
from review.weighing import rebasing


def desk_view(*permitted):
    """For signed-in people with one of the permissions; others get the sign-in page, or a 403."""

    def decorate(view):
        @wraps(view)
        def checked(request, *args, **kwargs):
            if not any(permissions.may(request.user, permission) for permission in permitted):
                raise PermissionDenied(permissions.REFUSALS[permitted[0]])
            return view(request, *args, **kwargs)

        return admin.site.admin_view(checked)

    return decorate


def posted_from(page):
    """A view of what the page at `page(**kwargs)` sends: opened in another way, as from the address
    bar or a bookmark, it leads there."""

    def decorate(view):
        @wraps(view)
        def checked(request, **kwargs):
            if request.method == "POST":
                return view(request, **kwargs)
            if request.method in ("GET", "HEAD"):
                return redirect(page(**kwargs))
            return HttpResponseNotAllowed(["POST"])

        return checked

    return decorate


def desk_page(request, template, title, **context):
    return TemplateResponse(
        request, template, {**admin.site.each_context(request), "title": title, **context}
    )


def parts_form(request, act, **words):
    """(the form of an act's parts on what is live, whether a posted one was opened on the same)."""
    found, fingerprint = rebasing.parts(act)
    if request.method != "POST":
        return PartsForm(parts=found, seen=fingerprint, **words), False
    data = request.POST.copy()
    is_current = data.get("seen") == fingerprint
    if not is_current:
        messages.error(request, str(Moved()))
        data["seen"] = fingerprint
    return PartsForm(data, parts=found, seen=fingerprint, **words), is_current
