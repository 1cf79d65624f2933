"""Why acts on articles stand out in the queue."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from events.desk import resolving, verifying
from events.models import Article, Citation, CitationRequest, Reads, Statement
from events.pages import reads
from review.deciding import decisions
from review.desk.queue import queue
from review.models import Flag, User
from review.proposing import drafts, proposals
from review.weighing import reasons
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(for_all):
    with for_all():
        op, by = builders.operator(), builders.editor()
        builders.article(op)
        first, last = Statement.objects.order_by("position")
        builders.approve(builders.change(last, by, text="Another came."), builders.moderator())
        builders.published_citation(op, first)


@pytest.fixture
def cited(begun):
    """(a published citation, an editor whose proposals are known)."""
    return Citation.objects.get(), User.objects.get(username="editor")


def why(by, *edits):
    act = drafts.propose(list(edits), by=by)
    proposals.send([act], by=by, summary="because")
    return queue()[0][0].reasons


def test_words_of_a_cited_statement(cited):
    citation, by = cited
    edit = drafts.update(Statement, citation.statement_id, text="Other words.")
    assert why(by, edit) == ["changes the words of a cited statement"]


def test_words_of_another_statement(cited):
    citation, by = cited
    other = Statement.objects.exclude(pk=citation.statement_id).get()
    assert why(by, drafts.update(Statement, other.pk, text="Other words.")) == []


def test_footnote_gone(cited):
    citation, by = cited
    assert why(by, drafts.remove(Citation, citation.pk)) == ["removes a footnote"]


def test_statement_gone(cited):
    citation, by = cited
    edits = resolving.remove_statement(citation.statement)
    assert why(by, *edits) == ["removes a statement", "removes a footnote"]


def test_source_against_a_statement(cited):
    citation, by = cited
    made = Citation.new(
        statement_id=citation.statement_id,
        source_id=citation.source_id,
        position="6",
        direction="contradicts",
    )
    assert why(by, drafts.create(made)) == ["cites a source against a statement"]
    assert decisions.plan(by.changesets.latest("pk").acts.all()).clashes == []


def now(act, name):
    """Whether a reason holds of a pending act, as the page and its filter say."""
    listed = act.pk in [a.pk for a in queue(reason=reasons.named(name))[0]]
    told = next(a for a in queue()[0] if a.pk == act.pk)
    assert listed is (name in told.held)
    return listed


def test_statement_that_is_cited_after_the_act_was_sent(cited):
    citation, by = cited
    other = Statement.objects.exclude(pk=citation.statement_id).get()
    act = builders.change(other, by, text="Other words.")
    assert not now(act, "cited-words")
    op = User.objects.get(username="operator")
    made = builders.published_citation(op, other, title="Another work")
    assert now(act, "cited-words")
    decisions.publish([drafts.remove(Citation, made.pk)], by=op, summary="not so")
    assert not now(act, "cited-words")


def test_what_is_verified_after_the_act_was_sent(cited):
    citation, by = cited
    act = builders.change(citation.statement, by, text="Other words.")
    moved = builders.change(citation, builders.editor("other"), locator="8")
    assert not now(act, "verified")
    seen = verifying.digest_now(citation)
    verifying.verify(citation, by=by, read="The book", seen=seen)
    assert now(act, "verified")
    assert now(moved, "verified")
    builders.approve(act, User.objects.get(username="moderator"))
    assert not now(moved, "verified")


def test_flags_worked_out_anew_are_the_same(cited):
    citation, by = cited
    edits = resolving.remove_statement(citation.statement)
    act = drafts.propose(edits, by=by)
    proposals.send([act], by=by, summary="because")
    kept = set(Flag.objects.values_list("act", "name"))
    assert kept == {(act.pk, "statement-gone"), (act.pk, "footnote-gone")}
    Flag.objects.all().delete()
    call_command("flag_queue", stdout=(said := io.StringIO()))
    assert said.getvalue() == "1 pending act looked at.\n"
    assert set(Flag.objects.values_list("act", "name")) == kept


LOG = """\
[25/Nov/2026:10:00:01 +0000] "GET /articles/an-article/ HTTP/1.1" 200
10.0.0.9 - - [25/Nov/2026:10:00:02 +0000] "GET /articles/an-article/?x=1 HTTP/1.1" 304 0 "-" "Firefox"
[25/Nov/2026:10:00:03 +0000] "GET /articles/an-article/ HTTP/1.1" 500
[25/Nov/2026:10:00:04 +0000] "POST /articles/an-article/ HTTP/1.1" 200
[25/Nov/2026:10:00:05 +0000] "GET /articles/no-article/ HTTP/1.1" 200
[25/Nov/2026:10:00:05 +0000] "GET /at/2026-01-01/articles/an-article/ HTTP/1.1" 200
[25/Nov/2026:10:00:06 +0000] "GET /articles/an-article/../ HTTP/1.1" 200
of no form at all
"""

IN_LANGUAGES = """\
[25/Nov/2026:10:00:01 +0000] "GET /ru/articles/an-article/ HTTP/1.1" 200
[25/Nov/2026:10:00:02 +0000] "GET /sr-latn/articles/an-article/ HTTP/1.1" 304
"""


def test_reads_in_every_language_are_counted(cited):
    assert reads.count(IN_LANGUAGES.splitlines()) == 2


@pytest.fixture
def log(tmp_path):
    today = timezone.now().strftime("%d/%b/%Y")
    path = tmp_path / "access.log"
    path.write_text(LOG.replace("25/Nov/2026", today))
    return str(path)


def count_reads(log):
    out = io.StringIO()
    call_command("count_reads", log, stdout=out)
    return out.getvalue()


def test_reads_are_counted_from_the_log_by_day(cited, log):
    assert "2 reads of articles" in count_reads(log)
    count_reads(log)
    assert Reads.objects.get().number == 4


def test_old_reads_are_forgotten_and_do_not_count(cited, log, settings):
    settings.ATTESTED_MUCH_READ = 2
    count_reads(log)
    Reads.objects.update(day=timezone.now().date() - Reads.LATELY)
    assert not Reads.objects.much_read()
    Reads.objects.update(day=timezone.now().date() - 3 * Reads.LATELY)
    count_reads(log)
    assert Reads.objects.get().number == 2


def test_page_that_is_much_read(cited, log, settings):
    citation, by = cited
    settings.ATTESTED_MUCH_READ = 2
    other = Statement.objects.exclude(pk=citation.statement_id).get()
    act = builders.change(other, by, text="Other words.")
    assert queue()[0][0].reasons == []
    count_reads(log)
    assert queue()[0][0].reasons == ["on a page that is much read"]
    assert [a.pk for a in queue(reason=reasons.named("much-read"))[0]] == [act.pk]
    proposals.withdraw(act, by=by)
    made = Citation.new(
        statement_id=other.pk, source_id=citation.source_id, position="7", label="page"
    )
    for edit in (
        drafts.create(made),
        drafts.update(Citation, citation.pk, locator="8"),
        drafts.create(CitationRequest.new(about_id=other.pk)),
        drafts.update(Article, other.event.article_id, title="Another name"),
    ):
        sent = drafts.propose([edit], by=by)
        proposals.send([sent], by=by, summary="x")
        assert "on a page that is much read" in queue()[0][-1].reasons
    source = drafts.propose([drafts.create(builders.book(title="Else")[0])], by=by)
    proposals.send([source], by=by, summary="x")
    assert "on a page that is much read" not in queue()[0][-1].reasons


def test_log_that_is_not_there_is_told(cited):
    with pytest.raises(CommandError, match="can't be read"):
        count_reads("/no/such/log")
