"""A file of works comes in as one act: what is new is made, the rest is told, by its line."""

import json

import pytest

from review.exceptions import Refused
from review.models import Act, Changeset, Restriction, Subject
from review.weighing import restricting
from sources.formatting import renderings
from sources.models import Contributor, Rendering, Source
from tests import builders
from tests.sources.importing.steps import FILE, book, bring

pytestmark = pytest.mark.django_db


def test_new_works_come_in_as_one_publication_and_the_others_are_told(op):
    done = bring(FILE, op, name="library.bib")
    assert done.is_published
    assert (done.act.type, done.act.title) == ("import", "Import 2 works from “library.bib”")
    work = Source.objects.get(title="The Balkans")
    assert (work.isbn, work.issued, work.publisher) == ("9780140449136", "2012", "Granta")
    assert [(c.role, c.family, c.given, c.literal) for c in work.contributors.all()] == [
        ("author", "Glenny", "Misha", ""),
        ("author", "", "", "Ministry of Roads"),
        ("editor", "Novak", "Ana", ""),
    ]
    assert Source.objects.get(doi="10.1000/abc").page == "45-67"
    assert [work.refused.partition(":")[0] for work in done.refused] == [
        "Line 8, “broken”",
        "Line 10, “untitled”",
    ]
    assert "not closed" in done.refused[0].refused
    assert done.refused[1].refused.endswith("it has no title, by which a work is known here.")
    assert Act.objects.count() == 1


def test_dry_run_says_the_same_and_writes_nothing(op):
    done = bring(FILE, op, dry_run=True)
    assert (len(done.new), len(done.refused), done.act) == (2, 2, None)
    assert not Changeset.objects.exists()
    assert not Subject.objects.exists()
    assert not Rendering.objects.exists()


def test_who_may_not_publish_sends_one_act_for_review(by):
    done = bring(FILE, by)
    assert (done.act.state, done.act.size) == ("pending", 6)
    assert not Source.objects.exists()
    builders.approve(done.act, builders.moderator())
    assert Source.objects.count() == 2
    assert Contributor.objects.count() == 4


def test_entries_are_rendered_when_an_import_is_sent(by, monkeypatch):
    done = bring(FILE, by)
    assert len(renderings.html_for([work.item for work in done.new])) == 2
    monkeypatch.setattr(renderings.citeproc, "_written", lambda *given: pytest.fail("rendered"))
    builders.approve(done.act, builders.moderator())


def test_what_cant_be_rendered_is_sent_all_the_same(by, monkeypatch):
    def refuse(items):
        raise Refused("pandoc is away")

    monkeypatch.setattr(renderings.notes, "entries", refuse)
    assert bring(FILE, by).act.state == "pending"


@pytest.mark.parametrize(
    "text",
    [
        "TY  - BOOK\nAU  - Petrov, Ivan\nTI  - Mills\nPY  - 1999\nER  - \n",
        json.dumps([{"type": "book", "title": "Mills", "author": [{"family": "Petrov"}]}]),
        "%0 Book\n%A Petrov, Ivan\n%T Mills\n%D 1999\n",
        "{{cite book |last=Petrov |first=Ivan |title=Mills |date=1999}}",
        "Petrov, Ivan. Mills. London: Granta, 1999.",
    ],
)
def test_every_shape_comes_in(op, text):
    assert bring(text, op).is_published
    assert Source.objects.get().title == "Mills"
    assert Contributor.objects.get().family == "Petrov"


def test_what_has_no_column_is_told_and_the_rest_comes_in(op):
    done = bring(
        book(publisher="P" * 600, doi="10.1000/x", file="mills.pdf", isbn="978-0-14-044913-7"), op
    )
    told = dict(done.new[0].told)
    assert told["publisher"].startswith("PPP")
    assert "at most 500 characters" in told["publisher"]
    assert told["file"] == "mills.pdf"
    assert "its last digit does not fit" in told["isbn"]
    work = Source.objects.get()
    assert (work.publisher, work.isbn, work.doi) == ("", "", "10.1000/x")


def test_who_may_propose_nothing_imports_nothing():
    reader = builders.user("reader")
    with pytest.raises(Refused, match="Only editors"):
        bring(FILE, reader)
    blocked = builders.editor("blocked")
    restricting.restrict(
        Restriction.What.BLOCK, by=builders.moderator(), reason="spam", account=blocked
    )
    with pytest.raises(Refused):
        bring(FILE, blocked, dry_run=True)
    assert not Act.objects.exists()
