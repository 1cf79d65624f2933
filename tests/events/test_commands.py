"""The commands that bring articles in and out, as they are typed."""

import io
import os
import re
import sys

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.exchange.importers.plaintext import read_article
from events.models import Article, ArticleStanding, CitationRequest, Dating, Event, Statement
from review.deciding import decisions
from review.models import Act, Changeset, Publication, StoredPage
from review.proposing import drafts, proposals
from tests import builders
from tests.lengths import by_profile

pytestmark = pytest.mark.django_db
MIXED = (
    "\ufeffThe title \r\n\r\n It began in 1806 [9]. It went on[citation needed],\nand [sic] "
    "ended[10][11].\r\n\r\n\r\n\tThe last paragraph [when?]\n\nA view, 1903\nAnother view"
).encode()


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "article.txt"
    path.write_bytes(MIXED)
    return path


def bring_in(path, by="operator", *options):
    out = io.StringIO()
    call_command("import_article", str(path), "--by", by, *options, stdout=out)
    return out.getvalue()


def give_back(slug):
    """What `export_article` writes to standard output, to the byte."""
    read, write = os.pipe()
    with open(write, "w", closefd=True) as out:
        call_command("export_article", slug, "--format", "text", stdout=out)
    with open(read, "rb") as got:
        return got.read()


def test_language_is_read_of_the_words_or_given(op, tmp_path):
    assert "Written in English (en)." in bring_in(builders.SAMPLE)
    assert Article.objects.get().language == "en"
    short = tmp_path / "short.txt"
    short.write_text("A short article\n\nOne thing happened.\n", encoding="utf-8")
    said = bring_in(short, "operator", "--dry-run", "--language", "Serbian")
    assert "Written in Serbian (sr)." in said
    with pytest.raises(CommandError, match="is no language"):
        bring_in(short, "operator", "--language", "no such")


@pytest.mark.parametrize(
    "path",
    [
        builders.SAMPLE,
        pytest.param(
            builders.SHARED,
            marks=pytest.mark.skipif(
                not builders.SHARED.exists(), reason="it lies beside the project"
            ),
        ),
    ],
)
def test_import_of_the_sample_prints_what_it_read_and_export_gives_it_back(op, client, path):
    said = bring_in(path)
    assert "30 events; 31 statements: 21 requested, 10 bare" in said
    assert "7 citation needed" in said
    assert "18 full citation needed" in said
    assert "11 illustrations" in said
    assert "1940-06-24" in said
    assert "“24 June 1940”" in said
    assert "Published: /articles/russia-serbia-relations/" in said
    assert client.get("/articles/russia-serbia-relations/").status_code == 200
    assert (Event.objects.count(), Statement.objects.count()) == (30, 31)
    assert CitationRequest.objects.filter(resolution="").count() == 25
    assert not Dating.objects.filter(is_confirmed=True).exists()
    standing = ArticleStanding.objects.get()
    assert (standing.statements, standing.cited, standing.requested) == (31, 0, 21)
    assert give_back("russia-serbia-relations") == path.read_bytes()


def test_dry_run_writes_nothing(op, file):
    said = bring_in(file, "operator", "--dry-run")
    assert "Dry run: nothing was written" in said
    assert "4 requested" in said
    assert not Changeset.objects.exists()
    assert not Article.objects.exists()


def test_same_file_again_is_no_change_and_another_is_refused(op, file):
    bring_in(file)
    said = bring_in(file)
    assert "This very file is held already: no change. /articles/the-title/" in said
    file.write_bytes(b"The title\n\nOther words.\n")
    with pytest.raises(CommandError, match="already, from another file"):
        bring_in(file)
    assert Article.objects.count() == Publication.objects.count() == 1


def test_import_of_who_may_not_publish_waits_for_review(op, file, client):
    builders.importer()
    said = bring_in(file, "importer")
    act = Act.objects.get()
    address = f"/admin/review/changesets/{act.changeset_id}/"
    assert f"Waiting for review: {address}" in said
    assert not Article.objects.exists()
    assert address in bring_in(file, "importer")
    judge = builders.moderator()
    client.force_login(judge)
    assert "It went on" in client.get(address).content.decode()
    builders.approve(act, judge)
    assert give_back("the-title") == MIXED


def test_rejected_import_can_be_tried_again(op, file):
    builders.importer()
    bring_in(file, "importer")
    builders.reject(Act.objects.get(), builders.moderator())
    assert "Waiting for review" in bring_in(file, "importer")


@pytest.mark.parametrize(
    ("by", "name", "said"),
    [
        ("nobody", "article.txt", "no active account named “nobody”"),
        ("reader", "article.txt", "Only editors"),
        ("operator", "missing.txt", "can't be read"),
        ("operator", ".", "can't be read"),
    ],
)
def test_import_that_cant_be_done_is_one_sentence(op, file, by, name, said):
    builders.user("reader")
    with pytest.raises(CommandError, match=said):
        bring_in(file.parent / name, by)
    assert not Changeset.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\xff", b"Title", b"\n\nT\x00\n\nw"])
def test_unreadable_file_is_refused_and_writes_nothing(op, file, data):
    file.write_bytes(data)
    with pytest.raises(CommandError):
        bring_in(file)
    assert not Changeset.objects.exists()


def test_export_of_what_is_not_there_is_refused():
    with pytest.raises(CommandError, match="no article at /articles/none/"):
        call_command("export_article", "none", stdout=sys.stdout)


def test_export_after_one_statement_was_reworded_differs_in_its_bytes_only(op, file):
    bring_in(file)
    for statement in Statement.objects.all():
        before = give_back("the-title")
        words = f"Reworded {statement.pk}"
        decisions.publish(
            [drafts.update(Statement, statement.pk, text=words)], by=op, summary="reworded"
        )
        after = give_back("the-title")
        assert after != before
        assert after.replace(words.encode(), statement.text.encode(), 1) == before


def test_export_after_a_statement_was_split_and_merged_again_is_the_same(op, file):
    from events.desk import statements

    bring_in(file)
    first = Statement.objects.order_by("event__position", "position").first()
    judge, by = builders.moderator(), builders.editor()
    moved = [request.pk for request in statements.open_requests(first.pk)]
    for make in (
        lambda: statements.split(first, at=8, by=by, moved=moved),
        lambda: statements.merge(Statement.objects.get(lead=" ", text="in 1806"), by=by),
    ):
        act = make()
        proposals.send([act], by=by, summary="tried")
        builders.approve(act, judge)
        assert give_back("the-title") == MIXED


def test_punctuation_after_a_mark_stands_there_for_readers_too(op, file, client):
    bring_in(file)
    page = client.get("/articles/the-title/").content.decode()
    behind = re.findall(r'</(?:sup|span)>([.,])<a class="handle"', page)
    assert sorted(behind) == [",", ".", "."]


bits = st.sampled_from(["one", " two", "[9]", "[9].", "[when?]", "[sic]", ", ", ". ", "\n", "ђ"])
gaps = st.sampled_from(["\n\n", "\r\n\r\n", "\n \n", "\n\n\n\t\n"])


@settings(
    max_examples=by_profile(desk=30, long=300),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(gaps, st.lists(bits, max_size=8).map(lambda made: "word" + "".join(made))),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(["", "\n", "\r\n"]),
)
def test_any_imported_file_is_given_back_from_the_live_rows(op, body, end):
    number = Article.objects.count()
    data = (f"Title {number}" + "".join(gap + text for gap, text in body) + end).encode()
    read_article(data)
    done = builders.imported(op, data)
    assert give_back(f"title-{number}") == data
    assert done.title == f"Title {number}"
    StoredPage.objects.all().delete()
