"""A changeset under review: its acts, what each would change, and what would come of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from review import kinds
from review.desk.conversations import Said, conversations
from review.models import Act, Change, Verdict
from review.models.changeset import LARGE, OP_WORDS
from review.weighing import reasons
from review.weighing.diff import diff_html
from review.weighing.outcome import Clash, Outcome, Row, applied
from review.weighing.outcome import build as build_outcome
from review.weighing.titles import titles_of

CHANGES_PAGE = 100
ACTS_PAGE = 50
UNDONE_SHOWN = 10


@dataclass
class ShownField:
    """One field of a change: its name, and its difference as HTML or as two values."""

    name: str
    diff: str = ""
    before: str = ""
    after: str = ""


@dataclass
class ShownChange:
    change: Change
    noun: str
    title: str
    fields: list[ShownField]
    preview: str = ""
    context: kinds.Context | None = None
    clashes: list[Clash] = field(default_factory=list)


@dataclass
class ShownAct:
    act: Act
    changes: list[ShownChange]
    clashes: list[Clash]
    fingerprint: str = ""
    needs: list[Act] = field(default_factory=list)
    makeup: list[tuple[str, int]] = field(default_factory=list)
    next_after: int | None = None
    talk: list[Said] = field(default_factory=list)
    undone: list[Act] = field(default_factory=list)
    undone_more: int = 0
    rivals: list[Act] = field(default_factory=list)

    @property
    def is_approvable(self):
        """Whether it could be approved by itself: it clashes at most with acts beside it."""
        return all(clash.rivals for clash in self.clashes)

    @property
    def first_approvals(self):
        """Those that still wait for a second."""
        return self.act.endorsements.all() if self.is_pending else ()

    @property
    def is_pending(self):
        return self.act.state == Act.State.PENDING


def changeset_acts(changeset, after=0, beyond=0):
    """(a page of `ShownAct`s of a changeset, sentences on what approving all of them that are
    pending would do, the key of the next page or None). `beyond` is the act to go on from, `after`
    the change, in a large act."""
    acts = list(
        changeset.acts.select_related("revises", "amended_by")
        .prefetch_related("endorsements__by", "undone_by__undo")
        .filter(pk__gt=beyond)
        .order_by("id")[: ACTS_PAGE + 1]
    )
    following = acts[ACTS_PAGE - 1].pk if len(acts) > ACTS_PAGE else None
    acts = acts[:ACTS_PAGE]
    verdicts = {
        v.act_id: v for v in Verdict.objects.filter(act__in=acts).select_related("decision__by")
    }
    for act in acts:
        act.given = verdicts.get(act.pk)
        act.reasons = []
    reasons.told([act for act in acts if act.state == Act.State.PENDING])
    small = [act for act in acts if act.size <= LARGE]
    changes = list(
        Change.objects.filter(act__in=small).select_related("subject").order_by("act_id", "id")
    )
    pending = {act.pk for act in small if act.state == Act.State.PENDING}
    plan = build_outcome([c for c in changes if c.act_id in pending], acts)
    by_act = defaultdict(list)
    amended = {act.pk for act in small if act.state == Act.State.SUPERSEDED}
    decided = [c for c in changes if c.act_id not in pending]
    undecided = [c for c in changes if c.act_id in pending]
    for made in (
        *_shown(undecided, plan),
        # An act that was amended stands beside the one that took its place: the same subjects.
        *_shown([c for c in decided if c.act_id not in amended], None),
        *_shown([c for c in decided if c.act_id in amended], None),
    ):
        by_act[made.change.act_id].append(made)
    needed = _needs(undecided)
    rivals = _rivals(plan.clashes)
    shown = []
    for act in acts:
        if act.size > LARGE:
            shown.append(_large(act, after))
            continue
        made = ShownAct(
            act,
            by_act[act.pk],
            [c for c in plan.clashes if c.change and c.change.act_id == act.pk],
            plan.fingerprint(act.pk) if act.pk in pending else "",
            [other for other in acts if other.pk in needed[act.pk]],
        )
        made.rivals = [other for other in acts if other.pk in rivals[act.pk]]
        shown.append(made)
    talks = conversations(acts)
    for one in shown:
        one.talk = talks[one.act.pk]
        if one.act.type == Act.Type.UNDO:
            links = one.act.undone.select_related("act__changeset__author").order_by("act")
            one.undone = [link.act for link in links[:UNDONE_SHOWN]]
            one.undone_more = links.count() - len(one.undone)
    return shown, consequences(plan), following


def consequences(plan):
    """What approving would bring about, in words."""
    found = []
    for label, rows in sorted(plan.by_kind.items()):
        found += kinds.get(label).consequences(plan, rows)
    return found + collisions(plan)


def collisions(plan):
    """Sentences on other people's pending acts that could not be published any more."""
    rows = {row.id: row for row in plan.rows}
    others = (
        Change.objects.filter(subject__in=rows, act__state=Act.State.PENDING)
        .exclude(act__in=[act.pk for act in plan.acts])
        .select_related("subject", "act__changeset__author")
        .order_by("act_id", "id")[:CHANGES_PAGE]
    )
    found = {}
    for change in others:
        row = rows[str(change.subject_id)]
        _, clashes = applied(row.kind, change, row.after)
        if clashes:
            found[change.act_id] = (
                f"“{change.act.title}” by {change.act.changeset.author} (changeset "
                f"{change.act.changeset_id}) would then collide"
            )
    return list(found.values())


def _large(act, after):
    changes = act.changes.filter(pk__gt=after).select_related("subject").order_by("id")
    page = list(changes[: CHANGES_PAGE + 1])
    makeup = act.changes.values_list("subject__kind", "op").annotate(n=Count("id")).order_by()
    counted = Counter({(kinds.get(label).noun, op): n for label, op, n in makeup})
    return ShownAct(
        act,
        _shown(page[:CHANGES_PAGE], None),
        [],
        act.digest,
        makeup=[(f"{OP_WORDS[op]} {noun}", n) for (noun, op), n in sorted(counted.items())],
        next_after=page[CHANGES_PAGE - 1].pk if len(page) > CHANGES_PAGE else None,
    )


def _rivals(clashes):
    """{act: the acts without which it, or they, would not clash}: each way."""
    found = defaultdict(set)
    for clash in clashes:
        for key in clash.rivals if clash.change else ():
            found[clash.change.act_id].add(key)
            found[key].add(clash.change.act_id)
    return found


def _needs(changes):
    """{act: acts of the same changeset that create what it points at}."""
    creator = {str(c.subject_id): c.act_id for c in changes if c.op == Change.Op.CREATE}
    needed = defaultdict(set)
    for change in changes:
        for name in kinds.get(change.subject.kind).keys:
            act = creator.get(change.after.get(name))
            if act and act != change.act_id:
                needed[change.act_id].add(act)
    return needed


def _shown(changes, plan):
    """`ShownChange`s: against what is live now with a plan, else as they were proposed."""
    rows = {row.id: row for row in plan.rows} if plan else {}
    clashes = defaultdict(list)
    for clash in plan.clashes if plan else ():
        if clash.change:
            clashes[clash.change.pk].append(clash)
    if plan is None:
        plan = build_plain(changes)
        rows = {row.id: row for row in plan.rows}
    names = names_of(plan, changes)
    previews, contexts = {}, {}
    for label in {row.kind.label for row in plan.rows}:
        kind = kinds.get(label)
        previews.update(kind.previews(plan, plan.of(label)))
        contexts.update(kind.contexts(plan, plan.of(label)))
    made = []
    for change in changes:
        kind, id = kinds.get(change.subject.kind), str(change.subject_id)
        row = rows.get(id)
        before = row.before if row else {**change.before, **change.after}
        after = row.after if row else change.after or None
        values = {**(before or {}), **(after or {})}
        made.append(
            ShownChange(
                change,
                kind.noun,
                kind.title(kind.load(id, values)),
                _fields(kind, change, before or {}, after or {}, names),
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
    shown = []
    for name in kind.proposed:
        if name in kind.silent or name == _parent_name(kind):
            continue
        old, new = before.get(name), after.get(name)
        if change.op == Change.Op.UPDATE and name not in change.after:
            continue
        if old == new or (not old and not new):
            continue
        words = str(kind.fields[name].verbose_name)
        if isinstance(old or new, str) and name not in kind.keys and not kind.fields[name].choices:
            shown.append(ShownField(words, diff=diff_html(old, new, folded=True)))
        else:
            shown.append(
                ShownField(
                    words, before=kind.show(name, old, names), after=kind.show(name, new, names)
                )
            )
    return shown


def _parent_name(kind):
    return kind.model._meta.get_field(kind.parent).attname if kind.parent else None


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
