"""The database goes away in the middle of something, as it does when it is restarted."""

import re
from html import unescape

import psycopg
import pytest
from django.db import connection
from django.test import Client

from review.deciding import decisions
from review.models import Act, Decision
from review.proposing import drafts
from review.proving import log
from tests import builders
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db(transaction=True)


class Ended:
    """The server ends this connection, as a restart does, before a statement with `words`."""

    def __init__(self, words):
        self.words, self.is_done = words, False

    def __call__(self, execute, sql, params, many, context):
        if self.words in sql and not self.is_done:
            self.is_done = True
            pid = connection.connection.info.backend_pid
            wanted = {
                "dbname": connection.settings_dict["NAME"],
                "host": connection.settings_dict["HOST"],
                "port": connection.settings_dict["PORT"] or None,
                "user": connection.settings_dict["USER"] or None,
                "password": connection.settings_dict["PASSWORD"] or None,
            }
            with psycopg.connect(**wanted) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        return execute(sql, params, many, context)


@pytest.fixture
def act():
    shelf = Shelf.new(name="Shelf")
    note = Note.new(shelf_id=shelf.pk, text="It was red.")
    edits = [drafts.create(shelf), drafts.create(note)]
    decisions.publish(edits, by=builders.operator(), summary="begun")
    return builders.change(Note.objects.get(), builders.editor(), text="It was green.")


def client_of(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def form_of(client, act):
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    seen = re.search(rf'name="fingerprint-{act.pk}" value="(\w+)"', page)[1]
    return {f"verdict-{act.pk}": "approve", f"fingerprint-{act.pk}": seen, "reason": "“So” & so"}


@pytest.mark.parametrize(
    "words", ["UPDATE", "INSERT INTO", "pg_advisory_xact_lock", "review_act", "django_session"]
)
def test_decision_during_a_restart_is_whole_or_not_at_all_and_sent_again(act, words):
    client = client_of(builders.moderator())
    form, address = form_of(client, act), f"/admin/review/changesets/{act.changeset_id}/decide/"
    with connection.execute_wrapper(Ended(words)):
        answer = client.post(address, form)
    connection.close()  # As the end of a request does.
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    page = answer.content.decode()
    assert "send it again in a moment" in page
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    kept = {unescape(name): unescape(value) for name, value in found}
    assert kept == form
    assert Note.objects.get().text == "It was red."
    assert Act.objects.get(pk=act.pk).state == Act.State.PENDING
    assert Decision.objects.count() == 1
    again = client.post(address, kept, follow=True).content.decode()
    assert "1 approved" in again
    assert Note.objects.get().text == "It was green."
    assert list(log.breaks()) == []


def test_page_during_a_restart_says_so_and_shows_no_password(act):
    client = client_of(builders.moderator())
    with connection.execute_wrapper(Ended("SELECT")):
        answer = client.get("/admin/review/queue/?because=first")
    assert answer.status_code == 503
    connection.close()
    assert 'href="/admin/review/queue/?because=first"' in answer.content.decode()
    guest = Client(raise_request_exception=False)
    with connection.execute_wrapper(Ended("SELECT")):
        answer = guest.post("/admin/login/", {"username": "editor", "password": "hunter2"})
    assert answer.status_code == 503
    connection.close()
    assert "hunter2" not in answer.content.decode()


def test_another_fault_is_a_500(act):
    client = client_of(builders.moderator())

    def broken(execute, sql, params, many, context):
        raise ZeroDivisionError

    with connection.execute_wrapper(broken):
        answer = client.get("/admin/review/queue/")
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()
