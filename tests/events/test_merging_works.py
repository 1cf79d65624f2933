"""Two works that are one: merged in one act, by which citations move and addresses lead on."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.desk import verifying
from events.models import Citation, CitationStanding, Statement, StatementStanding
from review import kinds
from review.deciding import decisions, undoing
from review.exceptions import Clashes, NotAllowed, Refused
from review.models import Act, Change, Slug, User
from review.proposing import drafts, proposals
from sources.desk import merging
from sources.models import Contributor, MergedWork, NotTheSame, Source
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def begun(for_all):
    """Three accounts; a work that is cited once and another that is cited twice, in one article.

    Gives the keys of all five."""
    with for_all():
        op, by, judge = builders.operator(), builders.editor(), builders.moderator()
        kept, gone = cited_works(op)
    return {"op": op.pk, "by": by.pk, "judge": judge.pk, "kept": kept.pk, "gone": gone.pk}


@pytest.fixture
def op(begun):
    return User.objects.get(pk=begun["op"])


@pytest.fixture
def by(begun):
    return User.objects.get(pk=begun["by"])


@pytest.fixture
def judge(begun):
    return User.objects.get(pk=begun["judge"])


@pytest.fixture
def works(begun):
    """(the work that stays, the one that goes)."""
    return Source.objects.get(pk=begun["kept"]), Source.objects.get(pk=begun["gone"])


def cited_works(op):
    builders.article(op, ["One thing happened.", "Another followed.", "A third came late."])
    first, second, third = Statement.objects.order_by("position")
    kept = builders.published_citation(op, first, issued="2012", publisher="").source
    gone = builders.published_citation(
        op, second, title="THE BALKANS: nationalism, war", isbn="9780140449136", note="Red cloth."
    ).source
    more = Citation.new(statement_id=third.pk, source_id=gone.pk, position="5", quotation="So.")
    decisions.publish([drafts.create(more)], by=op, summary="cited again")
    return kept, gone


def rows():
    """Every live row, and what is kept beside them, as it stands: of addresses the current ones, since
    one that was given leads to its work for ever."""
    found = {
        kind.label: sorted(map(repr, kind.dumps(kind.model.objects.all(), "pk")))
        for kind in kinds.every()
    }
    for model in (CitationStanding, StatementStanding):
        found[model._meta.label] = sorted(map(repr, model.objects.values_list()))
    slugs = Slug.objects.filter(is_current=True).values_list("slug", "subject")
    return found | {"slugs": sorted(map(repr, slugs))}


def sent(gone, kept, by, values=(), takes_names=False):
    taken = dict.fromkeys(values, gone)
    names = gone if takes_names else None
    act = merging.merge([gone], kept, by=by, values=taken, names=names)
    proposals.send([act], by=by, summary="One book")
    act.refresh_from_db()
    return act


def merged(works, by, judge, **more):
    kept, gone = works
    return builders.approve(sent(gone, kept, by, **more), judge)


def undone(decision, by, judge):
    (changeset,) = undoing.undo(decision, by=by, reason="Two books after all")
    return builders.approve(changeset.acts.get(), judge)


def words(answer):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def address(work, name="merge"):
    return f"/admin/sources/source/{work.pk}/{name}/"


def sending(client, gone, kept, **fields):
    """What the merge page answers to a form sent as it stands, but for `fields`."""
    path = f"{address(gone)}?into={kept.pk}"
    form = client.get(path).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    return client.post(path, {**shown, "summary": "One book", "send": "1", **fields})


def test_citations_move_and_the_work_goes(works, by, judge):
    kept, gone = works
    moved = set(gone.citations.values_list("pk", flat=True))
    act = sent(gone, kept, by)
    assert (act.type, act.title) == (
        Act.Type.MERGE,
        "Merge “THE BALKANS: nationalism, war” into “The Balkans”",
    )
    assert gone.citations.count() == 2  # Nothing moved yet.
    builders.approve(act, judge)
    assert not Source.objects.filter(pk=gone.pk).exists()
    assert not Contributor.objects.filter(source=gone.pk).exists()
    assert moved < set(kept.citations.values_list("pk", flat=True))
    assert kept.citations.count() == 3


def test_what_the_one_that_stays_lacks_can_be_taken(works, by, judge):
    kept, gone = works
    merged(works, by, judge, values={"isbn", "title"})
    kept.refresh_from_db()
    assert (kept.isbn, kept.title, kept.note) == (gone.isbn, gone.title, "")


def test_names_are_those_of_the_one_or_of_the_other(works, op, by, judge):
    kept, gone = works
    more = Contributor.new(source_id=gone.pk, position="7", role="editor", literal="The Institute")
    decisions.publish([drafts.create(more)], by=op, summary="its editor")
    before = rows()
    decision = merged(works, by, judge, takes_names=True)
    assert [str(c) for c in kept.contributors.all()] == ["Glenny, Misha", "The Institute"]
    undone(decision, judge, op_judge())
    assert rows() == before
    merged((kept, Source.objects.get(pk=gone.pk)), by, judge)
    assert [str(c) for c in kept.contributors.all()] == ["Glenny, Misha"]


def op_judge():
    return builders.moderator("second")


@pytest.mark.parametrize("taken", [set(), {"isbn"}, {"title", "isbn", "publisher"}])
def test_undo_leaves_every_row_as_it_was(works, by, judge, taken):
    before = rows()
    decision = merged(works, by, judge, values=taken)
    assert rows() != before
    undone(decision, judge, op_judge())
    assert rows() == before


@pytest.mark.parametrize(
    ("name", "number"), [("doi", "10.1000/182"), ("pmid", "17284678"), ("arxiv", "2101.00001")]
)
def test_number_that_only_one_may_have_goes_over_and_comes_back(op, by, judge, name, number):
    article = builders.article(op, title="Another article")
    first, second = Statement.objects.filter(event__article=article).order_by("position")
    kept = builders.published_citation(op, first).source
    gone = builders.published_citation(op, second, **{name: number}).source
    before = rows()
    decision = merged((kept, gone), by, judge, values={name})
    assert getattr(Source.objects.get(pk=kept.pk), name) == number
    assert not Source.objects.filter(pk=gone.pk).exists()
    undone(decision, judge, op_judge())
    assert rows() == before


def test_two_works_swap_a_number_that_only_one_may_have(works, op):
    kept, gone = works
    own, other = "10.1000/1", "10.1000/2"

    def given(one, two):
        edits = [drafts.update(Source, kept.pk, doi=one), drafts.update(Source, gone.pk, doi=two)]
        decisions.publish(edits, by=op, summary="put right")
        return list(Source.objects.order_by("pk").values_list("doi", flat=True))

    assert given(own, other) == [own, other]
    assert given(other, own) == [other, own]


def test_citation_added_since_stays_when_the_merge_is_undone(works, op, by, judge):
    kept, gone = works
    decision = merged(works, by, judge)
    statement = Statement.objects.order_by("position").first()
    late = Citation.new(statement_id=statement.pk, source_id=kept.pk, position="9")
    decisions.publish([drafts.create(late)], by=op, summary="later")
    undone(decision, judge, op_judge())
    assert Citation.objects.get(pk=late.pk).source_id == kept.pk
    assert (kept.citations.count(), gone.citations.count()) == (2, 2)


def test_footnotes_of_the_page_are_those_of_the_one_that_stays(client, works, by, judge):
    merged(works, by, judge)
    page = words(client.get("/articles/an-article/"))
    assert "Misha Glenny, The Balkans (2012), 7." in page
    assert "nationalism" not in page
    assert 'id="note-2"' not in client.get("/articles/an-article/").content.decode()


def test_addresses_of_the_one_that_went_lead_on(client, works, by, judge):
    kept, gone = works
    old, new = "/sources/the-balkans-nationalism-war/", "/sources/the-balkans/"
    assert client.get(old).status_code == 200  # It is stored now.
    decision = merged(works, by, judge)
    assert client.get(old)["Location"] == new
    assert client.get(f"{old}work.bib")["Location"] == f"{new}work.bib"
    assert client.get(f"/at/2999-01-01{old}")["Location"] == f"/at/2999-01-01{new}"
    client.force_login(by)
    assert client.get(address(gone, "change"))["Location"] == address(kept, "change")
    history = words(client.get(address(gone, "history")))
    assert "merged into “ The Balkans ”" in history
    assert "Red cloth." in history
    undone(decision, judge, op_judge())
    assert client.get(old).status_code == 200
    assert client.get(address(gone, "change")).status_code == 200


def test_history_of_the_one_that_went_says_where_and_leads_there(client, works, op, by, judge):
    kept, gone = works
    decision = merged(works, by, judge)
    edit = drafts.update(Source, kept.pk, title="The Balkans, again")
    decisions.publish([edit], by=op, summary="put right")
    path = "/sources/the-balkans-nationalism-war/history/"
    page = client.get(path)
    assert "was merged into The Balkans , which has its citations" in words(page)
    assert page.content.decode().count(">The Balkans</a>") == 2
    assert 'href="/sources/the-balkans-again/"' in page.content.decode()
    undone(decision, judge, op_judge())
    page = words(client.get(path))
    assert "was merged" not in page
    assert "Merged into The Balkans ." in page  # What came of it then.
    removal = [drafts.remove(type(one), one.pk) for one in (*gone.contributors.all(), gone)]
    citations = [drafts.remove(Citation, one.pk) for one in gone.citations.all()]
    decisions.publish([*citations, *removal], by=op, summary="gone")
    assert "was removed" in words(client.get(path))


def test_page_as_it_was_before_the_merge_still_stands(client, works, by, judge):
    decision = merged(works, by, judge)
    before = decision.at.isoformat().replace("+00:00", "Z")
    old = f"/at/{before}/sources/the-balkans-nationalism-war/"
    assert client.get(old).status_code == 302
    then = decision.publication.number - 1
    at = decisions.Publication.objects.get(number=then).at.isoformat().replace("+00:00", "Z")
    assert client.get(f"/at/{at}/sources/the-balkans-nationalism-war/").status_code == 200


@pytest.mark.parametrize("asked", ["key", "anchor", "slug", "address"])
def test_search_by_what_the_one_that_went_was_known_by_finds_the_other(
    client, works, by, judge, asked
):
    kept, gone = works
    known = {
        "key": str(gone.pk),
        "anchor": gone.subject.anchor,
        "slug": "the-balkans-nationalism-war",
        "address": "http://testserver/sources/the-balkans-nationalism-war/",
    }
    client.force_login(by)
    found = {}
    for step in ("before", "after"):
        answer = client.get("/admin/sources/source/", {"q": known[asked]})
        found[step] = [work.pk for work in answer.context["cl"].result_list]
        if step == "before":
            merged(works, by, judge)
    assert found == {"before": [gone.pk], "after": [kept.pk]}


def test_work_that_took_one_in_goes_itself(client, op, works, by, judge):
    kept, _ = works
    merged(works, by, judge)
    third = Source.new(type="book", title="Balkans, the")
    decisions.publish([drafts.create(third)], by=op, summary="another")
    before = rows()
    decision = merged((third, kept), by, judge)
    for old in ("the-balkans", "the-balkans-nationalism-war"):
        assert client.get(f"/sources/{old}/")["Location"] == "/sources/balkans-the/"
    assert third.merged.count() == 2
    undone(decision, judge, op_judge())
    assert rows() == before


def test_work_that_nothing_cites_leads_on_too(client, op, works, by, judge):
    kept, _ = works
    unused = Source.new(type="book", title="Balkans unused")
    decisions.publish([drafts.create(unused)], by=op, summary="another")
    merged((kept, unused), by, judge)
    assert client.get("/sources/balkans-unused/")["Location"] == "/sources/the-balkans/"


def test_verified_citation_that_moves_is_stale_until_the_merge_is_undone(works, by, judge):
    _, gone = works
    reader = builders.editor("reader")
    citation = gone.citations.order_by("position").first()
    verifying.verify(citation, by=reader, read="The book", seen=verifying.digest_now(citation))
    decision = merged(works, by, judge)
    assert verifying.stale_count() == 1
    undone(decision, judge, op_judge())
    assert verifying.stale_count() == 0
    assert CitationStanding.objects.get().people == 1


def test_own_verified_citation_is_stale_where_the_work_becomes_another(works, by, judge):
    kept, _ = works
    citation = kept.citations.get()
    reader = builders.editor("reader")
    verifying.verify(citation, by=reader, read="The book", seen=verifying.digest_now(citation))
    decision = merged(works, by, judge, values={"note", "isbn"})
    assert verifying.stale_count() == 0
    undone(decision, judge, op_judge())
    merged((kept, Source.objects.get(title__startswith="THE")), by, judge, values={"title"})
    assert verifying.stale_count() == 1


def test_open_proposal_on_a_citation_that_moved_stays_decidable(works, by, judge):
    kept, gone = works
    citation = gone.citations.order_by("pk").first()
    other = builders.change(citation, builders.editor("other"), locator="31")
    merged(works, by, judge)
    builders.approve(other, judge)
    citation.refresh_from_db()
    assert (citation.source_id, citation.locator) == (kept.pk, "31")


def test_open_proposal_that_cites_the_one_that_went_is_told(client, works, by, judge):
    kept, gone = works
    other = builders.editor("other")
    statement = Statement.objects.order_by("position").first()
    new = Citation.new(statement_id=statement.pk, source_id=gone.pk, position="7")
    late = drafts.propose([drafts.create(new)], by=other, title="Cite it once more")
    number = proposals.send([late], by=other, summary="found").pk
    client.force_login(by)
    page = words(client.get(f"{address(gone)}?into={kept.pk}"))
    assert f"“Cite it once more” by Other (changeset {number})" in page
    merged(works, by, judge)
    with pytest.raises(Clashes, match="merged into “The Balkans”: propose it for that one"):
        builders.approve(late, judge)


def test_citation_that_comes_in_between_stops_the_merge(works, op, by, judge):
    kept, gone = works
    act = sent(gone, kept, by)
    statement = Statement.objects.order_by("position").first()
    late = Citation.new(statement_id=statement.pk, source_id=gone.pk, position="9")
    decisions.publish([drafts.create(late)], by=op, summary="in between")
    before = rows()
    with pytest.raises(Clashes, match="a citation still points at it"):
        builders.approve(act, judge)
    assert rows() == before


def test_second_merge_the_other_way_is_told(works, by, judge):
    kept, gone = works
    other = sent(kept, gone, builders.editor("other"))
    merged(works, by, judge)
    before = rows()
    with pytest.raises(Clashes, match="the source it points at was removed"):
        builders.approve(other, judge)
    assert rows() == before


def test_nobody_decides_on_their_own_merge(works, judge):
    kept, gone = works
    act = sent(gone, kept, judge)
    with pytest.raises(NotAllowed):
        builders.approve(act, judge)


def test_work_is_not_merged_with_itself(works, by):
    with pytest.raises(Refused, match="This is one work"):
        merging.merge([works[0]], works[0], by=by)


# The page.


def test_form_sends_one_act_with_what_was_chosen(client, works, by, judge):
    kept, gone = works
    client.force_login(by)
    answer = sending(client, gone, kept, **{"of-note": "kept", "of-title": str(gone.pk)})
    assert answer.status_code == 302
    act = Act.objects.get(type=Act.Type.MERGE)
    assert (act.state, act.changeset.summary) == (Act.State.PENDING, "One book")
    builders.approve(act, judge)
    kept.refresh_from_db()
    # The publisher's, which the one that stays had not, by itself.
    assert (kept.title, kept.note, kept.isbn) == (gone.title, "", gone.isbn)


def test_form_takes_by_itself_what_the_one_that_stays_lacks(client, works, by):
    kept, gone = works
    client.force_login(by)
    form = client.get(f"{address(gone)}?into={kept.pk}").context["form"]
    chosen = {name: form[name].value() for name in form.fields if name.startswith("of-")}
    lacking = dict.fromkeys(("of-isbn", "of-note", "of-publisher"), str(gone.pk))
    assert chosen == {"of-title": "kept", **lacking}


def test_page_says_what_moves_what_is_given_up_and_what_comes_of_it(client, op, works, by):
    kept, gone = works
    numbers = [(kept, "12345678"), (gone, "87654321")]
    edits = [drafts.update(Source, work.pk, oclc=number) for work, number in numbers]
    decisions.publish(edits, by=op, summary="their OCLC numbers")
    citation = gone.citations.order_by("position").first()
    seen = verifying.digest_now(citation)
    verifying.verify(citation, by=builders.editor("reader"), read="The book", seen=seen)
    client.force_login(by)
    page = words(client.get(f"{address(gone)}?into={kept.pk}"))
    assert "2 citations move to “ The Balkans ”" in page
    assert "87654321" in page
    assert "the other is given up" in page
    assert "1 verification goes stale" in page
    assert "nothing will cite" not in page


def test_work_keeps_the_isbns_of_both(client, op, works, by, judge):
    kept, gone = works
    edit = drafts.update(Source, kept.pk, isbn="9781862070509 9781862070738")
    decisions.publish([edit], by=op, summary="its ISBNs")
    client.force_login(by)
    assert sending(client, gone, kept).status_code == 302
    builders.approve(Act.objects.get(type=Act.Type.MERGE), judge)
    kept.refresh_from_db()
    assert kept.isbn == "9781862070509 9781862070738 9780140449136"


def test_editions_of_the_one_that_goes_are_those_of_the_other(op, works, by, judge):
    kept, gone = works
    edition = Source.new(type="book", title="Die Balkans", edition_of_id=gone.pk)
    edits = [drafts.create(edition), drafts.update(Source, kept.pk, edition_of_id=gone.pk)]
    decisions.publish(edits, by=op, summary="translated")
    before = rows()
    assert merging.uses([gone.pk]) == {gone.pk: 2}  # An edition is no citation.
    decision = merged((Source.objects.get(pk=kept.pk), gone), by, judge)
    assert Source.objects.get(pk=edition.pk).edition_of_id == kept.pk
    assert Source.objects.get(pk=kept.pk).edition_of_id is None
    undone(decision, judge, op_judge())
    assert rows() == before


def test_page_keeps_a_draft_if_asked(client, works, by):
    kept, gone = works
    client.force_login(by)
    path = f"{address(gone)}?into={kept.pk}"
    form = client.get(path).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    client.post(path, {**shown, "summary": "One book", "draft": "1"})
    assert Act.objects.get(type=Act.Type.MERGE).state == Act.State.DRAFT


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"summary": ""}, "This field is required"),
        ({"summary": "One \u202ebook"}, "U+202E"),
        ({"of-title": "neither"}, "Select a valid choice"),
        ({"seen": "0"}, "has changed since you opened this page"),
    ],
)
def test_what_cant_be_sent_is_told_and_nothing_is_kept(client, works, by, fields, said):
    kept, gone = works
    client.force_login(by)
    answer = sending(client, gone, kept, **fields)
    assert said in words(answer)
    assert not Act.objects.filter(changeset__author=by).exists()


def test_form_shown_again_after_a_change_can_be_sent(client, works, op, by):
    kept, gone = works
    client.force_login(by)
    path = f"{address(gone)}?into={kept.pk}"
    form = client.get(path).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    decisions.publish([drafts.update(Source, gone.pk, note="Blue.")], by=op, summary="seen")
    again = client.post(path, {**shown, "summary": "One book", "send": "1"})
    assert "Blue." in words(again)
    shown = {name: again.context["form"][name].value() for name in form.fields}
    assert client.post(path, {**shown, "send": "1"}).status_code == 302


def test_own_draft_on_a_citation_is_told_and_stays(client, works, by):
    kept, gone = works
    own = drafts.propose([drafts.update(Citation, gone.citations.first().pk, locator="9")], by=by)
    client.force_login(by)
    assert "You have a draft on this citation" in words(sending(client, gone, kept))
    assert list(Act.objects.filter(changeset__author=by)) == [own]


def test_which_work_it_is_can_be_found(client, works, by):
    kept, gone = works
    client.force_login(by)
    page = client.get(address(gone))
    # The one that is cited less goes, unless somebody turns it round.
    assert f"{address(kept)}?into={gone.pk}" in page.content.decode()
    found = client.get(address(gone), {"q": "balkans"})
    assert list(found.context["found"]) == [kept]


@pytest.mark.parametrize("role", ["anonymous", "reader"])
def test_who_may_not_propose_merges_nothing_and_says_nothing(client, works, role):
    kept, gone = works
    if role == "reader":
        client.force_login(builders.user("reader"))
    form = {"summary": "x", "send": "1", "one": str(kept.pk), "other": str(gone.pk)}
    for path in (
        f"{address(gone)}?{urlencode({'into': kept.pk})}",
        "/admin/sources/source/not-the-same/",
    ):
        assert client.post(path, form).status_code == 302
    assert not Change.objects.filter(act__type=Act.Type.MERGE).exists()
    assert not NotTheSame.objects.exists()


def test_merged_works_stand_on_the_page_of_the_one_that_took_them_in(client, works, by, judge):
    kept, _ = works
    client.force_login(by)
    assert "were merged into this one" not in words(client.get(address(kept, "change")))
    merged(works, by, judge)
    page = words(client.get(address(kept, "change")))
    assert "Works that were merged into this one" in page
    assert "THE BALKANS: nationalism, war" in page
    assert MergedWork.objects.get().source == kept


# Three at once.


@pytest.fixture
def third(op, works):
    """A third work, which looks like the two, cited once."""
    statement = Statement.objects.order_by("position").first()
    given = {"title": "The Balkans", "isbn": "9781862070509", "doi": "10.1000/3", "publisher": ""}
    return builders.published_citation(op, statement, **given).source


def test_three_are_merged_in_one_act_and_come_back_by_one_undo(works, third, by, judge):
    kept, gone = works
    moved = {*gone.citations.values_list("pk", flat=True), third.citations.get().pk}
    before = rows()
    act = merging.merge(
        [gone, third], kept, by=by, values={"doi": third, "note": gone}, joined={"isbn"}
    )
    assert act.title == "Merge “THE BALKANS: nationalism, war” and 1 more into “The Balkans”"
    proposals.send([act], by=by, summary="One book")
    decision = builders.approve(act, judge)
    assert moved < set(kept.citations.values_list("pk", flat=True))
    kept.refresh_from_db()
    assert (kept.doi, kept.note) == ("10.1000/3", "Red cloth.")
    assert kept.isbn == "9780140449136 9781862070509"
    assert {row.work_id for row in kept.merged.all()} == {gone.pk, third.pk}
    undone(decision, judge, op_judge())
    assert rows() == before


def test_edition_of_another_that_goes_along_goes(works, third, op, by, judge):
    kept, gone = works
    edit = drafts.update(Source, third.pk, edition_of_id=gone.pk)
    decisions.publish([edit], by=op, summary="translated")
    third.refresh_from_db()
    act = merging.merge([gone, third], kept, by=by)
    proposals.send([act], by=by, summary="One book")
    builders.approve(act, judge)
    assert Source.objects.get().edition_of_id is None


def test_page_of_three_says_whose_each_value_is_and_sends_one_act(client, works, third, by, judge):
    kept, gone = works
    client.force_login(by)
    path = f"{address(gone)}?into={kept.pk}&and={third.pk}&and={kept.pk}&and=x"
    answer = client.get(path)
    page = words(answer)
    assert "Merge 3 works" in page
    assert "3 citations move to “ The Balkans ”" in page
    assert "number 2 of those that go" in page
    form = answer.context["form"]
    assert form["of-isbn"].value() == "all"
    shown = {name: form[name].value() or "" for name in form.fields}
    assert client.post(path, {**shown, "summary": "One", "send": "1"}).status_code == 302
    builders.approve(Act.objects.get(type=Act.Type.MERGE), judge)
    assert Source.objects.get().citations.count() == 4


# A merge of so many citations that the page shows a part of them.


@pytest.fixture
def few(monkeypatch):
    """An act of more than two changes is large."""
    for module in ("changesets", "views.deciding"):
        monkeypatch.setattr(f"review.desk.{module}.LARGE", 2)


def consequences(client, act):
    return client.get(f"/admin/review/changesets/{act.changeset_id}/").context["consequences"]


def test_large_merge_tells_how_many_move_where_and_what_renumbers(
    client, op, works, by, judge, few
):
    kept, gone = works
    builders.article(op, ["Elsewhere it rained."], "Another article")
    statement = Statement.objects.get(text="Elsewhere it rained.")
    more = Citation.new(
        statement_id=statement.pk, source_id=gone.pk, position="5", locator="9", label="page"
    )
    decisions.publish([drafts.create(more)], by=op, summary="cited elsewhere")
    act = sent(gone, kept, by)
    client.force_login(judge)
    assert consequences(client, act) == [
        "3 citations move to “The Balkans”",
        "they are on 2 pages: “An article” (2), “Another article” (1)",
        "among them: “Elsewhere it rained.” (page 9); “Another followed.” (page 7); “A third came late.” "
        "(a whole work)",
        "on 1 of these pages two notes become one, or one two: those after renumber",
    ]
    decision = builders.approve(act, judge)
    assert "citations move" not in " ".join(consequences(client, act))  # Nothing waits any more.
    (changeset,) = undoing.undo(decision, by=judge, reason="Two books after all")
    client.force_login(op_judge())
    told = consequences(client, changeset.acts.get())
    assert told[0] == "3 citations move to “THE BALKANS: nationalism, war”"
    assert told[3] == "on 1 of these pages two notes become one, or one two: those after renumber"


def test_large_merge_in_which_no_footnote_gets_another_number(client, op, works, by, judge, few):
    _, gone = works
    third = Source.new(type="book", title="Balkans, the")
    decisions.publish([drafts.create(third)], by=op, summary="another")
    act = sent(gone, third, by)
    client.force_login(judge)
    assert "no footnote gets another number by it" in " ".join(consequences(client, act))


def test_large_merge_tells_what_goes_stale_and_what_collides(client, works, by, judge, few):
    kept, gone = works
    citation = gone.citations.order_by("position").first()
    seen = verifying.digest_now(citation)
    verifying.verify(citation, by=builders.editor("reader"), read="The book", seen=seen)
    other = builders.editor("other")
    removal = drafts.propose([drafts.remove(Citation, citation.pk)], by=other, title="Take it out")
    number = proposals.send([removal], by=other, summary="wrong").pk
    act = sent(gone, kept, by)
    client.force_login(judge)
    told = " ".join(consequences(client, act))
    assert "1 verification goes stale" in told
    assert f"“Take it out” by Other (changeset {number}) would then collide" in told


def test_large_merge_is_told_by_as_many_queries_however_much_moves(
    client, op, works, by, judge, few
):
    kept, gone = works
    statement = Statement.objects.order_by("position").first()
    costs = []
    for round in range(2):
        act = sent(gone, kept, builders.editor(f"editor{round}"))
        client.force_login(judge)
        client.get(f"/admin/review/changesets/{act.changeset_id}/")
        with CaptureQueriesContext(connection) as found:
            client.get(f"/admin/review/changesets/{act.changeset_id}/")
        costs.append(len(found))
        builders.reject(act, judge)
        made = [
            Citation.new(statement_id=statement.pk, source_id=gone.pk, position=f"6{n:02}1")
            for n in range(30)
        ]
        decisions.publish([drafts.create(one) for one in made], by=op, summary="cited more")
    assert costs[0] == costs[1]
