"""Stored pages, answered before Django: most of what readers ask for needs no request, no middleware
and one question to the database, whose plan is made once a connection. All else, and whatever is not
plain, goes on to Django, which answers the same (review/publishing/pages.py)."""

import re

import psycopg
from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.middleware.security import SecurityMiddleware

from config.middleware import content_security_policy
from review.publishing import pages


class StoredFirst:
    """A WSGI application around that of Django."""

    def __init__(self, application):
        self.application = application
        self.always = _always()

    def __call__(self, environ, start_response):
        path, known = _path(environ), environ.get("HTTP_IF_NONE_MATCH", "")
        found = path and OURS.fullmatch(known) and _held(path, known)
        if not found:
            return self.application(environ, start_response)
        etag, body = found
        headers = [("ETag", etag), *self.always]
        if body is None:
            start_response("304 Not Modified", headers)
            return []
        type = pages.type_of(path) or "text/html; charset=utf-8"
        headers += [("Content-Type", type), ("Content-Encoding", "gzip")]
        start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [body]


def _always():
    """What each answer says, in the words of the middleware that stands before the stored pages."""
    request = HttpRequest()
    if settings.SECURE_SSL_REDIRECT:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        request.META[name] = value
    said = SecurityMiddleware(content_security_policy(lambda request: HttpResponse()))(request)
    del said.headers["Content-Type"]
    return [*said.items(), ("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]


def _path(environ):
    """The address of what may be a stored page and is asked for in the plainest way; else ""."""
    if environ["REQUEST_METHOD"] != "GET" or environ.get("SCRIPT_NAME"):
        return ""
    if "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", "") or "HTTP_IF_MATCH" in environ:
        return ""
    if settings.SECURE_SSL_REDIRECT:
        name, value = settings.SECURE_PROXY_SSL_HEADER
        if environ.get(name) != value:
            return ""
    path = get_path_info(environ)
    return path if "\0" not in path and pages.is_storable(path, environ.get("QUERY_STRING")) else ""


def _held(path, known):
    """(validator, compressed body, or None of what the reader has, who named it by `known`) of the
    page that is stored for what stands now; None where there is none."""
    try:
        connection.ensure_connection()
        with psycopg.Cursor(connection.connection) as cursor:
            asked = [known, path, settings.ATTESTED_BUILD]
            found = cursor.execute(LOOK_UP, asked, prepare=True, binary=True).fetchone()
        connection.close_if_unusable_or_obsolete()  # As Django does after each answer.
        return found
    except (Error, psycopg.Error):  # The server was away, or something is new there: Django tells.
        connection.close()
        return None


# Nothing, or one validator as we give them. More than one, or "*", is for Django to compare.
OURS = re.compile(r'(W/"[^"]*")?')
# What the reader has is not read again.
LOOK_UP = pages.LOOK_UP.replace(
    "page.body", "CASE WHEN page.etag <> %s THEN page.body END AS body", 1
)
