"""What is written, taken away and written again: crashes, full disks, late writers, other publishers."""

import errno
import gzip
import io
import os
import signal
import subprocess
import sys
from threading import Event as Signal
from threading import Thread

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from events.desk import verifying
from events.models import Citation, CitationRequest, Statement
from events.pages import moments
from review.exceptions import FilesStand
from review.models import DueFiles, PageVersion, Publication, PublishedRoot, User
from review.proposing import people
from review.publishing import due, files, pages
from sources.formatting import ourselves
from tests import builders
from tests.published.conftest import end, environment_of, nobody_else, until
from tests.published.test_by_nginx import reword

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/articles/an-article/"


@pytest.fixture
def op(root):
    return builders.operator()


@pytest.fixture
def written(op):
    """An article whose pages are files."""
    ourselves.make_all()
    builders.article(op, ["It was one thing.", "Another followed."])
    call_command("publish_files", stdout=io.StringIO())
    return op


def held(path=ADDRESS):
    """What readers get from a file, or None."""
    file = files.root() / "current" / "pages" / files.name_of(path)
    if not file.exists():
        return None
    text = file.read_bytes()
    assert gzip.decompress(file.with_name(file.name + ".gz").read_bytes()) == text
    assert files.brotli.decompress(file.with_name(file.name + ".br").read_bytes()) == text
    return text.decode()


def test_names_are_safe_and_no_two_addresses_share_one():
    named = {
        "/": "index.html",
        "/articles/an-article/": "articles/an-article/index.html",
        "/articles/односи/": "articles/односи/index.html",
        "/feed.atom": "feed.atom",
        "/sr-latn/articles/x/works.bib": "sr-latn/articles/x/works.bib",
        "/topics/~a b%2e\\/": "topics/~a b%2e\\/index.html",
    }
    for path, name in named.items():
        assert files.name_of(path) == name
    for path in (
        *("", "articles/", "//", "/a//b/", "/./", "/../", "/a/../b/", "/a/..", "/...", "/.git/"),
        *("/a", "/a/b", "/a.b/c/", "/index.html", "/index.html/", "/a/index.html", "/a.atom.gz"),
        *("/feed.atom/", "/feed.gz", "/feed.br", "/feed.", "/.atom", "/a.b.c", "/feed.ATOM"),
        *("/a\n/", "/\x00/", "/a\x7f/", "/" + "a" * 253 + "/", "/" + "ж" * 127 + "/", "/\ud800/"),
    ):
        assert files.name_of(path) is None, path
    assert files.name_of("/" + "ж" * 126 + "/")


def test_pages_are_written_once_and_a_second_run_touches_nothing(written):
    before = stamps()
    assert len(before) > 60
    said = io.StringIO()
    call_command("publish_files", stdout=said)
    assert said.getvalue() == "0 pages written as files.\n"
    assert stamps() == before
    call_command("publish_files", "--check", stdout=said)
    assert said.getvalue().endswith("Each file is what its page is.\n")


def stamps():
    return {
        path: (path.lstat().st_ino, path.lstat().st_ctime_ns)
        for path in (files.root() / "builds").rglob("*")
        if not path.is_dir()
    }


def test_decision_takes_away_and_what_is_due_brings_back(written):
    assert "one thing" in held()
    reword(written, "It was redone.")
    assert held() is None
    assert held("/") is None
    assert held("/robots.txt") is None
    assert set(DueFiles.objects.values_list("scope", flat=True)) > {PageVersion.SITE}
    assert due.work_off() > 20
    assert "It was redone." in held()
    assert held("/") is not None
    assert not DueFiles.objects.exists()
    assert not list((files.root() / "gone").iterdir())
    assert not list((files.root() / "new").iterdir())
    call_command("publish_files", "--check", stdout=io.StringIO())


def test_page_that_is_read_becomes_a_file(written):
    anchor = Statement.objects.first().subject.anchor
    path = f"/statements/{anchor}/"
    assert held(path) is None
    Client().get(path)
    assert "It was one thing." in held(path)
    for other in (f"/at/1{ADDRESS}", f"{ADDRESS}?x=1", "/articles/none/", "/admin/login/"):
        Client().get(other)
    assert not any(p.name == "at" or "admin" in p.name for p in files.root().rglob("*"))


def test_what_others_do_to_pages_takes_their_files_away_too(written):
    judge, other = builders.moderator(), builders.moderator("other")
    builders.approve(builders.answer(CitationRequest.objects.get(), builders.editor()), judge)
    due.work_off()
    assert "checked" not in held().split("<main")[1].split("Glenny")[1][:300]
    citation = Citation.objects.get()
    verifying.verify(citation, by=other, read="so", seen=verifying.digest_now(citation))
    assert held() is None
    due.work_off()
    assert held() is not None
    people.rename(judge, by=written, public_name="Somebody Else")
    assert held() is None
    assert held("/sources/the-balkans/") is None
    due.work_off()
    assert "Somebody Else" in held(f"{ADDRESS}history/")


def test_page_made_before_a_decision_is_not_put_in_place_after_it(written, monkeypatch):
    reword(written, "Second words.")
    begun, go = Signal(), Signal()
    render = moments.render

    def slow(request, *args, **kwargs):
        answer = render(request, *args, **kwargs)
        begun.set()
        go.wait(20)
        return answer

    monkeypatch.setattr(moments, "render", slow)

    def read():
        Client().get(ADDRESS)
        connection.close()

    reader = Thread(target=read)
    reader.start()
    assert begun.wait(20)
    reword(written, "Third words.")
    go.set()
    reader.join()
    assert held() is None
    due.work_off()
    assert "Third words." in held()


def test_decision_that_falls_through_loses_no_file(written, monkeypatch):
    def fails(scopes):
        withdraw(scopes)
        assert held() is None
        raise RuntimeError("a later step fails")

    withdraw = files.withdraw
    with monkeypatch.context() as broken:
        broken.setattr(files, "withdraw", fails)
        with pytest.raises(RuntimeError):
            reword(written, "It was redone.")
    assert not DueFiles.objects.exists()
    due.work_off()
    assert "It was one thing." in held()


# Crashes

KILLED = """
import os, signal, django
django.setup()
from events.models import Statement
from review.deciding import decisions
from review.models import User
from review.proposing import drafts
from review.publishing import due, files

def killed(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

{where}
statement = Statement.objects.order_by("position").first()
decisions.publish(
    [drafts.update(Statement, statement.pk, text="It was redone.")],
    by=User.objects.get(username="operator"), summary="so",
)
due.work_off()
"""
# (where it is killed, what stands after that)
CRASHES = {
    "before the commit": (
        "real = files.withdraw; files.withdraw = lambda scopes: (real(scopes), killed())",
        "It was one thing.",
    ),
    "after the commit": ("decisions.proposals.prepare_outcome = killed", "It was redone."),
    "before what is due": ("due._due = killed", "It was redone."),
    "when a page is ready": ("files.place = killed", "It was redone."),
    "between files of a page": (
        "steps = iter(range(5)); real = os.replace\n"
        "os.replace = lambda *a: real(*a) if next(steps, None) is not None else killed()",
        "It was redone.",
    ),
    "while what is gone is deleted": ("files.shutil.rmtree = killed", "It was redone."),
}


@pytest.mark.parametrize("when", CRASHES)
def test_crash_leaves_no_old_page_and_loses_none(written, root, when):
    where, stands = CRASHES[when]
    process = subprocess.run(
        [sys.executable, "-c", KILLED.format(where=where)],
        cwd=project.BASE_DIR,
        env=os.environ | environment_of(root),
        capture_output=True,
    )
    assert process.returncode == -signal.SIGKILL, process.stderr.decode()
    until(nobody_else)
    assert held() is None or stands in held()
    assert stands in Client().get(ADDRESS).content.decode()
    due.work_off()
    assert stands in held()
    for path in ("/", "/feed.atom", f"{ADDRESS}history/"):
        assert held(path) is not None
    assert not DueFiles.objects.exists()
    call_command("publish_files", "--check", stdout=io.StringIO())


def test_files_that_a_power_cut_brought_back_are_noticed(written):
    scope = str(Statement.objects.first().event.article_id)
    kept = files.build() / "scopes" / scope
    before = files.root().parent / f"{files.root().name}-before"
    os.system(f"cp -a {kept} {before}")
    reword(written, "It was redone.")
    os.rename(before, kept)  # The renaming had not come to the disk.
    assert "It was one thing." in held()
    due.work_off()
    assert "It was redone." in held()


# Disks


def refusing(function, error=errno.EROFS, when=lambda *args: True):
    def refuses(*args, **kwargs):
        if when(*args):
            raise OSError(error, os.strerror(error))
        return function(*args, **kwargs)

    return refuses


def test_disk_that_is_full_stops_no_decision_and_is_told(written, monkeypatch):
    judge = builders.operator("looking")
    with monkeypatch.context() as full:
        full.setattr(files, "_new", refusing(files._new, errno.ENOSPC))
        reword(written, "It was redone.")
        assert held() is None
        assert "It was redone." in Client().get(ADDRESS).content.decode()
        assert due.work_off() == 0
    assert held() is None
    waiting = DueFiles.objects.first()
    assert (waiting.tries, waiting.error) == (1, "[Errno 28] No space left on device")
    DueFiles.objects.update(since=waiting.since - 2 * due.LATE)
    client = Client()
    client.force_login(judge)
    assert "No space left on device" in client.get("/admin/").content.decode()
    assert due.work_off() == 0  # Not at once again.
    DueFiles.objects.update(due=waiting.since)
    due.work_off()
    assert "It was redone." in held()
    assert "files" not in client.get("/admin/").content.decode().split("To look after")[1]


def test_folder_that_can_not_be_taken_away_switches_all_files_off(written, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(files.os, "rename", refusing(os.rename, errno.ENOSPC))
        reword(written, "It was redone.")
        assert held() is None
        assert held("/sources/") is None
        with pytest.raises(CommandError, match="No space left"):
            call_command("publish_files", stdout=io.StringIO())
        assert held() is None
    assert "No page is served as a file" in due.troubles()[0]
    call_command("publish_files", stdout=io.StringIO())
    assert "It was redone." in held()
    assert due.troubles() == []


def test_nothing_is_published_where_no_file_can_be_taken_away(written, monkeypatch):
    for name in ("rename", "unlink"):
        monkeypatch.setattr(files.os, name, refusing(getattr(os, name)))
    number = Publication.objects.count()
    with pytest.raises(FilesStand, match="can't be taken away"):
        reword(written, "It was redone.")
    assert Publication.objects.count() == number
    assert "It was one thing." in held()
    assert "It was one thing." in Client().get(ADDRESS).content.decode()


def test_nothing_is_published_while_the_disk_of_the_files_is_away(written):
    aside = files.root() / "aside"
    os.rename(files.root() / "builds", aside)
    with pytest.raises(FilesStand):
        reword(written, "It was redone.")
    os.rename(aside, files.root() / "builds")
    reword(written, "It was redone.")
    assert held() is None


def test_who_does_not_know_of_the_files_publishes_nothing(written, settings):
    known = settings.PUBLISHED_ROOT
    for other in ("", "/somewhere/else"):
        settings.PUBLISHED_ROOT = other
        for publish in (
            lambda: reword(written, "It was redone."),
            lambda: pages.renew(["site"]),
            pages.forget,
        ):
            with pytest.raises(DatabaseError, match="set PUBLISHED_ROOT to it"):
                publish()
    settings.PUBLISHED_ROOT = known
    assert "It was one thing." in held()
    call_command("publish_files", "--off", stdout=io.StringIO())
    assert held() is None
    settings.PUBLISHED_ROOT = ""
    reword(written, "It was redone.")


# Several at it, other builds


def test_several_write_at_once_and_none_is_in_anothers_way(written):
    for number in range(3):
        reword(written, f"Words {number}.")
    counts, wrong = [], []

    def work():
        try:
            counts.append(due.work_off())
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert wrong == []
    due.work_off()
    assert "Words 2." in held()
    assert not DueFiles.objects.exists()
    call_command("publish_files", "--check", stdout=io.StringIO())


def test_follower_writes_what_is_published_until_it_is_stopped(written, root, tmp_path):
    with (tmp_path / "said").open("wb") as said:
        follower = subprocess.Popen(
            [sys.executable, "manage.py", "publish_files", "--follow"],
            cwd=project.BASE_DIR,
            env=os.environ | environment_of(root),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    try:
        for words in ("Second words.", "Third words."):
            reword(written, words)
            until(lambda words=words: words in (held() or "") and held("/feed.atom"))
    finally:
        end(follower)
        until(nobody_else)


def test_update_makes_all_files_anew_and_takes_the_former_away(written, settings):
    former = files.build()
    settings.ATTESTED_BUILD = "another"
    reword(written, "It was redone.")
    assert held() is None, "files of the former build go as well"
    due.work_off()
    assert held() is None, "nginx is led there by publish_files"
    assert "before an update" in due.troubles()[0]
    call_command("publish_files", stdout=io.StringIO())
    assert "It was redone." in held()
    assert os.readlink(files.root() / "current") == "builds/another"
    assert not former.exists()


@pytest.mark.parametrize("suffix", ["", ".gz", ".br"])
def test_check_names_what_was_bent(written, suffix):
    link = files.root() / "current" / "pages" / (files.name_of(ADDRESS) + suffix)
    target = os.path.realpath(link)
    lie = b"A lie."
    packed = {"": lie, ".gz": gzip.compress(lie), ".br": files.brotli.compress(lie)}
    for content in (packed[suffix], b"no page at all"):
        with open(target, "wb") as file:
            file.write(content)
        assert f"File of {ADDRESS}: " in checked()
    os.unlink(target)
    assert f"File of {ADDRESS}: " in checked()


def test_check_names_what_was_slipped_in_and_what_is_missing(written):
    link = files.root() / "current" / "pages" / files.name_of(ADDRESS)
    (link.parent.parent / "none").mkdir()
    for suffix in ("", ".gz", ".br"):
        other = link.parent.parent / "none" / f"index.html{suffix}"
        other.symlink_to(os.path.realpath(f"{link}{suffix}"))
    feed = files.root() / "current" / "pages" / "feed.atom"
    feed.unlink()
    said = checked()
    assert "File of /articles/none/: it is there, and there is no such page." in said
    assert "File of /feed.atom: there is none." in said
    assert said.count("File of") == 2


def checked():
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("publish_files", "--check", stdout=said, stderr=said)
    return said.getvalue()


def test_without_the_setting_nothing_is_written_and_the_command_says_so(settings, root):
    settings.PUBLISHED_ROOT = ""
    builders.article(builders.operator())
    Client().get(ADDRESS)
    assert not list(root.iterdir())
    assert not DueFiles.objects.exists()
    assert not PublishedRoot.objects.exists()
    with pytest.raises(CommandError, match="Set PUBLISHED_ROOT"):
        call_command("publish_files")


def test_sample_is_written_whole(op):
    builders.imported(User.objects.get(username="operator"))
    said = io.StringIO()
    call_command("publish_files", stdout=said)
    assert int(said.getvalue().split()[0]) > 20
    call_command("publish_files", "--check", stdout=said)
    assert transaction.get_autocommit()
