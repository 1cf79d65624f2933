"""What is done with a campaign while it runs: more is put on it, its end moves, and its page tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.desk import campaigns
from events.desk.worklist import Wanted
from events.models import CampaignStep
from review.exceptions import NotAllowed, Refused
from tests import builders
from tests.events.test_campaigns import DESK, asked, begun, judge, op, opened, page, tally

__all__ = ["asked", "begun", "judge", "op"]  # Fixtures.
pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(asked, judge):
    return opened(judge, pasted=str(asked[0].pk)).campaign


def test_more_is_put_on_it_by_what_is_pasted_and_by_a_filter_and_nothing_twice(
    client, asked, judge, campaign
):
    client.force_login(judge)
    path = f"{DESK}{campaign.pk}/add/"
    pasted = f"{asked[0].pk}\n{asked[1].pk}\nnonsense"
    answer = client.post(path, {"pasted": pasted}, follow=True)
    text = answer.content.decode()
    assert "1 request more on it" in text
    assert "Line 3 (“nonsense”) names nothing that is here" in text
    worklist = "https://desk.example/admin/events/citationrequest/worklist/?kind=when#top"
    client.post(path, {"filter": worklist})
    when = {one.pk for one in asked if one.kind == "when"}
    assert tally(campaign).items == len(when | {asked[0].pk, asked[1].pk})
    public = page(f"/campaigns/{campaign.slug}/")
    assert "<bdi>Moderator</bdi> added 1 request." in public
    assert CampaignStep.objects.count() == 2
    assert "added" in page(f"{DESK}{campaign.pk}/", judge)
    # All of it is on it now.
    answer = client.post(path, {"filter": worklist})
    assert "All that was found is on it already." in answer.content.decode()
    assert CampaignStep.objects.count() == 2


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({}, "Choose a filter on the worklist first, or paste what it is about."),
        ({"filter": "https://desk.example/articles/"}, "This address holds no filter"),
        ({"pasted": "nonsense"}, "No request that is open was found for it."),
    ],
)
def test_what_adds_nothing_is_told_and_what_was_typed_stays(client, judge, campaign, form, said):
    client.force_login(judge)
    text = client.post(f"{DESK}{campaign.pk}/add/", form).content.decode()
    assert said in text
    assert all(words in text for words in form.values())
    assert tally(campaign).items == 1


def test_it_never_holds_more_than_fits(monkeypatch, asked, judge, campaign):
    monkeypatch.setattr(campaigns, "ITEMS", 3)
    added = campaigns.add(
        campaign, by=judge, wanted=Wanted(), pasted="\n".join(str(one.pk) for one in asked)
    )
    assert added.number == 2
    assert added.told == ["More was found than fits: a campaign holds 3 requests."]
    with pytest.raises(Refused, match="holds 3 requests"):
        campaigns.add(campaign, by=judge, wanted=Wanted(), pasted=str(asked[-1].pk))


def test_its_end_moves_to_a_later_day_and_what_is_resolved_by_then_counts(
    client, asked, judge, campaign
):
    before, later = campaign.ends_on, campaign.ends_on + timedelta(days=10)
    client.force_login(judge)
    path = f"{DESK}{campaign.pk}/extend/"
    answer = client.post(path, {"ends_on": before.isoformat()})
    assert "Choose a later day than its last one." in answer.content.decode()
    assert client.post(path, {"ends_on": "soon"}).status_code == 200
    assert client.post(path, {"ends_on": later.isoformat()}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.ends_on == later
    public = page(f"/campaigns/{campaign.slug}/")
    days = f"from {before.day} {before:%B %Y} to {later.day} {later:%B %Y}."
    assert f"<bdi>Moderator</bdi> moved the last day {days}" in public


def test_nothing_is_done_with_one_that_has_ended(client, asked, judge, campaign):
    campaigns.end(campaign, by=judge)
    later = timezone.now().date() + timedelta(days=99)
    with pytest.raises(Refused, match="has ended already"):
        campaigns.extend(campaign, by=judge, ends_on=later)
    with pytest.raises(Refused, match="has ended already"):
        campaigns.add(campaign, by=judge, wanted=Wanted(), pasted=str(asked[1].pk))
    assert not CampaignStep.objects.exists()
    assert "Add to it" not in page(f"{DESK}{campaign.pk}/", judge)


def test_only_who_may_open_one_may_change_it(client, asked, op, campaign):
    by, later = builders.editor(), timezone.now().date() + timedelta(days=99)
    for who in (by, op):
        with pytest.raises(NotAllowed):
            campaigns.extend(campaign, by=who, ends_on=later)
        with pytest.raises(NotAllowed):
            campaigns.add(campaign, by=who, wanted=Wanted(), pasted=str(asked[1].pk))
        client.force_login(who)
        assert client.post(f"{DESK}{campaign.pk}/add/", {"pasted": "x"}).status_code == 403
        assert client.post(f"{DESK}{campaign.pk}/extend/", {}).status_code == 403
    assert tally(campaign).items == 1
