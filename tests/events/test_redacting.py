"""Redaction in a real article: statements, sources, renderings, desk notes, stored pages."""

import gzip
import io
import os
import re
import subprocess

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from config.postgres import NoPostgres, binaries
from events.desk import claims, verifying
from events.models import Citation, CitationRequest, Statement
from review.deciding import redacting
from review.exceptions import Refused
from review.models import Slug, StoredPage
from review.proposing import drafts, proposals
from review.proving import log
from review.weighing import restricting
from sources.models import Contributor, Rendering, Source
from tests import builders
from tests.review.redacting.steps import dump

pytestmark = pytest.mark.django_db(transaction=True)


def test_name_in_statement_source_attempt_and_page_is_gone(client):
    op, judge = builders.operator(), builders.moderator()
    builders.article(op, ["Vukodlak wrote the letter.", "Nothing else is known."])
    request = CitationRequest.objects.get()
    by = builders.editor()
    builders.approve(builders.answer(request, by, title="Letters of Vukodlak"), judge)
    claims.attempt(request, by=by, where="Papers of Vukodlak")
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
    plain = Rendering.objects.filter(html__contains="A Plain Book")
    assert plain.filter(html__startswith="Glenny, Misha.").count() == 1
    assert plain.filter(html__startswith="Misha Glenny").exists()
    assert "zebra" not in dump().lower()


def test_words_are_in_no_dump_of_the_database_after_a_redaction(client, tmp_path):
    """Everything that people can do with a name, then a redaction, then what `pg_dump` writes."""
    op, judge, by = builders.operator(), builders.moderator(), builders.editor()
    builders.imported(op, NAMED.encode())
    article = Slug.objects.get(kind="events.article", is_current=True).subject
    statement = Statement.objects.filter(text__contains=NAME).first()
    request = CitationRequest.objects.filter(about=statement.pk).first()
    act = builders.answer(request, by, title=f"Letters of {NAME}", summary=f"{NAME} wrote it")
    proposals.comment(act, by=judge, text=f"Is this {NAME}?")
    claims.attempt(request, by=by, where=f"The papers of {NAME}", note=f"No {NAME} there")
    builders.approve(act, judge, reason=f"Yes, {NAME}")
    citation = Citation.objects.get()
    reader = builders.editor("reader")
    seen = verifying.digest_now(citation)
    verifying.verify(citation, by=reader, read=f"A scan lent by {NAME}", seen=seen)
    builders.reject(
        builders.change(statement, by, text=f"It was not {NAME}."), judge, f"No, {NAME}"
    )
    builders.return_(builders.change(statement, by, text=f"Was it {NAME}?"), judge, f"{NAME}?")
    builders.change(statement, reader, text=f"Perhaps {NAME}.")
    draft = [drafts.update(Statement, statement.pk, text=f"A draft on {NAME}.")]
    drafts.propose(draft, by=builders.editor("drafter"))
    restricting.restrict("second", by=judge, reason=f"{NAME} asked for it", subject=article.pk)
    client.force_login(judge)
    client.post("/admin/review/cannedreason/add/", {"choice": "reject", "text": f"{NAME} again"})
    for address in Slug.objects.filter(is_current=True):
        kind = {"events.article": "articles", "sources.source": "sources"}[address.kind]
        Client().get(f"/{kind}/{address.slug}/")
    Client().get("/changes/")
    client.get("/admin/review/inbox/")
    assert {table for table, line in dumped(tmp_path) if "zebra" in line.lower()} >= {*TABLES}
    redacting.redact(NAME, by=op, reason="A private person")
    assert [told for told in dumped(tmp_path) if re.search("zebra|smithson", str(told), re.I)] == []
    assert list(log.breaks()) == []
    call_command("verify_log", stdout=io.StringIO())


NAME = "Zebra Quagga-Smithson"
NAMED = f"""The life of {NAME}

In 1812, {NAME} came to town.[citation needed] Nothing else is known.

{NAME} left again.[citation needed]
"""
# Where the name stands before.
TABLES = (
    "events_article",
    "events_historicalarticle",
    "events_statement",
    "events_historicalstatement",
    "events_attempt",
    "events_verification",
    "events_articleimport",
    "sources_source",
    "sources_historicalsource",
    "sources_rendering",
    "review_act",
    "review_change",
    "review_changeset",
    "review_comment",
    "review_decision",
    "review_verdict",
    "review_cannedreason",
    "review_restriction",
    "review_slug",
    "review_storedpage",
    "django_admin_log",
)


def dumped(folder):
    """What `pg_dump` writes of the database, each line after the table that it is in; where there
    is no such program beside the server's, the same rows by COPY.

    Stored pages are read too: they are compressed, and a dump has them in hex.
    """
    lines, table, real = [], "", pg_dump(folder)
    for line in real or filter(None, dump().split("\n")):
        if line.startswith("COPY ") or not real:
            table = line.removeprefix("COPY ").split()[0]
        for page in re.findall(r"x(1f8b[0-9a-f]{40,})", line):
            line += " " + " ".join(gzip.decompress(bytes.fromhex(page)).decode().split())
        lines.append((table.removeprefix("public."), line))
    return lines


def pg_dump(folder):
    """The lines of a real dump; none where the program is missing."""
    try:
        program = binaries() / "pg_dump"
    except NoPostgres:
        program = None
    if program is None or not program.exists():
        return []
    file, settings = folder / "dump.sql", connection.settings_dict
    command = [str(program), "-d", settings["NAME"], "-f", str(file)]
    for option, name in (("-h", "HOST"), ("-p", "PORT"), ("-U", "USER")):
        if settings[name]:
            command += [option, str(settings[name])]
    subprocess.run(command, check=True, env={**os.environ, "PGPASSWORD": settings["PASSWORD"]})
    return file.read_text(encoding="utf-8").splitlines()
