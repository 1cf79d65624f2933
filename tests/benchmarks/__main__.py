"""What pages and decisions cost, as ratios to a floor measured in the same run.

    .venv/bin/python -m tests.benchmarks [asked] [parts] [prose] [pages] [approvals] [undos] [decisions] [queue] [imports] [works] [merging] [worklist] [search] [files]

The queue's floor is the same page with 10 open acts. The floor of the pages is the site's own "no such page", which asks the database nothing; that
of the decisions is the same number of rows written by plain inserts, without review; that of the
imports are their own rows, copied into tables without a rule or an index; that of a merge is one
UPDATE of as many citations in a table without rules.
"""

import io
import random
import resource
import statistics
import sys
import time
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.runner import DiscoverRunner
from django.test.utils import setup_test_environment

from events.models import RequestStanding, Statement
from review.desk import queue as queued
from review.desk import waits
from review.models import Act, Changeset, Decision, StoredPage, User
from review.proposing import drafts, proposals
from review.weighing import reasons
from review.weighing.diff import diff_words
from review.weighing.merge import Collision, merge_words
from tests import builders
from tests.benchmarks import asked as asked_for
from tests.benchmarks import crowd, files, imports, merging, search, worklist, works

ROUNDS = 15


def milliseconds(work, rounds=ROUNDS, clock=time.perf_counter, of=statistics.median):
    """The median of several runs, in ms. What waits for nothing is better timed by the processor's
    own clock (`time.process_time`): others on the machine don't bend it."""
    taken = []
    for _ in range(rounds):
        began = clock()
        work()
        taken.append((clock() - began) * 1000)
    return of(taken)


def pages(op):
    client = Client()
    floor = milliseconds(lambda: client.get("/no-such-page/"), 100)
    print(f"floor: a page without a query   {floor:8.2f} ms")
    for size in (30, 300, 3000):
        builders.article(op, [f"Statement {n} of these." for n in range(size)], f"Of {size}")
        path = f"/articles/of-{size}/"

        def fresh(path=path):
            StoredPage.objects.all().delete()
            client.get(path)

        made = milliseconds(fresh, 5)
        etag = client.get(path).headers["ETag"]
        stored = milliseconds(lambda path=path: client.get(path))
        known = milliseconds(
            lambda path=path, etag=etag: client.get(path, headers={"if-none-match": etag})
        )
        print(
            f"article of {size:>5} statements: made {made:8.1f} ms (× {made / floor:6.1f}), "
            f"stored {stored:6.2f} ms (× {stored / floor:4.2f}), "
            f"304 {known:6.2f} ms (× {known / floor:4.2f})"
        )


def approvals(op):
    author, judge = builders.editor(), builders.moderator()
    article = builders.article(op, [f"Statement {n}." for n in range(10_000)], "To be changed")
    rows = list(Statement.objects.filter(event__article=article))
    for size in (1, 10, 1000, 10_000):
        edits = [
            drafts.update(Statement, s.pk, text=f"{s.text} Changed {size}.") for s in rows[:size]
        ]
        act = drafts.propose(edits, by=author)
        proposals.send([act], by=author, summary="a benchmark")
        act.refresh_from_db()
        taken = milliseconds(lambda act=act: builders.approve(act, judge), 1)
        floor = milliseconds(lambda size=size: _bare(size), 3)
        print(
            f"approving {size:>6} changes: {taken:9.1f} ms, {taken / size:8.3f} ms each "
            f"(× {taken / floor:5.1f} of bare inserts)"
        )


def undos(op):
    """Of a publication of many objects: the page that tells what it would do, the proposal, its
    approval, as a moderator presses them."""
    judge, other = builders.moderator("undoing"), builders.moderator("approving")
    client = Client()
    client.force_login(judge)
    floor = milliseconds(lambda: client.get("/no-such-page/"), 100)
    for size in (10, 1000, 10_000):
        builders.article(op, [f"Statement {n}." for n in range(size)], f"Undone {size}")
        decision = Decision.objects.latest("pk")
        path = f"/admin/review/decisions/{decision.pk}/undo/"
        form = {"act": decision.verdicts.get().act_id, "reason": "a benchmark"}
        told = milliseconds(lambda path=path: client.get(path), 3)
        proposed = milliseconds(lambda path=path, form=form: client.post(path, form), 1)
        act = Act.objects.latest("pk")
        approved = milliseconds(lambda act=act: builders.approve(act, other), 1)
        print(
            f"undoing {size:>6} objects: told {told:8.1f} ms (× {told / floor:7.1f}), "
            f"proposed {proposed:8.1f} ms, approved {approved:8.1f} ms"
        )


def decisions_on_one(op, beside=""):
    """Of one act: what the article's length and the archive add to it."""
    for size in (30, 3000):
        author, judge = builders.editor(f"a{size}{beside}"), builders.moderator(f"m{size}{beside}")
        texts = [f"Statement {n} of these." for n in range(size)]
        article = builders.article(op, texts, f"Decided on {size} {beside}")
        statements = Statement.objects.filter(event__article=article)[: ROUNDS + 1]
        acts = iter([builders.change(s, author, text=f"{s.text} Changed.") for s in statements])
        builders.approve(next(acts), judge)
        asked = Queries()
        with connection.execute_wrapper(asked):
            taken = milliseconds(
                lambda acts=acts, judge=judge: builders.approve(next(acts), judge),
                clock=Processor(),
            )
        print(
            f"deciding on one act, article of {size:>5} statements{beside}: {taken:6.2f} ms of "
            f"the processor's, {asked.count / ROUNDS:4.1f} queries"
        )


class Processor:
    """Seconds of the processor, ours and the database's for our connection (Linux): others on the
    machine bend it little."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.schedule = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def __call__(self):
        return time.process_time() + self.database()

    def database(self):
        return int(self.schedule.read_text().split()[0]) / 1e9 if self.schedule.exists() else 0


class Queries:
    """Counts queries."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, *args):
        self.count += 1
        return execute(*args)


def view(client, path):
    """(queries, ms of the processor for the database, for the whole page, the answer): medians."""
    client.get(path)
    found, clock = [], Processor()
    for _ in range(ROUNDS):
        asked, began, database = Queries(), clock(), clock.database()
        with connection.execute_wrapper(asked):
            answer = client.get(path)
        assert answer.status_code == 200, path
        spent = (clock.database() - database, clock() - began)
        found.append((asked.count, *(seconds * 1000 for seconds in spent)))
    return (*map(statistics.median, zip(*found, strict=True)), answer)


def tell(name, found, floor=None):
    queries, database, taken, _ = found
    ratio = f" (× {database / floor:4.2f} of 10 acts)" if floor else ""
    print(
        f"  {name:<24} {queries:3.0f} queries, the database {database:7.2f} ms{ratio}, "
        f"the page {taken:7.2f} ms"
    )


def queue(op):
    """The desk with few and with 100,000 open acts; by the whole view, as a moderator."""
    judge, reader = builders.moderator("queue's"), builders.editor("reader")
    statement = Statement.objects.first()
    filled = crowd.Crowd(200_000, builders.published_citation(op, statement))
    filled.decided(100_000, judge, reader)
    client, theirs = Client(), Client()
    client.force_login(judge)
    author = User.objects.get(username="crowd7")
    author.groups.add(*reader.groups.all())
    theirs.force_login(author)
    address, floor = "/admin/review/queue/", None
    for size, made_of in ((10, "mixed"), (100_000, "mixed"), (100_000, "usual")):
        filled.open(size, made_of)
        print(
            f"desk with {size} open acts ({made_of}) and 100,000 decided ones, by the processor's clock:"
        )
        first = view(client, address)
        floor = floor or first[1]
        tell("queue, first page", first, floor)
        if following := first[-1].context["following"]:
            tell("queue, next page", view(client, f"{address}?after={following}"), floor)
        for reason in reasons.every():
            tell(f"because={reason.name}", view(client, f"{address}?because={reason.name}"))
        for chosen in Act.Type.values:
            tell(f"type={chosen}", view(client, f"{address}?type={chosen}"))
        tell("inbox", view(theirs, "/admin/review/inbox/"))
        tell("my work", view(theirs, "/admin/review/mine/"))
        tell("a contributor", view(client, f"/admin/review/contributors/{author.pk}/"))
        tell("waits", view(client, "/admin/review/waits/"))
        last = Changeset.objects.get(pk=crowd.OPEN + size)
        print(f"  told on sending {milliseconds(lambda last=last: waits.sentence(last)):7.2f} ms")
        for name, found in (("next", queued.next_in_queue), ("previous", queued.previous_in_queue)):
            taken = milliseconds(lambda found=found, last=last: found(last, author))
            print(f"  the {name} in the queue {taken:7.2f} ms")
    decisions_on_one(op, " beside 100,000 open")


def prose():
    """Diff and merge of prose on one line, both sides with the same number of edits."""
    for size in (100_000, 1_000_000):
        base = _text(size, 1)
        for edits in (1, 50, 500, None):
            mine, yours = (_edited(base, edits, side) for side in (1, 2))
            diff = milliseconds(
                lambda base=base, mine=mine: diff_words(base, mine), 3, time.process_time
            )
            outcome = "merged" if _merged(base, mine, yours) else "a collision"
            merge = milliseconds(
                lambda b=base, m=mine, y=yours: _merged(b, m, y), 3, time.process_time
            )
            told = f"{edits:>5} edits a side" if edits else "wholly different"
            print(
                f"prose of {size // 1000:>4} kB, {told}: diff {diff:7.1f} ms, "
                f"merge {merge:7.1f} ms ({outcome})"
            )


def _merged(*texts):
    try:
        return merge_words(*texts)
    except Collision:
        return None


def _text(size, seed):
    """Sentences of words that are as unevenly frequent as those of a language."""
    chance = random.Random(seed)
    words = [f"{n:x}".translate(LETTERS) for n in range(4000, 40_000, 4)]
    said = []
    while size > 0:
        length = chance.randint(8, 25)
        picked = (min(len(words) - 1, int(chance.paretovariate(0.9) * 3)) for _ in range(length))
        said.append(" ".join(words[n] for n in picked).capitalize() + ".")
        size -= len(said[-1]) + 1
    return " ".join(said)


LETTERS = str.maketrans("0123456789", "ghiklmnopr")


def _edited(base, edits, side):
    if edits is None:
        return _text(len(base), 10 + side)
    words = base.split(" ")
    for n in range(edits):
        at = (2 * n + side) * len(words) // (2 * edits + 3)
        words[at] = f"{words[at]}x" if n % 2 else f"{words[at]} and some more"
    return " ".join(words)


def _bare(size):
    """The same number of words written to a table without rules."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (id uuid, text text)")
        cursor.executemany(
            "INSERT INTO bare VALUES (gen_random_uuid(), %s)",
            [[f"Statement {n}. Changed."] for n in range(size)],
        )
        cursor.execute("DROP TABLE bare")


def imported(op):
    """Published at once: by the processor's clock, and what many files in a row leave in memory."""
    clock = Processor()
    imports.imported(30, "Made ready", op, clock)
    for size in (1000, 10_000):
        count, objects, read, taken = imports.imported(size, f"Imported {size}", op, clock)
        floor = imports.floor(clock)
        writing = taken - read
        print(
            f"importing {count:>6} statements, {objects:>6} objects: read in {read:5.2f} s, published "
            f"in {writing:5.2f} s of the processor's (× {writing / floor:4.1f} of their bare rows), "
            f"{count / writing:5.0f} a second"
        )
    for number in range(200):
        imports.imported(30, f"File {number}", op, clock)
        if number % 50 == 49:
            print(f"  after {number + 1:>4} files: {_memory():4.0f} MB")


def works_in(op):
    """Files of works, published at once by the command: by the processor's clock, pandoc's included."""
    clock = Processor()
    works.imported(10, op, clock)
    for size in (1000, 10_000):
        taken, rendering, floor, names, again = works.imported(size, op, clock)
        print(
            f"importing {size:>6} works, {names:>6} names: published in {taken:5.1f} s of the "
            f"processor's (× {taken / floor:4.1f} of their bare rows), rendered in {rendering:5.1f} s, "
            f"the same file again {again:5.1f} s, {_memory():4.0f} MB"
        )


def merges(op):
    """Two works, one of them cited 5,000 times; the undo is compared row by row."""
    people = builders.editor("merging"), builders.moderator("judging"), builders.moderator("undoer")
    clock = Processor()
    for number in (50, 5000):
        works = merging.cited(op, number)
        floor = merging.floor(works, clock)
        print(f"merging two works with {number} citations (the processor's seconds):")
        for name, (taken, spent) in merging.merged(works, *people, clock).items():
            print(
                f"  {name:<14} {taken:6.2f} s ({spent:6.2f}, × {spent / floor:7.1f} of a bare UPDATE)"
            )


def among_a_million(op):
    """The worklist; the floor is 30 of its rows, read by their keys."""
    by = builders.editor("searching")
    size = 1_000_000
    worklist.fill(size, by)
    keys = list(RequestStanding.objects.values_list("pk", flat=True)[:30])
    floor = milliseconds(lambda: list(RequestStanding.objects.filter(pk__in=keys)))
    found = list(worklist.measured(by))
    print(f"{size} open requests; 30 rows by key {floor:.2f} ms")
    for step in ("page", "next"):
        own = sorted((f for f in found if f[1] == step), key=lambda f: -f[2])
        slow, queries = own[0][2], max(f[3] for f in own)
        middle = statistics.median(f[2] for f in own)
        print(
            f"  {step}: {len(own)} filters, median {middle:6.1f} ms (× {middle / floor:5.1f}), slowest "
            f"{slow:6.1f} ms, {sum(f[2] > 50 for f in own)} over 50 ms, at most {queries} queries"
        )
        for values, _, taken, number, sent in own[:12]:
            sentence = f"    {taken:7.1f} ms, {number} queries: {values or 'all'}"
            print(sentence, *(f"reads all of {name}" for name in sorted(worklist.scans(sent))))
    for user in (by, builders.moderator(), op):
        client = Client()
        client.force_login(user)
        queries, database, page, _ = view(client, "/admin/")
        print(
            f"  the desk's front page of {user.username}: {queries:.0f} queries, the database "
            f"{database:.1f} ms of the processor's, the page {page:.1f} ms"
        )


def searched(op):
    """By the database's own clock; the floor is 20 statements with their articles, read by keys."""
    found = search.recall(op)
    print(
        f"pairs of spellings that find each other: {sum(n for n, _ in found.values())} of", end=" "
    )
    print(sum(n for _, n in found.values()), *(f"· {k} {n}/{m}" for k, (n, m) in found.items()))
    last = 0
    for size in search.SIZES:
        search.fill(last + 1, size)
        last, clock = size, Processor()
        keys = list(Statement.objects.order_by("pk").values_list("pk", flat=True)[:20])
        rows = Statement.objects.filter(pk__in=keys).select_related("event__article")
        floor = milliseconds(lambda rows=rows: list(rows.all()), clock=clock.database)
        print(
            f"{size} statements in {size // search.PER_ARTICLE} articles; the floor {floor:.2f} ms"
        )
        for name, (queries, database, page, _) in search.measured(view):
            print(
                f"  {name:<26} {queries:3.0f} queries, the database {database:6.2f} ms "
                f"(× {database / floor:5.1f}), the page {page:6.2f} ms"
            )


def _memory():
    """What the process holds, in MB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


PARTS = {
    "asked": lambda op: asked_for.told(op, Processor()),
    "parts": lambda op: asked_for.parts(op, Processor()),
    "prose": lambda op: prose(),
    "pages": pages,
    "approvals": approvals,
    "undos": undos,
    "decisions": decisions_on_one,
    "queue": queue,
    "imports": imported,
    "works": works_in,
    "merging": merges,
    "worklist": among_a_million,
    "files": files.published,
    "search": searched,
}


def main(chosen):
    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        call_command("roles", verbosity=0, stdout=io.StringIO())
        op = builders.operator()
        builders.article(op)
        for name in chosen or PARTS:
            PARTS[name](op)
    finally:
        runner.teardown_databases(databases)


main(sys.argv[1:])
