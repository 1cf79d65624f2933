"""The worklist: what is found by which filter, what comes next, and for whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from events.desk import claims, facets, worklist
from events.desk.worklist import Wanted
from events.models import CitationRequest, Claim, Dating, Pick, Reads, SavedFilter, Statement
from review.deciding import decisions
from review.exceptions import Refused
from review.models import User
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db
LIST = "/admin/events/citationrequest/worklist/"
NEXT = "/admin/events/citationrequest/next/"


@pytest.fixture(scope="module")
def begun(for_all):
    """Five requests of two articles."""
    with for_all():
        ask(builders.operator())


@pytest.fixture
def op(begun):
    return User.objects.get(username="operator")


@pytest.fixture
def by(client):
    found = builders.editor()
    client.force_login(found)
    return found


@pytest.fixture
def asked(begun):
    """The requests in the order of the page."""
    return list(CitationRequest.objects.order_by("pk"))


def ask(op):
    first = builders.article(op, [f"Bridge {n} was built." for n in range(4)], "Мост")
    builders.article(op, ["Karađorđe came."], "The rising")
    edits = []
    for statement, kind, month in zip(
        Statement.objects.filter(event__article=first).order_by("position")[1:],
        ("when", "citation-needed", "when"),
        ("2019-03", "2011-01", ""),
        strict=True,
    ):
        request = CitationRequest.new(about_id=statement.pk, kind=kind, tagged_on=month)
        edits.append(drafts.create(request))
    decisions.publish(edits, by=op, summary="asked")


def shown(client, query=""):
    """The words of the statements that a page of the worklist lists."""
    answer = client.get(LIST + query)
    assert answer.status_code == 200
    return re.findall(r'class="item-words" dir="auto">([^<]+)<', answer.content.decode())


def numbers(client, query=""):
    """{filter: {what an option is called: its number}} as the page tells them."""
    page = client.get(LIST + query).content.decode()
    found = {}
    for name, body in re.findall(r"<section><h2>([^<]+)</h2>(.*?)</section>", page, re.S):
        rows = re.findall(
            r"<bdi>([^<]+)</bdi>.*?(?:<span class=\"quiet\">(\d+)</span>)?</li>", body
        )
        found[name] = {words: int(n) for words, n in rows if n}
    return found


def resolves(answer):
    """The key of the request that an answer leads to."""
    found = re.search(r"/citationrequest/([0-9a-f-]{36})/resolve/", answer.headers["Location"])
    return found and found[1]


def test_open_requests_are_listed_by_article_in_the_order_of_the_page(client, by, asked):
    assert shown(client) == [
        *("Bridge 0 was built.", "Karađorđe came."),
        *(f"Bridge {n} was built." for n in (1, 2, 3)),
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?kind=when", 2),
        ("?tagged=2019-03", 1),
        ("?tagged=undated", 3),
        ("?kind=when&tagged=undated", 1),
        ("?q=karadjordje", 1),
        ("?q=most", 4),  # The article's title, in another script.
        ("?q=bridge+3", 1),
        ("?q=nothing+of+it", 0),
        ("?kind=nonsense&tagged=&period=xx&claimed=?&article=no-key", 5),
        ("?tried=never", 5),
        ("?tried=yes", 0),
        ("?printed=yes", 0),
        ("?read=much", 0),
        ("?claimed=free", 5),
        ("?own=pinned", 0),
    ],
)
def test_filters_find_what_they_say(client, by, asked, query, count):
    assert len(shown(client, query)) == count


def test_filters_combine_and_count_under_each_other(client, by, asked):
    found = numbers(client)
    assert found["What is asked"] == {"citation needed": 3, "when?": 2}
    assert found["Article"] == {"Мост": 4, "The rising": 1}
    assert found["Tagged"] == {"undated": 3, "January 2011": 1, "March 2019": 1}
    found = numbers(client, "?kind=when")
    assert found["What is asked"] == {"citation needed": 3, "when?": 2}
    assert found["Tagged"] == {"undated": 1, "March 2019": 1}
    assert found["Article"] == {"Мост": 2}


def test_period_and_attempts_and_reads_are_filters(client, op, by, asked, settings):
    statement = Statement.objects.get(pk=asked[0].about_id)
    made = Dating.new(statement_id=statement.pk, words="1806", edtf="1806/..")
    decisions.publish([drafts.create(made)], by=op, summary="dated")
    claims.attempt(asked[1], by=by, where="JSTOR")
    settings.ATTESTED_MUCH_READ = 3
    Reads.objects.create(article_id=statement.event.article_id, day=timezone.now().date(), number=9)
    assert shown(client, "?period=1800") == shown(client, "?period=1900") == [statement.text]
    assert shown(client, "?period=1700") == []
    assert shown(client, "?tried=yes") == ["Karađorđe came."]
    assert len(shown(client, "?tried=never")) == 4
    assert len(shown(client, "?read=much")) == 4


def test_what_is_tagged_longest_ago_first_and_undated_last_page_by_page(
    client, by, asked, monkeypatch
):
    monkeypatch.setattr(worklist, "PAGE", 2)
    texts, query = [], "?sort=oldest"
    while query:
        texts += shown(client, query)
        page = client.get(LIST + query).content.decode()
        link = re.search(r'href="(\?[^"]+)" rel="next"', page)
        query = link and link[1].replace("&amp;", "&")
    assert texts == [
        *("Bridge 2 was built.", "Bridge 1 was built."),
        *("Bridge 0 was built.", "Karađorđe came.", "Bridge 3 was built."),
    ]


def test_more_than_is_counted_is_told_without_numbers(client, by, asked, monkeypatch):
    monkeypatch.setattr(facets, "COUNTED", 2)
    page = client.get(LIST + "?tried=never").content.decode()
    assert "<b>2 and more</b> open requests" in page
    assert "<b>5</b> open requests" in client.get(LIST).content.decode()  # The tallies know.
    assert "Period" not in numbers(client, "?tried=never")


def test_of_more_than_is_counted_each_period_has_its_number(client, op, by, asked, monkeypatch):
    monkeypatch.setattr(facets, "COUNTED", 0)
    edits = [
        drafts.create(Dating.new(statement_id=request.about_id, words="then", edtf=edtf))
        for request, edtf in zip(asked, ("1806", "1798/1804", "1806", "1806"), strict=False)
    ]
    decisions.publish(edits, by=op, summary="dated")
    assert numbers(client)["Period"] == {"18th century": 1, "19th century": 4}
    assert numbers(client, "?kind=when")["Period"] == {"19th century": 1}
    assert numbers(client, "?tagged=undated")["Period"] == {"18th century": 1, "19th century": 2}
    # And what is dated then has its kinds and months.
    page = client.get(f"{LIST}?period=1800").content.decode()
    assert "<b>4</b> open requests" in page
    found = numbers(client, "?period=1800")
    assert found["What is asked"] == {"citation needed": 3, "when?": 1}
    assert found["Period"] == {"18th century": 1, "19th century": 4}
    decisions.publish(
        [
            drafts.update(
                CitationRequest, asked[0].pk, resolution="declined", declined_for="irrelevant"
            )
        ],
        by=op,
        summary="declined",
    )
    assert numbers(client)["Period"] == {"18th century": 1, "19th century": 3}


def test_of_more_than_is_counted_what_is_rare_and_what_is_much_read_has_its_number(
    client, by, asked, monkeypatch, settings
):
    monkeypatch.setattr(facets, "COUNTED", 4)
    settings.ATTESTED_MUCH_READ = 3
    article = Statement.objects.get(pk=asked[0].about_id).event.article_id
    Reads.objects.create(article_id=article, day=timezone.now().date(), number=9)
    claims.claim(asked[0], by=by)
    claims.claim(asked[1], by=builders.editor("other"))
    claims.attempt(asked[1], by=by, where="JSTOR")
    found = numbers(client)
    assert found["Claimed"] == {
        "nobody is on it": 3, "I am on it": 1, "somebody else is": 1,
    }  # fmt: skip
    assert found["Searched"] == {"nobody searched yet": 4, "searched before": 1}
    assert found["Readers"] == {"on pages that are much read": 4}
    when = [request for request in asked if request.kind == "when"]
    found = numbers(client, "?kind=when&article=" + str(article))
    assert found["Readers"] == {"on pages that are much read": len(when)}
    # Of more than are looked at nothing is told.
    for request in (asked[0], *asked[2:]):
        claims.attempt(request, by=by, where="JSTOR")
    assert not any(numbers(client).get("Searched", {}).values())


# Which comes next.


def test_next_goes_on_after_the_one_before_and_round(client, by, asked):
    keys = [str(request.pk) for request in asked]
    assert resolves(client.get(NEXT)) == keys[0]
    assert resolves(client.get(f"{NEXT}?after={keys[1]}")) == keys[2]
    assert resolves(client.get(f"{NEXT}?after={keys[-1]}")) == keys[0]
    answer = client.get(f"{NEXT}?kind=when&after={keys[0]}")
    assert resolves(answer) == str(next(r.pk for r in asked[1:] if r.kind == "when"))
    assert answer.headers["Location"].endswith("?kind=when")


def test_next_begins_near_what_one_answered_last(client, by, asked):
    builders.answer(asked[2], by)
    assert resolves(client.get(NEXT)) == str(asked[3].pk)
    client.force_login(builders.editor("other"))
    assert resolves(client.get(NEXT)) == str(asked[0].pk)


def test_what_is_put_aside_shapes_what_comes_next(client, by, asked):
    def say(request, what):
        client.post(f"/admin/events/citationrequest/{request.pk}/pick/", {"what": what})

    say(asked[0], "skipped")
    assert resolves(client.get(NEXT)) == str(asked[1].pk)
    say(asked[1], "not-for-me")
    claims.attempt(asked[2], by=by, where="The national library")
    builders.answer(asked[3], by)
    assert resolves(client.get(NEXT)) == str(asked[4].pk)
    # Nothing else is left: what was skipped comes again, the rest does not.
    assert resolves(client.get(f"{NEXT}?after={asked[4].pk}")) == str(asked[0].pk)
    say(asked[0], "not-for-me")
    answer = client.get(f"{NEXT}?after={asked[4].pk}", follow=True)
    assert "Nothing is left here that waits for you" in answer.content.decode()
    # It shapes nobody else's list.
    client.force_login(builders.editor("other"))
    assert resolves(client.get(NEXT)) == str(asked[0].pk)


def test_skip_leads_on_and_lets_go(client, by, asked):
    address = f"/admin/events/citationrequest/{asked[0].pk}/pick/"
    claims.claim(asked[0], by=by)
    answer = client.post(address, {"what": "skipped", "on": "1", "kind": "citation-needed"})
    answer = client.get(answer.headers["Location"])
    assert resolves(answer) == str(asked[1].pk)
    assert not Claim.objects.exists()


def test_my_own_list_holds_what_is_pinned_though_it_is_skipped(client, by, asked):
    for what in ("pinned", "skipped"):
        client.post(f"/admin/events/citationrequest/{asked[4].pk}/pick/", {"what": what})
    assert shown(client, "?own=pinned") == ["Bridge 3 was built."]
    assert resolves(client.get(f"{NEXT}?own=pinned")) == str(asked[4].pk)
    client.post(f"/admin/events/citationrequest/{asked[4].pk}/pick/", {"what": ""})
    assert not Pick.objects.exists()


# Claims.


def test_who_takes_the_next_has_it_for_half_an_hour_and_others_are_offered_another(
    client, by, asked
):
    assert resolves(client.post(NEXT)) == str(asked[0].pk)
    held = Claim.objects.get()
    assert held.by == by
    assert timedelta(minutes=29) < held.until - timezone.now() <= timedelta(minutes=30)
    other = builders.editor("other")
    client.force_login(other)
    assert resolves(client.post(NEXT)) == str(asked[1].pk)
    with pytest.raises(Refused, match="Editor is on it until"):
        claims.claim(asked[0], by=other)
    page = client.get(LIST).content.decode()
    assert "Editor is on it" in page


def test_a_claim_is_renewed_by_who_has_it_and_taken_over_once_it_ran_out(by, asked):
    first = claims.claim(asked[0], by=by)
    Claim.objects.update(at=first.at - timedelta(hours=1), until=first.until - timedelta(minutes=9))
    again = claims.claim(asked[0], by=by)
    assert again.until >= first.until
    assert again.at == first.at - timedelta(hours=1)
    Claim.objects.update(at=first.at - timedelta(hours=2), until=timezone.now())
    other = builders.editor("other")
    assert claims.claim(asked[0], by=other).by == other


# Filters kept under a name.


def test_a_filter_is_kept_under_a_name_and_shared(client, by, asked):
    form = {"name": "Dates of bridges", "kind": "when", "q": "bridge", "shared": "on"}
    client.post("/admin/events/citationrequest/filters/", form)
    assert SavedFilter.objects.get().query == "q=bridge&kind=when"
    client.force_login(builders.editor("other"))
    page = client.get(LIST).content.decode()
    assert '<a href="?q=bridge&amp;kind=when"><bdi>Dates of bridges</bdi></a>' in page
    number = SavedFilter.objects.get().pk
    client.post(f"/admin/events/citationrequest/filters/{number}/")
    assert SavedFilter.objects.exists()  # Only its owner forgets it.
    client.force_login(by)
    client.post(f"/admin/events/citationrequest/filters/{number}/")
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "", "kind": "when"}, "Give the filter a name."),
        ({"name": "x" * 81, "kind": "when"}, "at most 80 characters"),
        ({"name": "All"}, "Choose something to filter by first"),
        ({"name": "a\u202eb", "kind": "when"}, "U+202E"),
    ],
)
def test_a_filter_that_cant_be_kept_says_why(client, by, asked, form, said):
    page = client.post("/admin/events/citationrequest/filters/", form, follow=True)
    assert said in page.content.decode()
    assert not SavedFilter.objects.exists()


def test_nobody_keeps_more_filters_than_a_page_shows(by, asked, monkeypatch):
    monkeypatch.setattr(worklist, "FILTERS_KEPT", 1)
    worklist.keep_filter("One", Wanted(kind="when"), by=by, is_shared=False)
    worklist.keep_filter("One", Wanted(kind="dubious"), by=by, is_shared=False)
    with pytest.raises(Refused, match="forget one first"):
        worklist.keep_filter("Two", Wanted(kind="when"), by=by, is_shared=False)


def test_an_account_without_the_right_takes_nothing(client, asked):
    client.force_login(builders.user("reader"))
    assert client.get(LIST).status_code == 302
    User.objects.filter(username="reader").update(is_staff=True)
    assert client.get(LIST).status_code == 403
    assert client.post(NEXT).status_code == 403
    assert client.post(f"/admin/events/citationrequest/{asked[0].pk}/pick/").status_code == 403
