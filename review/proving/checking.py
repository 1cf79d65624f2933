"""What verify_log looks at beside the chain itself, table by table and a part at a time.

Each function yields sentences on what does not fit. Nothing is joined on the way: a row that
points at one that is gone must not drop out.
"""

from collections import defaultdict

from django.db import DataError
from django.db.models import Exists, Max, OuterRef

from review import kinds, past
from review.ids import anchor_of
from review.models import (
    Act,
    Change,
    Changeset,
    Decision,
    Entry,
    Publication,
    Redaction,
    Slug,
    Subject,
    Verdict,
)
from review.proving import forms
from review.publishing import chain, covering
from review.slugs import slug_of

AT_ONCE = 1000
STATES = {"approve": {"approved"}, "return": {"returned", "superseded"}, "reject": {"rejected"}}
# The value of a field whose column is no more.
GONE = object()
_more = []


def register(function):
    """Have what `function()` yields told too: sentences on what an app keeps with publications."""
    _more.append(function)


def in_parts(queryset, key="pk", size=None):
    """Lists of rows by key, each asked for when it is needed; see `forms.straight`."""
    queryset, last = queryset.order_by(key), None
    while True:
        rest = queryset if last is None else queryset.filter(**{f"{key}__gt": last})
        part = list(forms.straight(rest[: size or AT_ONCE]))
        if part:
            yield part
        if len(part) < (size or AT_ONCE):
            return
        last = getattr(part[-1], key)


def told(row, name, value):
    """[name, salt, value] of a field of a history row or an entry, or [name, digest] where the
    value was redacted, or (`GONE`) its column is no more."""
    sealed = row.seal.get(name, {})
    if "digest" in sealed and value in (Redaction.MARK, GONE):
        return [name, sealed["digest"]]
    salt = sealed.get("salt") or chain.field_salt(row.salt, name)
    return [name, salt, None if value is GONE else value]


def columns_of(model):
    """The attnames of a model as it now is."""
    return {field.attname for field in model._meta.concrete_fields}


def fields_of(entry, row):
    """The fields of an entry, told as they now stand in its row."""
    known = columns_of(type(row))
    return [
        told(entry, name, covering.value(row, name) if name in known else GONE)
        for name in entry.names
    ]


def all_but_publications(there):
    """`there` are the kinds that have rows: of others nothing is asked."""
    named = _named_by_redactions()
    checks = [
        _decisions_of_publications(),
        _acts(),
        _verdicts(),
        _silent_decisions(),
        _entries(named),
        *map(_not_entered, covering.every()),
        _seals(named, there),
    ]
    for kind in there:
        checks += [_history(kind, named), _not_live(kind)]
    checks += [_subjects(), _slugs(named, there), *(function() for function in _more)]
    for check in checks:
        yield from as_far_as_it_reads(check)


def as_far_as_it_reads(sentences):
    """The same, and one that tells where a value stands that the driver can't read, such as a time
    after the year 9999."""
    try:
        yield from sentences
    except DataError as error:
        yield f"Nothing after this can be read there: {error}."


def _named_by_redactions():
    """{(label, key): names of fields} of all that was ever redacted."""
    named = defaultdict(set)
    for redaction in forms.straight(Redaction.objects.all()):
        for label, key, fields in redaction.places:
            named[label, key] |= set(fields)
    return named


def _decisions_of_publications():
    for steps in in_parts(Publication.objects, "number"):
        decisions = Decision.objects.in_bulk([step.decision_id for step in steps])
        for step in steps:
            decision = decisions.get(step.decision_id)
            if decision is None:
                yield f"Publication {step.number}: its decision {step.decision_id} is gone."
            elif decision.at != step.at:
                yield f"Decision {decision.pk}: its time is not that of publication {step.number}."


def _acts():
    for acts in in_parts(Act.objects.exclude(sent_at=None)):
        changes = defaultdict(list)
        for change in forms.straight(Change.objects.filter(act__in=acts)):
            changes[change.act_id].append(change)
        changesets = Changeset.objects.in_bulk([act.changeset_id for act in acts])
        for act in acts:
            own = changes[act.pk]
            if any(c.seal and (c.before or c.after) for c in own):
                yield f"Act {act.pk}: a change says that it was redacted, and holds words."
            if act.changeset_id not in changesets:
                yield f"Act {act.pk}: its changeset {act.changeset_id} is gone."
            elif act.digest != chain.act_digest(act, changesets[act.changeset_id].author_id, own):
                yield f"Act {act.pk}: its digest is not that of what was sent."


def _verdicts():
    """The state of each act is what its verdict, or what was sent in its place, made of it."""
    for acts in in_parts(Act.objects):
        verdicts = {v.act_id: v for v in Verdict.objects.filter(act__in=acts)}
        revisions = Act.objects.filter(revises__in=acts, sent_at__isnull=False)
        revised = dict(revisions.values_list("revises", "pk"))
        for act in acts:
            verdict, name = verdicts.get(act.pk), f"Act {act.pk}"
            if verdict and act.state not in STATES.get(verdict.choice, ()):
                yield (
                    f"Decision {verdict.decision_id}: act {act.pk} is {act.state}, "
                    f"and the verdict was {verdict.choice}."
                )
            if not verdict and act.state in ("approved", "returned", "rejected"):
                yield f"{name}: it is {act.state}, and no decision says so."
            if act.state == "superseded" and act.pk not in revised:
                yield f"{name}: it is superseded, and nothing that was sent revises it."
            if act.state in ("pending", "returned") and act.pk in revised:
                yield f"{name}: it is {act.state}, and act {revised[act.pk]} was sent in its place."


def _silent_decisions():
    silent = Decision.objects.filter(verdicts=None, redaction=None).order_by("pk")
    for key in silent.values_list("pk", flat=True).iterator():
        yield f"Decision {key}: it has no verdict."


# Entries


def _entries(named):
    """Each entry against the row that stands there now."""
    for entries in in_parts(Entry.objects):
        wanted, rows = defaultdict(list), {}
        for entry in entries:
            wanted[entry.label].append(entry.key)
        for label, keys in wanted.items():
            if covering.get(label):
                rows[label] = covering.get(label).rows(keys)
        taken = {entry.publication_id for entry in entries} - {None}
        standing = set(
            Publication.objects.filter(number__in=taken).values_list("number", flat=True)
        )
        for number in sorted(taken - standing):
            yield f"Publication {number}: it is gone, and entries of the log say that it was there."
        for entry in entries:
            yield from _entry(entry, rows.get(entry.label), named)


def _entry(entry, rows, named):
    cover, number = covering.get(entry.label), entry.publication_id
    if cover is None:
        yield f"Entry {entry.pk}: nothing is covered any more under {entry.label}."
        return
    name = f"{cover.noun.capitalize()} {entry.key}"
    since = f"publication {number} took in" if number else "was entered into the log"
    row = rows.get(entry.key)
    if row is None:
        yield f"{name}: it is gone, and the log says that it was there."
        return
    fields = fields_of(entry, row)
    made = [f[1] if len(f) == 2 else chain.field_digest(f[1], f[0], f[2]) for f in fields]
    if chain.sha256(entry.key, "=", made) != entry.digest:
        yield f"{name}: what stands there is not what {since}."
    sealed = {field[0] for field in fields if len(field) == 2} & columns_of(type(row))
    if not sealed <= named.get((cover.model._meta.label_lower, str(row.pk)), set()):
        yield f"{name}: it says that it was redacted, and no redaction names it."


def _not_entered(cover):
    """Rows that came past the services."""
    for rows in in_parts(cover.model._base_manager.filter(cover.when)):
        keys = [cover.key_of(row) for row in rows]
        entered = Entry.objects.filter(label=cover.label, key__in=keys)
        for key in sorted(set(keys) - set(entered.values_list("key", flat=True))):
            yield f"{cover.noun.capitalize()} {key}: it was never entered into the log."


# History, and what is live


def _seals(named, there):
    """Rows that say they were redacted, where no redaction names them."""
    for model in (Change, *(kind.model.history.model for kind in there)):
        label, columns = model._meta.label_lower, columns_of(model)
        for rows in in_parts(model.objects.exclude(seal={}).only("pk", *forms.of(model))):
            for row in rows:
                digests = {name for name, told in row.seal.items() if "digest" in told}
                names = {"after"} if model is Change else digests & columns
                if not names <= named.get((label, str(row.pk)), set()):
                    yield (
                        f"{label} {row.pk}: it says that it was redacted, and no redaction names it."
                    )


def _history(kind, named):
    """Whose work each history row is, when and why: what its act, and its publication, say."""
    model = kind.model.history.model
    for rows in in_parts(model.objects):
        numbers = {row.publication_id for row in rows}
        steps = {s.pk: s for s in forms.straight(Publication.objects.filter(pk__in=numbers))}
        acts = Act.objects.in_bulk({row.act_id for row in rows})
        changesets = Changeset.objects.in_bulk({act.changeset_id for act in acts.values()})
        approved = dict(
            Verdict.objects.filter(act__in=acts, choice="approve").values_list("act", "decision")
        )
        changed = set(
            Change.objects.filter(
                act__in=acts, subject__in={row.subject_id for row in rows}
            ).values_list("act", "subject")
        )
        for row in rows:
            name = f"{kind.noun.capitalize()} {row.subject_id} in publication {row.publication_id}"
            step, act = steps.get(row.publication_id), acts.get(row.act_id)
            changeset = act and changesets.get(act.changeset_id)
            if step is None:
                yield f"{name}: there is no such publication."
                continue
            if kind.label not in step.shape:
                yield f"{name}: that publication had no {kind.noun}."
            if row.history_date != step.at:
                yield f"{name}: its time is not that of the publication."
            if approved.get(row.act_id) != step.decision_id:
                yield f"{name}: it names act {row.act_id}, which that decision did not approve."
            elif (row.act_id, row.subject_id) not in changed:
                yield f"{name}: it names act {row.act_id}, which did not change it."
            if changeset is None:
                continue
            if row.history_user_id != changeset.author_id:
                yield f"{name}: it names account {row.history_user_id}, and the author is another."
            blanked = named.get((model._meta.label_lower, str(row.pk)), ())
            is_blank = row.history_change_reason == Redaction.MARK
            if row.history_change_reason != changeset.summary and not (
                is_blank and "history_change_reason" in blanked
            ):
                yield f"{name}: its reason is not the summary of changeset {changeset.pk}."


def _not_live(kind):
    """Whether what is live is what was published last, and every row has its subject."""
    history, noun = kind.model.history.model.objects, kind.noun.capitalize()
    published = past.as_of(past.last_number())
    for subjects in in_parts(Subject.objects.filter(kind=kind.label)):
        keys = [subject.pk for subject in subjects]
        said = {row.subject_id: row for row in published(kind.model).filter(subject__in=keys)}
        live = {row.pk: row for row in kind.model.objects.filter(pk__in=keys)}
        heads = dict(
            history.filter(subject__in=keys)
            .order_by()
            .values("subject")
            .annotate(last=Max("publication"))
            .values_list("subject", "last")
        )
        for subject in subjects:
            key = subject.pk
            was, now = said.get(key), live.get(key)
            if was and not now:
                yield f"{noun} {key}: it is not live, and publication {was.publication_id} says it is."
            elif now and not was:
                yield f"{noun} {key}: it is live, and no publication says it is."
            elif now and any(getattr(was, name) != getattr(now, name) for name in kind.fields):
                yield f"{noun} {key}: what is live is not what publication {was.publication_id} says."
            if subject.head_id != heads.get(key):
                yield f"{noun} {key}: it does not name the publication it stands at."
    known = Subject.objects.filter(pk=OuterRef("subject"), kind=kind.label)
    for rows in (kind.model.objects, history):
        strays = rows.filter(~Exists(known)).order_by("subject").values_list("subject", flat=True)
        for key in strays.distinct().iterator():
            yield f"{noun} {key}: there is no such subject."


def _subjects():
    for subjects in in_parts(Subject.objects):
        for subject in subjects:
            if subject.anchor != anchor_of(subject.pk):
                yield f"Subject {subject.pk}: its anchor is not the one made of its key."


def _slugs(named, there):
    """Each address is made of a name that was published, the current one of the last."""
    for kind in there:
        if kind.slug_field:
            for subjects in in_parts(Subject.objects.filter(kind=kind.label)):
                yield from _slugs_of(kind, subjects, named)
    ours = [kind.label for kind in kinds.every() if kind.slug_field]
    for slug in Slug.objects.exclude(kind__in=ours).order_by("pk").iterator():
        yield f"Address {slug.slug}: objects of kind {slug.kind} have none."


def _slugs_of(kind, subjects, named):
    names, slugs = defaultdict(list), defaultdict(list)
    history = kind.model.history.model.objects.filter(subject__in=subjects).order_by("publication")
    for key, name in history.values_list("subject", kind.slug_field):
        names[key].append(name)
    for slug in Slug.objects.filter(subject__in=subjects).order_by("pk"):
        slugs[slug.subject_id].append(slug)
    for subject in subjects:
        noun = f"{kind.noun.capitalize()} {subject.pk}"
        told = names[subject.pk]
        current = [slug for slug in slugs[subject.pk] if slug.is_current]
        if bool(told) != bool(current):
            yield f"{noun}: it has {'no' if told else 'an'} address."
        known = {s.pk: named.get(("review.slug", str(s.pk))) for s in slugs[subject.pk]}
        for slug in slugs[subject.pk]:
            possible = told[-1:] if slug.is_current else told
            is_left = known[slug.pk] == set()
            is_excused = is_left and Redaction.MARK in possible
            if slug.kind != kind.label or not (is_excused or _is_of(slug, subject, possible)):
                yield f"{noun}: its address {slug.slug} is not made of a name that it had."


def _is_of(slug, subject, names):
    if slug.slug == f"redacted-{subject.anchor}-{slug.pk}":
        return True
    bases = {slug_of(name) for name in names}
    return slug.slug in bases | {f"{base}-{subject.anchor}" for base in bases}
