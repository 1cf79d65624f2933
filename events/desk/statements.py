"""Splitting a statement, and merging it with a neighbour: one act each."""

import re
from itertools import pairwise
from math import inf
from typing import NamedTuple

from events.desk import carrying
from events.models import Citation, CitationRequest, Dating, Statement
from events.models.event import closing_of, gap_of
from review.exceptions import Refused
from review.models import Act
from review.positions import between
from review.proposing import drafts
from sources import edtf


class Part(NamedTuple):
    key: object
    text: str


def split(statement, *, at, by, moved=()):
    """Propose to cut a statement at character `at`. The first part keeps the identity.

    `moved` are the keys of the citations and requests that go with the second part; a dating
    and a mention go where their words are.
    """
    if not statement.text[:at].strip() or not statement.text[at:].strip():
        raise Refused("Put the cut between two words: each part needs some.")
    moved = {str(key) for key in moved}
    (kept, _), edits = _cut(statement, [at], bearer=lambda key: 1 if str(key) in moved else 0)
    title = f"Split the statement “{kept.text[:80]}”"
    return drafts.propose(edits, by=by, type=Act.Type.SPLIT, title=title)


def around(statement, start, end):
    """(the `Part` that is the words from `start` to `end`, edits that cut a statement around them).

    The cuts go between words, and punctuation stays with the words that it closes. What hangs on
    the statement stays where readers see it, behind the last of the other words. Words that are all
    of the statement need no cut: it is the part itself.
    """
    text = statement.text
    start, end = _whole_words(text, start, end)
    cuts = [
        at for at in (start, end) if re.search(r"\w", text[:at]) and re.search(r"\w", text[at:])
    ]
    if not cuts:
        return Part(statement.pk, text), []
    wanted = 1 if start in cuts else 0
    others = [n for n in range(len(cuts) + 1) if n != wanted]
    parts, edits = _cut(statement, cuts, bearer=lambda key: others[-1])
    return parts[wanted], edits


def _whole_words(text, start, end):
    while start and not (text[start - 1].isspace() or text[start].isspace()):
        start -= 1
    while end < len(text) and not (text[end].isspace() or text[end - 1].isspace()):
        end += 1
    if not re.search(r"\w", text[:start]):
        start = 0
    return start, end if re.search(r"\w", text[end:]) else len(text)


def _space_at(text, at):
    """The white space on both sides of a place."""
    before, after = text[:at], text[at:]
    return before[len(before.rstrip()) :] + after[: len(after) - len(after.lstrip())]


def _cut(statement, cuts, bearer):
    """(the `Part`s of a statement cut at these characters, the edits); the first keeps its identity.
    `bearer` tells for the key of a citation or a request which part it goes with; a dating goes where
    its words are."""
    following = (
        Statement.objects.filter(event=statement.event_id, position__gt=statement.position)
        .order_by("position")
        .first()
    )
    end = following.position if following else None
    text, bounds = statement.text, [0, *cuts, len(statement.text)]
    words = [text[a:b].strip() for a, b in pairwise(bounds)]
    parts = [Part(statement.pk, words[0])]
    edits = [drafts.update(Statement, statement.pk, text=words[0], trail="")]
    position = statement.position
    for (a, b), own in zip(pairwise(bounds[1:]), words[1:], strict=True):
        position = between(position, end)
        new = Statement.new(
            event_id=statement.event_id,
            position=position,
            text=own,
            lead=_space_at(text, a),
            trail=statement.trail if b == len(text) else "",
            as_of=statement.as_of,
            look_again_on=statement.look_again_on,
        )
        parts.append(Part(new.pk, own))
        edits.append(drafts.create(new))
    hung = [(Citation, "statement_id", c.pk, bearer(c.pk)) for c in statement.citations.all()]
    hung += [(CitationRequest, "about_id", r.pk, bearer(r.pk)) for r in open_requests(statement.pk)]
    for dating in statement.datings.all():
        place = next((n for n, own in enumerate(words) if dating.words in own), 0)
        hung.append((Dating, "statement_id", dating.pk, place))
    edits += [
        drafts.update(model, key, **{name: parts[place].key})
        for model, name, key, place in hung
        if place
    ]
    edits += carrying.parted(statement.mentions.all(), parts)
    return parts, edits


def merge(statement, *, by):
    """Propose to join a statement to the one before it in its event, whose identity stays.

    Citations, requests, datings and mentions go along; the anchor of the one that goes leads to the other.
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
    values = {"text": text, "trail": statement.trail, **_dates_of_both(before, statement)}
    edits = [drafts.update(Statement, before.pk, **values)]
    edits += [
        drafts.update(Citation, c.pk, statement_id=before.pk) for c in statement.citations.all()
    ]
    edits += [drafts.update(Dating, d.pk, statement_id=before.pk) for d in statement.datings.all()]
    edits += [
        drafts.update(CitationRequest, r.pk, about_id=before.pk)
        for r in open_requests(statement.pk)
    ]
    edits += carrying.merged(statement.mentions.all(), before.mentions.all(), before.pk)
    edits.append(drafts.remove(Statement, statement.pk))
    title = f"Merge “{statement.text[:60]}” into “{before.text[:60]}”"
    return drafts.propose(edits, by=by, type=Act.Type.MERGE, title=title)


def _dates_of_both(*statements):
    """Of two times that they are known to hold the earlier, and the earlier day to look again."""
    return {
        "as_of": min((s.as_of for s in statements if s.as_of), key=_end_of, default=""),
        "look_again_on": min((s.look_again_on for s in statements if s.look_again_on), default=""),
    }


def _end_of(as_of):
    _, upper = edtf.bounds(as_of)
    return inf if upper is None else upper


def open_requests(key):
    return CitationRequest.objects.filter(about=key, resolution="")
