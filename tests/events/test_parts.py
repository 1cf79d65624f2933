"""A long article is read in parts, each at an address of its own, and nothing is lost between them."""

import re

import pytest

from events.models import Event
from events.pages import reading
from review.models import Subject
from tests import builders

pytestmark = pytest.mark.django_db
ADDRESS = "/articles/parts/"


@pytest.fixture
def long(monkeypatch):
    monkeypatch.setattr(reading, "PART", 4)
    op = builders.operator()
    text = "Parts\n\n" + "\n\n".join(
        [
            *(f"Number {n} came." for n in range(3)),
            "== Later ==",
            *(f"Number {n} came." for n in range(3, 9)),
        ]
    )
    builders.imported(op, text.encode())


def told(client, path):
    return client.get(path).content.decode()


def test_parts_hold_all_once_in_order_and_end_with_a_section(client, long):
    pages = [told(client, ADDRESS), *(told(client, f"{ADDRESS}part/{n}/") for n in (2, 3))]
    numbers = [re.findall(r'class="words">Number (\d) came', page) for page in pages]
    assert numbers == [["0", "1", "2"], ["3", "4", "5", "6"], ["7", "8"]]
    assert ["Later</bdi></h2>" in page for page in pages] == [False, True, True]
    assert "Part 2 of 3" in pages[1]
    assert f'href="{ADDRESS}part/3/"' in pages[0]
    for path in ("part/1/", "part/4/", "part/0/"):
        assert client.get(ADDRESS + path).status_code == 404
    assert "Number 7 came" in told(client, f"/at/2999-01-01{ADDRESS}part/3/")


def test_an_anchor_leads_to_the_part_that_it_stands_in(client, long):
    last = Event.objects.order_by("-position").first()
    anchor = Subject.objects.get(pk=last.pk).anchor
    answer = client.get(f"/s/{anchor}/")
    assert answer.headers["Location"] == f"{ADDRESS}part/3/#{anchor}"
    first = Subject.objects.get(pk=Event.objects.order_by("position").first().pk).anchor
    assert client.get(f"/s/{first}/").headers["Location"] == f"{ADDRESS}#{first}"


def test_a_short_article_has_no_parts(client):
    builders.article(builders.operator())
    assert "part-links" not in told(client, "/articles/an-article/")
    assert client.get("/articles/an-article/part/2/").status_code == 404
