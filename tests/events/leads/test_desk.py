"""Leads at the desk: who sees them, and how they are listed."""

import pytest
from django.test import Client
from django.utils import timezone

from events.desk import leads, statements
from events.models import CitationRequest, Lead, Statement
from review.exceptions import NotAllowed
from review.models import Act
from review.proposing import proposals
from tests import builders
from tests.events.leads.steps import LIST, link_in, path_of, removed, resolve, sent, told

pytestmark = pytest.mark.django_db


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
