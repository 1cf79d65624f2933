"""A form that is sent again, by a second click or by going back, is done once.

What is spent is the key of the form (the tag `once`) with where it went and what was typed: a text
that was corrected, or is said anew, is another sending and passes. A form without a key passes
too, so that nobody loses what they typed. A key is spent when the answer leads on; what was
refused, or failed, spends nothing and can be sent again as it is.
"""

import hashlib
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import wraps
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.db import Error, connection
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode

from review import progress
from review.models import SpentForm

FIELD = "once"
KEPT_FOR = timedelta(days=1)
LOCK = 0x6F6E6365  # "once"


def once(view):
    """Have a view do one form once: who sends it again is led to where it led the first time."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        key = _sending(request)
        if key is None:
            return view(request, *args, **kwargs)
        with _alone(key):
            spent = SpentForm.objects.filter(pk=key).first()
            if spent is not None:
                messages.info(request, "You have sent this already.")
                return redirect(spent.led_to)
            with progress.named(_posted_key(request)):
                answer = view(request, *args, **kwargs)
            if answer.status_code == 302:
                _spend(key, request.user, answer.url)
            return answer

    return guarded


def form_key(request):
    """The key for a form on this page: that of the form that came back, or a new one."""
    return _posted_key(request) or uuid4()


def _posted_key(request):
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _sending(request):
    """The key of one form with one content, or None if it has none."""
    key = _posted_key(request)
    if key is None:
        return None
    typed = [(n, v) for n, v in sorted(request.POST.lists()) if n != "csrfmiddlewaretoken"]
    typed += [(n, _digest(f)) for n, files in sorted(request.FILES.lists()) for f in files]
    return uuid5(key, f"{request.get_full_path()} {urlencode(typed, doseq=True)}")


def _digest(file):
    """Of a file that is sent along; another one of the same name is another sending."""
    made = hashlib.sha256()
    for chunk in file.chunks():
        made.update(chunk)
    file.seek(0)
    return made.hexdigest()


@contextmanager
def _alone(key):
    """Let a second sending wait until the first is done. The lock is the session's: it is held
    through the transactions of the services, and goes when the connection is lost."""
    names = [LOCK, int.from_bytes(key.bytes[:4], signed=True)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", names)
    try:
        yield
    finally:
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", names)


def _spend(key, by, led_to):
    """Remember the key, and forget the person's old ones."""
    now = timezone.now()
    SpentForm.objects.filter(by=by, at__lt=now - KEPT_FOR).delete()
    SpentForm.objects.create(key=key, by=by, at=now, led_to=led_to)
