"""Each named constraint is violated once, in the database itself: a new one needs a row here."""

import uuid
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.test import Client
from django.utils import timezone

from events.desk import autosave, campaigns, claims, leads, verifying, worklist
from events.models import (
    CitationRequest,
    Dating,
    Illustration,
    Section,
    SectionRequest,
    Statement,
)
from events.pages import reads
from review.deciding import decisions, undoing
from review.desk import reading
from review.ids import uuid7
from review.models import Act, CannedReason, Changeset, Decision
from review.proposing import drafts, proposals
from review.weighing import restricting
from sources.desk import merging
from sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db
APPS = ("review", "sources", "events")
OTHER_KEY = object()
OWN_KEY = object()

# A row that exists, changed like this, must be refused under this name. Rows are chosen by the
# first dict; unique constraints need no change but another primary key.
CASES = {
    "review_changeset_one_unsent_per_author": ({"sent_at": None}, {}),
    "review_act_sent_unless_draft": ({"state": "draft"}, {"state": "pending"}),
    "review_act_one_revision": ({"revises__isnull": False}, {}),
    "review_change_once_per_act": ({"act__state": "draft"}, {}),
    "review_openchange_one_per_author_and_subject": ({}, {"change_id": OTHER_KEY}),
    "review_verdict_says_why": ({"choice": "return"}, {"reason": ""}),
    "review_storedpage_one_per_build": ({}, {}),
    "review_subject_anchor": ({}, {}),
    "review_slug_address": ({}, {"is_current": False}),
    "review_slug_one_current": ({}, {"slug": "another"}),
    "review_notice_of_one_thing": ({"comment__isnull": False}, {"comment_id": None}),
    "review_notice_once_a_decision": ({"decision__isnull": False}, {}),
    "review_notice_once_a_comment": ({"comment__isnull": False}, {}),
    "review_notice_once_an_endorsement": ({"endorsement__isnull": False}, {}),
    "review_notice_once_a_restriction": ({"restriction__isnull": False}, {}),
    "review_notice_once_a_lifting": ({"lifted__isnull": False}, {}),
    "review_notice_once_an_undo": ({"undo__isnull": False}, {}),
    "review_cannedreason_once": ({}, {}),
    "review_restriction_of_one_thing": ({"what": "closed"}, {"subject_id": None}),
    "review_restriction_one_in_force": ({"lifted_at": None}, {}),
    "review_restriction_says_why": ({}, {"reason": ""}),
    "review_endorsement_once_a_person": ({}, {}),
    "review_undone_once": ({}, {}),
    "review_reading_once_a_person": ({}, {}),
    "review_entry_once_a_row": ({"publication": None}, {}),
    "review_tally_one_a_work": ({}, {}),
    "sources_source_has_title": ({}, {"title": ""}),
    "sources_source_one_per_doi": ({}, {"pmid": "", "pmcid": "", "arxiv": ""}),
    "sources_source_one_per_pmid": ({}, {"doi": "", "pmcid": "", "arxiv": ""}),
    "sources_source_one_per_pmcid": ({}, {"doi": "", "pmid": "", "arxiv": ""}),
    "sources_source_one_per_arxiv": ({}, {"doi": "", "pmid": "", "pmcid": ""}),
    "sources_source_edition_of_another": ({}, {"edition_of_id": OWN_KEY}),
    "sources_contributor_person_or_institution": ({}, {"literal": "The Institute"}),
    "sources_contributor_place": ({}, {}),
    "sources_mergedwork_once": ({}, {}),
    "sources_notthesame_in_order": ({}, {"first_id": uuid.UUID(int=2**128 - 1)}),
    "sources_notthesame_once_a_pair": ({}, {}),
    "events_article_has_title": ({}, {"title": ""}),
    "events_section_place": ({}, {}),
    "events_section_level": ({}, {"level": 7}),
    "events_illustration_credited": ({}, {"image": "view.jpg", "credit": ""}),
    "events_illustration_place": ({}, {}),
    "events_picture_bounded": ({}, {"width": 0}),
    "events_picturesize_once": ({}, {}),
    "events_event_place": ({}, {}),
    "events_campaign_has_a_name": ({}, {"name": ""}),
    "events_campaign_address": ({}, {}),
    "events_campaign_in_order": ({}, {"ends_on": date(1999, 1, 1), "slug": "another"}),
    "events_campaign_closed_by_somebody": ({}, {"closed_at": timezone.now(), "slug": "another"}),
    "events_campaignitem_once": ({}, {}),
    "events_campaignstep_adds_or_extends": ({}, {"added": 0}),
    "events_pick_one_a_person": ({}, {}),
    "events_savedfilter_one_name": ({}, {}),
    "events_typed_one_a_form": ({}, {}),
    "events_ledgerentry_resolved_somehow": ({"what": "opened"}, {"resolution": "cited"}),
    "events_requesttally_once": ({}, {}),
    "events_requesttally_balances": ({"article": None}, {"open": 99, "tagged_on": "1999-01"}),
    "events_periodtally_once": ({}, {}),
    "events_periodtally_counts_up": ({}, {"tagged_on": "1999-01", "open": -1}),
    "events_indexword_is_there": ({}, {"word": "another", "number": 0}),
    "events_ledgerday_counts": ({}, {"day": date(1999, 1, 1), "opened": -1}),
    "events_statement_has_words": ({}, {"text": ""}),
    "events_statement_look_again_day": ({}, {"look_again_on": "2026-13"}),
    "events_statement_place": ({}, {}),
    "events_dating_in_order": ({}, {"lower": 18130101, "upper": 18120101}),
    "events_topic_has_a_name": ({}, {"name": "", "wikidata": ""}),
    "events_topic_one_per_item": ({}, {}),
    "events_topic_on_earth": ({}, {"latitude": 9_000_001, "wikidata": ""}),
    "events_topic_placed": ({}, {"kind": "person", "wikidata": ""}),
    "events_topicname_is_a_name": ({}, {"name": "", "position": "9"}),
    "events_topicname_place": ({}, {}),
    "events_mention_has_words": ({}, {"words": ""}),
    "events_topicuse_once": ({}, {}),
    "events_alteration_once": ({}, {}),
    "events_citation_labelled": ({}, {"locator": "3", "label": ""}),
    "events_lead_says_something": ({}, {"text": ""}),
    "events_lead_one_a_token": ({}, {}),
    "events_lead_closed_by_somebody": ({"fate": "open"}, {"by_id": 1}),
    "events_lead_taken_up_by_an_act": ({"fate": "taken"}, {"act_id": None}),
    "events_lead_declined_with_a_reason": ({"fate": "declined"}, {"reason": ""}),
    "events_lead_note_where_nothing_came": ({"fate": "open"}, {"note": "Why?"}),
    "events_claim_ends_after_it_begins": ({}, {"until": timezone.now() - timedelta(days=9)}),
    "review_flag_once_an_act": ({}, {}),
    "events_verification_once_a_person": ({}, {}),
    "events_reads_once_a_day": ({}, {}),
    "events_citationrequest_declined_with_a_reason": (
        {},
        {"resolution": "declined", "declined_for": ""},
    ),
}


def ours():
    """{name: model} of every named constraint; those of history are one for each kind."""
    return {
        constraint.name: model
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


@pytest.fixture(scope="module")
def world(for_all):
    with for_all():
        row_of_everything()


def row_of_everything():
    """At least one row of every model."""
    op, by = builders.operator(), builders.editor()
    article = builders.article(op)
    statement = Statement.objects.order_by("position").first()
    numbers = {"doi": "10.1000/182", "pmid": "17284678"}
    numbers |= {"pmcid": "PMC3531190", "arxiv": "2101.00001"}
    citation = builders.published_citation(op, statement, **numbers)
    seen = verifying.digest_now(citation)
    verifying.verify(citation, by=by, read="The book", seen=seen)
    made = (
        Section.new(article_id=article.pk, position="5", title="A part"),
        SectionRequest.new(article_id=article.pk),
        Illustration.new(article_id=article.pk, position="5", caption="A view"),
        Dating.new(statement_id=statement.pk, words="thing", edtf="1812"),
    )
    decisions.publish([drafts.create(o) for o in made], by=op, summary="more")
    builders.topic(
        op,
        "Belgrade",
        [("Београд", "sr-Cyrl")],
        [(statement, "thing")],
        kind="place",
        coordinates="44.8178, 20.4569",
        wikidata="Q3711",
    )
    works = [Source.new(type="book", title=title) for title in ("A book", "The book", "One more")]
    decisions.publish([drafts.create(w) for w in works], by=op, summary="books")
    merging.not_the_same(works[0].pk, works[2].pk, by=by)
    edits = merging.merging([works[0]], works[1])
    decisions.publish(edits, by=op, summary="One book", type="merge")
    request = CitationRequest.objects.get()
    claims.claim(request, by=by)
    worklist.pick(request.pk, "pinned", by=by)
    worklist.keep_filter("Dates", worklist.Wanted(kind="when"), by=by, is_shared=False)
    autosave.keep(request.pk, {"quotation": "So it was"}, by=by)
    builders.lead(statement)
    leads.decline(builders.lead(statement), by=by, reason="unclear")
    leads.take(builders.lead(statement), by=by, act=Act.objects.first())
    builders.picture(by)
    act = builders.change(statement, by, text="Other words.")
    judge = builders.moderator()
    campaigns.extend(builders.campaign(judge), by=judge, ends_on=date(2999, 1, 1))
    proposals.comment(act, by=judge, text="Which?")
    reading.note(act.changeset, judge)
    builders.return_(act, judge)
    drafts.revise(act, by=by)
    CannedReason.objects.create(choice="return", text="Why?")
    held = restricting.restrict("second", by=judge, reason="x", subject=statement.pk)
    builders.approve(builders.change(statement, builders.editor("other"), text="Others."), judge)
    undoing.undo(Decision.objects.first(), by=judge, reason="x")
    restricting.lift(held, by=judge)
    restricting.restrict("closed", by=judge, reason="x", subject=statement.pk)
    restricting.lift(restricting.restrict("block", by=judge, reason="x", account=by), by=judge)
    Client().get("/")
    reads.count(['[25/Nov/2026:10:00:01 +0000] "GET /articles/an-article/ HTTP/1.1" 200'])


def insert(model, values):
    """One row, past Django and with the publisher's right; deferred places are looked at once too."""
    fields = [f for f in model._meta.concrete_fields if f.attname in values]
    columns = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    places = ", ".join(["%s"] * len(fields))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL review.engine = 'on'")
        for constraint in model._meta.constraints:
            if getattr(constraint, "deferrable", None):
                cursor.execute(f"SET CONSTRAINTS {constraint.name} IMMEDIATE")
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places})",
            [f.get_db_prep_save(values[f.attname], connection) for f in fields],
        )


def test_every_constraint_has_a_row():
    named = {name for name in ours() if not name.endswith("_once_per_publication")}
    assert named == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_constraint_refuses_the_row_that_violates_it(world, name):
    model = ours()[name]
    chosen, changed = CASES[name]
    values = model.objects.filter(**chosen).values(
        *(f.attname for f in model._meta.concrete_fields)
    )[0]
    pk = model._meta.pk
    if isinstance(pk, models.AutoField):
        del values[pk.attname]
    else:
        values[pk.attname] = uuid7()
    for attname, value in changed.items():
        if value is OTHER_KEY:
            value = 10**9
        values[attname] = values[pk.attname] if value is OWN_KEY else value
    with pytest.raises(IntegrityError) as refused:
        insert(model, values)
    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize(
    "name", sorted(name for name in ours() if name.endswith("_once_per_publication"))
)
def test_history_holds_one_row_a_subject_and_publication(world, name):
    model = ours()[name]
    values = model.objects.values(*(f.attname for f in model._meta.concrete_fields))[0]
    values[model._meta.pk.attname] = (
        uuid.uuid4() if isinstance(model._meta.pk, models.UUIDField) else 10**9
    )
    with pytest.raises(IntegrityError) as refused:
        insert(model, values)
    assert refused.value.__cause__.diag.constraint_name == name


# What the app's own role may not do to what was sent, said, decided or published.
FROZEN = (
    "UPDATE review_changeset SET summary = 'bent' WHERE sent_at IS NOT NULL",
    "UPDATE review_changeset SET author_id = author_id + 1 WHERE sent_at IS NOT NULL",
    "UPDATE review_changeset SET sent_at = NULL WHERE sent_at IS NOT NULL",
    "DELETE FROM review_changeset WHERE sent_at IS NOT NULL",
    "TRUNCATE review_changeset CASCADE",
    "UPDATE review_restriction SET reason = 'bent'",
    "UPDATE review_restriction SET until = now()",
    "UPDATE review_restriction SET lifted_at = NULL, lifted_by_id = NULL",
    "UPDATE review_restriction SET lifted_at = now()",
    "DELETE FROM review_restriction",
    "TRUNCATE review_restriction CASCADE",
    "UPDATE review_act SET size = 77 WHERE state <> 'draft'",
    "UPDATE review_act SET size = 77, state = 'withdrawn' WHERE state = 'pending'",
    "UPDATE review_act SET title = 'bent' WHERE state <> 'draft'",
    "UPDATE review_publication SET digest = 'bent', at = now()",
    "UPDATE review_decision SET reason = '[redacted]'",
    "UPDATE review_verdict SET reason = '[redacted]'",
    "UPDATE review_comment SET text = '[redacted]'",
    "UPDATE review_undone SET act_id = undo_id",
    "UPDATE review_endorsement SET at = now()",
    "UPDATE review_entry SET salt = ''",
    "UPDATE review_change SET after = '{}' WHERE act_id IN "
    "(SELECT id FROM review_act WHERE state <> 'draft')",
)


def _open_statement():
    """The second one: the first is closed to proposals."""
    return Statement.objects.order_by("position").last()


@pytest.mark.parametrize("setting", ["off", "on"])
def test_what_was_sent_or_published_is_refused_to_the_apps_own_role(world, setting):
    builders.change(_open_statement(), builders.editor("third"), text="Pending words.")
    connection.check_constraints()
    for statement in FROZEN:
        bent = pytest.raises(DatabaseError, match=r"refused|frozen|cannot become")
        with bent, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL review.redaction = '{setting}'; {statement}")


def test_basket_changes_until_it_is_sent(world):
    by = builders.editor("third")
    drafts.propose([drafts.update(Statement, _open_statement().pk, text="X.")], by=by)
    basket = Changeset.objects.get(author=by, sent_at=None)
    basket.summary = "For later"
    basket.save()
    assert Changeset.objects.get(pk=basket.pk).summary == "For later"
