"""Signing in: how many wrong passwords one may enter, and whom that never keeps out."""

import os
import subprocess
import sys
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client, RequestFactory

from config import sign_in
from config.middleware import address_of
from tests import builders

pytestmark = pytest.mark.django_db

HERE, THERE = "192.0.2.1", "198.51.100.7"
RIGHT = "secret"


def enter(name="editor", password="wrong", address=HERE, client=None, **more):
    """The answer to a name and a password, of a browser that nobody knows unless one is given."""
    sent = {"username": name, "password": password, "next": "/admin/"}
    client = client or Client()
    return client.post("/admin/login/", sent, REMOTE_ADDR=address, **more)


def wrong(number, name="editor", address=HERE, **more):
    for _ in range(number):
        assert enter(name, address=address, **more).status_code == 200


def is_let_in(*args, **more):
    answer = enter(*args, **more)
    assert answer.status_code in (302, 429)
    return answer.status_code == 302


def later(minutes):
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=minutes))


def browser_of(name, address=THERE):
    """A browser in which this account was signed in, and signed out again."""
    client = Client()
    assert is_let_in(name, RIGHT, address, client)
    client.post("/admin/logout/")
    return client


@pytest.fixture(autouse=True)
def _people():
    builders.editor()
    builders.moderator()


def test_eleventh_password_is_not_looked_at_and_a_sentence_says_so():
    wrong(10)
    for password in ("wrong", RIGHT):
        answer = enter(password=password)
        assert answer.status_code == 429
        assert 890 < int(answer.headers["Retry-After"]) <= 900
        page = answer.content.decode()
        assert (
            "Too many wrong passwords came from here, or for this account: wait 15 minutes" in page
        )
        assert RIGHT not in page
    assert is_let_in(password=RIGHT, address=THERE)


def test_wait_ends_and_is_told_as_it_is_then():
    wrong(10)
    later(minutes=14)
    answer = enter(password=RIGHT)
    assert 50 <= int(answer.headers["Retry-After"]) <= 60
    assert "wait 1 minute," in answer.content.decode()
    later(minutes=1)
    assert is_let_in(password=RIGHT)


def test_who_goes_on_while_waiting_waits_no_longer():
    wrong(10)
    later(minutes=10)
    assert not is_let_in()
    later(minutes=5)
    wrong(10)
    assert not is_let_in()


def test_address_has_ten_for_all_accounts_together():
    for number in range(10):
        wrong(1, name=f"name{number}")
    assert not is_let_in("moderator", RIGHT)


def test_right_password_forgets_the_wrong_ones_before_it():
    for _ in range(2):
        wrong(9)
        assert is_let_in(password=RIGHT)
    assert not AccessAttempt.objects.exists()


def test_right_password_gives_no_more_tries_at_other_accounts():
    wrong(9)
    assert is_let_in("moderator", RIGHT)
    wrong(1)
    assert not is_let_in("moderator", RIGHT)


def test_account_has_fifty_from_all_addresses_together_for_a_while():
    for number in range(5):
        wrong(10, address=f"203.0.113.{number}")
    assert not is_let_in(password=RIGHT)
    assert is_let_in("moderator", RIGHT)
    later(minutes=15)
    assert is_let_in(password=RIGHT)


def test_nobody_is_kept_out_of_a_browser_that_they_signed_in_from():
    client = browser_of("editor")
    for number in range(5):
        wrong(10, address=f"203.0.113.{number}")
    wrong(10, name="moderator")
    assert not is_let_in(password=RIGHT, address=THERE)
    assert is_let_in("editor", RIGHT, HERE, client)


def test_known_browser_has_ten_tries_wherever_it_is_and_at_its_own_account_alone():
    client = browser_of("editor")
    for number in range(10):
        wrong(1, address=f"203.0.113.{number}", client=client)
    assert not is_let_in("editor", RIGHT, HERE, client)
    assert is_let_in(password=RIGHT)
    wrong(10, name="moderator", client=client)
    assert not is_let_in("moderator", RIGHT, HERE, client)


def test_tries_of_a_known_browser_count_for_no_other():
    wrong(10, client=browser_of("editor"))
    for number in range(4):
        wrong(10, address=f"203.0.113.{number}")
    assert is_let_in(password=RIGHT)


def test_browser_is_not_known_by_a_cookie_that_it_made_itself():
    known = browser_of("editor").cookies
    ((name, morsel),) = [item for item in known.items() if item[0].startswith("known-")]
    assert morsel["httponly"]
    assert morsel["path"] == "/admin/login/"
    other = browser_of("moderator").cookies
    stolen = next(value.value for name, value in other.items() if name.startswith("known-"))
    wrong(10)
    for value in (sign_in.KNOWN, stolen):
        client = Client()
        client.cookies[name] = value
        assert not is_let_in("editor", RIGHT, HERE, client)
    client.cookies[name] = morsel.value
    assert is_let_in("editor", RIGHT, HERE, client)


def test_forged_address_gives_no_fresh_tries(settings):
    for settings.ATTESTED_PROXIES, behind in (
        (0, ""),
        (1, f", {HERE}"),
        (2, f", {HERE}, 10.0.0.2"),
    ):
        AccessAttempt.objects.all().delete()
        for number in range(10):
            wrong(1, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}{behind}")
        assert not is_let_in(password=RIGHT, HTTP_X_FORWARDED_FOR=f"203.0.113.99{behind}")
        if behind:
            passed = behind.replace(HERE, THERE)
            assert is_let_in(password=RIGHT, HTTP_X_FORWARDED_FOR=f"{HERE}{passed}")


@pytest.mark.parametrize(
    ("proxies", "passed", "asked_by", "found"),
    [
        (0, "", HERE, HERE),
        (0, THERE, HERE, HERE),
        (1, THERE, HERE, THERE),
        (1, f"203.0.113.9, {THERE}:4321", HERE, THERE),
        (2, f"203.0.113.9,{THERE} , 10.0.0.2", HERE, THERE),
        # Past the proxies, or what a proxy did not write.
        (2, THERE, HERE, HERE),
        (1, "", HERE, HERE),
        (1, "unknown", HERE, HERE),
        # A household has a whole /64, and each IPv4 address is one whatever it is written as.
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "[2001:db8:1:2::9]:443", HERE, "2001:db8:1:2::"),
        (0, "", f"::ffff:{HERE}", HERE),
        # A Unix socket.
        (0, "", "", "::"),
    ],
)
def test_address_is_what_the_last_proxy_but_ours_saw(settings, proxies, passed, asked_by, found):
    settings.ATTESTED_PROXIES = proxies
    more = {"HTTP_X_FORWARDED_FOR": passed} if passed else {}
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=asked_by, **more)) == found


def test_addresses_of_one_household_are_one():
    for number in range(10):
        wrong(1, address=f"2001:db8::{number + 1}")
    assert not is_let_in(password=RIGHT, address="2001:db8::ffff")
    assert is_let_in(password=RIGHT, address="2001:db8:0:1::1")


@pytest.mark.parametrize("number", ["-1", "two"])
def test_number_of_proxies_that_is_none_is_one_sentence(number):
    told = subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": "postgres://db/desk", "ATTESTED_PROXIES": number},
        capture_output=True,
        text=True,
    )
    sentence = "ATTESTED_PROXIES is the number of proxies in front of the site: 0, 1, 2."
    assert told.stderr == f"Settings: {sentence}\n"


def test_what_is_kept_tells_no_name_no_password_and_goes():
    wrong(3, name="hunter2", HTTP_USER_AGENT="Browser")
    wrong(3, name="hunter2", HTTP_USER_AGENT="Another")
    kept = AccessAttempt.objects.values().get()
    assert not {"hunter2", "wrong", "Browser"} & {str(value) for value in kept.values()}
    assert kept["post_data"] == ""
    later(minutes=15)
    wrong(1, address=THERE)
    assert [row.ip_address for row in AccessAttempt.objects.all()] == [THERE]


def test_operator_lets_an_account_in_at_once(capsys):
    wrong(10)
    call_command("axes_reset_username", "editor")
    assert is_let_in(password=RIGHT)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_ten_are_looked_at(monkeypatch):
    number = 15
    barrier, count, answers = Barrier(number, timeout=30), sign_in._count, []

    def at_once(*key):
        barrier.wait()
        count(*key)

    monkeypatch.setattr(sign_in, "_count", at_once)

    def run(place):
        try:
            answers.append(enter(name=f"name{place % 3}").status_code)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[place]) for place in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == number
    assert answers.count(200) <= 10
    assert set(answers) <= {200, 429}
    assert not is_let_in(password=RIGHT)
