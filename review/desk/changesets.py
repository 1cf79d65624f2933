"""A changeset under review: its acts, what each would change, and what would come of it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from review import kinds
from review.desk.cards import ShownChange, ShownScene, cards, in_scenes
from review.desk.conversations import Said, conversations
from review.models import Act, Change, Verdict
from review.models.changeset import LARGE, OP_WORDS
from review.weighing import reasons
from review.weighing.outcome import Clash, applied
from review.weighing.outcome import build as build_outcome

CHANGES_PAGE = 100
ACTS_PAGE = 50
UNDONE_SHOWN = 10


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
    scenes: list[ShownScene] = field(default_factory=list)
    # The changes that no scene tells of.
    alone: list[ShownChange] = field(default_factory=list)

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
    scenes = kinds.scenes(plan)
    for made in (
        *cards(undecided, plan, {k for scene in scenes for _, keys in scene.folds for k in keys}),
        # An act that was amended stands beside the one that took its place: the same subjects.
        *cards([c for c in decided if c.act_id not in amended], None),
        *cards([c for c in decided if c.act_id in amended], None),
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
        own = [scene for scene in scenes if scene.act == act.pk]
        made.scenes, made.alone = in_scenes(own, made.changes)
        shown.append(made)
    talks = conversations(acts)
    for one in shown:
        one.talk = talks[one.act.pk]
        if one.act.type == Act.Type.UNDO:
            links = one.act.undone.select_related("act__changeset__author").order_by("act")
            one.undone = [link.act for link in links[:UNDONE_SHOWN]]
            one.undone_more = links.count() - len(one.undone)
    waiting = [act for act in acts if act.size > LARGE and act.state == Act.State.PENDING]
    told = consequences(plan) + [words for act in waiting for words in _of_many(act)]
    return shown, told, following


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


def _of_many(act):
    """Sentences on what approving a large act would bring about: counted, never read whole."""
    changes, found = act.changes.all(), []
    for label in sorted(changes.values_list("subject__kind", flat=True).distinct().order_by()):
        found += kinds.get(label).consequences_of_many(changes.filter(subject__kind=label))
    others = Change.objects.filter(act__state=Act.State.PENDING, subject__changes__act=act)
    keys = others.exclude(act=act).order_by("act_id", "id").values_list("subject", flat=True)
    shared = changes.filter(subject__in=list(keys[:CHANGES_PAGE])).select_related("subject")
    return found + collisions(build_outcome(list(shared.order_by("id")), [act]))


def _large(act, after):
    changes = act.changes.filter(pk__gt=after).select_related("subject").order_by("id")
    page = list(changes[: CHANGES_PAGE + 1])
    makeup = act.changes.values_list("subject__kind", "op").annotate(n=Count("id")).order_by()
    counted = Counter({(kinds.get(label).noun, op): n for label, op, n in makeup})
    shown = cards(page[:CHANGES_PAGE], None)
    return ShownAct(
        act,
        shown,
        [],
        act.digest,
        alone=shown,
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
