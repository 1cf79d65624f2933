"""The counts that are kept of each publication, and the same made anew from the published history."""

import json
from collections import defaultdict
from typing import NamedTuple

from django.db import connection, transaction

from events.alterations.counting import COUNTING, Home, counted
from events.models import Alteration
from review import kinds
from review.models import Act, Publication

# Of the publication that is being made: it takes the next number, under the lock of decisions.
KEEP = """
INSERT INTO events_alteration (article_id, publication_id, counts)
SELECT article, (SELECT coalesce(max(number), 0) + 1 FROM review_publication), counts
FROM unnest(%s::uuid[], %s::jsonb[]) AS given (article, counts)
"""
# Labels of the kinds that are read, the works that are cited among them.
LABELS = (*COUNTING, "sources.source", "sources.contributor", "sources.mergedwork")
AT_ONCE = 200


def keep(outcome, homes, cites):
    """Note what an outcome, which is being published, alters on each article."""
    types = {act.pk: act.type for act in outcome.acts}
    found = counted(outcome.by_kind, homes, types, cites)
    if found:
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [list(found), list(map(json.dumps, found.values()))])


def make_all(tell=lambda done, total: None):
    """Note it of what was published before that was kept, or is kept otherwise."""
    done, total = 0, Publication.objects.count()
    for part in replayed():
        numbers = [number for number, *_ in part]
        made = [
            Alteration(article_id=article, publication_id=number, counts=counts)
            for number, found, _ in part
            for article, counts in found.items()
        ]
        with transaction.atomic():
            held = _held(numbers)
            wrong = [
                key
                for key in held
                if key not in {(str(a.article_id), a.publication_id) for a in made}
            ]
            for article, number in wrong:
                Alteration.objects.filter(article=article, publication=number).delete()
            Alteration.objects.bulk_create(
                [a for a in made if held.get((a.article_id, a.publication_id)) != a.counts],
                update_conflicts=True,
                unique_fields=["article", "publication"],
                update_fields=["counts"],
            )
        done += len(numbers)
        tell(done, total)


def badly_altered():
    """Sentences on what is told of a publication otherwise than was published. What was redacted
    since can't be counted again."""
    for part in replayed():
        held = _held([number for number, *_ in part])
        for number, found, is_sealed in part:
            if is_sealed:
                continue
            told = {article: counts for (article, of), counts in held.items() if of == number}
            for article in sorted(told.keys() | found.keys()):
                if told.get(article) != found.get(article):
                    yield f"Publication {number}: what it altered on article {article} is told otherwise."


def _held(numbers):
    """{(article, number): counts} that are kept of these publications."""
    rows = Alteration.objects.filter(publication__in=numbers)
    return {(str(row.article_id), row.publication_id): row.counts for row in rows}


class Row(NamedTuple):
    """As that of an outcome, of history rows."""

    id: str
    before: dict | None
    after: dict | None
    act_id: int


def replayed():
    """Lists of (number, {article: counts}, whether words of it were redacted), from the first
    publication on, a part at a time."""
    world, last = _World(), 0
    while True:
        numbers = Publication.objects.filter(number__gt=last).order_by("number")
        numbers = list(numbers.values_list("number", flat=True)[:AT_ONCE])
        if not numbers:
            return
        rows, sealed = _rows(last, numbers[-1])
        acts = {row.act_id for own in rows.values() for of in own.values() for row in of}
        types = dict(Act.objects.filter(pk__in=acts).values_list("pk", "type"))
        yield [(n, world.after(rows.get(n, {}), types), n in sealed) for n in numbers]
        last = numbers[-1]


def _rows(after, until):
    """({number: {label: [Row]}} of the publications after one, until another; the numbers of those
    that touch what was redacted)."""
    found, sealed = defaultdict(lambda: defaultdict(list)), set()
    columns = ("subject_id", "publication_id", "act_id", "history_type", "seal")
    for label in LABELS:
        kind = kinds.get(label)
        rows = kind.history.objects.filter(publication__gt=after, publication__lte=until)
        own = list(kind.dumps(rows.order_by("publication"), *columns))
        subjects = {key for (key, *_), _ in own}
        before = kind.history.objects.filter(subject__in=subjects, publication__lte=after)
        before = before.order_by("subject", "-publication").distinct("subject")
        state = {}
        for (key, _, _, op, seal), values in kind.dumps(before, *columns):
            state[key] = (None if op == "-" else values, bool(seal))
        for (key, number, act, op, seal), values in own:
            was, was_sealed = state.get(key, (None, False))
            now = None if op == "-" else values
            state[key] = (now, bool(seal))
            found[number][label].append(Row(str(key), was, now, act))
            if seal or was_sealed:
                sealed.add(number)
    return found, sealed


class _World:
    """Which statement stands where, and what it cites, as publications go by."""

    def __init__(self):
        self.article_of, self.event_of = {}, {}
        self.citation, self.citing, self.cited = {}, defaultdict(set), defaultdict(set)
        self.statements = defaultdict(set)

    def after(self, by_kind, types):
        """What the rows of the next publication come to."""
        named = {row.id for row in by_kind.get("events.statement", ())}
        for label, name in (
            ("events.citation", "statement_id"),
            ("events.dating", "statement_id"),
            ("events.citationrequest", "about_id"),
        ):
            for row in by_kind.get(label, ()):
                named |= {values[name] for values in (row.before, row.after) if values}
        for row in by_kind.get("events.event", ()):
            if row.before and row.after and row.before["article_id"] != row.after["article_id"]:
                named |= self.statements[row.id]
        before = {key: self._stands(key) for key in named}
        self._go_on(by_kind)
        homes = {}
        for key in named:
            (was, was_cited), (now, is_cited) = before[key], self._stands(key)
            homes[key] = Home(was, now, was_cited, is_cited)
        touched = {row.id for row in by_kind.get("sources.source", ())}
        for row in by_kind.get("sources.contributor", ()):
            touched |= {values["source_id"] for values in (row.before, row.after) if values}
        cites = {
            (self._stands(self.citation[key][0])[0], source)
            for source in touched
            for key in self.citing[source]
        }
        return counted(by_kind, homes, types, cites)

    def _stands(self, statement):
        """(its article, whether it is cited)."""
        article = self.article_of.get(self.event_of.get(statement))
        return article, bool(article and self.cited.get(statement))

    def _go_on(self, by_kind):
        for row in by_kind.get("events.event", ()):
            self.article_of.pop(row.id, None)
            if row.after:
                self.article_of[row.id] = row.after["article_id"]
        for row in by_kind.get("events.statement", ()):
            self.statements[self.event_of.pop(row.id, None)].discard(row.id)
            if row.after:
                self.event_of[row.id] = row.after["event_id"]
                self.statements[row.after["event_id"]].add(row.id)
        for row in by_kind.get("events.citation", ()):
            statement, source = self.citation.pop(row.id, (None, None))
            self.cited[statement].discard(row.id)
            self.citing[source].discard(row.id)
            if row.after:
                statement, source = row.after["statement_id"], row.after["source_id"]
                self.citation[row.id] = (statement, source)
                self.cited[statement].add(row.id)
                self.citing[source].add(row.id)
