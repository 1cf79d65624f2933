"""Many files are imported one after the other: each whole or not at all."""

import io
import signal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from events.models import Article, Statement
from review.models import Act, Subject
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def files(tmp_path):
    builders.operator()
    made = []
    for name in ("one", "two", "three"):
        made.append(tmp_path / f"{name}.txt")
        made[-1].write_text(f"Article {name}\n\nIt began.[1] It [so] ended.\n")
    return made


def bring_in(*files, **options):
    out = io.StringIO()
    try:
        call_command("import_article", *map(str, files), by="operator", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_each_file_is_told_as_it_comes_in(files):
    said, refused = bring_in(*files)
    assert refused == ""
    lines = said.splitlines()
    assert len(lines) == 3
    assert lines[1].startswith(f"2 of 3  {files[1]}: 2 statements, 1 request, 1 thing told.")
    assert lines[2].endswith("Published: /articles/article-three/")
    assert Article.objects.count() == 3


def test_file_that_is_refused_stops_no_other(files):
    files[1].write_bytes(b"\xff")
    said, refused = bring_in(*files)
    assert f"2 of 3  {files[1]}: refused" in said
    assert refused.startswith("1 of 3 refused:\n")
    assert "not UTF-8" in refused
    assert set(Article.objects.values_list("title", flat=True)) == {"Article one", "Article three"}


def test_dry_run_of_many_writes_nothing(files):
    said, _ = bring_in(*files, dry_run=True)
    assert said.count("Dry run: nothing was written") == 3
    assert not Act.objects.exists()


def test_interrupt_leaves_nothing_of_the_file_that_it_met(files):
    seen = []

    def interrupt(execute, sql, params, many, context):
        if "INSERT INTO events_articleimport" in sql.replace('"', ""):
            seen.append(sql)
            if len(seen) == 2:
                signal.raise_signal(signal.SIGINT)
        return execute(sql, params, many, context)

    # What runs in the background of a shell is begun with the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with connection.execute_wrapper(interrupt):
            refused = bring_in(*files)[1]
    finally:
        signal.signal(signal.SIGINT, before)
    assert refused == f"Stopped: 1 of 3 files are in, and nothing of {files[1]}."
    assert Article.objects.get().title == "Article one"
    assert Statement.objects.count() == 2
    assert Act.objects.count() == 1
    assert not Subject.objects.filter(kind="events.article").exclude(article__title="Article one")
    bring_in(*files)
    assert Article.objects.count() == 3


def test_title_is_of_one_file(files):
    assert "give one file with it" in bring_in(*files, title="A title")[1]
    files[0].write_text("It began.\n\nIt ended.\n")
    said, refused = bring_in(files[0], title="A title")
    assert (refused, "Published: /articles/a-title/" in said) == ("", True)
    assert Statement.objects.count() == 2
