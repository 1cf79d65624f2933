"""A paragraph cut into statements: one split in parts, two merged."""

from events.desk import carrying
from events.desk.laid import is_new
from events.desk.writing.ground import at_hand, holding, keep, live_words
from events.kinds import clip
from events.models import CitationRequest, Dating, Statement
from events.models.event import closing_of, gap_of
from review.exceptions import Refused
from review.models import Act
from review.positions import between
from review.proposing import drafts


def split(key, *, by, parts, going=None):
    """Cut a statement into parts, which are its own words in order. The first keeps its identity, and
    a mention goes where its words are.

    `going` maps keys of its citations, requests and datings to the number of the part, from 0, that
    each goes with. A citation stays with the first unless it is said otherwise; a dating, and a
    request of which nothing is said, too, but for a dating whose words are in another part alone.
    """
    desk, statement = at_hand(Statement, key, by)
    cut = _cut(statement.text, parts)
    siblings = desk.statements(statement.event_id)
    at = [one.pk for one in siblings].index(statement.pk)
    high = siblings[at + 1].position if at + 1 < len(siblings) else None
    made, low = [statement], statement.position
    for gap, words in cut[1:]:
        low = between(low, high)
        made.append(Statement.new(event_id=statement.event_id, position=low, text=words, lead=gap))
    made[-1].trail = statement.trail
    edits = [
        *holding(statement),
        *map(drafts.create, made[1:]),
        drafts.update(Statement, statement.pk, text=cut[0][1], trail=""),
        *_going(desk, statement, made, [words for _, words in cut], going or {}),
        *carrying.parted(
            desk.mentions_of(statement.pk),
            [(one.pk, words) for one, (_, words) in zip(made, cut, strict=True)],
        ),
    ]
    title = f"Split the statement “{clip(live_words(statement))}”"
    whole = Act.Type.EDIT if is_new(statement) else Act.Type.SPLIT
    return keep(edits, by=by, type=whole, title="" if is_new(statement) else title)


def merge(key, *, by):
    """Join a statement to the one before it in its event, whose identity stays, and to which its
    citations, requests, datings and mentions go."""
    desk, statement = at_hand(Statement, key, by)
    siblings = desk.statements(statement.event_id)
    at = [one.pk for one in siblings].index(statement.pk)
    if not at:
        raise Refused(
            "This is the first statement of its paragraph: there is none before it to join."
        )
    before = siblings[at - 1]
    joint = closing_of(before.text, before.trail) + gap_of(before.trail, statement.lead)
    text = before.text + joint + statement.text
    edits = [
        drafts.update(Statement, before.pk, text=text, trail=statement.trail),
        *_all_going(desk, statement, before.pk),
        *carrying.merged(desk.mentions_of(statement.pk), desk.mentions_of(before.pk), before.pk),
        drafts.remove(Statement, statement.pk),
    ]
    if is_new(statement):
        return keep(edits, by=by)
    title = f"Merge “{clip(live_words(statement), 60)}” into “{clip(live_words(before), 60)}”"
    return keep(edits, by=by, type=Act.Type.MERGE, title=title)


def _cut(text, parts):
    """[(what stands before it, words)] of parts that are a text's own words in order."""
    found, at = [], 0
    for part in (" ".join(part.split()) for part in parts if part.strip()):
        words = text[at:].lstrip()
        gap = text[at : len(text) - len(words)]
        taken = _taken(words, part)
        found.append((gap, words[:taken]))
        at += len(gap) + taken
    if len(found) < 2:
        raise Refused("Put the cut between two words: each part needs some.")
    if text[at:].strip():
        raise Refused("The parts are not the statement’s own words: reword it first.")
    return found


def _taken(words, part):
    """How many characters of `words` a part is, whatever stands between its words."""
    at = 0
    for piece in part.split(" "):
        while at < len(words) and words[at].isspace():
            at += 1
        if not words.startswith(piece, at):
            raise Refused("The parts are not the statement’s own words: reword it first.")
        at += len(piece)
    return at


def _going(desk, statement, made, words, going):
    """Edits that take what hangs on a statement along with its parts."""
    citations, datings, requests = desk.parts_of(statement.pk)
    edits = []
    for row in (*citations, *requests, *datings):
        at = int(going.get(str(row.pk), -1))
        if at < 0 and isinstance(row, Dating):
            having = [n for n, text in enumerate(words) if row.words in text]
            at = having[0] if having else 0
        if 0 < at < len(made):
            name = "about_id" if isinstance(row, CitationRequest) else "statement_id"
            edits.append(drafts.update(type(row), row.pk, **{name: made[at].pk}))
    return edits


def _all_going(desk, statement, to):
    citations, datings, requests = desk.parts_of(statement.pk)
    return [
        *(drafts.update(type(row), row.pk, statement_id=to) for row in (*citations, *datings)),
        *(drafts.update(CitationRequest, row.pk, about_id=to) for row in requests),
    ]
