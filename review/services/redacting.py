"""Redaction: words that must not be in the record any more are blanked wherever they stand.

It searches behind a shut gate (review/gate.py), so that nobody writes the words meanwhile.

Whole fields go, in live rows, history, changes, comments and reasons; digests stay, so that the
log still fits. Who, when and why are a decision and a publication of their own.
"""

import json
from collections import Counter
from dataclasses import dataclass, field

from django.db import IntegrityError, connection
from django.db.models import F, Q, TextField
from django.db.models.functions import Cast

from review import chain, gate, kinds, permissions, slugs, texts
from review.batch import Batch
from review.exceptions import NothingProposed, Refused
from review.models import (
    Change,
    Decision,
    PageVersion,
    Redaction,
    Reviewed,
    Slug,
    StoredPage,
)
from review.outcome import Outcome, Row
from review.services import decisions

# More places than this are a word too common to mean.
LIMIT = 500
SHORTEST = 4


@dataclass
class Found:
    """Where words stand: rows with the names of their fields, and addresses made of them."""

    rows: list[tuple] = field(default_factory=list)
    slugs: list[Slug] = field(default_factory=list)

    def counts(self):
        """[(what, number of rows)], most first, in words."""
        return Counter(_called(type(row)) for row, _ in self.rows).most_common() + (
            [("address", len(self.slugs))] if self.slugs else []
        )

    def places(self):
        return [[type(r)._meta.label_lower, str(r.pk), sorted(names)] for r, names in self.rows]


def find(words):
    """`Found`: every row with the words in a field, whatever their case."""
    words = words.strip()
    if len(words) < SHORTEST:
        raise Refused(f"Give at least {SHORTEST} characters of what must go.")
    found = Found()
    for model, names in texts.searched().items():
        if model is not Change:
            found.rows += _rows_with(model, names, words)
    found.rows += [(change, ("before", "after")) for change in _changes_with(words)]
    slug = slugs.slug_of(words)
    if slug != slugs.UNTITLED:
        found.slugs = list(Slug.objects.filter(slug__icontains=slug).select_related("subject"))
    if len(found.rows) > LIMIT:
        raise Refused(f"These words stand in {len(found.rows)} places: give more of them.")
    return found


def redact(words, *, by, reason):
    """Blank every field that holds `words`; returns the decision, whose publication says so.

    What is live goes too: publish better words first, and only the older ones are blanked.
    """
    permissions.require(by, permissions.OPERATE)
    if not reason.strip():
        raise Refused("Say why: a redaction needs a reason.")
    if words.strip().lower() in reason.lower():
        raise Refused("The reason is public: say it without these words.")

    def once():
        found = find(words)
        if not found.rows and not found.slugs:
            raise NothingProposed("These words stand nowhere in the record.")
        turn = decisions.take_turn()
        places, batch = found.places(), Batch()
        decision = Decision(pk=turn.decision, by=by, at=turn.at, reason=reason.strip())
        publication = decisions.new_publication(decision, turn, shape={})
        batch.insert([decision])
        decisions.seal_publication(publication, turn, [], [], batch, redacted=places)
        decisions.raise_versions((), publication.number, batch)
        batch.run()
        redaction = Redaction.objects.create(decision=decision, places=places)
        _blank_all(redaction, found.rows)
        for slug in found.slugs:
            _readdress(slug)
        for purge in texts.purges():
            purge(words.strip())
        forget_pages()
        result = _as_it_is_now(found)
        result.redactions = gate.redactions()
        return decision, result

    decision = decisions.in_one_transaction(once, through=gate.shut)
    return Decision.objects.get(pk=decision.pk)


def forget_pages():
    """Have every public page made anew."""
    PageVersion.objects.update(revision=F("revision") + 1)
    StoredPage.objects.all().delete()


def _called(model):
    name = str(model._meta.verbose_name)
    return f"version of {name.removeprefix('historical ')}" if "historical" in name else name


def _rows_with(model, names, words):
    """[(row, names of those of its fields that hold the words)]."""
    wanted = Q()
    for name in names:
        wanted |= Q(**{f"{name}__icontains": words})
    found = []
    rows = model._default_manager.filter(wanted).order_by("pk")
    if hasattr(model, "publication"):
        rows = rows.select_related("publication")
    for row in rows:
        held = [n for n in names if words.lower() in str(getattr(row, n) or "").lower()]
        if held:
            found.append((row, tuple(held)))
    return found


def _changes_with(words):
    """Changes whose values hold the words."""
    cast = Change.objects.annotate(
        before_text=Cast("before", TextField()), after_text=Cast("after", TextField())
    )
    # JSON writes some characters otherwise; the longest run without one narrows the search.
    run = max(words.replace("\\", '"').replace("\n", '"').replace("\t", '"').split('"'), key=len)
    wanted = Q(before_text__icontains=run) | Q(after_text__icontains=run)

    def holds(change):
        values = [*change.before.values(), *change.after.values()]
        return any(isinstance(v, str) and words.lower() in v.lower() for v in values)

    return [c for c in cast.filter(wanted).order_by("pk") if holds(c)]


def _blank_all(redaction, rows):
    try:
        for row, names in rows:
            _blank(redaction, row, names)
        connection.check_constraints()  # Deferred ones too: at COMMIT nobody could say it.
    except IntegrityError as error:
        raise Refused(
            f"What is live can't read {Redaction.MARK} here, since another object does already or "
            "a rule forbids it: publish better words first, then redact the older ones."
        ) from error


def _blank(redaction, row, names):
    model = type(row)
    columns = [model._meta.get_field(name).column for name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT review_blank(%s, %s::regclass, %s, %s, %s)",
            [redaction.pk, model._meta.db_table, str(row.pk), columns, _seal(row, names)],
        )


def _seal(row, names):
    """The digests of what goes, and the salts of what stays; None for rows without a digest."""
    if isinstance(row, Change):
        return json.dumps({"digest": chain.change_digest(row)})
    if not hasattr(row, "publication_id") or not hasattr(row, "seal"):
        return None
    kind = kinds.of(row.instance_type)
    seal = {}
    for name in row.publication.shape[kind.label]:
        sealed = row.seal.get(name, {})
        salt = sealed.get("salt") or chain.field_salt(row.salt, name)
        if "digest" in sealed:
            seal[name] = sealed
        elif name in names:
            value = kinds.dump(getattr(row, name))
            seal[name] = {"digest": chain.field_digest(salt, name, value)}
        else:
            seal[name] = {"salt": salt}
    return json.dumps(seal)


def _as_it_is_now(found):
    """An outcome with the live rows that were blanked, so that what readers see is made ready."""
    outcome = Outcome()
    for row, _ in found.rows:
        if isinstance(row, Reviewed):
            kind = kinds.of(row)
            row.refresh_from_db()
            outcome.rows.append(Row(kind, str(row.pk), None, kind.dump(row), 0))
    return outcome


def _readdress(slug):
    """An address made of the words becomes one of the object's anchor."""
    slug.slug = f"redacted-{slug.subject.anchor}-{slug.pk}"
    slug.save(update_fields=["slug"])
