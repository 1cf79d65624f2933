"""A card for each change under review: every field of it, as it was and as it would be."""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from review import kinds
from review.desk.places import places
from review.models import Change
from review.weighing.diff import diff_html, told
from review.weighing.outcome import Clash, Outcome, Row
from review.weighing.titles import titles_of

NOTHING = (None, "")


@dataclass
class ShownField:
    """One field of a change: its name, and its difference as HTML or as two values."""

    name: str
    diff: str = ""
    before: str = ""
    after: str = ""


@dataclass
class ShownChange:
    """The card of a change. `kept` are the fields that no reader is shown, and what it is a part of:
    who decides sees them all the same."""

    change: Change
    noun: str
    title: str
    fields: list[ShownField]
    kept: list[ShownField]
    preview: str = ""
    context: kinds.Context | None = None
    clashes: list[Clash] = field(default_factory=list)


@dataclass
class ShownScene:
    """A `Scene` as it stands on the page: its HTML, and the cards that are folded under it."""

    html: SafeString
    folds: list[tuple[str, list[ShownChange]]]


def in_scenes(scenes, cards):
    """([`ShownScene`s of one act], the cards that none of them folds).

    What can't be published as it stands is never folded away.
    """
    left, shown = {str(card.change.subject_id): card for card in cards}, []
    for scene in scenes:
        folds = []
        for words, keys in scene.folds:
            own = [left.pop(key) for key in keys if key in left and not left[key].clashes]
            folds += [(words, own)] if own else []
        shown.append(ShownScene(scene.html, folds))
    return shown, list(left.values())


def cards(changes, plan, told_of=frozenset()):
    """`ShownChange`s: against what is live now with a plan, else as they were proposed.

    `told_of` are the keys of rows whose place, and what readers will see, a scene tells.
    """
    clashes = defaultdict(list)
    for clash in plan.clashes if plan else ():
        if clash.change:
            clashes[clash.change.pk].append(clash)
    moved = places(plan) if plan else {}
    if plan is None:
        plan = build_plain(changes)
    rows = {row.id: row for row in plan.rows}
    names = names_of(plan, changes)
    previews, contexts = {}, {}
    for label, own in plan.by_kind.items():
        kind, alone = kinds.get(label), [row for row in own if row.id not in told_of]
        if alone:
            previews.update(kind.previews(plan, alone))
            contexts.update(kind.contexts(plan, alone))
    made = []
    for change in changes:
        kind, id = kinds.get(change.subject.kind), str(change.subject_id)
        row = rows.get(id)
        before = row.before if row else {**change.before, **change.after}
        after = row.after if row else change.after or None
        values = {**(before or {}), **(after or {})}
        fields, kept = _fields(kind, change, before or {}, after or {}, names)
        if id in moved:
            fields.insert(0, ShownField("place", before=moved[id][0], after=moved[id][1]))
        made.append(
            ShownChange(
                change,
                kind.noun,
                kind.title(kind.load(id, values)),
                fields,
                kept,
                previews.get(id, ""),
                contexts.get(id),
                clashes[change.pk],
            )
        )
    return made


def build_plain(changes):
    """An outcome of changes as they were proposed, for acts that were decided on or are large."""
    rows = []
    for change in changes:
        kind = kinds.get(change.subject.kind)
        before = change.before if change.op != Change.Op.CREATE else None
        after = {**change.before, **change.after} if change.op != Change.Op.DELETE else None
        blank = kind.blanks
        rows.append(
            Row(
                kind,
                str(change.subject_id),
                before and {**blank, **before},
                after and {**blank, **after},
                change.act_id,
                change,
            )
        )
    return Outcome(rows)


def _fields(kind, change, before, after, names):
    """([fields that people are shown], [what is kept with them]), those that differ."""
    shown, kept = [], []
    for name in kind.proposed:
        old, new = before.get(name), after.get(name)
        if not _differs(kind, change, name, old, new):
            continue
        words = str(kind.fields[name].verbose_name)
        if name in kind.silent:
            kept.append(ShownField(words, before=_as_kept(old), after=_as_kept(new)))
        elif _is_text(kind, name, old or new):
            told = [kind.show(name, value, names) for value in (old, new)]
            shown.append(ShownField(words, diff=diff_html(*told, folded=True)))
        else:
            said = [kind.show(name, value, names) for value in (old, new)]
            is_as_ever = name == _parent_name(kind) and change.op != Change.Op.UPDATE
            (kept if is_as_ever else shown).append(ShownField(words, before=said[0], after=said[1]))
    return shown, kept


def _differs(kind, change, name, old, new):
    """Whether who decides is to see a field; of what comes or goes whole, one that says something."""
    if change.op == Change.Op.UPDATE:
        is_named = name in change.after
        return is_named and old != new and not (old in NOTHING and new in NOTHING)
    value = new if change.op == Change.Op.CREATE else old
    if value == kind.blanks[name]:
        return bool(value) and name not in kind.silent
    return value is not None


def _parent_name(kind):
    return kind.model._meta.get_field(kind.parent).attname if kind.parent else None


def _is_text(kind, name, value):
    return isinstance(value, str) and name not in kind.keys and not kind.fields[name].choices


def _as_kept(value):
    """To the byte: white space is what most of it is."""
    return "" if value is None else told(json.dumps(value, ensure_ascii=False))


def names_of(plan, changes):
    """{key: title} of what the changes point at: live, in the plan, or proposed by somebody."""
    wanted = {
        value
        for change in changes
        for name in kinds.get(change.subject.kind).keys
        for value in (change.before.get(name), change.after.get(name))
        if value
    }
    names = {row.id: row.kind.title(row.instance) for row in plan.rows if row.id in wanted}
    return names | titles_of(wanted - set(names))
