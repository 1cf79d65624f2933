"""What the desk suggests that statements name, and the page on which an editor ticks it."""

import re
from html import unescape

import pytest
from django.db import connection

from events.desk import helping, mentions
from events.models import Article, CitationRequest, Mention, Statement, Topic
from review import past
from review.models import Act, Change, Changeset
from tests import builders
from tests.test_cost import Queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def op():
    return builders.operator()


def suggested(op, *texts):
    """[(words, the topic's name, whether it is sure)] of statements with these texts."""
    builders.article(op, texts)
    found = mentions.read(Statement.objects.order_by("position"), past.live)
    return [(s.words, s.topic.name, s.is_sure) for one in found for s in one.suggestions]


def test_sure_is_what_is_spelled_so_and_names_one_thing_alone(op):
    builders.topic(op, "Alexander I", about="of Russia")
    builders.topic(op, "Alexander I", about="of Serbia")
    builders.topic(op, "Karađorđe")
    found = suggested(op, "Alexander I met Karađorđe.", "Карађорђе и Karađorđu.", "KARADJORDJE!")
    assert found == [
        ("Alexander I", "Alexander I", False),
        ("Alexander I", "Alexander I", False),
        ("Karađorđe", "Karađorđe", True),
        ("Карађорђе", "Karađorđe", True),
        ("KARADJORDJE", "Karađorđe", True),
    ]


def test_longer_name_goes_before_one_within_it_and_a_topic_is_named_once(op):
    builders.topic(op, "Yugoslavia")
    builders.topic(op, "Yugoslavia, Kingdom of")
    found = suggested(op, "The Kingdom of Yugoslavia was a kingdom of Yugoslavia’s kings.")
    assert [(words, name) for words, name, _ in found] == [
        ("Kingdom of Yugoslavia", "Yugoslavia, Kingdom of"),
        ("Yugoslavia’s", "Yugoslavia"),
    ]


def test_what_is_named_already_is_not_suggested_again_nor_a_name_within_it(op):
    builders.article(op, ("The Kingdom of Yugoslavia.",))
    statement = Statement.objects.get()
    builders.topic(op, "Yugoslavia")
    named = [(statement, "Kingdom of Yugoslavia")]
    builders.topic(op, "Yugoslavia, Kingdom of", named=named)
    (one,) = mentions.read([statement], past.live)
    assert one.suggestions == []
    assert [(m.words, t.name) for m, t in one.mentions] == [
        ("Kingdom of Yugoslavia", "Yugoslavia, Kingdom of")
    ]


def test_names_that_nobody_has_entered_are_counted(op):
    builders.topic(op, "Belgrade")
    builders.article(
        op,
        (
            "When Franz Joseph met Nicholas II, Belgrade slept.",
            "It was Franz Joseph. Nobody else came.",
            "Prime Minister Pašić spoke.",
        ),
    )
    found = mentions.read(Statement.objects.all(), past.live)
    # Whether the first word of a sentence is of the name, nobody can tell.
    assert mentions.unknown_in(found) == [
        ("Franz Joseph", 1),
        ("Nicholas II", 1),
        ("Prime Minister Pašić", 1),
        ("When Franz Joseph", 1),
    ]


def test_suggestions_ask_the_database_a_fixed_number_of_times(op):
    builders.topic(op, "Belgrade")
    counts = []
    for size in (2, 60):
        builders.article(op, [f"Belgrade {n} fell." for n in range(size)], f"Of {size}")
        rows = list(Statement.objects.filter(event__article__title=f"Of {size}"))
        counted = Queries()
        with connection.execute_wrapper(counted):
            assert sum(len(one.suggestions) for one in mentions.read(rows, past.live)) == size
        counts.append(len(counted.sent))
    assert counts == [3, 3]


# The page


@pytest.fixture
def article(op):
    made = builders.article(op, ("Karađorđe rose.", "They followed Karađorđa to Belgrade."))
    builders.topic(op, "Karađorđe", about="leader of the uprising")
    builders.topic(op, "Belgrade", kind="place")
    return made


def address(article):
    return f"/admin/events/article/{article.pk}/mentions/"


def boxes(page):
    """{value: whether it is ticked}."""
    found = re.findall(r'name="name" value="([^"]*)"( checked)?', page)
    return {unescape(value): bool(ticked) for value, ticked in found}


def test_editor_ticks_and_sends_one_act_a_statement(client, article):
    by, judge = builders.editor(), builders.moderator()
    client.force_login(by)
    page = client.get(address(article)).content.decode()
    offered = boxes(page)
    assert sorted((v.split(":")[2], t) for v, t in offered.items()) == [
        ("Belgrade", True),
        ("Karađorđa", False),
        ("Karađorđe", True),
    ]
    assert "another form of “Karađorđe”" in unescape(page)
    answer = client.post(address(article), {"name": list(offered), "summary": "Who it is"})
    assert answer.status_code == 302
    sent = Changeset.objects.get(summary="Who it is")
    assert sent.acts.count() == 2
    assert not Mention.objects.exists()
    for act in sent.acts.all():
        builders.approve(act, judge)
    assert set(Mention.objects.values_list("words", flat=True)) == {
        "Belgrade",
        "Karađorđa",
        "Karađorđe",
    }
    page = unescape(client.get(address(article)).content.decode())
    assert boxes(page) == {}
    assert "it does not" in page
    gone = Mention.objects.get(words="Belgrade")
    client.post(address(article), {"gone": gone.pk, "summary": "Not that one"})
    act = Act.objects.get(changeset__summary="Not that one")
    assert act.changes.get().op == Change.Op.DELETE


def test_own_proposals_are_not_offered_again(client, article):
    by = builders.editor()
    client.force_login(by)
    offered = boxes(client.get(address(article)).content.decode())
    client.post(address(article), {"name": list(offered), "summary": "Who it is"})
    page = unescape(client.get(address(article)).content.decode())
    assert boxes(page) == {}
    assert "proposed by you" in page
    client.force_login(builders.editor("another"))
    assert boxes(client.get(address(article)).content.decode()) == offered


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Tick at least one name."),
        ({"name": ["nothing"]}, "The article was changed meanwhile"),
        ({"name": ["1:2:3"]}, "The article was changed meanwhile"),
        ({"name": ["{statement}:{topic}:Words that are not there"]}, "changed meanwhile"),
        ({"name": ["{statement}:{statement}:Karađorđe"]}, "changed meanwhile"),
        ({"name": ["{topic}:{topic}:Karađorđe"]}, "changed meanwhile"),
        ({"gone": ["no key"]}, "Tick at least one name."),
        ({"name": ["{statement}:{topic}:Karađorđe"] * 301}, "At most 300"),
    ],
)
def test_what_can_not_be_sent_is_told_and_nothing_is_kept(client, article, data, said):
    client.force_login(builders.editor())
    statement = Statement.objects.order_by("position").first()
    keys = {"statement": statement.pk, "topic": Topic.objects.get(name="Karađorđe").pk}
    data = {name: [one.format(**keys) for one in values] for name, values in data.items()}
    page = client.post(address(article), data | {"summary": "Who it is"}).content.decode()
    assert said in unescape(page)
    assert not Change.objects.filter(act__state__in=["draft", "pending"]).exists()


def test_what_was_ticked_stays_where_the_summary_is_missing(client, article):
    client.force_login(builders.editor())
    offered = list(boxes(client.get(address(article)).content.decode()))
    page = client.post(address(article), {"name": offered[2], "summary": ""}).content.decode()
    assert list(boxes(page).values()) == [False, False, True]


def test_long_article_goes_on_by_key(client, op, monkeypatch):
    monkeypatch.setattr("events.desk.admin.mentions.PAGE", 3)
    builders.topic(op, "Belgrade")
    article = builders.article(op, [f"Belgrade {n} fell." for n in range(7)])
    client.force_login(builders.editor())
    path, seen = address(article), []
    while path:
        page = client.get(path).content.decode()
        seen += re.findall(r"Belgrade (\d) fell", page)
        following = re.search(r'href="(\?after=[^"]+)"', page)
        path = following and address(article) + following[1]
    assert seen == list("0123456")
    assert client.get(address(article) + "?after=nothing").status_code == 200


def test_name_comes_along_to_the_page_of_a_new_topic(client, op):
    builders.article(op, ("It was Franz Joseph.",))
    client.force_login(builders.editor())
    page = client.get(address(Article.objects.get())).content.decode()
    path = re.search(r'href="(/admin/events/topic/add/\?name=[^"]+)"', page)[1]
    assert 'value="Franz Joseph"' in client.get(path).content.decode()


# What else the desk makes of it


def test_worklist_is_filtered_by_who_or_what_is_named(client, op):
    builders.article(op, ("Karađorđe rose.",), "One")
    builders.article(op, ("Belgrade fell.",), "Two")
    first, second = Statement.objects.order_by("pk")
    person = builders.topic(op, "Karađorđe", named=[(first, "Karađorđe")])
    builders.topic(op, "Belgrade", named=[(second, "Belgrade")])
    client.force_login(builders.editor())
    path = "/admin/events/citationrequest/worklist/"
    page = client.get(path).content.decode()
    assert first.text in page
    assert second.text in page
    assert f'href="?topic={person.pk}"' in page
    page = client.get(f"{path}?topic={person.pk}").content.decode()
    assert first.text in page
    assert second.text not in page
    assert 'aria-current="true"><bdi>Karađorđe' in page
    for nothing in ("x", "%", first.pk):
        assert client.get(f"{path}?topic={nothing}").status_code == 200
    listed = client.get("/admin/events/topic/").content.decode()
    assert f"worklist/?topic={person.pk}" in listed


def test_works_cited_on_the_same_topic_may_help(client, op):
    builders.article(op, ("Karađorđe rose.",), "One")
    builders.article(op, ("Then Karađorđe fell.",), "Two")
    first, second = Statement.objects.order_by("pk")
    builders.published_citation(op, first, title="On the rising")
    request = CitationRequest.objects.get(about=second.pk)
    assert helping.works_for(request, second) == []
    named = [(first, "Karađorđe"), (second, "Karađorđe")]
    builders.topic(op, "Karađorđe", named=named)
    (found,) = helping.works_for(request, second)
    assert found.source.title == "On the rising"
    assert found.reasons == ["it is cited elsewhere on Karađorđe"]
