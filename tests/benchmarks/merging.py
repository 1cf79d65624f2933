"""Merging two works, one of them with thousands of citations, as an editor and a moderator do it."""

import time

from django.db import connection

from events.models import Citation, Statement
from review import kinds
from review.deciding import decisions, undoing
from review.models import Act
from review.proposing import drafts, proposals
from sources.desk import merging
from sources.models import Contributor, Source
from tests import builders

# So many statements have the articles in which the works are cited; so many pages has the book.
STATEMENTS, PAGES = 500, 600


def cited(op, number):
    """(a work that is cited once, one that is cited so many times)."""
    works, edits = [], []
    for title in ("The Mills of the Morava", "Mills of the Morava"):
        work = Source.new(type="book", title=title, issued="1998", publisher="Granta")
        person = Contributor.new(source_id=work.pk, position="5", family="Novak", given="Ana")
        works.append(work)
        edits += [drafts.create(work), drafts.create(person)]
    decisions.publish(edits, by=op, summary="entered")
    for start in range(0, number, STATEMENTS):
        texts = [f"Statement {start + n} of these." for n in range(min(STATEMENTS, number - start))]
        article = builders.article(op, texts, f"Mills {start}")
        keys = Statement.objects.filter(event__article=article).values_list("pk", flat=True)
        made = [_citation(key, works[1], start + n) for n, key in enumerate(keys)]
        made += [_citation(keys[0], works[0], 1)] if not start else []
        decisions.publish([drafts.create(c) for c in made], by=op, summary="cited")
    return works


def _citation(statement, work, n):
    return Citation.new(
        statement_id=statement,
        source_id=work.pk,
        position=f"5{n:05}1",
        label="page",
        locator=str(1 + n % PAGES),
    )


def rows():
    """Every live row of every kind, in one order."""
    return {
        kind.label: sorted(map(str, kind.dumps(kind.model.objects.all(), "pk")))
        for kind in kinds.every()
    }


def merged(works, by, judge, other, clock):
    """{step: (seconds, those of the processor by `clock`)} of keeping the draft, sending, approving,
    proposing the undo and approving that. The undo is compared row by row."""
    kept, gone = (Source.objects.get(pk=work.pk) for work in works)
    before, taken = rows(), {}

    def timed(name, work):
        began = time.perf_counter(), clock()
        found = work()
        taken[name] = time.perf_counter() - began[0], clock() - began[1]
        return found

    act = timed("drafted", lambda: merging.merge([gone], kept, by=by))
    timed("sent", lambda: proposals.send([act], by=by, summary="One book"))
    act = Act.objects.get(pk=act.pk)
    decision = timed("published", lambda: builders.approve(act, judge))
    assert not Source.objects.filter(pk=gone.pk).exists()
    (changeset,) = timed("undo proposed", lambda: undoing.undo(decision, by=judge, reason="Two"))
    timed("undone", lambda: builders.approve(changeset.acts.get(), other))
    assert rows() == before, "the undo leaves something otherwise"
    return taken


def floor(works, clock):
    """Seconds for one bare UPDATE of as many rows of a table without rules."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bare AS SELECT * FROM events_citation WHERE source_id = %s",
            [works[1].pk],
        )
        began = clock()
        cursor.execute("UPDATE bare SET source_id = %s", [works[0].pk])
        taken = clock() - began
        cursor.execute("DROP TABLE bare")
    return taken
