"""How many leads an address may send, and a page be given; and what is kept of who sent one."""

import hashlib

import pytest
from django.core.management import call_command
from django.test import Client

from events.models import Lead, Statement
from tests import builders
from tests.events.leads.steps import (
    form_on,
    later,
    link_in,
    path_of,
    sent,
)
from tests.review.redacting.steps import dump
from tests.review.test_races import together

pytestmark = pytest.mark.django_db


def test_sixth_of_an_hour_from_one_address_is_told_how_long_to_wait(statement):
    for number in range(5):
        assert sent(statement, text=f"Lead {number}").status_code == 200
    answer = sent(statement, text="The sixth")
    assert answer.status_code == 429
    assert 3500 < int(answer.headers["Retry-After"]) <= 3600
    page = answer.content.decode()
    assert "nothing more is taken just now" in page
    assert "in 60 minutes" in page
    assert "The sixth" in page
    assert Lead.objects.count() == 5
    assert sent(statement, address="198.51.100.7").status_code == 200
    later(hours=1)
    assert sent(statement, text="The sixth").status_code == 200


def test_limits_of_a_day_and_of_a_page(statement, settings):
    settings.ATTESTED_LEADS_A_DAY, settings.ATTESTED_LEADS_A_PAGE = 2, 3
    for _ in range(2):
        assert sent(statement).status_code == 200
    later(hours=2)
    assert sent(statement).status_code == 429
    assert sent(statement, address="198.51.100.7").status_code == 200
    answer = sent(statement, address="203.0.113.9")
    assert answer.status_code == 429
    assert "about this article" in answer.content.decode()
    builders.article(builders.operator("another"), title="Elsewhere")
    other = Statement.objects.filter(event__article__title="Elsewhere").first()
    assert sent(other, address="203.0.113.9").status_code == 200


def test_address_is_read_as_at_sign_in(statement, settings):
    settings.ATTESTED_LEADS_AN_HOUR = 1
    through = {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 192.0.2.50", "REMOTE_ADDR": "10.0.0.1"}
    data = form_on(Client(), path_of(statement))

    def answer(text, **more):
        return Client().post(path_of(statement), data | {"text": text}, **through | more)

    settings.ATTESTED_PROXIES = 1
    assert answer("One").status_code == 200
    # What stands before the proxy's own entry anybody can write.
    forged = {"HTTP_X_FORWARDED_FOR": "5.6.7.8, 192.0.2.50"}
    assert answer("Two", **forged).status_code == 429
    assert answer("Two", HTTP_X_FORWARDED_FOR="192.0.2.51").status_code == 200
    settings.ATTESTED_PROXIES = 0
    assert answer("Three").status_code == 200
    assert answer("Four", HTTP_X_FORWARDED_FOR="192.0.2.52").status_code == 429
    assert answer("Five", REMOTE_ADDR="2001:db8::1").status_code == 200
    assert answer("Six", REMOTE_ADDR="2001:db8::2").status_code == 429


def posted_at_once(statements, addresses):
    """The answers to leads on these statements from these addresses, pair by pair, all at once."""
    data = {s.pk: form_on(Client(), path_of(s)) for s in statements}

    def post(number, statement, address):
        given = data[statement.pk] | {"text": f"Lead {number}"}
        return Client().post(path_of(statement), given, REMOTE_ADDR=address).status_code

    pairs = enumerate(zip(statements, addresses, strict=True))
    return sorted(together(*(lambda n=n, p=p: post(n, *p) for n, p in pairs)))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_from_one_address_no_more_are_kept_than_may_be(op, settings):
    settings.ATTESTED_LEADS_AN_HOUR = 3
    for number in range(5):
        builders.article(op, title=f"Article {number}")
    statements = list(Statement.objects.filter(text__startswith="One"))
    assert posted_at_once(statements, ["192.0.2.1"] * 6) == [200] * 3 + [429] * 3
    assert Lead.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_on_one_page_no_more_are_kept_than_may_be(statement, settings):
    settings.ATTESTED_LEADS_A_PAGE = 3
    addresses = [f"192.0.2.{number}" for number in range(6)]
    assert posted_at_once([statement] * 6, addresses) == [200] * 3 + [429] * 3
    assert Lead.objects.count() == 3


def test_neither_address_nor_token_is_kept_and_the_digest_goes_after_a_day(statement):
    answer = sent(statement, address="192.0.2.77")
    token = link_in(answer).split("/")[2]
    assert "192.0.2.77" not in dump()
    assert token not in dump()
    kept = Lead.objects.get()
    assert bytes(kept.token) == hashlib.sha256(token.encode()).digest()
    assert len(kept.sender) == 32
    later(hours=25)
    sent(statement)
    kept.refresh_from_db()
    assert kept.sender is None
    assert Lead.objects.filter(sender__isnull=False).count() == 1
    later(hours=25)
    call_command("sweep_leads")
    assert not Lead.objects.filter(sender__isnull=False).exists()


def test_wrong_link_leads_nowhere(statement):
    link = link_in(sent(statement))
    for wrong in (
        link[:-2] + "/",
        "/leads/x/",
        "/leads/%ED%A0%80/",
        f"/leads/{Lead.objects.get().pk}/",
    ):
        assert Client().get(wrong).status_code == 404


def test_no_reader_sees_what_was_sent(statement):
    link = link_in(sent(statement, text="A secret <b>word</b>"))
    anchor = statement.subject.anchor
    for path in (link, path_of(statement), f"/statements/{anchor}/", "/articles/an-article/"):
        assert "A secret" not in Client().get(path).content.decode(), path
