from django.core.exceptions import SuspiciousOperation

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
                "There is a character in it that no text can have (U+0000). Take it out, and send "
                "it again."
            )
        return get_response(request)

    return middleware


def _words(query):
    return [words for name, values in query.lists() for words in (name, *values)]
