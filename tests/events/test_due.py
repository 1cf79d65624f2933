"""Where a citation may be due: what the reader sees, and where the desk says it."""

import io
import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import due
from events.desk import suggesting
from events.models import Event, Section, Statement, StatementStanding
from review.deciding import decisions, redacting
from review.proposing import drafts
from tests import builders
from tests.due.__main__ import HERE as MEASURED
from tests.due.__main__ import labelled, overall

BARE = "/admin/events/statement/bare/"
PLAIN, COUNTED = "Letters took weeks to arrive.", "The garrison held 250 men."


def chief(text, **place):
    """(the chief reason, the words it rests on), or None."""
    reason = due.read(text, due.Place(**place)).chief
    return reason and (reason.name, [text[start:end] for start, end in reason.spans])


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("“We go no further than this,” he wrote.", "quotation", ["“We go no further than this,”"]),
        ("«Дальше мы не пойдём», — сказал полковник.", "quotation", ["«Дальше мы не пойдём»"]),
        ("„Dalje nećemo ići“, rekao je knez.", "quotation", ["„Dalje nećemo ići“"]),
        (COUNTED, "statistics", ["250"]),
        ("About 60% of the grain was lost.", "statistics", ["60%"]),
        ("У тврђави је било 250 војника.", "statistics", ["250"]),
        ("It was the oldest mill on the river.", "superlative", ["oldest"]),
        ("Био је то најстарији млин на реци.", "superlative", ["најстарији"]),
        ("Some say that the charter is disputed.", "contested", ["disputed"]),
        ("The campaign is widely regarded as lost.", "opinion", ["widely regarded"]),
        ("He left an illegitimate child.", "private-life", ["illegitimate"]),
        ("Radiocarbon dating puts it in Roman times.", "scientific", ["Radiocarbon"]),
        ("The bridge fell in May 1812.", "historical", ["May 1812"]),
        ("Most je srušen 1915. godine.", "historical", ["1915"]),
        ("The envoys went to Cetinje.", "historical", ["Cetinje"]),
        ("Trade is slow because the river is shallow.", "other", ["because"]),
    ],
)
def test_reader_names_the_reason_and_the_words(text, name, words):
    assert chief(text) == (name, words)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("See also: The siege of 1806", "fragment"),
        ("Background and causes", "fragment"),
        ("The main events of 1806 are listed below.", "transition"),
        ("In the novel, the miller hides 250 men.", "plot"),
        ("A charter is a document that grants rights.", "definition"),
        ("The Second World War ended in 1945.", "common-knowledge"),
        ("Београд је главни град Србије.", "common-knowledge"),
        ("Волга впадает в Каспийское море.", "common-knowledge"),
    ],
)
def test_reader_says_why_none_may_be_needed(text, name):
    reading = due.read(text)
    assert name in [exemption.name for exemption in reading.exemptions]
    assert not reading.is_due


def test_place_spares_a_citation_but_for_what_is_quoted():
    quoted = "“We go no further than this,” he wrote."
    assert chief(COUNTED, is_lead=True) is chief(COUNTED, is_cited_nearby=True) is None
    assert chief(quoted, is_lead=True) == chief(quoted, is_cited_nearby=True) == chief(quoted)


@pytest.mark.parametrize(
    "text",
    ["In 1812 the May court sat.", "On 4 March 1804, it began.", "It fell in the 16th century."],
)
def test_numbers_of_dates_are_no_statistics(text):
    assert [reason.name for reason in due.read(text).reasons] == ["historical"]


def test_same_word_is_read_in_its_language():
    """Serbian “most” is a bridge."""
    assert chief("It was the most costly of all.")[0] == "superlative"
    assert chief("Na reci je star most.") is None


@pytest.mark.parametrize("text", ["", " ", "…", "1812", "“”", "İ" * 3000, "a\n" * 2000])
def test_reader_takes_any_text(text):
    assert due.read(text).is_due in (True, False)


@pytest.mark.parametrize(("name", "least"), [("held_out.txt", 0.8), ("development.txt", 0.95)])
def test_reader_is_as_good_as_it_is_said_to_be(name, least):
    pairs = [(row, due.read(row[2])) for row in labelled(MEASURED / name)]
    assert overall(pairs)[2] > least


# In the desk.


@pytest.fixture
def by(client):
    found = builders.editor()
    client.force_login(found)
    return found


def texts(client, query=""):
    return [row.text for row in client.get(BARE + query).context["cl"].result_list]


def plain(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def statements():
    """The first is requested, the others are bare."""
    builders.article(builders.operator(), ["Asked.", PLAIN, COUNTED])
    return list(Statement.objects.order_by("position"))


@pytest.mark.django_db
def test_row_says_why_and_lights_the_words(client, by, statements):
    page = client.get(BARE)
    assert 'The garrison held <mark class="due">250</mark> men.' in page.content.decode()
    assert "It gives numbers: “250”" in plain(page)
    assert "Nothing in its words says so." in plain(page)


@pytest.mark.django_db
def test_likely_due_is_a_filter_that_its_index_finds(client, by, statements):
    assert texts(client) == [PLAIN, COUNTED]
    assert "a citation is likely due" in plain(client.get(BARE))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        with CaptureQueriesContext(connection) as asked:
            assert texts(client, "?need=likely") == [COUNTED]
        (rows,) = (q["sql"] for q in asked if "LIMIT 51" in q["sql"])
        cursor.execute(f"EXPLAIN {rows}")
        assert any("events_statement_bare_due" in line for (line,) in cursor.fetchall())


@pytest.mark.django_db
def test_kept_column_follows_the_words_that_are_published(client, by, statements):
    judge = builders.moderator()
    builders.approve(builders.change(statements[1], by, text="It took 300 men."), judge)
    builders.approve(builders.change(statements[2], by, text="It was cold."), judge)
    assert texts(client, "?need=likely") == ["It took 300 men."]
    # A decision that leaves the words alone leaves what was read of them.
    cited = builders.published_citation(builders.operator("other"), statements[1])
    assert texts(client, "?need=likely") == []
    decisions.publish(
        [drafts.remove(type(cited), cited.pk)], by=builders.operator("third"), summary="gone"
    )
    assert texts(client, "?need=likely") == ["It took 300 men."]


@pytest.mark.django_db
def test_nothing_is_due_for_words_that_are_blanked(client, by, statements):
    redacting.redact("garrison", by=builders.operator("other"), reason="Private")
    assert not StatementStanding.objects.filter(is_due=True).exists()


@pytest.mark.django_db
def test_what_is_kept_is_read_anew_after_an_update(statements):
    StatementStanding.objects.update(is_due=True)
    call_command("make_notes", stdout=io.StringIO())
    found = StatementStanding.objects.filter(is_due=True).values_list("statement", flat=True)
    assert list(found) == [statements[2].pk]
    StatementStanding.objects.update(is_due=False)
    call_command("make_notes", stdout=io.StringIO())
    assert StatementStanding.objects.get(is_due=True).pk == statements[2].pk


@pytest.mark.django_db
def test_lead_and_a_citation_further_on_are_told(client, by):
    op = builders.operator()
    article = builders.article(op, ["Asked.", COUNTED, "It fell."])
    first, counted, last = Statement.objects.order_by("position")
    builders.published_citation(op, first)
    assert suggesting.readings([counted])[counted.pk].is_due  # What stands before covers nothing.
    builders.published_citation(op, last, title="The garrison")
    assert not suggesting.readings([counted])[counted.pk].is_due
    assert "But: The next citation in this paragraph may cover it." in plain(client.get(BARE))
    section = Section.new(article_id=article.pk, position="5", title="The siege")
    decisions.publish([drafts.create(section)], by=op, summary="cut")
    assert "It stands in the lead" in plain(client.get(BARE))
    event = Event.objects.get()
    edit = drafts.update(Event, event.pk, section_id=section.pk)
    decisions.publish([edit], by=op, summary="below")
    assert "It stands in the lead" not in plain(client.get(BARE))


@pytest.mark.django_db
def test_form_suggests_the_reason_and_keeps_what_is_typed(client, by, statements):
    path = f"/admin/events/statement/{statements[2].pk}/ask/"
    page = client.get(path)
    assert page.context["form"]["reason"].value() == "It gives numbers: “250”"
    page = client.post(path, {"kind": "citation-needed", "reason": "", "send": "1"})
    assert page.context["form"]["reason"].value() == ""
    other = client.get(f"/admin/events/statement/{statements[1].pk}/ask/")
    assert not other.context["form"]["reason"].value()
