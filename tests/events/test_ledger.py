"""The ledger: how requests end is never guessed, and its tallies are what is open."""

import importlib
import io
import random
from collections import Counter
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import ledger
from events.desk import asking, claims, resolving, statements
from events.models import (
    Article,
    CitationRequest,
    Dating,
    Event,
    LedgerDay,
    LedgerEntry,
    RequestStanding,
    RequestTally,
    Statement,
)
from events.removing import remove_statement
from review.deciding import decisions, redacting, undoing
from review.exceptions import Refused
from review.models import Act, Decision
from review.proposing import drafts, proposals
from review.proving import checking
from tests import builders
from tests.lengths import by_profile

by_day = importlib.import_module("events.migrations.0011_ledger_by_day")
filled = importlib.import_module("events.migrations.0007_ledger_filled")
pytestmark = pytest.mark.django_db

What = LedgerEntry.What


def steps(request):
    return [
        (entry.what, entry.resolution) for entry in LedgerEntry.objects.filter(request=request.pk)
    ]


def tally(article=None, **of):
    """{name: number, where there is one} of the tallies of an article, or of all."""
    found = RequestTally.objects.filter(article=article and article.pk, **of)
    names = ("open", "opened", "reopened", "came", "left", "taken_back", *RequestTally.RESOLVED)
    sums = Counter()
    for row in found:
        sums.update({name: getattr(row, name) for name in names})
    return {name: number for name, number in sums.items() if number}


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def judge():
    return builders.moderator()


@pytest.fixture
def article(op):
    return builders.article(op)


@pytest.fixture
def request_(article):
    return CitationRequest.objects.get()


def test_a_request_is_opened_resolved_by_an_act_and_opened_again_by_its_undo(
    article, request_, judge
):
    assert steps(request_) == [("opened", "")]
    act = builders.answer(request_, builders.editor())
    assert tally() == tally(article) == {"open": 1, "opened": 1}  # Sent is not resolved.
    decision = builders.approve(act, judge)
    entry = LedgerEntry.objects.latest("pk")
    assert (entry.what, entry.resolution, entry.act) == ("resolved", "cited", act)
    assert tally() == tally(article) == {"opened": 1, "cited": 1}
    assert not RequestStanding.objects.exists()
    (sent,) = undoing.undo(decision, by=judge, reason="Not there")
    builders.approve(sent.acts.get(), builders.moderator("other"))
    assert steps(request_)[2:] == [("reopened", "")]
    assert tally(article) == {"open": 1, "opened": 1, "cited": 1, "reopened": 1}
    assert RequestStanding.objects.get().request_id == request_.pk


@pytest.mark.parametrize(
    ("way", "resolution"), [("reword", "reworded"), ("remove", "removed"), ("decline", "declined")]
)
def test_each_way_to_end_a_request_is_told_apart(op, article, request_, way, resolution):
    edits = {
        "reword": lambda: resolving.reword(request_, text="Other words."),
        "remove": lambda: resolving.remove(request_),
        "decline": lambda: resolving.decline(request_, reason="irrelevant"),
    }[way]()
    decisions.publish(edits, by=op, summary=way)
    assert steps(request_) == [("opened", ""), ("resolved", resolution)]
    assert tally(article) == {"opened": 1, resolution: 1}


def test_days_add_up_what_was_opened_resolved_and_opened_again(op, article, request_, judge):
    decision = builders.approve(builders.answer(request_, builders.editor()), judge)
    (sent,) = undoing.undo(decision, by=judge, reason="Not there")
    builders.approve(sent.acts.get(), builders.moderator("other"))
    edits = [drafts.update(CitationRequest, request_.pk, kind="when")]  # It moves: neither.
    decisions.publish(edits, by=op, summary="Rather when")
    day = LedgerDay.objects.get()
    assert day.day == timezone.now().date()
    assert (day.opened, day.resolved, day.reopened, day.taken_back) == (1, 1, 1, 0)


def test_the_undo_of_an_opening_takes_it_back_and_counts_as_no_resolution(op, article, judge):
    statement = Statement.objects.last()
    asked = asking.ask(statement, by=op, kind="dubious")
    sent = proposals.send([asked], by=op, summary="Dubious")
    decision = builders.approve(sent.acts.get(), judge)
    assert tally(kind="dubious") == {"open": 1, "opened": 1}
    (sent,) = undoing.undo(decision, by=judge, reason="It is not")
    builders.approve(sent.acts.get(), builders.moderator("other"))
    assert tally(kind="dubious") == {"opened": 1, "taken_back": 1}


def test_a_request_is_not_opened_again_without_its_statement(op, article, request_, judge):
    decline = resolving.decline(request_, reason="irrelevant")
    declined = decisions.publish(decline, by=op, summary="No")
    statement = Statement.objects.get(pk=request_.about_id)
    removed = decisions.publish(remove_statement(statement), by=op, summary="Gone")
    (sent,) = undoing.undo(declined, by=judge, reason="It was asked rightly")
    other = builders.moderator("other")
    with pytest.raises(Refused, match="the statement that it was on was removed since"):
        builders.approve(sent.acts.get(), other)
    assert not RequestStanding.objects.exists()
    (back,) = undoing.undo(removed, by=judge, reason="It belongs here")
    builders.approve(back.acts.get(), other)
    builders.approve(sent.acts.get(), other)
    assert [step for step, _ in steps(request_)] == ["opened", "resolved", "reopened"]


def test_what_is_asked_and_where_it_stands_may_change_while_it_is_open(op, article, request_):
    edits = [drafts.update(CitationRequest, request_.pk, kind="when", tagged_on="2019-03")]
    decisions.publish(edits, by=op, summary="Rather when")
    assert tally(article, kind="citation-needed") == {"opened": 1, "left": 1}
    assert tally(article, kind="when", tagged_on="2019-03") == {"open": 1, "came": 1}
    other = Article.new(title="Another")
    event = Event.objects.get()
    decisions.publish(
        [drafts.create(other), drafts.update(Event, event.pk, article_id=other.pk, position="7")],
        by=op,
        summary="It belongs there",
    )
    assert tally(article, kind="when") == {"came": 1, "left": 1}
    assert tally(other) == {"open": 1, "came": 1}
    assert tally(kind="when") == {"open": 1, "came": 2, "left": 1}
    assert [what for what, _ in steps(request_)] == ["opened", "left", "came", "left", "came"]


def test_a_request_that_goes_with_the_second_part_of_a_statement_stays_the_same(
    op, article, request_
):
    statement = Statement.objects.get(pk=request_.about_id)
    act = statements.split(statement, at=9, by=op, moved=[request_.pk])
    proposals.send([act], by=op, summary="Two things")
    builders.approve(act, builders.moderator())
    request_.refresh_from_db()
    assert request_.about_id != statement.pk
    assert RequestStanding.objects.get().statement_id == request_.about_id
    assert steps(request_) == [("opened", "")]


def test_the_worklist_finds_a_request_by_words_dates_and_what_was_tried(op, article, request_):
    statement = Statement.objects.get(pk=request_.about_id)
    edits = [
        drafts.update(Statement, statement.pk, text="Karađorđe wrote in the spring of 1806."),
        drafts.create(Dating.new(statement_id=statement.pk, words="1806", edtf="1806")),
    ]
    decisions.publish(edits, by=op, summary="Reworded")
    standing = RequestStanding.objects.get()
    assert "karadorde" in standing.words
    assert "karadjordje" in standing.words
    assert standing.periods == ["1800"]
    assert not standing.is_searched
    claims.attempt(request_, by=op, where="The archive's catalogue")
    assert RequestStanding.objects.get().is_searched
    decisions.publish(
        [drafts.update(Article, article.pk, title="Устанак")], by=op, summary="Titled"
    )
    assert "ustanak" in RequestStanding.objects.get().words
    assert list(ledger.badly_found(lambda *_: None)) == []


def test_redacted_words_find_nothing(op, article, request_):
    decisions.publish(
        [drafts.update(CitationRequest, request_.pk, reason="Says Quixote")], by=op, summary="x"
    )
    assert "quixote" in RequestStanding.objects.get().words
    redacting.redact("Says Quixote", by=op, reason="A private name")
    assert "quixote" not in RequestStanding.objects.get().words


def test_the_database_keeps_the_ledger_and_its_balance(article):
    entry = LedgerEntry.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerEntry.objects.filter(pk=entry.pk).update(kind="when")
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        RequestTally.objects.filter(article=None).update(open=2)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("DELETE FROM events_ledgerentry", "other steps than were published"),
        ("DELETE FROM events_requeststanding", "the worklist has it otherwise"),
        ("UPDATE events_requeststanding SET kind = 'when'", "the worklist has it otherwise"),
        ("UPDATE events_requeststanding SET is_printed = true", "the worklist has it otherwise"),
        ("UPDATE events_requeststanding SET is_searched = true", "the worklist has it otherwise"),
        ("DELETE FROM events_requesttally", "it is not what the ledger adds up to"),
        ("DELETE FROM events_ledgerday", "its sums are not what the ledger adds up to"),
        (
            "UPDATE events_ledgerday SET resolved = resolved + 1",
            "its sums are not what the ledger adds up to",
        ),
        (
            "INSERT INTO events_periodtally (period, kind, tagged_on, open) VALUES ('1800', 'when', '', 1)",
            "its tallies are not what the worklist’s rows add up to",
        ),
        (
            "UPDATE events_requesttally SET open = 2, opened = 2",
            "it is not what the ledger adds up to",
        ),
    ],
)
def test_what_was_bent_is_told(article, sql, said):
    assert list(ledger.unbalanced()) == []
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")
    assert any(said in sentence for sentence in ledger.unbalanced())
    assert ledger.unbalanced in checking._more


def test_what_the_worklist_finds_is_made_anew_after_an_update(article):
    RequestStanding.objects.update(words="", periods=["1900"])
    assert any("finds it otherwise" in said for said in ledger.badly_found(lambda *_: None))
    assert any("Period 1900" in said for said in ledger.unbalanced())
    call_command("make_notes", stdout=io.StringIO())
    assert list(ledger.badly_found(lambda *_: None)) == []
    assert list(ledger.unbalanced()) == []


class Desk:
    """Editors at random on two articles; `choose` takes one of a list."""

    def __init__(self, choose, op, judges):
        self.choose, self.op, self.judges = choose, op, judges
        self.first = builders.article(op, [f"Thing {n} happened." for n in range(6)], "First")
        self.second = builders.article(op, [f"Fact {n} is so." for n in range(3)], "Second")
        self.begun = Decision.objects.latest("pk").pk

    def one_of(self, rows):
        rows = list(rows.order_by("pk"))
        return self.choose(rows) if rows else None

    def request(self):
        return self.one_of(CitationRequest.objects.filter(resolution=""))

    def edits(self):
        statement, request = self.one_of(Statement.objects), self.request()
        event, article = self.one_of(Event.objects), self.one_of(Article.objects)
        ways = ["ask", "import"]
        if request:
            ways += ["cite", "cite", "reword", "decline", "remove", "kind", "tag"]
        if event:
            ways += ["move"]
        if statement:
            ways += ["date"]
        if statement and Statement.objects.count() > 3:
            ways += ["gone"]
        match self.choose(ways):
            case "ask" if statement:
                kind = self.choose(["when", "dubious", "citation-needed"])
                month = self.choose(["", "2019-03", "2024-11"])
                made = CitationRequest.new(about_id=statement.pk, kind=kind, tagged_on=month)
                return [drafts.create(made)]
            case "date":
                edtf = self.choose(["1812", "1798/1804", "1950/.."])
                made = Dating.new(statement_id=statement.pk, words="then", edtf=edtf)
                return [drafts.create(made)]
            case "cite":
                return resolving.cite(request, new_source=builders.book()[0])
            case "reword":
                return resolving.reword(request, text=f"Anew {Act.objects.count()}.")
            case "decline":
                return resolving.decline(request, reason="irrelevant")
            case "remove":
                return resolving.remove(request)
            case "gone":
                return remove_statement(statement)
            case "kind":
                return [drafts.update(CitationRequest, request.pk, kind="by-whom")]
            case "tag":
                return [drafts.update(CitationRequest, request.pk, tagged_on="2001-01")]
            case "move":
                place = f"{self.choose([6, 7, 8])}{Act.objects.count():05}1"
                return [drafts.update(Event, event.pk, article_id=article.pk, position=place)]
        event = Event.new(article_id=article.pk, position=f"4{Act.objects.count():05}1")
        made = [
            Statement.new(event_id=event.pk, position=f"5{n}1", text=f"More {n}.") for n in (0, 1)
        ]
        asked = CitationRequest.new(about_id=made[0].pk)
        return [drafts.create(row) for row in (event, *made, asked)]

    def publish(self):
        decisions.publish(self.edits(), by=self.op, summary="done")

    def undo(self):
        decision = self.one_of(
            Decision.objects.filter(pk__gt=self.begun, publication__isnull=False)
        )
        if decision:
            (sent,) = undoing.undo(decision, by=self.judges[0], reason="Wrong")
            builders.approve(sent.acts.get(), self.judges[1])

    def step(self):
        with suppress(Refused):
            self.choose([self.publish, self.publish, self.publish, self.undo])()

    def balances(self):
        """Per kind, month and article: what the ledger adds up to is what is open and live."""
        live, sums, seen = Counter(), Counter(), {}
        articles = dict(Statement.objects.values_list("pk", "event__article"))
        for request in CitationRequest.objects.filter(resolution=""):
            live[request.kind, request.tagged_on, articles[request.about_id]] += 1
        for entry in LedgerEntry.objects.all():
            sign = 1 if entry.what in LedgerEntry.MORE else -1
            sums[entry.kind, entry.tagged_on, entry.article_id] += sign
            seen[entry.request_id] = seen.get(entry.request_id, 0) + sign
            assert seen[entry.request_id] in (0, 1)  # Nothing ends twice, nor is it opened twice.
        assert +sums == live
        tallies = Counter()
        for row in RequestTally.objects.exclude(article=None):
            tallies[row.kind, row.tagged_on, row.article_id] = row.open
        assert +tallies == live
        of_all = Counter()
        for (kind, month, _), number in live.items():
            of_all[kind, month] += number
        assert of_all == +Counter(
            {(r.kind, r.tagged_on): r.open for r in RequestTally.objects.filter(article=None)}
        )


@settings(
    max_examples=by_profile(desk=2, long=8),
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
def test_the_ledger_balances_whatever_editors_do(op, judge, data):
    begun = transaction.savepoint()
    try:
        other = builders.moderator(f"other{Act.objects.count()}")
        desk = Desk(lambda rows: data.draw(st.sampled_from(rows)), op, [judge, other])
        for _ in range(by_profile(desk=50, long=80)):
            desk.step()
        desk.balances()
        assert list(ledger.unbalanced()) == []
        assert list(ledger.badly_found(lambda *_: None)) == []
        with connection.cursor() as cursor:  # What was published before there was a ledger.
            cursor.execute(filled.EMPTY)
            cursor.execute(filled.FILL)
            cursor.execute(by_day.EMPTY)
            cursor.execute(by_day.FILL)
        ledger.find_all()
        assert list(ledger.unbalanced()) == []
    finally:
        transaction.savepoint_rollback(begun)


@pytest.mark.django_db(transaction=True)
def test_the_ledger_balances_after_a_thousand_operations():
    op, judges = builders.operator(), [builders.moderator(), builders.moderator("other")]
    desk = Desk(random.Random(1806).choice, op, judges)
    for _ in range(by_profile(desk=100, long=1000)):
        desk.step()
    desk.balances()
    assert LedgerEntry.objects.count() > by_profile(desk=50, long=500)
    assert list(ledger.unbalanced()) == []
