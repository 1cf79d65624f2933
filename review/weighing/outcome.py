"""What approving a set of changes would do: re-based on the live rows, and checked.

`Outcome` is built without locks for a moderator's page, and with them for a decision.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import UniqueConstraint

from review import kinds, progress
from review.among import among, array
from review.models import Act, Change
from review.weighing.merge import Collision, merge_words

# Clashes of a change with its own live row.
OF_ITSELF = {"value", "gone", "exists", "schema", "redacted"}
REDACTED = "what it proposed was redacted. Ask its author to propose it again."


@dataclass(frozen=True)
class Clash:
    """Why a change can't be published as it stands.

    `what` is value, gone, exists, missing, referenced, invalid, unique, schema or redacted. For value,
    `before`, `live` and `proposed` are the three texts. `needs` is the key of what is missing,
    `rivals` are keys of the acts of the same outcome without which it would not clash.
    """

    what: str
    sentence: str
    change: Change | None = None
    field: str = ""
    before: object = None
    live: object = None
    proposed: object = None
    needs: str = ""
    rivals: frozenset = frozenset()


@dataclass
class Row:
    """One subject of an outcome: dumped values before and after (None: not there)."""

    kind: kinds.Kind
    id: str
    before: dict | None
    after: dict | None
    act_id: int
    change: Change | None = None

    @property
    def op(self):
        if self.before is None:
            return Change.Op.CREATE
        return Change.Op.DELETE if self.after is None else Change.Op.UPDATE

    @property
    def touched(self):
        """The attnames whose value changes."""
        before, after = self.before or {}, self.after or {}
        return [n for n in self.kind.fields if before.get(n) != after.get(n)]

    @cached_property
    def instance(self):
        """The object as it will be; of a delete, as it was."""
        return self.kind.load(self.id, self.after if self.after is not None else self.before)


@dataclass
class Outcome:
    rows: list[Row] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    acts: tuple = ()
    live: dict = field(default_factory=dict)  # {key: dumped values} of what was there before
    redactions: int | None = None  # how many there were when it was read (review/gate.py)

    @cached_property
    def by_kind(self):
        """{label: rows}: asked for only when all rows are there."""
        found = defaultdict(list)
        for row in self.rows:
            found[row.kind.label].append(row)
        return dict(found)

    def of(self, label):
        return self.by_kind.get(label, [])

    def fingerprint(self, act_id):
        """SHA-256, in hex, of what approving would make of one act: the same words, the same hash.

        Clashes with other rows are left out: they hang on what is approved with it.
        """
        rows = sorted([row.id, row.before, row.after] for row in self.rows if row.act_id == act_id)
        told = sorted(
            [c.what, c.sentence, json.dumps(c.live)]
            for c in self.clashes
            if c.what in OF_ITSELF and c.change and c.change.act_id == act_id
        )
        return hashlib.sha256(json.dumps([rows, told]).encode()).hexdigest()


def build(changes, acts=(), *, lock=False):
    """Re-base `changes` (with `subject` loaded) on the live rows and check the result.

    With `lock`, inside a transaction: FK targets, updated and deleted rows are locked, kinds
    in order, keys in order, so that two decisions wait for each other instead of crossing.
    """
    outcome = Outcome(acts=tuple(acts))
    by_kind = defaultdict(list)
    for change in changes:
        by_kind[change.subject.kind].append(change)
    ordered = [kind for kind in kinds.every() if kind.label in by_kind]
    for label in set(by_kind) - {kind.label for kind in ordered}:
        for change in by_kind[label]:
            outcome.clashes.append(
                _schema(change, f"there are no objects of kind {label} any more")
            )
    targets = _targets(ordered, by_kind)
    live_targets = {}
    for kind in kinds.every():
        if lock:
            _lock_together(kind, targets.get(kind.label, ()), by_kind.get(kind.label, ()))
        if kind.label in targets:
            live_targets[kind.label] = _existing(kind, targets[kind.label], lock)
        if kind.label in by_kind:
            live = _live(kind, by_kind[kind.label], lock)
            outcome.live.update(live)
            outcome.rows += _rebase(kind, by_kind[kind.label], live, outcome.clashes)
    outcome.clashes = list(_with_removals(outcome.clashes))
    _check(outcome, live_targets)
    return outcome


def _with_removals(clashes):
    """The clashes; those with what a decision removed say who did, and when."""
    gone = defaultdict(set)
    for clash in clashes:
        if clash.what == "gone":
            gone[clash.change.subject.kind].add(clash.change.subject_id)
    told = {}
    for label, keys in gone.items():
        told |= removals(label, keys)
    for clash in clashes:
        words = clash.what == "gone" and told.get(str(clash.change.subject_id))
        noun = words and kinds.get(clash.change.subject.kind).noun.capitalize()
        yield (
            replace(clash, sentence=f"{noun}: it {words}, after this was proposed.")
            if words
            else clash
        )


def _schema(change, why):
    return Clash("schema", f"The form of the records has changed: {why}.", change)


def _targets(ordered, by_kind):
    """{label: keys} that the proposed values point at, those made in the same set apart."""
    targets = defaultdict(set)
    made = {
        str(change.subject_id)
        for changes in by_kind.values()
        for change in changes
        if change.op == Change.Op.CREATE
    }
    for kind in ordered:
        for change in by_kind[kind.label]:
            for name, label in kind.keys.items():
                if change.after.get(name) and change.after[name] not in made:
                    targets[label].add(change.after[name])
    return targets


def _lock_together(kind, targets, changes):
    """Where rows of a kind are locked whole and others beside them, lock all in one order first: one
    after the other, two decisions that each remove what the other points at would cross."""
    held = [c for c in changes if c.op != Change.Op.CREATE or c.subject.head_id is not None]
    removed = {str(c.subject_id) for c in held if c.op == Change.Op.DELETE}
    updated = {str(c.subject_id) for c in held} - removed
    is_whole = removed or (updated and _names_unique(kind, changes))
    if not is_whole or sum(map(bool, (removed, updated, targets))) < 2:
        return
    table = connection.ops.quote_name(kind.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT FROM {table} WHERE id = ANY(%s::uuid[]) ORDER BY id FOR UPDATE",
            [array({*removed, *updated, *map(str, targets)})],
        )


def _existing(kind, ids, lock):
    table = connection.ops.quote_name(kind.model._meta.db_table)
    suffix = " FOR KEY SHARE" if lock else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {table} WHERE id = ANY(%s::uuid[]) ORDER BY id{suffix}",
            [array(ids)],
        )
        return {str(row[0]) for row in cursor.fetchall()}


def _live(kind, changes, lock):
    """{key: dumped live values} of the subjects of `changes`."""
    ops = defaultdict(list)
    for change in changes:
        if change.op != Change.Op.CREATE or change.subject.head_id is not None:
            ops[change.op == Change.Op.DELETE].append(change.subject_id)
    found = {}
    for is_delete, ids in sorted(ops.items()):
        rows = kind.model.objects.filter(pk__in=among(ids)).order_by("pk")
        if lock:
            rows = rows.select_for_update(no_key=not is_delete and not _names_unique(kind, changes))
        for instance in rows:
            found[str(instance.pk)] = kind.dump(instance)
    return found


def _names_unique(kind, changes):
    """Whether a changed column stands in a unique index: PostgreSQL then locks the whole key."""
    touched = {name for change in changes for name in change.after}
    unique = {
        kind.model._meta.get_field(name).attname
        for constraint in kind.model._meta.constraints
        if isinstance(constraint, UniqueConstraint)
        for name in constraint.fields
    }
    return bool(touched & unique)


def _rebase(kind, changes, live, clashes):
    """One `Row` a subject: several changes of it are applied one after the other."""
    state, rows = dict(live), {}
    for change in progress.each("Comparing", changes):
        id = str(change.subject_id)
        unknown = (change.before.keys() | change.after.keys()) - kind.fields.keys()
        if unknown:
            clashes.append(_schema(change, f"a {kind.noun} has no {', '.join(sorted(unknown))}"))
            continue
        now = state.get(id)
        after, found = applied(kind, change, now)
        clashes += found
        if found:
            continue
        state[id] = after
        rows[id] = Row(kind, id, live.get(id), after, change.act_id, change)
    kept = []
    for row in rows.values():
        if kind.derived and row.after is not None:
            kind.derive(row.instance)
            row.after = kind.dump(row.instance)
        if row.before != row.after:
            kept.append(row)
    return kept


def applied(kind, change, now):
    """(values after, clashes) of one change on the dumped values `now` (None: not live)."""
    noun = kind.noun.capitalize()
    if change.seal:
        return None, [Clash("redacted", f"{noun}: {REDACTED}", change)]
    match change.op:
        case Change.Op.CREATE:
            if now is not None:
                return None, [Clash("exists", f"{noun} is already published.", change)]
            return _with_defaults(kind, change.after), []
        case _ if now is None:
            return None, [Clash("gone", f"{noun}: it was removed after this was proposed.", change)]
        case Change.Op.DELETE:
            differing = [
                n for n in change.before if n in kind.proposed and change.before[n] != now[n]
            ]
            if not differing:
                return None, []
            return None, [
                Clash(
                    "value",
                    f"{noun}: its {_words(kind, name)} was changed after its removal was proposed.",
                    change,
                    name,
                    change.before[name],
                    now[name],
                    None,
                )
                for name in differing
            ]
    after, found = dict(now), []
    for name, proposed in change.after.items():
        before, current = change.before.get(name), now[name]
        if current == before:
            after[name] = proposed
        elif current == proposed or (name in kind.settled_once and current):
            continue
        else:
            try:
                if name not in kind.prose:
                    raise Collision(before, current, proposed)
                after[name] = merge_words(before, current, proposed)
            except Collision:
                sentence = f"{noun}: two people changed the same {_words(kind, name)}."
                found.append(Clash("value", sentence, change, name, before, current, proposed))
    _keep_settled(kind, change, now, after)
    return after, found


def _keep_settled(kind, change, now, after):
    """Where one settled field was kept, all of them are: they belong together."""
    names = [n for n in kind.settled_once if n in change.after]
    if any(now[n] != change.before.get(n) for n in names):
        for name in kind.settled_once:
            after[name] = now[name]


def _with_defaults(kind, values):
    return kind.blanks | values


def _words(kind, name):
    return str(kind.fields[name].verbose_name)


def _check(outcome, live_targets):
    after = {(row.kind.label, row.id): row for row in outcome.rows}
    outcome.clashes += _missing(outcome, after, live_targets)
    outcome.clashes += _referenced(outcome, after)
    for row in progress.each("Checking", outcome.rows):
        if row.after is not None:
            outcome.clashes += _invalid(row)
    outcome.clashes += _not_unique(outcome)
    if not outcome.clashes:
        for label, rows in outcome.by_kind.items():
            outcome.clashes += kinds.get(label).check_set(outcome, rows)


def _missing(outcome, after, live_targets):
    wanted = defaultdict(list)
    for row in outcome.rows:
        if row.after is None:
            continue
        for name, label in row.kind.keys.items():
            key = row.after[name]
            if not key or (row.before and row.before[name] == key):
                continue
            target = after.get((label, key))
            there = target.after is not None if target else key in live_targets.get(label, ())
            if not there:
                rivals = frozenset({target.act_id} - {row.act_id} if target else ())
                wanted[key].append((row, name, label, rivals))
    if not wanted:
        return []
    labels = {key: label for key, pointing in wanted.items() for _, _, label, _ in pointing}
    why = _why_missing(labels, {act.pk: act for act in outcome.acts}, after)
    return [
        Clash(
            "missing",
            f"{row.kind.noun.capitalize()}: the {kinds.get(label).noun} it points at {why[key]}.",
            row.change,
            name,
            needs=key,
            rivals=rivals,
        )
        for key, pointing in wanted.items()
        for row, name, label, rivals in pointing
    ]


def _why_missing(labels, acts, after):
    """{key: why it is not live, as the rest of a sentence} of {key: label of its kind}."""
    removed, taken_in = {}, {}
    for label in set(labels.values()):
        own = [key for key in labels if labels[key] == label]
        removed |= removals(label, own)
        taken_in |= kinds.get(label).taken_in(own)
    made = Change.objects.filter(subject__in=labels, op=Change.Op.CREATE).order_by("id")
    makers = {str(change.subject_id): change.act for change in made.select_related("act")}
    why = {}
    for key, label in labels.items():
        beside = after.get((label, key))
        if beside and beside.after is None:
            act = acts.get(beside.act_id)
            why[key] = f"would be removed by {f'“{act}”' if act else 'an act'} beside it"
        elif key in removed and key in taken_in:
            why[key] = f"{removed[key]}, merged into “{taken_in[key]}”: propose it for that one"
        elif key in removed:
            why[key] = f"{removed[key]}: {AFTER_REMOVAL}"
        else:
            why[key] = _never_published(makers.get(key))
    return why


# What an author can do about it.
AFTER_REMOVAL = "propose it for another one, or ask for the removal to be undone"


def removals(label, keys):
    """{key: who removed it and when, in words} of subjects of one kind that a decision removed."""
    history = kinds.get(label).model.history.model.objects.filter(
        subject__in=keys, history_type="-"
    )
    rows = history.select_related("publication__decision__by").order_by("publication")
    return {
        str(row.subject_id): (
            f"was removed by {row.publication.decision.by} on {row.publication.at:%-d %B %Y} "
            f"(publication {row.publication_id})"
        )
        for row in rows
    }


def _never_published(act):
    """What is to be approved first, or what became of it. The words of a draft are its author's."""
    if act is None:
        return "is not published"
    match act.state:
        case Act.State.DRAFT:
            return "is not published yet: it is still a draft"
        case Act.State.PENDING:
            return f"is not published yet: it needs “{act}”"
        case Act.State.WITHDRAWN if act.sent_at is None:
            return "is not published: its draft was thrown away"
    return f"is not published: “{act}”, which makes it, is {act.state_words}"


def _referenced(outcome, after):
    clashes = []
    gone = defaultdict(dict)
    for row in outcome.rows:
        if row.after is None:
            gone[row.kind.label][row.id] = row
    for label, rows in gone.items():
        for kind, name in kinds.referrers(label):
            pointing = kind.model.objects.filter(**{f"{name}__in": among(rows)})
            for pk, target in pointing.values_list("pk", name):
                own = after.get((kind.label, str(pk)))
                if own and (own.after is None or own.after[name] != str(target)):
                    continue
                row = rows[str(target)]
                clashes.append(
                    Clash(
                        "referenced",
                        f"{row.kind.noun.capitalize()}: a {kind.noun} still points at it, "
                        "so it can't be removed.",
                        row.change,
                    )
                )
    return clashes


def _invalid(row):
    """Fields and `clean()`; existence and uniqueness are looked at for the whole set."""
    instance = row.instance
    try:
        instance.clean_fields(exclude=row.kind.elsewhere)
        instance.clean()
    except ValidationError as error:
        noun = row.kind.noun.capitalize()
        for name, messages in getattr(error, "message_dict", {"": error.messages}).items():
            where = f"{noun}, {name}" if name and name != "__all__" else noun
            yield Clash("invalid", f"{where}: {' '.join(messages)}", row.change, name)


def _not_unique(outcome):
    clashes = []
    for label, touched in outcome.by_kind.items():
        kind = kinds.get(label)
        rows = [row for row in touched if row.after is not None]
        for constraint in kind.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                clashes += _duplicates(kind, constraint, rows, touched)
    return clashes


def _duplicates(kind, constraint, rows, touched):
    """Rows that would share the fields of one constraint, in the set or with a live row."""
    names = [kind.model._meta.get_field(name).attname for name in constraint.fields]
    seen, clashes = {}, []
    rows = [r for r in rows if r.before is None or set(names) & set(r.touched)]
    if constraint.condition is not None:
        # The conditions of reviewed kinds only leave out the empty value.
        rows = [r for r in rows if all(r.after[n] not in ("", None) for n in names)]
    for row in rows:
        seen.setdefault(tuple(row.after[n] for n in names), []).append(row)
    taken = set()
    if seen:
        firsts = {key[0] for key in seen}
        wanted = among(firsts) if kind.fields[names[0]].is_relation else firsts
        others = kind.model.objects.exclude(pk__in=among(row.id for row in touched))
        others = others.filter(**{f"{names[0]}__in": wanted})
        taken = {tuple(kinds.dump(v) for v in values) for values in others.values_list(*names)}
    for key, sharing in seen.items():
        if len(sharing) < 2 and key not in taken:
            continue
        what = " and ".join(_words(kind, n) for n in names)
        sentence = f"{kind.noun.capitalize()}: another one has the same {what}."
        for row in sharing:
            acts = [other.act_id for other in sharing if other is not row]
            alone = key in taken or row.act_id in acts
            rivals = frozenset() if alone else frozenset(acts)
            clashes.append(Clash("unique", sentence, row.change, names[-1], rivals=rivals))
    return clashes
