"""Every field that holds words, and every model and form with one."""

import pytest
from django.apps import apps
from django.db import models

from review import kinds
from review.models import (
    CannedReason,
    Reviewed,
    User,
    Worded,
)
from tests.characters.steps import OVERRIDE, faults

pytestmark = pytest.mark.django_db


def text_fields():
    """(model, field) of each column of a reviewed model that a person fills with words."""
    for kind in kinds.every():
        for field in kind.model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField) and field.editable:
                yield kind.model, field


# Registered when apps are ready, long before.
FIELDS = list(text_fields())
MARKED = [pytest.param(m, f, id=f"{m._meta.label}.{f.name}") for m, f in FIELDS]


@pytest.mark.parametrize(("model", "field"), MARKED)
def test_field_of_a_reviewed_model_holds_something_to_see(model, field):
    assert faults(model, field.name, "\u200b")


@pytest.mark.parametrize(("model", "field"), MARKED)
def test_field_of_a_reviewed_model_turns_nothing_unless_it_is_prose(model, field):
    text, is_prose = f"12{OVERRIDE}3", field.name in model.prose
    assert ("U+202E" in model.unfit({field.attname: text}).get(field.name, "")) != is_prose
    assert bool(faults(model, field.name, text)) != is_prose


def test_prose_is_what_is_meant_to_be():
    """A field of prose holds what it was given to the byte: each new one is to be thought about."""
    assert {f"{m._meta.model_name}.{f.name}" for m, f in FIELDS if f.name in m.prose} == {
        "statement.text",
        "citation.quotation",
        "illustration.caption",
        "source.abstract",
        "source.note",
        "note.text",
    }


def test_what_is_not_editable_is_a_files_own():
    left = {
        f"{kind.model._meta.model_name}.{field.name}"
        for kind in kinds.every()
        for field in kind.model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.editable
    }
    assert left == {
        "article.lead",
        "article.tail",
        "citationrequest.pages",
        "citationrequest.printed",
        "section.lead",
        "section.trail",
        "illustration.lead",
        "mergedwork.title",
        "statement.lead",
        "statement.trail",
    }


# Models that hold words and are written by a service, which looks at them, or by no person.
BY_A_SERVICE = {
    "review.changeset": "proposals.send, record; undoing",
    "review.comment": "proposals.comment; carrying",
    "review.decision": "decisions, redacting",
    "review.verdict": "decisions",
    "review.restriction": "restricting",
    "events.attempt": "claims",
    "events.savedfilter": "worklist.keep_filter",
    "events.campaign": "campaigns.open_campaign, rename",
    "events.typed": "as it was typed, before it is looked at",
    "events.lead": "leads.send; decline, duplicate",
    "events.verification": "verifying",
    "review.act": "its title is made of words, balanced",
    "review.change": "drafts.check_words",
    "review.slug": "made of a title by slug_of",
    "events.articleimport": "made of a title by slug_of",
}
NO_WORDS = {
    "review.duefiles",
    "review.entry",
    "review.flag",
    "review.openchange",
    "review.pageversion",
    "review.publication",
    "review.publishedroot",
    "review.redaction",
    "review.spentform",
    "review.storedpage",
    "review.subject",
    "review.tally",
    "review.trustnote",
    "sources.rendering",
    "events.articlestanding",
    "events.picture",
    "events.statementstanding",
    "events.eventplace",
    "events.sourcestanding",
    "events.indexentry",
    "events.indexword",
    "events.alteration",
    "events.topicstanding",
    "events.topicspelling",
    "events.ledgerentry",
    "events.requeststanding",
    "events.requesttally",
    "events.periodtally",
}


def test_every_model_with_words_is_looked_at_somewhere():
    holding = {
        model._meta.label_lower
        for app in ("review", "sources", "events")
        for model in apps.get_app_config(app).get_models()
        if not issubclass(model, Worded)
        and not model._meta.model_name.startswith("historical")
        and any(
            isinstance(f, models.CharField | models.TextField | models.JSONField) and not f.choices
            for f in model._meta.concrete_fields
        )
    }
    assert holding <= set(BY_A_SERVICE) | NO_WORDS
    assert set(BY_A_SERVICE) <= holding
    assert issubclass(Reviewed, Worded)
    for model in (User, CannedReason):
        assert issubclass(model, Worded)


@pytest.mark.parametrize("name", sorted(User.NAMES))
def test_names_of_an_account_are_looked_at(name):
    assert "nobody sees" in User.unfit({name: "Ana\u200b"})[name]
    assert "U+202E" in User.unfit({name: f"Ana{OVERRIDE}"})[name]
    for text in ("\u3164", f"Ana{OVERRIDE}", "Ana\u200b"):
        assert faults(User, name, text)
    assert faults(User, "password", f"x{OVERRIDE}") == ""
    assert "U+202E" in faults(CannedReason, "text", f"No{OVERRIDE}")
