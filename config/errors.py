"""What people see when a request failed in a way that no view could answer."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views import defaults

# SQLSTATE classes: a connection that broke, a server that is told to stop or starts up.
AWAY = ("08", "57P")
RETRY_AFTER = 10  # seconds


def server_error(request):
    """503 while the database is away, with what was typed ready to be sent again; else 500."""
    if not is_away(sys.exc_info()[1]):
        return defaults.server_error(request)
    fields = [] if _holds_a_password(request) else list(request.POST.lists())
    page = render_to_string("503.html", {"address": request.get_full_path(), "fields": fields})
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})


def is_away(error):
    """Whether an exception says that the database can't be reached just now."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY)


def _holds_a_password(request):
    return any("password" in name for name in request.POST)
