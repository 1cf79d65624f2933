"""Bare statements: what is listed, what an editor does about one at once, and periods to choose."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import periods
from events.desk.admin.bare import BareStatements
from events.models import Citation, CitationRequest, Dating, Statement
from review.deciding import decisions
from review.models import Act, Changeset
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db
BARE = "/admin/events/statement/bare/"
DESK_LIST = "/admin/events/citationrequest/worklist/"


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by(client):
    found = builders.editor()
    client.force_login(found)
    return found


@pytest.fixture
def statements(op):
    """Four of one article: the first requested, the second cited, the others bare."""
    texts = ["A bridge was built.", "It fell.", "A ferry came.", "The ferry sank."]
    article = builders.article(op, texts, "The crossing")
    found = list(Statement.objects.filter(event__article=article).order_by("position"))
    builders.published_citation(op, found[1])
    return found


def shown(client, query=""):
    answer = client.get(BARE + query)
    assert answer.status_code == 200
    return [row.text for row in answer.context["cl"].result_list]


def text_of(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def row_of(client, statement):
    """The words of a statement's row."""
    rows = re.findall(r"<tr>.*?</tr>", client.get(BARE).content.decode(), re.DOTALL)
    (row,) = (row for row in rows if str(statement.pk) in row)
    return re.sub(r"\s+([.,:])", r"\1", " ".join(re.sub(r"<[^>]+>", " ", row).split()))


def dated(op, statement, *dates):
    made = [Dating.new(statement_id=statement.pk, words="then", edtf=date) for date in dates]
    decisions.publish([drafts.create(one) for one in made], by=op, summary="dated")


def ask(client, statement, query="", **data):
    data = {"kind": "citation-needed", "summary": "Nothing says so", "send": "1"} | data
    return client.post(f"/admin/events/statement/{statement.pk}/ask/{query}", data)


# What is listed.


def test_statements_that_are_neither_cited_nor_requested_are_listed(client, by, statements):
    assert shown(client) == ["A ferry came.", "The ferry sank."]


def test_list_names_its_counts_of_all_articles_and_of_one(client, op, by, statements):
    other = builders.article(op, ["Alone.", "Or not."], "Elsewhere")
    assert "All articles together have 6 statements: 1 cited , 2 requested , 3 bare" in text_of(
        client.get(BARE)
    )
    assert "This article has 2 statements: 1 requested , 1 bare" in text_of(
        client.get(f"{BARE}?article={other.pk}")
    )


def test_worklist_leads_to_the_list_with_its_count_and_back(client, by, statements):
    assert f'<a href="{BARE}">2 bare statements</a>' in client.get(DESK_LIST).content.decode()
    assert f'<a href="{DESK_LIST}">worklist</a>' in client.get(BARE).content.decode()


def test_what_is_cited_or_asked_for_leaves_the_list_and_comes_back(client, op, by, statements):
    judge = builders.moderator()
    ask(client, statements[2])
    builders.approve(Act.objects.get(state="pending"), judge)
    builders.published_citation(op, statements[3], title="The ferries")
    assert shown(client) == []
    request = CitationRequest.objects.get(about=statements[2].pk)
    decline = [
        drafts.update(
            CitationRequest, request.pk, resolution="declined", declined_for="common-knowledge"
        )
    ]
    decisions.publish(decline, by=op, summary="known")
    assert shown(client) == ["A ferry came."]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "No statement is bare: each has a citation or an open request."),
        ("?q=ferry", "No bare statement is like that."),
        ("?period=1800", "No bare statement is like that."),
    ],
)
def test_empty_list_says_so(client, op, by, query, words):
    builders.article(op, ["Only this."])
    assert words in text_of(client.get(BARE + query))


def test_rows_are_found_by_words_article_and_period(client, op, by, statements):
    builders.article(op, ["Asked.", "Snow fell."], "Winter")
    winter = Statement.objects.get(text="Snow fell.")
    dated(op, winter, "1812-12")
    assert shown(client, "?q=snow") == shown(client, "?q=winter") == ["Snow fell."]
    article = winter.event.article_id
    assert shown(client, f"?article={article}") == shown(client, "?of=winter") == ["Snow fell."]
    assert shown(client, "?period=1800") == ["Snow fell."]
    assert "then" in row_of(client, winter)
    assert "undated" in row_of(client, statements[2])


def test_pages_go_on_where_they_ended(client, op, by, monkeypatch):
    monkeypatch.setattr(BareStatements, "list_per_page", 2)
    builders.article(op, ["Asked.", *(f"Thing {n}." for n in range(5))])
    found, query = [], ""
    while query is not None:
        answer = client.get(BARE + query)
        found.append([row.text for row in answer.context["cl"].result_list])
        link = re.search(r'<a href="([^"]+)" rel="next"', answer.content.decode())
        query = link and link[1]
    assert found == [["Thing 0.", "Thing 1."], ["Thing 2.", "Thing 3."], ["Thing 4."]]


def test_list_periods_and_next_pages_are_found_by_their_indexes(client, by, statements):
    after = f"{BARE}?after={statements[2].pk}"
    with connection.cursor() as cursor:
        # Of a handful of rows what the last run left in the statistics decides: it is not to.
        cursor.execute("ANALYZE events_statement, events_statementstanding, events_event")
        for way in ("seqscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        for path, index in ((BARE, "events_statement_bare"), (after, r"Index Cond: \(id > ")):
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            (rows,) = (q["sql"] for q in asked if "LIMIT 51" in q["sql"])
            (offered,) = (q["sql"] for q in asked if "unnest" in q["sql"])
            assert re.search(index, plan(cursor, rows)), path
        assert "events_dating_known" in plan(cursor, offered)
    # By itself: with so few rows a page would look each statement's datings up instead.
    assert "events_dating_span" in Dating.objects.within(18000101, 19000101).explain()


def plan(cursor, sql):
    cursor.execute(f"EXPLAIN {sql}")
    return "\n".join(line for (line,) in cursor.fetchall())


def cost(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_page_costs_the_same_with_few_rows_and_many(client, op, by, statements):
    found = []
    for size in (1, 40):
        builders.article(op, [f"Number {n} of {size}." for n in range(size + 1)], f"Of {size}")
        for statement in Statement.objects.filter(text__endswith=f" of {size}."):
            dated(op, statement, "1812")
        builders.change(
            Statement.objects.filter(text__endswith=f" of {size}.").last(), by, text="O"
        )
        found.append([cost(client, BARE), cost(client, f"{BARE}?period=1800&q=number")])
    assert found[0] == found[1] == [12, 16]


# What an editor does about one.


def test_request_that_is_sent_from_a_row_is_one_on_the_statement(client, by, statements):
    assert f"{statements[2].pk}/ask/" in client.get(BARE).content.decode()
    page = client.get(f"/admin/events/statement/{statements[2].pk}/ask/")
    assert '<span class="lit">A ferry came.</span>' in page.content.decode()
    answer = ask(client, statements[2], reason="Whose ferry?")
    assert answer.url == BARE
    change = Changeset.objects.get(summary="Nothing says so").acts.get().changes.get()
    builders.approve(change.act, builders.moderator())
    request = CitationRequest.objects.get(about=statements[2].pk)
    assert (request.kind, request.reason) == ("citation-needed", "Whose ferry?")
    assert request.tagged_on
    assert request.resolution == ""


def test_one_comes_back_to_the_list_as_it_was(client, by, statements):
    page = client.get(f"{BARE}?q=ferry+came").content.decode()
    link = re.search(r'href="/admin/events/statement/[^/]+/ask/(\?[^"]+)"', page)[1]
    assert ask(client, statements[2], link).url == f"{BARE}?q=ferry+came"


def test_request_is_kept_as_a_draft_where_that_is_asked(client, by, statements):
    answer = client.post(
        f"/admin/events/statement/{statements[2].pk}/ask/",
        {"kind": "when", "summary": "Which year?", "draft": "1"},
    )
    assert answer.url == reverse("review:mine")
    assert Act.objects.get(changeset__author=by).state == "draft"


@pytest.mark.parametrize(
    "data",
    [{"summary": ""}, {"kind": "nothing"}, {"kind": "page-needed"}, {"reason": "a\u202eb"}],
)
def test_what_cant_be_asked_is_told_and_kept_in_the_form(client, by, statements, data):
    answer = ask(client, statements[2], **({"reason": "Whose ferry?"} | data))
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert data.get("reason", "Whose ferry?") in answer.content.decode()
    assert not Act.objects.filter(changeset__author=by).exists()


def test_kinds_about_a_citation_are_offered_where_there_is_one(client, by, statements):
    for statement, is_offered in ((statements[1], True), (statements[2], False)):
        page = client.get(f"/admin/events/statement/{statement.pk}/ask/").content.decode()
        assert ('value="page-needed"' in page) is is_offered
        assert 'value="citation-needed"' in page


def test_what_is_asked_already_is_not_asked_twice(client, by, statements):
    answer = ask(client, statements[0])
    assert "is asked of this statement already" in text_of(answer)
    assert "Asked of it already: citation needed" in text_of(answer)
    assert not Act.objects.filter(changeset__author=by).exists()
    assert ask(client, statements[0], kind="when").status_code == 302

    ask(client, statements[2])
    answer = ask(client, statements[2])
    assert "You have asked “citation needed” of this statement already" in text_of(answer)
    assert Act.objects.filter(changeset__author=by).count() == 2


def test_form_that_is_sent_twice_asks_once(client, by, statements):
    key = "018f0000-0000-7000-8000-000000000000"
    assert ask(client, statements[2], once=key).url == ask(client, statements[2], once=key).url
    assert Act.objects.filter(changeset__author=by).count() == 1


@pytest.mark.parametrize("way", ["ask", "cite", "reword", "remove"])
def test_own_open_work_is_shown_to_its_author_alone(client, by, statements, way):
    statement = statements[2]
    source, author = builders.book()
    edits = {
        "ask": [CitationRequest.new(about_id=statement.pk)],
        "cite": [
            source,
            author,
            Citation.new(statement_id=statement.pk, source_id=source.pk, position="5"),
        ],
    }.get(way, [])
    edits = [drafts.create(one) for one in edits]
    if way == "reword":
        edits = [drafts.update(Statement, statement.pk, text="A ferry was bought.")]
    if way == "remove":
        edits = [drafts.remove(Statement, statement.pk)]
    words = {"ask": "a request", "cite": "a citation", "reword": "a change of it"}
    told = f"You proposed {words.get(way, 'its removal')}"
    act = drafts.propose(edits, by=by)
    assert f"{told}: a draft in My work." in row_of(client, statement)
    assert "You proposed" not in row_of(client, statements[3])
    number = sent(act, by)
    assert f"{told}: changeset {number} waits for review." in row_of(client, statement)
    page = text_of(client.get(f"/admin/events/statement/{statement.pk}/ask/"))
    assert told in page
    builders.return_(act, builders.moderator())
    assert f"{told}: changeset {number} was returned to you." in row_of(client, statement)
    client.force_login(builders.editor("another"))
    assert "You proposed" not in row_of(client, statement)


def sent(act, by):
    """The number of the changeset with which it was sent."""
    proposals.send([act], by=by, summary="better")
    act.refresh_from_db()
    return act.changeset_id


def test_a_row_leads_to_a_citation_of_its_statement(client, by, statements):
    link = re.search(
        rf'href="(/admin/events/citation/add/\?statement={statements[2].pk})"',
        client.get(BARE).content.decode(),
    )[1]
    form = client.get(link).context["adminform"].form
    assert str(form["statement"].value()) == str(statements[2].pk)
    assert f'value="{statements[2].pk}" selected' in str(form["statement"])


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_propose_neither_sees_nor_asks(client, statements, method):
    outsider = builders.user("outsider")
    outsider.is_staff = True
    outsider.save()
    client.force_login(outsider)
    path = f"/admin/events/statement/{statements[2].pk}/ask/"
    data = {"kind": "citation-needed", "summary": "x", "send": "1"}
    assert getattr(client, method)(path, data).status_code == 403
    assert client.get(BARE).status_code == 403
    assert not Act.objects.filter(changeset__author=outsider).exists()


# Periods.


@pytest.mark.parametrize(
    ("edtf", "offered", "also"),
    [
        ("1812", ["19th century"], []),
        ("18XX", ["19th century"], []),
        ("1899/1900", ["19th century", "20th century"], []),
        ("0069", ["1st century"], []),
        ("0000", ["1st century BC"], []),
        ("-0001/0001", ["1st century BC", "1st century"], []),
        ("-0098", ["1st century BC"], []),
        ("-0100", ["2nd century BC"], []),
        ("-04XX", ["5th century BC"], []),
        ("-0499-01-01", ["5th century BC"], []),
        ("-0400-12-31", ["5th century BC"], []),
        ("-0999", ["10th century BC"], []),
        ("-1000", ["before 1000 BC"], []),
        ("-1273", ["before 1000 BC"], []),
        ("-3000/-0950", ["before 1000 BC", "10th century BC"], []),
        ("0350/0650", ["4th century", "5th century", "6th century", "7th century"], []),
        ("1806/..", ["19th century"], ["20th century", "21st century"]),
        ("../1180", ["12th century"], ["before 1000 BC", "1st century", "11th century"]),
        ("../-0450", ["5th century BC"], ["before 1000 BC", "6th century BC"]),
    ],
)
def test_periods_are_those_of_the_datings_and_open_ends_reach_beyond(
    client, op, by, edtf, offered, also
):
    builders.article(op, ["It was so.", "So it was."])
    requested, bare = Statement.objects.order_by("position")
    dated(op, requested, edtf)
    dated(op, bare, edtf)
    page = client.get(BARE)
    (spec,) = (s for s in page.context["cl"].filter_specs if s.title == "period")
    assert [words for _, words in spec.lookup_choices] == offered
    found, every = set(), periods.every()
    wanted = [n for n, period in enumerate(every) if period.words in {*offered, *also}]
    for period in [every[n] for n in range(len(every)) if {n - 1, n, n + 1} & set(wanted)]:
        on_bare = shown(client, f"?period={period.key}")
        page = client.get(f"{DESK_LIST}?period={period.key}").context["page"]
        assert len(on_bare) == page.total
        if on_bare:
            found.add(period.words)
    assert found >= {*offered, *also}
    if not also:
        assert found == set(offered)


def test_open_end_reaches_one_way(client, op, by):
    builders.article(op, ["It was so.", "Since then.", "Until then."])
    _, since, until = Statement.objects.order_by("position")
    dated(op, since, "1806/..")
    dated(op, until, "../1806")
    assert shown(client, "?period=1700") == ["Until then."]
    assert shown(client, "?period=1800") == ["Since then.", "Until then."]
    assert shown(client, "?period=1900") == ["Since then."]


def test_periods_follow_each_other_without_a_gap():
    every = periods.every()
    assert [p.upper for p in every[:-1]] == [p.lower for p in every[1:]]
    assert all(p.upper % 10000 == 0 for p in every)
    assert [p.words for p in every[:2]] == ["before 1000 BC", "10th century BC"]
    assert [p.words for p in every[10:13]] == ["1st century BC", "1st century", "2nd century"]


def test_period_without_anything_stays_to_be_seen_while_it_is_chosen(client, op, by, statements):
    dated(op, statements[2], "1812")
    assert shown(client, "?period=1400") == []
    assert "15th century" in client.get(f"{BARE}?period=1400").content.decode()
    assert "15th century" not in client.get(BARE).content.decode()
