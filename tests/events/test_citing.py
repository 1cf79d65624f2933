"""One work for several statements in one step."""

import pytest

from events.desk import citing
from events.models import Article, Citation, CitationRequest, Statement
from review.exceptions import Refused
from review.models import Act, Changeset
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by(client):
    found = builders.editor()
    client.force_login(found)
    return found


@pytest.fixture
def article(op):
    return builders.article(op, [f"Thing {n} happened." for n in range(4)])


@pytest.fixture
def statements(article):
    return list(Statement.objects.filter(event__article=article).order_by("position"))


@pytest.fixture
def source(op):
    elsewhere = builders.article(op, ["Elsewhere."], "Elsewhere")
    there = Statement.objects.get(event__article=elsewhere)
    return builders.published_citation(op, there).source_id


def address(article, source=""):
    return f"/admin/events/article/{article.pk}/cite/" + (f"?source={source}" if source else "")


def test_ticked_statements_are_cited_in_one_changeset_with_an_act_each(
    client, by, article, statements, source
):
    form = {
        "statement": [str(statements[0].pk), str(statements[2].pk)],
        f"locator-{statements[0].pk}": "30",
        f"locator-{statements[1].pk}": "99",  # Not ticked.
        f"locator-{statements[2].pk}": "31–32",
        "label": "page",
        "direction": "supports",
        "summary": "Glenny has both",
    }
    answer = client.post(address(article, source), form, follow=True)
    assert "Sent for review" in answer.content.decode()
    changeset = Changeset.objects.get(author=by, sent_at__isnull=False)
    first, second = changeset.acts.order_by("pk")
    judge = builders.moderator()
    builders.approve(first, judge)
    builders.reject(second, judge)
    assert Citation.objects.filter(statement=statements[0].pk).get().locator == "30"
    assert not Citation.objects.filter(statement=statements[2].pk).exists()
    # What was asked of the first ended with its act.
    assert CitationRequest.objects.get(about=statements[0].pk).resolution == "cited"


def test_a_work_is_found_first_and_what_it_is_cited_for_already_is_told(
    client, op, by, article, statements, source
):
    page = client.get(f"{address(article)}?q=balkans").content.decode()
    assert f'href="?source={source}"' in page
    assert "No work has all these words" in client.get(f"{address(article)}?q=zz").content.decode()
    citing_it = Citation.new(statement_id=statements[1].pk, source_id=source, position="5")
    builders.decisions.publish([drafts.create(citing_it)], by=op, summary="cited")
    page = client.get(address(article, source)).content.decode()
    assert "the work is cited here already" in page
    assert '<span class="mark">citation needed</span>' in page


def test_what_asks_for_something_else_stays_open(by, op, article, statements, source):
    asked = CitationRequest.new(about_id=statements[1].pk, kind="when")
    builders.decisions.publish([drafts.create(asked)], by=op, summary="when")
    (act,) = citing.cite_many({str(statements[1].pk): ""}, by=by, source=source)
    assert set(act.changes.values_list("subject__kind", flat=True)) == {"events.citation"}


def test_a_source_against_settles_nothing(by, article, statements, source):
    (act,) = citing.cite_many(
        {str(statements[0].pk): "7"}, by=by, source=source, label="page", direction="contradicts"
    )
    (change,) = act.changes.all()
    assert change.after["direction"] == "contradicts"


def test_ones_own_new_work_goes_along(by, article, statements):
    work, author = builders.book(title="Not yet published")
    made = drafts.propose([drafts.create(work), drafts.create(author)], by=by)
    acts = citing.cite_many({str(statements[0].pk): ""}, by=by, source=work.pk)
    assert citing.with_the_work(acts, work.pk, by=by) == [made, *acts]


@pytest.mark.parametrize("fault", ["none", "gone", "twice", "many"])
def test_what_cant_be_is_told_and_keeps_what_was_ticked(
    client, op, by, article, statements, source, fault, monkeypatch
):
    ticked = [str(statements[1].pk)]
    said = {
        "none": "Tick at least one statement",
        "gone": "1 of them were removed meanwhile",
        "twice": "rests on this work, at this place, already",
        "many": "At most 0 statements go at once",
    }[fault]
    if fault == "none":
        ticked = []
    if fault == "gone":
        ticked.append(str(article.pk))
    if fault == "many":
        monkeypatch.setattr(citing, "MOST", 0)
    if fault == "twice":
        own = Citation.new(statement_id=statements[1].pk, source_id=source, position="5")
        builders.decisions.publish([drafts.create(own)], by=op, summary="cited")
    form = {"statement": ticked, "label": "page", "summary": "All of it"}
    page = client.post(address(article, source), form).content.decode()
    assert said in page
    assert 'value="All of it"' in page
    assert page.count(" checked>") == (0 if fault == "none" else 1)
    assert not Act.objects.filter(changeset__author=by).exists()


def test_keys_that_are_none_and_articles_that_are_gone(client, by, article, source):
    assert client.get(f"/admin/events/article/{source}/cite/").status_code == 404
    assert client.get(f"{address(article)}?source=x&after=y").status_code == 200
    assert Article.objects.filter(pk=article.pk).exists()


def test_no_more_than_a_page_bears_at_once(by, article, statements, source):
    with pytest.raises(Refused, match="At most"):
        citing.cite_many(dict.fromkeys(map(str, range(201)), ""), by=by, source=source)
