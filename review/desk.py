"""What the desk's pages show: the queue, a changeset under review, a person's own work."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Subquery

from review import kinds, reasons
from review.diff import diff_html
from review.ids import key_in
from review.models import Act, Change, Comment, Flag, Subject, User, Verdict
from review.models.changeset import LARGE, OP_WORDS
from review.outcome import Clash, Outcome, Row, applied
from review.outcome import build as build_outcome

QUEUE_PAGE = 25
CHANGES_PAGE = 100
ACTS_PAGE = 50
OWN_SHOWN = 300
OBJECTS_SHOWN = 8
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
class Said:
    """One step of a conversation: `what` somebody did besides saying `text`, if anything."""

    by: User
    at: datetime
    text: str
    what: str = ""


@dataclass
class ShownAct:
    act: Act
    changes: list[ShownChange]
    clashes: list[Clash]
    fingerprint: str = ""
    needs: list[Act] = field(default_factory=list)
    makeup: list[tuple[str, int]] = field(default_factory=list)
    next_after: int | None = None
    talk: list["Said"] = field(default_factory=list)
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


def queue(after="", kind="", reason=None):
    """One page of pending acts, oldest first, and the key of the next page ("" at the end).

    Each act has `reasons`, sentences; with a `Reason` only acts that it holds for are listed.
    """
    if reason and reason.is_kept:
        found = Flag.objects.filter(name=reason.name).select_related("act__changeset__author")
        key, of_act = "act_id", "act__"
    else:
        found = Act.objects.select_related("changeset__author")
        found = found.filter(reason.condition()) if reason else found
        key, of_act = "id", ""
    wanted = {"state": Act.State.PENDING} | ({"type": kind} if kind else {})
    found = found.filter(**{of_act + name: value for name, value in wanted.items()})
    if (last_key := key_in(after)) is not None:
        last = Subquery(Act.objects.filter(pk=last_key).values("sent_at"))
        found = found.filter(sent_at__gte=last).exclude(
            **{"sent_at": last, f"{key}__lte": last_key}
        )
    page = list(found.order_by("sent_at", key)[: QUEUE_PAGE + 1])
    if of_act:
        page = [flag.act for flag in page]
    following = str(page[QUEUE_PAGE - 1].pk) if len(page) > QUEUE_PAGE else ""
    return reasons.told(page[:QUEUE_PAGE]), following


def so_many(reason):
    """Of how many pending acts a reason holds, in words."""
    page, following = queue(reason=reason)
    return f"{len(page)}{' or more' if following else ''} act{'s' * (len(page) != 1)}"


def next_in_queue(changeset, user):
    """The changeset after this one that waits for a verdict, and is not the user's own; after the
    last one, the first."""
    waiting = Act.objects.filter(state=Act.State.PENDING).exclude(changeset=changeset)
    waiting = waiting.exclude(changeset__author=user).order_by("sent_at", "id")
    act = waiting.filter(sent_at__gte=changeset.sent_at).first() or waiting.first()
    return act and act.changeset_id


def previous_in_queue(changeset, user):
    """The changeset before this one that waits for a verdict, and is not the user's own."""
    waiting = Act.objects.filter(state=Act.State.PENDING, sent_at__lt=changeset.sent_at)
    act = waiting.exclude(changeset__author=user).order_by("-sent_at", "-id").first()
    return act and act.changeset_id


def work_of(user, before=None):
    """(a page of a person's sent acts with their verdicts, newest first; the next page's key)."""
    acts = Act.objects.filter(changeset__author=user, sent_at__isnull=False)
    if before is not None:
        acts = acts.filter(pk__lt=before)
    acts = acts.select_related("changeset", "verdict__decision__by").order_by("-pk")
    page = list(acts[: QUEUE_PAGE + 1])
    return page[:QUEUE_PAGE], page[QUEUE_PAGE - 1].pk if len(page) > QUEUE_PAGE else None


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
        rivals = {key for clash in made.clashes for key in clash.rivals}
        made.rivals = [other for other in acts if other.pk in rivals]
        shown.append(made)
    talks = conversations(acts)
    for one in shown:
        one.talk = talks[one.act.pk]
        if one.act.type == Act.Type.UNDO:
            links = one.act.undone.select_related("act__changeset__author").order_by("act")
            one.undone = [link.act for link in links[:UNDONE_SHOWN]]
            one.undone_more = links.count() - len(one.undone)
    return shown, consequences(plan), following


EARLIER = """
WITH RECURSIVE line (act, earlier) AS (
    SELECT id, revises_id FROM review_act WHERE id = ANY(%s) AND revises_id IS NOT NULL
    UNION
    SELECT line.act, review_act.revises_id FROM line
    JOIN review_act ON review_act.id = line.earlier WHERE review_act.revises_id IS NOT NULL
)
SELECT act, earlier FROM line
"""


def conversations(acts):
    """{act: what was said on it and on all that it revises, the returns among it, in order}."""
    with connection.cursor() as cursor:
        cursor.execute(EARLIER, [[act.pk for act in acts]])
        lines = cursor.fetchall()
    later = defaultdict(list)
    for act, earlier in [*lines, *((act.pk, act.pk) for act in acts)]:
        later[earlier].append(act)
    said = [
        (comment.act_id, Said(comment.by, comment.at, comment.text))
        for comment in Comment.objects.filter(act__in=later).select_related("by")
    ]
    returns = Verdict.objects.filter(act__in=later, choice=Verdict.Choice.RETURN)
    said += [
        (
            verdict.act_id,
            Said(verdict.decision.by, verdict.decision.at, verdict.reason, "returned it"),
        )
        for verdict in returns.select_related("decision__by")
    ]
    # What is revised on the same page (an act that was amended) is told once, with its revision.
    revised = {act.revises_id for act in acts}
    talks = {act.pk: [] for act in acts}
    for earlier, step in sorted(said, key=lambda pair: pair[1].at):
        for act in later[earlier]:
            if act not in revised:
                talks[act].append(step)
    return talks


def consequences(plan):
    """What approving would bring about, in words."""
    found = []
    for label in sorted({row.kind.label for row in plan.rows}):
        found += kinds.get(label).consequences(plan, plan.of(label))
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
    from_changes = Outcome()
    for change in changes:
        kind = kinds.get(change.subject.kind)
        before = change.before if change.op != Change.Op.CREATE else None
        after = {**change.before, **change.after} if change.op != Change.Op.DELETE else None
        blank = kind.blank()
        from_changes.rows.append(
            Row(
                kind,
                str(change.subject_id),
                before and {**blank, **before},
                after and {**blank, **after},
                change.act_id,
                change,
            )
        )
    return from_changes


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


def titles_of(keys):
    """{key: title} of live objects, and of others as they were first proposed."""
    names, by_kind = {}, defaultdict(list)
    for key, label in Subject.objects.filter(pk__in=keys).values_list("pk", "kind"):
        by_kind[label].append(key)
    for label, own in by_kind.items():
        kind = kinds.get(label)
        if kind.model:
            names.update(kind.titles(kind.model.objects.filter(pk__in=own)))
    rest = Change.objects.filter(subject__in=set(keys) - set(names), op=Change.Op.CREATE)
    for change in rest.select_related("subject"):
        kind = kinds.get(change.subject.kind)
        names[str(change.subject_id)] = kind.title(kind.load(change.subject_id, change.after))
    return names


def own_work(user):
    """A person's acts by what they wait for: drafts, returned, pending; newest first.

    `has_moved` tells whether something they change was published anew since they were written.
    """
    first = Change.objects.select_related("subject").order_by("id")[: OBJECTS_SHOWN + 1]
    moved = Change.objects.filter(act=OuterRef("pk"), subject__head__gt=F("base"))
    acts = list(
        Act.objects.filter(changeset__author=user, state__in=Act.OPEN)
        .select_related("changeset", "revises", "verdict__decision__by")
        .prefetch_related(Prefetch("changes", first, to_attr="first_changes"))
        .annotate(has_moved=Exists(moved))
        .order_by("-id")[:OWN_SHOWN]
    )
    changes = [change for act in acts for change in act.first_changes]
    titles = titles_of({str(change.subject_id) for change in changes})
    for change in changes:
        change.title = titles.get(str(change.subject_id), "")
    revised = {act.revises_id for act in acts if act.state == Act.State.DRAFT}
    groups = {state: [] for state in (Act.State.DRAFT, Act.State.RETURNED, Act.State.PENDING)}
    for act in acts:
        act.has_draft = act.pk in revised
        groups[Act.State(act.state)].append(act)
    return groups


def decided_lately(user, limit=20):
    """The latest verdicts on a person's acts."""
    return (
        Verdict.objects.filter(act__changeset__author=user)
        .select_related("act__changeset", "decision__by")
        .order_by("-id")[:limit]
    )
