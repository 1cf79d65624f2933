"""The log fits what is in the tables, and whatever is bent past the triggers is found."""

import io
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from review.deciding import decisions
from review.models import Publication
from review.proposing import drafts
from review.proving import log
from tests.builders import approve, change, editor, moderator, operator, reject, return_
from tests.toy.models import Note, Shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(for_all):
    """Publications of each sort, with refusals between them."""
    with for_all():
        publish_each_sort()


def publish_each_sort():
    by, author, judge = operator(), editor(), moderator()
    shelf = Shelf.new(name="Полица")
    note = Note.new(shelf_id=shelf.pk, text="One word.")
    decisions.publish([drafts.create(o) for o in (shelf, note)], by=by, summary="begun")
    reject(change(Note.objects.get(), author, text="A bad word."), judge)
    approve(change(Note.objects.get(), author, text="Another word."), judge)
    return_(change(Note.objects.get(), author, mood="odd"), judge)
    other = Note.new(shelf_id=shelf.pk, text="For good.")
    edits = [drafts.remove(Note, note.pk), drafts.create(other)]
    decisions.publish(edits, by=by, summary="ended")


def bend(*statements):
    """As somebody who owns the database could: with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_log_of_whatever_was_done_fits(published):
    assert list(log.breaks()) == []
    out = io.StringIO()
    call_command("verify_log", stdout=out)
    last = Publication.objects.get(number=3)
    assert out.getvalue() == (
        f"The log fits: 3 publications, the last 3:{last.digest}, what is live.\n"
    )


def test_log_is_told_in_parts_as_in_one(published, monkeypatch):
    whole = list(log.lines())
    monkeypatch.setattr(log, "AT_ONCE", 1)
    assert list(log.lines()) == whole
    assert [len(entry["refused"]) for entry in whole] == [0, 1, 1]
    assert list(log.breaks()) == []


BENT = {
    "a word of history": (
        "UPDATE toy_historicalnote SET text = 'A lie.' WHERE publication_id = 2",
        "Publication 2: its digest",
    ),
    "a word of history under a seal": (
        "UPDATE toy_historicalnote SET text = 'A lie.', "
        """seal = '{"text": {"digest": "0"}}' WHERE publication_id = 2""",
        "Publication 2: its digest",
    ),
    "a row of history gone": (
        "DELETE FROM toy_historicalnote WHERE publication_id = 2",
        "Publication 2: its digest",
    ),
    "a row of history added": (
        "INSERT INTO toy_historicalnote (id, publication_id, act_id, salt, seal, history_date, "
        "history_type, shelf_id, text, mood, closed) SELECT gen_random_uuid(), publication_id, "
        "act_id, salt, seal, history_date, '+', shelf_id, text, mood, closed "
        "FROM toy_historicalnote WHERE publication_id = 2",
        "Publication 2: its digest",
    ),
    "a verdict": (
        "UPDATE review_verdict SET choice = 'reject', reason = 'No' WHERE decision_id = "
        "(SELECT decision_id FROM review_publication WHERE number = 2)",
        "Publication 2: its digest",
    ),
    "a refusal": (
        "UPDATE review_verdict SET choice = 'return' WHERE choice = 'reject'",
        "Publication 2: its digest",
    ),
    "who decided": (
        "UPDATE review_decision SET by_id = (SELECT max(id) FROM review_user)",
        "Publication 1: its digest",
    ),
    "who refused": (
        "UPDATE review_decision SET by_id = (SELECT min(id) FROM review_user) "
        "WHERE id IN (SELECT decision_id FROM review_verdict WHERE choice = 'reject')",
        "Publication 2: its digest",
    ),
    "a digest": (
        "UPDATE review_publication SET digest = repeat('a', 64) WHERE number = 2",
        "Publication 2: its digest",
    ),
    "a publication gone": (
        "DELETE FROM review_publication WHERE number = 2",
        "Publication 3: publication 2 is missing",
    ),
    "an instant": (
        "UPDATE review_publication SET at = '2001-01-01' WHERE number = 2",
        "Publication 2: it is no later",
    ),
    "what was sent": (
        """UPDATE review_change SET after = '{"text": "A lie."}' WHERE op = 'update'""",
        "its digest is not that of what was sent",
    ),
    "the digest of what was sent": (
        "UPDATE review_act SET digest = repeat('a', 64) WHERE state = 'approved'",
        "Publication 1: its digest",
    ),
    "a seal on what was sent": (
        """UPDATE review_change SET seal = ('{"digest": "' || repeat('a', 64) || '"}')::jsonb, """
        "before = '{}', after = '{}'",
        "no redaction names it",
    ),
    "a live word": (
        "UPDATE toy_note SET text = 'A lie.'",
        "what is live is not what publication 3 says",
    ),
    "a live row gone": ("DELETE FROM toy_note", "it is not live, and publication 3 says it is"),
    "a state": (
        "UPDATE review_act SET state = 'rejected' WHERE state = 'approved'",
        "the verdict was approve",
    ),
}


@pytest.mark.parametrize("what", BENT)
def test_what_was_bent_past_the_triggers_is_found(published, what):
    statement, said = BENT[what]
    bend(statement)
    assert any(said in sentence for sentence in log.breaks()), list(log.breaks())
    err = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_log", stderr=err, stdout=err)
    assert err.getvalue().strip() == next(log.breaks())


# What somebody noted


def verified(*noted):
    err = io.StringIO()
    try:
        call_command("verify_log", *(f"--expect={one}" for one in noted), stdout=err, stderr=err)
    except CommandError as error:
        return f"{err.getvalue()}{error}"
    return err.getvalue()


def noted():
    """What the page of publications tells readers to note."""
    return re.search(r"\d+:[0-9a-f]{64}", Client().get("/changes/").content.decode())[0]


def test_log_cut_short_at_its_end_is_noticed_by_who_noted_it(published):
    seen = noted()
    assert seen.startswith("3:")
    assert verified(seen).startswith("The log fits")
    # As somebody would who owns the database, and takes all of it away.
    bend(
        "DELETE FROM toy_historicalnote WHERE publication_id = 3",
        "DELETE FROM toy_historicalshelf WHERE publication_id = 3",
        "UPDATE review_entry SET publication_id = NULL WHERE publication_id = 3",
        "UPDATE review_subject SET head_id = NULL WHERE head_id = 3",
        "DELETE FROM review_publication WHERE number = 3",
    )
    assert verified(seen).startswith(
        "Publication 3: it is gone, and it was noted: the log ends at 2"
    )


def test_log_that_was_made_anew_is_noticed_by_who_noted_it(published):
    seen = noted()
    bend("UPDATE review_publication SET digest = repeat('a', 64) WHERE number = 3")
    assert verified(seen).startswith("Publication 3: its digest is not the one that was noted.")


@pytest.mark.parametrize("noted", ["3", "x:y", "3:abc", f"-1:{'a' * 64}", f"{'9' * 40}:{'a' * 64}"])
def test_what_nobody_can_have_noted_is_one_sentence(noted):
    assert verified(noted) == f"“{noted}” must read NUMBER:DIGEST, as on the page of publications."


def test_export_says_what_to_note(published):
    err = io.StringIO()
    call_command("export_log", stdout=io.StringIO(), stderr=err)
    assert err.getvalue() == f"The last publication, to be noted: {noted()}\n"


def exported():
    out = io.StringIO()
    call_command("export_log", stdout=out)
    return out.getvalue()


def run_recipe(text, folder):
    """The recipe of docs/log.md on an export, without this project."""
    doc = (settings.BASE_DIR / "docs" / "log.md").read_text()
    script, export = folder / "recipe.py", folder / "log.jsonl"
    script.write_text(re.search(r"```python\n(.*?)```", doc, re.DOTALL)[1])
    export.write_text(text)
    return subprocess.run(
        [sys.executable, "-I", str(script), str(export)], capture_output=True, text=True
    )


def test_export_is_checked_by_the_documented_recipe_alone(published, tmp_path):
    whole = exported()
    assert run_recipe(whole, tmp_path).stdout.startswith("It fits; the last digest is ")
    for words, number in (("Another word.", 2), ('ended"', 3)):
        assert words in whole
        bent = run_recipe(whole.replace(words, "A lie" + words[-1]), tmp_path)
        assert (bent.returncode, bent.stderr.strip()) == (
            1,
            f"Publication {number} does not fit.",
        )
