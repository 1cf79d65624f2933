"""Stored pages are answered before Django, and no reader can tell but by the clock."""

import gzip

import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from config import stored
from config.stored import StoredFirst
from events.models import Statement
from review.models import StoredPage
from tests import builders

pytestmark = pytest.mark.django_db
PATHS = ("/articles/an-article/", "/", "/articles/an-article/feed.atom", "/robots.txt")


def ask(application, path, method="GET", **more):
    """(status, headers, body) as a server has it of an application."""
    environ = RequestFactory()._base_environ(PATH_INFO=path, REQUEST_METHOD=method)
    environ |= {"HTTP_HOST": "localhost", "HTTP_ACCEPT_ENCODING": "gzip", **more}
    told = {}
    body = application(environ, lambda status, headers: told.update({"": (status, headers)}))
    status, headers = told[""]
    return status, dict(headers), b"".join(body)


def refused(environ, start_response):
    """In Django's place: what comes here was not answered before."""
    start_response("999 Went on", [])
    return []


@pytest.fixture(autouse=True)
def kept_connection(monkeypatch):
    """A server lets a connection go after a request; a test's transaction would go with it."""
    kept = stored.connection
    monkeypatch.setattr(kept, "close_if_unusable_or_obsolete", lambda: None, raising=False)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def page():
    """The path of an article that is stored."""
    builders.article(builders.operator())
    for path in PATHS:
        assert ask(WSGIHandler(), path)[0] == "200 OK"
    return PATHS[0]


def goes_on(path, **more):
    return ask(StoredFirst(refused), path, **more)[0] == "999 Went on"


@pytest.mark.parametrize("path", PATHS)
def test_stored_page_is_answered_as_django_answers_it(page, path):
    django, before = WSGIHandler(), StoredFirst(refused)
    status, headers, body = ask(before, path)
    assert headers.pop("Content-Length") == str(len(body))
    assert (status, headers, body) == ask(django, path)
    assert gzip.decompress(body)
    known = {"HTTP_IF_NONE_MATCH": headers["ETag"]}
    assert ask(before, path, **known) == ask(django, path, **known)
    assert ask(before, path, **known)[::2] == ("304 Not Modified", b"")
    assert ask(before, path, HTTP_IF_NONE_MATCH='W/"another"')[0] == "200 OK"


def test_page_that_a_publication_made_old_is_not_answered(page):
    assert not goes_on(page)
    statement = Statement.objects.first()
    builders.approve(
        builders.change(statement, builders.editor(), text="Other words."), builders.moderator()
    )
    assert goes_on(page)
    assert b"Other words." in gzip.decompress(ask(StoredFirst(WSGIHandler()), page)[2])
    assert not goes_on(page)


@pytest.mark.parametrize(
    "asked",
    [
        {"method": "HEAD"},
        {"method": "POST"},
        {"QUERY_STRING": "before=2"},
        {"HTTP_ACCEPT_ENCODING": "br"},
        {"HTTP_IF_NONE_MATCH": '"a", W/"b"'},
        {"HTTP_IF_NONE_MATCH": "*"},
        {"HTTP_IF_MATCH": '"a"'},
        {"SCRIPT_NAME": "/below"},
    ],
)
def test_what_is_not_plain_goes_on_to_django(page, asked):
    assert goes_on(page, **asked)


@pytest.mark.parametrize("path", ["/admin/", "/nothing/", "/articles/\0/", "/" + "a" * 5000])
def test_what_is_not_stored_goes_on_to_django(page, path):
    assert goes_on(path)


def test_open_line_goes_on_to_be_led_to_a_secure_one(page, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert goes_on(page)
    assert goes_on(page, HTTP_X_FORWARDED_PROTO="http")
    secure = {"HTTP_X_FORWARDED_PROTO": "https"}
    _, headers, body = ask(StoredFirst(refused), page, **secure)
    assert headers.pop("Content-Length") == str(len(body))
    assert headers == ask(WSGIHandler(), page, **secure)[1]
    assert headers["Strict-Transport-Security"] == "max-age=60"


def test_without_the_database_django_tells(page, monkeypatch):
    closed = []
    monkeypatch.setattr(stored.connection, "close", lambda: closed.append(True), raising=False)

    def away(connection):
        raise psycopg.OperationalError("the server is away")

    monkeypatch.setattr(stored.psycopg, "Cursor", away)
    assert goes_on(page)
    assert closed


def test_one_question_is_asked(page, monkeypatch):
    asked = []
    execute = psycopg.Cursor.execute

    def counted(cursor, query, *args, **more):
        asked.append(query)
        return execute(cursor, query, *args, **more)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted)
    assert not goes_on(page)
    assert len(asked) == 1
    StoredPage.objects.all().delete()
    assert goes_on(page)
