"""What each page of the desk costs does not grow with the archive."""

import itertools

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client

from events.desk import writing
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Section,
    Statement,
)
from review.deciding import decisions
from review.desk.queue import QUEUE_PAGE
from review.models import Act, Changeset, Reviewed
from review.proposing import drafts
from review.weighing import restricting
from sources.models import Contributor, Source
from tests import builders

pytestmark = pytest.mark.django_db


class Queries:
    def __init__(self):
        self.sent = []

    def __call__(self, execute, sql, params, many, context):
        self.sent.append(sql)
        return execute(sql, params, many, context)


def cost(client, path):
    assert client.get(path).status_code == 200, path  # What is kept in memory is there now.
    counted = Queries()
    with connection.execute_wrapper(counted):
        assert client.get(path).status_code == 200, path
    return len(counted.sent)


def fill(op, size, title):
    """An article of `size` statements, each with a request, a dating and a citation."""
    article = builders.article(op, [f"Statement {n} of {title}." for n in range(size)], title)
    keys = list(Statement.objects.filter(event__article=article).values_list("pk", flat=True))
    edits = [drafts.create(Section.new(article_id=article.pk, position="5", title=title))]
    for number, key in enumerate(keys):
        source = Source.new(type="book", title=f"Work {number} of {title}")
        made = (
            source,
            Contributor.new(source_id=source.pk, position="5", family=f"Name {number}"),
            Citation.new(statement_id=key, source_id=source.pk, position="5"),
            Dating.new(statement_id=key, words="x", edtf="1812"),
            CitationRequest.new(about_id=key, kind="page-needed"),
            Event.new(article_id=article.pk, position=f"7{number:05}1"),
            Illustration.new(article_id=article.pk, position=f"5{number:05}1", caption="A view"),
        )
        edits += [drafts.create(o) for o in made]
    edits += [
        drafts.create(Source.new(type="book", title=f"A twin in the archive of {title}"))
        for _ in range(2)
    ]
    decisions.publish(edits, by=op, summary="filled")
    return article


def test_a_decision_costs_the_same_in_an_article_of_any_length():
    op, by, judge = builders.operator(), builders.editor(), builders.moderator()
    found = []
    for size in (30, 1200):
        texts = [f"Statement {n} of {size}." for n in range(size)]
        article = builders.article(op, texts, f"Of {size}")
        statement = Statement.objects.filter(event__article=article).first()
        request = CitationRequest.objects.get(about__statement__event__article=article)
        answer = builders.answer(request, by, title=f"Found for {size}")
        edit = builders.change(statement, by, text="Other words.")
        for act in (answer, edit):
            counted = Queries()
            with connection.execute_wrapper(counted):
                decisions.decide_within([decisions.Ruling(act.pk, "approve")], judge, "")
            found.append(len(counted.sent))
    # The first asks for the moderator's permissions too.
    # The answer is on the statement that the edit is about, which stands out for it from then on.
    # Of the new work it lists the names, and counts the uses. Two queries write the index.
    assert found == [24, 14, 23, 14]


def test_the_queue_costs_the_same_whatever_it_shows(client):
    op, judge = builders.operator(), builders.moderator()
    builders.article(op, [f"Statement {n}." for n in range(QUEUE_PAGE + 5)])
    people = [builders.editor(f"editor{n}") for n in range(3)]
    statements = list(Statement.objects.order_by("position"))
    for n, statement in enumerate(statements):
        builders.change(statement, people[n % 3], text="Other words.")
    builders.change(statements[0], people[1], text="Yet others.")
    client.force_login(judge)
    following = client.get("/admin/review/queue/").context["following"]
    queries = ["", f"after={following}", "type=edit", "because=first", "because=others"]
    found = {query: cost(client, f"/admin/review/queue/?{query}") for query in queries}
    assert found == dict.fromkeys(queries, 11)
    none = ["verified", "statement-gone", "footnote-gone", "revision", "large", "waiting"]
    none += ["second", "overtaken"]
    assert {cost(client, f"/admin/review/queue/?because={name}") for name in none} == {5}


# Lists that are operators' alone.
OPERATED = {"/admin/events/citationrequest/"}
COST = {
    "/admin/": 14,
    "/admin/records/": 4,
    "/admin/events/citationrequest/": 7,
    "/admin/events/citationrequest/worklist/": 17,
    "/admin/events/citationrequest/worklist/?kind=page-needed&period=1800": 16,
    "/admin/events/citationrequest/worklist/?q=statement&tried=never": 16,
    "ask": 11,
    "/admin/events/citationrequest/leads/": 8,
    "/admin/events/citationrequest/leads/?fate=all&what__exact=wrong": 8,
    "a lead": 8,
    "a lead's private link": 3,
    "say something of a statement": 6,
    "resolve from a lead": 24,
    "/admin/events/citationrequest/worklist/?campaign=1": 14,
    "/admin/events/citationrequest/campaigns/": 5,
    "/admin/events/article/": 5,
    "/admin/events/section/": 5,
    "/admin/events/event/": 8,
    "/admin/events/statement/": 7,
    "/admin/events/citation/": 6,
    "/admin/events/dating/": 6,
    "/admin/events/illustration/": 6,
    "/admin/events/sectionrequest/": 5,
    "/admin/events/topic/": 5,
    "/admin/events/mention/": 5,
    "/admin/sources/source/": 6,
    "/admin/review/queue/": 5,
    "/admin/review/mine/": 7,
    "resolve": 24,
    "cite many": 9,
    "cite many, a work": 12,
    "how far": 5,
    "statement": 22,
    "statement's removal": 11,
    "source": 14,
    "works that look the same": 12,
    "merge two works": 16,
    "find a source": 11,
    "a large act": 37,
    "what an article names": 9,
    "verify": 11,
    "split": 7,
    "merge": 6,
    "a statement's history": 8,
}


def test_every_list_of_the_desk_is_here():
    lists = {
        f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for model in admin.site._registry
        if issubclass(model, Reviewed) and model._meta.app_label != "toy"
    }
    assert lists < set(COST)


def say_of_all(statements, token):
    """A lead on each of some statements; the first has the private link of this token."""
    tokens = [token, *(f"{token} {n}" for n in range(1, len(statements)))]
    return [
        builders.lead(statement, what="wrong", token=one, sender=one)
        for statement, one in zip(statements, tokens, strict=True)
    ]


def test_desk_costs_the_same_whatever_the_archive_holds(client, settings):
    settings.ATTESTED_LEADS_A_PAGE = 10**6
    op, by, operators = builders.operator(), builders.editor(), Client()
    client.force_login(by)
    operators.force_login(op)
    found = []
    for size, title in ((520, "Small"), (1200, "Large")):
        article = fill(op, size, title)
        statement, *_, last = Statement.objects.filter(event__article=article)
        request = CitationRequest.objects.filter(about=statement.pk).first()
        source = Source.objects.filter(title=f"Work 1 of {title}").first()
        other = Source.objects.filter(title=f"Work 2 of {title}").first()
        leads = say_of_all(Statement.objects.filter(event__article=article)[:100], title)
        pages = {path: path for path in COST if path.startswith("/")} | {
            "a lead": f"/admin/events/citationrequest/leads/{leads[0].pk}/",
            "a lead's private link": f"/leads/{title}/",
            "say something of a statement": f"/statements/{statement.subject.anchor}/lead/",
            "resolve from a lead": f"/admin/events/citationrequest/{request.pk}/resolve/"
            f"?lead={leads[0].pk}",
            "resolve": f"/admin/events/citationrequest/{request.pk}/resolve/",
            "cite many": f"/admin/events/article/{article.pk}/cite/?q=work",
            "cite many, a work": f"/admin/events/article/{article.pk}/cite/?source={source.pk}",
            "statement": f"/admin/events/statement/{statement.pk}/change/",
            "statement's removal": f"/admin/events/statement/{statement.pk}/delete/",
            "source": f"/admin/sources/source/{source.pk}/change/",
            "works that look the same": "/admin/sources/source/alike/",
            "merge two works": f"/admin/sources/source/{source.pk}/merge/?into={other.pk}",
            "find a source": "/admin/events/citationrequest/sources/?q=work",
            "verify": f"/admin/events/citation/{source.citations.first().pk}/verify/",
            "how far": f"/admin/review/far/{statement.pk}/",
            "ask": f"/admin/events/statement/{statement.pk}/ask/",
            "split": f"/admin/events/statement/{statement.pk}/split/",
            "merge": f"/admin/events/statement/{last.pk}/merge/",
            "what an article names": f"/admin/events/article/{article.pk}/mentions/",
            "a statement's history": f"/admin/events/statement/{statement.pk}/history/",
            "a large act": f"/admin/review/changesets/{Changeset.objects.latest('pk').pk}/",
        }
        found.append(
            {n: cost(operators if n in OPERATED else client, path) for n, path in pages.items()}
        )
    assert found[0] == found[1] == COST


CAMPAIGNS = "/admin/events/citationrequest/campaigns/"
COST_TO_THE_TEAM = {
    "inbox": 7,
    "a contributor": 8,
    "waits": 5,
    "restrictions": 7,
    "undo": 12,
    "undo of an account": 10,
    "amend": 7,
    "revise": 11,
    "restrict": 7,
    "redact": 5,
    "an editor's front page": 16,
    "a moderator's front page": 19,
    "an operator's front page": 23,
    "open a campaign": 9,
    "a campaign": 8,
}


def test_pages_of_the_team_cost_the_same_with_few_acts_and_many(client):
    op, by, judge = builders.operator(), builders.editor(), builders.moderator()
    builders.article(op, [f"Statement {n}." for n in range(42)])
    statements = iter(Statement.objects.order_by("position"))
    decision = builders.approve(builders.change(next(statements), by, text="Undone."), judge)
    came_back = builders.change(next(statements), by, text="Returned.")
    builders.return_(came_back, judge)
    waiting = builders.change(next(statements), by, text="Waits.")
    anchor = next(statements).subject.anchor
    campaign = builders.campaign(judge)
    found, days = [], "?start=2000-01-01&end=2999-12-31"
    for _ in range(2):
        for statement in itertools.islice(statements, 15):
            act = builders.change(statement, by, text="Other words.")
            builders.approve(act, judge)
            restricting.restrict("second", by=judge, reason="Disputed", subject=statement.pk)
        pages = {
            "inbox": (by, "/admin/review/inbox/"),
            "a contributor": (judge, f"/admin/review/contributors/{by.pk}/"),
            "waits": (judge, "/admin/review/waits/"),
            "restrictions": (judge, "/admin/review/restrictions/"),
            "undo": (judge, f"/admin/review/decisions/{decision.pk}/undo/"),
            "undo of an account": (judge, f"/admin/review/accounts/{by.pk}/undo/{days}"),
            "amend": (judge, f"/admin/review/acts/{waiting.pk}/amend/"),
            "restrict": (judge, f"/admin/review/restrictions/add/?anchor={anchor}"),
            "redact": (op, "/admin/review/redact/"),
            "open a campaign": (judge, f"{CAMPAIGNS}open/?kind=citation-needed"),
            "a campaign": (judge, f"{CAMPAIGNS}{campaign.pk}/"),
            "revise": (by, f"/admin/review/acts/{came_back.pk}/revise/"),
            "an editor's front page": (by, "/admin/"),
            "a moderator's front page": (judge, "/admin/"),
            "an operator's front page": (op, "/admin/"),
        }
        counted = {}
        for name, (who, path) in pages.items():
            client.force_login(who)
            counted[name] = cost(client, path)
        found.append(counted)
    assert found[0] == found[1] == COST_TO_THE_TEAM


COST_OF_WRITING = {
    "the page": 25,
    "a statement opened": 36,
    "with own drafts": 36,
    "a statement of these opened": 52,
    "words kept while they are typed": 40,
    "a step": 54,
}


def test_an_article_on_the_desk_costs_the_same_with_41_statements_and_400(client):
    op, by = builders.operator(), builders.editor()
    client.force_login(by)
    found = []
    for size in (41, 400):
        article = fill(op, size, f"Of {size}")
        first, second, third, *_ = Statement.objects.filter(event__article=article)
        path = f"/admin/events/article/{article.pk}/desk/"
        costs = {
            "the page": cost(client, path),
            "a statement opened": cost(client, f"{path}?open={first.pk}"),
        }
        source, author = builders.book(title=f"Book of {size}")
        writing.reword(first.pk, by=by, words="Other words.")
        writing.cite(second.pk, by=by, new_source=source, contributors=[author])
        writing.date(second.pk, by=by, words="x", edtf="1812")
        writing.ask(second.pk, by=by, kind="when")
        writing.move(Event, third.event_id, by=by, step=1)
        writing.change(Article, article.pk, by=by, title=f"Another title of {size}")
        costs["with own drafts"] = cost(client, f"{path}?at={third.event_id}")
        costs["a statement of these opened"] = cost(client, f"{path}?open={second.pk}")
        for name, more in (("words kept while they are typed", {"auto": 1}), ("a step", {})):
            data = {"do": "words", "key": third.pk, "at": third.event_id, "text": name, **more}
            counted = Queries()
            with connection.execute_wrapper(counted):
                answer = client.post(path, data, headers={"Accept": "application/json"})
            assert answer.json().get("kept") or answer.json().get("done")
            costs[name] = len(counted.sent)
        found.append(costs)
        for act in Act.objects.filter(changeset__author=by, state="draft"):
            writing.take_back(act, by=by)
    assert found[0] == found[1] == COST_OF_WRITING
