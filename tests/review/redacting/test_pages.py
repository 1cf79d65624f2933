"""The command and the pages of redacting."""

import html
import io
import re

import pytest
from django.core.management import CommandError, call_command

from review.deciding import redacting
from review.models import (
    Act,
    Change,
    Comment,
)
from tests.review.redacting.steps import WORDS

pytestmark = pytest.mark.django_db(transaction=True)


def test_redact_command_tells_and_does(spread, op):
    out = io.StringIO()
    call_command("redact", WORDS, by=op.username, dry_run=True, stdout=out)
    assert "comment" in out.getvalue()
    assert Comment.objects.filter(text__contains="Quagga").exists()
    call_command("redact", WORDS, by=op.username, reason="A private name", stdout=out)
    assert "Backups" in out.getvalue()
    assert not Comment.objects.filter(text__contains="Quagga").exists()
    with pytest.raises(CommandError, match="no account nobody"):
        call_command("redact", WORDS, by="nobody")
    with pytest.raises(CommandError, match="nowhere"):
        call_command("redact", WORDS, by=op.username, reason="x", stdout=out)


def test_redact_page_tells_first_and_blanks_when_confirmed(client, spread, op):
    client.force_login(op)
    page = client.get("/admin/review/redact/").content.decode()
    assert "Nothing was ever redacted" in page
    page = client.post("/admin/review/redact/", {"words": WORDS, "reason": "Private"})
    page = html.unescape(page.content.decode())
    assert re.search(f"Blank “{WORDS}” for good, in [0-9]+ places", page)
    sent = Act.objects.get(state="pending")
    address = f"/admin/review/changesets/{sent.changeset_id}/"
    assert re.search(f'<a href="{address}">Change</a>: <q dir="auto">[^<]*{WORDS}', page)
    assert Change.objects.filter(seal={}).exclude(after={}).count() > 0
    data = {"words": WORDS, "reason": "Private", "confirm": "1"}
    page = client.post("/admin/review/redact/", data, follow=True).content.decode()
    assert "Blanked, and published" in page
    assert "Private" in page
    told = client.post("/admin/review/redact/", {"words": "x"}).content.decode()
    assert "at least 4" in told


def test_pages_of_the_desk_live_with_what_was_redacted(client, spread, op, judge):
    redacting.redact(WORDS, by=op, reason="A private name")
    client.force_login(judge)
    for number in Act.objects.exclude(sent_at=None).values_list("changeset", flat=True):
        page = client.get(f"/admin/review/changesets/{number}/")
        assert page.status_code == 200
        assert "Quagga" not in page.content.decode()
    assert client.get("/admin/review/queue/").status_code == 200
    client.force_login(Act.objects.get(state="draft").changeset.author)
    assert client.get("/admin/review/mine/").status_code == 200
