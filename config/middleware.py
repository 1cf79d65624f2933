from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.utils import translation
from django.utils.translation import gettext as _

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: https:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def content_security_policy(get_response):
    """Scripts, styles and forms of this site only; pictures from any secure address."""

    def middleware(request):
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def no_nul(get_response):
    """U+0000 is no part of any text, and the database keeps none: refused in one sentence."""

    def middleware(request):
        sent = [request.path, *_words(request.GET)]
        if request.method == "POST":
            sent += _words(request.POST)
        if any("\0" in words for words in sent):
            raise SuspiciousOperation(
                _(
                    "There is a character in it that no text can have (U+0000). Take it out, and send "
                    "it again."
                )
            )
        return get_response(request)

    return middleware


def language_of_address(get_response):
    """The address says which language a page is in, and nothing else does: neither a cookie nor what
    the browser asks for, so that an address is one page."""

    def middleware(request):
        code = translation.get_language_from_path(request.path_info)
        with translation.override(code or settings.LANGUAGE_CODE):
            return get_response(request)

    return middleware


def address_of(request):
    """Whose tries count together: an IPv4 address, or the /64 of an IPv6 one, a household's own.

    Each proxy adds whom it was asked by at the right of X-Forwarded-For. So the one that stands as
    far from the right as there are proxies is true; what stands before it anybody can write.
    """
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    proxies = settings.ATTESTED_PROXIES
    if 0 < proxies <= len(passed):
        found = _address(passed[-proxies])
    else:
        found = None
    return str(found or _address(request.META.get("REMOTE_ADDR", "")) or IPv6Address(0))


def _address(text):
    """The address in words like 192.0.2.1, 192.0.2.1:4321 or [2001:db8::1]:443; None if none is."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    if found.version == 4:
        return found
    return found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64)


def _words(query):
    return [words for name, values in query.lists() for words in (name, *values)]
