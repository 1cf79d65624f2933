"""An act put on what is live now: as it would be published and, where it collides, as a person chose.

A moderator amends an act in this way, and its author revises one. What stands in `before` of the
copies is what is live, so that what the person looked at collides with nothing any more.
"""

from dataclasses import dataclass

from review import kinds
from review.exceptions import Moved
from review.models import Change
from review.weighing.outcome import Clash, applied, build


@dataclass
class Part:
    """One change of an act beside what is live. `values` are those that a form offers."""

    change: Change
    live: dict | None
    after: dict | None
    clashes: list[Clash]

    @property
    def kind(self):
        return kinds.get(self.change.subject.kind)

    @property
    def is_gone(self):
        """Whether nothing of it can be published: it is left out."""
        return bool(self.why_gone)

    @property
    def why_gone(self):
        """A sentence, or nothing: it was redacted, its kind is no more, or somebody removed it
        meanwhile, or made it."""
        if self.change.seal:
            return "What it proposed was redacted."
        if self.kind.model is None:
            return "There are no objects of this kind any more."
        gone = [clash.sentence for clash in self.clashes if clash.what in ("gone", "exists")]
        return gone[0] if gone else ""

    @property
    def is_cut(self):
        """Whether it names a field that is no more, which is left out."""
        return any(n not in self.kind.fields for n in {**self.change.before, **self.change.after})

    @property
    def colliding(self):
        """{attname: Clash} of the fields that two people changed."""
        return {clash.field: clash for clash in self.clashes if clash.what == "value"}

    @property
    def values(self):
        """{attname: value} of the words and choices, as they would be published."""
        return {name: self.after.get(name) for name in amendable(self.change)}


def amendable(change):
    """The attnames of a change that a person may put right: words and choices, no keys."""
    kind = kinds.get(change.subject.kind)
    if change.op == Change.Op.DELETE:
        return []
    return [
        name
        for name in kind.proposed
        if name in change.after
        and name not in kind.silent
        and not kind.fields[name].is_relation
        and kind.fields[name].editable
    ]


def parts(act, *, lock=False):
    """([`Part`] of an act's changes, fingerprint of the plan that they were read from)."""
    changes = list(act.changes.select_related("subject").order_by("id"))
    plan = build(changes, [act], lock=lock)
    found = []
    for change in changes:
        live = plan.live.get(str(change.subject_id))
        found.append(_part(change, live))
    return found, plan.fingerprint(act.pk)


def _part(change, live):
    kind = kinds.get(change.subject.kind)
    if kind.model is None or change.seal:
        return Part(change, live, {}, [])
    known = Change(
        subject=change.subject,
        op=change.op,
        before={n: v for n, v in change.before.items() if n in kind.fields},
        after={n: v for n, v in change.after.items() if n in kind.fields},
        seal=change.seal,
    )
    after, clashes = applied(kind, known, live)
    if after is None:
        after = {**(live or {}), **known.after}
    else:
        after = {**after, **{c.field: c.proposed for c in clashes if c.what == "value"}}
    return Part(change, live, after, clashes)


def rested(parts, values):
    """Unsaved copies of the changes of `parts` that rest on what is live.

    `values` maps change keys to {attname: dumped value}, or to None for a change that is left out;
    a removal that is named there is meant all the same. A collision that nobody chose about stays
    one; a field that is no more is left out.
    """
    copies = []
    for part in parts:
        given = values.get(part.change.pk, {})
        if given is not None and not part.is_gone:
            copy = _rested(part, given, is_chosen=part.change.pk in values)
            if copy:
                copies.append(copy)
    return copies


def _rested(part, given, is_chosen):
    change, live, after = part.change, part.live or {}, part.after
    allowed = set(amendable(change)) | set(part.colliding)
    after = {**after, **{n: v for n, v in given.items() if n in allowed}}
    if change.op == Change.Op.CREATE:
        names = [n for n in part.kind.proposed if n in change.after]
        before, after = {}, {n: after[n] for n in names}
    elif change.op == Change.Op.DELETE:
        before, after = live if is_chosen or not part.clashes else change.before, {}
    else:
        names = [n for n in change.after if n in part.kind.fields]
        open_still = set(part.colliding) - set(given)
        before = {n: change.before[n] if n in open_still else live[n] for n in names}
        after = {n: after[n] for n in names if after[n] != before[n]}
        before = {n: before[n] for n in after}
        if not after:
            return None
    return Change(
        subject=change.subject,
        op=change.op,
        before=before,
        after=after,
        base_id=change.subject.head_id if part.live is not None else change.base_id,
    )


def check_seen(seen, now):
    """Raise Moved when what was looked at is not what is read now; an empty `seen` asks nothing."""
    if seen and seen != now:
        raise Moved()
