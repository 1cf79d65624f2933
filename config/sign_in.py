"""How many wrong passwords an address, an account or a browser has before it must wait.

django-axes keeps the tries and asks at each sign-in; what counts together is said here. A try is
counted before its password is looked at, and forgotten when that was right: of many at once none
slips by uncounted.
"""

from math import ceil

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

SALT = "config.sign_in"
# How tries of a browser that the account was signed in from are marked.
KNOWN = "known"
YEAR = 365 * 24 * 3600

COUNT = """
INSERT INTO axes_accessattempt AS held (username, ip_address, user_agent, attempt_time,
    failures_since_start, http_accept, path_info, get_data, post_data)
VALUES (%s, %s, %s, %s, 1, '', '', '', '')
ON CONFLICT (username, ip_address, user_agent) DO UPDATE
SET failures_since_start = held.failures_since_start + 1, attempt_time = EXCLUDED.attempt_time
"""


class Tries(AxesDatabaseHandler):
    """Axes' own handler, with limits that differ and a count that two requests can't share."""

    def is_locked(self, request, credentials=None):
        name = get_client_username(request, credentials)
        key = _key(name), request.axes_ip_address, KNOWN if _knows(request, name) else ""
        self.clean_expired_user_attempts(request)
        wait = _wait(*key)
        if not wait:
            _count(*key)
            # Others may have taken the last try meanwhile.
            wait = _wait(*key, besides=1) and _wait(*key)
        request.sign_in_try, request.sign_in_wait = key, wait
        return wait > 0

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        """Counted already."""

    def user_logged_in(self, sender, request, user, **kwargs):
        """Forgets the account's own tries alone: who has an account gets no more at others."""
        if key := getattr(request, "sign_in_try", None):
            _rows(username=key[0], ip_address=key[1], user_agent=key[2]).delete()
            request.signed_in_as = user.get_username()

    def user_logged_out(self, sender, request, user, **kwargs):
        """Nothing is kept of it."""

    def reset_attempts(self, *, username=None, **which):
        return super().reset_attempts(username=username and _key(username), **which)


def remember_browser(get_response):
    """Middleware: a browser that signed in is known from then on, for that account."""

    def middleware(request):
        response = get_response(request)
        if name := getattr(request, "signed_in_as", None):
            response.set_signed_cookie(
                _cookie(name),
                KNOWN,
                salt=SALT,
                max_age=YEAR,
                path=reverse("admin:login"),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


def _knows(request, name):
    return request.get_signed_cookie(_cookie(name), None, salt=SALT, max_age=YEAR) == KNOWN


def _cookie(name):
    return f"known-{_key(name)[:16]}"


def _key(name):
    """What is kept of a name: people type their password there, too."""
    return salted_hmac(SALT, name or "", algorithm="sha256").hexdigest()


def _wait(name, address, browser, besides=0):
    """Seconds until another try may be made; 0 for now. `besides` that many of those counted."""
    if browser:
        limits = ((_rows(username=name, user_agent=KNOWN), settings.AXES_FAILURE_LIMIT),)
    else:
        limits = (
            (_rows(ip_address=address, user_agent=""), settings.AXES_FAILURE_LIMIT),
            (_rows(username=name, user_agent=""), settings.ATTESTED_ACCOUNT_LIMIT),
        )
    return max(_until_fewer(rows, most + besides) for rows, most in limits)


def _until_fewer(rows, most):
    """Seconds until fewer than `most` of these tries count."""
    tries, now = 0, timezone.now()
    for at, number in rows.order_by("-attempt_time").values_list(
        "attempt_time", "failures_since_start"
    ):
        tries += number
        if tries >= most:
            return max(ceil((at + settings.AXES_COOLOFF_TIME - now).total_seconds()), 0)
    return 0


def _rows(**which):
    return AccessAttempt.objects.filter(**which)


def _count(name, address, browser):
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [name, address, browser, timezone.now()])
