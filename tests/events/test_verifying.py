"""Verifying: by whom, of which words, and what readers and the worklist see of it."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.desk import verifying
from events.models import Citation, CitationRequest, CitationStanding, Statement, Verification
from review.deciding import amending, decisions
from review.desk import changesets
from review.exceptions import NotAllowed, Refused, Stale
from review.models import Act, Changeset, Slug
from review.proposing import drafts, proposals
from review.proving import log
from sources import csl
from sources.models import Contributor, Rendering
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(for_all):
    """A citation by an editor, approved."""
    with for_all():
        builders.article(builders.operator())
        act = builders.answer(CitationRequest.objects.get(), builders.editor("author"))
        builders.approve(act, builders.moderator())


@pytest.fixture
def op(begun):
    return builders.User.objects.get(username="operator")


@pytest.fixture
def citation(begun):
    return Citation.objects.get()


def verify(citation, by, read="The printed book"):
    seen = verifying.digest_now(Citation.objects.get(pk=citation.pk))
    return verifying.verify(citation, by=by, read=read, seen=seen)


def article_text():
    return (
        Client().get(f"/articles/{Slug.objects.get(kind='events.article').slug}/").content.decode()
    )


def test_readers_see_by_how_many_and_when(citation, op):
    before = article_text()
    assert "checked by" not in before
    verify(citation, builders.editor("second"))
    assert "checked by 1 person, last on" in article_text()
    verify(citation, op)
    assert "checked by 2 people" in article_text()
    source = Client().get(f"/sources/{Slug.objects.get(kind='sources.source').slug}/")
    assert "checked by 2 people" in source.content.decode()
    anchor = citation.statement.subject.anchor
    page = Client().get(f"/statements/{anchor}/").content.decode()
    assert "Checked by Second on" in page
    assert "The printed book" not in page


def test_the_past_shows_what_was_verified_then(citation):
    when = Verification.objects.count()
    made = verify(citation, builders.editor("second"))
    slug = Slug.objects.get(kind="events.article").slug
    then = made.publication.at.isoformat().replace("+00:00", "Z")
    assert when == 0
    assert "checked by" not in Client().get(f"/at/{then}/articles/{slug}/").content.decode()
    now = made.at.isoformat().replace("+00:00", "Z")
    assert "checked by 1" in Client().get(f"/at/{now}/articles/{slug}/").content.decode()


def test_neither_author_nor_amender_verifies(citation, op):
    author = builders.User.objects.get(username="author")
    with pytest.raises(NotAllowed, match="someone else verifies"):
        verify(citation, author)
    act = builders.change(citation, builders.editor("changer"), locator="31")
    judge = builders.moderator("amender")
    amending.amend(act, by=judge, values={act.changes.get().pk: {"locator": "32"}}, reason="32")
    citation.refresh_from_db()
    for name in ("changer", "amender", "author"):
        with pytest.raises(NotAllowed):
            verify(citation, builders.User.objects.get(username=name))
    # Who only approved it may.
    verify(citation, builders.User.objects.get(username="moderator"))
    assert CitationStanding.objects.get().people == 1


def test_reader_and_empty_word_and_a_second_time_are_refused(citation):
    second = builders.editor("second")
    with pytest.raises(NotAllowed):
        verify(citation, builders.user("reader"))
    with pytest.raises(Refused, match="what you read"):
        verify(citation, second, read="  ")
    verify(citation, second)
    with pytest.raises(Refused, match="already"):
        verify(citation, second)
    assert Verification.objects.count() == 1


def test_form_opened_before_the_words_changed_is_told(citation, op):
    seen = verifying.digest_now(citation)
    builders.approve(
        builders.change(citation.statement, builders.editor("x"), text="Other words."), op_judge()
    )
    with pytest.raises(Stale):
        verifying.verify(citation, by=builders.editor("second"), read="The book", seen=seen)


def op_judge():
    return builders.moderator("judge")


@pytest.mark.parametrize("what", ["words", "locator", "quotation"])
def test_changed_words_make_it_stale_and_the_worklist_says_so(client, citation, what):
    second, judge = builders.editor("second"), op_judge()
    verify(citation, second)
    changed = {
        "words": (citation.statement, {"text": "One thing did happen."}),
        "locator": (citation, {"locator": "31"}),
        "quotation": (citation, {"quotation": "It happened."}),
    }[what]
    act = builders.change(changed[0], builders.editor("changer"), **changed[1])
    page = changesets.changeset_acts(act.changeset)
    assert any("verification goes stale" in words for words in page[1])
    assert "changes what was verified" in page[0][0].act.reasons
    builders.approve(act, judge)
    assert "checked by" not in article_text()
    client.force_login(second)
    worklist = client.get("/admin/events/citationrequest/worklist/").content.decode()
    assert "1 citation to verify again" in worklist
    stale = client.get("/admin/events/citation/?verification=stale").content.decode()
    assert f"/admin/events/citation/{citation.pk}/verify/" in stale
    page = client.get(f"/admin/events/citation/{citation.pk}/verify/").content.decode()
    assert "stale" in page
    assert "diff-ins" in page
    # Verified anew by the same person, it holds again.
    verify(citation, second)
    assert "checked by 1 person" in article_text()


def test_words_set_back_are_verified_again(citation):
    second, judge = builders.editor("second"), op_judge()
    verify(citation, second)
    old = citation.statement.text
    by = builders.editor("changer")
    builders.approve(builders.change(citation.statement, by, text="Otherwise."), judge)
    assert CitationStanding.objects.get().people == 0
    builders.approve(
        builders.change(Statement.objects.get(pk=citation.statement_id), by, text=old), judge
    )
    assert CitationStanding.objects.get().people == 1


def test_verification_goes_with_the_citation_and_comes_back_with_it(citation, op):
    verify(citation, builders.editor("second"))
    decision = builders.decisions.publish(
        [drafts.remove(Citation, citation.pk)], by=op, summary="wrong"
    )
    assert not CitationStanding.objects.exists()
    from review.deciding import undoing

    judge, other = op_judge(), builders.moderator("other")
    act = undoing.undo(decision, by=judge, reason="it was right")[0].acts.get()
    builders.approve(act, other)
    assert CitationStanding.objects.get().people == 1


def test_verification_is_never_rewritten(citation):
    made = verify(citation, builders.editor("second"))
    for act in (made.delete, lambda: Verification.objects.update(read="x")):
        with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
            act()
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute("TRUNCATE events_verification")


def test_page_verifies_and_refuses_in_words(client, citation):
    address = f"/admin/events/citation/{citation.pk}/verify/"
    seen = verifying.digest_now(citation)
    client.force_login(builders.User.objects.get(username="author"))
    page = client.get(address).content.decode()
    assert "someone else verifies it" in page
    assert "Record it" not in page
    told = client.post(address, {"found": "yes", "read": "the book", "seen": seen})
    assert "someone else verifies it" in told.content.decode()
    client.force_login(builders.editor("second"))
    assert "Nobody has compared it" in client.get(address).content.decode()
    told = client.post(address, {"found": "yes", "read": "", "seen": seen}).content.decode()
    assert "This field is required" in told
    told = client.post(address, {"found": "yes", "read": "the book", "seen": "0" * 64})
    assert "has changed since" in told.content.decode()
    page = client.post(
        address, {"found": "yes", "read": "the book", "seen": seen}, follow=True
    ).content.decode()
    assert "Verified. Readers see it" in page
    assert "holds" in page


def test_source_that_does_not_say_so_becomes_a_request(client, citation):
    second = builders.editor("second")
    client.force_login(second)
    seen = verifying.digest_now(citation)
    client.post(
        f"/admin/events/citation/{citation.pk}/verify/",
        {"found": "no", "read": "It speaks of another year", "seen": seen},
    )
    draft = Act.objects.get(state="draft", changeset__author=second)
    assert draft.changes.get().after["kind"] == "failed-verification"
    assert not Verification.objects.exists()
    assert Changeset.objects.filter(author=second).count() == 1


def test_page_costs_the_same_however_often_it_was_verified(client, citation, op):
    counts, address = [], f"/admin/events/citation/{citation.pk}/verify/"
    client.force_login(op)
    for n in range(3):
        verify(Citation.objects.get(), builders.editor(f"reader{n}"))
        edit = drafts.update(Citation, citation.pk, locator=f"{n + 100}")
        decisions.publish([edit], by=op, summary="another page")
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).content.decode().count("stale</span>") == n + 1
        counts.append(len(asked))
    assert counts[0] == counts[-1]


# The work that is cited


def as_it_stands(citation):
    return CitationStanding.objects.get(citation=citation.pk).people


@pytest.mark.parametrize(
    "values",
    [
        {"title": "Another book"},
        {"edition": "2"},
        {"volume": "3"},
        {"issued": "1999"},
        {"type": "chapter"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_verification_of_a_work_that_became_another_is_stale(citation, op, values):
    verify(citation, builders.editor("second"))
    source = citation.source
    builders.approve(
        builders.change(source, builders.editor("changer"), **values), builders.moderator("third")
    )
    assert as_it_stands(citation) == 0
    assert "checked by" not in article_text()
    source_page = Client().get(
        f"/sources/{Slug.objects.get(kind='sources.source', is_current=True).slug}/"
    )
    assert "checked by" not in source_page.content.decode()
    assert list(log.breaks()) == []


def test_verification_of_a_work_that_got_another_author_is_stale_and_says_so(citation, op, client):
    judge = builders.editor("second")
    verify(citation, judge)
    person = Contributor.objects.get()
    builders.approve(
        builders.change(person, builders.editor("changer"), family="Forger"),
        builders.moderator("third"),
    )
    assert as_it_stands(citation) == 0
    client.force_login(judge)
    page = client.get(f"/admin/events/citation/{citation.pk}/verify/").content.decode()
    assert "Work since" in page
    assert "Forger" in page


def test_verification_holds_while_only_where_to_find_the_work_is_corrected(citation, op):
    verify(citation, builders.editor("second"))
    change = builders.change(
        citation.source,
        builders.editor("changer"),
        publisher_place="Paris",
        url="https://a.example/b",
    )
    builders.approve(change, builders.moderator("third"))
    assert as_it_stands(citation) == 1
    assert "checked by 1 person" in article_text()


def test_page_of_the_past_says_what_was_checked_then_of_the_work_as_it_was(citation, op):
    verify(citation, builders.editor("second"))
    at = timezone.now()
    builders.approve(
        builders.change(citation.source, builders.editor("changer"), edition="2"),
        builders.moderator("third"),
    )
    slug = Slug.objects.get(kind="events.article").slug
    then = Client().get(f"/at/{at:%Y-%m-%dT%H:%M:%S.%fZ}/articles/{slug}/").content.decode()
    assert "checked by 1 person" in then
    assert "checked by" not in article_text()


# What the page of verifying goes on to, and shows


@pytest.mark.parametrize("reason", ["", "  "])
def test_dispute_without_a_reason_is_one_sentence(citation, reason):
    with pytest.raises(Refused, match="Say what the source says instead, or where you looked"):
        verifying.dispute(citation, by=builders.editor("second"), reason=reason)


def test_dispute_asks_about_the_statement_and_says_why(citation):
    act = verifying.dispute(citation, by=builders.editor("second"), reason=" Another year ")
    change = act.changes.get()
    assert change.after["about_id"] == str(citation.statement_id)
    assert change.after["reason"] == "Another year"
    assert change.after["kind"] == "failed-verification"


def test_next_to_verify_is_the_next_stale_one(op):
    builders.article(op, [f"Thing {n} happened." for n in range(4)])
    cited = sorted(
        (
            builders.published_citation(op, s, title=f"Of {s.position}")
            for s in Statement.objects.all()
        ),
        key=lambda citation: citation.pk,
    )
    for one in cited[:3]:
        verify(one, builders.editor(f"reader {one.pk}"))
    for one in (cited[0], cited[2]):
        edit = drafts.update(Citation, one.pk, locator="99")
        decisions.publish([edit], by=op, summary="another page")
    assert verifying.next_to_verify(cited[0].pk) == cited[2].pk
    assert verifying.next_to_verify(cited[2].pk) is None


def test_page_shows_the_footnote_as_readers_see_it(client, citation):
    client.force_login(builders.editor("second"))
    page = client.get(f"/admin/events/citation/{citation.pk}/verify/").content.decode()
    assert "Misha Glenny, <i>The Balkans</i> (Granta, 2012), 30." in page
    Rendering.objects.all().delete()
    assert verifying.footnote_of(citation) == "The Balkans, page 30."


def test_each_stale_verification_is_compared_with_the_work_as_it_was_then(client, citation, op):
    """With its author first, without one later; another work's author is nobody's."""
    statement = Statement.objects.exclude(pk=citation.statement_id).get()
    builders.published_citation(op, statement, title="Of somebody else")
    judge = builders.moderator("third")
    verify(citation, builders.editor("first"))
    author = Contributor.objects.get(source=citation.source_id)
    gone = drafts.propose([drafts.remove(Contributor, author.pk)], by=builders.editor("changer"))
    proposals.send([gone], by=gone.changeset.author, summary="nobody wrote it")
    builders.approve(gone, judge)
    verify(citation, builders.editor("later"))
    builders.approve(builders.change(citation.source, gone.changeset.author, edition="2"), judge)
    now = Citation.objects.get(pk=citation.pk)
    (later, holds, (text, before, work)), (_, _, (_, _, first)) = verifying.told(now, now.statement)
    assert (str(later.by), holds) == ("Later", False)
    assert (text, before.subject_id) == (now.statement.text, now.pk)
    assert csl.identity_told(first) == (
        "type: book, title: The Balkans, issued: 2012, author: Glenny, Misha"
    )
    assert csl.identity_told(work) == "type: book, title: The Balkans, issued: 2012"
    client.force_login(judge)
    page = client.get(f"/admin/events/citation/{citation.pk}/verify/").content.decode()
    assert page.count("Work since") == 2


def test_citation_that_was_gone_when_it_was_checked_is_compared_with_nothing(citation):
    removed = SimpleNamespace(publication_id=3, history_type="-")
    there = SimpleNamespace(publication_id=2, history_type="~")
    assert verifying._at(2, [there, removed]) is there
    assert verifying._at(3, [there, removed]) is None
    assert verifying._at(1, [there, removed]) is None
