"""Stored public pages: rendered once a version, sent ready compressed, at the cost of one query.

A page names its scope (a subject, or the whole site). Each publication raises the versions of
the scopes it touches, so a page stored for an older version is never found again. Nothing in
a stored page depends on who reads it, or when.
"""

import gzip
import hashlib
import logging
from contextlib import contextmanager, suppress
from functools import wraps

from django.conf import settings
from django.db import Error, OperationalError, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import resolve
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import content_disposition_header

from review.models import PageVersion, StoredPage
from review.publishing import files

log = logging.getLogger(__name__)

# What a page is by the end of its address, where it is no HTML.
TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}
# What is kept as a file by who asks for it, and by these endings is named after what it is of.
ATTACHED = {"bib", "json", "ris", "svg"}
OF_A_FOLDER = {"bib", "json", "ris"}
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


# Who makes a page holds this; the others wait so long for what it keeps, then make it themselves.
TURN = 0x70616765  # "page"
WAIT = "5s"
TAKE_TURN = """
SELECT set_config('lock_timeout', %s, true);
SELECT pg_advisory_lock(%s, hashtext(%s))
"""
NOT_IN_TIME = "55P03"
END_TURN = "SELECT pg_advisory_unlock(%s, hashtext(%s))"


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
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            if files.are_kept():
                cursor.execute(files.DUE, [settings.PUBLISHED_ROOT, scopes])
            cursor.execute(RENEW.format(which="scope = ANY(%s)"), [scopes, scopes])
        files.withdraw(scopes)


def forget():
    """Have every public page made anew."""
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            if files.are_kept():
                cursor.execute(files.ALL_DUE, [settings.PUBLISHED_ROOT])
            cursor.execute(RENEW.format(which="true"))
        StoredPage.objects.all().delete()
        files.withdraw_all()


AT_ONCE = 1000


def sweep():
    """Delete what other builds stored, a part at a time; how many pages that were."""
    swept = 0
    while True:
        old = StoredPage.objects.exclude(build=settings.ATTESTED_BUILD).values("pk")[:AT_ONCE]
        number, _ = StoredPage.objects.filter(pk__in=old).delete()
        if not number:
            return swept
        swept += number


class StoredPages:
    """Middleware: answers with the stored page, if a current one is held."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in ("GET", "HEAD") and _storable(request):
            held = _held(request)
            if held is not None:
                return held
        return self.get_response(request)


def _held(request):
    """The answer with the page that is stored for what stands now, or None."""
    found = held(request.path)
    return _answer(request, *found) if found else None


def held(path):
    """(etag, compressed body) of the page that is stored for what stands now, or None."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK_UP, [path, settings.ATTESTED_BUILD])
        found = cursor.fetchone()
    return (found[0], bytes(found[1])) if found else None


def ready(path):
    """((scope, version, revision), compressed body) of the page at an address as it stands now, made
    if need be. None: there is no page to be kept. Raises NotReady when there will be."""
    found = _whole(path)
    if found is None:
        response = _asked(path, lambda view: view)
        if response is None:
            return None
        found = _whole(path)
        if found is None and response.status_code == 200:
            raise NotReady(path)
    return found


class NotReady(Exception):
    """What the page at this address shows is still being made, or has just changed."""


WHOLE = """
SELECT page.scope, page.version, page.revision, page.body FROM review_storedpage page
JOIN review_pageversion current ON current.scope = page.scope
    AND current.version = page.version AND current.revision = page.revision
WHERE page.path = %s AND page.build = %s
"""


def _whole(path):
    with connection.cursor() as cursor:
        cursor.execute(WHOLE, [path, settings.ATTESTED_BUILD])
        found = cursor.fetchone()
    return (found[:3], bytes(found[3])) if found else None


def _asked(path, which):
    """What `which` of the view of an address that is stored answers a reader in the language of the
    address, or None: there is no such page."""
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    code = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    with translation.override(code):
        try:
            view, args, kwargs = resolve(path)
            if not hasattr(view, "unstored"):
                return None
            response = which(view)(request, *args, **kwargs)
        except Http404:
            return None
        if hasattr(response, "render"):
            response.render()
    return response


def made_anew(path):
    """What a stored page would say if it were made now, or None: there is no such page."""
    response = _asked(path, lambda view: view.unstored)
    return response and response.content


def type_of(path):
    """The media type of the page at an address; None for HTML."""
    return TYPES.get(path.rpartition(".")[2])


def disposition_of(path):
    """How a page is named that is kept as a file by who asks for it; None for others."""
    *_, folder, name = path.split("/")
    ending = name.rpartition(".")[2]
    if ending not in ATTACHED:
        return None
    return content_disposition_header(True, f"{folder}.{ending}" if ending in OF_A_FOLDER else name)


def etag_of(content):
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'


def _storable(request):
    return is_storable(request.path, request.META.get("QUERY_STRING"))


def is_storable(path, query):
    """Whether what stands at an address may be kept: no part of a page, and nothing of the desk."""
    return (
        not query
        and len(path) <= PATH_LENGTH
        and not path.startswith(("/admin/", settings.STATIC_URL))
    )


def stored(view):
    """Keep what a view renders. The view sets `request.page_scope` to its scope.

    Of many who ask for a page that has to be made, one makes it and the others wait for it: they
    get what stands when their turn comes, never the page of an earlier version, which may show
    words that were redacted since.
    """
    make = _making(view)

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        # What is never kept would only be made one after the other.
        if not _storable(request) or "at" in kwargs:
            return make(request, *args, **kwargs)
        with _turn(request.path):
            return _held(request) or make(request, *args, **kwargs)

    wrapper.unstored = view
    return wrapper


@contextmanager
def _turn(path):
    """Be the only one to make a page, or give up waiting for that. The lock is the session's, so
    that it is held before the snapshot of the page is taken, and goes if its holder does."""
    if connection.in_atomic_block:  # a test's transaction: a lock that is refused would end it
        yield
        return
    with connection.cursor() as cursor:
        try:
            cursor.execute(TAKE_TURN, [WAIT, TURN, path])
            is_alone = True
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) != NOT_IN_TIME:
                raise
            is_alone = False
    try:
        yield
    finally:
        if is_alone:
            with suppress(Error), connection.cursor() as cursor:
                cursor.execute(END_TURN, [TURN, path])


def _making(view):
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
        etag = etag_of(response.content)
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
        _place(request.path, version, body)
        return _answer(request, etag, body)

    return wrapper


def _place(path, version, body):
    """As a file, too. What fails here is tried again by who works off what is due."""
    if not files.are_kept():
        return
    try:
        files.place(path, (version.scope, version.version, version.revision), body)
    except OSError as error:
        log.warning("Published files: %s could not be written: %s", path, error)


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
    if get_conditional_response(request, etag=etag):  # RFC 9110, 13.1.2
        response = HttpResponseNotModified()
    elif "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(
            body, content_type=type_of(request.path), headers={"Content-Encoding": "gzip"}
        )
    else:
        response = HttpResponse(gzip.decompress(body), content_type=type_of(request.path))
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-cache"
    if response.status_code == 200 and (disposition := disposition_of(request.path)):
        response.headers["Content-Disposition"] = disposition
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
