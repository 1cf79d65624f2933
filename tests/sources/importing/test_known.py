"""Works that are here already, or may be."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from review.models import Act
from review.proposing import drafts, proposals
from sources.exchange import importing
from sources.models import Source
from tests import builders
from tests.sources.importing.steps import FILE, book, bring, here

pytestmark = pytest.mark.django_db


def test_same_file_again_changes_nothing_whoever_brings_it(op, by):
    bring(FILE, op)
    for person in (op, by):
        done = bring(FILE, person)
        assert (done.act, done.new) == (None, [])
        assert [place.source for _, place in done.here] == [
            str(Source.objects.get(title=title).pk) for title in ("The Balkans", "The Old Bridge")
        ]
    assert Act.objects.count() == 1


def test_works_of_ones_own_open_proposal_are_not_proposed_again(by):
    first = bring(FILE, by)
    again = bring(FILE, by)
    assert again.act is None
    assert {place.changeset for _, place in again.here} == {first.act.changeset_id}
    assert bring(FILE, builders.editor("another")).act.size == 6
    proposals.withdraw(first.act, by=by)
    assert len(bring(FILE, by).new) == 2


def test_works_of_ones_own_draft_are_not_proposed_again(by):
    source, author = builders.book()
    drafts.propose([drafts.create(source), drafts.create(author)], by=by)
    ((title, place),) = here(
        bring(book(author="Glenny, Misha", title="The Balkans", year="2012"), by)
    )
    assert (title, place.source, place.changeset) == ("The Balkans", "", None)


def test_work_whose_title_was_put_right_since_is_still_that_of_the_file(op):
    bring(book(title="Mlils"), op)
    builders.approve(
        builders.change(Source.objects.get(), builders.editor(), title="Mills"),
        builders.moderator(),
    )
    assert bring(book(title="Mlils"), op).act is None
    assert bring(book(title="Mills"), op).act is None
    assert Source.objects.get().title == "Mills"


def test_work_that_was_removed_comes_in_again(op):
    bring(book(), op)
    work = Source.objects.get()
    edits = [drafts.remove(type(one), one.pk) for one in (*work.contributors.all(), work)]
    act = drafts.propose(edits, by=by_of("remover"), type="delete")
    proposals.send([act], by=act.changeset.author, summary="gone")
    builders.approve(act, builders.moderator())
    assert bring(book(), op).is_published


def by_of(name):
    return builders.editor(name)


SAME = [
    # (a work that is there, one of the file, whether it is the same)
    ({"doi": "10.1000/x"}, {"doi": "10.1000/X", "title": "Another", "year": "1950"}, True),
    ({"doi": "10.1000/x"}, {"doi": "10.1000/y"}, False),
    ({"isbn": "9780140449136"}, {"isbn": "0-14-044913-2", "author": "Novak, Ana"}, True),
    ({"isbn": "9780140449136"}, {"isbn": "9780140449136", "title": "Part of it"}, False),
    ({}, {"title": "MILLS."}, True),
    ({"title": "Карађорђе"}, {"title": "Karadjordje"}, True),
    ({"author": "Петров, Иван"}, {}, True),
    ({"pages": "1--23"}, {"pages": "12--3"}, False),
    ({}, {"author": "Petrov, I."}, True),
    ({}, {"author": "Novak, Ana"}, False),
    ({}, {"author": ""}, False),
    ({}, {"year": "2000"}, False),
    ({}, {"publisher": "Granta"}, True),
    ({"edition": "2"}, {"edition": "3"}, False),
    ({"edition": "2"}, {}, True),
    ({"volume": "1"}, {"volume": "2"}, False),
    ({"year": "1812-05"}, {"year": "1812-06"}, False),
    ({"year": "1812-05"}, {"year": "1812"}, True),
    # Where nobody wrote it, or nobody knows when, all else has to be the same.
    ({"author": "", "pages": "3"}, {"author": ""}, False),
    ({"author": "", "pages": "3"}, {"author": "", "pages": "3"}, True),
    ({"year": "", "volume": "1"}, {"year": ""}, False),
    ({"year": ""}, {"year": ""}, True),
]


@pytest.mark.parametrize(("there", "given", "same"), SAME)
@pytest.mark.parametrize("where", ["published", "in the file"])
def test_work_is_known_by_its_identifiers_or_by_title_year_and_name(op, there, given, same, where):
    there, given = (
        book(
            key,
            **{k: v for k, v in fields.items() if k != "year"},
            date=fields.get("year", "1999"),
            year="",
        )
        for key, fields in (("a", there), ("b", given))
    )
    if where == "published":
        bring(there, op)
        done = bring(given, op)
    else:
        done = bring(there + given, op)
        assert len(done.new) == (1 if same else 2)
    assert bool(done.here) is same
    assert Source.objects.count() == (1 if same else 2)


def test_twice_in_the_file_is_made_once_and_told_with_its_line(op):
    done = bring(book("a") + book("b") + book("c", title="Other"), op)
    ((title, place),) = here(done)
    assert (title, place.line, len(done.new)) == ("Mills", 1, 2)


def test_what_may_be_the_same_is_made_and_noted(op):
    bring(book(), op)
    done = bring(book(year="2005") + book("b", author="Novak, Ana", title="Roads"), op)
    ((work, place),) = done.alike
    assert (work.source.issued, place.source != "") == ("2005", True)
    assert len(done.new) == 2


def test_thousands_of_one_title_are_compared_in_good_time(op):
    text = "".join(book(str(n), title="Letter", pages=str(n)) for n in range(3000))
    began = time.process_time()
    done = bring(text * 2, op, dry_run=True)
    assert (len(done.new), len(done.here)) == (3000, 3000)
    assert time.process_time() - began < 30


def test_number_of_queries_does_not_grow_with_the_entries(op, monkeypatch):
    monkeypatch.setattr(importing.proposals, "prepare_outcome", lambda outcome: None)
    counts = []
    bring(book(title="Read once"), op)
    for number in (3, 300):
        text = "".join(book(str(n), title=f"Of {number}, {n}") for n in range(number))
        with CaptureQueriesContext(connection) as asked:
            bring(text, op)
        counts.append(len(asked))
    assert counts[0] == counts[1]
