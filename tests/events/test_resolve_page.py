"""The page on which one request is resolved: what helps, what is kept, what is shown while one types."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.desk import autosave, helping
from events.models import CitationRequest, Dating, Statement, Typed
from review.deciding import decisions, redacting
from review.models import Act
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by(client):
    found = builders.editor()
    client.force_login(found)
    return found


@pytest.fixture
def article(op):
    texts = ["One thing happened near Belgrade in May.", "Another followed.", "And a third."]
    return builders.article(op, texts)


@pytest.fixture
def asked(article):
    return CitationRequest.objects.get()


@pytest.fixture
def address(asked):
    return f"/admin/events/citationrequest/{asked.pk}"


def page_of(client, address):
    answer = client.get(f"{address}/resolve/")
    assert answer.status_code == 200
    return answer.content.decode()


# What may help.


def suggested(asked):
    statement = Statement.objects.select_related("event").get(pk=asked.about_id)
    return {one.source.title: "; ".join(one.reasons) for one in helping.works_for(asked, statement)}


def test_works_are_suggested_with_why(op, article, asked, client, by, address):
    assert suggested(asked) == {}
    second = Statement.objects.order_by("position")[1]
    builders.published_citation(op, second, title="Beside it")
    builders.published_citation(op, second, title="The siege of Belgrade", issued="1999")
    far = builders.article(op, ["Elsewhere."], "Elsewhere")
    there = Statement.objects.get(event__article=far)
    builders.published_citation(op, there, title="A calendar")
    statement = Statement.objects.get(pk=asked.about_id)
    day = [
        Dating.new(statement_id=key, words="then", edtf="1807-07-10")
        for key in (statement.pk, there.pk)
    ]
    decisions.publish([drafts.create(one) for one in day], by=op, summary="dated")
    why = suggested(asked)
    assert next(iter(why)) == "The siege of Belgrade"  # It has the most reasons.
    assert "it is cited in this paragraph" in why["Beside it"]
    assert "its title or authors name Belgrade" in why["The siege of Belgrade"]
    assert why["A calendar"] == "it is cited elsewhere for 10 July 1807"
    page = page_of(client, address)
    assert "Likely to help" in page
    assert "it is cited elsewhere for 10 July 1807 · cited 1 time" in page


def test_a_work_that_is_cited_there_already_is_not_suggested(op, article, asked):
    statement = Statement.objects.get(pk=asked.about_id)
    builders.published_citation(op, statement, title="On Belgrade")
    assert suggested(asked) == {}


def test_the_printed_reference_leads_to_the_work_that_it_looks_like(op, article, asked):
    builders.published_citation(op, Statement.objects.last(), title="The Balkans")
    asked.printed = "Glenny, Misha (2012). The Balkans. London: Granta."
    assert "the reference that the text prints" in suggested(asked)["The Balkans"]


def test_a_suggestion_that_is_chosen_is_what_is_cited(op, article, asked, client, by, address):
    source = builders.published_citation(op, Statement.objects.last()).source_id
    form = {"way": "cite", "source": ["", str(source)], "summary": "It says so", "send": "1"}
    page = page_of(client, address)
    assert page.index('name="source"') < page.index('type="radio" name="source"')
    assert client.post(f"{address}/resolve/", form).status_code == 302
    act = Act.objects.get(state="pending")
    assert act.changes.get(subject__kind="events.citation").after["source_id"] == str(source)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The fleet of Nikola Petrović left. It sank near Corfu’s coast.", "Nikola Petrović Corfu"),
        ("Nothing here.", ""),
        ("Године 1806. Карађорђе је дошао у Београд.", "Карађорђе Београд"),
    ],
)
def test_names_are_words_with_a_capital_that_begin_no_sentence(text, names):
    assert helping.names_in(text) == names.split()


# What is typed.


def test_what_is_typed_is_kept_for_another_device_until_it_is_sent(
    client, by, article, asked, address
):
    typed = {"way": "cite", "title": "A «book»\nof two lines", "locator": "", "summary": "ї"}
    told = client.post(f"{address}/typed/", typed).json()
    assert told["at"]
    client.logout()
    client.force_login(by)
    page = page_of(client, address)
    assert "This is what you typed on" in page
    assert "A «book»" in page
    assert 'value="ї"' in page
    # It is nobody else's, and no draft.
    client.force_login(builders.editor("other"))
    assert "A «book»" not in page_of(client, address)
    assert not Act.objects.filter(changeset__author=by).exists()
    client.force_login(by)
    form = typed | {"title": "A book", "send": "1"}
    assert client.post(f"{address}/resolve/", form).status_code == 302
    assert not Typed.objects.exists()


def test_what_was_typed_can_be_forgotten_and_goes_by_itself_after_a_month(
    client, by, article, asked, address
):
    client.post(f"{address}/typed/", {"title": "A book"})
    client.post(f"{address}/typed/", {"drop": "1"})
    assert not Typed.objects.exists()
    autosave.keep(asked.pk, {"title": "Old"}, by=by)
    Typed.objects.update(at=timezone.now() - timedelta(days=31))
    client.post(f"{address}/typed/", {"title": ""})
    assert not Typed.objects.exists()


def test_too_much_to_keep_is_told_and_what_was_kept_stays(client, by, article, asked, address):
    client.post(f"{address}/typed/", {"title": "A book"})
    answer = client.post(f"{address}/typed/", {"quotation": "x" * 200_000})
    assert answer.status_code == 409
    assert "keep it as a draft" in answer.json()["refused"]
    assert autosave.kept(asked.pk, by=by)["answer"].values == {"title": "A book"}


def test_signs_between_fields_are_never_typed(by, article, asked):
    autosave.keep(asked.pk, {"title": "One\x1eway\x1fdecline", "note": "x"}, by=by)
    assert autosave.kept(asked.pk, by=by)["answer"].values == {
        "title": "Onewaydecline",
        "note": "x",
    }


def test_redacted_words_are_not_kept_among_what_is_typed(op, by, article, asked):
    autosave.keep(asked.pk, {"quotation": "His name was Quixote"}, by=by)
    redacting.redact("Quixote", by=op, reason="Private")
    assert "Quixote" not in Typed.objects.get().text
    assert autosave.kept(asked.pk, by=by)


# What is shown while one types.


def test_preview_shows_the_sentence_and_its_note_and_keeps_nothing(
    client, by, article, asked, address
):
    form = {
        "way": "cite",
        "type": "book",
        "title": "The Balkans",
        "names": "Glenny, Misha",
        "label": "page",
        "locator": "30",
        "quotation": "So it was",
    }
    html = client.post(f"{address}/preview/", form).json()["html"]
    assert "One thing happened near Belgrade in May.<sup>1</sup>" in html
    assert "Misha Glenny, <i>The Balkans</i>" in html
    assert "<q>So it was</q>" in html
    assert not Act.objects.filter(changeset__author=by).exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"way": "cite"}, "Choose a source that was found"),
        ({"way": "cite", "title": "A", "issued": "yesterday"}, "yesterday"),
        ({"way": "reword", "text": "Other words."}, "Other words."),
        ({"way": "decline"}, "Choose a reason."),
        ({}, "required"),
    ],
)
def test_preview_says_what_is_still_wanted(client, by, article, asked, address, form, said):
    assert said in client.post(f"{address}/preview/", form).json()["html"]


def test_sending_leads_on_to_the_next_of_the_same_filter_and_claims_it(
    client, op, by, article, asked, address
):
    second = Statement.objects.order_by("position")[1]
    third = Statement.objects.order_by("position")[2]
    edits = [
        drafts.create(CitationRequest.new(about_id=second.pk, kind="when")),
        drafts.create(CitationRequest.new(about_id=third.pk)),
    ]
    decisions.publish(edits, by=op, summary="asked")
    form = {"way": "decline", "declined_for": "irrelevant", "summary": "No", "send": "1"}
    answer = client.post(f"{address}/resolve/?kind=citation-needed", form)
    last = CitationRequest.objects.get(about=third.pk)
    assert answer.headers["Location"] == (
        f"/admin/events/citationrequest/{last.pk}/resolve/?kind=citation-needed"
    )
    assert last.subject.claim.by == by


def test_a_search_in_vain_leads_on(client, op, by, article, asked, address):
    form = {"where": "JSTOR", "note": "Belgrade 1806", "on": "1"}
    answer = client.post(f"{address}/attempt/", form, follow=True)
    assert "Nothing is left here" not in answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/admin/events/citationrequest/worklist/"
    assert "Belgrade 1806" in page_of(client, address)
