"""Campaigns: what is on one, what is left of it, and what counts for whom; all by real acts."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.desk import campaigns, naming, resolving, verifying, worklist
from events.desk.worklist import Wanted
from events.models import Campaign, Citation, CitationRequest, LedgerEntry, Statement
from events.pages import tallying
from review.deciding import decisions, redacting, undoing
from review.exceptions import NotAllowed, Refused
from review.models import User
from review.proposing import drafts, proposals
from tests import builders

pytestmark = pytest.mark.django_db
DESK = "/admin/events/citationrequest/campaigns/"
OPEN = f"{DESK}open/"
WORDS = {"name": "Bridges of May", "about": "Every bridge deserves a source."}


@pytest.fixture(scope="module")
def begun(for_all):
    """Six requests: five on the statements of one article, one of another."""
    with for_all():
        builders.moderator()
        ask(builders.operator())


@pytest.fixture
def op(begun):
    return User.objects.get(username="operator")


@pytest.fixture
def judge(begun):
    return User.objects.get(username="moderator")


@pytest.fixture
def asked(begun):
    return list(CitationRequest.objects.order_by("pk"))


def ask(op):
    first = builders.article(op, [f"Bridge {n} was built." for n in range(5)], "Bridges")
    builders.article(op, ["A king came."], "Kings")
    rest = Statement.objects.filter(event__article=first).order_by("position")[1:]
    edits = [drafts.create(CitationRequest.new(about_id=s.pk, kind="when")) for s in rest]
    decisions.publish(edits, by=op, summary="asked")


def opened(by, wanted=None, pasted="", days=7, **words):
    today = timezone.now().date()
    return campaigns.open_campaign(
        **{**WORDS, **words},
        by=by,
        begins_on=today,
        ends_on=today + timedelta(days=days),
        wanted=wanted or Wanted(),
        pasted=pasted,
    )


def every(asked):
    return "\n".join(str(request.pk) for request in asked)


def sent(edits, by):
    act = drafts.propose(edits, by=by, type="resolve")
    proposals.send([act], by=by, summary="done")
    act.refresh_from_db()
    return act


def undone(decision, by, other):
    """The undo of a decision, approved by another moderator; the decision that approved it."""
    (changeset,) = undoing.undo(decision, by=by, reason="Wrong")
    return builders.approve(changeset.acts.get(), other)


def tally(campaign):
    return tallying.tallies([campaign])[campaign.pk]


def people(campaign):
    return {str(share.person): share.told for share in tally(campaign).people}


def page(path, who=None):
    client = Client()
    if who:
        client.force_login(who)
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


# What counts.


def test_only_what_was_approved_and_not_undone_counts_and_for_whom(asked, judge):
    ana, ivo, other = builders.editor("ana"), builders.editor("ivo"), builders.moderator("other")
    campaign = opened(judge, pasted=every(asked)).campaign
    cited = builders.answer(asked[0], ana)
    assert tally(campaign).told == "0 of 6 resolved"  # Sent is not resolved.
    decision = builders.approve(cited, judge)
    builders.approve(builders.answer(asked[1], ivo, title="Another"), judge)
    builders.approve(sent(resolving.reword(asked[2], text="Built in May."), ana), judge)
    builders.approve(sent(resolving.decline(asked[3], reason="irrelevant"), ivo), judge)
    found = tally(campaign)
    assert found.told == (
        "4 of 6 resolved: 2 cited (none of them checked by a second person), 1 reworded, 1 declined"
    )
    assert (found.left, found.others) == (2, 0)
    citation = Citation.objects.get(statement=asked[0].about_id)
    seen = verifying.digest_now(citation)
    verifying.verify(citation, by=ivo, read="The book", seen=seen)
    assert people(campaign) == {
        "Ana": "1 cited (1 of them checked by a second person), 1 reworded",
        "Ivo": "1 cited (none of them checked by a second person), 1 declined",
    }
    # Opened again: the campaign's number goes back, and her own.
    undo = undone(decision, judge, other)
    assert tally(campaign).told == (
        "3 of 6 resolved: 1 cited (none of them checked by a second person), 1 reworded, "
        "1 declined; 1 opened again"
    )
    assert people(campaign)["Ana"] == "1 reworded"
    assert tally(campaign).left == 3
    # The undo is taken back: it counts again, for whom it is then.
    undone(undo, judge, other)
    assert tally(campaign).resolved == 4
    assert (tally(campaign).reopened, tally(campaign).left) == (0, 2)


def test_a_check_counts_while_the_words_are_those_that_were_checked(asked, judge):
    ana, ivo = builders.editor("ana"), builders.editor("ivo")
    campaign = opened(judge, pasted=every(asked)).campaign
    builders.approve(builders.answer(asked[0], ana), judge)
    citation = Citation.objects.get(statement=asked[0].about_id)
    verifying.verify(citation, by=ivo, read="The book", seen=verifying.digest_now(citation))
    assert (tally(campaign).cited, tally(campaign).checked) == (1, 1)
    statement = Statement.objects.get(pk=asked[0].about_id)
    builders.approve(builders.change(statement, ana, text="It fell."), judge)
    assert (tally(campaign).cited, tally(campaign).checked) == (1, 0)


def test_what_is_undone_after_the_end_is_counted_back_too(asked, judge):
    by, other = builders.editor(), builders.moderator("other")
    campaign = opened(judge, pasted=every(asked)).campaign
    decision = builders.approve(builders.answer(asked[0], by), judge)
    campaigns.end(campaign, by=judge)
    assert tally(campaign).resolved == 1
    undone(decision, judge, other)
    assert (tally(campaign).resolved, tally(campaign).reopened) == (0, 1)
    # What is resolved after the end does not count for it: each test is one instant to the ledger.
    builders.approve(builders.answer(asked[1], by, title="Another"), judge)
    Campaign.objects.update(closed_at=LedgerEntry.objects.latest("pk").at)
    assert (tally(campaign).resolved, tally(campaign).left, tally(campaign).others) == (0, 5, 1)


def test_only_the_days_of_a_campaign_count_for_it(asked, judge):
    campaign = opened(judge, pasted=every(asked)).campaign
    builders.approve(builders.answer(asked[0], builders.editor()), judge)
    today = timezone.now().date()
    for begins, ends, number in ((-1, -1, 0), (1, 1, 0), (0, 0, 1), (-3, 3, 1)):
        days = {"begins_on": today + timedelta(begins), "ends_on": today + timedelta(ends)}
        Campaign.objects.update(**days)
        assert tally(campaign).resolved == number, (begins, ends)


def test_an_answer_to_something_else_does_not_count(asked, judge):
    campaign = opened(judge, wanted=Wanted(kind="when")).campaign
    builders.approve(builders.answer(asked[0], builders.editor()), judge)
    assert tally(campaign).told == "0 of 4 resolved"


# What is on it.


def test_a_filter_is_fixed_when_it_is_opened(op, asked, judge):
    made = opened(judge, wanted=Wanted(kind="when", q="bridge"))
    assert (made.number, made.told, made.campaign.query) == (4, [], "q=bridge&kind=when")
    statement = Statement.objects.get(text="Bridge 1 was built.")
    new = CitationRequest.new(about_id=statement.pk, kind="when")
    decisions.publish([drafts.create(new)], by=op, summary="asked")
    assert set(made.campaign.items.values_list("request", flat=True)) == {
        request.pk for request in asked if request.kind == "when"
    }


def test_pasted_lines_name_statements_articles_and_requests_and_the_rest_is_told(asked, judge):
    anchors = [Statement.objects.get(pk=r.about_id).subject.anchor for r in asked]
    builders.approve(builders.answer(asked[5], builders.editor()), judge)
    lines = [
        f"https://desk.example/admin/events/citationrequest/{asked[0].pk}/resolve/?kind=when",
        f"https://desk.example/statements/{anchors[2]}/",
        "",
        "no such thing",
        f"/s/{anchors[3]}/",
        f"https://desk.example/articles/bridges/#{anchors[4]}",
        anchors[5],
        "/articles/unheard-of/",
        "https://desk.example/articles/kings/",
    ]
    made = opened(judge, pasted="\n".join(lines))
    assert set(made.campaign.items.values_list("request", flat=True)) == {
        asked[n].pk for n in (0, 1, 2, 3, 4)
    }
    assert made.told == [
        "Lines 4 (“no such thing”), 8 (“/articles/unheard-of/”) name nothing that is here.",
        f"Line 7 (“{anchors[5]}”) names what no open request is on.",
    ]
    assert opened(judge, pasted="/articles/bridges/").number == 4


def test_more_than_fits_is_told(asked, judge, monkeypatch):
    monkeypatch.setattr(campaigns, "ITEMS", 2)
    monkeypatch.setattr(naming, "LINES", 5)
    for more in ({"wanted": Wanted(kind="when")}, {"pasted": every(asked)}):
        made = opened(judge, **more)
        assert (made.number, made.campaign.items.count()) == (2, 2)
        assert "the first 2 requests are on it" in made.told[0]
    assert "Only the first 5 lines were read" in made.told[-1]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " \u200b"}, "Give the campaign a name."),
        ({"about": ""}, "Say in a sentence or two"),
        ({"name": "x" * 121}, "to 120 characters"),
        ({"name": "Bridges\u202e"}, "U+202E"),
        ({"about": "Of \u2066bridges"}, "U+2066"),
        ({"days": -1}, "The last day is before the first."),
        ({"wanted": Wanted()}, "Choose a filter on the worklist first"),
        ({"wanted": Wanted(kind="dubious")}, "No request that is open was found for it."),
        ({"pasted": "nothing"}, "Line 1 (“nothing”) names nothing that is here."),
    ],
)
def test_what_cant_be_opened_says_why_and_opens_nothing(asked, judge, given, said):
    with pytest.raises(Refused) as refused:
        opened(judge, **{"wanted": Wanted(kind="when"), **given})
    assert said in str(refused.value)
    assert not Campaign.objects.exists()


def test_only_moderators_open_rename_and_end(asked, judge, op):
    campaign = opened(judge, pasted=every(asked)).campaign
    for who in (builders.editor(), op):
        with pytest.raises(NotAllowed):
            opened(who, pasted=every(asked))
        with pytest.raises(NotAllowed):
            campaigns.rename(campaign, by=who, **WORDS)
        with pytest.raises(NotAllowed):
            campaigns.end(campaign, by=who)
    assert Campaign.objects.get().closed_at is None


def test_each_has_an_address_of_its_own_that_stays(asked, judge):
    first, second = (opened(judge, pasted=every(asked)).campaign for _ in range(2))
    assert (first.slug, second.slug) == ("bridges-of-may", "bridges-of-may-2")
    campaigns.rename(first, by=judge, name="Мостови", about="All of them.")
    found = page("/campaigns/bridges-of-may/")
    assert "Мостови" in found
    assert "All of them." in found
    assert "Bridges of May" not in found


def test_a_campaign_ends_once(asked, judge):
    campaign = opened(judge, pasted=every(asked)).campaign
    campaigns.end(campaign, by=judge)
    with pytest.raises(Refused, match="has ended already"):
        campaigns.end(campaign, by=judge)


# Pages.


def test_anyone_reads_what_is_left_who_did_what_and_no_draft(asked, judge):
    ana = builders.editor("ana")
    campaign = opened(judge, pasted=every(asked)).campaign
    builders.approve(builders.answer(asked[0], ana), judge)
    sent(resolving.reword(asked[2], text="Words that wait for review."), ana)
    answer = Client().get("/campaigns/bridges-of-may/")
    assert answer.headers["Cache-Control"] == "private, max-age=15"
    assert "Cookie" not in answer.headers.get("Vary", "")
    found = answer.content.decode()
    assert "1 of 6 resolved: 1 cited (none of them checked by a second person)." in found
    assert "5 are still open" in found
    assert ": 7 days left. Opened by <bdi>Moderator</bdi>" in found
    assert '<th scope="row"><bdi>Ana</bdi></th><td class="number">1</td>' in found
    assert "Words that wait" not in found
    assert "Bridge 0 was built." not in found
    anchor = Statement.objects.get(text="Bridge 1 was built.").subject.anchor
    assert f'href="/statements/{anchor}/"' in found
    resolve = f"/admin/events/citationrequest/{asked[2].pk}/resolve/?campaign={campaign.pk}"
    assert resolve in found
    assert f"/admin/events/citationrequest/next/?campaign={campaign.pk}" in found


def test_list_tells_which_run_come_and_ended_page_by_page(asked, judge, monkeypatch):
    from events.pages import campaigns as pages

    monkeypatch.setattr(pages, "CAMPAIGNS_PER_PAGE", 2)
    today = timezone.now().date()
    days = {"Running": (0, 5), "Coming": (3, 5), "Ended": (-9, -2)}
    for state, (begins, ends) in days.items():
        for number in range(3):
            one = opened(judge, pasted=every(asked), name=f"{state} {number}").campaign
            day = today + timedelta(ends + number if state != "Ended" else ends - 2 + number)
            begun = {"begins_on": today + timedelta(begins), "ends_on": day}
            Campaign.objects.filter(pk=one.pk).update(**begun)
    found = page("/campaigns/")
    shown = [n for n in (f"{s} {i}" for s in days for i in range(3)) if f"<bdi>{n}<" in found]
    # What ends or begins first comes first; of what ended, the last.
    assert shown == ["Running 0", "Running 1", "Coming 0", "Coming 1", "Ended 1", "Ended 2"]
    last = Campaign.objects.get(name="Running 1")
    found = page(f"/campaigns/?state=running&after={last.pk}")
    assert "<bdi>Running 2<" in found
    assert "<bdi>Running 0<" not in found
    assert "<bdi>Ended" not in found
    assert Client().get("/campaigns/?state=ended&after=99999").status_code == 404
    assert "Running" in page("/campaigns/?state=nonsense&after=x")


def test_what_is_left_goes_on_page_by_page(asked, judge, monkeypatch):
    from events.pages import campaigns as pages

    monkeypatch.setattr(pages, "ITEMS_PER_PAGE", 4)
    opened(judge, pasted=every(asked))
    first = page("/campaigns/bridges-of-may/")
    after = first.split("?after=")[1].split('"')[0]
    second = page(f"/campaigns/bridges-of-may/?after={after}")
    texts = [s.text for s in Statement.objects.all()]
    for text in texts:
        # In the link itself, once: the second time it stands in what only screen readers hear.
        assert (f'dir="auto">{text}</a>' in first) != (f'dir="auto">{text}</a>' in second)
    assert "Who did what" not in second
    assert "What is left" in page("/campaigns/bridges-of-may/?after=nonsense")


def test_pages_ask_as_much_of_the_database_with_many_as_with_few(op, asked, judge):
    few = opened(judge, pasted=every([asked[0], asked[5]]), name="Few").campaign
    many = opened(judge, pasted=every(asked), name="Many").campaign
    for number, request in enumerate(asked[:5]):
        by = builders.editor(f"editor{number}")
        builders.approve(builders.answer(request, by, title=f"Book {number}"), judge)
    found = []
    for campaign in (few, many):
        with CaptureQueriesContext(connection) as sent_:
            page(f"/campaigns/{campaign.slug}/")
        found.append(len(sent_))
    assert found[0] == found[1] == 8
    with CaptureQueriesContext(connection) as sent_:
        page("/campaigns/")
    assert len(sent_) == 7


def test_worklist_and_next_go_by_a_campaign(asked, judge):
    by = builders.editor()
    campaign = opened(judge, pasted=f"{asked[4].pk}\n{asked[5].pk}").campaign
    found = page(f"/admin/events/citationrequest/worklist/?campaign={campaign.pk}", by)
    assert "<b>2</b> open requests" in found
    assert "<bdi>Bridges of May</bdi>" in found
    wanted = Wanted(campaign=str(campaign.pk))
    assert worklist.next_item(wanted, by) == asked[4].pk
    assert worklist.next_item(wanted, by, str(asked[4].pk)) == asked[5].pk
    client = Client()
    client.force_login(by)
    answer = client.get(f"/admin/events/citationrequest/next/?campaign={campaign.pk}")
    assert answer.url.endswith(f"{asked[4].pk}/resolve/?campaign={campaign.pk}")
    for nonsense in ("x", "9" * 5000, "-1"):
        assert Wanted.of({"campaign": nonsense}).campaign == ""


def test_a_moderator_opens_one_from_the_filter_on_the_worklist(asked, judge):
    client = Client()
    client.force_login(judge)
    found = client.get("/admin/events/citationrequest/worklist/?kind=when").content.decode()
    assert f'href="{OPEN}?kind=when"' in found
    assert OPEN not in page("/admin/events/citationrequest/worklist/?kind=when", builders.editor())
    form = client.get(f"{OPEN}?kind=when").content.decode()
    assert "it finds <b>4</b> open requests now" in form
    today = timezone.now().date()
    data = {**WORDS, "begins_on": str(today), "ends_on": str(today)}
    # What is refused is said at its field, and what was typed is there.
    for more, said in (
        ({"ends_on": str(today - timedelta(1))}, "The last day is before the first."),
        ({"begins_on": "2001-01-01", "ends_on": "2001-01-02"}, "That day is over"),
        ({"ends_on": "9999-12-31"}, "Choose a day before the year 3000."),
        ({"name": "a\u202eb"}, "U+202E"),
        ({"pasted": "nothing"}, "Line 1 (“nothing”) names nothing that is here."),
    ):
        answer = client.post(f"{OPEN}?kind=when", data | more)
        assert answer.status_code == 200
        assert said in answer.content.decode()
        assert WORDS["about"] in answer.content.decode()
        assert not Campaign.objects.exists()
    answer = client.post(f"{OPEN}?kind=when", data, follow=True).content.decode()
    assert "It is open, with 4 requests." in answer
    campaign = Campaign.objects.get()
    client.post(f"{DESK}{campaign.pk}/", {"name": "Other", "about": "Of others."})
    assert Campaign.objects.get().name == "Other"
    client.post(f"{DESK}{campaign.pk}/end/")
    assert Campaign.objects.get().closed_by == judge
    assert ", early, by <bdi>Moderator</bdi>" in page(f"{DESK}{campaign.pk}/", judge)


def test_editors_see_campaigns_on_the_desk_and_change_none(asked, judge):
    campaign = opened(judge, pasted=every(asked)).campaign
    by = builders.editor()
    assert "Bridges of May" in page(DESK, by)
    assert "Rename or end" not in page(DESK, by)
    client = Client()
    client.force_login(by)
    for path in (OPEN, f"{DESK}{campaign.pk}/", f"{DESK}{campaign.pk}/end/"):
        assert client.post(path, WORDS).status_code == 403
    User.objects.filter(pk=by.pk).update(is_staff=False)
    assert client.get(DESK).status_code == 302


def test_a_redaction_takes_its_words_and_the_address_that_they_made(asked, judge, op):
    opened(judge, pasted=every(asked), name="Zebra Quagga", about="What Zebra Quagga built.")
    other = opened(judge, pasted=every(asked)).campaign
    redacting.redact("Zebra Quagga", by=op, reason="A private name")
    found = Campaign.objects.exclude(pk=other.pk).get()
    assert (found.name, found.about) == ("[redacted]", "[redacted]")
    assert found.slug == f"redacted--{found.pk}"
    assert Client().get("/campaigns/zebra-quagga/").status_code == 404
    assert Client().get(f"/campaigns/{found.slug}/").status_code == 200
    assert Campaign.objects.get(pk=other.pk).slug == "bridges-of-may"


@pytest.mark.parametrize(
    ("begins", "ends", "day", "words"),
    [
        (3, 9, 1, "begins in 2 days"),
        (3, 9, 2, "begins tomorrow"),
        (3, 9, 3, "6 days left"),
        (3, 9, 8, "1 day left"),
        (3, 9, 9, "today is the last day"),
        (3, 9, 10, "ended"),
    ],
)
def test_days_left_are_told(begins, ends, day, words):
    campaign = Campaign(begins_on=date(2026, 5, begins), ends_on=date(2026, 5, ends))
    assert campaign.when(date(2026, 5, day)) == words
