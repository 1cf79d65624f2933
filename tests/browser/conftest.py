import pytest
from django.conf import settings
from django.test import Client

from review.models import User


@pytest.fixture
def browse(chromium, live_server):
    """A function that opens a browser of its own, signed in as somebody; faults of scripts fail.

    Nothing is open yet. The form to sign in is filled in by `test_front.py` alone.
    """
    contexts, faults = [], []

    def open_as(name=None, **options):
        context = chromium.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        if name:
            context.add_cookies([session_of(name, live_server.url)])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert faults == []


def session_of(name, url):
    """The cookie of a session that the server began for somebody."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    cookie = settings.SESSION_COOKIE_NAME
    return {"name": cookie, "value": client.cookies[cookie].value, "url": url}
