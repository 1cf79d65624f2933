"""What readers get from nginx alone, and that it is never what stood before."""

import gzip
import os
from html import unescape
from threading import Event as Signal
from threading import Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from events.models import Article, CitationRequest, Event, Reads, Statement
from events.removing import remove_statement
from review.deciding import decisions, redacting
from review.models import PageVersion, Slug
from review.proposing import drafts
from review.publishing import due, files
from sources.formatting import ourselves
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/articles/an-article/"


@pytest.fixture
def op():
    return builders.operator()


def full(op):
    """An article that cites a work and names a place, so that there is a page of each kind."""
    ourselves.make_all()
    builders.article(op)
    judge = builders.moderator()
    request = CitationRequest.objects.get()
    builders.approve(builders.answer(request, builders.editor()), judge)
    builders.topic(op, "Karađorđe", named=[(Statement.objects.first(), "thing")])


def reword(op, words, statement=None):
    statement = statement or Statement.objects.order_by("position").first()
    return decisions.publish(
        [drafts.update(Statement, statement.pk, text=words)], by=op, summary="reworded"
    )


def all_addresses():
    scopes = PageVersion.objects.values_list("pk", flat=True)
    paths = [path for scope in scopes for path in due.addresses_of(scope)]
    return [path for path in paths if Client().get(path).status_code == 200]


def is_file(site, path):
    """Whether nginx finds a page."""
    return (files.root() / "current" / "pages" / files.name_of(path)).exists()


def test_every_page_is_served_when_the_application_is_stopped(site, op):
    full(op)
    call_command("publish_files")
    paths = all_addresses()
    assert len(paths) > 100
    assert {"/", "/sr/", "/sr-latn/topics/karađorđe/", "/ru/feed.atom"} < set(paths)
    kinds = {".atom", ".jsonld", ".bib", ".json", ".ris", ".svg", ".txt", ".xml", "/"}
    assert {path[path.rindex(".") :] if "." in path else "/" for path in paths} == kinds
    read = {path: Client().get(path).content for path in paths}
    site.stop()
    for path in paths:
        answer = site.get(path)
        assert (answer.status, answer.body) == (200, read[path]), path
    away = site.get("/articles/none/")
    assert (away.status, away.headers["Retry-After"]) == (503, "60")
    assert "try again" in away.text


# What tells of the connection; a tag each server makes in its way.
OF_THE_SERVER = {"Server", "Date", "Connection", "Content-Length", "ETag"}


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_headers_are_those_of_the_application(site, op, settings, encoding):
    full(op)
    call_command("publish_files")
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    client = Client(headers={"accept-encoding": encoding} if encoding else {})
    for path in all_addresses():
        assert is_file(site, path)
        answer = site.get(path, **({"Accept_Encoding": encoding} if encoding else {}))
        wanted = client.get(path, secure=True)
        assert wanted.content == answer.body, path
        assert {k: v for k, v in answer.headers.items() if k not in OF_THE_SERVER} == {
            k: v for k, v in wanted.headers.items() if k not in OF_THE_SERVER
        }, path
        assert answer.headers["ETag"]
        assert wanted.headers["ETag"]
        assert answer.headers.get("Content-Encoding", "") == encoding


def test_who_has_the_page_is_told_so_and_by_whatever_tag_it_is_known(site, op):
    builders.article(op)
    call_command("publish_files")
    answer = site.get(ADDRESS)
    again = site.get(ADDRESS, If_None_Match=answer.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
        assert again.headers[name] == answer.headers[name]
    for other in ('W/"another"', Client().get(ADDRESS).headers["ETag"]):
        assert site.get(ADDRESS, If_None_Match=other).status == 200
    head = site.get(ADDRESS, method="HEAD")
    assert head.headers | {"Date": ""} == answer.headers | {"Date": ""}
    assert (head.status, head.body) == (200, b"")


def test_two_versions_of_one_second_and_one_length_have_two_tags(site, op):
    builders.article(op, ["In 1806."])
    call_command("publish_files")
    tags, tag = set(), "none"
    for year in range(1810, 1816):
        reword(op, f"In {year}.")
        Client().get(ADDRESS)
        assert is_file(site, ADDRESS)
        answer = site.get(ADDRESS, If_None_Match=tag)
        assert answer.status == 200
        assert f"In {year}." in answer.text
        tag = answer.headers["ETag"]
        tags.add(tag)
    assert len(tags) == 6


def test_nobody_reads_an_old_page_after_a_decision_returned(site, op):
    """Readers hammer while decisions are made and their files are written: who begins to ask after a
    decision returned reads what it published, or what came later."""
    builders.article(op, ["Version 0."])
    call_command("publish_files")
    stop, wrong, asked = Signal(), [], []
    stands = 0

    def hammer(path, spelled):
        while not stop.is_set():
            least = stands
            answer = site.get(path, **spelled)
            text = gzip.decompress(answer.body).decode() if spelled else answer.text
            found = int(text.split("Version ")[1].split(".")[0])
            asked.append(answer.headers.get("ETag", "").startswith("W/"))
            if found < least:
                wrong.append((path, least, found))

    def write():
        while not stop.is_set():
            due.work_off()
        connection.close()

    readers = [
        Thread(target=hammer, args=(path, spelled))
        for path in (ADDRESS, "/articles/an-article/claims.jsonld")
        for spelled in ({}, {"Accept_Encoding": "gzip"})
    ]
    writer = Thread(target=write)
    for thread in (*readers, writer):
        thread.start()
    try:
        for number in range(1, 25):
            reword(op, f"Version {number}.")
            stands = number
    finally:
        stop.set()
        for thread in (*readers, writer):
            thread.join()
    assert wrong == []
    assert {True, False} == set(asked), "both nginx and the application were to answer"


def test_renamed_and_removed_pages_go(site, op):
    article = builders.article(op)
    call_command("publish_files")
    decisions.publish(
        [drafts.update(Article, article.pk, title="Another")], by=op, summary="renamed"
    )
    due.work_off()
    moved = site.get(ADDRESS)
    assert (moved.status, moved.headers["Location"]) == (301, "/articles/another/")
    assert is_file(site, "/articles/another/")
    assert not is_file(site, ADDRESS)
    decisions.publish(removal_of(article), by=op, summary="removed")
    assert site.get("/articles/another/").status == 410
    due.work_off()
    assert not is_file(site, "/articles/another/")
    assert site.get("/articles/another/").status == 410
    assert is_file(site, "/articles/another/history/")


def removal_of(article):
    edits = []
    for statement in Statement.objects.filter(event__article=article.pk).order_by("position"):
        edits += remove_statement(statement)
    event = Event.objects.get(article=article.pk)
    edits = [edit for edit in edits if edit.id != str(event.pk)]
    return [*edits, drafts.remove(Event, event.pk), drafts.remove(Article, article.pk)]


def test_redacted_words_are_in_no_file_when_the_redaction_returns(site, op):
    builders.article(op, ["It was Zebra Quagga who did it.", "Another followed."])
    call_command("publish_files")
    site.get("/at/1/articles/an-article/")
    assert words_in_files(b"Zebra Quagga")
    reword(op, "Somebody did it.")
    redacting.redact("Zebra Quagga", by=op, reason="A private name")
    assert not words_in_files(b"Zebra Quagga")
    assert not list((files.root() / "gone").iterdir())
    assert b"Zebra" not in site.get(ADDRESS).body
    due.work_off()
    assert is_file(site, ADDRESS)
    assert not words_in_files(b"Zebra Quagga")
    assert not any("/at/" in str(path) for path in files.root().rglob("*"))


def words_in_files(words):
    found = []
    for path in files.root().rglob("*"):
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            if path.suffix == ".gz":
                content = gzip.decompress(content)
            if path.suffix == ".br":
                content = files.brotli.decompress(content)
            if words in content:
                found.append(path)
    return found


SPELLED = {
    "/articles/an-article/index.html": 404,
    "/articles/an-article/index.html.gz": 404,
    "/robots.txt.gz": 404,
    "/articles//an-article/": 404,
    "/articles/./an-article/": 404,
    "/articles/x/../an-article/": 404,
    "/articles/%2e%2e/%2e%2e/version": 400,
    "/articles/an-article/..%2f..%2f": 404,
    "/articles/an-article": 301,
    "/../../../../etc/passwd": 400,
    "/articles/an-article/%00": 400,
    "/articles/an%2Darticle/": 200,
    "/articles/an-article/?": 200,
}


@pytest.mark.parametrize("path", SPELLED)
def test_odd_spellings_of_an_address_lead_to_no_file(site, op, path):
    builders.article(op)
    call_command("publish_files")
    assert site.get(path, is_spelled=True).status == SPELLED[path]


def test_file_that_can_not_be_opened_any_more_is_asked_of_the_application(site, op):
    builders.article(op)
    call_command("publish_files")
    for suffix in ("", ".gz"):
        os.chmod(files.root() / "current" / "pages" / (files.name_of(ADDRESS) + suffix), 0)
    answer = site.get(ADDRESS, Accept_Encoding="gzip")
    assert answer.status == 200
    assert answer.headers["ETag"].startswith("W/")


def test_what_an_address_asks_for_is_the_applications(site, op):
    builders.article(op)
    call_command("publish_files")
    for path in ("/timeline/?from=1800", "/search/?q=thing", f"{ADDRESS}?x"):
        answer = site.get(path)
        assert answer.status == 200
        assert "ETag" not in answer.headers
    assert site.get(ADDRESS, method="POST").status in (403, 405)


def test_reading_of_files_is_counted_like_any_other(site, op):
    article = builders.article(op)
    call_command("publish_files")
    for _ in range(3):
        site.get(ADDRESS)
    call_command("count_reads", str(site.folder / "access.log"))
    assert Reads.objects.get(article=article.pk).number >= 3


TITLES = (
    "Односи Русије и Србије",
    "Srpsko-ruski odnosi: od 1804.",
    "...and so on. To be continued...",
    "100 % of what? A/B & C=D+E",
    "ж" * 200,
    "漢" * 80 + "a",
    "漢" * 90,
    "index.html",
    "~root",
)


@pytest.mark.parametrize("title", TITLES)
def test_page_of_any_title_is_its_own(site, op, title):
    builders.article(op, [f"About {title[:30]}."], title=title)
    call_command("publish_files")
    slug = Slug.objects.get(is_current=True).slug
    path = f"/articles/{slug}/"
    answer = site.get(path)
    assert answer.status == 200
    assert f"About {title[:30]}." in unescape(answer.text)
    # A part of an address that no file's name has room for is the application's.
    is_file = len(slug.encode()) <= 252
    assert bool(files.name_of(path)) == is_file
    assert answer.headers.get("ETag", "W/").startswith("W/") != is_file
