"""Works that are one: merging them, as an act for review; or saying that they are not the same."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from review import kinds, permissions
from review.deadlocks import retrying
from review.exceptions import Refused
from review.models import Act, Change, Subject
from review.proposing import drafts
from review.weighing import restricting
from review.weighing.outcome import Outcome, Row
from sources import identifiers
from sources.models import Contributor, MergedWork, NotTheSame, Source

LABEL = Source._meta.label_lower


@dataclass(frozen=True)
class Difference:
    """A field (its attname) that works have otherwise: the dumped value of the one that stays, and
    {work: its value} of those that go, each value once."""

    name: str
    kept: str
    gone: dict

    @property
    def all(self):
        """The numbers of all works, each once, where a work may have several; or ""."""
        scheme = identifiers.SCHEMES.get(self.name)
        if not scheme or not scheme.inside:
            return ""
        words = " ".join(dict.fromkeys(" ".join([self.kept, *self.gone.values()]).split()))
        return words if len(words) <= Source._meta.get_field(self.name).max_length else ""


def differences(kept, gone):
    """The `Difference`s of a work and others that go into it, in which those have something to say."""
    kind = kinds.of(Source)
    ours, theirs = kind.dump(kept), {work: kind.dump(work) for work in gone}
    # An edition of the one that stays is no edition any more.
    themselves = {str(work.pk) for work in (kept, *gone)}
    found = []
    for name in kind.proposed:
        passed, values = {"", None, ours[name]}, {}
        if name in kind.keys:
            passed |= themselves
        for work, said in theirs.items():
            if said[name] not in passed:
                passed.add(said[name])
                values[work] = said[name]
        if values:
            found.append(Difference(name, ours[name], values))
    return found


def names_of(source):
    """[the names on a work, as they are compared]: role, then all but the place in the order."""
    kind = kinds.of(Contributor)
    said = [name for name in kind.proposed if name not in ("source_id", "position")]
    return [[getattr(c, name) for name in said] for c in source.contributors.all()]


def moving(keys):
    """[(kind, attname, queryset)] of what points at works and goes along with them into another."""
    return [
        (kind, name, kind.model.objects.filter(**{f"{name}__in": keys}))
        for kind, name in kinds.referrers(LABEL)
        if kind.model is not Contributor
    ]


def uses(keys):
    """{key of a work: how many citations it has}."""
    counted = dict.fromkeys(keys, 0)
    for kind, name in kinds.referrers(LABEL):
        if kind.model is not Source and kind.fields[name].name != kind.parent:
            found = kind.model.objects.filter(**{f"{name}__in": keys}).order_by()
            for key, number in found.values_list(name).annotate(number=Count("pk")):
                counted[key] += number
    return counted


def kept_for(key):
    """The live work that a work (its key) was merged into, or None: it is live itself, or no more."""
    found = MergedWork.objects.select_related("source").filter(work=key).first()
    is_back = found and Source.objects.filter(pk=key).exists()
    return found.source if found and not is_back else None


def known_as(text):
    """The condition, on sources, that a work has this key, anchor or address, or one that was merged
    into it had."""
    word = unquote(text.strip().rstrip("/").rpartition("/")[2])
    named = Q(anchor=word) | Q(slugs__slug=word)
    with suppress(ValueError):
        named |= Q(pk=UUID(word))
    works = Subject.objects.filter(named, kind=LABEL).values("pk")
    return Q(pk__in=works) | Q(pk__in=MergedWork.objects.filter(work__in=works).values("source"))


def seen(gone, kept):
    """A digest of works with their names, as a form shows them."""
    kind = kinds.of(Source)
    told = [[str(work.pk), kind.dump(work), names_of(work)] for work in (*gone, kept)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def merge(gone, kept, *, by, values=None, joined=(), names=None):
    """Propose to merge works into another, as one draft act, which is returned.

    What points at those that go, their citations above all, points at the other then. `values` is
    {attname of a field: the work that the other takes it from}, `joined` the attnames of numbers
    that it may have several of, and has all then; `names` is the work whose names it takes.
    """
    first, *more = gone
    title = f"“{first.title[:80]}”{f' and {len(more)} more' if more else ''}"
    return drafts.propose(
        merging(gone, kept, values=values, joined=joined, names=names),
        by=by,
        type=Act.Type.MERGE,
        title=f"Merge {title} into “{kept.title[:80]}”",
    )


def merging(gone, kept, *, values=None, joined=(), names=None):
    """The edits of such an act, what a person looks at first before the citations."""
    keys = [work.pk for work in gone]
    if kept.pk in keys:
        raise Refused("This is one work: choose another one to merge it with.")
    found = {d.name: d for d in differences(kept, gone)}
    taken = {name: found[name].gone[work] for name, work in (values or {}).items()}
    taken |= {name: found[name].all for name in joined}
    if kept.edition_of_id in keys:
        taken["edition_of_id"] = None
    edits = [drafts.update(Source, kept.pk, **taken)] if taken else []
    for work in gone:
        merged = MergedWork.new(source_id=kept.pk, work_id=work.pk, title=work.title)
        edits += [drafts.create(merged), drafts.remove(Source, work.pk)]
    if names and names_of(kept) != names_of(names):
        edits += [drafts.remove(Contributor, person.pk) for person in kept.contributors.all()]
        edits += [drafts.create(_copied(person, kept)) for person in names.contributors.all()]
    edits += [
        drafts.remove(Contributor, person.pk) for work in gone for person in work.contributors.all()
    ]
    for kind, name, rows in moving(keys):
        found = rows.exclude(pk__in=[kept.pk, *keys]).order_by("pk").values_list("pk", flat=True)
        edits += [drafts.update(kind.model, key, **{name: kept.pk}) for key in found]
    return edits


def _copied(person, kept):
    kind = kinds.of(Contributor)
    values = {name: getattr(person, name) for name in kind.proposed}
    return Contributor.new(**values | {"source_id": kept.pk})


def outcome_of(gone, kept):
    """What goes and what moves, as an `Outcome` that nobody has proposed yet: to be told about."""
    kind, keys = kinds.of(Source), [work.pk for work in gone]
    rows = [Row(kind, str(work.pk), kind.dump(work), None, 0) for work in gone]
    for kind, name, found in moving(keys):
        for (key,), values in kind.dumps(found.exclude(pk__in=[kept.pk, *keys]), "pk"):
            rows.append(Row(kind, str(key), values, values | {name: str(kept.pk)}, 0))
    return Outcome(rows)


def left_behind(gone):
    """Sentences on open proposals of something new that points at one of the works which go."""
    pointing = Q(pk__in=[])
    for kind, name in kinds.referrers(LABEL):
        pointing |= Q(
            subject__kind=kind.label, **{f"after__{name}__in": [str(work.pk) for work in gone]}
        )
    found = Change.objects.filter(pointing, open__isnull=False, act__state=Act.State.PENDING)
    acts = Act.objects.filter(pk__in=found.order_by().values("act")).order_by("pk")
    one = f"“{gone[0]}”" if len(gone) == 1 else "one that goes"
    for act in acts.select_related("changeset__author")[:20]:
        yield (
            f"“{act}” by {act.changeset.author} (changeset {act.changeset_id}) is of {one} too: "
            "it could not be published any more, and is to be proposed anew"
        )


def not_the_same(one, *others, by):
    """Remember that a work is not the same as some others (keys), for everybody."""
    _check(by)
    keys = {one, *others}
    if len(keys) < 2 or Source.objects.filter(pk__in=keys).count() < len(keys):
        raise Refused("One of these works is not there any more, so nothing was noted.")

    @transaction.atomic
    def once():
        for other in keys - {one}:
            first, second = sorted((one, other))
            NotTheSame.objects.get_or_create(
                first_id=first, second_id=second, defaults={"by": by, "at": timezone.now()}
            )

    retrying(once)


def same_after_all(one, other, *, by):
    """Forget that somebody said so: they are asked about again."""
    _check(by)
    first, second = sorted((one, other))
    NotTheSame.objects.filter(first=first, second=second).delete()


def _check(by):
    permissions.require(by, permissions.PROPOSE)
    restricting.check_account(by)
