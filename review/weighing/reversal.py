"""What undoing would propose, read from the history rows of what is undone.

The rows of one subject that follow each other, with nobody else's in between, are a run. Runs are
reversed newest first, each laid three-way over what others published in between, so that nobody
else's words go along. What can't be given back is left as it is, and told.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from review import kinds
from review.among import among
from review.models import Act, Change, Subject
from review.weighing import outcome
from review.weighing.merge import Collision, merge_words

COLLIDES = "can’t be undone by itself: somebody changed the same words since"
MADE_AND_CHANGED = "can’t be removed by itself: somebody else changed it since"
REDACTED = "what stood there before was redacted"
FORMER = "there are no objects of its kind any more"
RESTS_ON_REDACTED = "it needs something that can’t come back, since it was redacted"


@dataclass(frozen=True)
class Left:
    """One field of a subject (its attname), or with "" the subject, that is left as it is; why."""

    kind: kinds.Kind
    key: object
    name: str
    why: str


@dataclass
class Reversal:
    """What undoing some published acts would propose.

    `acts_of` are, for each subject, the keys of the acts whose work its change reverses. `stays` are
    (kind, key) of created objects that later work points at, which are left alone, and `resting` {key: [(kind, attname,
    key)]} what points there. `later` are the publications after those undone that touched the same
    subjects, `later_acts` the keys of their acts. `collisions` are the changes that would not go
    live as they stand: somebody settles them while reviewing.
    """

    changes: list[Change] = field(default_factory=list)
    acts_of: dict = field(default_factory=dict)
    stays: list[tuple] = field(default_factory=list)
    resting: dict = field(default_factory=lambda: defaultdict(list))
    left: list[Left] = field(default_factory=list)
    later: list[int] = field(default_factory=list)
    later_acts: set[int] = field(default_factory=set)
    collisions: list[outcome.Clash] = field(default_factory=list)

    @property
    def acts(self):
        """The keys of all acts whose work the changes reverse."""
        return set().union(*(self.acts_of[change.subject_id] for change in self.changes))


def of_decision(decision, acts=None):
    """The `Reversal` of what a decision published, or of some of its acts (their keys)."""
    undone = Change.objects.filter(act__verdict__decision=decision)
    return _reversal(undone if acts is None else undone.filter(act__in=acts))


def of_account(user, start, end, besides=()):
    """The `Reversal` of all that one account's acts published in [start, end), but for some acts."""
    undone = Change.objects.filter(of_account_in(user, start, end))
    return _reversal(undone.exclude(act__in=list(besides)) if besides else undone)


def of_account_in(user, start, end):
    """Which changes those are."""
    return Q(
        act__changeset__author=user,
        act__verdict__decision__publication__at__gte=start,
        act__verdict__decision__publication__at__lt=end,
    )


@dataclass
class _Run:
    """Rows of one subject that are undone together: values before and after (None: not there)."""

    was: dict | None
    then: dict | None
    base: int
    acts: set
    sealed: frozenset = frozenset()
    why_not: str = ""


def _reversal(undone):
    """Of what the approved ones of the changes `undone` published."""
    undone = undone.filter(
        act__state=Act.State.APPROVED, act__verdict__decision__publication__isnull=False
    ).order_by()
    made, kept, live = Reversal(), _kept(undone), {}
    for label, subjects in _touched(undone).items():
        kind = kinds.get(label)
        if kind.model is None:
            made.left += [Left(kind, key, "", FORMER) for key in subjects]
            continue
        histories = _histories(kind, subjects)
        live |= {key: rows[-1].values for key, rows in histories.items()}
        for key, chosen in subjects.items():
            rows = [row for row in histories[key] if row.publication_id >= min(chosen)]
            for row in rows:
                if row.publication_id not in chosen:
                    made.later.append(row.publication_id)
                    made.later_acts.add(row.act_id)
            _reverse(kind, key, _runs(kind, histories[key], chosen, kept), made)
    made.later = sorted(set(made.later))
    made.changes = list(_that_stand(made, live))
    _leave_what_needs_the_redacted(made)
    made.changes, made.stays = _without_what_is_rested_on(made)
    kept = {change.subject_id for change in made.changes}
    made.collisions = [c for c in made.collisions if c.change.subject_id in kept]
    return made


class _Row(NamedTuple):
    """A history row: the values that it left (None: it removed its subject), and its seal."""

    subject_id: object
    publication_id: int
    act_id: int
    values: dict | None
    seal: dict


def _histories(kind, subjects):
    """{key: all history rows of a subject, the oldest first}."""
    found = defaultdict(list)
    columns = ("subject_id", "publication_id", "act_id", "seal", "history_type")
    rows = kind.history.objects.filter(subject__in=among(subjects)).order_by("publication")
    for (key, number, act, seal, op), values in kind.dumps(rows, *columns):
        found[key].append(_Row(key, number, act, None if op == "-" else values, seal))
    return found


def _touched(undone):
    """{label: {subject: {publication: keys of the acts undone}}}."""
    found = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    rows = undone.values_list(
        "subject__kind", "subject", "act__verdict__decision__publication", "act"
    )
    for label, key, number, act in rows:
        found[label][key][number].add(act)
    return found


def _kept(undone):
    """{(subject, publication): changes of other acts that were decided together with those undone}."""
    others = (
        Change.objects.filter(
            act__state=Act.State.APPROVED,
            act__verdict__decision__in=undone.values("act__verdict__decision"),
            subject__in=undone.values("subject"),
        )
        .exclude(act__in=undone.values("act"))
        .select_related("subject", "act__verdict__decision__publication")
        .order_by("act", "id")
    )
    found = defaultdict(list)
    for change in others:
        found[change.subject_id, change.act.verdict.decision.publication.pk].append(change)
    return found


def _runs(kind, rows, chosen, kept):
    """The `_Run`s among a subject's history rows, newest first."""
    runs, before, is_open = [], None, False
    for row in rows:
        acts = chosen.get(row.publication_id)
        others = kept.get((row.subject_id, row.publication_id), ())
        if acts and is_open and not others:
            run = runs[-1]
            run.then, run.base = row.values, row.publication_id
            run.acts |= acts
        elif acts:
            was, why_not = _with_kept(kind, others, before and before.values)
            sealed = {n for n, seal in before.seal.items() if "digest" in seal} if before else ()
            number = row.publication_id
            runs.append(_Run(was, row.values, number, set(acts), frozenset(sealed), why_not))
        before, is_open = row, bool(acts)
    return runs[::-1]


def _with_kept(kind, changes, values):
    """(values with these changes applied, "" or why that can't be done)."""
    for change in changes:
        values, clashes = outcome.applied(kind, change, values)
        if clashes:
            return None, f"“{change.act}” was decided with it, and rests on the same {kind.noun}"
    return values, ""


def _reverse(kind, key, runs, made):
    """Put the change that reverses the runs of one subject into `made`, and what is left."""
    if not runs:
        return
    now = state = runs[0].then
    start, left, acts = {}, {}, set()
    for number, run in enumerate(runs):
        if run.why_not:
            left[""] = run.why_not
            break
        if number and state is None:
            break  # Somebody else removed it in between: that stands.
        if run.was is None and run.then is None:
            continue
        if run.was is None:
            if state != run.then:
                left[""] = MADE_AND_CHANGED
                break
            state = None
        elif run.then is None:
            if number:
                continue  # Somebody else brought it back in between.
            if run.sealed:
                left[""] = REDACTED
                break
            state = run.was
        else:
            state = dict(state)
            if not _reverse_fields(kind, run, now, start, state, left):
                continue
        acts |= run.acts
    made.left += [Left(kind, key, name, why) for name, why in left.items()]
    change = _change(kind, key, runs[0].base, now, state, start)
    if change:
        made.acts_of[key] = acts
        made.changes.append(change)


def _reverse_fields(kind, run, now, start, state, left):
    """Give the fields that a run changed their values before it, in `state`; whether any.

    The newest change of a field is reversed as it was made (from the value in `start`): what
    others did since is met when it is decided on, like any proposal's. An older one is laid over
    what others made of it in between.
    """
    given_back = False
    for name in kind.proposed:
        was, then = run.was[name], run.then[name]
        if was == then or name in left:
            continue
        if name in run.sealed:
            left[name] = REDACTED
        elif now is not None and name not in start:
            start[name], state[name], given_back = then, was, True
        else:
            try:
                state[name], given_back = _merged(kind, name, then, state[name], was), True
            except Collision:
                left[name] = COLLIDES
    return given_back


def _merged(kind, name, base, ours, theirs):
    if name in kind.prose:
        return merge_words(base, ours, theirs)
    if base == ours:
        return theirs
    if ours != theirs:
        raise Collision(base, ours, theirs)
    return ours


def _change(kind, key, base, now, state, start):
    """The change from how the last row left a subject to what undoing makes of it, or None."""
    common = {"subject": Subject(pk=key, kind=kind.label), "base_id": base}
    if state is None:
        return now and Change(op=Change.Op.DELETE, before=now, after={}, **common)
    if now is None:
        after = {name: state[name] for name in kind.proposed}
        return Change(op=Change.Op.CREATE, before={}, after=after, **common)
    names = [name for name in start if start[name] != state[name]]
    return names and Change(
        op=Change.Op.UPDATE,
        before={name: start[name] for name in names},
        after={name: state[name] for name in names},
        **common,
    )


def _that_stand(made, live):
    """Those of the changes that would still change something of what is `live` ({key: values});
    notes the collisions."""
    for change in made.changes:
        kind, now = kinds.get(change.subject.kind), live[change.subject_id]
        if (now is None) != (change.op == Change.Op.CREATE):
            continue
        after, clashes = outcome.applied(kind, change, now)
        made.collisions += clashes
        if clashes or after != now:
            yield change


def _leave_what_needs_the_redacted(made):
    """Leave out changes that would point at what does not come back."""
    gone = {str(left.key) for left in made.left if not left.name and left.why == REDACTED}
    found = gone
    while found:
        needing = [
            change
            for change in made.changes
            if any(change.after.get(n) in gone for n in kinds.get(change.subject.kind).keys)
        ]
        for change in needing:
            made.changes.remove(change)
            kind = kinds.get(change.subject.kind)
            made.left.append(Left(kind, change.subject_id, "", RESTS_ON_REDACTED))
        found = {str(c.subject_id) for c in needing if c.op == Change.Op.CREATE}
        gone |= found


def _without_what_is_rested_on(made):
    """(changes, [(kind, key)] of what stays): nothing is removed that others point at."""
    by_key = {change.subject_id: change for change in made.changes}
    stays = []
    while found := _rested_on(by_key, made.resting):
        for key in found:
            stays.append((kinds.get(by_key[key].subject.kind), key))
            del by_key[key]
    return list(by_key.values()), stays


def _rested_on(by_key, resting):
    """Keys of removals that a row points at which is not removed or led elsewhere by the set."""
    removed = defaultdict(list)
    for key, change in by_key.items():
        if change.op == Change.Op.DELETE:
            removed[change.subject.kind].append(key)
    found = set()
    for label, keys in removed.items():
        for kind, name in kinds.referrers(label):
            pointing = kind.model.objects.filter(**{f"{name}__in": among(keys)})
            for pk, target in pointing.values_list("pk", name):
                own = by_key.get(pk)
                led_away = own and (own.op == Change.Op.DELETE or name in own.after)
                if not led_away:
                    found.add(target)
                    resting[target].append((kind, name, pk))
    return found | _parts_of(removed, found)


def _parts_of(removed, kept):
    """Removals of parts (a source's contributors) of what stays."""
    parts = set()
    for label, keys in removed.items():
        kind = kinds.get(label)
        if kind.stays_with_parent and kept:
            rows = kind.model.objects.filter(pk__in=among(keys), **{f"{kind.parent}__in": kept})
            parts |= set(rows.values_list("pk", flat=True))
    return parts
