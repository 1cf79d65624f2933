"""Redaction in a real article: statements, sources, renderings, desk notes, stored pages."""

import pytest
from django.test import Client

from events.models import CitationRequest, Statement
from events.services import desk
from review import log
from review.exceptions import Refused
from review.models import StoredPage
from review.services import redacting
from sources.models import Contributor, Rendering, Source
from tests import builders
from tests.review.test_redacting import dump

pytestmark = pytest.mark.django_db(transaction=True)


def test_name_in_statement_source_attempt_and_page_is_gone(client):
    op, judge = builders.operator(), builders.moderator()
    builders.article(op, ["Vukodlak wrote the letter.", "Nothing else is known."])
    request = CitationRequest.objects.get()
    by = builders.editor()
    builders.approve(builders.answer(request, by, title="Letters of Vukodlak"), judge)
    desk.attempt(request, by=by, where="Papers of Vukodlak")
    client.get("/articles/an-article/")
    client.get("/sources/letters-of-vukodlak/")
    assert Rendering.objects.filter(html__contains="Vukodlak").exists()
    redacting.redact("Vukodlak", by=op, reason="A private person")
    assert not StoredPage.objects.exists()
    assert "vukodlak" not in dump().lower()
    assert list(log.breaks()) == []
    page = Client().get("/articles/an-article/").content.decode()
    assert "[redacted]" in page
    assert "Nothing else is known." in page
    assert StoredPage.objects.filter(path="/articles/an-article/").exists()
    assert Client().get("/sources/letters-of-vukodlak/").status_code == 404
    assert Source.objects.get().title == "[redacted]"


def test_better_words_published_first_stay(client):
    op, judge = builders.operator(), builders.moderator()
    builders.article(op, ["Vukodlak wrote the letter.", "Nothing else is known."])
    statement = Statement.objects.get(text__startswith="Vuk")
    better = builders.change(statement, builders.editor(), text="Someone wrote the letter.")
    builders.approve(better, judge)
    redacting.redact("Vukodlak", by=op, reason="A private person")
    page = client.get("/articles/an-article/").content.decode()
    assert "Someone wrote the letter." in page
    history = client.get(f"/statements/{statement.subject.anchor}/").content.decode()
    assert "[redacted]" in history


def test_name_that_two_fields_spell_is_found_whichever_way_it_is_told(client):
    op, judge, by = builders.operator(), builders.moderator(), builders.editor()
    builders.article(op, ["A thing happened.", "Another did."])
    statement = Statement.objects.get(text__startswith="Another")
    builders.published_citation(op, statement)
    act = builders.answer(CitationRequest.objects.get(), by, title="Another book")
    redacting.redact("misha  Glenny", by=op, reason="A private person")
    names = set(Contributor.objects.values_list("given", "family"))
    assert names == {("[redacted]", "[redacted]")}
    assert "Glenny" not in dump()
    act.refresh_from_db()
    assert act.title == "[redacted]"
    with pytest.raises(Refused, match="propose it again"):
        builders.approve(act, judge)
    with pytest.raises(Refused, match="nowhere"):
        redacting.redact("Glenny, Misha", by=op, reason="Again")
    assert list(log.breaks()) == []


def test_rendering_in_which_pandoc_wrote_the_words_otherwise_goes_and_live_ones_are_remade(client):
    op = builders.operator()
    builders.article(op, ["A thing happened.", "Another did."])
    one, two = Statement.objects.order_by("position")
    builders.published_citation(op, one, title='The life of "Quagga" O\'Zebra, a man')
    builders.published_citation(op, two, title="A plain book")
    assert Rendering.objects.filter(html__contains="Zebra").exists()
    redacting.redact('"Quagga" O\'Zebra', by=op, reason="A private person")
    assert not Rendering.objects.filter(html__contains="Zebra").exists()
    assert Rendering.objects.filter(html__contains="A plain book").count() == 1
    assert "zebra" not in dump().lower()
