"""What a maintenance box asks stands above its section, and ends by a sentence of how."""

import pytest
from django.test import Client

from events.models import SectionRequest
from review.deciding import decisions
from review.proposing import drafts
from tests import builders

pytestmark = pytest.mark.django_db
BOX = "This section needs additional citations for verification. (May 2014) (Learn how to help)"
TEXT = f"The bridge\n\nIt began.\n\n== The money ==\n\n{BOX}\n\nIt cost.\n"


@pytest.fixture
def op():
    made = builders.operator()
    builders.imported(made, TEXT.encode())
    return made


def page():
    return Client().get("/articles/the-bridge/").content.decode()


def test_box_stands_above_its_section_until_it_ends(op):
    told = page()
    heading, box = told.index("The money</bdi></h2>"), told.index('class="section-request"')
    assert heading < box < told.rindex("It cost.")
    assert "This section needs additional citations" in told
    assert "tagged May 2014" in told
    request = SectionRequest.objects.get()
    edit = drafts.update(SectionRequest, request.pk, ended="Each statement is cited now.")
    decisions.publish([edit], by=op, summary="done")
    assert 'class="section-request"' not in page()


def test_open_ones_are_listed_and_the_worklist_leads_there(op):
    client = Client()
    client.force_login(builders.editor())
    path = "/admin/events/sectionrequest/"
    assert path in client.get("/admin/events/citationrequest/worklist/").content.decode()
    listed = client.get(path).content.decode()
    assert "The money" in listed
    assert "May 2014" in listed
    request = SectionRequest.objects.get()
    edit = drafts.update(SectionRequest, request.pk, ended="Cited now.")
    decisions.publish([edit], by=op, summary="done")
    assert "May 2014" not in client.get(path).content.decode()
    assert "May 2014" in client.get(f"{path}?state=ended").content.decode()


def test_request_names_a_section_of_its_own_article(op):
    other = builders.imported(op, b"Another\n\n== Part ==\n\nIt began.\n")
    request = SectionRequest.objects.get()
    made = SectionRequest.new(article_id=other.pk, section_id=request.section_id)
    with pytest.raises(Exception, match="of another article"):
        decisions.publish([drafts.create(made)], by=op, summary="x")


def test_headings_stand_in_each_other_and_empty_ones_that_hold_some_are_shown(op):
    text = "Parts\n\nIt began.\n\n== A ==\n\n=== B ===\n\nIn B.\n\n== C ==\n\n=== D ===\n\n== E ==\n\nIn E.\n"
    builders.imported(op, text.encode())
    told = Client().get("/articles/parts/").content.decode()
    for words in ("A</bdi></h2>", "B</bdi></h3>", "E</bdi></h2>"):
        assert words in told
    assert "C</bdi>" not in told
    assert "D</bdi>" not in told


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("* One\n* Two", '<ul class="items is-item" role="list">\n<li class="event"'),
        ("1. One\n2. Two", '<ol class="items is-numbered" role="list">\n<li class="event"'),
        ("> One", "<blockquote><p"),
    ],
)
def test_lists_and_quotations_are_such_to_readers(op, text, shown):
    builders.imported(op, f"Forms\n\nIt began.\n\n{text}\n\nIt ended.\n".encode())
    assert shown in Client().get("/articles/forms/").content.decode()
