"""The public record, told publication by publication, and checked against its own chain.

`breaks()` computes everything anew from the tables: digests of sent acts, of history rows and
of publications, numbers and instants, and that what is live is what was published last.
"""

from collections import defaultdict

from django.db.models import Max

from review import chain, kinds, past
from review.models import Act, Change, Decision, Publication, Redaction, Subject, Verdict

AT_ONCE = 200


def entries():
    """Each publication as plain lists, oldest first: what its digest covers (docs/log.md)."""
    after = 0
    for steps in _in_parts(Publication.objects.select_related("decision__redaction"), "number"):
        rows = _rows(steps)
        verdicts = defaultdict(list)
        given = Verdict.objects.filter(decision__in=[step.decision_id for step in steps])
        for decision, *told in given.values_list("decision", "act", "choice", "act__digest"):
            verdicts[decision].append(told)
        refused = [list(told) for told in chain.refusals(after, steps[-1].decision_id)]
        for step in steps:
            decision = step.decision
            yield {
                "number": step.number,
                "at": step.at.isoformat(),
                "previous": step.previous,
                "digest": step.digest,
                "decision": [
                    decision.pk,
                    decision.by_id,
                    decision.is_direct,
                    decision.undoes_id,
                ],
                "verdicts": sorted(verdicts[decision.pk]),
                "refused": [told for told in refused if after < told[0] < decision.pk],
                "rows": rows[step.number],
                **_redacted(decision),
            }
            after = decision.pk


def digest_of(entry):
    """The digest of an entry, by the recipe of docs/log.md."""
    rows = [
        [label, key, chain.sha256(key, op, [_field_digest(field) for field in fields])]
        for label, key, op, fields in entry["rows"]
    ]
    return chain.sha256(
        entry["previous"],
        entry["number"],
        entry["at"],
        entry["decision"],
        entry["verdicts"],
        entry["refused"],
        sorted(rows),
        *([sorted(entry["redacted"])] if "redacted" in entry else []),
    )


def _redacted(decision):
    redaction = getattr(decision, "redaction", None)
    return {"redacted": redaction.places} if redaction else {}


def _field_digest(field):
    """[name, salt, value], or [name, digest] where the value was redacted."""
    return field[1] if len(field) == 2 else chain.field_digest(field[1], field[0], field[2])


def _in_parts(queryset, key):
    """Lists of rows by key, each asked for when it is needed."""
    last = 0
    while part := list(queryset.filter(**{f"{key}__gt": last}).order_by(key)[:AT_ONCE]):
        yield part
        last = getattr(part[-1], key)


def _rows(steps):
    """{number: [[label, key, op, fields]]} of some publications."""
    found = defaultdict(list)
    wanted = defaultdict(list)
    for step in steps:
        for label in step.shape:
            wanted[label].append(step)
    for label, own in wanted.items():
        shapes = {step.number: step.shape[label] for step in own}
        history = kinds.get(label).model.history.filter(publication__in=shapes)
        for row in history.order_by("publication", "subject"):
            fields = [_told(row, name) for name in shapes[row.publication_id]]
            found[row.publication_id].append([label, str(row.subject_id), row.history_type, fields])
    return found


def _told(row, name):
    sealed, value = row.seal.get(name, {}), kinds.dump(getattr(row, name, None))
    if "digest" in sealed and value == Redaction.MARK:
        return [name, sealed["digest"]]
    return [name, sealed.get("salt") or chain.field_salt(row.salt, name), value]


# Checking


def breaks():
    """Sentences on what does not fit, in the log's order; none when all does."""
    yield from _broken_publications()
    yield from _broken_acts()
    yield from _broken_decisions()
    yield from _broken_seals()
    for kind in kinds.every():
        yield from _not_live(kind)


def _broken_publications():
    previous, last_at, number = chain.GENESIS, "", 0
    for entry in entries():
        number += 1
        name = f"Publication {entry['number']}"
        if entry["number"] != number:
            yield f"{name}: publication {number} is missing before it."
            number = entry["number"]
        if entry["at"] <= last_at:
            yield f"{name}: it is no later than the one before."
        if entry["previous"] != previous:
            yield f"{name}: it does not name the digest of the one before."
        if digest_of(entry) != entry["digest"]:
            yield f"{name}: its digest is not that of its decision and its {len(entry['rows'])} rows."
        previous, last_at = entry["digest"], entry["at"]


def _broken_acts():
    sent = Act.objects.exclude(sent_at=None).select_related("changeset")
    for acts in _in_parts(sent, "id"):
        changes = defaultdict(list)
        for change in Change.objects.filter(act__in=acts):
            changes[change.act_id].append(change)
        for act in acts:
            own = changes[act.pk]
            if any(c.seal and (c.before or c.after) for c in own):
                yield f"Act {act.pk}: a change says that it was redacted, and holds words."
            if act.digest != chain.act_digest(act, act.changeset.author_id, own):
                yield f"Act {act.pk}: its digest is not that of what was sent."


def _broken_decisions():
    """Verdicts and the states of their acts; decisions that say nothing."""
    states = {"approve": "approved", "return": "returned", "reject": "rejected"}
    odd = Verdict.objects.select_related("act").order_by("decision")
    for verdict in odd.iterator(chunk_size=2000):
        right = {states[verdict.choice]}
        if verdict.choice == "return":
            right.add("superseded")
        if verdict.act.state not in right:
            yield (
                f"Decision {verdict.decision_id}: act {verdict.act_id} is {verdict.act.state}, "
                f"and the verdict was {verdict.choice}."
            )
    for decision in Decision.objects.filter(verdicts=None, redaction=None).values_list(
        "pk", flat=True
    ):
        yield f"Decision {decision}: it has no verdict."


def _broken_seals():
    """Rows that say they were redacted, where no redaction names them."""
    named = {
        (label, key): set(fields)
        for places in Redaction.objects.values_list("places", flat=True)
        for label, key, fields in places
    }
    for model in (Change, *(kind.model.history.model for kind in kinds.every())):
        label = model._meta.label_lower
        for key, seal in model.objects.exclude(seal={}).values_list("pk", "seal").order_by("pk"):
            whole = model is Change
            sealed = {"after"} if whole else {n for n, told in seal.items() if "digest" in told}
            if not sealed <= named.get((label, str(key)), set()):
                yield f"{label} {key}: it says that it was redacted, and no redaction names it."


def _not_live(kind):
    """Whether what is live is what was published last."""
    history = kind.model.history.model.objects
    said = {row.subject_id: row for row in past.as_of(past.last_number())(kind.model)}
    live = {row.pk: row for row in kind.model.objects.all()}
    noun = kind.noun.capitalize()
    for key in sorted(said.keys() | live.keys()):
        published, now = said.get(key), live.get(key)
        if now is None:
            yield f"{noun} {key}: it is not live, and publication {published.publication_id} says it is."
        elif published is None:
            yield f"{noun} {key}: it is live, and no publication says it is."
        elif any(getattr(published, name) != getattr(now, name) for name in kind.fields):
            yield f"{noun} {key}: what is live is not what publication {published.publication_id} says."
    last = dict(history.values_list("subject").annotate(last=Max("publication")).order_by())
    for key, head in Subject.objects.filter(kind=kind.label).values_list("pk", "head"):
        if head != last.get(key):
            yield f"{noun} {key}: it does not name the publication it stands at."
