"""Redacted words leave their entries fitting."""

import json

import pytest

from review.deciding import decisions, redacting
from review.models import Comment, Entry, Restriction
from review.proposing import drafts, proposals
from review.proving import log
from review.publishing import covering
from review.weighing import restricting
from tests.builders import change, editor, moderator, reject
from tests.review.test_chain import bend, exported, run_recipe
from tests.toy.models import Note

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_redacted_words_leave_their_entries_fitting(spread, op, tmp_path):
    by = editor("four")
    act = change(Note.objects.get(), by, "About Quagga", mood="mild")
    proposals.comment(act, by=by, text="Quagga said so")
    reject(act, moderator("fourth"), "Not of Quagga")
    redacting.redact("Quagga", by=op, reason="A name")
    assert Comment.objects.latest("pk").text == "[redacted]"
    assert list(log.breaks()) == []
    decisions.publish([drafts.update(Note, Note.objects.get().pk, mood="glad")], by=op, summary="x")
    lines = list(log.lines())
    assert [log.digest_of(line) for line in lines] == [line["digest"] for line in lines]
    assert "Quagga" not in json.dumps(lines)
    assert run_recipe(exported(), tmp_path).returncode == 0
    sealed = Entry.objects.get(label="review.comment", key=str(Comment.objects.latest("pk").pk))
    assert (sealed.salt, sorted(sealed.seal["text"])) == ("", ["digest"])
    bend(
        "UPDATE review_comment SET by_id = (SELECT max(id) FROM review_user) WHERE text = '[redacted]'"
    )
    assert any(f"Comment {sealed.key}" in sentence for sentence in log.breaks())


@pytest.mark.django_db(transaction=True)
def test_redaction_seals_the_entries_of_what_it_blanks_and_no_others(spread, op, monkeypatch):
    monkeypatch.setattr(covering, "AT_ONCE", 2)
    note, by = Note.objects.get(), editor("four")
    act = change(note, by, "Plain", mood="mild")
    for n in range(5):
        proposals.comment(act, by=by, text=f"{n}: as Quagga said")
    lifted = restricting.restrict(
        "second", by=moderator("fourth"), reason="Of Quagga", subject=note.pk
    )
    restricting.lift(lifted, by=moderator("fifth"))
    redacting.redact("Quagga", by=op, reason="A name")
    assert list(log.breaks()) == []
    sealed = [entry for entry in Entry.objects.order_by("pk") if entry.seal]
    labels = [entry.label for entry in sealed]
    assert sorted(labels) == ["review.comment"] * 5 + ["review.restriction"]
    assert all("digest" in e.seal["text"] for e in sealed if e.label == "review.comment")


@pytest.mark.django_db(transaction=True)
def test_redacted_summary_of_a_published_act_is_told_by_its_digest(spread, op):
    decisions.publish(
        [drafts.update(Note, Note.objects.get().pk, mood="glad")], by=op, summary="Of Quagga"
    )
    redacting.redact("Quagga", by=op, reason="A name")
    entries = [e for line in log.lines() for e in line["entries"] if e[0] == "review.changeset"]
    told = [field for *_, fields in entries for field in fields if field[0] == "summary"]
    assert sorted(len(field) for field in told if isinstance(field, list)).count(2) == 1
    assert list(log.breaks()) == []


def test_entry_holds_however_often_more_of_it_is_sealed():
    """Each time the salt of the whole is forgotten, with the words that it was sealed for."""
    names = ["what", "reason", "by_id"]
    row = Restriction(what="closed", reason="Words that go", by_id=7)
    entry = covering._entry(Entry, "review.restriction", "1", names, row)
    seals = []
    for name in ("reason", "what"):
        entry.seal = covering._sealed(entry, row, {name})
        entry.salt = ""
        setattr(row, name, "[redacted]")
        seals.append(entry.seal)
        values = {name: covering.value(row, name) for name in names}
        assert covering.digest_of(entry, values) == entry.digest
    assert seals[1]["reason"] == seals[0]["reason"]
    assert [sorted(seals[1][name]) for name in names] == [["digest"], ["digest"], ["salt"]]
    row.by_id = 8
    assert covering.digest_of(entry, {n: covering.value(row, n) for n in names}) != entry.digest
