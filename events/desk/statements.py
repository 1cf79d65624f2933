"""Splitting a statement, and merging it with a neighbour: one act each."""

from events.models import Citation, CitationRequest, Dating, Statement
from events.models.event import closing_of, gap_of
from review.exceptions import Refused
from review.models import Act
from review.positions import between
from review.proposing import drafts


def split(statement, *, at, by, moved=()):
    """Propose to cut a statement at character `at`. The first part keeps the identity.

    `moved` are the keys of the citations and requests that go with the second part; a dating
    goes where its words are.
    """
    first, second = statement.text[:at], statement.text[at:]
    if not first.strip() or not second.strip():
        raise Refused("Put the cut between two words: each part needs some.")
    kept, rest = first.rstrip(), second.lstrip()
    gap = statement.text[len(kept) : len(statement.text) - len(rest)]
    following = (
        Statement.objects.filter(event=statement.event_id, position__gt=statement.position)
        .order_by("position")
        .first()
    )
    new = Statement.new(
        event_id=statement.event_id,
        position=between(statement.position, following.position if following else None),
        text=rest,
        lead=gap,
        trail=statement.trail,
    )
    edits = [drafts.create(new), drafts.update(Statement, statement.pk, text=kept, trail="")]
    moved = {str(key) for key in moved}
    edits += [
        drafts.update(Citation, c.pk, statement_id=new.pk)
        for c in statement.citations.all()
        if str(c.pk) in moved
    ]
    edits += [
        drafts.update(CitationRequest, r.pk, about_id=new.pk)
        for r in open_requests(statement.pk)
        if str(r.pk) in moved
    ]
    edits += [
        drafts.update(Dating, d.pk, statement_id=new.pk)
        for d in statement.datings.all()
        if d.words in rest and d.words not in kept
    ]
    title = f"Split the statement “{kept[:80]}”"
    return drafts.propose(edits, by=by, type=Act.Type.SPLIT, title=title)


def merge(statement, *, by):
    """Propose to join a statement to the one before it in its event, whose identity stays.

    Citations, requests and datings go along; the anchor of the one that goes leads to the other.
    """
    before = (
        Statement.objects.filter(event=statement.event_id, position__lt=statement.position)
        .order_by("-position")
        .first()
    )
    if before is None:
        raise Refused("This is the first statement of its event: there is none before it to join.")
    joint = closing_of(before.text, before.trail) + gap_of(before.trail, statement.lead)
    text = before.text + joint + statement.text
    edits = [drafts.update(Statement, before.pk, text=text, trail=statement.trail)]
    edits += [
        drafts.update(Citation, c.pk, statement_id=before.pk) for c in statement.citations.all()
    ]
    edits += [drafts.update(Dating, d.pk, statement_id=before.pk) for d in statement.datings.all()]
    edits += [
        drafts.update(CitationRequest, r.pk, about_id=before.pk)
        for r in open_requests(statement.pk)
    ]
    edits.append(drafts.remove(Statement, statement.pk))
    title = f"Merge “{statement.text[:60]}” into “{before.text[:60]}”"
    return drafts.propose(edits, by=by, type=Act.Type.MERGE, title=title)


def open_requests(key):
    return CitationRequest.objects.filter(about=key, resolution="")
