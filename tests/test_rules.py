"""Rules that the database holds: the declared ones are the installed ones, every table has one or a
reason why not, and what was given stays as it was given."""

from pathlib import Path

import pgtrigger
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from events.exchange.importing import import_article
from events.models import ArticleImport
from review.deciding import decisions, redacting, trust
from review.models import Decision, Publication, Redaction, Slug, TrustNote
from review.proposing import drafts
from sources import folding
from tests import builders
from tests.test_architecture import ARROWS
from tests.toy.models import Shelf

pytestmark = pytest.mark.django_db(transaction=True)

SHARED = Path(settings.BASE_DIR, "review/models/shared.sql")
FORMS = Path(settings.BASE_DIR, "events/models/forms.sql")

# Tables that the app's own role may write as it likes, and why: nothing that is published, sent or
# decided rests on their words. Some let words in through the gate alone.
FREE = {
    "review.user": "accounts, which the operator keeps",
    "review.user_groups": "roles, which the operator gives",
    "review.user_user_permissions": "grants, which the operator gives",
    "review.openchange": "which change is its author's open one: ends with a verdict",
    "review.flag": "computed: why a pending act stands out",
    "review.notice": "an inbox: seen, mailed",
    "review.cannedreason": "words to choose from, which the team edits",
    "review.reading": "who has a page open: expires",
    "review.spentform": "forms that were sent: kept for a day",
    "review.tally": "computed: counts of verdicts",
    "review.duefiles": "which files are to be written: gone when they are",
    "review.publishedroot": "where files are written, which the operator says",
    "review.storedpage": "rendered from the live rows while readers wait, and thrown away",
    "sources.rendering": "pandoc's, by the digest of the work: made when something is sent",
    "sources.notthesame": "what editors need not be asked again, until one takes it back",
    "events.claim": "a lease on a request: expires",
    "events.pick": "what an editor said of a request, who may say otherwise",
    "events.savedfilter": "an editor's own, who may forget it",
    "events.typed": "what an editor typed and has not kept",
    "events.attempt": "editors' notes for each other on a request",
    "events.lead": "what readers said, until editors closed it: swept after a time",
    "events.reads": "counted from the access log",
    "events.alteration": "computed: counts of what was published",
    "events.articlestanding": "computed: counts of what is live",
    "events.statementstanding": "computed: what is live",
    "events.eventplace": "computed: where what is live stands in time",
    "events.sourcestanding": "computed: what is live",
    "events.requeststanding": "computed: what is live",
    "events.requesttally": "computed: the ledger added up",
    "events.periodtally": "computed: counts of what is live",
    "events.ledgerday": "computed: the ledger added up by the day",
    "events.topicstanding": "computed: the index of what is live",
    "events.topicspelling": "computed: the index of what is live",
    "events.topicuse": "computed: the index of what is live",
    "events.citationstanding": "computed: counts of verifications",
    "events.indexentry": "computed: what is live",
    "events.indexword": "computed: the words of what is live",
}

INSTALLED = """
SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled::text
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', proname, pg_get_functiondef(oid), '' FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
    SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e'
)
UNION ALL SELECT 'view', viewname, definition, '' FROM pg_views WHERE schemaname = 'public'
"""


def execute(sql, params=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def names_of(rows):
    return {(place, name) for place, name, *_ in rows}


def test_the_rules_that_are_declared_are_those_that_are_installed():
    installed = set(execute(INSTALLED))
    with transaction.atomic():
        for place, name in names_of(installed):
            if place == "function":
                execute(f"DROP FUNCTION IF EXISTS {name} CASCADE")
        execute("DROP VIEW review_blanking")
        assert not execute(INSTALLED)
        for model, rule in pgtrigger.registered():
            execute(str(rule.compile(model).install_sql))
        execute(SHARED.read_text())
        execute(folding.sql())
        execute(FORMS.read_text())
        declared = set(execute(INSTALLED))
        transaction.set_rollback(True)
    assert names_of(installed) == names_of(declared)
    assert installed == declared


def test_each_rule_that_a_model_declares_can_be_listed():
    states = {
        f"{model._meta.label}:{rule.name}": rule.get_installation_status(model)
        for model, rule in pgtrigger.registered()
    }
    assert len(states) > 80
    assert set(states.values()) == {("INSTALLED", True)}


def test_migrations_are_what_models_and_rules_ask_for():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_table_is_guarded_or_free_for_a_reason():
    triggers = execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    guarded = {table for table, name in triggers if not name.endswith("_through_gate")}
    models = [
        m
        for app in ARROWS
        if app != "config"
        for m in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    for model in models:
        label = model._meta.label_lower
        assert (model._meta.db_table in guarded) != (label in FREE), label
    assert set(FREE) <= {m._meta.label_lower for m in models}


# What was given stays as it was given


@pytest.fixture
def given():
    """A subject with a former and a current address, an act of trust, an imported article."""
    op = builders.operator()
    shelf = Shelf.new(name="Zebra Quagga")
    decisions.publish([drafts.create(shelf)], by=op, summary="made")
    decisions.publish([drafts.update(Shelf, shelf.pk, name="Better")], by=op, summary="better")
    act = Decision.objects.order_by("pk").first().verdicts.get().act
    TrustNote.objects.create(act=act, works="prose", is_published=True, is_sampled=True)
    import_article(b"Zebra Quagga\n\nIt was.\n", by=op)
    return op


BENT = (
    "INSERT INTO review_slug (kind, slug, subject_id, is_current) "
    "SELECT kind, 'lie', subject_id, false FROM review_slug WHERE slug = 'better'",
    "UPDATE review_slug SET slug = 'lie' WHERE slug = 'better'",
    "UPDATE review_slug SET slug = 'redacted-' || "
    "(SELECT anchor FROM review_subject WHERE id = subject_id) || '-' || id",
    "UPDATE review_slug SET is_current = false",
    "UPDATE review_slug SET kind = 'toy.note' WHERE slug = 'better'",
    "UPDATE review_slug SET subject_id = (SELECT max(id::text)::uuid FROM review_subject) "
    "WHERE NOT is_current",
    "DELETE FROM review_slug",
    "DELETE FROM review_slug WHERE NOT is_current",
    "TRUNCATE review_slug",
    "UPDATE review_subject SET anchor = 'lie' WHERE kind = 'toy.shelf'",
    "UPDATE review_subject SET kind = 'toy.note'",
    "UPDATE review_subject SET head_id = 1",
    "UPDATE review_subject SET merged_into_id = (SELECT max(id::text)::uuid FROM review_subject)",
    "UPDATE review_trustnote SET is_sampled = false",
    "UPDATE review_trustnote SET is_published = false",
    "UPDATE review_trustnote SET works = 'citations'",
    "UPDATE review_trustnote SET checked_at = now()",
    "DELETE FROM review_trustnote",
    "TRUNCATE review_trustnote",
    "UPDATE events_articleimport SET sha256 = 'lie'",
    "UPDATE events_articleimport SET slug = 'lie'",
    "UPDATE events_articleimport SET slug = 'redacted'",
    "UPDATE events_articleimport SET by_id = by_id + 1",
    "DELETE FROM events_articleimport",
    "TRUNCATE events_articleimport",
)
# What stays as it is even for the publisher, who says which address is current.
BENT_BY_THE_PUBLISHER = tuple(
    bent
    for bent in BENT
    if not bent.startswith("INSERT")
    and not any(f" {name} = " in bent for name in ("is_current", "head_id", "merged_into_id"))
)


def refuses(statement, settings=""):
    refused = pytest.raises(DatabaseError, match="refused")
    with refused as found, transaction.atomic():
        execute(f"{settings} {statement}")
    assert found.value.__cause__.sqlstate == "AT001"


def test_what_was_given_is_refused_to_the_apps_own_role(given):
    for statement in BENT:
        refuses(statement)
    for statement in BENT_BY_THE_PUBLISHER:
        refuses(statement, "SET LOCAL review.engine = 'on';")
    assert len(BENT) - len(BENT_BY_THE_PUBLISHER) == 4


def test_no_setting_of_the_library_opens_a_rule(given):
    triggers = [rule.get_pgid(model) for model, rule in pgtrigger.registered()]
    opened = f"SET LOCAL pgtrigger.ignore = '{{{','.join(triggers)}}}';"
    for statement in (*BENT, "DELETE FROM review_decision", "UPDATE toy_shelf SET name = 'lie'"):
        refuses(statement, opened)


def test_redaction_readdresses_what_it_names_and_forgets_the_file(given):
    former = Slug.objects.get(slug="zebra-quagga", kind="toy.shelf")
    redacting.redact("Zebra Quagga", by=given, reason="A private name")
    former.refresh_from_db()
    assert former.slug == f"redacted-{former.subject.anchor}-{former.pk}"
    assert Slug.objects.get(kind="toy.shelf", is_current=True).slug == "better"
    assert ArticleImport.objects.get().slug == "redacted"


def test_redaction_readdresses_nothing_that_it_does_not_name_and_gives_no_other_address(given):
    former = Slug.objects.get(slug="zebra-quagga", kind="toy.shelf")
    current = Slug.objects.get(slug="better")
    with transaction.atomic():
        decision = Decision.objects.create(by=given, at=timezone.now(), reason="x")
        number = Publication.objects.count() + 1
        places = [["review.slug", str(former.pk), ["slug"]], ["review.slug", str(current.pk), []]]
        Redaction.objects.create(decision=decision, places=places)
        Publication.objects.create(
            number=number, at=decision.at, decision=decision, shape={}, previous="x", digest="x"
        )
        change = "UPDATE review_slug SET slug = '{}' WHERE id = {}"
        refuses(change.format("lie", former.pk))
        for slug in (former, current):
            named = f"redacted-{slug.subject.anchor}-{slug.pk}"
            if slug == current:
                refuses(change.format(named, slug.pk))
            else:
                execute(change.format(named, slug.pk))
        transaction.set_rollback(True)


def test_published_on_trust_is_checked_once(given):
    note = TrustNote.objects.get()
    judge = builders.moderator()
    trust.checked(note, by=judge)
    note.refresh_from_db()
    assert note.checked_by == judge
    for change in ("checked_at = now()", "checked_at = NULL, checked_by_id = NULL"):
        refuses(f"UPDATE review_trustnote SET {change}")
