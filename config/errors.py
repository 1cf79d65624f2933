"""What people see when a request failed in a way that no view could answer."""

import sys
from math import ceil

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

# SQLSTATE classes: a connection that broke, a server that is told to stop or starts up.
AWAY = ("08", "57P")
RETRY_AFTER = 10  # seconds
LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2


def bad_request(request, exception):
    """400, with a sentence where there is one that helps."""
    match exception:
        case RequestDataTooBig():
            why = _("What you sent is larger than {number} MB: send less at once.")
            why = why.format(number=LARGEST)
        case TooManyFieldsSent():
            why = _("The form has more fields than can be read at once: send fewer.")
        case SuspiciousOperation() if "U+0000" in str(exception):
            why = str(exception)
        case _:
            why = ""
    page = render_to_string("400.html", {"why": why})
    return HttpResponse(page, status=400)


def server_error(request):
    """503 while the database is away, with what was typed ready to be sent again; else 500."""
    if not is_away(sys.exc_info()[1]):
        return defaults.server_error(request)
    fields = [] if _holds_a_password(request) else list(request.POST.lists())
    page = render_to_string("503.html", {"address": request.get_full_path(), "fields": fields})
    return HttpResponse(page, status=503, headers={"Retry-After": RETRY_AFTER})


def too_many_tries(request, response, credentials):
    """429: no password is looked at until it has waited."""
    wait = request.sign_in_wait
    words = {"minutes": ceil(wait / 60), "address": request.get_full_path()}
    page = render_to_string("429.html", words)
    return HttpResponse(page, status=429, headers={"Retry-After": wait})


def is_away(error):
    """Whether an exception says that the database can't be reached just now."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY)


def _holds_a_password(request):
    return any("password" in name for name in request.POST)
