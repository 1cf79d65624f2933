"""Statements that hold as of a time, and come back to be looked at again."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from events.desk import resolving, statements, verifying
from events.exchange.exporters.plaintext import export_article
from events.models import Article, CitationRequest, Statement
from events.pages.reading import as_of_told
from review.deciding import decisions
from review.exceptions import Refused
from review.models import Changeset
from review.proposing import drafts
from tests import builders
from tests.test_every_admin import form_of

pytestmark = pytest.mark.django_db
DATES = {"as_of": "2011", "look_again_on": "2026-03"}


@pytest.fixture
def op():
    return builders.operator()


@pytest.fixture
def by():
    return builders.editor()


@pytest.fixture
def statement(op):
    """It holds as of 2011, and is to be looked at again from March 2026."""
    builders.article(op, ["The town has 200 inhabitants.", "Another followed."])
    dated(op, Statement.objects.order_by("position").first(), **DATES)
    return Statement.objects.order_by("position").first()


def dated(op, statement, **dates):
    edit = drafts.update(Statement, statement.pk, **dates)
    decisions.publish([edit], by=op, summary="dated")


@pytest.fixture
def on(monkeypatch):
    """Moves the time to a day."""

    def moved(day):
        at = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: at)

    return moved


def opened(by="operator"):
    said = io.StringIO()
    call_command("open_due_updates", by=by, stdout=said)
    return said.getvalue().strip()


def updates():
    return CitationRequest.objects.filter(kind="update-after").order_by("pk")


# What readers, editors and moderators see


def test_reader_sees_quietly_when_a_statement_holds(client, statement):
    page = client.get("/articles/an-article/").content.decode()
    assert '<span class="as-of">(as of 2011)</span>' in page
    assert page.count("as of") == 1
    history = client.get(f"/statements/{statement.subject.anchor}/").content.decode()
    assert "True as of 2011" in history
    assert "To be looked at again from March 2026" in history
    assert history.count("First published with these words") == 1


@pytest.mark.parametrize(
    ("text", "as_of", "told"),
    [
        ("It has 200 inhabitants.", "2011", "as of 2011"),
        ("In 2011 it had 200 inhabitants.", "2011", ""),
        ("In 2011 it had 200 inhabitants.", "2011-03", "as of March 2011"),
        ("In march 2011 it had 200 inhabitants.", "2011-03", ""),
        ("It has 20110 inhabitants.", "2011", "as of 2011"),
        ("It has 200 inhabitants.", "2011~", "as of circa 2011"),
        ("It has 200 inhabitants.", "", ""),
    ],
)
def test_as_of_is_told_where_the_words_do_not_say_it(text, as_of, told):
    assert as_of_told(text, as_of) == told


def test_what_is_proposed_is_reviewed_in_words(client, statement, by):
    act = builders.change(statement, by, as_of="2022-05", look_again_on="2030")
    client.force_login(builders.moderator())
    page = client.get(f"/admin/review/changesets/{act.changeset_id}/").content.decode()
    assert "True as of" in page
    assert "May" in page
    assert "2022-05" not in page
    assert "as of 2022" not in client.get("/articles/an-article/").content.decode()
    client.force_login(by)
    form = client.get(f"/admin/events/statement/{statement.pk}/change/").content.decode()
    assert "True as of" in form
    assert 'value="2022-05"' in form


def test_dates_are_taken_as_people_type_them_and_refused_in_a_sentence(client, statement, by):
    client.force_login(by)
    path = f"/admin/events/statement/{statement.pk}/change/"
    _, data = form_of(client.get(path))
    page = client.post(path, data | {"as_of": "March 2012"}).content.decode()
    assert "Did you mean 2012-03?" in page
    page = client.post(path, data | {"look_again_on": "2030~"}).content.decode()
    assert "Give a year, a month or a day" in page
    sent = data | {"as_of": "March 2012", "as_of-as": "2012-03"}
    assert client.post(path, sent).status_code == 302


@pytest.mark.parametrize("day", ["2026-13", "2026-21", "2026~", "19XX", "2026/2027", "-0500"])
def test_day_to_look_again_is_a_plain_one(day):
    with pytest.raises(ValidationError, match="Give a year"):
        Statement(text="x", look_again_on=day).clean()


def test_export_and_verifications_are_as_they_were(client, statement, op, by):
    citation = builders.published_citation(op, statement)
    verifying.verify(citation, by=by, read="it", seen=verifying.digest_now(citation))
    article = Article.objects.get()
    before = export_article(article)
    dated(op, statement, as_of="2022", look_again_on="")
    assert export_article(article) == before
    citation.refresh_from_db()
    assert verifying.told(citation, citation.statement)[0][1]
    assert "(as of 2022)" in client.get("/articles/an-article/").content.decode()


def test_a_part_that_is_split_off_holds_as_of_the_same_time(statement, by):
    act = statements.split(statement, at=len("The town "), by=by)
    new = act.changes.get(op="create")
    assert (new.after["as_of"], new.after["look_again_on"]) == ("2011", "2026-03")


def test_a_merged_statement_holds_as_of_the_earlier_time(statement, op, by):
    second = Statement.objects.order_by("position").last()
    dated(op, second, as_of="2009-05", look_again_on="2027")
    act = statements.merge(Statement.objects.get(pk=second.pk), by=by)
    after = act.changes.get(subject=statement.pk).after
    assert after["as_of"] == "2009-05"
    assert "look_again_on" not in after


# Looking again


def test_day_that_comes_opens_one_request(client, statement, op, on):
    on("2026-02-28")
    assert opened() == "Nothing is to be looked at again."
    on("2026-03-01")
    assert opened() == "1 request published."
    request = updates().get()
    assert request.about_id == statement.pk
    assert request.reason == "true as of 2011; to be looked at again from March 2026"
    assert request.tagged_on == "2026-03"
    assert "[update after]" in client.get("/articles/an-article/").content.decode()
    on("2026-04-01")
    assert opened() == "Nothing is to be looked at again."


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2027", "2026-12-31", "2027-01-01"),
        ("2027-02", "2027-01-31", "2027-02-01"),
        ("2027-02-15", "2027-02-14", "2027-02-15"),
    ],
)
def test_a_year_and_a_month_come_with_their_first_day(statement, op, on, day, before, after):
    dated(op, statement, as_of="", look_again_on=day)
    on(before)
    assert "Nothing" in opened()
    on(after)
    assert opened() == "1 request published."
    assert updates().get().reason.startswith("to be looked at again from ")


def test_a_request_that_ended_is_not_opened_again_until_another_day_comes(statement, op, on):
    # When it was asked is the database's to say: so the days are counted from now.
    today = timezone.now().date()
    opened()
    edits = resolving.decline(updates().get(), reason="other", note="No count since")
    decisions.publish(edits, by=op, summary="no")
    on(today + timedelta(days=9))
    assert "Nothing" in opened()
    dated(op, statement, look_again_on=f"{today + timedelta(days=10)}")
    assert "Nothing" in opened()
    on(today + timedelta(days=10))
    assert opened() == "1 request published."
    assert updates().count() == 2


def test_who_may_not_publish_proposes_them_as_one_changeset(client, statement, op, by, on):
    second = Statement.objects.order_by("position").last()
    dated(op, second, look_again_on="2026")
    on("2026-03-01")
    before = set(Changeset.objects.values_list("pk", flat=True))
    assert opened("editor") == "2 requests sent for review."
    changeset = Changeset.objects.exclude(pk__in=before).get(sent_at__isnull=False)
    assert [act.state for act in changeset.acts.all()] == ["pending", "pending"]
    assert not updates().exists()
    assert "[update after]" not in client.get("/articles/an-article/").content.decode()
    # Neither they nor anybody else asks the same while that waits.
    assert "Nothing" in opened("editor")
    assert "Nothing" in opened()
    for act in changeset.acts.all():
        builders.approve(act, builders.moderator(f"m{act.pk}"))
    assert updates().count() == 2


def test_many_are_opened_in_batches(op, on, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr("events.desk.updating.AT_ONCE", 2)
    builders.article(op, [f"Statement {n}." for n in range(5)])
    edits = [drafts.update(Statement, s.pk, look_again_on="2026") for s in Statement.objects.all()]
    decisions.publish(edits, by=op, summary="dated")
    on("2026-06-01")
    assert opened() == "5 requests published."
    assert updates().values("about").distinct().count() == 5


def test_command_says_who_may_not(statement):
    builders.user("reader")
    with pytest.raises(CommandError, match="no active account"):
        opened("nobody")
    with pytest.raises(CommandError, match="Only editors"):
        opened("reader")


# Answers


@pytest.fixture
def asked(statement, on):
    on("2026-03-01")
    opened()
    return updates().get()


def test_still_true_as_of_a_later_time_is_an_answer(client, asked, statement, by):
    client.force_login(by)
    path = f"/admin/events/citationrequest/{asked.pk}/resolve/"
    page = client.get(path).content.decode()
    assert 'name="as_of" value="2011"' in page
    data = {"way": "reword", "text": statement.text, "summary": "Still so", "send": "1"}
    dates = {"as_of": "2022", "look_again_on": "2030"}
    answer = client.post(path, data | dates | {"look_again_on": "2026"})
    assert "That day to look again has come" in answer.content.decode()
    answer = client.post(path, data | dates | {"look_again_on": "soon"})
    assert answer.status_code == 200
    assert "soon" in answer.content.decode()
    assert client.post(path, data | dates).status_code == 302
    act = Changeset.objects.filter(author=by, sent_at__isnull=False).get().acts.get()
    builders.approve(act, builders.moderator())
    asked.refresh_from_db()
    assert asked.resolution == "reworded"
    assert "(as of 2022)" in client.get("/articles/an-article/").content.decode()
    assert "Nothing" in opened()


def test_a_date_alone_answers_no_request_for_a_citation(statement):
    request = CitationRequest.objects.get(kind="citation-needed")
    with pytest.raises(Refused, match="The words are as they were"):
        resolving.reword(request, text=statement.text, as_of="2022", look_again_on="")


def test_a_date_alone_settles_no_other_request_along(asked, statement):
    other = CitationRequest.objects.filter(kind="citation-needed")
    with pytest.raises(Refused, match="Only the dates differ"):
        resolving.reword(asked, text=statement.text, also=other, as_of="2022", look_again_on="")


def test_dates_of_another_way_are_not_looked_at(client, asked, by):
    client.force_login(by)
    path = f"/admin/events/citationrequest/{asked.pk}/resolve/"
    data = {"way": "decline", "declined_for": "irrelevant", "summary": "No", "send": "1"}
    assert client.post(path, data | {"as_of": "nonsense"}).status_code == 302
