"""What is changed, and what is hung on a statement."""

from events.desk import asking, carrying
from events.desk.laid import is_new
from events.desk.writing import places
from events.desk.writing.ground import at_hand, holding, keep, live_words, said
from events.exchange.importers.marks import Mark
from events.kinds import clip
from events.models import Citation, CitationRequest, Dating, Mention, Statement
from review import characters, kinds
from review.exceptions import Refused
from review.models import Act
from review.proposing import drafts


def reword(key, *, by, words, seen="", marks=()):
    """Give a statement other words; back to those that are live, nothing is left of it. `marks` are
    what was typed into them to be requests, `seen` the token of what one began from."""
    desk, statement = at_hand(Statement, key, by)
    words = said(words)
    if words == statement.text and not marks:
        return statement.own_change and statement.own_change.act
    edits = [drafts.update(Statement, statement.pk, seen=seen, text=words)]
    if not is_new(statement):
        held = statement.own_change and statement.own_change.act_id
        own = desk.overlay.changes(kinds.of(Mention))
        live = Mention.objects.filter(statement=statement.pk).order_by("pk")
        edits += carrying.reworded(live, words, own, held)
    return drafts.propose(edits + asking.marked(statement.pk, marks, by=by), by=by)


def change(model, key, *, by, seen="", **values):
    """Give an object of the article other values."""
    _, row = at_hand(model, key, by)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row.own_change and row.own_change.act
    return drafts.propose([drafts.update(model, row.pk, seen=seen, **values)], by=by)


def cite(key, *, by, source=None, new_source=None, contributors=(), settles=(), **fields):
    """Cite a work for a statement: a known one by its key, or a new one with its contributors.
    `settles` are keys of open requests on the statement that end by it."""
    desk, statement = at_hand(Statement, key, by)
    made = [] if new_source is None else [new_source, *contributors]
    citations, _, requests = desk.parts_of(statement.pk)
    citation = Citation.new(
        statement_id=statement.pk,
        source_id=new_source.pk if made else source,
        position=places.beside(citations, None, False),
        **fields,
    )
    settles = {str(one) for one in settles}
    ending = [
        drafts.update(CitationRequest, request.pk, resolution=CitationRequest.Resolution.CITED)
        for request in requests
        if str(request.pk) in settles and not is_new(request)
    ]
    edits = [*holding(statement), *map(drafts.create, made), drafts.create(citation), *ending]
    title = "" if is_new(statement) else f"Cite a source for “{clip(live_words(statement))}”"
    return keep(edits, by=by, type=Act.Type.RESOLVE if ending else Act.Type.EDIT, title=title)


def date(key, *, by, **fields):
    """Give a statement a dating, as its author reads it: a confirmed one."""
    _, statement = at_hand(Statement, key, by)
    new = Dating.new(statement_id=statement.pk, is_confirmed=True, **fields)
    return keep([*holding(statement), drafts.create(new)], by=by)


def ask(key, *, by, kind, reason=""):
    """Ask for a citation of a statement, or something of one that is there."""
    _, statement = at_hand(Statement, key, by)
    if not is_new(statement):
        return asking.ask(Statement.objects.get(pk=statement.pk), by=by, kind=kind, reason=reason)
    mark = Mark(kind=kind, reason=characters.said(reason))
    if not (edits := asking.marked(statement.pk, [mark], by=by)):
        raise Refused(
            f"You have asked “{CitationRequest.Kind(kind).label}” of this statement already."
        )
    return keep([*holding(statement), *edits], by=by)
