"""What was bent, gone or slipped in beside history is named."""

import io

import pytest
from django.core.management import CommandError, call_command

from review.models import Act, Comment, Entry, Restriction, Verdict
from review.proving import log
from tests.builders import operator
from tests.review.covering.steps import make_spread
from tests.review.test_chain import bend
from tests.toy.models import Note

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def spread(for_all):
    with for_all():
        make_spread(operator())


SOMEBODY = "(SELECT max(id) FROM review_user)"
PENDING = "(SELECT max(id) FROM review_act WHERE state = 'pending')"
BENT = {
    "history's act": (
        "UPDATE toy_historicalnote SET act_id = (SELECT min(id) FROM review_act) "
        "WHERE publication_id = 2",
        "Note {note} in publication 2: it names act {first}, which that decision did not approve",
    ),
    "history's act, of the same decision": (
        "UPDATE toy_historicalnote SET act_id = (SELECT act_id FROM toy_historicalshelf "
        "WHERE publication_id = 3), publication_id = 3, history_date = (SELECT at FROM "
        "review_publication WHERE number = 3) WHERE publication_id = 2",
        "which did not change it",
    ),
    "history's act gone": (
        "UPDATE toy_historicalnote SET act_id = 999999 WHERE publication_id = 2",
        "it names act 999999, which that decision did not approve",
    ),
    "history's account": (
        f"UPDATE toy_historicalnote SET history_user_id = {SOMEBODY} WHERE publication_id = 2",
        "Note {note} in publication 2: it names account",
    ),
    "history's time": (
        "UPDATE toy_historicalnote SET history_date = '2001-01-01' WHERE publication_id = 2",
        "Note {note} in publication 2: its time",
    ),
    "history's reason": (
        "UPDATE toy_historicalnote SET history_change_reason = 'Lie' WHERE publication_id = 2",
        "Note {note} in publication 2: its reason",
    ),
    "history's reason as if redacted": (
        "UPDATE toy_historicalnote SET history_change_reason = '[redacted]' "
        "WHERE publication_id = 2",
        "Note {note} in publication 2: its reason",
    ),
    "history slipped in, of a kind that was not published": (
        "INSERT INTO toy_historicalnote (id, publication_id, act_id, salt, seal, history_date, "
        "history_type, shelf_id, text, mood, closed) SELECT id, 3, act_id, salt, seal, "
        "history_date, '~', shelf_id, 'Lie', mood, closed FROM toy_historicalnote "
        "WHERE publication_id = 2",
        "Note {note} in publication 3: that publication had no note",
    ),
    "history slipped in": (
        "INSERT INTO toy_historicalshelf (id, publication_id, act_id, salt, seal, history_date, "
        "history_type, name) SELECT gen_random_uuid(), publication_id, act_id, salt, seal, "
        "history_date, '+', 'Lie' FROM toy_historicalshelf WHERE publication_id = 3",
        "Publication 3: its digest",
    ),
    "a decision's time": (
        "UPDATE review_decision SET at = '2001-01-01' "
        "WHERE id = (SELECT decision_id FROM review_publication WHERE number = 2)",
        "its time is not that of publication 2",
    ),
    "a refusal's time": (
        "UPDATE review_decision SET at = '2001-01-01' WHERE id = {refusal}",
        "Decision {refusal}: what stands there is not what was entered",
    ),
    "a decision's reason": (
        "UPDATE review_decision SET reason = 'Lie' "
        "WHERE id = (SELECT decision_id FROM review_publication WHERE number = 2)",
        "what stands there is not what publication 2 took in",
    ),
    "a decision gone": (
        "DELETE FROM review_decision "
        "WHERE id = (SELECT decision_id FROM review_publication WHERE number = 3)",
        "Publication 3: its decision",
    ),
    "a verdict's reason": (
        "UPDATE review_verdict SET reason = 'Lie' WHERE reason = 'Still odd'",
        "Verdict on act {rejected}: what stands there is not what publication 3 took in",
    ),
    "the last refusal gone": (
        "DELETE FROM review_verdict WHERE decision_id = {refusal}; "
        "DELETE FROM review_decision WHERE id = {refusal}",
        "Decision {refusal}: it is gone",
    ),
    "a summary": (
        "UPDATE review_changeset SET summary = 'Lie' WHERE summary = 'the last'",
        "Changeset {changeset}: what stands there",
    ),
    "an author": (
        f"UPDATE review_changeset SET author_id = {SOMEBODY} WHERE id = {{changeset}}",
        "Changeset {changeset}: what stands there",
    ),
    "a changeset gone": (
        "DELETE FROM review_changeset WHERE id = {changeset}",
        "Changeset {changeset}: it is gone",
    ),
    "a title": (
        f"UPDATE review_act SET title = 'Lie' WHERE id = {PENDING}",
        "Act {pending}: what stands there",
    ),
    "when it was sent": (
        f"UPDATE review_act SET sent_at = '2001-01-01' WHERE id = {PENDING}",
        "Act {pending}: what stands there",
    ),
    "what it undoes": (
        "UPDATE review_act SET undoes_id = 1 WHERE type = 'undo'",
        "Act {undo}: what stands there is not what publication 3 took in",
    ),
    "approved by nobody": (
        f"UPDATE review_act SET state = 'approved' WHERE id = {PENDING}",
        "Act {pending}: it is approved, and no decision says so",
    ),
    "withdrawn by nobody": (
        f"UPDATE review_act SET state = 'withdrawn' WHERE id = {PENDING}",
        "Withdrawal of act {pending}: it was never entered",
    ),
    "withdrawn, then rejected": (
        "UPDATE review_act SET state = 'rejected' WHERE state = 'withdrawn'",
        "Act {withdrawn}: it is rejected, and no decision says so",
    ),
    "withdrawn, then pending": (
        "UPDATE review_act SET state = 'pending' WHERE state = 'withdrawn'",
        "Withdrawal of act {withdrawn}: what stands there",
    ),
    "rejected, then pending": (
        "UPDATE review_act SET state = 'pending' WHERE id = {rejected}",
        "act {rejected} is pending, and the verdict was reject",
    ),
    "superseded by nothing": (
        f"UPDATE review_act SET state = 'superseded' WHERE id = {PENDING}",
        "Act {pending}: it is superseded, and nothing",
    ),
    "superseded, then returned": (
        "UPDATE review_act SET state = 'returned' WHERE state = 'superseded'",
        "it is returned, and act {rejected} was sent in its place",
    ),
    "an act gone": (
        f"DELETE FROM review_act WHERE id = {PENDING}",
        "Act {pending}: it is gone",
    ),
    "what an undo reverses": (
        "UPDATE review_undone SET act_id = {rejected}",
        "what stands there is not what publication 3 took in",
    ),
    "an act slipped into an undo": (
        "INSERT INTO review_undone (id, undo_id, act_id) VALUES (999999, {undo}, {rejected})",
        "Link of an undo 999999: it was never entered",
    ),
    "a comment": (
        "UPDATE review_comment SET text = 'Lie' WHERE id = {comment}",
        "Comment {comment}: what stands there is not what publication 2 took in",
    ),
    "who commented": (
        f"UPDATE review_comment SET by_id = {SOMEBODY} WHERE id = {{comment}}",
        "Comment {comment}: what stands there",
    ),
    "a comment as if redacted": (
        "UPDATE review_comment SET text = '[redacted]' WHERE id = {comment}; "
        """UPDATE review_entry SET seal = '{{"text": {{"digest": "0"}}}}' """
        "WHERE label = 'review.comment' AND key = '{comment}'",
        "Comment {comment}: it says that it was redacted, and no redaction names it",
    ),
    "a comment gone": (
        "DELETE FROM review_comment WHERE id = {comment}",
        "Comment {comment}: it is gone",
    ),
    "a comment slipped in": (
        "INSERT INTO review_comment (id, act_id, by_id, at, text) "
        "SELECT 999999, act_id, by_id, at, 'Lie' FROM review_comment WHERE id = {comment}",
        "Comment 999999: it was never entered",
    ),
    "a first approval": (
        f"UPDATE review_endorsement SET by_id = {SOMEBODY}",
        "Endorsement {endorsement}: what stands there",
    ),
    "a first approval gone": (
        "DELETE FROM review_endorsement",
        "Endorsement {endorsement}: it is gone",
    ),
    "a first approval slipped in": (
        "INSERT INTO review_endorsement (id, act_id, by_id, at) "
        f"SELECT 999999, {PENDING}, by_id, at FROM review_endorsement",
        "Endorsement 999999: it was never entered",
    ),
    "a restriction": (
        "UPDATE review_restriction SET reason = 'Lie', until = '2001-01-01'",
        "Restriction {restriction}: what stands there",
    ),
    "who lifted it": (
        f"UPDATE review_restriction SET lifted_by_id = {SOMEBODY}",
        "Lifting of restriction {restriction}: what stands there",
    ),
    "as if never lifted": (
        "UPDATE review_restriction SET lifted_by_id = NULL, lifted_at = NULL",
        "Lifting of restriction {restriction}: what stands there",
    ),
    "an entry's digest": (
        "UPDATE review_entry SET digest = repeat('a', 64) "
        "WHERE label = 'review.comment' AND key = '{comment}'",
        "Publication 2: its digest",
    ),
    "a comment and its entry gone": (
        "DELETE FROM review_comment WHERE id = {comment}; DELETE FROM review_entry "
        "WHERE label = 'review.comment' AND key = '{comment}'",
        "Publication 2: its digest",
    ),
    "an entry's label": (
        "UPDATE review_entry SET label = 'review.nothing' "
        "WHERE label = 'review.comment' AND key = '{comment}'",
        "nothing is covered any more under review.nothing",
    ),
    "the last publication gone": (
        "DELETE FROM review_publication WHERE number = 3",
        "Publication 3: it is gone",
    ),
    "an anchor": (
        "UPDATE review_subject SET anchor = 'lie' WHERE kind = 'toy.note'",
        "Subject {note}: its anchor",
    ),
    "what a subject is": (
        "UPDATE review_subject SET kind = 'toy.shelf' WHERE kind = 'toy.note'",
        "Note {note}: there is no such subject",
    ),
    "an address": (
        "UPDATE review_slug SET slug = 'lie' WHERE is_current",
        "its address lie is not made of a name that it had",
    ),
    "which address is the current one": (
        "UPDATE review_slug SET is_current = false; "
        "UPDATE review_slug SET is_current = true WHERE slug = 'first-shelf'",
        "its address first-shelf is not made of a name",
    ),
    "an address gone": ("DELETE FROM review_slug", "it has no address"),
}


def known():
    """Keys by the names that the cases use."""
    acts = Act.objects.order_by("pk")
    return {
        "note": Note.objects.get().pk,
        "first": acts[0].pk,
        "rejected": Verdict.objects.get(reason="Still odd").act_id,
        "refusal": Verdict.objects.get(reason="Not sad").decision_id,
        "pending": acts.filter(state="pending").last().pk,
        "changeset": acts.filter(state="pending").last().changeset_id,
        "withdrawn": acts.get(state="withdrawn").pk,
        "undo": acts.get(type="undo").pk,
        "comment": Comment.objects.get(text="A night?").pk,
        "endorsement": Entry.objects.get(label="review.endorsement").key,
        "restriction": Restriction.objects.get().pk,
    }


@pytest.mark.parametrize("what", BENT)
def test_what_was_bent_beside_history_is_named(spread, what):
    statement, said = BENT[what]
    keys = known()
    bend(statement.format(**keys))
    said = said.format(**keys)
    assert any(said in sentence for sentence in log.breaks()), list(log.breaks())
    with pytest.raises(CommandError):
        call_command("verify_log", stderr=io.StringIO())
