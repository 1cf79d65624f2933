"""An export that was edited elsewhere, brought home: what differs, statement by statement."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import transaction

from events.exchange.exporters.plaintext import printed
from events.exchange.importers.lines import trimmed
from events.exchange.importers.marks import marks_at
from events.exchange.importers.plaintext import read_article
from events.kinds import clip
from events.models import CitationRequest, Event, Illustration, Statement
from events.removing import remove_statement
from review.models import Act
from review.positions import between
from review.proposing import drafts, proposals

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
LINE = re.compile(r"[^\r\n]*\S[^\r\n]*")
# How many of an article's statements a text must still hold to be an export of it.
HELD = 0.5


@dataclass(frozen=True)
class Revision:
    """What becomes of one statement, or a new paragraph: the edits of one act."""

    title: str
    edits: tuple


def revisions(article, data):
    """[Revision] by which a text differs from the export of a live article; None if it is no
    export of it, edited or not."""
    pieces, closing = printed(article)
    new = data.decode()
    parts, spans, at = [], [], 0
    for lead, text, trail, owner in pieces:
        if owner:
            spans.append((owner, at + len(lead), at + len(lead) + len(text)))
        parts += [lead, text, trail]
        at += len(lead) + len(text) + len(trail)
    old = "".join([*parts, article.tail, closing])
    if old == new:
        return []
    ours, theirs = list(LINE.finditer(old)), list(LINE.finditer(new))
    lines = _compared(ours, theirs)
    steps = list(_steps(lines, ours, theirs))
    ends = [step[2] for step in steps]
    now = [(owner, old[a:b], _now(a, b, steps, ends, new)) for owner, a, b in spans]
    same = [was == words for owner, was, words in now if isinstance(owner, Statement)]
    if sum(same) < len(same) * HELD:
        return None
    made = [_revised(owner, was, words) for owner, was, words in now if was != words]
    placed = [(end, owner) for owner, _, end in spans if isinstance(owner, Statement)]
    for at, words in _paragraphs(lines, ours, theirs):
        index = bisect_right(placed, at, key=lambda place: place[0])
        made += _added(article, placed[index - 1][1] if index else None, words)
    return [revision for revision in made if revision]


def propose(found, *, by):
    """Send revisions for review, an act each; returns the changeset."""
    with transaction.atomic():
        acts = [
            drafts.propose(list(r.edits), by=by, type=Act.Type.EDIT, title=r.title) for r in found
        ]
    number = f"{len(found)} difference{'s' * (len(found) > 1)}"
    return proposals.send(acts, by=by, summary=f"From an export that was edited: {number}.")


def _compared(ours, theirs):
    """difflib's steps from lines to lines, whatever white space is around them."""
    words = ([line[0].strip() for line in lines] for lines in (ours, theirs))
    return SequenceMatcher(None, *words, autojunk=False).get_opcodes()


def _steps(lines, ours, theirs):
    """(equal or not, start and end in the old text, in the new) by lines, then by words; in order."""
    for tag, a, b, c, d in lines:
        if tag == "equal":
            for left, right in zip(ours[a:b], theirs[c:d], strict=True):
                yield True, *_words_of(left), *_words_of(right)
        elif tag == "replace":
            before = ours[a].string, ours[a].start(), ours[b - 1].end()
            yield from _words(*before, theirs[c].string, theirs[c].start(), theirs[d - 1].end())
        elif tag == "delete":
            yield False, ours[a].start(), ours[b - 1].end(), 0, 0


def _words_of(line):
    """Where a line's words begin and end."""
    return trimmed(line.string, line.start(), line.end())


def _words(old, a, b, new, c, d):
    ours, theirs = list(TOKEN.finditer(old, a, b)), list(TOKEN.finditer(new, c, d))
    steps = SequenceMatcher(None, [m[0] for m in ours], [m[0] for m in theirs], autojunk=False)
    for tag, i, j, k, m in steps.get_opcodes():
        start = ours[i].start() if i < len(ours) else b
        stop = ours[j - 1].end() if j > i else start
        left = theirs[k].start() if k < len(theirs) else d
        right = theirs[m - 1].end() if m > k else left
        yield tag == "equal", start, stop, left, right


def _now(start, end, steps, ends, new):
    """The words of a span as they are in the new text: what was put in within it goes along. `ends`
    are where the steps end in the old."""
    kept = []
    for index in range(bisect_left(ends, start), len(steps)):
        equal, a, b, c, d = steps[index]
        if a > end:
            break
        if equal:
            first, last = max(a, start), min(b, end)
            if first < last:
                kept.append(new[c + first - a : c + last - a])
        elif (a < end and b > start and a >= start) or a == b == end or start < a == b < end:
            kept.append(new[c:d])
    return "".join(kept).strip()


def _revised(owner, before, words):
    if not isinstance(owner, Statement):
        return _renamed(owner, before, words)
    marks, bare = marks_at(words), words
    for start, end, _ in reversed(marks):
        bare = bare[:start].rstrip(" ") + bare[end:]
    bare = bare.strip()
    if not re.search(r"\w", bare):
        return Revision(f"Remove “{clip(before)}”", tuple(remove_statement(owner)))
    edits = [drafts.update(Statement, owner.pk, text=bare)] if bare != before else []
    edits += _asked(owner.pk, marks)
    return Revision(f"Reword “{clip(before)}”", tuple(edits)) if edits else None


def _renamed(owner, before, words):
    """The revision of a title, a heading or a caption; only a caption may go."""
    model, field = type(owner), "caption" if isinstance(owner, Illustration) else "title"
    if words:
        edit = drafts.update(model, owner.pk, **{field: words})
        return Revision(f"Rename “{clip(before)}”", (edit,))
    if model is Illustration:
        return Revision(f"Remove “{clip(before)}”", (drafts.remove(model, owner.pk),))
    return None


def _asked(key, marks):
    return [
        drafts.create(
            CitationRequest.new(
                about_id=key, kind=mark.kind, reason=mark.reason, tagged_on=mark.tagged_on
            )
        )
        for *_, found in marks
        for mark in found
        if mark.kind and not mark.number
    ]


def _paragraphs(lines, ours, theirs):
    """(where in the old text, words) of whole lines that were put in between others."""
    for tag, a, _, c, d in lines:
        if tag == "insert":
            at = ours[a - 1].end() if a else 0
            yield at, "\n\n".join(m[0].strip() for m in theirs[c:d])


def _added(article, before, words):
    """Revisions that add paragraphs behind the event of the statement `before`."""
    try:
        read = read_article(words.encode(), title=article.title)
    except ValueError:
        return
    place = before.event if before else None
    following = Event.objects.filter(article=article).order_by("position")
    if place:
        following = following.filter(position__gt=place.position)
    position = place.position if place else None
    limit = following.values_list("position", flat=True).first()
    for read_event in read.events:
        position = between(position, limit)
        event = Event.new(
            article_id=article.pk,
            section_id=place and place.section_id,
            position=position,
            form=read_event.form,
        )
        edits, at = [drafts.create(event)], None
        for piece in read_event.statements:
            at = between(at, None)
            statement = Statement.new(event_id=event.pk, position=at, text=piece.text, lead=" ")
            edits.append(drafts.create(statement))
            marks = [(0, 0, piece.marks)]
            edits += _asked(statement.pk, marks)
        yield Revision(f"Add “{clip(read_event.statements[0].text)}”", tuple(edits))
