"""Many leads from one address, as real requests: few are kept, all are told, and the desk stays
usable meanwhile."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from django.core import signing
from django.test import Client

from events.models import Lead, Statement
from events.pages import leads as pages
from tests import builders
from tests.lengths import by_profile

pytestmark = pytest.mark.django_db(transaction=True)

POSTS, AT_ONCE = by_profile(desk=200, long=1000), 8
DESK = (
    "/admin/",
    "/admin/events/citationrequest/worklist/",
    "/admin/events/citationrequest/leads/",
)
SLOWEST = 20  # seconds, on a machine that does much else


def ask(address, cookies, data=None):
    """(status, headers, page) of a request over the wire."""
    body = data and urlencode(data).encode()
    request = Request(address, body, {"Cookie": cookies})
    try:
        answer = urlopen(request, timeout=60)
    except HTTPError as refused:
        answer = refused
    with answer:
        return answer.status, answer.headers, answer.read().decode()


def test_many_posts_from_one_address_are_limited_and_the_desk_stays_usable(live_server):
    builders.article(builders.operator())
    statement = Statement.objects.order_by("position").first()
    address = f"{live_server.url}/statements/{statement.subject.anchor}/lead/"
    _, headers, page = ask(address, "")
    cookies = headers["Set-Cookie"].split(";")[0]
    csrf = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    seen, long_ago = statement.subject.head_id, time.time() - 60

    def post(number):
        opened = signing.dumps([f"key {number}", seen, long_ago], salt=pages.SALT)
        data = {"csrfmiddlewaretoken": csrf, "opened": opened, "what": "source"}
        return ask(address, cookies, data | {"text": f"Lead {number}"})

    editor = Client()
    editor.force_login(builders.editor())
    signed_in = f"sessionid={editor.cookies['sessionid'].value}"
    is_over, waits = Event(), []

    def work():
        while not is_over.is_set():
            for path in DESK:
                begun = time.monotonic()
                assert ask(live_server.url + path, signed_in)[0] == 200
                waits.append(time.monotonic() - begun)

    with ThreadPoolExecutor(AT_ONCE + 1) as pool:
        working = pool.submit(work)
        answers = list(pool.map(post, range(POSTS)))
        is_over.set()
        working.result()

    assert Counter(status for status, *_ in answers) == {200: 5, 429: POSTS - 5}
    for number, (status, headers, page) in enumerate(answers):
        if status == 429:
            assert "nothing more is taken just now" in page
            assert f"Lead {number}</textarea>" in page
            assert int(headers["Retry-After"]) > 0
    assert Lead.objects.count() == 5
    assert len(waits) > 10
    assert max(waits) < SLOWEST
    listed = ask(live_server.url + DESK[-1], signed_in)[2]
    assert "5 open" in listed
