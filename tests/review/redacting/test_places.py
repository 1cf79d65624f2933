"""Places of words that are easily forgotten."""

import pytest
from django.contrib.admin.models import LogEntry

from review.deciding import decisions, redacting, traces
from review.models import (
    Act,
    CannedReason,
    Slug,
)
from review.proposing import drafts
from review.proving import log
from tests.builders import change, editor
from tests.review.redacting.steps import WORDS, dump
from tests.review.test_chain import bend
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db(transaction=True)


def test_words_across_lines_and_beside_odd_characters_are_found(op, note):
    act = change(note, editor(), text='First of "Quagga"\r\nZebra\x1f\\ end', summary="x")
    redacting.redact('Quagga"\nzebra', by=op, reason="A private name")
    assert act.changes.get().seal
    assert "zebra" not in dump().lower()


def test_canned_reasons_go_and_so_does_what_the_admin_logged(client, op, judge, note):
    client.force_login(judge)
    for text in ("Quagga Ωmega is no source", "Quagga Ωmega is dubious"):
        client.post("/admin/review/cannedreason/add/", {"choice": "reject", "text": text})
    long = "x" * 190 + " Quagga Ωmega"
    client.post("/admin/review/cannedreason/add/", {"choice": "reject", "text": long})
    assert LogEntry.objects.filter(object_repr__contains="Quagga").count() == 3
    redacting.redact("Quagga Ωmega", by=op, reason="A private name")
    assert not CannedReason.objects.filter(text__contains="redacted").exists()
    assert "quagga" not in dump().lower()
    client.force_login(op)
    assert client.get("/admin/").status_code == 200


def test_titles_of_acts_that_end_within_the_words_go(op, note):
    by = editor()
    cut = "About a Zebra…"
    acts = [
        drafts.propose([drafts.update(Note, note.pk, mood="m")], by=by, title=cut),
        drafts.propose(
            [drafts.update(Shelf, note.shelf_id, name="Of Zebra Quagga")], by=by, title="x" * 40
        ),
        drafts.propose(
            [drafts.create(Note.new(shelf_id=note.shelf_id, text="t"))],
            by=by,
            title="x" * 290 + " Zebra Qua",
        ),
        drafts.propose(
            [drafts.create(Note.new(shelf_id=note.shelf_id, text="t"))],
            by=by,
            title="About Zebrafish…",
        ),
    ]
    redacting.redact("Zebra Quagga", by=op, reason="A private name")
    titles = [Act.objects.get(pk=act.pk).title for act in acts]
    assert titles == ["[redacted]"] * 3 + ["About Zebrafish…"]


@pytest.mark.parametrize(
    "bent",
    [
        "INSERT INTO review_slug (kind, slug, subject_id, is_current) "
        "SELECT kind, 'lie', subject_id, false FROM review_slug",
        "UPDATE review_slug SET slug = 'lie'",
    ],
)
def test_an_address_of_a_name_that_went_is_no_pretext_for_another(spread, op, bent):
    redacting.redact(WORDS, by=op, reason="A private name")
    assert list(log.breaks()) == []
    bend(bent)
    assert [said for said in log.breaks() if "its address lie is not made of" in said]


def test_only_whole_words_of_an_address_count(op):
    for name in ("Susanna Bell", "Life of Anna B., private"):
        decisions.publish([drafts.create(Shelf.new(name=name))], by=op, summary="x")
    redacting.redact("Anna B.", by=op, reason="A private name")
    known = set(Slug.objects.values_list("slug", flat=True))
    assert "susanna-bell" in known
    assert not [slug for slug in known if "life-of-anna" in slug]


def test_address_that_ends_within_the_words_goes(op):
    shelf = Shelf.new(name="y" * 72 + " Zebra Quagga")
    decisions.publish([drafts.create(shelf)], by=op, summary="x")
    assert Slug.objects.get().slug.endswith("zebra-q")
    edit = drafts.update(Shelf, shelf.pk, name="Better")
    decisions.publish([edit], by=op, summary="x")
    redacting.redact("Zebra Quagga", by=op, reason="A private name")
    assert "zebra" not in dump().lower()
    assert Slug.objects.get(is_current=True).slug == "better"


def test_address_that_does_not_hold_the_words_stays_and_the_log_fits(op):
    shelf = Shelf.new(name="y" * 82 + " Zebra Quagga")
    decisions.publish([drafts.create(shelf)], by=op, summary="x")
    redacting.redact("Quagga", by=op, reason="A private name")
    assert Slug.objects.get().slug
    assert list(log.breaks()) == []


def test_ten_thousand_rows_are_blanked_in_a_fixed_number_of_statements(
    op, django_assert_max_num_queries
):
    shelf = Shelf.new(name="One")
    notes = [Note.new(shelf_id=shelf.pk, text=f"Quagga {n}") for n in range(5000)]
    edits = [drafts.create(shelf), *(drafts.create(n) for n in notes)]
    decisions.publish(edits, by=op, summary="x")
    with django_assert_max_num_queries(100):
        redacting.redact("Quagga", by=op, reason="A private name", everywhere=True)
    assert "quagga" not in dump().lower()
    assert list(log.breaks()) == []


def test_redact_page_asks_whether_so_many_places_are_meant(client, spread, op, monkeypatch):
    monkeypatch.setattr(traces, "MANY", 2)
    client.force_login(op)
    data = {"words": WORDS, "reason": "Private"}
    assert "I mean all of them" in client.post("/admin/review/redact/", data).content.decode()
    page = client.post("/admin/review/redact/", data | {"confirm": "1"}).content.decode()
    assert "all of these are meant" in page
    assert "quagga" in dump().lower()
    client.post("/admin/review/redact/", data | {"confirm": "1", "everywhere": "1"})
    assert "quagga" not in dump().lower()
