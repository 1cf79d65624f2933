"""How long a lead is kept, and what a redaction takes out of it."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from events import leads as sending
from events.desk import leads
from events.models import Lead
from events.pages.fates import fate_of
from review.deciding import redacting, traces
from review.gate import GATE
from review.models import Act, Change
from tests import builders
from tests.review.redacting.steps import dump

pytestmark = pytest.mark.django_db


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
