"""What each step leans on: what its author has before them, and the one act that keeps it."""

from django.db import transaction

from events.desk.laid import Laid, is_gone, is_new
from events.models import Article, Citation, Dating, Event, Mention, Statement
from review.desk.admin.overlay import Overlay
from review.exceptions import Refused
from review.models import Act, Change, OpenChange, Subject
from review.proposing import drafts

MISSING = "It is no longer there: somebody may have removed it meanwhile. Open the page anew."


def keep(edits, *, by, type=Act.Type.EDIT, title=""):
    """Keep the edits of one step as one act. Where the person has an open change on one of the objects
    already, that act is extended, and drawn together with the others that they have on them."""
    with transaction.atomic():
        keys = [edit.id for edit in edits]
        held = OpenChange.objects.filter(author=by, subject__in=keys)
        if not held.exists():
            return drafts.propose(edits, by=by, type=type, title=title)
        act = drafts.propose(edits, by=by)
        acts = list(Act.objects.filter(state=Act.State.DRAFT, changes__open__in=held).distinct())
        if not acts:
            return act
        act = drafts.joined(acts, by=by) if len(acts) > 1 else acts[0]
        is_plain = act.type in (Act.Type.EDIT, Act.Type.MOVE)
        is_alone = not act.changes.exclude(subject__in=keys).exists()
        if (
            type == Act.Type.MERGE
            or (type == Act.Type.SPLIT and is_plain)
            or (type == Act.Type.DELETE and is_plain and is_alone)
        ):
            _call(act, type, title)
        return act


def _call(act, type, title):
    """Have an act count as a merge, a split or a removal that was an edit before."""
    statements = act.changes.filter(subject__kind="events.statement")
    if type == Act.Type.MERGE and statements.exclude(op=Change.Op.DELETE).count() != 1:
        raise Refused(
            "You have other drafts on these statements: send them, or take them back, first."
        )
    act.type, act.title = type, title or act.title
    act.save(update_fields=["type", "title"])


def holding(row):
    """An edit without a difference on what is only proposed: what is made on it goes into its act."""
    return [drafts.update(type(row), row.pk)] if is_new(row) else []


def at_hand(model, key, by):
    """(the article as `by` has it, the object in it)."""
    overlay = Overlay(by)
    row = overlay.one(model, key)
    if row is None:
        raise Refused(MISSING)
    if is_gone(row):
        raise Refused("You would remove this: take that back first.")
    match row:
        case Article():
            article = row.pk
        case Statement():
            event = overlay.one(Event, row.event_id)
            article = event.article_id
        case Citation() | Dating() | Mention():
            event = overlay.one(Event, overlay.one(Statement, row.statement_id).event_id)
            article = event.article_id
        case _:
            article = row.article_id
    return Laid(article, overlay), row


def row_of(desk, model, key):
    row = desk.overlay.one(model, key) if key else None
    if row is None:
        raise Refused(MISSING)
    return row


def is_own(key, by):
    """Whether a key is of something that the person has proposed; another's is refused."""
    if OpenChange.objects.filter(author=by, subject=key, change__op=Change.Op.CREATE).exists():
        return True
    check_free(key)
    return False


def check_free(key):
    if Subject.objects.filter(pk=key).exists():
        raise Refused("This was added already, or taken back since: open the page anew.")


def said(text):
    """Words as a form sends them, with the line ends that are kept."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("There are no words yet.")
    return text


def live_words(statement):
    """What a title may tell: words that readers have seen."""
    live = Statement.objects.filter(pk=statement.pk).first()
    return live.text if live else ""
