"""Two works that are one: merging them, as an act for review; or saying that they are not the same."""

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
    """A field (its attname) that two works have otherwise: dumped values of the one that stays and
    of the one that goes."""

    name: str
    kept: str
    gone: str


def differences(kept, gone):
    """The `Difference`s of two works in which the one that goes has something to say."""
    kind = kinds.of(Source)
    ours, theirs = kind.dump(kept), kind.dump(gone)
    return [
        Difference(name, ours[name], theirs[name])
        for name in kind.proposed
        if theirs[name] not in ("", None)
        and ours[name] != theirs[name]
        # An edition of the one that stays is no edition any more.
        and not (name in kind.keys and theirs[name] == str(kept.pk))
    ]


def both(difference):
    """The numbers of both works, each once, where a work may have several; or ""."""
    scheme = identifiers.SCHEMES.get(difference.name)
    if not scheme or not scheme.inside:
        return ""
    words = " ".join(dict.fromkeys(f"{difference.kept} {difference.gone}".split()))
    return words if len(words) <= Source._meta.get_field(difference.name).max_length else ""


def names_of(source):
    """[the names on a work, as they are compared]: role, then all but the place in the order."""
    kind = kinds.of(Contributor)
    said = [name for name in kind.proposed if name not in ("source_id", "position")]
    return [[getattr(c, name) for name in said] for c in source.contributors.all()]


def moving(key):
    """[(kind, attname, queryset)] of what points at a work and goes along with it into another."""
    return [
        (kind, name, kind.model.objects.filter(**{name: key}))
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
    """A digest of two works with their names, as a form shows them."""
    kind = kinds.of(Source)
    told = [[str(work.pk), kind.dump(work), names_of(work)] for work in (gone, kept)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def merge(gone, kept, *, by, values=(), joined=(), takes_names=False):
    """Propose to merge a work into another, as a draft act, which is returned.

    What points at the one that goes, its citations above all, points at the other then. `values`
    are the attnames of the fields that the other takes from it, `joined` those of numbers that it
    may have several of, and has both then; `takes_names`: its names too.
    """
    title = f"Merge “{gone.title[:80]}” into “{kept.title[:80]}”"
    return drafts.propose(
        merging(gone, kept, values=values, joined=joined, takes_names=takes_names),
        by=by,
        type=Act.Type.MERGE,
        title=title,
    )


def merging(gone, kept, *, values=(), joined=(), takes_names=False):
    """The edits of such an act, what a person looks at first before the citations."""
    if gone.pk == kept.pk:
        raise Refused("This is one work: choose another one to merge it with.")
    found = differences(kept, gone)
    taken = {d.name: d.gone for d in found if d.name in values}
    taken |= {d.name: both(d) for d in found if d.name in joined}
    if kept.edition_of_id == gone.pk:
        taken["edition_of_id"] = None
    edits = [drafts.update(Source, kept.pk, **taken)] if taken else []
    merged = MergedWork.new(source_id=kept.pk, work_id=gone.pk, title=gone.title)
    edits += [drafts.create(merged), drafts.remove(Source, gone.pk)]
    own, theirs = list(kept.contributors.all()), list(gone.contributors.all())
    if takes_names and names_of(kept) != names_of(gone):
        edits += [drafts.remove(Contributor, person.pk) for person in own]
        edits += [drafts.create(_copied(person, kept)) for person in theirs]
    edits += [drafts.remove(Contributor, person.pk) for person in theirs]
    for kind, name, rows in moving(gone.pk):
        keys = rows.exclude(pk=kept.pk).order_by("pk").values_list("pk", flat=True)
        edits += [drafts.update(kind.model, key, **{name: kept.pk}) for key in keys]
    return edits


def _copied(person, kept):
    kind = kinds.of(Contributor)
    values = {name: getattr(person, name) for name in kind.proposed}
    return Contributor.new(**values | {"source_id": kept.pk})


def outcome_of(gone, kept):
    """What goes and what moves, as an `Outcome` that nobody has proposed yet: to be told about."""
    kind = kinds.of(Source)
    rows = [Row(kind, str(gone.pk), kind.dump(gone), None, 0)]
    for kind, name, found in moving(gone.pk):
        for (key,), values in kind.dumps(found.exclude(pk=kept.pk), "pk"):
            rows.append(Row(kind, str(key), values, values | {name: str(kept.pk)}, 0))
    return Outcome(rows)


def left_behind(gone):
    """Sentences on open proposals of something new that points at the work which goes."""
    pointing = Q(pk__in=[])
    for kind, name in kinds.referrers(LABEL):
        pointing |= Q(subject__kind=kind.label, **{f"after__{name}": str(gone.pk)})
    found = Change.objects.filter(pointing, open__isnull=False, act__state=Act.State.PENDING)
    acts = Act.objects.filter(pk__in=found.order_by().values("act")).order_by("pk")
    for act in acts.select_related("changeset__author")[:20]:
        yield (
            f"“{act}” by {act.changeset.author} (changeset {act.changeset_id}) is of “{gone}” too: "
            "it could not be published any more, and is to be proposed anew"
        )


def not_the_same(one, other, *, by):
    """Remember that two works (their keys) are not the same, for everybody."""
    _check(by)
    first, second = sorted((one, other))
    if first == second or Source.objects.filter(pk__in=(first, second)).count() < 2:
        raise Refused("One of these works is not there any more, so nothing was noted.")

    @transaction.atomic
    def once():
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
