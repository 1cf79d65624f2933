"""Writing an article: each step makes or extends a draft act of its author, and nothing is published.

Steps begin from what their author has before them, their own drafts laid over what is live. What is
made on something that is itself only proposed goes into its act, so that a new paragraph with its
statements and citations is one; everything else is an act of its own, to be decided apart.
"""

from uuid import UUID

from django.db import transaction

from events.desk import asking
from events.desk.laid import MODELS, Laid, is_gone, is_new
from events.exchange.importers.marks import Mark
from events.kinds import clip
from events.models import (
    Article,
    Citation,
    CitationRequest,
    Dating,
    Event,
    Illustration,
    Section,
    Statement,
)
from events.models.event import closing_of, gap_of
from review import characters, kinds
from review.desk.admin.overlay import Overlay
from review.exceptions import Refused
from review.models import Act, Change, OpenChange, Subject
from review.positions import between
from review.proposing import drafts, proposals
from sources.models import Contributor, Source

BY_LABEL = {model._meta.label_lower: model for model in MODELS}
Kind, Resolution = CitationRequest.Kind, CitationRequest.Resolution
MISSING = "It is no longer there: somebody may have removed it meanwhile. Open the page anew."
# An act that stands or falls whole, as its author made it in one step.
WHOLE = (
    Act.Type.SPLIT,
    Act.Type.MERGE,
    Act.Type.RESOLVE,
    Act.Type.MOVE,
    Act.Type.DELETE,
)


# What is new.


def begin(*, by, title):
    """Begin an article; returns its key."""
    article = Article.new(title=title.strip())
    drafts.propose([drafts.create(article)], by=by)
    return article.pk


def add_statement(*, by, key, event, words, beside=None, is_before=False, marks=()):
    """Add a statement to an event, after (or before) the one of the key `beside`, or at its end.

    `key` is what it is to be known by: said again, with other words, it is reworded.
    """
    if _is_own(key, by):
        return reword(key, by=by, words=words, marks=marks)
    desk, parent = _of(Event, event, by)
    position = _beside(desk.statements(parent.pk), beside, is_before)
    new = Statement(subject_id=key, event_id=parent.pk, position=position, text=_said(words))
    return _kept([*_held(parent), drafts.create(new), *asking.marked(key, marks, by=by)], by=by)


def add_event(
    *,
    by,
    key,
    statement,
    article,
    words,
    section=None,
    beside=None,
    is_before=False,
    marks=(),
    **more,
):
    """Add a paragraph with its first statement: after (or before) the event `beside`, else at the end
    of the section, or of what stands before the first one. `more` are its heading and form; `key` and
    `statement` what the two are to be known by."""
    if _is_own(statement, by):
        return reword(statement, by=by, words=words, marks=marks)
    for each in (key, statement):
        _check_free(each)
    desk = Laid(UUID(str(article)), Overlay(by))
    whole = _one(desk, Article, article)
    near = next((event for event in desk.events if str(event.pk) == str(beside)), None)
    parent = near.section_id if near else section and UUID(str(section))
    if parent and not near:
        _one(desk, Section, parent)
    siblings = desk.of_section(parent)
    position = _beside(siblings, beside, is_before) if siblings else _opening(desk, parent)
    event = Event(subject_id=key, article_id=whole.pk, section_id=parent, position=position, **more)
    first = Statement(subject_id=statement, event_id=key, position=between(), text=_said(words))
    # By its words, since most have no heading, the act is called.
    edits = [drafts.create(first), drafts.create(event)]
    return drafts.propose([*edits, *asking.marked(statement, marks, by=by)], by=by)


def add_section(*, by, key, article, title, level=2, beside=None, is_before=False, at=None):
    """Add a heading after (or before) the section `beside`, with what is within that; at the end
    without it. With `at`, an event, it stands before that one, and the rest of its section follows."""
    if _is_own(key, by):
        return change(Section, key, by=by, title=title.strip(), level=level)
    desk = Laid(UUID(str(article)), Overlay(by))
    whole = _one(desk, Article, article)
    following = []
    if at:
        first = _one(desk, Event, at)
        own = desk.of_section(first.section_id)
        following = own[[event.pk for event in own].index(first.pk) :]
        beside, is_before = first.section_id, first.section_id is None
        beside = beside or (desk.sections[0].pk if desk.sections else None)
        position = _beside(desk.sections, beside, is_before)
    else:
        if beside and not is_before:
            beside = _block(desk.sections, UUID(str(beside)))[-1].pk
        position = _beside(desk.sections, beside, is_before)
    new = Section(
        subject_id=key, article_id=whole.pk, position=position, title=title.strip(), level=level
    )
    edits = [drafts.update(Event, event.pk, section_id=key) for event in following]
    return _kept([drafts.create(new), *edits], by=by)


def add_picture(*, by, key, article, caption):
    """Wish for an illustration: its caption alone, at the end; the file comes later."""
    if _is_own(key, by):
        return change(Illustration, key, by=by, caption=_said(caption))
    desk = Laid(UUID(str(article)), Overlay(by))
    whole = _one(desk, Article, article)
    own = list(desk.rows(Illustration).filter(article_id=whole.pk).order_by("position"))
    new = Illustration(
        subject_id=key,
        article_id=whole.pk,
        position=_beside(own, None, False),
        caption=_said(caption),
    )
    return drafts.propose([drafts.create(new)], by=by)


# What is changed.


def reword(key, *, by, words, seen="", marks=()):
    """Give a statement other words; back to those that are live, nothing is left of it. `marks` are
    what was typed into them to be requests, `seen` the token of what one began from."""
    _, statement = _of(Statement, key, by)
    words = _said(words)
    if words == statement.text and not marks:
        return statement.own_change and statement.own_change.act
    edits = [drafts.update(Statement, statement.pk, seen=seen, text=words)]
    return drafts.propose(edits + asking.marked(statement.pk, marks, by=by), by=by)


def change(model, key, *, by, seen="", **values):
    """Give an object of the article other values."""
    _, row = _of(model, key, by)
    if all(getattr(row, name) == value for name, value in values.items()):
        return row.own_change and row.own_change.act
    return drafts.propose([drafts.update(model, row.pk, seen=seen, **values)], by=by)


def cite(key, *, by, source=None, new_source=None, contributors=(), settles=(), **fields):
    """Cite a work for a statement: a known one by its key, or a new one with its contributors.
    `settles` are keys of open requests on the statement that end by it."""
    desk, statement = _of(Statement, key, by)
    made = [] if new_source is None else [new_source, *contributors]
    citations, _, requests = desk.parts_of(statement.pk)
    citation = Citation.new(
        statement_id=statement.pk,
        source_id=new_source.pk if made else source,
        position=_beside(citations, None, False),
        **fields,
    )
    settles = {str(one) for one in settles}
    ending = [
        drafts.update(CitationRequest, request.pk, resolution=Resolution.CITED)
        for request in requests
        if str(request.pk) in settles and not is_new(request)
    ]
    edits = [*_held(statement), *map(drafts.create, made), drafts.create(citation), *ending]
    title = "" if is_new(statement) else f"Cite a source for “{clip(_live_words(statement))}”"
    return _kept(edits, by=by, type=Act.Type.RESOLVE if ending else Act.Type.EDIT, title=title)


def date(key, *, by, **fields):
    """Give a statement a dating, as its author reads it: a confirmed one."""
    _, statement = _of(Statement, key, by)
    new = Dating.new(statement_id=statement.pk, is_confirmed=True, **fields)
    return _kept([*_held(statement), drafts.create(new)], by=by)


def ask(key, *, by, kind, reason=""):
    """Ask for a citation of a statement, or something of one that is there."""
    _, statement = _of(Statement, key, by)
    if not is_new(statement):
        return asking.ask(Statement.objects.get(pk=statement.pk), by=by, kind=kind, reason=reason)
    mark = Mark(kind=kind, reason=characters.said(reason))
    if not (edits := asking.marked(statement.pk, [mark], by=by)):
        raise Refused(f"You have asked “{Kind(kind).label}” of this statement already.")
    return _kept([*_held(statement), *edits], by=by)


# Its cut into statements.


def split(key, *, by, parts, going=None):
    """Cut a statement into parts, which are its own words in order. The first keeps its identity.

    `going` maps keys of its citations, requests and datings to the number of the part, from 0, that
    each goes with. A citation stays with the first unless it is said otherwise; a dating, and a
    request of which nothing is said, too, but for a dating whose words are in another part alone.
    """
    desk, statement = _of(Statement, key, by)
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
        *_held(statement),
        *map(drafts.create, made[1:]),
        drafts.update(Statement, statement.pk, text=cut[0][1], trail=""),
        *_going(desk, statement, made, [words for _, words in cut], going or {}),
    ]
    title = f"Split the statement “{clip(_live_words(statement))}”"
    whole = Act.Type.EDIT if is_new(statement) else Act.Type.SPLIT
    return _kept(edits, by=by, type=whole, title="" if is_new(statement) else title)


def merge(key, *, by):
    """Join a statement to the one before it in its event, whose identity stays, and to which its
    citations, requests and datings go."""
    desk, statement = _of(Statement, key, by)
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
        drafts.remove(Statement, statement.pk),
    ]
    if is_new(statement):
        return _kept(edits, by=by)
    title = f"Merge “{clip(_live_words(statement), 60)}” into “{clip(_live_words(before), 60)}”"
    return _kept(edits, by=by, type=Act.Type.MERGE, title=title)


# What goes.


def remove_statement(key, *, by):
    """Take a statement away with its citations and datings, and its paragraph if it was the last;
    its open requests end as removed."""
    desk, statement = _of(Statement, key, by)
    edits = _removal(desk, statement)
    if len(desk.statements(statement.event_id)) == 1:
        edits.append(drafts.remove(Event, statement.event_id))
    return _kept(edits, by=by, type=Act.Type.DELETE)


def remove_event(key, *, by):
    """Take a paragraph away, with its statements and what hangs on them."""
    desk, event = _of(Event, key, by)
    edits = [e for one in desk.statements(event.pk) for e in _removal(desk, one)]
    return _kept([*edits, drafts.remove(Event, event.pk)], by=by, type=Act.Type.DELETE)


def remove_section(key, *, by):
    """Take a heading away; its paragraphs go on in the section before it."""
    desk, section = _of(Section, key, by)
    at = [one.pk for one in desk.sections].index(section.pk)
    before = desk.sections[at - 1].pk if at else None
    left, moved = desk.of_section(before), desk.of_section(section.pk)
    edits = []
    low = left[-1].position if left else None
    places = [event.position for event in moved]
    if moved and low is not None and places[0] <= low:
        following = [event.position for event in desk.events if event.position > low]
        places, high = [], min(following, default=None)
        for _ in moved:
            low = between(low, high)
            places.append(low)
    for event, position in zip(moved, places, strict=True):
        values = {"section_id": before}
        if position != event.position:
            values["position"] = position
        edits.append(drafts.update(Event, event.pk, **values))
    return _kept([*edits, drafts.remove(Section, section.pk)], by=by, type=Act.Type.DELETE)


def remove(model, key, *, by):
    """Take something of the page away, with what hangs on it."""
    if model in REMOVING:
        return REMOVING[model](key, by=by)
    desk, row = _of(model, key, by)
    edits = [drafts.remove(model, row.pk)]
    if model is Citation and is_new(row):
        edits += _unused_work(row.own_change, desk.overlay)
    return _kept(edits, by=by, type=Act.Type.DELETE)


REMOVING = {
    Statement: remove_statement,
    Event: remove_event,
    Section: remove_section,
}


# What moves.


def move(model, key, *, by, step=0, beside=None, is_before=False):
    """Move a statement, an event or a section: by a step up (-1) or down (1) the page, or after (or
    before) another of its kind; returns the act, or None where there is no way further."""
    desk, row = _of(model, key, by)
    how = {Statement: _statement_moved, Event: _event_moved, Section: _section_moved}.get(model)
    if how is None:
        raise Refused("This has no place of its own to move to.")
    edits = how(desk, row, step, beside, is_before)
    if not edits:
        return None
    return _kept(edits, by=by, type=Act.Type.MOVE)


def _statement_moved(desk, row, step, beside, is_before):
    if step:
        event, siblings, at = _step_of_statement(desk, row, step)
    else:
        near = _one(desk, Statement, beside)
        event = near.event_id
        siblings = [one for one in desk.statements(event) if one.pk != row.pk]
        at = [one.pk for one in siblings].index(near.pk) + (not is_before)
    if event is None:
        return []
    values = {"position": _at(siblings, at)}
    if event != row.event_id:
        values["event_id"] = event
    edits = [drafts.update(Statement, row.pk, **values)]
    if event != row.event_id and len(desk.statements(row.event_id)) == 1:
        edits.append(drafts.remove(Event, row.event_id))
    return edits


def _step_of_statement(desk, row, step):
    """(the event, its other statements, the place among them) that a step leads to."""
    siblings = desk.statements(row.event_id)
    at = [one.pk for one in siblings].index(row.pk) + step
    if 0 <= at < len(siblings):
        return row.event_id, [one for one in siblings if one.pk != row.pk], at
    keys = [event.pk for event in desk.events]
    to = keys.index(row.event_id) + step
    if not 0 <= to < len(keys):
        return None, [], 0
    others = desk.statements(keys[to])
    return keys[to], others, len(others) if step < 0 else 0


def _event_moved(desk, row, step, beside, is_before):
    """Within its section first; from its end to the section beside it."""
    if step:
        own = desk.of_section(row.section_id)
        at = [one.pk for one in own].index(row.pk) + step
        section, siblings = row.section_id, [one for one in own if one.pk != row.pk]
        if not 0 <= at < len(own):
            order = [None, *(one.pk for one in desk.sections)]
            to = order.index(row.section_id) + step
            if not 0 <= to < len(order):
                return []
            section = order[to]
            siblings = desk.of_section(section)
            at = len(siblings) if step < 0 else 0
    elif beside and (section := desk.overlay.one(Section, beside)):
        section, siblings, at = section.pk, desk.of_section(section.pk), 0
    else:
        near = _one(desk, Event, beside)
        section = near.section_id
        siblings = [one for one in desk.of_section(section) if one.pk != row.pk]
        at = [one.pk for one in siblings].index(near.pk) + (not is_before)
    position = _at(siblings, at) if siblings else _opening(desk, section, but=row.pk)
    values = {"position": position}
    if section != row.section_id:
        values["section_id"] = section
    return [drafts.update(Event, row.pk, **values)]


def _section_moved(desk, row, step, beside, is_before):
    """With the sections within it, past the next one of its level."""
    block = _block(desk.sections, row.pk)
    keys = {one.pk for one in block}
    others = [one for one in desk.sections if one.pk not in keys]
    at = next(n for n, one in enumerate(desk.sections) if one.pk == row.pk)
    if step < 0:
        if not at:
            return []
        at -= 1
        while at and others[at].level > row.level:
            at -= 1
    elif step:
        if at >= len(others):
            return []
        at += 1
        while at < len(others) and others[at].level > row.level:
            at += 1
    else:
        near = _one(desk, Section, beside)
        if near.pk in keys:
            return []
        at = [one.pk for one in others].index(near.pk) + (not is_before)
    low = others[at - 1].position if at else None
    high = others[at].position if at < len(others) else None
    edits = []
    for one in block:
        low = _between(low, high)
        edits.append(drafts.update(Section, one.pk, position=low))
    return edits


# What is taken back.


def take_back(act, *, by, along=False):
    """Take a draft, or what waits, back. What of one's own builds on it is refused, or with `along`
    taken back before it."""
    for other in building_on(act, by=by) if along else ():
        take_back(other, by=by, along=True)
    act.refresh_from_db()
    return proposals.withdraw(act, by=by) if act.state != Act.State.WITHDRAWN else act


def building_on(act, *, by):
    """The author's own acts that point at what an act would create."""
    made = act.changes.filter(op=Change.Op.CREATE).values_list("subject_id", flat=True)
    return proposals.pointing_at({str(key) for key in made}, by, exclude=act)


@transaction.atomic
def take_back_change(key, *, by):
    """Take back one's own draft of one object, and what hangs on it if it is new; an act that was
    made in one step goes whole. Returns the act."""
    found = OpenChange.objects.select_related("change__act", "change__subject")
    held = found.filter(author=by, subject=key, change__act__state=Act.State.DRAFT).first()
    if held is None:
        raise Refused("There is no draft of yours on it (any more).")
    act = held.change.act
    if act.type in WHOLE or act.changes.count() == 1:
        return take_back(act, by=by)
    return drafts.propose(_without(held.change, Overlay(by)), by=by)


def _without(own, overlay):
    """Edits by which nothing is left of an own change, and of what hangs on a new object."""
    model = BY_LABEL[own.subject.kind]
    if own.op != Change.Op.CREATE:
        # Back to what it was made on: no difference is left, and it goes. So does the removal of
        # what it stood in.
        edits = [drafts.update(model, own.subject_id, **own.before)] if own.before else []
        for kind in (kinds.of(each) for each in MODELS):
            edits += [
                drafts.update(kind.model, key)
                for key, other in overlay.changes(kind).items()
                if other.op == Change.Op.DELETE and key in own.before.values()
            ]
        return edits
    overlay.read(MODELS)
    key, edits = str(own.subject_id), []
    for other in MODELS:
        for change in overlay.changes(kinds.of(other)).values():
            if key in change.after.values() and change.subject_id != own.subject_id:
                edits += _without(change, overlay)
    edits.append(drafts.remove(model, own.subject_id))
    return [*edits, *_unused_work(own, overlay)] if model is Citation else edits


def _unused_work(own, overlay):
    """Edits that take back the new work of a citation that goes, if nothing else of one's own is
    cited from it."""
    key = own.after["source_id"]
    work = overlay.one(Source, key)
    cited = overlay.changes(kinds.of(Citation)).values()
    if work is None or not is_new(work) or sum(c.after.get("source_id") == key for c in cited) > 1:
        return []
    people = overlay.children(Contributor, "source", key)
    return [*(drafts.remove(Contributor, one.pk) for one in people), drafts.remove(Source, key)]


# How it is done.


def _kept(edits, *, by, type=Act.Type.EDIT, title=""):
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


def _held(row):
    """An edit without a difference on what is only proposed: what is made on it goes into its act."""
    return [drafts.update(type(row), row.pk)] if is_new(row) else []


def _of(model, key, by):
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
        case Citation() | Dating():
            event = overlay.one(Event, overlay.one(Statement, row.statement_id).event_id)
            article = event.article_id
        case _:
            article = row.article_id
    return Laid(article, overlay), row


def _one(desk, model, key):
    row = desk.overlay.one(model, key) if key else None
    if row is None:
        raise Refused(MISSING)
    return row


def _is_own(key, by):
    """Whether a key is of something that the person has proposed; another's is refused."""
    if OpenChange.objects.filter(author=by, subject=key, change__op=Change.Op.CREATE).exists():
        return True
    _check_free(key)
    return False


def _check_free(key):
    if Subject.objects.filter(pk=key).exists():
        raise Refused("This was added already, or taken back since: open the page anew.")


def _said(text):
    """Words as a form sends them, with the line ends that are kept."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise Refused("There are no words yet.")
    return text


def _live_words(statement):
    """What a title may tell: words that readers have seen."""
    live = Statement.objects.filter(pk=statement.pk).first()
    return live.text if live else ""


def _between(low, high):
    """A position between two; past those that two people gave alike."""
    return between(low, high if not (low and high and low >= high) else None)


def _at(siblings, at):
    """A position at a place among siblings."""
    low = siblings[at - 1].position if at else None
    return _between(low, siblings[at].position if at < len(siblings) else None)


def _beside(siblings, beside, is_before):
    """A position after, or before, one of the siblings; without one at the end, or before all."""
    keys = [str(one.pk) for one in siblings]
    if not beside or str(beside) not in keys:
        return _at(siblings, 0 if is_before else len(siblings))
    return _at(siblings, keys.index(str(beside)) + (not is_before))


def _opening(desk, section, but=None):
    """A position in an article for the first event of a section: behind what is read before it."""
    order = [None, *(one.pk for one in desk.sections)]
    before = set(order[: order.index(section)] if section in order else order)
    places = [event.position for event in desk.events if event.pk != but]
    behind = [e.position for e in desk.events if e.section_id in before and e.pk != but]
    low = max(behind, default=None)
    high = min((place for place in places if low is None or place > low), default=None)
    return _between(low, high)


def _block(sections, key):
    """A section and those within it."""
    at = [one.pk for one in sections].index(key)
    end = at + 1
    while end < len(sections) and sections[end].level > sections[at].level:
        end += 1
    return sections[at:end]


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


def _removal(desk, statement):
    citations, datings, requests = desk.parts_of(statement.pk)
    edits = [drafts.remove(Statement, statement.pk)]
    edits += [drafts.remove(type(row), row.pk) for row in (*datings, *citations)]
    for row in filter(is_new, citations):
        edits += _unused_work(row.own_change, desk.overlay)
    for row in requests:
        if is_new(row):
            edits.append(drafts.remove(CitationRequest, row.pk))
        else:
            edits.append(drafts.update(CitationRequest, row.pk, resolution=Resolution.REMOVED))
    return edits
