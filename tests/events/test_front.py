"""The desk's front page: what each role sees of it, and that its figures are those of the record."""

import itertools
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib import admin
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from events.desk import backlog, charts, claims, resolving
from events.models import (
    CitationRequest,
    Event,
    LedgerDay,
    LedgerEntry,
    RequestTally,
    Statement,
)
from review.deciding import decisions, undoing
from review.desk import front as team
from review.models import Act, Notice, TrustNote
from review.proposing import drafts, proposals
from review.weighing import restricting
from tests import builders

pytestmark = pytest.mark.django_db
FRONT, RECORDS = "/admin/", "/admin/records/"
WORKLIST = "/admin/events/citationrequest/worklist/"


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by():
    return builders.editor("edita")


@pytest.fixture
def judge():
    return builders.moderator("mara")


@pytest.fixture
def article(op):
    return builders.article(op, [f"Thing {n} happened." for n in range(6)])


@pytest.fixture
def statements(article):
    return list(Statement.objects.order_by("position"))


def page(client, user, path=FRONT):
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == 200
    # Names and titles are isolated from what stands beside them.
    return re.sub(r"[⁦-⁩]", "", " ".join(answer.content.decode().split()))


def seen(client, user):
    """The words of the page, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page(client, user)).split())


def ask(by, statement, tagged_on="", kind="citation-needed"):
    made = CitationRequest.new(about_id=statement.pk, kind=kind, tagged_on=tagged_on)
    decisions.publish([drafts.create(made)], by=by, summary="asked")
    return CitationRequest.objects.get(pk=made.pk)


# Which parts there are


PARTS = {"The queue": "front-queue", "The week": "front-week", "Your work": "front-own"}


@pytest.mark.parametrize(
    ("role", "parts"),
    [
        (builders.editor, {"Your work"}),
        (builders.moderator, {"The queue", "Your work"}),
        (builders.operator, {"The week", "Your work"}),
    ],
)
def test_each_role_sees_its_own_parts_and_all_the_backlog(client, article, role, parts):
    user = role("somebody")
    shown = page(client, user)
    assert {words for words, name in PARTS.items() if f'id="{name}"' in shown} == parts
    assert 'id="front-backlog"' in shown
    assert ("review/redact/" in shown) is ("The week" in parts)
    assert len(re.findall('data-key="n"', shown)) == 1


def test_member_without_a_role_is_told_so_and_reads_the_backlog(client, article):
    member = builders.user("member")
    member.is_staff = True
    member.save()
    shown = page(client, member)
    assert "Your account has no role yet" in shown
    assert not any(f'id="{name}"' in shown for name in PARTS.values())
    assert 'data-key="n"' not in shown
    assert 'id="front-backlog"' in shown


def test_next_item_is_one_key_away(client, by, article):
    assert re.search(
        r'<a class="button default" href="[^"]*citationrequest/[^"]*" data-key="n">Next item',
        page(client, by),
    )


# A fresh desk


def test_fresh_desk_tells_operators_to_import_and_editors_that_nothing_is_open(client, op, by):
    shown = page(client, op)
    target = reverse("admin:events_article_import")
    assert f'href="{target}" data-key="n">Import the first article' in shown
    told = page(client, by)
    assert "There is no article, so nothing is open" in told
    assert reverse("admin:events_article_add") in told
    assert 'data-key="n"' not in told
    assert 'id="front-backlog"' not in told


def test_desk_with_nothing_open_says_what_else_there_is_to_do(client, op, by, article):
    request = CitationRequest.objects.get()
    edits = resolving.decline(request, reason="irrelevant")
    decisions.publish(edits, by=op, summary="no")
    shown = page(client, by)
    assert "Nothing is open: every request has its answer" in shown
    assert reverse("admin:events_statement_bare") in shown
    assert 'data-key="n"' not in shown


def test_editor_with_nothing_under_way_is_led_to_the_next_item(client, by, article):
    assert "Nothing of yours is under way. Take the next item" in seen(client, by)


def test_moderator_with_an_empty_queue_is_told_and_takes_the_next_item(client, judge, article):
    shown = seen(client, judge)
    assert "Nothing waits for a verdict." in shown
    assert "Next item n" in shown


# An editor's work


def test_returned_act_is_to_be_done_again_with_the_reason(client, by, judge, statements):
    act = builders.change(statements[0], by, text="Better.")
    builders.return_(act, judge, reason="Which of the two treaties?")
    shown = page(client, by)
    assert f'<a href="/admin/review/acts/{act.pk}/revise/" dir="auto">' in shown
    assert "Which of the two treaties?" in shown
    assert "Which of the two treaties?" not in page(client, builders.editor("other"))
    drafts.revise(act, by=by)  # From now on it is among the drafts.
    shown = page(client, by)
    assert "Which of the two treaties?" not in shown
    assert "Your drafts" in shown


def test_verdicts_tell_why(client, by, judge, statements):
    builders.reject(builders.change(statements[0], by, text="A."), judge, reason="No such thing.")
    builders.approve(builders.change(statements[1], by, text="B."), judge, reason="Well found.")
    shown = seen(client, by)
    assert re.search(r"rejected .* “?No such thing\.", shown)
    assert re.search(r"approved .* “?Well found\.", shown)


def test_own_direct_work_does_not_come_back(client, op, statements):
    assert team.own_work(op).is_nothing


def test_unread_comments_wait_until_they_are_read(client, by, judge, statements):
    act = builders.change(statements[0], by, text="Better.")
    proposals.comment(act, by=judge, text="Is it the second edition?")
    assert "Is it the second edition?" in page(client, by)
    client.post("/admin/review/inbox/")
    assert "Is it the second edition?" not in page(client, by)


def test_drafts_are_sent_from_the_page(client, by, statements):
    for n in range(7):
        fresh = Event.new(article_id=statements[0].event.article_id, position=f"7{n}1")
        drafts.propose([drafts.create(fresh)], by=by, title=f"Draft {n}")
    shown = page(client, by)
    assert 'Your drafts <span class="front-count">7</span>' in shown
    form = shown[shown.index('class="front-send"') :]
    chosen = re.findall(r'name="act" value="(\d+)" checked', form)
    assert len(chosen) == team.SHOWN
    assert "The others are in" in form
    client.post("/admin/review/send/", {"act": chosen, "summary": "seven events"})
    assert Act.objects.filter(state=Act.State.PENDING).count() == team.SHOWN


def test_what_waits_for_review_has_its_place_in_the_queue(client, by, judge, statements):
    other = builders.editor("other")
    builders.change(statements[0], other, text="First.")
    builders.change(statements[1], by, text="Second.")
    builders.change(statements[2], other, text="Third.")
    last = builders.change(statements[3], by, text="Fourth.")
    shown = seen(client, by)
    assert "Under review 2" in shown
    assert "2nd in the queue" in shown
    assert "4th in the queue" in shown
    builders.approve(Act.objects.order_by("pk").filter(state="pending").first(), judge)
    assert "3rd in the queue" in seen(client, by)
    assert last.changeset_id in {c.pk for c in team.own_work(by).waiting.rows}


def test_claims_are_shown_until_they_end(client, by, statements):
    request = CitationRequest.objects.get()
    held = claims.claim(request, by=by)
    address = reverse("admin:events_citationrequest_resolve", args=[request.pk])
    assert address in page(client, by)
    assert f"Held until {held.until:%H:%M} UTC" in seen(client, by)
    assert address not in page(client, builders.editor("other"))
    held.at, held.until = (timezone.now() - timedelta(hours=n) for n in (3, 1))
    held.save()
    assert address not in page(client, by)


def test_open_requests_are_counted_and_those_that_nobody_searched_for(client, op, by, statements):
    ask(op, statements[1], "2019-03")
    ask(op, statements[2], "2019-03")
    assert "3 nobody searched for any yet" in _figures(client, by)
    claims.attempt(CitationRequest.objects.first(), by=by, where="JSTOR")
    assert "requests open 3" in _figures(client, by)
    assert "nobody searched for yet 2" in _figures(client, by)


def _figures(client, user):
    """The figures of the page, each in both orders."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd.*?>(.*?)</dd>", page(client, user))
    clean = [[re.sub(r"<[^>]+>", "", words).strip() for words in pair] for pair in pairs]
    return [line for dt, dd in clean for line in (f"{dt} {dd}", f"{dd} {dt}")]


def test_many_that_were_searched_for_are_not_counted_to_the_end(
    client, by, statements, monkeypatch
):
    number = team.Number(1, 0)
    monkeypatch.setattr(team, "number", lambda *_: number)
    assert "of them somebody searched for 0+" in _figures(client, by)


# The queue


def test_queue_has_the_oldest_since_when_and_leads_to_the_first_that_is_not_ones_own(
    client, by, judge, statements
):
    own = builders.change(statements[0], judge, text="Mine.")
    theirs = builders.change(statements[1], by, text="Theirs.")
    shown = page(client, judge)
    assert f'href="/admin/review/changesets/{theirs.changeset_id}/" data-key="n">Decide' in shown
    assert "yours: someone else decides" in shown
    found = team.queue(judge)
    assert [act.pk for act in found.oldest] == [own.pk, theirs.pk]
    assert str(found.number) == "2"
    assert f"since {own.sent_at:%-d %B %Y, %H:%M}" in shown


def test_what_one_has_approved_as_the_first_of_two_is_not_offered_again(
    client, by, judge, statements
):
    restricting.restrict("second", by=judge, reason="Disputed", subject=statements[0].pk)
    act = builders.change(statements[0], by, text="Disputed.")
    assert team.queue(judge).first == act
    builders.approve(act, judge)
    assert team.queue(judge).first is None
    shown = seen(client, judge)
    assert "What waits is yours, or has your approval already" in shown
    assert "Next item" in shown


def test_the_oldest_that_waits_longer_than_most_did_is_told_in_words(
    client, by, judge, statements, monkeypatch
):
    builders.approve(builders.change(statements[0], by, text="Decided."), judge)
    builders.change(statements[1], by, text="Waits.")
    now = timezone.now()
    monkeypatch.setattr(team.timezone, "now", lambda: now + timedelta(days=2))
    shown = page(client, judge)
    assert 'class="is-slow"' in shown
    assert "Late: longer than 95 of 100 waited" in shown
    assert "2 days" in shown
    found = team.queue(judge)
    soon = replace(found, now=found.oldest[0].sent_at + found.wait.median / 2)
    assert not soon.is_slow
    assert not soon.is_behind


def test_what_trust_published_waits_to_be_looked_at_by_somebody_else(client, by, judge, statements):
    act = builders.change(statements[0], by, text="Trusted.")
    builders.approve(act, builders.moderator("other"))
    own = builders.change(statements[1], judge, text="Mine.")
    builders.approve(own, builders.moderator("third"))
    for each in (act, own):
        TrustNote.objects.create(act=each, works="prose", is_published=True, is_sampled=True)
    assert str(team.queue(judge).to_check) == "1"
    shown = seen(client, judge)
    assert "1 act that trust published waits to be looked at." in shown


# The week


def test_week_counts_what_was_done_in_it(client, op, by, judge, statements):
    builders.imported(op)
    imported = CitationRequest.objects.filter(resolution="").count()
    request = CitationRequest.objects.first()
    decision = builders.approve(builders.answer(request, by), judge)
    (sent,) = undoing.undo(decision, by=judge, reason="Not there")
    builders.approve(sent.acts.get(), builders.moderator("other"))
    rows = _week(client, op)
    assert rows["Articles imported"] == ("1", "0")
    assert rows["Decisions on proposals"] == ("2", "0")
    assert rows["Requests opened"] == (str(imported), "0")
    assert rows["Requests resolved"] == ("1", "0")
    assert rows["Requests opened again"] == ("1", "0")
    # The article, the file, the answer and its undo.
    assert rows["Publications"] == ("4", "0")


def _week(client, op):
    client.force_login(op)
    return {row.words: (str(row.now), str(row.before)) for row in client.get(FRONT).context["week"]}


def test_week_before_is_told_apart(client, op, statements, monkeypatch):
    builders.imported(op)
    now = timezone.now()
    monkeypatch.setattr(team.timezone, "now", lambda: now + timedelta(days=7))
    rows = _week(client, op)
    assert rows["Articles imported"] == ("0", "1")
    assert rows["Publications"] == ("0", "2")
    assert rows["Requests opened"][0] == "0"
    assert int(rows["Requests opened"][1]) == LedgerEntry.objects.filter(what="opened").count()
    monkeypatch.setattr(team.timezone, "now", lambda: now + timedelta(days=14))
    assert set(_week(client, op).values()) == {("0", "0")}


def test_operators_see_letters_that_did_not_go_and_accounts_that_are_held(
    client, op, by, judge, statements
):
    assert "All letters were sent." in seen(client, op)
    act = builders.change(statements[0], by, text="Better.")
    builders.return_(act, judge)
    assert "1 letter not sent" in seen(client, op)
    Notice.objects.update(refusals=5)
    assert "1 given up" in seen(client, op)
    held = restricting.restrict("block", by=judge, reason="An edit war", account=by)
    assert "1 account blocked from proposing" in seen(client, op)
    restricting.lift(held, by=judge)
    assert "No account is blocked." in seen(client, op)
    assert not mail.outbox


# The backlog


@pytest.fixture
def told(op, statements):
    """Requests of all sorts: three in March 2019, one by the year, one undated; some ended."""
    asked = [ask(op, statements[n], "2019-03", kind) for n, kind in enumerate(["when", "dubious"])]
    asked.append(ask(op, statements[2], "2019-03"))
    ask(op, statements[3], "2019")
    late = ask(op, statements[4], "2021-11")
    for edits in (
        resolving.cite(asked[0], new_source=builders.book()[0]),
        resolving.decline(asked[1], reason="irrelevant"),
        resolving.reword(late, text="Better words."),
    ):
        decisions.publish(edits, by=op, summary="done")


def test_columns_are_what_the_ledger_adds_up_to(told):
    groups, sums = backlog.tagged()
    words = ["2019, no month", "March 2019", "November 2021", "undated"]
    assert [group.words for group in groups] == words
    counted = Counter()
    for entry in LedgerEntry.objects.all():
        if entry.resolution:
            counted[entry.tagged_on, entry.resolution] += 1
        counted[entry.tagged_on, "open"] += 1 if entry.what in LedgerEntry.MORE else -1
    shown = {
        (tag, part): number
        for group in groups
        for tag, of in group.tags.items()
        for part, number in of.items()
        if part in backlog.ENDS
    }
    assert {key: n for key, n in shown.items() if n} == dict(+counted)
    assert sums["open"] == CitationRequest.objects.filter(resolution="").count() == 3


def test_chart_has_its_numbers_in_a_table_that_leads_to_the_worklist(client, by, told):
    shown = page(client, by)
    table = shown[shown.index("Requests by the month in which they were tagged, the latest") :]
    table = table[: table.index("</table>")]
    rows = {
        re.sub(r"<[^>]+>", "", head): re.findall(r"<td>(.*?)</td>", cells)
        for head, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table)
    }
    assert list(rows) == ["Undated", "November 2021", "March 2019", "2019, no month", "All"]
    assert rows["March 2019"] == [f'<a href="{WORKLIST}?tagged=2019-03">1</a>', "1", *"0001"]
    assert rows["November 2021"] == list("001000")
    assert rows["Undated"][0] == f'<a href="{WORKLIST}?tagged=undated">1</a>'
    assert rows["All"] == list("311001")
    assert client.get(f"{WORKLIST}?tagged=2019-03").context["page"].total == 1


def test_chart_is_named_and_told_to_who_does_not_see_it(client, by, told):
    shown = page(client, by)
    svg = shown[shown.index('<svg class="chart"') :]
    assert 'role="img" aria-labelledby="tagged-title tagged-desc"' in svg
    assert "3 requests are still open" in svg
    assert len(re.findall(r'<rect class="bar is-', svg[: svg.index("</svg>")])) == 6
    # Beside their colours, the parts have a pattern each.
    for part in backlog.ENDS:
        assert f'<pattern id="part-{part}"' in shown


def test_heights_are_as_the_numbers():
    chart = charts.draw([charts.Column([[("open", 30), ("cited", 10)]], words="x")])
    first, second = chart.bars
    assert first.height == 3 * second.height == round(charts.TALL * 30 / 40, 1)
    assert first.y == pytest.approx(chart.ground - first.height)
    assert second.y == pytest.approx(first.y - second.height, abs=0.11)
    assert [text for _, text in chart.grid] == ["0", "20", "40"]


def test_labels_never_run_into_each_other():
    columns = [charts.Column([[("open", 1)]], words="x", label="Sep") for _ in range(38)]
    chart = charts.draw(columns)
    for size, width in charts.WIDTHS.items():
        places = [
            float(label.x.rstrip("%")) * width / 100
            for label in chart.labels
            if size in label.sizes
        ]
        steps = [b - a for a, b in itertools.pairwise(places)]
        assert len(places) > 2
        assert min(steps) > 3 * charts.LETTER * 0.8, size


def tallies(*dates):
    for tagged_on in dates:
        RequestTally.objects.create(tagged_on=tagged_on, kind="when", opened=2, open=2)


def test_older_months_are_added_up_to_years_where_there_are_many(db):
    months = [f"{year}-{month:02}" for year in range(2007, 2027) for month in range(1, 13)]
    tallies(*months, "2007", "201X", "")
    groups, sums = backlog.tagged()
    assert len(groups) <= backlog.MOST
    assert groups[0].words == "2007"
    assert groups[0].sums["open"] == 26
    assert [group.words for group in groups[-3:]] == [
        "December 2026",
        "otherwise dated",
        "undated",
    ]
    assert groups[0].tagged == ""
    assert groups[-3].tagged == "2026-12"
    assert sum(group.sums["open"] for group in groups) == sums["open"] == 2 * 243


def test_more_years_than_there_is_room_for_stand_in_one_column(db):
    tallies(*(str(year) for year in range(1950, 2027)))
    groups, _ = backlog.tagged()
    assert len(groups) <= backlog.MOST
    assert groups[0].words.startswith("1950 to ")
    assert sum(group.sums["open"] for group in groups) == 154


def test_year_that_was_added_up_leads_to_its_months_in_the_table(client, by, article):
    tallies(*(f"{year}-{month:02}" for year in range(2007, 2027) for month in (1, 7)))
    shown = page(client, by)
    assert '<a href="#tagged-2007" tabindex="-1"' in shown
    assert 'id="tagged-2007"' in shown
    assert f'href="{WORKLIST}?tagged=2007-07"' in shown
    assert "a column is a year" in shown


def test_months_add_up_what_was_opened_and_resolved(client, by, told):
    LedgerDay.objects.create(day=timezone.now().date() - timedelta(days=400), opened=99)
    months = backlog.by_month()
    assert len(months) == 12
    assert [m.first.day for m in months] == [1] * 12
    entries = Counter(LedgerEntry.objects.values_list("what", flat=True))
    assert (months[-1].opened, months[-1].resolved) == (entries["opened"], entries["resolved"])
    assert sum(m.opened for m in months) == entries["opened"]
    now = f'<th scope="row">{timezone.now():%B %Y}</th><td>{entries["opened"]}</td>'
    assert now in page(client, by)


# All records


def test_every_list_is_on_the_page_of_records_for_who_may_see_it(client, op, by, judge):
    for user in (op, by, judge):
        shown = page(client, user, RECORDS)
        client.force_login(user)
        for model in admin.site._registry:
            if model._meta.app_label == "toy":
                continue
            path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            may_open = client.get(path, follow=True).status_code == 200
            assert (f'href="{path}"' in shown) is may_open, (user, path)


def test_records_are_one_click_from_every_page_of_the_desk(client, by, article):
    for path in (FRONT, WORKLIST, "/admin/review/mine/", "/admin/events/article/"):
        assert f'href="{RECORDS}"' in page(client, by, path)


def test_front_page_is_read_only(client, by):
    client.force_login(by)
    assert client.post(FRONT).status_code == 405
    assert client.post(RECORDS).status_code == 405
