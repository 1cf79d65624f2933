"""What the tests of this folder share."""

from django.db import connection

from review.deciding import decisions, undoing
from review.models import Act, Decision
from review.proposing import drafts, proposals
from review.proving import log
from review.weighing import restricting
from tests.builders import approve, change, editor, moderator, reject, return_
from tests.toy.models import Note, Shelf


def checked_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def change_author(name):
    return Act.objects.filter(changeset__author__username=name).latest("pk").changeset.author


def make_spread(op):
    """At least one row of everything that is covered, before the third publication or after."""
    one, two, judge, second = editor("one"), editor("two"), moderator(), moderator("second")
    shelf = Shelf.new(name="First shelf")
    note = Note.new(shelf_id=shelf.pk, text="Once upon a time")
    decisions.publish([drafts.create(o) for o in (shelf, note)], by=op, summary="begun")
    note = Note.objects.get()
    act = change(note, one, text="Once upon a night")
    proposals.comment(act, by=judge, text="A night?")
    returned = change(note, two, mood="odd")
    return_(returned, judge)
    proposals.withdraw(change(note, editor("three"), mood="wild"), by=change_author("three"))
    held = restricting.restrict("second", by=judge, reason="Argued about", subject=note.pk)
    approve(act, judge)
    approve(act, second)
    restricting.lift(held, by=judge)
    undoing.undo(Decision.objects.latest("pk"), by=judge, reason="It was day")
    draft = drafts.revise(returned, by=two)
    proposals.send([draft], by=two, summary="once more")
    reject(draft, judge, "Still odd")
    proposals.comment(draft, by=two, text="A pity")
    decisions.publish([drafts.update(Shelf, shelf.pk, name="A shelf")], by=op, summary="renamed")
    reject(change(note, one, mood="sad"), judge, "Not sad")
    change(note, one, "the last", mood="calm")
    assert list(log.breaks()) == []
    # What a test deletes is not asked for again at its end.
    checked_now()
