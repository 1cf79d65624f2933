"""The page as readers will have it, and what else an approval would bring about."""

import re

import pytest

from events.models import Citation, CitationRequest, Statement
from events.pages.previewing import pages_after
from review.deciding import decisions
from review.desk.changesets import consequences
from review.models import PageVersion, StoredPage
from review.proposing import drafts, proposals
from sources.models import Source
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


def preview(client, act, *approved):
    return client.post(
        f"/admin/review/changesets/{act.changeset_id}/preview/",
        {f"verdict-{a.pk}": "approve" for a in approved},
    ).content.decode()


def test_page_shows_what_readers_will_have_and_nothing_is_written(client, op):
    builders.article(op)
    act = builders.answer(CitationRequest.objects.get(), builders.editor())
    judge = builders.moderator()
    client.force_login(judge)
    versions = list(PageVersion.objects.values_list())
    page = preview(client, act, act)
    assert "Misha" in page or "Glenny" in page
    assert "footnote 1 is new" in page
    assert "1 citation request settled" in page
    assert "[citation needed]" not in page
    assert not Citation.objects.exists()
    assert list(PageVersion.objects.values_list()) == versions
    assert not StoredPage.objects.exists()
    # What was shown is what comes: the same words after the decision.
    builders.approve(act, judge)
    assert "[citation needed]" not in client.get("/articles/an-article/").content.decode()


def test_preview_is_the_page_that_is_published(op):
    """Over an imported article: split, reworded, removed and added things at once."""
    article = builders.imported(op)
    by, judge = builders.editor(), builders.moderator()
    from events.desk import resolving, statements
    from events.pages.reading import article_page
    from review import past

    found = list(Statement.objects.order_by("pk"))
    statements.split(found[3], at=len(found[3].text) // 2, by=by)
    drafts.propose([drafts.update(Statement, found[5].pk, text="Wholly new.")], by=by)
    drafts.propose(resolving.remove_statement(found[8]), by=by, type="delete")
    request = CitationRequest.objects.filter(resolution="").latest("pk")
    source, author = builders.book()
    edits = resolving.cite(request, new_source=source, contributors=[author])
    drafts.propose(edits, by=by, type="resolve")
    from review.models import Act

    acts = list(Act.objects.filter(state="draft"))
    proposals.send(acts, by=by, summary="x")
    plan = decisions.plan(acts)
    ahead = article_page(str(article.pk), past.planned(plan))
    decisions.decide([decisions.Ruling(a.pk, "approve") for a in acts], by=judge)
    after = article_page(article.pk, past.live)
    assert ahead.counts == after.counts
    assert [(s.anchor, s.text, s.gap, s.closing) for s in ahead.statements] == [
        (s.anchor, s.text, s.gap, s.closing) for s in after.statements
    ]
    assert [e.when for e in ahead.events] == [e.when for e in after.events]
    assert [(n.number, n.source, [u.html for u in n.uses]) for n in ahead.notes] == [
        (n.number, n.source, [u.html for u in n.uses]) for n in after.notes
    ]


def test_renumbered_footnotes_are_told(op):
    builders.article(op)
    first, second = Statement.objects.order_by("position")
    builders.published_citation(op, second, title="The second work")
    source, author = builders.book(title="Another work")
    citation = Citation.new(statement_id=first.pk, source_id=source.pk, position="5")
    act = drafts.propose(
        [drafts.create(o) for o in (source, author, citation)], by=builders.editor()
    )
    ((title, html, sentences),) = pages_after(decisions.plan([act]))
    assert title == "An article"
    assert sentences == ["footnote 1 becomes 2", "footnote 1 is new"]
    assert "is-changed" not in html


def test_source_that_nothing_cites_any_more_is_told(op):
    builders.article(op)
    statement = Statement.objects.order_by("position").first()
    citation = builders.published_citation(op, statement, title="The only work")
    act = drafts.propose([drafts.remove(Citation, citation.pk)], by=builders.editor())
    told = consequences(decisions.plan([act]))
    assert "nothing will cite “The only work” any more: its page stays" in told
    removal = drafts.propose(
        [drafts.remove(Citation, citation.pk)]
        + [drafts.remove(type(c), c.pk) for c in Source.objects.get().contributors.all()]
        + [drafts.remove(Source, citation.source_id)],
        by=builders.editor("other"),
    )
    assert not any("any more: its page" in w for w in consequences(decisions.plan([removal])))


def test_other_peoples_acts_that_would_collide_are_told(client, op):
    builders.article(op)
    statement = Statement.objects.order_by("position").first()
    one = builders.change(statement, builders.editor("one"), text="Quite other words here.")
    builders.change(statement, builders.editor("two"), text="These instead of those.")
    client.force_login(builders.moderator())
    page = client.get(f"/admin/review/changesets/{one.changeset_id}/").content.decode()
    assert "by Two (changeset" in page
    assert "would then collide" in page


def test_preview_of_nothing_and_of_what_clashes_says_so(client, op):
    builders.article(op)
    statement = Statement.objects.order_by("position").first()
    act = builders.change(statement, builders.editor(), text="Quite other words here.")
    client.force_login(builders.moderator())
    assert "Tick “Approve”" in preview(client, act)
    builders.decisions.publish(
        [drafts.update(Statement, statement.pk, text="These instead.")], by=op, summary="x"
    )
    page = preview(client, act, act)
    assert "be published as it stands" in page
    assert "two people changed the same" in page


def test_changed_statement_is_marked_and_an_article_to_be_is_shown(op):
    made = builders.article(op)
    statement = Statement.objects.order_by("position").first()
    act = builders.change(statement, builders.editor(), text="Other words.")
    ((_, html, _),) = pages_after(decisions.plan([act]))
    assert "is-changed" in html
    act = builders.change(made, builders.editor("two"), title="A better title")
    ((title, html, _),) = pages_after(decisions.plan([act]))
    assert title == "A better title"
    assert "A better title" in html


def test_footnote_under_review_reads_as_on_the_page(client, op):
    builders.article(op)
    statement = Statement.objects.first()
    source, author = builders.book()
    whole, quoted = (
        Citation.new(statement_id=statement.pk, source_id=source.pk, position=str(n), **fields)
        for n, fields in enumerate(
            ({}, {"quotation": "So it <was>.", "direction": "contradicts"}), start=5
        )
    )
    edits = [drafts.create(one) for one in (source, author, whole, quoted)]
    by = builders.editor()
    act = drafts.propose(edits, by=by)
    changeset = proposals.send([act], by=by, summary="cited")
    client.force_login(builders.moderator())
    page = client.get(f"/admin/review/changesets/{changeset.pk}/").content.decode()
    first, second = re.search(r'<div class="scene-notes">.*?</div>', page, re.S)[0].split("<li")[1:]
    assert "whole work" not in first
    assert "The Balkans" in first
    assert '<b class="against">Contradicts: </b>' in second
    assert '<q dir="auto">So it &lt;was&gt;.</q>' in second
