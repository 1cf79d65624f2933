"""Stored public pages: rendered once a version, sent ready compressed, at the cost of one query.

A page names its scope (a subject, or the whole site). Each publication raises the versions of
the scopes it touches, so a page stored for an older version is never found again. Nothing in
a stored page depends on who reads it, or when.
"""

import gzip
import hashlib
from contextlib import contextmanager
from functools import wraps

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from review.models import PageVersion, StoredPage

PATH_LENGTH = StoredPage._meta.get_field("path").max_length

LOOK_UP = """
SELECT page.etag, page.body FROM review_storedpage page
JOIN review_pageversion current ON current.scope = page.scope
    AND current.version = page.version AND current.revision = page.revision
WHERE page.path = %s AND page.build = %s
"""

# Only while the version that was rendered still stands.
STORE = """
INSERT INTO review_storedpage AS held (path, build, scope, version, revision, etag, body)
SELECT %(path)s, %(build)s, scope, version, revision, %(etag)s, %(body)s
FROM (
    SELECT scope, version, revision FROM review_pageversion
    WHERE scope = %(scope)s AND version = %(version)s AND revision = %(revision)s FOR SHARE
) AS still
ON CONFLICT (path, build) DO UPDATE SET scope = EXCLUDED.scope, version = EXCLUDED.version,
    revision = EXCLUDED.revision, etag = EXCLUDED.etag, body = EXCLUDED.body
WHERE (held.version, held.revision) < (EXCLUDED.version, EXCLUDED.revision)
    OR held.scope <> EXCLUDED.scope
"""


# In one order, as decisions raise them: who renews pages waits for a decision, and never in a ring.
RENEW = """
SELECT count(*) FROM (
    SELECT FROM review_pageversion WHERE {which} ORDER BY scope FOR NO KEY UPDATE
) AS held;
UPDATE review_pageversion SET revision = revision + 1 WHERE {which}
"""


def renew(scopes):
    """Have the pages of these scopes made anew: what they show changed without a publication."""
    scopes = [str(scope) for scope in scopes]
    with connection.cursor() as cursor:
        cursor.execute(RENEW.format(which="scope = ANY(%s)"), [scopes, scopes])


def forget():
    """Have every public page made anew."""
    with connection.cursor() as cursor:
        cursor.execute(RENEW.format(which="true"))
    StoredPage.objects.all().delete()


class StoredPages:
    """Middleware: answers with the stored page, if a current one is held."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD") and _storable(request):
            with connection.cursor() as cursor:
                cursor.execute(LOOK_UP, [request.path, settings.ATTESTED_BUILD])
                found = cursor.fetchone()
            if found:
                return _answer(request, found[0], bytes(found[1]))
        return self.get_response(request)


def _storable(request):
    return (
        not request.META.get("QUERY_STRING")
        and len(request.path) <= PATH_LENGTH
        and not request.path.startswith(("/admin/", settings.STATIC_URL))
    )


def stored(view):
    """Keep what a view renders. The view sets `request.page_scope` to its scope."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        with snapshot():
            response = view(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
            scope = getattr(request, "page_scope", None)
            keep = scope and response.status_code == 200 and _storable(request)
            version = keep and PageVersion.objects.filter(pk=str(scope)).first()
        if not version:
            response.headers.setdefault("Cache-Control", "no-cache")
            return response
        etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        body = gzip.compress(response.content, 6, mtime=0)
        with connection.cursor() as cursor:
            cursor.execute(
                STORE,
                {
                    "path": request.path,
                    "build": settings.ATTESTED_BUILD,
                    "scope": version.scope,
                    "version": version.version,
                    "revision": version.revision,
                    "etag": etag,
                    "body": body,
                },
            )
        return _answer(request, etag, body)

    return wrapper


@contextmanager
def snapshot():
    """One consistent view of the database for all reads inside."""
    if connection.in_atomic_block:  # a test's transaction, which can't change its isolation
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _answer(request, etag, body):
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(body, headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(gzip.decompress(body))
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
