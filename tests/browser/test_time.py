"""History, comparison, citing and following in a real browser: they fit, axe finds nothing, and two
versions are chosen and compared without scripts."""

import pytest

from events.desk import resolving, statements
from events.models import Article, Citation, Dating, Statement
from events.pages.weeks import name_of
from review.deciding import decisions
from review.models import Publication
from review.proposing import drafts, proposals
from tests import builders
from tests.browser.looks import faults

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world():
    """An article of long and foreign words with a history of all kinds, and one that was removed."""
    op, by, judge = builders.operator(), builders.editor("Edita"), builders.moderator("Mara")
    long = "Донаудампфшифартсгезелшафт" * 8
    builders.article(op, ["One thing happened, it is said.", f"In {long} another followed."])
    one, two = Statement.objects.order_by("position")

    def publish(*edits):
        decisions.publish(list(edits), by=op, summary="x" * 120)

    citation = builders.published_citation(op, one)
    source, author = builders.book(title="A book of " + "long" * 40)
    swap = drafts.update(Citation, citation.pk, source_id=source.pk)
    publish(drafts.create(source), drafts.create(author), swap)
    dating = Dating.new(statement_id=two.pk, words="another", edtf="1806~")
    publish(drafts.create(dating))
    publish(drafts.update(Statement, two.pk, text=f"In {long}, another followed."))
    publish(drafts.update(Statement, two.pk, text=f"In {long}; another followed."))
    builders.approve(builders.change(one, by, text="One great thing happened, it is said."), judge)
    act = statements.split(Statement.objects.get(pk=one.pk), at=25, by=by)
    proposals.send([act], by=by, summary="two thoughts")
    builders.approve(act, judge)
    new = Statement.new(event_id=one.event_id, position="9", text="تولدوت היהודים came.")
    publish(drafts.create(new))
    gone = builders.article(op, title="A removed article")
    for statement in Statement.objects.filter(event__article=gone):
        publish(*resolving.remove_statement(statement))
    publish(drafts.remove(Article, gone.pk))
    return {
        "statement": one.subject.anchor,
        "part": Statement.objects.order_by("position")[1].subject.anchor,
        "week": name_of(Publication.objects.first().at),
    }


def paths(world):
    article = "/articles/an-article/"
    return (
        f"{article}history/",
        f"{article}compare/?from=1&to=9",
        f"{article}compare/?from=soon",
        f"{article}cite/",
        f"/at/2{article}cite/",
        f"/statements/{world['statement']}/",
        f"/statements/{world['part']}/?from=1-{world['statement']}&to=8",
        f"/weeks/{world['week']}/",
        "/articles/a-removed-article/",
        f"/at/1999-01-01{article}",
        "/changes/",
        article,
    )


def test_pages_of_time_fit_their_screen_and_pass_axe(world, browse):
    page, found = browse(), []
    for path in paths(world):
        page.goto(path)
        for folded in page.locator("main details:not([open]) summary").all():
            folded.click()
        found += faults(page, axe_at=(1440,))
    assert not found, "\n".join(found)


def test_two_versions_are_chosen_and_compared_without_scripts(world, browse):
    page = browse(java_script_enabled=False)
    page.goto("/articles/an-article/")
    page.click(".article-header >> text=history")
    assert page.is_checked("[name=to] >> nth=0")
    page.check("[name=from][value='1']")
    page.check("[name=to][value='7']")
    page.click("text=Compare the two versions >> nth=0")
    assert sorted(page.url.partition("?")[2].split("&")) == ["from=1", "to=7"]
    assert page.inner_text(".difference >> nth=0").startswith("Reworded")
    page.click(".difference >> nth=0 >> text=its life")
    page.check("[name=from] >> nth=1")
    page.click("button:has-text('Compare the two versions')")
    assert page.locator(".compared .diff").count() == 1
    page.goto("/articles/an-article/")
    page.click("text=cite this version")
    page.click(".own-link a")
    assert "You are reading this as it was" in page.inner_text(".past")
