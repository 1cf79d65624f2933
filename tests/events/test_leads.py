"""A reader's lead: sent without an account within limits, taken up or closed at the desk, told of
by a private link, and swept."""

import hashlib
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core import signing
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import leads as sending
from events.desk import leads, resolving, statements
from events.models import Citation, CitationRequest, Lead, Statement
from events.pages import leads as pages
from events.pages.fates import fate_of
from review.deciding import amending, redacting, traces, undoing
from review.exceptions import NotAllowed, Refused
from review.gate import GATE
from review.models import Act, Change, Decision, Subject
from review.proposing import drafts, proposals
from tests import builders
from tests.review.redacting.steps import dump
from tests.review.test_races import together
from tests.test_admin import form_of
from tests.test_once import twice

pytestmark = pytest.mark.django_db

TEXT = "Glenny, The Balkans, page 30 says so."
LIST = "/admin/events/citationrequest/leads/"


@pytest.fixture
def op():
    made = builders.operator()
    builders.article(made)
    return made


@pytest.fixture
def statement(op):
    """The first of an article's two, on which a request is open."""
    return Statement.objects.order_by("position").first()


@pytest.fixture
def request_open(statement):
    return CitationRequest.objects.get()


def path_of(statement):
    return f"/statements/{statement.subject.anchor}/lead/"


def form_on(client, path, age=60):
    """What the form of a page carries, as if the page had been open for `age` seconds."""
    page = client.get(path).content.decode()
    opened = re.search('name="opened" value="([^"]+)"', page)[1]
    key, seen, at = signing.loads(opened, salt=pages.SALT)
    return {
        "opened": signing.dumps([key, seen, at - age], salt=pages.SALT),
        "what": "source",
        "text": TEXT,
    }


def sent(statement, client=None, age=60, address="192.0.2.1", **more):
    """The answer to a form that was opened and sent."""
    client = client or Client()
    data = form_on(client, path_of(statement), age) | more
    return client.post(path_of(statement), data, REMOTE_ADDR=address)


def link_in(answer):
    return re.search("/leads/[^/]+/", answer.content.decode())[0]


def told(link):
    return Client().get(link).content.decode()


# What a reader sends


def test_what_a_reader_sends_is_kept_with_the_words_it_is_about(statement):
    answer = sent(statement, what="wrong", text=f"  {TEXT}\r\nAnd so on. ")
    assert answer.status_code == 200
    kept = Lead.objects.get()
    assert (kept.what, kept.text) == ("wrong", f"{TEXT}\nAnd so on.")
    assert (kept.about_id, kept.quote) == (statement.pk, statement.text)
    assert kept.is_open
    page = told(link_in(answer))
    assert "It waits for an editor" in page
    assert statement.text in page


def test_form_shows_the_statement_in_its_context_and_what_is_asked_of_it(statement):
    page = Client().get(path_of(statement)).content.decode()
    assert f"<mark>{statement.text}</mark>" in page
    assert "Another followed." in page
    assert "Citation needed" in page
    assert "/articles/an-article/#" in page


def test_page_is_never_stored_nor_listed(statement):
    answer = sent(statement)
    for path in (path_of(statement), link_in(answer)):
        page = Client().get(path)
        assert "no-store" in page.headers["Cache-Control"]
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in page.content.decode()
        assert not re.search(r'(?:src|href)="(?:https?:)?//', page.content.decode())
    assert Client().get(link_in(answer)).headers["Referrer-Policy"] == "no-referrer"
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM review_storedpage WHERE path LIKE '%lead%'")
        assert cursor.fetchone() == (0,)


def test_readers_are_led_there_from_the_request_and_from_the_statements_page(statement):
    article = Client().get("/articles/an-article/").content.decode()
    assert f'<a href="{path_of(statement)}">I have a source</a>' in article
    assert "/resolve/" not in article
    anchor = statement.subject.anchor
    page = Client().get(f"/statements/{anchor}/").content.decode()
    assert f'href="{path_of(statement)}?what=wrong"' in page
    form = Client().get(f"{path_of(statement)}?what=wrong").content.decode()
    assert re.search('value="wrong"[^>]*checked', form)
    past = Client().get(f"/at/2999-01-01/statements/{anchor}/").content.decode()
    assert path_of(statement) not in past


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": ""}, "Say which source, or what looks wrong."),
        ({"text": " \u200b "}, "nothing to see"),
        ({"text": f"Glenny{'x' * 2000}"}, "Say it in at most 2,000 characters."),
        ({"text": "Glenny \u202eyas"}, "U+202E"),
        ({"what": ""}, "Choose what you know of it."),
        ({"what": "Glenny"}, "Select a valid choice"),
    ],
)
def test_bad_input_gets_a_sentence_keeps_what_was_typed_and_changes_nothing(
    statement, data, sentence
):
    answer = sent(statement, **{"text": "Glenny", **data})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    if data.get("text") is None or "Glenny" in data["text"]:
        assert "Glenny" in page
    assert not Lead.objects.exists()


def test_lines_count_as_the_browser_counts_them(statement):
    text = "a\r\n" * 1000
    assert "Thank you" in sent(statement, text=text[:-2]).content.decode()
    assert len(Lead.objects.get().text) == 1999


def test_what_fills_the_trap_is_answered_like_a_success_and_kept_nowhere(statement):
    trapped = sent(statement, **{pages.TRAP: "Buy"})
    assert not Lead.objects.exists()
    real = sent(statement)
    strip = [re.sub("/leads/[^/]+/", "", a.content.decode()) for a in (trapped, real)]
    assert strip[0] == strip[1]
    assert trapped.status_code == real.status_code == 200
    assert Client().get(link_in(trapped)).status_code == 404


@pytest.mark.parametrize(
    ("age", "sentence"),
    [
        (2.5, "faster than anybody types"),
        (24 * 3600 + 60, "more than a day ago"),
    ],
)
def test_too_fast_or_too_old_a_form_is_asked_for_again_with_its_text(statement, age, sentence):
    client = Client()
    answer = sent(statement, client, age=age)
    page = answer.content.decode()
    assert sentence in page
    assert TEXT in page
    assert not Lead.objects.exists()
    # The form that came back is a new one, which can be sent.
    opened = re.search('name="opened" value="([^"]+)"', page)[1]
    key, seen, at = signing.loads(opened, salt=pages.SALT)
    assert at > timezone.now().timestamp() - 5
    data = {"what": "source", "text": TEXT}
    data["opened"] = signing.dumps([key, seen, at - 4], salt=pages.SALT)
    assert "Thank you" in client.post(path_of(statement), data).content.decode()


@pytest.mark.parametrize(
    "opened",
    ["", "x", "\u202e", signing.dumps([1, 2], salt=pages.SALT)],
    ids=["nothing", "no signature", "a sign", "another form"],
)
def test_form_that_was_not_opened_here_is_asked_for_again(statement, opened):
    answer = sent(statement, opened=opened)
    assert "not opened here" in answer.content.decode()
    assert TEXT in answer.content.decode()
    assert not Lead.objects.exists()


def test_same_form_sent_twice_is_kept_once_and_other_words_of_it_anew(statement):
    client = Client()
    data = form_on(client, path_of(statement))
    links = {link_in(client.post(path_of(statement), data)) for _ in range(2)}
    assert (len(links), Lead.objects.count()) == (1, 1)
    other = link_in(client.post(path_of(statement), data | {"text": "Another"}))
    assert other not in links
    assert Lead.objects.count() == 2


def test_statement_that_was_reworded_meanwhile_is_shown_and_the_text_kept(statement):
    client = Client()
    data = form_on(client, path_of(statement))
    by = builders.editor()
    builders.approve(builders.change(statement, by, text="New words."), builders.moderator())
    page = client.post(path_of(statement), data).content.decode()
    assert "was reworded or removed since you opened this page" in page
    assert "<mark>New words.</mark>" in page
    assert TEXT in page
    assert not Lead.objects.exists()


def removed(statement, by, judge):
    act = drafts.propose(resolving.remove_statement(statement), by=by, type="delete")
    proposals.send([act], by=by, summary="It is wrong")
    builders.approve(Act.objects.get(pk=act.pk), judge)


def test_statement_that_was_removed_meanwhile_takes_nothing_and_gives_the_text_back(statement):
    client = Client()
    data = form_on(client, path_of(statement))
    removed(statement, builders.editor(), builders.moderator())
    answer = client.post(path_of(statement), data)
    assert answer.status_code == 404
    assert "This statement was removed" in answer.content.decode()
    assert TEXT in answer.content.decode()
    assert not Lead.objects.exists()


def test_what_is_no_statement_takes_no_lead(statement):
    event = Subject.objects.get(kind="events.event").anchor
    for anchor in ("nothing", event):
        assert Client().get(f"/statements/{anchor}/lead/").status_code == 404


# Limits


def later(**span):
    Lead.objects.update(at=F("at") - timedelta(**span))


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


# What is kept of who sent it


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


# At the desk


@pytest.fixture
def by(client):
    made = builders.editor()
    client.force_login(made)
    return made


def test_list_shows_what_is_open_by_what_and_by_article(statement, client, by):
    builders.lead(statement, "The first")
    second = builders.lead(statement, "The second", what="wrong")
    leads.decline(second, by=by, reason="unclear")
    page = client.get(LIST).content.decode()
    assert "1 open" in page
    assert "The first" in page
    assert "The second" not in page
    assert "The second" in client.get(f"{LIST}?fate=all").content.decode()
    assert "The second" in client.get(f"{LIST}?fate=closed").content.decode()
    assert "The first" not in client.get(f"{LIST}?what__exact=wrong").content.decode()
    article = statement.event.article_id
    assert "The first" in client.get(f"{LIST}?article={article}").content.decode()
    nowhere = client.get(f"{LIST}?article={statement.pk}").content.decode()
    assert "The first" not in nowhere
    assert "No lead is like that" in nowhere
    assert "The first" in client.get(f"{LIST}?q=first").content.decode()


def test_list_goes_on_after_a_row(statement, client, by):
    for number in range(55):
        builders.lead(statement, f"Lead {number}", sender=f"s{number}")
    page = client.get(LIST)
    following = page.context["cl"].following
    second = client.get(f"{LIST}{following}")
    shown = [row.pk for p in (page, second) for row in p.context["cl"].result_list]
    assert shown == sorted(Lead.objects.values_list("pk", flat=True))


def test_navigation_counts_the_open_ones_up_to_a_hundred(statement, client, by):
    assert " open</b>" not in client.get("/admin/").content.decode()
    Lead.objects.bulk_create(
        Lead(
            about_id=statement.pk,
            article_id=statement.event.article_id,
            what="source",
            quote="x",
            text="x",
            at=timezone.now(),
            token=str(n).encode(),
        )
        for n in range(120)
    )
    assert "99+ open</b>" in client.get("/admin/").content.decode()


def test_only_who_may_propose_gets_in(statement, client):
    lead = builders.lead(statement)
    reader = builders.user("reader")
    reader.is_staff = True
    reader.save()
    for who in (None, reader):
        if who:
            client.force_login(who)
        for path in (LIST, f"{LIST}{lead.pk}/"):
            assert client.get(path).status_code in (302, 403)
            data = {"reason": "unclear", "close": "1"}
            assert client.post(path, data).status_code in (302, 403)
    for act in (
        lambda: leads.decline(lead, by=reader, reason="unclear"),
        lambda: leads.duplicate(lead, by=reader),
        lambda: leads.reopen(lead, by=reader),
        lambda: leads.take(lead, by=reader, act=Act.objects.first()),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Lead.objects.get().is_open


def test_text_is_shown_as_it_is_and_nothing_in_it_is_a_link(statement, client, by):
    text = "<script>alert(1)</script> https://example.org/a"
    lead = builders.lead(statement, text)
    request = CitationRequest.objects.get()
    for path in (
        LIST,
        f"{LIST}{lead.pk}/",
        f"/admin/events/citationrequest/{request.pk}/resolve/?lead={lead.pk}",
        f"/admin/events/statement/{statement.pk}/ask/?lead={lead.pk}",
        f"/admin/events/statement/{statement.pk}/change/?lead={lead.pk}",
        f"/admin/events/citation/add/?statement={statement.pk}&lead={lead.pk}",
    ):
        page = client.get(path).content.decode()
        assert "&lt;script&gt;alert(1)" in page, path
        assert "<script>alert(1)" not in page, path
        assert 'href="https://example.org' not in page, path


def test_lead_about_other_words_or_a_removed_statement_says_so(statement, client, by):
    lead = builders.lead(statement)
    judge = builders.moderator()
    builders.approve(builders.change(statement, by, text="One thing never happened."), judge)
    assert "reworded since" in client.get(LIST).content.decode()
    page = client.get(f"{LIST}{lead.pk}/").content.decode()
    assert "was reworded since the reader wrote" in page
    assert '<ins class="diff-ins"' in page
    removed(Statement.objects.get(pk=statement.pk), by, judge)
    assert "removed since" in client.get(LIST).content.decode()
    page = client.get(f"{LIST}{lead.pk}/").content.decode()
    assert "was removed since the reader wrote" in page
    assert "One thing happened." in page
    assert "Cite it" not in page


def test_lead_about_a_statement_that_was_joined_to_another_goes_with_it(statement, client, by):
    second = Statement.objects.order_by("position").last()
    link = link_in(sent(second))
    lead = Lead.objects.get()
    act = statements.merge(second, by=by)
    proposals.send([act], by=by, summary="One sentence")
    builders.approve(Act.objects.get(pk=act.pk), builders.moderator())
    request = CitationRequest.objects.get()
    address = f"/admin/events/citationrequest/{request.pk}/resolve/?lead={lead.pk}"
    page = client.get(LIST).content.decode()
    assert "reworded since" in page
    assert address in page
    assert "One thing happened. Another followed." in client.get(address).content.decode()
    resolve(client, request, lead)
    lead.refresh_from_db()
    assert lead.act.type == "resolve"
    assert f"/s/{statement.subject.anchor}/" in told(link)
    assert Client().get(path_of(second)).url == path_of(statement)


def resolve(client, request, lead, **more):
    data = {"way": "cite", "title": "The Balkans", "summary": "Found", "send": "1"} | more
    path = f"/admin/events/citationrequest/{request.pk}/resolve/?lead={lead.pk}"
    return client.post(path, data, follow=True)


def test_open_request_is_resolved_from_a_lead_whose_link_follows_the_act(
    statement, request_open, client, by
):
    link = link_in(sent(statement))
    lead = Lead.objects.get()
    listed = client.get(LIST).content.decode()
    address = f"/admin/events/citationrequest/{request_open.pk}/resolve/?lead={lead.pk}"
    assert f'href="{address}"' in listed
    page = client.get(address)
    assert page.context["form"]["paste"].value() == TEXT
    resolve(client, request_open, lead)
    lead.refresh_from_db()
    act = Act.objects.get(changeset__author=by)
    assert (lead.fate, lead.act, lead.by) == ("taken", act, by)
    waits = "An editor has proposed a citation from it; it waits for review."
    assert waits in told(link)
    builders.approve(act, builders.moderator())
    page = told(link)
    assert "Published on" in page
    assert f"/statements/{statement.subject.anchor}/" in page
    assert Citation.objects.filter(statement=statement).exists()


def test_draft_return_and_rejection_are_told(statement, request_open, client, by):
    link, judge = link_in(sent(statement)), builders.moderator()
    lead = Lead.objects.get()
    resolve(client, request_open, lead, send="", draft="1", summary="x")
    assert "still at work on it" in told(link)
    act = Act.objects.get(changeset__author=by)
    proposals.send([act], by=by, summary="Found")
    builders.return_(Act.objects.get(pk=act.pk), judge)
    assert "a moderator has asked for something more" in told(link)
    revised = drafts.revise(Act.objects.get(pk=act.pk), by=by)
    proposals.send([revised], by=by, summary="With its page")
    assert "it waits for review" in told(link)
    builders.reject(Act.objects.get(pk=revised.pk), judge)
    assert "a moderator turned that down" in told(link)
    assert link.split("/")[2] not in client.get(f"{LIST}?fate=taken").content.decode()


def test_withdrawn_act_is_told_and_the_lead_can_be_opened_again(
    statement, request_open, client, by
):
    link = link_in(sent(statement))
    lead = Lead.objects.get()
    resolve(client, request_open, lead)
    proposals.withdraw(Act.objects.get(changeset__author=by), by=by)
    assert "took back what came of it" in told(link)
    assert TEXT in client.get(f"{LIST}?fate=nothing").content.decode()
    client.post(f"{LIST}{lead.pk}/", {"reopen": "1"})
    assert "It waits for an editor" in told(link)
    assert TEXT in client.get(LIST).content.decode()
    with pytest.raises(Refused, match="open already"):
        leads.reopen(lead, by=by)


def test_amended_and_undone_work_is_told(statement, request_open, client, by):
    link, judge = link_in(sent(statement)), builders.moderator()
    resolve(client, request_open, Lead.objects.get())
    act = Act.objects.get(changeset__author=by)
    title = act.changes.get(subject__kind="sources.source")
    values = {title.pk: {**title.after, "title": "The Balkans, again"}}
    amending.amend(act, by=judge, values=values)
    assert "Published on" in told(link)
    other = builders.moderator("other")
    decision = Decision.objects.latest("pk")
    (undo,) = undoing.undo(decision, by=other, reason="It does not say so")
    builders.approve(undo.acts.get(), builders.moderator("third"))
    assert "taken back since" in told(link)


def test_statement_without_a_request_is_cited_by_the_stock_form(statement, op, client, by):
    other = Statement.objects.order_by("position").last()
    source = builders.published_citation(op, statement).source_id
    lead = builders.lead(other)
    path = f"/admin/events/citation/add/?statement={other.pk}&lead={lead.pk}"
    assert path.replace("&", "&amp;") in client.get(LIST).content.decode()
    data = {"statement": other.pk, "source": source, "direction": "supports", "_save": "1"}
    client.post(path, data)
    lead.refresh_from_db()
    assert lead.act.changes.get().subject.kind == "events.citation"
    assert lead.act.state == "draft"


def test_statement_is_asked_about_or_reworded_from_a_lead(statement, client, by):
    wrong = builders.lead(statement, what="wrong")
    path = f"/admin/events/statement/{statement.pk}/ask/?lead={wrong.pk}"
    form = client.get(path).context["form"]
    assert form["kind"].value() == "dubious"
    assert form["reason"].value() in (None, "")
    data = {"kind": "dubious", "summary": form["summary"].value(), "send": "1"}
    client.post(path, data)
    wrong.refresh_from_db()
    assert wrong.act.state == "pending"
    other = Statement.objects.order_by("position").last()
    reworded = builders.lead(other, what="wrong")
    path = f"/admin/events/statement/{other.pk}/change/?lead={reworded.pk}"
    client.post(path, form_of(client, path) | {"text": "Another thing followed."})
    reworded.refresh_from_db()
    assert reworded.act.changes.get().after == {"text": "Another thing followed."}


def test_lead_of_another_statement_takes_no_part(statement, request_open, client, by):
    other = builders.lead(Statement.objects.order_by("position").last())
    answer = resolve(client, request_open, other)
    assert answer.status_code == 200
    assert Act.objects.filter(changeset__author=by).exists()
    assert Lead.objects.get().is_open
    for odd in ("x", "9" * 30, "-1"):
        path = f"/admin/events/citationrequest/{request_open.pk}/resolve/?lead={odd}"
        assert client.get(path).status_code == 200


def test_lead_that_somebody_closed_meanwhile_stays_so_and_the_work_is_kept(statement, by):
    lead, other = builders.lead(statement), builders.editor("other")
    act = builders.change(statement, by, text="Other words.")
    leads.decline(lead, by=other, reason="holds")
    assert not leads.take(lead, by=by, act=act)
    lead.refresh_from_db()
    assert (lead.fate, lead.by) == ("declined", other)
    with pytest.raises(Refused, match="closed this lead meanwhile"):
        leads.decline(lead, by=by, reason="unclear")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": "no-source"}, "Declined: it names no source that can be looked up."),
        (
            {"reason": "holds", "note": "See the second edition."},
            "Declined: we looked, and the statement holds. See the second edition.",
        ),
        ({"reason": "other", "note": "The archive is shut."}, "Declined: The archive is shut."),
        ({"reason": "duplicate"}, "Somebody had said the same before"),
    ],
)
def test_editor_closes_a_lead_and_its_link_says_why(statement, client, by, data, sentence):
    link = link_in(sent(statement))
    lead = Lead.objects.get()
    answer = client.post(f"{LIST}{lead.pk}/", {**data, "close": "1"}, follow=True)
    assert "The reader’s private link says so" in answer.content.decode()
    assert sentence in told(link)
    lead.refresh_from_db()
    assert (lead.by, lead.act) == (by, None)


def test_closing_sent_twice_is_done_once(statement, client, by):
    lead = builders.lead(statement)
    twice(client, f"{LIST}{lead.pk}/", {"reason": "unclear", "close": "1"})
    lead.refresh_from_db()
    assert lead.reason == "unclear"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"reason": ""}, "This field is required"),
        ({"reason": "other", "note": ""}, "Say what the other reason is"),
        ({"reason": "holds", "note": "x\u202e"}, "U+202E"),
        ({"reason": "holds", "note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_closing_without_a_reason_is_told_and_changes_nothing(
    statement, client, by, data, sentence
):
    lead = builders.lead(statement)
    page = client.post(f"{LIST}{lead.pk}/", {"note": "Kept", "close": "1"} | data)
    assert sentence in page.content.decode()
    assert Lead.objects.get().is_open


# How long it is kept


def test_what_was_closed_long_ago_is_swept_and_what_still_waits_is_not(
    statement, settings, capsys, by
):
    settings.ATTESTED_LEADS_KEPT_DAYS = 30
    kept = [builders.lead(statement, "open"), builders.lead(statement, "lately")]
    gone = [builders.lead(statement, "declined"), builders.lead(statement, "published")]
    waiting = builders.lead(statement, "waits")
    pending = builders.change(statement, by, text="Waits.")
    published = Act.objects.filter(state="approved").first()
    leads.decline(gone[0], by=by, reason="unclear")
    leads.take(gone[1], by=by, act=published)
    leads.take(waiting, by=by, act=pending)
    Lead.objects.exclude(fate="open").update(closed_at=F("closed_at") - timedelta(days=31))
    leads.decline(kept[1], by=by, reason="unclear")
    call_command("sweep_leads")
    assert "2 closed leads deleted" in capsys.readouterr().out
    assert set(Lead.objects.values_list("text", flat=True)) == {"open", "lately", "waits"}


@pytest.mark.django_db(transaction=True)
def test_redaction_takes_words_out_of_leads(op, statement):
    by = builders.editor()
    lead = builders.lead(statement, "My neighbour Zebra Quagga has it")
    other = builders.lead(statement, "x")
    leads.decline(other, by=by, reason="holds", note="As Zebra Quagga knows")
    told = traces.find("Zebra Quagga").shown()
    assert [(what, excerpt) for what, excerpt, *_ in told] == [
        ("lead", "My neighbour Zebra Quagga has it"),
        ("lead", "As Zebra Quagga knows"),
    ]
    redacting.redact("Zebra Quagga", by=op, reason="A private person")
    lead.refresh_from_db()
    assert lead.text == "[redacted]"
    assert "quagga" not in dump().lower()
    redacting.redact("One thing happened", by=op, reason="A private matter")
    lead.refresh_from_db()
    assert lead.quote == "[redacted]"


def test_words_are_read_behind_the_gate_that_a_redaction_shuts(statement):
    with CaptureQueriesContext(connection) as asked:
        builders.lead(statement)
    first = [
        next(n for n, query in enumerate(asked.captured_queries) if words in query["sql"])
        for words in (f"pg_advisory_xact_lock_shared({GATE})", '"events_statement"')
    ]
    assert first == sorted(first)


def test_settings_that_are_no_numbers_stop_the_start():
    for name, value in (("AN_HOUR", "many"), ("KEPT_DAYS", "0"), ("A_PAGE", "-1")):
        given = {**os.environ, f"ATTESTED_LEADS_{name}": value}
        done = subprocess.run(
            [sys.executable, "-c", "import config.settings"],
            env=given,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 1
        assert "are numbers from 1" in done.stderr


def test_changes_of_other_acts_are_told_as_what_they_are(statement, by):
    lead = builders.lead(statement, what="wrong")
    act = builders.change(statement, by, text="Other words.")
    leads.take(lead, by=by, act=act)
    assert Change.objects.filter(act=act).count() == 1
    assert sending.become(act) == act
    assert "proposed other words for the statement" in fate_of(Lead.objects.get()).sentence
